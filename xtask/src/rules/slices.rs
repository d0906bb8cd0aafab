//! Inside `renew`: one folder for each thing that people do, and in it one kind of file for each
//! kind of knowledge.

use super::Finding;
use super::files::SourceFile;
use super::paths::{NamedPath, paths};
use super::rust_text::RustText;

const PROGRAM: &str = "crates/renew/src/";

/// Folders that aren't a slice: what all pages share, and the command line.
const NOT_SLICES: [&str; 2] = ["site", "cli"];

pub(super) fn check(file: &SourceFile, all: &[SourceFile], findings: &mut Vec<Finding>) {
    let Some(rust) = &file.rust else { return };
    front_doors(file, rust, all, findings);
    let Some(inside) = file.path.strip_prefix(PROGRAM) else {
        return;
    };
    if file.is_test() {
        return;
    }
    match kind(inside) {
        Some(Kind::Store) => return no_http(file, rust, findings),
        Some(Kind::View) => only_markup(file, rust, findings),
        None => {}
    }
    no_sql(file, rust, findings);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Store,
    View,
}

/// By the file's name, or that of the folder it was split into: `view.rs`, `run_view.rs`,
/// `view/room.rs`.
fn kind(inside: &str) -> Option<Kind> {
    let (folders, name) = inside.rsplit_once('/')?;
    let stem = name.trim_end_matches(".rs");
    let ends = |name: &str, word: &str| {
        name.strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    let named = |word: &str| {
        ends(stem, word)
            || stem
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with('_'))
            || folders.split('/').skip(1).any(|folder| ends(folder, word))
    };
    if named("store") {
        Some(Kind::Store)
    } else if named("view") {
        Some(Kind::View)
    } else {
        None
    }
}

fn no_sql(file: &SourceFile, rust: &RustText, findings: &mut Vec<Finding>) {
    for literal in rust.literals.iter().filter(|l| is_sql(&l.text)) {
        findings.push(Finding::error(
            &file.path,
            literal.line,
            "SQL stands in store files",
            "Handlers and rules say what is wanted; how it is kept is the slice's store.rs, where \
             all its statements can be read together. Move the statement there, as a function \
             that takes the transaction.",
        ));
    }
}

/// Statements begin with their verb in capitals, and their second word or a later one is a
/// keyword: a sentence for people is neither.
fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start();
    let has = |word: &str| text.split_whitespace().any(|w| w == word);
    match text.split_whitespace().next() {
        Some("SELECT" | "DELETE") => has("FROM"),
        Some("INSERT") => has("INTO"),
        Some("UPDATE") => has("SET"),
        Some("WITH") => has("AS") && has("SELECT"),
        Some("CREATE" | "DROP" | "ALTER") => has("TABLE") || has("INDEX"),
        _ => false,
    }
}

fn no_http(file: &SourceFile, rust: &RustText, findings: &mut Vec<Finding>) {
    for (line, code) in rust.lines() {
        for name in ["axum", "http", "hyper", "tower_http", "maud"] {
            if names_crate(code, name) {
                findings.push(Finding::error(
                    &file.path,
                    line,
                    "store.rs knows no HTTP",
                    format!(
                        "It names `{name}`. What is kept outlives how it is asked for: take plain \
                         values and give plain values, and let pages.rs do the rest."
                    ),
                ));
            }
        }
    }
}

fn only_markup(file: &SourceFile, rust: &RustText, findings: &mut Vec<Finding>) {
    for (line, code) in rust.lines() {
        for name in ["axum", "store"] {
            if names_crate(code, name) {
                findings.push(Finding::error(
                    &file.path,
                    line,
                    "a view takes data and gives markup",
                    format!(
                        "It names `{name}`. A view that can ask for more can't be drawn from a \
                         sample in a test: let the handler ask, and hand over what is to be shown."
                    ),
                ));
            }
        }
    }
}

/// Whether the code names `name` as a crate or a module: with `::` on either side.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].trim_end();
        let after = code[at + name.len()..].trim_start();
        let whole = !before_char(&code[..at]) && !after_char(&code[at + name.len()..]);
        whole && (after.starts_with("::") || before.ends_with("::"))
    })
}

fn before_char(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn after_char(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn front_doors(
    file: &SourceFile,
    rust: &RustText,
    all: &[SourceFile],
    findings: &mut Vec<Finding>,
) {
    let own = file
        .path
        .strip_prefix(PROGRAM)
        .and_then(|inside| inside.split_once('/'))
        .map(|(slice, _)| slice);
    let first = if file.path.starts_with(PROGRAM) {
        "crate"
    } else {
        "renew"
    };
    for path in paths(&rust.code, first) {
        if let Some((slice, private)) = goes_round_the_door(&path, own, all) {
            findings.push(Finding::error(
                &file.path,
                path.line,
                "a slice is used through its mod.rs",
                format!(
                    "It reaches into `{slice}::{private}`. What a slice keeps and draws is its own \
                     business, so that it can change without breaking its neighbours: use or add \
                     an item in {PROGRAM}{slice}/mod.rs. What two slices both want belongs in \
                     `site` or a floor down."
                ),
            ));
        }
    }
}

fn goes_round_the_door<'a>(
    path: &'a NamedPath,
    own: Option<&str>,
    all: &[SourceFile],
) -> Option<(&'a str, &'a str)> {
    let [_, slice, private, further @ ..] = path.parts.as_slice() else {
        return None;
    };
    let (slice, private) = (slice.as_str(), private.as_str());
    let door = format!("{PROGRAM}{slice}/mod.rs");
    let door = all.iter().find(|f| f.path == door)?;
    let is_slice = !NOT_SLICES.contains(&slice);
    // A function may have the name of the module that it comes from, and is used as `slice::name`.
    let is_open = ["pub", ")"]
        .iter()
        .any(|open| door.text.contains(&format!("{open} mod {private};")));
    let is_module = [".rs", "/mod.rs"].iter().any(|end| {
        let module = format!("{PROGRAM}{slice}/{private}{end}");
        all.iter().any(|f| f.path == module)
    });
    let reaches = is_module && (is_open || !further.is_empty());
    (is_slice && own != Some(slice) && reaches).then_some((slice, private))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;

    const SQL: &str = "SQL stands in store files";
    const HTTP: &str = "store.rs knows no HTTP";
    const VIEW: &str = "a view takes data and gives markup";
    const DOOR: &str = "a slice is used through its mod.rs";

    fn one(path: &str, text: &str) -> Vec<&'static str> {
        rules_broken(&[(path, text)])
    }

    #[test]
    fn a_handler_with_a_statement_is_found() {
        let path = "crates/renew/src/people/pages.rs";
        assert_eq!(
            one(path, "fn f() { tx.all(\"SELECT id\n FROM people\") }"),
            [SQL]
        );
        for path in [path, "crates/renew/src/people/erasing.rs"] {
            assert_eq!(
                one(path, "const Q: &str = r#\"UPDATE people SET a = 1\"#;"),
                [SQL]
            );
        }
        assert_eq!(
            one(
                "crates/renew/src/people/pages/join.rs",
                "let q = \"DELETE FROM x\";"
            ),
            [SQL]
        );
        assert!(
            one(
                path,
                "let s = \"Select a name from the list\"; // SELECT x FROM y"
            )
            .is_empty()
        );
        assert!(
            one(
                "crates/renew/src/people/store.rs",
                "let q = \"DELETE FROM x\";"
            )
            .is_empty()
        );
        assert!(
            one(
                path,
                "#[cfg(test)]\nmod tests { const Q: &str = \"DELETE FROM x\"; }"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_store_that_knows_http_is_found() {
        let path = "crates/renew/src/people/store.rs";
        assert_eq!(one(path, "use axum::http::StatusCode;"), [HTTP, HTTP]);
        assert_eq!(one(path, "fn f() -> maud::Markup { todo }"), [HTTP]);
        assert!(
            one(
                path,
                "use store::{Tx, params}; let url = \"http://x\"; let http = 1;"
            )
            .is_empty()
        );
        assert!(one("crates/store/src/lib.rs", "use axum::Router;").is_empty());
    }

    #[test]
    fn a_view_that_asks_is_found() {
        for path in [
            "people/view.rs",
            "sessions/room_view.rs",
            "sessions/view_run.rs",
            "sessions/view/run.rs",
        ] {
            let path = format!("crates/renew/src/{path}");
            assert_eq!(one(&path, "use super::store::all;"), [VIEW], "{path}");
            assert_eq!(one(&path, "fn f(s: &::store::Store) {}"), [VIEW], "{path}");
            assert!(
                one(&path, "use maud::html; fn restore(store: u8) {}").is_empty(),
                "{path}"
            );
        }
    }

    #[test]
    fn a_neighbour_uses_the_door() {
        let people: Vec<(String, &str)> = ["mod", "store", "view", "pages/mod", "draft"]
            .iter()
            .map(|name| {
                let text = if *name == "mod" {
                    "pub(crate) mod view;"
                } else {
                    ""
                };
                (format!("crates/renew/src/people/{name}.rs"), text)
            })
            .collect();
        let with = |path, text| {
            let mut files: Vec<_> = people.iter().map(|(p, t)| (p.as_str(), *t)).collect();
            files.push((path, text));
            rules_broken(&files)
        };
        let groups = "crates/renew/src/groups/mod.rs";
        assert_eq!(with(groups, "use crate::people::store::by_id;"), [DOOR]);
        assert_eq!(with(groups, "use crate::people::draft::Draft;"), [DOOR]);
        assert_eq!(with(groups, "use crate::{people::{view, Person}};"), [DOOR]);
        assert_eq!(
            with(
                "crates/renew/src/router.rs",
                "crate::people::pages::routes()"
            ),
            [DOOR]
        );
        assert_eq!(
            with("crates/bench/src/main.rs", "renew::people::store::by_id();"),
            [DOOR]
        );
        assert!(with(groups, "use crate::people::{Person, by_id, draft};").is_empty());
        assert!(
            with(
                "crates/renew/src/people/invite.rs",
                "use crate::people::store::x;"
            )
            .is_empty()
        );
        assert!(
            with(
                groups,
                "use crate::site::words::Words; use crate::groups::store::x;"
            )
            .is_empty()
        );
    }
}
