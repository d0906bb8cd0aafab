//! Running other programs: their output passes through to the person, and the counts of passed
//! and failed tests in it are picked up on the way.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::tally::Tally;

/// `cargo` as it was called, working on this workspace, without colours, so that output reads the
/// same in a terminal and in a log.
pub(crate) fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).env("CARGO_TERM_COLOR", "never");
    // What `cargo run` told us about xtask itself must not reach the builds we start: a build
    // script that sees it change would run again.
    for (name, _) in std::env::vars_os() {
        let own = name.to_string_lossy();
        if own.starts_with("CARGO_PKG_") || own.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// `cargo test` of the whole workspace, since that is what is built already: of one package alone,
/// its dependencies would be built once more with fewer features.
pub(crate) fn built_tests(root: &Path) -> Command {
    let mut cargo = cargo(root);
    cargo.args(["test", "--workspace", "--quiet"]);
    cargo
}

/// A program to run in the workspace's folder.
pub(crate) fn program(root: &Path, name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root);
    command
}

/// Runs to the end, showing both outputs line by line.
///
/// # Errors
/// A sentence: it couldn't start, or it failed.
pub(crate) fn run(command: &mut Command) -> Result<Tally, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{name}` can't be started: {error}"))?;
    let out = child.stdout.take().map(|pipe| follow(pipe, false));
    let err = child.stderr.take().map(|pipe| follow(pipe, true));
    let status = child
        .wait()
        .map_err(|error| format!("`{name}` was lost: {error}"))?;
    let mut tally = Tally::default();
    for reader in [out, err].into_iter().flatten() {
        tally += reader.join().unwrap_or_default();
    }
    if !status.success() {
        tally.broken = true;
    }
    Ok(tally)
}

/// Runs to the end in silence, and gives what it said to standard output.
///
/// # Errors
/// A sentence: it couldn't start, or it failed, with what it said to standard error.
pub(crate) fn quietly(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{name}` can't be started: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("`{name}` failed. It said:\n{}", said.trim_end()))
    }
}

/// Where a program is, looking along PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// A program in a folder where only root looks.
pub(crate) fn find_in(folder: &str, name: &str) -> Option<PathBuf> {
    Some(Path::new(folder).join(name)).filter(|file| file.is_file())
}

fn follow(pipe: impl Read + Send + 'static, to_stderr: bool) -> thread::JoinHandle<Tally> {
    thread::spawn(move || {
        let mut tally = Tally::default();
        let mut lines = BufReader::new(pipe);
        let mut line = Vec::new();
        loop {
            line.clear();
            match lines.read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return tally,
                Ok(_) => {}
            }
            tally.read(&String::from_utf8_lossy(&line));
            // A closed terminal is no reason to stop counting.
            let _ = if to_stderr {
                std::io::stderr().write_all(&line)
            } else {
                std::io::stdout().write_all(&line)
            };
        }
    })
}
