//! The project's own commands.
//!
//! `cargo xtask check` before each commit, `cargo xtask test` before a change is offered,
//! `cargo xtask screens` to look at every page, `cargo xtask bench NAME` to measure.
//! CONTRIBUTING.md says when to use which.

// A command line tool talks to the person who started it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod calendars;
mod check;
mod command;
#[cfg(target_os = "linux")]
mod link;
mod needs;
mod postgres;
mod rules;
mod scratch;
mod screens;
mod steps;
mod suite;
mod tally;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Format, lints, layout rules, unit tests, types of the JavaScript: before each commit.
    Check,
    /// Only the layout rules: who may know whom, and what each kind of file never holds.
    Rules,
    /// Everything: what `check` does, both databases, and the pages in a real Chromium.
    Test(suite::Options),
    /// A weak link between two networks of its own, which the browser tests run.
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    Link(link::Options),
    /// Every page and room state, phone and desktop, light and dark, into `target/screens`.
    Screens,
    /// A measurement beside its peers: `live`, `durable`, `finder`, `pages` or `relay`.
    Bench {
        /// The name of the measurement, and what to pass on to it.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let root = root();
    let done = match Cli::parse().command {
        Task::Check => check::run(&root),
        Task::Rules => check::rules_alone(&root),
        Task::Test(options) => suite::run(&root, &options),
        #[cfg(target_os = "linux")]
        Task::Link(options) => link::run(&options),
        Task::Screens => screens::run(&root),
        Task::Bench { args } => bench(&root, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's folder, wherever the command was started.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn bench(root: &Path, args: &[String]) -> Result<(), String> {
    let cargo = command::cargo(root)
        .args(["run", "--release", "--package", "bench", "--"])
        .args(args)
        .status()
        .map_err(|error| format!("cargo can't be started: {error}"))?;
    if cargo.success() {
        Ok(())
    } else {
        Err(format!("The measurement `{}` failed.", args.join(" ")))
    }
}
