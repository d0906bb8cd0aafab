//! Styles: one file for each component, every rule in a layer, every class at home in one file.

use std::collections::BTreeMap;

use super::Finding;
use super::files::SourceFile;

pub(super) const FOLDER: &str = "crates/renew/assets/css/";

/// Folders, and the layer that their files belong to.
const LAYER_OF: [(&str, &str); 2] = [("components/", "components"), ("modules/", "modules")];

/// What a medium changes, it changes in every component.
const EVERYWHERE: [&str; 2] = ["forced-colors.css", "print.css"];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let mut homes: BTreeMap<(String, String), &str> = BTreeMap::new();
    for file in files {
        let Some(inside) = file.path.strip_prefix(FOLDER) else {
            continue;
        };
        if !inside.ends_with(".css") || inside == "layers.css" {
            continue;
        }
        let blocks = blocks(&without_comments(&file.text));
        for block in &blocks {
            let Some(layer) = block.head.strip_prefix("@layer ") else {
                findings.push(Finding::error(
                    &file.path,
                    block.line,
                    "every style is in a layer",
                    format!(
                        "`{}` stands outside of one, and so would win over every layer. Wrap the \
                         file in `@layer components {{ ... }}` or whichever it belongs to.",
                        block.head
                    ),
                ));
                continue;
            };
            folder_fits(file, inside, layer.trim(), block.line, findings);
            if EVERYWHERE.contains(&inside) {
                continue;
            }
            for class in leading_classes(&block.body) {
                let key = (layer.trim().to_owned(), class.clone());
                let home = *homes.entry(key).or_insert(&file.path);
                if home != file.path {
                    findings.push(Finding::error(
                        &file.path,
                        block.line,
                        "a class has one home",
                        format!(
                            "`.{class}` is styled here and in {home}. One of the two is its home; \
                             the other may place it (`.parent .{class}`) but not draw it."
                        ),
                    ));
                }
            }
        }
    }
}

fn folder_fits(
    file: &SourceFile,
    inside: &str,
    layer: &str,
    line: usize,
    findings: &mut Vec<Finding>,
) {
    for (folder, belongs) in LAYER_OF {
        if inside.starts_with(folder) && layer != belongs {
            findings.push(Finding::error(
                &file.path,
                line,
                "every style is in a layer",
                format!("Files in css/{folder} belong to the layer `{belongs}`, not `{layer}`."),
            ));
        }
    }
}

/// `head { body }` at one level.
#[derive(Debug)]
pub(super) struct Block {
    /// Where it ends.
    pub(super) line: usize,
    pub(super) head: String,
    pub(super) body: String,
}

pub(super) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        out.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut depth, mut line) = (0_usize, 1);
    let (mut head, mut body) = (String::new(), String::new());
    for c in text.chars() {
        line += usize::from(c == '\n');
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, depth) {
            ('{', 1) => body.clear(),
            ('}', 0) => {
                let head = std::mem::take(&mut head).trim().to_owned();
                blocks.push(Block {
                    line,
                    head,
                    body: std::mem::take(&mut body),
                });
            }
            (';', 0) => head.clear(),
            (_, 0) => head.push(c),
            _ => body.push(c),
        }
    }
    blocks
}

/// All rules in a text, those under a condition (a width, a feature) included.
pub(super) fn rules_in(text: &str) -> Vec<Block> {
    let mut rules = Vec::new();
    for block in blocks(text) {
        if is_condition(&block.head) {
            let first = block.line - block.body.matches('\n').count();
            rules.extend(rules_in(&block.body).into_iter().map(|inner| Block {
                line: first + inner.line - 1,
                ..inner
            }));
        } else {
            rules.push(block);
        }
    }
    rules
}

fn is_condition(head: &str) -> bool {
    ["@media", "@supports", "@layer"]
        .iter()
        .any(|at| head.starts_with(at))
}

/// Classes that a rule is about: the first of a selector that is nothing but that class.
fn leading_classes(body: &str) -> Vec<String> {
    let mut classes: Vec<String> = rules_in(body)
        .iter()
        .filter(|rule| !rule.head.starts_with('@'))
        .flat_map(|rule| selectors(&rule.head))
        .filter_map(|selector| {
            let class = selector.trim().strip_prefix('.')?;
            let alone = class
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_');
            alone.then(|| class.to_owned())
        })
        .collect();
    classes.sort();
    classes.dedup();
    classes
}

/// The selectors of a list, cut at commas that stand in no parentheses.
pub(super) fn selectors(list: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    list.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;

    fn css(files: &[(&str, &str)]) -> Vec<&'static str> {
        let paths: Vec<String> = files
            .iter()
            .map(|(p, _)| format!("{}{p}", super::FOLDER))
            .collect();
        let files: Vec<_> = paths
            .iter()
            .zip(files)
            .map(|(p, (_, t))| (p.as_str(), *t))
            .collect();
        rules_broken(&files)
    }

    #[test]
    fn one_component_in_its_layer_is_fine() {
        let button = "/* A thing to press { */\n@layer components {\n  .btn, .btn:hover { margin: 0; }\n  @media print { .btn { display: none; } }\n}\n";
        let card = "@layer components { .card { margin: 0; } .card .btn, a:not(.x, .btn, .y) { margin: 0; } }";
        assert!(
            css(&[
                ("components/button.css", button),
                ("components/card.css", card)
            ])
            .is_empty()
        );
        assert!(css(&[("layers.css", "@layer reset, base;")]).is_empty());
    }

    #[test]
    fn a_rule_outside_of_a_layer_is_found() {
        assert_eq!(
            css(&[("components/a.css", ".a { x: y; }")]),
            ["every style is in a layer"]
        );
        assert_eq!(
            css(&[("components/a.css", "@layer base { .a { x: y; } }")]),
            ["every style is in a layer"]
        );
    }

    #[test]
    fn a_class_with_two_homes_is_found() {
        for second in [
            "@layer components { .b, .a { x: y; } }",
            "@layer components { @media (min-width: 9em) { .a { x: y; } } }",
        ] {
            let first = "@layer components { .a { x: y; } }";
            let files = [("components/a.css", first), ("components/b.css", second)];
            assert_eq!(css(&files), ["a class has one home"], "{second}");
        }
    }
}
