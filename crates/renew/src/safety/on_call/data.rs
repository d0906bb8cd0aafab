//! A person's own data from being on call.

use ::store::{Keys, StoreError, Tx};
use serde_json::{Value, json};

use super::{On, open, store as rows};
use crate::site::visitor::PersonId;

/// When the person is on call, how they are reached, and where they were asked in.
pub(in super::super) fn export(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: PersonId,
) -> Result<Value, StoreError> {
    let shifts = rows::shifts(tx)?;
    let shifts = shifts.iter().filter(|shift| shift.person == person);
    let hour = |minute: i64| format!("{}:{:02}", minute / 60, minute % 60);
    let shifts: Vec<Value> = shifts
        .map(|shift| {
            let (days, date) = match shift.on {
                On::EachWeek(days) => {
                    let days = days.iter().map(|day| format!("{day:?}").to_lowercase());
                    (days.collect::<Vec<_>>(), None)
                }
                On::Once(date) => (Vec::new(), Some(date.to_string())),
            };
            json!({
                "days": days,
                "date": date,
                "from": hour(shift.start_minute),
                "to": hour(shift.end_minute),
                "zone": shift.zone.name(),
            })
        })
        .collect();
    let reach = match rows::reach_of(tx, person)? {
        Some(sealed) => open(keys, person, &sealed)
            .map_err(|error| StoreError::Inconsistent(error.to_string()))?,
        None => None,
    };
    let doors = rows::doors_of(tx, person)?;
    let doors = doors
        .iter()
        .map(|door| json!({ "asked_ms": door.asked_ms, "answer": door.answer.key() }));
    Ok(json!({
        "shifts": shifts,
        "phone": reach.as_ref().map(|reach| &reach.phone),
        "how_to_reach_me": reach.as_ref().map(|reach| &reach.words),
        "asked_into_rooms": doors.collect::<Vec<_>>(),
    }))
}
