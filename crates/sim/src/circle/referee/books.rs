//! The referee's books: the session as the public events tell it, and what has to be remembered
//! to judge the next step.

use std::collections::{BTreeMap, BTreeSet};

use ::circle::{
    Millis, PersonId,
    command::{Act, Input, QuietWord, Role, Said},
    event::{Audience, Event},
    view::{Heard, Presence, SeatView, View},
};

use super::{
    Step,
    rooms::Rooms,
    sheet::{Sheet, floor_of, taken},
    voices::Voices,
};

/// What the referee wrote down.
#[derive(Clone, Debug)]
pub(super) struct Books {
    /// The session before and after the step, folded from what everyone may hear.
    pub(super) before: View,
    pub(super) after: View,
    /// The circle's time, which never goes back, and what it is ahead of the caller's.
    now: Millis,
    ahead_ms: Millis,
    /// Since when somebody with a seat is not here.
    gone_since: BTreeMap<PersonId, Millis>,
    /// Who was offered a turn in this phase, and who was put off: by who leads, or by losing it.
    pub(super) offered: BTreeSet<PersonId>,
    pub(super) put_off: BTreeSet<PersonId>,
    /// Hands that are up, by when they went up.
    pub(super) hands: BTreeMap<PersonId, u64>,
    hands_raised: u64,
    /// Who leads chose an order in this phase.
    pub(super) ordered: bool,
    pub(super) removed: BTreeSet<PersonId>,
    /// Who was asked to wait at the door and not let in since.
    pub(super) sent_out: BTreeSet<PersonId>,
    /// Who has had a turn this evening.
    pub(super) had_turn: BTreeSet<PersonId>,
    /// How many absences of each line are not told yet.
    pub(super) untold: BTreeMap<PersonId, u32>,
    /// Who led and lost it.
    pub(super) led_before: BTreeSet<PersonId>,
    /// The quiet words taken in the turn under way, and those of finished turns by speaker.
    pub(super) quiet_now: BTreeSet<(PersonId, QuietWord)>,
    pub(super) quiet_given: BTreeMap<PersonId, BTreeSet<(PersonId, QuietWord)>>,
    /// Who came as a facilitator or host of the group.
    pub(super) from_the_group: BTreeSet<PersonId>,
    /// Who led or hosted when each private word was sent; nobody, if nobody led.
    pub(super) sent_to: BTreeMap<u64, BTreeSet<PersonId>>,
    /// Who sent each private word.
    pub(super) sent_by: BTreeMap<u64, PersonId>,
    /// Private words that were sent while who leads was not there.
    in_grace: Vec<u64>,
    /// Commands that were answered, by who sent them: the last number on each one's last page.
    pub(super) answered: BTreeMap<PersonId, (u64, u32)>,
    /// Everybody in the order in which they first took a seat.
    pub(super) seated_ever: Vec<PersonId>,
    /// Every command that was taken, by whom and as which of which page.
    taken: BTreeSet<(PersonId, u64, u32)>,
    pub(super) sheet: Sheet,
    pub(super) rooms: Rooms,
    pub(super) voices: Voices,
}

impl Books {
    pub(super) fn open(view: View) -> Self {
        Self {
            before: view.clone(),
            after: view,
            now: 0,
            ahead_ms: 0,
            gone_since: BTreeMap::new(),
            offered: BTreeSet::new(),
            put_off: BTreeSet::new(),
            hands: BTreeMap::new(),
            hands_raised: 0,
            ordered: false,
            removed: BTreeSet::new(),
            sent_out: BTreeSet::new(),
            had_turn: BTreeSet::new(),
            untold: BTreeMap::new(),
            led_before: BTreeSet::new(),
            quiet_now: BTreeSet::new(),
            quiet_given: BTreeMap::new(),
            from_the_group: BTreeSet::new(),
            sent_to: BTreeMap::new(),
            sent_by: BTreeMap::new(),
            in_grace: Vec::new(),
            answered: BTreeMap::new(),
            seated_ever: Vec::new(),
            taken: BTreeSet::new(),
            sheet: Sheet::default(),
            rooms: Rooms::default(),
            voices: Voices::default(),
        }
    }

    /// Folds the step's public events; the rules look at `before` and `after` then.
    pub(super) fn turn_page(&mut self, step: &Step<'_>) {
        self.tell_time(step.now);
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
        let said = taken(self, step);
        self.sheet.follow(&self.before, &self.after, said);
        self.voices.follow(said, self.after.lead.who);
        self.rooms
            .follow(step, said, &self.sent_by, &self.after, self.now);
    }

    fn tell_time(&mut self, outer: Millis) {
        let now = outer + self.ahead_ms;
        self.ahead_ms += (self.now - now).max(0);
        self.now = self.now.max(now);
    }

    /// How long somebody has not been here.
    pub(super) fn gone_ms(&self, who: PersonId) -> Option<Millis> {
        self.gone_since.get(&who).map(|since| self.now - since)
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
        let lead = self.before.lead.who;
        let in_grace = lead.is_some_and(|lead| !is_here(&self.before, lead));
        for (audience, event) in step.events {
            if let Event::Mine { mine } = event
                && *audience == Audience::One(said.by)
                && let Some(word) = mine.words.iter().max_by_key(|word| word.word)
            {
                self.sent_to.insert(word.word, leading.clone());
                self.sent_by.insert(word.word, said.by);
                self.in_grace.extend(in_grace.then_some(word.word));
            }
        }
    }

    /// What was sent since the lead's line was lost is for whoever leads next, if the lead passes
    /// to nobody; otherwise it stays with those to whom it was sent.
    fn remember_lead(&mut self) {
        let (was, is) = (self.before.lead.who, self.after.lead.who);
        if was != is {
            self.led_before.extend(was);
        }
        if was.is_some() && is.is_none() {
            for word in &self.in_grace {
                self.sent_to.insert(*word, BTreeSet::new());
            }
        }
        if was != is || is.is_none_or(|lead| is_here(&self.after, lead)) {
            self.in_grace.clear();
        }
    }

    /// Writes down what the step means for later steps, once the rules have looked at it.
    pub(super) fn close_page(&mut self, step: &Step<'_>) {
        if floor_of(&self.before) != floor_of(&self.after) {
            self.offered.clear();
            self.put_off.clear();
            self.ordered = false;
        } else {
            self.remember_set_aside(step);
        }
        if let Some(turn) = self.after.turn
            && self.before.turn.map(|turn| turn.turn) != Some(turn.turn)
        {
            self.offered.insert(turn.who);
            self.put_off.remove(&turn.who);
        }
        self.remember_lead();
        for seat in &self.after.seats {
            if !seat.hand {
                self.hands.remove(&seat.who);
            } else if !self.hands.contains_key(&seat.who) {
                self.hands_raised += 1;
                self.hands.insert(seat.who, self.hands_raised);
            }
            if seat.presence == Presence::Here {
                self.gone_since.remove(&seat.who);
            } else {
                self.gone_since.entry(seat.who).or_insert(self.now);
            }
            if seat.heard == Heard::Shared {
                self.had_turn.insert(seat.who);
            }
            if !self.seated_ever.contains(&seat.who) {
                self.seated_ever.push(seat.who);
            }
        }
        if let Some(Input::Disconnected { who }) = step.input {
            *self.untold.entry(*who).or_default() += 1;
        }
        if let (Some(Input::Act(said)), Ok(())) = (step.input, step.answer) {
            self.remember_act(said);
        }
        self.remember_turn_end();
        self.remember_moved_on(step);
    }

    /// Who spoke when a part or a step was ended has had a turn, though no seat shows it any more.
    fn remember_moved_on(&mut self, step: &Step<'_>) {
        let left = match step.input {
            Some(Input::Act(said)) => matches!(
                said.act,
                Act::Leave
                    | Act::StepOut
                    | Act::Private { .. }
                    | Act::Remove { .. }
                    | Act::ToWaitingRoom { .. }
                    | Act::SkipPerson { .. }
            ),
            Some(_) | None => false,
        };
        let moved = floor_of(&self.before) != floor_of(&self.after);
        if let Some(turn) = self.before.turn.filter(|_| moved && !left) {
            self.had_turn.insert(turn.who);
        }
    }

    /// Who lost the floor without an end of their own is offered it after the others.
    fn remember_set_aside(&mut self, step: &Step<'_>) {
        let ended = self.before.turn.filter(|turn| {
            let now = self.after.turn.map(|now| now.turn);
            now != Some(turn.turn)
        });
        let regular = matches!(
            step.input,
            Some(Input::Act(said)) if matches!(
                said.act,
                Act::Done { .. }
                    | Act::Pass { .. }
                    | Act::GoOn { .. }
                    | Act::Give { .. }
                    | Act::WhileAway { .. }
            )
        );
        self.put_off
            .extend(ended.filter(|_| !regular).map(|turn| turn.who));
    }

    fn remember_act(&mut self, said: &Said) {
        if self.was_taken(said) {
            return;
        }
        self.answered.insert(said.by, (said.page, said.n));
        self.taken.insert((said.by, said.page, said.n));
        match &said.act {
            Act::Remove { who } => {
                self.removed.insert(*who);
            }
            Act::ToWaitingRoom { who } => {
                self.sent_out.insert(*who);
            }
            Act::Admit { who } | Act::Vouch { who } => {
                self.sent_out.remove(who);
            }
            Act::WhileAway { .. } => {
                let untold = self.untold.entry(said.by).or_default();
                *untold = untold.saturating_sub(1);
            }
            Act::SkipPerson { who } => {
                self.put_off.insert(*who);
            }
            Act::Order { people } => {
                self.ordered = true;
                self.remember_places(people);
            }
            Act::Quiet { turn, kind } if self.after.turn.is_some_and(|t| t.turn == *turn) => {
                self.quiet_now.insert((said.by, *kind));
            }
            _ => {}
        }
    }

    /// Who is given a place is put off no more; a turn that was lost unheard is offered anew in it.
    fn remember_places(&mut self, people: &[PersonId]) {
        for seat in &self.after.seats {
            let was_put_off = people.contains(&seat.who) && self.put_off.remove(&seat.who);
            if was_put_off && seat.heard == Heard::NotYet {
                self.offered.remove(&seat.who);
            }
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

    /// Whether this very command was taken in an earlier step.
    pub(super) fn was_taken(&self, said: &Said) -> bool {
        self.taken.contains(&(said.by, said.page, said.n))
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

pub(super) fn is_here(view: &View, who: PersonId) -> bool {
    seat(view, who).is_some_and(|seat| seat.presence == Presence::Here)
}

/// Facilitators, hosts, and whoever leads right now.
pub(in super::super) fn leads(view: &View, who: PersonId) -> bool {
    seat(view, who).is_some_and(|seat| seat.role != Role::Member || view.lead.who == Some(who))
}

/// Everybody whom an event names.
pub(super) fn named(event: &Event) -> Vec<PersonId> {
    match event {
        Event::Seat { seat } => vec![seat.who],
        Event::Lead { lead } => lead.who.into_iter().collect(),
        Event::Turn { turn } => turn.iter().map(|turn| turn.who).collect(),
        Event::Queue { queue } => queue.clone(),
        Event::MicsRested { who } => who.clone(),
        Event::Door { door } => door.waiting.clone(),
        Event::Word { word } => [Some(word.from), word.seen_by, word.taken_by]
            .into_iter()
            .flatten()
            .collect(),
        Event::Mine { mine } => {
            let rooms = mine.room.iter().flat_map(|room| &room.places);
            let asked = mine.asked_aside.iter().map(|asked| asked.by);
            let words = mine.quiet_received.iter().map(|word| word.from);
            let places = rooms.map(|place| place.who);
            words.chain(places).chain(asked).collect()
        }
        Event::Activity { activity } => activity.iter().filter_map(|now| now.owner).collect(),
        Event::Rooms { rooms } => {
            let places = rooms.iter().flat_map(|room| &room.places);
            places.map(|place| place.who).collect()
        }
        Event::Lounge { lounge } => lounge.iter().flat_map(|at| at.people.clone()).collect(),
        Event::Session { .. }
        | Event::SeatGone { .. }
        | Event::Phase { .. }
        | Event::Timetable { .. }
        | Event::Proposal { .. }
        | Event::Nudges { .. }
        | Event::RoomsRun { .. }
        | Event::Airtime { .. }
        | Event::Refresh => Vec::new(),
    }
}
