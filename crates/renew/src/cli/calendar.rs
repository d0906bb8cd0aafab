//! `renew calendar`: what is in a calendar file.

use std::io::{Read, Write};
use std::path::PathBuf;

use calendar::ical::{self, Expansion, Limits, Occurrence, Problem};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub(super) enum CalendarCommand {
    /// List what a calendar (.ics) has on from one moment until before another. What began earlier
    /// and is still on at the first moment is listed, too.
    Expand(ExpandArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ExpandArgs {
    /// The calendar (RFC 5545).
    file: PathBuf,
    /// From here on: 2026-01-31T19:30:00+01:00, or a date (its midnight in UTC).
    #[arg(long, value_parser = moment_ms)]
    from: i64,
    /// Until before this moment.
    #[arg(long, value_parser = moment_ms)]
    to: i64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(command: &CalendarCommand) -> Result<(), String> {
    let CalendarCommand::Expand(args) = command;
    let limits = Limits::default();
    let bytes = read(args, &limits)?;
    let calendar = ical::read(&bytes, &limits).map_err(|refusal| refusal.to_string())?;
    let expansion = calendar.occurrences(args.from, args.to, &limits);
    let problems: Vec<&Problem> = calendar
        .problems
        .iter()
        .chain(&expansion.problems)
        .collect();
    let text = if args.json {
        in_json(&expansion, &problems)
    } else {
        in_words(&expansion, &problems)
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads us (`head`) may have seen enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// The file, but no more of it than shows that it is too large.
fn read(args: &ExpandArgs, limits: &Limits) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| format!("{}: {error}", args.file.display());
    let file = std::fs::File::open(&args.file).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(limits.bytes_max as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    Ok(bytes)
}

fn moment_ms(text: &str) -> Result<i64, String> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(at.as_millisecond());
    }
    let date: jiff::civil::Date = text
        .parse()
        .map_err(|_| "neither a date nor a time with its offset".to_owned())?;
    let at = jiff::tz::TimeZone::UTC.to_ambiguous_timestamp(date.at(0, 0, 0, 0));
    at.compatible()
        .map(|at| at.as_millisecond())
        .map_err(|error| error.to_string())
}

fn in_json(expansion: &Expansion, problems: &[&Problem]) -> String {
    let occurrence = |one: &Occurrence| {
        json!({
            "start": one.start.to_string(),
            "end": one.end.to_string(),
            "zone": one.zone,
            "status": one.status.name(),
            "uid": one.uid,
            "summary": one.summary,
            "all_day": one.all_day,
            "recurrence_id": one.recurrence_id.map(|id| id.to_string()),
        })
    };
    let problem = |one: &&Problem| {
        json!({
            "uid": one.uid,
            "field": one.field,
            "problem": one.problem,
            "done": one.done,
        })
    };
    let all = json!({
        "occurrences": expansion.occurrences.iter().map(occurrence).collect::<Vec<Value>>(),
        "problems": problems.iter().map(problem).collect::<Vec<Value>>(),
        "is_whole": expansion.is_whole,
    });
    format!("{all}\n")
}

fn in_words(expansion: &Expansion, problems: &[&Problem]) -> String {
    let mut text = String::new();
    for one in &expansion.occurrences {
        let zone = one.zone.as_deref().unwrap_or("");
        let status = one.status.name();
        let summary: String = shown(&one.summary);
        text += &format!("{}  {}  {status}  {summary}  {zone}\n", one.start, one.end);
    }
    for one in problems {
        let uid = shown(&one.uid);
        let (field, problem) = (shown(&one.field), shown(&one.problem));
        text += &format!("! {uid} {field}: {problem}; {}\n", one.done);
    }
    text
}

/// One line of text that can't steer the terminal.
fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
