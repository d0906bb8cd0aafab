//! What a person can do in a room, in the words of the wire.

use serde::{Deserialize, Serialize};

use circle::activity::{ActivityKind, Part};
use circle::side_rooms::{RoomPart, RoomStep};

use super::sealed::is_key;
use super::{
    Door, KEYS_MAX, LEVEL_MAX, LINE_CHARS_MAX, MILESTONE_CHARS_MAX, MayKnow, PLAN_CHARS_MAX,
    PrivateChoice, QuietWord, REFLECTION_CHARS_MAX, Seals, Seat, TAKEAWAY_CHARS_MAX,
    WORD_CHARS_MAX,
};

/// How the week's plan went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowItWent {
    DidIt,
    PartOfIt,
    NotYet,
}

/// The weather inside, on leaving. It is stored nowhere and told to nobody; when it is stormy, the
/// page offers to stay and talk, and a private word is one tap away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weather {
    Stormy,
    Heavy,
    Mixed,
    Clearing,
    Bright,
}

/// What a person does, with what it needs. `turn`, `word` and `proposal` name the thing that was
/// on the screen when the person tapped, so that a tap that arrives late never hits another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    // Everybody.
    /// `{"n":1,"do":"agree"}`: to the circle's agreement and the limits of confidentiality.
    Agree,
    /// `{"n":2,"do":"in_room","is":true}`: sitting at the table rather than at a distance.
    InRoom {
        is: bool,
    },
    /// `{"n":3,"do":"listen","only":true}`: here to listen; no turn is offered.
    Listen {
        only: bool,
    },
    /// `{"n":4,"do":"done","turn":7}`
    Done {
        turn: u64,
    },
    /// `{"n":5,"do":"pass","turn":7}`: pass this time.
    Pass {
        turn: u64,
    },
    /// `{"n":6,"do":"moment","turn":7}`: the speaker needs a moment; the clock rests.
    Moment {
        turn: u64,
    },
    /// `{"n":6,"do":"invite","turn":7,"is":true}`: the speaker asks others to answer, or no more.
    Invite {
        turn: u64,
        is: bool,
    },
    /// `{"n":7,"do":"want_turn"}`: after passing, or coming late.
    WantTurn,
    /// `{"n":8,"do":"hand","up":true}`
    Hand {
        up: bool,
    },
    /// `{"n":9,"do":"quiet","turn":7,"kind":"me_too"}`
    Quiet {
        turn: u64,
        kind: QuietWord,
    },
    /// `{"n":10,"do":"private","choice":"not_ok","text":"..."}`; the text may be left out.
    Private {
        choice: PrivateChoice,
        #[serde(default)]
        text: String,
    },
    StepOut,
    ComeBack,
    /// Leaves the session. Coming back the same evening takes the seat again.
    Leave,
    /// `{"n":11,"do":"plan","text":"Walk on Tuesday","who":"circle"}`: the week's plan. Again
    /// replaces it.
    Plan {
        text: String,
        who: MayKnow,
    },
    /// Equal to any plan.
    NothingThisWeek,
    /// `{"n":12,"do":"how","plan":"0abc...","how":"part_of_it"}`: how my last plan went.
    How {
        plan: String,
        how: HowItWent,
    },
    /// `{"n":13,"do":"show_plan","plan":"0abc..."}`: lets the circle see my last plan and how it
    /// went. Only its owner can, whoever might know it before.
    ShowPlan {
        plan: String,
    },
    /// `{"n":14,"do":"takeaway","text":"..."}`: what I take along from the activity; only mine.
    Takeaway {
        text: String,
    },
    /// `{"n":15,"do":"reflection","text":"..."}`: only mine. Again replaces it.
    Reflection {
        text: String,
    },
    /// `{"n":16,"do":"pulse","heard":4,"safe":5,"useful":3,"together":4}`, each 1 to 5; stored
    /// without the person.
    Pulse {
        heard: u8,
        safe: u8,
        useful: u8,
        together: u8,
    },
    /// `{"n":17,"do":"weather","is":"clearing"}`
    Weather {
        is: Weather,
    },
    /// `{"n":18,"do":"milestone","text":"90 days"}`: by consent, in the closing; never stored.
    Milestone {
        text: String,
    },
    /// `{"n":19,"do":"take_lead"}`: when nobody leads and the circle asked, or by one's role.
    TakeLead,
    /// `{"n":20,"do":"vouch","who":9}`: for someone at the door.
    Vouch {
        who: Seat,
    },

    /// `{"n":57,"do":"mic","on":true}`: my microphone, and my camera. Both are off on a page that was
    /// just opened.
    Mic {
        on: bool,
    },
    /// `{"n":58,"do":"camera","on":true}`
    Camera {
        on: bool,
    },
    /// `{"n":59,"do":"seals","is":"ready"}`: whether this page can take part in a sealed session.
    Seals {
        is: Seals,
    },
    /// `{"n":60,"do":"keys","to":[[5,"Ab3d"],[6,"Cd4e"]]}`: what only the page of that seat can read.
    /// It is handed on and kept nowhere.
    Keys {
        to: Vec<(Seat, String)>,
    },
    /// `{"n":54,"do":"while_away","phase":2,"turn":7,"passed":false,"spoken_ms":90000}`: somebody at
    /// a table, for the time that its line was gone; `turn` is 0 if it was not theirs.
    WhileAway {
        phase: u32,
        turn: u64,
        passed: bool,
        spoken_ms: i64,
    },
    /// After the end: stays to talk.
    EnterLounge,
    LeaveLounge,

    // In an activity. `activity` and `step` are those on the screen.
    /// `{"n":33,"do":"bring_one","activity":1}`: I bring something; the activity is mine.
    BringOne {
        activity: u64,
    },
    /// `{"n":34,"do":"hand_back","activity":1}`: I would rather not, after all.
    HandBack {
        activity: u64,
    },
    /// `{"n":35,"do":"write","activity":1,"part":"fairer","nth":0,"text":"...","named":true}`: again
    /// replaces it, and with no text takes it back. `to` says whom it is about, where each writes of
    /// others; `level` is 0 to 100 for a belief or a feeling. A mark has no text and says `on`.
    Write {
        activity: u64,
        part: Part,
        #[serde(default)]
        nth: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Seat>,
        #[serde(default)]
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<u8>,
        #[serde(default)]
        named: bool,
        #[serde(default)]
        on: bool,
    },
    /// `{"n":36,"do":"ready","activity":1,"is":true}`
    Ready {
        activity: u64,
        is: bool,
    },
    /// `{"n":37,"do":"keep_slip","activity":1,"slip":3,"is":true}`: only mine.
    KeepSlip {
        activity: u64,
        slip: u64,
        is: bool,
    },
    /// `{"n":38,"do":"choose_slip","activity":1,"slip":3,"is":true}`: the owner chooses an idea.
    ChooseSlip {
        activity: u64,
        slip: u64,
        is: bool,
    },
    /// `{"n":39,"do":"stop_activity","activity":1}`: who leads, or the one whose it is.
    StopActivity {
        activity: u64,
    },
    /// `{"n":40,"do":"open_room","activity":1}`: I have a scene to rehearse.
    OpenRoom {
        activity: u64,
    },
    /// `{"n":41,"do":"take_part","room":1,"part":"partner"}`
    TakePart {
        room: u64,
        part: RoomPart,
    },
    /// `{"n":42,"do":"leave_room","room":1}`
    LeaveRoom {
        room: u64,
    },
    /// `{"n":43,"do":"next_room_step","room":1,"step":"scene"}`
    NextRoomStep {
        room: u64,
        step: RoomStep,
    },
    /// `{"n":44,"do":"want_swap","room":1,"is":true}`
    WantSwap {
        room: u64,
        is: bool,
    },
    /// `{"n":45,"do":"pause_room","room":1,"is":true}`
    PauseRoom {
        room: u64,
        is: bool,
    },
    /// `{"n":46,"do":"stop_room","room":1}`
    StopRoom {
        room: u64,
    },
    /// `{"n":47,"do":"call_help","room":1,"is":true}`
    CallHelp {
        room: u64,
        is: bool,
    },
    /// `{"n":48,"do":"scene","room":1,"with":"My brother","says":"Just one","date":"2026-12-24"}`: the
    /// scene card, by its owner, for those in the room; also `place` and `takeaway`.
    Scene {
        room: u64,
        #[serde(default)]
        with: String,
        #[serde(default)]
        place: String,
        #[serde(default)]
        says: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        takeaway: String,
    },

    // Facilitator and host.
    /// `{"n":49,"do":"begin_activity","activity":0,"kind":"thought_record"}`: `activity` is the one
    /// on the screen, 0 for none.
    BeginActivity {
        activity: u64,
        kind: ActivityKind,
    },
    /// `{"n":50,"do":"next_step","activity":1,"step":2}`
    NextStep {
        activity: u64,
        step: u8,
    },
    /// `{"n":51,"do":"visit_room","room":1}`
    VisitRoom {
        room: u64,
    },
    /// `{"n":52,"do":"bring_back","room":1}`
    BringBack {
        room: u64,
    },
    /// `{"n":53,"do":"ask_aside","word":2}`: the sender of a private word, to a room for two.
    AskAside {
        word: u64,
    },
    /// `{"n":21,"do":"seen","word":2}`: a private word was read; its sender is told.
    Seen {
        word: u64,
    },
    /// «I've got this.»
    Taken {
        word: u64,
    },
    /// `{"n":22,"do":"reply","word":2,"text":"..."}`
    Reply {
        word: u64,
        text: String,
    },
    /// `{"n":23,"do":"go_on","turn":7}`: thank who speaks and go to the next; `turn` 0 when
    /// nobody speaks.
    GoOn {
        turn: u64,
    },
    /// `{"n":24,"do":"give","who":5,"turn":7}`: the turn goes to this person; `turn` as in
    /// `go_on`.
    Give {
        who: Seat,
        turn: u64,
    },
    /// Skip this person for now; the turn is offered again later.
    SkipPerson {
        who: Seat,
    },
    /// A minute more for who speaks.
    Minute {
        turn: u64,
    },
    /// Holds the clock.
    Hold,
    /// Lets the clock run on.
    Resume,
    /// `{"n":25,"do":"order","seats":[3,5,2]}`: the order of those still to come.
    Order {
        seats: Vec<Seat>,
    },
    /// `{"n":26,"do":"extend","minutes":3}`: more time for this phase.
    Extend {
        minutes: u8,
    },
    /// `{"n":27,"do":"next_phase","phase":2}`: ends phase 2 (counted from 0) and goes on.
    NextPhase {
        phase: u32,
    },
    /// `{"n":28,"do":"skip_phase","phase":5}`: leaves out a phase that is still to come.
    SkipPhase {
        phase: u32,
    },
    /// `{"n":29,"do":"accept","proposal":1}`: do what the conductor offered.
    Accept {
        proposal: u64,
    },
    Decline {
        proposal: u64,
    },
    /// `{"n":30,"do":"hand_lead","to":5}`
    HandLead {
        to: Seat,
    },
    /// `{"n":31,"do":"make_host","who":5,"is":true}`
    MakeHost {
        who: Seat,
        is: bool,
    },
    Admit {
        who: Seat,
    },
    Refuse {
        who: Seat,
    },
    /// `{"n":32,"do":"door","is":"locked"}`
    Door {
        is: Door,
    },
    /// `{"n":55,"do":"to_waiting_room","who":5}`: back to the door, until who leads lets them in.
    ToWaitingRoom {
        who: Seat,
    },
    /// Removes a disruptor, who can't come back to this session.
    Remove {
        who: Seat,
    },
    /// `{"n":56,"do":"rest_mic","who":5,"is":true}`: nobody hears them for now, whatever their
    /// microphone says.
    RestMic {
        who: Seat,
        is: bool,
    },
    /// Breathing and other still phases go on by themselves at their time.
    AutoAdvance {
        is: bool,
    },
    /// Begins the session.
    Start,
    /// Ends it; the closing that was left is offered first by the page.
    End,
    EndLater {
        minutes: u8,
    },

    /// `{"do":"pong"}`: the answer to `ping`, without a number.
    Pong,
}

impl Act {
    /// Whether every text and list is as short as our own pages keep it.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        /// More seats than any circle has.
        const ORDER_SEATS_MAX: usize = 60;
        /// An identifier as it stands in an address has 13 characters.
        const ID_CHARS: usize = 13;
        /// `2026-12-24`.
        const DATE_CHARS: usize = 10;
        let fits = |text: &str, chars_max: usize| text.chars().count() <= chars_max;
        match self {
            Self::Private { text, .. } | Self::Reply { text, .. } => fits(text, WORD_CHARS_MAX),
            Self::Plan { text, .. } => fits(text, PLAN_CHARS_MAX),
            Self::Takeaway { text } => fits(text, TAKEAWAY_CHARS_MAX),
            Self::Reflection { text } => fits(text, REFLECTION_CHARS_MAX),
            Self::Milestone { text } => fits(text, MILESTONE_CHARS_MAX),
            Self::Write { text, level, .. } => {
                fits(text, LINE_CHARS_MAX) && level.is_none_or(|level| level <= LEVEL_MAX)
            }
            Self::Scene {
                with,
                place,
                says,
                date,
                takeaway,
                ..
            } => {
                [with, place, says]
                    .iter()
                    .all(|text| fits(text, LINE_CHARS_MAX))
                    && fits(date, DATE_CHARS)
                    && fits(takeaway, TAKEAWAY_CHARS_MAX)
            }
            Self::How { plan, .. } | Self::ShowPlan { plan } => fits(plan, ID_CHARS),
            Self::Order { seats } => seats.len() <= ORDER_SEATS_MAX,
            Self::Keys { to } => to.len() <= KEYS_MAX && to.iter().all(|(_, blob)| is_key(blob)),
            Self::Pulse {
                heard,
                safe,
                useful,
                together,
            } => [heard, safe, useful, together]
                .iter()
                .all(|rating| (1..=5).contains(*rating)),
            _ => true,
        }
    }
}
