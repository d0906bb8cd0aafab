//! Evenings in virtual time: who is heard, and when, over networks good and bad.

// A test says by panicking that something is wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod hostile;
mod made;
mod member;
mod narrow;
mod person;
mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use person::{A_MOMENT, Heard};
use relay::core::{Command, Ending, PeerId, Ring, Said, Transport};
use world::{Network, ROOM, World, round};

fn voices(heard: &[Heard]) -> BTreeSet<(usize, u64)> {
    heard.iter().map(|heard| (heard.slot, heard.who)).collect()
}

/// Whether the numbers of each slot go on without a gap.
fn is_whole(heard: &[Heard]) -> bool {
    (0..4).all(|slot| {
        let in_slot: Vec<u64> = heard
            .iter()
            .filter(|h| h.slot == slot)
            .map(|h| h.sequence)
            .collect();
        in_slot.windows(2).all(|pair| pair[1] == pair[0] + 1)
    })
}

#[test]
fn only_who_leads_and_whose_turn_it_is_are_heard() {
    let mut world = World::with(1, &[1, 2, 3, 4]);
    world.run(A_MOMENT);
    assert!(world.heard(4).is_empty(), "nothing is said of who may");
    world.rings(vec![round(&[1, 2, 3, 4], 1, Some(2))]);
    world.run(Duration::from_secs(2));
    assert_eq!(voices(&world.heard(1)), [(1, 2)].into());
    assert_eq!(voices(&world.heard(2)), [(0, 1)].into());
    let third = world.heard(3);
    assert_eq!(voices(&third), [(0, 1), (1, 2)].into());
    assert!(third.len() >= 2 * 98, "{}", third.len());
    assert!(is_whole(&third));
    assert_eq!(
        world.slots(3).heard,
        [Some(PeerId(1)), Some(PeerId(2)), None, None]
    );
}

#[test]
fn whoever_seals_the_same_is_heard() {
    for library_seals in [false, true] {
        let mut world = World::sealed_by(13, library_seals);
        world.come(&[1, 2, 3]);
        world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
        world.run(Duration::from_secs(2));
        let heard = world.heard(3);
        assert_eq!(voices(&heard), [(0, 1), (1, 2)].into());
        assert!(heard.len() >= 2 * 98 && is_whole(&heard));
        assert_eq!(world.relay.sealed_here() == 0, library_seals);
    }
}

#[test]
fn a_turn_that_goes_on_is_heard_at_once_and_the_last_no_more() {
    let mut world = World::with(2, &[1, 2, 3, 4]);
    world.rings(vec![round(&[1, 2, 3, 4], 1, Some(2))]);
    world.run(Duration::from_secs(1));
    world.hush();
    let granted = world.now;
    world.rings(vec![round(&[1, 2, 3, 4], 1, Some(3))]);
    world.run(Duration::from_secs(1));
    let heard = world.heard(4);
    let first = heard.iter().find(|heard| heard.who == 3).unwrap();
    assert!(
        first.at - granted < Duration::from_millis(60),
        "{:?}",
        first.at - granted
    );
    // What was under way may still arrive.
    let last = heard
        .iter()
        .filter(|heard| heard.who == 2)
        .map(|heard| heard.at)
        .max();
    assert!(last.is_none_or(|at| at - granted <= Duration::from_millis(10)));
    assert!(is_whole(&heard));
}

#[test]
fn a_microphone_that_is_off_is_off() {
    let mut world = World::with(3, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.turned(PeerId(2), false, false);
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(3)), [(0, 1)].into());
    world.turned(PeerId(2), true, false);
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(3)), [(0, 1), (1, 2)].into());
}

#[test]
fn side_rooms_are_apart() {
    let mut world = World::with(4, &[1, 2, 3, 4, 5]);
    let aside = |hearers: &[u64]| Ring {
        hearers: hearers.iter().copied().map(PeerId).collect(),
        others: hearers.iter().copied().map(PeerId).collect(),
        ..Ring::default()
    };
    world.rings(vec![round(&[1], 1, None), aside(&[2, 3]), aside(&[4, 5])]);
    world.run(A_MOMENT);
    let who = |heard: Vec<Heard>| heard.iter().map(|h| h.who).collect::<BTreeSet<u64>>();
    assert!(who(world.heard(1)).is_empty());
    assert_eq!(who(world.heard(2)), [3].into());
    assert_eq!(who(world.heard(3)), [2].into());
    assert_eq!(who(world.heard(4)), [5].into());
    assert_eq!(who(world.heard(5)), [4].into());
}

#[test]
fn a_bad_network_costs_packets_and_nothing_else() {
    let mut world = World::with(5, &[1, 2, 3, 4]);
    world.network = Network {
        loss: 50,
        bent: 0,
        delay_ms: (20, 120),
    };
    world.rings(vec![round(&[1, 2, 3, 4], 1, Some(2))]);
    world.run(Duration::from_secs(20));
    let heard = world.heard(3);
    assert_eq!(voices(&heard), [(0, 1), (1, 2)].into());
    // Two ways through the network, each losing one of twenty.
    assert!(heard.len() > 2 * 1_000 * 85 / 100, "{}", heard.len());
    let sequences: BTreeSet<(usize, u64)> = heard.iter().map(|h| (h.slot, h.sequence)).collect();
    assert_eq!(sequences.len(), heard.len(), "nothing arrives twice");
}

#[test]
fn another_address_in_mid_turn_is_heard_again_soon() {
    let mut world = World::with(6, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.run(Duration::from_secs(5));
    world.people.get_mut(&PeerId(2)).unwrap().moves(9_999);
    world.hush();
    let moved = world.now;
    world.run(Duration::from_secs(5));
    let heard = world.heard(3);
    let again = heard
        .iter()
        .find(|heard| heard.who == 2 && heard.at > moved + Duration::from_millis(10));
    let after = again.unwrap().at - moved;
    assert!(after < Duration::from_secs(3), "{after:?}");
    assert!(!world.heard(2).is_empty(), "and hears");
}

#[test]
fn a_long_silence_is_followed_by_a_voice() {
    let mut world = World::with(7, &[1, 2]);
    world.rings(vec![round(&[1, 2], 1, None)]);
    // The roll-over counter is lost after 32,768 packets that nobody opens: eleven minutes.
    world.run(Duration::from_secs(12 * 60));
    world.hush();
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(1)), [(1, 2)].into());
}

#[test]
fn without_udp_it_goes_over_tcp() {
    let mut world = World::new(8);
    world.join(PeerId(1), Transport::Tcp);
    world.join(PeerId(2), Transport::Udp);
    world.run(Duration::from_secs(2));
    world.turned(PeerId(1), true, false);
    world.turned(PeerId(2), true, false);
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(1)), [(1, 2)].into());
    assert_eq!(voices(&world.heard(2)), [(0, 1)].into());
}

#[test]
fn an_open_floor_has_the_last_three_and_who_leads() {
    let mut world = World::with(9, &[1, 2, 3, 4, 5, 6]);
    let all = [1, 2, 3, 4, 5, 6];
    let open = Ring {
        others: [2, 3, 4, 5, 6].map(PeerId).into(),
        ..round(&all, 1, None)
    };
    for quiet in [2, 5, 6] {
        world.people.get_mut(&PeerId(quiet)).unwrap().level = Some(-90);
    }
    world.rings(vec![open]);
    world.run(A_MOMENT);
    world.people.get_mut(&PeerId(5)).unwrap().level = Some(-25);
    world.run(Duration::from_secs(1));
    world.hush();
    world.run(A_MOMENT);
    let voices: BTreeSet<u64> = world.heard(6).iter().map(|heard| heard.who).collect();
    assert_eq!(
        voices,
        [1, 3, 4, 5].into(),
        "5 spoke, and 2 had said nothing"
    );
}

#[test]
fn where_all_speak_only_those_who_are_heard_are_opened() {
    let all = [1, 2, 3, 4, 5, 6];
    let mut world = World::with(17, &all);
    world.rings(vec![Ring {
        others: [2, 3, 4, 5, 6].map(PeerId).into(),
        ..round(&all, 1, None)
    }]);
    world.run(Duration::from_secs(1));
    let (before, seconds) = (world.relay.opened_here(), 4);
    world.hush();
    world.run(Duration::from_secs(seconds));
    let voices: BTreeSet<u64> = world.heard(1).iter().map(|heard| heard.who).collect();
    assert_eq!(voices.len(), 3, "and who leads is heard by the others");
    let (heard, others) = (4, 2);
    // The others are looked at once a second, so that their packets are not lost count of.
    let glances = others * (seconds + 1);
    let opened = world.relay.opened_here() - before;
    assert!(
        (heard * 50 * seconds..=heard * 50 * seconds + glances + 8).contains(&opened),
        "{opened}"
    );
    // And whoever waits is heard as soon as somebody has been silent for long enough.
    let silent = *voices.first().unwrap();
    world.people.get_mut(&PeerId(silent)).unwrap().level = Some(-90);
    world.run(Duration::from_millis(700));
    world.hush();
    world.run(Duration::from_millis(100));
    let now: BTreeSet<u64> = world.heard(1).iter().map(|heard| heard.who).collect();
    assert!(!now.contains(&silent) && now.len() == 3, "{now:?}");
}

#[test]
fn whose_page_says_no_level_keeps_nobody_who_speaks_from_an_open_floor() {
    let all = [1, 2, 3, 4, 5];
    let open = Ring {
        others: [2, 3, 4, 5].map(PeerId).into(),
        ..round(&all, 1, None)
    };
    for library_seals in [false, true] {
        let mut world = World::sealed_by(16, library_seals);
        world.come(&all);
        for untold in [2, 3, 4] {
            world
                .people
                .get_mut(&PeerId(untold))
                .unwrap()
                .tells_no_level = true;
        }
        world.people.get_mut(&PeerId(5)).unwrap().level = Some(-90);
        world.rings(vec![open.clone()]);
        world.run(Duration::from_secs(2));
        let heard = |world: &mut World| -> BTreeSet<u64> {
            world.hush();
            world.run(A_MOMENT);
            world.heard(1).iter().map(|heard| heard.who).collect()
        };
        assert_eq!(heard(&mut world), [2, 3, 4].into(), "before silence");
        world.people.get_mut(&PeerId(5)).unwrap().level = Some(-25);
        world.run(A_MOMENT);
        let heard = heard(&mut world);
        assert!(heard.contains(&5) && heard.len() == 3, "{heard:?}");
    }
}

#[test]
fn who_has_no_connection_is_heard_where_they_may_be() {
    let mut world = World::with(14, &[1, 2]);
    world.rings(vec![round(&[1, 2, 9], 1, Some(9))]);
    world.turned(PeerId(9), true, false);
    for number in 0..10_u32 {
        let packet = Said {
            sequence: u64::from(number),
            time: 960 * number,
            payload: world::payload(PeerId(9), number),
        };
        let (room, peer) = (ROOM, PeerId(9));
        world.command(Command::Said { room, peer, packet });
        world.run(Duration::from_millis(20));
    }
    let heard = world.heard(2);
    assert_eq!(heard.iter().filter(|heard| heard.who == 9).count(), 10);
    assert!(is_whole(&heard));
}

#[test]
fn a_camera_is_seen_from_a_whole_picture_on() {
    let mut world = World::with(10, &[1, 2, 3]);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.people.get_mut(&PeerId(2)).unwrap().films = true;
    world.run(Duration::from_secs(1));
    assert!(
        world.people[&PeerId(3)].seen.is_empty(),
        "it isn't said to be on"
    );
    world.turned(PeerId(2), true, true);
    world.run(Duration::from_secs(1));
    assert_eq!(world.slots(3).seen[0], Some(PeerId(2)));
    assert_eq!(world.slots(2).seen, [None; 4], "nobody sees themselves");
    let seen = &world.people[&PeerId(3)].seen;
    assert!(seen.len() > 15, "{}", seen.len());
    assert!(seen[0].whole && seen.iter().all(|seen| seen.who == 2 && seen.slot == 0));
    assert!(
        seen.windows(2)
            .all(|pair| pair[1].sequence == pair[0].sequence + 1)
    );
    world.turned(PeerId(2), true, false);
    world.run(A_MOMENT);
    world.hush();
    world.run(A_MOMENT);
    assert!(world.people[&PeerId(3)].seen.is_empty());
    assert_eq!(world.slots(3).seen, [None; 4]);
}

#[test]
fn voice_and_camera_are_told_when_they_were_said_and_taken() {
    let mut world = World::with(17, &[1, 2, 3]);
    // No two reports take as long; more, and the network is taken for a narrow one.
    world.network.delay_ms = (20, 24);
    world.rings(vec![round(&[1, 2, 3], 1, Some(2))]);
    world.turned(PeerId(2), true, true);
    // More than a picture's packets may differ by on their way.
    let late = Duration::from_millis(80);
    let person = world.people.get_mut(&PeerId(2)).unwrap();
    (person.films, person.films_late) = (true, late);
    world.run(Duration::from_secs(10));
    world.hush();
    world.run(Duration::from_secs(2));
    let heard = world.heard(3);
    let said = |number: u32| {
        let of_2 = |heard: &&Heard| heard.who == 2 && heard.number == number;
        heard.iter().find(of_2).and_then(|heard| heard.said)
    };
    let seen = &world.people[&PeerId(3)].seen;
    let pairs = seen
        .iter()
        .filter_map(|seen| Some((seen.taken?, said(seen.number)?)));
    let apart: Vec<Duration> = pairs.map(|(taken, said)| said - taken).collect();
    assert!(apart.len() > 40, "{}", apart.len());
    for apart in apart {
        // The picture of that word was taken before it, by what the camera took to make it.
        let off = apart.abs_diff(late);
        assert!(off <= Duration::from_millis(5), "{off:?}");
    }
}

#[test]
fn who_goes_is_told_and_who_never_came_is_forgotten() {
    let mut world = World::with(11, &[1, 2]);
    world.rings(vec![round(&[1, 2], 1, None)]);
    world.people.remove(&PeerId(2));
    world.run(Duration::from_secs(40));
    assert_eq!(world.endings(2), [Ending::Silent]);
    world.command(Command::Close { room: ROOM });
    world.hush();
    world.run(A_MOMENT);
    assert!(world.heard(1).is_empty());
}

#[test]
fn whoever_comes_back_is_heard_whatever_their_packets_count_from() {
    let mut world = World::with(15, &[1, 2]);
    world.rings(vec![round(&[1, 2], 1, None)]);
    world.run(Duration::from_secs(10));
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.run(A_MOMENT);
    world.join(PeerId(2), Transport::Udp);
    world.people.get_mut(&PeerId(2)).unwrap().moves(9_002);
    world.run(Duration::from_secs(3));
    world.hush();
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(1)), [(1, 2)].into());
}

#[test]
fn coming_back_takes_the_place_of_the_old_connection() {
    let mut world = World::with(12, &[1, 2]);
    world.rings(vec![round(&[1, 2], 1, Some(2))]);
    world.join(PeerId(2), Transport::Udp);
    world.people.get_mut(&PeerId(2)).unwrap().moves(9_001);
    world.run(Duration::from_secs(3));
    assert!(world.people[&PeerId(2)].is_connected());
    world.hush();
    world.run(A_MOMENT);
    assert_eq!(voices(&world.heard(1)), [(1, 2)].into());
    assert_eq!(voices(&world.heard(2)), [(0, 1)].into());
}
