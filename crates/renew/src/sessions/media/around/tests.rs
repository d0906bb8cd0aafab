#![allow(clippy::unwrap_used)]
//! Rules of a table's phone, without a room: cases by name, then many drawn at random.

use super::*;

/// Leads, online.
const MARLOW: SeatId = SeatId(1);
const JUNIPER: SeatId = SeatId(2);
/// Around the table.
const BEA: SeatId = SeatId(3);
const TOMAS: SeatId = SeatId(4);
/// In the room, with a phone of her own.
const WREN: SeatId = SeatId(5);
const TABLE: TableId = TableId(1);

fn here() -> Around {
    Around {
        tables: vec![(TABLE, vec![BEA, TOMAS])],
        in_room: [BEA, TOMAS, WREN].into(),
        ..Around::default()
    }
}

fn peers(seats: &[SeatId]) -> Vec<PeerId> {
    seats.iter().map(|seat| PeerId(seat.0)).collect()
}

fn round(turn: SeatId) -> Vec<Ring> {
    vec![Ring {
        hearers: vec![MARLOW, JUNIPER, BEA, TOMAS, WREN],
        lead: Some(MARLOW),
        turn: Some(turn),
        others: vec![],
    }]
}

fn conversation(others: &[SeatId]) -> Vec<Ring> {
    vec![Ring {
        hearers: vec![MARLOW, JUNIPER, BEA, TOMAS, WREN],
        lead: Some(MARLOW),
        turn: None,
        others: others.to_vec(),
    }]
}

/// What the relay is told: the circle's ring, and what the table plays.
fn told(rings: &[Ring]) -> [core::Ring; 2] {
    here().for_relay(rings, &Mics::new()).try_into().unwrap()
}

#[test]
fn a_turn_at_the_table_is_carried_by_its_phone_and_comes_as_whose_it_is() {
    let rings = round(BEA);
    let [circle, table] = told(&rings);
    assert_eq!(circle.turn, Some(peer_of(TABLE)));
    assert_eq!(circle.lead, Some(PeerId(MARLOW.0)));
    assert_eq!(here().whose(&rings[0], &rings, peer_of(TABLE)), [BEA]);
    assert!(is_heard(&rings, &[BEA, TOMAS]));
    // It plays who leads, and not itself.
    assert_eq!(table.hearers, [peer_of(TABLE)]);
    assert_eq!((table.lead, table.turn), (Some(PeerId(MARLOW.0)), None));
}

#[test]
fn while_somebody_else_has_the_turn_the_table_hears_and_is_not_heard() {
    let rings = round(JUNIPER);
    let [circle, table] = told(&rings);
    let all = [circle.lead, circle.turn, None].into_iter().flatten();
    assert!(!all.chain(circle.others).any(|peer| is_table(peer.0)));
    assert!(!is_heard(&rings, &[BEA, TOMAS]));
    assert_eq!(table.turn, Some(PeerId(JUNIPER.0)));
    assert_eq!(here().whose(&rings[0], &rings, peer_of(TABLE)), []);
}

#[test]
fn who_is_in_the_room_is_never_played_at_the_table() {
    let [circle, table] = told(&round(WREN));
    assert_eq!(circle.turn, Some(PeerId(WREN.0)));
    assert_eq!(table.turn, None);
    let [_, table] = told(&conversation(&[JUNIPER, BEA, TOMAS, WREN]));
    assert_eq!(table.others, peers(&[JUNIPER]));
}

#[test]
fn where_all_may_speak_the_table_does_if_all_around_it_may() {
    let rings = conversation(&[JUNIPER, BEA, TOMAS, WREN]);
    let [circle, _] = told(&rings);
    let mut expected = peers(&[JUNIPER, WREN]);
    expected.push(peer_of(TABLE));
    assert_eq!(circle.others, expected);
    assert_eq!(
        here().whose(&rings[0], &rings, peer_of(TABLE)),
        [BEA, TOMAS]
    );
    // Tomás has not agreed, or his microphone rests: the one that they share can't tell them apart.
    let [circle, _] = told(&conversation(&[JUNIPER, BEA, WREN]));
    assert!(!circle.others.contains(&peer_of(TABLE)));
    // Bea's own turn is still hers.
    let mut rings = round(BEA);
    rings[0].hearers.retain(|who| *who != TOMAS);
    rings.push(Ring {
        hearers: vec![TOMAS],
        lead: Some(MARLOW),
        ..Ring::default()
    });
    let carried = here().for_relay(&rings, &Mics::new());
    assert_eq!(carried[0].turn, Some(peer_of(TABLE)));
}

#[test]
fn until_all_around_it_have_agreed_the_loudspeaker_plays_only_who_leads() {
    let mut rings = round(JUNIPER);
    rings[0].hearers.retain(|who| *who != TOMAS);
    rings.push(Ring {
        hearers: vec![TOMAS],
        lead: Some(MARLOW),
        ..Ring::default()
    });
    let all = here().for_relay(&rings, &Mics::new());
    assert_eq!(all.len(), 3);
    assert_eq!(all[2].lead, Some(PeerId(MARLOW.0)));
    assert_eq!((all[2].turn, &all[2].others), (None, &vec![]));
    assert!(!is_together(&rings, &[BEA, TOMAS]));
}

#[test]
fn in_side_rooms_apart_from_each_other_the_table_is_silent() {
    let apart = |hearers: &[SeatId]| Ring {
        hearers: hearers.to_vec(),
        others: hearers.to_vec(),
        ..Ring::default()
    };
    let rings = [apart(&[BEA, JUNIPER]), apart(&[TOMAS, MARLOW])];
    let all = here().for_relay(&rings, &Mics::new());
    let speaks = |ring: &core::Ring| ring.others.contains(&peer_of(TABLE));
    assert!(!all.iter().any(speaks));
    let played = all.last().unwrap();
    assert_eq!(played.hearers, [peer_of(TABLE)]);
    assert!(played.others.is_empty());
    // In the same one they talk with who is online there.
    let rings = [apart(&[BEA, TOMAS, JUNIPER]), apart(&[MARLOW, WREN])];
    let all = here().for_relay(&rings, &Mics::new());
    assert!(speaks(&all[0]) && !speaks(&all[1]));
    assert_eq!(all[2].others, peers(&[JUNIPER]));
    // Somebody around it was sent to the door: nothing is played to them.
    let rings = [apart(&[BEA, JUNIPER])];
    assert_eq!(here().for_relay(&rings, &Mics::new()).len(), 1);
}

#[test]
fn nobody_around_means_no_sound_either_way() {
    let around = Around {
        tables: vec![(TABLE, vec![])],
        ..Around::default()
    };
    let rings = conversation(&[JUNIPER]);
    let all = around.for_relay(&rings, &Mics::new());
    assert_eq!(all, [plain(&rings[0])]);
    assert!(!is_heard(&rings, &[]));
}

#[test]
fn whoever_leads_at_a_table_is_heard_there_and_at_the_threshold_only_alone() {
    let mut rings = round(BEA);
    rings[0].lead = Some(TOMAS);
    rings[0].hearers.retain(|who| *who != JUNIPER);
    rings.push(Ring {
        hearers: vec![JUNIPER],
        lead: Some(TOMAS),
        ..Ring::default()
    });
    let all = here().for_relay(&rings, &Mics::new());
    assert_eq!(all[0].turn, Some(peer_of(TABLE)));
    assert!(all[1].lead != Some(peer_of(TABLE)), "Bea would be heard");
    rings[0].turn = None;
    let all = here().for_relay(&rings, &Mics::new());
    assert_eq!(all[0].lead, Some(peer_of(TABLE)));
    assert_eq!(all[1].lead, Some(peer_of(TABLE)));
}

#[test]
fn the_table_of_who_leads_is_closed_in_the_turn_of_another_while_others_are_around_it() {
    let mut rings = round(JUNIPER);
    rings[0].lead = Some(TOMAS);
    assert_eq!(carried(&rings[0], &rings, &[BEA, TOMAS]), []);
    assert_eq!(carried(&rings[0], &rings, &[TOMAS]), [TOMAS]);
    // Nor does who hasn't agreed yet hear what is said aside there.
    rings.push(Ring {
        hearers: vec![RIDLEY],
        lead: Some(TOMAS),
        ..Ring::default()
    });
    assert_eq!(carried(&rings[1], &rings, &[BEA, TOMAS]), []);
    rings[0].turn = None;
    for ring in &rings {
        assert_eq!(carried(ring, &rings, &[BEA, TOMAS]), [TOMAS]);
    }
}

#[test]
fn until_everybody_in_the_room_has_agreed_the_loudspeaker_plays_only_who_leads() {
    let waits = Around {
        waits: vec![WREN],
        ..here()
    };
    let at_door = Around {
        has_door: true,
        ..here()
    };
    for around in [waits, at_door] {
        for rings in [round(JUNIPER), conversation(&[JUNIPER, BEA, TOMAS])] {
            let played = around.for_relay(&rings, &Mics::new()).pop().unwrap();
            assert_eq!(played.lead, Some(PeerId(MARLOW.0)));
            assert_eq!((played.turn, played.others), (None, vec![]));
        }
    }
}

const OTHER_TABLE: TableId = TableId(2);
const RIDLEY: SeatId = SeatId(6);

/// As [`here`], with Ridley at a second table.
fn with_two_tables() -> Around {
    let mut around = here();
    around.tables.push((OTHER_TABLE, vec![RIDLEY]));
    around.in_room.insert(RIDLEY);
    around
}

/// All may speak, and hear; whose microphones in the room are let through, and which tables play
/// everybody.
fn in_a_conversation(mics: &[u64]) -> (Vec<PeerId>, Vec<TableId>) {
    let around = with_two_tables();
    let mut rings = conversation(&[JUNIPER, BEA, TOMAS, WREN, RIDLEY]);
    rings[0].hearers.push(RIDLEY);
    let out = around.for_relay(&rings, &mics.iter().copied().collect());
    let mut let_through = out[0].others.clone();
    let_through.retain(|peer| around.is_in_room(*peer));
    let plays_all = |table: &TableId| {
        let hearers = [peer_of(*table)];
        let played = out.iter().find(|ring| ring.hearers == hearers).unwrap();
        assert_eq!(
            played.lead,
            Some(PeerId(MARLOW.0)),
            "who leads is always heard"
        );
        played.others == peers(&[JUNIPER])
    };
    let mut tables = vec![TABLE, OTHER_TABLE];
    tables.retain(plays_all);
    (let_through, tables)
}

#[test]
fn of_the_microphones_in_one_room_one_is_open_and_no_other_loudspeaker_goes_into_it() {
    let wren = PeerId(WREN.0);
    let (first, second) = (peer_of(TABLE), peer_of(OTHER_TABLE));
    // None is on: whoever switches one on is let through.
    let all_play = vec![TABLE, OTHER_TABLE];
    assert_eq!(
        in_a_conversation(&[]),
        (vec![wren, first, second], all_play)
    );
    assert_eq!(in_a_conversation(&[first.0]), (vec![first], vec![TABLE]));
    assert_eq!(
        in_a_conversation(&[second.0]),
        (vec![second], vec![OTHER_TABLE])
    );
    let both = in_a_conversation(&[first.0, second.0]);
    assert_eq!(both, (vec![first], vec![TABLE]));
    // Wren has headphones on: what the tables played would go into her microphone.
    let (_, plays) = in_a_conversation(&[wren.0]);
    assert_eq!(plays, []);
    assert_eq!(
        in_a_conversation(&[wren.0, first.0]),
        (vec![first], vec![TABLE])
    );
    // Somebody online changes nothing of it.
    let (_, plays) = in_a_conversation(&[JUNIPER.0]);
    assert_eq!(plays, [TABLE, OTHER_TABLE]);
}

#[test]
fn a_turn_in_the_room_is_heard_whatever_other_microphone_is_on_there() {
    let mics = Mics::from([peer_of(TABLE).0, WREN.0]);
    let out = here().for_relay(&round(WREN), &mics);
    assert_eq!(out[0].turn, Some(PeerId(WREN.0)));
    let mut rings = round(BEA);
    // Who leads is in the room as well, and is heard in anybody's turn.
    rings[0].lead = Some(WREN);
    let out = here().for_relay(&rings, &mics);
    assert_eq!(out[0].turn, Some(peer_of(TABLE)));
    assert_eq!(out[0].lead, Some(PeerId(WREN.0)));
    // And never keeps the room from hearing a turn online.
    rings[0].turn = Some(JUNIPER);
    let played = here().for_relay(&rings, &mics).pop().unwrap();
    assert_eq!(played.turn, Some(PeerId(JUNIPER.0)));
}

/// A small generator: the same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n
    }

    fn some(&mut self, of: &[SeatId]) -> Vec<SeatId> {
        of.iter().copied().filter(|_| self.below(2) == 0).collect()
    }

    fn one(&mut self, of: &[SeatId]) -> Option<SeatId> {
        let at = usize::try_from(self.below(of.len() as u64 + 1)).unwrap();
        of.get(at).copied()
    }

    /// Rings as the circle makes them: nobody hears two.
    fn rings(&mut self, all: &[SeatId]) -> Vec<Ring> {
        let mut free = all.to_vec();
        let count = self.below(4);
        let ring = |_| {
            let hearers = self.some(&free);
            free.retain(|who| !hearers.contains(who));
            Ring {
                lead: self.one(all),
                turn: self.one(&hearers),
                others: self.some(&hearers),
                hearers,
            }
        };
        (0..count).map(ring).collect()
    }
}

/// Rings, two tables, and microphones that are on, all drawn at random.
fn drawn(numbers: &mut Numbers) -> (Vec<Ring>, Around, Mics) {
    let all: Vec<SeatId> = (1..=9).map(SeatId).collect();
    let rings = numbers.rings(&all);
    let (first, second) = (numbers.some(&all[..5]), numbers.some(&all[5..]));
    let around = Around {
        in_room: first.iter().chain(&second).copied().collect(),
        tables: vec![(TABLE, first), (OTHER_TABLE, second)],
        ..Around::default()
    };
    let mut peers = all;
    peers.extend([TABLE, OTHER_TABLE].map(|table| SeatId(peer_of(table).0)));
    let mics = numbers.some(&peers).iter().map(|who| who.0).collect();
    (rings, around, mics)
}

/// Whatever the rings: a table is forwarded nowhere where nobody around it is granted, whom it comes
/// as is granted there, and it plays nobody whom somebody around it may not hear.
#[test]
fn no_table_is_heard_or_hears_beyond_its_people() {
    let mut numbers = Numbers(7);
    let (mut spoke, mut heard) = (0, 0);
    for _ in 0..20_000 {
        let (rings, around, mics) = drawn(&mut numbers);
        let out = around.for_relay(&rings, &mics);
        for (table, seats) in &around.tables {
            let peer = peer_of(*table);
            let speaks = |ring: &core::Ring| named(ring).any(|one| *one == peer);
            for (ring, out) in rings.iter().zip(&out) {
                let whose = around.whose(ring, &rings, peer);
                assert!(!speaks(out) || !whose.is_empty());
                assert!(whose.iter().all(|who| seats.contains(who)));
                assert!(whose.iter().all(|who| may_speak(ring, *who)));
                spoke += usize::from(speaks(out));
            }
            for played in &out[rings.len()..] {
                assert!(!speaks(played), "a table plays itself");
                if played.hearers != [peer] {
                    continue;
                }
                for voice in named(played) {
                    let who = SeatId(voice.0);
                    assert!(!around.in_room.contains(&who));
                    heard += 1;
                    for seat in seats {
                        let ring = rings.iter().find(|ring| ring.hearers.contains(seat));
                        assert!(may_speak(ring.unwrap(), who));
                    }
                }
            }
        }
    }
    assert!(spoke > 1_000 && heard > 1_000, "{spoke} {heard}");
}

/// Whatever the rings and microphones: who leads and whose turn it is stay, and of the others in the
/// room one at most beside a table's, and never none for that.
#[test]
fn one_microphone_of_a_room_stays_open() {
    let mut numbers = Numbers(8);
    let mut alone = 0;
    for _ in 0..20_000 {
        let (rings, around, mics) = drawn(&mut numbers);
        let out = around.for_relay(&rings, &mics);
        let granted = around.for_relay(&rings, &Mics::new());
        for (granted, out) in granted.iter().zip(&out[..rings.len()]) {
            let is_open = |peer: &&PeerId| around.is_in_room(**peer) && mics.contains(&peer.0);
            let open = |ring: &core::Ring| named(ring).filter(is_open).count();
            assert_eq!((out.lead, out.turn), (granted.lead, granted.turn));
            assert_eq!(open(out) == 0, open(granted) == 0, "one stays");
            let turn = out.turn.iter().find(is_open);
            let has_table = named(granted).filter(is_open).any(|peer| is_table(peer.0));
            if turn.is_some() || has_table {
                let others = out.others.iter().filter(is_open);
                let others = others.filter(|peer| Some(**peer) != out.turn).count();
                assert!(others <= usize::from(turn.is_none()), "{out:?}");
                alone += 1;
            }
        }
    }
    assert!(alone > 1_000, "{alone}");
}
