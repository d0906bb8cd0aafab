//! A connection that has a place, and whose other side has to take what it is sent.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::places::Place;

/// So long nothing at all of an answer may be taken. Who has walked through a tunnel is back by
/// then, and who holds an answer open for its own sake gets no more of us.
pub(super) const STUCK_MAX: Duration = Duration::from_secs(30);

/// The place goes when the connection does: a live line that came of a request keeps it, long
/// after the request is over.
#[derive(Debug)]
pub(crate) struct Bounded<S = TcpStream> {
    stream: S,
    /// Runs while a write waits for the other side.
    stuck: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

impl<S> Bounded<S> {
    pub(super) fn new(stream: S, place: Place) -> Self {
        Self {
            stream,
            stuck: None,
            _place: place,
        }
    }

    /// What a write came to, or an error when it has waited for too long.
    fn in_time<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(STUCK_MAX)));
        match stuck.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.in_time(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.in_time(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ended = Pin::new(&mut self.stream).poll_shutdown(context);
        self.in_time(context, ended)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::time::timeout;

    use super::super::places::Places;
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_let_go_and_who_takes_a_little_is_not() {
        let places = Places::new(1, 1);
        let place = places.take([192, 0, 2, 7].into()).unwrap();
        let (ours, mut theirs) = duplex(8);
        let mut ours = Bounded::new(ours, place);
        let writing = tokio::spawn(async move { ours.write_all(&[7; 32]).await });
        let mut some = [0; 8];
        for _ in 0..3 {
            sleep(STUCK_MAX - Duration::from_secs(1)).await;
            theirs.read_exact(&mut some).await.unwrap();
        }
        assert!(writing.await.unwrap().is_ok());

        let place = places.take([192, 0, 2, 7].into()).unwrap();
        let (ours, _theirs) = duplex(8);
        let mut ours = Bounded::new(ours, place);
        let writing = timeout(2 * STUCK_MAX, ours.write_all(&[7; 32])).await;
        let error = writing.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(places.taken(), 1);
        drop(ours);
        assert_eq!(places.taken(), 0);
    }
}
