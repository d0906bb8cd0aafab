//! Sentences whose names are strong: the same pieces that the page's scripts make (`text.js`).

use maud::{Markup, html};
use serde::Serialize;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    #[serde(rename = "s")]
    pub text: String,
    #[serde(rename = "b")]
    pub strong: bool,
}

/// As `site::lang::fill`, with every value a strong piece.
pub(super) fn pieces(text: &str, values: &[(&str, &str)]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else {
            break;
        };
        plain.push_str(&rest[..open]);
        match values
            .iter()
            .find(|(key, _)| *key == &rest[open + 1..close])
        {
            Some((_, value)) => {
                push(&mut out, std::mem::take(&mut plain), false);
                push(&mut out, (*value).to_owned(), true);
            }
            None => plain.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    plain.push_str(rest);
    push(&mut out, plain, false);
    out
}

fn push(out: &mut Vec<Piece>, text: String, strong: bool) {
    if strong || !text.is_empty() {
        out.push(Piece { text, strong });
    }
}

/// The words of a sentence without its weight.
pub(super) fn plain(sentence: &[Piece]) -> String {
    sentence.iter().map(|piece| piece.text.as_str()).collect()
}

/// The sentence as markup.
pub(super) fn markup(sentence: &[Piece]) -> Markup {
    html! {
        @for piece in sentence {
            @if piece.strong { b { (piece.text) } } @else { (piece.text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_strong_and_unknown_places_stay() {
        let made = pieces("After {name}: {a}{x}.", &[("name", "Sol"), ("a", "you")]);
        let strong: Vec<_> = made.iter().map(|p| (p.text.as_str(), p.strong)).collect();
        assert_eq!(
            strong,
            [
                ("After ", false),
                ("Sol", true),
                (": ", false),
                ("you", true),
                ("{x}.", false)
            ]
        );
        assert_eq!(plain(&made), "After Sol: you{x}.");
    }
}
