//! The rules of the floor: who speaks, who is offered a turn, and who ends one.

use ::circle::{
    Millis, PersonId,
    command::{Act, Input},
    format::Floor,
    view::{Heard, Presence, State, TurnView, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, leads, seat},
    found,
};

/// A circle without a lead takes at most so long between two turns.
const BREATH_MS_MAX: Millis = 10_000;

/// All rules of the floor.
pub(super) fn check(books: &Books, step: &Step<'_>) -> Finding {
    may_hold(&books.after)?;
    if let Some(turn) = books.after.turn
        && !is_same_turn(&books.before, turn)
    {
        unheard_first(books, step, turn)?;
    }
    if let Some(turn) = books.before.turn
        && !is_same_turn(&books.after, turn)
        && !may_end(&books.before, turn, step)
    {
        return found(
            Rule::NobodyCutOff,
            format!(
                "turn {} of {:?} was ended by {:?}",
                turn.turn, turn.who, step.input
            ),
        );
    }
    everybody_before_moving_on(books, step)
}

fn is_same_turn(view: &View, turn: TurnView) -> bool {
    view.turn.is_some_and(|now| now.turn == turn.turn)
}

/// Who has the floor sits in the circle, has agreed, and the phase has a floor to give.
fn may_hold(view: &View) -> Finding {
    let Some(turn) = view.turn else {
        return Ok(());
    };
    if view.session.state != State::Live {
        return found(Rule::OneFloor, "a turn outside a live session");
    }
    if view.phase.is_none_or(|phase| phase.floor == Floor::Still) {
        return found(Rule::OneFloor, "a turn in a phase without turns");
    }
    let Some(seat) = seat(view, turn.who) else {
        return found(
            Rule::OneFloor,
            format!("{:?} has the floor and no seat", turn.who),
        );
    };
    if !seat.agreed {
        return found(
            Rule::AgreedFirst,
            format!("{:?} speaks without having agreed", turn.who),
        );
    }
    if seat.presence == Presence::SteppedOut {
        return found(
            Rule::OneFloor,
            format!("{:?} speaks while stepped out", turn.who),
        );
    }
    Ok(())
}

/// Whether somebody waits for a first turn in this phase: here, agreed, not only listening, not
/// put off by who leads.
fn waits_unheard(books: &Books, view: &View, who: PersonId) -> bool {
    let wants = seat(view, who).is_some_and(|seat| {
        seat.presence == Presence::Here
            && seat.agreed
            && !seat.listening
            && seat.heard == Heard::NotYet
    });
    wants && !books.offered.contains(&who) && !books.put_off.contains(&who)
}

fn is_here(view: &View, who: PersonId) -> bool {
    seat(view, who).is_some_and(|seat| seat.presence == Presence::Here)
}

fn unheard_first(books: &Books, step: &Step<'_>, turn: TurnView) -> Finding {
    let phase = |view: &View| view.phase.map(|phase| phase.index);
    let is_round = books
        .after
        .phase
        .is_some_and(|phase| phase.floor == Floor::Round);
    let second = phase(&books.before) == phase(&books.after) && books.offered.contains(&turn.who);
    // Whom who leads names or orders is their decision.
    let decided = matches!(
        step.input,
        Some(Input::Act(said)) if matches!(said.act, Act::Give { .. })
    );
    if !is_round || !second || decided {
        return Ok(());
    }
    let waiting = books
        .after
        .seats
        .iter()
        .map(|seat| seat.who)
        .find(|who| waits_unheard(books, &books.after, *who));
    match waiting {
        Some(who) => found(
            Rule::UnheardFirst,
            format!(
                "{:?} was offered a second turn while {who:?} waits for a first",
                turn.who
            ),
        ),
        None => Ok(()),
    }
}

/// What may end a turn: its holder, somebody who leads, or the holder's line being gone.
fn may_end(before: &View, turn: TurnView, step: &Step<'_>) -> bool {
    let holder_away = seat(before, turn.who).is_none_or(|seat| seat.presence == Presence::Away);
    let Some(Input::Act(said)) = step.input else {
        return holder_away;
    };
    if step.answer.is_err() {
        return holder_away;
    }
    let by_holder = said.by == turn.who
        && match &said.act {
            Act::Done { turn: named } | Act::Pass { turn: named } => *named == turn.turn,
            Act::Leave | Act::StepOut | Act::Private { .. } => true,
            Act::Listen { only } => *only,
            _ => false,
        };
    let by_lead = leads(before, said.by)
        && match &said.act {
            Act::GoOn { turn: named } => *named == turn.turn,
            Act::SkipPerson { who } | Act::Remove { who } => *who == turn.who,
            Act::Give { .. } | Act::NextPhase { .. } | Act::End => true,
            _ => false,
        };
    // When nobody leads, anybody may end a session whose time is over.
    let by_circle = before.lead.who.is_none() && matches!(said.act, Act::End);
    holder_away || by_holder || by_lead || by_circle
}

/// A round that moves on by itself has offered a turn to everybody who waited for one.
fn everybody_before_moving_on(books: &Books, step: &Step<'_>) -> Finding {
    let Some(phase) = books.before.phase else {
        return Ok(());
    };
    let same = books
        .after
        .phase
        .is_some_and(|now| now.index == phase.index);
    let decided = matches!(
        step.input,
        Some(Input::Act(said)) if matches!(said.act, Act::NextPhase { .. } | Act::End)
    );
    if same || decided || phase.floor != Floor::Round {
        return Ok(());
    }
    // An empty circle ends; there is nobody to be offered anything.
    let waiting = books
        .after
        .seats
        .iter()
        .map(|seat| seat.who)
        .find(|who| waits_unheard(books, &books.before, *who) && is_here(&books.after, *who));
    match waiting {
        Some(who) => found(
            Rule::UnheardFirst,
            format!(
                "round {} moved on while {who:?} waits for a turn",
                phase.index
            ),
        ),
        None => Ok(()),
    }
}

/// With nobody leading, the next person is not left waiting in silence: `next_deadline` comes
/// within a breath.
pub(super) fn keeps_moving(view: &View, wakes_in: Option<Millis>) -> Finding {
    let in_turns = view.phase.is_some_and(|phase| {
        matches!(phase.floor, Floor::Round | Floor::Hands) && phase.held_at.is_none()
    });
    let idle = in_turns && view.lead.who.is_none() && view.turn.is_none();
    if idle && !view.queue.is_empty() && wakes_in.is_none_or(|ms| ms > BREATH_MS_MAX) {
        return found(
            Rule::KeepsMoving,
            format!(
                "{:?} wait, nobody speaks, and the next timer is in {wakes_in:?} ms",
                view.queue
            ),
        );
    }
    Ok(())
}
