//! Voice and video of a session.
//!
//! - `check_pages` and `check_view` are the page on which somebody tries sound and camera first.
//! - `voice_words` is what the pages say about sound, in the room and on that page.

mod check_pages;
mod check_view;
#[cfg(test)]
mod check_view_tests;
pub(super) mod turn;
mod voice_words;

pub(super) use check_pages::routes as check_routes;
pub(super) use voice_words::{CheckWords, VoiceWords};
