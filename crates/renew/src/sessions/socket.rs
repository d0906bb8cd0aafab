//! One client's socket: frames in to the room, frames out that the room could not write itself, and
//! the limits on both.

use std::future::{poll_fn, ready};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::flood::Bucket;
use super::outbox::{self, Backlog, Incoming, Waiting};
use super::room::{Coming, LineId, RoomHandle};
use super::shared_wire::{SharedWire, Wire};
use super::wire::{Act, Close, FRAME_BYTES_MAX, Frame, Garbage, Said};
use crate::App;
use crate::people;
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
/// A client is asked this often whether it is there, however much the room has to tell: frames
/// that go out say nothing of whether anybody takes them in. Phones and proxies drop a line that
/// is silent for a minute; three tries fit into that.
const PING_EVERY: Duration = Duration::from_secs(15);
/// A line from which nothing came since so many pings is dead.
const PINGS_UNHEARD_MAX: u32 = 3;
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
pub(super) async fn serve(socket: WebSocket, room: RoomHandle, coming: Coming, app: App) {
    let mut wire = SharedWire::new(socket);
    // Whatever becomes of this task, the room does not go on writing to a socket nobody reads.
    let own = wire.owned();
    let (why, line) = talk_in(&room, &mut wire, coming, app).await;
    let socket = own.take_back();
    if let Some(line) = line {
        room.gone(line).await;
    }
    if let (Some(why), Some(mut socket)) = (why, socket) {
        send_close(&mut socket, why).await;
    }
}

/// Talks with a client in a room until either side ends it: why (`None` when the other side is
/// gone), and the line that the room had for it.
async fn talk_in(
    room: &RoomHandle,
    wire: &mut SharedWire<WebSocket>,
    coming: Coming,
    app: App,
) -> (Option<Close>, Option<LineId>) {
    let (outbox, incoming) = outbox::pair(wire.clone());
    let sign_in = coming.sign_in;
    let id = match room.come(coming, outbox).await {
        Ok(id) => id,
        Err(why) => return (Some(why), None),
    };
    // Ending a sign-in closes the lines that are there; one that was just about to be is asked
    // here, when it is there.
    let why = match people::is_signed_in(&app, sign_in).await {
        Ok(true) => None,
        Ok(false) => Some(Close::SignedOut),
        Err(error) => {
            tracing::warn!(%error, "a line's sign-in could not be read");
            Some(Close::Restarting)
        }
    };
    if why.is_some() {
        return (why, Some(id));
    }
    let mut client = Client::new(room.clone(), id, app.clock.clone());
    (client.talk(wire, incoming).await, Some(id))
}

pub(super) struct Client {
    room: RoomHandle,
    line: LineId,
    clock: Clock,
    bucket: Bucket,
    /// Pings since anything came.
    pings_unheard: u32,
}

impl Client {
    pub(super) fn new(room: RoomHandle, line: LineId, clock: Clock) -> Self {
        Self {
            bucket: Bucket::full(clock.now_ms()),
            room,
            line,
            clock,
            pings_unheard: 0,
        }
    }

    /// Carries frames both ways. The reason is `None` when the other side is gone.
    pub(super) async fn talk(
        &mut self,
        socket: &mut impl Wire,
        mut incoming: Incoming,
    ) -> Option<Close> {
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick of an interval comes at once, and nothing has to be asked yet.
        ping.tick().await;
        incoming.is_ready();
        let mut had_to_wait = false;
        loop {
            tokio::select! {
                biased;
                why = &mut incoming.close => {
                    return finish(socket, &mut incoming, why.unwrap_or(Close::Restarting)).await;
                }
                // Before anything is read, so that the room can soon write by itself again. But who
                // has a bad line is heard after each frame that had to wait.
                waiting = incoming.waiting.recv(), if !had_to_wait => {
                    let Some(waiting) = waiting else {
                        return Some(Close::Restarting);
                    };
                    match write(socket, waiting, &mut incoming).await {
                        Ok(waited) => had_to_wait = waited,
                        Err(why) => return why,
                    }
                }
                _ = ping.tick() => {
                    if self.pings_unheard >= PINGS_UNHEARD_MAX {
                        return Some(Close::Silent);
                    }
                    self.pings_unheard += 1;
                    incoming.backlog.add();
                    let ping = Waiting::Frame(self.ping());
                    if let Err(why) = write(socket, ping, &mut incoming).await {
                        return why;
                    }
                }
                message = socket.next() => {
                    self.pings_unheard = 0;
                    match self.take(message).await {
                        Taken::GoOn => {}
                        Taken::Stop(why) => return why,
                    }
                }
                () = ready(()), if had_to_wait => had_to_wait = false,
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

/// Writes what waits and all that waits behind it, then flushes once; whether it had to wait for
/// the other side to read. Meanwhile a reason to close still gets through.
async fn write(
    socket: &mut impl Wire,
    first: Waiting,
    incoming: &mut Incoming,
) -> Result<bool, Option<Close>> {
    let Incoming {
        backlog,
        waiting,
        close,
    } = incoming;
    let why = {
        let mut writing = pin!(write_out(socket, first, waiting, backlog));
        // Mostly the kernel takes it at once.
        let at_once = poll_fn(|cx| Poll::Ready(writing.as_mut().poll(cx))).await;
        if let Poll::Ready(done) = at_once {
            return done.map(|()| false).map_err(|_| None);
        }
        tokio::select! {
            biased;
            done = timeout(WRITE_MAX, writing.as_mut()) => return match done {
                Ok(Ok(())) => Ok(true),
                Ok(Err(_)) => Err(None),
                Err(_) => Err(Some(Close::TooSlow)),
            },
            why = told(close) => {
                if !hears_the_rest(why) {
                    return Err(Some(why));
                }
                match timeout(CLOSE_MAX, writing).await {
                    Ok(Ok(())) => why,
                    // A part of it may be lost, and a gap is worse than an early end.
                    _ => return Err(Some(why)),
                }
            }
        }
    };
    Err(finish(socket, incoming, why).await)
}

async fn write_out(
    socket: &mut impl Wire,
    first: Waiting,
    waiting: &mut mpsc::Receiver<Waiting>,
    backlog: &Backlog,
) -> Result<(), axum::Error> {
    let mut count = 1;
    feed(socket, first).await?;
    while let Ok(next) = waiting.try_recv() {
        feed(socket, next).await?;
        count += 1;
    }
    socket.flush().await?;
    // Only now: until then the room would come between.
    backlog.take_away(count);
    Ok(())
}

async fn feed(socket: &mut impl Wire, waiting: Waiting) -> Result<(), axum::Error> {
    match waiting {
        Waiting::Frame(frame) => socket.feed(Message::Text(frame)).await,
        Waiting::Flush => Ok(()),
    }
}

async fn told(close: &mut oneshot::Receiver<Close>) -> Close {
    close.await.unwrap_or(Close::Restarting)
}

/// Whether somebody who is closed still gets what was said before: who is slow can't, and who
/// signed out, perhaps because somebody else has their phone, shall not.
fn hears_the_rest(why: Close) -> bool {
    !matches!(why, Close::TooSlow | Close::SignedOut)
}

/// The room closes this client: what already waits is written first, as the end of a session is
/// told before the line is cut.
async fn finish(socket: &mut impl Wire, incoming: &mut Incoming, why: Close) -> Option<Close> {
    // From here on the room lays nothing more on the line.
    incoming.backlog.add();
    if hears_the_rest(why) {
        let rest = async {
            while let Ok(waiting) = incoming.waiting.try_recv() {
                if feed(socket, waiting).await.is_err() {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::pin::Pin;
    use std::task::Context;

    use futures_util::{Sink, Stream};
    use tokio::time::{advance, sleep};

    use super::super::outbox::Outbox;
    use super::*;
    use crate::site::clock::Clock;

    /// A socket without a network: what a client sends, and what it gets.
    struct Pipe {
        sent: mpsc::UnboundedReceiver<Message>,
        got: mpsc::UnboundedSender<Message>,
    }

    impl Stream for Pipe {
        type Item = Result<Message, axum::Error>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.sent.poll_recv(cx).map(|message| message.map(Ok))
        }
    }

    impl Sink<Message> for Pipe {
        type Error = axum::Error;

        fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
            // A phone that is gone takes nothing in; the sender hears of that much later.
            let _ = self.got.send(message);
            Ok(())
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }
    }

    /// A line in a room where something happens every five seconds. Whoever `answers` says that
    /// they are there when they are asked, and stays on when nothing happens for a while. Why the
    /// line was closed.
    async fn an_evening(answers: bool) -> Option<Close> {
        let (to_server, sent) = mpsc::unbounded_channel();
        let (got, mut from_server) = mpsc::unbounded_channel();
        let (room, line, _came) = RoomHandle::deaf();
        let mut wire = SharedWire::new(Pipe { sent, got });
        let (mut outbox, incoming) = outbox::pair(wire.clone());
        let talk = tokio::spawn(async move {
            let mut client = Client::new(room, line, Clock::fixed(0));
            client.talk(&mut wire, incoming).await
        });
        tokio::spawn(async move {
            while let Some(message) = from_server.recv().await {
                let asked = message.to_text().unwrap().contains(r#""is":"ping""#);
                if asked && answers {
                    let pong = Message::Text(r#"{"do":"pong"}"#.into());
                    let _ = to_server.send(pong);
                }
            }
            // The line stays as it is: a phone that lost its network closes nothing.
            std::future::pending::<()>().await;
        });
        for _ in 0..60 {
            sleep(Duration::from_secs(5)).await;
            outbox.send(Utf8Bytes::from_static(r#"{"is":"ev","ev":[]}"#));
            outbox.flush();
        }
        if answers {
            sleep(Duration::from_secs(120)).await;
        }
        close(&mut outbox).await;
        talk.await.unwrap()
    }

    /// Closes a line that is still there, as the end of the session does.
    async fn close(outbox: &mut Outbox) {
        outbox.close(Close::Ended);
        advance(Duration::from_secs(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn who_only_listens_in_a_lively_room_keeps_the_line() {
        assert_eq!(an_evening(true).await, Some(Close::Ended));
    }

    #[tokio::test(start_paused = true)]
    async fn a_dead_phone_in_a_lively_room_is_noticed() {
        assert_eq!(an_evening(false).await, Some(Close::Silent));
    }
}
