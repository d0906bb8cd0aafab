//! Joining, in three steps. Nothing is written down before the last.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use maud::html;
use serde::Deserialize;

use super::{onward, slowed};
use crate::App;
use crate::groups::{self, GroupId};
use crate::people::draft::{Draft, Phone};
use crate::people::joining::{self, Seat};
use crate::people::limits::Network;
use crate::people::session::with_cookie;
use crate::people::view::{join as view, wait};
use crate::people::words::JoinWords;
use crate::people::{PeopleError, links, suggestions, word_list};
use crate::site::form::{Errors, Form, Query};
use crate::site::lang::Lang;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::{Visitor, escape_query, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/join", get(show_name).post(take_name))
        .route("/join/way", get(show_way).post(take_way))
        .route("/join/promises", get(show_promises).post(take_seat))
}

/// The first step as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
    sign: String,
    r#for: String,
    /// A suggested name, or `more`.
    pick: Option<String>,
}

/// The first step, when what was chosen before is not there any more.
const AGAIN: &str = "/join?again=1";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    again: Option<String>,
}

async fn show_name(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(told): Query<Told>,
) -> Result<Response, Problem> {
    if visitor.who.is_some() {
        return Ok(redirect("/today"));
    }
    let draft = Draft::of(&app, &headers);
    let form = NameForm {
        name: draft.name.clone(),
        sign: draft.sign.key().to_owned(),
        r#for: for_key(draft.for_another).to_owned(),
        pick: None,
    };
    let is_again = told.again.is_some() && !draft.has_name();
    let errors = Errors::default();
    let sealed = invited_to_sealed(&app, &draft).await?;
    let response = name_page(&app, &visitor, &draft, (&form, is_again, sealed), &errors);
    Ok(with_cookie(response, draft.to_cookie(&app)))
}

/// The group that the invitation leads to, if its link may carry the group's key.
async fn invited_to_sealed(app: &App, draft: &Draft) -> Result<Option<GroupId>, Problem> {
    let Some(token) = &draft.invitation else {
        return Ok(None);
    };
    match links::invitation(app, token).await {
        Ok(invitation) => Ok(links::sealed_group(app, invitation.group).await?),
        Err(PeopleError::LinkGone) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn for_key(for_another: Option<bool>) -> &'static str {
    match for_another {
        None => "",
        Some(false) => "me",
        Some(true) => "other",
    }
}

fn name_page(
    app: &App,
    visitor: &Visitor,
    draft: &Draft,
    (form, is_again, sealed): (&NameForm, bool, Option<GroupId>),
    errors: &Errors,
) -> Response {
    let w = JoinWords::of(visitor.lang);
    let body = view::name(&view::NameStep {
        lang: visitor.lang,
        name: &form.name,
        sign: Sign::from_key(&form.sign),
        for_key: &form.r#for,
        suggestions: &suggestions::draw(visitor.lang, &app.chance),
        is_invited: draft.invitation.is_some(),
        is_first: draft.begin.is_some(),
        is_again,
        come_back: &come_back(draft),
        errors,
    });
    let body = html! {
        @if let Some(group) = sealed { (groups::key_from_invitation(visitor.lang, group)) }
        (body)
    };
    Page::new(app, visitor, w.title_name, Shell::Focus { back: "/" })
        .scripts(&[groups::INVITED_SCRIPT])
        .with_errors(!errors.is_empty())
        .respond(body)
}

/// The way in for somebody who has a seat already and came by a link: it waits for them behind.
fn come_back(draft: &Draft) -> String {
    let link = match (&draft.begin, &draft.invitation) {
        (Some(token), _) => format!("/begin/{token}"),
        (None, Some(token)) => format!("/invited/{token}"),
        (None, None) => return "/come-back".to_owned(),
    };
    format!("/come-back?next={}", escape_query(&link))
}

async fn take_name(
    State(app): State<App>,
    visitor: Visitor,
    network: Network,
    headers: HeaderMap,
    Form(mut form): Form<NameForm>,
) -> Result<Response, Problem> {
    let mut draft = Draft::of(&app, &headers);
    // The page that comes back asks for the key again: only the browser's tab still has it.
    let sealed = invited_to_sealed(&app, &draft).await?;
    if let Some(pick) = form.pick.take() {
        // Other suggestions come by themselves with the page.
        if pick != "more" {
            form.name = pick;
        }
        let errors = Errors::default();
        return Ok(name_page(
            &app,
            &visitor,
            &draft,
            (&form, false, sealed),
            &errors,
        ));
    }
    let mut errors = Errors::default();
    form.name = form.name.chars().take(200).collect();
    // Each answer tells whether a name is here, so a network gets only so many.
    let limits = &app.people.limits;
    if let Err(error) = limits.asking(&app.chance, app.clock.now_ms(), network) {
        errors.add("name", wait(visitor.lang, &error));
        let page = name_page(&app, &visitor, &draft, (&form, false, sealed), &errors);
        return Ok(slowed(page, &error));
    }
    let name = joining::free_name(&app, &form.name, None).await?;
    let w = JoinWords::of(visitor.lang);
    if let Err(refusal) = &name {
        errors.add("name", view::sentence(*refusal, w));
    }
    let sign = Sign::from_key(&form.sign);
    if sign.is_none() {
        errors.add("sign", w.bad_sign);
    }
    draft.for_another = match form.r#for.as_str() {
        "me" => Some(false),
        "other" => Some(true),
        _ => None,
    };
    if draft.for_another.is_none() {
        errors.add("for", w.bad_for);
    }
    let (Ok(name), Some(sign), true) = (name, sign, errors.is_empty()) else {
        return Ok(name_page(
            &app,
            &visitor,
            &draft,
            (&form, false, sealed),
            &errors,
        ));
    };
    draft.take_name(&app, &name);
    draft.sign = sign;
    Ok(onward("/join/way", [draft.to_cookie(&app)]))
}

async fn show_way(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let mut draft = Draft::of(&app, &headers);
    if visitor.who.is_some() || !draft.has_name() {
        return redirect(AGAIN);
    }
    draw_if_missing(&app, visitor.lang, &mut draft);
    let response = way_page(&app, &visitor, &draft, &Errors::default());
    with_cookie(response, draft.to_cookie(&app))
}

fn draw_if_missing(app: &App, lang: Lang, draft: &mut Draft) {
    if draft.words.is_empty() {
        draft.words = word_list::draw(lang, &app.chance);
    }
}

fn way_page(app: &App, visitor: &Visitor, draft: &Draft, errors: &Errors) -> Response {
    let w = JoinWords::of(visitor.lang);
    let body = view::way(&view::WayStep {
        lang: visitor.lang,
        name: &draft.name,
        phone: draft.phone,
        words: &draft.words,
        has_passkey: draft.passkey.is_some(),
        has_other_words: draft.has_other_words,
        errors,
    });
    Page::new(app, visitor, w.title_way, Shell::Focus { back: "/join" })
        .scripts(&["js/passkey.js", "js/backup-words.js"])
        .with_errors(!errors.is_empty())
        .respond(body)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WayForm {
    phone: String,
    words: Option<String>,
}

async fn take_way(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<WayForm>,
) -> Response {
    let mut draft = Draft::of(&app, &headers);
    if !draft.has_name() {
        return redirect(AGAIN);
    }
    draft.phone = match form.phone.as_str() {
        "own" => Some(Phone::Own),
        "shared" => Some(Phone::Shared),
        _ => draft.phone,
    };
    if form.words.is_some() {
        draft.words = word_list::draw(visitor.lang, &app.chance);
        return onward("/join/way", [draft.to_cookie(&app)]);
    }
    draw_if_missing(&app, visitor.lang, &mut draft);
    if draft.phone.is_none() {
        let mut errors = Errors::default();
        errors.add("phone", JoinWords::of(visitor.lang).bad_phone);
        let page = way_page(&app, &visitor, &draft, &errors);
        return with_cookie(page, draft.to_cookie(&app));
    }
    if draft.phone == Some(Phone::Shared) {
        // A passkey would stay on a phone that isn't theirs alone.
        draft.passkey = None;
    }
    onward("/join/promises", [draft.to_cookie(&app)])
}

async fn show_promises(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let draft = Draft::of(&app, &headers);
    match missing_step(&draft) {
        Some(step) => redirect(step),
        None => {
            let (form, errors) = (PromisesForm::default(), Errors::default());
            promises_page(&app, &visitor, &draft, &form, &errors)
        }
    }
}

/// The earlier step that has not been answered yet.
fn missing_step(draft: &Draft) -> Option<&'static str> {
    if !draft.has_name() {
        Some(AGAIN)
    } else if draft.phone.is_none() || draft.words.is_empty() {
        Some("/join/way")
    } else {
        None
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PromisesForm {
    ok: Option<String>,
    count: Option<String>,
}

fn promises_page(
    app: &App,
    visitor: &Visitor,
    draft: &Draft,
    form: &PromisesForm,
    errors: &Errors,
) -> Response {
    let w = JoinWords::of(visitor.lang);
    let body = view::promises(&view::PromisesStep {
        lang: visitor.lang,
        is_ticked: form.ok.is_some(),
        is_counted: form.count.is_some(),
        // On a shared phone the step before has said so.
        has_only_words: draft.phone == Some(Phone::Own) && draft.passkey.is_none(),
        errors,
    });
    let shell = Shell::Focus { back: "/join/way" };
    Page::new(app, visitor, w.title_promises, shell)
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn take_seat(
    State(app): State<App>,
    visitor: Visitor,
    network: Network,
    headers: HeaderMap,
    Form(form): Form<PromisesForm>,
) -> Result<Response, Problem> {
    let draft = Draft::of(&app, &headers);
    if let Some(step) = missing_step(&draft) {
        return Ok(redirect(step));
    }
    let w = JoinWords::of(visitor.lang);
    let mut errors = Errors::default();
    if form.ok.is_none() {
        errors.add("ok", w.bad_promise);
        return Ok(promises_page(&app, &visitor, &draft, &form, &errors));
    }
    let seat = Seat {
        draft: &draft,
        lang: visitor.lang,
        is_counted: form.count.is_some(),
        network,
    };
    match joining::take_seat(&app, &seat).await {
        Ok(opening) => Ok(onward("/today", [opening.cookie, Draft::gone(&app)])),
        // Somebody was faster: back to the first step, with everything else kept.
        Err(PeopleError::NameTaken) => {
            errors.add("name", w.bad_taken);
            let form = NameForm {
                name: draft.name.clone(),
                sign: draft.sign.key().to_owned(),
                r#for: for_key(draft.for_another).to_owned(),
                pick: None,
            };
            let sealed = invited_to_sealed(&app, &draft).await?;
            Ok(name_page(
                &app,
                &visitor,
                &draft,
                (&form, false, sealed),
                &errors,
            ))
        }
        Err(error @ (PeopleError::TooOften(_) | PeopleError::Crowded)) => {
            errors.add("ok", wait(visitor.lang, &error));
            let page = promises_page(&app, &visitor, &draft, &form, &errors);
            Ok(slowed(page, &error))
        }
        Err(error) => Err(error.into()),
    }
}
