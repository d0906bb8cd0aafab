//! What the community publishes of its groups, for other programs: Meeting Guide JSON and BMLT
//! answers, calendars to subscribe to, events for search engines, and a feed of changes.
//!
//! Everything that strangers get is made of what the group's own page shows to strangers. A link
//! to join, a passcode or somebody to ask is never in it: each group is told first (`told`), and the
//! writers cut by the same rule once more.
//!
//! - `listing` is a group as a weekly meeting; `meeting_calendar` is it as events of a calendar,
//!   `events` as data in its page, `changes` the feed of what happened.
//! - `shelf` keeps the feeds that are the same for everybody, made once for each change; `store`
//!   has its SQL, `copy` the answers of HTTP.
//! - `feeds` has the routes for everybody. `personal` is the calendar that one person subscribes
//!   to, by an address that nobody guesses; `personal_store` and `personal_view` belong to it.

mod changes;
mod copy;
mod events;
mod feeds;
mod listing;
mod meeting_calendar;
mod personal;
mod personal_store;
mod personal_view;
mod shelf;
mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
mod words;

use calendar::fellowship::Fellowship;
use calendar::listed::Publisher;

pub(in crate::groups) use events::events;
pub(in crate::groups) use feeds::{calendar_of, routes};
pub(in crate::groups) use meeting_calendar::of_all;
pub(in crate::groups) use personal::routes as personal_routes;
pub(in crate::groups) use personal_store::{erase, export as export_personal};
pub(in crate::groups) use personal_view::add_to_calendar;
pub use shelf::Shelf;

use super::{Group, store as groups_store};
use crate::App;

/// The forms in which the operator can take the meetings out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    MeetingGuide,
    Sheet,
    Calendar,
}

/// The address of a group's own page.
fn page_of(group: &Group, origin: &str) -> String {
    format!("{origin}/groups/{}", group.id)
}

fn publisher(app: &App) -> Publisher {
    Publisher {
        name: app.community().name(&app.config).to_owned(),
        website: app.config.origin.clone(),
    }
}

/// Everything that the community publishes, or the meetings of one fellowship, in one of the forms.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub async fn export(
    app: &App,
    form: Form,
    of: Option<&Fellowship>,
) -> Result<Vec<u8>, ::store::StoreError> {
    let (publisher, now_ms) = (publisher(app), app.clock.now_ms());
    let mut groups = app.store.read(groups_store::all).await?;
    groups.retain(|group| of.is_none_or(|own| own.code == group.details.fellowship));
    if form == Form::Calendar {
        return Ok(of_all(&groups, &publisher, now_ms));
    }
    let listed = listing::all(&groups, &publisher.website, now_ms);
    Ok(match form {
        Form::Sheet => calendar::meeting_sheet_write::write(&listed, &publisher),
        _ => calendar::meeting_guide_write::write(&listed, &publisher).bytes,
    })
}
