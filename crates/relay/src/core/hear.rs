//! The voices that one person hears.

use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::rtp::RtpWrite;

use super::floor::Loudness;
use super::peer::Peer;
use super::rewrite::Rewriter;
use super::sealed::Outgoing;
use super::{PeerId, Remote};

/// Opus on the wire, RFC 7587 section 4.1.
pub(crate) const TICKS_PER_SECOND: u32 = 48_000;

/// How often who hears a slot is told when its words were said. A voice that we seal ourselves goes
/// by the session library so often, which makes the report: it knows a stream's time by what it sends.
/// One packet of fifty costs little that way; browsers report of a voice every five seconds.
pub(crate) const REPORT_EVERY: Duration = Duration::from_secs(2);

/// A stream that this person receives.
#[derive(Debug)]
pub(crate) struct AudioSlot {
    pub(crate) mid: Mid,
    pub(crate) source: Option<PeerId>,
    pub(crate) rewriter: Rewriter,
    /// What the answer says that the slot is called.
    pub(crate) ssrc: Option<u32>,
    /// When a packet went by the session library last.
    reported_at: Option<Instant>,
    /// Packets that went to this person.
    passed: u64,
}

impl AudioSlot {
    /// How many packets went, and the number of the newest: the more that one is ahead, the more of them
    /// had been lost before they came here.
    pub(crate) fn went(&self) -> Went {
        Went {
            passed: self.passed,
            newest: self.rewriter.newest(),
        }
    }

    /// Whether a packet is to go by the session library, for its report.
    fn is_report_due(&mut self, now: Instant, is_first: bool) -> bool {
        let before = self.reported_at;
        let is_due = is_first || before.is_none_or(|at| now - at >= REPORT_EVERY);
        if is_due {
            self.reported_at = Some(now);
        }
        is_due
    }
}

/// What went into a slot so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Went {
    pub(crate) passed: u64,
    pub(crate) newest: u64,
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
    /// When, on our clock.
    pub(crate) said_at: Instant,
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
            reported_at: None,
            passed: 0,
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
        hears.passed += 1;
        let (mid, marker) = (hears.mid, spoken.marker || numbered.first);
        let by_library = hears.is_report_due(now, numbered.first);
        if let (false, Some(sealer), Some(ssrc), Some(chosen)) =
            (by_library, &mut self.sealer, hears.ssrc, self.chosen)
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
            spoken.said_at,
            spoken.payload,
        );
        match self.write(mid, write.marker(marker)) {
            true => Passed::On,
            false => Passed::Nowhere,
        }
    }
}
