//! The forwarding unit without sockets and clocks.
//!
//! A person's page negotiates once, by one offer and one answer, and never again: beside its own
//! voice and camera it has a few slots to receive ([`AUDIO_SLOTS`], [`VIDEO_SLOTS`]). Who is in
//! which slot changes with the floor, and the streams are rewritten so that a slot is one stream to
//! its receiver, whoever speaks.
//!
//! ```text
//! Command ---> Relay ---> News            offers, rings, microphones; answers, slots, losses
//! datagram --> Relay ---> Datagram        ICE, DTLS, SRTP
//! moment ----> Relay ---> next_timeout
//! ```

mod arrive;

mod budget;
mod demux;
mod fit;
mod floor;
mod guarded;
mod hear;
mod join;
mod keys;
mod losses;
mod moments;
mod offer;
mod peer;
mod relay;
mod rest;
mod rewrite;
mod route;
mod sealed;
mod see;
mod settle;
mod sources;
#[cfg(test)]
mod tests;

pub use demux::{Class, class, ufrag};
pub use floor::{Ring, Slots};
pub use offer::{OFFER_BYTES_MAX, Refusal};
pub use relay::{Config, Relay};

use std::net::SocketAddr;

use sources::SOURCES_MAX;

/// Voices that a person receives at the same time: who leads, whose turn it is, and two more.
pub const AUDIO_SLOTS: usize = 4;
/// Cameras that a person receives at the same time.
pub const VIDEO_SLOTS: usize = 4;
/// People in one room, with some of them on a second device for the moment of a change: the circle
/// seats thirty.
pub const ROOM_PEERS_MAX: usize = 64;
/// Rooms on one relay, which is one thread: that carries some hundred people who speak, and most rooms
/// wait for their evening.
pub const ROOMS_MAX: usize = 1_000;

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(pub u64);

/// A person in it, by their seat. The relay knows nothing else of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerId(pub u64);

/// How a datagram travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transport {
    Udp,
    /// Framed on a connection that the other side opened.
    Tcp,
}

/// Where a datagram comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Remote {
    pub transport: Transport,
    pub address: SocketAddr,
}

/// What the program asks of the relay.
#[derive(Clone, Debug)]
pub enum Command {
    /// A page offers to connect. An earlier connection of the same person ends. `attempt` comes
    /// back with the answer.
    Join {
        room: RoomId,
        peer: PeerId,
        attempt: u64,
        offer: String,
    },
    Leave {
        room: RoomId,
        peer: PeerId,
    },
    /// Who may be heard by whom from now on. Replaces all that was said before for this room.
    Rings {
        room: RoomId,
        rings: Vec<Ring>,
    },
    /// The microphone and the camera of a person, as they set them.
    Turned {
        room: RoomId,
        peer: PeerId,
        microphone: bool,
        camera: bool,
    },
    /// A packet of somebody who has no connection: of the program itself. It is heard as any other
    /// is, if they may be and their microphone is on.
    Said {
        room: RoomId,
        peer: PeerId,
        packet: Said,
    },
    Close {
        room: RoomId,
    },
}

/// 20 ms of Opus, or whatever else the listeners agreed on.
#[derive(Clone, Debug)]
pub struct Said {
    /// Counted through, and the time in the codec's own ticks.
    pub sequence: u64,
    pub time: u32,
    pub payload: std::sync::Arc<[u8]>,
}

/// What the relay tells the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Answer {
        room: RoomId,
        peer: PeerId,
        attempt: u64,
        answer: String,
    },
    Refused {
        room: RoomId,
        peer: PeerId,
        attempt: u64,
        why: Refusal,
    },
    /// Voices can pass.
    Connected { room: RoomId, peer: PeerId },
    /// The connection is gone; a new one needs a new offer.
    Lost {
        room: RoomId,
        peer: PeerId,
        why: Ending,
    },
    /// Who is in this person's slots now.
    Slots {
        room: RoomId,
        peer: PeerId,
        slots: Slots,
    },
    /// The network of this person carries voices only, or cameras again.
    SoundOnly {
        room: RoomId,
        peer: PeerId,
        is: bool,
    },
}

/// Why a connection is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ending {
    #[error("nothing came from it for too long")]
    Silent,
    #[error("its page closed it, or it broke off")]
    Broken,
    #[error("it sent more than {SOURCES_MAX} streams, which no page of ours does")]
    TooManySources,
}

/// Something to send.
#[derive(Debug)]
pub struct Datagram {
    pub to: Remote,
    pub bytes: Vec<u8>,
}
