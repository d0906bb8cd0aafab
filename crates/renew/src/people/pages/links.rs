//! The pages that links lead to.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use maud::html;
use serde::Deserialize;

use super::onward;
use crate::App;
use crate::groups;
use crate::people::draft::Draft;
use crate::people::links::{self, Entry};
use crate::people::links_store::DoorKind;
use crate::people::view::links as view;
use crate::people::words::DoorWords;
use crate::people::{PeopleError, coming_back, open_name, session, store};
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::lang::fill;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Visitor, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/begin/{token}", get(show_begin).post(begin))
        .route("/invited/{token}", get(show_invited).post(accept))
        .route("/door/{token}", get(show_door).post(go_through))
}

/// The page of a link that opens nothing any more: what happened, and whom to ask.
fn link_gone(app: &App, visitor: &Visitor) -> Response {
    let w = DoorWords::of(visitor.lang);
    let back = visitor.home();
    let body = view::plain(w.link_gone_title, w.link_gone_text);
    let mut response = Page::new(app, visitor, w.link_gone_title, Shell::Focus { back })
        .scripts(&[groups::INVITED_SCRIPT])
        .respond(body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn or_gone(app: &App, visitor: &Visitor, error: PeopleError) -> Result<Response, Problem> {
    match error {
        PeopleError::LinkGone => Ok(link_gone(app, visitor)),
        other => Err(other.into()),
    }
}

async fn show_begin(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Err(error) = links::door(&app, &token, DoorKind::Begin).await {
        return or_gone(&app, &visitor, error);
    }
    if visitor.who.is_none() {
        let mut draft = Draft::of(&app, &headers);
        draft.begin = Some(token);
        return Ok(onward("/join", [draft.to_cookie(&app)]));
    }
    let w = DoorWords::of(visitor.lang);
    let body = view::question(&view::Question {
        title: w.begin_title,
        text: w.begin_text,
        action: &format!("/begin/{token}"),
        yes: w.begin_yes,
    });
    let shell = Shell::Focus { back: "/today" };
    Ok(Page::new(&app, &visitor, w.begin_title, shell).respond(body))
}

async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
) -> Result<Response, Problem> {
    let Some(me) = visitor.who.clone() else {
        return Ok(redirect(&format!("/begin/{token}")));
    };
    if let Err(error) = links::door(&app, &token, DoorKind::Begin).await {
        return or_gone(&app, &visitor, error);
    }
    let entry = Entry {
        invitation: None,
        begin: Some(links::print(&app, &token)),
        is_new: false,
        now_ms: app.clock.now_ms(),
    };
    app.store
        .write(move |tx| links::enter(tx, me.person, &entry))
        .await?;
    Ok(redirect("/looking-after/people"))
}

async fn show_invited(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let invitation = match links::invitation(&app, &token).await {
        Ok(invitation) => invitation,
        Err(error) => return or_gone(&app, &visitor, error),
    };
    let Some(me) = &visitor.who else {
        let mut draft = Draft::of(&app, &headers);
        draft.invitation = Some(token);
        return Ok(onward("/join", [draft.to_cookie(&app)]));
    };
    let w = DoorWords::of(visitor.lang);
    let body = view::question(&view::Question {
        title: w.invitation_title,
        text: &fill(w.invitation_text, &[("name", &me.name)]),
        action: &format!("/invited/{token}"),
        yes: w.invitation_yes,
    });
    let sealed = links::sealed_group(&app, invitation.group).await?;
    let body = html! {
        @if let Some(group) = sealed { (groups::key_from_invitation(visitor.lang, group)) }
        (body)
    };
    let shell = Shell::Focus { back: "/today" };
    Ok(Page::new(&app, &visitor, w.invitation_title, shell)
        .scripts(&[groups::INVITED_SCRIPT])
        .respond(body))
}

async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
) -> Result<Response, Problem> {
    let Some(me) = visitor.who.clone() else {
        return Ok(redirect(&format!("/invited/{token}")));
    };
    if let Err(error) = links::invitation(&app, &token).await {
        return or_gone(&app, &visitor, error);
    }
    let entry = Entry {
        invitation: Some(links::print(&app, &token)),
        begin: None,
        is_new: false,
        now_ms: app.clock.now_ms(),
    };
    app.store
        .write(move |tx| links::enter(tx, me.person, &entry))
        .await?;
    Ok(redirect("/sessions"))
}

async fn show_door(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
) -> Result<Response, Problem> {
    let door = match links::door(&app, &token, DoorKind::Back).await {
        Ok(door) => door,
        Err(error) => return or_gone(&app, &visitor, error),
    };
    let person = door.person.ok_or_else(Problem::not_found)?;
    let keys = app.keys.clone();
    let name = app
        .store
        .read(move |tx| match store::person(tx, person)? {
            Some(row) => open_name(&keys, person, &row.name_sealed),
            None => Ok(None),
        })
        .await?;
    let Some(name) = name else {
        return Ok(link_gone(&app, &visitor));
    };
    let w = DoorWords::of(visitor.lang);
    let title = fill(w.door_title, &[("name", &name)]);
    let body = view::door(visitor.lang, &title, &format!("/door/{token}"));
    Ok(Page::new(&app, &visitor, w.title, Shell::Focus { back: "/" }).respond(body))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DoorForm {
    shared: Option<String>,
}

async fn go_through(
    State(app): State<App>,
    visitor: Visitor,
    At(token): At<String>,
    headers: HeaderMap,
    Form(form): Form<DoorForm>,
) -> Result<Response, Problem> {
    let person = match links::go_through(&app, &token).await {
        Ok(person) => person,
        Err(error) => return or_gone(&app, &visitor, error),
    };
    let opening = session::open(&app, person, form.shared.is_some());
    coming_back::sign_in(&app, &headers, &opening).await?;
    let cookies = [opening.cookie, Draft::gone(&app)];
    Ok(onward("/my-space/words", cookies))
}
