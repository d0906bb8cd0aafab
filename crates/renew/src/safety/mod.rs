//! The human net. So far: the crisis lines on every public page and in Help now, the way out that
//! every page has, and what a community says of itself.
//!
//! A program that has never been set up still says the right thing: call your local emergency
//! number. Numbers appear once somebody who knows the place has chosen the country or typed them.

mod community;
mod form;
mod help_view;
mod leave;
mod pages;
mod settings_view;
mod store;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use community::{Community, Country, Current, Line};
pub use pages::{keep_current, routes};
pub use view::crisis_strip;
