//! Routes of who leads a session that runs: who is on call now, and opening a door for them.

use ::store::{Keys, StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::door_view::{Reachable, RoomPage};
use super::words::OnCallWords;
use super::{Answer, Door, DoorId, open, store as rows};
use crate::App;
use crate::people;
use crate::sessions::{self, Evening, SessionId, State as SessionState};
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/sessions/{id}/on-call", get(look).post(ask_in))
}

/// The session, if it is open and this person leads it.
fn led(tx: &mut Tx<'_>, id: SessionId, me: PersonId) -> Result<Evening, Problem> {
    let evening = sessions::evening(tx, id, me)?.ok_or_else(Problem::not_found)?;
    if !evening.leads {
        return Err(Problem::not_yours());
    }
    if evening.state != SessionState::Open {
        return Err(Problem::not_found());
    }
    Ok(evening)
}

/// Who is on call at this moment, each once, in the order of the rota.
fn on_call_now(tx: &mut Tx<'_>, now_ms: i64) -> Result<Vec<PersonId>, StoreError> {
    let mut people = Vec::new();
    for shift in rows::shifts(tx)? {
        if shift.is_on(now_ms) && !people.contains(&shift.person) {
            people.push(shift.person);
        }
    }
    Ok(people)
}

/// Those who can be reached from this room: on call now, or asked in already.
fn reachable(
    tx: &mut Tx<'_>,
    keys: &Keys,
    id: SessionId,
    (me, now_ms): (PersonId, i64),
) -> Result<Vec<Reachable>, StoreError> {
    let doors = rows::doors_of_session(tx, id)?;
    let mut people = on_call_now(tx, now_ms)?;
    let on_call = people.len();
    for door in &doors {
        if !people.contains(&door.person) {
            people.push(door.person);
        }
    }
    let known = people::known(tx, keys, &people)?;
    let mut reachable = Vec::with_capacity(people.len());
    for (place, person) in people.into_iter().enumerate() {
        let Some(known) = known.get(&person).filter(|_| person != me) else {
            continue;
        };
        // How somebody is reached is for their hours on call alone.
        let sealed = match place < on_call {
            true => rows::reach_of(tx, person)?,
            false => None,
        };
        let reach = match sealed {
            Some(sealed) => open(keys, person, &sealed)
                .map_err(|error| StoreError::Inconsistent(error.to_string()))?,
            None => None,
        };
        reachable.push(Reachable {
            person,
            name: known.name.clone(),
            reach,
            door: doors.iter().find(|door| door.person == person).cloned(),
        });
    }
    Ok(reachable)
}

/// `GET /sessions/{id}/on-call`
async fn look(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let (me, now_ms, keys) = (member.me.person, app.clock.now_ms(), app.keys.clone());
    let (evening, people) = app
        .store
        .read(move |tx| {
            let evening = led(tx, id, me)?;
            let people = reachable(tx, &keys, id, (me, now_ms))?;
            Ok::<_, Problem>((evening, people))
        })
        .await?;
    let page = RoomPage {
        lang: member.visitor.lang,
        evening: &evening,
        people: &people,
        origin: &app.config.origin,
    };
    let title = OnCallWords::of(page.lang).room_title;
    let shell = Shell::Places(Place::Leading);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(page.view()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    person: String,
}

/// `POST /sessions/{id}/on-call`: opens a door for somebody who is on call now.
async fn ask_in(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    let person: PersonId = form.person.parse().map_err(|_| Problem::not_found())?;
    let door = DoorId(app.chance.id());
    app.store
        .write(move |tx| {
            let evening = led(tx, id, me)?;
            if person == me || !on_call_now(tx, now_ms)?.contains(&person) {
                // Their hours ended while the page stood there.
                return Err(Problem::changed());
            }
            let door = Door {
                id: door,
                session: id,
                group: evening.group.0,
                person,
                asked_by: Some(me),
                asked_ms: now_ms,
                answer: Answer::Asked,
            };
            Ok(rows::ask_in(tx, &door)?)
        })
        .await?;
    Ok(redirect(&format!("/sessions/{id}/on-call")))
}
