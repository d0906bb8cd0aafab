//! Routes of what changes in a group's meetings from one of them on.

use ::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;

use super::care_pages::{in_care_of, place_of};
use super::evening::Evening;
use super::evening_pages::told;
use super::onward::OnwardForm;
use super::onward_view::{self, OnwardPage};
use super::schedule_words::ScheduleWords;
use super::{Group, GroupError, GroupId, arranging, finder};
use crate::App;
use crate::site::form::{Errors, Form};
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/groups/{id}/evenings/{date}/onward",
            get(onward).post(keep_onward),
        )
        .route("/groups/{id}/plans/{date}/removal", post(unplan))
}

/// `GET .../onward`: the form for the meetings from this one on.
async fn onward(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (group, evening) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = in_care_of(tx, &me, id)?;
            let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
            Ok((group, evening))
        })
        .await?;
    let form = OnwardForm::of(&group, on);
    let errors = Errors::default();
    Ok(onward_page(
        &app,
        &member,
        (&group, &evening),
        &form,
        &errors,
        false,
    ))
}

/// Why what was typed was not kept.
enum Unkept {
    Wrong(Errors),
    /// Somebody was quicker: what they changed is not undone unseen.
    Stale,
}

/// `POST .../onward`
async fn keep_onward(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<OnwardForm>,
) -> Result<Response, Problem> {
    let (me, lang, now_ms) = (member.me.clone(), member.visitor.lang, app.clock.now_ms());
    let typed = form.clone();
    let (group, evening, done) = finder::change(&app, move |tx| {
        let group = in_care_of(tx, &me, id)?;
        let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
        let done = keep_from(tx, (&group, on), &typed, lang, now_ms)?;
        Ok((group, evening, done))
    })
    .await?;
    let (errors, is_stale) = match done {
        Ok(()) => return Ok(redirect(&format!("/groups/{id}/evenings?kept=1"))),
        Err(Unkept::Wrong(errors)) => (errors, false),
        Err(Unkept::Stale) => (Errors::default(), true),
    };
    let form = form.about(&group);
    Ok(onward_page(
        &app,
        &member,
        (&group, &evening),
        &form,
        &errors,
        is_stale,
    ))
}

fn keep_from(
    tx: &mut Tx<'_>,
    (group, on): (&Group, Date),
    typed: &OnwardForm,
    lang: Lang,
    now_ms: i64,
) -> Result<Result<(), Unkept>, GroupError> {
    let after = match typed.meant(lang, group, on) {
        Ok(after) => after,
        Err(errors) => return Ok(Err(Unkept::Wrong(errors))),
    };
    // It came before, from a second tap on the button: it is kept.
    if after == group.differences.details_on(&group.details, on) {
        return Ok(Ok(()));
    }
    if !typed.is_about(group) {
        return Ok(Err(Unkept::Stale));
    }
    let done = arranging::change_from(tx, group.id, on, &after, now_ms).map(|_| ());
    Ok(told(lang, ("kind", "kind"), done)?.map_err(Unkept::Wrong))
}

fn onward_page(
    app: &App,
    member: &Member,
    (group, evening): (&Group, &Evening),
    form: &OnwardForm,
    errors: &Errors,
    is_stale: bool,
) -> Response {
    let lang = member.visitor.lang;
    let page = OnwardPage {
        group,
        evening,
        form,
        errors,
        is_stale,
    };
    let title = ScheduleWords::of(lang).scope_onward;
    let shell = Shell::Places(place_of(&member.me));
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(onward_view::onward(lang, &page));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    } else if is_stale {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    response
}

/// `POST /groups/{id}/plans/{date}/removal`: takes back what was to change from a day on.
async fn unplan(
    State(app): State<App>,
    member: Member,
    At((id, from)): At<(GroupId, Date)>,
) -> Result<Response, Problem> {
    let (me, lang, now_ms) = (member.me.clone(), member.visitor.lang, app.clock.now_ms());
    finder::change(&app, move |tx| {
        in_care_of(tx, &me, id)?;
        let done = arranging::unplan(tx, id, from, now_ms);
        told(lang, ("kind", "kind"), done)
    })
    .await?
    .ok();
    Ok(redirect(&format!("/groups/{id}/evenings?kept=1")))
}
