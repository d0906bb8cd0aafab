//! A person's own data from their sessions: taking it along, and erasing it.

use std::collections::HashMap;

use circle::activity::Part;
use serde_json::{Value, json};
use store::{KeyError, Keys, StoreError, Tx};

use super::kept::{self, Place, how_key, may_know_key};
use super::rehearsed::Went;
use super::room_view::activity::{patterns, words};
use super::store::mine;
use super::table::{ALONE, Alone, FACE, KeptSlip, MILESTONE, REPLY, WORD};
use super::wire::{Face, LineText, SceneCard};
use super::{SessionId, debrief, first_time, in_room, planning, store as rows, thanks};
use crate::groups::{self, GroupId};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

/// Everything that a person kept of their sessions, when they came, and what a session that runs
/// holds of them. Texts are opened with the person's key; times are milliseconds since the epoch.
///
/// # Errors
/// The database or the keys can't be read.
pub fn export(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Value, StoreError> {
    Ok(json!({
        "plans": plans(tx, keys, person)?,
        "notes": notes(tx, keys, person)?,
        "kept_of_activities": records(tx, keys, person)?,
        "looked_back": debrief::export(tx, keys, person)?,
        "attended": attended(tx, keys, person)?,
        "running": running(tx, keys, person)?,
        "greeting": first_time::export(tx, person)?,
        "thanks": thanks::export(tx, keys, person)?,
        "at_a_table": in_room::export(tx, person)?,
    }))
}

fn plans(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Vec<Value>, StoreError> {
    let answered: HashMap<i64, i64> = mine::answers_of(tx, person)?.into_iter().collect();
    let mut plans = Vec::new();
    for row in rows::kept::plans_of(tx, person)? {
        let Some(plan) = planning::open_plan(keys, &row).map_err(unopened)? else {
            continue;
        };
        let shown_in = match plan.shown_in {
            Some(session) => rows::get(tx, session)?.map(|session| session.starts_ms),
            None => None,
        };
        plans.push(json!({
            "group": group_name(tx, plan.group)?,
            "made_ms": plan.made_ms,
            "text": plan.text,
            "who_may_know": may_know_key(plan.may_know),
            "shown_in_session_ms": shown_in,
            "how_it_went": plan.how.map(how_key),
            "answered_ms": answered.get(&plan.id.0),
        }));
    }
    Ok(plans)
}

fn notes(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Vec<Value>, StoreError> {
    let mut notes = Vec::new();
    for row in rows::kept::notes_of(tx, person)? {
        if let Some(note) = planning::open_note(keys, &row).map_err(unopened)? {
            notes.push(json!({
                "made_ms": note.made_ms,
                "kind": note.kind.key(),
                "text": note.text,
            }));
        }
    }
    Ok(notes)
}

fn records(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Vec<Value>, StoreError> {
    let mut records = Vec::new();
    for row in rows::kept::records_of(tx, person)? {
        if let Some(sheet) = planning::open_record(keys, &row).map_err(unopened)? {
            records.push(json!({
                "made_ms": row.made_ms,
                "kind": sheet.kind,
                "written": sheet.lines.iter().map(line).collect::<Vec<_>>(),
                "from_others": sheet.kept.iter().map(slip).collect::<Vec<_>>(),
                "scene": sheet.scene.as_ref().map(|card| scene(card, sheet.went.as_ref())),
            }));
        }
    }
    Ok(records)
}

fn line(line: &LineText) -> Value {
    json!({ "part": line.part, "text": line.text, "of_100": line.level })
}

fn slip(slip: &KeptSlip) -> Value {
    let pattern = (slip.part == Part::Pattern)
        .then(|| patterns::nth(Lang::En, slip.nth))
        .flatten();
    json!({
        "part": slip.part,
        "pattern": pattern.map(|pattern| pattern_key(&pattern)),
        "their_words": slip.text,
        "marked_by": slip.count,
        "to_try": slip.chosen,
    })
}

fn scene(card: &SceneCard, went: Option<&Went>) -> Value {
    let (how, told) = match went {
        Some(Went::Told(text)) => (None, Some(text)),
        Some(Went::NotToday) => (Some("not_told"), None),
        Some(Went::DidNotHappen) => (Some("did_not_happen"), None),
        None => (None, None),
    };
    json!({
        "with_whom": card.with,
        "where": card.place,
        "they_say": card.says,
        "day": card.date,
        "taken_along": card.takeaway,
        "how_it_went": how,
        "told": told,
    })
}

/// A thinking pattern as the export names it: `reading_minds`.
fn pattern_key(pattern: &patterns::Pattern) -> String {
    let name = pattern.name.to_lowercase();
    let kept = name.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
    kept.collect::<String>().replace(' ', "_")
}

/// What the value of a field of [`export`] is called where people read it.
#[must_use]
pub fn value_label(lang: Lang, field: &str, value: &str) -> Option<&'static str> {
    match field {
        "part" => {
            let part: Part = serde_json::from_value(Value::from(value)).ok()?;
            Some(words::part(lang, part))
        }
        "pattern" => {
            let mut known = patterns::all(Lang::En).zip(patterns::all(lang));
            let found = known.find(|(english, _)| pattern_key(english) == value);
            found.map(|(_, pattern)| pattern.name)
        }
        _ => None,
    }
}

fn attended(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Vec<Value>, StoreError> {
    let mut attended = Vec::new();
    for evening in mine::evenings_of(tx, person)? {
        let name = match &evening.face_sealed {
            Some(sealed) => draft(keys, person, (evening.session, FACE, evening.seat), sealed)?,
            None => None,
        };
        attended.push(json!({
            "group": group_name(tx, evening.group)?,
            "starts_ms": evening.starts_ms,
            "name": name,
            "role": evening.role,
            "from_ms": evening.from_ms,
            "to_ms": evening.to_ms,
        }));
    }
    Ok(attended)
}

/// The seats of a session that runs, with what the room remembers of the person's words until it
/// ends.
fn running(tx: &mut Tx<'_>, keys: &Keys, person: PersonId) -> Result<Vec<Value>, StoreError> {
    let mut running = Vec::new();
    for taken in mine::seats_of(tx, person)? {
        let mut words = Vec::new();
        for (kind, number, sealed) in mine::words_of(tx, person, taken.session)? {
            let Some(kind) = [FACE, WORD, REPLY, MILESTONE, ALONE]
                .into_iter()
                .find(|known| *known == kind)
            else {
                continue;
            };
            if let Some(text) = draft(keys, person, (taken.session, kind, number), &sealed)? {
                words.push(json!({ "kind": kind, "text": text }));
            }
        }
        running.push(json!({
            "group": group_name(tx, taken.group)?,
            "starts_ms": taken.starts_ms,
            "words": words,
        }));
    }
    Ok(running)
}

/// A draft of a session, opened for its owner; of a face the name.
fn draft(
    keys: &Keys,
    person: PersonId,
    (session, kind, number): (SessionId, &'static str, u64),
    sealed: &[u8],
) -> Result<Option<String>, StoreError> {
    let text = match kept::open(keys, person, Place::Draft(session, kind, number), sealed) {
        Ok(text) => text,
        Err(KeyError::Gone) => return Ok(None),
        Err(error) => return Err(unopened(error)),
    };
    if kind == ALONE {
        let one = serde_json::from_str::<Alone>(&text);
        return Ok(one.ok().map(|one| one.text));
    }
    if kind != FACE {
        return Ok(Some(text));
    }
    Ok(serde_json::from_str::<Face>(&text)
        .ok()
        .map(|face| face.name))
}

/// The name of a group that is still there.
pub(super) fn group_name(tx: &mut Tx<'_>, group: i64) -> Result<Option<String>, StoreError> {
    let group = groups::group(tx, GroupId(group))?;
    Ok(group.map(|group| group.name().to_owned()))
}

/// Removes what a person kept, and their name from the records of the evenings when they came.
/// That somebody came stays in those. A live room is told with [`super::Rooms::forget`].
///
/// # Errors
/// The database refuses.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    rows::erase(tx, person)?;
    in_room::erase(tx, person)?;
    first_time::erase(tx, person)?;
    thanks::erase(tx, person)
}

fn unopened(error: KeyError) -> StoreError {
    StoreError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_a_key_of_its_own_and_is_called_by_its_name() {
        let keys: Vec<String> = patterns::all(Lang::En)
            .map(|one| pattern_key(&one))
            .collect();
        for (key, pattern) in keys.iter().zip(patterns::all(Lang::Es)) {
            assert_eq!(value_label(Lang::Es, "pattern", key), Some(pattern.name));
            assert_eq!(keys.iter().filter(|other| *other == key).count(), 1);
        }
        assert_eq!(keys[4], "reading_minds");
        let part = value_label(Lang::En, "part", "belief_now");
        assert_eq!(part, Some("How much I believe it now"));
        assert_eq!(value_label(Lang::En, "part", "nonsense"), None);
    }

    #[test]
    fn levels_and_marked_patterns_go_along() {
        let belief = line(&LineText {
            part: Part::Belief,
            nth: 0,
            text: String::new(),
            level: Some(80),
        });
        assert_eq!(belief["of_100"], 80);
        let marked = slip(&KeptSlip {
            part: Part::Pattern,
            nth: 4,
            text: String::new(),
            count: 2,
            chosen: false,
        });
        assert_eq!(marked["pattern"], "reading_minds");
        assert_eq!(marked["marked_by"], 2);
        let card = SceneCard {
            date: "2026-12-24".into(),
            ..SceneCard::default()
        };
        let told = scene(&card, Some(&Went::Told("It went well".into())));
        assert_eq!(
            (&told["day"], &told["told"]),
            (&json!("2026-12-24"), &json!("It went well"))
        );
    }
}
