//! The zones that calendars name: by IANA name, by an old prefix before one, by Microsoft's name,
//! by what people call it, or by rules of their own.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::expand::Steps;
use super::own_zone::{Observance, OwnZone, offset_seconds};
use super::value::civil_of;
use super::windows;
use crate::Zone;

/// A zone, and its IANA name where it has one.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: Option<String>,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Known(TimeZone),
    Own(OwnZone),
}

impl Place {
    pub(crate) fn utc() -> Self {
        Self::of(&Zone::utc())
    }

    pub(crate) fn of(zone: &Zone) -> Self {
        Self {
            name: Some(zone.name().to_owned()),
            rules: Rules::Known(zone.rules().clone()),
        }
    }

    /// The instant of a time on the wall clock: behind a gap, the first of a fold.
    pub(crate) fn instant_ms(&self, at: DateTime) -> Option<i64> {
        match &self.rules {
            Rules::Known(rules) => {
                let at = rules.to_ambiguous_timestamp(at).compatible().ok()?;
                Some(at.as_millisecond())
            }
            Rules::Own(own) => own.instant(at).checked_mul(1000),
        }
    }

    pub(crate) fn offset_seconds(&self, at_ms: i64) -> i32 {
        match &self.rules {
            Rules::Known(rules) => {
                Timestamp::from_millisecond(at_ms).map_or(0, |at| rules.to_offset(at).seconds())
            }
            Rules::Own(own) => own.offset_seconds(at_ms.div_euclid(1000)),
        }
    }

    pub(crate) fn wall_clock(&self, at_ms: i64) -> DateTime {
        match &self.rules {
            Rules::Known(rules) => rules.to_datetime(crate::zone::instant(at_ms)),
            Rules::Own(own) => {
                let at = at_ms.div_euclid(1000);
                let local = at + i64::from(own.offset_seconds(at));
                let end = if at < 0 { DateTime::MIN } else { DateTime::MAX };
                civil_of(local).unwrap_or(end)
            }
        }
    }
}

/// The zone that a TZID names by itself.
pub(crate) fn known(name: &str) -> Option<Place> {
    let name = name.trim().trim_matches('"');
    if let Some(zone) = Zone::named(name) {
        return Some(Place::of(&zone));
    }
    if let Some(zone) = windows::zone_of(name) {
        return Zone::named(zone).map(|zone| Place::of(&zone));
    }
    // "/mozilla.org/20050126_1/Europe/Berlin": the last two or three parts are the name.
    let parts: Vec<&str> = name.split('/').collect();
    (2..=3)
        .rev()
        .filter(|count| parts.len() > *count)
        .filter_map(|count| parts.get(parts.len() - count..))
        .find_map(|tail| Zone::named(&tail.join("/")))
        .or_else(|| Zone::meant_by(&without_remarks(name)))
        .map(|zone| Place::of(&zone))
        .or_else(|| of_offset(name))
}

/// `Eastern Time` of `(UTC-05:00) Eastern Time (US & Canada)`, as Outlook shows zones, and `Utc` of
/// `tzone://Microsoft/Utc`.
fn without_remarks(name: &str) -> String {
    let name = name.strip_prefix("tzone://Microsoft/").unwrap_or(name);
    let mut depth = 0_usize;
    let kept = name.chars().filter(|letter| {
        match letter {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    kept.collect::<String>().trim().to_owned()
}

/// A zone that is nothing but its distance from UTC: `UTC+01:00`, `GMT-0500`.
fn of_offset(name: &str) -> Option<Place> {
    let head = name.get(..3)?;
    let is_utc = ["UTC", "GMT"]
        .iter()
        .any(|utc| head.eq_ignore_ascii_case(utc));
    let seconds = offset_seconds(name.get(3..).filter(|rest| is_utc && !rest.is_empty())?)?;
    let rules = TimeZone::fixed(Offset::from_seconds(seconds).ok()?);
    Some(Place {
        name: None,
        rules: Rules::Known(rules),
    })
}

/// The zone of a VTIMEZONE. A zone that is named wins over the rules that came along: ours are
/// newer. Not so where the name is a mere abbreviation (`EST`), which stands for whatever the
/// calendar says. `located` is the name that some programs add beside an odd one.
pub(crate) fn of_calendar(
    name: &str,
    located: &str,
    parts: &[Observance],
    steps: &mut Steps,
) -> Option<Place> {
    let own = |steps: &mut Steps| {
        OwnZone::of(parts, steps).map(|own| Place {
            name: None,
            rules: Rules::Own(own),
        })
    };
    if is_abbreviation(name) {
        return own(steps).or_else(|| known(name));
    }
    known(name)
        .or_else(|| own(steps))
        .or_else(|| known(located))
}

/// Whether a name is no place and no more than some letters and digits, such as `EST5EDT`.
pub(crate) fn is_abbreviation(name: &str) -> bool {
    !name.contains('/') && windows::zone_of(name).is_none()
}
