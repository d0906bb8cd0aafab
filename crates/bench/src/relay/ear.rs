//! Counting a stream by the numbers in its packets' headers, which are not sealed.

/// One stream that somebody receives.
#[derive(Clone, Debug)]
pub(super) struct Ear {
    pub(super) ssrc: u32,
    /// The newest number, with the times that the sixteen bits ran over.
    newest: u64,
    /// The number after which counting began.
    base: u64,
    received: u64,
    all: u64,
}

/// What came of some streams.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) spoken: u64,
    pub(super) delivered: u64,
    /// Numbers that were left out.
    pub(super) lost: u64,
    /// Packets that were to be opened and couldn't be.
    pub(super) unopened: u64,
    /// The largest share that one listener lost.
    pub(super) worst: f64,
}

impl Ear {
    pub(super) fn new(ssrc: u32, sequence: u16) -> Self {
        // Far enough from zero that a packet from before the first has a number, too.
        let before = (1 << 16) + u64::from(sequence) - 1;
        Self {
            ssrc,
            newest: before,
            base: before,
            received: 0,
            all: 0,
        }
    }

    /// Counts a packet, and gives back how many there have been.
    pub(super) fn hear(&mut self, sequence: u16) -> u64 {
        let ahead = sequence.wrapping_sub(self.newest as u16);
        // Less than half the numbers ahead is ahead; all else is late (RFC 3550 appendix A.1).
        if ahead < 1 << 15 {
            self.newest += u64::from(ahead);
        }
        self.received += 1;
        self.all += 1;
        self.all
    }

    pub(super) fn begin(&mut self) {
        self.base = self.newest;
        self.received = 0;
    }

    fn lost(&self) -> u64 {
        (self.newest - self.base).saturating_sub(self.received)
    }
}

impl Tally {
    pub(super) fn of(ears: &[Ear]) -> Self {
        let delivered: u64 = ears.iter().map(|ear| ear.received).sum();
        let lost: u64 = ears.iter().map(Ear::lost).sum();
        let worst = match delivered + lost {
            0 => 0.0,
            all => lost as f64 / all as f64,
        };
        Self {
            spoken: 0,
            delivered,
            lost,
            unopened: 0,
            worst,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.spoken += other.spoken;
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.unopened += other.unopened;
        self.worst = self.worst.max(other.worst);
    }
}

/// The source and the number of a packet of a voice; none of anything else. RTCP, which shares the
/// port, has 192 to 223 where RTP has its type (RFC 5761 section 4).
pub(super) fn sealed_header(bytes: &[u8]) -> Option<(u32, u16)> {
    let header = bytes.get(..12)?;
    if header[0] >> 6 != 2 || (192..=223).contains(&header[1]) {
        return None;
    }
    let sequence = u16::from_be_bytes([header[2], header[3]]);
    let ssrc = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    Some((ssrc, sequence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_lost_and_what_is_late_is_not() {
        let mut ear = Ear::new(9, 65_533);
        for sequence in [65_533, 65_534, 1, 65_535, 2] {
            ear.hear(sequence);
        }
        let tally = Tally::of(&[ear.clone()]);
        assert_eq!((tally.delivered, tally.lost), (5, 1), "0 never came");
        assert!((tally.worst - 1.0 / 6.0).abs() < 1e-9);
        ear.begin();
        ear.hear(3);
        let tally = Tally::of(&[ear]);
        assert_eq!((tally.delivered, tally.lost), (1, 0));
    }

    #[test]
    fn a_stream_may_begin_at_nought() {
        let mut ear = Ear::new(9, 0);
        ear.hear(0);
        ear.hear(1);
        let tally = Tally::of(&[ear]);
        assert_eq!((tally.delivered, tally.lost), (2, 0));
    }

    #[test]
    fn only_packets_of_voices_are_counted() {
        let packet = [0x90, 111, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4, 5];
        assert_eq!(sealed_header(&packet), Some((0x0304, 0x0102)));
        let report = [0x80, 200, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4, 5];
        assert_eq!(sealed_header(&report), None);
        let request = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0, 0, 0, 0];
        assert_eq!(sealed_header(&request), None);
        assert_eq!(sealed_header(&packet[..11]), None);
    }
}
