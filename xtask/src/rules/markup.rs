//! Markup holds neither styles nor scripts: the content policy lets neither run, so that a name
//! with markup in it can do nothing either.

use super::Finding;
use super::files::SourceFile;
use super::rust_text::RustText;

const RULE: &str = "no style or script in markup";

pub(super) fn check(file: &SourceFile, findings: &mut Vec<Finding>) {
    let Some(rust) = &file.rust else { return };
    if !file.path.starts_with("crates/renew/src/") || file.is_test() {
        return;
    }
    let mut say = |line, what: &str| {
        findings.push(Finding::error(
            &file.path,
            line,
            RULE,
            format!(
                "{what} The content policy refuses it in the browser. Give the element a class or \
                 a data attribute; the rule goes to a file in assets/css, the behaviour to a \
                 module in assets/js."
            ),
        ));
    };
    for (line, code) in rust.lines() {
        if attribute(code, |name| name == "style") {
            say(line, "An element has a `style` attribute.");
        }
        if attribute(code, |name| name.starts_with("on") && name.len() > 4) {
            say(line, "An element has an `on...` attribute.");
        }
    }
    for literal in &rust.literals {
        let text = literal.text.to_ascii_lowercase();
        if [
            "<script",
            "<style",
            " style=",
            " onclick=",
            " onload=",
            "javascript:",
        ]
        .iter()
        .any(|bad| text.contains(bad))
        {
            say(
                literal.line,
                "A text holds markup with a style or a script.",
            );
        }
    }
    for line in elements_with_content(&file.text, rust) {
        say(line, "A `script` or `style` element has content.");
    }
}

/// Whether maud markup on this line sets an attribute whose name is meant: `name=(value)`. Rust's
/// own assignments have a space before the sign.
fn attribute(code: &str, meant: impl Fn(&str) -> bool) -> bool {
    code.match_indices('=').any(|(at, _)| {
        let value = code[at + 1..].chars().next();
        // A blanked literal reads as a space right after the sign.
        let is_value = matches!(value, Some('(' | '{' | '[' | ' ') | None);
        let name: String = code[..at]
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-')
            .collect();
        let name: String = name.chars().rev().collect();
        is_value && meant(&name)
    })
}

/// Types of `script` elements that no browser runs.
const DATA_TYPES: [&str; 2] = ["\"application/json\"", "\"application/ld+json\""];

/// Lines of `script ... { something }`, unless its type says that it is data.
fn elements_with_content(text: &str, rust: &RustText) -> Vec<usize> {
    let raw: Vec<&str> = text.lines().collect();
    let mut lines = Vec::new();
    for (line, code) in rust.lines() {
        for name in ["script", "style"] {
            let Some(at) = element(code, name) else {
                continue;
            };
            let Some((attributes, content)) = code[at..].split_once('{') else {
                continue;
            };
            // A literal reads as spaces in the blanked code, but it is content all the same.
            let column = code.chars().count() - content.chars().count();
            let is_empty = raw.get(line - 1).is_none_or(|raw| {
                let content: String = raw.chars().skip(column).collect();
                content.trim_start().starts_with('}')
            });
            let is_call = attributes.contains(['(', ')']) && !attributes.contains('=');
            let is_data = raw
                .get(line - 1)
                .is_some_and(|raw| DATA_TYPES.iter().any(|kind| raw.contains(kind)));
            if !is_empty && !is_call && !is_data {
                lines.push(line);
            }
        }
    }
    lines
}

/// Where an element of that name starts on a line: maud writes it first, or after a brace.
fn element(code: &str, name: &str) -> Option<usize> {
    code.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = code[..*at].trim_end();
        let after = code[at + name.len()..].chars().next();
        (before.is_empty() || before.ends_with(['{', '}', ';']))
            && matches!(after, Some(' ' | '.' | '#' | '{'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;
    use super::RULE;

    fn view(text: &str) -> Vec<&'static str> {
        rules_broken(&[("crates/renew/src/people/view.rs", text)])
    }

    #[test]
    fn inline_styles_and_scripts_are_found() {
        assert_eq!(view("p style=\"color: red\" { }"), [RULE]);
        assert_eq!(view("p class=\"a\" style=(x) { }"), [RULE]);
        assert_eq!(view("button onclick=\"go()\" { }"), [RULE]);
        assert_eq!(view("script { (code) }"), [RULE]);
        assert_eq!(view("html! { style { \"p{}\" } }"), [RULE]);
        assert_eq!(view("PreEscaped(\"<script>go()</script>\")"), [RULE]);
    }

    #[test]
    fn links_data_and_rust_are_fine() {
        let text = "script type=\"module\" src=(x) {}\n\
            script type=\"application/json\" id=\"words\" { (json) }\n\
            script type=\"application/ld+json\" { (PreEscaped(json)) }\n\
            let style = 3;\n\
            let script = read(x); // <script>\n\
            for script in self.scripts { x }\n\
            fn style(&self) { self.x }\n\
            link rel=\"stylesheet\" href=(x);\n\
            if one == (two) { }\n";
        assert_eq!(view(text), [""; 0]);
    }
}
