//! The streams that one connection sends, counted: the session library keeps something of each for
//! as long as the connection stands.

use std::time::Instant;

use super::demux::is_feedback;
use super::peer::Peer;
use super::sealed::ssrc_of;

/// Streams of one connection besides its voice where that is opened here. A camera has two pictures
/// and what is sent again of each, and browsers look for room with a stream of their own (number
/// nought): five; six with a voice. That leaves two for a stream that was given another number.
pub(crate) const SOURCES_MAX: usize = 8;

/// What a packet's stream is to its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// One of its own.
    Own,
    /// Nothing says that it is theirs: anybody may write a header, with anybody's address.
    Unproven,
    /// Theirs, and one more than any page has.
    TooMany,
}

/// The numbers of a connection's streams, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    known: [u32; SOURCES_MAX],
    count: usize,
}

impl Sources {
    fn has(&self, ssrc: u32) -> bool {
        self.known
            .iter()
            .take(self.count)
            .any(|known| *known == ssrc)
    }

    /// False if there is no place left.
    fn add(&mut self, ssrc: u32) -> bool {
        let Some(place) = self.known.get_mut(self.count) else {
            return false;
        };
        *place = ssrc;
        self.count += 1;
        true
    }
}

impl Peer {
    /// Whether the session library is to see a packet. A new stream's first is opened here before,
    /// once, so that nobody else can use up the places, or lead the library to mistake one stream
    /// for another.
    pub(crate) fn source(&mut self, now: Instant, packet: &[u8]) -> Source {
        if is_feedback(packet) {
            return Source::Own;
        }
        let Some(ssrc) = ssrc_of(packet) else {
            return Source::Unproven;
        };
        if self.sources.has(ssrc) {
            return Source::Own;
        }
        let is_proven = match &mut self.opener {
            Some(_) if !self.budgets.may_open(now, false) => false,
            Some(opener) => {
                let is_genuine = opener.is_genuine(packet);
                if !is_genuine {
                    self.budgets.did_not_open(now, false);
                }
                is_genuine
            }
            // It can't be told here, with a browser that seals in another way: the first ones count.
            None => self.sources.count < SOURCES_MAX,
        };
        match is_proven {
            false => Source::Unproven,
            true if self.sources.add(ssrc) => Source::Own,
            true => Source::TooMany,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_and_no_more() {
        let mut sources = Sources::default();
        assert!(!sources.has(0), "nought is a number as any other");
        for ssrc in 0..8 {
            assert!(sources.add(ssrc) && sources.has(ssrc));
        }
        assert!(!sources.add(8) && !sources.has(8) && sources.has(0));
    }
}
