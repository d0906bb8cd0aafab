//! Renew's relay in a process of its own, asked by lines of JSON.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{ChildStdin, Command as Process, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use relay::core::{AUDIO_SLOTS, Command, News, PeerId, Ring, RoomId};
use relay::wire;
use serde::{Deserialize, Serialize};

use super::caller::{Caller, Opens, home};
use super::crowd::Crowd;
use crate::process::Server;

const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// What the measurement asks of the server, a line each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Ask {
    Join {
        room: u64,
        peer: u64,
        offer: String,
    },
    Microphone {
        room: u64,
        peer: u64,
    },
    Ring {
        room: u64,
        #[serde(flatten)]
        floor: Floor,
    },
}

/// Who hears whom in a room.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Floor {
    pub(super) hearers: Vec<u64>,
    pub(super) lead: Option<u64>,
    pub(super) turn: Option<u64>,
    pub(super) others: Vec<u64>,
}

/// What the server says, a line each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Said {
    Answer { room: u64, peer: u64, sdp: String },
    Refused { why: String },
    Lost { room: u64, peer: u64 },
}

/// The running server.
pub(super) struct Ours {
    pub(super) server: Server,
    input: ChildStdin,
    said: Receiver<String>,
}

impl Ours {
    /// Starts it; the session library may do the sealing, as a floor to compare with.
    pub(super) fn start(library_seals: bool) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut child = Process::new(program)
            .arg("serve-relay")
            .args(library_seals.then_some("--library-seals"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the relay can't be started: {error}"))?;
        let input = child.stdin.take().ok_or("the relay has no input")?;
        let out = child.stdout.take().ok_or("the relay has no output")?;
        // Held from here on, so that a failure below ends the process.
        let server = Server::of(child, String::new());
        let (tell, said) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        let ours = Self {
            server,
            input,
            said,
        };
        match ours.said.recv_timeout(ANSWERS_WITHIN) {
            Ok(line) if line.starts_with("listening on ") => Ok(ours),
            Ok(line) => Err(format!("the relay said «{line}» instead of its address")),
            Err(_) => Err("the relay didn't start".into()),
        }
    }

    /// Brings somebody into a room, with their microphone on.
    pub(super) fn join(
        &mut self,
        crowd: &mut Crowd,
        room: u64,
        peer: u64,
        opens: Opens,
    ) -> Result<usize, String> {
        let now = Instant::now();
        let (mut caller, offer) = Caller::offering(now, peer, AUDIO_SLOTS, opens)?;
        self.ask(&Ask::Join { room, peer, offer })?;
        let answer = match self.next(ANSWERS_WITHIN)? {
            Some(Said::Answer {
                room: r,
                peer: p,
                sdp,
            }) if (r, p) == (room, peer) => sdp,
            other => return Err(format!("{peer} wanted to join and was told {other:?}")),
        };
        caller.answered(&answer)?;
        self.ask(&Ask::Microphone { room, peer })?;
        let place = crowd.add(caller)?;
        // Whoever is connecting already goes on with it.
        crowd.run_for(Duration::from_millis(1));
        Ok(place)
    }

    pub(super) fn ring(&mut self, room: u64, floor: Floor) -> Result<(), String> {
        self.ask(&Ask::Ring { room, floor })
    }

    /// How many connections the server has given up since it was asked last.
    pub(super) fn lost(&mut self) -> Result<u64, String> {
        let mut count = 0;
        while let Some(said) = self.next(Duration::ZERO)? {
            count += u64::from(matches!(said, Said::Lost { .. }));
        }
        Ok(count)
    }

    fn ask(&mut self, ask: &Ask) -> Result<(), String> {
        let line = serde_json::to_string(ask).map_err(|error| error.to_string())?;
        writeln!(self.input, "{line}").map_err(|error| format!("the relay is gone: {error}"))
    }

    fn next(&mut self, within: Duration) -> Result<Option<Said>, String> {
        match self.said.recv_timeout(within) {
            Ok(line) => serde_json::from_str(&line)
                .map(Some)
                .map_err(|error| format!("the relay said «{line}»: {error}")),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("the relay has ended".into()),
        }
    }
}

/// The relay until its input ends: what [`Ours`] starts.
pub(crate) fn serve(library_seals: bool) -> Result<(), String> {
    let options = wire::Options {
        listen: SocketAddr::new(home(), 0),
        advertise: Vec::new(),
        library_seals,
    };
    let relay = wire::start(&options, Instant::now, Box::new(|news| tell(&news)));
    let relay = relay.map_err(|error| error.to_string())?;
    println!("listening on {}", relay.address());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let ask = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        if !relay.say(command(ask)) {
            return Err("the relay has more to do than it can".into());
        }
    }
    Ok(())
}

fn command(ask: Ask) -> Command {
    match ask {
        Ask::Join { room, peer, offer } => Command::Join {
            room: RoomId(room),
            peer: PeerId(peer),
            attempt: 1,
            offer,
        },
        Ask::Microphone { room, peer } => Command::Turned {
            room: RoomId(room),
            peer: PeerId(peer),
            microphone: true,
            camera: false,
        },
        Ask::Ring { room, floor } => {
            let all = |ids: Vec<u64>| ids.into_iter().map(PeerId).collect();
            let ring = Ring {
                hearers: all(floor.hearers),
                lead: floor.lead.map(PeerId),
                turn: floor.turn.map(PeerId),
                others: all(floor.others),
            };
            Command::Rings {
                room: RoomId(room),
                rings: vec![ring],
            }
        }
    }
}

/// Says what the measurement has to know; the rest would only cost it time.
fn tell(news: &News) {
    let said = match news {
        News::Answer {
            room, peer, answer, ..
        } => Said::Answer {
            room: room.0,
            peer: peer.0,
            sdp: answer.clone(),
        },
        News::Refused { why, .. } => Said::Refused {
            why: why.to_string(),
        },
        News::Lost { room, peer, .. } => Said::Lost {
            room: room.0,
            peer: peer.0,
        },
        _ => return,
    };
    if let Ok(line) = serde_json::to_string(&said) {
        println!("{line}");
    }
}
