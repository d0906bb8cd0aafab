//! The rules of tables, of who waits at the door by the lead's decision, and of the lounge.

use ::circle::{
    PersonId, TableId,
    command::{Act, Input},
    event::{Audience, Event},
    view::{State, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, is_here, leads, seat},
    found,
};

pub(super) fn check(books: &Books, step: &Step<'_>) -> Finding {
    sent_out_waits(books, step)?;
    asked_out_unnamed(books, step)?;
    tables_together(&books.after)?;
    told_once(books, step)?;
    lounge_closes(books, step)
}

fn sent_out_waits(books: &Books, step: &Step<'_>) -> Finding {
    let let_in = match step.input {
        Some(Input::Act(said)) if leads(&books.before, said.by) => match said.act {
            Act::Admit { who } | Act::Vouch { who } => Some(who),
            _ => None,
        },
        _ => None,
    };
    let new = books.after.seats.iter().map(|seat| seat.who);
    let mut back = new.filter(|who| {
        let waited = books.sent_out.contains(who) && seat(&books.before, *who).is_none();
        waited && let_in != Some(*who)
    });
    match back.next() {
        Some(who) => found(
            Rule::SentOutWaits,
            format!("{who:?} sits down again by {:?}", step.input),
        ),
        None => Ok(()),
    }
}

/// Somebody at the door who had a seat before: whoever leaves walks in again, so they were asked.
fn asked_out(books: &Books, waiting: &[PersonId]) -> Option<PersonId> {
    let mut waiting = waiting.iter().copied();
    waiting.find(|who| books.seated_ever.contains(who))
}

fn asked_out_unnamed(books: &Books, step: &Step<'_>) -> Finding {
    let mut doors = step.events.iter().filter_map(|told| match told {
        (Audience::Everyone, Event::Door { door }) => Some(door),
        _ => None,
    });
    match doors.find_map(|door| asked_out(books, &door.waiting)) {
        Some(who) => found(Rule::WaitsUnnamed, format!("everyone hears of {who:?}")),
        None => Ok(()),
    }
}

/// What a person was handed.
pub(super) fn check_delivery(books: &Books, to: PersonId, event: &Event) -> Finding {
    let may = leads(&books.after, to) || leads(&books.before, to);
    match event {
        Event::Door { door } if !may => named_to(books, to, &door.waiting),
        _ => Ok(()),
    }
}

/// What a fresh snapshot shows of the door.
pub(super) fn check_view(books: &Books, view: &View) -> Finding {
    if !leads(&books.after, view.me) {
        named_to(books, view.me, &view.door.waiting)?;
    }
    let asked = view.waiting && books.seated_ever.contains(&view.me);
    if view.asked_to_wait != asked {
        let seen = format!("{:?} is told asked: {}", view.me, view.asked_to_wait);
        return found(Rule::WaitsUnnamed, seen);
    }
    Ok(())
}

fn named_to(books: &Books, to: PersonId, waiting: &[PersonId]) -> Finding {
    match asked_out(books, waiting) {
        Some(who) => found(
            Rule::WaitsUnnamed,
            format!("{to:?}, who doesn't lead, sees {who:?} at the door"),
        ),
        None => Ok(()),
    }
}

fn tables_together(view: &View) -> Finding {
    let mut seen: Vec<TableId> = Vec::new();
    let mut last = None;
    for seat in &view.seats {
        if seat.table == last {
            continue;
        }
        last = seat.table;
        let Some(table) = seat.table else { continue };
        if seen.contains(&table) {
            return found(
                Rule::TableTogether,
                format!("{:?} sits apart from {table:?}", seat.who),
            );
        }
        seen.push(table);
    }
    Ok(())
}

/// Beside a turn of one's own, an absence is told once.
fn told_once(books: &Books, step: &Step<'_>) -> Finding {
    let Some(Input::Act(said)) = step.input.filter(|_| step.answer.is_ok()) else {
        return Ok(());
    };
    let Act::WhileAway { turn, .. } = said.act else {
        return Ok(());
    };
    let own = |view: &View| {
        view.turn
            .is_some_and(|now| now.turn == turn && now.who == said.by)
    };
    let untold = books.untold.get(&said.by).copied().unwrap_or(0);
    let again = untold == 0 && !books.was_taken(said);
    if again && !own(&books.before) {
        return found(Rule::ToldOnce, format!("{said:?} was taken a second time"));
    }
    Ok(())
}

fn lounge_closes(books: &Books, step: &Step<'_>) -> Finding {
    let Some(lounge) = &books.after.lounge else {
        return Ok(());
    };
    if books.after.session.state != State::Ended {
        return found(Rule::LoungeCloses, "a lounge before the end");
    }
    if step.now >= lounge.ends_at {
        return found(
            Rule::LoungeCloses,
            format!("open until {}, and it is {}", lounge.ends_at, step.now),
        );
    }
    let stranger = |who: &&PersonId| {
        let agreed = seat(&books.after, **who).is_some_and(|seat| seat.agreed);
        !agreed || !is_here(&books.after, **who)
    };
    match lounge.people.iter().find(stranger) {
        Some(who) => found(Rule::LoungeCloses, format!("{who:?} is in it and not here")),
        None => Ok(()),
    }
}
