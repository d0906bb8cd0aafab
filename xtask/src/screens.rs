//! `cargo xtask screens`: every page and room state as a picture, in one folder to browse.

use std::path::Path;

use crate::{command, needs, suite};

/// Builds the program and has Chromium draw it into `target/screens`.
///
/// # Errors
/// What is missing, or which page could not be drawn.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    needs::programs(root)?;
    needs::node_modules(root)?;
    if !suite::build(root)?.is_good() {
        return Err("The program doesn't build.".to_owned());
    }
    let mut node = command::program(root, "node");
    node.arg("tests/browser/screens.mjs");
    if command::run(node.envs(suite::browser_variables(root)?))?.is_good() {
        println!("\nOpen target/screens/index.html.");
        Ok(())
    } else {
        Err("Some pages could not be drawn; the lines above say which.".to_owned())
    }
}
