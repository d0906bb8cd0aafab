//! What the circle does together, and side rooms: a panel in the place of the circle, drawn by the
//! server alone. The page with scripts is sent it anew when it changes, so there is one of it.

use maud::{Markup, html};

use crate::sessions::picture::Picture;
use crate::site::lang::Lang;

/// The panel for the picture's person; empty when there is nothing to show.
#[must_use]
pub fn panel(_lang: Lang, _picture: &Picture) -> Markup {
    html! {}
}
