//! `renew calendar`: what is in a calendar file.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use calendar::ical::{self, Calendar, Expansion, Limits, Occurrence, Problem};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Subcommand)]
pub(super) enum CalendarCommand {
    /// List what a calendar (.ics) has on from one moment until before another. What began earlier
    /// and is still on at the first moment is listed, too.
    Expand(ExpandArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ExpandArgs {
    /// The calendar (RFC 5545); `-` reads standard input.
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
    let calendar = match read(args, &limits) {
        Ok(calendar) => calendar,
        Err(sentence) => {
            if args.json {
                print(&refused(&sentence))?;
            }
            return Err(sentence);
        }
    };
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
    print(&text)
}

fn print(text: &str) -> Result<(), String> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads us (`head`) may have seen enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// The calendar of the file, of which no more is taken into memory than shows that it is too large.
fn read(args: &ExpandArgs, limits: &Limits) -> Result<Calendar, String> {
    if args.to <= args.from {
        return Err("--to must be later than --from.".to_owned());
    }
    let cannot = |error: std::io::Error| format!("{} can't be read: {error}.", args.file.display());
    let most = limits.bytes_max as u64 + 1;
    let mut bytes = Vec::new();
    let taken = if args.file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(&args.file).map_err(cannot)?;
        file.take(most).read_to_end(&mut bytes)
    };
    taken.map_err(cannot)?;
    ical::read(&bytes, limits).map_err(|refusal| refusal.to_string())
}

fn moment_ms(text: &str) -> Result<i64, String> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(at.as_millisecond());
    }
    // Without an offset, a date (its midnight) and a time are read as though in UTC.
    let civil: jiff::civil::DateTime = text
        .parse()
        .map_err(|_| "neither a date nor a time with its offset".to_owned())?;
    let at = jiff::tz::TimeZone::UTC.to_ambiguous_timestamp(civil);
    at.compatible()
        .map(|at| at.as_millisecond())
        .map_err(|error| error.to_string())
}

/// Written piece by piece: as one tree of values, many occurrences would take ten times the memory.
fn in_json(expansion: &Expansion, problems: &[&Problem]) -> String {
    let occurrences: Vec<String> = expansion.occurrences.iter().map(occurrence).collect();
    let problems: Vec<String> = problems.iter().map(|one| problem(one)).collect();
    format!(
        "{{\"occurrences\":[{}],\"problems\":[{}],\"is_whole\":{}}}\n",
        occurrences.join(","),
        problems.join(","),
        expansion.is_whole
    )
}

fn occurrence(one: &Occurrence) -> String {
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
    .to_string()
}

fn problem(one: &Problem) -> String {
    json!({
        "uid": one.uid,
        "field": one.field,
        "problem": one.problem,
        "done": one.done,
    })
    .to_string()
}

/// Nothing, and why.
fn refused(sentence: &str) -> String {
    let problem = json!({"uid": "", "field": "", "problem": sentence, "done": "Nothing was read."});
    let all = json!({"occurrences": [], "problems": [problem], "is_whole": false});
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
