//! Markup that other pages show of the human net.

use maud::{Markup, html};

use super::community::Line;
use super::words::SafetyWords;
use crate::App;
use crate::site::lang::Lang;
use crate::site::visitor::Visitor;

/// The crisis lines under the header of every public page.
#[must_use]
pub fn crisis_strip(app: &App, visitor: &Visitor) -> Markup {
    let lines = app.community().lines(visitor.country, visitor.lang);
    strip(&lines, visitor.lang)
}

pub(super) fn strip(lines: &[Line], lang: Lang) -> Markup {
    let w = SafetyWords::of(lang);
    html! {
        aside class="urgent" aria-label=(w.strip_label) {
            @if lines.is_empty() {
                span { (w.in_danger) } b { (w.local_number) }
            }
            @for line in lines {
                @if !line.what_for.is_empty() { span { (line.what_for) } }
                a href=(line.tel()) { (line.label) }
            }
        }
    }
}
