//! What other programs find in the calendars that we write: two packages of Python's and one of
//! npm's read samples, and say where they find something else than we show.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command;
use crate::tally::Tally;

/// Writes the samples and lets both sides read them.
///
/// # Errors
/// Python is missing, or its packages can't be installed.
pub(crate) fn check(root: &Path) -> Result<Tally, String> {
    let python = environment(root)?;
    let samples = root.join("target/calendars/samples");
    // What an older version wrote would be asked again.
    let _ = fs::remove_dir_all(&samples);
    let mut cargo = command::built_tests(root);
    cargo.args(["--test", "ical_samples", "--", "--ignored"]);
    let mut tally = command::run(cargo.env("CALENDAR_SAMPLES", &samples))?;
    let mut reader = command::program(root, python);
    tally += command::run(reader.arg("tests/calendars/check.py").arg(&samples))?;
    let mut reader = command::program(root, "node");
    tally += command::run(reader.arg("tests/calendars/check.mjs").arg(&samples))?;
    Ok(tally)
}

/// A Python of our own under `target`, with the packages that are pinned, so that nothing is
/// installed beside it. Made again only when the list of packages changed.
fn environment(root: &Path) -> Result<PathBuf, String> {
    let list = root.join("tests/calendars/requirements.txt");
    let wanted = fs::read_to_string(&list)
        .map_err(|error| format!("{} can't be read: {error}", list.display()))?;
    let folder = root.join("target/calendars/python");
    let stamp = folder.join("installed-requirements.txt");
    let python = folder.join("bin/python");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if command::find("python3").is_none() {
        return Err(
            "Two of the readers are Python's, and there is no python3 here. On Debian: \
                    sudo apt-get install python3 python3-venv."
                .to_owned(),
        );
    }
    println!("python3 -m venv {}", folder.display());
    let mut venv = command::program(root, "python3");
    command::quietly(venv.args(["-m", "venv", "--clear"]).arg(&folder))
        .map_err(|sentence| format!("{sentence}\nOn Debian: sudo apt-get install python3-venv."))?;
    let mut pip = command::program(root, &python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    command::quietly(pip.arg(&list))?;
    fs::write(&stamp, wanted)
        .map_err(|error| format!("{} can't be written: {error}", stamp.display()))?;
    Ok(python)
}
