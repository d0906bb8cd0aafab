//! Rules about any text: its length, promises left in it, this or that machine's paths, and lints
//! that were switched off.

use super::Finding;
use super::files::SourceFile;

/// A file that is longer has grown a second subject.
const LINES_MAX: usize = 600;
/// From here on it is worth a look.
const LINES_WARN: usize = 500;

/// Where the real clock and real chance may be: the program's two doors to them, and what only
/// ever runs on a developer's machine.
const AMBIENT: [&str; 5] = [
    "crates/renew/src/site/clock.rs",
    "crates/renew/src/site/chance.rs",
    "crates/bench/",
    "crates/sim/",
    "xtask/",
];

pub(super) fn check(file: &SourceFile, findings: &mut Vec<Finding>) {
    length(file, findings);
    promises(file, findings);
    machine_paths(file, findings);
    ambient(file, findings);
}

fn length(file: &SourceFile, findings: &mut Vec<Finding>) {
    let kinds = [".rs", ".js", ".mjs", ".css"];
    if !kinds.iter().any(|kind| file.path.ends_with(kind)) {
        return;
    }
    // Tests beside the code they try are welcome, and not counted.
    let lines = match &file.rust {
        Some(rust) => rust.code.lines().count(),
        None => file.text.lines().count(),
    };
    let message = format!(
        "It has {lines} lines. A file that needs more than {LINES_WARN} usually holds two things: \
         give the second one a name and a file of its own."
    );
    // A long list of tests is read one test at a time.
    if lines > LINES_MAX && !file.is_test() {
        findings.push(Finding::error(
            &file.path,
            0,
            "files fit in a head",
            message,
        ));
    } else if lines > LINES_WARN {
        findings.push(Finding::warning(
            &file.path,
            0,
            "files fit in a head",
            message,
        ));
    }
}

fn promises(file: &SourceFile, findings: &mut Vec<Finding>) {
    let Some(rust) = &file.rust else { return };
    let mut say = |line, what: &str| {
        findings.push(Finding::error(
            &file.path,
            line,
            "nothing is left for later",
            format!(
                "`{what}`: people get what is in the program today. Do it now, or leave it out."
            ),
        ));
    };
    for (line, code) in rust.lines() {
        for name in ["todo!", "unimplemented!", "dbg!"] {
            if code
                .match_indices(name)
                .any(|(at, _)| starts_a_word(code, at))
            {
                say(line, name);
            }
        }
    }
    for comment in &rust.comments {
        for word in ["TODO", "FIXME", "XXX", "HACK"] {
            let whole = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()) == word;
            if comment
                .text
                .split(|c: char| c.is_whitespace() || c == ':' || c == '(')
                .any(whole)
            {
                say(comment.line, word);
            }
        }
    }
}

fn starts_a_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Folders that exist on one machine only. Each is put together here so that this file doesn't
/// accuse itself.
fn machine_folders() -> [String; 5] {
    [
        ["/", "work/"].concat(),
        ["/", "root/"].concat(),
        ["/", "home/"].concat(),
        ["/", "Users/"].concat(),
        [":\\", "Users\\"].concat(),
    ]
}

fn machine_paths(file: &SourceFile, findings: &mut Vec<Finding>) {
    for (n, line) in file.text.lines().enumerate() {
        let found = machine_folders().into_iter().find(|folder| {
            line.match_indices(folder.as_str())
                .any(|(at, _)| is_absolute(&line[..at]))
        });
        if let Some(folder) = found {
            findings.push(Finding::error(
                &file.path,
                n + 1,
                "no path of one machine",
                format!(
                    "It names `{folder}...`, which is somewhere else, or nowhere, on every other \
                     machine. Start from the workspace's folder, or from a variable."
                ),
            ));
        }
    }
}

/// Whether a slash that follows this starts a path, and doesn't go on with one (`a/work/b`,
/// `https://x/home/`).
fn is_absolute(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "._-/}~*".contains(c))
}

fn ambient(file: &SourceFile, findings: &mut Vec<Finding>) {
    let Some(rust) = &file.rust else { return };
    if file.is_test() || AMBIENT.iter().any(|place| file.path.starts_with(place)) {
        return;
    }
    for (line, code) in rust.lines() {
        if code.contains("disallowed_methods") {
            findings.push(Finding::error(
                &file.path,
                line,
                "clock and chance have one door",
                "The real clock and real chance come in through crates/renew/src/site/clock.rs and \
                 chance.rs, so that every test and every replay can bring its own. Take the time \
                 or the number as a parameter.",
            ));
        }
    }
}

/// Each migration has sample data, and a number of its own.
pub(super) fn migrations(files: &[SourceFile], findings: &mut Vec<Finding>) {
    const FOLDER: &str = "crates/store/migrations/";
    let names: Vec<&str> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(FOLDER))
        .filter(|name| name.ends_with(".sql") && !name.ends_with(".sample.sql"))
        .collect();
    for name in &names {
        let path = format!("{FOLDER}{name}");
        let sample = format!("{FOLDER}{}.sample.sql", name.trim_end_matches(".sql"));
        if !files.iter().any(|file| file.path == sample) {
            findings.push(Finding::error(
                &path,
                0,
                "a migration brings sample data",
                format!(
                    "{sample} isn't there. Later migrations are tried over rows as this one leaves \
                     them; an empty table proves nothing."
                ),
            ));
        }
        let number = name.split('_').next();
        if names
            .iter()
            .filter(|other| other.split('_').next() == number)
            .count()
            > 1
        {
            findings.push(Finding::error(
                &path,
                0,
                "a migration has its own number",
                "Two have the same one, so their order is chance. Take the next free number.",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, rules_broken};

    fn one(path: &str, text: &str) -> Vec<&'static str> {
        rules_broken(&[(path, text)])
    }

    #[test]
    fn long_files_are_found() {
        let path = "crates/renew/assets/js/room/run.js";
        assert_eq!(one(path, &"x\n".repeat(601)), ["files fit in a head"]);
        assert!(
            findings(&[(path, &"x\n".repeat(600))])
                .iter()
                .all(|f| !f.is_error())
        );
        assert!(one(path, &"x\n".repeat(500)).is_empty());
        let tests = findings(&[("crates/circle/tests/session.rs", &"x\n".repeat(700))]);
        assert!(!tests.is_empty() && tests.iter().all(|f| !f.is_error()));
        assert!(one("data/words.txt", &"x\n".repeat(9000)).is_empty());
    }

    #[test]
    fn tests_beside_the_code_are_not_counted() {
        let tests = format!(
            "fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n",
            "// x\n".repeat(700)
        );
        assert!(one("crates/circle/src/turn.rs", &tests).is_empty());
    }

    #[test]
    fn promises_are_found() {
        let rule = "nothing is left for later";
        let path = "crates/circle/src/turn.rs";
        assert_eq!(one(path, "fn f() { todo!() }"), [rule]);
        assert_eq!(one(path, &["// TO", "DO: think"].concat()), [rule]);
        assert_eq!(one(path, "let x = dbg!(y);"), [rule]);
        assert!(
            one(
                path,
                "// All that a todo list needs.\nlet s = \"dbg!\"; my_dbg!(1);"
            )
            .is_empty()
        );
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let rule = "no path of one machine";
        let home = ["/", "home/ada/renew"].concat();
        assert_eq!(one("README.md", &format!("See {home}.")), [rule]);
        assert_eq!(one("a.sh", &["cd \"/", "root/x\""].concat()), [rule]);
        assert!(
            one(
                "README.md",
                &format!("https://example.org{home} and crates{home}")
            )
            .is_empty()
        );
    }

    #[test]
    fn the_real_clock_stays_behind_its_door() {
        let text = "#[allow(clippy::disallowed_methods)]\nfn f() {}";
        let rule = "clock and chance have one door";
        let wrapped = "#[expect(\n    clippy::disallowed_methods,\n)]\nfn f() {}";
        assert_eq!(one("crates/circle/src/turn.rs", text), [rule]);
        assert_eq!(one("crates/circle/src/turn.rs", wrapped), [rule]);
        assert_eq!(one("crates/renew/src/people/mod.rs", text), [rule]);
        assert!(one("crates/renew/src/site/clock.rs", text).is_empty());
        assert!(one("crates/store/tests/kill.rs", text).is_empty());
    }

    #[test]
    fn a_migration_brings_sample_data_and_a_number() {
        let sql = |name: &str| format!("crates/store/migrations/{name}");
        let (a, b) = (sql("0001_people.sql"), sql("0001_people.sample.sql"));
        assert!(rules_broken(&[(&a, ""), (&b, "")]).is_empty());
        assert_eq!(
            rules_broken(&[(&a, "")]),
            ["a migration brings sample data"]
        );
        let (c, d) = (sql("0001_groups.sql"), sql("0001_groups.sample.sql"));
        let twice = rules_broken(&[(&a, ""), (&b, ""), (&c, ""), (&d, "")]);
        assert_eq!(twice, ["a migration has its own number"; 2]);
    }
}
