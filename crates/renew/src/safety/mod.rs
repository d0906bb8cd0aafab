//! The human net. So far: the crisis lines, on every public page and in Help now.

mod pages;
mod view;
mod words;

pub use pages::routes;
pub use view::crisis_strip;
