//! A crowd of clients: rooms full of sockets, one of which says something so many times a second,
//! while all count what reaches them and how long it took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::community::Community;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Voice = Arc<tokio::sync::Mutex<SplitSink<Socket, Message>>>;

/// Frames that are still under way when a round ends are waited for so long.
const DRAIN: Duration = Duration::from_millis(300);

/// What reached the crowd in one round.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) deliveries: u64,
    pub(crate) bytes: u64,
    pub(crate) latencies_ms: Vec<f64>,
}

impl Tally {
    pub(crate) fn bytes_per_delivery(&self) -> usize {
        usize::try_from(self.bytes / self.deliveries.max(1)).unwrap_or(1)
    }
}

/// What a room says, and which frames count as a delivery.
#[derive(Clone, Copy, Debug)]
enum Talk {
    /// Raises and lowers a hand; events count.
    Hands,
    /// Says so many bytes; everything counts.
    Bytes(usize),
}

#[derive(Debug)]
struct Room {
    voice: Voice,
    said: AtomicU64,
    /// When something was last said, in microseconds since the crowd came; 0: nothing yet.
    said_at_us: AtomicU64,
    tally: Mutex<Tally>,
}

#[derive(Debug)]
pub(crate) struct Crowd {
    rooms: Vec<Arc<Room>>,
    talk: Talk,
    rate: f64,
    began: Instant,
}

impl Crowd {
    /// Everybody of `community` takes a seat and agrees.
    pub(crate) async fn take_seats(
        address: &str,
        community: &Community,
        rate: f64,
    ) -> Result<Self, String> {
        let mut crowd = Self {
            rooms: Vec::new(),
            talk: Talk::Hands,
            rate,
            began: Instant::now(),
        };
        for room in &community.rooms {
            let mut sockets = Vec::new();
            for (number, cookie) in room.cookies.iter().enumerate() {
                let url = format!(
                    "{address}/sessions/{}/socket?page={}",
                    room.session,
                    number + 1
                );
                let mut socket = connect(&url, address, Some(cookie)).await?;
                let agree = Message::text(r#"{"n":1,"do":"agree"}"#);
                socket
                    .send(agree)
                    .await
                    .map_err(|error| error.to_string())?;
                sockets.push(socket);
            }
            crowd.fill(sockets)?;
        }
        // Everybody's coming is told to everybody; let that pass before anything is measured.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(crowd)
    }

    /// The same crowd in front of the bare server.
    pub(crate) async fn broadcast(
        address: &str,
        rooms: u32,
        people: u32,
        rate: f64,
        bytes: usize,
    ) -> Result<Self, String> {
        let talk = Talk::Bytes(bytes);
        let mut crowd = Self {
            rooms: Vec::new(),
            talk,
            rate,
            began: Instant::now(),
        };
        for room in 0..rooms {
            let mut sockets = Vec::new();
            for _ in 0..people {
                sockets.push(connect(&format!("{address}/room/{room}"), address, None).await?);
            }
            crowd.fill(sockets)?;
        }
        Ok(crowd)
    }

    fn fill(&mut self, sockets: Vec<Socket>) -> Result<(), String> {
        let mut lines = Vec::new();
        for socket in sockets {
            let (voice, ears) = socket.split();
            lines.push((Arc::new(tokio::sync::Mutex::new(voice)), ears));
        }
        let voice = lines
            .first()
            .map(|(voice, _)| Arc::clone(voice))
            .ok_or("an empty room")?;
        let room = Arc::new(Room {
            voice,
            said: AtomicU64::new(1),
            said_at_us: AtomicU64::new(0),
            tally: Mutex::default(),
        });
        for (voice, ears) in lines {
            tokio::spawn(listen(
                Arc::clone(&room),
                voice,
                ears,
                self.talk,
                self.began,
            ));
        }
        self.rooms.push(room);
        Ok(())
    }

    /// Loads all rooms for `time` and tells what arrived.
    pub(crate) async fn load(&self, time: Duration) -> Tally {
        for room in &self.rooms {
            *room.tally.lock().unwrap_or_else(PoisonError::into_inner) = Tally::default();
        }
        let pause = Duration::from_secs_f64(1.0 / self.rate);
        let count = u32::try_from(self.rooms.len()).unwrap_or(1);
        let mut talkers = Vec::new();
        for (number, room) in (0_u32..).zip(&self.rooms) {
            let (room, talk, began) = (Arc::clone(room), self.talk, self.began);
            let first = pause * number / count;
            talkers.push(tokio::spawn(async move {
                tokio::time::sleep(first).await;
                let mut beat = tokio::time::interval(pause);
                let until = Instant::now() + time;
                while Instant::now() < until {
                    beat.tick().await;
                    say(&room, talk, began).await;
                }
            }));
        }
        for talker in talkers {
            let _ = talker.await;
        }
        tokio::time::sleep(DRAIN).await;
        let mut all = Tally::default();
        for room in &self.rooms {
            let tally = room.tally.lock().unwrap_or_else(PoisonError::into_inner);
            all.deliveries += tally.deliveries;
            all.bytes += tally.bytes;
            all.latencies_ms.extend(&tally.latencies_ms);
        }
        all
    }
}

async fn say(room: &Room, talk: Talk, began: Instant) {
    let n = room.said.fetch_add(1, Ordering::SeqCst) + 1;
    let words = match talk {
        Talk::Hands => format!(r#"{{"n":{n},"do":"hand","up":{}}}"#, n.is_multiple_of(2)),
        Talk::Bytes(bytes) => "x".repeat(bytes),
    };
    let now = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    room.said_at_us.store(now, Ordering::SeqCst);
    // A line that broke shows as missing deliveries.
    let _ = room.voice.lock().await.send(Message::text(words)).await;
}

async fn listen(
    room: Arc<Room>,
    voice: Voice,
    mut ears: SplitStream<Socket>,
    talk: Talk,
    began: Instant,
) {
    while let Some(Ok(frame)) = ears.next().await {
        let Message::Text(text) = frame else { continue };
        let counts = match talk {
            Talk::Hands => text.starts_with(r#"{"is":"ev""#),
            Talk::Bytes(_) => true,
        };
        if counts {
            let now = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            let waited = now.saturating_sub(room.said_at_us.load(Ordering::SeqCst));
            let mut tally = room.tally.lock().unwrap_or_else(PoisonError::into_inner);
            tally.deliveries += 1;
            tally.bytes += text.len() as u64;
            tally.latencies_ms.push(waited as f64 / 1000.0);
        } else if text.starts_with(r#"{"is":"ping""#) {
            let _ = voice
                .lock()
                .await
                .send(Message::text(r#"{"do":"pong"}"#))
                .await;
        }
    }
}

async fn connect(url: &str, origin: &str, cookie: Option<&str>) -> Result<Socket, String> {
    let url = url.replacen("http", "ws", 1);
    let mut request = url
        .into_client_request()
        .map_err(|error| error.to_string())?;
    let headers = request.headers_mut();
    if let Ok(origin) = origin.parse() {
        headers.insert("origin", origin);
    }
    if let Some(Ok(cookie)) = cookie.map(str::parse) {
        headers.insert("cookie", cookie);
    }
    let (mut socket, _) = tokio_tungstenite::connect_async(request)
        .await
        .map_err(|error| error.to_string())?;
    if let MaybeTlsStream::Plain(stream) = socket.get_mut() {
        let _ = stream.set_nodelay(true);
    }
    Ok(socket)
}
