//! Routes of one's own page of looking back. It is for exactly those who led or hosted: to anybody
//! else it is a page that isn't there.

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::forms::{Along, Typed};
use super::growth_pages::zone_of;
use super::look::{self, Names, kept_words_of, shared_of, unopened, words_of};
use super::share_view::{Done, OwnPage};
use super::store::{self, DebriefRow};
use super::view::Ways;
use super::words::DebriefWords;
use super::{Sealed, Shared, care_pages, growth_pages, open, seal};
use crate::App;
use crate::groups::{self, GroupId};
use crate::sessions::{SessionId, evening};
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, redirect};

/// Keeps what is typed as it is typed.
const SCRIPTS: &[&str] = &["js/own-words.js"];

pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/sessions/{id}/debrief", get(own).post(keep))
        .route("/sessions/{id}/debrief/shares", post(share))
        .route("/sessions/{id}/debrief/removals", post(take_back))
        .merge(growth_pages::routes())
        .merge(care_pages::routes())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

impl Asked {
    fn done(&self) -> Option<Done> {
        match self.done.as_str() {
            "kept" => Some(Done::Kept),
            "shared" => Some(Done::Shared),
            "back" => Some(Done::TakenBack),
            _ => None,
        }
    }
}

/// This person's row of that session.
async fn row(app: &App, session: SessionId, member: &Member) -> Result<DebriefRow, Problem> {
    let me = member.me.person;
    let row = app.store.read(move |tx| store::of(tx, session, me)).await;
    row.map_err(|error: StoreError| Problem::from(error))?
        .ok_or_else(Problem::not_found)
}

/// `GET /sessions/{id}/debrief`
async fn own(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let row = row(&app, id, &member).await?;
    let typed = Typed::kept(&words_of(&app.keys, &row)?);
    let said = (&Errors::default(), asked.done());
    own_page(&app, &member, row, &typed, said).await
}

/// What the page shows beside what is sealed for this person.
struct Around {
    names: Names,
    part_names: Vec<String>,
    before: Vec<(circle::Element, super::growth::Held)>,
    group_name: Option<String>,
    zone: String,
    /// Leads the group now, or led that evening by the record.
    leads: bool,
    group_people: Option<String>,
}

async fn around(app: &App, member: &Member, row: &DebriefRow) -> Result<Around, Problem> {
    let (me, lang, keys) = (member.me.person, member.visitor.lang, app.keys.clone());
    let row = row.clone();
    app.store
        .read(move |tx| {
            let group_id = GroupId(row.group);
            let group = groups::group(tx, group_id)?;
            let leads_group = groups::role_in(tx, me, group_id)?.is_some_and(|place| place.leads());
            let evening = evening(tx, row.session, me)?;
            Ok::<_, StoreError>(Around {
                names: look::names(tx, &keys, row.session)?,
                part_names: look::part_names(tx, &row.format, lang)?,
                before: look::before(tx, &keys, &row)?,
                zone: zone_of(group.as_ref()),
                group_people: group
                    .as_ref()
                    .filter(|_| leads_group)
                    .map(|_| format!("/groups/{group_id}/people")),
                group_name: group.map(|group| group.name().to_owned()),
                leads: evening.is_some_and(|evening| evening.leads),
            })
        })
        .await
        .map_err(Problem::from)
}

async fn own_page(
    app: &App,
    member: &Member,
    row: DebriefRow,
    typed: &Typed,
    (errors, done): (&Errors, Option<Done>),
) -> Result<Response, Problem> {
    let around = around(app, member, &row).await?;
    let shared = shared_of(&app.keys, &row)?;
    let noted = open(&app.keys, row.person, (Sealed::Noted, row.id), &row.sealed)?;
    let lang = member.visitor.lang;
    let w = DebriefWords::of(lang);
    let page = OwnPage {
        lang,
        session: row.session,
        group_name: around.group_name.as_deref().unwrap_or(w.a_group),
        zone: &around.zone,
        starts_ms: row.starts_ms,
        noted: &noted,
        names: &around.names,
        part_names: &around.part_names,
        before: &around.before,
        ways: Ways {
            follow_up: around.leads.then_some(row.session),
            group_people: around.group_people.as_deref(),
        },
        typed,
        errors,
        shared: row.shared_ms.zip(shared.as_ref()),
        done,
        has_record: around.group_people.is_some(),
    };
    Ok(
        Page::new(app, &member.visitor, w.title, Shell::Places(Place::Leading))
            .with_errors(!errors.is_empty())
            .scripts(SCRIPTS)
            .respond(page.view()),
    )
}

/// `POST /sessions/{id}/debrief`: the person's own words.
async fn keep(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let row = row(&app, id, &member).await?;
    let words = match typed.check(DebriefWords::of(member.visitor.lang)) {
        Ok(words) => words,
        Err(errors) => return own_page(&app, &member, row, &typed, (&errors, None)).await,
    };
    let (keys, chance) = (app.keys.clone(), app.chance.clone());
    let (me, sent) = (row.person, typed.sent());
    app.store
        .write(move |tx| {
            let Some(row) = store::of(tx, id, me)? else {
                return Ok(());
            };
            let mut kept = kept_words_of(&keys, &row).map_err(unopened)?;
            if !kept.take(words.clone(), sent) {
                return Ok(());
            }
            let sealed = (!kept.is_empty())
                .then(|| seal((&keys, &chance), me, (Sealed::Words, row.id), &kept));
            store::set_words(tx, row.id, sealed.transpose().map_err(unopened)?)
        })
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect(&format!("/sessions/{id}/debrief?done=kept")))
}

/// `POST /sessions/{id}/debrief/shares`: a copy for the coordinators, of what the form says.
async fn share(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(along): Form<Along>,
) -> Result<Response, Problem> {
    let row = row(&app, id, &member).await?;
    let noted = open(&app.keys, row.person, (Sealed::Noted, row.id), &row.sealed)?;
    let words = match along.has_words() {
        true => Some(words_of(&app.keys, &row)?),
        false => None,
    };
    let shared = Shared::of(&noted, along.has_names(), words);
    let means = (&app.keys, &app.chance);
    let sealed = seal(means, row.person, (Sealed::Shared, row.id), &shared)?;
    let now_ms = app.clock.now_ms();
    app.store
        .write(move |tx| store::share(tx, row.id, (now_ms, sealed.clone())))
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect(&format!("/sessions/{id}/debrief?done=shared")))
}

/// `POST /sessions/{id}/debrief/removals`: takes the copy back.
async fn take_back(
    State(app): State<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let row = row(&app, id, &member).await?;
    app.store
        .write(move |tx| store::take_back(tx, row.id))
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    Ok(redirect(&format!("/sessions/{id}/debrief?done=back")))
}
