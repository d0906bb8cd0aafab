//! The rules of the floor: who speaks, who is offered a turn, and who ends one.

use ::circle::{
    Millis, PersonId,
    command::{Act, Input, PrivateChoice},
    format::{Floor, Format},
    view::{Heard, Presence, State, TurnView, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, is_here, leads, seat},
    found,
    lead::long_over,
    sheet::floor_of,
};

/// A circle without a lead takes at most so long between two turns.
const BREATH_MS_MAX: Millis = 10_000;
/// With nobody leading, a speaker whose line is gone is waited for so long.
const SPEAKER_GONE_MS: Millis = 60_000;

/// All rules of the floor.
pub(super) fn check(books: &Books, step: &Step<'_>, format: &Format, minute_ms: Millis) -> Finding {
    may_hold(&books.after)?;
    if let Some(turn) = books.after.turn
        && !is_same_turn(&books.before, turn)
    {
        unheard_first(books, step, turn)?;
        hands_in_order(books, step, format, turn)?;
    }
    if let Some(turn) = books.before.turn
        && !is_same_turn(&books.after, turn)
        && !ended_by_people(&books.before, turn, step, minute_ms)
        && !ended_by_itself(books, turn, step, minute_ms)
    {
        return found(
            Rule::NobodyCutOff,
            format!(
                "turn {} of {:?} was ended by {:?}",
                turn.turn, turn.who, step.input
            ),
        );
    }
    everybody_before_moving_on(books, step, minute_ms)
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
    let apart = books.rooms.hold(view, who);
    wants && !apart && !books.offered.contains(&who) && !books.put_off.contains(&who)
}

fn unheard_first(books: &Books, step: &Step<'_>, turn: TurnView) -> Finding {
    let is_round = books
        .after
        .phase
        .is_some_and(|phase| phase.floor == Floor::Round);
    let same = floor_of(&books.before) == floor_of(&books.after);
    let second = same && books.offered.contains(&turn.who);
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

/// In a phase of raised hands, the next is the first of those who wait: the unheard before the
/// heard (of this part, and of the evening where the part is theirs), those put off after others, and otherwise first come.
fn hands_in_order(books: &Books, step: &Step<'_>, format: &Format, turn: TurnView) -> Finding {
    let floor = books.after.phase.map(|phase| phase.floor);
    let same = floor_of(&books.before) == floor_of(&books.after);
    let decided = matches!(
        step.input,
        Some(Input::Act(said)) if matches!(said.act, Act::Give { .. })
    );
    if floor != Some(Floor::Hands) || !same || decided {
        return Ok(());
    }
    let index = books.after.phase.map_or(0, |phase| phase.index);
    let phase = usize::try_from(index)
        .ok()
        .and_then(|index| format.phases.get(index));
    let for_unheard = phase.is_some_and(|phase| phase.unheard_first);
    let rank = |who: PersonId| {
        let heard_tonight = for_unheard && books.had_turn.contains(&who);
        let raised = *books.hands.get(&who)?;
        let heard = seat(&books.before, who)?.heard == Heard::Shared;
        // An order that who leads chose is their decision.
        let raised = if books.ordered { 0 } else { raised };
        Some((heard, heard_tonight, books.put_off.contains(&who), raised))
    };
    let Some(own) = rank(turn.who) else {
        return found(
            Rule::HandsInOrder,
            format!("{:?} was given a turn with no hand up", turn.who),
        );
    };
    let waits = books.after.seats.iter().filter(|seat| {
        let here = seat.presence == Presence::Here && !books.rooms.hold(&books.after, seat.who);
        seat.hand && seat.agreed && !seat.listening && here
    });
    let mut sooner = waits.filter(|seat| rank(seat.who).is_some_and(|other| other < own));
    match sooner.next() {
        Some(seat) => found(
            Rule::HandsInOrder,
            format!("{:?} came before {:?}", turn.who, seat.who),
        ),
        None => Ok(()),
    }
}

/// Whether the turn was ended by its holder, by somebody who leads, or with the session by somebody
/// who may.
fn ended_by_people(before: &View, turn: TurnView, step: &Step<'_>, minute_ms: Millis) -> bool {
    let Some(Input::Act(said)) = step.input.filter(|_| step.answer.is_ok()) else {
        return false;
    };
    let by_holder = said.by == turn.who
        && match &said.act {
            Act::Done { turn: named }
            | Act::Pass { turn: named }
            | Act::WhileAway { turn: named, .. } => *named == turn.turn,
            Act::Leave | Act::StepOut => true,
            Act::Private { choice } => *choice == PrivateChoice::FewMinutes,
            _ => false,
        };
    let by_lead = leads(before, said.by)
        && match &said.act {
            Act::GoOn { turn: named } | Act::Give { turn: named, .. } => *named == turn.turn,
            Act::SkipPerson { who } | Act::Remove { who } | Act::ToWaitingRoom { who } => {
                *who == turn.who
            }
            Act::NextPhase { .. } | Act::End => true,
            Act::NextStep { .. } | Act::StopActivity { .. } | Act::BeginActivity { .. } => true,
            _ => false,
        };
    // When nobody leads, or it is long over, anybody may end a session.
    let unled = before.lead.who.is_none() || long_over(before, step, minute_ms);
    by_holder || by_lead || (unled && said.act == Act::End)
}

/// Whether the software may have ended the turn: nobody leads and its holder's line has been gone
/// for a minute; or the session is over because nobody is left to listen.
fn ended_by_itself(books: &Books, turn: TurnView, step: &Step<'_>, minute_ms: Millis) -> bool {
    let gone_ms = books.gone_ms(turn.who).unwrap_or(0);
    let set_aside = books.after.lead.who.is_none() && gone_ms >= SPEAKER_GONE_MS;
    set_aside || ended_deserted(books, step, minute_ms)
}

/// The session is over because nobody is left, or, long after its end, nobody but one.
fn ended_deserted(books: &Books, step: &Step<'_>, minute_ms: Millis) -> bool {
    let seats = books.after.seats.iter();
    let here = seats.filter(|seat| seat.presence == Presence::Here).count();
    let deserted = here == 0 || (here == 1 && long_over(&books.before, step, minute_ms));
    deserted && books.after.session.state == State::Ended
}

/// A round that moves on by itself has offered a turn to everybody who waited for one.
fn everybody_before_moving_on(books: &Books, step: &Step<'_>, minute_ms: Millis) -> Finding {
    let Some(phase) = books.before.phase else {
        return Ok(());
    };
    let same = floor_of(&books.before) == floor_of(&books.after);
    let decided = matches!(
        step.input,
        Some(Input::Act(said)) if matches!(
            said.act,
            Act::NextPhase { .. }
                | Act::Accept { .. }
                | Act::End
                | Act::NextStep { .. }
                | Act::StopActivity { .. }
                | Act::BeginActivity { .. }
        )
    );
    // An empty circle ends; there is nobody to be offered anything.
    let over = ended_deserted(books, step, minute_ms);
    if same || decided || over || phase.floor != Floor::Round {
        return Ok(());
    }
    // Who tells that they had theirs at their table waits no more.
    let told = match step.input.filter(|_| step.answer.is_ok()) {
        Some(Input::Act(said)) if matches!(said.act, Act::WhileAway { .. }) => Some(said.by),
        _ => None,
    };
    let mut people = books.after.seats.iter().map(|seat| seat.who);
    let waiting = people.find(|who| {
        let waits = waits_unheard(books, &books.before, *who) && told != Some(*who);
        waits && is_here(&books.after, *who)
    });
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
