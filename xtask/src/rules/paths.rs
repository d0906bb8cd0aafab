//! The paths that a Rust text names: `crate::a::b`, also out of `use crate::{a::{b, c}, d}`.

/// A path, and the line on which its last part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedPath {
    pub(super) line: usize,
    pub(super) parts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Colons,
    Open,
    Close,
    Comma,
    Other,
}

/// All paths that start with `first` (such as `crate`), in blanked code.
pub(super) fn paths(code: &str, first: &str) -> Vec<NamedPath> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let starts = matches!(&tokens[at].1, Token::Name(name) if name == first);
        // `super::crate` doesn't exist, but `other::renew::x` does, and isn't meant.
        let goes_on = at > 0 && tokens[at - 1].1 == Token::Colons;
        if starts && !goes_on {
            tree(&tokens, at, &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads a path, or a tree of them, from `at` on; gives where it ends.
fn tree(
    tokens: &[(usize, Token)],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<NamedPath>,
) -> usize {
    let depth = before.len();
    let mut line = 0;
    while let Some((n, Token::Name(name))) = tokens.get(at) {
        before.push(name.clone());
        line = *n;
        at += 1;
        if tokens.get(at).map(|t| &t.1) != Some(&Token::Colons) {
            break;
        }
        at += 1;
        if tokens.get(at).map(|t| &t.1) == Some(&Token::Open) {
            at = group(tokens, at + 1, before, found);
            before.truncate(depth);
            return at;
        }
    }
    if before.len() > depth {
        found.push(NamedPath {
            line,
            parts: before.clone(),
        });
    }
    before.truncate(depth);
    at
}

/// Reads what stands between braces, up to the closing one.
fn group(
    tokens: &[(usize, Token)],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<NamedPath>,
) -> usize {
    while let Some((_, token)) = tokens.get(at) {
        at = match token {
            Token::Close => return at + 1,
            Token::Name(_) => tree(tokens, at, before, found),
            _ => at + 1,
        };
    }
    at
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let token = match c {
            '\n' => {
                line += 1;
                continue;
            }
            c if c.is_whitespace() => continue,
            c if c.is_alphanumeric() || c == '_' => {
                let mut name = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                Token::Name(name)
            }
            ':' if chars.next_if_eq(&':').is_some() => Token::Colons,
            '{' => Token::Open,
            '}' => Token::Close,
            ',' => Token::Comma,
            _ => Token::Other,
        };
        tokens.push((line, token));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str, first: &str) -> Vec<String> {
        paths(code, first)
            .iter()
            .map(|p| format!("{} {}", p.line, p.parts.join("::")))
            .collect()
    }

    #[test]
    fn reads_single_paths_and_trees() {
        let code = "use crate::people::Person;\nuse crate::{\n  groups::{self, store::by_id},\n  site,\n};\nlet x = crate::people::store::find::<T>(1);";
        assert_eq!(
            named(code, "crate"),
            [
                "1 crate::people::Person",
                "3 crate::groups::self",
                "3 crate::groups::store::by_id",
                "4 crate::site",
                "6 crate::people::store::find",
            ]
        );
    }

    #[test]
    fn a_longer_path_that_holds_the_name_is_another() {
        assert!(named("use other::renew::x; let renewal = 1;", "renew").is_empty());
    }

    #[test]
    fn unfinished_code_ends() {
        for code in [
            "use crate::{a::{b",
            "crate::",
            "use crate::{,,}",
            "crate::{{{",
        ] {
            paths(code, "crate");
        }
    }
}
