//! Voice and video of a session: the program's side of the relay. Nothing that passes is kept, and
//! nothing of it is written down: a restart begins with every microphone off.
//!
//! - `Voices` is the relay and who waits for its answers; `RoomVoices` is what one room has of it.
//! - `around` says what a table's phone carries and plays for those around it.
//! - `sound` is what a room knows of its people's microphones, and what it tells them.
//! - `pages` takes a page's offer, `turn` makes credentials for an operator's own TURN server.
//! - `check_pages` and `check_view` are the page on which somebody tries sound and camera first.
//! - `voice_words` is what the pages say about sound, in the room and on that page.

mod around;
mod check_pages;
mod check_view;
#[cfg(test)]
mod check_view_tests;
mod desk;
mod pages;
pub(super) mod sound;
pub(super) mod turn;
mod voice_words;
mod words;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use relay::core::{Command, News, PeerId, Refusal, RoomId, Said};
use relay::wire::{Handle, Options};
use tokio::sync::oneshot;

pub(super) use around::Around;
pub(super) use check_pages::routes as check_routes;
pub(super) use check_view::table_check;
use desk::Desk;
pub(super) use pages::{Offer, answered, json, refused, routes};
pub(super) use voice_words::{CheckWords, VoiceWords};

use super::SessionId;
use super::wire::{IceServer, Seat};
use crate::config::{Media, is_this_machine};
use crate::site::chance::Chance;
use crate::site::clock;
use turn::{TurnServer, turn_credentials};

/// The relay of this program, if the operator gave it a port. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub struct Voices(Option<Arc<Running>>);

#[derive(Debug)]
struct Running {
    handle: Handle,
    desk: Arc<Desk>,
    turn: Option<TurnServer>,
}

/// Why no voice comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoVoices {
    /// The page has no seat here now, or another page of theirs has it.
    NoSeat,
    /// Asked too often.
    TooOften,
    /// The relay has more to do than it can.
    Busy,
    /// What the browser offered can't be taken.
    Offer(Refusal),
}

/// What an offer comes to.
pub(super) type Answered = Result<String, NoVoices>;

impl Voices {
    /// Starts the relay, if the operator gave it a port. `listen` is where the pages are, `host` what
    /// people type to come there.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn start(media: &Media, listen: SocketAddr, host: &str) -> Result<Self, String> {
        let Some((listen, advertise)) = media_at(media, listen, host)? else {
            return Ok(Self::default());
        };
        let options = Options {
            listen,
            advertise,
            library_seals: false,
        };
        let desk = Arc::new(Desk::default());
        let told = {
            let desk = Arc::clone(&desk);
            Box::new(move |news: News| desk.tell(news))
        };
        let handle = relay::wire::start(&options, clock::instant, told)
            .map_err(|error| format!("Voice and video can't start: {error}."))?;
        Ok(Self(Some(Arc::new(Running {
            handle,
            desk,
            turn: media.turn.clone(),
        }))))
    }

    /// Where the relay listens.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.0.as_ref().map(|running| running.handle.address())
    }

    /// A packet of a voice that the program makes itself, for somebody without a connection.
    pub fn said(&self, session: SessionId, seat: Seat, packet: Said) {
        if let Some(running) = &self.0 {
            let (room, peer) = (room_id(session), PeerId(seat));
            running.desk.makes(room, peer);
            let said = Command::Said { room, peer, packet };
            // A relay that has too much to do leaves it out: it would come too late.
            let _ = running.handle.say(said);
        }
    }

    /// A room's part of it. `wake` is called when there is news for the room; it must not wait.
    pub(super) fn room(
        &self,
        session: SessionId,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Option<RoomVoices> {
        let running = Arc::clone(self.0.as_ref()?);
        let id = room_id(session);
        running.desk.open(id, Box::new(wake));
        Some(RoomVoices { running, id })
    }
}

fn room_id(session: SessionId) -> RoomId {
    RoomId(session.0.cast_unsigned())
}

/// Where the relay listens, and the addresses that pages are told; nothing if there is none.
///
/// # Errors
/// A sentence for the operator.
pub fn media_at(
    media: &Media,
    listen: SocketAddr,
    host: &str,
) -> Result<Option<(SocketAddr, Vec<IpAddr>)>, String> {
    let Some(port) = media.port else {
        return Ok(None);
    };
    let advertise = advertised(media, listen.ip(), host, own_address)?;
    let listen = SocketAddr::new(bound_to(listen.ip(), &advertise), port);
    Ok(Some((listen, advertise)))
}

/// The addresses that pages are told. A circle on this machine alone is offered at the machine's own
/// address as well, if it has one: Firefox sends no voices to the loopback. Whoever else comes there
/// finds nothing but a port that answers to people with a seat.
fn advertised(
    media: &Media,
    listens: IpAddr,
    host: &str,
    own: impl Fn(IpAddr) -> Option<IpAddr>,
) -> Result<Vec<IpAddr>, String> {
    if !media.advertise.is_empty() {
        return Ok(media.advertise.clone());
    }
    // Behind a proxy pages are listened for at the loopback, and no voice would ever come there.
    let is_behind = listens.is_loopback() && !is_this_machine(host);
    if listens.is_unspecified() || is_behind {
        return Err(
            "Say with --advertise at which address people reach this machine: their \
                    browsers are told it, for voice and video."
                .into(),
        );
    }
    let own = listens.is_loopback().then(|| own(listens)).flatten();
    Ok([listens].into_iter().chain(own).collect())
}

/// Media come past a proxy, so what the pages listen at says little: on a machine of its own it is
/// the loopback.
fn bound_to(listens: IpAddr, advertise: &[IpAddr]) -> IpAddr {
    if advertise == [listens] {
        return listens;
    }
    let any_six = advertise.iter().any(IpAddr::is_ipv6);
    if any_six {
        IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED)
    } else {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED)
    }
}

/// The address by which this machine goes out now, of the same kind as `like`; none without a way
/// out. Nothing is sent: the system looks a way up to an address that is kept for examples
/// (RFC 5737, RFC 3849).
fn own_address(like: IpAddr) -> Option<IpAddr> {
    let (any, out) = match like {
        IpAddr::V4(_) => ("0.0.0.0:0", "192.0.2.1:9"),
        IpAddr::V6(_) => ("[::]:0", "[2001:db8::1]:9"),
    };
    let socket = UdpSocket::bind(any).ok()?;
    socket.connect(out).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

/// One room's part of the relay. It is closed with the room.
#[derive(Debug)]
pub(super) struct RoomVoices {
    running: Arc<Running>,
    id: RoomId,
}

impl RoomVoices {
    pub(super) fn room(&self) -> RoomId {
        self.id
    }

    /// Asks the relay for something. False if it has more to do than it can: then an offer is made
    /// again, and all else waits for its turn and is never lost.
    pub(super) fn say(&self, command: Command) -> bool {
        self.running.handle.say(command)
    }

    /// Hands a page's offer over; the answer comes by itself.
    pub(super) fn join(&self, seat: Seat, offer: String, answer: oneshot::Sender<Answered>) {
        let attempt = self.running.desk.wait(answer);
        let join = Command::Join {
            room: self.id,
            peer: PeerId(seat),
            attempt,
            offer,
        };
        if !self.say(join) {
            self.running.desk.answer(attempt, Err(NoVoices::Busy));
        }
    }

    /// What the relay has said since the last time.
    pub(super) fn news(&self) -> Vec<News> {
        self.running.desk.take(self.id)
    }

    /// The servers that a page may need to come through.
    pub(super) fn ice_servers(&self, now_ms: i64, chance: &Chance) -> Vec<IceServer> {
        let server = self.running.turn.iter().map(|turn| {
            let id = chance.id().cast_unsigned();
            let credentials =
                turn_credentials(&turn.secret, now_ms, turn::LIFETIME_SECONDS_MAX, id);
            IceServer {
                urls: vec![turn.url.clone()],
                username: credentials.username,
                credential: credentials.password,
            }
        });
        server.collect()
    }
}

impl Drop for RoomVoices {
    fn drop(&mut self) {
        self.running.desk.close(self.id);
        // Said is done, however much the relay has to do; false only if there is none any more.
        self.say(Command::Close { room: self.id });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(listen: &str, advertise: &[&str], host: &str) -> Result<Vec<IpAddr>, String> {
        let parsed = advertise.iter().filter_map(|address| address.parse().ok());
        let media = Media {
            port: Some(40_000),
            advertise: parsed.collect(),
            ..Media::default()
        };
        let listen = SocketAddr::new(listen.parse().map_err(|_| "no address")?, 8080);
        media_at(&media, listen, host).map(|at| at.map_or_else(Vec::new, |(_, told)| told))
    }

    #[test]
    fn an_address_that_nobody_reaches_is_asked_for() {
        // Behind a proxy, and at every address there is.
        for listen in ["127.0.0.1", "::1", "0.0.0.0"] {
            let refused = told(listen, &[], "renew.example.org").unwrap_err();
            assert!(refused.contains("--advertise"), "{listen}: {refused}");
            let given = told(listen, &["192.0.2.7"], "renew.example.org");
            assert_eq!(given, Ok(vec![IpAddr::from([192, 0, 2, 7])]), "{listen}");
        }
        let alone = told("127.0.0.1", &[], "localhost").map(|told| told[0]);
        assert_eq!(alone, Ok(IpAddr::from([127, 0, 0, 1])));
        let house = told("192.168.1.5", &[], "renew.house");
        assert_eq!(house, Ok(vec![IpAddr::from([192, 168, 1, 5])]));
    }

    #[test]
    fn on_one_machine_voices_are_offered_at_its_own_address_as_well() {
        let (loopback, own) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([192, 168, 1, 5]));
        let everywhere = IpAddr::from([0, 0, 0, 0]);
        let told = |media: &Media, listens, own| {
            let told = advertised(media, listens, "localhost", |_| own);
            told.map(|told| (bound_to(listens, &told), told))
        };
        let unsaid = Media::default();
        let both = Ok((everywhere, vec![loopback, own]));
        assert_eq!(told(&unsaid, loopback, Some(own)), both);
        let alone = Ok((loopback, vec![loopback]));
        assert_eq!(told(&unsaid, loopback, None), alone);
        let house = Ok((own, vec![own]));
        assert_eq!(told(&unsaid, own, Some(everywhere)), house);
        // What the operator says is all.
        let said = Media {
            advertise: vec![loopback],
            ..Media::default()
        };
        assert_eq!(told(&said, loopback, Some(own)), alone);
    }
}
