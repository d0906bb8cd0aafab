//! A person's own pages: Today, what they kept of a session, everything they kept.

use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::{get, post};

use super::after_view::{self, Afterwards, KeptPage};
use super::kept::how_from;
use super::kept_view::Kept;
use super::pages::{path_for, place};
use super::planning::{self, Next};
use super::store::kept::RecordRow;
use super::view::{self, Coming, Today};
use super::{PlanId, RecordId, SEATS_BEFORE_MS, SessionId, first_time, store as rows, thanks};
use crate::App;
use crate::groups::GroupId;
use crate::safety;
use crate::site::form::{Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

use super::page_words::PageWords;
use super::rehearsed::{self, Refused};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/today", get(today))
        .route("/my-space/plans", get(kept))
        .route("/my-space/plans/{id}/answer", post(answer))
        .route("/my-space/plans/{id}/throw-away", post(throw_away))
        .route("/my-space/kept/{id}/throw-away", post(throw_sheet_away))
        .route("/sessions/{id}/afterwards", get(afterwards))
        .merge(rehearsed::routes())
}

/// `GET /today`
async fn today(
    AxumState(app): AxumState<App>,
    member: Member,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    show_today(&app, &member, None, said.kept.is_some()).await
}

/// What the page says of the form that was sent last.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Said {
    kept: Option<String>,
}

/// Today; with how a conversation went, when that could not be kept.
pub(super) async fn show_today(
    app: &App,
    member: &Member,
    refused: Option<&Refused>,
    is_kept: bool,
) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    let (plan, next, on_call, asked, thanks) = app
        .store
        .read(move |tx| {
            let plan = rows::kept::latest_plan(tx, person)?;
            let next = planning::next_of(tx, person, now_ms)?;
            let on_call = safety::own_news(tx, person, now_ms)?;
            let asked = first_time::asked_today(tx, person, now_ms)?;
            let thanks = thanks::today(tx, person, now_ms)?;
            Ok::<_, store::StoreError>((plan, next, on_call, asked, thanks))
        })
        .await
        .map_err(Problem::from)?;
    let plan = match &plan {
        Some(row) => planning::open_plan(&app.keys, row)?,
        None => None,
    };
    let zone = next
        .first()
        .map_or_else(|| "UTC".to_owned(), |next| next.group.zone.clone());
    let own_zone = member.visitor.zone.as_ref();
    let own_zone = own_zone.map_or(zone.as_str(), |zone| zone.name());
    let near = rehearsed::Near {
        all: rehearsed::of_today(app, person, own_zone).await?,
        refused: refused.cloned(),
        is_kept,
    };
    let page = Today {
        name: member.me.name.clone(),
        now_ms,
        zone,
        plan,
        next: next.first().map(|next| coming(next, now_ms)),
        on_call,
        asked,
        near,
        thanks,
    };
    let lang = member.visitor.lang;
    let title = PageWords::of(lang).today;
    Ok(
        Page::new(app, &member.visitor, title, Shell::Places(Place::Today))
            .respond(view::today(lang, &page)),
    )
}

/// A coming session as a page shows it.
pub(super) fn coming(next: &Next, now_ms: i64) -> Coming {
    let session = next.session.as_ref();
    Coming {
        group_name: next.group.name.clone(),
        zone: next.group.zone.clone(),
        starts_ms: next.starts_ms,
        path: session.map_or_else(
            || format!("/sessions/next/{}", GroupId(next.group.id)),
            |session| path_for(next.role, session.id),
        ),
        may_enter: session.is_some_and(|session| session.may_enter(next.role, now_ms)),
        opens_ms: next.starts_ms - SEATS_BEFORE_MS,
    }
}

#[derive(Debug, serde::Deserialize)]
struct Answer {
    how: String,
}

/// `POST /my-space/plans/{id}/answer`: how it went, or undo.
async fn answer(
    AxumState(app): AxumState<App>,
    member: Member,
    At(plan): At<PlanId>,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    let how = how_from(&answer.how);
    if how.is_none() && answer.how != "undo" {
        return Err(Problem::unreadable("an answer that is not on the page"));
    }
    app.store
        .write(move |tx| match how {
            Some(how) => rows::kept::answer(tx, person, plan, how, now_ms),
            None => rows::kept::unanswer(tx, person, plan),
        })
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/today"))
}

/// `POST /my-space/plans/{id}/throw-away`
async fn throw_away(
    AxumState(app): AxumState<App>,
    member: Member,
    At(plan): At<PlanId>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    app.store
        .write(move |tx| rows::kept::drop_plan(tx, person, plan))
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/plans"))
}

/// `POST /my-space/kept/{id}/throw-away`
async fn throw_sheet_away(
    AxumState(app): AxumState<App>,
    member: Member,
    At(record): At<RecordId>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    app.store
        .write(move |tx| rows::kept::drop_record(tx, person, record.0))
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/plans"))
}

/// The kept sheets that can be opened.
fn sheets(app: &App, rows: &[RecordRow]) -> Result<Vec<Kept>, Problem> {
    let mut sheets = Vec::new();
    for row in rows {
        let sheet = planning::open_record(&app.keys, row)?;
        sheets.extend(sheet.map(|sheet| Kept {
            id: RecordId(row.id),
            made_ms: row.made_ms,
            sheet,
        }));
    }
    Ok(sheets)
}

/// `GET /my-space/plans`: everything that this person kept.
async fn kept(AxumState(app): AxumState<App>, member: Member) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    let (plans, notes, records, next) = app
        .store
        .read(move |tx| {
            let plans = rows::kept::plans_of(tx, person)?;
            let notes = rows::kept::notes_of(tx, person)?;
            let records = rows::kept::records_of(tx, person)?;
            let next = planning::next_of(tx, person, now_ms)?;
            Ok::<_, store::StoreError>((plans, notes, records, next))
        })
        .await
        .map_err(Problem::from)?;
    let mut page = KeptPage {
        zone: next
            .first()
            .map_or_else(|| "UTC".to_owned(), |next| next.group.zone.clone()),
        plans: Vec::new(),
        notes: Vec::new(),
        sheets: sheets(&app, &records)?,
    };
    for row in &plans {
        page.plans.extend(planning::open_plan(&app.keys, row)?);
    }
    for row in &notes {
        page.notes.extend(planning::open_note(&app.keys, row)?);
    }
    let lang = member.visitor.lang;
    let title = PageWords::of(lang).kept_title;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::MySpace))
            .respond(after_view::kept(lang, &page)),
    )
}

/// `GET /sessions/{id}/afterwards`: what this person kept of one session.
async fn afterwards(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let found = place(&app, id, &member).await?;
    let person = member.me.person;
    let (came, may_thank, plans, notes, mut records) = app
        .store
        .read(move |tx| {
            let came = rows::came(tx, id, person)?;
            let may_thank = thanks::may_thank(tx, id, person)?;
            let plans = rows::kept::plans_of(tx, person)?;
            let notes = rows::kept::notes_of(tx, person)?;
            let records = rows::kept::records_of(tx, person)?;
            Ok::<_, store::StoreError>((came, may_thank, plans, notes, records))
        })
        .await
        .map_err(Problem::from)?;
    if !came {
        return Err(Problem::not_found());
    }
    records.retain(|row| row.session == id);
    let now_ms = app.clock.now_ms();
    let mut page = Afterwards {
        may_thank: (may_thank && thanks::is_open(&found.session, now_ms)).then_some(id),
        group_name: found.group.name,
        starts_ms: found.session.starts_ms,
        zone: found.group.zone,
        plan: None,
        notes: Vec::new(),
        sheets: sheets(&app, &records)?,
    };
    for row in plans.iter().filter(|row| row.session == id) {
        page.plan = planning::open_plan(&app.keys, row)?;
    }
    for row in notes.iter().filter(|row| row.session == id) {
        page.notes.extend(planning::open_note(&app.keys, row)?);
    }
    let lang = member.visitor.lang;
    let title = PageWords::of(lang).afterwards;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::Sessions))
            .respond(after_view::afterwards(lang, &page)),
    )
}
