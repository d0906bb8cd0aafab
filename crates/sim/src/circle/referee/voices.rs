//! Who is heard by whom, judged from what everybody can see of the session.

use std::collections::BTreeSet;

use ::circle::{
    PersonId,
    command::{Act, Said},
    format::{Crosstalk, Floor},
    view::{State, View},
    voices::Ring,
};

use super::{
    Finding, Rule,
    books::{Books, is_here, seat},
    found,
};

/// Whose microphones rest, by the commands that were taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Voices {
    rested: BTreeSet<PersonId>,
}

impl Voices {
    /// Notes what was said, and lets who leads now speak.
    pub(super) fn follow(&mut self, said: Option<&Said>, lead: Option<PersonId>) {
        match said.map(|said| &said.act) {
            Some(Act::RestMic { who, is: true }) => {
                self.rested.insert(*who);
            }
            Some(Act::RestMic { who, is: false }) => {
                self.rested.remove(who);
            }
            _ => {}
        }
        if let Some(lead) = lead {
            self.rested.remove(&lead);
        }
    }
}

/// The rules of who is heard, at this moment.
pub(super) fn check(books: &Books, rings: &[Ring]) -> Finding {
    let view = &books.after;
    let mut hear = BTreeSet::new();
    for ring in rings {
        for who in &ring.hearers {
            if !is_present(books, *who) || !hear.insert(*who) {
                return wrong(ring, format!("{who:?} is not here, or hears twice"));
            }
        }
        let voices = voices(ring);
        if let Some(who) = voices.iter().find(|who| !is_present(books, **who)) {
            return wrong(ring, format!("{who:?} is heard and not here"));
        }
        match view.session.state {
            State::Live => live(books, ring, &voices)?,
            State::Gathering => rests(books, ring, view.lead.who)?,
            State::Ended => {
                let talks = view.lounge.iter().flat_map(|lounge| &lounge.people);
                let talks: BTreeSet<PersonId> = talks.copied().collect();
                if !voices.is_subset(&talks) || ring.hearers.iter().any(|who| !talks.contains(who))
                {
                    return wrong(ring, "it is for the lounge only".to_owned());
                }
                rests(books, ring, None)?;
            }
        }
    }
    who_should(books, rings)
}

/// Here, or asked aside: to the circle they have stepped out.
fn is_present(books: &Books, who: PersonId) -> bool {
    let view = &books.after;
    is_here(view, who) || seat(view, who).is_some() && books.rooms.is_aside(who)
}

fn voices(ring: &Ring) -> BTreeSet<PersonId> {
    let first = [ring.lead, ring.turn].into_iter().flatten();
    first.chain(ring.others.iter().copied()).collect()
}

fn live(books: &Books, ring: &Ring, voices: &BTreeSet<PersonId>) -> Finding {
    let view = &books.after;
    let is_apart = |who: PersonId| books.rooms.hold(view, who);
    if ring.hearers.iter().any(|who| is_apart(*who)) {
        let first = ring.hearers.first().copied();
        let shares = |who: PersonId| first.is_some_and(|first| books.rooms.share(view, first, who));
        return match voices.iter().chain(&ring.hearers).all(|who| shares(*who)) {
            true if ring.hearers.iter().any(|who| books.rooms.is_aside(*who)) => Ok(()),
            true => rests(books, ring, None),
            false => wrong(ring, "a side room is its own people's".to_owned()),
        };
    }
    if let Some(who) = voices.iter().find(|who| is_apart(**who)) {
        return wrong(ring, format!("{who:?} is in a side room"));
    }
    rests(books, ring, ring.lead)?;
    let agreed = |who: &PersonId| seat(view, *who).is_some_and(|seat| seat.agreed);
    let shares = voices.iter().any(|who| Some(*who) != ring.lead);
    if shares && !ring.hearers.iter().all(agreed) {
        return wrong(ring, "somebody hears the circle before agreeing".to_owned());
    }
    if ring.lead.is_some() && ring.lead != view.lead.who
        || ring.turn.is_some() && ring.turn != view.turn.map(|turn| turn.who)
    {
        return wrong(ring, "somebody is heard as who they aren't".to_owned());
    }
    let is_led = ring.lead.is_some() || view.turn.is_some();
    if !ring.others.is_empty() && is_led && !is_conversation(view) {
        return wrong(
            ring,
            "others may speak, and it is no conversation".to_owned(),
        );
    }
    Ok(())
}

/// Where people talk with each other, or who speaks has asked them to answer.
fn is_conversation(view: &View) -> bool {
    let asks = view.turn.is_some_and(|turn| turn.invites);
    view.phase.is_some_and(|phase| match phase.crosstalk {
        Crosstalk::Open => phase.floor != Floor::Still,
        Crosstalk::Invited => asks,
        Crosstalk::None => false,
    })
}

/// Who rests is not heard, but for who leads.
fn rests(books: &Books, ring: &Ring, leads: Option<PersonId>) -> Finding {
    let rested = voices(ring)
        .into_iter()
        .find(|who| books.voices.rested.contains(who) && leads != Some(*who));
    match rested {
        Some(who) => wrong(ring, format!("{who:?} rests")),
        None => Ok(()),
    }
}

/// Who leads and whose turn it is are heard by everybody who may hear them, and everybody here
/// hears something.
fn who_should(books: &Books, rings: &[Ring]) -> Finding {
    let view = &books.after;
    if view.session.state != State::Live {
        return Ok(());
    }
    for (host, asked) in books.rooms.talks_aside() {
        let together = |ring: &Ring| ring.hearers.contains(&host) && ring.others.contains(&asked);
        if !rings.iter().any(together) {
            return found(
                Rule::HeardWhereMeant,
                format!("{host:?} doesn't hear {asked:?} aside"),
            );
        }
    }
    for seat in view.seats.iter().filter(|seat| is_here(view, seat.who)) {
        let Some(ring) = rings.iter().find(|ring| ring.hearers.contains(&seat.who)) else {
            return found(
                Rule::HeardWhereMeant,
                format!("{:?} hears nobody", seat.who),
            );
        };
        if books.rooms.hold(view, seat.who) {
            continue;
        }
        let in_circle = |who: &PersonId| is_here(view, *who) && !books.rooms.hold(view, *who);
        let lead = view.lead.who.filter(in_circle);
        let turn = view.turn.map(|turn| turn.who).filter(in_circle);
        let turn = turn.filter(|who| !books.voices.rested.contains(who) && seat.agreed);
        if ring.lead != lead || ring.turn != turn {
            return wrong(
                ring,
                format!("{:?} should hear {lead:?} and {turn:?}", seat.who),
            );
        }
        // Whom nobody who has the turn hears, nobody has to answer.
        let is_heard = view.turn.is_none_or(|turn| in_circle(&turn.who));
        let may_answer = !books.voices.rested.contains(&seat.who) && seat.agreed;
        let talks = is_conversation(view) && is_heard;
        if talks && may_answer && !ring.others.contains(&seat.who) {
            return wrong(ring, format!("{:?} may answer and isn't heard", seat.who));
        }
    }
    Ok(())
}

fn wrong(ring: &Ring, why: String) -> Finding {
    found(Rule::HeardWhereMeant, format!("{ring:?}: {why}"))
}
