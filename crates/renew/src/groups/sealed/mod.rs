//! Groups whose sessions are sealed from end to end: what is said in them is sealed on one person's
//! device and opened on another's, and the program passes on what it can't hear.
//!
//! The secret for it is drawn by a script on the device of somebody who leads, and travels in the
//! part of a link that browsers keep to themselves. Here is only whether the group wants it.
//!
//! - `store` keeps that; `pages`, `view` and `words` are for those who look after the group, and for
//!   whoever opens the link.

mod pages;
mod store;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub(super) use pages::routes;
pub use store::is_sealed;
pub use view::{key_for_invitation, key_from_invitation};
pub(super) use view::{on_group_page, way};

/// Takes the secret out of a link, keeps it on the device and says so.
pub(super) const SCRIPT: &str = "js/media/sealed/group.js";
/// Puts the secret into an invitation's link, on a device that has it.
pub const INVITES_SCRIPT: &str = "js/media/sealed/invites.js";
/// Takes it out of there again, where the invitation leads.
pub const INVITED_SCRIPT: &str = "js/media/sealed/invited.js";
