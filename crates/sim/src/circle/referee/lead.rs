//! The rules of the lead: who may have it, from whom it may pass, and who may end a session.

use ::circle::{
    Millis, PersonId,
    command::{Act, Input, Role, Said},
    view::{State, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, is_here, leads, seat},
    found,
};

/// A lead whose line is gone keeps the lead for so long.
const GRACE_MS: Millis = 20_000;
/// So long after its end anybody may end a session, in minutes of its own pace.
const LONG_OVER_MINUTES: Millis = 60;

pub(super) fn check(books: &Books, step: &Step<'_>, minute_ms: Millis) -> Finding {
    ended_by_whom(books, step, minute_ms)?;
    let (was, is) = (books.before.lead.who, books.after.lead.who);
    let ended = books.after.session.state == State::Ended;
    let may = match is {
        _ if was == is => true,
        Some(who) => may_have(books, step, who),
        // Who was apart is back with the end, and leads nothing any more.
        None => is_gone(books, was) && (ended || stand_in(&books.after).is_none()),
    };
    if may {
        return Ok(());
    }
    found(
        Rule::LeadHeld,
        format!("the lead went from {was:?} to {is:?} by {:?}", step.input),
    )
}

/// Whether `who` has the lead by what was done, by coming back to it, or after a grace.
fn may_have(books: &Books, step: &Step<'_>, who: PersonId) -> bool {
    let was = books.before.lead.who;
    let is_member = seat(&books.after, who).is_none_or(|seat| seat.role == Role::Member);
    if !is_here(&books.after, who) {
        return matches!(step.input, Some(Input::Act(said)) if started(books, said, who));
    }
    let passed = was.is_some() && is_gone(books, was) && !is_member;
    let vacant = was.is_none_or(|was| !is_here(&books.before, was));
    let back = vacant && (!is_member || books.led_before.contains(&who));
    let came = match step.input {
        Some(Input::Enter(entry)) => entry.who == who && back,
        Some(Input::Connected { who: named }) => *named == who && back,
        Some(Input::Act(said)) if step.answer.is_ok() => {
            given(books, said, who) || (back && comes_by(said, who))
        }
        _ => false,
    };
    came || passed || (back && books.rooms.gave_back(who))
}

fn started(books: &Books, said: &Said, who: PersonId) -> bool {
    said.act == Act::Start && said.by == who && books.before.lead.who.is_none()
}

fn comes_by(said: &Said, who: PersonId) -> bool {
    match &said.act {
        Act::ComeBack => said.by == who,
        Act::Admit { who: named } | Act::Vouch { who: named } => *named == who,
        _ => false,
    }
}

/// Taken or handed over, by somebody who may.
fn given(books: &Books, said: &Said, who: PersonId) -> bool {
    let before = &books.before;
    let agreed = seat(before, said.by).is_some_and(|seat| seat.agreed);
    let asked = match before.session.state {
        State::Gathering => before.lead.who.is_none(),
        _ => before.lead.wanted && agreed,
    };
    match &said.act {
        Act::TakeLead => said.by == who && (by_role(before, said.by) || asked),
        Act::HandLead { to } => {
            *to == who && (before.lead.who == Some(said.by) || by_role(before, said.by))
        }
        _ => started(books, said, who),
    }
}

/// A facilitator may always; a host, unless a facilitator has it.
fn by_role(view: &View, who: PersonId) -> bool {
    let role = |who| seat(view, who).map(|seat| seat.role);
    match role(who) {
        Some(Role::Facilitator) => true,
        Some(Role::Host) => view.lead.who.and_then(role) != Some(Role::Facilitator),
        _ => false,
    }
}

/// Whether who led has left, or has been away for the whole of the grace.
fn is_gone(books: &Books, was: Option<PersonId>) -> bool {
    was.is_some_and(|was| {
        seat(&books.after, was).is_none() || books.gone_ms(was).is_some_and(|ms| ms >= GRACE_MS)
    })
}

fn stand_in(view: &View) -> Option<PersonId> {
    let mut seats = view.seats.iter();
    let ready = seats.find(|seat| seat.role != Role::Member && is_here(view, seat.who));
    ready.map(|seat| seat.who)
}

/// A session is ended by who leads it; by others when nobody does, or when it is long over.
fn ended_by_whom(books: &Books, step: &Step<'_>, minute_ms: Millis) -> Finding {
    let Some(Input::Act(said)) = step.input else {
        return Ok(());
    };
    let before = &books.before;
    if said.act != Act::End || step.answer.is_err() || leads(before, said.by) {
        return Ok(());
    }
    let repeated = before.session.state == State::Ended;
    let agreed = seat(before, said.by).is_some_and(|seat| seat.agreed);
    let unled = before.lead.who.is_none() || long_over(before, step, minute_ms);
    if repeated || (agreed && unled) {
        return Ok(());
    }
    found(
        Rule::LeadHeld,
        format!("{:?} ended a session that {:?} leads", said.by, before.lead),
    )
}

/// Whether the session was to end an hour ago.
pub(super) fn long_over(before: &View, step: &Step<'_>, minute_ms: Millis) -> bool {
    step.clock_jumped || step.now >= before.session.ends_at + LONG_OVER_MINUTES * minute_ms
}
