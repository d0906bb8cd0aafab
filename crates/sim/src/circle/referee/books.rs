//! The referee's books: the session as the public events tell it, and what has to be remembered
//! to judge the next step.

use std::collections::{BTreeMap, BTreeSet};

use ::circle::{
    PersonId,
    command::{Act, Input, QuietWord, Role, Said},
    event::{Audience, Event},
    view::{SeatView, View},
};

use super::Step;

/// What the referee wrote down.
#[derive(Clone, Debug)]
pub(super) struct Books {
    /// The session before and after the step, folded from what everyone may hear.
    pub(super) before: View,
    pub(super) after: View,
    /// Who was offered a turn in this phase, and whom who leads put off.
    pub(super) offered: BTreeSet<PersonId>,
    pub(super) put_off: BTreeSet<PersonId>,
    /// Who asked for another turn in this phase.
    pub(super) removed: BTreeSet<PersonId>,
    /// The quiet words taken in the turn under way, and those of finished turns by speaker.
    pub(super) quiet_now: BTreeSet<(PersonId, QuietWord)>,
    pub(super) quiet_given: BTreeMap<PersonId, BTreeSet<(PersonId, QuietWord)>>,
    /// Who came as a facilitator or host of the group.
    pub(super) from_the_group: BTreeSet<PersonId>,
    /// Who led or hosted when each private word was sent; nobody, if nobody led.
    pub(super) sent_to: BTreeMap<u64, BTreeSet<PersonId>>,
    /// Commands that were answered, by who sent them: the last number on each one's last page.
    pub(super) answered: BTreeMap<PersonId, (u64, u32)>,
    /// Everybody in the order in which they first took a seat.
    pub(super) seated_ever: Vec<PersonId>,
}

impl Books {
    pub(super) fn open(view: View) -> Self {
        Self {
            before: view.clone(),
            after: view,
            offered: BTreeSet::new(),
            put_off: BTreeSet::new(),
            removed: BTreeSet::new(),
            quiet_now: BTreeSet::new(),
            quiet_given: BTreeMap::new(),
            from_the_group: BTreeSet::new(),
            sent_to: BTreeMap::new(),
            answered: BTreeMap::new(),
            seated_ever: Vec::new(),
        }
    }

    /// Folds the step's public events; the rules look at `before` and `after` then.
    pub(super) fn turn_page(&mut self, step: &Step<'_>) {
        self.before = self.after.clone();
        if let Some(Input::Enter(entry)) = step.input
            && entry.role != Role::Member
        {
            self.from_the_group.insert(entry.who);
        }
        for (audience, event) in step.events {
            if *audience == Audience::Everyone {
                self.after.apply(event);
            }
        }
        self.remember_words(step);
    }

    /// Who leads after a word was sent is whom it was for.
    fn remember_words(&mut self, step: &Step<'_>) {
        let Some(Input::Act(said)) = step.input else {
            return;
        };
        if !matches!(said.act, Act::Private { .. }) || step.answer.is_err() {
            return;
        }
        let leading: BTreeSet<PersonId> = match self.after.lead.who {
            None => BTreeSet::new(),
            Some(_) => {
                let seats = self.after.seats.iter().map(|seat| seat.who);
                seats.filter(|who| leads(&self.after, *who)).collect()
            }
        };
        for (_, event) in step.events {
            if let Event::Mine { mine } = event
                && let Some(word) = mine.words.iter().max_by_key(|word| word.word)
            {
                self.sent_to.insert(word.word, leading.clone());
            }
        }
    }

    /// Writes down what the step means for later steps, once the rules have looked at it.
    pub(super) fn close_page(&mut self, step: &Step<'_>) {
        let phase_of = |view: &View| view.phase.map(|phase| phase.index);
        if phase_of(&self.before) != phase_of(&self.after) {
            self.offered.clear();
            self.put_off.clear();
        }
        if let Some(turn) = self.after.turn
            && self.before.turn.map(|turn| turn.turn) != Some(turn.turn)
        {
            self.offered.insert(turn.who);
            self.put_off.remove(&turn.who);
        }
        for seat in &self.after.seats {
            if !self.seated_ever.contains(&seat.who) {
                self.seated_ever.push(seat.who);
            }
        }
        if let (Some(Input::Act(said)), Ok(())) = (step.input, step.answer) {
            self.remember_act(said);
        }
        self.remember_turn_end();
    }

    fn remember_act(&mut self, said: &Said) {
        self.answered.insert(said.by, (said.page, said.n));
        match &said.act {
            Act::Remove { who } => {
                self.removed.insert(*who);
            }
            Act::SkipPerson { who } => {
                self.put_off.insert(*who);
            }
            Act::Quiet { turn, kind } if self.after.turn.is_some_and(|t| t.turn == *turn) => {
                self.quiet_now.insert((said.by, *kind));
            }
            _ => {}
        }
    }

    fn remember_turn_end(&mut self) {
        let Some(ended) = self.before.turn else {
            return;
        };
        if self.after.turn.map(|turn| turn.turn) != Some(ended.turn) {
            let given = std::mem::take(&mut self.quiet_now);
            self.quiet_given.insert(ended.who, given);
        }
    }

    /// Whether this exact command has been answered before, or a later one of the same page.
    pub(super) fn is_repeated(&self, said: &Said) -> bool {
        self.answered
            .get(&said.by)
            .is_some_and(|(page, n)| *page == said.page && said.n <= *n)
    }
}

pub(super) fn seat(view: &View, who: PersonId) -> Option<&SeatView> {
    view.seats.iter().find(|seat| seat.who == who)
}

/// Facilitators, hosts, and whoever leads right now.
pub(super) fn leads(view: &View, who: PersonId) -> bool {
    seat(view, who).is_some_and(|seat| seat.role != Role::Member || view.lead.who == Some(who))
}

/// Everybody whom an event names.
pub(super) fn named(event: &Event) -> Vec<PersonId> {
    match event {
        Event::Seat { seat } => vec![seat.who],
        Event::Lead { lead } => lead.who.into_iter().collect(),
        Event::Turn { turn } => turn.iter().map(|turn| turn.who).collect(),
        Event::Queue { queue } => queue.clone(),
        Event::Door { door } => door.waiting.clone(),
        Event::Word { word } => [Some(word.from), word.seen_by, word.taken_by]
            .into_iter()
            .flatten()
            .collect(),
        Event::Mine { mine } => mine.quiet_received.iter().map(|word| word.from).collect(),
        Event::Session { .. }
        | Event::SeatGone { .. }
        | Event::Phase { .. }
        | Event::Timetable { .. }
        | Event::Proposal { .. }
        | Event::Nudges { .. }
        | Event::Refresh => Vec::new(),
    }
}
