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

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
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
use crate::config::Media;
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
    /// Starts the relay, if the operator gave it a port. `listen` is where the pages are.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn start(media: &Media, listen: SocketAddr) -> Result<Self, String> {
        let Some((listen, advertise)) = media_at(media, listen)? else {
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
) -> Result<Option<(SocketAddr, Vec<IpAddr>)>, String> {
    let Some(port) = media.port else {
        return Ok(None);
    };
    let advertise = advertised(media, listen.ip())?;
    let listen = SocketAddr::new(bound_to(listen.ip(), &advertise), port);
    Ok(Some((listen, advertise)))
}

/// The addresses that pages are told.
fn advertised(media: &Media, listens: IpAddr) -> Result<Vec<IpAddr>, String> {
    if !media.advertise.is_empty() {
        return Ok(media.advertise.clone());
    }
    if listens.is_unspecified() {
        return Err(
            "Say with --advertise at which address people reach this machine: their \
                    browsers are told it, for voice and video."
                .into(),
        );
    }
    Ok(vec![listens])
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
