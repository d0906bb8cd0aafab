//! What was read, as JSON for other programs. Contacts are left out: a check needs nobody's name,
//! address or phone.

use calendar::Language;
use calendar::meeting_guide::{
    Attendance, Done, Fault, Meeting, Problem, Reading, conference_provider,
};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value, json};

/// Everything that was read.
pub(super) fn of(reading: &Reading) -> String {
    let meetings: Vec<Value> = reading.meetings.iter().map(meeting).collect();
    json!({ "meetings": meetings, "problems": problems(reading) }).to_string()
}

/// What is wrong with it, meeting by meeting.
pub(super) fn problems(reading: &Reading) -> Vec<Value> {
    let mut problems: Vec<Value> = reading.problems.iter().map(problem).collect();
    if reading.problems_unlisted > 0 {
        let more = reading.problems_unlisted;
        problems.push(json!({
            "slug": "",
            "field": "",
            "problem": format!("There are {more} more problems than are listed."),
            "done": "Only counted.",
        }));
    }
    problems
}

/// Nothing, and why.
pub(super) fn refused(sentence: &str) -> String {
    let problem = json!({
        "slug": "",
        "field": "",
        "problem": sentence,
        "done": "Nothing was read.",
    });
    json!({ "meetings": [], "problems": [problem] }).to_string()
}

fn problem(problem: &Problem) -> Value {
    json!({
        "slug": problem.slug,
        "field": problem.field,
        "problem": fault(problem),
        "done": done(problem),
    })
}

/// What is wrong, without what may be somebody's address: people write one into the fields for
/// accounts, too.
pub(super) fn fault(problem: &Problem) -> String {
    let mut fault = problem.fault.clone();
    if let Fault::NotAnEmail { found } | Fault::NotAHandle { found } = &mut fault {
        "…".clone_into(found);
    }
    fault.sentence(Language::English)
}

/// What was done about it. Of the file as a whole, other words hold.
pub(super) fn done(problem: &Problem) -> &'static str {
    match (problem.entry, problem.done) {
        (0, Done::LeftOut) => "What follows was left out.",
        (0, Done::Dropped) => "Left out.",
        (_, done) => done.sentence(Language::English),
    }
}

/// The name of a way to come.
pub(super) fn attendance(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "in_person",
        Attendance::Online => "online",
        Attendance::Hybrid => "hybrid",
        Attendance::Inactive => "inactive",
    }
}

fn meeting(meeting: &Meeting) -> Value {
    let days: Vec<i8> = meeting
        .days
        .iter()
        .map(jiff::civil::Weekday::to_sunday_zero_offset)
        .collect();
    let clock = |time: Time| time.strftime("%H:%M").to_string();
    let minutes = i64::from(meeting.duration_minutes);
    let end = meeting
        .start
        .map(|start| start.wrapping_add(minutes.minutes()));
    let point = meeting.place.point;
    let url = meeting.online.url.as_deref();
    let updated = meeting
        .updated_ms
        .and_then(|ms| Timestamp::from_millisecond(ms).ok());
    json!({
        "slug": meeting.slug,
        "name": meeting.name,
        "days": days,
        "start": meeting.start.map(clock),
        "end": end.map(clock),
        "duration_minutes": meeting.start.map(|_| meeting.duration_minutes),
        "timezone": meeting.zone.as_ref().map(|zone| zone.name().to_owned()),
        "attendance": attendance(meeting.attendance),
        "types": meeting.types,
        "formatted_address": meeting.place.formatted_address,
        "approximate": meeting.place.is_approximate,
        "latitude": point.map(|point| point.latitude),
        "longitude": point.map(|point| point.longitude),
        "regions": meeting.place.regions,
        "conference_url": url,
        "conference_provider": url.and_then(conference_provider),
        "conference_phone": meeting.online.phone,
        "conference_phone_valid": meeting.online.phone.is_some(),
        "venmo": meeting.payment.venmo,
        "square": meeting.payment.square,
        "paypal": meeting.payment.paypal,
        "notes": meeting.notes,
        "updated": updated.map(|moment| moment.to_string()),
        "extra": extra(meeting),
    })
}

/// The other fields of the feed, by their names there, as far as they say something.
fn extra(meeting: &Meeting) -> Map<String, Value> {
    let entity = meeting.entity.as_ref();
    let own = [
        ("group", meeting.group.as_deref()),
        ("group_notes", meeting.group_notes.as_deref()),
        ("district", meeting.district.as_deref()),
        ("location", meeting.place.location.as_deref()),
        ("location_notes", meeting.place.location_notes.as_deref()),
        ("address", meeting.place.address.as_deref()),
        ("conference_url_notes", meeting.online.url_notes.as_deref()),
        (
            "conference_phone_notes",
            meeting.online.phone_notes.as_deref(),
        ),
        ("url", meeting.links.url.as_deref()),
        ("edit_url", meeting.links.edit_url.as_deref()),
        ("feedback_url", meeting.links.feedback_url.as_deref()),
        ("location_url", meeting.links.location_url.as_deref()),
        ("website", meeting.links.website.as_deref()),
        (
            "homegroup_online",
            meeting.payment.homegroup_online.as_deref(),
        ),
        ("entity", entity.map(|entity| entity.name.as_str())),
        (
            "entity_location",
            entity.and_then(|entity| entity.location.as_deref()),
        ),
        (
            "entity_logo",
            entity.and_then(|entity| entity.logo_url.as_deref()),
        ),
        (
            "entity_website_url",
            entity.and_then(|entity| entity.website_url.as_deref()),
        ),
    ];
    let added = meeting
        .extra
        .iter()
        .map(|(field, text)| (*field, Some(text.as_str())));
    own.into_iter()
        .chain(added)
        .filter_map(|(field, text)| Some((field.to_owned(), text?.into())))
        .collect()
}
