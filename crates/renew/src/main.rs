//! The program's door: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    match renew::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
