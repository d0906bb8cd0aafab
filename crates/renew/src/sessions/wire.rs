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
//! < {"is":"hello","protocol":3,"now":1790000000000,"me":4,"lang":"en"}
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

mod act;
mod close;
mod sealed;

use std::collections::BTreeMap;

pub use act::{Act, HowItWent, Weather};
pub use circle::command::{Door, MayKnow, PrivateChoice, QuietWord};
pub use close::Close;
pub use sealed::{KEY_CHARS_MAX, KEYS_MAX, Seals, Unsealed};
use serde::{Deserialize, Serialize};

use circle::activity::{ActivityKind, Part, Slot};

use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// The version of this protocol. A page that is older than the server asks to be loaded again.
pub const PROTOCOL: u32 = 5;

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
/// What somebody writes in one place of an activity: a few sentences.
pub const LINE_CHARS_MAX: usize = 400;
/// How much somebody believes a thought, or how strong a feeling is, in percent.
pub const LEVEL_MAX: u8 = 100;
/// A milestone is a line: «90 days», «first sober birthday».
pub const MILESTONE_CHARS_MAX: usize = 80;

/// A person's number in one session, from 1 in the order of first coming. Nothing leads from it
/// to the person outside the room.
pub type Seat = u64;

/// What a client sends: `{"n":12,"do":"done","turn":3}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The command's number on this page, from 1.
    pub n: u32,
    #[serde(flatten)]
    pub act: Act,
}

/// The number alone. No act has a field of this name, and none refuses fields that it doesn't know.
#[derive(Deserialize)]
struct Numbered {
    #[serde(default)]
    n: u32,
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
        // Read twice, once for the number and once for the act: to take both from one pass, serde
        // copies everything twice over.
        let Numbered { n } = serde_json::from_str(frame).map_err(|_| Garbage::NotOurs)?;
        let act: Act = serde_json::from_str(frame).map_err(|_| Garbage::NotOurs)?;
        if act.is_within_limits() {
            Ok(Self { n, act })
        } else {
            Err(Garbage::TextTooLong)
        }
    }
}

/// What the server sends. `V` is `circle`'s view for this person and `E` its event, as `circle`
/// serialises them.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Frame<'a, V, E> {
    /// The first frame.
    /// `{"is":"hello","protocol":3,"now":1790000000000,"me":4,"lang":"en"}`
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
    /// What the circle does together, or the side room that I am in, as markup for this person: the
    /// server draws it once, for the page without JavaScript as well. Comes when it has changed.
    /// `{"is":"panel","html":"..."}`
    Panel { html: &'a str },
    /// Who is heard and seen, as far as it is about this person. Comes when any of it has changed,
    /// whole.
    /// `{"is":"voices","may":true,"rested":false,"heard":[1,4,0,0],"seen":[1,0,0,0],"mics":[1,4],"cameras":[1],"sound_only":false,"sealed":false}`
    Voices(&'a Voices),
    /// Something about keys that another page of a sealed session has for mine. Only the two can read
    /// it. `{"is":"key","from":4,"blob":"Ab3..."}`
    Key { from: Seat, blob: &'a str },
    /// Command `n` was taken, and what had to last is kept.
    /// `{"is":"ok","n":12}`
    Ok { n: u32 },
    /// Command `n` was not taken; the sentence says why and what can be done.
    /// `{"is":"no","n":12,"sentence":"That turn is over."}`
    No { n: u32, sentence: &'a str },
    /// Are you there? Answer `{"do":"pong"}`. Sent every quarter of a minute; a client that hears
    /// nothing for [`SILENCE_MS_MAX`] should connect anew.
    /// `{"is":"ping","now":1790000000000}`
    Ping { now: i64 },
}

/// What a page needs to connect for voice and video, beside its offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediaOffered {
    /// The operator's own TURN server, if there is one.
    pub ice: Vec<IceServer>,
    /// The group whose sessions are sealed from end to end, if this is one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

/// A server that helps through networks that let little through, as a browser takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IceServer {
    pub urls: Vec<String>,
    pub username: String,
    pub credential: String,
}

/// Who is heard and seen by one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Voices {
    /// What I say now is heard by somebody, if my microphone is on.
    pub may: bool,
    /// I may speak, and another microphone in the room where I sit carries it: mine is not heard.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub yields: bool,
    /// I may speak, and nobody else to whom it would go has their sound connected.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub to_nobody: bool,
    /// I sit in a room with a table's phone that has its sound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    /// Who leads lets my microphone rest. Only I and those who lead know.
    pub rested: bool,
    /// Whose voice is in each of the page's audio slots; 0: nobody's.
    pub heard: [Seat; 4],
    /// Whose camera is in each of its video slots.
    pub seen: [Seat; 4],
    /// Whose microphones are on, and whose cameras.
    pub mics: Vec<Seat>,
    pub cameras: Vec<Seat>,
    /// My network carries voices only at the moment.
    pub sound_only: bool,
    /// What is said is sealed from end to end: the program can't hear it.
    pub sealed: bool,
    /// Why it isn't, in a group that wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsealed: Option<Unsealed>,
    /// Phones on tables that have the sound of their room.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableMic>,
}

/// A phone on a table, with one microphone and one loudspeaker for all around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableMic {
    /// Who is around it.
    pub seats: Vec<Seat>,
    /// Its microphone is on.
    pub on: bool,
    /// For whom it is heard now; nobody, and it isn't.
    pub carries: Vec<Seat>,
}

/// What the phone of a table is told of its sound, whole whenever any of it has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableSound {
    /// The names of those around it.
    pub around: Vec<String>,
    /// The room counts on its microphone being on.
    pub on: bool,
    /// What is said here is heard online, if the microphone is on.
    pub may: bool,
    /// Whose it is then: of one who has the turn, or of all.
    pub carries: Vec<String>,
    /// Another microphone in the room carries what is said here: this one is not heard.
    pub yields: bool,
    /// Another microphone in the room is open, so only who leads is played here.
    pub quiet: bool,
    /// Somebody in the room is at the door of the circle, so only who leads is played here.
    pub door: bool,
    /// And nobody leads whom this phone could play: it is still.
    pub still: bool,
    /// Who in the room has not agreed: until they have, only who leads is played here.
    pub waits: Vec<String>,
    /// Those around it are in different places, so nothing is played.
    pub apart: bool,
    /// The session is over.
    pub ended: bool,
    pub sound_only: bool,
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
    pub greeting: Greeting,
    /// Who is here for the first time, for who leads. Empty for everybody else.
    pub first_time: &'a [Seat],
    /// Where people hear each other, for who is inside and has agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<&'a str>,
    /// Where the program carries voices itself: what a page needs to connect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<MediaOffered>,
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
    /// The address of the public page that says more about it.
    pub more: String,
    /// Suggested words, for who leads. Empty for everybody else.
    pub say: Vec<String>,
    /// What its working time is planned for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityKind>,
    /// The passages of a reading round.
    #[serde(skip)]
    pub reading: Vec<String>,
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

/// The words of an activity and of a side room that this person may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the activity's owner wrote.
    pub lines: Vec<LineText>,
    /// What was written alone and is shown.
    pub slips: Vec<SlipText>,
    /// What I wrote alone and is not shown yet.
    pub written: Vec<WrittenText>,
    /// The card of the side room that I am in.
    pub scene: Option<SceneCard>,
}

/// A line of the activity's owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineText {
    pub part: Part,
    pub nth: u8,
    pub text: String,
    /// 0 to 100, of a belief or a feeling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
}

/// The words of a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipText {
    pub slip: u64,
    pub text: String,
}

/// Something of mine that is not shown yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenText {
    pub slot: Slot,
    pub text: String,
}

/// What a rehearsal is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SceneCard {
    /// Who the other person is.
    pub with: String,
    pub place: String,
    /// What they say.
    pub says: String,
    /// The real day, `2026-12-24`, or nothing.
    pub date: String,
    pub takeaway: String,
}

/// A first time: this person's own, or one at which they are asked to greet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Greeting {
    /// Is here for the first time.
    pub is_new: bool,
    /// Went through the two screens about what will happen, or by them.
    pub has_chosen: bool,
    /// Would like a buddy, and nobody has said yes yet.
    pub is_waiting: bool,
    /// Who greets this person.
    pub buddy: Option<Face>,
    /// Whom this person greets.
    pub greets: Option<Face>,
    /// Is asked whether they would greet somebody.
    pub is_asked: bool,
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

/// The examples of commands in the documentation of [`Act`]: tests read them all.
#[cfg(test)]
pub(super) fn examples() -> Vec<Said> {
    include_str!("wire/act.rs")
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
            (r#"{"n":null,"do":"agree"}"#, Garbage::NotOurs),
            (r#"{"n":4294967296,"do":"agree"}"#, Garbage::NotOurs),
            (r#"{"n":1,"n":2,"do":"agree"}"#, Garbage::NotOurs),
            (r#"{"n":1,"do":"agree","do":"leave"}"#, Garbage::NotOurs),
            (r#"{"n":1,"do":0}"#, Garbage::NotOurs),
            (r#"[1,"agree"]"#, Garbage::NotOurs),
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
