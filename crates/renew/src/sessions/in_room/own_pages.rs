//! Somebody comes from a table to what is theirs, with a code of their own.

use ::store::StoreError;
use axum::Router;
use axum::extract::State as AxumState;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::super::kept::{self, Place as SealedPlace};
use super::super::pages::{coming, live, place};
use super::super::planning::{self, Place};
use super::super::store::journal;
use super::super::table::FACE;
use super::super::wire::Face;
use super::super::{SessionId, State};
use super::words::CodeWords;
use super::{Seated, code, store, view};
use crate::App;
use crate::people::{self, Network};
use crate::site::form::{Errors, Form, tidy_line};
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, SignedIn, Visitor, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/code", get(ask).post(come))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OwnForm {
    code: String,
    shared: Option<String>,
}

/// `GET /code`
async fn ask(AxumState(app): AxumState<App>, visitor: Visitor) -> Response {
    page(&app, &visitor, &OwnForm::default(), &Errors::default())
}

/// `POST /code`: somebody who is signed in as nobody comes in as the person from the table; a member
/// gets what that person did tonight.
async fn come(
    AxumState(app): AxumState<App>,
    visitor: Visitor,
    network: Network,
    headers: HeaderMap,
    Form(mut form): Form<OwnForm>,
) -> Result<Response, Problem> {
    people::try_code(&app, network)?;
    form.code = tidy_line(&form.code).chars().take(60).collect();
    let w = CodeWords::of(visitor.lang);
    let mut errors = Errors::default();
    let Some((seated, print)) = found(&app, &form.code).await? else {
        errors.add("code", w.mine_wrong);
        return Ok(page(&app, &visitor, &form, &errors));
    };
    people::code_was_right(&app, network);
    match visitor.who.clone() {
        None => come_in(&app, &headers, &seated, &print, form.shared.is_some()).await,
        Some(me) if me.person == seated.person => {
            claim(&app, &seated, &print).await?;
            Ok(redirect(&way_on(&app, seated.session).await?))
        }
        Some(me) => {
            let member = Member {
                visitor: visitor.clone(),
                me,
            };
            if take_over(&app, &member, &seated, &print).await? {
                return Ok(redirect(&way_on(&app, seated.session).await?));
            }
            errors.add("code", w.mine_seated);
            Ok(page(&app, &visitor, &form, &errors))
        }
    }
}

fn page(app: &App, visitor: &Visitor, form: &OwnForm, errors: &Errors) -> Response {
    let body = view::own(&view::OwnCode {
        lang: visitor.lang,
        typed: &form.code,
        is_shared: form.shared.is_some(),
        member: visitor.who.as_deref().map(|me| me.name.as_str()),
        errors,
    });
    let title = CodeWords::of(visitor.lang).mine_title;
    let back = visitor.home();
    Page::new(app, visitor, title, Shell::Focus { back })
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn found(app: &App, typed: &str) -> Result<Option<(Seated, [u8; 32])>, Problem> {
    let Some(print) = code::person_print(&app.keys, typed) else {
        return Ok(None);
    };
    let now_ms = app.clock.now_ms();
    let found = app
        .store
        .read(move |tx| store::person_by_code(tx, &print, now_ms))
        .await?;
    Ok(found.map(|seated| (seated, print)))
}

/// Uses the code up. From then on the table's phone speaks for this person no more.
async fn claim(app: &App, seated: &Seated, print: &[u8; 32]) -> Result<(), Problem> {
    let (person, print, now_ms) = (seated.person, *print, app.clock.now_ms());
    let is_first = app
        .store
        .write(move |tx| store::claim(tx, person, &print, now_ms))
        .await?;
    if is_first {
        Ok(())
    } else {
        Err(Problem::changed())
    }
}

/// Signs this browser in as the person from the table.
async fn come_in(
    app: &App,
    headers: &HeaderMap,
    seated: &Seated,
    print: &[u8; 32],
    is_shared: bool,
) -> Result<Response, Problem> {
    claim(app, seated, print).await?;
    let cookies = people::sign_in_from_table(app, headers, seated.person, is_shared).await?;
    let mut response = redirect(&way_on(app, seated.session).await?);
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Where the plan of that evening is written: in the room, or where people are afterwards.
async fn way_on(app: &App, session: SessionId) -> Result<String, Problem> {
    let found = app
        .store
        .read(move |tx| planning::session_of(tx, session))
        .await?;
    let is_open = found.is_some_and(|(session, _)| session.state == State::Open);
    let is_live = is_open || app.rooms.live(session).await.is_some();
    let after = if is_live { "" } else { "/afterwards" };
    Ok(format!("/sessions/{session}{after}"))
}

/// Gives what the person from the table did tonight to a member, who had no seat of their own; the
/// guest is then nobody any more, and erased. False if they had one, and nothing was done.
async fn take_over(
    app: &App,
    member: &Member,
    seated: &Seated,
    print: &[u8; 32],
) -> Result<bool, Problem> {
    let (me, from, session) = (member.me.person, seated.person, seated.session);
    let has_seat = app
        .store
        .read(move |tx| super::session_rows::came(tx, session, me))
        .await?;
    // Somebody who was a member before is nobody to be erased.
    if has_seat || !seated.is_guest {
        return Ok(false);
    }
    let place = place(app, session, member).await?;
    claim(app, seated, print).await?;
    match live(app, &place).await {
        Ok(room) => {
            let to = coming(app, member, &place).await?;
            let moved = room.hand_over(from, to).await;
            moved.map_err(|_| Problem::busy("a seat could not be handed over"))?;
        }
        // It has been cleared away, and the record of it is all there is.
        Err(_) if place.session.state == State::Ended => {}
        Err(error) => return Err(Problem::busy(error)),
    }
    move_record(app, &member.me, &place, from).await?;
    people::erase_from_table(app, from).await?;
    Ok(true)
}

/// Moves the row of who came, if the session has ended, with the name sealed for its new owner.
async fn move_record(
    app: &App,
    me: &SignedIn,
    place: &Place,
    from: PersonId,
) -> Result<(), Problem> {
    let (session, to) = (place.session.id, me.person);
    let face = Face {
        name: me.name.clone(),
        sign: me.sign,
    };
    let (keys, chance) = (app.keys.clone(), app.chance.clone());
    app.store
        .write(move |tx| {
            let seat = store::seat_in_record(tx, session, from)?;
            if let Some(seat) = seat.and_then(|seat| u64::try_from(seat).ok()) {
                let text = serde_json::to_string(&face).unwrap_or_default();
                let place = SealedPlace::Draft(session, FACE, seat);
                let sealed = kept::seal(&keys, &chance, to, place, &text)
                    .map_err(|error| StoreError::Inconsistent(error.to_string()))?;
                journal::hand_over(tx, session, (seat, to), &sealed)?;
            }
            store::hand_over(tx, from, to)
        })
        .await?;
    Ok(())
}
