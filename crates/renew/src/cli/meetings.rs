//! `renew meetings`: looks at files of meetings, looks for meetings, and brings them in and out, with
//! the same rules as the program itself.

mod export;
mod find;
mod import;
mod json;
mod summary;

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use calendar::Zone;
use calendar::bmlt::{Formats, Server};
use calendar::feed::{self, Form};
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{Limits, Options, Reading, Refusal};
use clap::{Subcommand, ValueEnum};

/// Somebody who checks a file wants every problem; this holds five for each of the meetings that
/// are read at most.
const PROBLEMS_MAX: usize = 100_000;

/// What is done with meetings.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct MeetingsArgs {
    #[command(subcommand)]
    command: MeetingsCommand,
}

#[derive(Clone, Debug, Subcommand)]
enum MeetingsCommand {
    /// Read a file of meetings, and say what is in it and what is wrong with it.
    Check(CheckArgs),
    /// Bring a file of meetings, or what is at an address, into the groups of a community.
    Import(import::ImportArgs),
    /// Write the meetings of a community into a file for other programs: all that it publishes, and
    /// nothing that is for members.
    Export(export::ExportArgs),
    /// Find meetings: now and soon first, by the clock of whoever looks.
    Find(Box<find::FindArgs>),
}

/// The file, and what it doesn't say itself.
#[derive(Clone, Debug, clap::Args)]
struct CheckArgs {
    /// The file; `-` reads standard input.
    file: PathBuf,
    /// The form of the file; by default it is told by what is in it.
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Whose type codes these are; by default `na` for BMLT and `aa` for everything else.
    #[arg(long)]
    fellowship: Option<String>,
    /// The time zone of meetings that name none, such as America/New_York.
    #[arg(long)]
    zone: Option<String>,
    /// For BMLT: a file with the server's formats, if its answer came without.
    #[arg(long)]
    formats: Option<PathBuf>,
    /// For BMLT: how many minutes the server's meetings last that don't say it.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1440))]
    default_minutes: u16,
    /// Print the meetings and the problems as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Auto,
    MeetingGuide,
    Csv,
    Bmlt,
}

pub(super) fn run(args: &MeetingsArgs) -> Result<(), String> {
    match &args.command {
        MeetingsCommand::Check(args) => check(args),
        MeetingsCommand::Import(args) => import::run(args),
        MeetingsCommand::Export(args) => export::run(args),
        MeetingsCommand::Find(args) => find::run(args),
    }
}

fn check(args: &CheckArgs) -> Result<(), String> {
    let reading = match read(args) {
        Ok((reading, _)) => reading,
        Err(sentence) => {
            if args.json {
                print(&json::refused(&sentence))?;
            }
            return Err(sentence);
        }
    };
    print(&if args.json {
        json::of(&reading)
    } else {
        summary::of(&reading)
    })
}

/// What is in the file, and by whose codes it was read.
fn read(args: &CheckArgs) -> Result<(Reading, &'static Fellowship), String> {
    let limits = Limits {
        problems_max: PROBLEMS_MAX,
        ..Limits::default()
    };
    let zone = zone_of(args.zone.as_deref())?;
    let bytes = bytes_of(&args.file, limits.bytes_max)?;
    let form = form_of(args.format, &bytes)?;
    let fellowship = fellowship_or_usual(args.fellowship.as_deref(), form)?;
    let formats = match &args.formats {
        Some(path) => Some(formats_of(path, limits.bytes_max)?),
        None => None,
    };
    let server = Server {
        formats,
        duration_minutes_default: args.default_minutes,
    };
    let options = Options {
        fellowship,
        zone,
        limits,
    };
    feed::read(&bytes, Some(form), &options, &server)
        .map(|reading| (reading, fellowship))
        .map_err(|refusal| refusal.to_string())
}

fn zone_of(name: Option<&str>) -> Result<Option<Zone>, String> {
    let Some(name) = name else { return Ok(None) };
    let zone = Zone::named(name);
    zone.map(Some)
        .ok_or_else(|| format!("“{name}” isn't a time zone with a name such as America/New_York."))
}

fn form_of(format: Format, bytes: &[u8]) -> Result<Form, String> {
    match format {
        Format::Auto => feed::form_of(bytes).map_err(|refusal| refusal.to_string()),
        Format::MeetingGuide => Ok(Form::MeetingGuide),
        Format::Csv => Ok(Form::Sheet),
        Format::Bmlt => Ok(Form::Bmlt),
    }
}

/// The fellowship of a code, or the one that uses such files most.
fn fellowship_or_usual(code: Option<&str>, form: Form) -> Result<&'static Fellowship, String> {
    let usual = if form == Form::Bmlt { "na" } else { "aa" };
    fellowship_of(code.unwrap_or(usual))
}

fn fellowship_of(code: &str) -> Result<&'static Fellowship, String> {
    Fellowship::of(code).ok_or_else(|| {
        let codes: Vec<&str> = Fellowship::all().iter().map(|known| known.code).collect();
        format!(
            "“{code}” isn't a fellowship that we know; these are: {}.",
            codes.join(", ")
        )
    })
}

fn formats_of(path: &Path, bytes_max: usize) -> Result<Formats, String> {
    let bytes = bytes_of(path, bytes_max)?;
    Formats::read(&bytes).map_err(|refusal| format!("The formats can't be read. {refusal}"))
}

/// The bytes of a file, or of standard input. One that is too large is refused before it fills the
/// memory.
fn bytes_of(path: &Path, bytes_max: usize) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("{} can't be read: {error}.", path.display());
    let too_large = || {
        let megabytes_max = bytes_max / (1024 * 1024);
        Refusal::TooLarge { megabytes_max }.to_string()
    };
    let most = bytes_max as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() >= most {
            return Err(too_large());
        }
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() > bytes_max {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Whoever reads the output may stop reading; that is no failure of ours to panic about.
fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").map_err(|error| format!("The result can't be printed: {error}."))
}
