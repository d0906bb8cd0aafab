//! Serves connections that are secret, as axum serves plain ones; but whoever asks nothing is not
//! waited for. In front of a plain listener stands a proxy, which sees to that. In front of this
//! one stands nobody.

use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Extension};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{mpsc, watch};
use tower::Layer as _;

use super::SecureListener;
use super::listener::SecureStream;
use crate::site::peer::Peer;

/// So long a connection may go without the whole head of a request. A browser that keeps one open
/// between two pages opens another when it needs it; a live line of a room is none any more.
pub(super) const HEAD_MAX: Duration = Duration::from_secs(60);

/// Serves `site` until `stop` is done, then lets open requests end.
pub async fn serve_secretly(
    mut listener: SecureListener,
    site: Router,
    stop: impl Future<Output = ()> + Send,
) {
    let (ending, ends) = watch::channel(());
    // Everybody who is served holds one end, and the last to go closes it.
    let (here, mut left) = mpsc::channel::<()>(1);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            (stream, peer) = listener.accept() => {
                let serving = serve_one(stream, Peer(peer), site.clone(), ends.clone());
                let here = here.clone();
                tokio::spawn(async move {
                    serving.await;
                    drop(here);
                });
            }
            () = &mut stop => break,
        }
    }
    drop((listener, here, ends));
    // Nobody may be there to hear it.
    let _ = ending.send(());
    left.recv().await;
}

/// Serves one connection until it ends, or becomes the live line of a room.
async fn serve_one(stream: SecureStream, peer: Peer, site: Router, mut ends: watch::Receiver<()>) {
    let site = Extension(ConnectInfo(peer)).layer(site);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX);
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
