//! A client's socket, as its own task and the room hold it together.
//!
//! Mostly a client only listens: its task sleeps, and waking it for each frame costs more than
//! writing the frame. So the room lays frames on the line itself, as long as none wait for the
//! task. What the kernel does not take at once is the task's to wait for, never the room's.

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::task::{Context, Poll, Waker};

use axum::extract::ws::{Message, Utf8Bytes};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use tokio::task::coop;

use super::outbox::Backlog;

/// Both ways of a socket: a test brings one without a network.
pub(super) trait Wire:
    Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin
{
}

impl<T> Wire for T where
    T: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin
{
}

/// The socket, until its task takes it back to close it. Clones are one.
pub(super) struct SharedWire<W>(Arc<Mutex<Option<W>>>);

impl<W> Clone for SharedWire<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W> Debug for SharedWire<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedWire").finish_non_exhaustive()
    }
}

impl<W> SharedWire<W> {
    pub(super) fn new(wire: W) -> Self {
        Self(Arc::new(Mutex::new(Some(wire))))
    }

    /// What takes the socket away from everybody else when it goes, or before.
    pub(super) fn owned(&self) -> Owned<W> {
        Owned(self.clone())
    }

    /// The room holds it for one write that never waits, so this waits for as long at most.
    fn lock(&self) -> MutexGuard<'_, Option<W>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The socket's owner: the client's task.
pub(super) struct Owned<W>(SharedWire<W>);

impl<W> Owned<W> {
    /// Takes the socket away from everybody else.
    pub(super) fn take_back(&self) -> Option<W> {
        self.0.lock().take()
    }
}

impl<W> Drop for Owned<W> {
    fn drop(&mut self) {
        drop(self.take_back());
    }
}

/// What became of a frame that the room laid on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Laid {
    Done,
    /// The task is at it, or has to: it is to be told.
    Busy,
    Broken,
}

/// The room's way to a line. None of it waits.
pub(super) trait Direct: Debug + Send {
    /// Puts a frame behind those that are on the line, to be flushed. `Busy` has not taken it.
    fn feed(&self, frame: &Utf8Bytes, backlog: &Backlog) -> Laid;
    /// Gives the kernel what was fed. `Busy` leaves that, or what is left of it, to the task.
    fn flush(&self, backlog: &Backlog) -> Laid;
}

impl<W: Wire> SharedWire<W> {
    /// Does something with the socket if the task is idle and nothing waits for it. The backlog is
    /// read under the lock: the task counts itself in before it writes or ends and out when all is
    /// flushed, so that neither the order nor its waker is ever lost.
    fn if_idle(
        &self,
        backlog: &Backlog,
        act: impl FnOnce(&mut W, &mut Context<'_>) -> Poll<Result<(), axum::Error>>,
    ) -> Laid {
        let mut held = match self.0.try_lock() {
            Ok(held) => held,
            Err(TryLockError::Poisoned(held)) => held.into_inner(),
            Err(TryLockError::WouldBlock) => return Laid::Busy,
        };
        let Some(wire) = held.as_mut() else {
            return Laid::Broken;
        };
        if !backlog.is_empty() {
            return Laid::Busy;
        }
        match act(wire, &mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(())) => Laid::Done,
            Poll::Ready(Err(_)) => Laid::Broken,
            Poll::Pending => Laid::Busy,
        }
    }
}

impl<W: Wire + Send> Direct for SharedWire<W> {
    fn feed(&self, frame: &Utf8Bytes, backlog: &Backlog) -> Laid {
        self.if_idle(backlog, |wire, cx| {
            unconstrained(|cx| wire.poll_ready_unpin(cx), cx).map(|ready| {
                ready.and_then(|()| wire.start_send_unpin(Message::Text(frame.clone())))
            })
        })
    }

    fn flush(&self, backlog: &Backlog) -> Laid {
        self.if_idle(backlog, |wire, cx| {
            unconstrained(|cx| wire.poll_flush_unpin(cx), cx)
        })
    }
}

/// Polls beyond the share of work that the runtime grants a task at a time: the room writes to all
/// of its lines in one go, and a share that is used up looks like a line that takes no more.
fn unconstrained<T>(
    poll: impl FnMut(&mut Context<'_>) -> Poll<T> + Unpin,
    cx: &mut Context<'_>,
) -> Poll<T> {
    let polled = coop::unconstrained(std::future::poll_fn(poll));
    let mut polled = std::pin::pin!(polled);
    Future::poll(polled.as_mut(), cx)
}

/// The task's side. A line that was taken back has ended.
impl<W: Wire> Stream for SharedWire<W> {
    type Item = Result<Message, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.lock().as_mut() {
            Some(wire) => wire.poll_next_unpin(cx),
            None => Poll::Ready(None),
        }
    }
}

impl<W: Wire> SharedWire<W> {
    fn poll_with(
        &self,
        poll: impl FnOnce(&mut W) -> Poll<Result<(), axum::Error>>,
    ) -> Poll<Result<(), axum::Error>> {
        match self.lock().as_mut() {
            Some(wire) => poll(wire),
            None => Poll::Ready(Err(taken())),
        }
    }
}

fn taken() -> axum::Error {
    axum::Error::new(std::io::Error::from(std::io::ErrorKind::NotConnected))
}

impl<W: Wire> Sink<Message> for SharedWire<W> {
    type Error = axum::Error;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_with(|wire| wire.poll_ready_unpin(cx))
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        match self.lock().as_mut() {
            Some(wire) => wire.start_send_unpin(message),
            None => Err(taken()),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_with(|wire| wire.poll_flush_unpin(cx))
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_with(|wire| wire.poll_close_unpin(cx))
    }
}

#[cfg(test)]
mod tests;
