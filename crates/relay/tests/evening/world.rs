//! A relay, people with browsers' halves of the protocol, and a network between them, all in
//! virtual time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use relay::core::{
    Command, Config, Ending, News, PeerId, Relay, Remote, Ring, RoomId, Slots, Transport,
};

use super::person::{Heard, Person};

pub(crate) const ROOM: RoomId = RoomId(7);
const VOICE_EVERY: Duration = Duration::from_millis(20);

/// Where the relay is said to be.
pub(crate) fn relay_address() -> SocketAddr {
    "192.0.2.1:7000".parse().unwrap()
}

/// What the network does to datagrams.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Network {
    /// Lost of a thousand.
    pub(crate) loss: u32,
    /// Of a thousand, with a byte that is another.
    pub(crate) bent: u32,
    /// Delivered between these, so that they overtake each other.
    pub(crate) delay_ms: (u32, u32),
}

/// One person's way in: so many bits in a second, behind a queue that drops what finds no place.
#[derive(Clone, Copy, Debug)]
struct Link {
    kbps: u64,
    free_at: Option<Instant>,
}

/// As long as a home router's queue may be.
const QUEUE: Duration = Duration::from_millis(400);
/// What UDP and IPv4 put around a datagram.
const AROUND_BYTES: u64 = 28;

impl Link {
    /// How long a datagram is under way in it; none if the queue is full.
    fn passes(&mut self, now: Instant, bytes: usize) -> Option<Duration> {
        let begins = self.free_at.map_or(now, |at| at.max(now));
        if begins - now > QUEUE {
            return None;
        }
        let bits = (bytes as u64 + AROUND_BYTES) * 8;
        let ends = begins + Duration::from_micros(bits * 1_000 / self.kbps);
        self.free_at = Some(ends);
        Some(ends - now)
    }
}

enum To {
    Relay(Remote),
    Person(PeerId),
}

struct Flying {
    at: Instant,
    number: u64,
    to: To,
    bytes: Vec<u8>,
}

impl PartialEq for Flying {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.number) == (other.at, other.number)
    }
}
impl Eq for Flying {}
impl PartialOrd for Flying {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Flying {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

pub(crate) struct World {
    pub(crate) now: Instant,
    pub(crate) relay: Relay,
    pub(crate) people: BTreeMap<PeerId, Person>,
    pub(crate) network: Network,
    links: BTreeMap<PeerId, Link>,
    pub(crate) news: Vec<News>,
    flying: BinaryHeap<Reverse<Flying>>,
    numbered: u64,
    seed: u64,
    voices_at: Instant,
    /// The last packet of each voice, as whoever sees it go by could write it down.
    pub(crate) overheard: BTreeMap<PeerId, Vec<u8>>,
    /// The last request of each, by which they say where they are.
    pub(crate) requests: BTreeMap<PeerId, Vec<u8>>,
}

/// The one moment that a virtual evening needs from the real clock: an `Instant` has no other start.
#[allow(clippy::disallowed_methods)]
fn start() -> Instant {
    Instant::now()
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self::sealed_by(seed, false)
    }

    /// As [`World::new`]; the session library may seal by itself.
    pub(crate) fn sealed_by(seed: u64, library_seals: bool) -> Self {
        println!("seed {seed}");
        let now = start();
        let config = Config {
            udp: vec![relay_address()],
            tcp: vec![relay_address()],
            library_seals,
        };
        Self {
            now,
            relay: Relay::new(config, now).unwrap(),
            people: BTreeMap::new(),
            network: Network {
                loss: 0,
                bent: 0,
                delay_ms: (5, 5),
            },
            links: BTreeMap::new(),
            news: Vec::new(),
            flying: BinaryHeap::new(),
            numbered: 0,
            seed,
            voices_at: now,
            overheard: BTreeMap::new(),
            requests: BTreeMap::new(),
        }
    }

    /// The next number of a small generator (xorshift, Marsaglia 2003).
    fn chance(&mut self, below: u32) -> u32 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        u32::try_from(self.seed % u64::from(below.max(1))).unwrap()
    }

    /// These people, connected, with their microphones on.
    pub(crate) fn with(seed: u64, people: &[u64]) -> Self {
        let mut world = Self::new(seed);
        world.come(people);
        world
    }

    pub(crate) fn come(&mut self, people: &[u64]) {
        let world = self;
        for id in people {
            world.join(PeerId(*id), Transport::Udp);
        }
        world.run(Duration::from_secs(2));
        for id in people {
            assert!(
                world.people[&PeerId(*id)].is_connected(),
                "{id} is not connected"
            );
            world.turned(PeerId(*id), true, false);
        }
    }

    pub(crate) fn join(&mut self, id: PeerId, transport: Transport) {
        let (person, offer) = Person::new(self.now, id, transport);
        self.people.insert(id, person);
        let join = Command::Join {
            room: ROOM,
            peer: id,
            attempt: 1,
            offer,
        };
        self.command(join);
        let answer = self.news.iter().rev().find_map(|news| match news {
            News::Answer { peer, answer, .. } if *peer == id => Some(answer.clone()),
            _ => None,
        });
        let answer = answer.expect("an answer");
        let now = self.now;
        self.people.get_mut(&id).unwrap().answered(now, &answer);
        self.send_of(id);
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.relay.command(self.now, command);
        self.collect();
    }

    pub(crate) fn rings(&mut self, rings: Vec<Ring>) {
        self.command(Command::Rings { room: ROOM, rings });
    }

    pub(crate) fn turned(&mut self, peer: PeerId, microphone: bool, camera: bool) {
        self.command(Command::Turned {
            room: ROOM,
            peer,
            microphone,
            camera,
        });
    }

    /// What requests call a person's connection, as the answer said.
    pub(crate) fn ufrag_of(&self, id: u64) -> String {
        let answer = self.news.iter().rev().find_map(|news| match news {
            News::Answer { peer, answer, .. } if *peer == PeerId(id) => Some(answer.as_str()),
            _ => None,
        });
        let line = answer
            .unwrap()
            .lines()
            .find_map(|line| line.strip_prefix("a=ice-ufrag:"));
        line.unwrap().to_owned()
    }

    /// Why a person's connection ended, each time that it did.
    pub(crate) fn endings(&self, id: u64) -> Vec<Ending> {
        let ending = |news: &News| match news {
            News::Lost { peer, why, .. } if *peer == PeerId(id) => Some(*why),
            _ => None,
        };
        self.news.iter().filter_map(ending).collect()
    }

    /// What a person has been told of their slots last.
    pub(crate) fn slots(&self, id: u64) -> Slots {
        let last = self.news.iter().rev().find_map(|news| match news {
            News::Slots { peer, slots, .. } if *peer == PeerId(id) => Some(*slots),
            _ => None,
        });
        last.unwrap_or_default()
    }

    /// What a person has heard in each slot since the last time that it was asked.
    pub(crate) fn heard(&mut self, id: u64) -> Vec<Heard> {
        std::mem::take(&mut self.people.get_mut(&PeerId(id)).unwrap().heard)
    }

    /// So much comes through to a person from now on, behind what waits for them already.
    pub(crate) fn narrow(&mut self, id: u64, kbps: u64) {
        let fresh = Link {
            kbps,
            free_at: None,
        };
        self.links.entry(PeerId(id)).or_insert(fresh).kbps = kbps;
    }

    /// Whatever is sent to a person comes through again.
    pub(crate) fn widen(&mut self, id: u64) {
        self.links.remove(&PeerId(id));
    }

    /// Forgets what everybody has heard.
    pub(crate) fn hush(&mut self) {
        for person in self.people.values_mut() {
            person.heard.clear();
            person.seen.clear();
        }
    }

    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(at) = self.next().filter(|at| *at <= end) {
            self.now = at.max(self.now);
            self.step();
        }
        self.now = end;
    }

    fn next(&self) -> Option<Instant> {
        let flying = self.flying.peek().map(|flying| flying.0.at);
        let people = self.people.values().map(|person| person.wakes_at);
        people
            .chain(flying)
            .chain([self.relay.next_timeout(), self.voices_at])
            .min()
    }

    fn step(&mut self) {
        let now = self.now;
        while self.flying.peek().is_some_and(|flying| flying.0.at <= now) {
            let Some(Reverse(flying)) = self.flying.pop() else {
                break;
            };
            match flying.to {
                To::Relay(from) => self.relay.datagram(now, from, &flying.bytes),
                To::Person(id) => {
                    if let Some(person) = self.people.get_mut(&id) {
                        person.receive(now, &flying.bytes);
                    }
                    self.send_of(id);
                }
            }
        }
        self.relay.timeout(now);
        let ids: Vec<PeerId> = self.people.keys().copied().collect();
        let speaks = self.voices_at <= now;
        if speaks {
            self.voices_at += VOICE_EVERY;
        }
        for id in ids {
            let person = self.people.get_mut(&id).unwrap();
            if speaks {
                person.speak(now);
            }
            if speaks || person.wakes_at <= now {
                person.time(now);
                self.send_of(id);
            }
        }
        self.collect();
    }

    fn send_of(&mut self, id: PeerId) {
        let Some(person) = self.people.get_mut(&id) else {
            return;
        };
        let from = person.remote();
        for bytes in std::mem::take(&mut person.out) {
            if is_voice(&bytes) {
                self.overheard.insert(id, bytes.clone());
            }
            if bytes.starts_with(&[0, 1]) {
                self.requests.insert(id, bytes.clone());
            }
            self.fly(To::Relay(from), bytes);
        }
    }

    fn collect(&mut self) {
        while let Some(news) = self.relay.next_news() {
            self.news.push(news);
        }
        while let Some(datagram) = self.relay.next_datagram() {
            let to = self
                .people
                .iter()
                .find(|(_, person)| person.remote() == datagram.to);
            if let Some(id) = to.map(|(id, _)| *id) {
                self.fly(To::Person(id), datagram.bytes);
            }
        }
    }

    fn fly(&mut self, to: To, mut bytes: Vec<u8>) {
        if self.chance(1_000) < self.network.loss {
            return;
        }
        if self.network.bent > 0 && self.chance(1_000) < self.network.bent {
            let at = self.chance(u32::try_from(bytes.len()).unwrap());
            if let Some(byte) = bytes.get_mut(at as usize) {
                *byte ^= 0x55;
            }
        }
        let (least, most) = self.network.delay_ms;
        let delay_ms = least + self.chance(most - least + 1);
        let link = match &to {
            To::Person(id) => self.links.get_mut(id),
            To::Relay(_) => None,
        };
        let waits = link.map_or(Some(Duration::ZERO), |link| {
            link.passes(self.now, bytes.len())
        });
        let Some(waits) = waits else { return };
        self.numbered += 1;
        self.flying.push(Reverse(Flying {
            at: self.now + waits + Duration::from_millis(u64::from(delay_ms)),
            number: self.numbered,
            to,
            bytes,
        }));
    }
}

/// Whether a packet is sealed and as small as a voice's.
fn is_voice(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| first >> 6 == 2)
        && bytes.get(1).is_some_and(|kind| kind & 0x7f >= 96)
        && bytes.len() < 100
}

/// A round: who leads and whose turn it is.
pub(crate) fn round(hearers: &[u64], lead: u64, turn: Option<u64>) -> Ring {
    Ring {
        hearers: hearers.iter().copied().map(PeerId).collect(),
        lead: Some(PeerId(lead)),
        turn: turn.map(PeerId),
        others: vec![],
    }
}

/// A payload that says whose it is.
pub(crate) fn payload(id: PeerId, number: u32) -> Arc<[u8]> {
    let mut bytes = vec![0xfc];
    bytes.extend(id.0.to_be_bytes());
    bytes.extend(number.to_be_bytes());
    bytes.into()
}
