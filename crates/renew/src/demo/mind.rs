//! What a simulated peer does next. Plain rules over what that peer may see, without clock or
//! socket: the demo's circle breathes, takes turns, passes, raises hands and sends quiet words
//! through the same messages as a browser.

use circle::PersonId;
use circle::activity::{ActivityKind, StepKind};
use circle::command::Role;
use circle::format::{Floor, PhaseKind};
use circle::view::{Heard, Presence, SeatView, State, TurnView, View};

use super::words::Line;
use crate::sessions::{Act, MayKnow, QuietWord};
use crate::site::lang::Lang;

/// Nobody taps faster than this, however quick the pace.
const TAP_MS_MIN: i64 = 350;
/// A simulated facilitator waits so many times a turn's length for a person who may have walked
/// away from the screen before going on.
const PATIENCE_TURNS: i64 = 4;
/// What a peer remembers having done: more than anybody does in one session.
const PAST_MAX: usize = 512;

/// One simulated peer.
#[derive(Clone, Debug)]
pub(super) struct Mind {
    /// Makes this peer's habits its own.
    pub seed: u64,
    /// How many times faster than real the session runs.
    pub pace: u32,
    pub lang: Lang,
    /// The session begins when so many people have a seat.
    pub waits_for: usize,
    /// What this circle does together in its working time.
    pub tries: ActivityKind,
    /// Which part of the session is the working time, from 0.
    pub works_in: Option<u32>,
}

/// What was, as far as it leaves no trace in what a peer sees of the room.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// What they have done.
    acts: Vec<Act>,
    led_by: Option<PersonId>,
    /// The lead came to them while somebody was here who facilitates: it was meant for them.
    was_given_lead: bool,
}

impl Past {
    pub(super) fn note(&mut self, act: &Act) {
        if self.acts.len() < PAST_MAX {
            self.acts.push(act.clone());
        }
    }

    pub(super) fn has(&self, is: impl Fn(&Act) -> bool) -> bool {
        self.acts.iter().any(is)
    }

    pub(super) fn count(&self, is: impl Fn(&Act) -> bool) -> usize {
        self.acts.iter().filter(|act| is(act)).count()
    }

    /// Follows who leads.
    pub(super) fn follow(&mut self, view: &View) {
        if self.led_by != view.lead.who {
            self.led_by = view.lead.who;
            self.was_given_lead = view.lead.who == Some(view.me) && facilitator(view).is_some();
        }
    }
}

/// Somebody who is here and facilitates.
fn facilitator(view: &View) -> Option<&SeatView> {
    let mut seats = view.seats.iter();
    seats.find(|seat| seat.role == Role::Facilitator && seat.presence == Presence::Here)
}

/// Something a peer wants to do, so long from now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    pub after_ms: i64,
    pub act: Act,
}

impl Mind {
    /// What this peer wants to do next at `now_ms`, if anything.
    #[must_use]
    pub(super) fn wish(&self, view: &View, past: &Past, now_ms: i64) -> Option<Wish> {
        let me = view.seats.iter().find(|seat| seat.who == view.me)?;
        if let Some(room) = &view.mine.room {
            return self.in_side_room(view, room, past, now_ms);
        }
        if me.presence == Presence::SteppedOut {
            return self.in_seconds(20, 5, Act::ComeBack);
        }
        if view.session.state == State::Ended {
            return self.stay(view, me, past);
        }
        let leads = view.lead.who == Some(view.me);
        let leading = self.lead(view, past, now_ms).filter(|_| leads);
        let taking_part = || {
            self.join_in(view, me, past, now_ms)
                .or_else(|| self.ask_for_a_word(view, me))
                .or_else(|| self.take_part(view, me))
        };
        self.hand_lead(view, me, past)
            .or_else(|| self.agree(view, me))
            .or_else(|| self.go_aside(view))
            .or_else(|| self.ask_aside(view, me, past))
            .or_else(|| self.speak(view, now_ms))
            .or_else(|| self.keep(view))
            .or_else(|| sooner(leading, taking_part()))
    }

    /// A host who was in the room first, or stood in for a while, hands the lead to whoever
    /// facilitates as soon as they are here. What was given on purpose stays with the host.
    fn hand_lead(&self, view: &View, me: &SeatView, past: &Past) -> Option<Wish> {
        let leads = view.lead.who == Some(view.me) && !past.was_given_lead;
        if me.role != Role::Host || !leads {
            return None;
        }
        let live = view.session.state == State::Live;
        let to = facilitator(view).filter(|seat| seat.agreed || !live)?;
        self.in_seconds(1, 0, Act::HandLead { to: to.who.0 })
    }

    fn agree(&self, view: &View, me: &SeatView) -> Option<Wish> {
        let begun = view
            .phase
            .is_some_and(|phase| phase.kind != PhaseKind::Breathing);
        if me.agreed || !begun {
            return None;
        }
        self.in_seconds(4, self.habit(1) % 8, Act::Agree)
    }

    /// On their turn: speaks for a part of the time, or passes.
    fn speak(&self, view: &View, now_ms: i64) -> Option<Wish> {
        let turn = view.turn.filter(|turn| turn.who == view.me)?;
        let habit = self.habit(turn.turn);
        let shares = view
            .activity
            .as_ref()
            .is_some_and(|now| now.at == StepKind::Share);
        if habit.is_multiple_of(7) && !shares {
            return self.in_seconds(3, 0, Act::Pass { turn: turn.turn });
        }
        let share = 35 + i64::try_from(habit % 45).unwrap_or_default();
        let until = turn.started_at + (turn.ends_at - turn.started_at) * share / 100;
        Some(self.soon((until - now_ms).max(0), Act::Done { turn: turn.turn }))
    }

    /// Writes a plan, a reflection, the pulse.
    fn keep(&self, view: &View) -> Option<Wish> {
        match view.phase?.kind {
            PhaseKind::Plan if view.mine.plan.is_none() && !view.mine.nothing_this_week => {
                let who = if self.habit(2).is_multiple_of(3) {
                    MayKnow::OnlyMe
                } else {
                    MayKnow::Circle
                };
                self.in_seconds(
                    8,
                    self.habit(3) % 30,
                    Act::Plan {
                        text: self.plan(),
                        who,
                    },
                )
            }
            PhaseKind::Reflection if !view.mine.reflection => {
                let text = self.own((
                    "Less alone than this morning.",
                    "Con más compañía que esta mañana.",
                ));
                self.in_seconds(10, self.habit(4) % 20, Act::Reflection { text })
            }
            PhaseKind::Reflection if !view.mine.pulse => {
                let rating = |n| 3 + u8::try_from(self.habit(n) % 3).unwrap_or_default();
                let act = Act::Pulse {
                    heard: rating(5),
                    safe: rating(6),
                    useful: rating(7),
                    together: rating(8),
                };
                self.in_seconds(5, 5, act)
            }
            _ => None,
        }
    }

    /// What a facilitator does: opens, thanks and goes on, looks at private words, ends in time.
    fn lead(&self, view: &View, past: &Past, now_ms: i64) -> Option<Wish> {
        if let Some(word) = view.words.iter().find(|word| word.seen_by.is_none()) {
            return self.in_seconds(3, 0, Act::Seen { word: word.word });
        }
        if let Some(who) = view.door.waiting.first() {
            return self.in_seconds(4, 0, Act::Admit { who: who.0 });
        }
        if view.session.state == State::Gathering {
            let here = view
                .seats
                .iter()
                .filter(|s| s.presence == Presence::Here)
                .count();
            return if here >= self.waits_for {
                self.in_seconds(4, 0, Act::Start)
            } else {
                None
            };
        }
        if let Some(open) = view.proposal {
            return self.answer_offer(view, open);
        }
        match view.turn {
            Some(turn) => self.be_patient(&turn, now_ms),
            None => self
                .conduct(view, now_ms)
                .or_else(|| self.begin(view, past, now_ms))
                .or_else(|| self.go_on(view, now_ms)),
        }
    }

    /// Waits for who speaks; goes on when they seem to have left their screen.
    fn be_patient(&self, turn: &TurnView, now_ms: i64) -> Option<Wish> {
        let patience = (turn.ends_at - turn.started_at) * PATIENCE_TURNS;
        let until = turn.started_at + patience.max(60_000);
        Some(self.soon((until - now_ms).max(0), Act::GoOn { turn: turn.turn }))
    }

    /// Between two turns: the next one, or the next part when its time has come.
    fn go_on(&self, view: &View, now_ms: i64) -> Option<Wish> {
        let phase = view.phase?;
        if phase.kind.is_stillness() {
            return None;
        }
        if phase.floor != Floor::Still && !view.queue.is_empty() {
            return self.in_seconds(8, 0, Act::GoOn { turn: 0 });
        }
        let length = phase.ends_at - phase.started_at;
        // A round that is over needs no more time, but whoever writes a plan does.
        let enough = match phase.floor {
            Floor::Round if phase.kind != PhaseKind::Plan => length / 4,
            Floor::Round => length * 7 / 10,
            _ => length,
        };
        let wait = (phase.started_at + enough - now_ms).max(0);
        let last = view.timetable.phases.len() == phase.index as usize + 1;
        let act = if last {
            Act::End
        } else {
            Act::NextPhase { phase: phase.index }
        };
        Some(self.soon(wait.max(self.paced(3_000)), act))
    }

    /// A hand now and then, a quiet word now and then.
    fn take_part(&self, view: &View, me: &SeatView) -> Option<Wish> {
        let phase = view.phase.filter(|_| me.agreed)?;
        let step = view
            .activity
            .as_ref()
            .map_or(0, |now| now.activity * 100 + u64::from(now.step) * 10);
        let habit = self.habit(100 + u64::from(phase.index) + step);
        if phase.floor == Floor::Hands
            && !me.hand
            && me.heard == Heard::NotYet
            && habit.is_multiple_of(2)
        {
            return self.in_seconds(5, habit % 40, Act::Hand { up: true });
        }
        let turn = view.turn.filter(|turn| turn.who != view.me)?;
        let habit = self.habit(1000 + turn.turn);
        if !habit.is_multiple_of(3) || !view.mine.quiet_given.is_empty() {
            return None;
        }
        let kinds = [
            QuietWord::HearYou,
            QuietWord::MeToo,
            QuietWord::ThankYou,
            QuietWord::WithYou,
        ];
        let kind = kinds[usize::try_from(habit / 3 % 4).unwrap_or_default()];
        let half = (turn.ends_at - turn.started_at) / 4;
        Some(self.soon(
            half,
            Act::Quiet {
                turn: turn.turn,
                kind,
            },
        ))
    }

    fn plan(&self) -> String {
        let plans = [
            (
                "Ring the clinic before noon on Monday",
                "Llamar a la clínica el lunes antes de comer",
            ),
            (
                "Eat breakfast, four days of seven",
                "Desayunar cuatro días de siete",
            ),
            (
                "Bring the chairs in early next time",
                "Llegar antes y sacar las sillas",
            ),
            (
                "Walk home the long way, past the river",
                "Volver por el río, aunque sea más largo",
            ),
            (
                "Text my sister on Wednesday",
                "Escribir a mi hermana el miércoles",
            ),
            (
                "Put the phone in the kitchen at ten",
                "Dejar el teléfono en la cocina a las diez",
            ),
        ];
        self.own(plans[usize::try_from(self.seed % 6).unwrap_or_default()])
    }

    pub(super) fn own(&self, (en, es): Line) -> String {
        match self.lang {
            Lang::En => en.to_owned(),
            Lang::Es => es.to_owned(),
        }
    }

    pub(super) fn in_seconds(&self, seconds: i64, more: u64, act: Act) -> Option<Wish> {
        let more = i64::try_from(more).unwrap_or_default();
        Some(self.soon(self.paced((seconds + more) * 1000), act))
    }

    pub(super) fn soon(&self, after_ms: i64, act: Act) -> Wish {
        Wish {
            after_ms: after_ms.max(TAP_MS_MIN),
            act,
        }
    }

    pub(super) fn paced(&self, ms: i64) -> i64 {
        ms / i64::from(self.pace.max(1))
    }

    /// A number that is always the same for this peer and this matter (FNV-1a).
    pub(super) fn habit(&self, matter: u64) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in self
            .seed
            .to_be_bytes()
            .into_iter()
            .chain(matter.to_be_bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        hash >> 7
    }
}

/// Whichever comes first: who leads takes part as well.
fn sooner(one: Option<Wish>, other: Option<Wish>) -> Option<Wish> {
    match (one, other) {
        (Some(one), Some(other)) if other.after_ms < one.after_ms => Some(other),
        (one, other) => one.or(other),
    }
}
