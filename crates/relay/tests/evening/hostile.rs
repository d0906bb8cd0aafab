//! What comes to an open port, and from people who aren't well-meaning: nobody else notices.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use relay::core::{
    Command, Ending, News, OFFER_BYTES_MAX, PeerId, Refusal, Remote, RoomId, Transport,
};

use super::person::{A_MOMENT, Person};
use super::world::{Network, ROOM, World, round};

fn stranger(number: u32) -> Remote {
    let [_, b, c, d] = number.to_be_bytes();
    Remote {
        transport: Transport::Udp,
        address: format!("203.{b}.{c}.{d}:{}", 1_024 + number % 60_000)
            .parse()
            .unwrap(),
    }
}

/// A request for whoever is called so, as a browser would send it, but for the integrity.
fn request(ufrag: &str) -> Vec<u8> {
    let username = format!("{ufrag}:them");
    let padded = username.len().next_multiple_of(4);
    let length = u16::try_from(4 + padded).unwrap();
    let mut bytes = vec![0, 1];
    bytes.extend(length.to_be_bytes());
    bytes.extend([0x21, 0x12, 0xa4, 0x42]);
    bytes.extend([9; 12]);
    bytes.extend([0, 6]);
    bytes.extend(u16::try_from(username.len()).unwrap().to_be_bytes());
    bytes.extend(username.as_bytes());
    bytes.resize(24 + padded, 0);
    bytes
}

#[test]
fn a_million_names_leave_no_trace() {
    let mut world = World::with(21, &[1, 2]);
    world.run(A_MOMENT);
    while world.relay.next_datagram().is_some() {}
    for number in 0..1_000_000_u32 {
        world.relay.datagram(
            world.now,
            stranger(number),
            &request(&format!("{number:x}")),
        );
    }
    assert!(world.relay.next_datagram().is_none(), "nobody is answered");
    assert!(!world.relay.knows(stranger(0)) && !world.relay.knows(stranger(999_999)));
}

#[test]
fn a_name_alone_takes_nobodys_place() {
    let mut world = World::with(22, &[1, 2]);
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    let ufrag = world.ufrag_of(2);
    // Somebody saw the name go by and doesn't know the password.
    world
        .relay
        .datagram(world.now, stranger(7), &request(&ufrag));
    assert!(!world.relay.knows(stranger(7)));
    world.run(Duration::from_secs(2));
    world.hush();
    world.run(A_MOMENT);
    assert!(!world.heard(1).is_empty() && !world.heard(2).is_empty());
}

#[test]
fn bent_packets_cost_no_more_than_lost_ones() {
    let mut world = World::with(23, &[1, 2, 3]);
    world.network = Network {
        loss: 0,
        bent: 100,
        delay_ms: (5, 30),
    };
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.run(Duration::from_secs(10));
    let heard = world.heard(3);
    let voices: BTreeSet<u64> = heard.iter().map(|heard| heard.who).collect();
    assert_eq!(voices, [1, 2].into());
    assert!(heard.len() > 2 * 500 * 75 / 100, "{}", heard.len());
}

#[test]
fn who_sends_ten_megabits_is_cut_and_the_others_are_heard() {
    let mut world = World::with(24, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.people.get_mut(&PeerId(2)).unwrap().babbles = (50, 1_000);
    world.run(Duration::from_secs(10));
    let heard = world.heard(3);
    let of = |who: u64| heard.iter().filter(|heard| heard.who == who).count();
    assert!(of(1) > 480, "{}", of(1));
    // Fifty times a voice, each with a thousand bytes: twenty megabits in a second. Of a voice a
    // hundred and twenty-eight kilobits are let through.
    assert!((400..800).contains(&of(2)), "{}", of(2));
}

#[test]
fn who_sends_a_thousand_small_packets_a_second_is_cut() {
    let mut world = World::with(34, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.people.get_mut(&PeerId(2)).unwrap().babbles = (20, 20);
    world.run(Duration::from_secs(10));
    let heard = world.heard(3);
    let of = |who: u64| heard.iter().filter(|heard| heard.who == who).count();
    assert!(of(1) > 480, "{}", of(1));
    assert!((1_200..1_500).contains(&of(2)), "{}", of(2));
}

/// What a header of a stream looks like that somebody made up.
fn made_up(number: u32) -> Vec<u8> {
    let mut bytes = vec![0x80, 96, 0, 1, 0, 0, 0, 9];
    bytes.extend(number.wrapping_mul(0x9e37_79b9).to_be_bytes());
    bytes.resize(600, 7);
    bytes
}

#[test]
fn who_sends_ever_new_streams_is_ended_and_the_others_hear_on() {
    let mut world = World::with(28, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.turned(PeerId(2), true, true);
    world.people.get_mut(&PeerId(2)).unwrap().films = true;
    world.run(Duration::from_secs(1));
    for _ in 0..20 {
        world.people.get_mut(&PeerId(2)).unwrap().renumbers();
        world.run(Duration::from_millis(200));
    }
    assert_eq!(world.endings(2), [Ending::TooManySources]);
    world.hush();
    world.run(A_MOMENT);
    let voices: BTreeSet<u64> = world.heard(3).iter().map(|heard| heard.who).collect();
    assert_eq!(voices, [1].into());
}

#[test]
fn streams_that_somebody_makes_up_end_nobody() {
    let mut world = World::with(29, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.turned(PeerId(2), true, true);
    let address = world.people[&PeerId(2)].remote();
    for number in 0..100 {
        world.relay.datagram(world.now, address, &made_up(number));
    }
    // The camera's own streams have their places all the same.
    world.people.get_mut(&PeerId(2)).unwrap().films = true;
    world.run(Duration::from_secs(10));
    assert_eq!(world.endings(2), []);
    assert!(world.people[&PeerId(3)].seen.len() > 10 * 20);
}

/// What somebody without the keys makes of a voice that they saw go by: its next packet.
fn forged(overheard: &[u8], ahead: u16) -> Vec<u8> {
    let mut bytes = overheard.to_vec();
    let sequence = u16::from_be_bytes([bytes[2], bytes[3]]).wrapping_add(ahead);
    bytes[2..4].copy_from_slice(&sequence.to_be_bytes());
    *bytes.last_mut().unwrap() ^= 0x55;
    bytes
}

/// For so long, somebody who isn't 2 uses their address: packets of all kinds, so many of each in
/// every millisecond.
fn use_address_of_2(world: &mut World, from: Remote, time: Duration, packets: u16) {
    // Not in the moments in which voices come: whatever comes back with time is used up before.
    world.run(Duration::from_micros(500));
    for _ in 0..time.as_millis() {
        let overheard = world.overheard[&PeerId(2)].clone();
        for number in 0..packets {
            let mut strange = forged(&overheard, number);
            strange[8..12].copy_from_slice(&u32::from(number).to_be_bytes());
            let feedback = [&[0x80, 200, 0, 6], &strange[4..]].concat();
            let made_up = made_up(number.into());
            for bytes in [forged(&overheard, number), strange, feedback, made_up] {
                world.relay.datagram(world.now, from, &bytes);
            }
        }
        world.run(Duration::from_millis(1));
    }
}

#[test]
fn who_uses_anothers_address_does_not_silence_them() {
    let mut world = World::with(30, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.run(A_MOMENT);
    let from = world.people[&PeerId(2)].remote();
    world.hush();
    use_address_of_2(&mut world, from, Duration::from_secs(2), 8);
    let heard = world.heard(3);
    let of_2 = heard.iter().filter(|heard| heard.who == 2).count();
    assert!(of_2 >= 98, "{of_2}");
}

#[test]
fn nor_makes_them_be_forgotten_until_it_is_their_turn() {
    let mut world = World::with(31, &[1, 2, 3]);
    // Else a voice would come in the very moment in which it is to be glanced at, and be first.
    world.network.delay_ms = (5, 9);
    world.rings(vec![round(&[1, 2, 3], 1, None)]);
    // Twenty-five thousand numbers in a second: without a glance they are lost count of in two.
    world.people.get_mut(&PeerId(2)).unwrap().skips = 500;
    world.run(A_MOMENT);
    let from = world.people[&PeerId(2)].remote();
    use_address_of_2(&mut world, from, Duration::from_secs(5), 1);
    world.people.get_mut(&PeerId(2)).unwrap().skips = 0;
    world.hush();
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.run(A_MOMENT);
    assert!(world.heard(3).iter().any(|heard| heard.who == 2));
}

#[test]
fn what_does_not_open_holds_nobody_at_an_address_that_they_left() {
    let mut world = World::with(33, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.run(Duration::from_secs(5));
    let left = world.people[&PeerId(2)].remote();
    world.people.get_mut(&PeerId(2)).unwrap().moves(9_999);
    use_address_of_2(&mut world, left, Duration::from_secs(4), 1);
    world.hush();
    use_address_of_2(&mut world, left, Duration::from_secs(1), 1);
    assert!(world.heard(2).len() >= 48, "they hear who leads");
}

#[test]
fn offers_of_all_kinds_are_refused_in_time() {
    let mut world = World::new(25);
    let (_, genuine) = Person::new(world.now, PeerId(1), Transport::Udp);
    let mut refused = |offer: String| {
        let (room, peer) = (ROOM, PeerId(1));
        world.command(Command::Join {
            room,
            peer,
            attempt: 1,
            offer,
        });
        match world.news.pop() {
            Some(News::Refused { why, .. }) => Some(why),
            _ => None,
        }
    };
    assert_eq!(refused(String::new()), Some(Refusal::Unreadable));
    assert_eq!(
        refused("x".repeat(OFFER_BYTES_MAX + 1)),
        Some(Refusal::TooLong)
    );
    let line = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a\r\na=recvonly\r\n";
    assert!(refused(line.repeat(1_000)).is_some());
    for end in (0..genuine.len()).step_by(97) {
        // Cut anywhere: refused, or taken as far as it goes, but never more.
        refused(genuine[..end].to_owned());
    }
    assert_eq!(refused(genuine), None);
}

#[test]
fn rooms_and_people_have_a_limit() {
    let mut world = World::new(26);
    for room in 0..1_100 {
        world.command(Command::Rings {
            room: RoomId(room),
            rings: vec![],
        });
    }
    let (_, offer) = Person::new(world.now, PeerId(1), Transport::Udp);
    let room = RoomId(1_050);
    world.command(Command::Join {
        room,
        peer: PeerId(1),
        attempt: 1,
        offer,
    });
    let full = |news: &News| {
        matches!(
            news,
            News::Refused {
                why: Refusal::Full,
                ..
            }
        )
    };
    assert!(world.news.iter().any(full));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_bytes_from_anybody_are_survived(
        datagrams in proptest::collection::vec(
            (any::<bool>(), proptest::collection::vec(any::<u8>(), 0..200)), 1..200),
    ) {
        let mut world = World::with(27, &[1, 2]);
        world.rings(vec![round(&[1, 2], 1, Some(2))]);
        let known = world.people[&PeerId(2)].remote();
        for (number, (is_known, bytes)) in (0..).zip(&datagrams) {
            let from = if *is_known { known } else { stranger(number) };
            world.relay.datagram(world.now, from, bytes);
            // As it would look to the demultiplexer.
            for first in [0, 20, 128, 144] {
                let mut shaped = bytes.clone();
                if let Some(byte) = shaped.first_mut() {
                    *byte = first;
                }
                world.relay.datagram(world.now, from, &shaped);
            }
        }
        world.run(Duration::from_secs(1));
        world.hush();
        world.run(A_MOMENT);
        prop_assert!(!world.heard(1).is_empty(), "the voice of the one whose address was used");
        prop_assert!(!world.heard(2).is_empty());
    }
}
