//! Routes of the devices in a room, and of who comes from a table with a code of their own.

use std::collections::HashMap;

use axum::Router;
use axum::extract::State as AxumState;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::super::why_words;
use super::code;
use super::device;
use super::here::{Elsewhere, Here};
use super::people_view::{self, Adding};
use super::table::{self, AtOnce, NotAdded, Wish};
use super::table_view::{self, TablePage};
use super::words::{CodeWords, TableWords, WallWords};
use super::{Device, Kind, PERSON_CODE_MS, lead_pages, sound_pages, store, view, wall_view};
use crate::App;
use crate::people::{self, Network};
use crate::safety;
use crate::site::form::{Errors, Form, tidy_line};
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::{PersonId, Theme, Visitor, redirect};

/// How long a table counts as there after its question: a wait, and what a bad line takes.
const ASKED_LEASE_MS: i64 = 30_000;
/// How long after a page: without scripts it is loaded again long before.
const PAGE_LEASE_MS: i64 = 150_000;
/// Without scripts.
const REFRESH_SECONDS: u32 = 15;
/// What follows `?` in the address of the page where codes are typed, for a device that is none any
/// more.
const NO_MORE: &str = "no-more";
/// Keeps a device's page up to date.
const SCRIPTS: &[&str] = &["js/in_room/main.js"];

pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/table", get(ask_code).post(take_up))
        .route("/table/here", get(table))
        .route("/table/now", get(table_now))
        .route("/table/do", post(act))
        .route("/table/people", get(people_here).post(add))
        .route("/table/promises", get(promises))
        .route("/table/codes", post(show_code))
        .route("/wall", get(ask_code).post(take_up))
        .route("/wall/here", get(wall))
        .route("/wall/now", get(wall_now))
        .merge(lead_pages::routes())
        .merge(super::own_pages::routes())
        .merge(super::sound_pages::routes())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
}

/// `GET /table`, `GET /wall`: where a device's code is typed. One that is a device already goes on.
async fn ask_code(
    AxumState(app): AxumState<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Uri,
) -> Result<Response, Problem> {
    if let Some(device) = device::any(&app, &headers).await? {
        return Ok(redirect(device.kind.path()));
    }
    let was_one = address.query() == Some(NO_MORE);
    let errors = Errors::default();
    let typed = ("", was_one);
    Ok(code_page(&app, &visitor, address.path(), typed, &errors))
}

/// `POST /table`, `POST /wall`: makes this browser what its code says.
async fn take_up(
    AxumState(app): AxumState<App>,
    visitor: Visitor,
    network: Network,
    headers: HeaderMap,
    address: Uri,
    Form(form): Form<CodeForm>,
) -> Result<Response, Problem> {
    people::try_code(&app, network)?;
    let typed: String = tidy_line(&form.code).chars().take(60).collect();
    let Some((device, cookie)) = device::take_up(&app, &typed).await? else {
        let mut errors = Errors::default();
        errors.add("code", CodeWords::of(visitor.lang).device_wrong);
        let typed = (typed.as_str(), false);
        return Ok(code_page(&app, &visitor, address.path(), typed, &errors));
    };
    people::code_was_right(&app, network);
    // What was this table's phone before is heard no more.
    sound_pages::end(&app, device).await;
    // What it was before, it is not any more, on any page of it that is still open.
    super::forget_device(&app, &headers).await?;
    // Whoever was signed in here is not any more: all at the table would act as them.
    let ended = people::sign_out_for_all(&app, &headers).await?;
    let mut response = redirect(device.kind.path());
    for cookie in ended.into_iter().chain([cookie]).flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `was_one`: this browser was such a device until a moment ago.
fn code_page(
    app: &App,
    visitor: &Visitor,
    action: &str,
    (typed, was_one): (&str, bool),
    errors: &Errors,
) -> Response {
    let body = view::device(&view::DeviceCode {
        lang: visitor.lang,
        action,
        typed,
        was_one,
        member: visitor.who.as_deref().map(|me| me.name.as_str()),
        errors,
    });
    let title = CodeWords::of(visitor.lang).device_title;
    let back = visitor.home();
    Page::new(app, visitor, title, Shell::Focus { back })
        .with_errors(!errors.is_empty())
        .respond(body)
}

/// `GET /table/here`
async fn table(here: Here) -> Result<Response, Elsewhere> {
    let once = here.look(PAGE_LEASE_MS, None).await?;
    Ok(table_page(&here, &once))
}

fn table_page(here: &Here, once: &AtOnce) -> Response {
    let Here { app, visitor, .. } = here;
    let lines = safety::crisis_strip(app, visitor);
    let page = drawn(visitor, once);
    let body = table_view::table(&page, &lines, app.voices.address().is_some());
    let title = TableWords::of(visitor.lang).title;
    Page::new(app, visitor, title, Shell::Room)
        .scripts(SCRIPTS)
        .refreshed(REFRESH_SECONDS, Kind::Table.path())
        .respond(body)
}

/// `GET /table/promises`: a page of its own, since the table's page is loaded again and again where
/// no script runs, faster than anybody reads them.
async fn promises(here: Here) -> Result<Response, Elsewhere> {
    here.look(PAGE_LEASE_MS, None).await?;
    let lang = here.visitor.lang;
    let title = TableWords::of(lang).promises_title;
    Ok(beside_table(&here, title).respond(people_view::promises(lang)))
}

/// A page from which the way back leads to the table's.
fn beside_table<'a>(here: &'a Here, title: &'a str) -> Page<'a> {
    let shell = Shell::Focus {
        back: Kind::Table.path(),
    };
    Page::new(&here.app, &here.visitor, title, shell).scripts(SCRIPTS)
}

fn drawn<'a>(visitor: &Visitor, once: &'a AtOnce) -> TablePage<'a> {
    let lang = visitor.lang;
    TablePage {
        lang,
        group_name: &once.group_name,
        people: &once.people,
        shown: once.shown.as_ref(),
        is_away: once.is_away,
        is_shut: once.is_shut,
        notice: once.refused.map(|why| why_words::sentence(lang, why)),
    }
}

/// `GET /table/now?since=7`: the part of the page that changes, as soon as it has changed.
async fn table_now(here: Result<Here, Elsewhere>, address: Uri) -> Result<Html<String>, Elsewhere> {
    let here = here.map_err(Elsewhere::for_scripts)?;
    let once = here.news(&address, ASKED_LEASE_MS).await?;
    Ok(table_piece(&here, &once))
}

fn table_piece(here: &Here, once: &AtOnce) -> Html<String> {
    Html(table_view::piece(&drawn(&here.visitor, once)).into_string())
}

/// `POST /table/do`: what one of the table wants. A script gets the part that changes.
async fn act(
    here: Here,
    address: Uri,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Response, Elsewhere> {
    let unknown = || Problem::unreadable("a wish that is not on the page");
    let who = form.get("who").and_then(|who| who.parse().ok());
    let person: PersonId = who.ok_or_else(unknown)?;
    let wish = Wish::of(&form).ok_or_else(unknown)?;
    let once = here.look(PAGE_LEASE_MS, Some((person, wish))).await?;
    if address.query() == Some("piece") {
        return Ok(table_piece(&here, &once).into_response());
    }
    let from_people = form.get("from").is_some_and(|from| from == "people");
    Ok(match (once.refused, from_people) {
        (None, true) => redirect("/table/people"),
        (None, false) => redirect("/table/here"),
        (Some(_), true) => people_page(&here, &once, &Adding::default()),
        (Some(_), false) => table_page(&here, &once),
    })
}

/// `GET /table/people`
async fn people_here(here: Here) -> Result<Response, Elsewhere> {
    let once = here.look(PAGE_LEASE_MS, None).await?;
    Ok(people_page(&here, &once, &Adding::default()))
}

fn people_page(here: &Here, once: &AtOnce, adding: &Adding<'_>) -> Response {
    let body = people_view::people(&drawn(&here.visitor, once), adding);
    let title = TableWords::of(here.visitor.lang).people_title;
    beside_table(here, title)
        .with_errors(!adding.errors.is_empty())
        .respond(body)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AddForm {
    name: String,
    sign: String,
}

/// `POST /table/people`: one more at the table.
async fn add(here: Here, Form(form): Form<AddForm>) -> Result<Response, Elsewhere> {
    let lang = here.visitor.lang;
    let w = TableWords::of(lang);
    let mut errors = Errors::default();
    let sign = Sign::from_key(&form.sign);
    match sign {
        Some(sign) => match table::add(&here.app, here.device, lang, (&form.name, sign)).await? {
            Ok(_) => return Ok(redirect("/table/people")),
            Err(NotAdded::Name(sentence)) => errors.add("name", sentence),
            Err(NotAdded::SameName) => errors.add("name", w.same_name),
            Err(NotAdded::Full) => errors.add("name", w.full),
            Err(NotAdded::Over) => errors.add("name", w.over),
        },
        None => errors.add("sign", w.bad_sign),
    }
    let once = here.look(PAGE_LEASE_MS, None).await?;
    let name: String = tidy_line(&form.name).chars().take(200).collect();
    let adding = Adding {
        name: &name,
        sign,
        errors,
    };
    Ok(people_page(&here, &once, &adding))
}

#[derive(Debug, Deserialize)]
struct WhoForm {
    who: PersonId,
}

/// `POST /table/codes`: a personal code, shown once. The one before opens nothing any more.
async fn show_code(here: Here, Form(form): Form<WhoForm>) -> Result<Response, Elsewhere> {
    let (app, lang) = (&here.app, here.visitor.lang);
    let (fresh, now_ms) = (code::for_person(&app.keys, &app.chance), app.clock.now_ms());
    let print = (fresh.print, now_ms + PERSON_CODE_MS);
    let name = code_for(app, here.device, form.who, print).await?;
    let address = format!("{}/code", app.config.origin);
    let body = people_view::code(lang, &name, &fresh.shown, &address);
    Ok(beside_table(&here, TableWords::of(lang).people_title).respond(body))
}

/// Keeps the print of a code for somebody of this table, and gives their name.
async fn code_for(
    app: &App,
    device: Device,
    person: PersonId,
    (print, ends_ms): ([u8; 32], i64),
) -> Result<String, Problem> {
    let keys = app.keys.clone();
    let name = app.store.write(move |tx| {
        let seated = store::people_at(tx, device.session, device.nth)?;
        let is_here = seated.iter().any(|one| one.person == person);
        if !is_here || !store::set_person_code(tx, person, &print, ends_ms)? {
            return Ok(None);
        }
        let mut known = people::known(tx, &keys, &[person])?;
        Ok::<_, ::store::StoreError>(known.remove(&person).map(|known| known.name))
    });
    name.await?.ok_or_else(Problem::changed)
}

/// `GET /wall/here`
async fn wall(mut here: Here) -> Result<Response, Elsewhere> {
    let once = here.look(0, None).await?;
    if here.visitor.theme == Theme::Device {
        // A bright wall blinds a dim room.
        here.visitor.theme = Theme::Dark;
    }
    let Here { app, visitor, .. } = &here;
    let body = wall_view::wall(visitor.lang, &once.group_name, once.shown.as_ref());
    let title = WallWords::of(visitor.lang).title;
    Ok(Page::new(app, visitor, title, Shell::Room)
        .scripts(SCRIPTS)
        .refreshed(REFRESH_SECONDS, Kind::Wall.path())
        .respond(body))
}

/// `GET /wall/now?since=7`
async fn wall_now(here: Result<Here, Elsewhere>, address: Uri) -> Result<Html<String>, Elsewhere> {
    let here = here.map_err(Elsewhere::for_scripts)?;
    let once = here.news(&address, 0).await?;
    let lang = here.visitor.lang;
    let piece = wall_view::piece(lang, &once.group_name, once.shown.as_ref());
    Ok(Html(piece.into_string()))
}
