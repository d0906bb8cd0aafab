//! The finder: the commonest questions, asked of the index and of SQLite with the best indexes we
//! could give it.
//!
//! SQLite's time includes the ids of the rows; it stops at the fiftieth, where the index also
//! counts all that would be found.

mod invented;
mod rival;

use std::time::Instant;

use calendar::finder::{Bucket, Index, MILE_KM, Moment, Near, Order, Point, Query};
use calendar::meeting_guide::Attendance;
use calendar::{Days, Zone};

use crate::stats::{median, percentile};
use invented::Dice;
use rival::Rival;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, default_value_t = 150_000)]
    meetings: usize,
    /// Seconds for each question and contender.
    #[arg(long, default_value_t = 0.5)]
    seconds: f64,
}

/// The tenth of June 2026 at six in the morning, UTC.
const NOW_MS: i64 = 1_781_071_200_000;
const TIMES_MAX: usize = 20_000;

type Change = fn(&mut Query, &mut Dice);

const QUESTIONS: [(&str, Change); 20] = [
    ("the next 50", |_, _| {}),
    ("on right now", |q, _| q.moment = Moment::InProgress),
    ("within two hours", |q, _| {
        q.moment = Moment::Soon { minutes: 120 }
    }),
    ("online, next", |q, _| {
        q.attendance = vec![Attendance::Online, Attendance::Hybrid]
    }),
    ("online, a type", |q, d| {
        online(q);
        a_type(q, d);
    }),
    ("online, two types", |q, d| {
        online(q);
        a_type(q, d);
        a_type(q, d);
    }),
    ("online, on now", |q, _| {
        online(q);
        q.moment = Moment::InProgress;
    }),
    ("online, Spanish", |q, _| {
        online(q);
        q.language = Some("es".into());
    }),
    ("near 25 miles", |q, d| near(q, d, 25.0)),
    ("near 25 miles, a type", |q, d| {
        near(q, d, 25.0);
        a_type(q, d);
    }),
    ("near 25 miles, on now", |q, d| {
        near(q, d, 25.0);
        q.moment = Moment::InProgress;
    }),
    ("near 5 miles, by distance", |q, d| {
        near(q, d, 5.0);
        q.order = Order::Distance;
    }),
    ("near 25 miles, evening", |q, d| {
        near(q, d, 25.0);
        q.buckets = vec![Bucket::Evening];
    }),
    ("a region", |q, d| region(q, d)),
    ("a region, a day", |q, d| {
        region(q, d);
        a_day(q, d);
    }),
    ("a day, evening, a type", |q, d| {
        a_day(q, d);
        a_type(q, d);
        q.buckets = vec![Bucket::Evening];
    }),
    ("a rare word", |q, d| {
        q.text = format!("{} ", 1000 + d.below(20_000))
    }),
    ("two words", |q, d| {
        q.text = format!("serenity {}", ["hop", "ste", "dail"][d.below(3) as usize])
    }),
    ("a beginning, a type", |q, d| {
        q.text = ["grat", "cou", "prom"][d.below(3) as usize].into();
        a_type(q, d);
    }),
    ("a phrase", |q, d| {
        q.text = ["\"big book\"", "\"happy hour\"", "\"young people\""][d.below(3) as usize].into()
    }),
];

fn online(query: &mut Query) {
    query.attendance = vec![Attendance::Online, Attendance::Hybrid];
}

fn a_type(query: &mut Query, dice: &mut Dice) {
    query
        .types
        .push(format!("T{}", dice.mostly_small(invented::TYPES)));
}

fn a_day(query: &mut Query, dice: &mut Dice) {
    query.days = Days::from_bits(1 << dice.below(7)).unwrap_or_default();
}

fn region(query: &mut Query, dice: &mut Dice) {
    query.regions = vec![vec![format!("State {}", dice.below(50))]];
}

fn near(query: &mut Query, dice: &mut Dice, miles: f64) {
    let (north, east) = invented::city(dice.mostly_small(invented::CITIES));
    let point = Point::new(north, east);
    query.near = point.map(|point| Near {
        point,
        within_km: miles * MILE_KM,
    });
}

fn question(change: Change, dice: &mut Dice) -> Query {
    let now_ms = NOW_MS + dice.below(1440) as i64 * 60_000;
    // Its clock does not change in the week of the measurement.
    let mut query = Query::at(
        now_ms,
        Zone::named("America/New_York").unwrap_or_else(Zone::utc),
    );
    change(&mut query, dice);
    query
}

/// Asks until the time is up; microseconds of each.
fn measure(
    seconds: f64,
    change: Change,
    mut ask: impl FnMut(&Query) -> Result<usize, String>,
) -> Result<Vec<f64>, String> {
    let mut dice = Dice(77);
    let mut taken = Vec::new();
    let begun = Instant::now();
    while taken.len() < 20 || (begun.elapsed().as_secs_f64() < seconds && taken.len() < TIMES_MAX) {
        let query = question(change, &mut dice);
        let asked = Instant::now();
        std::hint::black_box(ask(&query)?);
        taken.push(asked.elapsed().as_secs_f64() * 1e6);
    }
    Ok(taken)
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let meetings = invented::meetings(args.meetings);
    let begun = Instant::now();
    let index = Index::build(&meetings, NOW_MS);
    let built_ms = begun.elapsed().as_secs_f64() * 1000.0;
    println!(
        "{} meetings; index built in {built_ms:.0} ms, {:.1} MB",
        index.len(),
        index.memory_bytes() as f64 / 1e6
    );
    let rival = Rival::of(&meetings, NOW_MS)?;
    println!(
        "{:<28} {:>9} {:>9} {:>10} {:>10} {:>8} {:>7}",
        "", "median us", "p99 us", "SQLite", "p99", "times", "same"
    );
    let (mut medians, mut all, mut logs) = (Vec::new(), Vec::new(), 0.0);
    for (name, change) in QUESTIONS {
        let mut dice = Dice(99);
        let mut same = 0;
        for _ in 0..20 {
            let query = question(change, &mut dice);
            let ours: Vec<i64> = index
                .answer(&query)
                .found
                .iter()
                .map(|found| found.id)
                .collect();
            same += usize::from(ours == rival.ask(&query)?);
        }
        let ours = measure(args.seconds, change, |query| {
            Ok(index.answer(query).found.len())
        })?;
        let theirs = measure(args.seconds, change, |query| Ok(rival.ask(query)?.len()))?;
        let ratio = median(&theirs) / median(&ours);
        logs += ratio.ln();
        println!(
            "{name:<28} {:>9.1} {:>9.1} {:>10.1} {:>10.1} {ratio:>7.1}x {same:>4}/20",
            median(&ours),
            percentile(&ours, 99.0),
            median(&theirs),
            percentile(&theirs, 99.0),
        );
        medians.push(median(&ours));
        all.push(percentile(&ours, 99.0));
    }
    println!(
        "\nmedian of medians {:.1} us (target: under 50), worst p99 {:.1} us (target: under 500),",
        median(&medians),
        percentile(&all, 100.0)
    );
    println!(
        "geometric mean {:.1}x as fast as SQLite (target: at least 50x)",
        (logs / QUESTIONS.len() as f64).exp()
    );
    Ok(())
}
