//! What strangers are told of a group: all that is written of it, without what is for its members
//! wherever it stands, by the rule of [`calendar::for_members`]. Lists, feeds, calendars and the
//! group's page for those who don't belong to it are made of nothing else.

use std::sync::Arc;

use calendar::for_members::{self, holds, holds_in_address, holds_in_link};
use calendar::schedule::Exceptions;

use super::board::Listing;
use super::details::Details;
use super::differences::{Closure, Differences, Planned};
use super::field::Field;
use super::words::{CareWords, GroupWords};
use super::{Group, Origin};
use crate::site::lang::Lang;

impl Details {
    /// As strangers may read them. How to join from afar has fields of its own, which stay and are
    /// shown to members alone.
    #[must_use]
    pub(super) fn told(&self) -> Self {
        Self {
            name: name(self.lang, &self.name).to_owned(),
            about: note(&self.about),
            place: place(&self.place),
            address: address(&self.address),
            place_notes: note(&self.place_notes),
            region: region(&self.region),
            group_name: place(&self.group_name),
            website: for_members::told_link(&self.website).to_owned(),
            ..self.clone()
        }
    }
}

impl Group {
    /// As strangers may read it. What a feed said of it is nobody's but the coordinators'; that it
    /// says so no longer is everybody's.
    #[must_use]
    pub(super) fn told(&self) -> Self {
        Self {
            id: self.id,
            details: self.details.told(),
            format: self.format.clone(),
            door: self.door,
            changed_ms: self.changed_ms,
            sequence: self.sequence,
            origin: self.origin.as_ref().map(|origin| Origin {
                feed: origin.feed,
                slug: String::new(),
                said: Details::default(),
                gone_ms: origin.gone_ms,
            }),
            differences: Teller::default().differences(self.differences.clone()),
        }
    }
}

impl Listing {
    #[must_use]
    pub(super) fn told(self, teller: &mut Teller) -> Self {
        Self {
            name: name(self.lang, &self.name).to_owned(),
            place: place(&self.place),
            address: address(&self.address),
            region: region(&self.region),
            group_name: place(&self.group_name),
            differences: teller.differences(self.differences),
            ..self
        }
    }
}

type Closures = Arc<[Closure]>;

/// Tells what is different, for one group after another. The closures of all venues are shared by
/// all groups, and are gone through once.
#[derive(Default)]
pub(super) struct Teller {
    /// All of them, and as they are told.
    closures: Option<(Closures, Closures)>,
}

impl Teller {
    /// With the venues as [`Details::told`] writes them, so that a closed one is known again.
    fn differences(&mut self, differences: Differences) -> Differences {
        let planned = |mut planned: Planned| {
            for (field, text) in &mut planned.fields {
                match field {
                    Field::Place => *text = place(text),
                    Field::Address => *text = address(text),
                    _ => {}
                }
            }
            planned
        };
        Differences {
            exceptions: exceptions(differences.exceptions),
            calendar: exceptions(differences.calendar),
            follows_calendar: differences.follows_calendar,
            closures: self.closures(&differences.closures),
            planned: differences.planned.into_iter().map(planned).collect(),
        }
    }

    fn closures(&mut self, all: &Arc<[Closure]>) -> Arc<[Closure]> {
        let known = self.closures.as_ref();
        if let Some((_, told)) = known.filter(|(known, _)| Arc::ptr_eq(known, all)) {
            return Arc::clone(told);
        }
        let told = all.iter().map(|closure| Closure {
            place: place(&closure.place),
            address: address(&closure.address),
            note: note(&closure.note),
            ..closure.clone()
        });
        let told: Arc<[Closure]> = told.collect();
        self.closures = Some((Arc::clone(all), Arc::clone(&told)));
        told
    }
}

fn exceptions(all: Exceptions) -> Exceptions {
    if all.iter().all(|(_, one)| holds(&one.note).is_none()) {
        return all;
    }
    let mut told = Exceptions::default();
    for (date, exception) in all.iter() {
        let mut exception = exception.clone();
        exception.note = note(&exception.note);
        // As many as there were.
        let _ = told.set(date, exception);
    }
    told
}

/// A note as far as everybody may read it.
pub(super) fn note(text: &str) -> String {
    for_members::parts(text).told.into_owned()
}

/// A group's name as everybody may read it. There is always one.
pub(super) fn name(lang: Lang, name: &str) -> &str {
    match for_members::told_name(name) {
        "" => GroupWords::of(lang).without_name,
        told => told,
    }
}

/// A building or a room, or who holds a meeting.
pub(super) fn place(text: &str) -> String {
    for_members::told_name(text).to_owned()
}

pub(super) fn address(text: &str) -> String {
    for_members::told_address(text).into_owned()
}

/// `Bay Area > South Bay`, without the levels that are none.
pub(super) fn region(text: &str) -> String {
    if holds_in_address(text).is_none() {
        return text.to_owned();
    }
    let levels = super::board::levels(text);
    let told = levels.iter().map(|level| address(level));
    let told: Vec<String> = told.filter(|level| !level.is_empty()).collect();
    told.join(" > ")
}

/// What a field for everybody says to who types: that a part of it goes to members, where that is
/// so, and else what it usually says.
pub(super) fn hint<'a>(
    lang: Lang,
    field: Field,
    text: &str,
    usual: Option<&'a str>,
) -> Option<&'a str> {
    let held = match field {
        Field::Address | Field::Region => holds_in_address(text),
        Field::Website => holds_in_link(text),
        _ => holds(text),
    };
    match held {
        Some(_) => Some(CareWords::of(lang).held_hint),
        None => usual,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::{GroupId, weekly};
    use calendar::schedule::Exception;
    use calendar::{Days, Zone};
    use jiff::civil::date;

    #[test]
    fn a_told_group_holds_nothing_and_keeps_the_rest() {
        let secret = "passcode secret77";
        let details = Details {
            name: format!("Morning, {secret}"),
            about: secret.into(),
            place: format!("Elm Hall ({secret})"),
            address: format!("1 Elm Street, {secret}, Millbrook"),
            place_notes: "Side door. Call Tammy at 962-555-0123.".into(),
            region: format!("Ohio > {secret}"),
            group_name: secret.into(),
            website: "https://zoom.us/j/1?pwd=secret77".into(),
            attendance: super::super::Attendance::InRoom,
            rule: weekly(Days::from_bits(127).unwrap()),
            start_minute: Some(600),
            zone: Zone::named("America/Lima"),
            ..Details::default()
        };
        let mut group = Group::new(GroupId(1), details, 7);
        let note = Exception::cancelled("PIN 4711");
        assert!(group.differences.exceptions.set(date(2026, 12, 1), note));
        group.differences.closures = Arc::new([Closure {
            id: 1,
            place: group.details.place.clone(),
            address: group.details.address.clone(),
            first: date(2026, 12, 2),
            last: date(2026, 12, 2),
            note: "Repairs. Ask Tammy, 962-555-0123.".into(),
        }]);
        let told = group.told();
        assert_eq!(told.details.told(), told.details);
        let d = &told.details;
        let kept = [&d.name, &d.place, &d.address, &d.place_notes, &d.region];
        let expected = [
            "Morning",
            "Elm Hall",
            "1 Elm Street, Millbrook",
            "Side door.",
            "Ohio",
        ];
        assert_eq!(kept, expected);
        let empty = [&d.about, &d.group_name, &d.website];
        assert_eq!(empty, ["", "", ""]);
        let table = told.timetable();
        let note = |day| table.exception(date(2026, 12, day)).unwrap().note.clone();
        assert_eq!([note(1), note(2)], ["", "Repairs."]);
        assert!(table.on(date(2026, 12, 2)).unwrap().is_cancelled);
    }

    #[test]
    fn a_name_that_is_nothing_but_a_way_in_becomes_a_plain_one() {
        assert_eq!(name(Lang::En, "passcode hope"), "Meeting");
        assert_eq!(name(Lang::Es, "clave: hope"), "Reunión");
        assert_eq!(name(Lang::Es, "Esperanza"), "Esperanza");
    }
}
