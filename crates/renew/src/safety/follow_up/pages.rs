//! Routes of who notes and follows up.

use std::collections::BTreeMap;

use ::store::{Keys, StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::form::{Choice, Ground, Noted, Typed};
use super::list::{self, Item};
use super::view::{ListPage, NewPage, OnePage};
use super::words::FollowUpWords;
use super::{FollowUp, FollowUpId, Offer, person_pages, seal, store as rows};
use crate::App;
use crate::groups::{self, GroupId};
use crate::people;
use crate::sessions::{self, Evening, SessionId};
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::lang::fill;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, PersonId, redirect};

pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/sessions/{id}/follow-up", get(fresh).post(note))
        .route("/leading/follow-up", get(mine))
        .route("/leading/follow-up/{id}", get(one).post(change))
        .route("/leading/follow-up/{id}/done", post(mark))
        .route("/leading/follow-up/{id}/asking", post(ask))
        .route("/leading/follow-up/{id}/answer", post(answer))
        .route("/leading/follow-up/{id}/keeper", post(take))
        .route("/leading/follow-up/{id}/removal", post(remove))
        .merge(person_pages::routes())
}

/// Who leads the group or coordinates, but for `me`: those who could follow up.
fn others(
    tx: &mut Tx<'_>,
    keys: &Keys,
    group: GroupId,
    me: PersonId,
) -> Result<Vec<Choice>, StoreError> {
    let members = groups::members_of(tx, group)?;
    let mut ids: Vec<PersonId> = members
        .iter()
        .filter(|place| place.leads())
        .map(|place| place.person)
        .chain(people::coordinators(tx)?)
        .filter(|person| *person != me)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    choices(tx, keys, ids.into_iter().map(|one| (one.to_string(), one)))
}

/// These people by their names, in the order of the names. Who has been erased is left out.
fn choices(
    tx: &mut Tx<'_>,
    keys: &Keys,
    people: impl Iterator<Item = (String, PersonId)>,
) -> Result<Vec<Choice>, StoreError> {
    let people: Vec<_> = people.collect();
    let ids: Vec<PersonId> = people.iter().map(|(_, person)| *person).collect();
    let known = people::known(tx, keys, &ids)?;
    let mut choices: Vec<Choice> = people
        .into_iter()
        .filter_map(|(key, person)| {
            let name = known.get(&person)?.name.clone();
            Some(Choice { key, person, name })
        })
        .collect();
    choices.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(choices)
}

/// The session of a new note and who can be chosen; for those who lead it.
async fn ground(app: &App, me: PersonId, id: SessionId) -> Result<(Evening, Ground), Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    app.store
        .read(move |tx| {
            let evening = sessions::evening(tx, id, me)?.ok_or_else(Problem::not_found)?;
            if !evening.leads {
                return Err(Problem::not_yours());
            }
            let sat = sessions::who_sat(tx, id)?;
            let sat = sat.into_iter().filter(|(_, person)| *person != me);
            let sat = sat.map(|(seat, person)| (seat.to_string(), person));
            let ground = Ground {
                people: choices(tx, &keys, sat)?,
                others: others(tx, &keys, evening.group, me)?,
                me,
                zone: evening.zone.clone(),
                now_ms,
            };
            Ok::<_, Problem>((evening, ground))
        })
        .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    seat: String,
    kept: Option<String>,
}

/// `GET /sessions/{id}/follow-up`: a new note.
async fn fresh(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (evening, ground) = ground(&app, member.me.person, id).await?;
    let typed = Typed::fresh(&asked.seat, &ground.zone, ground.now_ms);
    let errors = Errors::default();
    Ok(new_page(
        &app,
        &member,
        (&evening, &ground),
        &typed,
        &errors,
    ))
}

fn new_page(
    app: &App,
    member: &Member,
    (evening, ground): (&Evening, &Ground),
    typed: &Typed,
    errors: &Errors,
) -> Response {
    let page = NewPage {
        lang: member.visitor.lang,
        evening,
        ground,
        typed,
        errors,
    };
    let title = FollowUpWords::of(page.lang).new_title;
    Page::new(app, &member.visitor, title, Shell::Places(Place::Leading))
        .with_errors(!errors.is_empty())
        .respond(page.view())
}

/// `POST /sessions/{id}/follow-up`
async fn note(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let (evening, ground) = ground(&app, member.me.person, id).await?;
    let typed = Typed::new(fields);
    let w = FollowUpWords::of(member.visitor.lang);
    let mut errors = Errors::default();
    let person = typed.person(&ground, w).map_err(|bad| errors = bad).ok();
    let noted = typed.check(&ground, None, w).map_err(|bad| {
        for (field, sentence) in bad.iter() {
            errors.add(field, sentence);
        }
    });
    if noted
        .as_ref()
        .is_ok_and(|noted| noted.asked.is_some() && noted.asked == person)
    {
        errors.add("keeper", w.bad_keeper);
    }
    let (Some(person), Ok(noted), true) = (person, noted, errors.is_empty()) else {
        return Ok(new_page(
            &app,
            &member,
            (&evening, &ground),
            &typed,
            &errors,
        ));
    };
    let row = row_of(&app, &evening, ground.me, person, &noted)?;
    let (kept, keys) = (row.id, app.keys.clone());
    let known = app
        .store
        .write(move |tx| {
            if let Some(known) = rows::of_session(tx, row.session, row.person)? {
                let items = list::items(tx, &keys, &[known], (row.person, 0))?;
                return Ok::<_, StoreError>(items.into_iter().next());
            }
            rows::add(tx, &row)?;
            Ok(None)
        })
        .await
        .map_err(Problem::from)?;
    if let Some(known) = known {
        errors.add("who", already_noted(&known, w));
        return Ok(new_page(
            &app,
            &member,
            (&evening, &ground),
            &typed,
            &errors,
        ));
    }
    Ok(redirect(&format!("/leading/follow-up/{kept}?kept=1")))
}

fn already_noted(known: &Item, w: &FollowUpWords) -> String {
    match &known.made_by {
        list::Someone::Other(name) => fill(w.bad_known, &[("name", name)]),
        _ => w.bad_known_nobody.to_owned(),
    }
}

fn row_of(
    app: &App,
    evening: &Evening,
    me: PersonId,
    person: PersonId,
    noted: &Noted,
) -> Result<FollowUp, Problem> {
    let (id, now_ms) = (FollowUpId(app.chance.id()), app.clock.now_ms());
    Ok(FollowUp {
        id,
        session: evening.id,
        group: evening.group.0,
        person,
        made_by: Some(me),
        keeper: Some(me),
        asked: noted.asked,
        offered_sealed: seal(app, person, id, &noted.offered)?,
        made_ms: now_ms,
        due_ms: noted.due_ms,
        zone: evening.zone.clone(),
        // Where nothing is needed, there is nothing to wait for.
        done_ms: noted.offered.has(Offer::Nothing).then_some(now_ms),
        disputed_ms: None,
    })
}

/// `GET /leading/follow-up`: what this person follows up, noted, or is asked to take over.
async fn mine(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let (me, now_ms, keys) = (member.me.person, app.clock.now_ms(), app.keys.clone());
    let (asked, own) = app
        .store
        .read(move |tx| {
            let rows = rows::of_leader(tx, me)?;
            let (asked, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_asked(me));
            let asked = list::items(tx, &keys, &asked, (me, now_ms))?;
            Ok::<_, StoreError>((asked, list::items(tx, &keys, &own, (me, now_ms))?))
        })
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let page = ListPage { lang, asked, own };
    let title = FollowUpWords::of(lang).title;
    Ok(Page::new(&app, &member.visitor, title, Shell::Places(Place::Leading)).respond(page.view()))
}

/// The note, for those who may read it whole.
async fn readable(app: &App, me: PersonId, id: FollowUpId) -> Result<FollowUp, Problem> {
    let row = app.store.read(move |tx| rows::get(tx, id)).await;
    row.map_err(Problem::from)?
        .filter(|row| row.is_open_to(me))
        .ok_or_else(Problem::not_found)
}

/// `GET /leading/follow-up/{id}`
async fn one(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let row = readable(&app, member.me.person, id).await?;
    let offered = super::open(&app.keys, &row)?;
    let typed = Typed::kept(&offered, row.due_ms, &row.zone, app.clock.now_ms());
    let said = (&Errors::default(), asked.kept.is_some());
    one_page(&app, &member, row, &typed, said).await
}

async fn one_page(
    app: &App,
    member: &Member,
    row: FollowUp,
    typed: &Typed,
    (errors, is_kept): (&Errors, bool),
) -> Result<Response, Problem> {
    let (me, now_ms, keys) = (member.me.person, app.clock.now_ms(), app.keys.clone());
    let (item, ground) = app
        .store
        .read(move |tx| {
            let mut others = others(tx, &keys, GroupId(row.group), me)?;
            others.retain(|one| one.person != row.person);
            let ground = Ground {
                people: Vec::new(),
                others,
                me,
                zone: row.zone.clone(),
                now_ms,
            };
            let items = list::items(tx, &keys, std::slice::from_ref(&row), (me, now_ms))?;
            let item = items.into_iter().next().ok_or(StoreError::NotFound)?;
            Ok::<_, StoreError>((item, ground))
        })
        .await
        .map_err(Problem::from)?;
    let page = OnePage {
        lang: member.visitor.lang,
        item: &item,
        ground: &ground,
        typed,
        errors,
        is_kept,
    };
    let title = FollowUpWords::of(page.lang).title;
    Ok(
        Page::new(app, &member.visitor, title, Shell::Places(Place::Leading))
            .with_errors(!errors.is_empty())
            .respond(page.view()),
    )
}

/// `POST /leading/follow-up/{id}`: other facts.
async fn change(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    let mut row = readable(&app, me, id).await?;
    let typed = Typed::new(fields);
    let ground = Ground {
        people: Vec::new(),
        others: Vec::new(),
        me,
        zone: row.zone.clone(),
        now_ms,
    };
    let w = FollowUpWords::of(member.visitor.lang);
    let noted = match typed.check(&ground, row.due_ms, w) {
        Ok(noted) => noted,
        Err(errors) => return one_page(&app, &member, row, &typed, (&errors, false)).await,
    };
    let is_other = row.due_ms != noted.due_ms || super::open(&app.keys, &row)? != noted.offered;
    if is_other {
        row.offered_sealed = seal(&app, row.person, id, &noted.offered)?;
        row.done_ms = match noted.due_ms {
            None => row.done_ms.or(Some(now_ms)),
            same if same == row.due_ms => row.done_ms,
            Some(_) => None,
        };
        row.due_ms = noted.due_ms;
        row.keeper = row.keeper.or(Some(me));
        // Other facts answer what the person said of the former ones.
        row.disputed_ms = None;
        let written = app.store.write(move |tx| rows::change(tx, &row)).await;
        written.map_err(Problem::from)?;
    }
    Ok(redirect(&format!("/leading/follow-up/{id}?kept=1")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct YesOrNo {
    is: String,
}

/// `POST .../done`: by who follows up, or who noted it.
async fn mark(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Form(done): Form<YesOrNo>,
) -> Result<Response, Problem> {
    readable(&app, member.me.person, id).await?;
    let done_ms = (done.is == "yes").then(|| app.clock.now_ms());
    let written = app.store.write(move |tx| rows::set_done(tx, id, done_ms));
    written.await.map_err(Problem::from)?;
    Ok(redirect(&format!("/leading/follow-up/{id}?kept=1")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    /// Nobody takes the question back.
    to: String,
}

/// `POST .../asking`: asks somebody else to take it over.
async fn ask(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    let row = readable(&app, me, id).await?;
    let to = match form.to.as_str() {
        "" => None,
        to => Some(to.parse::<PersonId>().map_err(|_| Problem::not_found())?),
    };
    let keys = app.keys.clone();
    app.store
        .write(move |tx| {
            let others = others(tx, &keys, GroupId(row.group), me)?;
            let may = |to| to != row.person && others.iter().any(|one| one.person == to);
            if to.is_some_and(|to| !may(to)) {
                return Err(Problem::not_found());
            }
            Ok(rows::set_asked(tx, id, to)?)
        })
        .await?;
    Ok(redirect(&format!("/leading/follow-up/{id}?kept=1")))
}

/// `POST .../answer`: yes or no of who is asked.
async fn answer(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
    Form(answer): Form<YesOrNo>,
) -> Result<Response, Problem> {
    let (me, is_yes) = (member.me.person, answer.is == "yes");
    app.store
        .write(move |tx| {
            let row = rows::get(tx, id)?.filter(|row| row.is_asked(me));
            if row.is_none() {
                // Taken back meanwhile, or done.
                return Err(Problem::changed());
            }
            if is_yes {
                rows::set_keeper(tx, id, me)?;
            } else {
                rows::set_asked(tx, id, None)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/leading/follow-up"))
}

/// `POST .../keeper`: a coordinator takes what nobody follows up any more.
async fn take(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<FollowUpId>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    app.store
        .write(move |tx| {
            let row = rows::get(tx, id)?.ok_or_else(Problem::not_found)?;
            if row.keeper.is_some() {
                return Err(Problem::changed());
            }
            Ok(rows::set_keeper(tx, id, me)?)
        })
        .await?;
    Ok(redirect(&format!("/leading/follow-up/{id}")))
}

/// `POST .../removal`
async fn remove(
    State(app): State<App>,
    member: Member,
    At(id): At<FollowUpId>,
) -> Result<Response, Problem> {
    readable(&app, member.me.person, id).await?;
    let written = app.store.write(move |tx| rows::remove(tx, id)).await;
    written.map_err(Problem::from)?;
    Ok(redirect("/leading/follow-up"))
}
