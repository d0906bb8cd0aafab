//! All rooms and connections, and what comes in and goes out.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::bwe::{Bitrate, BweKind};
use str0m::change::SdpOffer;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::net::{Protocol, TcpType};
use str0m::{Candidate, Event, IceConnectionState, Output, Rtc};

use super::demux::{Class, class, ufrag};
use super::fit::FIRST_GUESS_KBPS;
use super::keys::{self, Overheard};
use super::offer::{Refusal, look};
use super::peer::Peer;
use super::route::Room;
use super::{
    Command, Datagram, News, PeerId, ROOM_PEERS_MAX, ROOMS_MAX, Remote, RoomId, Transport,
};

/// A page that hasn't connected by then won't any more: browsers give up after half a minute.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// Browsers send something every two or three seconds; after so long the line is dead.
const SILENT_FOR_MAX: Duration = Duration::from_secs(20);
/// How often dead connections are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(2);
/// Polls in a row. Whoever is left has its turn with the next packet: nobody turns in a circle while
/// others wait.
const POLLS_MAX: usize = 10_000;

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
    config: Config,
    crypto: Arc<CryptoProvider>,
    /// One for all: a page learns its fingerprint from the answer, over HTTPS.
    certificate: DtlsCert,
    peers: Vec<Option<Peer>>,
    free: Vec<usize>,
    sealed: u64,
    pub(crate) rooms: HashMap<RoomId, Room>,
    by_ufrag: HashMap<String, usize>,
    by_address: HashMap<Remote, usize>,
    timers: BTreeSet<(Instant, usize)>,
    touched: Vec<usize>,
    sweeps_at: Instant,
    out: VecDeque<Datagram>,
    news: VecDeque<News>,
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
            rooms: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            timers: BTreeSet::new(),
            touched: Vec::new(),
            sweeps_at: now + SWEEP_EVERY,
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

    /// Whether a connection that the other side opened has shown that it is somebody's.
    #[must_use]
    pub fn knows(&self, remote: Remote) -> bool {
        self.by_address.contains_key(&remote)
    }

    fn has_room(&self, room: RoomId) -> bool {
        self.rooms.contains_key(&room) || self.rooms.len() < ROOMS_MAX
    }

    fn join(
        &mut self,
        now: Instant,
        room: RoomId,
        id: PeerId,
        offer: &str,
    ) -> Result<String, Refusal> {
        let looked = look(offer)?;
        let offer = SdpOffer::from_sdp_string(&looked.sdp).map_err(|_| Refusal::Unreadable)?;
        let before = self.member(room, id);
        let members = self.rooms.get(&room).map_or(0, |room| room.members.len());
        if !self.has_room(room) || before.is_none() && members >= ROOM_PEERS_MAX {
            return Err(Refusal::Full);
        }
        let mut rtc = self.connection(now);
        let answer = rtc
            .sdp_api()
            .accept_offer(offer)
            .map_err(|_| Refusal::Unreadable)?;
        let ufrag = rtc.direct_api().local_ice_credentials().ufrag;
        let keys = keys::of_newest();
        let mut peer = Peer::new(room, id, rtc, (ufrag.clone(), keys), now);
        peer.negotiated(&looked.lines);
        if let Some(index) = before {
            // What their page was told still holds, until something else is told.
            if let Some(before) = self.peer(index) {
                (peer.told, peer.sound_only) = (before.told, before.sound_only);
            }
            self.remove(now, index);
        }
        let index = self.put(peer);
        self.by_ufrag.insert(ufrag, index);
        self.rooms
            .entry(room)
            .or_default()
            .members
            .insert(id, index);
        self.tell(now, room);
        self.touch(index);
        Ok(answer.to_sdp_string())
    }

    fn connection(&self, now: Instant) -> Rtc {
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .enable_bwe(Some(Bitrate::kbps(FIRST_GUESS_KBPS)))
            .build(now);
        for address in &self.config.udp {
            if let Ok(candidate) = Candidate::host(*address, Protocol::Udp) {
                rtc.add_local_candidate(candidate);
            }
        }
        for address in &self.config.tcp {
            let candidate = Candidate::builder()
                .tcp()
                .host(*address)
                .tcptype(TcpType::Passive);
            if let Ok(candidate) = candidate.build() {
                rtc.add_local_candidate(candidate);
            }
        }
        rtc
    }

    fn is_voice(&self, index: usize, bytes: &[u8]) -> bool {
        self.peer(index).is_some_and(|peer| peer.is_voice(bytes))
    }

    /// Whether a sealed packet is worth opening: a voice that nobody hears isn't.
    fn is_wanted(&mut self, now: Instant, index: usize, bytes: &[u8]) -> bool {
        let Some(peer) = self.peer_mut(index) else {
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

    fn learn(&mut self, now: Instant, index: usize, from: Remote) {
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

    /// Lets everybody whom something touched say what they have to say, until all is said.
    fn settle(&mut self, now: Instant) {
        for _ in 0..POLLS_MAX {
            let Some(index) = self.touched.pop() else {
                return;
            };
            if let Some(peer) = self.peer_mut(index) {
                peer.is_touched = false;
            }
            if self.drain(now, index).is_none() {
                self.lose(now, index);
            }
        }
    }

    /// None if the connection is broken.
    fn drain(&mut self, now: Instant, index: usize) -> Option<()> {
        let Some(peer) = self.peers.get_mut(index)?.as_mut() else {
            return Some(());
        };
        peer.try_pictures(now);
        let mut events = Vec::new();
        peer.rtc.handle_input(str0m::Input::Timeout(now)).ok()?;
        let wakes_at = loop {
            match peer.rtc.poll_output().ok()? {
                Output::Timeout(at) => break at,
                Output::Transmit(transmit) => {
                    let transport = match transmit.proto {
                        Protocol::Udp => Transport::Udp,
                        _ => Transport::Tcp,
                    };
                    let address = transmit.destination;
                    let to = Remote { transport, address };
                    let bytes: Vec<u8> = transmit.contents.into();
                    if peer.holds_back(&bytes) {
                        continue;
                    }
                    // An answer to a request goes to where it came from.
                    let is_answer = class(&bytes) == Some(Class::Stun);
                    let to = if is_answer {
                        to
                    } else {
                        peer.chosen = Some(to);
                        peer.goes_to(to)
                    };
                    self.out.push_back(Datagram { to, bytes });
                }
                Output::Event(event) => events.push(event),
            }
        };
        if !peer.rtc.is_alive() {
            return None;
        }
        // What is due at once is due after what else came in: it must not turn in a circle.
        let wakes_at = wakes_at.max(now + Duration::from_millis(1));
        if let Some(before) = peer.wakes_at.replace(wakes_at) {
            self.timers.remove(&(before, index));
        }
        self.timers.insert((wakes_at, index));
        for event in events {
            self.event(now, index, event)?;
        }
        Some(())
    }

    fn event(&mut self, now: Instant, index: usize, event: Event) -> Option<()> {
        match event {
            Event::RtpPacket(packet) => self.route(now, index, &packet),
            Event::KeyframeRequest(request) => self.wants_whole_picture(now, index, request.mid),
            Event::Connected => {
                let crypto = self.crypto.srtp_provider;
                let library_seals = self.config.library_seals;
                let peer = self.peer_mut(index)?;
                if !library_seals {
                    peer.agreed(crypto);
                }
                peer.is_connected = true;
                let (room, peer) = (peer.room, peer.id);
                self.say(News::Connected { room, peer });
                self.tell(now, room);
            }
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                let peer = self.peer_mut(index)?;
                let before = peer.fit;
                if !peer.rest.counts(now, estimate.as_u64() / 1_000) {
                    return Some(());
                }
                peer.fit.estimate(now, estimate.as_u64() / 1_000);
                let room = peer.room;
                // Most estimates change nothing for anybody.
                if !before.is_alike(&peer.fit) {
                    self.tell(now, room);
                }
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) | Event::Closed => {
                return None;
            }
            _ => {}
        }
        Some(())
    }

    fn sweep(&mut self, now: Instant) {
        let is_dead = |peer: &Peer| {
            let silent = now.saturating_duration_since(peer.heard_at);
            silent
                >= if peer.is_connected {
                    SILENT_FOR_MAX
                } else {
                    CONNECT_WITHIN
                }
        };
        let dead = |(index, peer): (usize, &Option<Peer>)| {
            peer.as_ref().is_some_and(is_dead).then_some(index)
        };
        let gone: Vec<usize> = self.peers.iter().enumerate().filter_map(dead).collect();
        for index in gone {
            self.lose(now, index);
        }
    }

    fn lose(&mut self, now: Instant, index: usize) {
        let Some(peer) = self.peer(index) else { return };
        let (room, id) = (peer.room, peer.id);
        self.say(News::Lost { room, peer: id });
        self.remove(now, index);
    }

    fn close(&mut self, now: Instant, room: RoomId) {
        let members = self
            .rooms
            .get(&room)
            .map(|room| room.members.values().copied().collect());
        let members: Vec<usize> = members.unwrap_or_default();
        for index in members {
            self.remove(now, index);
        }
        self.rooms.remove(&room);
    }

    fn put(&mut self, peer: Peer) -> usize {
        if let Some(index) = self.free.pop() {
            self.peers[index] = Some(peer);
            return index;
        }
        self.peers.push(Some(peer));
        self.peers.len() - 1
    }

    fn remove(&mut self, now: Instant, index: usize) {
        let Some(peer) = self.peers.get_mut(index).and_then(Option::take) else {
            return;
        };
        self.free.push(index);
        self.touched.retain(|touched| *touched != index);
        self.by_ufrag.remove(&peer.ufrag);
        for (address, _) in &peer.addresses {
            self.by_address.remove(address);
        }
        if let Some(at) = peer.wakes_at {
            self.timers.remove(&(at, index));
        }
        let Some(room) = self.rooms.get_mut(&peer.room) else {
            return;
        };
        room.members.remove(&peer.id);
        let others: Vec<usize> = room.members.values().copied().collect();
        for other in others {
            if let Some(other) = self.peer_mut(other) {
                other.forget(peer.id);
            }
        }
        self.tell(now, peer.room);
    }

    pub(crate) fn peer(&self, index: usize) -> Option<&Peer> {
        self.peers.get(index)?.as_ref()
    }

    pub(crate) fn peer_mut(&mut self, index: usize) -> Option<&mut Peer> {
        self.peers.get_mut(index)?.as_mut()
    }

    fn member(&self, room: RoomId, peer: PeerId) -> Option<usize> {
        self.rooms.get(&room)?.members.get(&peer).copied()
    }

    /// Has something to send.
    pub(crate) fn touch(&mut self, index: usize) {
        if let Some(peer) = self.peer_mut(index)
            && !std::mem::replace(&mut peer.is_touched, true)
        {
            self.touched.push(index);
        }
    }

    /// Packets of voices that went past the session library.
    #[must_use]
    pub fn sealed_here(&self) -> u64 {
        self.sealed
    }

    pub(crate) fn send_sealed(&mut self, datagram: Datagram) {
        self.sealed += 1;
        self.out.push_back(datagram);
    }

    pub(crate) fn say(&mut self, news: News) {
        self.news.push_back(news);
    }
}
