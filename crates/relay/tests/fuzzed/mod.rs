//! What must always be so of a relay, whatever comes: shared with the fuzzer.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use relay::core::{Command, Config, News, PeerId, Relay, Remote, RoomId, Transport};

const ROOM: RoomId = RoomId(1);
/// Between two datagrams.
const PIECE: u8 = 0xfe;

#[allow(clippy::disallowed_methods)] // An `Instant` has no other beginning.
fn relay() -> (Relay, Instant) {
    let now = Instant::now();
    let address: SocketAddr = "192.0.2.1:7000".parse().unwrap();
    let config = Config {
        udp: vec![address],
        tcp: vec![address],
        ..Config::default()
    };
    (Relay::new(config, now).unwrap(), now)
}

/// Strangers' bytes: nobody is answered, and nobody becomes known.
pub(crate) fn port(bytes: &[u8]) {
    let (mut relay, mut now) = relay();
    for (number, datagram) in bytes.split(|byte| *byte == PIECE).enumerate() {
        let transport = if number % 3 == 0 {
            Transport::Tcp
        } else {
            Transport::Udp
        };
        let address = if number % 2 == 0 {
            "198.51.100.1:9"
        } else {
            "[2001:db8::1]:9"
        };
        let address = address.parse().unwrap();
        let from = Remote { transport, address };
        relay.datagram(now, from, datagram);
        now += Duration::from_millis(number as u64 % 50);
        relay.timeout(now);
        assert!(!relay.knows(from));
    }
    assert!(relay.next_datagram().is_none());
    assert!(relay.next_news().is_none());
}

/// A page's offer: it is answered or refused, once.
pub(crate) fn offer(offer: &str) {
    let (mut relay, now) = relay();
    let peer = PeerId(2);
    let offer = offer.to_owned();
    relay.command(
        now,
        Command::Join {
            room: ROOM,
            peer,
            attempt: 3,
            offer,
        },
    );
    let said: Vec<News> = std::iter::from_fn(|| relay.next_news()).collect();
    let is_answer = |news: &&News| matches!(news, News::Answer { .. } | News::Refused { .. });
    assert_eq!(said.iter().filter(is_answer).count(), 1);
    relay.command(now, Command::Leave { room: ROOM, peer });
    relay.timeout(now + Duration::from_secs(60));
}
