//! The simulation's command line.
//!
//! `cargo run -p sim --release -- circle --seeds 10000` runs ten thousand communities through a
//! session each. The first broken rule ends the run with status 1 and the seed to see it again.
//!
//! `cargo run -p sim --release -- conductor` prints how fair and how punctual evenings are, beside an
//! equal timer; status 1 says that one of the circle's rows is not as it is meant to be.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use ::circle::format::Format;
use clap::{Parser, Subcommand};
use sim::{
    circle::{self, Broken, Options},
    conductor::{self, PEOPLE, Row},
    tally::Tally,
};

/// Seeded simulation of whole communities.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Live sessions: random people, faults, lost and repeated commands, clock jumps.
    Circle(CircleArgs),
    /// The circle's conductor beside an equal timer, in front of the same people.
    Conductor(ConductorArgs),
}

#[derive(Debug, clap::Args)]
struct CircleArgs {
    /// How many seeds to run.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Runs one seed only and tells everything that happened in it.
    #[arg(long)]
    seed: Option<u64>,
    /// Breaks a rule on purpose, to see that it is noticed.
    #[arg(long = "break", value_name = "RULE")]
    broken: Option<Broken>,
}

#[derive(Debug, clap::Args)]
struct ConductorArgs {
    /// How many evenings of each kind.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// Only the format of this id.
    #[arg(long)]
    format: Option<String>,
}

fn main() -> ExitCode {
    let done = match Cli::parse().what {
        What::Circle(args) => run(&args),
        What::Conductor(args) => compare(&args),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Nobody reads on the other end: there is nobody to tell it to.
        Err(_) => ExitCode::from(2),
    }
}

/// Whether no rule was broken.
fn run(args: &CircleArgs) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let told = args.seed.is_some();
    let first = args.seed.unwrap_or(args.from);
    let count = if told { 1 } else { args.seeds };
    let options = Options {
        broken: args.broken,
        told,
    };
    let shipped = Format::shipped();
    let mut tally = Tally::default();
    for seed in first..first.saturating_add(count) {
        let run = circle::run(seed, options, &shipped);
        for line in &run.story {
            writeln!(out, "{line}")?;
        }
        if let Some(violation) = run.violation {
            writeln!(out, "seed {seed}: {violation}")?;
            let again = match args.broken {
                Some(rule) => format!(" --break {rule}"),
                None => String::new(),
            };
            writeln!(
                out,
                "to see it again: cargo run -p sim --release -- circle --seed {seed}{again}"
            )?;
            return Ok(false);
        }
        tally.add(&run.tally);
        if (seed - first + 1).is_multiple_of(1_000) {
            writeln!(out, "{} sessions, no rule broken", seed - first + 1)?;
        }
    }
    write!(out, "{tally}")?;
    let worth = circle::WORTH_REACHING.iter().chain(&circle::RARELY_REACHED);
    let unreached = worth.filter(|name| tally.of(name) == 0);
    let unreached: Vec<&str> = unreached.copied().collect();
    // A few runs can't reach everything.
    let many = count >= 1_000 && args.broken.is_none();
    if many && !unreached.is_empty() {
        writeln!(out, "nobody reached: {}", unreached.join(", "))?;
    }
    Ok(unreached.is_empty() || !many)
}

/// Whether the circle's rows are as they are meant to be.
fn compare(args: &ConductorArgs) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let wanted = |format: &Format| args.format.as_ref().is_none_or(|id| *id == format.id);
    let mut as_meant = true;
    writeln!(out, "{}", Row::head())?;
    for format in Format::shipped().into_iter().filter(wanted) {
        for people in PEOPLE {
            let rows = conductor::compare(&format, people, args.seeds);
            as_meant &= rows[0].is_as_meant();
            for row in rows {
                writeln!(out, "{row}")?;
            }
        }
    }
    Ok(as_meant)
}
