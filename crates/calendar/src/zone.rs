//! Time zones by their IANA name.

use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The rules that are built into the program. A table of constants: it holds no state of ours.
static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Longer than any IANA name (the longest has 32 characters); anything longer isn't looked up.
const NAME_BYTES_MAX: usize = 64;

/// A time zone that is known by an IANA name, such as `America/Mexico_City`.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// The zone of an IANA name, whatever the case of its letters. Old names that are links to a
    /// current one (`US/Pacific`) are understood, too.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.is_empty() || name.len() > NAME_BYTES_MAX {
            return None;
        }
        let rules = RULES.get(name).ok()?;
        let name = rules.iana_name()?.to_owned();
        Some(Self { name, rules })
    }

    /// Coordinated universal time: what remains when nothing else is known.
    #[must_use]
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            rules: TimeZone::UTC,
        }
    }

    /// The zone that people mean when they write `name`: an IANA name, or one of the everyday
    /// North American names (`EST`, `Pacific`, `Mountain Time`, `Central Standard Time`), read as
    /// the zone whose wall clock goes by that name all year. An offset alone (`UTC-5`) names no
    /// zone, because it can't say when the clocks change.
    #[must_use]
    pub fn meant_by(name: &str) -> Option<Self> {
        // Everyday names first: as IANA names `EST` and `MST` are fixed offsets without summer
        // time, which is not what somebody who lists a meeting at seven means by them.
        everyday(name)
            .and_then(Self::named)
            .or_else(|| Self::named(name).filter(|zone| !is_mere_offset(&zone.name)))
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place in the name, as people read it: `Mexico City` of `America/Mexico_City`.
    #[must_use]
    pub fn place(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or(&self.name);
        last.replace('_', " ")
    }

    /// What the wall clock shows at an instant (milliseconds since the epoch). Instants outside of
    /// the calendar (before year -9999, after 9999) show its nearest end.
    #[must_use]
    pub fn wall_clock(&self, at_ms: i64) -> DateTime {
        self.rules.to_datetime(instant(at_ms))
    }

    /// An instant as the wall clock shows it, with how far that is from UTC:
    /// `2026-11-24T19:00:00-05:00`.
    #[must_use]
    pub fn with_offset(&self, at_ms: i64) -> String {
        let wall = self.wall_clock(at_ms).strftime("%Y-%m-%dT%H:%M:%S");
        // Zones are whole minutes from UTC since long before there were web pages.
        let minutes = self.rules.to_offset(instant(at_ms)).seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        format!("{wall}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    pub(crate) fn rules(&self) -> &TimeZone {
        &self.rules
    }

    /// Every zone by its name, in alphabetical order, for a list to choose from. Names that are
    /// offsets or leftovers of old systems are left out.
    #[must_use]
    pub fn all_names() -> Vec<String> {
        let mut names: Vec<String> = RULES
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| name.contains('/') && !is_mere_offset(name) && !is_leftover(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The instant, brought into the calendar if it lies outside.
pub(crate) fn instant(at_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(at_ms).unwrap_or(if at_ms < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn is_mere_offset(name: &str) -> bool {
    name.starts_with("Etc/") || matches!(name, "EST" | "MST" | "HST" | "Factory")
}

fn is_leftover(name: &str) -> bool {
    const LEFTOVERS: [&str; 6] = ["US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "SystemV/"];
    LEFTOVERS.iter().any(|start| name.starts_with(start))
}

fn everyday(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_ascii_lowercase();
    let short = lower
        .trim_end_matches(" time")
        .trim_end_matches(" standard")
        .trim_end_matches(" daylight");
    Some(match short {
        "est" | "edt" | "et" | "eastern" => "America/New_York",
        "cst" | "cdt" | "ct" | "central" => "America/Chicago",
        "mst" | "mdt" | "mt" | "mountain" => "America/Denver",
        "pst" | "pdt" | "pt" | "pacific" => "America/Los_Angeles",
        "akst" | "akdt" | "alaska" | "alaskan" => "America/Anchorage",
        "hst" | "hawaii" | "hawaiian" => "Pacific/Honolulu",
        "atlantic" => "America/Halifax",
        "newfoundland" => "America/St_Johns",
        "arizona" => "America/Phoenix",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str) -> Option<String> {
        Zone::meant_by(name).map(|zone| zone.name)
    }

    #[test]
    fn everyday_names_mean_the_zone_with_its_summer_time() {
        assert_eq!(meant("EST").as_deref(), Some("America/New_York"));
        assert_eq!(meant("Pacific").as_deref(), Some("America/Los_Angeles"));
        assert_eq!(
            meant("Central Standard Time").as_deref(),
            Some("America/Chicago")
        );
        assert_eq!(meant("mountain time").as_deref(), Some("America/Denver"));
    }

    #[test]
    fn iana_names_are_found_in_any_case_and_offsets_are_not_zones() {
        assert_eq!(
            meant("america/mexico_city").as_deref(),
            Some("America/Mexico_City")
        );
        assert!(meant("US/Pacific").is_some());
        for not_a_zone in [
            "UTC-5",
            "-05:00",
            "Etc/GMT+5",
            "Nowhere/Land",
            "",
            "../etc/passwd",
        ] {
            assert_eq!(meant(not_a_zone), None, "{not_a_zone}");
        }
    }

    #[test]
    fn the_list_to_choose_from_holds_places() {
        let names = Zone::all_names();
        assert!(names.iter().any(|name| name == "Australia/Lord_Howe"));
        assert!(names.iter().all(|name| Zone::named(name).is_some()));
        assert!(!names.iter().any(|name| name.starts_with("Etc/")));
    }

    #[test]
    fn offsets_follow_the_clocks() {
        let at = |name: &str, at_ms| Zone::named(name).map(|zone| zone.with_offset(at_ms));
        // 23 November 2026, 17:00 UTC, and half a year before.
        let (winter, summer) = (1_795_453_200_000, 1_779_555_600_000);
        let lines = [
            at("America/New_York", winter),
            at("America/New_York", summer),
            at("Asia/Kolkata", winter),
        ];
        let lines: Vec<String> = lines.into_iter().flatten().collect();
        assert_eq!(
            lines,
            [
                "2026-11-23T12:00:00-05:00",
                "2026-05-23T13:00:00-04:00",
                "2026-11-23T22:30:00+05:30"
            ]
        );
    }

    #[test]
    fn instants_beyond_the_calendar_show_its_end() {
        let zone = Zone::utc();
        assert_eq!(zone.wall_clock(i64::MAX).year(), 9999);
        assert_eq!(zone.wall_clock(i64::MIN).year(), -9999);
    }
}
