//! Live sessions, simulated: random people with screens of their own, faults of every kind, and a
//! referee who knows the rules.

mod acts;
mod census;
mod closing;
mod digest;
mod evening;
mod person;
mod probe;
mod reached;
mod referee;
mod together;
mod world;

use std::io::Write;

use ::circle::{
    Circle, PersonId,
    command::{Input, Refusal},
    event::Outbox,
    format::Format,
    view::{LeadView, View},
};

pub use ::circle::Broken;

use self::{
    digest::Digest,
    evening::Evening,
    referee::Referee,
    world::{Entry, JUMPED, World},
};
pub use self::{
    reached::{RARELY_REACHED, WORTH_REACHING},
    referee::{Rule, Violation},
};
use crate::{rng::Rng, tally::Tally};

/// How to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Breaks this rule on purpose.
    pub broken: Option<Broken>,
    /// Tells everything that happens.
    pub told: bool,
}

/// Sees everything and is nobody.
const NOBODY: PersonId = PersonId(0);

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    pub violation: Option<Violation>,
    pub tally: Tally,
    pub story: Vec<String>,
}

/// Runs the evening of `seed`, judged step by step, and then its journal once more: the same
/// inputs have to give the same bytes.
#[must_use]
pub fn run(seed: u64, options: Options, shipped: &[Format]) -> Run {
    let mut world = match world_of(seed, options, shipped) {
        Ok(world) => world,
        Err(violation) => {
            return Run {
                violation: Some(violation),
                tally: Tally::default(),
                story: Vec::new(),
            };
        }
    };
    let lived = world.live();
    let violation = lived.err().or_else(|| replay(&world, options).err());
    Run {
        violation,
        tally: world.tally,
        story: world.story.unwrap_or_default(),
    }
}

fn world_of(seed: u64, options: Options, shipped: &[Format]) -> Result<World, Violation> {
    let mut rng = Rng::new(seed);
    let evening = Evening::draw(&mut rng.fork(), shipped);
    let circle = open(&evening, options);
    let view = empty_view(&evening).ok_or_else(|| Violation {
        rule: Rule::DoorHeld,
        step: 0,
        seen: "the facilitator can't come in".to_owned(),
    })?;
    let referee = Referee::open(&evening.config, view);
    let mut world = World::new(circle, referee, evening, rng.fork());
    world.broken = options.broken;
    world.story = options.told.then(Vec::new);
    Ok(world)
}

fn open(evening: &Evening, options: Options) -> Circle {
    let mut circle = Circle::open(evening.config.clone());
    if let Some(rule) = options.broken {
        circle.break_rule(rule);
    }
    circle
}

/// What everybody could see before anybody came: what the first to come sees, without themself.
fn empty_view(evening: &Evening) -> Option<View> {
    let mut circle = Circle::open(evening.config.clone());
    let first = evening.people.first().map(|person| person.entry);
    let mut view = first.and_then(|entry| {
        let who = entry.who;
        let entered = circle.handle(0, &Input::Enter(entry), &mut Outbox::default());
        entered.ok().and_then(|()| circle.view(who))
    })?;
    view.me = NOBODY;
    view.leads = false;
    view.seats.clear();
    view.lead = LeadView {
        who: None,
        wanted: false,
    };
    Some(view)
}

/// Feeds the journal to two fresh circles: the whole of it to one, whose every byte has to be the
/// same, and to the other only what a server keeps, which has to lead to the same session.
fn replay(world: &World, options: Options) -> Result<(), Violation> {
    let mut circle = open(&world.evening, options);
    let mut rebuilt = open(&world.evening, options);
    let mut digest = Digest::default();
    for entry in &world.journal {
        let mut out = Outbox::default();
        let answer = feed(&mut circle, entry, &mut out);
        write_down(&mut digest, answer, &out);
        if entry.lasts {
            let _ = feed(&mut rebuilt, entry, &mut Outbox::default());
        }
    }
    let same = digest == world.digest;
    world.demand(
        same,
        Rule::SameBytes,
        "the journal, fed again, said something else",
    )?;
    let same = circle.snapshot() == world.circle.snapshot();
    world.demand(
        same,
        Rule::SameBytes,
        "the journal, fed again, gave another circle",
    )?;
    // When the clock jumped ahead and back, and nothing came of it, a server that comes back has
    // not seen it: the rest of its session is then told by the better clock.
    let same = world.tally.of(JUMPED) > 0 || world.looks_as(&rebuilt);
    world.demand(
        same,
        Rule::Replayed,
        "what lasts of the journal gave another session",
    )
}

fn feed(circle: &mut Circle, entry: &Entry, out: &mut Outbox) -> Result<(), Refusal> {
    match &entry.input {
        Some(input) => circle.handle(entry.now, input, out),
        None => {
            circle.tick(entry.now, out);
            Ok(())
        }
    }
}

/// Adds what came of one input to the fingerprint.
fn write_down(digest: &mut Digest, answer: Result<(), Refusal>, out: &Outbox) {
    // A fingerprint takes every byte, and the outbox holds nothing that JSON can't.
    let _ = write!(digest, "{answer:?}");
    for (audience, event) in &out.events {
        let _ = write!(digest, "{audience:?}");
        let _ = serde_json::to_writer(&mut *digest, event);
    }
}
