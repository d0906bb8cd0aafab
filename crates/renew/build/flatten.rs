//! From many stylesheets in cascade layers to one without any.
//!
//! The sources stand in `@layer`, so that a component wins over the page's ground rules whatever
//! the selectors look like. Browsers of our floor (Chrome 88, Safari 15) don't know layers and
//! would drop every rule. So the layers become what those browsers do know: the files are joined
//! in the layers' order, and each selector is raised by one `:not(#_)` for each layer below its
//! own. No element has that id, so a selector still means the same elements; but it counts as much
//! as an id, and so a later layer wins over an earlier one, as before. (No selector of ours holds
//! an id, which `cargo xtask check` proves.)

use std::fmt::Write as _;

/// Raises a selector over all those of the layer below.
const RAISE: &str = ":not(#_)";

/// Joins the files: `order` is the text of `layers.css`, the files are names and texts.
///
/// # Errors
/// A sentence that says which file holds something else than known layers with rules in them.
pub(crate) fn flatten(order: &str, files: &[(&str, &str)]) -> Result<String, String> {
    let order = without_comments(order);
    let names = order
        .trim()
        .strip_prefix("@layer ")
        .and_then(|rest| rest.strip_suffix(';'))
        .ok_or("layers.css doesn't say the order of the layers.")?;
    let layers: Vec<&str> = names.split(',').map(str::trim).collect();
    let mut joined = vec![String::new(); layers.len()];
    for (name, text) in files {
        for (head, body) in blocks(&without_comments(text), name)? {
            let at = head
                .strip_prefix("@layer ")
                .and_then(|layer| layers.iter().position(|known| *known == layer.trim()))
                .ok_or_else(|| format!("{name}: `{head}` isn't one of the layers."))?;
            rules(&body, at, name, &mut joined[at])?;
        }
    }
    Ok(joined.concat())
}

/// Writes the rules of one layer, raised `times` times.
fn rules(body: &str, times: usize, name: &str, out: &mut String) -> Result<(), String> {
    for (head, body) in blocks(body, name)? {
        if head.starts_with("@media") || head.starts_with("@supports") {
            let _ = writeln!(out, "{head} {{");
            rules(&body, times, name, out)?;
            out.push_str("}\n");
        } else if head.starts_with('@') {
            // Frames of a movement have no selectors.
            let _ = writeln!(out, "{head} {{{}}}", on_one_line(&body));
        } else if body.contains('{') {
            return Err(format!(
                "{name}: `{head}` holds a rule inside of it, which the browsers of our floor don't know."
            ));
        } else {
            let raised: Vec<String> = selectors(&head).iter().map(|s| raise(s, times)).collect();
            let _ = writeln!(out, "{} {{{}}}", raised.join(", "), on_one_line(&body));
        }
    }
    Ok(())
}

/// Counts for more, and means the same: after the name of an element, where one stands first.
fn raise(selector: &str, times: usize) -> String {
    let selector = selector.trim();
    let element = selector
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '*'))
        .unwrap_or(selector.len());
    let (element, rest) = selector.split_at(element);
    format!("{element}{}{rest}", RAISE.repeat(times))
}

/// The selectors of a list, cut at commas that stand in no parentheses.
fn selectors(list: &str) -> Vec<&str> {
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

/// `head { body }` at one level. What stands between two blocks is the head of the second.
fn blocks(text: &str, name: &str) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((head, after)) = rest.split_once('{') {
        let end = closing(after).ok_or_else(|| format!("{name}: a brace is never closed."))?;
        found.push((on_one_line(head), after[..end].to_owned()));
        rest = &after[end + 1..];
    }
    if rest.trim().is_empty() {
        Ok(found)
    } else {
        Err(format!("{name}: `{}` stands in no block.", rest.trim()))
    }
}

/// Where the brace is closed that was opened right before this.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| match c {
        '{' => {
            depth += 1;
            None
        }
        '}' if depth == 0 => Some(at),
        '}' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: &str = "/* The order. */\n@layer base, components;\n";

    #[test]
    fn layers_become_order_and_weight() {
        let files = [
            (
                "button.css",
                "@layer components {\n  /* { */\n  .btn, a.btn:hover,\n  *::before { color: red; }\n}\n",
            ),
            (
                "base.css",
                "@layer base {\n  a:not(.x, .y) { color:\n  blue; }\n}",
            ),
        ];
        assert_eq!(
            flatten(ORDER, &files).unwrap(),
            "a:not(.x, .y) {color: blue;}\n\
             :not(#_).btn, a:not(#_).btn:hover, *:not(#_)::before {color: red;}\n"
        );
    }

    #[test]
    fn conditions_are_kept_and_frames_have_no_selectors() {
        let text = "@layer components { @media print { @supports (a: b) { .a > .b { c: d; } } }\n\
                    @keyframes k { 0%, 100% { c: d; } } }";
        assert_eq!(
            flatten(ORDER, &[("a.css", text)]).unwrap(),
            "@media print {\n@supports (a: b) {\n:not(#_).a > .b {c: d;}\n}\n}\n\
             @keyframes k {0%, 100% { c: d; }}\n"
        );
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for text in [
            ".a { b: c; }",
            "@layer other { .a { b: c; } }",
            "@layer base { .a { b: c; .d { e: f; } } }",
            "@layer base { .a { b: c; }",
            "@layer base { } @import 'x';",
        ] {
            assert!(flatten(ORDER, &[("a.css", text)]).is_err(), "{text}");
        }
        assert!(flatten("", &[]).is_err());
    }
}
