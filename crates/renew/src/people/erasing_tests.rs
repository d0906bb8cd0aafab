//! An erased person stands in no table, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{Store, Value, on_both_engines, params};

use super::store_tests::{NOW_MS, WREN, passkey, print, sign_in, two, write};
use super::{passkeys_store as passkeys, store as rows};
use crate::keepers::KEEPERS;

on_both_engines! {
    an_erased_person_stands_in_no_table,
}

/// Everything that the program keeps of a person, as it stands after an evening and in another.
const TRACES: [&str; 25] = [
    "INSERT INTO meeting_groups (id, name, about, lang, attendance, rule, start_minute,
         duration_minutes, zone, place, address, place_notes, region, fellowship, types, call_url,
         call_notes, call_phone, call_phone_notes, format, door, made_ms, changed_ms)
     VALUES (201, 'g', '', 'en', 'online', 'weekly:tue', 1140, 90, '', '', '', '', '', '', '', '', '', '', '',
         'renew-90', 'open', 1, 1)",
    "INSERT INTO memberships (group_id, person_id, is_member, is_host, is_facilitator, is_mentor,
         asked_ms, joined_ms) VALUES (201, {id}, 1, 1, 1, 1, 1, 1)",
    "INSERT INTO rota (group_id, date, person_id, changed_ms) VALUES (201, '2026-12-01', {id}, 1)",
    "INSERT INTO personal_feeds (person_id, token_print, token_sealed, is_full, made_ms)
     VALUES ({id}, {other}, {other}, 1, 1)",
    "INSERT INTO feed_uploads (id, person_id, feed_name, fellowship, zone, body, uploaded_ms)
     VALUES (251, {id}, 'f', 'aa', '', {other}, 1)",
    "INSERT INTO sessions (id, group_id, starts_ms, minutes, pace, format, state)
     VALUES (301, 201, 1, 90, 1, 'renew-90', 'ended'), (302, 201, 2, 90, 1, 'renew-90', 'open')",
    "INSERT INTO session_attendance (session_id, seat, person_id, face_sealed, role, from_ms, to_ms)
     VALUES (301, 1, {id}, {print}, 'host', 1, 2)",
    "INSERT INTO session_seats (session_id, seat, person_id) VALUES (302, 1, {id})",
    "INSERT INTO session_drafts (session_id, kind, number, person_id, sealed)
     VALUES (302, 'face', 1, {id}, {print})",
    "INSERT INTO plans (id, person_id, session_id, group_id, made_ms, may_know, sealed, shown_in)
     VALUES (401, {id}, 301, 201, 1, 'circle', {print}, 302)",
    "INSERT INTO plan_answers (plan_id, how, answered_ms) VALUES (401, 'did_it', 2)",
    "INSERT INTO session_notes (id, person_id, session_id, kind, made_ms, sealed)
     VALUES (501, {id}, 301, 'reflection', 1, {print})",
    "INSERT INTO doors (id, token_print, kind, person, made_by, made_ms, ends_ms)
     VALUES (601, {print}, 'door', {id}, NULL, 1, 2)",
    "INSERT INTO doors (id, token_print, kind, person, made_by, made_ms, ends_ms)
     VALUES (602, {other}, 'door', NULL, {id}, 1, 2)",
    "INSERT INTO invitations (id, token_print, group_id, role, uses_left, made_by, made_ms, ends_ms)
     VALUES (701, {other}, NULL, 'member', 1, {id}, 1, 2)",
    "INSERT INTO follow_ups (id, session_id, group_id, person_id, made_by, keeper, asked,
         offered_sealed, made_ms, due_ms, zone)
     VALUES (801, 301, 201, {id}, 1, 1, 1, {print}, 1, 2, 'UTC')",
    "INSERT INTO follow_ups (id, session_id, group_id, person_id, made_by, keeper, asked,
         offered_sealed, made_ms, due_ms, zone)
     VALUES (802, 302, 201, 1, {id}, {id}, {id}, {other}, 1, 2, 'UTC')",
    "INSERT INTO on_call_shifts (id, person_id, days, date, start_minute, end_minute, zone, made_ms)
     VALUES (811, {id}, 4, '', 0, 60, 'UTC', 1)",
    "INSERT INTO on_call_reach (person_id, reach_sealed, changed_ms) VALUES ({id}, {print}, 1)",
    "INSERT INTO on_call_doors (id, session_id, group_id, person_id, asked_by, asked_ms, answer)
     VALUES (821, 301, 201, {id}, 1, 1, 'coming')",
    "INSERT INTO on_call_doors (id, session_id, group_id, person_id, asked_by, asked_ms, answer)
     VALUES (822, 301, 201, 1, {id}, 1, 'coming')",
    "INSERT INTO thanks (id, session_id, group_id, from_id, to_id, made_ms, sealed, is_withheld)
     VALUES (831, 301, 201, 1, {id}, 1, {print}, 0)",
    "INSERT INTO thanks (id, session_id, group_id, from_id, to_id, made_ms, sealed, is_withheld)
     VALUES (832, 301, 201, {id}, 1, 1, {other}, 0)",
    "INSERT INTO thanks_declined (person_id, from_id, since_ms) VALUES (1, {id}, 1)",
    "INSERT INTO thanks_declined (person_id, from_id, since_ms) VALUES ({id}, 1, 1)",
];

fn an_erased_person_stands_in_no_table(database: &TestDatabase) {
    let store = two(database);
    write(&store, |tx| {
        rows::add_sign_in(tx, &sign_in(1, WREN, NOW_MS))?;
        passkeys::add(tx, 1, WREN, &passkey(1), NOW_MS)?;
        for sql in TRACES {
            let (sql, values) = with_values(sql);
            tx.run(&sql, &values)?;
        }
        Ok(())
    });
    let tables = tables(database, &store);
    assert!(tables.len() > 15, "{tables:?}");
    let before = traces(&store, &tables);
    for table in [
        "people",
        "sign_ins",
        "passkeys",
        "doors",
        "invitations",
        "memberships",
        "rota",
        "personal_feeds",
        "feed_uploads",
        "session_attendance",
        "session_seats",
        "session_drafts",
        "plans",
        "session_notes",
        "follow_ups",
        "on_call_shifts",
        "on_call_reach",
        "on_call_doors",
        "thanks",
        "thanks_declined",
    ] {
        assert!(before.iter().any(|at| at.starts_with(table)), "{table}");
    }
    // Once, and once more as after an interruption.
    for _ in 0..2 {
        write(&store, |tx| {
            for keeper in KEEPERS.iter().rev() {
                (keeper.erase)(tx, WREN)?;
            }
            Ok(())
        });
        assert_eq!(traces(&store, &tables), Vec::<String>::new());
    }
    let count = |sql: &'static str| {
        let (count,): (i64,) = write(&store, move |tx| tx.one(sql, &[]));
        count
    };
    assert_eq!(count("SELECT COUNT(*) FROM plan_answers"), 0);
    // That somebody came stays, and so does what was made for others.
    assert_eq!(count("SELECT COUNT(*) FROM session_attendance"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM invitations"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM follow_ups"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM on_call_doors"), 1);
    // What they thanked somebody for is a letter: it stays with the one who got it, without a name.
    assert_eq!(count("SELECT COUNT(*) FROM thanks"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM people"), 1);
}

/// The statement with its places numbered as they come, and what goes into them.
fn with_values(statement: &str) -> (String, Vec<Value>) {
    let (mut sql, mut values) = (String::new(), Vec::new());
    let mut rest = statement;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap();
        values.push(match place {
            "id" => Value::from(WREN),
            "print" => Value::from(print(WREN)),
            _ => Value::from(vec![1_u8, 2]),
        });
        sql.push_str(&format!("{before}${}", values.len()));
        rest = after;
    }
    sql.push_str(rest);
    (sql, values)
}

/// Every column of every table: table, column. Each engine has a catalogue of its own.
fn tables(database: &TestDatabase, store: &Store) -> Vec<(String, String)> {
    let sql = if database.url().starts_with("sqlite") {
        let catalogue = "sqlite_master t, pragma_table_info(t.name)";
        format!("SELECT t.name, c.name FROM {catalogue} c WHERE t.type = 'table'")
    } else {
        let catalogue = "information_schema.columns WHERE table_schema = 'public'";
        format!("SELECT table_name::text, column_name::text FROM {catalogue}")
    };
    write(store, move |tx| tx.all(&sql, &[]))
}

/// Where anything leads back to Wren: the number, alone or within a text, or the print of the
/// name.
fn traces(store: &Store, tables: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column) in tables {
        let as_text = format!(
            "SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{}%'",
            WREN.0
        );
        let as_bytes = format!("SELECT COUNT(*) FROM {table} WHERE {column} = $1");
        let (count,): (i64,) = write(store, move |tx| tx.one(&as_text, &[]));
        // A column that holds no bytes can't be asked for some.
        let bytes: Result<(i64,), _> =
            store.write_blocking(move |tx| tx.one(&as_bytes, &params![print(WREN)]));
        if count > 0 || bytes.is_ok_and(|(count,)| count > 0) {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}
