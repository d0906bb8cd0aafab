//! The layout rules: who may know whom, and what each kind of file never holds.
//!
//! Each rule says why it is there and how to mend what breaks it, since the person who meets it
//! may never have read ARCHITECTURE.md.

mod crates;
mod css;
mod engines;
pub(crate) mod files;
mod leftovers;
mod markup;
mod paths;
mod routes;
mod rust_text;
mod slices;
mod text;

use std::fmt;
use std::path::Path;

use self::files::SourceFile;

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// From the workspace's folder, with forward slashes.
    path: String,
    /// Counted from 1; 0 where it is about the whole file.
    line: usize,
    rule: &'static str,
    message: String,
    warning: bool,
}

impl Finding {
    fn error(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            rule,
            message: message.into(),
            warning: false,
        }
    }

    fn warning(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::error(path, line, rule, message)
        }
    }

    /// Whether it stops a commit, or is only worth a look.
    pub(crate) fn is_error(&self) -> bool {
        !self.warning
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.warning { "warning" } else { "error" };
        write!(f, "{kind}: {}", self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, "\n  [{}] {}", self.rule, self.message)
    }
}

/// Reads the workspace and gives all findings, in order of path and line.
///
/// # Errors
/// The workspace can't be read.
pub(crate) fn check(root: &Path) -> Result<Vec<Finding>, String> {
    let files = files::read(root)?;
    let mut findings = crates::check(root)?;
    findings.extend(check_files(&files));
    findings.sort_by(|a, b| (&a.path, a.line, a.rule).cmp(&(&b.path, b.line, b.rule)));
    Ok(findings)
}

fn check_files(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        text::check(file, &mut findings);
        slices::check(file, files, &mut findings);
        engines::check(file, &mut findings);
        markup::check(file, &mut findings);
    }
    text::migrations(files, &mut findings);
    css::check(files, &mut findings);
    leftovers::check(files, &mut findings);
    routes::check(files, &mut findings);
    findings
}

#[cfg(test)]
mod testing {
    use super::{Finding, SourceFile, check_files};

    /// What the rules say about a workspace of these files: the rules' names, sorted.
    pub(super) fn rules_broken(files: &[(&str, &str)]) -> Vec<&'static str> {
        let mut broken: Vec<_> = findings(files).iter().map(|f| f.rule).collect();
        broken.sort_unstable();
        broken
    }

    pub(super) fn findings(files: &[(&str, &str)]) -> Vec<Finding> {
        let files: Vec<_> = files.iter().map(|(p, t)| SourceFile::new(p, t)).collect();
        check_files(&files)
    }
}
