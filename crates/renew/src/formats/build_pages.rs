//! Routes of a draft: its page, and its parts.

use ::store::{StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use circle::format::{FlawKind, Format, Phase, PhaseKind};
use serde::Deserialize;

use super::build::{self, Put, Way, print};
use super::build_view::{self, BuildPage, Told};
use super::build_words::BuildWords;
use super::pages::{may_change, may_see};
use super::phase_form::PhaseForm;
use super::phase_view::{self, Meanwhile, PhasePage};
use super::whole_form::{Whole, WholeForm};
use super::{FormatError, FormatId, Own, file, key_of, names, own, store};
use crate::App;
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, SignedIn, redirect};

pub(super) fn routes() -> Router<App> {
    let phase = get(phase_page).post(keep_phase);
    Router::new()
        .route("/leading/formats/{key}/edit", get(edit))
        .route("/leading/formats/{key}/phases", post(add))
        .route("/leading/formats/{key}/phases/{index}", phase)
        .route("/leading/formats/{key}/phases/{index}/moves", post(shift))
        .route(
            "/leading/formats/{key}/phases/{index}/removal",
            post(take_out),
        )
}

/// The format of this key, for somebody who may change it.
pub(super) fn in_care_of(tx: &mut Tx<'_>, me: &SignedIn, key: &str) -> Result<Own, FormatError> {
    let Some((id, None)) = own(key) else {
        return Err(FormatError::NotFound);
    };
    let own = store::get(tx, id)?.ok_or(FormatError::NotFound)?;
    if may_change(&own, me) {
        Ok(own)
    } else {
        Err(FormatError::NotYours)
    }
}

/// Keeps a draft, unless it grew beyond what can be written into a file and read again.
fn keep_draft(tx: &mut Tx<'_>, own: &Own) -> Result<bool, StoreError> {
    if !file::fits(&own.draft) {
        return Ok(false);
    }
    store::keep(tx, own)?;
    Ok(true)
}

/// Whether the draft is what groups can choose.
pub(super) fn is_released(tx: &mut Tx<'_>, own: &Own) -> Result<bool, StoreError> {
    let released = store::version(tx, own.id, None)?;
    let same = |released: Format| Format {
        id: own.draft.id.clone(),
        ..released
    };
    Ok(released.is_some_and(|released| same(released) == own.draft))
}

pub(super) fn to_edit(id: FormatId, told: Told, part: Option<usize>) -> Response {
    let part = part.map(|at| format!("#part-{at}")).unwrap_or_default();
    let told = match told.key() {
        "" => String::new(),
        key => format!("?told={key}"),
    };
    redirect(&format!("/leading/formats/{}/edit{told}{part}", key_of(id)))
}

/// What a page has to tell.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

/// `GET /leading/formats/{key}/edit`
async fn edit(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    may_see(&member.me)?;
    let me = member.me.clone();
    let (own, is_released) = app
        .store
        .read::<_, FormatError, _>(move |tx| {
            let own = in_care_of(tx, &me, &key)?;
            let is_released = is_released(tx, &own)?;
            Ok((own, is_released))
        })
        .await?;
    let page = BuildPage {
        form: &WholeForm::of(&own.draft),
        own: &own,
        is_released,
        errors: &Errors::default(),
        told: Told::from_key(&asked.told),
    };
    Ok(build_page(&app, &member, &page))
}

fn build_page(app: &App, member: &Member, page: &BuildPage<'_>) -> Response {
    let lang = member.visitor.lang;
    let title = BuildWords::of(lang).title;
    let shell = Shell::Places(Place::Leading);
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(!page.errors.is_empty())
        .respond(build_view::build(lang, page));
    if !page.errors.is_empty() || page.told == Told::TooLarge {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    } else if page.told == Told::Stale {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    response
}

/// `POST /leading/formats/{key}`: keeps the name, what it is like, and the seats.
pub(super) async fn keep(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
    Form(form): Form<WholeForm>,
) -> Result<Response, Problem> {
    let (me, lang) = (member.me.clone(), member.visitor.lang);
    let (typed, now_ms) = (form.clone(), app.clock.now_ms());
    let (own, is_released, refused) = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let mut own = in_care_of(tx, &me, &key)?;
            let before = own.draft.clone();
            let refused = match typed.meant(lang) {
                Err(errors) => Some((Told::Nothing, errors)),
                Ok(whole) => {
                    // What came before, from a second tap, is kept already.
                    let is_again = whole == Whole::of(&own.draft);
                    let told = if is_again || typed.is_about(&own.draft) {
                        whole.put_into(&mut own.draft);
                        own.changed_ms = now_ms;
                        (!keep_draft(tx, &own)?).then_some(Told::TooLarge)
                    } else {
                        Some(Told::Stale)
                    };
                    told.map(|told| (told, Errors::default()))
                }
            };
            if refused.is_some() {
                own.draft = before;
            }
            let is_released = is_released(tx, &own)?;
            Ok((own, is_released, refused))
        })
        .await?;
    let Some((told, errors)) = refused else {
        return Ok(to_edit(own.id, Told::Kept, None));
    };
    // The same words, about what stands there now: kept again, they win.
    let form = WholeForm {
        was: WholeForm::of(&own.draft).was,
        ..form
    };
    let page = BuildPage {
        own: &own,
        is_released,
        form: &form,
        errors: &errors,
        told,
    };
    Ok(build_page(&app, &member, &page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AddForm {
    kind: String,
}

/// `POST .../phases`: a new part, with our words to begin with.
async fn add(
    State(app): State<App>,
    member: Member,
    At(key): At<String>,
    Form(form): Form<AddForm>,
) -> Result<Response, Problem> {
    let Some(kind) = names::from_key::<PhaseKind>(&form.kind) else {
        return Err(Problem::unreadable(
            "a kind of part that our form did not offer",
        ));
    };
    let change = move |draft: &mut Format| match build::add(draft, kind) {
        Ok(at) => (Told::Kept, Some(at)),
        Err(build::Full) => (Told::Full, None),
    };
    change_draft(&app, &member, key, change).await
}

/// The part that was on the screen, by its print.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PartForm {
    was: String,
    to: String,
}

/// `POST .../moves`: one place up or down.
async fn shift(
    State(app): State<App>,
    member: Member,
    At((key, index)): At<(String, usize)>,
    Form(form): Form<PartForm>,
) -> Result<Response, Problem> {
    let way = match form.to.as_str() {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(Problem::unreadable("a way that our form did not offer")),
    };
    let change = move |draft: &mut Format| {
        let Some(at) = build::find(draft, index, &form.was) else {
            return (Told::Stale, None);
        };
        build::shift(draft, at, way);
        (Told::Nothing, build::find(draft, at, &form.was))
    };
    change_draft(&app, &member, key, change).await
}

/// `POST .../phases/{index}/removal`: takes a part out, unless no format may lose it.
async fn take_out(
    State(app): State<App>,
    member: Member,
    At((key, index)): At<(String, usize)>,
    Form(form): Form<PartForm>,
) -> Result<Response, Problem> {
    let change = move |draft: &mut Format| {
        let Some(at) = build::find(draft, index, &form.was) else {
            return (Told::Stale, None);
        };
        match build::remove(draft, at) {
            Ok(()) => (Told::Removed, None),
            Err(stays) => (Told::Stays(stays), None),
        }
    };
    change_draft(&app, &member, key, change).await
}

/// Changes the parts of a draft, and goes back to its page, to the part that it was about.
async fn change_draft(
    app: &App,
    member: &Member,
    key: String,
    change: impl Fn(&mut Format) -> (Told, Option<usize>) + Send + 'static,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let (id, told, part) = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let mut own = in_care_of(tx, &me, &key)?;
            let (mut told, part) = change(&mut own.draft);
            own.changed_ms = now_ms;
            let is_done = matches!(told, Told::Nothing | Told::Kept | Told::Removed);
            if is_done && !keep_draft(tx, &own)? {
                told = Told::TooLarge;
            }
            Ok((own.id, told, part))
        })
        .await?;
    Ok(to_edit(id, told, part))
}

/// `GET .../phases/{index}`
async fn phase_page(
    State(app): State<App>,
    member: Member,
    At((key, index)): At<(String, usize)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    may_see(&member.me)?;
    let me = member.me.clone();
    let own = app
        .store
        .read::<_, FormatError, _>(move |tx| in_care_of(tx, &me, &key))
        .await?;
    let phase = own.draft.phases.get(index).ok_or_else(Problem::not_found)?;
    let form = PhaseForm::of(phase);
    let draft = Drawn {
        own: &own,
        index,
        form: &form,
        errors: &Errors::default(),
        told: Told::from_key(&asked.told),
        meanwhile: Meanwhile::Nothing,
    };
    Ok(draft.respond(&app, &member, phase.kind))
}

/// The page of a part, about to be drawn.
struct Drawn<'a> {
    own: &'a Own,
    index: usize,
    form: &'a PhaseForm,
    errors: &'a Errors,
    told: Told,
    meanwhile: Meanwhile<'a>,
}

impl Drawn<'_> {
    fn respond(&self, app: &App, member: &Member, kind: PhaseKind) -> Response {
        let lang = member.visitor.lang;
        let own = self.own;
        let path = format!("/leading/formats/{}", key_of(own.id));
        let page = PhasePage {
            path: &path,
            format_name: &own.draft.name,
            index: self.index,
            kind,
            form: self.form,
            errors: self.errors,
            flaws: &flaws_at(&own.draft, self.index),
            told: self.told,
            meanwhile: self.meanwhile,
        };
        let has_errors = !self.errors.is_empty();
        let title = BuildWords::of(lang).part_title;
        let shell = Shell::Places(Place::Leading);
        let mut response = Page::new(app, &member.visitor, title, shell)
            .with_errors(has_errors)
            .respond(phase_view::phase(lang, &page));
        if has_errors || matches!(self.told, Told::TooLarge | Told::Full) {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        } else if self.meanwhile != Meanwhile::Nothing {
            *response.status_mut() = StatusCode::CONFLICT;
        }
        response
    }
}

fn flaws_at(draft: &Format, index: usize) -> Vec<FlawKind> {
    let flaws = draft.flaws().into_iter();
    let here = flaws.filter(|flaw| flaw.phase == Some(index));
    here.map(|flaw| flaw.kind).collect()
}

/// Why a part that somebody wrote was not kept.
#[derive(Debug)]
enum Unkept {
    Wrong(Errors),
    TooLarge,
    Put(Put),
}

/// `POST .../phases/{index}`: keeps a part.
async fn keep_phase(
    State(app): State<App>,
    member: Member,
    At((key, index)): At<(String, usize)>,
    Form(form): Form<PhaseForm>,
) -> Result<Response, Problem> {
    let (me, lang) = (member.me.clone(), member.visitor.lang);
    let (typed, now_ms) = (form.clone(), app.clock.now_ms());
    let (own, outcome) = app
        .store
        .write::<_, FormatError, _>(move |tx| {
            let own = in_care_of(tx, &me, &key)?;
            let phase = match typed.meant(lang) {
                Ok(phase) => phase,
                Err(errors) => return Ok((own, Err(Unkept::Wrong(errors)))),
            };
            let mut changed = own.clone();
            changed.changed_ms = now_ms;
            let at = match build::put(&mut changed.draft, index, &typed.was, phase) {
                Put::Done(at) => at,
                not => return Ok((own, Err(Unkept::Put(not)))),
            };
            if keep_draft(tx, &changed)? {
                Ok((changed, Ok(at)))
            } else {
                Ok((own, Err(Unkept::TooLarge)))
            }
        })
        .await?;
    match outcome {
        Ok(at) if flaws_at(&own.draft, at).is_empty() => Ok(to_edit(own.id, Told::Kept, Some(at))),
        // Here it says what is still to mend.
        Ok(at) => {
            let path = key_of(own.id);
            Ok(redirect(&format!(
                "/leading/formats/{path}/phases/{at}?told=kept"
            )))
        }
        Err(why) => Ok(unkept(&app, &member, (&own, index), form, &why)),
    }
}

/// The form again, with every word that was typed, and why it was not kept.
fn unkept(
    app: &App,
    member: &Member,
    (own, index): (&Own, usize),
    form: PhaseForm,
    why: &Unkept,
) -> Response {
    let none = Errors::default();
    let there: Option<&Phase> = own.draft.phases.get(index);
    let kind = names::from_key(&form.kind).or(there.map(|phase| phase.kind));
    let (errors, told, meanwhile, was) = match (why, there) {
        (Unkept::Wrong(errors), _) => (errors, Told::Nothing, Meanwhile::Nothing, form.was.clone()),
        (Unkept::TooLarge, _) => (&none, Told::TooLarge, Meanwhile::Nothing, form.was.clone()),
        (Unkept::Put(Put::Full), _) => (&none, Told::Full, Meanwhile::Nothing, form.was.clone()),
        // The same words, about what stands there now: kept again, they win.
        (Unkept::Put(Put::Changed), Some(there)) => (
            &none,
            Told::Nothing,
            Meanwhile::Changed(there),
            print(there),
        ),
        (Unkept::Put(_), _) => (&none, Told::Nothing, Meanwhile::Gone, String::new()),
    };
    let drawn = Drawn {
        own,
        index,
        form: &PhaseForm { was, ..form },
        errors,
        told,
        meanwhile,
    };
    drawn.respond(app, member, kind.unwrap_or(PhaseKind::Round))
}
