//! Routes of the rota, for coordinators.

use std::collections::{BTreeMap, HashSet};

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::form::Typed;
use super::rota_view::{Line, RotaPage};
use super::words::OnCallWords;
use super::{Shift, ShiftId, store as rows};
use crate::App;
use crate::people;
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, PersonId, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/looking-after/on-call", get(rota).post(put_down))
        .route("/looking-after/on-call/{id}/removal", post(take_off))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    kept: Option<String>,
}

/// `GET /looking-after/on-call`
async fn rota(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(shown): Query<Shown>,
) -> Result<Response, Problem> {
    let zone = member.visitor.zone.as_ref();
    let typed = Typed::fresh(zone.map_or("", |zone| zone.name()));
    let said = (&Errors::default(), shown.kept.is_some());
    show(&app, &member, &typed, said).await
}

async fn show(
    app: &App,
    member: &Member,
    typed: &Typed,
    (errors, is_kept): (&Errors, bool),
) -> Result<Response, Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    let (lines, people) = app
        .store
        .read(move |tx| {
            let shifts = rows::shifts(tx)?;
            let mut ids = people::leaders(tx)?;
            let leaders: HashSet<PersonId> = ids.iter().copied().collect();
            ids.extend(shifts.iter().map(|shift| shift.person));
            let known = people::known(tx, &keys, &ids)?;
            let mut lines = Vec::with_capacity(shifts.len());
            for shift in shifts {
                let Some(known) = known.get(&shift.person) else {
                    continue;
                };
                lines.push(Line {
                    name: known.name.clone(),
                    is_now: shift.is_on(now_ms),
                    has_reach: rows::reach_of(tx, shift.person)?.is_some(),
                    shift,
                });
            }
            let people = known.into_iter().filter(|(id, _)| leaders.contains(id));
            let mut people: Vec<_> = people.map(|(id, known)| (known.name, id)).collect();
            people.sort();
            Ok::<_, StoreError>((lines, people))
        })
        .await
        .map_err(Problem::from)?;
    let page = RotaPage {
        lang: member.visitor.lang,
        lines: &lines,
        people: &people,
        typed,
        errors,
        is_kept,
    };
    let title = OnCallWords::of(page.lang).rota_title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(page.view()))
}

/// `POST /looking-after/on-call`
async fn put_down(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let typed = Typed::new(fields);
    let w = OnCallWords::of(member.visitor.lang);
    let people = app.store.read(people::leaders).await;
    let people = people.map_err(|error: StoreError| Problem::from(error))?;
    let wanted = match typed.shift(&people, w) {
        Ok(wanted) => wanted,
        Err(errors) => return show(&app, &member, &typed, (&errors, false)).await,
    };
    let shift = Shift {
        id: ShiftId(app.chance.id()),
        person: wanted.person,
        on: wanted.on,
        start_minute: wanted.start_minute,
        end_minute: wanted.end_minute,
        zone: wanted.zone,
    };
    let now_ms = app.clock.now_ms();
    let written = app
        .store
        .write(move |tx| rows::add_shift(tx, &shift, now_ms))
        .await;
    match written {
        Ok(()) => Ok(redirect("/looking-after/on-call?kept=1")),
        Err(StoreError::Refused(_)) => {
            let mut errors = Errors::default();
            errors.add("person", w.full);
            show(&app, &member, &typed, (&errors, false)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /looking-after/on-call/{id}/removal`
async fn take_off(
    State(app): State<App>,
    _: Coordinator,
    At(id): At<ShiftId>,
) -> Result<Response, Problem> {
    let written = app.store.write(move |tx| rows::remove_shift(tx, id, None));
    written
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect("/looking-after/on-call?kept=1"))
}
