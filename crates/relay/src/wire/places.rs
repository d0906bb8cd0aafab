//! Who may hold one of the few places for connections, and for how long. It knows no socket.

use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// Half the people of some twenty rooms, and those who only knock.
pub(super) const PLACES_MAX: usize = 512;
/// Places of one network. A household, a centre or a mobile carrier shows itself by one address, and
/// where no UDP gets through a whole circle of thirty may come from it, twice over for the moment in
/// which a network comes back and the old connections have not ended yet. Eight such networks fit.
pub(super) const OF_ONE_NETWORK_MAX: usize = 64;
/// A browser asks as soon as the connection stands; a first datagram that takes longer never comes.
const FIRST_WITHIN: Duration = Duration::from_secs(5);
/// Who is nobody's that long is sent away: a browser that asks for the right person is known at once.
const SHOW_WITHIN: Duration = Duration::from_secs(10);
/// Browsers ask every two or three seconds whether we are there, also when nobody speaks. After so
/// long the device is asleep or away; it will open another connection.
const SILENT_FOR_MAX: Duration = Duration::from_secs(30);
/// Who takes nothing for so long doesn't hear the circle any more.
const STUCK_FOR_MAX: Duration = Duration::from_secs(10);
/// Who came longer ago and is still nobody's gives way to who comes now.
const GIVES_WAY_AFTER: Duration = Duration::from_secs(1);

/// Who counts as one: an address, or what one household gets of IPv6 (RFC 6177).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network(IpAddr);

impl Network {
    fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(six) => {
                let [a, b, c, d, ..] = six.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            four @ IpAddr::V4(_) => four,
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Place {
    network: Network,
    since: Instant,
    /// When a whole datagram came last.
    said_at: Option<Instant>,
    /// When it was last somebody's.
    known_at: Option<Instant>,
    /// What goes out waits since then.
    stuck_since: Option<Instant>,
}

impl Place {
    fn is_over(&self, now: Instant) -> bool {
        let passed = |since: Instant| now.saturating_duration_since(since);
        let is_silent = match self.said_at {
            None => passed(self.since) >= FIRST_WITHIN,
            Some(at) => passed(at) >= SILENT_FOR_MAX,
        };
        let is_nobodys = passed(self.known_at.unwrap_or(self.since)) >= SHOW_WITHIN;
        let is_stuck = self
            .stuck_since
            .is_some_and(|at| passed(at) >= STUCK_FOR_MAX);
        is_silent || is_nobodys || is_stuck
    }

    fn gives_way(&self, now: Instant) -> bool {
        self.known_at.is_none() && now.saturating_duration_since(self.since) >= GIVES_WAY_AFTER
    }
}

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comes {
    /// To this place.
    To(usize),
    /// To this place, from which who was there is sent away.
    InsteadOf(usize),
    Not,
}

/// All places, by number.
#[derive(Debug, Default)]
pub(super) struct Places {
    taken: Vec<Option<Place>>,
}

impl Places {
    /// Somebody knocks: the place that is theirs now.
    pub(super) fn come(&mut self, now: Instant, address: IpAddr) -> Comes {
        let network = Network::of(address);
        let of_network = |place: &&Place| place.network == network;
        let theirs = self.taken.iter().flatten().filter(of_network).count();
        let comes = if theirs >= OF_ONE_NETWORK_MAX {
            self.oldest_stranger(now, |place| place.network == network)
        } else {
            match self.free() {
                Some(number) => Comes::To(number),
                None => self.oldest_stranger(now, |_| true),
            }
        };
        if let Comes::To(number) | Comes::InsteadOf(number) = comes {
            self.taken[number] = Some(Place {
                network,
                since: now,
                said_at: None,
                known_at: None,
                stuck_since: None,
            });
        }
        comes
    }

    fn free(&mut self) -> Option<usize> {
        if let Some(number) = self.taken.iter().position(Option::is_none) {
            return Some(number);
        }
        if self.taken.len() >= PLACES_MAX {
            return None;
        }
        self.taken.push(None);
        Some(self.taken.len() - 1)
    }

    fn oldest_stranger(&self, now: Instant, among: impl Fn(&Place) -> bool) -> Comes {
        let stranger = |(number, place): (usize, &Option<Place>)| {
            let place = place.filter(|place| place.gives_way(now) && among(place))?;
            Some((place.since, number))
        };
        let oldest = self.taken.iter().enumerate().filter_map(stranger).min();
        oldest.map_or(Comes::Not, |(_, number)| Comes::InsteadOf(number))
    }

    pub(super) fn goes(&mut self, number: usize) {
        if let Some(place) = self.taken.get_mut(number) {
            *place = None;
        }
    }

    /// A whole datagram came.
    pub(super) fn said(&mut self, number: usize, now: Instant) {
        if let Some(place) = self.place(number) {
            place.said_at = Some(now);
        }
    }

    /// It is somebody's.
    pub(super) fn known(&mut self, number: usize, now: Instant) {
        if let Some(place) = self.place(number) {
            place.known_at = Some(now);
        }
    }

    /// Whether what goes out is taken.
    pub(super) fn is_stuck(&mut self, number: usize, now: Instant, is: bool) {
        if let Some(place) = self.place(number) {
            place.stuck_since = is.then(|| place.stuck_since.unwrap_or(now));
        }
    }

    /// Whose time is up.
    pub(super) fn over(&self, now: Instant) -> Vec<usize> {
        let over = |(number, place): (usize, &Option<Place>)| {
            place
                .is_some_and(|place| place.is_over(now))
                .then_some(number)
        };
        self.taken.iter().enumerate().filter_map(over).collect()
    }

    fn place(&mut self, number: usize) -> Option<&mut Place> {
        self.taken.get_mut(number)?.as_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment to count from: an `Instant` has no other beginning than the real clock.
    #[allow(clippy::disallowed_methods)]
    fn start() -> Instant {
        Instant::now()
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    const SECOND: Duration = Duration::from_secs(1);

    /// A place whose page asks every two seconds, until it doesn't.
    fn lives(places: &mut Places, number: usize, from: Instant, seconds: u32) {
        for second in (0..seconds).step_by(2) {
            let at = from + second * SECOND;
            places.said(number, at);
            places.known(number, at);
            assert_eq!(places.over(at), [0; 0]);
        }
    }

    #[test]
    fn who_goes_silent_gives_their_place_back() {
        let (start, mut places) = (start(), Places::default());
        assert_eq!(places.come(start, address("192.0.2.1")), Comes::To(0));
        lives(&mut places, 0, start, 600);
        let last = start + 598 * SECOND;
        // The relay may know their connection for longer: it can have another way.
        places.known(0, last + 29 * SECOND);
        assert_eq!(places.over(last + 29 * SECOND), [0; 0]);
        assert_eq!(places.over(last + 30 * SECOND), [0]);
        places.goes(0);
        assert_eq!(places.over(last + 600 * SECOND), [0; 0]);
        assert_eq!(places.come(last, address("192.0.2.2")), Comes::To(0));
    }

    #[test]
    fn who_says_nothing_or_nothing_that_is_somebodys_is_sent_away() {
        let (start, mut places) = (start(), Places::default());
        places.come(start, address("192.0.2.1"));
        assert_eq!(places.over(start + 4 * SECOND), [0; 0]);
        assert_eq!(places.over(start + 5 * SECOND), [0]);
        places.said(0, start + 4 * SECOND);
        places.said(0, start + 9 * SECOND);
        assert_eq!(places.over(start + 9 * SECOND), [0; 0]);
        assert_eq!(places.over(start + 10 * SECOND), [0], "they are nobody's");
        // Somebody's connection that ended leaves none for ever.
        places.known(0, start + 10 * SECOND);
        places.said(0, start + 19 * SECOND);
        assert_eq!(places.over(start + 19 * SECOND), [0; 0]);
        assert_eq!(places.over(start + 20 * SECOND), [0]);
    }

    #[test]
    fn who_takes_nothing_is_sent_away() {
        let (start, mut places) = (start(), Places::default());
        places.come(start, address("192.0.2.1"));
        for second in 0..10 {
            places.said(0, start + second * SECOND);
            places.known(0, start + second * SECOND);
            places.is_stuck(0, start + second * SECOND, true);
        }
        assert_eq!(places.over(start + 9 * SECOND), [0; 0]);
        assert_eq!(places.over(start + 10 * SECOND), [0]);
        places.is_stuck(0, start + 10 * SECOND, false);
        places.is_stuck(0, start + 10 * SECOND, true);
        assert_eq!(places.over(start + 10 * SECOND), [0; 0], "it took some");
    }

    #[test]
    fn one_network_has_so_many_and_leaves_room_for_others() {
        let (start, mut places) = (start(), Places::default());
        for number in 0..OF_ONE_NETWORK_MAX {
            assert_eq!(places.come(start, address("192.0.2.1")), Comes::To(number));
        }
        assert_eq!(places.come(start, address("192.0.2.1")), Comes::Not);
        assert_eq!(
            places.come(start, address("::ffff:192.0.2.1")),
            Comes::Not,
            "the same, as a socket of both families tells it"
        );
        assert_eq!(
            places.come(start, address("192.0.2.2")),
            Comes::To(OF_ONE_NETWORK_MAX)
        );
        // Whoever is somebody's stays; of those who are nobody's the oldest goes.
        places.known(0, start);
        let later = start + SECOND;
        assert_eq!(
            places.come(later, address("192.0.2.1")),
            Comes::InsteadOf(1)
        );
        // A household of IPv6 has more addresses than there are places in the world.
        for host in 0..OF_ONE_NETWORK_MAX {
            let six = address(&format!("2001:db8:1:2::{host:x}"));
            assert!(matches!(places.come(start, six), Comes::To(_)));
        }
        assert_eq!(places.come(start, address("2001:db8:1:2:9::1")), Comes::Not);
    }

    #[test]
    fn who_only_knocks_keeps_nobody_out_for_long() {
        let (start, mut places) = (start(), Places::default());
        for number in 0..PLACES_MAX {
            let from = address(&format!("192.0.2.{}", number % 250));
            assert_eq!(places.come(start, from), Comes::To(number));
        }
        let guest = address("198.51.100.1");
        assert_eq!(places.come(start, guest), Comes::Not);
        assert_eq!(places.come(start + SECOND, guest), Comes::InsteadOf(0));
        assert_eq!(places.taken.len(), PLACES_MAX);
    }
}
