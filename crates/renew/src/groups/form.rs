//! The form of a group: what was typed, what is wrong with it, and the details that it means.

use calendar::meeting_guide::Point;
use calendar::schedule::Season;
use calendar::{Rule, Zone};
use jiff::civil::Date;
use serde::Deserialize;

use super::area::AreaFields;
use super::basket;
use super::details::{Attendance, Details, clock_text, minute_of};
use super::evening::{MINUTES, date_of};
use super::field::Field;
use super::kinds::KindFields;
use super::rule_form::RuleFields;
use super::words::CareWords;
use super::{Door, Group};
use crate::formats::Choice;
use crate::site::form::{Errors, tidy, tidy_line};
use crate::site::lang::{Lang, fill};

/// A name is read at a glance.
pub(super) const NAME_CHARS_MAX: usize = 120;
/// Places, addresses, regions.
pub(super) const LINE_CHARS_MAX: usize = 300;
/// As long as notes in feeds may be.
pub(super) const NOTES_CHARS_MAX: usize = 4_000;
/// What browsers take as an address.
pub(super) const LINK_CHARS_MAX: usize = 2_000;

/// What was typed, word for word.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct GroupForm {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) lang: String,
    pub(super) attendance: String,
    #[serde(flatten)]
    pub(super) days: RuleFields,
    #[serde(flatten)]
    pub(super) area: AreaFields,
    /// Empty is without a first or last day.
    pub(super) season_first: String,
    pub(super) season_last: String,
    pub(super) start: String,
    pub(super) duration: String,
    pub(super) zone: String,
    pub(super) place: String,
    pub(super) address: String,
    pub(super) place_notes: String,
    pub(super) region: String,
    pub(super) latitude: String,
    pub(super) longitude: String,
    pub(super) approximate: Option<String>,
    pub(super) website: String,
    pub(super) venmo: String,
    pub(super) square: String,
    pub(super) paypal: String,
    pub(super) call_url: String,
    pub(super) call_notes: String,
    pub(super) call_phone: String,
    pub(super) call_phone_notes: String,
    pub(super) format: String,
    pub(super) door: String,
    /// When the group that the form was filled from was last changed.
    pub(super) changed_ms: String,
    /// Last, since it takes whatever is left.
    #[serde(flatten)]
    pub(super) kinds: KindFields,
}

/// What a form means, once it is right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meant {
    pub(super) details: Details,
    pub(super) format: String,
    pub(super) door: Door,
}

impl Meant {
    /// Whether a group is so already.
    pub(super) fn is_as(&self, group: &Group) -> bool {
        let Self {
            details,
            format,
            door,
        } = self;
        *details == group.details && *format == group.format && *door == group.door
    }
}

impl GroupForm {
    /// The form as it stands for a group.
    pub(super) fn of(details: &Details, format: &str, door: Door) -> Self {
        let side = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let degrees = |of: fn(Point) -> f64| {
            let point = details.point.map(of);
            point
                .map(|degrees| format!("{degrees:.5}"))
                .unwrap_or_default()
        };
        Self {
            name: details.name.clone(),
            about: details.about.clone(),
            lang: details.lang.tag().to_owned(),
            attendance: details.attendance.key().to_owned(),
            days: RuleFields::of(details.rule.as_ref()),
            area: AreaFields::of(details),
            season_first: side(details.season.first),
            season_last: side(details.season.last),
            start: details.start_minute.map(clock_text).unwrap_or_default(),
            duration: details.duration_minutes.to_string(),
            zone: details
                .zone
                .as_ref()
                .map(|zone| zone.name().to_owned())
                .unwrap_or_default(),
            place: details.place.clone(),
            address: details.address.clone(),
            place_notes: details.place_notes.clone(),
            region: details.region.clone(),
            latitude: degrees(|point| point.latitude),
            longitude: degrees(|point| point.longitude),
            approximate: details.is_approximate.then(|| "on".to_owned()),
            website: details.website.clone(),
            venmo: details.venmo.clone(),
            square: details.square.clone(),
            paypal: details.paypal.clone(),
            call_url: details.call_url.clone(),
            call_notes: details.call_notes.clone(),
            call_phone: details.call_phone.clone(),
            call_phone_notes: details.call_phone_notes.clone(),
            format: format.to_owned(),
            door: door.key().to_owned(),
            changed_ms: String::new(),
            kinds: KindFields::of(details),
        }
    }

    /// The form as it stands for a group that is, and knows when that was.
    pub(super) fn of_group(group: &Group) -> Self {
        Self::of(&group.details, &group.format, group.door).about(group)
    }

    /// The same words for the group as it is now.
    #[must_use]
    pub(super) fn about(self, group: &Group) -> Self {
        Self {
            changed_ms: group.changed_ms.to_string(),
            ..self
        }
    }

    /// Whether the form was filled from the group as it is now.
    pub(super) fn is_about(&self, group: &Group) -> bool {
        self.changed_ms == group.changed_ms.to_string()
    }

    /// What was typed into the field of a group.
    pub(super) fn text(&self, field: Field) -> String {
        match field {
            Field::Name => self.name.clone(),
            Field::About => self.about.clone(),
            Field::Lang => self.lang.clone(),
            Field::Attendance => self.attendance.clone(),
            Field::Days => self
                .days
                .rule()
                .as_ref()
                .map(Rule::to_string)
                .unwrap_or_default(),
            Field::Start => self.start.clone(),
            Field::Duration => self.duration.clone(),
            Field::Zone => self.zone.clone(),
            Field::Place => self.place.clone(),
            Field::Address => self.address.clone(),
            Field::PlaceNotes => self.place_notes.clone(),
            Field::Region => self.region.clone(),
            Field::Point if self.latitude.is_empty() && self.longitude.is_empty() => String::new(),
            Field::Point => format!("{},{}", self.latitude.trim(), self.longitude.trim()),
            Field::Approximate => match self.approximate {
                Some(_) => "yes".to_owned(),
                None => "no".to_owned(),
            },
            Field::Website => self.website.clone(),
            Field::Fellowship => self.kinds.fellowship.clone(),
            Field::Types => self.kinds.codes(),
            Field::Venmo => self.venmo.clone(),
            Field::Square => self.square.clone(),
            Field::Paypal => self.paypal.clone(),
            // Not in the form.
            Field::GroupName => String::new(),
            Field::CallUrl => self.call_url.clone(),
            Field::CallNotes => self.call_notes.clone(),
            Field::CallPhone => self.call_phone.clone(),
            Field::CallPhoneNotes => self.call_phone_notes.clone(),
        }
    }

    /// The form of a new group, in the language of whoever makes it.
    pub(super) fn fresh(lang: Lang) -> Self {
        let details = Details {
            lang,
            ..Details::default()
        };
        Self::of(&details, super::FORMAT_DEFAULT, Door::default())
    }

    /// What the form means for a group that is (`before`) or will be; `formats` can be chosen
    /// beside the one that it has.
    ///
    /// # Errors
    /// A sentence for each field that can't be accepted.
    pub(super) fn meant(
        &self,
        lang: Lang,
        before: Option<&Group>,
        formats: &[Choice],
    ) -> Result<Meant, Errors> {
        let mut check = Check::new(lang);
        let none = Details::default();
        let was = before.map_or(&none, |group| &group.details);
        let (fellowship, types) = check.kinds(&self.kinds, was);
        let mut details = Details {
            name: check.name(&self.name, &was.name),
            about: check.notes("about", &self.about, &was.about),
            lang: check.choice("lang", Lang::from_tag(&self.lang)),
            attendance: check.choice("attendance", Attendance::from_key(&self.attendance)),
            rule: self.days.meant(lang, &mut check.errors),
            season: check.season(&self.season_first, &self.season_last),
            point: check.point(self, was.point),
            is_approximate: self.approximate.is_some(),
            fellowship,
            types,
            // Not in the form: what comes with a feed.
            group_name: was.group_name.clone(),
            website: check.website(&self.website, &was.website),
            venmo: check.handle(Field::Venmo, &self.venmo, &was.venmo),
            square: check.handle(Field::Square, &self.square, &was.square),
            paypal: check.handle(Field::Paypal, &self.paypal, &was.paypal),
            start_minute: check.start(&self.start),
            duration_minutes: check.duration(&self.duration, before.map(|_| was.duration_minutes)),
            zone: check.zone(&self.zone),
            place: check.line("place", &self.place, &was.place),
            address: check.line("address", &self.address, &was.address),
            place_notes: check.notes("place_notes", &self.place_notes, &was.place_notes),
            region: check.line("region", &self.region, &was.region),
            call_url: check.link("call_url", &self.call_url, &was.call_url),
            call_notes: check.notes("call_notes", &self.call_notes, &was.call_notes),
            call_phone: check.line("call_phone", &self.call_phone, &was.call_phone),
            call_phone_notes: check.notes(
                "call_phone_notes",
                &self.call_phone_notes,
                &was.call_phone_notes,
            ),
        };
        if before.is_some() {
            self.area.leave_behind(was, &mut details);
        }
        check.times(&details, !self.start.trim().is_empty());
        let is_offered = formats.iter().any(|choice| choice.key == self.format)
            || before.is_some_and(|group| group.format == self.format);
        let format = check.choice("format", is_offered.then(|| self.format.clone()));
        let door = check.choice("door", Door::from_key(&self.door));
        if check.errors.is_empty() {
            Ok(Meant {
                details,
                format,
                door,
            })
        } else {
            Err(check.errors)
        }
    }
}

/// The fields one by one, and what is wrong with them.
struct Check {
    words: &'static CareWords,
    errors: Errors,
}

impl Check {
    fn new(lang: Lang) -> Self {
        Self {
            words: CareWords::of(lang),
            errors: Errors::default(),
        }
    }

    fn name(&mut self, typed: &str, was: &str) -> String {
        let name = tidy_line(typed);
        if name.is_empty() {
            self.errors.add("name", self.words.bad_name);
        }
        self.bounded("name", name, &tidy_line(was), was, NAME_CHARS_MAX)
    }

    fn line(&mut self, field: &'static str, typed: &str, was: &str) -> String {
        let (text, tidy_was) = (tidy_line(typed), tidy_line(was));
        self.bounded(field, text, &tidy_was, was, LINE_CHARS_MAX)
    }

    fn notes(&mut self, field: &'static str, typed: &str, was: &str) -> String {
        self.bounded(field, tidy(typed), &tidy(was), was, NOTES_CHARS_MAX)
    }

    /// A text within its limit. One that nobody touched stays as it is, however long a feed made
    /// it: whoever changes the hour is not asked to shorten the address.
    fn bounded(
        &mut self,
        field: &'static str,
        text: String,
        tidy_was: &str,
        was: &str,
        chars_max: usize,
    ) -> String {
        if text == tidy_was {
            return was.to_owned();
        }
        if text.chars().count() > chars_max {
            let n = chars_max.to_string();
            self.errors
                .add(field, fill(self.words.bad_long, &[("n", &n)]));
        }
        text
    }

    fn choice<T: Default>(&mut self, field: &'static str, chosen: Option<T>) -> T {
        chosen.unwrap_or_else(|| {
            self.errors.add(field, self.words.bad_choice);
            T::default()
        })
    }

    fn start(&mut self, typed: &str) -> Option<u16> {
        let minute = minute_of(typed);
        if minute.is_none() && !typed.trim().is_empty() {
            self.errors.add("start", self.words.bad_start);
        }
        minute
    }

    fn duration(&mut self, typed: &str, was: Option<u16>) -> u16 {
        match typed.trim().parse() {
            Ok(minutes) if MINUTES.contains(&minutes) || was == Some(minutes) => minutes,
            _ => {
                self.errors.add("duration", self.words.bad_duration);
                0
            }
        }
    }

    fn zone(&mut self, typed: &str) -> Option<Zone> {
        let zone = Zone::named(typed);
        if zone.is_none() && !typed.is_empty() {
            self.errors.add("zone", self.words.bad_zone);
        }
        zone
    }

    /// Only `https`: the link is opened by people who trust this page.
    fn link(&mut self, field: &'static str, typed: &str, was: &str) -> String {
        let link = typed.trim().to_owned();
        let is_right = link.is_empty() || calendar::meeting_guide::is_secure_link(&link);
        if !is_right {
            self.errors.add(field, self.words.bad_link);
        }
        self.bounded(field, link, was, was, LINK_CHARS_MAX)
    }

    /// The web page of a group; one that a feed brought stays as it is, also without the `s`.
    fn website(&mut self, typed: &str, was: &str) -> String {
        if typed.trim() == was.trim() {
            return was.to_owned();
        }
        self.link("website", typed, was)
    }

    fn kinds(&mut self, typed: &KindFields, was: &Details) -> (String, String) {
        typed.meant(was).unwrap_or_else(|| {
            self.errors.add("fellowship", self.words.bad_choice);
            Default::default()
        })
    }

    /// By which the group collects; one that a feed brought stays as it is.
    fn handle(&mut self, field: Field, typed: &str, was: &str) -> String {
        let handle = typed.trim();
        if handle == was.trim() {
            return was.to_owned();
        }
        if !handle.is_empty() && basket::name_of(field, handle).is_none() {
            let sentence = match field {
                Field::Venmo => self.words.bad_venmo,
                Field::Square => self.words.bad_square,
                _ => self.words.bad_paypal,
            };
            self.errors.add(field.key(), sentence);
        }
        handle.to_owned()
    }

    fn season(&mut self, first: &str, last: &str) -> Season {
        let season = Season {
            first: self.side("season_first", first),
            last: self.side("season_last", last),
        };
        if Option::zip(season.first, season.last).is_some_and(|(first, last)| last < first) {
            self.errors.add("season_last", self.words.bad_season);
        }
        season
    }

    fn side(&mut self, field: &'static str, typed: &str) -> Option<Date> {
        let date = date_of(typed);
        if date.is_none() && !typed.trim().is_empty() {
            self.errors.add(field, self.words.bad_date);
        }
        date
    }

    /// Where it is on the map: two numbers, or none; and none where only the area is known.
    fn point(&mut self, form: &GroupForm, was: Option<Point>) -> Option<Point> {
        let typed = [form.latitude.trim(), form.longitude.trim()];
        if typed == ["", ""] {
            return None;
        }
        if form.approximate.is_some() {
            self.errors
                .add("latitude", self.words.bad_point_approximate);
        }
        // What nobody touched stays as exact as it was.
        let is_same = |point: &Point| {
            typed
                == [
                    format!("{:.5}", point.latitude),
                    format!("{:.5}", point.longitude),
                ]
        };
        if let Some(point) = was.filter(is_same) {
            return Some(point);
        }
        let latitude = self.degrees("latitude", typed[0], 90.0);
        let longitude = self.degrees("longitude", typed[1], 180.0);
        Some(Point {
            latitude: latitude?,
            longitude: longitude?,
        })
    }

    fn degrees(&mut self, field: &'static str, typed: &str, max: f64) -> Option<f64> {
        // A comma is what many keyboards have.
        let degrees: Option<f64> = typed.replace(',', ".").parse().ok();
        let degrees = degrees.filter(|degrees| degrees.abs() <= max);
        if degrees.is_none() {
            let n = format!("{max:.0}");
            let sentence = fill(self.words.bad_degrees, &[("n", &n)]);
            self.errors.add(field, sentence);
        }
        degrees
    }

    /// Days, start and zone make a time only together.
    fn times(&mut self, details: &Details, has_start: bool) {
        // Where the days can't be read, that is said already.
        let is_unread = ["day_0", "nth_1", "weeks", "anchor", "dates"]
            .into_iter()
            .any(|field| self.errors.of(field).is_some());
        match (details.rule.is_none(), has_start) {
            (false, false) => self.errors.add("start", self.words.bad_start_missing),
            (true, true) if !is_unread => self.errors.add("day_0", self.words.bad_days_missing),
            _ => {}
        }
        if has_start && details.zone.is_none() {
            self.errors.add("zone", self.words.bad_zone_missing);
        }
    }
}
