//! The machine itself: what it holds, and the way of one input through it.

use serde::{Deserialize, Serialize};

use crate::activity::{Activity, Ran};
use crate::command::{Door, Entry, Input, PrivateChoice, Refusal, Role};
use crate::conductor::Turn;
use crate::event::{Audience, Outbox};
use crate::format::{Floor, Format, TurnTime};
use crate::lounge::Lounge;
use crate::person::Person;
use crate::proposal::Proposal;
use crate::publish::Shown;
use crate::side_rooms::SideRoom;
use crate::timers::Timers;
use crate::view::{PhaseState, State};
use crate::{Millis, PersonId, SEATS_MAX};

/// People who may come to one session, the refused and the gone included. Twice the seats: a
/// session is not a thoroughfare.
pub const PEOPLE_MAX: usize = 2 * SEATS_MAX;
/// People who may wait at the door at once; more can't be looked at by one facilitator.
pub const WAITING_MAX: usize = 20;
/// What happens by itself after one input: at most every phase ends, and a few things beside.
const STEPS_BY_ITSELF_MAX: usize = 64;
/// The year 10,000, about: a clock that tells more is broken, and sums stay far from overflow.
const TIME_MAX: Millis = 1 << 48;

/// How a session is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    pub format: Format,
    /// How many times faster than real; 1 for a real session.
    pub pace: u32,
    pub scheduled_at: Millis,
    pub door: Door,
}

/// A live session. See the crate's documentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    pub(crate) config: Config,
    /// The time of the last input, on the circle's own clock, which never goes back.
    pub(crate) now: Millis,
    /// What the circle's clock is ahead of the caller's, after the caller's went back.
    pub(crate) skew_ms: Millis,
    pub(crate) state: State,
    pub(crate) started_at: Option<Millis>,
    /// The end as it was when the session began.
    pub(crate) was_to_end_at: Option<Millis>,
    pub(crate) ends_at: Millis,
    pub(crate) auto_advance: bool,
    pub(crate) door: Door,
    /// In seat order; those without a seat stay for the record.
    pub(crate) people: Vec<Person>,
    pub(crate) lead: Lead,
    pub(crate) parts: Vec<Part>,
    pub(crate) phase: Option<Phase>,
    pub(crate) turn: Option<Turn>,
    pub(crate) turns_given: u64,
    /// When the breath between two turns is over and the next begins.
    pub(crate) breath_until: Option<Millis>,
    /// An order that the lead chose for this phase.
    pub(crate) order: Vec<PersonId>,
    pub(crate) hold: Option<Hold>,
    pub(crate) activity: Option<Activity>,
    pub(crate) activities_begun: u64,
    /// The activities that ran, for the record.
    pub(crate) ran: Vec<Ran>,
    pub(crate) side_rooms: Vec<SideRoom>,
    pub(crate) rooms_opened: u64,
    pub(crate) hands_raised: u64,
    pub(crate) words: Vec<Word>,
    /// Private words sent so far, those that made room for newer ones included.
    pub(crate) words_sent: u64,
    /// The first private word that was sent after the lead's line was lost; none while it is there.
    pub(crate) lead_misses_from: Option<u64>,
    /// The first private word that nobody who led was there to see; none while somebody leads.
    pub(crate) unled_from: Option<u64>,
    pub(crate) proposal: Proposal,
    pub(crate) lounge: Option<Lounge>,
    /// Ended because nobody was left, and since when nobody was: that is when it was over.
    pub(crate) gone_at: Option<Millis>,
    /// Since when nobody has been here.
    pub(crate) empty_since: Option<Millis>,
    #[serde(skip)]
    pub(crate) timers: Timers,
    /// What was last told, to tell only what changed.
    #[serde(skip)]
    pub(crate) shown: Option<Box<Shown>>,
    #[cfg(feature = "broken-rules")]
    #[serde(skip)]
    pub(crate) broken: Option<crate::Broken>,
}

/// Who leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lead {
    pub(crate) who: Option<PersonId>,
    pub(crate) wanted: bool,
    /// Who led when the line was lost; takes the lead again on coming back if nobody else did.
    pub(crate) missed: Option<PersonId>,
}

/// A part of the session and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) state: PhaseState,
    pub(crate) planned_ms: Millis,
    pub(crate) used_ms: Millis,
    /// How many were here at its end, and of them had a turn in it or passed.
    pub(crate) here: u16,
    pub(crate) shared: u16,
    pub(crate) passed: u16,
}

/// The phase under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Phase {
    pub(crate) index: usize,
    pub(crate) started_at: Millis,
    pub(crate) ends_at: Millis,
    /// When it has lasted as long as its format lets it, or as who leads made it.
    pub(crate) longest_at: Millis,
    /// Who leads has given the first turn (or nobody leads): turns follow one another.
    pub(crate) is_open: bool,
}

/// The clock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hold {
    pub(crate) since: Millis,
    /// By the speaker, who needs a moment.
    pub(crate) moment: bool,
}

/// A private word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Word {
    pub(crate) id: u64,
    pub(crate) from: PersonId,
    pub(crate) choice: PrivateChoice,
    pub(crate) at: Millis,
    pub(crate) seen_by: Option<PersonId>,
    pub(crate) taken_by: Option<PersonId>,
    pub(crate) replied: bool,
}

impl Circle {
    /// Opens a session; nobody is here yet.
    #[must_use]
    pub fn open(mut config: Config) -> Self {
        config.scheduled_at = config.scheduled_at.clamp(0, TIME_MAX);
        let minute_ms = minute_ms(config.pace);
        let parts: Vec<Part> = config
            .format
            .phases
            .iter()
            .map(|phase| Part {
                state: PhaseState::Coming,
                planned_ms: phase.target_ms(minute_ms),
                used_ms: 0,
                here: 0,
                shared: 0,
                passed: 0,
            })
            .collect();
        let ends_at = config.scheduled_at + parts.iter().map(|part| part.planned_ms).sum::<i64>();
        let mut circle = Self {
            now: 0,
            skew_ms: 0,
            state: State::Gathering,
            started_at: None,
            was_to_end_at: None,
            ends_at,
            auto_advance: true,
            door: config.door,
            people: Vec::new(),
            lead: Lead::default(),
            parts,
            phase: None,
            turn: None,
            turns_given: 0,
            breath_until: None,
            order: Vec::new(),
            hold: None,
            activity: None,
            activities_begun: 0,
            ran: Vec::new(),
            side_rooms: Vec::new(),
            rooms_opened: 0,
            hands_raised: 0,
            words: Vec::new(),
            words_sent: 0,
            lead_misses_from: None,
            unled_from: Some(0),
            proposal: Proposal::default(),
            lounge: None,
            gone_at: None,
            // Nobody is here yet: a session to which nobody comes ends too.
            empty_since: Some(config.scheduled_at),
            timers: Timers::default(),
            shown: None,
            #[cfg(feature = "broken-rules")]
            broken: None,
            config,
        };
        circle.set_timers();
        circle
    }

    /// Takes one input. What follows from it is put into `out`; a refusal changes nothing that
    /// anybody can see.
    ///
    /// # Errors
    /// Why it was not done.
    pub fn handle(&mut self, now: Millis, input: &Input, out: &mut Outbox) -> Result<(), Refusal> {
        self.remember_shown();
        self.tell_time(now);
        let done = match input {
            Input::Enter(entry) => self.enter(*entry),
            Input::Connected { who } => self.connected(*who),
            Input::Disconnected { who } => self.disconnected(*who),
            Input::Act(said) => self.act(said),
        };
        self.settle();
        self.publish(out);
        done
    }

    /// Does what is due at `now`. Calling it early or twice does no harm.
    pub fn tick(&mut self, now: Millis, out: &mut Outbox) {
        self.remember_shown();
        self.tell_time(now);
        self.settle();
        self.publish(out);
    }

    /// When [`Circle::tick`] wants to be called next, on the caller's clock.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Millis> {
        self.timers.next().map(|at| self.outer(at))
    }

    /// Before, during, or after.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The highest number that anybody here has or had; none while nobody has come. Whoever comes
    /// anew needs a higher one: a number once given keeps its role and its seat.
    #[must_use]
    pub fn newest_person(&self) -> Option<PersonId> {
        self.people.iter().map(|person| person.who).max()
    }

    /// Everybody who has come, also those who left.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().map(|person| person.who)
    }

    /// Whether an event for `audience` is for `who` as things stand now.
    #[must_use]
    pub fn hears(&self, who: PersonId, audience: Audience) -> bool {
        match (audience, self.person(who)) {
            (Audience::One(one), _) => one == who,
            (Audience::Everyone, Some(person)) => person.is_seated(),
            (Audience::Leads, Some(person)) => self.leads(person),
            (_, None) => false,
        }
    }

    /// The format it runs.
    #[must_use]
    pub fn format(&self) -> &Format {
        &self.config.format
    }

    /// The circle's time for the caller's clock.
    pub(crate) fn outer(&self, at: Millis) -> Millis {
        at.saturating_sub(self.skew_ms)
    }

    pub(crate) fn minute_ms(&self) -> Millis {
        minute_ms(self.config.pace)
    }

    /// A span of real time at this session's pace, at least a quarter of a second.
    pub(crate) fn paced(&self, ms: Millis) -> Millis {
        (ms / Millis::from(self.config.pace.max(1))).max(250)
    }

    pub(crate) fn person(&self, who: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.who == who)
    }

    pub(crate) fn person_mut(&mut self, who: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.who == who)
    }

    pub(crate) fn seated(&self, who: PersonId) -> Result<&Person, Refusal> {
        self.person(who)
            .filter(|person| person.is_seated())
            .ok_or(Refusal::NoSuchPerson)
    }

    /// Sees what leads see: who leads, facilitators and hosts.
    pub(crate) fn leads(&self, person: &Person) -> bool {
        person.is_seated() && (self.lead.who == Some(person.who) || person.role != Role::Member)
    }

    pub(crate) fn turn_time(&self) -> TurnTime {
        match self.activity_floor() {
            // An activity shares out the time of its step.
            Some(Floor::Still) => TurnTime::None,
            Some(_) => TurnTime::Shared,
            None => self.phase.map_or(TurnTime::None, |phase| {
                self.config.format.phases[phase.index].turn
            }),
        }
    }

    /// The circle's clock never goes back: when the caller's does, it goes on from where it was.
    fn tell_time(&mut self, outer: Millis) {
        let now = outer.clamp(0, TIME_MAX) + self.skew_ms;
        if now < self.now {
            // Bounded too, or a clock that swings to and fro would carry the sum past any number.
            self.skew_ms = (self.skew_ms + self.now - now).min(TIME_MAX);
        }
        self.now = self.now.max(now);
    }

    pub(crate) fn change(
        &mut self,
        who: PersonId,
        change: impl FnOnce(&mut Person),
    ) -> Result<(), Refusal> {
        let person = self.person_mut(who).ok_or(Refusal::NoSuchPerson)?;
        change(person);
        Ok(())
    }

    /// Does what happens by itself at this time, and sets the timers for what will.
    fn settle(&mut self) {
        #[cfg(feature = "broken-rules")]
        self.misbehave();
        self.note_emptiness();
        for _ in 0..STEPS_BY_ITSELF_MAX {
            let moved = self.lead_passes()
                || self.rooms_settle()
                || self.activity_moves()
                || self.silent_speaker_is_set_aside()
                || self.breath_begins()
                || self.breath_ends()
                || self.phase_ends_by_itself()
                || self.session_ends_by_itself()
                || self.lounge_closes();
            if !moved {
                break;
            }
        }
        self.note_who_sees_words();
        self.propose();
        self.set_timers();
    }
}

impl Entry {
    pub(crate) fn person(&self) -> Person {
        let mut person = Person::new(self.who, self.role);
        person.in_room = self.in_room;
        person.table = self.table;
        person
    }
}

fn minute_ms(pace: u32) -> Millis {
    60_000 / Millis::from(pace.clamp(1, 600))
}
