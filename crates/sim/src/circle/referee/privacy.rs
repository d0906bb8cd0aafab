//! The rules of who hears what.

use std::collections::BTreeSet;

use ::circle::{
    PersonId,
    command::{Act, Input, PrivateChoice},
    event::{Audience, Event},
    view::{Mine, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, leads, named, seat},
    found,
};

/// What an event may say to whom, before anybody hears it.
pub(super) fn check_step(books: &Books, step: &Step<'_>) -> Finding {
    for (audience, event) in step.events {
        let fits = match event {
            Event::Word { .. } => *audience != Audience::Everyone,
            Event::Nudges { .. } | Event::Proposal { .. } | Event::MicsRested { .. } => {
                *audience == Audience::Leads
            }
            Event::Mine { .. } | Event::Refresh => matches!(audience, Audience::One(_)),
            _ => true,
        };
        if !fits {
            return found(Rule::PrivateWord, format!("{event:?} for {audience:?}"));
        }
        if let (Audience::One(who), Event::Mine { mine }) = (audience, event) {
            quiet_words_are_due(
                books,
                *who,
                mine.quiet_received.iter().map(|q| (q.from, q.kind)),
            )?;
            own_words_only(books, *who, mine)?;
        }
        known_people(books, event)?;
    }
    nobody_else_can_tell(step)
}

/// «I'm not OK» and «something here upset me» leave no trace that the circle could see.
fn nobody_else_can_tell(step: &Step<'_>) -> Finding {
    let Some(Input::Act(said)) = step.input else {
        return Ok(());
    };
    let silent = matches!(
        said.act,
        Act::Private {
            choice: PrivateChoice::NotOk | PrivateChoice::Upset
        }
    );
    let public = step
        .events
        .iter()
        .find(|(audience, _)| *audience == Audience::Everyone);
    match public {
        Some((_, event)) if silent && step.answer.is_ok() => found(
            Rule::PrivateWord,
            format!("everyone could tell that a word was sent: {event:?}"),
        ),
        _ => Ok(()),
    }
}

/// Among their own private words everybody finds those that they sent.
fn own_words_only(books: &Books, who: PersonId, mine: &Mine) -> Finding {
    let sender = |word: u64| books.sent_by.get(&word).copied();
    let mut words = mine.words.iter().map(|word| word.word);
    match words.find(|word| sender(*word).is_some_and(|sender| sender != who)) {
        Some(word) => found(
            Rule::PrivateWord,
            format!("{who:?} finds word {word} of {:?}", sender(word)),
        ),
        None => Ok(()),
    }
}

/// What was received was given in a finished turn of the one who receives it.
fn quiet_words_are_due(
    books: &Books,
    who: PersonId,
    received: impl Iterator<Item = (PersonId, ::circle::command::QuietWord)>,
) -> Finding {
    let mut due: BTreeSet<_> = books.quiet_given.get(&who).cloned().unwrap_or_default();
    let ended_now = books.before.turn.is_some_and(|turn| {
        turn.who == who && books.after.turn.map(|now| now.turn) != Some(turn.turn)
    });
    if ended_now {
        due = books.quiet_now.clone();
    }
    for (from, kind) in received {
        if !due.contains(&(from, kind)) {
            return found(
                Rule::QuietUntilTheEnd,
                format!(
                    "{who:?} received {kind:?} of {from:?} before the turn ended, or never given"
                ),
            );
        }
    }
    Ok(())
}

/// Events name people who sit here now, did, or wait at the door.
fn known_people(books: &Books, event: &Event) -> Finding {
    for who in named(event) {
        let known = seat(&books.after, who).is_some()
            || books.seated_ever.contains(&who)
            || books.after.door.waiting.contains(&who);
        let public = matches!(
            event,
            Event::Turn { .. } | Event::Queue { .. } | Event::Lead { .. }
        );
        if !known || (public && seat(&books.after, who).is_none()) {
            return found(Rule::KnownPeople, format!("{event:?} names {who:?}"));
        }
    }
    Ok(())
}

/// What a person was handed: only leads see what leads see.
pub(super) fn check_delivery(books: &Books, to: PersonId, event: &Event) -> Finding {
    let for_leads = matches!(
        event,
        Event::Word { .. } | Event::Nudges { .. } | Event::Proposal { .. }
    );
    let may = leads(&books.after, to) || leads(&books.before, to);
    if for_leads && !may {
        return found(
            Rule::PrivateWord,
            format!("{to:?}, who doesn't lead, heard {event:?}"),
        );
    }
    if let Event::Word { word } = event {
        word_is_for(books, to, word.word)?;
    }
    Ok(())
}

/// A private word is for the group's facilitators and hosts, for whoever led or hosted when it was
/// sent, and, if nobody who leads was there then, for the next who does.
fn word_is_for(books: &Books, to: PersonId, word: u64) -> Finding {
    let sent_to = books.sent_to.get(&word);
    let may = books.from_the_group.contains(&to)
        || sent_to.is_none_or(|audience| audience.is_empty() || audience.contains(&to));
    if may {
        return Ok(());
    }
    found(
        Rule::PrivateWord,
        format!("{to:?} came to lead later and sees word {word}, sent to {sent_to:?}"),
    )
}

/// What a fresh snapshot shows: nothing of a private word to anybody but its sender and leads.
pub(super) fn check_view(books: &Books, view: &View) -> Finding {
    let leading = leads(&books.after, view.me);
    let sees_more = !view.words.is_empty() || !view.nudges.is_empty() || view.proposal.is_some();
    if sees_more && !leading {
        return found(
            Rule::PrivateWord,
            format!("{:?}, who doesn't lead, sees {view:?}", view.me),
        );
    }
    for word in &view.words {
        word_is_for(books, view.me, word.word)?;
    }
    own_words_only(books, view.me, &view.mine)?;
    let stranger = seat(&books.after, view.me).is_none();
    if stranger && (!view.seats.is_empty() || view.turn.is_some() || !view.queue.is_empty()) {
        return found(
            Rule::DoorHeld,
            format!("{:?}, who has no seat, sees the circle", view.me),
        );
    }
    Ok(())
}
