//! The route of the schedule: seven days of all groups, for coordinators.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::store::{Keys, StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use serde::Deserialize;

use super::board::Board;
use super::evening::{Evening, date_of};
use super::finder::Listing;
use super::schedule_words::ScheduleWords;
use super::week::{self, Found, Led, Meeting, ON_A_PAGE};
use super::week_view::{self, WeekPage};
use super::{GroupError, GroupId, places_store, rota_store, view};
use crate::App;
use crate::site::form::Query;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, PersonId};

/// Shows the reader's own time beside that of the group.
const OWN_TIME: &[&str] = &["js/own-time.js"];

pub(super) fn routes() -> Router<App> {
    Router::new().route("/looking-after/schedule", get(schedule))
}

/// Which days somebody wants to see.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    from: String,
    page: String,
}

/// All that the page shows, read at once.
struct Read {
    first: Date,
    today: Option<Date>,
    meetings: Vec<Meeting>,
    count: usize,
    before: usize,
}

/// `GET /looking-after/schedule?from=&page=`.
async fn schedule(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    // What makes no sense is from today, and the first page: the address may have been typed by hand.
    let from = date_of(&wanted.from);
    let page: usize = wanted.page.parse().unwrap_or(0);
    let board = app.finder.newest_board(&app).await?;
    let read = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(read(tx, &keys, &board, (from, page), now_ms)?))
        .await?;
    let lang = member.visitor.lang;
    let body = week_view::week(
        lang,
        &WeekPage {
            first: read.first,
            today: read.today,
            meetings: &read.meetings,
            count: read.count,
            before: read.before,
            page,
        },
    );
    let title = ScheduleWords::of(lang).week_title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, title, shell)
        .scripts(OWN_TIME)
        .respond(body))
}

fn read(
    tx: &mut Tx<'_>,
    keys: &Keys,
    board: &Board,
    (from, page): (Option<Date>, usize),
    now_ms: i64,
) -> Result<Read, StoreError> {
    let listings = board.listings();
    let first = from.unwrap_or_else(|| week::earliest_today(board.zones(), now_ms));
    let found = week::found(listings, first);
    let before = found.len().min(page.saturating_mul(ON_A_PAGE));
    let here: Vec<Found> = found.iter().skip(before).take(ON_A_PAGE).copied().collect();
    Ok(Read {
        first,
        today: one_today(listings, &here, now_ms),
        meetings: meetings(tx, keys, listings, &here)?,
        count: found.len(),
        before,
    })
}

/// The day that it is for all groups of a page, if it is one day: where their zones disagree, a day
/// is "today" for one group and not for the next.
fn one_today(listings: &[Arc<Listing>], found: &[Found], now_ms: i64) -> Option<Date> {
    let groups = found.iter().filter_map(|one| listings.get(one.place));
    let mut days = groups.map(|group| view::today(group.zone.as_ref(), now_ms));
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// The meetings of a page with all that is shown of them.
fn meetings(
    tx: &mut Tx<'_>,
    keys: &Keys,
    listings: &[Arc<Listing>],
    found: &[Found],
) -> Result<Vec<Meeting>, StoreError> {
    let led = places_store::led(tx)?;
    let names = names(tx, keys, listings, found)?;
    let mut meetings = Vec::new();
    for one in found {
        let Some(group) = listings.get(one.place) else {
            continue;
        };
        let evening = Evening::of(&group.timetable(), one.at);
        let down = names.get(&(group.id, one.at.date)).cloned();
        let is_only_listed = group.is_from_feed && !led.contains(&group.id);
        meetings.push(Meeting {
            led: Led::of(down.unwrap_or_default(), &evening, is_only_listed),
            group: Listing::clone(group),
            evening,
            day: one.day,
        });
    }
    Ok(meetings)
}

/// The names of those who lead the meetings of a page.
fn names(
    tx: &mut Tx<'_>,
    keys: &Keys,
    listings: &[Arc<Listing>],
    found: &[Found],
) -> Result<BTreeMap<(GroupId, Date), Vec<String>>, StoreError> {
    let mut spans: BTreeMap<GroupId, (Date, Date)> = BTreeMap::new();
    for one in found {
        let Some(group) = listings.get(one.place) else {
            continue;
        };
        let date = one.at.date;
        let span = spans.entry(group.id).or_insert((date, date));
        *span = (span.0.min(date), span.1.max(date));
    }
    let mut turns = Vec::new();
    for (group, span) in spans {
        turns.extend(rota_store::rota_of(tx, group, span)?);
    }
    let people: BTreeSet<PersonId> = turns.iter().map(|turn| turn.person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let known = crate::people::known(tx, keys, &people)?;
    let mut names: BTreeMap<(GroupId, Date), Vec<String>> = BTreeMap::new();
    for turn in turns {
        if let Some(known) = known.get(&turn.person) {
            let here = names.entry((turn.group, turn.date)).or_default();
            here.push(known.name.clone());
        }
    }
    Ok(names)
}
