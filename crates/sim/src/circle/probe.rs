//! What would have come of it: questions that are put to copies of the circle, so that the evening
//! itself goes on as if nobody had asked.

use ::circle::{
    Circle, Millis, PersonId,
    activity::{Slot, StepKind, Writer},
    command::{Act, Input, Said},
    event::{Audience, Event, Outbox},
    view::View,
};

use super::referee::{Rule, leads};

/// A page that nobody has.
const PAGE: u64 = u64::MAX;

/// What was found, if anything.
type Finding = Result<(), (Rule, String)>;

/// Whether the activity under way can be stopped by the one whose it is and by somebody who leads;
/// then it is gone, and the rehearsals with it.
pub(super) fn stops(circle: &Circle, public: &View, now: Millis) -> Finding {
    let Some(at) = &public.activity else {
        return Ok(());
    };
    let mut seats = public.seats.iter().map(|seat| seat.who);
    let lead = seats.find(|who| leads(public, *who));
    for by in lead.into_iter().chain(at.owner) {
        let activity = at.activity;
        let mut copy = circle.clone();
        let mut page = Page::of(by);
        let stopped = page.say(&mut copy, now, Act::StopActivity { activity });
        let after = copy.view(by);
        let gone = after.is_some_and(|view| view.activity.is_none() && view.rooms.is_empty());
        if stopped.is_none() || !gone {
            let at = at.at;
            return Err((
                Rule::Stoppable,
                format!("{by:?} could not stop activity {activity} at {at:?}"),
            ));
        }
    }
    Ok(())
}

/// Before what was written alone is shown by `next`: had another person written an unnamed answer,
/// not a byte would differ afterwards, in what is said, in what anybody sees, and in what is kept.
pub(super) fn is_unnamed(circle: &Circle, public: &View, next: &Said, now: Millis) -> Finding {
    let Some((writers, slot)) = writers(public) else {
        return Ok(());
    };
    let activity = public.activity.as_ref().map_or(0, |at| at.activity);
    let told = writers.map(|writer| {
        let mut copy = circle.clone();
        for who in writers {
            let mut page = Page::of(who);
            let named = false;
            let write = Act::Write {
                activity,
                slot,
                named,
            };
            let again = if who == writer {
                write.clone()
            } else {
                Act::Unwrite { activity, slot }
            };
            page.say(&mut copy, now, write)?;
            page.say(&mut copy, now, again)?;
        }
        let mut page = Page::of(next.by);
        // After what they may have written on it.
        page.n = 2;
        let mut said = page.say(&mut copy, now, next.act.clone())?;
        // Those two know what they wrote.
        said.retain(|(to, _)| !writers.map(Audience::One).contains(to));
        let seen: Vec<_> = copy.people().map(|who| copy.view(who)).collect();
        Some((said, seen, copy.snapshot()))
    });
    let [one, other] = &told;
    // Who has written as much as one may can't be asked.
    if one == other || one.is_none() || other.is_none() {
        return Ok(());
    }
    Err((
        Rule::NamedAnswers,
        format!("one can tell which of {writers:?} wrote {slot:?}"),
    ))
}

/// Two who may write the same in the step under way, and what.
fn writers(public: &View) -> Option<([PersonId; 2], Slot)> {
    let at = public.activity.as_ref()?;
    let writes = at.kind.writes(StepKind::Alone);
    let (_, part, _) = writes.iter().rfind(|(who, _, _)| *who != Writer::Owner)?;
    let seats = public.seats.iter().filter(|seat| seat.agreed);
    let mut others = seats
        .map(|seat| seat.who)
        .filter(|who| at.owner != Some(*who));
    let writers = [others.next()?, others.next()?];
    let to = match part.is_for_somebody() {
        true => Some(others.next()?),
        false => None,
    };
    let (part, nth) = (*part, 0);
    Some((writers, Slot { part, nth, to }))
}

/// Somebody's commands, on a page of their own.
struct Page {
    by: PersonId,
    n: u32,
}

impl Page {
    fn of(by: PersonId) -> Self {
        Self { by, n: 0 }
    }

    /// What came of it; nothing if it was refused.
    fn say(
        &mut self,
        circle: &mut Circle,
        now: Millis,
        act: Act,
    ) -> Option<Vec<(Audience, Event)>> {
        self.n += 1;
        let said = Said {
            by: self.by,
            page: PAGE,
            n: self.n,
            act,
        };
        let mut out = Outbox::default();
        let done = circle.handle(now, &Input::Act(said), &mut out);
        done.ok().map(|()| out.events)
    }
}
