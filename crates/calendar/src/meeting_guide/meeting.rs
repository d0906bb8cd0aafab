//! One meeting, and how it is put together from an entry.

use jiff::civil::Time;

use super::entry::{Entry, LINE_CHARS_MAX, found};
use super::problem::{Done, Fault};
use super::reader::Told;
use super::{Attendance, Options, attendance, extra, link, people, place, types, when};
use crate::schedule::{Days, Schedule};
use crate::zone::Zone;

/// The specification's limits.
pub(super) const NAME_CHARS_MAX: usize = 255;
pub(super) const SLUG_CHARS_MAX: usize = 64;
/// A phone with fewer digits and signs can't be called.
const PHONE_CHARS_MIN: usize = 10;

/// A meeting as a feed lists it, put right where it could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// Names the meeting within its feed, at most 64 characters that an address can hold.
    pub slug: String,
    pub name: String,
    /// Empty when the meeting is by appointment.
    pub days: Days,
    pub start: Option<Time>,
    pub duration_minutes: u16,
    /// `None` when neither the feed nor whoever imports says it.
    pub zone: Option<Zone>,
    pub attendance: Attendance,
    /// Codes in the fellowship's table.
    pub types: Vec<&'static str>,
    pub notes: Option<String>,
    pub group: Option<String>,
    pub group_notes: Option<String>,
    pub district: Option<String>,
    pub place: Place,
    pub online: Online,
    pub links: Links,
    /// The group's own address and phone. Read, never published.
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Read, never published.
    pub contacts: Vec<Contact>,
    pub payment: Payment,
    pub entity: Option<Entity>,
    /// When the entry last changed, in milliseconds since the epoch.
    pub updated_ms: Option<i64>,
    /// Fields that the feed's program adds, by their names there, without markup.
    pub extra: Vec<(&'static str, String)>,
}

impl Meeting {
    /// When it meets, if its day, time and zone are all known.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule> {
        if self.days.is_empty() {
            return None;
        }
        Some(Schedule::weekly(
            self.days,
            self.start?,
            self.duration_minutes,
            self.zone.clone()?,
        ))
    }

    /// Whether the feed names no day or no time.
    #[must_use]
    pub fn is_by_appointment(&self) -> bool {
        self.days.is_empty() || self.start.is_none()
    }
}

/// Where a meeting is, as far as may be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// The building.
    pub location: Option<String>,
    pub location_notes: Option<String>,
    /// The street; never that of an approximate place.
    pub address: Option<String>,
    pub formatted_address: Option<String>,
    /// From general to specific.
    pub regions: Vec<String>,
    /// Never of an approximate place.
    pub point: Option<Point>,
    pub is_approximate: bool,
}

/// A point on the map, in degrees to five decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

/// How to join from afar. The link and the notes may carry a passcode: they are for members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Online {
    pub url: Option<String>,
    pub url_notes: Option<String>,
    /// Digits and `+ , * #`.
    pub phone: Option<String>,
    pub phone_notes: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    pub url: Option<String>,
    pub edit_url: Option<String>,
    pub feedback_url: Option<String>,
    pub feedback_emails: Vec<String>,
    pub location_url: Option<String>,
    pub website: Option<String>,
}

/// Somebody to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub first_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Where the group collects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// With its `@`.
    pub venmo: Option<String>,
    /// With its `$`.
    pub square: Option<String>,
    pub paypal: Option<String>,
    pub homegroup_online: Option<String>,
}

/// The service body that publishes the meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    pub name: String,
    pub email: Option<String>,
    pub location: Option<String>,
    pub logo_url: Option<String>,
    pub phone: Option<String>,
    pub website_url: Option<String>,
}

/// Puts a meeting together; `None` when what makes it a meeting isn't there.
pub(super) fn read(entry: &mut Entry<'_>, options: &Options, told: Told) -> Option<Meeting> {
    let slug = slug(entry);
    if let Some(slug) = &slug {
        entry.log.set_slug(slug);
    }
    let group = entry.line("group", LINE_CHARS_MAX);
    let name = name(entry, group.as_deref())?;
    let slug = slug.or_else(|| slug_from_name(entry, &name))?;
    let when = when::read(entry, options)?;
    let place = place::read(entry);
    let online = online(entry);
    let mut codes = types::read(entry, options);
    let is_online = online.url.is_some() || online.phone.is_some() || is_for_members(entry);
    let is_closed = types::is_closed_for_now(&codes);
    let attendance = match told.venue {
        Some(venue) => venue.while_closed(is_closed, is_online),
        None => attendance::decide(is_online, is_closed, place.is_approximate),
    };
    if !attendance.is_in_person() {
        types::without_the_room(&mut codes);
    }
    Some(Meeting {
        slug,
        name,
        days: when.days,
        start: when.start,
        duration_minutes: told.duration_minutes.unwrap_or(when.duration_minutes),
        zone: when.zone,
        attendance,
        types: codes,
        extra: extra::read(entry, place.is_approximate),
        notes: entry.notes("notes"),
        group,
        group_notes: entry.notes("group_notes"),
        district: entry.line("district", LINE_CHARS_MAX),
        place,
        online,
        links: people::links(entry),
        email: people::email_of(entry, "email"),
        phone: entry.line("phone", LINE_CHARS_MAX),
        contacts: people::contacts(entry),
        payment: people::payment(entry),
        entity: people::entity(entry),
        updated_ms: when::updated_ms(entry),
    })
}

/// The slug as the feed has it, or its nearest form that an address can hold.
fn slug(entry: &mut Entry<'_>) -> Option<String> {
    let written = entry.line("slug", LINE_CHARS_MAX)?;
    let slug = slugged(&written);
    if slug == written {
        return Some(slug);
    }
    entry.log.set_slug(&slug);
    let (fault, done) = match (slug.is_empty(), written.chars().count() > SLUG_CHARS_MAX) {
        (true, _) => (Fault::NotUrlSafe, Done::Dropped),
        (false, true) => {
            let chars_max = SLUG_CHARS_MAX;
            (Fault::TooLong { chars_max }, Done::Mended)
        }
        (false, false) => (Fault::NotUrlSafe, Done::Mended),
    };
    entry.log.note("slug", fault, done);
    (!slug.is_empty()).then_some(slug)
}

/// For a meeting without a slug: its number in its program, or else a form of its name, so that
/// the same feed gives the same slug again.
fn slug_from_name(entry: &mut Entry<'_>, name: &str) -> Option<String> {
    let stem = entry
        .line("id", LINE_CHARS_MAX)
        .unwrap_or_else(|| name.to_owned());
    let slug = slugged(&stem);
    if slug.is_empty() {
        entry.log.note("slug", Fault::Missing, Done::LeftOut);
        return None;
    }
    entry.log.set_slug(&slug);
    entry.log.note("slug", Fault::Missing, Done::Mended);
    Some(slug)
}

/// Letters, digits and `- _ . ~` of a text, anything else a hyphen, one at a time.
pub(super) fn slugged(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(SLUG_CHARS_MAX));
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~') {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= SLUG_CHARS_MAX {
            break;
        }
    }
    // Dots alone are a way up in an address.
    if slug.chars().all(|c| matches!(c, '-' | '.')) {
        return String::new();
    }
    slug
}

/// The name, or what comes nearest to one.
fn name(entry: &mut Entry<'_>, group: Option<&str>) -> Option<String> {
    let name = entry
        .line("name", NAME_CHARS_MAX)
        .or_else(|| entry.line("meeting", NAME_CHARS_MAX));
    if name.is_some() {
        return name;
    }
    let other = group
        .map(str::to_owned)
        .or_else(|| entry.first_line(&["location", "location_name"]));
    let done = match other {
        Some(_) => Done::Mended,
        None => Done::LeftOut,
    };
    entry.log.note("name", Fault::Missing, done);
    other
}

/// Whether the link is there and only told to members.
fn is_for_members(entry: &mut Entry<'_>) -> bool {
    let said = entry.line(super::FOR_MEMBERS, LINE_CHARS_MAX);
    said.is_some_and(|said| said.eq_ignore_ascii_case("yes"))
}

fn online(entry: &mut Entry<'_>) -> Online {
    let url = conference_url(entry);
    let phone = conference_phone(entry);
    let url_notes = entry.notes("conference_url_notes");
    let phone_notes = entry.notes("conference_phone_notes");
    for (is_there, notes, field, other) in [
        (
            url.is_some(),
            &url_notes,
            "conference_url_notes",
            "conference_url",
        ),
        (
            phone.is_some(),
            &phone_notes,
            "conference_phone_notes",
            "conference_phone",
        ),
    ] {
        if notes.is_some() && !is_there {
            entry.drop_value(field, Fault::Without { other });
        }
    }
    // A dial-in number among notes whose link is gone would be lost with it, and rightly: nobody
    // has checked that it belongs to a meeting that still is.
    Online {
        url_notes: url_notes.filter(|_| url.is_some()),
        phone_notes: phone_notes.filter(|_| phone.is_some()),
        url,
        phone,
    }
}

fn conference_url(entry: &mut Entry<'_>) -> Option<String> {
    let address = people::link_of(entry, "conference_url")?;
    let host = link::host(&address)?;
    if link::provider_of(&host).is_some() {
        return Some(address);
    }
    entry.drop_value(
        "conference_url",
        Fault::UnknownHost {
            found: found(&host),
        },
    );
    None
}

fn conference_phone(entry: &mut Entry<'_>) -> Option<String> {
    let text = entry.line("conference_phone", LINE_CHARS_MAX)?;
    // As spreadsheets write a number; the rest of a short form of it is lost.
    let is_number = text.parse::<f64>().is_ok();
    let whole = text
        .strip_suffix(".0")
        .filter(|_| is_number)
        .unwrap_or(&text);
    let is_shortened = is_number && text.contains(['e', 'E']);
    let phone: String = whole
        .chars()
        .filter(|_| !is_shortened)
        .filter(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | '*' | '#'))
        .collect();
    if phone.len() >= PHONE_CHARS_MIN && phone.contains(|c: char| c.is_ascii_digit()) {
        if text.contains(char::is_alphabetic) {
            entry
                .log
                .note("conference_phone", Fault::LettersInPhone, Done::Mended);
        }
        return Some(phone);
    }
    entry.drop_value(
        "conference_phone",
        Fault::NotAPhone {
            found: found(&text),
        },
    );
    None
}
