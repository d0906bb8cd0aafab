//! What a client asked for, as the circle understands it, and the words that stay outside of it.

use circle::PersonId as SeatId;
use circle::activity::Slot;
use circle::command::Act as CircleAct;

use super::PlanId;
use super::kept::NoteKind;
use super::table::Writes;
use super::wire::{Act, HowItWent, MayKnow, SceneCard};
use crate::site::form::tidy;

/// What is to be done, taken apart into the circle's part and ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing for anybody: an answer to a ping, the leaving weather (which is told to nobody;
    /// the page offers to stay and talk when it is stormy).
    Nothing,
    /// For the circle alone.
    Circle(CircleAct),
    /// For the circle, with words that it never sees.
    WithWords(CircleAct, Words),
    /// For the circle, once: four ratings without a name.
    Pulse([(&'static str, u8); 4]),
    /// How my last plan went.
    How(PlanId, HowItWent),
    /// My last plan is shown to the circle.
    ShowPlan(PlanId),
    /// The card of a scene in this side room.
    Scene(u64, SceneCard),
    /// Something written in this activity is taken back.
    Unwrite(u64, Slot),
    /// A field was left empty or names nothing.
    Empty,
}

/// Words on their way past the circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Private(String),
    Reply(u64, String),
    Plan(String, MayKnow),
    NoPlan,
    Note(NoteKind, String),
    Milestone(String),
    Written(Writes),
}

/// Takes a client's act apart.
pub(super) fn ask(act: Act) -> Ask {
    match act {
        Act::Pong
        | Act::Weather { .. }
        | Act::Mic { .. }
        | Act::Camera { .. }
        | Act::Seals { .. }
        | Act::Keys { .. } => Ask::Nothing,
        Act::Private { choice, text } => {
            Ask::WithWords(CircleAct::Private { choice }, Words::Private(tidy(&text)))
        }
        Act::Reply { word, text } => with_text(&text, |text| {
            Ask::WithWords(CircleAct::Replied { word }, Words::Reply(word, text))
        }),
        Act::Plan { text, who } => with_text(&text, |text| {
            Ask::WithWords(CircleAct::KeptPlan { who }, Words::Plan(text, who))
        }),
        Act::NothingThisWeek => Ask::WithWords(CircleAct::NothingThisWeek, Words::NoPlan),
        Act::Takeaway { text } => with_text(&text, |text| {
            let words = Words::Note(NoteKind::Takeaway, text);
            Ask::WithWords(CircleAct::KeptTakeaway, words)
        }),
        Act::Reflection { text } => with_text(&text, |text| {
            let words = Words::Note(NoteKind::Reflection, text);
            Ask::WithWords(CircleAct::KeptReflection, words)
        }),
        Act::Milestone { text } => with_text(&text, |text| {
            Ask::WithWords(CircleAct::SharedMilestone, Words::Milestone(text))
        }),
        Act::Pulse {
            heard,
            safe,
            useful,
            together,
        } => Ask::Pulse([
            ("heard", heard),
            ("safe", safe),
            ("useful", useful),
            ("together", together),
        ]),
        Act::How { plan, how } => match plan.parse() {
            Ok(plan) => Ask::How(plan, how),
            Err(_) => Ask::Empty,
        },
        Act::ShowPlan { plan } => match plan.parse() {
            Ok(plan) => Ask::ShowPlan(plan),
            Err(_) => Ask::Empty,
        },
        Act::Write { .. } | Act::Scene { .. } => written(act),
        other => plain(other).map_or(Ask::Nothing, Ask::Circle),
    }
}

fn with_text(text: &str, ask: impl FnOnce(String) -> Ask) -> Ask {
    let text = tidy(text);
    if text.is_empty() {
        Ask::Empty
    } else {
        ask(text)
    }
}

/// What everybody does, without words.
fn plain(act: Act) -> Option<CircleAct> {
    Some(match act {
        Act::Agree => CircleAct::Agree,
        Act::InRoom { is } => CircleAct::InRoom { is },
        Act::Listen { only } => CircleAct::Listen { only },
        Act::Done { turn } => CircleAct::Done { turn },
        Act::Pass { turn } => CircleAct::Pass { turn },
        Act::Moment { turn } => CircleAct::Moment { turn },
        Act::Invite { turn, is } => CircleAct::Invite { turn, is },
        Act::WantTurn => CircleAct::WantTurn,
        Act::Hand { up } => CircleAct::Hand { up },
        Act::Quiet { turn, kind } => CircleAct::Quiet { turn, kind },
        Act::StepOut => CircleAct::StepOut,
        Act::ComeBack => CircleAct::ComeBack,
        Act::Leave => CircleAct::Leave,
        Act::TakeLead => CircleAct::TakeLead,
        Act::Vouch { who } => CircleAct::Vouch { who: SeatId(who) },
        other => return activity_act(&other).or_else(|| leading_act(other)),
    })
}

/// What is written in an activity or on a scene's card.
fn written(act: Act) -> Ask {
    match act {
        Act::Write {
            activity,
            part,
            nth,
            to,
            text,
            level,
            named,
            on,
        } => {
            let to = to.map(SeatId);
            let slot = Slot { part, nth, to };
            let text = tidy(&text);
            let nothing = if part.is_mark() {
                !on
            } else {
                text.is_empty() && level.is_none()
            };
            if nothing {
                return Ask::Unwrite(activity, slot);
            }
            let act = CircleAct::Write {
                activity,
                slot,
                named,
            };
            let text = if part.is_mark() { String::new() } else { text };
            let writes = Writes {
                slot,
                text,
                level,
                named,
            };
            Ask::WithWords(act, Words::Written(writes))
        }
        Act::Scene {
            room,
            with,
            place,
            says,
            date,
            takeaway,
        } => Ask::Scene(
            room,
            SceneCard {
                with: tidy(&with),
                place: tidy(&place),
                says: tidy(&says),
                date: tidy(&date),
                takeaway: tidy(&takeaway),
            },
        ),
        _ => Ask::Nothing,
    }
}

/// What people do together, without words.
fn activity_act(act: &Act) -> Option<CircleAct> {
    Some(match *act {
        Act::BringOne { activity } => CircleAct::BringOne { activity },
        Act::HandBack { activity } => CircleAct::HandBack { activity },
        Act::Ready { activity, is } => CircleAct::Ready { activity, is },
        Act::KeepSlip { activity, slip, is } => CircleAct::KeepSlip { activity, slip, is },
        Act::ChooseSlip { activity, slip, is } => CircleAct::ChooseSlip { activity, slip, is },
        Act::StopActivity { activity } => CircleAct::StopActivity { activity },
        Act::OpenRoom { activity } => CircleAct::OpenRoom { activity },
        Act::TakePart { room, part } => CircleAct::TakePart { room, part },
        Act::LeaveRoom { room } => CircleAct::LeaveRoom { room },
        Act::NextRoomStep { room, step } => CircleAct::NextRoomStep { room, step },
        Act::WantSwap { room, is } => CircleAct::WantSwap { room, is },
        Act::PauseRoom { room, is } => CircleAct::PauseRoom { room, is },
        Act::StopRoom { room } => CircleAct::StopRoom { room },
        Act::CallHelp { room, is } => CircleAct::CallHelp { room, is },
        Act::WhileAway {
            phase,
            turn,
            passed,
            spoken_ms,
        } => CircleAct::WhileAway {
            phase,
            turn,
            passed,
            spoken_ms,
        },
        Act::EnterLounge => CircleAct::EnterLounge,
        Act::LeaveLounge => CircleAct::LeaveLounge,
        _ => return None,
    })
}

/// What facilitators and hosts do.
fn leading_act(act: Act) -> Option<CircleAct> {
    Some(match act {
        Act::Seen { word } => CircleAct::Seen { word },
        Act::Taken { word } => CircleAct::Taken { word },
        Act::GoOn { turn } => CircleAct::GoOn { turn },
        Act::Give { who, turn } => CircleAct::Give {
            who: SeatId(who),
            turn,
        },
        Act::SkipPerson { who } => CircleAct::SkipPerson { who: SeatId(who) },
        Act::Minute { turn } => CircleAct::Minute { turn },
        Act::Hold => CircleAct::Hold,
        Act::Resume => CircleAct::Resume,
        Act::Order { seats } => CircleAct::Order {
            people: seats.into_iter().map(SeatId).collect(),
        },
        Act::Extend { minutes } => CircleAct::Extend { minutes },
        Act::NextPhase { phase } => CircleAct::NextPhase { phase },
        Act::SkipPhase { phase } => CircleAct::SkipPhase { phase },
        Act::Accept { proposal } => CircleAct::Accept { proposal },
        Act::Decline { proposal } => CircleAct::Decline { proposal },
        Act::HandLead { to } => CircleAct::HandLead { to: SeatId(to) },
        Act::MakeHost { who, is } => CircleAct::MakeHost {
            who: SeatId(who),
            is,
        },
        Act::Admit { who } => CircleAct::Admit { who: SeatId(who) },
        Act::Refuse { who } => CircleAct::RefuseEntry { who: SeatId(who) },
        Act::Door { is } => CircleAct::Door { is },
        Act::ToWaitingRoom { who } => CircleAct::ToWaitingRoom { who: SeatId(who) },
        Act::Remove { who } => CircleAct::Remove { who: SeatId(who) },
        Act::RestMic { who, is } => CircleAct::RestMic {
            who: SeatId(who),
            is,
        },
        Act::AutoAdvance { is } => CircleAct::AutoAdvance { is },
        Act::Start => CircleAct::Start,
        Act::End => CircleAct::End,
        Act::EndLater { minutes } => CircleAct::EndLater { minutes },
        Act::BeginActivity { activity, kind } => CircleAct::BeginActivity { activity, kind },
        Act::NextStep { activity, step } => CircleAct::NextStep { activity, step },
        Act::VisitRoom { room } => CircleAct::VisitRoom { room },
        Act::BringBack { room } => CircleAct::BringBack { room },
        Act::AskAside { word } => CircleAct::AskAside { word },
        _ => return None,
    })
}

/// Whether this is something that facilitators and hosts do.
pub(super) fn is_leading(act: &Act) -> bool {
    matches!(act, Act::Reply { .. }) || leading_act(act.clone()).is_some()
}

/// Whether everybody may hear of this before it is on disk. A raised hand or a quiet word that a
/// crash takes away is given again in a moment; a turn that two people think is theirs is not.
pub(super) fn is_light(act: &CircleAct) -> bool {
    matches!(act, CircleAct::Hand { .. } | CircleAct::Quiet { .. })
}

/// The circle's part of an act, for tests that drive a circle with nothing around it.
#[cfg(test)]
#[must_use]
pub fn for_the_circle(act: Act) -> Option<CircleAct> {
    match ask(act) {
        Ask::Circle(act) | Ask::WithWords(act, _) => Some(act),
        Ask::Unwrite(activity, slot) => Some(CircleAct::Unwrite { activity, slot }),
        Ask::Pulse(_) => Some(CircleAct::GavePulse),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_the_wire_reaches_the_circle_or_us() {
        let examples = super::super::wire::examples();
        assert!(examples.len() > 30);
        for said in examples {
            let nothing = matches!(
                said.act,
                Act::Pong
                    | Act::Weather { .. }
                    | Act::Mic { .. }
                    | Act::Camera { .. }
                    | Act::Seals { .. }
                    | Act::Keys { .. }
            );
            let name = format!("{:?}", said.act);
            match ask(said.act) {
                Ask::Nothing => assert!(nothing, "{name} is lost"),
                Ask::Empty => panic!("{name} is empty"),
                _ => assert!(!nothing, "{name}"),
            }
        }
    }

    #[test]
    fn empty_words_are_not_kept() {
        for text in ["", "  \n ", "\u{202e}"] {
            let act = Act::Reflection { text: text.into() };
            assert_eq!(ask(act), Ask::Empty);
        }
    }
}
