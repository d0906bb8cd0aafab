//! What is told to one client. The room lays it on the line itself, or, where it would have to
//! wait, leaves it to the client's task in a queue. A client that reads too slowly is closed with a
//! numbered code, and nobody else waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{mpsc, oneshot};

use super::shared_wire::{Direct, Laid};
use super::wire::Close;

/// Frames that may wait for one client. A whole session sends a few hundred frames in ninety
/// minutes, and the liveliest moments a dozen in a second: who is this far behind has lost the
/// line. Frames are shared between clients, so a full queue costs pointers, not copies.
const FRAMES_MAX: usize = 64;

/// How much waits for the client's task, or is being written by it. The room lays nothing on the
/// line meanwhile, so that what was said first is told first.
#[derive(Clone, Debug)]
pub(super) struct Backlog(Arc<AtomicUsize>);

impl Backlog {
    /// The task itself counts for one until it is ready to talk.
    fn new() -> Self {
        Self(Arc::new(AtomicUsize::new(1)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }

    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn take_away(&self, count: usize) {
        let before = self.0.fetch_sub(count, Ordering::SeqCst);
        debug_assert!(before >= count, "more was done than there was");
    }
}

/// What the client's task is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    Frame(Utf8Bytes),
    /// To wait until the kernel takes what the room has laid on the line.
    Flush,
}

/// The room's end.
#[derive(Debug)]
pub(super) struct Outbox {
    wire: Box<dyn Direct>,
    backlog: Backlog,
    has_unflushed: bool,
    waiting: mpsc::Sender<Waiting>,
    close: Option<oneshot::Sender<Close>>,
}

/// The client's end.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) backlog: Backlog,
    pub(super) waiting: mpsc::Receiver<Waiting>,
    pub(super) close: oneshot::Receiver<Close>,
}

/// The way to one client. All of it goes through the queue until the client's task is ready.
pub(super) fn pair(wire: impl Direct + 'static) -> (Outbox, Incoming) {
    let (sender, waiting) = mpsc::channel(FRAMES_MAX);
    let (close, closed) = oneshot::channel();
    let backlog = Backlog::new();
    let outbox = Outbox {
        wire: Box::new(wire),
        backlog: backlog.clone(),
        has_unflushed: false,
        waiting: sender,
        close: Some(close),
    };
    let incoming = Incoming {
        backlog,
        waiting,
        close: closed,
    };
    (outbox, incoming)
}

impl Incoming {
    /// The task is there: what comes from now on may be laid on the line, once what waits is gone.
    pub(super) fn is_ready(&self) {
        self.backlog.take_away(1);
    }
}

impl Outbox {
    /// Gives the client a frame, which may wait until [`Self::flush`]; a queue that is full closes
    /// its client. False when this client takes no more frames.
    pub(super) fn send(&mut self, frame: Utf8Bytes) -> bool {
        if self.backlog.is_empty() {
            match self.wire.feed(&frame, &self.backlog) {
                Laid::Done => {
                    self.has_unflushed = true;
                    return true;
                }
                Laid::Busy => {}
                Laid::Broken => return self.is_broken(),
            }
        }
        self.leave(Waiting::Frame(frame))
    }

    /// Sees to it that what was given goes out.
    pub(super) fn flush(&mut self) {
        // Whoever counted in after the last frame was fed flushes that, too.
        if !std::mem::take(&mut self.has_unflushed) || !self.backlog.is_empty() {
            return;
        }
        match self.wire.flush(&self.backlog) {
            Laid::Done => {}
            Laid::Busy => {
                self.leave(Waiting::Flush);
            }
            Laid::Broken => {
                self.is_broken();
            }
        }
    }

    fn leave(&mut self, waiting: Waiting) -> bool {
        self.backlog.add();
        match self.waiting.try_send(waiting) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.close(Close::TooSlow);
                false
            }
            Err(mpsc::error::TrySendError::Closed(_)) => false,
        }
    }

    /// The line broke, and nobody hears why; or it holds more than it may.
    fn is_broken(&mut self) -> bool {
        self.close(Close::TooSlow);
        false
    }

    /// Closes the client after what already waits. The first reason given stays.
    pub(super) fn close(&mut self, why: Close) {
        if let Some(close) = self.close.take() {
            // The client may be gone already; then there is nobody to tell.
            let _ = close.send(why);
        }
    }
}

/// The way to a client that takes everything out of its queue: no line.
#[cfg(test)]
pub(super) fn queue() -> (Outbox, Incoming) {
    #[derive(Debug)]
    struct NoWire;
    impl Direct for NoWire {
        fn feed(&self, _: &Utf8Bytes, _: &Backlog) -> Laid {
            Laid::Broken
        }
        fn flush(&self, _: &Backlog) -> Laid {
            Laid::Broken
        }
    }
    pair(NoWire)
}

#[cfg(test)]
impl Waiting {
    pub(super) fn frame(self) -> Utf8Bytes {
        match self {
            Self::Frame(frame) => frame,
            Self::Flush => Utf8Bytes::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_closes_its_client_and_takes_no_more() {
        let (mut outbox, mut incoming) = queue();
        for _ in 0..FRAMES_MAX {
            assert!(outbox.send(Utf8Bytes::from_static("x")));
        }
        assert!(!outbox.send(Utf8Bytes::from_static("x")));
        outbox.close(Close::Ended);
        assert_eq!(incoming.close.try_recv(), Ok(Close::TooSlow));
        assert_eq!(incoming.waiting.len(), FRAMES_MAX);
    }
}
