//! Routes for everybody and for members: the list of meetings, a group's page, my circles.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use maud::html;

use super::evening::{self, Evening};
use super::finder_words::FinderWords;
use super::found::{self, Reader};
use super::list_view::{self, ListPage};
use super::print_view::{self, Paper, PrintPage};
use super::question::Question;
use super::view::{self, Mine, OnePage};
use super::words::GroupWords;
use super::{
    Door, Group, GroupError, GroupId, Membership, ask_view, calendars, care_pages, evening_pages,
    gone_pages, import_pages, next_session, places_store, publish, sealed, sources, store,
    venue_pages, week_pages,
};
use crate::App;
use crate::site::form::Query;
use crate::site::id::At;
use crate::site::layout::{Page, Place, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, Visitor, redirect};

/// So far ahead a group's page names its meetings: those of a month, and of some days where it meets
/// on every one.
const COMING_WEEKS: u16 = 5;
const COMING_MAX: usize = 5;

/// Shows the reader's own time beside that of the group.
const OWN_TIME: &[&str] = &["js/own-time.js"];
/// Beside it, takes the key of a group that is sealed out of the address, also when it isn't sealed
/// any more.
const ONE: &[&str] = &["js/own-time.js", sealed::SCRIPT];
/// Beside it, knows the clock of the device, and where it is if somebody asks for that.
const FINDER: &[&str] = &["js/own-time.js", "js/own-clock.js", "js/near.js"];

/// All routes of the slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups", get(list))
        .route("/groups/print", get(print))
        .route("/groups/{id}", get(one).post(care_pages::keep))
        .route("/groups/{id}/requests", post(ask))
        .route("/groups/{id}/departures", post(depart))
        .route("/sessions", get(mine))
        .merge(care_pages::routes())
        .merge(gone_pages::routes())
        .merge(publish::routes())
        .merge(evening_pages::routes())
        .merge(week_pages::routes())
        .merge(venue_pages::routes())
        .merge(import_pages::routes())
        .merge(sources::pages::routes())
        .merge(calendars::routes())
        .merge(sealed::routes())
}

/// `GET /groups?day=&time=&where=&…`: what a question finds; see [`Question`].
async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (now_ms, lang) = (app.clock.now_ms(), visitor.lang);
    let board = app.finder.board(&app).await?;
    let reader = Reader::of(&visitor, &board);
    let (mut asked, is_understood) = Question::read(&pairs, &board, lang);
    let mut answered = found::answer(&board, &asked, &reader.zone, now_ms);
    if answered.rows.is_empty() && asked.page > 0 {
        // Meetings go by, and an address that was kept may name a page that is no more.
        asked.page = 0;
        answered = found::answer(&board, &asked, &reader.zone, now_ms);
    }
    let body = list_view::list(
        lang,
        &ListPage {
            board: &board,
            asked: &asked,
            is_understood,
            answered: &answered,
            reader: &reader,
            now_ms,
        },
    );
    let shell = match visitor.who {
        Some(_) => Shell::Places(Place::Sessions),
        None => Shell::Public(PublicPlace::Find),
    };
    Ok(
        Page::new(&app, &visitor, GroupWords::of(lang).find_title, shell)
            .scripts(FINDER)
            .respond(body),
    )
}

/// `GET /groups/print?…&by=place&print=large`: the same question's answers for a noticeboard.
async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (now_ms, lang) = (app.clock.now_ms(), visitor.lang);
    let board = app.finder.board(&app).await?;
    let reader = Reader::of(&visitor, &board);
    let (asked, _) = Question::read(&pairs, &board, lang);
    let (rows, cut) = found::week(&board, &asked, &reader.zone, now_ms);
    let parts = asked.parts();
    let chosen: Vec<String> = parts
        .iter()
        .map(|part| ask_view::part_name(lang, &board, part))
        .collect();
    let body = print_view::page(
        lang,
        &PrintPage {
            asked: &asked,
            chosen: &chosen,
            paper: Paper::read(&pairs),
            rows: &rows,
            cut,
            reader: &reader,
            community: app.community().name(&app.config),
            site: &app.config.origin,
            now_ms,
        },
    );
    let back = asked.address("/groups");
    let title = FinderWords::of(lang).print_title;
    Ok(Page::new(&app, &visitor, title, Shell::Focus { back: &back }).respond(body))
}

async fn one(
    State(app): State<App>,
    visitor: Visitor,
    At(name): At<String>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(id) = name.strip_suffix(".ics") {
        let id = id.parse().map_err(|_| Problem::not_found())?;
        return publish::calendar_of(&app, id, &asked).await;
    }
    let id: GroupId = name.parse().map_err(|_| Problem::not_found())?;
    let person = visitor.who.as_ref().map(|me| me.person);
    let is_coordinator = visitor.who.as_ref().is_some_and(|me| me.is_coordinator);
    let now_ms = app.clock.now_ms();
    let (group, place, calendar_ails, is_sealed) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
            let place = match person {
                Some(person) => places_store::role_in(tx, person, id)?,
                None => None,
            };
            let looks_after = is_coordinator || place.is_some_and(|place| place.looks_after());
            let ails = looks_after && calendars::ails(tx, id, now_ms)?;
            Ok((group, place, ails, sealed::is_sealed(tx, id)?))
        })
        .await?;
    let may_look_after = is_coordinator || place.is_some_and(|place| place.looks_after());
    let is_inside = may_look_after || place.is_some_and(|place| place.is_member);
    let group = if is_inside { group } else { group.told() };
    let coming = evening::coming(&group.timetable(), now_ms, COMING_WEEKS, COMING_MAX);
    let page = view::one(
        visitor.lang,
        &OnePage {
            group: &group,
            next: next_session(&group, now_ms),
            coming: &coming,
            own_zone: visitor.zone.as_ref(),
            is_signed_in: person.is_some(),
            place,
            may_look_after,
            may_see_rota: may_look_after || place.is_some_and(|place| place.leads()),
            origin: &app.config.origin,
            now_ms,
        },
    );
    let community = app.community();
    let from = (community.name(&app.config), app.config.origin.as_str());
    let body = html! {
        @if calendar_ails { (calendars::ailing_notice(visitor.lang, id)) }
        (page)
        @if is_sealed {
            div class="wrap narrow" { (sealed::on_group_page(visitor.lang, id, is_inside)) }
        }
        (publish::events(&group, from, now_ms))
    };
    let shell = match person {
        Some(_) => Shell::Places(Place::Sessions),
        None => Shell::Public(PublicPlace::Find),
    };
    Ok(Page::new(&app, &visitor, group.name(), shell)
        .scripts(ONE)
        .respond(body))
}

/// `POST /groups/{id}/requests`: asks to join. Asking twice changes nothing.
async fn ask(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    app.store
        .write::<_, GroupError, _>(move |tx| {
            let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
            if places_store::role_in(tx, person, id)?.is_none() {
                places_store::set_membership(tx, &first_place(&group, person, now_ms))?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect(&format!("/groups/{id}")))
}

/// Where the door is open to everybody, so is the list; elsewhere somebody says yes first.
fn first_place(group: &Group, person: PersonId, now_ms: i64) -> Membership {
    match group.door {
        Door::Open => Membership::joined(group.id, person, super::Roles::default(), now_ms),
        Door::Vouched | Door::Members => Membership::asking(group.id, person, now_ms),
    }
}

/// `POST /groups/{id}/departures`: leaves the group, or takes the request back.
async fn depart(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    app.store
        .write::<_, GroupError, _>(move |tx| Ok(places_store::end_membership(tx, person, id)?))
        .await?;
    Ok(redirect("/sessions"))
}

async fn mine(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let person = member.me.person;
    let groups = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(store::groups_of(tx, person)?))
        .await?;
    let now_ms = app.clock.now_ms();
    let mut groups: Vec<Mine> = groups
        .into_iter()
        .map(|(group, place)| {
            let next = next_session(&group, now_ms);
            let first = evening::coming(&group.timetable(), now_ms, COMING_WEEKS, 1);
            let news = first.into_iter().find(Evening::is_news);
            Mine {
                group,
                place,
                next,
                news,
            }
        })
        .collect();
    groups.sort_by_key(|one| {
        let start_ms = one.next.map_or(i64::MAX, |next| next.start_ms);
        (!one.place.is_member, start_ms)
    });
    let lang = member.visitor.lang;
    let title = GroupWords::of(lang).sessions_title;
    let page = Page::new(&app, &member.visitor, title, Shell::Places(Place::Sessions));
    Ok(page
        .scripts(OWN_TIME)
        .respond(view::mine(lang, &groups, now_ms)))
}
