//! `cargo xtask test`: everything that can be shown to work, on this machine, from a fresh clone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

use crate::postgres::{self, Cluster};
use crate::rules::files;
use crate::steps::Steps;
use crate::tally::Tally;
use crate::{calendars, check, command, needs, scratch};

/// What to leave out, for someone who works on one part.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only the tests in a browser.
    #[arg(long)]
    browser: bool,
    /// Only tests in browser files whose name contains this.
    #[arg(long, requires = "browser")]
    only: Option<String>,
}

/// The whole suite.
///
/// # Errors
/// Which steps failed, or what is missing on this machine.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), String> {
    needs::programs(root)?;
    needs::node_modules(root)?;
    let mut steps = Steps::default();
    if !options.browser {
        needs::components(root)?;
        check::reading(root, &mut steps);
        rust(root, &mut steps);
        steps.run("calendars in others' eyes", || calendars::check(root));
        authority(root, &mut steps);
        tool(
            root,
            &mut steps,
            "licences, bans and sources",
            "cargo-deny",
            &["deny", "check", "licenses", "bans", "sources"],
        );
        // Apart from the others, since the list of advisories comes over the network.
        tool(
            root,
            &mut steps,
            "advisories",
            "cargo-deny",
            &["deny", "check", "advisories"],
        );
        tool(
            root,
            &mut steps,
            "unused dependencies",
            "cargo-machete",
            &["machete"],
        );
    }
    browser(root, &mut steps, options);
    steps.finish()
}

fn rust(root: &Path, steps: &mut Steps) {
    let references = root.join("target/snapshot-references");
    let _ = fs::remove_file(&references);
    // The build may put everything elsewhere; the list of used snapshots still needs its folder.
    let _ = fs::create_dir_all(root.join("target"));
    let ran = steps.run("Rust tests, both databases", || {
        let cluster = match std::env::var_os(postgres::VARIABLE) {
            Some(_) => None,
            None => Some(Cluster::start()?),
        };
        let mut tests = check::tests(root, &[]);
        tests.env("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
        if let Some(cluster) = &cluster {
            tests.env(postgres::VARIABLE, &cluster.url);
        }
        command::run(&mut tests)
    });
    if command::find("cargo-nextest").is_some() {
        steps.run("examples in the documentation", || {
            command::run(command::built_tests(root).arg("--doc"))
        });
    }
    // After a failure some snapshots were never reached, and would be accused wrongly.
    if ran {
        steps.run("snapshots that no test reads", || {
            unreferenced(root, &references)
        });
    }
}

/// Certificates from an authority that is made for tests, where it is installed: it is in Debian,
/// and few others have it.
fn authority(root: &Path, steps: &mut Steps) {
    let name = "certificates from an authority";
    if command::find("pebble").is_none() {
        steps.not_run(name, "Debian's package `pebble` brings one.".to_owned());
        return;
    }
    steps.run(name, || {
        let mut cargo = command::built_tests(root);
        command::run(cargo.args(["--lib", "https::acme", "--", "--ignored"]))
    });
}

/// Builds the program and tries it in Chromium.
fn browser(root: &Path, steps: &mut Steps, options: &Options) {
    let built = steps.run("building the program", || {
        if options.browser {
            build(root)
        } else {
            built_by_tests(root)
        }
    });
    if !built {
        return;
    }
    steps.run("tests in JavaScript and Chromium", || {
        let mut tests: Vec<String> = files::tracked(root)?
            .into_iter()
            .filter(|path| path.starts_with("tests/") && path.ends_with(".test.mjs"))
            .filter(|path| options.only.as_ref().is_none_or(|name| path.contains(name)))
            .collect();
        tests.sort();
        if tests.is_empty() {
            return Err("There is no such test file under tests/.".to_owned());
        }
        let mut node = command::program(root, "node");
        node.args(["--test", "--test-reporter=spec"]);
        node.args(limits(root)).args(&tests);
        command::run(node.envs(browser_variables(root)?))
    });
}

/// The longest that a file of browser tests may take: the longest takes five minutes on two crowded
/// cores.
const FILE_MS_MAX: u32 = 20 * 60 * 1000;

/// Files of browser tests that run side by side. One leaves a core idle while its page or its
/// program waits for the other; Node itself would take one fewer than there are cores.
const FILES_AT_ONCE: u32 = 2;

/// What Node is told about time, as far as this Node can be told.
fn limits(root: &Path) -> Vec<String> {
    let help = command::quietly(command::program(root, "node").arg("--help")).unwrap_or_default();
    [
        ("--test-timeout", FILE_MS_MAX),
        ("--test-concurrency", FILES_AT_ONCE),
    ]
    .into_iter()
    .filter(|(option, _)| help.contains(option))
    .map(|(option, value)| format!("{option}={value}"))
    .collect()
}

/// The program as the Rust tests build it for themselves: after them, nothing is left to do.
fn built_by_tests(root: &Path) -> Result<Tally, String> {
    command::run(command::built_tests(root).arg("--no-run"))
}

/// Builds the program alone, without what only a release needs.
pub(crate) fn build(root: &Path) -> Result<Tally, String> {
    command::run(command::cargo(root).args(["build", "--package", "renew", "--quiet"]))
}

/// What the JavaScript side is told about this machine: where Chromium is, and where cargo puts the
/// program (a variable or a file of cargo's may have moved it).
///
/// # Errors
/// Cargo can't say it.
pub(crate) fn browser_variables(root: &Path) -> Result<Vec<(&'static str, PathBuf)>, String> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .map_err(|error| format!("cargo metadata failed: {error}"))?;
    let name = format!("renew{}", std::env::consts::EXE_SUFFIX);
    let program = metadata.target_directory.join("debug").join(name);
    let mut variables = vec![
        ("RENEW_PROGRAM", program.into_std_path_buf()),
        ("TMPDIR", scratch::folder()),
    ];
    // We ourselves are the weak link that some people of the tests are behind.
    variables.extend(
        std::env::current_exe()
            .ok()
            .map(|path| ("RENEW_XTASK", path)),
    );
    variables.extend(needs::chromium().map(|path| ("CHROMIUM", path)));
    Ok(variables)
}

/// A checker that takes minutes to build, so it is used where it already is and its absence is
/// said aloud.
fn tool(root: &Path, steps: &mut Steps, name: &'static str, program: &str, args: &[&str]) {
    if command::find(program).is_some() {
        steps.run(name, || command::run(command::cargo(root).args(args)));
    } else {
        steps.not_run(
            name,
            format!("`cargo install --locked {program}` brings it."),
        );
    }
}

/// Snapshots that no test compared itself with: left over from a test that is gone, they look
/// like proof and prove nothing.
fn unreferenced(root: &Path, references: &Path) -> Result<Tally, String> {
    let said = fs::read_to_string(references).unwrap_or_default();
    let read: BTreeSet<PathBuf> = said
        .lines()
        .filter_map(|line| fs::canonicalize(root.join(line)).ok())
        .collect();
    let unread: Vec<String> = files::tracked(root)?
        .into_iter()
        .filter(|path| path.ends_with(".snap"))
        .filter(|path| fs::canonicalize(root.join(path)).is_ok_and(|p| !read.contains(&p)))
        .collect();
    if unread.is_empty() {
        return Ok(Tally::default());
    }
    Err(format!(
        "No test reads these snapshots any more. Delete them, or bring the test back:\n{}",
        unread.join("\n")
    ))
}
