//! Routes of first times: the two screens, the answer of who is asked to greet, and a member's own
//! page about greeting.

use ::store::StoreError;
use axum::Router;
use axum::extract::State as AxumState;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::{get, post};

use super::super::pages::{path_for, place};
use super::super::planning::{self, Place};
use super::super::store as rows;
use super::super::{Role, SessionId, State};
use super::words::FirstWords;
use super::{Chose, Standing, Visit, Welcome, asking, standing, store, view, welcome};
use crate::App;
use crate::groups::GroupId;
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::layout::{Page, Place as SitePlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/sessions/{id}/first-time", get(screens).post(choose))
        .route("/sessions/{id}/buddy", post(answer))
        .route("/my-space/greeting", get(greeting).post(keep_greeting))
}

/// `GET /sessions/{id}/first-time`: what will happen; with `?step=2` what one can always do.
async fn screens(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    address: Uri,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    let person = member.me.person;
    let (visit, has_seat) = app
        .store
        .read(move |tx| {
            let visit = store::visit(tx, id, person)?;
            Ok::<_, StoreError>((visit, rows::came(tx, id, person)?))
        })
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let page = view::Screens {
        session: id,
        group_name: place.group.name.clone(),
        group_path: format!("/groups/{}", GroupId(place.group.id)),
        minutes: place.session.minutes,
        parts: view::parts(lang, &place.session.format),
        may_enter: place.may_enter(app.clock.now_ms()),
        has_seat,
        listens: visit.is_some_and(|visit| visit.listens),
        wants_no_buddy: visit.is_some_and(|visit| visit.chose == Chose::Read && !visit.wants_buddy),
    };
    let body = if address.query() == Some("step=2") {
        view::always(lang, &page)
    } else {
        view::happens(lang, &page)
    };
    let back = page.group_path.clone();
    let shell = Shell::Focus { back: &back };
    Ok(Page::new(&app, &member.visitor, FirstWords::of(lang).title, shell).respond(body))
}

#[derive(Debug, serde::Deserialize)]
struct Chosen {
    chose: String,
    #[serde(default)]
    listens: String,
    #[serde(default)]
    no_buddy: String,
}

/// `POST /sessions/{id}/first-time`: how somebody would like to come in, or that they went by.
async fn choose(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let chose = Chose::from_key(&chosen.chose)
        .ok_or_else(|| Problem::unreadable("a choice that is not on the page"))?;
    let place = place(&app, id, &member).await?;
    let person = member.me.person;
    let was_read = chose == Chose::Read;
    let visit = Visit {
        session: id,
        person,
        group: place.session.group,
        starts_ms: place.session.starts_ms,
        chose,
        listens: was_read && !chosen.listens.is_empty(),
        wants_buddy: was_read && chosen.no_buddy.is_empty(),
        buddy: None,
    };
    if may_choose(&place) {
        let (session, now_ms) = (place.session.clone(), app.clock.now_ms());
        let touched = app
            .store
            .write(move |tx| {
                let mut touched = store::asks_in(tx, id)?;
                touched.retain(|ask| ask.newcomer == person);
                store::keep(tx, &visit)?;
                let mut people = asking::settle(tx, &session, now_ms)?;
                people.extend(touched.iter().map(|ask| ask.buddy));
                people.push(person);
                Ok::<_, StoreError>(people)
            })
            .await
            .map_err(Problem::from)?;
        tell_room(&app, id, &touched).await.map_err(Problem::from)?;
    }
    Ok(redirect(&path_for(place.role, id)))
}

/// Whoever leads is not new, a session that is over has no first time any more, and where only
/// members may come, others ask to join first.
fn may_choose(place: &Place) -> bool {
    let must_join = place.role == Role::Newcomer && place.group.members_only;
    !(place.role.leads() || place.session.state == State::Ended || must_join)
}

#[derive(Debug, serde::Deserialize)]
struct Answered {
    answer: String,
    #[serde(default)]
    from: String,
}

/// `POST /sessions/{id}/buddy`: yes or no to greeting somebody.
async fn answer(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(answered): Form<Answered>,
) -> Result<Response, Problem> {
    let is_yes = match answered.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::unreadable("an answer that is not on the page")),
    };
    let place = place(&app, id, &member).await?;
    let (session, person) = (place.session.clone(), member.me.person);
    let now_ms = app.clock.now_ms();
    let touched = app
        .store
        .write(move |tx| asking::answer(tx, &session, person, is_yes, now_ms))
        .await
        .map_err(Problem::from)?;
    tell_room(&app, id, &touched).await.map_err(Problem::from)?;
    let back = match answered.from.as_str() {
        "today" => "/today".to_owned(),
        _ => path_for(place.role, id),
    };
    Ok(redirect(&back))
}

/// What this person is in the session, as far as first times go.
///
/// # Errors
/// The database or the keys can't be read.
pub(in super::super) async fn of(
    app: &App,
    member: &Member,
    place: &Place,
) -> Result<(Standing, Welcome), Problem> {
    let (person, keys, place) = (member.me.person, app.keys.clone(), place.clone());
    app.store
        .read(move |tx| {
            let standing = standing(tx, &place, person)?;
            Ok::<_, StoreError>((standing, welcome(tx, &keys, &place, person)?))
        })
        .await
        .map_err(Problem::from)
}

/// As [`of`]. Whoever waits for a buddy has another member asked by looking, if one is due.
///
/// # Errors
/// The database or the keys can't be read or written.
pub(in super::super) async fn look(
    app: &App,
    member: &Member,
    place: &Place,
) -> Result<(Standing, Welcome), Problem> {
    let found = of(app, member, place).await?;
    if found.1.is_waiting {
        let (session, now_ms) = (place.session.clone(), app.clock.now_ms());
        let id = session.id;
        let asked = app
            .store
            .write(move |tx| asking::settle(tx, &session, now_ms))
            .await
            .map_err(Problem::from)?;
        tell_room(app, id, &asked).await.map_err(Problem::from)?;
    }
    Ok(found)
}

/// The way to the two screens, for somebody who is new here and has not seen them.
///
/// # Errors
/// As [`look`].
pub(in super::super) async fn before_the_seat(
    app: &App,
    member: &Member,
    place: &Place,
) -> Result<Option<Response>, Problem> {
    let (standing, _) = look(app, member, place).await?;
    let screens = format!("/sessions/{}/first-time", place.session.id);
    Ok(standing.must_look.then(|| redirect(&screens)))
}

/// Tells the room, if it is live, what these people are now as far as first times go.
pub(super) async fn tell_room(
    app: &App,
    session: SessionId,
    people: &[PersonId],
) -> Result<(), StoreError> {
    let Some(room) = app.rooms.live(session).await else {
        return Ok(());
    };
    for person in people.iter().copied() {
        let keys = app.keys.clone();
        let told = app
            .store
            .read(move |tx| match planning::place(tx, session, person)? {
                Some(place) => welcome(tx, &keys, &place, person).map(Some),
                None => Ok::<_, StoreError>(None),
            })
            .await?;
        if let Some(welcome) = told {
            room.welcome(person, welcome).await;
        }
    }
    Ok(())
}

/// `GET /my-space/greeting`
async fn greeting(
    AxumState(app): AxumState<App>,
    member: Member,
    address: Uri,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let since = app
        .store
        .read(move |tx| store::willing_since(tx, person))
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let body = view::greeting(lang, since.is_some(), address.query() == Some("kept=1"));
    let shell = Shell::Places(SitePlace::MySpace);
    Ok(Page::new(
        &app,
        &member.visitor,
        FirstWords::of(lang).greeting_title,
        shell,
    )
    .respond(body))
}

#[derive(Debug, serde::Deserialize)]
struct Willing {
    #[serde(default)]
    willing: String,
}

/// `POST /my-space/greeting`
async fn keep_greeting(
    AxumState(app): AxumState<App>,
    member: Member,
    Form(kept): Form<Willing>,
) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    app.store
        .write(move |tx| store::set_willing(tx, person, !kept.willing.is_empty(), now_ms))
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/greeting?kept=1"))
}
