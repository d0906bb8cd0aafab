//! A simulated person: sees only their own view, as a browser would, and does what people do.

use ::circle::{
    Millis, PersonId, TableId,
    activity::ActivityKind,
    command::{Act, Door, Entry, MayKnow, QuietWord, Role},
    format::{Crosstalk, Floor, Format, PhaseKind},
    view::{Heard, Nudge, Presence, State, View},
};

use super::{
    acts::{CHOICES, QUIET_WORDS, any_act, any_order, one_of},
    together,
};
use crate::rng::Rng;

/// How somebody is tonight, in chances per thousand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Temper {
    /// Sends something senseless instead of something that fits.
    pub(super) senseless: u64,
    /// Passes when offered a turn.
    pub(super) passes: u64,
    /// Loses the line at a given moment.
    pub(super) loses_line: u64,
    /// Steps out, leaves, changes their mind.
    pub(super) restless: u64,
    /// As who leads: overrules the conductor.
    pub(super) overrules: u64,
}

impl Temper {
    /// Most people are calm; some evenings and some people are not.
    pub(super) fn draw(rng: &mut Rng, rough: bool) -> Self {
        let scale = if rough { 4 } else { 1 };
        Self {
            senseless: rng.below(60) * scale,
            passes: rng.below(300),
            loses_line: rng.below(15) * scale,
            restless: rng.below(30) * scale,
            overrules: rng.below(120) * scale,
        }
    }
}

/// Somebody of the community tonight.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) entry: Entry,
    pub(super) temper: Temper,
    /// What their screen shows: nothing before they came and while their line is gone.
    pub(super) view: Option<View>,
    /// Whether their line is there.
    pub(super) connected: bool,
    /// The number drawn when their page opened, and the last command's on it.
    pub(super) page: u64,
    pub(super) sent: u32,
    /// At a table: the part and the turn (0: not theirs) that its screen showed when its line went.
    pub(super) left: Option<(u32, u64)>,
}

impl Person {
    pub(super) fn draw(number: u64, rng: &mut Rng, rough: bool) -> Self {
        let role = match number {
            1 => Role::Facilitator,
            2 if rng.chance(700) => Role::Host,
            _ if rng.chance(60) => Role::Host,
            _ if rng.chance(30) => Role::Facilitator,
            _ => Role::Member,
        };
        let in_room = rng.chance(300);
        let table = rng.chance(700).then(|| TableId(u32::from(rng.chance(300))));
        Self {
            entry: Entry {
                who: PersonId(number),
                role,
                walks_in: role != Role::Member || rng.chance(850),
                in_room,
                table: table.filter(|_| in_room),
            },
            temper: Temper::draw(rng, rough),
            view: None,
            connected: false,
            page: 0,
            sent: 0,
            left: None,
        }
    }

    /// What the screen of their table shows, if they sit at one.
    pub(super) fn at_table(&self) -> Option<(u32, u64)> {
        let view = self.view.as_ref().filter(|_| self.entry.table.is_some())?;
        let turn = view.turn.filter(|turn| turn.who == view.me);
        Some((view.phase?.index, turn.map_or(0, |turn| turn.turn)))
    }

    pub(super) fn who(&self) -> PersonId {
        self.entry.who
    }

    /// What this person does now; often nothing.
    pub(super) fn choose(
        &self,
        now: Millis,
        rng: &mut Rng,
        people: &[PersonId],
        format: &Format,
    ) -> Option<Act> {
        let view = self.view.as_ref()?;
        if rng.chance(self.temper.senseless) {
            return Some(any_act(rng, people));
        }
        if view.waiting {
            return None;
        }
        if view.session.state == State::Ended {
            return afterwards(view, rng);
        }
        let me = view.seats.iter().find(|seat| seat.who == view.me)?;
        if me.presence == Presence::SteppedOut {
            return together::while_out(view, rng);
        }
        if !me.agreed {
            return rng.chance(800).then_some(Act::Agree);
        }
        if view.lead.wanted && rng.chance(300) {
            return Some(Act::TakeLead);
        }
        if view.leads
            && let Some(act) = self.lead(now, view, planned(view, format), rng)
        {
            return Some(act);
        }
        if rng.chance(self.temper.restless) {
            return Some(restless(view, rng));
        }
        together::take_part(view, rng).or_else(|| self.take_part(view, rng))
    }

    /// What a member does in the phase under way.
    fn take_part(&self, view: &View, rng: &mut Rng) -> Option<Act> {
        if let Some(turn) = view.turn {
            let number = turn.turn;
            if turn.who != view.me {
                let kind: QuietWord = one_of(rng, QUIET_WORDS);
                return rng
                    .chance(250)
                    .then_some(Act::Quiet { turn: number, kind })
                    .or_else(|| self.between_turns(view, rng));
            }
            return match rng.below(1_000) {
                n if n < self.temper.passes => Some(Act::Pass { turn: number }),
                n if n < 700 => Some(Act::Done { turn: number }),
                n if n < 750 => Some(Act::Moment { turn: number }),
                n if n < 800 && may_invite(view) => Some(Act::Invite {
                    turn: number,
                    is: !turn.invites,
                }),
                // Goes on speaking.
                _ => None,
            };
        }
        self.between_turns(view, rng)
    }

    fn between_turns(&self, view: &View, rng: &mut Rng) -> Option<Act> {
        if let Some(who) = view.door.waiting.first()
            && rng.chance(200)
        {
            return Some(Act::Vouch { who: *who });
        }
        let phase = view.phase?;
        let me = view.seats.iter().find(|seat| seat.who == view.me)?;
        if phase.floor == Floor::Hands && !me.hand && rng.chance(300) {
            return Some(Act::Hand { up: true });
        }
        if me.heard != Heard::NotYet && !view.mine.wants_turn && rng.chance(80) {
            return Some(Act::WantTurn);
        }
        match phase.kind {
            PhaseKind::Plan if view.mine.plan.is_none() && rng.chance(400) => {
                Some(if rng.chance(700) {
                    let who = one_of(rng, [MayKnow::OnlyMe, MayKnow::Mentor, MayKnow::Circle]);
                    Act::KeptPlan { who }
                } else {
                    Act::NothingThisWeek
                })
            }
            PhaseKind::Reflection if !view.mine.reflection && rng.chance(500) => {
                Some(Act::KeptReflection)
            }
            PhaseKind::Reflection if !view.mine.pulse && rng.chance(500) => Some(Act::GavePulse),
            PhaseKind::Working if !view.mine.takeaway && rng.chance(100) => Some(Act::KeptTakeaway),
            PhaseKind::Plan | PhaseKind::Reflection if rng.chance(30) => Some(Act::SharedMilestone),
            _ => None,
        }
    }

    /// What somebody who leads does first: private words, the door, then the session's time.
    fn lead(
        &self,
        now: Millis,
        view: &View,
        planned: &[ActivityKind],
        rng: &mut Rng,
    ) -> Option<Act> {
        if let Some(word) = view.words.iter().find(|word| word.seen_by.is_none()) {
            return Some(Act::Seen { word: word.word });
        }
        if let Some(word) = view.words.iter().find(|word| word.taken_by.is_none())
            && rng.chance(500)
        {
            return Some(Act::Taken { word: word.word });
        }
        if let Some(word) = view.words.iter().find(|word| !word.replied)
            && rng.chance(200)
        {
            return Some(Act::Replied { word: word.word });
        }
        if let Some(who) = view.door.waiting.first()
            && rng.chance(500)
        {
            return Some(match rng.chance(800) {
                true => Act::Admit { who: *who },
                false => Act::RefuseEntry { who: *who },
            });
        }
        if rng.chance(self.temper.overrules) {
            return Some(overrule(view, rng));
        }
        if let Some(act) = together::lead(now, view, planned, rng) {
            return Some(act);
        }
        // The host leaves the clock to who leads.
        if view.lead.who != Some(view.me) {
            return None;
        }
        if let Some(proposal) = view.proposal
            && rng.chance(300)
        {
            let proposal = proposal.proposal;
            return Some(match rng.chance(700) {
                true => Act::Accept { proposal },
                false => Act::Decline { proposal },
            });
        }
        keep_time(now, view, rng)
    }
}

/// What the format has in mind for the phase under way.
fn planned<'a>(view: &View, format: &'a Format) -> &'a [ActivityKind] {
    let index = view
        .phase
        .and_then(|phase| usize::try_from(phase.index).ok());
    let phase = index.and_then(|index| format.phases.get(index));
    phase.map_or(&[], |phase| &phase.activities)
}

/// Moves the session on as a facilitator would who looks at the clock.
pub(super) fn keep_time(now: Millis, view: &View, rng: &mut Rng) -> Option<Act> {
    if view.session.state == State::Gathering {
        let due = now >= view.session.scheduled_at;
        return (due || rng.chance(20)).then_some(Act::Start);
    }
    let phase = view.phase?;
    if phase.held_at.is_some() || view.turn.is_some_and(|turn| turn.held_at.is_some()) {
        return rng.chance(500).then_some(Act::Resume);
    }
    let turn_over = view.nudges.iter().find_map(|nudge| match nudge {
        Nudge::TurnOver { turn } | Nudge::SpeakerAway { turn } => Some(*turn),
        Nudge::PhaseOver { .. } | Nudge::ClosingDue | Nudge::StepOver { .. } => None,
    });
    if let Some(turn) = turn_over
        && rng.chance(400)
    {
        return Some(Act::GoOn { turn });
    }
    if view.turn.is_none() && phase.floor != Floor::Still && rng.chance(200) {
        return Some(Act::GoOn { turn: 0 });
    }
    let phase_over = now >= phase.ends_at;
    // In a round, only once everybody who waits has been offered a turn.
    let round_done = phase.floor != Floor::Round || view.queue.is_empty();
    if phase_over && round_done && rng.chance(600) {
        return Some(Act::NextPhase { phase: phase.index });
    }
    None
}

/// Steps out, comes back, leaves, listens, or isn't OK.
fn restless(view: &View, rng: &mut Rng) -> Act {
    match rng.below(12) {
        0 | 1 => Act::StepOut,
        2 => Act::ComeBack,
        3 => Act::Leave,
        4 => Act::Listen {
            only: rng.chance(600),
        },
        5 => Act::InRoom {
            is: rng.chance(500),
        },
        6 => Act::Hand {
            up: rng.chance(500),
        },
        7 => Act::WantTurn,
        8 => Act::Done {
            turn: view.turn.map_or(0, |turn| turn.turn),
        },
        _ => Act::Private {
            choice: one_of(rng, CHOICES),
        },
    }
}

/// Stays to talk, or goes.
pub(super) fn afterwards(view: &View, rng: &mut Rng) -> Option<Act> {
    let lounge = view.lounge.as_ref()?;
    let stays = lounge.people.contains(&view.me);
    match rng.below(12) {
        0 if stays => Some(Act::LeaveLounge),
        1 => Some(Act::Leave),
        _ if !stays => Some(Act::EnterLounge),
        _ => None,
    }
}

/// Uses one of a facilitator's powers.
fn overrule(view: &View, rng: &mut Rng) -> Act {
    let seated: Vec<PersonId> = view.seats.iter().map(|seat| seat.who).collect();
    let who = rng.pick(&seated).copied().unwrap_or(view.me);
    let turn = view.turn.map_or(0, |turn| turn.turn);
    let minutes = u8::try_from(1 + rng.below(5)).unwrap_or(1);
    let phase = view.phase.map_or(0, |phase| phase.index);
    match rng.below(22) {
        18 | 19 => Act::RestMic {
            who,
            is: rng.chance(600),
        },
        17 if rng.chance(500) => Act::ToWaitingRoom { who },
        0 | 1 => Act::Give { who, turn },
        2 => Act::SkipPerson { who },
        3 => Act::Minute { turn },
        4 => Act::Hold,
        5 => Act::Resume,
        6 | 7 => Act::Order {
            people: any_order(rng, &seated),
        },
        8 => Act::Extend { minutes },
        9 => Act::NextPhase { phase },
        10 => Act::SkipPhase {
            phase: phase + u32::from(minutes),
        },
        11 => Act::HandLead { to: who },
        12 => Act::MakeHost {
            who,
            is: rng.chance(600),
        },
        13 => Act::Door {
            is: one_of(rng, [Door::Open, Door::Vouched, Door::Locked]),
        },
        14 if rng.chance(300) => Act::Remove { who },
        15 => Act::AutoAdvance {
            is: rng.chance(700),
        },
        16 => Act::EndLater { minutes },
        _ => Act::GoOn { turn },
    }
}

/// Whether who speaks may ask others to answer.
fn may_invite(view: &View) -> bool {
    view.phase
        .is_some_and(|phase| phase.crosstalk == Crosstalk::Invited)
}
