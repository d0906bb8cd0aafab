//! The lines of the room: whose turn comes, what is said aloud, and what came to this person.

use circle::PersonId;
use circle::command::{MayKnow, QuietWord, Role};
use circle::format::{Floor, PhaseKind};
use circle::view::{PhaseState, Presence, State, TurnView};

use super::eye::Eye;
use super::pieces::{Piece, pieces, plain};
use super::scene::{Knock, Tell, Told};
use crate::sessions::wire::{HowItWent, PlanWeek};
use crate::sessions::words::RoomWords;
use crate::site::lang::fill;

impl Eye<'_> {
    /// Who comes next, in one sentence.
    pub(super) fn turnline(&self) -> Vec<Piece> {
        match self.view.session.state {
            State::Gathering => self.gathering(),
            State::Ended => Vec::new(),
            State::Live => match (self.floor(), self.view.turn) {
                (Some(Floor::Still), _) => self.stillness(),
                (Some(Floor::Round), Some(turn)) => self.after(turn, true),
                (Some(Floor::Hands), Some(turn)) => self.after(turn, false),
                (Some(Floor::Round), None) => {
                    let w = self.w;
                    self.upcoming("", [w.idle_two, w.idle_one, w.round_over])
                }
                (Some(Floor::Hands), None) => {
                    let w = self.w;
                    self.upcoming("", [w.hands_two, w.hands_one, w.hands_none])
                }
                _ => Vec::new(),
            },
        }
    }

    fn gathering(&self) -> Vec<Piece> {
        let here = |presence| presence == Presence::Here;
        let n = self
            .view
            .seats
            .iter()
            .filter(|seat| here(seat.presence))
            .count();
        let n_text = n.to_string();
        match self.view.lead.who {
            _ if n <= 1 => pieces(self.w.gather_line_one, &[]),
            None => pieces(self.w.gather_line_nobody, &[("n", &n_text)]),
            Some(who) if who == self.view.me => pieces(self.w.gather_line_you, &[("n", &n_text)]),
            _ => pieces(
                self.w.gather_line,
                &[("n", &n_text), ("name", &self.lead_name())],
            ),
        }
    }

    fn stillness(&self) -> Vec<Piece> {
        let Some(phase) = self.view.phase.filter(|phase| phase.kind.is_stillness()) else {
            return Vec::new();
        };
        let plans = self.view.timetable.phases.iter().zip(&*self.picture.phases);
        let coming = plans
            .filter(|(plan, _)| plan.state == PhaseState::Coming)
            .map(|(_, text)| text.ribbon.as_str())
            .next();
        let Some(part) = coming else {
            return Vec::new();
        };
        let left = phase.ends_at - phase.held_at.unwrap_or(self.clock.now_ms);
        let n = self.clock.minutes_begun(left);
        match n {
            2.. => pieces(
                self.w.still_minutes,
                &[("n", &n.to_string()), ("part", part)],
            ),
            1 => pieces(self.w.still_minute, &[("part", part)]),
            _ => pieces(self.w.still_over, &[("part", part)]),
        }
    }

    fn after(&self, turn: TurnView, round: bool) -> Vec<Piece> {
        let w = self.w;
        let mine = turn.who == self.view.me;
        if turn.invites {
            let line = if mine {
                w.asked_answers
            } else {
                w.asks_answers
            };
            return pieces(line, &[("name", &self.name(turn.who))]);
        }
        let none = match (round, mine) {
            (true, true) => w.mine_none,
            (true, false) => w.after_none,
            (false, _) => w.hands_none,
        };
        let texts = if mine {
            [w.mine_two, w.mine_one, none]
        } else {
            [w.after_two, w.after_one, none]
        };
        self.upcoming(&self.name(turn.who), texts)
    }

    /// A sentence about the two, the one, or nobody who comes next.
    fn upcoming(&self, name: &str, [two, one, none]: [&str; 3]) -> Vec<Piece> {
        let mut next = self.view.queue.iter().map(|who| self.label(*who));
        match (next.next(), next.next()) {
            (Some(a), Some(b)) => pieces(two, &[("name", name), ("a", &a), ("b", &b)]),
            (Some(a), None) => pieces(one, &[("name", name), ("a", &a)]),
            (None, _) => pieces(none, &[("name", name)]),
        }
    }

    /// For the status line: the turn, or the part that began.
    pub(super) fn said(&self) -> String {
        if self.view.session.state != State::Live {
            return String::new();
        }
        let w = self.w;
        match self.view.turn {
            Some(turn) if turn.who == self.view.me => w.turn_yours.to_owned(),
            Some(turn) => {
                let mut said = fill(w.turn_of, &[("name", &self.name(turn.who))]);
                let then = plain(&self.upcoming("", [w.then_two, w.then_one, ""]));
                if !then.is_empty() {
                    said.push(' ');
                    said.push_str(&then);
                }
                said
            }
            None => match self.view.phase.map(|phase| phase.kind) {
                // The page is all about it already, and the agreement is read there.
                None | Some(PhaseKind::Welcome) => String::new(),
                Some(_) => fill(w.now_part, &[("part", &self.ribbon_name())]),
            },
        }
    }

    pub(super) fn quiet_for(&self) -> String {
        match self.view.turn {
            Some(turn) if turn.who != self.view.me => {
                fill(self.w.quiet_for, &[("name", &self.name(turn.who))])
            }
            _ => String::new(),
        }
    }

    /// One line per person who sent quiet words, in the order of their first.
    pub(super) fn quiet_came(&self) -> Vec<String> {
        let mut by_person: Vec<(PersonId, Vec<&str>)> = Vec::new();
        for quiet in &self.view.mine.quiet_received {
            let words = quiet_text(self.w, quiet.kind);
            match by_person.iter_mut().find(|(from, _)| *from == quiet.from) {
                Some((_, all)) => all.push(words),
                None => by_person.push((quiet.from, vec![words])),
            }
        }
        by_person
            .into_iter()
            .map(|(from, words)| {
                let words = words.join(", ");
                fill(
                    self.w.quiet_came,
                    &[("name", &self.name(from)), ("words", &words)],
                )
            })
            .collect()
    }

    pub(super) fn tell(&self) -> Tell {
        let w = self.w;
        let name = self.lead_name();
        let lead = self.view.lead.who.filter(|who| *who != self.view.me);
        let others = self.view.seats.iter().filter(|seat| {
            seat.role != Role::Member && Some(seat.who) != lead && seat.who != self.view.me
        });
        let people: Vec<PersonId> = lead
            .into_iter()
            .chain(others.map(|seat| seat.who))
            .collect();
        // While none of them is here, a word is for whoever leads next as well.
        let someone_is_here = self
            .view
            .seats
            .iter()
            .any(|seat| seat.presence == Presence::Here && people.contains(&seat.who));
        let names: Vec<String> = people
            .into_iter()
            .filter(|_| someone_is_here)
            .map(|who| self.name(who))
            .collect();
        let only = match names.len() {
            0 => w.only_soon.to_owned(),
            1 => fill(w.only_lead, &[("names", &names[0])]),
            _ => fill(w.only_leads, &[("names", &and(w, &names))]),
        };
        let with_name = |text: &str| fill(text, &[("name", &name)]);
        Tell {
            privately: with_name(w.tell_privately),
            short: with_name(w.tell_short),
            only,
            send: with_name(w.send_to),
        }
    }

    pub(super) fn word_line(&self) -> String {
        let Some(word) = self.view.mine.words.last() else {
            return String::new();
        };
        let by = word.taken_by.or(word.seen_by);
        let name = by.map_or_else(|| self.lead_name(), |who| self.name(who));
        let texts = self
            .picture
            .words
            .iter()
            .find(|text| text.word == word.word);
        let reply = texts.map_or("", |text| text.reply.as_str());
        let text = if word.replied && !reply.is_empty() {
            self.w.note_reply
        } else if word.taken_by.is_some() {
            self.w.note_taken
        } else if word.seen_by.is_some() {
            self.w.note_seen
        } else {
            self.w.note_sent
        };
        fill(text, &[("name", &name), ("text", reply)])
    }

    pub(super) fn kept_line(&self) -> String {
        let text = match (self.view.mine.plan, self.view.mine.nothing_this_week) {
            (Some(MayKnow::OnlyMe), _) => self.w.plan_kept_me,
            (Some(MayKnow::Mentor), _) => self.w.plan_kept_mentor,
            (Some(MayKnow::Circle), _) => self.w.plan_kept_circle,
            (None, true) => self.w.nothing_kept,
            (None, false) => "",
        };
        text.to_owned()
    }

    pub(super) fn told(&self, when: PlanWeek) -> Vec<Told> {
        let plans = self.picture.plans.iter().filter(|plan| plan.when == when);
        plans
            .map(|plan| Told {
                who: plan.who,
                name: self.name(PersonId(plan.who)),
                sign: self.sign(PersonId(plan.who)),
                text: plan.text.clone(),
                how: match plan.how {
                    Some(HowItWent::DidIt) => self.w.how_did_it,
                    Some(HowItWent::PartOfIt) => self.w.how_part,
                    Some(HowItWent::NotYet) => self.w.how_not_yet,
                    None => "",
                }
                .to_owned(),
            })
            .collect()
    }

    pub(super) fn milestones(&self) -> Vec<Told> {
        let told = self.picture.milestones.iter();
        told.map(|told| Told {
            who: told.who,
            name: self.name(PersonId(told.who)),
            sign: self.sign(PersonId(told.who)),
            text: told.text.clone(),
            how: String::new(),
        })
        .collect()
    }

    pub(super) fn lead_lost(&self) -> String {
        if !self.lead_wanted() {
            return String::new();
        }
        let gone = self
            .view
            .seats
            .iter()
            .find(|seat| seat.role == Role::Facilitator && seat.presence == Presence::Away);
        match gone {
            Some(seat) => fill(self.w.lead_lost, &[("name", &self.name(seat.who))]),
            None if self.view.session.state == State::Gathering => {
                self.w.lead_nobody_came.to_owned()
            }
            None => self.w.lead_lost_nobody.to_owned(),
        }
    }

    pub(super) fn knocks(&self) -> Vec<Knock> {
        let waiting = self.view.door.waiting.iter();
        waiting
            .map(|who| Knock {
                who: who.0,
                text: fill(self.w.run_knocks, &[("name", &self.name(*who))]),
            })
            .collect()
    }
}

pub(super) fn quiet_text(w: &RoomWords, kind: QuietWord) -> &'static str {
    match kind {
        QuietWord::HearYou => w.hear_you,
        QuietWord::MeToo => w.me_too,
        QuietWord::ThankYou => w.thank_you,
        QuietWord::WithYou => w.with_you,
    }
}

/// «Bea, Sol and Ana».
fn and(w: &RoomWords, names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => fill(w.and, &[("a", &first.join(", ")), ("b", last)]),
        None => String::new(),
    }
}
