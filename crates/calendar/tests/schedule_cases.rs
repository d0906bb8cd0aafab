//! A table of cases: what a group agreed on, and the instants that follow. The instants were
//! worked out by hand from the published rules of each zone's clock.
#![allow(clippy::unwrap_used)]

use calendar::{Rule, Schedule, Zone};
use jiff::Timestamp;
use jiff::civil::Time;

/// A rule, a start on the wall clock, a zone, from when on (a day in UTC), and the next starts.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

#[rustfmt::skip]
const CASES: [Case; 76] = [
    // Ordinary weeks.
    ("weekly:tue", "19:00", "America/New_York", "2026-01-05", &["2026-01-07T00:00", "2026-01-14T00:00"]),
    ("weekly:tue,thu", "19:00", "Europe/Madrid", "2026-01-05", &["2026-01-06T18:00", "2026-01-08T18:00", "2026-01-13T18:00"]),
    ("weekly:sun", "00:00", "UTC", "2026-01-04", &["2026-01-04T00:00", "2026-01-11T00:00"]),
    ("weekly:sat", "23:59", "Asia/Kathmandu", "2026-01-05", &["2026-01-10T18:14"]),
    ("weekly:", "19:00", "UTC", "2026-01-05", &[]),
    ("weekly:sun,mon,tue,wed,thu,fri,sat", "12:00", "Asia/Tokyo", "2026-01-05", &["2026-01-05T03:00", "2026-01-06T03:00"]),
    ("weekly:mon", "08:00", "Pacific/Kiritimati", "2026-01-05", &["2026-01-11T18:00"]),
    ("weekly:mon", "08:00", "Pacific/Pago_Pago", "2026-01-05", &["2026-01-05T19:00"]),
    // The clock goes forward: northern zones. The meeting is as much later as the clock jumps.
    ("weekly:sun", "02:30", "America/New_York", "2026-03-01", &["2026-03-01T07:30", "2026-03-08T07:30", "2026-03-15T06:30"]),
    ("weekly:sun", "01:59", "America/New_York", "2026-03-08", &["2026-03-08T06:59"]),
    ("weekly:sun", "02:00", "America/New_York", "2026-03-08", &["2026-03-08T07:00"]),
    ("weekly:sun", "02:59", "America/New_York", "2026-03-08", &["2026-03-08T07:59"]),
    ("weekly:sun", "03:00", "America/New_York", "2026-03-08", &["2026-03-08T07:00"]),
    ("weekly:sun", "02:30", "America/Los_Angeles", "2026-03-08", &["2026-03-08T10:30"]),
    ("weekly:sun", "02:30", "America/St_Johns", "2026-03-08", &["2026-03-08T06:00"]),
    ("weekly:sun", "02:30", "Europe/Madrid", "2026-03-29", &["2026-03-29T01:30", "2026-04-05T00:30"]),
    ("weekly:sun", "01:30", "Europe/London", "2026-03-29", &["2026-03-29T01:30", "2026-04-05T00:30"]),
    ("weekly:sun", "01:30", "Europe/Dublin", "2026-03-29", &["2026-03-29T01:30", "2026-04-05T00:30"]),
    ("weekly:sun", "00:30", "Atlantic/Azores", "2026-03-29", &["2026-03-29T01:30", "2026-04-05T00:30"]),
    ("weekly:sun", "03:30", "Europe/Helsinki", "2026-03-29", &["2026-03-29T01:30", "2026-04-05T00:30"]),
    ("weekly:sun", "00:00", "Asia/Beirut", "2026-03-22", &["2026-03-28T22:00", "2026-04-04T21:00"]),
    ("weekly:fri", "00:15", "Africa/Cairo", "2026-04-20", &["2026-04-23T22:15", "2026-04-30T21:15"]),
    ("weekly:fri", "02:30", "Asia/Jerusalem", "2026-03-26", &["2026-03-27T00:30", "2026-04-02T23:30"]),
    // The clock goes forward: southern zones, and jumps of other lengths.
    ("weekly:sun", "02:15", "Australia/Lord_Howe", "2026-10-01", &["2026-10-03T15:45", "2026-10-10T15:15"]),
    ("weekly:sun", "02:00", "Australia/Lord_Howe", "2026-10-01", &["2026-10-03T15:30"]),
    ("weekly:sun", "02:29", "Australia/Lord_Howe", "2026-10-01", &["2026-10-03T15:59"]),
    ("weekly:sun", "02:30", "Australia/Lord_Howe", "2026-10-01", &["2026-10-03T15:30"]),
    ("weekly:sun", "02:30", "Australia/Sydney", "2026-10-01", &["2026-10-03T16:30", "2026-10-10T15:30"]),
    ("weekly:sun", "02:30", "Australia/Adelaide", "2026-10-01", &["2026-10-03T17:00", "2026-10-10T16:00"]),
    ("weekly:sun", "02:30", "Pacific/Auckland", "2026-09-25", &["2026-09-26T14:30", "2026-10-03T13:30"]),
    ("weekly:sun", "03:00", "Pacific/Chatham", "2026-09-25", &["2026-09-26T14:15", "2026-10-03T13:15"]),
    ("weekly:sun", "00:30", "America/Santiago", "2026-09-05", &["2026-09-06T04:30", "2026-09-13T03:30"]),
    ("weekly:sun", "00:00", "America/Asuncion", "2022-10-01", &["2022-10-02T04:00", "2022-10-09T03:00"]),
    // The clock shows a time twice: the first counts.
    ("weekly:sun", "01:30", "America/New_York", "2026-10-31", &["2026-11-01T05:30", "2026-11-08T06:30"]),
    ("weekly:sun", "01:00", "America/New_York", "2026-10-31", &["2026-11-01T05:00"]),
    ("weekly:sun", "02:00", "America/New_York", "2026-10-31", &["2026-11-01T07:00"]),
    ("weekly:sun", "00:59", "America/New_York", "2026-10-31", &["2026-11-01T04:59"]),
    ("weekly:sun", "01:30", "America/St_Johns", "2026-10-31", &["2026-11-01T04:00", "2026-11-08T05:00"]),
    ("weekly:sun", "02:30", "Europe/Madrid", "2026-10-24", &["2026-10-25T00:30", "2026-11-01T01:30"]),
    ("weekly:sun", "01:30", "Europe/London", "2026-10-24", &["2026-10-25T00:30", "2026-11-01T01:30"]),
    ("weekly:sun", "00:30", "Atlantic/Azores", "2026-10-24", &["2026-10-25T00:30", "2026-11-01T01:30"]),
    ("weekly:sat", "23:30", "Asia/Beirut", "2026-10-24", &["2026-10-24T20:30", "2026-10-31T21:30"]),
    ("weekly:sun", "01:30", "Asia/Jerusalem", "2026-10-24", &["2026-10-24T22:30", "2026-10-31T23:30"]),
    ("weekly:sun", "01:45", "Australia/Lord_Howe", "2026-04-04", &["2026-04-04T14:45", "2026-04-11T15:15"]),
    ("weekly:sun", "01:30", "Australia/Lord_Howe", "2026-04-04", &["2026-04-04T14:30"]),
    ("weekly:sun", "01:29", "Australia/Lord_Howe", "2026-04-04", &["2026-04-04T14:29"]),
    ("weekly:sun", "02:00", "Australia/Lord_Howe", "2026-04-04", &["2026-04-04T15:30"]),
    ("weekly:sun", "02:30", "Australia/Sydney", "2026-04-04", &["2026-04-04T15:30", "2026-04-11T16:30"]),
    ("weekly:sun", "02:30", "Pacific/Auckland", "2026-04-04", &["2026-04-04T13:30", "2026-04-11T14:30"]),
    ("weekly:sun", "03:00", "Pacific/Chatham", "2026-04-04", &["2026-04-04T13:15", "2026-04-11T14:15"]),
    ("weekly:sat", "23:30", "America/Santiago", "2026-04-04", &["2026-04-05T02:30", "2026-04-12T03:30"]),
    // Zones whose clocks stay, or that left their summer time behind.
    ("weekly:sun", "02:30", "America/Phoenix", "2026-03-08", &["2026-03-08T09:30", "2026-03-15T09:30"]),
    ("weekly:sun", "02:30", "America/Mexico_City", "2026-04-05", &["2026-04-05T08:30", "2026-04-12T08:30"]),
    ("weekly:sun", "02:30", "America/Sao_Paulo", "2026-11-01", &["2026-11-01T05:30"]),
    ("weekly:sun", "02:30", "Australia/Brisbane", "2026-10-03", &["2026-10-03T16:30"]),
    // The month of fasting puts Morocco's clock back.
    ("weekly:sun", "02:30", "Africa/Casablanca", "2026-02-14", &["2026-02-15T01:30", "2026-02-22T02:30"]),
    // Samoa had no 30 December 2011.
    ("weekly:fri", "19:00", "Pacific/Apia", "2011-12-25", &["2011-12-31T05:00", "2012-01-06T05:00"]),
    // Every n weeks; a week begins on Sunday.
    ("every:2w:2026-01-06:tue", "19:00", "UTC", "2026-01-01", &["2026-01-06T19:00", "2026-01-20T19:00", "2026-02-03T19:00"]),
    ("every:2w:2026-01-06:tue", "19:00", "UTC", "2026-01-07", &["2026-01-20T19:00"]),
    ("every:2w:2026-01-06:sun,sat", "19:00", "UTC", "2026-01-01", &["2026-01-04T19:00", "2026-01-10T19:00", "2026-01-18T19:00"]),
    ("every:2w:2026-01-06:tue", "19:00", "UTC", "2025-12-10", &["2025-12-23T19:00", "2026-01-06T19:00"]),
    ("every:3w:2026-03-08:sun", "02:30", "America/New_York", "2026-02-20", &["2026-03-08T07:30", "2026-03-29T06:30"]),
    ("every:52w:2026-01-06:tue", "19:00", "UTC", "2026-01-07", &["2027-01-05T19:00"]),
    ("every:1w:2026-01-06:wed", "19:00", "UTC", "2026-01-01", &["2026-01-07T19:00", "2026-01-14T19:00"]),
    ("every:2w:2026-01-06:", "19:00", "UTC", "2026-01-01", &[]),
    // In the month.
    ("monthly:1,3:tue", "19:00", "UTC", "2026-01-01", &["2026-01-06T19:00", "2026-01-20T19:00", "2026-02-03T19:00"]),
    ("monthly:last:fri", "19:00", "UTC", "2026-01-31", &["2026-02-27T19:00", "2026-03-27T19:00"]),
    ("monthly:5:wed", "19:00", "UTC", "2026-01-01", &["2026-04-29T19:00", "2026-07-29T19:00", "2026-09-30T19:00"]),
    ("monthly:5:sun", "19:00", "UTC", "2024-02-01", &["2024-03-31T19:00", "2024-06-30T19:00"]),
    ("monthly:4,last:sat", "19:00", "UTC", "2026-01-20", &["2026-01-24T19:00", "2026-01-31T19:00", "2026-02-28T19:00"]),
    ("monthly:2:sun", "02:30", "America/New_York", "2026-02-20", &["2026-03-08T07:30", "2026-04-12T06:30"]),
    ("monthly:1:sun", "01:45", "Australia/Lord_Howe", "2026-04-01", &["2026-04-04T14:45", "2026-05-02T15:15"]),
    ("monthly:1:sat,sun", "10:00", "UTC", "2026-08-01", &["2026-08-01T10:00", "2026-08-02T10:00", "2026-09-05T10:00"]),
    ("monthly::tue", "19:00", "UTC", "2026-01-01", &[]),
    // Single dates.
    ("dates:2026-12-24,2026-03-08", "02:30", "America/New_York", "2026-01-01", &["2026-03-08T07:30", "2026-12-24T07:30"]),
    ("dates:2024-02-29", "19:00", "Europe/Madrid", "2024-02-01", &["2024-02-29T18:00"]),
];

#[test]
fn the_instants_follow_from_what_was_agreed() {
    for (rule, start, zone, from, expected) in CASES {
        let parsed = Rule::read(rule).unwrap();
        assert_eq!(Rule::read(&parsed.to_string()).as_ref(), Ok(&parsed));
        let start: Time = start.parse().unwrap();
        let zone = Zone::named(zone).unwrap();
        let from: Timestamp = format!("{from}T00:00:00Z").parse().unwrap();
        let schedule = Schedule::by(parsed, start, 60, zone);
        let found: Vec<String> = schedule
            .next(from.as_millisecond(), expected.len().max(1))
            .iter()
            .map(|occurrence| Timestamp::from_millisecond(occurrence.start_ms).unwrap())
            .map(|start| start.strftime("%Y-%m-%dT%H:%M").to_string())
            .collect();
        assert_eq!(found, expected, "{rule} at {start} in {:?}", schedule.zone);
    }
}
