//! Markup of the human net.

use maud::{Markup, html};

use super::words::SafetyWords;
use crate::App;
use crate::site::lang::Lang;

/// The crisis lines under the header of every public page.
#[must_use]
pub fn crisis_strip(_app: &App, lang: Lang) -> Markup {
    let w = SafetyWords::of(lang);
    html! { aside class="urgent" aria-label=(w.strip_label) {} }
}
