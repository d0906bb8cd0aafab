//! Voice and video of a session.

pub(super) mod turn;
