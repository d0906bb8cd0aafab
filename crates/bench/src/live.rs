//! `bench live`: what it costs to tell a room that something changed.
//!
//! Rooms of 20. In each, somebody raises or lowers a hand so many times a second; every such act
//! is checked by the circle, journalled, serialised and sent to all twenty. Beside it, in the same
//! run and with frames of the same size, a bare axum server that only broadcasts. Rounds alternate
//! and the medians are compared, so that a slow minute of the machine falls on both.

use std::time::{Duration, Instant};

use clap::Args;

use crate::community::Community;
use crate::crowd::{Crowd, Tally};
use crate::process::Server;
use crate::stats::{median, percentile};

/// How the rooms are loaded.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LiveArgs {
    #[arg(long, default_value_t = 25)]
    pub(crate) rooms: u32,
    #[arg(long, default_value_t = 20)]
    pub(crate) people: u32,
    /// Acts per second in each room.
    #[arg(long, default_value_t = 4.0)]
    pub(crate) rate: f64,
    /// Seconds of each round.
    #[arg(long, default_value_t = 6)]
    pub(crate) seconds: u64,
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
}

/// One round's outcome.
#[derive(Clone, Copy, Debug)]
struct Round {
    cpu_us_per_delivery: f64,
    p50_ms: f64,
    p99_ms: f64,
}

pub(crate) async fn run(args: LiveArgs) -> Result<(), String> {
    println!(
        "{} rooms of {}, {} acts a second in each, {} rounds of {} s, in turn",
        args.rooms, args.people, args.rate, args.rounds, args.seconds
    );
    let community = Community::prepare(args.rooms, args.people).await?;
    let renew = Server::start(&["serve-renew", &community.folder()])?;
    let ours = Crowd::take_seats(&renew.address, &community, args.rate).await?;
    let sample = measure(&renew, &ours, 2).await?;
    let bytes = sample.1.bytes_per_delivery();
    println!("a frame of Renew's holds {bytes} bytes; the bare server sends as many");
    let direct = Server::start(&["serve-direct"])?;
    let bare = Crowd::broadcast(&direct.address, args.rooms, args.people, args.rate, bytes).await?;

    let mut rounds = (Vec::new(), Vec::new());
    for _ in 0..args.rounds {
        rounds.0.push(measure(&renew, &ours, args.seconds).await?.0);
        rounds
            .1
            .push(measure(&direct, &bare, args.seconds).await?.0);
    }
    let connections = u64::from(args.rooms * args.people);
    report("Renew", &rounds.0, renew.resident_bytes()? / connections);
    report(
        "bare axum broadcast",
        &rounds.1,
        direct.resident_bytes()? / connections,
    );
    let ratio = |of: fn(&Round) -> f64| {
        let pairs: Vec<f64> = rounds
            .0
            .iter()
            .zip(&rounds.1)
            .map(|(ours, bare)| of(ours) / of(bare))
            .collect();
        median(&pairs)
    };
    println!(
        "Renew / bare: CPU per delivery {:.2} (target at most 1.43), p99 {:.2} (target at most 2)",
        ratio(|round| round.cpu_us_per_delivery),
        ratio(|round| round.p99_ms),
    );
    Ok(())
}

async fn measure(server: &Server, crowd: &Crowd, seconds: u64) -> Result<(Round, Tally), String> {
    let before = server.cpu_seconds()?;
    let began = Instant::now();
    let tally = crowd.load(Duration::from_secs(seconds)).await;
    let cpu = server.cpu_seconds()? - before;
    if tally.deliveries == 0 {
        return Err("nothing was delivered".into());
    }
    let round = Round {
        cpu_us_per_delivery: cpu * 1e6 / tally.deliveries as f64,
        p50_ms: percentile(&tally.latencies_ms, 50.0),
        p99_ms: percentile(&tally.latencies_ms, 99.0),
    };
    tell(began.elapsed(), &tally, cpu);
    Ok((round, tally))
}

fn tell(took: Duration, tally: &Tally, cpu: f64) {
    println!(
        "  {:>8} deliveries in {:.1} s, {:.2} CPU-s",
        tally.deliveries,
        took.as_secs_f64(),
        cpu
    );
}

fn report(name: &str, rounds: &[Round], bytes_each: u64) {
    let of = |of: fn(&Round) -> f64| median(&rounds.iter().map(of).collect::<Vec<_>>());
    let cpu = of(|round| round.cpu_us_per_delivery);
    println!(
        "{name}: {cpu:.1} CPU-s per million deliveries ({:.0} deliveries per CPU-s), \
         p50 {:.2} ms, p99 {:.2} ms, {} kB of memory per connection (program included)",
        1e6 / cpu,
        of(|round| round.p50_ms),
        of(|round| round.p99_ms),
        bytes_each / 1024,
    );
}
