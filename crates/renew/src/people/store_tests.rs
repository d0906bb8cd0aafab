//! The SQL of people, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};

use super::draft::DraftPasskey;
use super::invitations::InvitedAs;
use super::links_store::{self as links, Door, DoorKind, Invitation};
use super::passkeys_store as passkeys;
use super::seats_store::{seats, seats_of_group};
use super::session::since;
use super::store::{self as rows, NewSignIn, Person, Rotation};
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

pub(super) const NOW_MS: i64 = 1_795_453_200_000;
const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// A number that nothing else in a test is.
pub(super) const WREN: PersonId = PersonId(4_611_686_018_427_387_847);
const SOL: PersonId = PersonId(i64::MAX);

on_both_engines! {
    a_person_comes_back_as_they_went_in,
    a_name_is_held_by_one_until_they_are_gone,
    a_sign_in_opens_by_its_token_until_it_ends,
    a_token_changes_once_and_the_one_before_still_opens,
    a_person_has_so_many_sign_ins,
    sign_ins_that_have_run_out_go,
    a_door_opens_once,
    a_new_role_closes_doors_and_changes_tokens,
    an_invitation_is_used_up,
    a_passkey_is_its_owner_s,
    a_question_is_answered_once,
    erasing_begins_at_every_door,
    a_circle_shows_who_belongs_and_stays,
}

/// Writes and waits; a refusal is a failed test.
pub(super) fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn person(id: PersonId) -> Person {
    Person {
        id,
        name_sealed: vec![0, 255, 1],
        name_print: print(id),
        sign: Sign::Lotus,
        lang: Lang::Es,
        for_another: true,
        is_counted: true,
        is_coordinator: false,
        leads: true,
        words_proof: vec![1, 0],
        joined_ms: NOW_MS,
    }
}

pub(super) fn print(id: PersonId) -> Vec<u8> {
    [b"print of ", &id.0.to_be_bytes()[..]].concat()
}

/// A database with Wren and Sol in it.
pub(super) fn two(database: &TestDatabase) -> Store {
    let store = database.store();
    for id in [WREN, SOL] {
        write(&store, move |tx| rows::add_person(tx, &person(id)));
    }
    store
}

pub(super) fn sign_in(id: i64, person: PersonId, now_ms: i64) -> NewSignIn {
    NewSignIn {
        id,
        person,
        token_print: token(id),
        is_shared: false,
        now_ms,
    }
}

fn token(n: i64) -> [u8; 32] {
    let mut print = [7; 32];
    print[..8].copy_from_slice(&n.to_be_bytes());
    print
}

fn a_person_comes_back_as_they_went_in(database: &TestDatabase) {
    let store = two(database);
    let found = write(&store, |tx| rows::person(tx, WREN)).unwrap();
    assert_eq!(format!("{found:?}"), format!("{:?}", person(WREN)));
    write(&store, |tx| {
        rows::set_sign(tx, WREN, Sign::Sun)?;
        rows::set_lang(tx, WREN, Lang::En)?;
        rows::set_counted(tx, WREN, false)?;
        rows::set_words(tx, WREN, &[9])?;
        rows::set_leads(tx, WREN, false)?;
        rows::set_coordinator(tx, WREN, true)
    });
    let found = write(&store, |tx| rows::person(tx, WREN)).unwrap();
    let changed = Person {
        sign: Sign::Sun,
        lang: Lang::En,
        is_counted: false,
        words_proof: vec![9],
        leads: false,
        is_coordinator: true,
        ..person(WREN)
    };
    assert_eq!(format!("{found:?}"), format!("{changed:?}"));
    let other = write(&store, |tx| rows::person(tx, SOL)).unwrap();
    assert_eq!(format!("{other:?}"), format!("{:?}", person(SOL)));
    assert_eq!(write(&store, rows::coordinators), 1);
    let seats = write(&store, |tx| seats(tx, &[WREN, SOL, PersonId(1)]));
    assert_eq!(seats.len(), 2);
}

fn a_name_is_held_by_one_until_they_are_gone(database: &TestDatabase) {
    let store = two(database);
    let taken = store.write_blocking(|tx| rows::rename(tx, SOL, &[1], &print(WREN)));
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    let holder = |id| write(&store, move |tx| rows::holder_of_name(tx, &print(id)));
    assert_eq!(holder(WREN), Some(WREN));
    write(&store, |tx| rows::begin_erasing(tx, WREN, NOW_MS));
    assert_eq!(holder(WREN), Some(WREN), "until they are gone");
    let found = write(&store, |tx| rows::person_by_print(tx, &print(WREN)));
    assert!(found.is_none(), "and nobody comes in by it");
    write(&store, |tx| rows::remove_person(tx, WREN));
    assert_eq!(holder(WREN), None);
    write(&store, |tx| rows::rename(tx, SOL, &[1], &print(WREN)));
    assert_eq!(holder(WREN), Some(SOL));
    assert_eq!(holder(SOL), None);
}

fn a_sign_in_opens_by_its_token_until_it_ends(database: &TestDatabase) {
    let store = two(database);
    for (id, who) in [(1, WREN), (2, WREN), (3, SOL)] {
        write(&store, move |tx| {
            rows::add_sign_in(tx, &sign_in(id, who, NOW_MS + id))
        });
    }
    let by = |n| write(&store, move |tx| rows::sign_in(tx, &token(n))).map(|row| row.person);
    assert_eq!([by(1), by(2), by(3)], [Some(WREN), Some(WREN), Some(SOL)]);
    assert_eq!(by(4), None);
    let of_wren = || {
        let all = write(&store, |tx| rows::sign_ins_of(tx, WREN));
        all.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(of_wren(), [2, 1], "the last used first");
    assert_eq!(write(&store, |tx| rows::end_one(tx, SOL, 1)), 0);
    assert_eq!(write(&store, |tx| rows::end_one(tx, WREN, 1)), 1);
    assert_eq!(of_wren(), [2]);
    write(&store, |tx| rows::end_by_print(tx, &token(2)));
    assert_eq!(of_wren(), [0; 0]);
    write(&store, |tx| rows::end_all(tx, SOL));
    assert_eq!(by(3), None);
}

fn a_token_changes_once_and_the_one_before_still_opens(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| {
        rows::add_sign_in(tx, &sign_in(1, WREN, NOW_MS))
    });
    let rotate = |before_ms, to| {
        let change = Rotation {
            token_print: token(to),
            former_print: token(1).to_vec(),
            former_until_ms: NOW_MS + HOUR_MS,
            now_ms: NOW_MS + 5,
        };
        write(&store, move |tx| rows::rotate(tx, 1, before_ms, &change))
    };
    assert!(rotate(NOW_MS, 2));
    assert!(!rotate(NOW_MS, 3), "another request was faster");
    let by = |n| write(&store, move |tx| rows::sign_in(tx, &token(n)));
    let row = by(2).unwrap();
    assert!(row.has_former);
    assert_eq!((row.seen_ms, row.rotated_ms), (NOW_MS + 5, NOW_MS + 5));
    assert_eq!(by(1).unwrap().former_until_ms, NOW_MS + HOUR_MS);
    assert!(by(3).is_none());
    write(&store, |tx| rows::touch(tx, 1, NOW_MS + 9, NOW_MS + 10));
    let row = by(1).unwrap();
    assert_eq!(
        (row.seen_ms, row.former_until_ms),
        (NOW_MS + 9, NOW_MS + 10)
    );
    write(&store, |tx| rows::renew_tokens(tx, WREN));
    assert_eq!(by(2).unwrap().rotated_ms, 0);
    write(&store, |tx| rows::end_by_print(tx, &token(1)));
    assert!(by(2).is_none(), "the token before ends it as well");
}

fn a_person_has_so_many_sign_ins(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| rows::add_sign_in(tx, &sign_in(100, SOL, 0)));
    for id in 1..=22 {
        write(&store, move |tx| {
            rows::add_sign_in(tx, &sign_in(id, WREN, NOW_MS + id))
        });
    }
    let left = write(&store, |tx| rows::sign_ins_of(tx, WREN));
    let ids: Vec<_> = left.iter().map(|row| row.id).collect();
    assert_eq!(ids, (3..=22).rev().collect::<Vec<_>>());
    assert_eq!(write(&store, |tx| rows::sign_ins_of(tx, SOL)).len(), 1);
}

fn sign_ins_that_have_run_out_go(database: &TestDatabase) {
    let store = two(database);
    let shared = |id, ago_ms| NewSignIn {
        is_shared: true,
        ..sign_in(id, SOL, NOW_MS - ago_ms)
    };
    let all = [
        sign_in(1, WREN, NOW_MS - 31 * DAY_MS),
        sign_in(2, WREN, NOW_MS - 29 * DAY_MS),
        shared(3, 13 * HOUR_MS),
        shared(4, 11 * HOUR_MS),
        shared(5, 25 * HOUR_MS),
    ];
    for one in all {
        write(&store, move |tx| rows::add_sign_in(tx, &one));
    }
    // Busy all along, and a day is over all the same.
    write(&store, |tx| rows::touch(tx, 5, NOW_MS, 0));
    let open = |who| {
        let all = write(&store, move |tx| rows::sign_ins_of(tx, who));
        let open = all.iter().filter(|row| row.is_in_time(since(NOW_MS)));
        open.map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!((open(WREN), open(SOL)), (vec![2], vec![4]));
    let gone = write(&store, |tx| rows::remove_sign_ins_past(tx, since(NOW_MS)));
    assert_eq!(gone, 3);
    assert_eq!((open(WREN), open(SOL)), (vec![2], vec![4]));
}

fn door(id: i64, kind: DoorKind, person: Option<PersonId>, ends_ms: i64) -> Door {
    Door {
        id,
        token_print: token(id).to_vec(),
        kind,
        person,
        ends_ms,
    }
}

fn add_door(store: &Store, new: Door, by: Option<PersonId>) {
    write(store, move |tx| links::add_door(tx, &new, by, NOW_MS));
}

fn a_door_opens_once(database: &TestDatabase) {
    let store = two(database);
    let later = NOW_MS + HOUR_MS;
    add_door(
        &store,
        door(1, DoorKind::Back, Some(WREN), NOW_MS - 1),
        None,
    );
    add_door(
        &store,
        door(2, DoorKind::Back, Some(WREN), later),
        Some(SOL),
    );
    add_door(&store, door(3, DoorKind::Begin, None, later), None);
    let by = |n| write(&store, move |tx| links::door(tx, &token(n)));
    assert!(by(1).is_none(), "it had run out when the next one was made");
    let found = by(2).unwrap();
    assert_eq!((found.kind, found.person), (DoorKind::Back, Some(WREN)));
    assert_eq!((found.id, found.ends_ms), (2, later));
    let about = |who| write(&store, move |tx| links::doors_about(tx, who));
    let theirs = |who| about(who).iter().map(|d| d.is_theirs).collect::<Vec<_>>();
    assert_eq!((theirs(WREN), theirs(SOL)), (vec![true], vec![false]));
    assert!(write(&store, |tx| links::use_door(tx, 2)));
    assert!(!write(&store, |tx| links::use_door(tx, 2)));
    assert_eq!(by(3).unwrap().kind, DoorKind::Begin);
    write(&store, links::remove_begin_doors);
    assert!(by(3).is_none());
}

fn a_new_role_closes_doors_and_changes_tokens(database: &TestDatabase) {
    let store = two(database);
    let later = NOW_MS + HOUR_MS;
    add_door(
        &store,
        door(1, DoorKind::Back, Some(WREN), later),
        Some(SOL),
    );
    add_door(&store, door(2, DoorKind::Back, Some(SOL), later), None);
    for (id, who) in [(1, WREN), (2, SOL)] {
        write(&store, move |tx| {
            rows::add_sign_in(tx, &sign_in(id, who, NOW_MS))
        });
    }
    write(&store, |tx| rows::set_coordinator(tx, WREN, true));
    let is_door = |n| write(&store, move |tx| links::door(tx, &token(n))).is_some();
    assert_eq!([is_door(1), is_door(2)], [false, true]);
    let rotated = |n| {
        let row = write(&store, move |tx| rows::sign_in(tx, &token(n)));
        row.unwrap().rotated_ms
    };
    assert_eq!([rotated(1), rotated(2)], [0, NOW_MS]);
    // No change, no new token.
    write(&store, |tx| rows::set_leads(tx, SOL, true));
    assert_eq!(rotated(2), NOW_MS);
    write(&store, |tx| rows::set_leads(tx, SOL, false));
    assert_eq!(rotated(2), 0);
}

fn invitation(id: i64, uses_left: i64, ends_ms: i64) -> Invitation {
    Invitation {
        id,
        token_print: token(id).to_vec(),
        group: Some(i64::MAX),
        role: InvitedAs::Mentor,
        uses_left,
        made_by: Some(WREN),
        made_ms: NOW_MS,
        ends_ms,
    }
}

fn an_invitation_is_used_up(database: &TestDatabase) {
    let store = two(database);
    let later = NOW_MS + DAY_MS;
    for new in [
        invitation(1, 2, NOW_MS - 31 * DAY_MS),
        invitation(2, 2, later),
        invitation(3, 1, NOW_MS - 1),
    ] {
        write(&store, move |tx| links::add_invitation(tx, &new));
    }
    let by = |n| write(&store, move |tx| links::invitation(tx, &token(n)));
    assert!(by(1).is_none(), "a month after its end it is gone");
    let expected = invitation(2, 2, later);
    assert_eq!(format!("{:?}", by(2).unwrap()), format!("{expected:?}"));
    let open = || {
        let open = write(&store, |tx| links::open_invitations(tx, NOW_MS));
        open.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(open(), [2]);
    assert_eq!(write(&store, |tx| links::invitations_by(tx, WREN)).len(), 2);
    for left in [1, 0, 0] {
        write(&store, |tx| links::use_invitation(tx, 2));
        assert_eq!(by(2).unwrap().uses_left, left);
    }
    assert_eq!(open(), [0; 0]);
    write(&store, |tx| links::remove_invitation(tx, 2));
    assert!(by(2).is_none());
}

pub(super) fn passkey(n: u8) -> DraftPasskey {
    DraftPasskey {
        credential: vec![n, 0, 255],
        fixed_state: vec![1, n],
        moving_state: vec![2, n],
    }
}

fn a_passkey_is_its_owner_s(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| passkeys::add(tx, 1, WREN, &passkey(1), NOW_MS));
    let twice = store.write_blocking(|tx| passkeys::add(tx, 2, SOL, &passkey(1), NOW_MS));
    assert!(matches!(twice, Err(StoreError::Conflict)), "{twice:?}");
    let found = || write(&store, |tx| passkeys::by_credential(tx, &[1, 0, 255]));
    assert_eq!(found(), Some((1, WREN.0, vec![1, 1], vec![2, 1])));
    write(&store, |tx| passkeys::used(tx, 1, &[3], NOW_MS + 1));
    assert_eq!(found().unwrap().3, [3]);
    let of = |who| write(&store, move |tx| passkeys::of_person(tx, who));
    assert_eq!(of(WREN)[0].used_ms, Some(NOW_MS + 1));
    assert_eq!(of(SOL), []);
    let known = write(&store, |tx| passkeys::credentials_of(tx, WREN));
    assert_eq!(known, [[1, 0, 255]]);
    write(&store, |tx| passkeys::remove(tx, SOL, 1));
    assert!(found().is_some());
    write(&store, |tx| passkeys::remove(tx, WREN, 1));
    assert!(found().is_none());
}

fn a_question_is_answered_once(database: &TestDatabase) {
    let store = database.store();
    let ask = |n: i64, span| {
        write(&store, move |tx| {
            passkeys::add_ceremony(tx, &token(n), &[4], span)
        });
    };
    let take = |n, at_ms| {
        write(&store, move |tx| {
            passkeys::take_ceremony(tx, &token(n), at_ms)
        })
    };
    ask(1, (NOW_MS, NOW_MS + 10));
    assert_eq!(take(1, NOW_MS + 9), Some(vec![4]));
    assert_eq!(take(1, NOW_MS + 9), None);
    ask(2, (NOW_MS, NOW_MS + 10));
    assert_eq!(take(2, NOW_MS + 10), None, "too late");
    ask(3, (NOW_MS, NOW_MS + 10));
    ask(4, (NOW_MS + 11, NOW_MS + 21));
    assert_eq!(take(3, NOW_MS), None, "the next question clears it away");
}

fn erasing_begins_at_every_door(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| {
        rows::add_sign_in(tx, &sign_in(1, WREN, NOW_MS))?;
        passkeys::add(tx, 1, WREN, &passkey(1), NOW_MS)?;
        rows::set_coordinator(tx, WREN, true)?;
        rows::begin_erasing(tx, WREN, NOW_MS)?;
        // Asked once more, it began when it began.
        rows::begin_erasing(tx, WREN, NOW_MS + 1)
    });
    assert!(write(&store, |tx| rows::person(tx, WREN)).is_none());
    assert!(write(&store, |tx| rows::sign_in(tx, &token(1))).is_none());
    assert!(write(&store, |tx| passkeys::by_credential(tx, &[1, 0, 255])).is_none());
    assert_eq!(write(&store, rows::coordinators), 0);
    assert_eq!(write(&store, |tx| rows::everybody(tx, 10)).len(), 1);
    assert!(write(&store, |tx| seats(tx, &[WREN])).is_empty());
    assert_eq!(write(&store, rows::on_the_way_out), [WREN]);
    write(&store, |tx| rows::remove_person(tx, WREN));
    write(&store, |tx| rows::remove_person(tx, WREN));
    assert_eq!(write(&store, rows::on_the_way_out), []);
}

fn a_circle_shows_who_belongs_and_stays(database: &TestDatabase) {
    const OAK: PersonId = PersonId(5);
    let store = two(database);
    let circle = GroupId(8);
    let group = Group::new(circle, Details::default(), NOW_MS);
    write(&store, move |tx| {
        rows::add_person(tx, &person(OAK))?;
        groups::create(tx, &group)?;
        for who in [WREN, OAK] {
            let place = Membership::joined(circle, who, Roles::default(), NOW_MS);
            groups::set_membership(tx, &place)?;
        }
        // Sol only asks to belong.
        groups::set_membership(tx, &Membership::asking(circle, SOL, NOW_MS))
    });
    let shown = move |tx: &mut Tx<'_>| {
        let seats = seats_of_group(tx, circle)?;
        Ok::<_, StoreError>(seats.iter().map(|seat| seat.id).collect::<Vec<_>>())
    };
    let mut both = write(&store, shown);
    both.sort_unstable();
    assert_eq!(both, [OAK, WREN]);
    let named = write(&store, |tx| groups::places_of(tx, WREN));
    assert_eq!(named.len(), 1);
    assert_eq!(named[0].place.group, circle);
    write(&store, |tx| rows::begin_erasing(tx, OAK, NOW_MS));
    assert_eq!(write(&store, shown), [WREN]);
}
