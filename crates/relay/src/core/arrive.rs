//! What comes in over the network: whose it is, and whether it is worth opening.

use std::net::SocketAddr;
use std::time::Instant;

use super::demux::{Class, class, is_feedback, ufrag};
use super::floor::Loudness;
use super::guarded::guarded;
use super::peer::Shown;
use super::relay::Relay;
use super::route::Opened;
use super::sources::Source;
use super::{Ending, Remote, Transport};

/// Nothing larger comes whole through the networks between us and people; browsers send at most 1,200.
/// The session library has room for 2,000 bytes with its own headers around them.
const DATAGRAM_BYTES_MAX: usize = 1_500;

impl Relay {
    /// Takes in what came over the network.
    pub fn datagram(&mut self, now: Instant, from: Remote, bytes: &[u8]) {
        let Some(kind) = class(bytes).filter(|_| bytes.len() <= DATAGRAM_BYTES_MAX) else {
            return;
        };
        let meant = match kind {
            Class::Stun => ufrag(bytes).and_then(|name| self.by_ufrag.get(name)),
            Class::Dtls | Class::Rtp => self.by_address.get(&from),
        };
        let Some(index) = meant.copied() else { return };
        let is_for_library = match kind {
            Class::Rtp => self.is_for_library(now, index, from, bytes),
            Class::Stun | Class::Dtls => self.may_ask(now, index),
        };
        if is_for_library {
            self.take_in(now, index, from, bytes);
        }
        self.settle(now);
        self.came = None;
    }

    /// Whether there is room for one more message of how to connect.
    fn may_ask(&mut self, now: Instant, index: usize) -> bool {
        self.peer_mut(index)
            .is_some_and(|peer| peer.budgets.message(now))
    }

    /// Whether the session library is to see a sealed packet. A voice goes past it if we can open it
    /// ourselves, and what nobody hears goes nowhere.
    fn is_for_library(&mut self, now: Instant, index: usize, from: Remote, bytes: &[u8]) -> bool {
        // Nothing can be opened before: it would only lie about whose it is.
        let Some(peer) = self.peer(index).filter(|peer| peer.is_connected) else {
            return false;
        };
        if peer.is_voice(bytes) {
            if !self.is_wanted(now, index, bytes) {
                return false;
            }
            match self.route_sealed(now, index, bytes) {
                Opened::Yes => {
                    self.learn(now, index, from, Shown::Opened);
                    return false;
                }
                Opened::No => return false,
                Opened::ByLibrary => {}
            }
        }
        if !self.is_own(now, index, bytes) {
            return false;
        }
        self.peer_mut(index).is_some_and(|peer| {
            if is_feedback(bytes) {
                peer.budgets.feedback(now, bytes.len())
            } else {
                if !peer.is_voice(bytes) {
                    peer.pictured_at = Some(now);
                }
                peer.budgets.pictures(now, bytes.len())
            }
        })
    }

    /// Whether a voice is worth opening: one that nobody hears, and that would be given no slot for
    /// this, is so only now and then. What it says of its loudness is not believed yet, but only ever
    /// keeps its own sender out.
    fn is_wanted(&self, now: Instant, index: usize, bytes: &[u8]) -> bool {
        let Some(peer) = self.peer(index) else {
            return false;
        };
        let room = self.rooms.get(&peer.room);
        let claims = || Loudness::claimed(bytes, peer.level_id);
        room.is_some_and(|room| room.would_hear(now, peer.id, claims)) || peer.is_glance_due(now)
    }

    /// Hands a datagram to the session library. It was not believed yet that it is theirs: it counts
    /// as a sign of life, and as heard from there, once the library has answered or opened it.
    fn take_in(&mut self, now: Instant, index: usize, from: Remote, bytes: &[u8]) {
        let Some(to) = self.reached_at(from) else {
            return;
        };
        let Some(peer) = self.peer_mut(index) else {
            return;
        };
        match guarded(|| peer.receive(now, from, to, bytes)) {
            Some(true) => {
                self.came = Some((index, from));
                self.touch(index);
            }
            Some(false) => {}
            None => self.lose(now, index, Ending::Broken),
        }
    }

    /// The session library has opened what came in just now.
    pub(crate) fn came_true(&mut self, now: Instant, index: usize) {
        if let Some((_, from)) = self.came.filter(|came| came.0 == index) {
            self.learn(now, index, from, Shown::Opened);
        }
    }

    /// Whether a packet is of a stream that is this connection's. One that has more of them than a
    /// page has ends.
    fn is_own(&mut self, now: Instant, index: usize, bytes: &[u8]) -> bool {
        let source = self.peer_mut(index).map(|peer| peer.source(now, bytes));
        if source == Some(Source::TooMany) {
            self.lose(now, index, Ending::TooManySources);
        }
        source == Some(Source::Own)
    }

    /// The address that the other side believes it writes to: behind a NAT only what we told it
    /// counts.
    fn reached_at(&self, from: Remote) -> Option<SocketAddr> {
        let told = match from.transport {
            Transport::Udp => &self.config.udp,
            Transport::Tcp => &self.config.tcp,
        };
        let same = told
            .iter()
            .find(|address| address.is_ipv4() == from.address.is_ipv4());
        same.copied()
    }

    /// Something of this connection's came from there: it lives, and is reached there. A request holds
    /// nothing of where it came from, so that alone it takes an address from nobody who is there.
    pub(crate) fn learn(&mut self, now: Instant, index: usize, from: Remote, shown: Shown) {
        let held_by = self.by_address.get(&from).filter(|other| **other != index);
        let other = held_by.and_then(|other| self.peer(*other));
        if shown == Shown::Asked && other.is_some_and(|other| other.is_surely_at(now, from)) {
            return;
        }
        let mut forgotten = None;
        let Some(peer) = self.peer_mut(index) else {
            return;
        };
        if !peer.came_from(now, from, shown, &mut forgotten) {
            return;
        }
        if let Some(forgotten) = forgotten {
            self.by_address.remove(&forgotten);
        }
        if let Some(before) = self.by_address.insert(from, index)
            && let Some(other) = self.peer_mut(before)
        {
            other.addresses.retain(|known| known.from != from);
        }
    }

    /// Whether a connection that the other side opened has shown that it is somebody's.
    #[must_use]
    pub fn knows(&self, remote: Remote) -> bool {
        self.by_address.contains_key(&remote)
    }
}
