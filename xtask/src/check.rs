//! `cargo xtask check`: what to run before each commit, in under three minutes once built.

use std::path::Path;

use crate::steps::Steps;
use crate::tally::Tally;
use crate::{command, needs, rules, scratch};

/// Everything that is quick.
///
/// # Errors
/// Which steps failed.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    needs::components(root)?;
    let mut steps = Steps::default();
    reading(root, &mut steps);
    steps.run("unit tests", || {
        command::run(&mut tests(root, &["--lib", "--bins"]))
    });
    steps.finish()
}

/// Only the layout rules.
///
/// # Errors
/// That one is broken.
pub(crate) fn rules_alone(root: &Path) -> Result<(), String> {
    let mut steps = Steps::default();
    steps.run("layout rules", || layout(root));
    steps.finish()
}

/// The steps that read the code and run none of it.
pub(crate) fn reading(root: &Path, steps: &mut Steps) {
    steps.run("layout rules", || layout(root));
    steps.run("format", || {
        command::run(command::cargo(root).args(["fmt", "--all", "--check"]))
    });
    steps.run("clippy", || {
        let mut clippy = command::cargo(root);
        clippy.args(["clippy", "--workspace", "--all-targets", "--quiet"]);
        command::run(clippy.args(["--", "-D", "warnings"]))
    });
    if needs::has_node_modules(root) {
        steps.run("types of the JavaScript", || {
            let mut tally = Tally::default();
            for project in [".", "tests"] {
                let checker = root.join("node_modules/typescript/bin/tsc");
                let mut node = command::program(root, "node");
                tally += command::run(node.arg(checker).args(["--project", project]))?;
            }
            Ok(tally)
        });
    } else {
        steps.not_run(
            "types of the JavaScript",
            "`npm ci` brings the type checker.",
        );
    }
}

/// The Rust tests, by nextest where it is installed: it prints less and runs more side by side.
pub(crate) fn tests(root: &Path, targets: &[&str]) -> std::process::Command {
    let mut cargo = command::cargo(root);
    if command::find("cargo-nextest").is_some() {
        cargo.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        cargo.args(["--status-level", "fail", "--final-status-level", "slow"]);
        cargo.args(["--test-threads", &tests_at_once().to_string()]);
    } else {
        cargo.args(["test", "--workspace", "--no-fail-fast", "--quiet"]);
    }
    cargo.args(targets).env("INSTA_UPDATE", "no");
    cargo.env("TMPDIR", scratch::folder());
    cargo
}

/// One test more than there are cores: many wait for a database or for a moment to pass, and leave
/// theirs idle.
fn tests_at_once() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get() + 1)
}

fn layout(root: &Path) -> Result<Tally, String> {
    let findings = rules::check(root)?;
    let (errors, warnings): (Vec<_>, Vec<_>) = findings.iter().partition(|f| f.is_error());
    for finding in warnings.iter().chain(&errors) {
        println!("{finding}");
    }
    if errors.is_empty() {
        Ok(Tally::default())
    } else {
        Err(format!("{} places break a layout rule.", errors.len()))
    }
}
