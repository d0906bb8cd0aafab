//! The human net: the crisis lines on every public page and in Help now, the way out that every
//! page has, what a community says of itself, who is on call, and what
//! follows a private word.
//!
//! A program that has never been set up still says the right thing: call your local emergency
//! number. Numbers appear once somebody who knows the place has chosen the country or typed them.

mod community;
mod data;
mod follow_up;
mod form;
mod help_view;
mod leave;
mod lines_pages;
mod lines_view;
mod on_call;
mod pages;
mod safety_page;
mod settings_view;
mod shipped;
mod store;
mod tend;
mod view;
mod words;

#[cfg(test)]
mod site_testing;
#[cfg(test)]
mod tests;

pub use community::{Community, Current, Line};
pub use data::{erase, export};
pub use follow_up::{Waiting, waiting, waiting_part};
pub use on_call::{OwnNews, is_let_in, own_news, own_news_part};
pub use pages::{keep_current, personal_routes, routes};
pub use tend::tend;
pub use view::crisis_strip;
