//! The finder: the commonest questions, asked of the index and of SQLite with the best indexes we
//! could give it.
//!
//! Both give the ids of the first fifty and say how many there are in all. Most of SQLite's time
//! goes into that number, so its last column is what the fifty ids alone would take it.

mod invented;
mod rival;

use std::time::Instant;

use calendar::finder::{Bucket, Index, MILE_KM, Meeting, Moment, Near, Order, Point, Query};
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
const BUILDS: usize = 5;
/// Answers of each question that are compared.
const COMPARED: usize = 20;

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

/// Beside the twenty: how many would be found with each type.
const COUNTS: [(&str, Change); 3] = [
    ("types of all", |_, _| {}),
    ("types of online", |q, _| online(q)),
    ("types near 25 miles", |q, d| near(q, d, 25.0)),
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

/// Builds it a few times, as a program does beside its readers, and says the best: the others had
/// to wait for the machine.
fn build(meetings: &[Meeting]) -> Index {
    let mut built_ms = f64::INFINITY;
    let mut build = || {
        let begun = Instant::now();
        let index = Index::build(meetings, NOW_MS);
        built_ms = built_ms.min(begun.elapsed().as_secs_f64() * 1000.0);
        index
    };
    for _ in 1..BUILDS {
        build();
    }
    let index = build();
    println!(
        "{} meetings; index built in {built_ms:.0} ms, {:.1} MB",
        index.len(),
        index.memory_bytes() as f64 / 1e6
    );
    index
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let meetings = invented::meetings(args.meetings);
    let index = build(&meetings);
    let rival = Rival::of(&meetings, NOW_MS)?;
    println!(
        "{:<28} {:>9} {:>9} {:>10} {:>10} {:>8} {:>7} {:>9}",
        "", "median us", "p99 us", "SQLite", "p99", "times", "same", "page only"
    );
    let mut rows = Vec::new();
    for (name, change) in QUESTIONS {
        let ours = |query: &Query| -> Vec<i64> {
            let answer = index.answer(query);
            let ids = answer.found.iter().map(|found| found.id);
            ids.chain(i64::try_from(answer.total)).collect()
        };
        let theirs = |query: &Query| rival.ask_with_total(query);
        let row = compare(name, args.seconds, change, ours, theirs)?;
        let pages = measure(args.seconds, change, |query| Ok(rival.ask(query)?.len()))?;
        println!("{:>9.1}", median(&pages));
        rows.push(Row {
            page_ratio: median(&pages) / row.median,
            ..row
        });
    }
    println!("\ncounts for {} types", index.types().len());
    for (name, change) in COUNTS {
        let ours = |query: &Query| -> Vec<i64> {
            let counting = Query {
                counts: true,
                ..query.clone()
            };
            let counts = index.answer(&counting).counts.unwrap_or_default();
            by_number(index.types(), &counts.types)
        };
        let theirs = |query: &Query| rival.count_types(query, invented::TYPES);
        compare(name, args.seconds, change, ours, theirs)?;
        println!();
    }
    conclude(&rows);
    Ok(())
}

/// Counts in the order of the numbers of their codes.
fn by_number(codes: &[String], counts: &[usize]) -> Vec<i64> {
    let mut ordered = vec![0; invented::TYPES as usize];
    for (code, count) in codes.iter().zip(counts) {
        let place = code.trim_start_matches('T').parse::<usize>().ok();
        if let Some(kept) = place.and_then(|place| ordered.get_mut(place)) {
            *kept = i64::try_from(*count).unwrap_or(i64::MAX);
        }
    }
    ordered
}

/// What a question takes: the median and the 99th percentile of the index, in microseconds, how
/// many times as long SQLite takes in the median, and how many of the answers are the same.
struct Row {
    name: &'static str,
    median: f64,
    p99: f64,
    ratio: f64,
    /// The same for SQLite's first page alone, which it need not count.
    page_ratio: f64,
    same: usize,
}

fn compare(
    name: &'static str,
    seconds: f64,
    change: Change,
    ours: impl Fn(&Query) -> Vec<i64>,
    theirs: impl Fn(&Query) -> Result<Vec<i64>, String>,
) -> Result<Row, String> {
    let mut dice = Dice(99);
    let mut same = 0;
    for _ in 0..COMPARED {
        let query = question(change, &mut dice);
        same += usize::from(ours(&query) == theirs(&query)?);
    }
    let our_times = measure(seconds, change, |query| Ok(ours(query).len()))?;
    let their_times = measure(seconds, change, |query| Ok(theirs(query)?.len()))?;
    let row = Row {
        name,
        median: median(&our_times),
        p99: percentile(&our_times, 99.0),
        ratio: median(&their_times) / median(&our_times),
        page_ratio: f64::NAN,
        same,
    };
    print!(
        "{name:<28} {:>9.1} {:>9.1} {:>10.1} {:>10.1} {:>7.1}x {same:>4}/{COMPARED} ",
        row.median,
        row.p99,
        median(&their_times),
        percentile(&their_times, 99.0),
        row.ratio,
    );
    Ok(row)
}

fn conclude(rows: &[Row]) {
    let medians: Vec<f64> = rows.iter().map(|row| row.median).collect();
    let p99s: Vec<f64> = rows.iter().map(|row| row.p99).collect();
    let mean = |ratio: fn(&Row) -> f64| {
        let logs: f64 = rows.iter().map(|row| ratio(row).ln()).sum();
        (logs / rows.len().max(1) as f64).exp()
    };
    println!(
        "\nmedian of medians {:.1} us, worst median {:.1} us (target: under 50),",
        median(&medians),
        percentile(&medians, 100.0)
    );
    println!(
        "worst p99 {:.1} us (target: under 500); {:.1}x as fast as SQLite with its count (geometric \
         mean; target: at least 50x), {:.1}x as its first page alone",
        percentile(&p99s, 100.0),
        mean(|row| row.ratio),
        mean(|row| row.page_ratio),
    );
    for row in rows.iter().filter(|row| row.misses()) {
        println!("beyond a target: {}", row.name);
    }
}

impl Row {
    fn misses(&self) -> bool {
        self.median >= 50.0 || self.p99 >= 500.0 || self.ratio < 50.0 || self.same < COMPARED
    }
}
