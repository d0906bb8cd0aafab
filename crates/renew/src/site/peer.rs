//! Whoever is at the other end of a connection.

use std::net::SocketAddr;

/// The address that a connection comes from, as the machine sees it. A type of our own: the one
/// that axum knows comes from its own listeners only, and ours may be one that does TLS.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
