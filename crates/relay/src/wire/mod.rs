//! The forwarding unit on a port: one plain thread, UDP, and TCP of the same number for networks
//! that let no UDP through.
//!
//! Nothing waits for anything else on the way of a voice: there are no locks, and what the network
//! doesn't take at the moment is dropped, since a voice that comes late is noise.

mod burst;
mod framed;
mod mailbox;
mod pace;
mod places;
mod socket;
mod streams;
mod turn;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use mio::{Interest, Poll, Token, Waker};

use crate::core::{Command, Config, News, Relay};

use self::burst::Bursts;
use self::mailbox::{Sends, mailbox};
use self::pace::Pace;
use self::socket::listen;
use self::streams::Streams;
use self::turn::{LISTENER, Turn, UDP, WAKER};

/// Where to listen, and how pages find it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address and port of UDP and TCP. `[::]` is all addresses of IPv6 and of IPv4.
    pub listen: SocketAddr,
    /// Addresses that pages are told; the listened one if there is none.
    pub advertise: Vec<IpAddr>,
    /// Leaves sealing to the session library, to measure what that costs.
    pub library_seals: bool,
}

/// The port can't be had, or the system lets no thread or certificate be made.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the media port {0} can't be listened on: {1}")]
    Port(SocketAddr, io::Error),
    #[error("the media thread can't be started: {0}")]
    Thread(io::Error),
    #[error("no certificate could be made for media")]
    Certificate,
}

/// A running relay. Dropping it ends every connection and the thread.
#[derive(Debug)]
pub struct Handle {
    commands: Option<Sends>,
    waker: Arc<Waker>,
    thread: Option<JoinHandle<()>>,
    address: SocketAddr,
}

impl Handle {
    /// Asks the relay for something. False if it has more to do than it can, which is so only of what
    /// may be lost ([`Command::Join`], [`Command::Said`]): the caller tells the person to try again.
    pub fn say(&self, command: Command) -> bool {
        let Some(commands) = &self.commands else {
            return false;
        };
        let is_said = commands.send(command);
        // The thread may be asleep; if it can't be woken it wakes by its own timers.
        let _ = self.waker.wake();
        is_said
    }

    /// Where it listens: the port that the system chose, if it was to choose one.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.commands = None;
        let _ = self.waker.wake();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Starts a relay on the time of `clock`. `told` hears what it has to say, on its thread, and must not wait.
///
/// # Errors
/// [`StartError`], in words for the operator.
pub fn start(
    options: &Options,
    clock: fn() -> Instant,
    told: Box<dyn FnMut(News) + Send>,
) -> Result<Handle, StartError> {
    let (udp, tcp) =
        listen(options.listen).map_err(|error| StartError::Port(options.listen, error))?;
    let address = udp.local_addr().map_err(StartError::Thread)?;
    let poll = Poll::new().map_err(StartError::Thread)?;
    let waker = Arc::new(Waker::new(poll.registry(), WAKER).map_err(StartError::Thread)?);
    let (commands, inbox) = mailbox();
    let reached = reached_at(address, &options.advertise);
    let config = Config {
        udp: reached.clone(),
        tcp: reached,
        library_seals: options.library_seals,
    };
    let relay = Relay::new(config, clock()).map_err(|_| StartError::Certificate)?;
    let mut turn = Turn {
        poll,
        udp,
        bursts: Bursts::new(address),
        pace: Pace::new(clock()),
        streams: Streams::new(tcp, clock()),
        relay,
        inbox,
        told,
        clock,
        has_more: false,
    };
    turn.register().map_err(StartError::Thread)?;
    let thread = std::thread::Builder::new().name("voices".to_owned());
    let thread = thread
        .spawn(move || turn.run())
        .map_err(StartError::Thread)?;
    Ok(Handle {
        commands: Some(commands),
        waker,
        thread: Some(thread),
        address,
    })
}

/// What pages are told: each address with the port.
fn reached_at(listens: SocketAddr, advertise: &[IpAddr]) -> Vec<SocketAddr> {
    if advertise.is_empty() {
        return vec![listens];
    }
    let with_port = |address: &IpAddr| SocketAddr::new(*address, listens.port());
    advertise.iter().map(with_port).collect()
}

impl Turn {
    fn register(&mut self) -> io::Result<()> {
        let registry = self.poll.registry();
        registry.register(&mut self.udp, UDP, Interest::READABLE)?;
        registry.register(self.streams.listener(), LISTENER, Interest::READABLE)
    }
}

/// Tokens below this are not streams'.
const FIRST_STREAM: usize = 3;

fn stream_token(number: usize) -> Token {
    Token(number + FIRST_STREAM)
}

fn stream_number(token: Token) -> Option<usize> {
    token.0.checked_sub(FIRST_STREAM)
}
