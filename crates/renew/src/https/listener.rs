//! Connections that have become secret.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::bounded::Bounded;
use super::places::Places;
use super::serving::{Arrivals, Manner};
use super::shown::PROOF_PROTOCOL;

/// A handshake is two messages each way. On the worst line that a room can be held over, it is
/// done in three seconds.
pub(super) const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Handshakes that may be under way at once, since they are what costs most. Sixty people who come
/// back together are done within a second.
const HANDSHAKES_MAX: u32 = 256;
/// And of these so many from one network: a hall full of people behind one address comes through,
/// and nobody keeps everybody else away from one machine.
const HANDSHAKES_PER_NETWORK_MAX: u32 = 64;
/// What is done waits here until the program takes it, which it does at once.
const READY_MAX: usize = 64;

/// So long a connection may go without the whole head of a request. A browser that keeps one open
/// between two pages opens another when it needs it; a live line of a room is none any more.
pub(super) const HEAD_MAX: Duration = Duration::from_secs(60);

/// A connection whose handshake is done.
pub(super) type SecureStream = TlsStream<Bounded>;

/// Gives connections whose handshake is done.
#[derive(Debug)]
pub struct SecureListener {
    ready: mpsc::Receiver<(SecureStream, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl SecureListener {
    /// Takes what comes to `listener`, as far as there are `places`. One handshake waits for no
    /// other.
    pub(super) fn new(listener: TcpListener, config: Arc<ServerConfig>, places: Places) -> Self {
        let (done, ready) = mpsc::channel(READY_MAX);
        let accepting = tokio::spawn(accept(listener, config, places, done));
        Self { ready, accepting }
    }
}

impl Drop for SecureListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Arrivals for SecureListener {
    type Stream = SecureStream;

    fn manner(&self) -> Manner {
        Manner {
            head_max: HEAD_MAX,
            stays: true,
        }
    }

    async fn next(&mut self) -> (SecureStream, SocketAddr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // Nothing accepts any more: the program ends, or that task panicked and has said so.
            None => std::future::pending().await,
        }
    }
}

type Done = mpsc::Sender<(SecureStream, SocketAddr)>;

async fn accept(mut listener: TcpListener, config: Arc<ServerConfig>, places: Places, done: Done) {
    let acceptor = TlsAcceptor::from(config);
    let under_way = Places::new(HANDSHAKES_MAX, HANDSHAKES_PER_NETWORK_MAX);
    loop {
        let (stream, peer) = accept_one(&mut listener, &places).await;
        let Some(handshake) = under_way.take(peer.ip()) else {
            // Closed; a browser tries again by itself.
            continue;
        };
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE_MAX, acceptor.accept(stream)).await
                && !has_seen_proof(&stream)
            {
                // Fails when the program ends, and the connection with it.
                let _ = done.send((stream, peer)).await;
            }
            drop(handshake);
        });
    }
}

/// The next connection that there is a place for. Those before it are closed: who waits for a place
/// would hold a file all the same.
pub(super) async fn accept_one(
    listener: &mut TcpListener,
    places: &Places,
) -> (Bounded, SocketAddr) {
    loop {
        // axum's own way of accepting: where no descriptor is left, it waits and tries again.
        let (stream, peer) = Listener::accept(listener).await;
        if let Some(place) = places.take(peer.ip()) {
            without_delay(&stream);
            return (Bounded::new(stream, place), peer);
        }
    }
}

/// Whether this was an authority, which has seen what it looked for in the handshake.
fn has_seen_proof(stream: &SecureStream) -> bool {
    let (_, connection) = stream.get_ref();
    connection.alpn_protocol() == Some(PROOF_PROTOCOL)
}

/// A turn change is a small frame, and it must not wait for the next one.
fn without_delay(stream: &TcpStream) {
    // A socket that can't be tuned is still a socket.
    let _ = stream.set_nodelay(true);
}
