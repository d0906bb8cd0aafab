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
        // A long file of tests may be split into a folder, as any other may.
        let folders = ["/tests/", "_tests/", "/benches/", "/examples/"];
        self.path.starts_with("tests/")
            || folders.iter().any(|folder| self.path.contains(folder))
            || self.name() == "tests.rs"
            || self.name().ends_with("_tests.rs")
    }
}

/// Folders that hold nothing of ours: what a build makes, what npm brings, what git keeps.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// Paths of all files that are, or would be, committed. In an archive, which has no git, these are
/// all that are there.
///
/// # Errors
/// A folder can't be read.
pub(crate) fn tracked(root: &Path) -> Result<Vec<String>, String> {
    let said = command::quietly(command::program(root, "git").args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]));
    let mut paths: Vec<String> = said
        .unwrap_or_default()
        .split('\0')
        .filter(|p| !p.is_empty())
        .map(String::from)
        .collect();
    if paths.is_empty() {
        walk(root, "", &mut paths)?;
    }
    paths.sort();
    paths.dedup();
    // A file that is deleted but not yet committed as such is still listed.
    paths.retain(|path| root.join(path).is_file());
    Ok(paths)
}

fn walk(root: &Path, inside: &str, paths: &mut Vec<String>) -> Result<(), String> {
    let problem = |error: std::io::Error| format!("`{inside}` can't be read: {error}");
    for entry in fs::read_dir(root.join(inside)).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if inside.is_empty() {
            name.clone()
        } else {
            format!("{inside}/{name}")
        };
        // A link is not followed: it may lead out of the workspace, or round in a circle.
        let kind = entry.file_type().map_err(problem)?;
        if kind.is_file() {
            paths.push(path);
        } else if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(root, &path, paths)?;
        }
    }
    Ok(())
}

/// All text files of the project.
///
/// # Errors
/// A file can't be read.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_known_by_their_file_or_folder() {
        let is_test = |path: &str| SourceFile::new(path, "").is_test();
        for path in [
            "crates/renew/src/sessions/room_tests.rs",
            "crates/renew/src/sessions/room_tests/going.rs",
            "crates/circle/tests/session.rs",
            "tests/js/room.test.mjs",
        ] {
            assert!(is_test(path), "{path}");
        }
        assert!(!is_test("crates/renew/src/sessions/room.rs"));
    }

    #[test]
    fn an_archive_without_git_is_walked() {
        let mut walked = Vec::new();
        walk(&crate::root(), "", &mut walked).unwrap();
        assert!(walked.contains(&"xtask/src/rules/files.rs".to_owned()));
        assert!(walked.contains(&".cargo/config.toml".to_owned()));
        assert!(!walked.iter().any(|path| path.contains("node_modules/")));
    }
}
