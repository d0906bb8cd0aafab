//! The calendar of one person: the meetings of their circles, under an address that nobody
//! guesses. Without being asked it says nothing but "Appointment".
//!
//! The address holds 128 random bits. A print of them finds the calendar, and the person's own key
//! seals them, so that the page can show the address again; a copy of the database opens nothing.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use serde::Deserialize;

use super::feeds::calendar_for_one;
use super::personal_store::{self as rows, PersonalFeed};
use super::words::CalendarWords;
use super::{meeting_calendar, personal_view as view, publisher};
use crate::App;
use crate::groups::{Group, GroupError, rota_store, store as groups_store};
use crate::people;
use crate::site::form::{Form, Query};
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

const TOKEN_BYTES: usize = 16;
/// How many of a fingerprint's bytes name an event: enough that no two are the same.
const UID_BYTES: usize = 16;

/// Routes whose answers are for one person and never go out compressed.
pub(in crate::groups) fn routes() -> Router<App> {
    Router::new()
        .route("/my-space/calendar", get(show).post(make))
        .route("/my-space/calendar/removal", post(stop))
        .route("/calendar/{token}", get(fetch))
}

fn print(app: &App, token: &str) -> [u8; 32] {
    app.keys.fingerprint("groups.calendar", token.as_bytes())
}

fn context(person: PersonId) -> String {
    format!("personal_feeds.token:{}", person.0)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    done: String,
}

async fn show(
    State(app): State<App>,
    member: Member,
    Query(shown): Query<Shown>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let feed = app
        .store
        .read(move |tx| rows::of_person(tx, person))
        .await?;
    let lang = member.visitor.lang;
    let w = CalendarWords::of(lang);
    let address = match &feed {
        Some(feed) => Some(address(&app, feed)?),
        None => None,
    };
    let done = match shown.done.as_str() {
        "made" if feed.is_some() => Some(w.made),
        "stopped" if feed.is_none() => Some(w.stopped),
        _ => None,
    };
    let body = view::mine(
        lang,
        &view::Mine {
            address: address.as_deref(),
            is_full: feed.is_some_and(|feed| feed.is_full),
            done,
        },
    );
    let shell = Shell::Places(Place::MySpace);
    Ok(Page::new(&app, &member.visitor, w.title, shell).respond(body))
}

/// The whole address of a calendar.
fn address(app: &App, feed: &PersonalFeed) -> Result<String, Problem> {
    let opened = app
        .keys
        .open_sealed(feed.person.0, &context(feed.person), &feed.token_sealed)?;
    let token = String::from_utf8(opened).map_err(Problem::ours)?;
    Ok(format!("{}/calendar/{token}.ics", app.config.origin))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    says: String,
}

/// `POST /my-space/calendar`: makes a calendar, in the place of the one before.
async fn make(
    State(app): State<App>,
    member: Member,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let token = URL_SAFE_NO_PAD.encode(app.chance.bytes::<TOKEN_BYTES>());
    let sealed = app.keys.seal(
        person.0,
        &context(person),
        token.as_bytes(),
        app.chance.bytes(),
    )?;
    let feed = PersonalFeed {
        person,
        token_print: print(&app, &token).to_vec(),
        token_sealed: sealed,
        is_full: chosen.says == "names",
        made_ms: app.clock.now_ms(),
    };
    app.store.write(move |tx| rows::keep(tx, &feed)).await?;
    Ok(redirect("/my-space/calendar?done=made"))
}

/// `POST /my-space/calendar/removal`: the address leads nowhere from now on.
async fn stop(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let person = member.me.person;
    app.store.write(move |tx| rows::erase(tx, person)).await?;
    Ok(redirect("/my-space/calendar?done=stopped"))
}

/// What a calendar is made of.
struct Circles {
    feed: PersonalFeed,
    lang: Lang,
    circles: Vec<(Group, Vec<Date>)>,
}

/// `GET /calendar/{token}.ics`: what the person's calendar program reads. An address that was
/// taken back is like one that never was.
async fn fetch(State(app): State<App>, At(name): At<String>) -> Result<Response, Problem> {
    let token = name.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    let print = print(&app, token);
    let now_ms = app.clock.now_ms();
    let found = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let feed = rows::by_print(tx, &print)?.ok_or(GroupError::NotFound)?;
            let lang = people::language_of(tx, feed.person)?;
            let turns = rota_store::turns_of(tx, feed.person)?;
            let groups = groups_store::groups_of(tx, feed.person)?;
            let circles = groups
                .into_iter()
                .filter(|(_, place)| place.is_member)
                .map(|(group, _)| {
                    let own = turns.iter().filter(|turn| turn.group == group.id);
                    let dates = own.map(|turn| turn.date).collect();
                    (group, dates)
                })
                .collect();
            Ok(Circles {
                feed,
                lang,
                circles,
            })
        })
        .await?;
    let from = publisher(&app);
    let keys = app.keys.clone();
    let person = found.feed.person.0;
    let uid = move |name: &str| {
        let print = keys.fingerprint(
            "groups.calendar.event",
            format!("{person}:{name}").as_bytes(),
        );
        URL_SAFE_NO_PAD.encode(&print[..UID_BYTES])
    };
    let bytes = meeting_calendar::of_person(
        found.lang,
        !found.feed.is_full,
        &found.circles,
        (&from.name, &from.website),
        uid,
        now_ms,
    );
    Ok(calendar_for_one(bytes))
}
