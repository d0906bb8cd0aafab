//! Every statement that the program can send is understood by both engines: the tables and
//! columns are there, and nothing in it is one engine's own. The statements are taken from the
//! sources, so a new one is tried without anybody thinking of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use store::testing::TestDatabase;
use store::{FromRow, Row, StoreError, Value, on_both_engines};

on_both_engines! { every_statement_is_understood }

/// The plan's rows are of no interest.
struct Nothing;

impl FromRow for Nothing {
    fn from_row(_: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self)
    }
}

fn every_statement_is_understood(database: &TestDatabase) {
    let store = database.store();
    let statements = statements();
    assert!(statements.len() > 40, "{} statements", statements.len());
    let mut refused = Vec::new();
    for (file, sql) in statements {
        // Planned, not run; the engine works out what kind of nothing each parameter is.
        let explained = format!("EXPLAIN {sql}");
        let params = vec![Value::Null; parameters(&sql)];
        let planned = store.write_blocking(move |tx| tx.all::<Nothing>(&explained, &params));
        if let Err(error) = planned {
            refused.push(format!("{}: {error}\n    {sql}", file.display()));
        }
    }
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

/// The texts in the sources that are statements as they stand. One that is put together from
/// parts is not among them: whoever writes one writes a test of it on both engines.
fn statements() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut statements = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let texts = texts(&source).into_iter().filter(|text| is_statement(text));
        statements.extend(texts.map(|text| (file.clone(), text)));
    }
    statements
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn is_statement(text: &str) -> bool {
    let begins = [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "WITH ",
    ];
    begins.iter().any(|begin| text.starts_with(begin)) && !text.contains(['{', '}'])
}

fn parameters(sql: &str) -> usize {
    let places = sql.split('$').skip(1).filter_map(|after| {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    places.max().unwrap_or(0)
}

/// The texts in quotes of a Rust source, as the compiler reads them.
fn texts(source: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            // A quoted quote is a character and begins no text.
            '\'' if rest.peek() == Some(&'"') => {
                rest.next();
            }
            '"' => texts.push(text(&mut rest)),
            _ => {}
        }
    }
    texts
}

fn text(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

#[test]
fn texts_are_read_as_the_compiler_reads_them() {
    let source =
        "let a = \"SELECT 1\"; // \"SELECT 2\"\nlet q = '\"'; \"SELECT \\\n      \\\"x\\\" \"";
    assert_eq!(texts(source), ["SELECT 1", "SELECT \"x\" "]);
}
