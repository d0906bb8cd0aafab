//! Somebody with a seat and a program of their own instead of our page: it is they who aren't served.

use std::time::Duration;

use proptest::prelude::*;
use relay::core::{Command, News, PeerId, Remote, Transport};

use super::person::{A_MOMENT, Person};
use super::world::{ROOM, World, round};

fn join(world: &mut World, offer: String) -> Vec<News> {
    world.news.clear();
    world.command(Command::Join {
        room: ROOM,
        peer: PeerId(9),
        attempt: 1,
        offer,
    });
    let is_answer = |news: &News| matches!(news, News::Answer { .. } | News::Refused { .. });
    world.news.drain(..).filter(is_answer).collect()
}

fn genuine(world: &World) -> String {
    Person::new(world.now, PeerId(9), Transport::Udp).1
}

/// The number under which Opus is offered stands for a camera's packets as well: the session library
/// holds that by an assert.
#[test]
fn an_offer_in_which_a_number_means_two_things_is_refused() {
    let mut world = World::with(41, &[1, 2]);
    let offer = genuine(&world);
    let number = |codec: &str| {
        let line = offer.lines().find(|line| line.contains(codec)).unwrap();
        line["a=rtpmap:".len()..]
            .split(' ')
            .next()
            .unwrap()
            .to_owned()
    };
    let (opus, vp8) = (number("opus/48000"), number("VP8/90000"));
    let clashing = offer.replace(&format!(":{vp8} VP8"), &format!(":{opus} VP8"));
    assert_ne!(clashing, offer);
    let said = join(&mut world, clashing);
    assert!(matches!(said[..], [News::Refused { .. }]));
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.run(A_MOMENT);
    assert!(!world.heard(1).is_empty());
}

#[test]
fn a_picture_larger_than_networks_carry_goes_to_nobody() {
    let mut world = World::with(42, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.turned(PeerId(2), true, true);
    let filming = world.people.get_mut(&PeerId(2)).unwrap();
    filming.films = true;
    filming.picture_bytes = [1_930; 2];
    world.run(Duration::from_secs(2));
    assert!(world.people[&PeerId(3)].seen.is_empty());
    for id in [1, 2, 3] {
        assert_eq!(world.endings(id), []);
    }
    assert!(world.heard(3).len() > 150);
}

/// An address of a network that gives one household as many as it likes.
fn anywhere(number: u16) -> Remote {
    Remote {
        transport: Transport::Udp,
        address: format!("203.0.113.9:{}", 1_024 + number).parse().unwrap(),
    }
}

#[test]
fn one_request_from_a_thousand_addresses_is_answered_at_a_few() {
    let mut world = World::with(43, &[1, 2]);
    world.run(Duration::from_secs(3));
    let request = world.requests[&PeerId(2)].clone();
    while world.relay.next_datagram().is_some() {}
    for number in 0..1_000 {
        world.relay.datagram(world.now, anywhere(number), &request);
    }
    let answered = std::iter::from_fn(|| world.relay.next_datagram()).count();
    assert!((1..=40).contains(&answered), "{answered}");
    // Who comes by a new address a little later is heard all the same.
    world.run(Duration::from_secs(5));
    world.people.get_mut(&PeerId(2)).unwrap().moves(9_001);
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.run(Duration::from_secs(5));
    world.hush();
    world.run(A_MOMENT);
    assert!(!world.heard(1).is_empty() && !world.heard(2).is_empty());
}

#[test]
fn who_asks_in_anothers_address_does_not_silence_them() {
    let mut world = World::with(44, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(3))]);
    world.run(Duration::from_secs(3));
    let request = world.requests[&PeerId(2)].clone();
    let from = world.people[&PeerId(3)].remote();
    world.hush();
    for _ in 0..200 {
        world.relay.datagram(world.now, from, &request);
        world.run(Duration::from_millis(10));
    }
    let heard = world.heard(1);
    let of_3 = heard.iter().filter(|heard| heard.who == 3).count();
    assert!(of_3 >= 98, "{of_3}");
}

/// What is done to a genuine offer: to which line, what, and with what.
fn bend(lines: &mut Vec<String>, (at, what, more): (usize, u8, usize)) {
    let Some(last) = lines.len().checked_sub(1) else {
        return;
    };
    let (at, other) = (at.min(last), more.min(last));
    match what {
        0 => lines.insert(at, lines[other].clone()),
        1 => drop(lines.remove(at)),
        2 => lines.swap(at, other),
        3 => lines[at] = lines[at].replace(|c: char| c.is_ascii_digit(), &(more % 10).to_string()),
        4 => lines[at] = lines[at].replace("sendonly", "recvonly"),
        _ => {
            let more = lines[other].clone();
            lines[at].push_str(&more);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_offer_that_is_bent_anyhow_is_answered_or_refused(
        bends in proptest::collection::vec((0..200_usize, 0..6_u8, 0..200_usize), 1..6),
    ) {
        let mut world = World::new(45);
        let mut lines: Vec<String> = genuine(&world).lines().map(str::to_owned).collect();
        for one in bends {
            bend(&mut lines, one);
        }
        let said = join(&mut world, lines.join("\r\n") + "\r\n");
        prop_assert_eq!(said.len(), 1);
        world.run(A_MOMENT);
    }
}

/// Fifty packets of its voice, and fifty of a picture that is whole, as a script has them.
#[test]
fn what_a_program_of_its_own_sends_well_is_heard_and_seen() {
    let mut script = Vec::new();
    for time in 0..50_u8 {
        let payload = |size: u8| {
            [size]
                .into_iter()
                .chain(std::iter::repeat_n(9, usize::from(size)))
        };
        let stamp = [0, 0, time, 0];
        // A voice: how, when, and its name for the others' count.
        script.extend([1, 8].into_iter().chain(stamp).chain([13, 0xfc]));
        script.extend(9_u64.to_be_bytes().into_iter().chain([0, 0, 0, time]));
        // A wait, then a small picture that is whole.
        script.extend([0, 5, 4, 0, 32 + 8].into_iter().chain(stamp));
        script.extend(payload(4));
    }
    let (voice, pictures) = super::made::program(&script);
    assert!(voice > 40 && pictures > 40, "{voice}, {pictures}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Some of what the fuzzer does by the hour.
    #[test]
    fn a_program_of_a_members_own_disturbs_nobody(
        script in proptest::collection::vec(any::<u8>(), 0..1_500),
    ) {
        let _had = super::made::program(&script);
    }
}
