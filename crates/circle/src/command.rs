//! What goes in: people coming and going, and what they do.

use serde::{Deserialize, Serialize};

use crate::activity::{ActivityKind, Slot};
use crate::side_rooms::{RoomPart, RoomStep};
use crate::{Millis, PersonId, TableId};

/// One input to the circle. Inputs with their times, in order, and the times at which
/// [`Circle::tick`](crate::Circle::tick) had something to say, are the whole history of a session:
/// replayed from the start they give the same circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Input {
    /// Someone opens the door for the first time, or comes again.
    Enter(Entry),
    /// A person's line is there (again).
    Connected { who: PersonId },
    /// A person's line is gone; the seat is kept.
    Disconnected { who: PersonId },
    /// A person does something.
    Act(Said),
}

/// Who comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub who: PersonId,
    pub role: Role,
    /// Belongs to the group, or was let in beforehand: need not wait at a vouched door.
    pub walks_in: bool,
    /// Sits in the room rather than at a distance.
    pub in_room: bool,
    /// Shares a device with others in the room; none with a device of one's own.
    pub table: Option<TableId>,
}

/// A command. `page` is drawn by the client when its page opens and `n` counts from 1 on that
/// page. A command that arrives again is answered as the first time and does nothing more; one that
/// arrives after a later one is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub by: PersonId,
    pub page: u64,
    pub n: u32,
    pub act: Act,
}

/// A person's part in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    Host,
    Facilitator,
}

/// What a person does. `turn`, `word`, `phase` and `proposal` name the thing that was on the
/// screen: a tap that arrives late never hits another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    // Everybody.
    /// Agrees to the circle's agreement and the limits of confidentiality.
    Agree,
    InRoom {
        is: bool,
    },
    /// Is here to listen; no turn is offered.
    Listen {
        only: bool,
    },
    Done {
        turn: u64,
    },
    Pass {
        turn: u64,
    },
    /// The speaker needs a moment: the clock rests until they go on.
    Moment {
        turn: u64,
    },
    /// The speaker asks others to answer, or no more: where a part is for that.
    Invite {
        turn: u64,
        is: bool,
    },
    /// After passing, or for a second turn when all have been heard.
    WantTurn,
    Hand {
        up: bool,
    },
    Quiet {
        turn: u64,
        kind: QuietWord,
    },
    /// A private word to facilitator and hosts. Its text, if any, stays outside the circle.
    Private {
        choice: PrivateChoice,
    },
    StepOut,
    ComeBack,
    Leave,
    /// A plan was kept (again replaces it). Its text stays outside.
    KeptPlan {
        who: MayKnow,
    },
    NothingThisWeek,
    KeptReflection,
    KeptTakeaway,
    GavePulse,
    /// A milestone was shared by consent; its text stays outside.
    SharedMilestone,
    TakeLead,
    Vouch {
        who: PersonId,
    },

    /// At a table whose line was gone: had a turn there meanwhile, or passed it on. `phase` and
    /// `turn` (0: not theirs) are what the screen showed last; told once after each absence.
    WhileAway {
        phase: u32,
        turn: u64,
        passed: bool,
        spoken_ms: Millis,
    },
    /// Stays to talk, after the end.
    EnterLounge,
    LeaveLounge,

    // In an activity. `activity`, `step` and `room` are those on the screen.
    /// Brings something: the activity is theirs.
    BringOne {
        activity: u64,
    },
    /// Would rather not, before anything is shown.
    HandBack {
        activity: u64,
    },
    /// Wrote something; its words stay outside.
    Write {
        activity: u64,
        slot: Slot,
        /// Whether to be named when it is shown.
        named: bool,
    },
    /// Takes it back.
    Unwrite {
        activity: u64,
        slot: Slot,
    },
    /// Has written what they wanted to.
    Ready {
        activity: u64,
        is: bool,
    },
    /// Keeps what was written to them.
    KeepSlip {
        activity: u64,
        slip: u64,
        is: bool,
    },
    /// The owner chooses an idea.
    ChooseSlip {
        activity: u64,
        slip: u64,
        is: bool,
    },
    /// Who leads, or the one whose it is.
    StopActivity {
        activity: u64,
    },
    /// Has a scene to rehearse.
    OpenRoom {
        activity: u64,
    },
    /// Takes a part in a side room, or says yes to being asked aside.
    TakePart {
        room: u64,
        part: RoomPart,
    },
    /// Back to the circle, or no to being asked aside.
    LeaveRoom {
        room: u64,
    },
    NextRoomStep {
        room: u64,
        step: RoomStep,
    },
    WantSwap {
        room: u64,
        is: bool,
    },
    PauseRoom {
        room: u64,
        is: bool,
    },
    StopRoom {
        room: u64,
    },
    CallHelp {
        room: u64,
        is: bool,
    },

    // Who leads, and hosts.
    /// Begins an activity in the working time; `activity` is the one on the screen, 0 for none.
    BeginActivity {
        activity: u64,
        kind: ActivityKind,
    },
    NextStep {
        activity: u64,
        step: u8,
    },
    /// Comes into a side room to help.
    VisitRoom {
        room: u64,
    },
    /// Brings those in a side room back to the circle.
    BringBack {
        room: u64,
    },
    /// Asks the sender of a private word aside.
    AskAside {
        word: u64,
    },
    Seen {
        word: u64,
    },
    Taken {
        word: u64,
    },
    /// A reply was written; its text stays outside.
    Replied {
        word: u64,
    },
    /// Thanks who speaks (`turn` 0: nobody) and goes to the next.
    GoOn {
        turn: u64,
    },
    /// The turn goes to this person; `turn` is the one on the screen, 0 for nobody's.
    Give {
        who: PersonId,
        turn: u64,
    },
    SkipPerson {
        who: PersonId,
    },
    /// A minute more for who speaks.
    Minute {
        turn: u64,
    },
    Hold,
    Resume,
    /// The order of those still to come.
    Order {
        people: Vec<PersonId>,
    },
    Extend {
        minutes: u8,
    },
    /// Ends this phase and goes on to the next.
    NextPhase {
        phase: u32,
    },
    /// Leaves out a phase that is still to come and is not required.
    SkipPhase {
        phase: u32,
    },
    Accept {
        proposal: u64,
    },
    Decline {
        proposal: u64,
    },
    HandLead {
        to: PersonId,
    },
    MakeHost {
        who: PersonId,
        is: bool,
    },
    Admit {
        who: PersonId,
    },
    RefuseEntry {
        who: PersonId,
    },
    Door {
        is: Door,
    },
    /// Back to the door, until who leads lets them in again.
    ToWaitingRoom {
        who: PersonId,
    },
    Remove {
        who: PersonId,
    },
    /// Nobody hears this person in the circle for now, whatever their microphone says; they and those
    /// who lead are told.
    RestMic {
        who: PersonId,
        is: bool,
    },
    /// Stillness ends by itself at its time.
    AutoAdvance {
        is: bool,
    },
    Start,
    End,
    EndLater {
        minutes: u8,
    },
}

/// One of the four quiet words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuietWord {
    HearYou,
    MeToo,
    ThankYou,
    WithYou,
}

/// What a private word says in one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateChoice {
    NotOk,
    /// Also steps the person out, seat kept.
    FewMinutes,
    Upset,
}

/// Who may know a plan, beside its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MayKnow {
    OnlyMe,
    Mentor,
    Circle,
}

/// Who comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Whoever comes takes a seat.
    Open,
    /// Who does not belong to the group waits until someone who is seated vouches.
    Vouched,
    /// Nobody new.
    Locked,
}

/// Why the circle did not do what was asked. The program turns it into a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// This person has no seat (yet, or any more).
    NotSeated,
    /// First the agreement.
    NotAgreed,
    /// The other person has not accepted the agreement yet.
    TheyNotAgreed,
    /// Only who leads, or a host, may.
    NotLeading,
    /// Only a facilitator may.
    NotFacilitating,
    /// Somebody else's turn.
    NotYourTurn,
    /// That turn, phase, word or proposal is over.
    Over,
    /// Not in this phase, or not in this state.
    NotNow,
    /// All seats are taken.
    Full,
    /// The door is locked.
    Locked,
    /// Was removed from this session.
    Removed,
    /// There is no such person here.
    NoSuchPerson,
    /// This phase can't be left out.
    Required,
    /// The session has ended.
    Ended,
    /// Somebody leads already.
    SomebodyLeads,
    /// More of these than one session holds.
    TooMany,
    /// Somebody else was first.
    Taken,
    /// It is for the one whose it is.
    NotYours,
    /// First out of the side room.
    InARoom,
}
