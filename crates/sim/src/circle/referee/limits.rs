//! The rules of the door and the seats, of time, of repetition, and of size.

use std::cmp::Ordering;

use ::circle::{
    Circle, PersonId,
    command::{Act, Door, Input, MayKnow, Role},
    format::Format,
    side_rooms::RoomPart,
    view::{State, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, leads, seat},
    found,
};

/// Events that one input may cause: every seat anew, every person's own view, and the rest.
const EVENTS_PER_STEP_MAX: usize = 3 * circle::SEATS_MAX + 40;
/// What a circle of sixty may keep beside its format's texts, as JSON.
pub(in super::super) const SNAPSHOT_BYTES_MAX: usize = 256 * 1024;

pub(super) fn check(books: &Books, step: &Step<'_>, format: &Format) -> Finding {
    if step.events.len() > EVENTS_PER_STEP_MAX {
        return found(
            Rule::Bounded,
            format!("{} events at once", step.events.len()),
        );
    }
    door(books, step)?;
    seats_in_order(&books.before, &books.after)?;
    plan_changes_by_people(books, step, format)?;
    goes_on_by_people(books, step)?;
    agreed_first(books, step)?;
    quiet_when_refused_or_repeated(books, step)?;
    over_is_over(books, step)
}

/// A refused or repeated command shows nothing.
fn quiet_when_refused_or_repeated(books: &Books, step: &Step<'_>) -> Finding {
    let Some(Input::Act(said)) = step.input else {
        return Ok(());
    };
    if step.events.is_empty() {
        return Ok(());
    }
    if step.answer.is_err() {
        return found(
            Rule::RefusalsAreQuiet,
            format!(
                "{said:?} was refused ({:?}) and caused {:?}",
                step.answer, step.events
            ),
        );
    }
    if books.is_repeated(said) {
        return found(
            Rule::OnceOnly,
            format!("{said:?} came again and caused {:?}", step.events),
        );
    }
    Ok(())
}

/// Who takes a seat had one before, came through an open door, or was let in.
fn door(books: &Books, step: &Step<'_>) -> Finding {
    for new in &books.after.seats {
        let who = new.who;
        if books.removed.contains(&who) {
            return found(
                Rule::RemovedStaysOut,
                format!("{who:?} sits in the circle again"),
            );
        }
        if seat(&books.before, who).is_some() || books.seated_ever.contains(&who) {
            continue;
        }
        let may = match step.input {
            Some(Input::Enter(entry)) if entry.who == who => match books.before.door.is {
                Door::Open => true,
                Door::Vouched => entry.walks_in || entry.role != Role::Member,
                Door::Locked => entry.role != Role::Member,
            },
            Some(Input::Act(said)) => match said.act {
                Act::Admit { who: named } => named == who && leads(&books.before, said.by),
                Act::Vouch { who: named } => named == who && said.by != who,
                _ => false,
            },
            _ => false,
        };
        if !may {
            return found(
                Rule::DoorHeld,
                format!(
                    "{who:?} took a seat by {:?} (door {:?})",
                    step.input, books.before.door
                ),
            );
        }
    }
    Ok(())
}

/// The order round the circle is the same for everybody and stays as it is.
fn seats_in_order(before: &View, after: &View) -> Finding {
    let stayed = |view: &View, other: &View| -> Vec<PersonId> {
        view.seats
            .iter()
            .map(|seat| seat.who)
            .filter(|who| seat(other, *who).is_some())
            .collect()
    };
    let (was, is) = (stayed(before, after), stayed(after, before));
    let mut once = is.clone();
    once.sort_unstable();
    once.dedup();
    if was != is || once.len() != is.len() {
        return found(Rule::SeatsInOrder, format!("{was:?} became {is:?}"));
    }
    Ok(())
}

/// Minutes are taken from parts, and the end is moved, by the acts that are for it only; from the
/// closing, never.
fn plan_changes_by_people(books: &Books, step: &Step<'_>, format: &Format) -> Finding {
    let (before, after) = (&books.before, &books.after);
    let act = accepted(step);
    let told_anew = step.clock_jumped;
    let ended = after.session.state == State::Ended;
    let moves_end = matches!(
        act,
        Some(Act::Start | Act::Accept { .. } | Act::EndLater { .. })
    );
    if before.session.ends_at != after.session.ends_at && !moves_end && !ended && !told_anew {
        return found(
            Rule::PlanIsPeoples,
            format!("{act:?} moved the end to {}", after.session.ends_at),
        );
    }
    let parts = before.timetable.phases.iter().zip(&after.timetable.phases);
    for ((was, is), phase) in parts.zip(&format.phases) {
        let may = match is.planned_ms.cmp(&was.planned_ms) {
            Ordering::Equal => true,
            Ordering::Less => !phase.closing && matches!(act, Some(Act::Accept { .. })),
            Ordering::Greater => matches!(act, Some(Act::Extend { .. })),
        };
        if !may {
            return found(
                Rule::PlanIsPeoples,
                format!(
                    "{}: {} ms became {} ms by {act:?}",
                    phase.name.en, was.planned_ms, is.planned_ms
                ),
            );
        }
    }
    Ok(())
}

/// While somebody leads, a part gives way to the next on their word; only stillness may end by
/// itself.
fn goes_on_by_people(books: &Books, step: &Step<'_>) -> Finding {
    let (Some(was), Some(is)) = (books.before.phase, books.after.phase) else {
        return Ok(());
    };
    let asked = matches!(
        accepted(step),
        Some(Act::NextPhase { .. } | Act::Accept { .. })
    );
    let still = was.kind.is_stillness() && books.after.session.auto_advance;
    if was.index == is.index || asked || still || books.after.lead.who.is_none() {
        return Ok(());
    }
    found(
        Rule::PlanIsPeoples,
        format!(
            "part {} gave way to {} by {:?}",
            was.index, is.index, step.input
        ),
    )
}

/// Who has not agreed raises no hand, asks for no turn, and says nothing to the circle.
fn agreed_first(books: &Books, step: &Step<'_>) -> Finding {
    let (Some(Input::Act(said)), Some(act)) = (step.input, accepted(step)) else {
        return Ok(());
    };
    let shares = match act {
        Act::Hand { up } => *up,
        Act::KeptPlan { who } => *who == MayKnow::Circle,
        Act::WantTurn | Act::Quiet { .. } | Act::SharedMilestone => true,
        Act::BringOne { .. } | Act::Write { .. } => true,
        // Who isn't OK may be asked aside before they agreed.
        Act::TakePart { part, .. } => *part != RoomPart::Guest,
        Act::OpenRoom { .. } => true,
        _ => false,
    };
    let agreed = seat(&books.before, said.by).is_none_or(|seat| seat.agreed);
    if shares && !agreed {
        return found(
            Rule::AgreedFirst,
            format!("{said:?} was taken from somebody who has not agreed"),
        );
    }
    Ok(())
}

/// The act that was done in this step.
fn accepted<'a>(step: &Step<'a>) -> Option<&'a Act> {
    match step.input {
        Some(Input::Act(said)) if step.answer.is_ok() => Some(&said.act),
        _ => None,
    }
}

fn over_is_over(books: &Books, step: &Step<'_>) -> Finding {
    let (before, after) = (&books.before, &books.after);
    if before.session.state != State::Ended {
        return Ok(());
    }
    let another = before.session != after.session && !step.clock_jumped;
    let reopened = after.session.state != State::Ended;
    let together = after.activity.is_some() || !after.rooms.is_empty();
    if another || reopened || together || after.turn.is_some() || after.phase.is_some() {
        return found(
            Rule::OverIsOver,
            format!("{:?} after the end", after.session),
        );
    }
    Ok(())
}

/// After everything due was done, the next deadline lies ahead.
pub(super) fn timers_move_on(circle: &Circle, now: ::circle::Millis) -> Finding {
    match circle.next_deadline() {
        Some(at) if at <= now => found(
            Rule::TimersMoveOn,
            format!("at {now} the next deadline is {at}"),
        ),
        _ => Ok(()),
    }
}
