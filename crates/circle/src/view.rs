//! What one person may know of the session. `Circle::view` makes it whole;
//! [`View::apply`] keeps it up to date with the events that reach that person.

use serde::{Deserialize, Serialize};

use crate::activity::{ActivityView, MyActivity};
use crate::command::{Door, MayKnow, PrivateChoice, QuietWord, Role};
use crate::event::Event;
use crate::format::{Crosstalk, Floor, LedBy, PhaseKind};
use crate::side_rooms::{AskedAside, MyRoom, RoomRun, RoomView};
use crate::{Millis, PersonId, TableId};

/// Everything that `me` may know. Somebody at the door knows only the session and that they wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub me: PersonId,
    /// At the door, not in the circle.
    pub waiting: bool,
    /// Waits there since who leads asked for it.
    pub asked_to_wait: bool,
    /// Sees what leads see.
    pub leads: bool,
    pub session: SessionView,
    pub lead: LeadView,
    /// In seat order, which is turn order, the same for everybody.
    pub seats: Vec<SeatView>,
    pub phase: Option<PhaseView>,
    pub turn: Option<TurnView>,
    pub queue: Vec<PersonId>,
    pub timetable: Timetable,
    pub activity: Option<ActivityView>,
    pub rooms: Vec<RoomView>,
    /// For leads.
    pub rooms_run: Vec<RoomRun>,
    pub door: DoorView,
    pub proposal: Option<ProposalView>,
    /// For leads; none unless people sit in the room and online.
    pub airtime: Option<AirtimeView>,
    /// For leads: whose microphones rest.
    pub mics_rested: Vec<PersonId>,
    /// Open for a while after the end.
    pub lounge: Option<LoungeView>,
    pub words: Vec<WordView>,
    pub nudges: Vec<Nudge>,
    pub mine: Mine,
}

/// Where the session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub state: State,
    pub scheduled_at: Millis,
    pub started_at: Option<Millis>,
    /// When it is to end; once ended, when it did.
    pub ends_at: Millis,
    /// Stillness ends by itself at its time.
    pub auto_advance: bool,
    /// Nobody leads it to its end, or it is long over: everybody who has agreed may end it.
    pub anyone_may_end: bool,
}

/// Before, during, after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Gathering,
    Live,
    Ended,
}

/// Who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadView {
    pub who: Option<PersonId>,
    /// Nobody leads and the circle asks: will you hold it?
    pub wanted: bool,
}

/// A seat, as everyone sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    pub who: PersonId,
    pub role: Role,
    pub presence: Presence,
    pub in_room: bool,
    /// Those with the same one share a device, and sit side by side.
    pub table: Option<TableId>,
    pub agreed: bool,
    pub listening: bool,
    pub hand: bool,
    /// In this phase: has shared, passed, or neither yet.
    pub heard: Heard,
}

/// Whether a person is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Here,
    /// The line is gone; the seat is kept.
    Away,
    /// Stepped out for a few minutes; the seat is kept.
    SteppedOut,
}

/// What a person has done in this phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    NotYet,
    Shared,
    Passed,
}

/// The phase under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseView {
    /// From 0, in the format.
    pub index: u32,
    pub kind: PhaseKind,
    pub floor: Floor,
    pub crosstalk: Crosstalk,
    /// Who is expected to lead it.
    pub led_by: LedBy,
    pub started_at: Millis,
    /// When it is to end. Passing it ends nothing.
    pub ends_at: Millis,
    /// The clock is held since then.
    pub held_at: Option<Millis>,
}

/// Whose turn it is. At `ends_at` nothing happens but a nudge to who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnView {
    pub turn: u64,
    pub who: PersonId,
    pub started_at: Millis,
    pub ends_at: Millis,
    /// The clock is held since then; `ends_at` moves on when it runs again.
    pub held_at: Option<Millis>,
    /// Held by the speaker, who needs a moment.
    pub moment: bool,
    /// The speaker has asked others to answer.
    pub invites: bool,
}

/// The parts of the session and their time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    pub phases: Vec<PhasePlan>,
    /// How late the session will end if all goes on as planned, in milliseconds of real time.
    pub behind_ms: Millis,
    /// How long the next turn will be if the one under way takes its time.
    pub next_turn_ms: Millis,
}

/// One part and its time, in milliseconds of real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhasePlan {
    pub state: PhaseState,
    pub planned_ms: Millis,
    /// Set when it is over.
    pub used_ms: Millis,
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseState {
    Done,
    Now,
    Coming,
    Skipped,
}

/// The door and who waits at it. Who was asked to wait there is named to leads only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorView {
    pub is: Door,
    pub waiting: Vec<PersonId>,
}

/// What the conductor offers; nothing of it happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    pub proposal: u64,
    pub offer: Offer,
}

/// How the time to speak is spread. It changes when a turn ends and not while somebody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AirtimeView {
    pub room: Airtime,
    pub online: Airtime,
}

/// The people on one side who have a seat now, and how long they have spoken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Airtime {
    pub people: u16,
    pub spoken_ms: Millis,
}

/// Open talk after the end: who stays, in the order in which they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoungeView {
    pub ends_at: Millis,
    pub people: Vec<PersonId>,
}

/// A way to end on time, or honestly later, or to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "offer", rename_all = "snake_case")]
pub enum Offer {
    /// Take so many minutes from a part that is still to come.
    TakeFrom { phase: u32, minutes: u8 },
    /// End so many minutes later.
    EndLater { minutes: u8 },
    /// Go on to this part: the one under way has lasted as long as it is to last, and nobody speaks
    /// or waits to.
    GoOn { phase: u32 },
}

/// A private word, as leads see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordView {
    pub word: u64,
    pub from: PersonId,
    pub choice: PrivateChoice,
    pub at: Millis,
    pub seen_by: Option<PersonId>,
    pub taken_by: Option<PersonId>,
    pub replied: bool,
}

/// Something who leads may want to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nudge", rename_all = "snake_case")]
pub enum Nudge {
    /// The turn is past its time; the speaker is not told by anything but their own ring.
    TurnOver { turn: u64 },
    /// The phase is past its time.
    PhaseOver { phase: u32 },
    /// The closing has to begin for the session to end on time.
    ClosingDue,
    /// Who speaks has lost their line.
    SpeakerAway { turn: u64 },
    /// The step of an activity is past its time.
    StepOver { activity: u64, step: u8 },
}

/// What only this person sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// The quiet words I gave in this turn.
    pub quiet_given: Vec<QuietWord>,
    /// The quiet words that came to me after my last turn.
    pub quiet_received: Vec<QuietFrom>,
    /// My private words and what became of them.
    pub words: Vec<MyWord>,
    pub plan: Option<MayKnow>,
    pub nothing_this_week: bool,
    pub reflection: bool,
    pub takeaway: bool,
    pub pulse: bool,
    pub milestone: bool,
    /// I asked for a turn after passing or being heard.
    pub wants_turn: bool,
    /// My part in the activity under way.
    pub activity: Option<MyActivity>,
    /// The side room that I am in.
    pub room: Option<MyRoom>,
    pub asked_aside: Option<AskedAside>,
}

/// A quiet word and who it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietFrom {
    pub from: PersonId,
    pub kind: QuietWord,
}

/// A private word, as its sender sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyWord {
    pub word: u64,
    pub choice: PrivateChoice,
    pub at: Millis,
    pub seen_by: Option<PersonId>,
    pub taken_by: Option<PersonId>,
    pub replied: bool,
}

impl View {
    /// Puts an event that reached this person in its place. `false` means that the view has to
    /// start afresh from a new snapshot.
    pub fn apply(&mut self, event: &Event) -> bool {
        match event.clone() {
            Event::Session { session } => self.session = session,
            Event::Lead { lead } => self.lead = lead,
            Event::Seat { seat } => match self.seats.iter_mut().find(|s| s.who == seat.who) {
                Some(place) => *place = seat,
                None => self.seats.push(seat),
            },
            Event::SeatGone { who } => self.seats.retain(|seat| seat.who != who),
            Event::Phase { phase } => self.phase = phase,
            Event::Turn { turn } => self.turn = turn,
            Event::Queue { queue } => self.queue = queue,
            Event::Timetable { timetable } => self.timetable = timetable,
            Event::Activity { activity } => self.activity = activity,
            Event::Rooms { rooms } => self.rooms = rooms,
            Event::RoomsRun { rooms } => self.rooms_run = rooms,
            Event::Door { door } => self.door = door,
            Event::MicsRested { who } => self.mics_rested = who,
            Event::Proposal { proposal } => self.proposal = proposal,
            Event::Word { word } => match self.words.iter_mut().find(|w| w.word == word.word) {
                Some(place) => *place = word,
                None => self.words.push(word),
            },
            Event::Airtime { airtime } => self.airtime = airtime,
            Event::Lounge { lounge } => self.lounge = lounge,
            Event::Nudges { nudges } => self.nudges = nudges,
            Event::Mine { mine } => self.mine = mine,
            Event::Refresh => return false,
        }
        true
    }
}
