//! Connections that pages opened, where no UDP gets through.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry};

use super::framed::{Incoming, Outgoing};
use super::stream_token;
use crate::core::{Remote, Transport};

/// Half the people of some twenty rooms, and those who only knock.
const STREAMS_MAX: usize = 512;
/// Who hasn't shown by then for whom they come is sent away: a browser asks at once.
const SHOW_WITHIN: Duration = Duration::from_secs(10);
/// Reads of one stream before the others have their turn.
const READS_MAX: usize = 16;
const ACCEPTS_MAX: usize = 64;

struct Stream {
    stream: TcpStream,
    remote: SocketAddr,
    since: Instant,
    incoming: Incoming,
    outgoing: Outgoing,
}

pub(super) struct Streams {
    listener: TcpListener,
    open: Vec<Option<Stream>>,
    by_remote: HashMap<SocketAddr, usize>,
    /// Streams that have not shown whose they are.
    strangers: Vec<usize>,
}

impl Streams {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            open: Vec::new(),
            by_remote: HashMap::new(),
            strangers: Vec::new(),
        }
    }

    pub(super) fn listener(&mut self) -> &mut TcpListener {
        &mut self.listener
    }

    /// Lets in who knocks, as long as there is room.
    pub(super) fn accept(&mut self, registry: &Registry, now: Instant) {
        for _ in 0..ACCEPTS_MAX {
            let Ok((mut stream, remote)) = self.listener.accept() else {
                return;
            };
            let Some(number) = self.free() else { continue };
            let interest = Interest::READABLE | Interest::WRITABLE;
            let is_registered = registry
                .register(&mut stream, stream_token(number), interest)
                .is_ok();
            if !is_registered || stream.set_nodelay(true).is_err() {
                continue;
            }
            self.open[number] = Some(Stream {
                stream,
                remote,
                since: now,
                incoming: Incoming::default(),
                outgoing: Outgoing::default(),
            });
            self.by_remote.insert(remote, number);
            self.strangers.push(number);
        }
    }

    fn free(&mut self) -> Option<usize> {
        if let Some(number) = self.open.iter().position(Option::is_none) {
            return Some(number);
        }
        if self.open.len() >= STREAMS_MAX {
            return None;
        }
        self.open.push(None);
        Some(self.open.len() - 1)
    }

    /// Reads what is there and hands out the datagrams of it.
    pub(super) fn read(&mut self, number: usize, mut took: impl FnMut(Remote, &[u8])) {
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        let from = Remote {
            transport: Transport::Tcp,
            address: stream.remote,
        };
        let mut buffer = [0; 16 * 1024];
        for _ in 0..READS_MAX {
            let count = match stream.stream.read(&mut buffer) {
                Ok(0) => return self.close(number),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return self.close(number),
            };
            let read = buffer.get(..count).unwrap_or_default();
            if stream
                .incoming
                .take(read, |datagram| took(from, datagram))
                .is_err()
            {
                return self.close(number);
            }
        }
        // Whoever sends faster than this is no page of ours: a voice has fifty packets a second.
        self.close(number);
    }

    /// Sends a datagram, or drops it where nobody reads.
    pub(super) fn send(&mut self, to: SocketAddr, datagram: &[u8]) {
        let Some(number) = self.by_remote.get(&to).copied() else {
            return;
        };
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        stream.outgoing.lay(datagram);
        self.write_on(number);
    }

    /// Goes on writing.
    pub(super) fn write_on(&mut self, number: usize) {
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        while !stream.outgoing.waiting().is_empty() {
            match stream.stream.write(stream.outgoing.waiting()) {
                Ok(0) => return self.close(number),
                Ok(count) => stream.outgoing.taken(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.close(number),
            }
        }
    }

    /// Sends strangers away whose time is up.
    pub(super) fn sweep(&mut self, now: Instant, knows: impl Fn(Remote) -> bool) {
        let strangers = std::mem::take(&mut self.strangers);
        for number in strangers {
            let Some(stream) = self.open.get(number).and_then(Option::as_ref) else {
                continue;
            };
            let remote = Remote {
                transport: Transport::Tcp,
                address: stream.remote,
            };
            if knows(remote) {
                continue;
            }
            if now.saturating_duration_since(stream.since) >= SHOW_WITHIN {
                self.close(number);
            } else {
                self.strangers.push(number);
            }
        }
    }

    fn close(&mut self, number: usize) {
        // Dropping a stream takes it off the poll as well.
        if let Some(stream) = self.open.get_mut(number).and_then(Option::take) {
            self.by_remote.remove(&stream.remote);
        }
    }
}
