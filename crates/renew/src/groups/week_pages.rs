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
use super::sought::has_words;
use super::week::{self, Found, Led, Meeting, Narrowed, ON_A_PAGE};
use super::week_view::{self, WeekPage};
use super::{GroupError, GroupId, places_store, rota_store, when};
use crate::App;
use crate::site::form::{Query, tidy_line};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, PersonId};

/// Shows the reader's own time beside that of the group.
const OWN_TIME: &[&str] = &["js/own-time.js"];

pub(super) fn routes() -> Router<App> {
    Router::new().route("/looking-after/schedule", get(schedule))
}

/// Which days somebody wants to see, and which of their meetings.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    from: String,
    page: String,
    words: String,
    gaps: Option<String>,
}

/// All that the page shows, read at once.
struct Read {
    first: Date,
    today: Option<Date>,
    meetings: Vec<Meeting>,
    count: usize,
    gaps: usize,
    before: usize,
}

/// `GET /looking-after/schedule?from=&page=&words=&gaps=`.
async fn schedule(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    // What makes no sense is from today, and the first page: the address may have been typed by hand.
    let from = date_of(&wanted.from);
    let page: usize = wanted.page.parse().unwrap_or(0);
    let narrowed = Narrowed {
        words: tidy_line(&wanted.words),
        only_gaps: wanted.gaps.is_some(),
    };
    let by = narrowed.clone();
    let board = app.finder.newest_board(&app).await?;
    let read = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(read(tx, &keys, &board, (from, &by, page), now_ms)?))
        .await?;
    let lang = member.visitor.lang;
    let body = week_view::week(
        lang,
        &WeekPage {
            first: read.first,
            today: read.today,
            narrowed: &narrowed,
            meetings: &read.meetings,
            count: read.count,
            gaps: read.gaps,
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
    (from, narrowed, page): (Option<Date>, &Narrowed, usize),
    now_ms: i64,
) -> Result<Read, StoreError> {
    let first = from.unwrap_or_else(|| week::earliest_today(board.zones(), now_ms));
    let mut listings = board.listings().to_vec();
    listings.retain(|group| {
        let texts = [&group.name, &group.place, &group.address, &group.region];
        has_words(&texts.map(String::as_str), &narrowed.words)
    });
    let mut found = week::found(&listings, first);
    let rota = Rota::of(tx, &listings, &found)?;
    let gaps = found.iter().filter(|one| rota.is_gap(one)).count();
    if narrowed.only_gaps {
        found.retain(|one| rota.is_gap(one));
    }
    let before = found.len().min(page.saturating_mul(ON_A_PAGE));
    let here: Vec<Found> = found.iter().skip(before).take(ON_A_PAGE).copied().collect();
    Ok(Read {
        first,
        today: one_today(&listings, &here, now_ms),
        meetings: rota.meetings(tx, keys, &here)?,
        count: found.len(),
        gaps,
        before,
    })
}

/// The day that it is for all groups of a page, if it is one day: where their zones disagree, a day
/// is "today" for one group and not for the next.
fn one_today(listings: &[Arc<Listing>], found: &[Found], now_ms: i64) -> Option<Date> {
    let groups = found.iter().filter_map(|one| listings.get(one.place));
    let mut days = groups.map(|group| when::today(group.zone.as_ref(), now_ms));
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Who leads the meetings of these days.
struct Rota<'a> {
    listings: &'a [Arc<Listing>],
    /// The groups that somebody here leads.
    led: BTreeSet<GroupId>,
    turns: BTreeMap<(GroupId, Date), Vec<PersonId>>,
}

impl<'a> Rota<'a> {
    fn of(
        tx: &mut Tx<'_>,
        listings: &'a [Arc<Listing>],
        found: &[Found],
    ) -> Result<Self, StoreError> {
        let mut turns: BTreeMap<(GroupId, Date), Vec<PersonId>> = BTreeMap::new();
        // A meeting that was moved into these days is named by another.
        let dates = found.iter().map(|one| one.at.date);
        if let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) {
            for turn in rota_store::rota_between(tx, (first, last))? {
                let down = turns.entry((turn.group, turn.date)).or_default();
                down.push(turn.person);
            }
        }
        Ok(Self {
            listings,
            led: places_store::led(tx)?,
            turns,
        })
    }

    fn group(&self, one: &Found) -> Option<&'a Listing> {
        self.listings.get(one.place).map(|group| &**group)
    }

    fn down(&self, group: &Listing, one: &Found) -> &[PersonId] {
        let down = self.turns.get(&(group.id, one.at.date));
        down.map_or(&[], Vec::as_slice)
    }

    /// A group that a feed brought and that nobody here leads is led by people whom we don't know.
    fn is_only_listed(&self, group: &Listing) -> bool {
        group.is_from_feed && !self.led.contains(&group.id)
    }

    fn is_gap(&self, one: &Found) -> bool {
        self.group(one).is_some_and(|group| {
            !one.at.is_cancelled && !self.is_only_listed(group) && self.down(group, one).is_empty()
        })
    }

    /// The meetings of a page with all that is shown of them.
    fn meetings(
        &self,
        tx: &mut Tx<'_>,
        keys: &Keys,
        found: &[Found],
    ) -> Result<Vec<Meeting>, StoreError> {
        let here = || found.iter().filter_map(|one| Some((self.group(one)?, one)));
        let people: BTreeSet<PersonId> = here()
            .flat_map(|(group, one)| self.down(group, one))
            .copied()
            .collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let known = crate::people::known(tx, keys, &people)?;
        let meetings = here().map(|(group, one)| {
            let evening = Evening::of(&group.timetable(), one.at);
            let down = self.down(group, one).iter();
            let names = down.filter_map(|person| known.get(person));
            let names: Vec<String> = names.map(|known| known.name.clone()).collect();
            Meeting {
                led: Led::of(names, &evening, self.is_only_listed(group)),
                group: group.clone(),
                evening,
                day: one.day,
            }
        });
        Ok(meetings.collect())
    }
}
