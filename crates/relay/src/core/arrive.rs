//! What comes in over the network: whose it is, and whether it is worth opening.

use std::net::SocketAddr;
use std::time::Instant;

use super::demux::{Class, class, ufrag};
use super::relay::Relay;
use super::sources::Source;
use super::{Ending, Remote, Transport};

impl Relay {
    /// Takes in what came over the network.
    pub fn datagram(&mut self, now: Instant, from: Remote, bytes: &[u8]) {
        let Some(kind) = class(bytes) else { return };
        let known = self.by_address.get(&from).copied();
        let meant = match kind {
            Class::Stun => ufrag(bytes)
                .and_then(|name| self.by_ufrag.get(name))
                .copied(),
            Class::Dtls | Class::Rtp => known,
        };
        let Some(index) = meant else { return };
        if kind == Class::Rtp && !self.is_wanted(now, index, bytes) {
            return;
        }
        if kind == Class::Rtp && self.is_voice(index, bytes) && self.route_sealed(now, index, bytes)
        {
            self.learn(now, index, from);
            return self.settle(now);
        }
        if kind == Class::Rtp && !self.is_own(now, index, bytes) {
            return self.settle(now);
        }
        let Some(to) = self.reached_at(from) else {
            return;
        };
        let Some(peer) = self.peer_mut(index) else {
            return;
        };
        if !peer.receive(now, from, to, bytes) {
            return;
        }
        self.learn(now, index, from);
        self.touch(index);
        self.settle(now);
    }

    fn is_voice(&self, index: usize, bytes: &[u8]) -> bool {
        self.peer(index).is_some_and(|peer| peer.is_voice(bytes))
    }

    /// Whether a sealed packet is worth opening: a voice that nobody hears isn't.
    fn is_wanted(&mut self, now: Instant, index: usize, bytes: &[u8]) -> bool {
        // Nothing can be opened before: it would only lie about whose it is.
        let Some(peer) = self.peer_mut(index).filter(|peer| peer.is_connected) else {
            return false;
        };
        if !peer.is_within_budget(now, bytes.len()) {
            return false;
        }
        if !peer.is_voice(bytes) {
            return true;
        }
        let (room, who) = (peer.room, peer.id);
        let may_be = self
            .rooms
            .get(&room)
            .is_some_and(|room| room.may_be_heard(who));
        may_be || self.peer_mut(index).is_some_and(|peer| peer.glances(now))
    }

    /// Whether a packet is of a stream that is this connection's. One that has more of them than a
    /// page has ends.
    fn is_own(&mut self, now: Instant, index: usize, bytes: &[u8]) -> bool {
        let source = self.peer_mut(index).map(|peer| peer.source(bytes));
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

    pub(crate) fn learn(&mut self, now: Instant, index: usize, from: Remote) {
        let mut forgotten = None;
        let Some(peer) = self.peer_mut(index) else {
            return;
        };
        if !peer.came_from(now, from, &mut forgotten) {
            return;
        }
        if let Some(forgotten) = forgotten {
            self.by_address.remove(&forgotten);
        }
        if let Some(before) = self.by_address.insert(from, index)
            && let Some(other) = self.peer_mut(before)
        {
            other.addresses.retain(|known| known.0 != from);
        }
    }

    /// Whether a connection that the other side opened has shown that it is somebody's.
    #[must_use]
    pub fn knows(&self, remote: Remote) -> bool {
        self.by_address.contains_key(&remote)
    }
}
