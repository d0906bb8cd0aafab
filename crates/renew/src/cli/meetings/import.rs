//! `renew meetings import`: brings a list of meetings into a community, as its import page does.
//! The community may be served meanwhile; its pages show the groups within a minute.

use std::fmt::Write as _;
use std::path::Path;

use calendar::bmlt::Server;
use calendar::feed;
use calendar::meeting_guide::{Limits, Options, Reading};
use serde_json::json;

use super::{
    Format, PROBLEMS_MAX, bytes_of, fellowship_or_usual, form_of, json, print, summary, zone_of,
};
use crate::App;
use crate::cli::{Place, serve};
use crate::config::Config;
use crate::groups::{self, Import, Report};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// The list, and what it doesn't say itself.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    place: Place,
    /// The file, `-` for standard input, or an address that begins with https://.
    source: String,
    /// Whose list it is. Imported again under the same name, its groups are brought up to date.
    #[arg(long)]
    name: String,
    /// The form of the list; by default it is told by what is in it.
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Whose type codes these are; by default as at the last import, or else `na` for BMLT and `aa`
    /// for everything else.
    #[arg(long)]
    fellowship: Option<String>,
    /// The time zone of meetings that name none, such as America/New_York; by default as at the
    /// last import.
    #[arg(long)]
    zone: Option<String>,
    /// Only tell what importing it would do.
    #[arg(long)]
    dry_run: bool,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    /// The address of this community, which the server that is asked is told.
    #[arg(long, env = "RENEW_ORIGIN")]
    origin: Option<String>,
    /// Let the address be in this machine's own network, and without encryption.
    #[arg(long, env = "RENEW_ASK_OWN_NETWORK")]
    ask_own_network: bool,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), String> {
    match import(args) {
        Ok((reading, report)) => print(&if args.json {
            in_json(args, &reading, &report)
        } else {
            in_words(args, &reading, &report)
        }),
        Err(sentence) => {
            if args.json {
                print(&json::refused(&sentence))?;
            }
            Err(sentence)
        }
    }
}

fn import(args: &ImportArgs) -> Result<(Reading, Report), String> {
    let name = args.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.chars().any(char::is_alphanumeric) {
        return Err("Say whose list it is, with --name.".to_owned());
    }
    let mut config = Config::local(args.place.data.clone(), ([127, 0, 0, 1], 8080).into());
    config.database = args.place.database();
    config.asks_own_network = args.ask_own_network;
    if let Some(origin) = &args.origin {
        config.origin.clone_from(origin);
    }
    let is_address = args.source.contains("://");
    let bytes = match is_address {
        true => groups::bytes_at(&config, &args.source)?,
        false => bytes_of(Path::new(&args.source), Limits::default().bytes_max)?,
    };
    // Looking makes no community where there is none.
    let is_there = config.data.join("master.key").is_file();
    if args.dry_run && !is_there {
        let (reading, options) = read(args, &bytes, None)?;
        let report = groups::look(&reading, options.fellowship);
        return Ok((reading, report));
    }
    serve::runtime()?.block_on(async {
        let app = App::open(config, Clock::System, Chance::System)?;
        let failed = |problem: crate::site::problem::Problem| {
            format!("The list can't be imported: {:?}", problem.kind)
        };
        let known = groups::known_feed(&app, &name).await.map_err(failed)?;
        let (reading, options) = read(args, &bytes, known)?;
        if reading.meetings.is_empty() {
            return Err("There is no meeting in this list that can be read.".to_owned());
        }
        let import = Import {
            name,
            fellowship: options.fellowship,
            zone: options
                .zone
                .map(|zone| zone.name().to_owned())
                .unwrap_or_default(),
        };
        let report = groups::import(&app, import, &reading, args.dry_run)
            .await
            .map_err(failed)?;
        Ok((reading, report))
    })
}

/// Reads the list; what the operator doesn't say is as it was known.
fn read(
    args: &ImportArgs,
    bytes: &[u8],
    known: Option<(String, String)>,
) -> Result<(Reading, Options), String> {
    let (known_fellowship, known_zone) = known.unwrap_or_default();
    let or_known = |said: &Option<String>, known: String| {
        said.clone()
            .or(Some(known).filter(|known| !known.is_empty()))
    };
    let form = form_of(args.format, bytes)?;
    let fellowship = or_known(&args.fellowship, known_fellowship);
    let options = Options {
        fellowship: fellowship_or_usual(fellowship.as_deref(), form)?,
        zone: zone_of(or_known(&args.zone, known_zone).as_deref())?,
        limits: Limits {
            problems_max: PROBLEMS_MAX,
            ..Limits::default()
        },
    };
    let reading = feed::read(bytes, Some(form), &options, &Server::default())
        .map_err(|refusal| refusal.to_string())?;
    Ok((reading, options))
}

fn in_json(args: &ImportArgs, reading: &Reading, report: &Report) -> String {
    let kept: Vec<_> = report
        .kept
        .iter()
        .map(|kept| {
            json!({
                "group": kept.name,
                "field": kept.field,
                "ours": kept.ours,
                "theirs": kept.theirs,
            })
        })
        .collect();
    json!({
        "name": args.name,
        "dry_run": args.dry_run,
        "entries": reading.entries,
        "meetings": reading.meetings.len(),
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "kept": kept,
        "kept_count": report.kept_count,
        "gone": report.gone,
        "gone_count": report.gone_count,
        "without_zone": report.without_zone,
        "is_whole": reading.is_whole,
        "problems": json::problems(reading),
    })
    .to_string()
}

fn in_words(args: &ImportArgs, reading: &Reading, report: &Report) -> String {
    let mut text = String::new();
    if args.dry_run {
        text.push_str("Nothing was imported; this is what would happen.\n");
    }
    let counts = [
        (report.added, "new groups"),
        (report.changed, "brought up to date"),
        (report.same, "as they were"),
        (report.gone_count, "no longer in the list, and marked"),
        (
            report.kept_count,
            "fields changed here and there; ours stays",
        ),
        (report.without_zone, "without a time zone"),
    ];
    // Writing into a string can't fail.
    for (count, what) in counts {
        let _ = writeln!(text, "{count:>8}  {what}");
    }
    if !reading.is_whole {
        text.push_str("The list could not be read to its end, so nothing is marked as gone.\n");
    }
    summary::problems(reading, &mut text);
    text.truncate(text.trim_end().len());
    text
}
