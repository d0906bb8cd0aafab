//! What every page shares: the look, the languages, who is asking, and what happens when
//! something goes wrong. A slice takes from here; nothing here knows a slice.

pub mod assets;
pub mod chance;
pub mod choices;
pub mod clock;
pub mod components;
pub mod compress;
pub mod country;
pub mod finish;
pub mod form;
pub mod headers;
pub mod id;
pub mod lang;
pub mod layout;
pub mod moment;
pub mod months;
pub mod origin;
mod own_clock;
pub mod peer;
pub mod problem;
pub mod settings;
pub mod sign;
mod time_limit;
mod unsent;
pub(crate) mod upload;
pub mod visitor;
pub mod weekdays;
pub mod words;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
