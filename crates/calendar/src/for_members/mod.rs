//! What members alone should read in a text that was written for everybody.
//!
//! Feeds and forms have fields for links, numbers and passcodes, and people write them into the
//! notes, the name and the place all the same; beside them stand somebody's phone, email address
//! or payment handle. There is one rule for all of these, and everything that strangers get is cut
//! by it: pages, lists, feeds and calendars.
//!
//! The rule errs to yes: a sentence that members alone read costs a stranger a sentence, a passcode
//! that strangers read costs the group its peace, and a phone number costs a person theirs. It
//! reads a text once, from its start to its end.
//!
//! - [`holds`] says what a text holds; [`parts`] cuts notes, [`told_name`] what is one line,
//!   [`told_address`] what is a row of parts, [`told_link`] a web page.

mod cut;
mod links;
mod numbers;
mod scan;
mod words;

#[cfg(test)]
mod tests;

pub use cut::{Parts, parts, told_address, told_name};

use scan::{Found, Scope, scan};

/// What a text holds that isn't for strangers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// How to join from afar: a link, a meeting's number, a passcode.
    WayIn,
    /// How to reach or pay somebody: a phone number, an email address, a handle.
    Contact,
}

/// What a text of words holds that isn't for strangers, if it does.
#[must_use]
pub fn holds(text: &str) -> Option<Holds> {
    kind(&scan(text, Scope::Words))
}

/// What an address or a region holds that isn't for strangers. There, only what is written as a
/// whole phone number is one: house numbers and postcodes look much like the short ones.
#[must_use]
pub fn holds_in_address(text: &str) -> Option<Holds> {
    kind(&scan(text, Scope::Address))
}

/// What a web address leads to that isn't for strangers: a call, somebody's account.
#[must_use]
pub fn holds_in_link(address: &str) -> Option<Holds> {
    links::judge(address)
}

/// A web address that everybody may follow, or nothing.
#[must_use]
pub fn told_link(address: &str) -> &str {
    match holds_in_link(address) {
        Some(_) => "",
        None => address,
    }
}

fn kind(found: &Found) -> Option<Holds> {
    if found.way_in {
        return Some(Holds::WayIn);
    }
    found.first.map(|_| Holds::Contact)
}
