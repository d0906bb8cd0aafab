//! Serves connections, secret or plain, as axum does; but whoever asks nothing is not waited for,
//! and neither is, at the end, whoever doesn't end. Nobody may stand in front to see to that.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Extension};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower::Layer as _;

use crate::site::peer::Peer;

/// So long open requests have at the end. systemd waits for 90 seconds before it makes a program
/// end, and the database has to be closed by then.
pub(super) const END_MAX: Duration = Duration::from_secs(15);
/// What one connection may hold of what is read and written. The head of a request, with all our
/// cookies, is a tenth of it.
const BUFFER_BYTES_MAX: usize = 64 * 1024;

/// Where connections come from.
pub(crate) trait Arrivals: Send {
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// How those who come are served.
    fn manner(&self) -> Manner;

    /// The next that has come, and from where.
    fn next(&mut self) -> impl Future<Output = (Self::Stream, SocketAddr)> + Send;
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// So long a connection may go without the whole head of a request.
    pub(super) head_max: Duration,
    /// Whether a second request may come over the same connection.
    pub(super) stays: bool,
}

/// Serves `site` until `stop` is done, then lets open requests end, if they do so in time.
pub(crate) async fn serve(
    mut arrivals: impl Arrivals,
    site: Router,
    stop: impl Future<Output = ()> + Send,
) {
    let manner = arrivals.manner();
    let (ending, ends) = watch::channel(());
    let mut served = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            (stream, peer) = arrivals.next() => {
                served.spawn(serve_one(stream, manner, Peer(peer), site.clone(), ends.clone()));
            }
            Some(_) = served.join_next() => {}
            () = &mut stop => break,
        }
    }
    drop((arrivals, ends));
    // Nobody may be there to hear it.
    let _ = ending.send(());
    let all = async { while served.join_next().await.is_some() {} };
    if timeout(END_MAX, all).await.is_err() {
        tracing::info!(
            open = served.len(),
            "requests that did not end in time are broken off"
        );
        served.shutdown().await;
    }
}

/// Serves one connection until it ends, or becomes the live line of a room.
async fn serve_one(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    manner: Manner,
    peer: Peer,
    site: Router,
    mut ends: watch::Receiver<()>,
) {
    let site = Extension(ConnectInfo(peer)).layer(site);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(manner.head_max)
        .keep_alive(manner.stays)
        .max_buf_size(BUFFER_BYTES_MAX);
    let serving = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(site));
    let mut serving = std::pin::pin!(serving.with_upgrades());
    tokio::select! {
        // A line that breaks is nobody's fault, and says nothing.
        _ = serving.as_mut() => {}
        _ = ends.changed() => {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await;
        }
    }
}
