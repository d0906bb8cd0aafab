//! Whom a feed names: contacts, the entity that publishes it, and where to give.

use super::entry::{Entry, LINE_CHARS_MAX, found};
use super::link;
use super::meeting::{Contact, Entity, Links, Payment};
use super::problem::Fault;

/// A meeting lists a few.
const EMAILS_MAX: usize = 10;

/// Up to three contacts, by first name only: a last name says who somebody is.
pub(super) fn contacts(entry: &mut Entry<'_>) -> Vec<Contact> {
    const FIELDS: [(&str, &str, &str); 3] = [
        ("contact_1_name", "contact_1_email", "contact_1_phone"),
        ("contact_2_name", "contact_2_email", "contact_2_phone"),
        ("contact_3_name", "contact_3_email", "contact_3_phone"),
    ];
    FIELDS
        .into_iter()
        .filter_map(|(name, email, phone)| {
            let contact = Contact {
                first_name: entry
                    .line(name, LINE_CHARS_MAX)
                    .and_then(|name| name.split(' ').next().map(str::to_owned)),
                email: email_of(entry, email),
                phone: entry.line(phone, LINE_CHARS_MAX),
            };
            (contact != Contact::default()).then_some(contact)
        })
        .collect()
}

pub(super) fn links(entry: &mut Entry<'_>) -> Links {
    Links {
        url: link_of(entry, "url"),
        edit_url: link_of(entry, "edit_url"),
        feedback_url: link_of(entry, "feedback_url"),
        location_url: link_of(entry, "location_url"),
        website: link_of(entry, "website"),
        feedback_emails: emails(entry),
    }
}

pub(super) fn payment(entry: &mut Entry<'_>) -> Payment {
    let word = |text: &str, extra: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
    };
    Payment {
        venmo: handle(entry, "venmo", |text| {
            text.strip_prefix('@').is_some_and(|name| word(name, "_-"))
        }),
        square: handle(entry, "square", |text| {
            text.strip_prefix('$').is_some_and(|name| word(name, "_-"))
        }),
        paypal: handle(entry, "paypal", |text| text.len() <= 20 && word(text, "")),
        homegroup_online: handle(entry, "homegroup_online", |text| word(text, "_-")),
    }
}

/// The entity, if it is named; its other fields say nothing without the name.
pub(super) fn entity(entry: &mut Entry<'_>) -> Option<Entity> {
    let name = entry.line("entity", LINE_CHARS_MAX);
    let details = Entity {
        email: email_of(entry, "entity_email"),
        location: entry.line("entity_location", LINE_CHARS_MAX),
        logo_url: link_of(entry, "entity_logo"),
        phone: entry.line("entity_phone", LINE_CHARS_MAX),
        website_url: link_of(entry, "entity_website_url").or_else(|| link_of(entry, "entity_url")),
        name: String::new(),
    };
    match name {
        Some(name) => Some(Entity { name, ..details }),
        None => {
            if details != Entity::default() {
                entry.drop_value("entity", Fault::Missing);
            }
            None
        }
    }
}

pub(super) fn email_of(entry: &mut Entry<'_>, field: &'static str) -> Option<String> {
    let text = entry.line(field, LINE_CHARS_MAX)?;
    if link::is_email(&text) {
        return Some(text);
    }
    entry.drop_value(
        field,
        Fault::NotAnEmail {
            found: found(&text),
        },
    );
    None
}

fn emails(entry: &mut Entry<'_>) -> Vec<String> {
    let (good, bad): (Vec<_>, Vec<_>) = entry
        .list("feedback_emails", ',', EMAILS_MAX)
        .into_iter()
        .partition(|text| link::is_email(text));
    for text in bad {
        entry.drop_value(
            "feedback_emails",
            Fault::NotAnEmail {
                found: found(&text),
            },
        );
    }
    good
}

/// A web address that may become a link. One that is too long goes whole: cut, it would lead
/// somewhere else.
pub(super) fn link_of(entry: &mut Entry<'_>, field: &'static str) -> Option<String> {
    let text = entry.line(field, usize::MAX)?;
    let chars_max = link::LINK_BYTES_MAX;
    if text.len() > chars_max {
        entry.drop_value(field, Fault::TooLong { chars_max });
        return None;
    }
    let address = link::web_address(&text);
    if address.is_none() {
        entry.drop_value(
            field,
            Fault::NotALink {
                found: found(&text),
            },
        );
    }
    address
}

fn handle(
    entry: &mut Entry<'_>,
    field: &'static str,
    is_right: impl Fn(&str) -> bool,
) -> Option<String> {
    let text = entry.line(field, LINE_CHARS_MAX)?;
    if is_right(&text) {
        return Some(text);
    }
    entry.drop_value(
        field,
        Fault::NotAHandle {
            found: found(&text),
        },
    );
    None
}
