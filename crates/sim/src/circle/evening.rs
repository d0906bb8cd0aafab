//! What an evening is like: drawn once from the seed.

use ::circle::{
    Config, Millis,
    activity::ActivityKind,
    command::Door,
    format::{Crosstalk, Format, Phase, PhaseKind},
};

use super::{acts::one_of, person::Person};
use crate::rng::Rng;

const CROSSTALKS: [Crosstalk; 3] = [Crosstalk::None, Crosstalk::Invited, Crosstalk::Open];

/// How a session comes to its end, once the evening's faults are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// Whoever leads goes through the parts that are left, or ends it; somebody takes the lead
    /// when nobody has it.
    Led,
    /// Nobody leads and nobody wants to; somebody presses «end» once the time is over.
    Unled,
    /// Every line is gone, for good.
    Empty,
    /// Who leads does nothing any more, and their line stays; the others press «end».
    IdleLead,
}

/// The conditions of one run.
#[derive(Clone, Debug)]
pub(super) struct Evening {
    pub(super) config: Config,
    pub(super) people: Vec<Person>,
    /// The longest that a command is under way.
    pub(super) delay_ms: Millis,
    /// Chances per thousand: a command arrives twice, the clock jumps, the server dies.
    pub(super) repeats: u64,
    pub(super) jumps: u64,
    pub(super) crashes: u64,
    /// When faults end and the session is brought to its close.
    pub(super) close_at: Millis,
    pub(super) close: Close,
    /// How long a person waits between two thoughts, on average.
    pub(super) thought_ms: Millis,
}

/// A Tuesday evening in 2026. Nothing depends on it.
const SCHEDULED_AT: Millis = 1_790_000_000_000;
/// Thoughts in one run, all people together: enough to get through a session, few enough for ten
/// thousand runs in a coffee break.
const THOUGHTS: Millis = 260;
/// And in an evening that is mostly working time.
const THOUGHTS_AT_WORK: Millis = 900;
/// The working time of such an evening, in minutes.
const WORK_MINUTES: u8 = 60;

impl Evening {
    pub(super) fn draw(rng: &mut Rng, shipped: &[Format]) -> Self {
        let rough = rng.chance(400);
        let count = match rng.below(20) {
            0 => 1,
            1 => 2,
            2 => rng.between(20, 70),
            _ => rng.between(3, 14),
        };
        let people: Vec<Person> = (1..=count.unsigned_abs())
            .map(|number| Person::draw(number, rng, rough))
            .collect();
        let works = rng.chance(450);
        let format = if works {
            at_work(rng, shipped)
        } else {
            draw_format(rng, shipped)
        };
        let thoughts = if works { THOUGHTS_AT_WORK } else { THOUGHTS };
        let pace = [1, 1, 1, 5, 20, 60][rng.index(6)];
        let minutes = Millis::from(format.target_minutes()) * 60_000 / Millis::from(pace);
        let mut per_thousand = |rough_most: u64| rng.below(if rough { rough_most } else { 3 });
        let (repeats, jumps, crashes) = (per_thousand(300), per_thousand(25), per_thousand(25));
        Self {
            config: Config {
                format,
                pace: u32::try_from(pace).unwrap_or(1),
                scheduled_at: SCHEDULED_AT,
                door: [Door::Open, Door::Vouched, Door::Vouched][rng.index(3)],
            },
            people,
            delay_ms: [50, 500, 5_000][rng.index(3)],
            repeats,
            jumps,
            crashes,
            close_at: SCHEDULED_AT + minutes * rng.between(-1, 14) / 10,
            close: [
                Close::Led,
                Close::Led,
                Close::Unled,
                Close::Empty,
                Close::IdleLead,
            ][rng.index(5)],
            thought_ms: (minutes * count / thoughts).max(200),
        }
    }
}

/// A shipped format that spends most of the evening in its working time, with what a community may
/// have planned for it.
fn at_work(rng: &mut Rng, shipped: &[Format]) -> Format {
    let works = |format: &&Format| {
        let mut phases = format.phases.iter();
        phases.any(|phase| phase.kind == PhaseKind::Working)
    };
    let working: Vec<&Format> = shipped.iter().filter(works).collect();
    let mut format = rng
        .pick(&working)
        .map_or_else(Format::renew_90, |format| (*format).clone());
    for phase in &mut format.phases {
        if phase.kind == PhaseKind::Working {
            phase.minutes.target = WORK_MINUTES;
            phase.minutes.max = WORK_MINUTES;
            phase.activities = vec![one_of(rng, ActivityKind::ALL)];
        } else {
            (phase.minutes.min, phase.minutes.target) = (1, 2);
        }
    }
    format
}

/// A shipped format, or one that a community might have made of it: fewer parts, other minutes.
fn draw_format(rng: &mut Rng, shipped: &[Format]) -> Format {
    let Some(mut format) = rng.pick(shipped).cloned() else {
        return Format::talking_circle();
    };
    if rng.chance(500) {
        return format;
    }
    let keep = |phase: &Phase, rng: &mut Rng| phase.required || rng.chance(600);
    format.phases.retain(|phase| keep(phase, rng));
    for phase in &mut format.phases {
        let target = u8::try_from(rng.between(1, 20)).unwrap_or(1);
        phase.minutes.min = 1 + target / 3;
        phase.minutes.target = target.max(phase.minutes.min);
        phase.minutes.max = target.saturating_mul(2).max(phase.minutes.target);
        // No part of ours is an open conversation; a community's may be.
        phase.crosstalk = one_of(rng, CROSSTALKS);
    }
    format.seats_max = u8::try_from(rng.between(2, 60)).unwrap_or(8);
    format
}
