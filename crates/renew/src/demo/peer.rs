//! A simulated peer's line: the same public socket as a browser's.

use std::time::Duration;

use circle::event::Event;
use circle::view::View;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::mind::{Mind, Past, Wish};
use super::speech::{PACKET, Speech, speaks};
use crate::site::clock::Clock;

/// How often a peer whose line was cut tries again, and how often in all: the demo's server runs
/// in the same process, so a line that can't be had means that the demo is over.
const TRY_AGAIN: Duration = Duration::from_secs(1);
const TRIES_MAX: u32 = 10;
/// Waits no longer than this for something to happen before looking again.
const LOOK_MS_MAX: i64 = 5_000;

/// One peer on one socket.
#[derive(Debug)]
pub(super) struct Peer {
    pub mind: Mind,
    /// `ws://host:port/sessions/ID/socket`
    pub socket: String,
    /// `http://host:port`
    pub origin: String,
    /// The session cookie, `name=value`.
    pub cookie: String,
    pub clock: Clock,
}

/// What the peer knows of the room.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) view: Option<View>,
    past: Past,
    /// Numbers its commands over all its lines.
    commands: u32,
    over: bool,
}

impl Peer {
    /// Sits in the circle until the session is over.
    pub(super) async fn sit(self, mut speech: Option<Speech>) {
        let mut seen = Seen::default();
        for _ in 0..TRIES_MAX {
            // Whatever cut the line is the server's to log; a peer just comes again.
            let _ = self.follow(&mut seen, &mut speech).await;
            if seen.over {
                return;
            }
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }

    async fn follow(&self, seen: &mut Seen, speech: &mut Option<Speech>) -> Result<(), Error> {
        let mut request =
            format!("{}?page={}", self.socket, self.mind.seed).into_client_request()?;
        let headers = request.headers_mut();
        for (name, value) in [("origin", &self.origin), ("cookie", &self.cookie)] {
            if let Ok(value) = value.parse() {
                headers.insert(name, value);
            }
        }
        let (mut line, _) = tokio_tungstenite::connect_async(request).await?;
        let mut wish: Option<(i64, Wish)> = None;
        let mut beat = interval(PACKET);
        beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        if speech.is_some() {
            line.send(Message::text(seen.switch_on())).await?;
        }
        loop {
            let now = self.clock.now_ms();
            let wait = wish
                .as_ref()
                .map_or(LOOK_MS_MAX, |(at, _)| (at - now).clamp(0, LOOK_MS_MAX));
            let wait = Duration::from_millis(u64::try_from(wait).unwrap_or_default());
            tokio::select! {
                frame = line.next() => {
                    let Some(frame) = frame else { return Ok(()) };
                    match frame? {
                        Message::Text(text) => {
                            if let Some(answer) = seen.take_in(&text) {
                                line.send(Message::text(answer)).await?;
                            }
                        }
                        Message::Close(_) => return Ok(()),
                        _ => {}
                    }
                    if seen.over {
                        return Ok(());
                    }
                }
                _ = beat.tick(), if speech.is_some() && seen.view.as_ref().is_some_and(speaks) => {
                    if let (Some(speech), Some(view)) = (speech.as_mut(), &seen.view) {
                        speech.go_on(view);
                    }
                    continue;
                }
                () = tokio::time::sleep(wait) => {
                    if let Some((_, due)) = wish.take_if(|(at, _)| *at <= self.clock.now_ms()) {
                        line.send(Message::text(seen.command(&due))).await?;
                    }
                }
            }
            seen.think(&self.mind, self.clock.now_ms(), &mut wish);
        }
    }
}

impl Seen {
    /// A new wish replaces an old one only if it is another: a peer who means to speak for two
    /// minutes does not begin anew with every quiet word that somebody sends. What has become due
    /// sooner comes sooner.
    pub(super) fn think(&self, mind: &Mind, now_ms: i64, wish: &mut Option<(i64, Wish)>) {
        let new = self
            .view
            .as_ref()
            .and_then(|view| mind.wish(view, &self.past, now_ms));
        let due = new.map(|new| (now_ms + new.after_ms, new));
        match (due, &mut *wish) {
            (Some((at, new)), Some((before, old))) if new.act == old.act => {
                *before = at.min(*before);
            }
            (due, _) => *wish = due,
        }
    }

    /// Takes in a frame; gives what has to be answered at once.
    pub(super) fn take_in(&mut self, text: &str) -> Option<String> {
        let mut frame: Value = serde_json::from_str(text).ok()?;
        match frame.get("is").and_then(Value::as_str)? {
            "view" => self.view = serde_json::from_value(frame["view"].take()).ok(),
            "ev" => {
                let events: Vec<Event> = serde_json::from_value(frame["ev"].take()).ok()?;
                if let Some(view) = &mut self.view {
                    // After a «refresh» the server sends a new view by itself.
                    for event in &events {
                        let _ = view.apply(event);
                    }
                }
            }
            "ping" => return Some(json!({ "do": "pong" }).to_string()),
            _ => {}
        }
        if let Some(view) = &self.view {
            self.past.follow(view);
        }
        // Some stay in the lounge until it closes.
        let ended =
            |view: &View| view.session.state == circle::view::State::Ended && view.lounge.is_none();
        self.over = self.view.as_ref().is_some_and(ended);
        None
    }

    /// Turns the microphone on.
    fn switch_on(&mut self) -> String {
        self.commands += 1;
        json!({ "n": self.commands, "do": "mic", "on": true }).to_string()
    }

    pub(super) fn command(&mut self, wish: &Wish) -> String {
        self.past.note(&wish.act);
        self.commands += 1;
        let mut command = serde_json::to_value(&wish.act).unwrap_or_default();
        command["n"] = json!(self.commands);
        command.to_string()
    }
}
