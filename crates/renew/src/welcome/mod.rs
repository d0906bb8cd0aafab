//! Public pages: the welcome, how a session goes, what families can do, privacy in plain words.
//! They hold no data of any member.

mod pages;
mod privacy_words;
mod reading_view;
mod supporting_words;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use pages::routes;
