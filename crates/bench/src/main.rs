//! Measurements, each beside its peers and limits in one run: absolute numbers drift with the
//! machine, ratios hold.

// A measuring tool reads the clock and talks to the person who started it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod durable;
mod stats;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench")]
struct Cli {
    #[command(subcommand)]
    measurement: Measurement,
}

#[derive(Debug, Subcommand)]
enum Measurement {
    /// Acknowledged writes per second, beside one commit per write, a bare group commit, and a
    /// bare append to a file.
    Durable(durable::Args),
}

fn main() -> ExitCode {
    let measured = match Cli::parse().measurement {
        Measurement::Durable(args) => durable::run(&args),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
