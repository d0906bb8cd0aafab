//! Voices and pictures of a circle, forwarded to whom they are meant for.
//!
//! [`core`] is a selective forwarding unit that knows no socket and no clock: datagrams, commands
//! and moments go in, datagrams and news come out. It is told who may be heard by whom, as
//! [`core::Ring`]s, and forwards exactly that; what nobody may hear is dropped where it arrives.
//! Nothing that passes is kept.
//!
//! [`wire`] puts it on one UDP port, and on the TCP port of the same number for networks that let
//! no UDP through.

pub mod core;
pub mod wire;
