//! What must hold of whatever a feed is read as: asked by the tests and by the fuzz target.
#![allow(clippy::unwrap_used)]

use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{
    Contact, Entity, Limits, Links, Meeting, Online, Options, Payment, Place, Reading,
};

pub(crate) fn options() -> Options {
    Options {
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
        limits: Limits::default(),
    }
}

/// What must hold of whatever comes out.
pub(crate) fn hold(reading: &Reading) {
    for meeting in &reading.meetings {
        assert!(!meeting.name.is_empty() && meeting.name.chars().count() <= 255);
        assert!(!meeting.slug.is_empty() && meeting.slug.len() <= 64);
        assert!(
            meeting
                .slug
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
        );
        assert!(meeting.duration_minutes >= 1 && meeting.duration_minutes <= 24 * 60);
        for text in texts(meeting) {
            harmless(text);
        }
        let links = [
            &meeting.online.url,
            &meeting.links.url,
            &meeting.links.website,
        ];
        for link in links.into_iter().flatten() {
            assert!(link.starts_with("https://") || link.starts_with("http://"));
        }
        if meeting.place.is_approximate {
            roughly_placed(meeting);
        }
        if let Some(schedule) = meeting.schedule() {
            assert_eq!(schedule.next(1_790_000_000_000, 3).len(), 3);
        }
    }
    let slugs: std::collections::BTreeSet<_> = reading.meetings.iter().map(|m| &m.slug).collect();
    assert_eq!(
        slugs.len(),
        reading.meetings.len(),
        "a slug names one meeting"
    );
}

/// No text holds what could be a tag, nor a character that shows nothing.
fn harmless(text: &str) {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{ad}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!text.contains(hidden), "{text:?}");
    let mut behind = text.split('<').skip(1);
    let begins_tag = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
    assert!(!behind.any(|rest| rest.starts_with(begins_tag)), "{text:?}");
}

/// Neither a pin nor a street, wherever it stood. The feeds of the tests are all at one house.
fn roughly_placed(meeting: &Meeting) {
    let place = &meeting.place;
    assert!(place.point.is_none() && place.address.is_none());
    assert!(
        !meeting
            .extra
            .iter()
            .any(|(field, _)| *field == "coordinates")
    );
    let shown = [
        &place.formatted_address,
        &place.location,
        &place.location_notes,
    ];
    for text in shown.into_iter().flatten() {
        let is_street = format!(" {text} ").contains(" 12 Elm St ");
        assert!(!is_street, "{text:?}");
    }
}

/// Every text of a meeting.
fn texts(meeting: &Meeting) -> Vec<&str> {
    let Meeting {
        slug,
        name,
        days: _,
        start: _,
        duration_minutes: _,
        zone: _,
        attendance: _,
        types,
        notes,
        group,
        group_notes,
        district,
        place,
        online,
        links,
        email,
        phone,
        contacts,
        payment,
        entity,
        updated_ms: _,
        extra,
    } = meeting;
    let own = [notes, group, group_notes, district, email, phone];
    let mut texts = vec![slug.as_str(), name];
    texts.extend(types);
    texts.extend(extra.iter().map(|(_, text)| text.as_str()));
    texts.extend(own.into_iter().flatten().map(String::as_str));
    texts.extend(of_place(place));
    texts.extend(of_ways(online, links));
    texts.extend(contacts.iter().flat_map(of_contact));
    texts.extend(of_payment(payment));
    texts.extend(entity.iter().flat_map(of_entity));
    texts
}

fn of_place(place: &Place) -> impl Iterator<Item = &str> {
    let Place {
        location,
        location_notes,
        address,
        formatted_address,
        regions,
        point: _,
        is_approximate: _,
    } = place;
    let texts = [location, location_notes, address, formatted_address];
    let texts = texts.into_iter().flatten().chain(regions);
    texts.map(String::as_str)
}

fn of_ways<'a>(online: &'a Online, links: &'a Links) -> impl Iterator<Item = &'a str> {
    let Online {
        url: conference_url,
        url_notes,
        phone,
        phone_notes,
    } = online;
    let Links {
        url,
        edit_url,
        feedback_url,
        feedback_emails,
        location_url,
        website,
    } = links;
    let ways = [conference_url, url_notes, phone, phone_notes];
    let links = [url, edit_url, feedback_url, location_url, website];
    let texts = ways.into_iter().chain(links).flatten();
    texts.chain(feedback_emails).map(String::as_str)
}

fn of_contact(contact: &Contact) -> impl Iterator<Item = &str> {
    let Contact {
        first_name,
        email,
        phone,
    } = contact;
    let texts = [first_name, email, phone].into_iter().flatten();
    texts.map(String::as_str)
}

fn of_payment(payment: &Payment) -> impl Iterator<Item = &str> {
    let Payment {
        venmo,
        square,
        paypal,
        homegroup_online,
    } = payment;
    let texts = [venmo, square, paypal, homegroup_online]
        .into_iter()
        .flatten();
    texts.map(String::as_str)
}

fn of_entity(entity: &Entity) -> impl Iterator<Item = &str> {
    let Entity {
        name,
        email,
        location,
        logo_url,
        phone,
        website_url,
    } = entity;
    let texts = [email, location, logo_url, phone, website_url];
    let texts = texts.into_iter().flatten().chain([name]);
    texts.map(String::as_str)
}
