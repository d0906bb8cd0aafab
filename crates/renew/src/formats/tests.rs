#![allow(clippy::unwrap_used)]
//! Formats as files, in the database, and through their pages.

mod files;
mod site;
mod stored;
