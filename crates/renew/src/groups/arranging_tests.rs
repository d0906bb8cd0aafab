//! What people do with times, with its SQL, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use calendar::schedule::{Exception, Held, Way};
use calendar::{Days, Zone};
use jiff::civil::{Date, Weekday, date, time};

use super::arranging::{self, ArrangeError, EXCEPTIONS_OF_ONE_MAX, PLANNED_OF_ONE_MAX};
use super::changes_store::{self, CHANGES_KEPT_MAX, Happened};
use super::rota_store::{self, LEADERS_MAX, Turn, gaps};
use super::{
    Attendance, Closure, Details, Group, GroupId, Membership, Roles, differences_store,
    next_session, places_store, store, weekly,
};
use crate::site::visitor::PersonId;

/// Tuesday 1 December 2026, noon in UTC.
const NOW_MS: i64 = 1_796_126_400_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const ELM: GroupId = GroupId(1);
const OAK: GroupId = GroupId(2);
const ALMA: PersonId = PersonId(101);

on_both_engines! {
    one_evening_is_cancelled_changed_and_restored,
    what_makes_no_sense_is_refused,
    a_full_list_takes_no_more,
    the_usual_is_no_difference,
    tonight_is_moved_online,
    a_change_waits_for_its_day,
    a_plan_differs_from_what_holds_before_it,
    a_venue_closes_and_opens,
    a_group_that_will_move_into_a_closed_venue_is_told,
    the_rota_knows_who_leads,
    the_log_keeps_the_newest,
    no_line_of_the_log_has_the_number_of_one_that_went,
    what_is_long_past_is_forgotten,
}

/// Tuesdays at seven in Elm Street Hall.
fn tuesdays(id: GroupId, attendance: Attendance) -> Group {
    let details = Details {
        name: "Tuesday Circle".into(),
        attendance,
        rule: weekly(Days::one(Weekday::Tuesday)),
        start_minute: Some(19 * 60),
        zone: Some(Zone::utc()),
        place: "Elm Street Hall".into(),
        address: "1 Elm Street".into(),
        ..Details::default()
    };
    Group::new(id, details, 0)
}

/// Elm Street meets in the room, Oak both ways.
fn two(database: &TestDatabase) -> Store {
    let store = database.store();
    write(&store, |tx| {
        store::create(tx, &tuesdays(ELM, Attendance::InRoom))?;
        Ok(store::create(tx, &tuesdays(OAK, Attendance::Both))?)
    });
    store
}

fn attempt<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, ArrangeError> + Send + 'static,
) -> Result<T, ArrangeError> {
    store.write_blocking(work)
}

/// A refusal is a failed test.
fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, ArrangeError> + Send + 'static,
) -> T {
    attempt(store, work).unwrap()
}

fn found(store: &Store, id: GroupId) -> Group {
    write(store, move |tx| Ok(store::group(tx, id)?.unwrap()))
}

/// What the log says of a group, the newest first.
fn log(store: &Store, id: GroupId) -> Vec<(Happened, Option<Date>, String)> {
    let changes = write(store, |tx| Ok(changes_store::newest_changes(tx, 100)?));
    let told = changes.into_iter().filter(|one| one.group == id);
    told.map(|one| (one.happened, one.date, one.note)).collect()
}

fn day(day: i8) -> Date {
    date(2026, 12, day)
}

fn one_evening_is_cancelled_changed_and_restored(database: &TestDatabase) {
    let store = two(database);
    for _ in 0..2 {
        // The second time it is so already.
        write(&store, |tx| {
            arranging::cancel(tx, ELM, day(8), "Repairs.", NOW_MS)
        });
    }
    let group = found(&store, ELM);
    assert_eq!((group.sequence, group.changed_ms), (1, NOW_MS));
    assert!(group.timetable().on(day(8)).unwrap().is_cancelled);
    let next = group.timetable().next(NOW_MS + 2 * DAY_MS, 1);
    assert_eq!(next[0].date, day(15));

    let held = Held {
        date: Some(day(9)),
        start: Some(time(18, 30, 0, 0)),
        ..Held::default()
    };
    write(&store, move |tx| {
        arranging::change_once(tx, ELM, day(8), held, "A day later.", NOW_MS)
    });
    let moved = found(&store, ELM).timetable().on(day(8)).unwrap();
    // From noon of the first to half past six of the ninth.
    assert_eq!(moved.start_ms, NOW_MS + 8 * DAY_MS + 13 * HOUR_MS / 2);

    write(&store, |tx| arranging::restore(tx, ELM, day(8), NOW_MS));
    let group = found(&store, ELM);
    assert_eq!(group.sequence, 3);
    assert!(group.differences.is_empty());
    let expected = [
        (Happened::Restored, Some(day(8)), String::new()),
        (Happened::Moved, Some(day(8)), "A day later.".to_owned()),
        (Happened::Cancelled, Some(day(8)), "Repairs.".to_owned()),
    ];
    assert_eq!(log(&store, ELM), expected);
    assert_eq!(log(&store, OAK), []);
}

fn what_makes_no_sense_is_refused(database: &TestDatabase) {
    let store = two(database);
    let cancel = |id, on, note: &str, now_ms| {
        let note = note.to_owned();
        attempt(&store, move |tx| {
            arranging::cancel(tx, id, on, &note, now_ms)
        })
    };
    let nobody = GroupId(9);
    assert!(matches!(
        cancel(nobody, day(8), "", NOW_MS),
        Err(ArrangeError::NoGroup)
    ));
    assert!(matches!(
        cancel(ELM, day(9), "", NOW_MS),
        Err(ArrangeError::NoMeeting)
    ));
    let over_ms = NOW_MS + 7 * HOUR_MS + 90 * 60_000;
    assert!(matches!(
        cancel(ELM, day(1), "", over_ms),
        Err(ArrangeError::Over)
    ));
    let long = "n".repeat(501);
    assert!(matches!(
        cancel(ELM, day(8), &long, NOW_MS),
        Err(ArrangeError::LongNote)
    ));

    let change = |held| {
        attempt(&store, move |tx| {
            arranging::change_once(tx, ELM, day(8), held, "", NOW_MS)
        })
    };
    let to = |to| Held {
        date: Some(to),
        ..Held::default()
    };
    let past = change(to(date(2026, 11, 30)));
    assert!(matches!(past, Err(ArrangeError::Over)));
    assert!(matches!(
        change(to(date(2027, 3, 1))),
        Err(ArrangeError::TooFar)
    ));
    let endless = Held {
        duration_minutes: Some(1441),
        ..Held::default()
    };
    assert!(matches!(change(endless), Err(ArrangeError::TooFar)));
    assert_eq!(log(&store, ELM), [], "nothing of it was told");
}

fn a_full_list_takes_no_more(database: &TestDatabase) {
    let store = two(database);
    let full = |tx: &mut Tx<'_>| {
        for past in 1..=EXCEPTIONS_OF_ONE_MAX {
            let past = i32::try_from(past).unwrap();
            let on = day(1).checked_sub(jiff::Span::new().days(past)).unwrap();
            let off = Exception::cancelled("");
            differences_store::set_exception(tx, ELM, on, Some(&off), NOW_MS)?;
        }
        Ok(())
    };
    write(&store, full);
    let cancelled = attempt(&store, |tx| arranging::cancel(tx, ELM, day(8), "", NOW_MS));
    assert!(matches!(cancelled, Err(ArrangeError::TooMany)));
}

fn the_usual_is_no_difference(database: &TestDatabase) {
    let store = two(database);
    let usual = Held {
        date: Some(day(8)),
        start: Some(time(19, 0, 0, 0)),
        duration_minutes: Some(90),
        way: Some(Way::InPerson),
    };
    let longer = Held {
        duration_minutes: Some(120),
        ..usual
    };
    let change = |held| {
        write(&store, move |tx| {
            arranging::change_once(tx, ELM, day(8), held, "", NOW_MS)
        });
        found(&store, ELM).differences.exceptions
    };
    assert!(change(usual).is_empty());
    assert_eq!(log(&store, ELM), []);
    let only = Held {
        duration_minutes: Some(120),
        ..Held::default()
    };
    let expected = Exception::held(only, "");
    assert_eq!(change(longer).get(day(8)), Some(&expected));
    assert_eq!(log(&store, ELM)[0].0, Happened::Changed);
    assert!(change(usual).is_empty(), "back to the usual");
    assert_eq!(log(&store, ELM)[0].0, Happened::Restored);
}

fn tonight_is_moved_online(database: &TestDatabase) {
    let store = two(database);
    let later = Held {
        start: Some(time(20, 0, 0, 0)),
        ..Held::default()
    };
    write(&store, move |tx| {
        arranging::change_once(tx, ELM, day(1), later, "", NOW_MS)?;
        arranging::move_online(tx, ELM, day(1), "The heating is off.", NOW_MS)
    });
    let group = found(&store, ELM);
    let tonight = next_session(&group, NOW_MS).unwrap();
    assert_eq!(tonight.way, Some(Way::Online));
    let hours = (tonight.start_ms - NOW_MS) / HOUR_MS;
    assert_eq!(hours, 8, "what else was different stays");
    let next = next_session(&group, NOW_MS + DAY_MS).unwrap();
    assert_eq!(next.way, None, "it is for tonight");
}

fn a_change_waits_for_its_day(database: &TestDatabase) {
    let store = two(database);
    let after = Details {
        start_minute: Some(18 * 60),
        attendance: Attendance::Online,
        ..tuesdays(ELM, Attendance::InRoom).details
    };
    let plan = |from: Date, after: &Details| {
        let after = after.clone();
        attempt(&store, move |tx| {
            arranging::change_from(tx, ELM, from, &after, NOW_MS)
        })
    };
    assert!(!plan(day(15), &after).unwrap(), "there is a meeting before");
    let group = found(&store, ELM);
    assert_eq!(group.details.attendance, Attendance::InRoom);
    let coming: Vec<_> = group
        .timetable()
        .next(NOW_MS, 3)
        .iter()
        .map(|one| ((one.start_ms - NOW_MS) % DAY_MS / HOUR_MS, one.way))
        .collect();
    assert_eq!(coming, [(7, None), (7, None), (6, Some(Way::Online))]);
    assert_eq!(log(&store, ELM)[0].0, Happened::Planned);

    let not_yet = write(&store, |tx| arranging::do_planned(tx, NOW_MS + 13 * DAY_MS));
    assert_eq!(not_yet, 0);
    let done = |tx: &mut Tx<'_>| arranging::do_planned(tx, NOW_MS + 14 * DAY_MS);
    assert_eq!((write(&store, done), write(&store, done)), (1, 0));
    let group = found(&store, ELM);
    let expected = Details {
        season: group.details.season,
        ..after.clone()
    };
    assert_eq!(group.details, expected);
    assert_eq!(group.details.season.first, Some(day(15)));
    assert!(group.differences.is_empty());
    assert_eq!(log(&store, ELM)[0].0, Happened::Changed);

    // No meeting is before the fifteenth now: what changes from then on, changes at once.
    let again = Details {
        start_minute: Some(17 * 60),
        ..after.clone()
    };
    assert!(plan(day(15), &again).unwrap());
    assert_eq!(found(&store, ELM).details.start_minute, Some(17 * 60));

    for month in 1..=5_i8 {
        let other = Details {
            start_minute: Some(17 * 60 + u16::from(month.unsigned_abs())),
            ..again.clone()
        };
        let planned = plan(date(2027, month, 1), &other);
        let is_one_too_many = usize::try_from(month).unwrap() > PLANNED_OF_ONE_MAX;
        assert_eq!(planned.is_err(), is_one_too_many, "{month}");
    }
    write(&store, |tx| {
        arranging::unplan(tx, ELM, date(2027, 1, 1), NOW_MS)?;
        arranging::unplan(tx, ELM, date(2027, 1, 1), NOW_MS)
    });
    assert_eq!(found(&store, ELM).differences.planned.len(), 3);
    assert_eq!(log(&store, ELM)[0].0, Happened::Restored);
    assert_eq!(log(&store, ELM)[1].0, Happened::Planned);
}

fn a_plan_differs_from_what_holds_before_it(database: &TestDatabase) {
    let store = two(database);
    let usual = tuesdays(ELM, Attendance::InRoom).details;
    let at = |hour: u16| Details {
        start_minute: Some(hour * 60),
        ..usual.clone()
    };
    let plan = |from: Date, after: Details| {
        attempt(&store, move |tx| {
            arranging::change_from(tx, ELM, from, &after, NOW_MS)
        })
        .unwrap()
    };
    assert!(!plan(date(2027, 2, 2), at(18)));
    // The usual hour again, after another hour was planned.
    assert!(!plan(date(2027, 3, 2), at(19)));
    let group = found(&store, ELM);
    let start = |on| {
        group
            .differences
            .details_on(&group.details, on)
            .start_minute
    };
    assert_eq!(start(date(2027, 3, 1)), Some(18 * 60));
    assert_eq!(start(date(2027, 3, 2)), Some(19 * 60));
    // What is the same as before a day is no plan for it, and takes back the one that was.
    plan(date(2027, 3, 2), at(18));
    assert_eq!(found(&store, ELM).differences.planned.len(), 1);
}

fn a_venue_closes_and_opens(database: &TestDatabase) {
    let store = two(database);
    let closure = Closure {
        id: 7,
        place: "Elm Street Hall".into(),
        address: "1 Elm Street.".into(),
        first: day(2),
        last: day(8),
        note: "Repairs.".into(),
    };
    let mut wrong = [closure.clone(), closure.clone(), closure.clone()];
    wrong[0].last = day(1);
    wrong[1].last = date(2027, 12, 1);
    (wrong[2].place, wrong[2].address) = (String::new(), " ".into());
    for wrong in wrong {
        let refused = attempt(&store, move |tx| arranging::close_venue(tx, &wrong, NOW_MS));
        assert!(matches!(refused, Err(ArrangeError::NoVenue)));
    }
    let closed = closure.clone();
    let groups = write(&store, move |tx| {
        arranging::close_venue(tx, &closed, NOW_MS)
    });
    assert_eq!(groups, [ELM, OAK]);
    let known = write(&store, |tx| Ok(differences_store::closures(tx)?));
    assert_eq!(known, [closure]);
    let (elm, oak) = (found(&store, ELM), found(&store, OAK));
    assert!(elm.timetable().on(day(8)).unwrap().is_cancelled);
    assert_eq!(
        oak.timetable().on(day(8)).unwrap().way,
        Some(Way::Online),
        "who meets both ways meets online"
    );
    assert_eq!(elm.sequence, 1);
    let told = (Happened::Closed, Some(day(2)), "Repairs.".to_owned());
    for group in groups {
        assert_eq!(log(&store, group), std::slice::from_ref(&told));
    }

    // Elm Street meets all the same, in the yard.
    write(&store, |tx| arranging::restore(tx, ELM, day(8), NOW_MS));
    let elm = found(&store, ELM).timetable().on(day(8)).unwrap();
    assert!(!elm.is_cancelled);

    let opened = write(&store, |tx| arranging::lift_closure(tx, 7, NOW_MS));
    assert_eq!(opened, [ELM, OAK]);
    assert_eq!(found(&store, OAK).timetable().on(day(8)).unwrap().way, None);
    assert_eq!(log(&store, OAK)[0].0, Happened::Opened);
    let twice = attempt(&store, |tx| arranging::lift_closure(tx, 7, NOW_MS));
    assert!(matches!(twice, Err(ArrangeError::NoVenue)));
}

fn the_rota_knows_who_leads(database: &TestDatabase) {
    let store = two(database);
    let turn = |person, on| Turn {
        date: on,
        group: ELM,
        person,
    };
    let take = |person, on| {
        store.write_blocking(move |tx| rota_store::take_turn(tx, turn(person, on), NOW_MS))
    };
    let refused = |taken| matches!(taken, Err(StoreError::Refused(_)));
    assert!(refused(take(ALMA, day(8))), "only who leads can lead");
    let place = |person, is_host| {
        let roles = Roles {
            is_host,
            ..Roles::default()
        };
        let place = Membership::joined(ELM, person, roles, NOW_MS);
        write(&store, move |tx| {
            Ok(places_store::set_membership(tx, &place)?)
        });
    };
    for person in 101..=100 + LEADERS_MAX + 1 {
        place(PersonId(person), true);
    }
    for person in 101..=100 + LEADERS_MAX {
        assert_eq!(take(PersonId(person), day(8)), Ok(()));
    }
    assert_eq!(take(ALMA, day(8)), Ok(()), "once more is as once");
    assert!(refused(take(PersonId(101 + LEADERS_MAX), day(8))));
    assert_eq!(take(ALMA, day(22)), Ok(()));

    let rota = write(&store, |tx| {
        Ok(rota_store::rota_of(tx, ELM, (day(1), day(31)))?)
    });
    assert_eq!(rota.len(), 5);
    let (all, none) = write(&store, |tx| {
        let all = rota_store::rota_of(tx, ELM, (day(8), day(8)))?;
        Ok((all, rota_store::rota_of(tx, OAK, (day(1), day(31)))?))
    });
    assert_eq!((all.len(), none.len()), (4, 0));
    let table = found(&store, ELM).timetable();
    let open = gaps(&table, &rota, NOW_MS, 4);
    let open: Vec<_> = open.iter().map(|one| one.date).collect();
    assert_eq!(open, [day(1), day(15)]);

    let back = write(&store, move |tx| {
        let first = rota_store::give_turn_back(tx, turn(ALMA, day(22)))?;
        Ok((first, rota_store::give_turn_back(tx, turn(ALMA, day(22)))?))
    });
    assert_eq!(back, (true, false));
    let mine = |person| write(&store, move |tx| Ok(rota_store::turns_of(tx, person)?));
    assert_eq!(mine(ALMA), [turn(ALMA, day(8))]);
    // Who doesn't lead any more leads on no date, and neither does who left.
    place(ALMA, false);
    assert_eq!(mine(ALMA), []);
    let other = PersonId(102);
    write(&store, move |tx| {
        Ok(places_store::end_membership(tx, other, ELM)?)
    });
    assert_eq!(mine(other), []);
}

fn the_log_keeps_the_newest(database: &TestDatabase) {
    let store = two(database);
    let told = |count: usize, happened| {
        write(&store, move |tx| {
            let told = vec![arranging::about(ELM, happened); count];
            Ok(changes_store::tell(tx, &told, NOW_MS)?)
        });
    };
    told(3, Happened::Made);
    told(CHANGES_KEPT_MAX - 1, Happened::Changed);
    let newest = write(&store, |tx| {
        Ok(changes_store::newest_changes(tx, CHANGES_KEPT_MAX + 1)?)
    });
    assert_eq!(newest.len(), CHANGES_KEPT_MAX);
    assert_eq!(newest[CHANGES_KEPT_MAX - 1].happened, Happened::Made);
    assert!(newest.windows(2).all(|pair| pair[0].id > pair[1].id));
    told(CHANGES_KEPT_MAX + 5, Happened::Opened);
    let (newest, rows) = write(&store, |tx| {
        let newest = changes_store::newest_changes(tx, CHANGES_KEPT_MAX + 1)?;
        let (rows,): (i64,) = tx.one("SELECT COUNT(*) FROM group_changes", &[])?;
        Ok((newest, usize::try_from(rows).unwrap()))
    });
    assert_eq!((newest.len(), rows), (CHANGES_KEPT_MAX, CHANGES_KEPT_MAX));
    assert!(newest.iter().all(|one| one.happened == Happened::Opened));
}

fn no_line_of_the_log_has_the_number_of_one_that_went(database: &TestDatabase) {
    let store = two(database);
    let newest = |group, now_ms| {
        write(&store, move |tx| {
            let told = [arranging::about(group, Happened::Changed)];
            changes_store::tell(tx, &told, now_ms)?;
            Ok(changes_store::newest_changes(tx, 1)?[0].id)
        })
    };
    let before = newest(OAK, NOW_MS);
    let went = newest(ELM, NOW_MS);
    assert!(before < went);
    // Its lines go with the group.
    write(&store, |tx| Ok(store::delete(tx, ELM)?));
    assert!(newest(OAK, NOW_MS + 1) > went);
}

fn what_is_long_past_is_forgotten(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| {
        for on in [day(8), day(15)] {
            arranging::cancel(tx, ELM, on, "", NOW_MS)?;
        }
        Ok(differences_store::forget_before(tx, day(15))?)
    });
    let left = found(&store, ELM).differences.exceptions;
    let left: Vec<_> = left.iter().map(|(on, _)| on).collect();
    assert_eq!(left, [day(15)]);
}

fn a_group_that_will_move_into_a_closed_venue_is_told(database: &TestDatabase) {
    let store = two(database);
    let closure = Closure {
        id: 9,
        place: "Oak Room".into(),
        address: "2 Oak Road".into(),
        first: day(20),
        last: day(31),
        note: "New floor.".into(),
    };
    let moved = Details {
        place: closure.place.clone(),
        address: closure.address.clone(),
        ..tuesdays(ELM, Attendance::InRoom).details
    };
    write(&store, move |tx| {
        arranging::change_from(tx, ELM, day(15), &moved, NOW_MS)
    });
    let before = found(&store, ELM).sequence;
    let told = write(&store, move |tx| {
        arranging::close_venue(tx, &closure, NOW_MS)
    });
    assert_eq!(told, [ELM]);
    assert_eq!(found(&store, ELM).sequence, before + 1);
    assert_eq!(log(&store, ELM)[0].0, Happened::Closed);
    let told = write(&store, |tx| arranging::lift_closure(tx, 9, NOW_MS));
    assert_eq!(told, [ELM]);
    assert_eq!(log(&store, ELM)[0].0, Happened::Opened);
    // Who moves away before it closes has nothing to hear.
    let closure = Closure {
        id: 10,
        place: "Elm Street Hall".into(),
        address: "1 Elm Street".into(),
        first: day(20),
        last: day(31),
        note: String::new(),
    };
    let told = write(&store, move |tx| {
        arranging::close_venue(tx, &closure, NOW_MS)
    });
    assert_eq!(told, [OAK]);
}
