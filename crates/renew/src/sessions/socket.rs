//! One client's socket: frames in to the room, frames out from its queue, and the limits on both.

use std::pin::Pin;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::flood::Bucket;
use super::outbox::{self, Incoming};
use super::room::{Coming, LineId, RoomHandle};
use super::wire::{Act, Close, FRAME_BYTES_MAX, Frame, Garbage, SILENCE_MS_MAX, Said};
use crate::site::clock::Clock;

/// A frame that is too long by little is read whole and refused with its number; only from here on
/// is reading stopped. (A line that is closed with bytes unread is reset, and the number is lost.)
const READ_BYTES_MAX: usize = 4 * FRAME_BYTES_MAX;

/// Small buffers: the default is 128 kB for each connection, and our frames are a few hundred
/// bytes. Four kilobytes hold a whole reflection in most languages.
const BUFFER_BYTES: usize = 4 * 1024;
/// What may wait inside the socket beyond its buffer before a write fails: the largest snapshot
/// (sixty people, a format's texts) several times over.
const WRITE_BUFFER_BYTES_MAX: usize = 512 * 1024;
/// After so long without a frame to a client it is asked whether it is there. Phones and proxies
/// drop a line that is silent for a minute; three tries fit into that.
const PING_AFTER: Duration = Duration::from_secs(15);
/// A line that sends nothing for this long is dead.
const SILENCE_MAX: Duration = Duration::from_millis(SILENCE_MS_MAX as u64);
/// A write that is not done by then never will be: the kernel's own buffer is full and the other
/// side has stopped reading.
const WRITE_MAX: Duration = Duration::from_secs(10);
/// How long to wait for the other side to take the closing frame.
const CLOSE_MAX: Duration = Duration::from_secs(1);

/// Sets the limits of a socket before it opens.
pub(super) fn limited(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_BYTES_MAX)
        .max_message_size(READ_BYTES_MAX)
        .max_frame_size(READ_BYTES_MAX)
}

/// Tells a client why it can't come in, and closes.
pub(super) async fn turn_away(mut socket: WebSocket, why: Close) {
    send_close(&mut socket, why).await;
}

/// Serves a client until either side ends it.
pub(super) async fn serve(mut socket: WebSocket, room: RoomHandle, coming: Coming, clock: Clock) {
    let (outbox, incoming) = outbox::pair();
    let line = match room.come(coming, outbox).await {
        Ok(line) => line,
        Err(why) => return turn_away(socket, why).await,
    };
    let mut client = Client {
        bucket: Bucket::full(clock.now_ms()),
        room,
        line,
        clock,
    };
    let why = client.talk(&mut socket, incoming).await;
    client.room.gone(line).await;
    if let Some(why) = why {
        send_close(&mut socket, why).await;
    }
}

struct Client {
    room: RoomHandle,
    line: LineId,
    clock: Clock,
    bucket: Bucket,
}

impl Client {
    /// Carries frames both ways. The reason is `None` when the other side is gone.
    async fn talk(&mut self, socket: &mut WebSocket, mut incoming: Incoming) -> Option<Close> {
        let mut heard = Instant::now();
        let mut ping: Pin<Box<Sleep>> = Box::pin(sleep(PING_AFTER));
        loop {
            tokio::select! {
                biased;
                why = &mut incoming.close => {
                    return finish(socket, &mut incoming, why.unwrap_or(Close::Restarting)).await;
                }
                frame = incoming.frames.recv() => {
                    let Some(frame) = frame else {
                        return Some(Close::Restarting);
                    };
                    if let Err(why) = write(socket, frame, &mut incoming).await {
                        return why;
                    }
                    ping.as_mut().reset(Instant::now() + PING_AFTER);
                }
                message = socket.recv() => {
                    heard = Instant::now();
                    match self.take(message).await {
                        Taken::GoOn => {}
                        Taken::Stop(why) => return why,
                    }
                }
                () = &mut ping => {
                    if heard.elapsed() >= SILENCE_MAX {
                        return Some(Close::Silent);
                    }
                    if let Err(why) = write(socket, self.ping(), &mut incoming).await {
                        return why;
                    }
                    ping.as_mut().reset(Instant::now() + PING_AFTER);
                }
            }
        }
    }

    /// Takes what came from the client.
    async fn take(&mut self, message: Option<Result<Message, axum::Error>>) -> Taken {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Binary(_))) => return Taken::Stop(Some(Close::Garbage)),
            // The library answers a ping by itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return self.count(),
            Some(Ok(Message::Close(_))) | None => return Taken::Stop(None),
            // Too long, broken frames, or a line that broke: the close is sent if it still can be.
            Some(Err(_)) => return Taken::Stop(Some(Close::Garbage)),
        };
        if let Taken::Stop(why) = self.count() {
            return Taken::Stop(why);
        }
        match Said::read(&text) {
            Ok(Said { act: Act::Pong, .. }) => Taken::GoOn,
            Ok(said) => {
                if self.room.said(self.line, said).await {
                    Taken::GoOn
                } else {
                    Taken::Stop(Some(Close::Restarting))
                }
            }
            Err(Garbage::TooLong | Garbage::NotOurs | Garbage::TextTooLong) => {
                Taken::Stop(Some(Close::Garbage))
            }
        }
    }

    /// Every frame counts, whatever it is: a flood of pings is a flood.
    fn count(&mut self) -> Taken {
        if self.bucket.take(self.clock.now_ms()) {
            Taken::GoOn
        } else {
            Taken::Stop(Some(Close::Flood))
        }
    }

    fn ping(&self) -> Utf8Bytes {
        let frame: Frame<'_, (), ()> = Frame::Ping {
            now: self.clock.now_ms(),
        };
        serde_json::to_string(&frame).unwrap_or_default().into()
    }
}

enum Taken {
    GoOn,
    Stop(Option<Close>),
}

/// Writes a frame and all that wait behind it, then flushes once. While it waits for the other
/// side to read, a reason to close still gets through.
async fn write(
    socket: &mut WebSocket,
    first: Utf8Bytes,
    incoming: &mut Incoming,
) -> Result<(), Option<Close>> {
    let Incoming { frames, close } = incoming;
    let writing = async {
        socket.feed(Message::Text(first)).await?;
        while let Ok(frame) = frames.try_recv() {
            socket.feed(Message::Text(frame)).await?;
        }
        socket.flush().await
    };
    tokio::select! {
        biased;
        done = timeout(WRITE_MAX, writing) => match done {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(None),
            Err(_) => Err(Some(Close::TooSlow)),
        },
        why = told(close) => Err(Some(why)),
    }
}

async fn told(close: &mut oneshot::Receiver<Close>) -> Close {
    close.await.unwrap_or(Close::Restarting)
}

/// The room closes this client: what already waits is written first (the end of a session is
/// told before the line is cut), unless the client is closed for being slow.
async fn finish(socket: &mut WebSocket, incoming: &mut Incoming, why: Close) -> Option<Close> {
    if why != Close::TooSlow {
        let rest = async {
            while let Some(Some(frame)) = incoming.frames.recv().now_or_never() {
                if socket.feed(Message::Text(frame)).await.is_err() {
                    return;
                }
            }
            let _ = socket.flush().await;
        };
        let _ = timeout(CLOSE_MAX, rest).await;
    }
    Some(why)
}

/// Sends the numbered close and waits a moment for the other side to take it.
async fn send_close(socket: &mut WebSocket, why: Close) {
    let frame = CloseFrame {
        code: why.code(),
        reason: Utf8Bytes::default(),
    };
    let closing = async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    };
    let _ = timeout(CLOSE_MAX, closing).await;
}
