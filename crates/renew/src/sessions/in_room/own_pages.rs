//! Somebody comes from a table to what is theirs, with a code of their own.

use ::store::{StoreError, Tx};
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
use super::store::Claim;
use super::words::CodeWords;
use super::{HandedOver, SENT_AGAIN_MS, Seated, code, device, store, view};
use crate::App;
use crate::people::{self, Network};
use crate::site::finish::finish;
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
    /// Which page this is, so that it may be sent twice.
    page: String,
}

/// What somebody typed, found.
#[derive(Clone, Copy, Debug)]
struct Typed {
    seated: Seated,
    claim: Claim,
}

/// `GET /code`
async fn ask(AxumState(app): AxumState<App>, visitor: Visitor) -> Response {
    let form = OwnForm {
        page: format!("{:x}", app.chance.id()),
        ..OwnForm::default()
    };
    page(&app, &visitor, &form, &Errors::default())
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
    if device::any(&app, &headers).await?.is_some() {
        // All at the table would act as this person, and read their code.
        form.code.clear();
        errors.add("code", w.mine_not_here);
        return Ok(page(&app, &visitor, &form, &errors));
    }
    let Some(typed) = found(&app, &form).await? else {
        errors.add("code", w.mine_wrong);
        return Ok(page(&app, &visitor, &form, &errors));
    };
    people::code_was_right(&app, network);
    match visitor.who.clone() {
        None => come_in(&app, &headers, typed, form.shared.is_some()).await,
        Some(me) if me.person == typed.seated.person => {
            claim(&app, typed).await?;
            Ok(redirect(&way_on(&app, typed.seated.session).await?))
        }
        Some(me) => {
            let member = Member {
                visitor: visitor.clone(),
                me,
            };
            if take_over(&app, &member, typed).await? {
                return Ok(redirect(&way_on(&app, typed.seated.session).await?));
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
        page: &form.page,
        member: visitor.who.as_deref().map(|me| me.name.as_str()),
        errors,
    });
    let title = CodeWords::of(visitor.lang).mine_title;
    let back = visitor.home();
    Page::new(app, visitor, title, Shell::Focus { back })
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn found(app: &App, form: &OwnForm) -> Result<Option<Typed>, Problem> {
    let Some(print) = code::person_print(&app.keys, &form.code) else {
        return Ok(None);
    };
    let now_ms = app.clock.now_ms();
    let claim = Claim {
        print,
        used_print: code::used_print(&app.keys, &print, &form.page),
        now_ms,
        again_until_ms: now_ms + SENT_AGAIN_MS,
    };
    let found = app.store.read(move |tx| {
        if let Some(fresh) = store::person_by_code(tx, &print, now_ms)? {
            return Ok(Some(fresh));
        }
        match claim.used_print {
            Some(used) => store::person_by_code(tx, &used, now_ms),
            None => Ok(None),
        }
    });
    Ok(found.await?.map(|seated| Typed { seated, claim }))
}

/// Uses the code up. From then on the table's phone speaks for this person no more.
async fn claim(app: &App, typed: Typed) -> Result<(), Problem> {
    let Typed { seated, claim } = typed;
    let is_mine = app
        .store
        .write(move |tx| store::claim(tx, seated.person, &claim))
        .await?;
    if is_mine {
        Ok(())
    } else {
        Err(Problem::changed())
    }
}

/// Signs this browser in as the person from the table.
async fn come_in(
    app: &App,
    headers: &HeaderMap,
    typed: Typed,
    is_shared: bool,
) -> Result<Response, Problem> {
    let Typed { seated, claim } = typed;
    let who = (seated.person, is_shared);
    let claims = move |tx: &mut Tx<'_>| store::claim(tx, seated.person, &claim);
    let cookies = people::sign_in_from_table(app, headers, who, claims).await?;
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
///
/// The code is used up first, since the table's phone would seat the guest anew otherwise. Whatever
/// interrupts what follows, the same page goes on with it.
async fn take_over(app: &App, member: &Member, typed: Typed) -> Result<bool, Problem> {
    let (me, seated) = (member.me.person, typed.seated);
    let has_seat = app
        .store
        .read(move |tx| super::session_rows::came(tx, seated.session, me))
        .await?;
    // A second try may find its seat handed over already. Somebody who was a member before is nobody
    // to be erased.
    if (has_seat && !seated.is_claimed) || !seated.is_guest {
        return Ok(false);
    }
    let place = place(app, seated.session, member).await?;
    let (app, member) = (app.clone(), member.clone());
    finish(async move {
        claim(&app, typed).await?;
        let moved = move_seat(&app, &member, &place, seated.person).await;
        if !matches!(moved, Ok(true)) {
            unclaim(&app, typed).await?;
            return moved;
        }
        move_record(&app, &member.me, &place, seated.person).await?;
        people::erase_from_table(&app, seated.person).await?;
        Ok(true)
    })
    .await
}

/// Hands the seat over. False if it is still the guest's, since the member has one.
async fn move_seat(
    app: &App,
    member: &Member,
    place: &Place,
    from: PersonId,
) -> Result<bool, Problem> {
    match live(app, place).await {
        Ok(room) => {
            let to = coming(app, member, place).await?;
            let moved = room.hand_over(from, to).await;
            let moved = moved.map_err(|_| Problem::busy("a seat could not be handed over"))?;
            Ok(moved != HandedOver::Kept)
        }
        // It has been cleared away, and the record of it is all there is.
        Err(_) if place.session.state == State::Ended => Ok(true),
        Err(error) => Err(Problem::busy(error)),
    }
}

/// Nothing was moved: the code is as good as before.
async fn unclaim(app: &App, typed: Typed) -> Result<(), Problem> {
    let Typed { seated, claim } = typed;
    let undo =
        move |tx: &mut Tx<'_>| store::unclaim(tx, seated.person, &claim.print, seated.code_ends_ms);
    Ok(app.store.write(undo).await?)
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
