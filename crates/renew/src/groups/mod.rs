//! Groups: who meets, when and where, and who belongs to them.
//!
//! A group meets by a rule at a time on the wall clock of its own zone, online, in a room, or
//! both; single evenings can be cancelled or held otherwise. Its name, its place and its times are
//! public. How to join from afar, and who belongs to it, is for its members. A coordinator makes groups or imports them from the feed of a
//! fellowship; each group's facilitators look after it from then on.
//!
//! - `details` is what is known of a group, field by field; `field` names the fields.
//! - `differences` is what is other than usual on single days, while a venue is closed, and from
//!   some day on, folded into one timetable.
//! - `store` has the SQL of groups, `places_store` that of who belongs to them,
//!   `differences_store` that of what is other than usual, `feed_store` that of feeds.
//! - `arranging` is what people do with times: one evening, from a day on, a whole venue.
//!   `changes_store` is the log of what others should hear of it, `rota_store` who leads when;
//!   `tend` carries out what was planned.
//! - `board` is all meetings with the index that finds them, `finder` shares it and keeps it new,
//!   `news` is what changed since it was read.
//! - `question` is what somebody asks the finder, as it stands in an address; `found` has the
//!   answers. `list_view` and `print_view` show them, and `ask_view` the form.
//! - `told` is what strangers are told of all that is written.
//! - `form` is a group's form, and what is wrong with it; `rule_form` is its days, `kinds` its
//!   fellowship and kinds of meeting, `area` what goes with an address, `basket` where the group
//!   collects, `onward` the part of it that can change from some day on.
//! - `evening` is one meeting and how it differs from the usual, `week` seven days of all groups,
//!   `venue` what closing a venue touches, `duties` what somebody has to lead, `sought` finds words
//!   in any of their lists.
//! - `said` is what we keep of a feed's file, `import`
//!   compares it with what is here and decides field by field, `report` tells what came of it.
//!   `bring` is the way through all of these, `bringing` writes it in batches, and `undecided_store` keeps the fields in which the
//!   feed and the people here differ, until somebody decides.
//! - `gone` is what is decided about meetings that their feed names no more.
//! - `sources` are feeds that are asked for at their address, by themselves.
//! - `calendars` are those that groups keep elsewhere, and that we follow.
//! - `sealed` is whether what is said in a group's sessions is sealed from end to end.
//! - `pages`, `care_pages`, `evening_pages`, `week_pages`, `venue_pages`, `import_pages` and
//!   `gone_pages` are the routes: for everybody, for those who look after a group and its meetings,
//!   and for coordinators.
//!   Each has its view.
//! - `publish` is all that other programs get: feeds, calendars, data in pages.
//! - `when` words days and times, `field_words` the fields of a group; `words` and `schedule_words`
//!   have the texts.

mod area;
mod arranging;
mod ask_view;
mod basket;
mod board;
mod bring;
mod bringing;
mod calendars;
mod care_pages;
mod care_view;
mod changes_store;
mod details;
mod differences;
mod differences_store;
mod duties;
mod duties_view;
mod evening;
mod evening_pages;
mod evening_view;
mod feed_store;
mod field;
mod field_words;
mod finder;
mod finder_words;
mod form;
mod form_view;
mod found;
mod gone;
mod gone_pages;
mod gone_view;
mod import;
mod import_pages;
mod import_view;
mod kinds;
mod kinds_view;
mod list_view;
mod news;
mod once_view;
mod onward;
mod onward_pages;
mod onward_view;
mod pages;
mod places_store;
mod print_view;
mod publish;
mod question;
mod reach_view;
mod report;
mod rota;
mod rota_pages;
mod rota_store;
mod rule_form;
mod said;
mod schedule_words;
mod sealed;
mod sought;
mod sources;
mod store;
mod tend;
mod told;
mod undecided_store;
mod venue;
mod venue_pages;
mod venue_view;
mod view;
mod week;
mod week_pages;
mod week_view;
mod when;
mod words;

#[cfg(test)]
mod arranging_tests;
#[cfg(test)]
mod bringing_tests;
#[cfg(test)]
mod finder_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod schedule_view_tests;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

use ::store::StoreError;
use calendar::{Occurrence, Timetable};

use crate::site::problem::Problem;
use crate::site::visitor::PersonId;

pub use arranging::{
    ArrangeError, EXCEPTIONS_OF_ONE_MAX, PLANNED_OF_ONE_MAX, cancel, change_from, change_once,
    close_venue, lift_closure, move_online, restore, unplan,
};
pub use ask_view::finder_form;
pub use board::to_find;
pub use bring::{Import, import, known_feed, look};
pub use changes_store::{CHANGES_KEPT_MAX, GroupChange, Happened, newest_changes};
pub use details::{Attendance, Details, weekly};
pub use differences::{CLOSURE_DAYS_MAX, Closure, Differences, MetIn, Planned, venues, way_of};
pub use differences_store::closures;
pub use duties::{Duties, duties};
pub use duties_view::duties_part;
pub use field::Field;
pub use finder::{Finder, Listing};
pub use found::Reader;
pub use list_view::{soon, when_words};
pub use pages::routes;
pub(crate) use places_store::PEOPLE_OF_GROUP;
pub use places_store::{NamedPlace, leads_any, members_of, places_of, role_in, set_membership};
pub use publish::{Form as PublishedForm, Shelf, export as published};
pub use report::{Kept, Report};
pub use rota_store::{LEADERS_MAX, Turn, gaps, give_turn_back, rota_of, take_turn, turns_of};
pub use sealed::{
    INVITED_SCRIPT, INVITES_SCRIPT, is_sealed, key_for_invitation, key_from_invitation,
};
pub use sources::{Sources, ailing, ailing_notice, ask_sources, bytes_at};
pub use store::{create, erase, export, group, groups_of, listings};
pub use tend::tend;

/// Routes whose answers are for one person alone.
pub fn personal_routes() -> axum::Router<crate::App> {
    publish::personal_routes()
}

crate::id! {
    /// A group.
    pub struct GroupId;
}

crate::id! {
    /// A venue that is closed for some days.
    struct ClosureId;
}

crate::id! {
    /// A feed.
    struct FeedId;
}

/// The format that a group's sessions run unless somebody chooses another.
pub const FORMAT_DEFAULT: &str = "renew-90";

/// How long before the start a meeting counts as the next one to come to, once it has begun as
/// well: until its end, whoever is late still finds it.
const EARLY_MINUTES: u16 = 30;

/// Who is let in while a session runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Door {
    /// Whoever comes takes a seat.
    Open,
    /// Who does not belong to the group waits until someone vouches for them.
    #[default]
    Vouched,
    /// Members only; others ask to join first.
    Members,
}

impl Door {
    pub const ALL: [Self; 3] = [Self::Open, Self::Vouched, Self::Members];

    /// As it is stored and sent.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Vouched => "vouched",
            Self::Members => "members",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.key() == key)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub id: GroupId,
    pub details: Details,
    /// The id of the format that its sessions run.
    pub format: String,
    pub door: Door,
    /// When any of it was last changed, in milliseconds since the epoch.
    pub changed_ms: i64,
    /// Grows with each change that is written, for calendars that compare.
    pub sequence: i64,
    /// Where it was imported from, if it was.
    pub origin: Option<Origin>,
    /// What is other than usual, on single days and from some day on.
    pub differences: Differences,
}

/// Where an imported group comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub feed: i64,
    /// The meeting's name for itself within the feed.
    pub slug: String,
    /// What the feed last said.
    pub said: Details,
    /// Since when the feed no longer lists it.
    pub gone_ms: Option<i64>,
}

impl Group {
    /// A group that is made here and now: the usual format, the usual door, and nothing different.
    #[must_use]
    pub fn new(id: GroupId, details: Details, now_ms: i64) -> Self {
        Self {
            id,
            details,
            format: FORMAT_DEFAULT.to_owned(),
            door: Door::default(),
            changed_ms: now_ms,
            sequence: 0,
            origin: None,
            differences: Differences::default(),
        }
    }

    /// Its name as everybody may read it.
    #[must_use]
    pub fn name(&self) -> &str {
        told::name(self.details.lang, &self.details.name)
    }

    /// When it meets, with all that is different; empty by appointment, while it rests, and when
    /// its zone is not known.
    #[must_use]
    pub fn timetable(&self) -> Timetable {
        self.differences.timetable(&self.details)
    }

    /// Whether people who are not there can take part.
    #[must_use]
    pub fn is_online(&self) -> bool {
        matches!(
            self.details.attendance,
            Attendance::Online | Attendance::Both
        )
    }

    /// What members are told about joining from afar: the link, unless there is none.
    #[must_use]
    pub fn call_url(&self) -> Option<&str> {
        Some(self.details.call_url.as_str()).filter(|url| !url.is_empty())
    }
}

/// The meeting that somebody who comes now should go to: the one that is on, or else the next.
#[must_use]
pub fn next_session(group: &Group, now_ms: i64) -> Option<Occurrence> {
    let timetable = group.timetable();
    timetable
        .around(now_ms, EARLY_MINUTES)
        .or_else(|| timetable.next(now_ms, 1).first().copied())
}

/// What somebody may do in a group, beside belonging to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub is_host: bool,
    pub is_facilitator: bool,
    pub is_mentor: bool,
}

/// Somebody's place in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    pub group: GroupId,
    pub person: PersonId,
    /// False while the group has not yet said yes.
    pub is_member: bool,
    pub roles: Roles,
    /// Milliseconds since the epoch.
    pub asked_ms: i64,
    /// Milliseconds since the epoch; `None` while asking.
    pub joined_ms: Option<i64>,
}

impl Membership {
    /// Somebody who asks to join.
    #[must_use]
    pub fn asking(group: GroupId, person: PersonId, now_ms: i64) -> Self {
        Self {
            group,
            person,
            is_member: false,
            roles: Roles::default(),
            asked_ms: now_ms,
            joined_ms: None,
        }
    }

    /// Somebody who belongs to the group from now on.
    #[must_use]
    pub fn joined(group: GroupId, person: PersonId, roles: Roles, now_ms: i64) -> Self {
        Self {
            is_member: true,
            roles,
            joined_ms: Some(now_ms),
            ..Self::asking(group, person, now_ms)
        }
    }

    /// Whether this person leads the group's sessions.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.is_member && (self.roles.is_facilitator || self.roles.is_host)
    }

    /// Whether this person may change the group and decide who belongs to it.
    #[must_use]
    pub fn looks_after(&self) -> bool {
        self.is_member && self.roles.is_facilitator
    }
}

/// Why something about a group could not be done.
#[derive(Debug, thiserror::Error)]
enum GroupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no such group, or nothing of it that this person may know")]
    NotFound,
    #[error("the group is looked after by others")]
    NotYours,
}

impl From<GroupError> for Problem {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::Store(error) => error.into(),
            GroupError::NotFound => Self::not_found(),
            GroupError::NotYours => Self::not_yours(),
        }
    }
}

/// A row that makes no sense, as the store says it.
fn inconsistent(what: &str) -> StoreError {
    StoreError::Inconsistent(what.to_owned())
}
