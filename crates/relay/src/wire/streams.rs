//! Connections that pages opened, where no UDP gets through.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry};

use super::framed::{Incoming, Outgoing};
use super::places::{Comes, Places};
use super::socket::canonical;
use super::stream_token;
use crate::core::{Remote, Transport};

/// Reads of one stream before the others have their turn.
const READS_MAX: usize = 16;
/// Connections let in before the next packet is looked at.
const ACCEPTS_MAX: usize = 64;
/// The system has no more file descriptors or memory: it is asked again after so long.
const BREATH: Duration = Duration::from_secs(1);
/// What the system itself keeps for who reads slowly, beside what we do: it would take megabytes, and
/// a voice that waited behind them is minutes old. Four pictures and voices over a way of 200 ms fit.
#[cfg(target_os = "linux")]
const SYSTEM_BYTES: usize = 64 * 1024;
/// How often it is looked whose time is up.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

struct Stream {
    stream: TcpStream,
    remote: SocketAddr,
    incoming: Incoming,
    outgoing: Outgoing,
}

pub(super) struct Streams {
    listener: TcpListener,
    open: Vec<Option<Stream>>,
    places: Places,
    by_remote: HashMap<SocketAddr, usize>,
    /// Somebody may wait to be let in, from then on.
    accepts_at: Option<Instant>,
    sweeps_at: Instant,
}

impl Streams {
    pub(super) fn new(listener: TcpListener, now: Instant) -> Self {
        Self {
            listener,
            open: Vec::new(),
            places: Places::default(),
            by_remote: HashMap::new(),
            accepts_at: None,
            sweeps_at: now,
        }
    }

    pub(super) fn listener(&mut self) -> &mut TcpListener {
        &mut self.listener
    }

    /// Somebody knocks. The system tells it once only, for all who wait.
    pub(super) fn knocked(&mut self, now: Instant) {
        // Who is out of breath is not to be hurried: everybody waits in the system's own queue.
        self.accepts_at.get_or_insert(now);
    }

    /// When somebody is to be let in who waits.
    pub(super) fn accepts_at(&self) -> Option<Instant> {
        self.accepts_at
    }

    /// Lets in who waits, as long as there is room.
    pub(super) fn accept(&mut self, registry: &Registry, now: Instant) {
        if self.accepts_at.is_some_and(|at| at <= now) {
            self.accepts_at = self.accept_all(registry, now, |listener| listener.accept());
        }
    }

    /// When it is to be tried again, if somebody may be left.
    fn accept_all(
        &mut self,
        registry: &Registry,
        now: Instant,
        next: impl Fn(&TcpListener) -> io::Result<(TcpStream, SocketAddr)>,
    ) -> Option<Instant> {
        for _ in 0..ACCEPTS_MAX {
            match next(&self.listener) {
                Ok((stream, remote)) => self.let_in(registry, now, stream, remote),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return None,
                    // Who knocked has gone again; the next may be there.
                    ErrorKind::Interrupted
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::ConnectionReset => {}
                    _ => return Some(now + BREATH),
                },
            }
        }
        Some(now)
    }

    fn let_in(
        &mut self,
        registry: &Registry,
        now: Instant,
        mut stream: TcpStream,
        remote: SocketAddr,
    ) {
        let remote = canonical(remote);
        let number = match self.places.come(now, remote.ip()) {
            Comes::To(number) => number,
            Comes::InsteadOf(number) => {
                self.drop_stream(number);
                number
            }
            // Dropping it closes it.
            Comes::Not => return,
        };
        let interest = Interest::READABLE | Interest::WRITABLE;
        let is_registered = registry
            .register(&mut stream, stream_token(number), interest)
            .is_ok();
        let holds_little = hold_little(&stream).is_ok();
        if !is_registered || !holds_little || stream.set_nodelay(true).is_err() {
            self.places.goes(number);
            return;
        }
        if self.open.len() <= number {
            self.open.resize_with(number + 1, || None);
        }
        self.open[number] = Some(Stream {
            stream,
            remote,
            incoming: Incoming::default(),
            outgoing: Outgoing::default(),
        });
        self.by_remote.insert(remote, number);
    }

    /// Reads what is there and hands out the datagrams of it.
    pub(super) fn read(
        &mut self,
        number: usize,
        now: Instant,
        mut took: impl FnMut(Remote, &[u8]),
    ) {
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        let from = remote_of(stream);
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
            let taken = stream.incoming.take(read, |datagram| {
                self.places.said(number, now);
                took(from, datagram);
            });
            if taken.is_err() {
                return self.close(number);
            }
        }
        // Whoever sends faster than this is no page of ours: a voice has fifty packets a second.
        self.close(number);
    }

    /// Sends a datagram, or drops it where nobody reads.
    pub(super) fn send(&mut self, now: Instant, to: SocketAddr, datagram: &[u8]) {
        let Some(number) = self.by_remote.get(&to).copied() else {
            return;
        };
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        stream.outgoing.lay(datagram);
        self.write_on(number, now);
    }

    /// Goes on writing.
    pub(super) fn write_on(&mut self, number: usize, now: Instant) {
        let Some(stream) = self.open.get_mut(number).and_then(Option::as_mut) else {
            return;
        };
        let mut is_stuck = false;
        while !is_stuck && !stream.outgoing.waiting().is_empty() {
            match stream.stream.write(stream.outgoing.waiting()) {
                Ok(0) => return self.close(number),
                Ok(count) => {
                    stream.outgoing.taken(count);
                    // Some went: what is left waits from now on.
                    self.places.is_stuck(number, now, false);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => is_stuck = true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.close(number),
            }
        }
        self.places.is_stuck(number, now, is_stuck);
    }

    /// Sends away whose time is up. `knows` says whose streams are somebody's.
    pub(super) fn sweep(&mut self, now: Instant, knows: impl Fn(Remote) -> bool) {
        if now < self.sweeps_at {
            return;
        }
        self.sweeps_at = now + SWEEP_EVERY;
        for (number, stream) in self.open.iter().enumerate() {
            if stream
                .as_ref()
                .is_some_and(|stream| knows(remote_of(stream)))
            {
                self.places.known(number, now);
            }
        }
        for number in self.places.over(now) {
            self.close(number);
        }
    }

    fn close(&mut self, number: usize) {
        self.drop_stream(number);
        self.places.goes(number);
    }

    fn drop_stream(&mut self, number: usize) {
        // Dropping a stream takes it off the poll as well.
        if let Some(stream) = self.open.get_mut(number).and_then(Option::take) {
            self.by_remote.remove(&stream.remote);
        }
    }
}

#[cfg(target_os = "linux")]
fn hold_little(stream: &TcpStream) -> io::Result<()> {
    use nix::sys::socket::{setsockopt, sockopt::SndBuf};
    Ok(setsockopt(stream, SndBuf, &SYSTEM_BYTES)?)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "where it can be done it can fail")]
fn hold_little(_stream: &TcpStream) -> io::Result<()> {
    Ok(())
}

fn remote_of(stream: &Stream) -> Remote {
    Remote {
        transport: Transport::Tcp,
        address: stream.remote,
    }
}

#[cfg(test)]
mod tests {
    use super::super::framed::WAITING_BYTES_MAX;
    use super::super::places::OF_ONE_NETWORK_MAX;
    use super::*;
    use mio::Poll;

    const SECOND: Duration = Duration::from_secs(1);

    struct Port {
        streams: Streams,
        poll: Poll,
        now: Instant,
        address: SocketAddr,
    }

    #[allow(clippy::disallowed_methods)] // An `Instant` has no other beginning.
    fn port() -> Port {
        let listener = TcpListener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let now = Instant::now();
        Port {
            streams: Streams::new(listener, now),
            poll: Poll::new().unwrap(),
            now,
            address,
        }
    }

    impl Port {
        fn knock(&self, count: usize) -> Vec<std::net::TcpStream> {
            let one = |_| std::net::TcpStream::connect(self.address).unwrap();
            (0..count).map(one).collect()
        }

        fn accept(&mut self) {
            self.streams.knocked(self.now);
            self.streams.accept(self.poll.registry(), self.now);
        }

        fn open(&self) -> usize {
            self.streams.open.iter().flatten().count()
        }

        fn sweep(&mut self, is_known: bool) {
            self.streams.sweep(self.now, |_| is_known);
        }
    }

    #[test]
    fn the_place_of_a_phone_that_went_silent_is_free_again() {
        let mut port = port();
        let mut phone = port.knock(1);
        port.accept();
        // A datagram of one byte, in its frame.
        phone[0].write_all(&[0, 1, 7]).unwrap();
        let mut came = 0;
        while came == 0 {
            port.streams.read(0, port.now, |_, _| came += 1);
        }
        // The phone is gone: neither side's system says so.
        for _ in 0..29 {
            port.now += SECOND;
            port.sweep(true);
        }
        assert_eq!(port.open(), 1);
        port.now += SECOND;
        port.sweep(true);
        assert_eq!(port.open(), 0);
        assert!(port.streams.by_remote.is_empty());
        let _others = port.knock(1);
        port.accept();
        assert_eq!((port.open(), port.streams.open.len()), (1, 1));
    }

    #[test]
    fn bytes_that_never_make_a_datagram_are_no_sign_of_life() {
        let mut port = port();
        let mut trickle = port.knock(1);
        port.accept();
        for byte in [0, 100, 1, 1, 1] {
            trickle[0].write_all(&[byte]).unwrap();
            port.now += SECOND;
            port.streams
                .read(0, port.now, |_, _| panic!("none is whole"));
            port.sweep(false);
        }
        assert_eq!(port.open(), 0);
    }

    #[test]
    fn all_who_wait_are_let_in_a_turn_at_a_time_and_one_address_has_its_share() {
        let mut port = port();
        let _all = port.knock(ACCEPTS_MAX + 10);
        port.accept();
        assert_eq!(port.open(), OF_ONE_NETWORK_MAX);
        assert_eq!(port.streams.accepts_at(), Some(port.now), "some are left");
        port.streams.accept(port.poll.registry(), port.now);
        assert_eq!(port.streams.accepts_at(), None);
        assert_eq!(port.open(), OF_ONE_NETWORK_MAX, "the others are sent away");
    }

    #[test]
    fn a_system_that_is_out_of_descriptors_is_given_a_breath() {
        let mut port = port();
        let asked = std::cell::Cell::new(0);
        // EMFILE, which has no name of its own.
        let full = |_: &TcpListener| {
            asked.set(asked.get() + 1);
            Err(io::Error::from_raw_os_error(24))
        };
        port.streams.accepts_at = port
            .streams
            .accept_all(port.poll.registry(), port.now, full);
        assert_eq!(asked.get(), 1);
        let _waits = port.knock(1);
        port.accept();
        assert_eq!(port.open(), 0, "not at once");
        port.now += SECOND;
        assert!(port.streams.accepts_at().is_some_and(|at| at <= port.now));
        port.streams.accept(port.poll.registry(), port.now);
        assert_eq!(
            port.open(),
            1,
            "whoever waited is let in without knocking again"
        );
    }

    #[test]
    fn who_never_reads_grows_nothing_and_is_sent_away() {
        let mut port = port();
        let mut deaf = port.knock(1);
        port.accept();
        let to = deaf[0].local_addr().unwrap();
        // Far more than the system itself keeps for them; on a busy machine it may still take the
        // last of a burst.
        let mut waiting = 0;
        for _ in 0..50 {
            for _ in 0..20_000 {
                port.streams.send(port.now, to, &[7; 1_200]);
            }
            let stream = port.streams.open[0].as_ref().unwrap();
            waiting = stream.outgoing.waiting().len();
            if waiting > 0 {
                break;
            }
        }
        assert!(waiting > 0 && waiting <= WAITING_BYTES_MAX, "{waiting}");
        let stuck_at = port.now;
        while port.open() > 0 {
            // The system takes its own time to move the rest from the one buffer to the other.
            std::thread::sleep(Duration::from_millis(1));
            assert!(port.now - stuck_at < 5_000 * SECOND, "though they speak");
            deaf[0].write_all(&[0, 1, 7]).unwrap();
            port.now += SECOND;
            port.streams.read(0, port.now, |_, _| ());
            port.streams.send(port.now, to, &[7; 1_200]);
            port.sweep(true);
        }
        assert!(
            port.now - stuck_at >= 10 * SECOND,
            "a bad moment ends nothing"
        );
    }
}
