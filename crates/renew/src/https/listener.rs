//! Connections that have become secret.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::shown::PROOF_PROTOCOL;

/// A handshake is two messages each way. On the worst line that a room can be held over, it is
/// done in three seconds.
pub(super) const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Handshakes that may be under way at once. Sixty people who come back together are done within
/// a second, and the descriptors of a process (1,024 on many systems) must last for those who are
/// in.
const HANDSHAKES_MAX: u32 = 256;
/// And of these so many from one network: a hall full of people behind one address comes through,
/// and nobody keeps everybody else away from one machine.
const HANDSHAKES_PER_NETWORK_MAX: u32 = 64;
/// What is done waits here until the program takes it, which it does at once.
const READY_MAX: usize = 64;

/// A connection whose handshake is done.
pub(super) type SecureStream = TlsStream<TcpStream>;

/// Gives connections whose handshake is done.
#[derive(Debug)]
pub struct SecureListener {
    ready: mpsc::Receiver<(SecureStream, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl SecureListener {
    /// Takes what comes to `listener`. One handshake waits for no other.
    pub(super) fn new(listener: TcpListener, config: Arc<ServerConfig>) -> Self {
        let (done, ready) = mpsc::channel(READY_MAX);
        let accepting = tokio::spawn(accept(listener, config, done));
        Self { ready, accepting }
    }
}

impl Drop for SecureListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl SecureListener {
    /// The next connection whose handshake is done.
    pub(super) async fn accept(&mut self) -> (SecureStream, SocketAddr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // Nothing accepts any more: the program ends, or that task panicked and has said so.
            None => std::future::pending().await,
        }
    }
}

type Done = mpsc::Sender<(SecureStream, SocketAddr)>;

async fn accept(mut listener: TcpListener, config: Arc<ServerConfig>, done: Done) {
    let acceptor = TlsAcceptor::from(config);
    let under_way = UnderWay::default();
    loop {
        // axum's own way of accepting: where no descriptor is left, it waits and tries again.
        let (stream, peer) = Listener::accept(&mut listener).await;
        let Some(place) = under_way.begin(peer.ip()) else {
            // Closed; a browser tries again by itself.
            continue;
        };
        without_delay(&stream);
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE_MAX, acceptor.accept(stream)).await
                && !has_seen_proof(&stream)
            {
                // Fails when the program ends, and the connection with it.
                let _ = done.send((stream, peer)).await;
            }
            drop(place);
        });
    }
}

/// Whether this was an authority, which has seen what it looked for in the handshake.
fn has_seen_proof(stream: &SecureStream) -> bool {
    let (_, connection) = stream.get_ref();
    connection.alpn_protocol() == Some(PROOF_PROTOCOL)
}

/// A turn change is a small frame, and it must not wait for the next one.
pub(super) fn without_delay(stream: &TcpStream) {
    // A socket that can't be tuned is still a socket.
    let _ = stream.set_nodelay(true);
}

/// Handshakes that are not done, by the network that they come from.
#[derive(Clone, Debug, Default)]
struct UnderWay(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    all: u32,
    /// Never larger than [`HANDSHAKES_MAX`]: a network with none has no entry.
    by_network: HashMap<IpAddr, u32>,
}

/// One handshake's place, until it goes.
#[derive(Debug)]
struct Place {
    under_way: UnderWay,
    network: IpAddr,
}

impl UnderWay {
    /// A place for one more from this address; none when there are too many.
    fn begin(&self, address: IpAddr) -> Option<Place> {
        let network = network(address);
        let mut counts = self.counts();
        let from_here = counts.by_network.get(&network).copied().unwrap_or(0);
        if counts.all >= HANDSHAKES_MAX || from_here >= HANDSHAKES_PER_NETWORK_MAX {
            return None;
        }
        counts.all += 1;
        counts.by_network.insert(network, from_here + 1);
        Some(Place {
            under_way: self.clone(),
            network,
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.under_way.counts();
        counts.all = counts.all.saturating_sub(1);
        match counts.by_network.get_mut(&self.network) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                counts.by_network.remove(&self.network);
            }
        }
    }
}

/// One address (IPv4), or what one household is given (a /64 of IPv6).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let mut octets = address.octets();
            octets[8..].fill(0);
            Ipv6Addr::from(octets).into()
        }
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn begin(under_way: &UnderWay, address: &str) -> Option<Place> {
        under_way.begin(address.parse().unwrap())
    }

    #[test]
    fn one_network_takes_no_more_than_its_share_and_gets_its_places_back() {
        let under_way = UnderWay::default();
        let mut places: Vec<_> = (0..HANDSHAKES_PER_NETWORK_MAX)
            .map(|i| begin(&under_way, &format!("2001:db8::{i:x}")).unwrap())
            .collect();
        assert!(begin(&under_way, "2001:db8::ffff:1").is_none());
        assert!(begin(&under_way, "2001:db8:0:1::1").is_some());
        places.pop();
        let again = begin(&under_way, "2001:db8::1");
        assert!(again.is_some());
        drop((places, again));
        let counts = under_way.counts();
        assert!(counts.all == 0 && counts.by_network.is_empty());
    }

    #[test]
    fn all_together_have_an_end() {
        let under_way = UnderWay::default();
        let places: Vec<_> = (0..HANDSHAKES_MAX)
            .map(|i| begin(&under_way, &format!("192.0.{}.{}", i / 200, i % 200)).unwrap())
            .collect();
        assert!(begin(&under_way, "198.51.100.1").is_none());
        drop(places);
        assert!(begin(&under_way, "198.51.100.1").is_some());
    }
}
