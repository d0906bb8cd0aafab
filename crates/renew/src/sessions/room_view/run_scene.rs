//! What who leads sees beside the circle: notes, plan, the one lamp button, who is here.

use circle::command::{Door, PrivateChoice};
use circle::side_rooms::RoomPart;
use circle::view::{Nudge, Offer, PhasePlan, PhaseState, Presence, SeatView, State, WordView};
use serde::Serialize;

use super::eye::Eye;
use super::pieces::{Piece, pieces};
use super::scene::Knock;
use crate::sessions::picture::Picture;
use crate::site::lang::{Lang, fill};
use crate::site::sign::Sign;

/// One moment, as who leads sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RunScene {
    pub header: String,
    /// The one button that says exactly what will happen.
    pub lamp: Option<Order>,
    /// To the next part, when the lamp does something else.
    pub next: Option<Order>,
    pub line: Vec<Piece>,
    pub plan: Vec<PlanLine>,
    pub fix: Option<Fix>,
    pub new: String,
    pub notes: Vec<Note>,
    pub say: Vec<String>,
    pub here: Vec<String>,
    /// How the time to speak is spread between the room and online; empty without both.
    pub airtime: Vec<String>,
    /// The share of the room, for the bar, in hundredths.
    pub airtime_room: i64,
    pub door: Door,
    pub knocks: Vec<Knock>,
    pub held: bool,
    /// Side rooms that ask for help.
    pub calls: String,
    /// What who leads may want to look at; nobody else is told, and nothing happens by itself.
    pub nudges: Vec<String>,
    /// Who may be moved, in the order that stands.
    pub queue: Vec<Queued>,
}

/// A button: its text and the fields of its command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Order {
    pub label: String,
    pub fields: Vec<(&'static str, String)>,
}

/// A part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PlanLine {
    pub phase: usize,
    pub name: String,
    pub state: PhaseState,
    pub time: String,
}

/// A way to end on time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Fix {
    pub proposal: u64,
    pub text: String,
}

/// A private word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Note {
    pub word: u64,
    /// The seat of who sent it.
    pub from: u64,
    pub sign: Sign,
    pub what: String,
    pub ago: String,
    pub text: String,
    /// Who has it, or what was answered.
    pub state: String,
    pub name: String,
    pub taken: bool,
    pub seen: bool,
    pub replied: bool,
}

/// Someone still to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Queued {
    pub who: u64,
    pub name: String,
    pub up: String,
    pub down: String,
}

impl RunScene {
    pub(super) fn of(picture: &Picture, lang: Lang, minute_ms: i64) -> Self {
        let eye = Eye::new(picture, lang, minute_ms);
        let (lamp, fix) = (eye.lamp(), eye.fix());
        let next = eye
            .next_part()
            .filter(|next| lamp.as_ref().is_some_and(|lamp| lamp.fields != next.fields));
        Self {
            header: eye.run_header(),
            lamp,
            next,
            line: eye.run_line(),
            plan: eye.plan(),
            new: eye.new_notes(),
            notes: eye.notes(),
            say: eye.might_say(),
            here: eye.here(),
            airtime: eye.airtime(),
            airtime_room: eye.airtime_room(),
            door: picture.view.door.is,
            knocks: eye.knocks(),
            held: eye.held(),
            calls: eye.calls(),
            nudges: eye.nudges(fix.as_ref()),
            fix,
            queue: eye.queue(),
        }
    }
}

impl Eye<'_> {
    fn run_header(&self) -> String {
        let mut header = self.leading();
        if self.view.session.state == State::Live {
            let left = self.view.session.ends_at - self.clock.now_ms;
            let minutes = self.clock.minutes(left);
            let text = match minutes {
                2.. => self.w.run_left,
                0..=1 => self.w.run_left_one,
                -1 => self.w.run_over_one,
                _ => self.w.run_over,
            };
            let left = fill(text, &[("n", &minutes.abs().to_string())]);
            let behind = self.clock.minutes(self.view.timetable.behind_ms);
            let plan = if behind >= 1 {
                fill(self.w.run_behind, &[("n", &behind.to_string())])
            } else {
                self.w.run_on_plan.to_owned()
            };
            header.push_str(&format!(". {left}, {plan}."));
        }
        header
    }

    fn held(&self) -> bool {
        let turn = self.view.turn.and_then(|turn| turn.held_at);
        let phase = self.view.phase.and_then(|phase| phase.held_at);
        turn.or(phase).is_some()
    }

    fn lamp(&self) -> Option<Order> {
        let view = self.view;
        let next = view.queue.first().copied();
        match (view.session.state, view.turn, next) {
            (State::Ended, ..) => None,
            (State::Gathering, ..) => Some(order(self.w.run_begin, &[("do", "start")])),
            (State::Live, Some(turn), next) => {
                let turn_text = turn.turn.to_string();
                let (a, b) = (self.name(turn.who), next.map(|who| self.label(who)));
                let mine = turn.who == view.me;
                let (text, act) = match (mine, next) {
                    (true, Some(_)) => (self.w.run_your_turn, "done"),
                    (true, None) => (self.w.run_your_turn_last, "done"),
                    (false, Some(who)) if who == view.me => (self.w.run_thank_to_you, "go_on"),
                    (false, Some(_)) => (self.w.run_thank_to, "go_on"),
                    (false, None) => (self.w.run_thank, "go_on"),
                };
                let label = fill(text, &[("a", &a), ("b", b.as_deref().unwrap_or_default())]);
                Some(order(&label, &[("do", act), ("turn", &turn_text)]))
            }
            (State::Live, None, Some(next)) => {
                let label = if next == view.me {
                    self.w.run_take.to_owned()
                } else {
                    fill(self.w.run_give, &[("b", &self.name(next))])
                };
                Some(order(&label, &[("do", "go_on"), ("turn", "0")]))
            }
            (State::Live, None, None) => self.next_part(),
        }
    }

    /// The next part that is not left out; after the last one, the end.
    fn next_part(&self) -> Option<Order> {
        let now = self.view.phase?.index;
        if self.view.session.state != State::Live {
            return None;
        }
        Some(match self.coming_part() {
            Some(part) => {
                let label = fill(self.w.run_next_part, &[("part", part)]);
                order(&label, &[("do", "next_phase"), ("phase", &now.to_string())])
            }
            None => order(self.w.run_end, &[("do", "end")]),
        })
    }

    /// The name of the next part that is not left out.
    fn coming_part(&self) -> Option<&str> {
        let plans = self.view.timetable.phases.iter().zip(&*self.picture.phases);
        plans
            .filter(|(plan, _)| plan.state == PhaseState::Coming)
            .map(|(_, text)| text.name.as_str())
            .next()
    }

    /// The quiet lines under the circle of who leads. A nudge about a turn that is over is none, and
    /// neither is one that the fix on offer says already.
    fn nudges(&self, fix: Option<&Fix>) -> Vec<String> {
        let w = self.w;
        let of_turn = |turn: u64, text: &str| {
            let turn = self.view.turn.filter(|now| now.turn == turn)?;
            Some(fill(text, &[("name", &self.name(turn.who))]))
        };
        let nudges = self.view.nudges.iter();
        nudges
            .filter_map(|nudge| match *nudge {
                Nudge::TurnOver { .. } if self.my_turn() => Some(w.nudge_turn_mine.to_owned()),
                Nudge::TurnOver { turn } => of_turn(turn, w.nudge_turn),
                Nudge::SpeakerAway { turn } => of_turn(turn, w.nudge_away),
                Nudge::PhaseOver { .. } => Some(match self.coming_part() {
                    Some(part) => fill(w.fix_advance, &[("part", part)]),
                    None => w.nudge_part_last.to_owned(),
                }),
                Nudge::ClosingDue => Some(w.nudge_closing.to_owned()),
                Nudge::StepOver { .. } => Some(w.nudge_step.to_owned()),
            })
            .filter(|nudge| fix.is_none_or(|fix| fix.text != *nudge))
            .collect()
    }

    /// Everyone still to come, in one sentence: those who are not here «if back».
    fn run_line(&self) -> Vec<Piece> {
        let mut next = self.view.queue.iter().map(|who| {
            let name = self.label(*who);
            let seat = self.view.seats.iter().find(|seat| seat.who == *who);
            if seat.is_some_and(|seat| seat.presence != Presence::Here) {
                fill(self.w.run_if_back, &[("name", &name)])
            } else {
                name
            }
        });
        let Some(first) = next.next() else {
            return self.turnline();
        };
        let rest: Vec<String> = next.collect();
        let mine = self.view.queue.first() == Some(&self.view.me);
        let text = match (rest.is_empty(), mine) {
            (true, false) => self.w.run_line_one,
            (true, true) => self.w.run_line_you_one,
            (false, false) => self.w.run_line,
            (false, true) => self.w.run_line_you,
        };
        pieces(text, &[("a", &first), ("rest", &rest.join(", "))])
    }

    fn plan(&self) -> Vec<PlanLine> {
        let plans = self.view.timetable.phases.iter().zip(&*self.picture.phases);
        plans
            .enumerate()
            .map(|(phase, (plan, text))| PlanLine {
                phase,
                name: text.name.clone(),
                state: plan.state,
                time: self.plan_time(*plan),
            })
            .collect()
    }

    fn plan_time(&self, plan: PhasePlan) -> String {
        let target = self.clock.minutes(plan.planned_ms).to_string();
        let used_ms = match plan.state {
            PhaseState::Coming => return target,
            PhaseState::Skipped => return self.w.run_skipped.to_owned(),
            PhaseState::Done => plan.used_ms,
            PhaseState::Now => {
                let started = self
                    .view
                    .phase
                    .map_or(self.clock.now_ms, |phase| phase.started_at);
                self.clock.now_ms - started
            }
        };
        let used = self.clock.minutes(used_ms).to_string();
        fill(
            self.w.run_minutes_of,
            &[("used", &used), ("target", &target)],
        )
    }

    fn fix(&self) -> Option<Fix> {
        let proposal = self.view.proposal?;
        let text = match proposal.offer {
            Offer::TakeFrom { phase, minutes } => {
                let part = self.picture.phases.get(phase as usize);
                let part = part.map_or("", |text| text.name.as_str());
                fill(
                    self.w.fix_take,
                    &[("n", &minutes.to_string()), ("part", part)],
                )
            }
            Offer::EndLater { minutes } => fill(self.w.fix_later, &[("n", &minutes.to_string())]),
            Offer::GoOn { phase } => {
                let part = self.picture.phases.get(phase as usize);
                let part = part.map_or("", |text| text.name.as_str());
                fill(self.w.fix_advance, &[("part", part)])
            }
        };
        Some(Fix {
            proposal: proposal.proposal,
            text,
        })
    }

    /// Whose side rooms ask for help: said where who leads sees it, wherever they have scrolled to.
    fn calls(&self) -> String {
        let calling = self.view.rooms_run.iter().filter(|run| run.calls);
        let owners = calling.filter_map(|run| {
            let room = self.view.rooms.iter().find(|room| room.room == run.room)?;
            let mut places = room.places.iter();
            let owner = places.find(|place| place.part == RoomPart::Owner)?;
            Some(self.name(owner.who))
        });
        let names: Vec<String> = owners.collect();
        if names.is_empty() {
            return String::new();
        }
        fill(self.w.run_calls, &[("names", &names.join(", "))])
    }

    pub(super) fn new_notes(&self) -> String {
        let unseen = self
            .view
            .words
            .iter()
            .filter(|word| word.seen_by.is_none() && word.taken_by.is_none());
        match unseen.count() {
            0 => String::new(),
            n => fill(self.w.run_new, &[("n", &n.to_string())]),
        }
    }

    /// The newest first; those that nobody has taken before the others.
    fn notes(&self) -> Vec<Note> {
        let mut words: Vec<&WordView> = self.view.words.iter().collect();
        words.sort_by_key(|word| (word.taken_by.is_some(), std::cmp::Reverse(word.word)));
        words.into_iter().map(|word| self.note(word)).collect()
    }

    fn note(&self, word: &WordView) -> Note {
        let w = self.w;
        let name = self.name(word.from);
        let what = match word.choice {
            PrivateChoice::NotOk => w.run_note_not_ok,
            PrivateChoice::FewMinutes => w.run_note_minutes,
            PrivateChoice::Upset => w.run_note_upset,
        };
        let texts = self
            .picture
            .words
            .iter()
            .find(|text| text.word == word.word);
        let reply = texts.map_or("", |text| text.reply.as_str());
        let replied = if word.replied && !reply.is_empty() {
            fill(w.run_replied, &[("text", reply)])
        } else {
            String::new()
        };
        let has_it = match word.taken_by {
            Some(who) if who == self.view.me => w.run_you_have_it.to_owned(),
            Some(who) => fill(w.run_has_it, &[("name", &self.name(who))]),
            // An answer says already that it was seen.
            None if replied.is_empty() && word.seen_by.is_some() => w.run_seen.to_owned(),
            None => String::new(),
        };
        let both = [has_it, replied];
        let both: Vec<&str> = both.iter().map(String::as_str).collect();
        let state = both.into_iter().filter(|text| !text.is_empty());
        let state = state.collect::<Vec<_>>().join(". ");
        let minutes = (self.clock.now_ms - word.at).div_euclid(60_000);
        Note {
            word: word.word,
            from: word.from.0,
            sign: self.sign(word.from),
            what: fill(w.run_note_said, &[("name", &name), ("what", what)]),
            ago: if minutes < 1 {
                w.run_ago_now.to_owned()
            } else {
                fill(w.run_ago, &[("n", &minutes.to_string())])
            },
            text: texts.map_or_else(String::new, |text| text.text.clone()),
            state,
            name,
            taken: word.taken_by.is_some(),
            seen: word.seen_by.is_some(),
            replied: word.replied,
        }
    }

    /// The part's suggested words. `{name}` in them is who speaks, or who comes next; nobody who
    /// is here for the first time is called on by it.
    fn might_say(&self) -> Vec<String> {
        let who = self.view.turn.map(|turn| turn.who);
        let who = who.or(self.view.queue.first().copied());
        let name = who.map_or_else(|| self.w.everyone.to_owned(), |who| self.name(who));
        let is_new = who.is_some_and(|who| self.is_new(who));
        let say = self.phase_text().map_or(&[][..], |text| &text.say);
        let said = say
            .iter()
            .filter(|text| !is_new || !text.contains("{name}"));
        let mut lines: Vec<String> = said.map(|text| fill(text, &[("name", &name)])).collect();
        if is_new {
            lines.insert(0, self.w.run_say_first.to_owned());
        }
        lines
    }

    fn here(&self) -> Vec<String> {
        let w = self.w;
        let seats = &self.view.seats;
        let here: Vec<&SeatView> = seats
            .iter()
            .filter(|seat| seat.presence == Presence::Here)
            .collect();
        let (n, all) = (here.len().to_string(), seats.len().to_string());
        let mut lines = vec![fill(w.run_here, &[("n", &n), ("all", &all)])];
        let in_room = here.iter().filter(|seat| seat.in_room).count();
        if in_room > 0 {
            let (n, m) = (in_room.to_string(), (here.len() - in_room).to_string());
            lines.push(fill(w.run_here_room, &[("n", &n), ("m", &m)]));
        }
        for (text, is) in [
            (
                w.run_dropped,
                (|s| s.presence == Presence::Away) as fn(&SeatView) -> bool,
            ),
            (w.run_out, |s| s.presence == Presence::SteppedOut),
            (w.run_reading, |s| !s.agreed),
            (w.run_listening, |s| s.listening),
        ] {
            let people = seats.iter().filter(|seat| is(seat));
            lines.extend(people.map(|seat| fill(text, &[("name", &self.name(seat.who))])));
        }
        let new = seats.iter().filter(|seat| self.is_new(seat.who));
        lines.extend(new.map(|seat| fill(w.run_first, &[("name", &self.name(seat.who))])));
        lines
    }

    fn queue(&self) -> Vec<Queued> {
        let queue = self.view.queue.iter();
        queue
            .map(|who| {
                let name = self.name(*who);
                let with_name = |text: &str| fill(text, &[("name", &name)]);
                Queued {
                    who: who.0,
                    up: with_name(self.w.run_up),
                    down: with_name(self.w.run_down),
                    name: if *who == self.view.me {
                        self.w.you.to_owned()
                    } else {
                        name.clone()
                    },
                }
            })
            .collect()
    }
}

fn order(label: &str, fields: &[(&'static str, &str)]) -> Order {
    Order {
        label: label.to_owned(),
        fields: fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    }
}
