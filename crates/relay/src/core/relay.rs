//! All rooms and connections, and what is asked of them.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::config::{CryptoProvider, DtlsCert};

use super::keys::Overheard;
use super::offer::Refusal;
use super::peer::Peer;
use super::route::Room;
use super::{Command, Datagram, News, Remote, RoomId};

/// How often dead connections are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(2);

/// Where the relay is reached.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Told to pages: addresses and the port, of UDP and of TCP.
    pub udp: Vec<SocketAddr>,
    pub tcp: Vec<SocketAddr>,
    /// Leaves sealing to the session library, to measure what that costs.
    pub library_seals: bool,
}

/// The forwarding unit. Whoever holds it gives it what came in, then takes out all that goes.
#[derive(Debug)]
pub struct Relay {
    pub(crate) config: Config,
    pub(crate) crypto: Arc<CryptoProvider>,
    /// One for all: a page learns its fingerprint from the answer, over HTTPS.
    pub(crate) certificate: DtlsCert,
    pub(crate) peers: Vec<Option<Peer>>,
    pub(crate) free: Vec<usize>,
    pub(crate) sealed: u64,
    pub(crate) opened: u64,
    pub(crate) rooms: HashMap<RoomId, Room>,
    pub(crate) by_ufrag: HashMap<String, usize>,
    pub(crate) by_address: HashMap<Remote, usize>,
    pub(crate) timers: BTreeSet<(Instant, usize)>,
    pub(crate) touched: Vec<usize>,
    pub(crate) sweeps_at: Instant,
    /// What came in just now: for which connection, and from where.
    pub(crate) came: Option<(usize, Remote)>,
    pub(crate) out: VecDeque<Datagram>,
    pub(crate) news: VecDeque<News>,
}

impl Relay {
    /// A relay without rooms.
    ///
    /// # Errors
    /// The cryptography can't make a certificate.
    pub fn new(config: Config, now: Instant) -> Result<Self, Refusal> {
        let mut crypto = str0m::crypto::from_feature_flags();
        // The library wants it for ever; there is one for each relay, and one relay in a program.
        crypto.dtls_provider = Box::leak(Box::new(Overheard(crypto.dtls_provider)));
        let certificate = crypto.dtls_provider.generate_certificate();
        Ok(Self {
            config,
            certificate: certificate.ok_or(Refusal::Full)?,
            crypto: Arc::new(crypto),
            peers: Vec::new(),
            free: Vec::new(),
            sealed: 0,
            opened: 0,
            rooms: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            timers: BTreeSet::new(),
            touched: Vec::new(),
            sweeps_at: now + SWEEP_EVERY,
            came: None,
            out: VecDeque::new(),
            news: VecDeque::new(),
        })
    }

    /// Does what the program asks.
    pub fn command(&mut self, now: Instant, command: Command) {
        match command {
            Command::Join {
                room,
                peer,
                attempt,
                offer,
            } => {
                let said = match self.join(now, room, peer, &offer) {
                    Ok(answer) => News::Answer {
                        room,
                        peer,
                        attempt,
                        answer,
                    },
                    Err(why) => News::Refused {
                        room,
                        peer,
                        attempt,
                        why,
                    },
                };
                self.say(said);
            }
            Command::Leave { room, peer } => {
                if let Some(index) = self.member(room, peer) {
                    self.remove(now, index);
                }
            }
            Command::Rings { room, rings } => {
                if self.has_room(room) {
                    self.rooms.entry(room).or_default().ring(rings);
                    self.tell(now, room);
                }
            }
            Command::Turned {
                room,
                peer,
                microphone,
                camera,
            } => {
                if let Some(in_room) = self.rooms.get_mut(&room) {
                    in_room.turn(peer, microphone, camera);
                    self.tell(now, room);
                }
            }
            Command::Said { room, peer, packet } => self.said(now, room, peer, &packet),
            Command::Close { room } => self.close(now, room),
        }
        self.settle(now);
    }

    /// Lets time pass.
    pub fn timeout(&mut self, now: Instant) {
        while let Some((at, index)) = self.timers.first().copied() {
            if at > now {
                break;
            }
            self.timers.remove(&(at, index));
            if let Some(peer) = self.peer_mut(index) {
                peer.wakes_at = None;
                self.touch(index);
            }
        }
        if self.sweeps_at <= now {
            self.sweeps_at = now + SWEEP_EVERY;
            self.sweep(now);
        }
        self.settle(now);
    }

    /// When [`Relay::timeout`] is due.
    #[must_use]
    pub fn next_timeout(&self) -> Instant {
        let first = self.timers.first().map(|(at, _)| *at);
        first.map_or(self.sweeps_at, |at| at.min(self.sweeps_at))
    }

    /// The next thing to send.
    pub fn next_datagram(&mut self) -> Option<Datagram> {
        self.out.pop_front()
    }

    /// The next thing to tell the program.
    pub fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// Packets of voices that went past the session library.
    #[must_use]
    pub fn sealed_here(&self) -> u64 {
        self.sealed
    }

    /// Packets of voices that were opened past the session library.
    #[must_use]
    pub fn opened_here(&self) -> u64 {
        self.opened
    }

    pub(crate) fn send_sealed(&mut self, datagram: Datagram) {
        self.sealed += 1;
        self.out.push_back(datagram);
    }

    pub(crate) fn say(&mut self, news: News) {
        self.news.push_back(news);
    }

    pub(crate) fn peer(&self, index: usize) -> Option<&Peer> {
        self.peers.get(index)?.as_ref()
    }

    pub(crate) fn peer_mut(&mut self, index: usize) -> Option<&mut Peer> {
        self.peers.get_mut(index)?.as_mut()
    }

    /// Has something to send.
    pub(crate) fn touch(&mut self, index: usize) {
        if let Some(peer) = self.peer_mut(index)
            && !std::mem::replace(&mut peer.is_touched, true)
        {
            self.touched.push(index);
        }
    }
}
