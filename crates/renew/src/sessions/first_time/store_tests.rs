//! Asking and answering, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines, params};

use super::super::store as rows;
use super::super::{Session, SessionId, State};
use super::choose::{ASKS_MAX, KEPT_MS};
use super::{Chose, Visit, asking, data, store};
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const HOUR_MS: i64 = 3_600_000;
const GROUP: GroupId = GroupId(201);
const ID: SessionId = SessionId(302);
const SOL: PersonId = PersonId(110);
const MARLOW: PersonId = PersonId(101);

on_both_engines! {
    members_are_asked_one_after_the_other_until_one_says_yes,
    nobody_is_asked_who_leads_who_is_new_or_who_is_not_willing,
    a_yes_can_be_taken_back_and_another_is_asked,
    a_wish_that_is_taken_back_ends_the_asking,
    a_choice_takes_the_place_of_the_one_before,
    erasing_a_person_leaves_no_row_of_theirs,
    what_is_long_over_goes,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn session(id: i64, starts_ms: i64) -> Session {
    Session {
        id: SessionId(id),
        group: GROUP.0,
        starts_ms,
        minutes: 90,
        pace: 1,
        format: "renew-90".into(),
        state: State::Planned,
        ended_ms: None,
        sealed: false,
    }
}

fn tonight() -> Session {
    session(ID.0, NOW_MS + 8 * HOUR_MS)
}

fn visit(wants_buddy: bool) -> Visit {
    Visit {
        session: ID,
        person: SOL,
        group: GROUP.0,
        starts_ms: tonight().starts_ms,
        chose: Chose::Read,
        listens: true,
        wants_buddy,
        buddy: None,
    }
}

/// A group that Marlow leads and that has met before, with so many willing members who came; then
/// one who never came and one who is not willing.
fn with_members(db: &TestDatabase, members: i64) -> Store {
    let store = db.store();
    write(&store, move |tx| {
        let details = Details {
            name: "Sunday evening circle".into(),
            ..Details::default()
        };
        groups::create(tx, &Group::new(GROUP, details, 0))?;
        rows::ensure(tx, &session(301, NOW_MS - 7 * 24 * HOUR_MS))?;
        rows::ensure(tx, &tonight())?;
        let leads = Roles {
            is_facilitator: true,
            ..Roles::default()
        };
        let people = (102..102 + members).map(|id| (id, Roles::default(), true, true));
        let others = [
            (MARLOW.0, leads, true, true),
            (SOL.0, Roles::default(), true, false),
            (120, Roles::default(), true, false),
            (121, Roles::default(), false, true),
        ];
        for (id, roles, is_willing, came) in people.chain(others) {
            let person = PersonId(id);
            groups::set_membership(tx, &Membership::joined(GROUP, person, roles, 0))?;
            if is_willing {
                store::set_willing(tx, person, true, NOW_MS)?;
            }
            if came {
                tx.run(
                    "INSERT INTO session_attendance (session_id, seat, person_id, role, from_ms, to_ms)
                     VALUES (301, $1, $2, 'member', 0, 0)",
                    &params![id, person],
                )?;
            }
        }
        store::keep(tx, &visit(true))
    });
    store
}

fn settle(store: &Store, at_ms: i64) -> Vec<PersonId> {
    write(store, move |tx| asking::settle(tx, &tonight(), at_ms))
}

fn answer(store: &Store, buddy: i64, is_yes: bool) -> Vec<PersonId> {
    write(store, move |tx| {
        asking::answer(tx, &tonight(), PersonId(buddy), is_yes, NOW_MS)
    })
}

fn buddy_of_sol(store: &Store) -> Option<PersonId> {
    write(store, |tx| store::visit(tx, ID, SOL)).unwrap().buddy
}

fn is_asked(store: &Store, buddy: i64) -> bool {
    write(store, move |tx| store::is_asked(tx, ID, PersonId(buddy)))
}

fn members_are_asked_one_after_the_other_until_one_says_yes(db: &TestDatabase) {
    let store = with_members(db, 3);
    assert_eq!(settle(&store, NOW_MS), [PersonId(102)]);
    assert_eq!(settle(&store, NOW_MS), [], "the first is thinking about it");
    // Eight hours are left, so two hours later another is asked as well.
    assert_eq!(settle(&store, NOW_MS + 2 * HOUR_MS), [PersonId(103)]);
    let touched = answer(&store, 103, false);
    assert_eq!(touched, [103, SOL.0].map(PersonId), "102 may still say yes");
    assert!(is_asked(&store, 102) && !is_asked(&store, 103));
    let touched = answer(&store, 102, true);
    assert!(touched.contains(&SOL) && touched.contains(&PersonId(102)));
    assert_eq!(buddy_of_sol(&store), Some(PersonId(102)));
    assert_eq!(settle(&store, NOW_MS + 7 * HOUR_MS), [], "it is settled");
    answer(&store, 104, true);
    assert_eq!(
        buddy_of_sol(&store),
        Some(PersonId(102)),
        "nobody asked 104"
    );
}

fn nobody_is_asked_who_leads_who_is_new_or_who_is_not_willing(db: &TestDatabase) {
    let store = with_members(db, 1);
    assert_eq!(settle(&store, NOW_MS), [PersonId(102)]);
    for hour in 1..8 {
        assert_eq!(settle(&store, NOW_MS + hour * HOUR_MS), []);
    }
    // Nobody is asked for an evening that is over, and nobody without end for one newcomer.
    let many = with_members(&TestDatabase::sqlite(), 8);
    assert_eq!(settle(&many, tonight().starts_ms + 4 * HOUR_MS), []);
    let asked = (0..12).flat_map(|_| {
        let asked = settle(&many, NOW_MS);
        for one in &asked {
            write(&many, {
                let one = *one;
                move |tx| store::answer(tx, ID, one, false)
            });
        }
        asked
    });
    assert_eq!(asked.count(), ASKS_MAX);
}

fn a_yes_can_be_taken_back_and_another_is_asked(db: &TestDatabase) {
    let store = with_members(db, 2);
    settle(&store, NOW_MS);
    answer(&store, 102, true);
    let touched = answer(&store, 102, false);
    assert_eq!(buddy_of_sol(&store), None);
    assert!(touched.contains(&PersonId(103)), "{touched:?}");
    assert!(is_asked(&store, 103) && !is_asked(&store, 102));
}

fn a_wish_that_is_taken_back_ends_the_asking(db: &TestDatabase) {
    let store = with_members(db, 2);
    settle(&store, NOW_MS);
    write(&store, |tx| store::keep(tx, &visit(false)));
    assert!(!is_asked(&store, 102));
    answer(&store, 102, true);
    assert_eq!(buddy_of_sol(&store), None);
    assert_eq!(settle(&store, NOW_MS + 6 * HOUR_MS), []);
}

fn a_choice_takes_the_place_of_the_one_before(db: &TestDatabase) {
    let store = with_members(db, 0);
    let knows = |store: &Store| write(store, |tx| store::says_they_know(tx, SOL, GROUP.0));
    assert!(!knows(&store));
    let chosen = Visit {
        chose: Chose::Knows,
        listens: false,
        ..visit(false)
    };
    write(&store, move |tx| store::keep(tx, &chosen));
    assert_eq!(write(&store, |tx| store::visit(tx, ID, SOL)), Some(chosen));
    assert!(knows(&store));
}

fn erasing_a_person_leaves_no_row_of_theirs(db: &TestDatabase) {
    let store = with_members(db, 2);
    settle(&store, NOW_MS);
    answer(&store, 102, true);
    let export = write(&store, |tx| data::export(tx, PersonId(102))).to_string();
    assert!(export.contains(r#""i_said":"yes""#), "{export}");
    assert!(!export.contains("newcomer"), "whom is not theirs to tell");
    write(&store, |tx| rows::erase(tx, PersonId(102)));
    write(&store, |tx| data::erase(tx, PersonId(102)));
    assert_eq!(buddy_of_sol(&store), None);
    assert_eq!(settle(&store, NOW_MS), [PersonId(103)], "another is asked");
    write(&store, |tx| data::erase(tx, SOL));
    for (table, columns) in [
        ("willing_buddies", "person_id"),
        ("first_visits", "person_id"),
        ("first_visits", "buddy_id"),
        ("buddy_asks", "newcomer_id"),
        ("buddy_asks", "buddy_id"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {columns} IN (102, 110)");
        let (count,): (i64,) = write(&store, move |tx| tx.one(&sql, &[]));
        assert_eq!(count, 0, "{table}.{columns}");
    }
}

fn what_is_long_over_goes(db: &TestDatabase) {
    let store = with_members(db, 1);
    settle(&store, NOW_MS);
    let after_ms = tonight().starts_ms + 1;
    write(&store, move |tx| store::clear_away(tx, after_ms - KEPT_MS));
    assert!(is_asked(&store, 102));
    write(&store, move |tx| store::clear_away(tx, after_ms));
    assert!(!is_asked(&store, 102));
    assert_eq!(write(&store, |tx| store::visit(tx, ID, SOL)), None);
}
