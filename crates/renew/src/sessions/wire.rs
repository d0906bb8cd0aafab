//! The messages of the live room's socket, `/sessions/{id}/socket`. Both sides of the protocol
//! are here and nowhere else: `circle` never sees them, and a browser needs nothing beyond them.
//!
//! One JSON object per text frame, at most [`FRAME_BYTES_MAX`] from a client. Times are
//! milliseconds since the Unix epoch by the server's clock (`hello.now` and `ping.now` let a
//! client know how far its own clock is off). People are numbered 1, 2, 3... within one session
//! ([`Seat`]): a number says nothing outside its room, and it fits a JavaScript number.
//!
//! # A connection, from its start
//!
//! ```text
//! < {"is":"hello","protocol":1,"now":1790000000000,"me":4,"lang":"en"}
//! < {"is":"view","view":{...},"people":{"1":{"name":"Marlow","sign":"hills"},...},"phases":[...],...}
//! > {"n":1,"do":"agree"}
//! < {"is":"ev","ev":[{"t":"seat",...}]}
//! < {"is":"ok","n":1}
//! ```
//!
//! The client numbers its commands 1, 2, 3... over the life of one page. After a cut it connects
//! anew, gets a new `view`, and sends again what was not answered: the numbers make the second
//! arrival harmless as long as `page` (a number drawn when the page was opened, sent as
//! `?page=123` with the socket's address) stays the same.
//!
//! `ok` means *kept*: what had to last is on disk before it is sent. The events that a command
//! caused come before its `ok`. `no` carries a sentence for the person, in their language.

use std::collections::BTreeMap;

pub use circle::command::{Door, MayKnow, PrivateChoice, QuietWord};
use serde::{Deserialize, Serialize};

use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// The version of this protocol. A page that is older than the server asks to be loaded again.
pub const PROTOCOL: u32 = 1;

/// A client's frame holds one command; the longest is a reflection of [`REFLECTION_CHARS_MAX`]
/// characters at four bytes each, with room for its envelope.
pub const FRAME_BYTES_MAX: usize = 8 * 1024;
/// A week's plan is one small step: two or three sentences.
pub const PLAN_CHARS_MAX: usize = 300;
/// A few words for the facilitator, typed by someone who isn't well.
pub const WORD_CHARS_MAX: usize = 300;
/// What someone takes along from an activity.
pub const TAKEAWAY_CHARS_MAX: usize = 500;
/// A written reflection: about a page of a notebook.
pub const REFLECTION_CHARS_MAX: usize = 1_500;
/// A milestone is a line: «90 days», «first sober birthday».
pub const MILESTONE_CHARS_MAX: usize = 80;

/// A person's number in one session, from 1 in the order of first coming. Nothing leads from it
/// to the person outside the room.
pub type Seat = u64;

/// What a client sends: `{"n":12,"do":"done","turn":3}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The command's number on this page, from 1.
    #[serde(default)]
    pub n: u32,
    #[serde(flatten)]
    pub act: Act,
}

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
    /// `{"n":19,"do":"take_lead"}`: when nobody leads and the circle asked.
    TakeLead,
    /// `{"n":20,"do":"vouch","who":9}`: for someone at the door.
    Vouch {
        who: Seat,
    },

    // Facilitator and host.
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
    /// Removes a disruptor, who can't come back to this session.
    Remove {
        who: Seat,
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

/// A frame that is not one of our messages. Its content is neither kept nor logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Garbage {
    #[error("a frame of more than {FRAME_BYTES_MAX} bytes")]
    TooLong,
    #[error("a frame that is not one of our messages")]
    NotOurs,
    #[error("a text longer than its field allows")]
    TextTooLong,
}

impl Said {
    /// Reads a client's frame.
    ///
    /// # Errors
    /// [`Garbage`] when it is longer than a command can be, or not a command.
    pub fn read(frame: &str) -> Result<Self, Garbage> {
        if frame.len() > FRAME_BYTES_MAX {
            return Err(Garbage::TooLong);
        }
        let said: Self = serde_json::from_str(frame).map_err(|_| Garbage::NotOurs)?;
        if said.act.is_within_limits() {
            Ok(said)
        } else {
            Err(Garbage::TextTooLong)
        }
    }
}

impl Act {
    /// Whether every text and list is as short as our own pages keep it.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        /// More seats than any circle has.
        const ORDER_SEATS_MAX: usize = 60;
        /// An identifier as it stands in an address has 13 characters.
        const ID_CHARS: usize = 13;
        let fits = |text: &str, chars_max: usize| text.chars().count() <= chars_max;
        match self {
            Self::Private { text, .. } | Self::Reply { text, .. } => fits(text, WORD_CHARS_MAX),
            Self::Plan { text, .. } => fits(text, PLAN_CHARS_MAX),
            Self::Takeaway { text } => fits(text, TAKEAWAY_CHARS_MAX),
            Self::Reflection { text } => fits(text, REFLECTION_CHARS_MAX),
            Self::Milestone { text } => fits(text, MILESTONE_CHARS_MAX),
            Self::How { plan, .. } | Self::ShowPlan { plan } => fits(plan, ID_CHARS),
            Self::Order { seats } => seats.len() <= ORDER_SEATS_MAX,
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

/// What the server sends. `V` is `circle`'s view for this person and `E` its event, as `circle`
/// serialises them.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Frame<'a, V, E> {
    /// The first frame.
    /// `{"is":"hello","protocol":1,"now":1790000000000,"me":4,"lang":"en"}`
    Hello {
        protocol: u32,
        now: i64,
        me: Seat,
        lang: Lang,
    },
    /// Everything this person may know at this moment. Comes after `hello`, and again whenever
    /// the server finds it simpler than telling the difference: the client starts over from it.
    View(Box<Snapshot<'a, V>>),
    /// What changed, in order; the client folds each into its view. All the events of one moment
    /// come in one frame.
    /// `{"is":"ev","ev":[{"t":"turn",...},{"t":"order",...}]}`
    Ev { ev: &'a [E] },
    /// People who are new or changed their name or sign, before the first event that names them.
    /// `{"is":"people","people":{"5":{"name":"Sol","sign":"sun"}}}`
    People { people: &'a BTreeMap<Seat, Face> },
    /// A plan that its owner let the circle know. Replaces an earlier one of the same person and
    /// `when`; an empty text means that its owner took it back. `{"is":"plan","who":5,"when":"this","text":"Walk on Tuesday"}`
    Plan(&'a ToldPlan),
    /// A milestone, shared by consent. `{"is":"milestone","who":5,"text":"90 days"}`
    Milestone(&'a ToldMilestone),
    /// The words of a private word (to facilitator and host) or of the reply (to its sender).
    /// `{"is":"words","word":2,"text":"...","reply":""}`
    Words(&'a WordText),
    /// Command `n` was taken, and what had to last is kept.
    /// `{"is":"ok","n":12}`
    Ok { n: u32 },
    /// Command `n` was not taken; the sentence says why and what can be done.
    /// `{"is":"no","n":12,"sentence":"That turn is over."}`
    No { n: u32, sentence: &'a str },
    /// Are you there? Answer `{"do":"pong"}`. Sent after a silence; a client that hears nothing
    /// for [`SILENCE_MS_MAX`] should connect anew.
    /// `{"is":"ping","now":1790000000000}`
    Ping { now: i64 },
}

/// After so long without any frame the line is dead: three pings were due.
pub const SILENCE_MS_MAX: u32 = 50_000;

/// A person as the circle knows them: a made-up name and a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    pub name: String,
    pub sign: Sign,
}

/// Everything a person may know of the session at one moment.
#[derive(Clone, Debug, Serialize)]
pub struct Snapshot<'a, V> {
    /// `circle`'s view for this person.
    pub view: V,
    pub people: &'a BTreeMap<Seat, Face>,
    /// The format's texts in this person's language, one per phase, in order.
    pub phases: &'a [PhaseText],
    /// Plans that the circle may know, last week's (`when` = `last`) and this week's (`this`).
    pub plans: Vec<ToldPlan>,
    pub milestones: Vec<ToldMilestone>,
    /// Private words whose text this person may read.
    pub words: Vec<WordText>,
    pub mine: Mine,
}

/// What a phase says to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseText {
    /// The whole name: «7-day plan and check-out».
    pub name: String,
    /// The short name on the ribbon: «Closing». Neighbours with the same one share a segment.
    pub ribbon: String,
    pub heading: String,
    pub guidance: String,
    /// Why we do this.
    pub why: String,
    /// Suggested words, for who leads. Empty for everybody else.
    pub say: Vec<String>,
}

/// A plan that its owner let the circle know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToldPlan {
    pub who: Seat,
    pub when: PlanWeek,
    pub text: String,
    /// How it went, once its owner said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<HowItWent>,
}

/// Which week's plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanWeek {
    Last,
    This,
}

/// A milestone that its owner shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToldMilestone {
    pub who: Seat,
    pub text: String,
}

/// The texts of a private word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WordText {
    pub word: u64,
    pub text: String,
    pub reply: String,
}

/// What only this person sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mine {
    /// My last plan, to open the check-in.
    pub last_plan: Option<MyPlan>,
    /// The plan I made in this session.
    pub plan: Option<MyPlan>,
    /// The reflection I wrote in this session.
    pub reflection: Option<String>,
    pub takeaway: Option<String>,
}

/// A plan as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MyPlan {
    /// Names the plan in `how` and `show_plan`.
    pub id: String,
    pub text: String,
    pub who: MayKnow,
    pub how: Option<HowItWent>,
    /// When it was made.
    pub made: i64,
    /// Whether the circle of this session has been shown it.
    pub shown: bool,
}

/// Why the server closes a socket. The page shows the sentence that belongs to the code; whether
/// it connects again by itself is [`Close::again`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// The same person opened the room elsewhere; that one goes on.
    Replaced = 4000,
    /// Removed from this session.
    Removed = 4001,
    /// The session has ended: its last `view` or `ended` event came before.
    Ended = 4002,
    /// This line took frames too slowly; others do not wait for it.
    TooSlow = 4003,
    /// More commands than a person can give.
    Flood = 4004,
    /// Frames that are not ours.
    Garbage = 4005,
    /// The sign-in has ended.
    SignedOut = 4006,
    /// Nothing came from this side for too long.
    Silent = 4007,
    /// The server is going down for a moment; the seat is kept.
    Restarting = 4008,
    /// The room or the server is full.
    Full = 4009,
    /// The door: not let in (this time), or locked.
    NotLetIn = 4010,
}

impl Close {
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16
    }

    /// Whether a client should connect again by itself (with growing, jittered waits).
    #[must_use]
    pub fn again(self) -> bool {
        matches!(
            self,
            Self::TooSlow | Self::Silent | Self::Restarting | Self::Full
        )
    }
}

/// The examples of commands in this file's documentation: tests read them all.
#[cfg(test)]
pub(super) fn examples() -> Vec<Said> {
    include_str!("wire.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// `"))
        .filter(|line| line.contains("\"do\":"))
        .filter_map(|line| line.split('`').next())
        .map(|example| example.replace("0abc...", "0abc000000000"))
        .map(|example| Said::read(&example).unwrap_or_else(|_| panic!("{example}")))
        .collect()
}

#[cfg(test)]
mod held;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_in_the_documentation_are_read() {
        assert!(examples().len() > 30);
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        for (frame, why) in [
            ("", Garbage::NotOurs),
            ("[]", Garbage::NotOurs),
            (r#"{"n":1}"#, Garbage::NotOurs),
            (r#"{"n":1,"do":"dance"}"#, Garbage::NotOurs),
            (r#"{"n":-1,"do":"agree"}"#, Garbage::NotOurs),
            (r#"{"n":1,"do":"done","turn":"7"}"#, Garbage::NotOurs),
            (
                r#"{"n":1,"do":"pulse","heard":0,"safe":5,"useful":3,"together":4}"#,
                Garbage::TextTooLong,
            ),
        ] {
            assert_eq!(Said::read(frame), Err(why), "{frame}");
        }
        let long = "x".repeat(PLAN_CHARS_MAX + 1);
        let plan = format!(r#"{{"n":1,"do":"plan","text":"{long}","who":"circle"}}"#);
        assert_eq!(Said::read(&plan), Err(Garbage::TextTooLong));
        assert_eq!(
            Said::read(&" ".repeat(FRAME_BYTES_MAX + 1)),
            Err(Garbage::TooLong)
        );
    }

    #[test]
    fn the_longest_reflection_fits_a_frame() {
        let said = Said {
            n: u32::MAX,
            act: Act::Reflection {
                text: "🌧".repeat(REFLECTION_CHARS_MAX),
            },
        };
        let frame = serde_json::to_string(&said).unwrap();
        assert_eq!(Said::read(&frame), Ok(said));
    }

    proptest! {
        #[test]
        fn no_frame_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            held::hold(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn a_command_with_one_character_changed_never_breaks_the_reader(
            which in 0_usize..6, at in 0_usize..60, with in any::<char>(),
        ) {
            let frames = [
                r#"{"n":4,"do":"done","turn":7}"#,
                r#"{"n":9,"do":"quiet","turn":7,"kind":"me_too"}"#,
                r#"{"n":10,"do":"private","choice":"not_ok","text":"hello"}"#,
                r#"{"n":11,"do":"plan","text":"Walk","who":"circle"}"#,
                r#"{"n":25,"do":"order","seats":[3,5,2]}"#,
                r#"{"n":16,"do":"pulse","heard":4,"safe":5,"useful":3,"together":4}"#,
            ];
            let mut changed: Vec<char> = frames[which].chars().collect();
            let at = at % changed.len();
            changed[at] = with;
            let frame: String = changed.into_iter().collect();
            held::hold(&frame);
        }
    }
}
