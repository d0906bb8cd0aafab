//! The workspace's own files, as git knows them.

use std::fs;
use std::path::Path;

use super::rust_text::RustText;
use crate::command;

/// Larger files are data, and no rule is about data.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// A text file of the project.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// From the workspace's folder, with forward slashes.
    pub(crate) path: String,
    /// As it stands on disk.
    pub(crate) text: String,
    /// For Rust: code, literals and comments apart.
    pub(crate) rust: Option<RustText>,
}

impl SourceFile {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let rust = path.ends_with(".rs").then(|| RustText::read(text));
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            rust,
        }
    }

    /// The file's own name.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the file is only ever compiled for tests.
    pub(crate) fn is_test(&self) -> bool {
        let folders = ["/tests/", "/benches/", "/examples/"];
        self.path.starts_with("tests/")
            || folders.iter().any(|folder| self.path.contains(folder))
            || self.name() == "tests.rs"
            || self.name().ends_with("_tests.rs")
    }
}

/// Paths of all files that are, or would be, committed.
///
/// # Errors
/// git isn't here, or this is no clone.
pub(crate) fn tracked(root: &Path) -> Result<Vec<String>, String> {
    let said = command::quietly(command::program(root, "git").args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut paths: Vec<String> = said
        .split('\0')
        .filter(|p| !p.is_empty())
        .map(String::from)
        .collect();
    paths.sort();
    paths.dedup();
    // A file that is deleted but not yet committed as such is still listed.
    paths.retain(|path| root.join(path).is_file());
    Ok(paths)
}

/// All text files of the project.
///
/// # Errors
/// git isn't here, or a file can't be read.
pub(crate) fn read(root: &Path) -> Result<Vec<SourceFile>, String> {
    let mut files = Vec::new();
    for path in tracked(root)? {
        let full = root.join(&path);
        let size = fs::metadata(&full).map_or(0, |data| data.len());
        if size > FILE_BYTES_MAX {
            continue;
        }
        let bytes = fs::read(&full).map_err(|error| format!("{path} can't be read: {error}"))?;
        // What isn't text is a picture or the like.
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(SourceFile::new(&path, &text));
        }
    }
    Ok(files)
}
