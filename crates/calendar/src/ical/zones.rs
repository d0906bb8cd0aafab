//! The zones that calendars name: by IANA name, by an old prefix before one, by Microsoft's name,
//! or by rules of their own.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::rule::{Frequency, Rule};
use super::text::Property;
use super::value;
use crate::Zone;

/// A zone, and its IANA name where it has one.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: Option<String>,
    rules: TimeZone,
}

impl Place {
    pub(crate) fn utc() -> Self {
        Self::of(&Zone::utc())
    }

    pub(crate) fn of(zone: &Zone) -> Self {
        Self {
            name: Some(zone.name().to_owned()),
            rules: zone.rules().clone(),
        }
    }

    /// The instant of a time on the wall clock: behind a gap, the first of a fold.
    pub(crate) fn instant_ms(&self, at: DateTime) -> Option<i64> {
        let at = self.rules.to_ambiguous_timestamp(at).compatible().ok()?;
        Some(at.as_millisecond())
    }

    pub(crate) fn offset_seconds(&self, at_ms: i64) -> i32 {
        Timestamp::from_millisecond(at_ms).map_or(0, |at| self.rules.to_offset(at).seconds())
    }

    pub(crate) fn wall_clock(&self, at_ms: i64) -> DateTime {
        self.rules.to_datetime(crate::zone::instant(at_ms))
    }
}

/// The zone that a TZID names by itself.
pub(crate) fn known(name: &str) -> Option<Place> {
    let name = name.trim().trim_matches('"');
    if let Some(zone) = Zone::named(name) {
        return Some(Place::of(&zone));
    }
    if let Some(zone) = WINDOWS
        .iter()
        .find(|(old, _)| old.eq_ignore_ascii_case(name))
    {
        return Zone::named(zone.1).map(|zone| Place::of(&zone));
    }
    // "/mozilla.org/20050126_1/Europe/Berlin": the last two or three parts are the name.
    let parts: Vec<&str> = name.split('/').collect();
    (2..=3)
        .rev()
        .filter(|count| parts.len() > *count)
        .filter_map(|count| parts.get(parts.len() - count..))
        .find_map(|tail| Zone::named(&tail.join("/")))
        .map(|zone| Place::of(&zone))
}

/// One STANDARD or DAYLIGHT part of a VTIMEZONE.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observance {
    pub(crate) is_daylight: bool,
    pub(crate) properties: Vec<Property>,
}

impl Observance {
    fn value(&self, name: &str) -> Option<&str> {
        let found = self.properties.iter().find(|p| p.name == name);
        found.map(|p| p.value.trim())
    }

    fn start(&self) -> Option<DateTime> {
        value::civil(self.value("DTSTART")?).map(|(at, _, _)| at)
    }

    /// `M3.2.0/2` as POSIX writes a yearly change.
    fn change(&self) -> Option<String> {
        let rule = Rule::parse(self.value("RRULE")?).ok()?;
        let start = self.start()?;
        if rule.frequency != Frequency::Yearly || rule.count.is_some() || rule.until.is_some() {
            return None;
        }
        let (ordinal, day) = *rule.days.first()?;
        let week = match (ordinal, rule.month_days.first()) {
            (-1, _) => 5,
            (1..=4, _) => ordinal,
            (0, Some(first @ 1..=28)) => (first - 1) / 7 + 1,
            _ => return None,
        };
        let month = rule.months.first().copied();
        let month = month.unwrap_or_else(|| start.month().into());
        let seconds = start.time().duration_since(jiff::civil::Time::midnight());
        Some(format!(
            "M{month}.{week}.{}/{}",
            day.to_sunday_zero_offset(),
            clock(seconds.as_secs())
        ))
    }
}

/// A zone of its own rules: a yearly pair where it has one, else its latest fixed offset.
pub(crate) fn of_rules(parts: &[Observance]) -> Option<Place> {
    let latest = |is_daylight: bool| {
        parts
            .iter()
            .filter(|part| part.is_daylight == is_daylight)
            .max_by_key(|part| part.start())
    };
    let offset = |part: &Observance| offset_seconds(part.value("TZOFFSETTO")?);
    let standard = latest(false).or_else(|| latest(true))?;
    let standard_seconds = offset(standard)?;
    let yearly = latest(true).and_then(|daylight| {
        // POSIX counts offsets westward.
        let text = format!(
            "<STD>{}<DST>{},{},{}",
            clock(-i64::from(standard_seconds)),
            clock(-i64::from(offset(daylight)?)),
            daylight.change()?,
            standard.change()?,
        );
        TimeZone::posix(&text).ok()
    });
    let rules = match yearly {
        Some(rules) => rules,
        None => TimeZone::fixed(Offset::from_seconds(standard_seconds).ok()?),
    };
    Some(Place { name: None, rules })
}

fn clock(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    format!(
        "{sign}{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Seconds of `+0130` or `-053000`.
fn offset_seconds(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", rest) => (-1, rest),
        ("+", rest) => (1, rest),
        _ => return None,
    };
    let is_known = matches!(digits.len(), 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = digits.parse().ok().filter(|_| is_known)?;
    let number = if digits.len() == 4 {
        number * 100
    } else {
        number
    };
    Some(sign * (number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100))
}

/// Microsoft's names and the zone of each in the world at large (Unicode CLDR, windowsZones,
/// territory 001), those in which people live in numbers.
const WINDOWS: &[(&str, &str)] = &[
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Pacific Standard Time (Mexico)", "America/Tijuana"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Mountain Standard Time", "America/Denver"),
    ("Mountain Standard Time (Mexico)", "America/Mazatlan"),
    ("Central America Standard Time", "America/Guatemala"),
    ("Central Standard Time", "America/Chicago"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("Canada Central Standard Time", "America/Regina"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("Eastern Standard Time", "America/New_York"),
    ("Eastern Standard Time (Mexico)", "America/Cancun"),
    ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
    ("Cuba Standard Time", "America/Havana"),
    ("Venezuela Standard Time", "America/Caracas"),
    ("Paraguay Standard Time", "America/Asuncion"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("SA Western Standard Time", "America/La_Paz"),
    ("Pacific SA Standard Time", "America/Santiago"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("SA Eastern Standard Time", "America/Cayenne"),
    ("Argentina Standard Time", "America/Argentina/Buenos_Aires"),
    ("Montevideo Standard Time", "America/Montevideo"),
    ("Azores Standard Time", "Atlantic/Azores"),
    ("UTC", "UTC"),
    ("Coordinated Universal Time", "UTC"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("Morocco Standard Time", "Africa/Casablanca"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("W. Central Africa Standard Time", "Africa/Lagos"),
    ("Jordan Standard Time", "Asia/Amman"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Middle East Standard Time", "Asia/Beirut"),
    ("Egypt Standard Time", "Africa/Cairo"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Arabic Standard Time", "Asia/Baghdad"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("Belarus Standard Time", "Europe/Minsk"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("E. Africa Standard Time", "Africa/Nairobi"),
    ("Iran Standard Time", "Asia/Tehran"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Georgian Standard Time", "Asia/Tbilisi"),
    ("Afghanistan Standard Time", "Asia/Kabul"),
    ("West Asia Standard Time", "Asia/Tashkent"),
    ("Pakistan Standard Time", "Asia/Karachi"),
    ("India Standard Time", "Asia/Calcutta"),
    ("Sri Lanka Standard Time", "Asia/Colombo"),
    ("Nepal Standard Time", "Asia/Katmandu"),
    ("Bangladesh Standard Time", "Asia/Dhaka"),
    ("Myanmar Standard Time", "Asia/Rangoon"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("Taipei Standard Time", "Asia/Taipei"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("AUS Central Standard Time", "Australia/Darwin"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("Tasmania Standard Time", "Australia/Hobart"),
    ("Lord Howe Standard Time", "Australia/Lord_Howe"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Fiji Standard Time", "Pacific/Fiji"),
    ("Tonga Standard Time", "Pacific/Tongatapu"),
    ("Samoa Standard Time", "Pacific/Apia"),
];
