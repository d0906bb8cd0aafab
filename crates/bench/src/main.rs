//! Measurements, each beside its peers and limits in one run: absolute numbers drift with the
//! machine, ratios hold.

// A measuring tool reads the clock and talks to the person who started it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod community;
mod crowd;
mod direct;
mod durable;
mod finder;
mod live;
mod pages;
mod process;
mod relay;
mod stats;

use std::path::PathBuf;
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
    /// Questions to the finder, beside the same in SQLite.
    Finder(finder::Args),
    /// Deliveries per CPU-second in live rooms, beside a bare axum broadcast.
    Live(live::LiveArgs),
    /// Signed-in pages per CPU-second, beside a bare axum page of the same size.
    Pages(pages::PagesArgs),
    /// Voices delivered per CPU-second, beside Janus with the same rooms and the same load.
    Relay(relay::RelayArgs),
    /// A prepared community, served for a measurement.
    #[command(hide = true)]
    ServeRenew { folder: PathBuf },
    /// The bare server, served for a measurement.
    #[command(hide = true)]
    ServeDirect {
        #[arg(default_value_t = 0)]
        page_bytes: usize,
    },
    /// The relay alone, asked through its standard input.
    #[command(hide = true)]
    ServeRelay {
        #[arg(long)]
        library_seals: bool,
    },
}

fn main() -> ExitCode {
    let measured = match Cli::parse().measurement {
        Measurement::Durable(args) => durable::run(&args),
        Measurement::Finder(args) => finder::run(&args),
        Measurement::Live(args) => alone(live::run(args)),
        Measurement::Pages(args) => alone(pages::run(args)),
        Measurement::Relay(args) => relay::run(&args),
        Measurement::ServeRelay { library_seals } => relay::serve(library_seals),
        Measurement::ServeRenew { folder } => alone(community::serve(folder)),
        Measurement::ServeDirect { page_bytes } => alone(direct::serve(page_bytes)),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs what needs a runtime.
fn alone(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(work)
}
