//! What the styles hold and nothing needs: a class that no page draws, a token that no rule reads.
//! And what they never hold: a colour outside of the tokens, an id in a selector.

use std::collections::BTreeSet;

use super::Finding;
use super::css::{FOLDER, rules_in, selectors, without_comments};
use super::files::SourceFile;

/// Files that say what the colours are.
const TOKENS: &str = "tokens";

/// Names of colours. Those of the system's own theme are no colours of ours.
const NAMED: [&str; 12] = [
    "white", "black", "red", "green", "blue", "gray", "grey", "silver", "yellow", "orange",
    "purple", "brown",
];

/// What makes a colour out of numbers.
const MADE: [&str; 8] = [
    "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "oklch(", "color(",
];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let drawn = drawn(files);
    let read: BTreeSet<String> = files
        .iter()
        .filter(|file| is_style(file) || is_script(file))
        .flat_map(|file| tokens_read(&without_comments(&file.text)))
        .collect();
    for file in files.iter().filter(|file| is_style(file)) {
        let mut say = |line, rule, message| {
            findings.push(Finding::error(&file.path, line, rule, message));
        };
        let own_name = file.path.rsplit('/').next().unwrap_or_default();
        let mut seen = BTreeSet::new();
        for rule in rules_in(&without_comments(&file.text)) {
            for class in classes(&rule.head) {
                if drawn.as_ref().is_some_and(|drawn| !drawn.contains(&class))
                    && seen.insert(class.clone())
                {
                    say(
                        rule.line,
                        "no style is left over",
                        format!("No page draws `.{class}`. Delete what is said of it here."),
                    );
                }
            }
            if selectors(&rule.head)
                .iter()
                .any(|one| !rule.head.starts_with('@') && one.contains('#'))
            {
                say(
                    rule.line,
                    "no id in a selector",
                    format!(
                        "`{}` would win over every layer, since the layers are told apart by the \
                         weight of an id (crates/renew/build/flatten.rs). Use a class.",
                        rule.head
                    ),
                );
            }
            for (name, value) in declarations(&rule.body) {
                if name.starts_with("--") && !read.contains(name) && seen.insert(name.to_owned()) {
                    say(
                        rule.line,
                        "no style is left over",
                        format!("No rule reads the token `{name}`. Delete it."),
                    );
                }
                if !own_name.starts_with(TOKENS) && has_colour(value) {
                    say(
                        rule.line,
                        "colours are tokens",
                        format!(
                            "`{name}: {value}` makes a colour of its own, which no other theme can \
                             change and no test of contrast sees. Name it by its purpose in \
                             css/tokens-colour.css."
                        ),
                    );
                }
            }
        }
    }
}

fn is_style(file: &SourceFile) -> bool {
    file.path.starts_with(FOLDER) && file.path.ends_with(".css")
}

fn is_script(file: &SourceFile) -> bool {
    file.path.starts_with("crates/renew/assets/js/")
}

/// All words that may be a class on a page; nothing where there are no pages at all.
fn drawn(files: &[SourceFile]) -> Option<BTreeSet<String>> {
    let mut drawn = BTreeSet::new();
    let mut any = false;
    for file in files {
        if is_script(file) {
            drawn.extend(words(&file.text));
        } else if let Some(rust) = &file.rust
            && file.path.starts_with("crates/renew/src/")
            && !file.is_test()
        {
            any = true;
            for literal in &rust.literals {
                drawn.extend(words(&literal.text));
            }
            // maud's own way: `p.soft.sm { ... }`.
            let after_dots = rust.code.split('.').skip(1);
            drawn.extend(after_dots.filter_map(|rest| words(rest).next()));
        }
    }
    any.then_some(drawn)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

/// The classes that a selector names.
fn classes(head: &str) -> Vec<String> {
    if head.starts_with('@') {
        return Vec::new();
    }
    head.split('.')
        .skip(1)
        .filter_map(|rest| words(rest).next())
        .collect()
}

/// `name: value` pairs of a rule.
fn declarations(body: &str) -> impl Iterator<Item = (&str, &str)> {
    body.split([';', '{', '}'])
        .filter_map(|one| one.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
}

/// `var(--name` in a text, and `"--name"` in a script.
fn tokens_read(text: &str) -> Vec<String> {
    ["var(--", "\"--", "'--"]
        .iter()
        .flat_map(|before| text.split(before).skip(1))
        .filter_map(|rest| words(rest).next())
        .map(|name| format!("--{name}"))
        .collect()
}

fn has_colour(value: &str) -> bool {
    value.contains('#')
        || MADE.iter().any(|made| value.contains(made))
        || words(value).any(|word| NAMED.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;

    const LEFT: &str = "no style is left over";

    fn with(css: &str) -> Vec<&'static str> {
        let css = format!("@layer components {{ {css} }}");
        rules_broken(&[
            ("crates/renew/assets/css/components/a.css", &css),
            (
                "crates/renew/src/a/view.rs",
                "html! { p.soft { } div class=\"card big\" { } }",
            ),
            (
                "crates/renew/assets/js/a.js",
                "one.classList.add('is-still');",
            ),
        ])
    }

    #[test]
    fn what_no_page_draws_is_found() {
        assert_eq!(with(".gone { margin: 0; }"), [LEFT]);
        assert_eq!(
            with("@media print { .soft, .card .gone { margin: 0; } }"),
            [LEFT]
        );
        assert!(with(".soft, .card.big > .is-still:not(.big) { margin: 0.5rem; }").is_empty());
    }

    #[test]
    fn a_token_that_no_rule_reads_is_found() {
        assert_eq!(with(".soft { --gap: 0; }"), [LEFT]);
        assert!(with(".soft { --gap: 0; margin: var(--gap, 1px); }").is_empty());
    }

    #[test]
    fn a_colour_of_its_own_is_found() {
        for value in ["#fff", "rgb(1 2 3 / 4%)", "1px solid red"] {
            assert_eq!(
                with(&format!(".soft {{ border: {value}; }}")),
                ["colours are tokens"]
            );
        }
        assert!(with(".soft { border: 1px solid CanvasText; white-space: nowrap; }").is_empty());
    }

    #[test]
    fn an_id_is_found() {
        assert_eq!(with("#main .soft { margin: 0; }"), ["no id in a selector"]);
    }
}
