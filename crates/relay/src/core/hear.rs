//! The voices that one person hears.

use std::time::Instant;

use str0m::media::Mid;
use str0m::rtp::RtpWrite;

use super::floor::Loudness;
use super::peer::Peer;
use super::rewrite::Rewriter;
use super::sealed::Outgoing;
use super::{PeerId, Remote};

/// Opus on the wire, RFC 7587 section 4.1.
const TICKS_PER_SECOND: u32 = 48_000;

/// A stream that this person receives.
#[derive(Debug)]
pub(crate) struct AudioSlot {
    pub(crate) mid: Mid,
    pub(crate) source: Option<PeerId>,
    pub(crate) rewriter: Rewriter,
    /// What the answer says that the slot is called.
    pub(crate) ssrc: Option<u32>,
}

/// A packet of a voice, opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken<'a> {
    pub(crate) from: PeerId,
    /// Counted through.
    pub(crate) sequence: u64,
    pub(crate) time: u32,
    pub(crate) marker: bool,
    pub(crate) loudness: Loudness,
    pub(crate) payload: &'a [u8],
}

/// Where a packet went.
#[derive(Debug)]
pub(crate) enum Passed {
    /// To the session library, which sends it when it is polled.
    On,
    /// Sealed here: it can be sent at once.
    Sealed(Remote, Vec<u8>),
    Nowhere,
}

impl AudioSlot {
    pub(crate) fn new(mid: Mid) -> Self {
        Self {
            mid,
            source: None,
            rewriter: Rewriter::new(TICKS_PER_SECOND),
            ssrc: None,
        }
    }
}

impl Peer {
    /// Passes a packet of somebody's voice on to this person.
    pub(crate) fn hear(&mut self, now: Instant, slot: usize, spoken: &Spoken<'_>) -> Passed {
        let (Some(pt), Some(hears)) = (self.opus, self.hears[slot].as_mut()) else {
            return Passed::Nowhere;
        };
        if hears.source != Some(spoken.from) {
            hears.source = Some(spoken.from);
            hears.rewriter.change();
        }
        let Some(numbered) = hears.rewriter.number(now, spoken.sequence, spoken.time) else {
            return Passed::Nowhere;
        };
        let (mid, marker) = (hears.mid, spoken.marker || numbered.first);
        if let (Some(sealer), Some(ssrc), Some(chosen)) =
            (&mut self.sealer, hears.ssrc, self.chosen)
        {
            let out = Outgoing {
                kind: *pt,
                marker,
                sequence: numbered.sequence,
                time: numbered.time,
                ssrc,
            };
            let sealed = sealer.seal(out, spoken.payload);
            return sealed.map_or(Passed::Nowhere, |bytes| {
                Passed::Sealed(self.goes_to(chosen), bytes)
            });
        }
        let write = RtpWrite::new(
            pt,
            numbered.sequence.into(),
            numbered.time,
            now,
            spoken.payload,
        );
        match self.write(mid, write.marker(marker)) {
            true => Passed::On,
            false => Passed::Nowhere,
        }
    }
}
