//! `bench relay`: what it costs to let people hear each other.
//!
//! Rooms of ten and of thirty with one, three and all speaking, each voice 50 packets a second of
//! 80 bytes, over ICE, DTLS and SRTP within this machine. Beside our relay, in the same run and with the
//! same load, Janus with one event loop. Rounds alternate and each pair is compared, so that a slow
//! minute of the machine falls on both. What counts is packets that reached a listener for each
//! second of the server's time, user and system: when all speak, our relay passes four voices on and
//! Janus all of them. So what a room costs stands beside it, in percent of a core.
//!
//! Rooms of ten are measured a second time with the voices sealed by the session library instead of
//! by us: the floor under which even that must not fall.

mod caller;
mod crowd;
mod ear;
mod janus;
mod ours;
mod signalling;
mod soak;
mod stage;

use clap::Args;

use self::stage::{Round, Scenario, Speaking, Stage};
use crate::stats::median;

pub(crate) use self::ours::serve;

/// How the rooms are loaded.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct RelayArgs {
    /// Small rooms and one short round of each: under a minute.
    #[arg(long)]
    quick: bool,
    /// In Janus's rooms only those who speak publish. It then has half as many connections, but
    /// nobody else could be given the floor without negotiating first.
    #[arg(long)]
    lean: bool,
    /// Seconds of each round.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Instead of all that: hours of meetings, in which the floor goes round.
    #[arg(long)]
    soak: bool,
    /// Minutes of the soak.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// Rooms of ten in the soak.
    #[arg(long, default_value_t = 20)]
    rooms: u64,
}

/// Half of those who all speak at once, where a room is small, is as much as one core carries of
/// Janus; rooms of thirty are beyond it, which shows as packets that come late.
const SCENARIOS: [(u64, u64, Speaking); 6] = [
    (10, 10, Speaking::One),
    (10, 10, Speaking::Three),
    (5, 10, Speaking::All),
    (3, 30, Speaking::One),
    (3, 30, Speaking::Three),
    (1, 30, Speaking::All),
];
const QUICK: [(u64, u64, Speaking); 3] = [
    (4, 10, Speaking::One),
    (4, 10, Speaking::Three),
    (2, 10, Speaking::All),
];

pub(crate) fn run(args: &RelayArgs) -> Result<(), String> {
    if args.soak {
        return soak::run(args.minutes, args.rooms);
    }
    let missing = janus::is_missing();
    if let Some(sentence) = &missing {
        println!("{sentence}.");
    } else {
        println!("Beside Renew: Janus {}, event_loops=1", janus::version());
    }
    println!(
        "{:<16} {:<9} {:<6} {:>14} {:>11} {:>7} {:>7} {:>7} {:>8}  ratio, target",
        "rooms",
        "speaking",
        "server",
        "per CPU-second",
        "per second",
        "room %",
        "loss %",
        "late %",
        "worst %"
    );
    let scenarios: &[_] = if args.quick { &QUICK } else { &SCENARIOS };
    for (rooms, people, speaking) in scenarios.iter().copied() {
        let scenario = Scenario {
            rooms,
            people,
            speaking,
            lean: args.lean,
        };
        compare(args, scenario, missing.is_none())?;
    }
    Ok(())
}

/// How many times as much as Janus the session library alone delivers, at least.
const PLAIN_TARGET: f64 = 1.7;
/// Larger rooms are not measured with it: the whole run stays under four minutes.
const PLAIN_PEOPLE_MAX: u64 = 10;

fn compare(args: &RelayArgs, scenario: Scenario, with_janus: bool) -> Result<(), String> {
    let with_plain = scenario.people <= PLAIN_PEOPLE_MAX;
    let mut stage = Stage::set(scenario, with_plain, with_janus)?;
    let rounds = if args.quick { 1 } else { args.rounds };
    let (mut ours, mut plain, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(stage.ours(args.seconds)?);
        plain.extend(stage.plain(args.seconds)?);
        theirs.extend(stage.theirs(args.seconds)?);
    }
    let target = scenario.speaking.target();
    let verdict = verdict(&ours, &theirs, target) + &of_a_room(scenario, &ours, &theirs);
    report(scenario, "Renew", &ours, &verdict);
    if with_plain {
        let room = of_a_room(scenario, &plain, &theirs);
        let verdict = self::verdict(&plain, &theirs, PLAIN_TARGET) + &room;
        report(scenario, "plain", &plain, &verdict);
    }
    if with_janus {
        report(scenario, "Janus", &theirs, "");
    }
    Ok(())
}

/// Round by round, how many times as much as Janus, and what it should be.
fn verdict(rounds: &[Round], theirs: &[Round], target: f64) -> String {
    let pairs = rounds.iter().zip(theirs);
    let ratios: Vec<f64> = pairs
        .map(|(round, theirs)| round.per_cpu_second() / theirs.per_cpu_second())
        .collect();
    match median(&ratios) {
        _ if ratios.is_empty() => "nothing to compare with".to_owned(),
        ratio if ratio >= target => format!("{ratio:.2}, at least {target}"),
        ratio => format!("{ratio:.2}, SHORT of {target}"),
    }
}

/// How much less a whole room costs, where we pass on fewer voices than Janus: each packet that comes
/// in is paid for by fewer that go out, so that the ratio for each of these says the less the more
/// people speak.
fn of_a_room(scenario: Scenario, rounds: &[Round], theirs: &[Round]) -> String {
    if scenario.speaking != Speaking::All || theirs.is_empty() {
        return String::new();
    }
    let pairs = rounds.iter().zip(theirs);
    let ratios: Vec<f64> = pairs
        .map(|(round, theirs)| theirs.cpu_percent() / round.cpu_percent())
        .collect();
    format!(", a room costs 1/{:.1}", median(&ratios))
}

fn report(scenario: Scenario, name: &str, rounds: &[Round], verdict: &str) {
    let middle = |of: fn(&Round) -> f64| median(&rounds.iter().map(of).collect::<Vec<_>>());
    println!(
        "{:<16} {:<9} {name:<6} {:>14.0} {:>11.0} {:>7.2} {:>7.2} {:>7.2} {:>8.2}  {verdict}",
        format!("{} of {}", scenario.rooms, scenario.people),
        scenario.speaking.name(),
        middle(Round::per_cpu_second),
        middle(Round::per_second),
        middle(Round::cpu_percent) / scenario.rooms as f64,
        middle(Round::loss_percent),
        middle(Round::late_percent),
        middle(Round::worst_percent),
    );
}
