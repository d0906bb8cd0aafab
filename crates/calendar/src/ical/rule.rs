//! A recurrence rule (RFC 5545, 3.3.10) as it is written.

use jiff::civil::{DateTime, Weekday};

use super::value;

/// How often the period of a rule comes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// The last moment that a rule may reach, itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// An instant, milliseconds since the epoch.
    Instant(i64),
    /// A time on the wall clock of the event. A date alone is that day's midnight, as other readers
    /// take it: RFC 5545 wants a date here only where the events themselves are whole days.
    Local(DateTime),
}

/// A rule. Empty lists say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub frequency: Frequency,
    pub interval: i64,
    pub count: Option<u64>,
    pub until: Option<Until>,
    pub months: Vec<i64>,
    pub weeks: Vec<i64>,
    pub year_days: Vec<i64>,
    pub month_days: Vec<i64>,
    /// The ordinal (0 when there is none) and the day of the week.
    pub days: Vec<(i64, Weekday)>,
    pub hours: Vec<i64>,
    pub minutes: Vec<i64>,
    pub seconds: Vec<i64>,
    pub positions: Vec<i64>,
    pub week_start: Weekday,
    /// What becomes of a date that its month doesn't have (RFC 7529).
    pub skip: Skip,
    /// Parts that say nothing, such as a count of none: the rule is read without them.
    pub left_out: Vec<String>,
}

/// See [`Rule::skip`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skip {
    #[default]
    Omit,
    /// To the last day of that month.
    Backward,
    /// To the first day of the next month.
    Forward,
}

/// More values than any part can have that differ (366 days of a year, either way counted).
const VALUES_MAX: usize = 800;

impl Rule {
    /// Reads the value of an RRULE.
    ///
    /// # Errors
    /// What could not be read, in a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rule = Self::every(Frequency::Daily);
        let mut frequency = None;
        for part in text
            .trim()
            .split(';')
            .filter(|part| !part.trim().is_empty())
        {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| format!("the part \"{}\" has no value", short(part)))?;
            let name = name.trim().to_ascii_uppercase();
            let value = value.trim().to_ascii_uppercase();
            if name == "FREQ" {
                frequency = Some(frequency_of(&value)?);
            } else {
                rule.take(&name, &value)?;
            }
        }
        rule.frequency = frequency.ok_or("it has no FREQ")?;
        Ok(rule)
    }

    fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
            skip: Skip::Omit,
            left_out: Vec::new(),
        }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            // Some programs write a count or an interval of none, or of -1, for "not said".
            "INTERVAL" | "COUNT" if number(name, value, i64::MIN, 0).is_ok() => {
                self.left_out.push(format!("{name}={}", short(value)));
            }
            "INTERVAL" => self.interval = number(name, value, 1, i64::from(i32::MAX))?,
            "COUNT" => {
                self.count = Some(number(name, value, 1, i64::MAX)?.unsigned_abs());
            }
            "RSCALE" if value == "GREGORIAN" => {}
            "RSCALE" => return Err(format!("the calendar {} is not known", short(value))),
            "SKIP" => self.skip = skip(value)?,
            "UNTIL" => self.until = Some(until(value)?),
            "BYMONTH" => self.months = numbers(name, value, 1, 12)?,
            "BYWEEKNO" => self.weeks = signed(name, value, 53)?,
            "BYYEARDAY" => self.year_days = signed(name, value, 366)?,
            "BYMONTHDAY" => self.month_days = signed(name, value, 31)?,
            "BYDAY" => self.days = days(value)?,
            "BYHOUR" => self.hours = numbers(name, value, 0, 23)?,
            "BYMINUTE" => self.minutes = numbers(name, value, 0, 59)?,
            // A leap second (60) has no place on our clock; it is the end of its minute.
            "BYSECOND" => {
                self.seconds = numbers(name, value, 0, 60)?;
                self.seconds.iter_mut().for_each(|s| *s = (*s).min(59));
                self.seconds.dedup();
            }
            "BYSETPOS" => self.positions = signed(name, value, 366)?,
            "WKST" => self.week_start = weekday(value)?,
            _ if name.starts_with("X-") => {}
            _ => return Err(format!("the part {} is not known", short(name))),
        }
        Ok(())
    }

    /// Whether the rule is nothing but a frequency and an interval.
    pub(crate) fn is_plain(&self) -> bool {
        self.months.is_empty()
            && self.weeks.is_empty()
            && self.year_days.is_empty()
            && self.month_days.is_empty()
            && self.days.is_empty()
            && self.hours.is_empty()
            && self.minutes.is_empty()
            && self.seconds.is_empty()
            && self.positions.is_empty()
    }
}

fn frequency_of(value: &str) -> Result<Frequency, String> {
    Ok(match value {
        "SECONDLY" => Frequency::Secondly,
        "MINUTELY" => Frequency::Minutely,
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return Err(format!("FREQ={} is not known", short(value))),
    })
}

fn number(name: &str, value: &str, least: i64, most: i64) -> Result<i64, String> {
    value
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("{name}={} is out of range", short(value)))
}

fn numbers(name: &str, value: &str, least: i64, most: i64) -> Result<Vec<i64>, String> {
    let mut found = Vec::new();
    for item in value.split(',').take(VALUES_MAX) {
        found.push(number(name, item, least, most)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn signed(name: &str, value: &str, most: i64) -> Result<Vec<i64>, String> {
    let found = numbers(name, value, -most, most)?;
    if found.contains(&0) {
        return Err(format!("{name} has a 0, which counts nothing"));
    }
    Ok(found)
}

fn days(value: &str) -> Result<Vec<(i64, Weekday)>, String> {
    let mut found = Vec::new();
    for item in value.split(',').take(VALUES_MAX) {
        let item = item.trim();
        let cut = item.len().saturating_sub(2);
        let (ordinal, day) = item
            .split_at_checked(cut)
            .ok_or_else(|| format!("BYDAY={} is not known", short(item)))?;
        let ordinal = match ordinal {
            "" => 0,
            some => number("BYDAY", some, -53, 53)?,
        };
        found.push((ordinal, weekday(day)?));
    }
    Ok(found)
}

fn weekday(value: &str) -> Result<Weekday, String> {
    Ok(match value {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return Err(format!("the day {} is not known", short(value))),
    })
}

fn skip(value: &str) -> Result<Skip, String> {
    Ok(match value {
        "OMIT" => Skip::Omit,
        "BACKWARD" => Skip::Backward,
        "FORWARD" => Skip::Forward,
        _ => return Err(format!("SKIP={} is not known", short(value))),
    })
}

fn until(value: &str) -> Result<Until, String> {
    let bad = || format!("UNTIL={} is no time", short(value));
    let (civil, _, is_utc) = value::civil(value).ok_or_else(bad)?;
    if is_utc {
        return Ok(Until::Instant(value::civil_seconds(civil) * 1000));
    }
    Ok(Until::Local(civil))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
