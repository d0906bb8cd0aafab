//! One direction of a link: what is lost, what waits, and when it arrives.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::order::Terms;

/// As long may packets wait for a narrow link, as in a router at home: what comes then is dropped.
const WAIT_MAX: Duration = Duration::from_millis(400);
/// Packets on the way at once: a second of a fast link.
const PACKETS_MAX: usize = 4_096;

/// What became of the packets of one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) carried: u64,
    pub(crate) lost: u64,
    /// Too many waited already.
    pub(crate) full: u64,
}

/// One direction. Packets never overtake each other.
#[derive(Debug)]
pub(crate) struct Path {
    chance: u64,
    /// When the narrow part has sent all that it has.
    free_at: Option<Instant>,
    on_the_way: VecDeque<(Instant, Vec<u8>)>,
    pub(crate) counts: Counts,
}

impl Path {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            chance: seed,
            free_at: None,
            on_the_way: VecDeque::new(),
            counts: Counts::default(),
        }
    }

    /// A packet sets out, or is lost.
    pub(crate) fn send(&mut self, now: Instant, terms: &Terms, packet: Vec<u8>) {
        if self.draw() % 1_000 < terms.loss_permille {
            self.counts.lost += 1;
            return;
        }
        let begins = self.free_at.map_or(now, |free| free.max(now));
        let waits = begins.saturating_duration_since(now);
        if waits > WAIT_MAX || self.on_the_way.len() >= PACKETS_MAX {
            self.counts.full += 1;
            return;
        }
        let sent = begins + time_to_send(packet.len(), terms.kbps);
        self.free_at = Some(sent);
        let arrives = sent + Duration::from_millis(terms.delay_ms);
        // A link that got faster doesn't let later packets arrive before those on the way.
        let last = self.on_the_way.back().map_or(arrives, |(last, _)| *last);
        self.on_the_way.push_back((arrives.max(last), packet));
        self.counts.carried += 1;
    }

    /// When the next packet arrives.
    pub(crate) fn next_arrival(&self) -> Option<Instant> {
        self.on_the_way.front().map(|(arrives, _)| *arrives)
    }

    /// A packet that has arrived by now.
    pub(crate) fn arrived(&mut self, now: Instant) -> Option<Vec<u8>> {
        if self.next_arrival()? > now {
            return None;
        }
        self.on_the_way.pop_front().map(|(_, packet)| packet)
    }

    /// The next number of splitmix64: one word of state, and good enough to lose packets by.
    fn draw(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.chance;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}

fn time_to_send(bytes: usize, kbps: u64) -> Duration {
    // Bits by kilobits a second are milliseconds; a thousand times as many are microseconds.
    let thousandths = bytes as u64 * 8 * 1_000;
    Duration::from_micros(thousandths.checked_div(kbps).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests need some moment to begin at, and only look at differences.
    #[allow(clippy::disallowed_methods)]
    fn start() -> Instant {
        Instant::now()
    }

    fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// What arrives of these, as the first byte and when.
    fn arrivals(path: &mut Path, start: Instant) -> Vec<(u8, u128)> {
        let end = start + ms(1_000_000);
        let mut came = Vec::new();
        while let Some(at) = path.next_arrival() {
            assert_eq!(path.arrived(at - Duration::from_nanos(1)), None, "early");
            let packet = path.arrived(end).unwrap();
            came.push((packet[0], at.duration_since(start).as_millis()));
        }
        came
    }

    #[test]
    fn a_good_link_delivers_at_once_and_in_order() {
        let start = start();
        let mut path = Path::new(1);
        for number in 0..3 {
            path.send(start, &Terms::default(), vec![number; 1_500]);
        }
        assert_eq!(arrivals(&mut path, start), [(0, 0), (1, 0), (2, 0)]);
    }

    #[test]
    fn a_narrow_link_sends_one_after_the_other_and_a_long_one_later() {
        let start = start();
        let mut path = Path::new(1);
        let terms = Terms {
            kbps: 100,
            delay_ms: 200,
            ..Terms::default()
        };
        // 1,250 bytes are 10,000 bits: a tenth of a second.
        for number in 0..3 {
            path.send(start, &terms, vec![number; 1_250]);
        }
        let later = start + ms(1_000);
        path.send(later, &terms, vec![3; 125]);
        let came = arrivals(&mut path, start);
        assert_eq!(came, [(0, 300), (1, 400), (2, 500), (3, 1_210)]);
    }

    #[test]
    fn so_many_wait_and_no_more() {
        let start = start();
        let mut path = Path::new(1);
        let terms = Terms {
            kbps: 100,
            ..Terms::default()
        };
        for number in 0..10 {
            path.send(start, &terms, vec![number; 1_250]);
        }
        let counts = Counts {
            carried: 5,
            lost: 0,
            full: 5,
        };
        assert_eq!(path.counts, counts, "one in the sending, four wait");
        path.send(start + ms(200), &terms, vec![10; 1_250]);
        assert_eq!(path.counts.carried, 6, "there is room again");
        let mut wide = Path::new(1);
        for _ in 0..PACKETS_MAX + 1 {
            wide.send(start, &Terms::default(), vec![0]);
        }
        assert_eq!(wide.counts.full, 1);
    }

    #[test]
    fn a_link_that_gets_good_lets_nobody_overtake() {
        let start = start();
        let mut path = Path::new(1);
        let far = Terms {
            delay_ms: 200,
            ..Terms::default()
        };
        path.send(start, &far, vec![0]);
        path.send(start + ms(10), &Terms::default(), vec![1]);
        assert_eq!(arrivals(&mut path, start), [(0, 200), (1, 200)]);
    }

    #[test]
    fn one_seed_loses_the_same_packets_and_as_many_as_told() {
        let start = start();
        let terms = Terms {
            loss_permille: 50,
            ..Terms::default()
        };
        let lost = |seed| {
            let mut path = Path::new(seed);
            let mut lost = Vec::new();
            for number in 0..10_000 {
                path.send(start, &terms, vec![0]);
                if path.arrived(start).is_none() {
                    lost.push(number);
                }
            }
            assert_eq!(path.counts.lost, lost.len() as u64);
            lost
        };
        assert_eq!(lost(7), lost(7));
        assert_ne!(lost(7), lost(8));
        assert!((450..550).contains(&lost(7).len()), "{}", lost(7).len());
        let mut none = Path::new(7);
        let all = Terms {
            loss_permille: 1_000,
            ..terms
        };
        none.send(start, &all, vec![0]);
        assert_eq!(none.counts.carried, 0);
    }
}
