//! Routes for everybody and for members: the list of meetings, a group's page, my circles.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use calendar::{Occurrence, Rule};
use jiff::civil::Weekday;
use maud::html;
use serde::Deserialize;

use super::evening::{self, Evening};
use super::finder::{Board, Listing};
use super::list_view::{self, Filter, Found, Way};
use super::view::{self, Mine, OnePage};
use super::words::GroupWords;
use super::{
    Door, Group, GroupError, GroupId, Membership, calendars, care_pages, evening_pages,
    import_pages, next_session, places_store, publish, sources, store, venue_pages, week_pages,
    when,
};
use crate::App;
use crate::site::form::Query;
use crate::site::id::At;
use crate::site::layout::{Page, Place, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, Visitor, redirect};

/// A list longer than this is not read on a phone.
const ON_A_PAGE: usize = 40;

/// So far ahead a group's page names its meetings: those of a month, and of some days where it meets
/// on every one.
const COMING_WEEKS: u16 = 5;
const COMING_MAX: usize = 5;

/// Shows the reader's own time beside that of the group.
const OWN_TIME: &[&str] = &["js/own-time.js"];

/// All routes of the slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups", get(list))
        .route("/groups/{id}", get(one).post(care_pages::keep))
        .route("/groups/{id}/requests", post(ask))
        .route("/groups/{id}/departures", post(depart))
        .route("/sessions", get(mine))
        .merge(care_pages::routes())
        .merge(publish::routes())
        .merge(evening_pages::routes())
        .merge(week_pages::routes())
        .merge(venue_pages::routes())
        .merge(import_pages::routes())
        .merge(sources::pages::routes())
        .merge(calendars::routes())
}

/// The finder's form as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    day: String,
    r#where: String,
    page: String,
}

impl Wanted {
    /// What makes no sense is no filter: the address may have been typed by hand.
    fn filter(&self) -> Filter {
        let day = self.day.parse().ok();
        Filter {
            day: day.and_then(|offset| Weekday::from_sunday_zero_offset(offset).ok()),
            way: Way::from_key(&self.r#where),
            page: self.page.parse().unwrap_or(0),
        }
    }
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let filter = wanted.filter();
    let now_ms = app.clock.now_ms();
    let board = app.finder.board(&app).await?;
    let is_new_community = board.groups.is_empty();
    let mut meetings = fitting(&board, filter, now_ms);
    let rest = meetings.split_off(meetings.len().min(filter.page.saturating_mul(ON_A_PAGE)));
    let has_more = rest.len() > ON_A_PAGE;
    let meetings = board.listed(rest.into_iter().take(ON_A_PAGE));
    let body = list_view::list(
        visitor.lang,
        &Found {
            filter,
            meetings: &meetings,
            has_more,
            is_new_community,
            now_ms,
        },
    );
    let w = GroupWords::of(visitor.lang);
    let shell = match visitor.who {
        Some(_) => Shell::Places(Place::Sessions),
        None => Shell::Public(PublicPlace::Find),
    };
    Ok(Page::new(&app, &visitor, w.find_title, shell)
        .scripts(OWN_TIME)
        .respond(body))
}

/// The next meeting of each group that fits, by its place on the board; the soonest first by the
/// calendar of each group.
fn fitting(board: &Board, filter: Filter, now_ms: i64) -> Vec<(usize, Occurrence)> {
    let mut meetings: Vec<_> = board
        .coming
        .iter()
        .filter_map(|(place, next)| {
            let group = board.groups.get(*place)?;
            let attendance = group.attendance.this_time(next.way);
            let fits = filter.way.is_none_or(|way| way.fits(attendance));
            let next = fits.then(|| on_day(group, *next, filter.day, now_ms))??;
            let day = when::day_of(group.zone.as_ref(), &next);
            Some((*place, next, day, group.id))
        })
        .collect();
    meetings.sort_by_key(|(_, next, day, group)| (*day, next.start_ms, *group));
    meetings
        .into_iter()
        .map(|(place, next, ..)| (place, next))
        .collect()
}

/// The next meeting of a group that is on the wanted day.
fn on_day(
    group: &Listing,
    next: Occurrence,
    day: Option<Weekday>,
    now_ms: i64,
) -> Option<Occurrence> {
    /// A week holds every weekly meeting once; the first day may be half over.
    const DAYS_AHEAD: usize = 8;
    let Some(day) = day else {
        return Some(next);
    };
    // Most groups meet by the days of the week and nothing else, and need no calendar for a no.
    let is_never = matches!(&group.rule, Some(Rule::Weekly(days)) if !days.contains(day));
    if is_never && group.differences.is_empty() {
        return None;
    }
    std::iter::once(next)
        .chain(group.timetable().next(now_ms, DAYS_AHEAD))
        .find(|next| when::day_of(group.zone.as_ref(), next).weekday() == day)
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
    let (group, place, calendar_ails) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
            let place = match person {
                Some(person) => places_store::role_in(tx, person, id)?,
                None => None,
            };
            let looks_after = is_coordinator || place.is_some_and(|place| place.looks_after());
            let ails = looks_after && calendars::ails(tx, id, now_ms)?;
            Ok((group, place, ails))
        })
        .await?;
    let coming = evening::coming(&group.timetable(), now_ms, COMING_WEEKS, COMING_MAX);
    let may_look_after = is_coordinator || place.is_some_and(|place| place.looks_after());
    let page = view::one(
        visitor.lang,
        &OnePage {
            group: &group,
            next: next_session(&group, now_ms),
            coming: &coming,
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
        (publish::events(&group, from, now_ms))
    };
    let shell = match person {
        Some(_) => Shell::Places(Place::Sessions),
        None => Shell::Public(PublicPlace::Find),
    };
    Ok(Page::new(&app, &visitor, group.name(), shell)
        .scripts(OWN_TIME)
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
