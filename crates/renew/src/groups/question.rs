//! What somebody asks the finder, as it stands in an address that can be kept and shared.

use calendar::Days;
use calendar::Zone;
use calendar::finder::{Bucket, MILE_KM, Moment, Near, Point, Query};
use calendar::meeting_guide::Attendance;
use jiff::civil::Weekday;

use super::board::{Area, Board, kind_key, levels};
use crate::site::form::tidy_line;
use crate::site::lang::Lang;
use crate::site::visitor::escape_query;

/// The form has a dozen fields, and a type for each that is ticked.
const PAIRS_MAX: usize = 60;
/// Nobody types more into a search box; the index reads as much.
pub(super) const WORDS_CHARS_MAX: usize = 100;
/// More types at once find nothing in any fellowship.
const KINDS_MAX: usize = 10;
/// A list longer than this is not read on a phone.
pub(super) const ON_A_PAGE: usize = 40;
/// All meetings of the largest community, page by page.
const PAGE_MAX: usize = 4_000;
const DAY_MINUTES: u16 = 24 * 60;
/// Longer than any change of a clock.
const CLOCK_CHANGE_MINUTES: u16 = 3 * 60;

/// On which days, by the visitor's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    Today,
    Tomorrow,
    Weekend,
    On(Weekday),
}

impl Day {
    pub(super) const NEAR: [Self; 3] = [Self::Today, Self::Tomorrow, Self::Weekend];

    pub(super) fn key(self) -> String {
        match self {
            Self::Today => "today".to_owned(),
            Self::Tomorrow => "tomorrow".to_owned(),
            Self::Weekend => "weekend".to_owned(),
            Self::On(day) => day.to_sunday_zero_offset().to_string(),
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::NEAR
            .into_iter()
            .find(|day| day.key() == key)
            .or_else(|| {
                let day = Weekday::from_sunday_zero_offset(key.parse().ok()?).ok()?;
                Some(Self::On(day))
            })
    }
}

/// Where somebody wants to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Online,
    InRoom,
}

impl Way {
    pub(super) const ALL: [Self; 2] = [Self::Online, Self::InRoom];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InRoom => "room",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// What somebody can come to who wants this.
    pub(super) fn suits(self) -> [Attendance; 2] {
        match self {
            Self::Online => [Attendance::Online, Attendance::Hybrid],
            Self::InRoom => [Attendance::InPerson, Attendance::Hybrid],
        }
    }
}

/// The key of a time of day.
pub(super) fn time_key(time: Bucket) -> &'static str {
    match time {
        Bucket::Morning => "morning",
        Bucket::Midday => "midday",
        Bucket::Evening => "evening",
        Bucket::Night => "night",
    }
}

fn time_from_key(key: &str) -> Option<Bucket> {
    Bucket::ALL.into_iter().find(|time| time_key(*time) == key)
}

/// A distance, in the unit in which it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Within {
    pub(super) amount: u16,
    pub(super) is_miles: bool,
}

impl Within {
    /// What is offered: a walk, a ride, a drive.
    pub(super) const AMOUNTS: [u16; 6] = [1, 2, 5, 10, 25, 50];

    pub(super) fn usual(lang: Lang) -> Self {
        Self {
            amount: 10,
            is_miles: is_miles(lang),
        }
    }

    pub(super) fn key(self) -> String {
        format!("{}{}", self.amount, if self.is_miles { "mi" } else { "km" })
    }

    fn from_key(key: &str) -> Option<Self> {
        let (amount, is_miles) = match (key.strip_suffix("mi"), key.strip_suffix("km")) {
            (Some(amount), _) => (amount, true),
            (None, Some(amount)) => (amount, false),
            (None, None) => return None,
        };
        let amount = amount
            .parse()
            .ok()
            .filter(|amount| (1..=300).contains(amount))?;
        Some(Self { amount, is_miles })
    }

    fn km(self) -> f64 {
        f64::from(self.amount) * if self.is_miles { MILE_KM } else { 1.0 }
    }
}

/// Whether distances are told in miles to people who read this language.
pub(super) fn is_miles(lang: Lang) -> bool {
    lang == Lang::En
}

/// Around a place, to about a kilometre: an address that is shared tells the quarter, not the house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Around {
    pub(super) point: Point,
    pub(super) within: Within,
}

impl Around {
    fn read(near: &str, within: Option<Within>, lang: Lang) -> Option<Self> {
        let (latitude, longitude) = near.split_once(',')?;
        let degrees = |text: &str| text.trim().parse::<f64>().ok();
        let point = Point::new(degrees(latitude)?, degrees(longitude)?)?;
        Some(Self::at(point, within.unwrap_or(Within::usual(lang))))
    }

    pub(super) fn at(point: Point, within: Within) -> Self {
        let rounded = |degrees: f64| (degrees * 100.0).round() / 100.0;
        let rough = Point::new(rounded(point.latitude()), rounded(point.longitude()));
        Self {
            point: rough.unwrap_or(point),
            within,
        }
    }

    /// As it stands in an address: `40.42,-3.70`.
    pub(super) fn key(self) -> String {
        format!("{:.2},{:.2}", self.point.latitude(), self.point.longitude())
    }
}

/// Which times are meant: those of the coming week, unless somebody asks for the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    #[default]
    Week,
    /// What has no time within a week, but one after it.
    Later,
    ByAppointment,
}

impl Reach {
    const OTHERS: [Self; 2] = [Self::Later, Self::ByAppointment];

    fn key(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Later => "later",
            Self::ByAppointment => "appointment",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::OTHERS.into_iter().find(|reach| reach.key() == key)
    }
}

/// What is asked for. What is left empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Question {
    pub(super) day: Option<Day>,
    pub(super) time: Option<Bucket>,
    pub(super) way: Option<Way>,
    pub(super) lang: Option<Lang>,
    /// By their keys.
    pub(super) kinds: Vec<String>,
    /// From general to specific.
    pub(super) region: Vec<String>,
    pub(super) near: Option<Around>,
    pub(super) words: String,
    pub(super) reach: Reach,
    /// From 0.
    pub(super) page: usize,
}

/// One choice of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Day(Day),
    Time(Bucket),
    Way(Way),
    Lang(Lang),
    Kind(String),
    Region(Vec<String>),
    Near(Around),
    Words(String),
}

impl Question {
    /// Reads what follows the question mark; says as well whether all of it was understood. What
    /// was not is left out, since the address may be old or typed by hand.
    pub(super) fn read(pairs: &[(String, String)], board: &Board, lang: Lang) -> (Self, bool) {
        let mut asked = Self::default();
        let mut is_understood = pairs.len() <= PAIRS_MAX;
        let (mut near, mut within) = (None, None);
        for (name, value) in pairs.iter().take(PAIRS_MAX) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "near" => near = Some(value),
                "within" => {
                    within = Within::from_key(value);
                    is_understood &= within.is_some();
                }
                _ => is_understood &= asked.take(name, value, board),
            }
        }
        if let Some(near) = near {
            asked.near = Around::read(near, within, lang);
            is_understood &= asked.near.is_some();
        }
        (asked, is_understood)
    }

    fn take(&mut self, name: &str, value: &str, board: &Board) -> bool {
        match name {
            "day" => {
                self.day = Day::from_key(value);
                self.day.is_some()
            }
            "time" => {
                self.time = time_from_key(value);
                self.time.is_some()
            }
            "where" => {
                self.way = Way::from_key(value);
                self.way.is_some()
            }
            "lang" => {
                self.lang = Lang::from_tag(value);
                self.lang.is_some()
            }
            "type" => {
                let mut known = board.kinds().iter().map(|kind| kind_key(kind));
                let known = known.find(|key| key.eq_ignore_ascii_case(value));
                if let Some(key) = known.filter(|_| self.kinds.len() < KINDS_MAX)
                    && !self.kinds.iter().any(|kind| kind == key)
                {
                    self.kinds.push(key.to_owned());
                }
                known.is_some()
            }
            "region" => {
                let path = levels(value);
                let is_known = board.has_region(&path);
                if is_known {
                    self.region = board.as_listed(path);
                }
                is_known
            }
            "words" => {
                self.words = tidy_line(value).chars().take(WORDS_CHARS_MAX).collect();
                true
            }
            "page" => {
                let page = value.parse().ok().filter(|page| *page <= PAGE_MAX);
                self.page = page.unwrap_or_default();
                page.is_some()
            }
            "reach" => {
                let reach = Reach::from_key(value);
                self.reach = reach.unwrap_or_default();
                reach.is_some()
            }
            // How the printed list looks, which is read elsewhere.
            "by" | "print" => true,
            _ => false,
        }
    }

    /// What is chosen, the broad choices first.
    pub(super) fn parts(&self) -> Vec<Part> {
        let region = Some(self.region.clone()).filter(|region| !region.is_empty());
        let words = Some(self.words.clone()).filter(|words| !words.is_empty());
        let broad = [
            self.day.map(Part::Day),
            self.way.map(Part::Way),
            self.time.map(Part::Time),
            self.lang.map(Part::Lang),
        ];
        let narrow = [
            region.map(Part::Region),
            self.near.map(Part::Near),
            words.map(Part::Words),
        ];
        let kinds = self
            .kinds
            .iter()
            .cloned()
            .map(|kind| Some(Part::Kind(kind)));
        let all = broad.into_iter().chain(kinds).chain(narrow);
        all.flatten().collect()
    }

    /// The same question without one of its choices, from its first page on.
    pub(super) fn without(&self, part: &Part) -> Self {
        let mut less = self.clone();
        less.page = 0;
        less.reach = Reach::Week;
        match part {
            Part::Day(_) => less.day = None,
            Part::Time(_) => less.time = None,
            Part::Way(_) => less.way = None,
            Part::Lang(_) => less.lang = None,
            Part::Kind(kind) => less.kinds.retain(|other| other != kind),
            Part::Region(_) => less.region.clear(),
            Part::Near(_) => less.near = None,
            Part::Words(_) => less.words.clear(),
        }
        less
    }

    pub(super) fn reaching(&self, reach: Reach) -> Self {
        Self {
            reach,
            page: 0,
            ..self.clone()
        }
    }

    pub(super) fn on_page(&self, page: usize) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// Its address on the page at `path`.
    pub(super) fn address(&self, path: &str) -> String {
        let mut address = path.to_owned();
        for (place, (name, value)) in self.pairs().into_iter().enumerate() {
            address.push(if place == 0 { '?' } else { '&' });
            address.push_str(name);
            address.push('=');
            address.push_str(&escape_query(&value));
        }
        address
    }

    /// Name and value of everything that is chosen.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        for part in self.parts() {
            match part {
                Part::Day(day) => pairs.push(("day", day.key())),
                Part::Time(time) => pairs.push(("time", time_key(time).to_owned())),
                Part::Way(way) => pairs.push(("where", way.key().to_owned())),
                Part::Lang(lang) => pairs.push(("lang", lang.tag().to_owned())),
                Part::Kind(kind) => pairs.push(("type", kind)),
                Part::Region(path) => pairs.push(("region", Area::text(&path))),
                Part::Near(around) => {
                    pairs.push(("near", around.key()));
                    pairs.push(("within", around.within.key()));
                }
                Part::Words(words) => pairs.push(("words", words)),
            }
        }
        if self.reach != Reach::Week {
            pairs.push(("reach", self.reach.key().to_owned()));
        }
        if self.page > 0 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// Whether a time that starts at this instant is on a day and at a time of day that are asked
    /// for.
    pub(super) fn allows(&self, zone: &Zone, start_ms: i64, now_ms: i64) -> bool {
        let (at, today) = (zone.wall_clock(start_ms), zone.wall_clock(now_ms).date());
        let is_on_day = match self.day {
            None => true,
            Some(Day::Today) => at.date() == today,
            Some(Day::Tomorrow) => today.tomorrow().is_ok_and(|day| day == at.date()),
            Some(Day::Weekend) => matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday),
            Some(Day::On(day)) => at.weekday() == day,
        };
        is_on_day && self.time.is_none_or(|time| time.holds(at.hour()))
    }

    /// The question as the index takes it, by the clock of a zone.
    pub(super) fn to_query(&self, zone: &Zone, now_ms: i64) -> Query {
        let mut query = Query::at(now_ms, zone.clone());
        let now = zone.wall_clock(now_ms);
        let today = now.weekday();
        match self.day {
            None => {}
            Some(Day::Today) => {
                // Until midnight and a little more, in case the clock is put back; the day of the
                // week says where the day ends.
                let hours = u16::from(now.hour().unsigned_abs());
                let minutes = u16::from(now.minute().unsigned_abs());
                let left = DAY_MINUTES - (hours * 60 + minutes) + CLOCK_CHANGE_MINUTES;
                query.moment = Moment::Soon { minutes: left };
                query.days = Days::one(today);
            }
            Some(Day::Tomorrow) => query.days = Days::one(today.wrapping_add(1)),
            Some(Day::Weekend) => {
                query.days = Days::from_bits(0b100_0001).unwrap_or_default();
            }
            Some(Day::On(day)) => query.days = Days::one(day),
        }
        match self.reach {
            Reach::Week => {}
            Reach::Later => query.moment = Moment::Later,
            Reach::ByAppointment => query.moment = Moment::ByAppointment,
        }
        query.buckets = self.time.into_iter().collect();
        query.attendance = self.way.map(|way| way.suits().to_vec()).unwrap_or_default();
        query.language = self.lang.map(|lang| lang.tag().to_owned());
        query.types.clone_from(&self.kinds);
        query.regions = Some(self.region.clone())
            .filter(|region| !region.is_empty())
            .into_iter()
            .collect();
        query.near = self.near.map(|around| Near {
            point: around.point,
            within_km: around.within.km(),
        });
        query.text.clone_from(&self.words);
        query.limit = ON_A_PAGE;
        query.offset = self.page.saturating_mul(ON_A_PAGE);
        query
    }
}

#[cfg(test)]
mod tests;
