//! Public pages: the welcome, how a session goes and why, what families can do, privacy in plain
//! words. They hold no data of any member.

mod pages;
mod privacy_words;
mod reading_view;
mod supporting_words;
mod view;
mod why;
mod words;

#[cfg(test)]
mod tests;

pub use pages::routes;
pub use why::{path_of_activity, path_of_phase};
