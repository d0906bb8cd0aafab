//! What no step of any session may bring about, seen on the screens before and after it.

use circle::command::{Act, Input, PrivateChoice, Refusal, Said};
use circle::event::{Audience, Event, Outbox};
use circle::format::Floor;
use circle::view::{Heard, Presence, SeatView, State, TurnView, View};
use circle::{Circle, Millis, PersonId};

/// Far more than happens by itself in a session that everybody has left.
const STEPS_TO_END: usize = 400;
/// The circle knows no later time.
const TIME_MAX: Millis = 1 << 48;

/// One step: what went in, and what came of it.
pub(crate) struct Step<'a> {
    pub(crate) input: Option<&'a Input>,
    pub(crate) answer: Result<(), Refusal>,
    pub(crate) out: &'a Outbox,
    pub(crate) before: &'a [Option<View>],
    pub(crate) after: &'a [Option<View>],
}

/// # Panics
/// When a rule is broken.
pub(crate) fn must_hold(step: &Step<'_>) {
    private_words_stay_private(step);
    who_was_asked_to_wait_is_known_to_leads(step);
    let (Some(was), Some(is)) = (inside(step.before), inside(step.after)) else {
        return;
    };
    if let Some(turn) = was.turn.filter(|turn| !is_under_way(is, *turn)) {
        let may = ended_by_people(step, was, turn) || ended_by_itself(was, is, turn);
        assert!(may, "{turn:?} was cut off by {:?}", step.input);
    }
    if let Some(turn) = is.turn.filter(|turn| !is_under_way(was, *turn)) {
        unheard_first(step, is, turn);
    }
}

/// What everybody in the circle sees.
fn inside(screens: &[Option<View>]) -> Option<&View> {
    screens.iter().flatten().find(|view| !view.waiting)
}

fn is_under_way(view: &View, turn: TurnView) -> bool {
    view.turn.is_some_and(|now| now.turn == turn.turn)
}

fn seat(view: &View, who: PersonId) -> Option<&SeatView> {
    view.seats.iter().find(|seat| seat.who == who)
}

fn accepted<'a>(step: &Step<'a>) -> Option<&'a Said> {
    match step.input {
        Some(Input::Act(said)) if step.answer.is_ok() => Some(said),
        _ => None,
    }
}

fn ended_by_people(step: &Step<'_>, was: &View, turn: TurnView) -> bool {
    let Some(said) = accepted(step) else {
        return false;
    };
    let mut screens = step.before.iter().flatten();
    let leads = screens.any(|view| view.me == said.by && view.leads);
    let few_minutes = PrivateChoice::FewMinutes;
    match &said.act {
        Act::Done { turn: named }
        | Act::Pass { turn: named }
        | Act::WhileAway { turn: named, .. } => said.by == turn.who && *named == turn.turn,
        Act::StepOut | Act::Leave => said.by == turn.who,
        Act::Private { choice } => said.by == turn.who && *choice == few_minutes,
        Act::GoOn { turn: named } | Act::Give { turn: named, .. } => leads && *named == turn.turn,
        Act::SkipPerson { who } | Act::Remove { who } | Act::ToWaitingRoom { who } => {
            leads && *who == turn.who
        }
        Act::NextPhase { .. } | Act::BeginActivity { .. } | Act::NextStep { .. } => leads,
        Act::StopActivity { .. } => leads || owns(was, said.by),
        Act::End => leads || was.session.anyone_may_end || was.lead.who.is_none(),
        _ => false,
    }
}

fn owns(view: &View, who: PersonId) -> bool {
    view.activity.as_ref().and_then(|at| at.owner) == Some(who)
}

/// With nobody leading a speaker without a line is set aside, and a deserted session ends.
fn ended_by_itself(was: &View, is: &View, turn: TurnView) -> bool {
    let away = seat(was, turn.who).is_none_or(|seat| seat.presence != Presence::Here);
    let seats = is.seats.iter();
    let here = seats.filter(|seat| seat.presence == Presence::Here).count();
    (away && is.lead.who.is_none()) || (is.session.state == State::Ended && here <= 1)
}

fn unheard_first(step: &Step<'_>, is: &View, turn: TurnView) {
    let given = accepted(step).is_some_and(|said| matches!(said.act, Act::Give { .. }));
    let floor = is.phase.map_or(Floor::Still, |phase| phase.floor);
    let again = seat(is, turn.who).is_some_and(|seat| seat.heard == Heard::Shared);
    if given || !again || !matches!(floor, Floor::Round | Floor::Hands) {
        return;
    }
    let screens = step.after.iter().flatten();
    let in_rooms: Vec<PersonId> = screens
        .filter(|view| view.mine.room.is_some())
        .map(|view| view.me)
        .collect();
    let apart = |who: PersonId| in_rooms.contains(&who);
    let waits = |seat: &&SeatView| {
        seat.presence == Presence::Here
            && seat.agreed
            && !seat.listening
            && seat.heard == Heard::NotYet
            && (seat.hand || floor == Floor::Round)
            && !apart(seat.who)
    };
    let waiting = is.seats.iter().find(waits);
    assert!(waiting.is_none(), "{turn:?} came before {waiting:?}");
}

fn private_words_stay_private(step: &Step<'_>) {
    for (audience, event) in &step.out.events {
        let loud = *audience == Audience::Everyone;
        assert!(!loud || !matches!(event, Event::Word { .. } | Event::Mine { .. }));
    }
    let screens = || step.after.iter().flatten();
    for view in screens() {
        let own: Vec<u64> = view.mine.words.iter().map(|word| word.word).collect();
        for other in screens().filter(|other| other.me != view.me) {
            let theirs = other.mine.words.iter().map(|word| word.word);
            assert!(!theirs.into_iter().any(|word| own.contains(&word)));
            let mut seen = other.words.iter().filter(|word| word.from == view.me);
            assert!(seen.all(|seen| own.contains(&seen.word)));
        }
    }
    // A call for help is never refused and never lost.
    if let Some(said) = accepted(step)
        && let Act::Private { choice } = said.act
        && let Some(view) = screens().find(|view| view.me == said.by && !view.waiting)
    {
        assert!(view.mine.words.iter().any(|word| word.choice == choice));
    }
}

/// At the door the circle sees who knocks there, and leads see who was asked to wait as well.
fn who_was_asked_to_wait_is_known_to_leads(step: &Step<'_>) {
    let screens = || step.after.iter().flatten();
    for view in screens().filter(|view| !view.waiting) {
        let may_see = |other: &&View| other.waiting && (view.leads || !other.asked_to_wait);
        let mut due: Vec<PersonId> = screens().filter(may_see).map(|other| other.me).collect();
        let mut seen = view.door.waiting.clone();
        due.sort_unstable();
        seen.sort_unstable();
        assert_eq!(seen, due, "at the door, for {:?}", view.me);
    }
}

/// A session that everybody leaves comes to its end.
///
/// # Panics
/// When it doesn't.
pub(crate) fn can_end(circle: &Circle, people: &[PersonId], from: Millis) {
    let (mut circle, mut now) = (circle.clone(), from);
    for who in people {
        let gone = Input::Disconnected { who: *who };
        let _ = circle.handle(now, &gone, &mut Outbox::default());
    }
    for _ in 0..STEPS_TO_END {
        if circle.state() == State::Ended {
            return;
        }
        match circle.next_deadline() {
            // Told a time at which no clock stands, it waits for one.
            Some(at) if at > TIME_MAX => return,
            Some(at) => now = now.max(at),
            None => break,
        }
        circle.tick(now, &mut Outbox::default());
    }
    panic!("everybody has gone, and it goes on");
}
