//! Joining, in three steps. Nothing is written down before the last.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::onward;
use crate::App;
use crate::people::draft::{Draft, Phone};
use crate::people::joining::{self, Seat};
use crate::people::limits::Network;
use crate::people::session::with_cookie;
use crate::people::view::join as view;
use crate::people::words::JoinWords;
use crate::people::{PeopleError, suggestions, word_list};
use crate::site::form::{Errors, Form};
use crate::site::lang::Lang;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::{Visitor, redirect};

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

async fn show_name(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    if visitor.who.is_some() {
        return redirect("/today");
    }
    let draft = Draft::of(&app, &headers);
    let form = NameForm {
        name: draft.name.clone(),
        sign: draft.sign.key().to_owned(),
        r#for: for_key(draft.for_another).to_owned(),
        pick: None,
    };
    let response = name_page(&app, &visitor, &draft, &form, &Errors::default());
    with_cookie(response, draft.to_cookie(&app))
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
    form: &NameForm,
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
        errors,
    });
    Page::new(app, visitor, w.title_name, Shell::Focus { back: "/" })
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn take_name(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(mut form): Form<NameForm>,
) -> Result<Response, Problem> {
    let mut draft = Draft::of(&app, &headers);
    if let Some(pick) = form.pick.take() {
        // Other suggestions come by themselves with the page.
        if pick != "more" {
            form.name = pick;
        }
        return Ok(name_page(&app, &visitor, &draft, &form, &Errors::default()));
    }
    let mut errors = Errors::default();
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
        form.name = form.name.chars().take(200).collect();
        return Ok(name_page(&app, &visitor, &draft, &form, &errors));
    };
    name.as_str().clone_into(&mut draft.name);
    draft.sign = sign;
    Ok(onward("/join/way", [draft.to_cookie(&app)]))
}

async fn show_way(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let mut draft = Draft::of(&app, &headers);
    if visitor.who.is_some() || !draft.has_name() {
        return redirect("/join");
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
        return redirect("/join");
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
        None => promises_page(&app, &visitor, &PromisesForm::default(), &Errors::default()),
    }
}

/// The earlier step that has not been answered yet.
fn missing_step(draft: &Draft) -> Option<&'static str> {
    if !draft.has_name() {
        Some("/join")
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

fn promises_page(app: &App, visitor: &Visitor, form: &PromisesForm, errors: &Errors) -> Response {
    let w = JoinWords::of(visitor.lang);
    let body = view::promises(&view::PromisesStep {
        lang: visitor.lang,
        is_ticked: form.ok.is_some(),
        is_counted: form.count.is_some(),
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
        return Ok(promises_page(&app, &visitor, &form, &errors));
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
            Ok(name_page(&app, &visitor, &draft, &form, &errors))
        }
        Err(error) => Err(error.into()),
    }
}
