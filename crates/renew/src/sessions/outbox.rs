//! What waits for one client. A client that reads too slowly is closed with a numbered code, and
//! nobody else waits for it.

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{mpsc, oneshot};

use super::wire::Close;

/// Frames that may wait for one client. A whole session sends a few hundred frames in ninety
/// minutes, and the liveliest moments a dozen in a second: who is this far behind has lost the
/// line. Frames are shared between clients, so a full queue costs pointers, not copies.
const FRAMES_MAX: usize = 64;

/// The room's end.
#[derive(Debug)]
pub(super) struct Outbox {
    frames: mpsc::Sender<Utf8Bytes>,
    close: Option<oneshot::Sender<Close>>,
}

/// The client's end.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) frames: mpsc::Receiver<Utf8Bytes>,
    pub(super) close: oneshot::Receiver<Close>,
}

/// A queue for one client.
pub(super) fn pair() -> (Outbox, Incoming) {
    let (frames, waiting) = mpsc::channel(FRAMES_MAX);
    let (close, closed) = oneshot::channel();
    let outbox = Outbox {
        frames,
        close: Some(close),
    };
    let incoming = Incoming {
        frames: waiting,
        close: closed,
    };
    (outbox, incoming)
}

impl Outbox {
    /// Puts a frame into the queue; a queue that is full closes its client. False when this
    /// client takes no more frames.
    pub(super) fn send(&mut self, frame: Utf8Bytes) -> bool {
        match self.frames.try_send(frame) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.close(Close::TooSlow);
                false
            }
            Err(mpsc::error::TrySendError::Closed(_)) => false,
        }
    }

    /// Closes the client after what already waits. The first reason given stays.
    pub(super) fn close(&mut self, why: Close) {
        if let Some(close) = self.close.take() {
            // The client may be gone already; then there is nobody to tell.
            let _ = close.send(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_closes_its_client_and_takes_no_more() {
        let (mut outbox, mut incoming) = pair();
        for _ in 0..FRAMES_MAX {
            assert!(outbox.send(Utf8Bytes::from_static("x")));
        }
        assert!(!outbox.send(Utf8Bytes::from_static("x")));
        outbox.close(Close::Ended);
        assert_eq!(incoming.close.try_recv(), Ok(Close::TooSlow));
        assert_eq!(incoming.frames.len(), FRAMES_MAX);
    }
}
