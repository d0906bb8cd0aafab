//! `renew meetings export`: takes the meetings out, in a form that other programs read.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::App;
use crate::cli::{Place, door, serve};
use crate::config::Config;
use crate::groups::{self, PublishedForm};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// Where the meetings are, and how they are wanted.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Meeting Guide JSON, a calendar, or a sheet in the columns of the Meeting Guide template.
    /// Meetings that don't come back every week are in the calendar alone: the other forms know no
    /// others.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write; by default the meetings go to standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The meetings of one fellowship alone. The letters for kinds of meetings mean different
    /// things in each.
    #[arg(long)]
    fellowship: Option<String>,
    #[command(flatten)]
    place: Place,
    /// The address that people type, such as https://renew.example.org: links lead there.
    #[arg(long, env = "RENEW_ORIGIN")]
    origin: Option<String>,
    /// The community's name, unless it has given itself one.
    #[arg(long, env = "RENEW_COMMUNITY", default_value = "Renew")]
    community: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    MeetingGuide,
    Ics,
    Csv,
}

pub(super) fn run(args: &ExportArgs) -> Result<(), String> {
    // Where `serve` listens unless it is told otherwise.
    let mut config = Config::local(args.place.data.clone(), ([127, 0, 0, 1], 8080).into());
    config.database = args.place.database();
    config.community.clone_from(&args.community);
    if let Some(origin) = &args.origin {
        config.origin = origin.trim_end_matches('/').to_owned();
    }
    let failed = |error: String| format!("The meetings can't be read: {error}");
    door::refuse_nothing(&config).map_err(failed)?;
    let form = match args.format {
        Format::MeetingGuide => PublishedForm::MeetingGuide,
        Format::Ics => PublishedForm::Calendar,
        Format::Csv => PublishedForm::Sheet,
    };
    let fellowship = match &args.fellowship {
        Some(code) => Some(super::fellowship_of(code)?),
        None => None,
    };
    let bytes = serve::runtime()?.block_on(async {
        let app = App::open(config, Clock::System, Chance::System)?;
        crate::safety::keep_current(&app).await;
        let bytes = groups::published(&app, form, fellowship).await;
        bytes.map_err(|error| failed(error.to_string()))
    })?;
    write(args, &bytes)
}

fn write(args: &ExportArgs, bytes: &[u8]) -> Result<(), String> {
    if let Some(path) = &args.out {
        return std::fs::write(path, bytes)
            .map_err(|error| format!("{} can't be written: {error}.", path.display()));
    }
    match std::io::stdout().lock().write_all(bytes) {
        // Whoever reads us (`head`) may have seen enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("The meetings can't be printed: {error}."))
        }
        _ => Ok(()),
    }
}
