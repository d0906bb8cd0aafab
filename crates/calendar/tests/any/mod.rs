//! Any rule, season, exception and schedule, within the years that the tests walk through.
#![allow(clippy::unwrap_used)]

use calendar::schedule::{Change, Dates, Exception, Exceptions, Held, Ordinals, Season, Way};
use calendar::{Days, Rule, Schedule, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Time, date, time};
use proptest::prelude::*;

pub(crate) fn some_dates() -> impl Strategy<Value = Date> {
    (0..1_500_i64).prop_map(|offset| date(2024, 1, 1).checked_add(offset.days()).unwrap())
}

pub(crate) fn times() -> impl Strategy<Value = Time> {
    (0..24_i8, 0..60_i8, prop_oneof![Just(0_i8), 0..60_i8])
        .prop_map(|(hour, minute, second)| time(hour, minute, second, 0))
}

pub(crate) fn rules() -> impl Strategy<Value = Rule> {
    let days = || (0..128_i64).prop_map(|bits| Days::from_bits(bits).unwrap());
    let ordinals = prop::collection::vec(1..7_u8, 0..4).prop_map(|numbers| {
        numbers.into_iter().fold(Ordinals::NONE, |all, number| {
            all.and(Ordinals::nth(number).unwrap_or(Ordinals::LAST))
        })
    });
    prop_oneof![
        days().prop_map(Rule::Weekly),
        (1..9_u8, some_dates(), days()).prop_map(|(weeks, anchor, days)| Rule::EveryWeeks {
            weeks,
            anchor,
            days
        }),
        (ordinals, days()).prop_map(|(ordinals, days)| Rule::Monthly { ordinals, days }),
        prop::collection::vec(some_dates(), 0..30)
            .prop_map(|dates| Rule::Dates(Dates::of(dates).unwrap())),
    ]
}

pub(crate) fn seasons() -> impl Strategy<Value = Season> {
    (
        prop::option::of(some_dates()),
        prop::option::of(some_dates()),
    )
        .prop_map(|(first, last)| Season { first, last })
}

pub(crate) fn one_exception() -> impl Strategy<Value = Exception> {
    let way = prop_oneof![Just(Way::InPerson), Just(Way::Online), Just(Way::Hybrid)];
    let held = (
        prop::option::of(some_dates()),
        prop::option::of(times()),
        prop::option::of(0..1_440_u16),
        prop::option::of(way),
    )
        .prop_map(|(date, start, duration_minutes, way)| {
            Change::Held(Held {
                date,
                start,
                duration_minutes,
                way,
            })
        });
    (
        prop_oneof![Just(Change::Cancelled), held],
        "[ -~\n\r\t#\\\\é🌿]{0,40}",
    )
        .prop_map(|(change, note)| Exception { change, note })
}

pub(crate) fn exceptions() -> impl Strategy<Value = Exceptions> {
    prop::collection::vec((some_dates(), one_exception()), 0..12).prop_map(|list| {
        let mut exceptions = Exceptions::default();
        for (date, exception) in list {
            assert!(exceptions.set(date, exception));
        }
        exceptions
    })
}

pub(crate) fn schedules() -> impl Strategy<Value = Schedule> {
    let zone = prop::sample::select(vec!["UTC", "America/New_York", "Australia/Lord_Howe"]);
    (
        rules(),
        times(),
        0..1_500_u16,
        zone,
        seasons(),
        exceptions(),
    )
        .prop_map(
            |(rule, start, minutes, zone, season, exceptions)| Schedule {
                season,
                exceptions,
                ..Schedule::by(rule, start, minutes, Zone::named(zone).unwrap())
            },
        )
}
