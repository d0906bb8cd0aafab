//! The rules of the door and the seats, of time, of repetition, and of size.

use ::circle::{
    Circle, PersonId,
    command::{Act, Door, Input, Role},
    format::Format,
    view::{Presence, State, View},
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
    quiet_when_refused_or_repeated(books, step)?;
    over_is_over(books, step)
}

/// A refused or repeated command shows nothing, but that its sender is there after all.
fn quiet_when_refused_or_repeated(books: &Books, step: &Step<'_>) -> Finding {
    let Some(Input::Act(said)) = step.input else {
        return Ok(());
    };
    let away = seat(&books.before, said.by).is_some_and(|seat| seat.presence == Presence::Away);
    if away || step.events.is_empty() {
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

/// Minutes are taken from parts, and the end is moved, by people only; from the closing, never.
fn plan_changes_by_people(books: &Books, step: &Step<'_>, format: &Format) -> Finding {
    let (before, after) = (&books.before, &books.after);
    let by_people = matches!(step.input, Some(Input::Act(_))) && step.answer.is_ok();
    let told_anew = step.clock_jumped;
    let ended = after.session.state == State::Ended;
    if before.session.ends_at != after.session.ends_at && !by_people && !ended && !told_anew {
        return found(
            Rule::PlanIsPeoples,
            format!("the end moved by itself to {}", after.session.ends_at),
        );
    }
    let parts = before.timetable.phases.iter().zip(&after.timetable.phases);
    for ((was, is), phase) in parts.zip(&format.phases) {
        let shorter = is.planned_ms < was.planned_ms;
        if shorter && (phase.closing || !by_people) {
            return found(
                Rule::PlanIsPeoples,
                format!(
                    "{} lost {} ms",
                    phase.name.en,
                    was.planned_ms - is.planned_ms
                ),
            );
        }
    }
    Ok(())
}

fn over_is_over(books: &Books, step: &Step<'_>) -> Finding {
    let (before, after) = (&books.before, &books.after);
    if before.session.state != State::Ended {
        return Ok(());
    }
    let another = before.session != after.session && !step.clock_jumped;
    let reopened = after.session.state != State::Ended;
    if another || reopened || after.turn.is_some() || after.phase.is_some() {
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
