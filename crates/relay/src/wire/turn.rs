//! One turn of the thread after the other: what came in goes to the relay, what it says goes out.

use std::io::ErrorKind;
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use mio::{Events, Poll, Token};

use super::burst::{AT_ONCE, Bursts};
use super::mailbox::Receives;
use super::pace::Pace;
use super::stream_number;
use super::streams::Streams;
use crate::core::{Command, News, Relay, Remote, Transport};

pub(super) const UDP: Token = Token(0);
pub(super) const LISTENER: Token = Token(1);
pub(super) const WAKER: Token = Token(2);

/// Bursts taken in before anything is sent: sending waits for at most a few milliseconds.
const BURSTS_MAX: usize = 4;
/// Commands done before the next packet is looked at.
const COMMANDS_AT_ONCE: usize = 64;
const EVENTS_MAX: usize = 256;

pub(super) struct Turn {
    pub(super) poll: Poll,
    pub(super) udp: UdpSocket,
    pub(super) bursts: Bursts,
    pub(super) pace: Pace,
    pub(super) streams: Streams,
    pub(super) relay: Relay,
    pub(super) inbox: Receives,
    pub(super) told: Box<dyn FnMut(News) + Send>,
    pub(super) clock: fn() -> Instant,
    /// There is more to read than was read: the system tells it once only.
    pub(super) has_more: bool,
}

impl Turn {
    pub(super) fn run(&mut self) {
        let mut events = Events::with_capacity(EVENTS_MAX);
        loop {
            // Before it is asked what came: the first packet of a moment would only wake us for nothing.
            let collects = self.pace.waits((self.clock)());
            if !collects.is_zero() {
                std::thread::sleep(collects);
            }
            let wait = self.wait();
            match self.poll.poll(&mut events, Some(wait)) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    tracing::error!(%error, "the media thread can't wait for packets and ends");
                    return;
                }
            }
            let mut reads_udp = std::mem::take(&mut self.has_more);
            for event in &events {
                match event.token() {
                    UDP => reads_udp = true,
                    LISTENER => self.streams.knocked((self.clock)()),
                    WAKER => {}
                    other => self.stream(other, event.is_writable()),
                }
            }
            self.streams.accept(self.poll.registry(), (self.clock)());
            if !self.commands() {
                return;
            }
            if reads_udp {
                self.read_udp();
            }
            let now = (self.clock)();
            self.relay.timeout(now);
            self.flush(now);
            let relay = &self.relay;
            self.streams.sweep(now, |remote| relay.knows(remote));
        }
    }

    /// How long nothing is to be done, unless something comes in.
    fn wait(&self) -> Duration {
        if self.has_more {
            return Duration::ZERO;
        }
        let at = self.relay.next_timeout();
        let at = self.streams.accepts_at().map_or(at, |other| other.min(at));
        at.saturating_duration_since((self.clock)())
    }

    /// False once nobody can ask for anything any more.
    fn commands(&mut self) -> bool {
        for _ in 0..COMMANDS_AT_ONCE {
            match self.inbox.next() {
                Ok(command) => {
                    // Nobody's voice waits while a whole circle comes back.
                    let is_slow = matches!(command, Command::Join { .. });
                    self.relay.command((self.clock)(), command);
                    if is_slow {
                        self.has_more = true;
                        return true;
                    }
                }
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
        self.has_more = true;
        true
    }

    fn read_udp(&mut self) {
        for _ in 0..BURSTS_MAX {
            let (relay, clock) = (&mut self.relay, self.clock);
            let read = self.bursts.receive(&self.udp, |address, bytes| {
                let transport = Transport::Udp;
                relay.datagram(clock(), Remote { transport, address }, bytes);
            });
            match read {
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // Somebody whom we wrote to is gone (ICMP); the next datagram may be another's.
                Err(_) => {}
                Ok(count) => {
                    self.pace.took((self.clock)(), count);
                    // Nothing more is there; whatever comes from now on is told anew.
                    if count < AT_ONCE {
                        return;
                    }
                }
            }
        }
        self.has_more = true;
    }

    fn stream(&mut self, token: Token, is_writable: bool) {
        let Some(number) = stream_number(token) else {
            return;
        };
        let (relay, at) = (&mut self.relay, (self.clock)());
        if is_writable {
            self.streams.write_on(number, at);
        }
        self.streams
            .read(number, at, |from, bytes| relay.datagram(at, from, bytes));
    }

    fn flush(&mut self, now: Instant) {
        while let Some(datagram) = self.relay.next_datagram() {
            match datagram.to.transport {
                Transport::Udp => self.bursts.send(&self.udp, datagram),
                Transport::Tcp => self.streams.send(now, datagram.to.address, &datagram.bytes),
            }
        }
        self.bursts.flush(&self.udp);
        while let Some(news) = self.relay.next_news() {
            if let News::Lost { why, .. } = &news {
                tracing::info!(%why, "a connection for voices has ended");
            }
            (self.told)(news);
        }
    }
}
