//! What is known of a group, field by field. Fields have one text form, in which they are stored
//! with a feed, compared with what a feed says, and shown where two of them differ.

use std::collections::BTreeMap;

use calendar::meeting_guide::Point;
use calendar::schedule::{Season, Way};
use calendar::{Days, Rule, Schedule, Zone};
use jiff::civil::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::field::Field;
use crate::site::lang::Lang;

/// How people can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Attendance {
    #[default]
    Online,
    InRoom,
    Both,
    /// Nobody can come at present.
    Resting,
}

impl Attendance {
    pub const ALL: [Self; 4] = [Self::Online, Self::InRoom, Self::Both, Self::Resting];

    /// As it is stored and sent.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InRoom => "in_room",
            Self::Both => "both",
            Self::Resting => "resting",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// How people come this time, where an occurrence differs from what they are used to.
    #[must_use]
    pub fn this_time(self, way: Option<Way>) -> Self {
        match way {
            None => self,
            Some(Way::InPerson) => Self::InRoom,
            Some(Way::Online) => Self::Online,
            Some(Way::Hybrid) => Self::Both,
        }
    }

    #[must_use]
    pub fn is_in_room(self) -> bool {
        matches!(self, Self::InRoom | Self::Both)
    }

    #[must_use]
    pub fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::Both)
    }
}

/// Everything about a group that a person or a feed may say. Texts that nobody wrote are empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    pub name: String,
    /// What to expect, in the group's own words.
    pub about: String,
    pub lang: Lang,
    pub attendance: Attendance,
    /// On which days; none is by appointment.
    pub rule: Option<Rule>,
    /// From when until when the rule holds. No feed says it.
    pub season: Season,
    /// Minutes after midnight on the zone's wall clock; none is by appointment.
    pub start_minute: Option<u16>,
    pub duration_minutes: u16,
    /// `None` when nobody has said it yet; then there is no next meeting.
    pub zone: Option<Zone>,
    /// The building or room.
    pub place: String,
    pub address: String,
    pub place_notes: String,
    /// From general to specific, `Bay Area > South Bay`.
    pub region: String,
    /// Where it is on the map; never of an approximate place.
    pub point: Option<Point>,
    /// Whether only the neighbourhood or the town is known.
    pub is_approximate: bool,
    /// The fellowship in whose table the type codes are.
    pub fellowship: String,
    /// Codes, separated by commas.
    pub types: String,
    /// How to join from afar. For members.
    pub call_url: String,
    pub call_notes: String,
    pub call_phone: String,
    pub call_phone_notes: String,
    /// The group that holds the meeting, where that has another name.
    pub group_name: String,
    pub website: String,
    /// Where the group collects: its own handles, with their `@` and `$`.
    pub venmo: String,
    pub square: String,
    pub paypal: String,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            name: String::new(),
            about: String::new(),
            lang: Lang::default(),
            attendance: Attendance::default(),
            rule: None,
            season: Season::default(),
            start_minute: None,
            // An hour and a half: what the default format takes.
            duration_minutes: 90,
            zone: None,
            place: String::new(),
            address: String::new(),
            place_notes: String::new(),
            region: String::new(),
            point: None,
            is_approximate: false,
            fellowship: String::new(),
            types: String::new(),
            call_url: String::new(),
            call_notes: String::new(),
            call_phone: String::new(),
            call_phone_notes: String::new(),
            group_name: String::new(),
            website: String::new(),
            venmo: String::new(),
            square: String::new(),
            paypal: String::new(),
        }
    }
}

impl Details {
    /// When the group meets by its rule: never while it rests, and only if day, time and zone are
    /// all known.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule> {
        if self.attendance == Attendance::Resting {
            return None;
        }
        Some(Schedule {
            season: self.season,
            ..Schedule::by(
                self.rule.clone()?,
                time_of(self.start_minute?)?,
                self.duration_minutes,
                self.zone.clone()?,
            )
        })
    }

    /// A field in its text form.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        match field {
            Field::Name => self.name.clone(),
            Field::About => self.about.clone(),
            Field::Lang => self.lang.tag().to_owned(),
            Field::Attendance => self.attendance.key().to_owned(),
            Field::Days => self.rule.as_ref().map(Rule::to_string).unwrap_or_default(),
            Field::Start => self.start_minute.map(clock_text).unwrap_or_default(),
            Field::Duration => self.duration_minutes.to_string(),
            Field::Zone => self
                .zone
                .as_ref()
                .map(|zone| zone.name().to_owned())
                .unwrap_or_default(),
            Field::Place => self.place.clone(),
            Field::Address => self.address.clone(),
            Field::PlaceNotes => self.place_notes.clone(),
            Field::Region => self.region.clone(),
            Field::Point => self.point.map(point_text).unwrap_or_default(),
            Field::Approximate => if self.is_approximate { "yes" } else { "no" }.to_owned(),
            Field::Fellowship => self.fellowship.clone(),
            Field::Types => self.types.clone(),
            Field::CallUrl => self.call_url.clone(),
            Field::CallNotes => self.call_notes.clone(),
            Field::CallPhone => self.call_phone.clone(),
            Field::CallPhoneNotes => self.call_phone_notes.clone(),
            Field::GroupName => self.group_name.clone(),
            Field::Website => self.website.clone(),
            Field::Venmo => self.venmo.clone(),
            Field::Square => self.square.clone(),
            Field::Paypal => self.paypal.clone(),
        }
    }

    /// Takes a field over from other details.
    pub fn take(&mut self, field: Field, from: &Self) {
        match field {
            Field::Name => self.name.clone_from(&from.name),
            Field::About => self.about.clone_from(&from.about),
            Field::Lang => self.lang = from.lang,
            Field::Attendance => self.attendance = from.attendance,
            Field::Days => self.rule.clone_from(&from.rule),
            Field::Start => self.start_minute = from.start_minute,
            Field::Duration => self.duration_minutes = from.duration_minutes,
            Field::Zone => self.zone.clone_from(&from.zone),
            Field::Place => self.place.clone_from(&from.place),
            Field::Address => self.address.clone_from(&from.address),
            Field::PlaceNotes => self.place_notes.clone_from(&from.place_notes),
            Field::Region => self.region.clone_from(&from.region),
            Field::Point => self.point = from.point,
            Field::Approximate => self.is_approximate = from.is_approximate,
            Field::Fellowship => self.fellowship.clone_from(&from.fellowship),
            Field::Types => self.types.clone_from(&from.types),
            Field::CallUrl => self.call_url.clone_from(&from.call_url),
            Field::CallNotes => self.call_notes.clone_from(&from.call_notes),
            Field::CallPhone => self.call_phone.clone_from(&from.call_phone),
            Field::CallPhoneNotes => self.call_phone_notes.clone_from(&from.call_phone_notes),
            Field::GroupName => self.group_name.clone_from(&from.group_name),
            Field::Website => self.website.clone_from(&from.website),
            Field::Venmo => self.venmo.clone_from(&from.venmo),
            Field::Square => self.square.clone_from(&from.square),
            Field::Paypal => self.paypal.clone_from(&from.paypal),
        }
    }

    /// All fields in their text form, by key: how a feed's words are kept.
    #[must_use]
    pub fn to_texts(&self) -> BTreeMap<&'static str, String> {
        Field::ALL
            .into_iter()
            .map(|field| (field.key(), self.text(field)))
            .collect()
    }

    /// Details out of texts by key; what is missing or makes no sense stays as it is at first, so
    /// that fields can be added later.
    #[must_use]
    pub fn from_texts(texts: &BTreeMap<String, String>) -> Self {
        let text = |field: Field| texts.get(field.key()).cloned().unwrap_or_default();
        let first = Self::default();
        Self {
            name: text(Field::Name),
            about: text(Field::About),
            lang: Lang::from_tag(&text(Field::Lang)).unwrap_or(first.lang),
            attendance: Attendance::from_key(&text(Field::Attendance)).unwrap_or(first.attendance),
            rule: rule_of(&text(Field::Days)),
            season: first.season,
            start_minute: minute_of(&text(Field::Start)),
            duration_minutes: text(Field::Duration)
                .parse()
                .unwrap_or(first.duration_minutes),
            zone: Zone::named(&text(Field::Zone)),
            place: text(Field::Place),
            address: text(Field::Address),
            place_notes: text(Field::PlaceNotes),
            region: text(Field::Region),
            point: point_of(&text(Field::Point)),
            is_approximate: text(Field::Approximate) == "yes",
            fellowship: text(Field::Fellowship),
            types: text(Field::Types),
            call_url: text(Field::CallUrl),
            call_notes: text(Field::CallNotes),
            call_phone: text(Field::CallPhone),
            call_phone_notes: text(Field::CallPhoneNotes),
            group_name: text(Field::GroupName),
            website: text(Field::Website),
            venmo: text(Field::Venmo),
            square: text(Field::Square),
            paypal: text(Field::Paypal),
        }
    }
}

/// These days of every week; none is by appointment.
#[must_use]
pub fn weekly(days: Days) -> Option<Rule> {
    (!days.is_empty()).then_some(Rule::Weekly(days))
}

/// A rule of its text. Words of feeds that were kept long ago have a number for the days of the
/// week instead, one bit for each.
pub(super) fn rule_of(text: &str) -> Option<Rule> {
    match text.parse() {
        Ok(bits) => weekly(Days::from_bits(bits)?),
        Err(_) => Rule::read(text).ok(),
    }
}

/// Five decimals, a metre: as exact as feeds are.
fn point_text(point: Point) -> String {
    format!("{:.5},{:.5}", point.latitude, point.longitude)
}

fn point_of(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    let point = Point {
        latitude: latitude.parse().ok()?,
        longitude: longitude.parse().ok()?,
    };
    (point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0).then_some(point)
}

/// A waiting file keeps details by their texts, so that one that waits over an update is read.
impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_texts().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(|texts| Self::from_texts(&texts))
    }
}

/// `19:05` of minutes after midnight.
#[must_use]
pub(super) fn clock_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes after midnight of `19:05`, as a browser sends a time.
#[must_use]
pub(super) fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// The time of day of minutes after midnight.
pub(super) fn time_of(minute: u16) -> Option<Time> {
    let hour = i8::try_from(minute / 60).ok()?;
    let minute = i8::try_from(minute % 60).ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Details in which no two fields have the same text, and none is as at first.
    fn full() -> Details {
        Details {
            name: "n".into(),
            about: "a".into(),
            lang: Lang::Es,
            attendance: Attendance::Both,
            rule: weekly(Days::from_bits(5).unwrap()),
            season: Season::default(),
            start_minute: Some(0),
            duration_minutes: 61,
            zone: Zone::named("America/Lima"),
            place: "p".into(),
            address: "ad".into(),
            place_notes: "pn".into(),
            region: "r".into(),
            point: point_of("41.88251,-87.62320"),
            is_approximate: true,
            fellowship: "f".into(),
            types: "t".into(),
            call_url: "cu".into(),
            call_notes: "cn".into(),
            call_phone: "cp".into(),
            call_phone_notes: "cpn".into(),
            group_name: "gn".into(),
            website: "w".into(),
            venmo: "@v".into(),
            square: "$s".into(),
            paypal: "pp".into(),
        }
    }

    #[test]
    fn every_field_survives_its_text_form() {
        let texts = full()
            .to_texts()
            .into_iter()
            .map(|(key, text)| (key.to_owned(), text))
            .collect();
        assert_eq!(Details::from_texts(&texts), full());
    }

    #[test]
    fn every_field_can_be_taken_over() {
        let mut details = Details::default();
        for field in Field::ALL {
            assert_ne!(details.text(field), full().text(field), "{field:?}");
            details.take(field, &full());
            assert_eq!(details.text(field), full().text(field), "{field:?}");
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(details, full());
    }

    #[test]
    fn days_that_were_kept_as_a_number_are_read() {
        let old = |days: &str| {
            let texts = [("days".to_owned(), days.to_owned())].into();
            Details::from_texts(&texts).text(Field::Days)
        };
        assert_eq!(old("20"), "weekly:tue,thu");
        assert_eq!(old("monthly:last:fri"), "monthly:last:fri");
        for none in ["0", "", "128", "-1", "weekly:someday"] {
            assert_eq!(old(none), "", "{none}");
        }
    }

    #[test]
    fn a_point_is_on_the_earth() {
        for wrong in ["", "1", "91,0", "0,181", "NaN,0", "a,b"] {
            assert_eq!(point_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn midnight_is_a_time_and_nonsense_is_none() {
        assert_eq!(minute_of("00:00"), Some(0));
        assert_eq!(minute_of("19:30:00"), Some(1170));
        for wrong in ["", "24:00", "7", "7:6", "7:60", "a:00"] {
            assert_eq!(minute_of(wrong), None, "{wrong}");
        }
    }
}
