//! `renew demo`: a community made up for an hour, with simulated peers in the circle.
//!
//! - `community` makes the people and groups and opens circles;
//! - `mind` says what a simulated peer does next; `together` what they do in an activity, `side` in
//!   a side room, `conducting` as the facilitator of one;
//! - `peer` is a peer's line: the public socket; `speech` is their voice;
//! - `pages` is the front door at `/demo`.

mod community;
mod conducting;
mod mind;
mod pages;
mod peer;
mod side;
mod speech;
mod together;
#[cfg(test)]
mod together_tests;
mod words;

use axum::Router;

use crate::App;

pub use community::{Community, Opened, Part};

/// The whole site with the demo's front door.
pub fn router(app: App, community: Community) -> Router {
    crate::router::router_with(app, pages::routes(community))
}
