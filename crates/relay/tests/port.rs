//! The relay on a real port: somebody over UDP and somebody over TCP hear each other.

// A test says by panicking that something is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

#[path = "evening/person.rs"]
mod person;

/// What `person` needs of an evening.
mod world {
    use std::net::SocketAddr;
    use std::sync::Arc;

    use relay::core::PeerId;

    pub(crate) fn relay_address() -> SocketAddr {
        "127.0.0.1:9".parse().unwrap()
    }

    pub(crate) fn payload(id: PeerId, number: u32) -> Arc<[u8]> {
        let mut bytes = vec![0xfc];
        bytes.extend(id.0.to_be_bytes());
        bytes.extend(number.to_be_bytes());
        bytes.into()
    }
}

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use person::Person;
use relay::core::{Command, News, PeerId, Ring, RoomId, Transport};
use relay::wire::{Handle, Options, StartError, start};

const ROOM: RoomId = RoomId(1);
/// Longer than any of it takes on a crowded machine.
const PATIENCE: Duration = Duration::from_secs(30);
const VOICE_EVERY: Duration = Duration::from_millis(20);

#[allow(clippy::disallowed_methods)] // Real sockets have real time.
fn clock() -> Instant {
    Instant::now()
}

fn options(listen: SocketAddr) -> Options {
    advertised(listen, &[])
}

fn advertised(listen: SocketAddr, advertise: &[IpAddr]) -> Options {
    Options {
        listen,
        advertise: advertise.to_vec(),
        library_seals: false,
    }
}

fn running() -> (Handle, Receiver<News>) {
    running_as(&options("127.0.0.1:0".parse().unwrap()))
}

fn running_as(options: &Options) -> (Handle, Receiver<News>) {
    let (told, news) = channel();
    let tell = Box::new(move |said| drop(told.send(said)));
    let handle = start(options, clock, tell).unwrap();
    (handle, news)
}

enum Line {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

struct Caller {
    person: Person,
    line: Line,
}

impl Caller {
    fn join(id: u64, transport: Transport, relay: &Handle, news: &Receiver<News>) -> Self {
        Self::join_at(id, transport, relay.address(), (relay, news))
    }

    /// Joins by one of the relay's addresses.
    fn join_at(
        id: u64,
        transport: Transport,
        at: SocketAddr,
        (relay, news): (&Handle, &Receiver<News>),
    ) -> Self {
        let (line, own) = match transport {
            Transport::Udp => {
                let any = if at.is_ipv6() {
                    "[::1]:0"
                } else {
                    "127.0.0.1:0"
                };
                let socket = UdpSocket::bind(any).unwrap();
                socket.set_nonblocking(true).unwrap();
                socket.connect(at).unwrap();
                let own = socket.local_addr().unwrap();
                (Line::Udp(socket), own)
            }
            Transport::Tcp => {
                let stream = TcpStream::connect(at).unwrap();
                stream.set_nonblocking(true).unwrap();
                let own = stream.local_addr().unwrap();
                (Line::Tcp(stream, Vec::new()), own)
            }
        };
        let peer = PeerId(id);
        let (mut person, offer) = Person::at(clock(), peer, (transport, own), at);
        assert!(relay.say(Command::Join {
            room: ROOM,
            peer,
            attempt: id,
            offer
        }));
        let answer = loop {
            if let News::Answer {
                attempt, answer, ..
            } = news.recv_timeout(PATIENCE).unwrap()
                && attempt == id
            {
                break answer;
            }
        };
        person.answered(clock(), &answer);
        Self { person, line }
    }

    fn turn(&mut self) {
        let now = clock();
        for datagram in self.line.read() {
            self.person.receive(now, &datagram);
        }
        self.person.time(now);
        for datagram in std::mem::take(&mut self.person.out) {
            self.line.write(&datagram);
        }
    }
}

impl Line {
    fn read(&mut self) -> Vec<Vec<u8>> {
        let mut buffer = [0; 4_096];
        let mut all = Vec::new();
        match self {
            Self::Udp(socket) => {
                while let Ok(length) = socket.recv(&mut buffer) {
                    all.push(buffer[..length].to_vec());
                }
            }
            Self::Tcp(stream, waiting) => {
                while let Ok(length @ 1..) = stream.read(&mut buffer) {
                    waiting.extend(&buffer[..length]);
                }
                while let Some((head, rest)) = waiting.split_first_chunk::<2>() {
                    let length = usize::from(u16::from_be_bytes(*head));
                    let Some(frame) = rest.get(..length) else {
                        break;
                    };
                    all.push(frame.to_vec());
                    waiting.drain(..length + 2);
                }
            }
        }
        all
    }

    fn write(&mut self, datagram: &[u8]) {
        match self {
            Self::Udp(socket) => drop(socket.send(datagram)),
            Self::Tcp(stream, _) => {
                let length = u16::try_from(datagram.len()).unwrap();
                stream.write_all(&length.to_be_bytes()).unwrap();
                stream.write_all(datagram).unwrap();
            }
        }
    }
}

#[test]
fn udp_and_tcp_meet_in_one_room() {
    let (relay, news) = running();
    let callers = vec![
        Caller::join(1, Transport::Udp, &relay, &news),
        Caller::join(2, Transport::Tcp, &relay, &news),
    ];
    all_hear(&relay, callers);
}

#[test]
fn both_families_meet_in_one_room() {
    if UdpSocket::bind("[::1]:0").is_err() {
        // This machine has no IPv6: there is nothing to meet.
        return;
    }
    let [four, six] = ["127.0.0.1", "::1"].map(|address| address.parse().unwrap());
    let (udp, tcp) = (Transport::Udp, Transport::Tcp);
    meet(
        &[four, six],
        &[(udp, four), (udp, six), (tcp, four), (tcp, six)],
    );
    // Nobody is told of IPv6, and none of it is seen though the port has both.
    meet(&[four], &[(udp, four), (tcp, four)]);
}

/// People meet on a port of both families that is told by these addresses, each by one of them.
fn meet(advertise: &[IpAddr], ways: &[(Transport, IpAddr)]) {
    let (relay, news) = running_as(&advertised("[::]:0".parse().unwrap(), advertise));
    let caller = |(id, (transport, address)): (u64, &(Transport, IpAddr))| {
        let at = SocketAddr::new(*address, relay.address().port());
        Caller::join_at(id, *transport, at, (&relay, &news))
    };
    all_hear(&relay, (1..).zip(ways).map(caller).collect());
}

/// All of them hear the first two.
fn all_hear(relay: &Handle, mut callers: Vec<Caller>) {
    let all: Vec<PeerId> = callers.iter().map(|caller| caller.person.id).collect();
    let ring = Ring {
        hearers: all.clone(),
        lead: Some(PeerId(1)),
        turn: Some(PeerId(2)),
        others: vec![],
    };
    assert!(relay.say(Command::Rings {
        room: ROOM,
        rings: vec![ring]
    }));
    for peer in all {
        let (microphone, camera) = (true, false);
        assert!(relay.say(Command::Turned {
            room: ROOM,
            peer,
            microphone,
            camera
        }));
    }
    let give_up = clock() + PATIENCE;
    let mut speaks_at = clock();
    while callers.iter().any(|caller| caller.person.heard.len() < 25) {
        assert!(clock() < give_up, "they don't hear each other");
        if clock() >= speaks_at {
            speaks_at += VOICE_EVERY;
            for caller in &mut callers {
                caller.person.speak(clock());
            }
        }
        for caller in &mut callers {
            caller.turn();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    for caller in &callers {
        let other = |who: u64| who <= 2 && who != caller.person.id.0;
        assert!(caller.person.heard.iter().all(|heard| other(heard.who)));
    }
}

#[test]
fn a_stream_of_nonsense_is_closed() {
    let (relay, _news) = running();
    let mut stream = TcpStream::connect(relay.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(&[0xff; 64]).unwrap();
    let mut buffer = [0; 16];
    let end = stream.read(&mut buffer);
    let is_closed = match &end {
        Ok(count) => *count == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    };
    assert!(is_closed, "{end:?}");
}

#[test]
fn what_is_said_to_a_busy_relay_is_not_lost() {
    let ((told, news), (free, waits)) = (channel(), channel::<()>());
    let tell = Box::new(move |said| {
        let is_first = matches!(said, News::Refused { .. });
        drop(told.send(said));
        if is_first {
            let _ = waits.recv();
        }
    });
    let relay = start(&options("127.0.0.1:0".parse().unwrap()), clock, tell).unwrap();
    let (peer, at) = (PeerId(1), relay.address());
    let own = (Transport::Udp, "127.0.0.1:9".parse().unwrap());
    let (_person, offer) = Person::at(clock(), peer, own, at);
    let join = |offer| Command::Join {
        room: ROOM,
        peer,
        attempt: 1,
        offer,
    };
    assert!(relay.say(join(offer)));
    // From here on it does nothing until it is let go.
    assert!(relay.say(join(String::new())));
    while !matches!(news.recv_timeout(PATIENCE).unwrap(), News::Refused { .. }) {}
    let said = || Command::Said {
        room: ROOM,
        peer,
        packet: relay::core::Said {
            sequence: 0,
            time: 0,
            payload: vec![].into(),
        },
    };
    while relay.say(said()) {}
    let rings = vec![Ring {
        hearers: vec![peer],
        lead: Some(PeerId(2)),
        ..Ring::default()
    }];
    assert!(relay.say(Command::Rings { room: ROOM, rings }));
    drop(free);
    let heard = loop {
        if let News::Slots { slots, .. } = news.recv_timeout(PATIENCE).unwrap() {
            break slots.heard[0];
        }
    };
    assert_eq!(heard, Some(PeerId(2)));
}

#[test]
fn a_port_that_somebody_has_is_said() {
    let (relay, _news) = running();
    let again = start(&options(relay.address()), clock, Box::new(|_| ()));
    assert!(matches!(again, Err(StartError::Port(address, _)) if address == relay.address()));
}
