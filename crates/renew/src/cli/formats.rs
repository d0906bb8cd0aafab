//! `renew formats`: looks at files of formats, and writes them.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use circle::format::Format;
use clap::Subcommand;
use serde_json::json;
use store::StoreError;

use super::{Place, door, serve};
use crate::App;
use crate::config::Config;
use crate::formats::{self, Checked, FILE_BYTES_MAX};
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;

/// What is done with formats.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum FormatsCommand {
    /// Read a file with a format, and say whether a session could run it and what to mend.
    Check(CheckArgs),
    /// Write a format as a file: one of those that come with the program, or one of a community.
    Export(ExportArgs),
}

#[derive(Clone, Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// The file; `-` reads standard input.
    file: PathBuf,
    /// Print the format and the problems as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// The id, such as renew-90; a community's own begin with own-, as the address of their page.
    id: String,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(command: &FormatsCommand) -> Result<(), String> {
    match command {
        FormatsCommand::Check(args) => check(args),
        FormatsCommand::Export(args) => export(args),
    }
}

fn check(args: &CheckArgs) -> Result<(), String> {
    let bytes = bytes_of(&args.file)?;
    let checked = formats::check(&bytes, Lang::En);
    print(&if args.json {
        as_json(&checked)
    } else {
        as_sentences(&checked)
    })?;
    match checked.problems.len() {
        0 => Ok(()),
        1 => Err("No session can run it yet: there is one thing to mend.".to_owned()),
        n => Err(format!(
            "No session can run it yet: there are {n} things to mend."
        )),
    }
}

fn as_json(checked: &Checked) -> String {
    let told = |all: &[(Option<usize>, String)], key: &str| -> Vec<serde_json::Value> {
        all.iter()
            .map(|(part, sentence)| json!({ "part": part, key: sentence }))
            .collect()
    };
    let all = json!({
        "format": checked.format,
        "sound": checked.problems.is_empty(),
        "problems": told(&checked.problems, "problem"),
        "notes": told(&checked.notes, "note"),
    });
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

fn as_sentences(checked: &Checked) -> String {
    let mut lines = Vec::new();
    if let Some(format) = &checked.format {
        lines.push(format!(
            "{}: {} minutes in {} parts, for up to {} people.",
            format.name.en,
            format.target_minutes(),
            format.phases.len(),
            format.seats_max
        ));
        for (index, phase) in format.phases.iter().enumerate() {
            let (n, minutes) = (index + 1, phase.minutes.target);
            lines.push(format!("{n:>4}  {minutes:>3} min  {}", phase.name.en));
        }
    }
    for (_, sentence) in checked.problems.iter().chain(&checked.notes) {
        lines.push(sentence.clone());
    }
    if checked.problems.is_empty() {
        lines.push("A session can run it.".to_owned());
    }
    lines.join("\n")
}

fn export(args: &ExportArgs) -> Result<(), String> {
    let format = match Format::by_id(&args.id) {
        Some(format) => Some(format),
        None => of_community(args)?,
    };
    let format = format.ok_or_else(|| {
        let ids: Vec<String> = Format::shipped().into_iter().map(|one| one.id).collect();
        format!(
            "There is no format of that id that groups can choose. With the program come: {}.",
            ids.join(", ")
        )
    })?;
    print(formats::written(&format).trim_end())
}

fn of_community(args: &ExportArgs) -> Result<Option<Format>, String> {
    // What can't be one of theirs needs no database to say so.
    if !args.id.starts_with("own-") {
        return Ok(None);
    }
    // Where `serve` listens unless it is told otherwise.
    let mut config = Config::local(args.place.data.clone(), ([127, 0, 0, 1], 8080).into());
    config.database = args.place.database();
    let failed = |error: String| format!("The formats can't be read: {error}");
    door::refuse_nothing(&config).map_err(failed)?;
    let id = args.id.clone();
    serve::runtime()?.block_on(async {
        let app = App::open(config, Clock::System, Chance::System)?;
        let found = app
            .store
            .read::<_, StoreError, _>(move |tx| formats::get(tx, &id));
        found.await.map_err(|error| failed(error.to_string()))
    })
}

/// The bytes of a file, or of standard input; one more than a format may have, so that a larger
/// one is refused before it fills the memory.
fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("{} can't be read: {error}.", path.display());
    let most = FILE_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// Whoever reads the output may stop reading; that is no failure of ours to panic about.
fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").map_err(|error| format!("The result can't be printed: {error}."))
}
