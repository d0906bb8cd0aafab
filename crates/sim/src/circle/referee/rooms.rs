//! Side rooms: who is in one, as the public events and the commands that were taken say, and the
//! rules of who hears what of it.

use std::collections::{BTreeMap, BTreeSet};

use ::circle::{
    Millis, PersonId,
    activity::StepKind,
    command::{Act, Input, Said},
    event::{Audience, Event},
    side_rooms::{RoomPart, RoomRun, RoomStep, RoomView},
    view::{Presence, State, View},
};

use super::{
    Finding, Rule, Step,
    books::{Books, leads, seat},
    found,
};

/// A side room in which nobody has a line is closed after it.
const GONE_MS: Millis = 60_000;
/// Everybody in pairs.
const REHEARSALS_MAX: usize = circle::SEATS_MAX / 2;
/// Two or three, and who leads beside them.
const PLACES_MAX: usize = 4;

/// A host sits apart, or waits to, with somebody who sent a private word.
#[derive(Clone, Copy, Debug)]
struct Aside {
    room: u64,
    host: PersonId,
    asked: PersonId,
    sits: bool,
    silent_since: Option<Millis>,
}

/// What the referee knows of side rooms beside what is public.
#[derive(Clone, Debug, Default)]
pub(super) struct Rooms {
    opened: u64,
    asides: Vec<Aside>,
    /// The one that the step ended, to judge what was told of it.
    ended: Vec<Aside>,
    lines: BTreeSet<PersonId>,
    /// Who wants to swap, by room.
    swaps: BTreeSet<(u64, PersonId)>,
    /// How the rehearsals go, as leads were told before this step and in it.
    run_before: Vec<RoomRun>,
    run: Vec<RoomRun>,
}

impl Aside {
    fn is_of(&self, who: PersonId) -> bool {
        self.host == who || (self.asked == who && self.sits)
    }

    fn knows(&self, who: PersonId) -> bool {
        self.host == who || self.asked == who
    }
}

impl Rooms {
    /// Follows one step; `said` was taken in it, for the first time.
    pub(super) fn follow(
        &mut self,
        step: &Step<'_>,
        said: Option<&Said>,
        sent_by: &BTreeMap<u64, PersonId>,
        after: &View,
        now: Millis,
    ) {
        self.ended.clear();
        self.note_lines(step);
        if let Some(said) = said {
            self.take(said, sent_by);
        }
        self.run_before.clone_from(&self.run);
        for (_, event) in step.events {
            if let Event::RoomsRun { rooms } = event {
                self.run.clone_from(rooms);
            }
        }
        let lines = &self.lines;
        for aside in &mut self.asides {
            let there = lines.contains(&aside.host) || (aside.sits && lines.contains(&aside.asked));
            aside.silent_since = match aside.silent_since {
                _ if there => None,
                since => since.or(Some(now)),
            };
        }
        let over = after.session.state == State::Ended;
        self.end(|aside| {
            let gone = |who| seat(after, who).is_none();
            let silent = aside.silent_since.is_some_and(|at| now >= at + GONE_MS);
            over || silent || gone(aside.host) || gone(aside.asked)
        });
        let has = |room: u64, who| places(after, room).any(|place| place == who);
        self.swaps.retain(|(room, who)| has(*room, *who));
    }

    fn note_lines(&mut self, step: &Step<'_>) {
        match step.input {
            Some(Input::Enter(entry)) if step.answer.is_ok() => {
                self.lines.insert(entry.who);
            }
            Some(Input::Connected { who }) if step.answer.is_ok() => {
                self.lines.insert(*who);
            }
            Some(Input::Disconnected { who }) => {
                self.lines.remove(who);
            }
            _ => {}
        }
    }

    fn take(&mut self, said: &Said, sent_by: &BTreeMap<u64, PersonId>) {
        let by = said.by;
        match said.act {
            Act::OpenRoom { .. } => self.opened += 1,
            Act::AskAside { word } => {
                self.opened += 1;
                self.asides.push(Aside {
                    room: self.opened,
                    host: by,
                    asked: sent_by.get(&word).copied().unwrap_or(PersonId(0)),
                    sits: false,
                    silent_since: None,
                });
            }
            Act::TakePart { room, .. } => {
                let mut asides = self.asides.iter_mut();
                if let Some(aside) = asides.find(|aside| aside.room == room) {
                    aside.sits = true;
                }
            }
            Act::LeaveRoom { room } => self.end(|aside| aside.room == room),
            Act::ComeBack => self.end(|aside| aside.sits && aside.asked == by),
            Act::WantSwap { room, is: true } => {
                self.swaps.insert((room, by));
            }
            Act::WantSwap { room, is: false } => {
                self.swaps.remove(&(room, by));
            }
            _ => {}
        }
    }

    fn end(&mut self, is: impl Fn(&Aside) -> bool) {
        let over = self.asides.iter().filter(|aside| is(aside)).copied();
        self.ended.extend(over);
        self.asides.retain(|aside| !is(aside));
    }

    /// Whether the step ended a talk aside in which `who` was the one asked.
    pub(super) fn gave_back(&self, who: PersonId) -> bool {
        let mut ended = self.ended.iter();
        ended.any(|aside| aside.sits && aside.asked == who)
    }

    /// How many talks aside the last step ended.
    pub(super) fn ended(&self) -> u64 {
        let with_both = self.ended.iter().filter(|aside| aside.sits);
        u64::try_from(with_both.count()).unwrap_or(0)
    }

    /// Whether `who` is in a side room.
    pub(super) fn hold(&self, view: &View, who: PersonId) -> bool {
        let mut rehearse = view.rooms.iter().flat_map(|room| &room.places);
        rehearse.any(|place| place.who == who) || self.asides.iter().any(|aside| aside.is_of(who))
    }
}

impl Rooms {
    /// Whether both are in the same side room.
    pub(super) fn share(&self, view: &View, one: PersonId, other: PersonId) -> bool {
        let has = |room: &RoomView, who| room.places.iter().any(|place| place.who == who);
        let rehearse = view
            .rooms
            .iter()
            .any(|room| has(room, one) && has(room, other));
        rehearse
            || self
                .asides
                .iter()
                .any(|aside| aside.is_of(one) && aside.is_of(other))
    }

    /// Whether they sit in a talk aside, with a line.
    pub(super) fn is_aside(&self, who: PersonId) -> bool {
        self.lines.contains(&who) && self.asides.iter().any(|aside| aside.is_of(who))
    }

    /// Who sits aside with whom, both with a line.
    pub(super) fn talks_aside(&self) -> impl Iterator<Item = (PersonId, PersonId)> {
        let has_lines =
            |aside: &&Aside| aside.sits && self.is_aside(aside.host) && self.is_aside(aside.asked);
        let both = self.asides.iter().filter(has_lines);
        both.map(|aside| (aside.host, aside.asked))
    }
}

fn places(view: &View, room: u64) -> impl Iterator<Item = PersonId> {
    let rooms = view.rooms.iter().filter(move |one| one.room == room);
    rooms.flat_map(|one| one.places.iter().map(|place| place.who))
}

/// Whose scene it is, and who plays the other person.
fn players(view: &View, room: u64) -> impl Iterator<Item = PersonId> {
    let rooms = view.rooms.iter().filter(move |one| one.room == room);
    let places = rooms.flat_map(|one| &one.places);
    let plays = places.filter(|place| matches!(place.part, RoomPart::Owner | RoomPart::Partner));
    plays.map(|place| place.who)
}

/// The rules of a step.
pub(super) fn check(books: &Books, step: &Step<'_>, said: Option<&Said>) -> Finding {
    if let Some(said) = said {
        scene_is_apart(books, step, said)?;
        aside_is_quiet(books, step, said)?;
    }
    bounded(&books.after)?;
    one_part_each(books)?;
    by_choice(books, said)?;
    no_turn(books)?;
    swapped_by_both(books)?;
    let loud = |(audience, event): &&(Audience, Event)| {
        matches!(event, Event::RoomsRun { .. }) && *audience != Audience::Leads
    };
    match step.events.iter().find(loud) {
        Some((audience, event)) => found(Rule::SceneApart, format!("{audience:?}: {event:?}")),
        None => Ok(()),
    }
}

/// Side rooms are there for their step of a rehearsal and no longer, and no more than are needed.
fn bounded(view: &View) -> Finding {
    let at = view.activity.as_ref().map(|at| at.at);
    let rehearses = matches!(at, Some(StepKind::Pairs | StepKind::Rehearse));
    if !view.rooms.is_empty() && !rehearses {
        return found(Rule::RoomsEnd, format!("{:?} at {at:?}", view.rooms));
    }
    let full = |room: &RoomView| room.places.is_empty() || room.places.len() > PLACES_MAX;
    if view.rooms.len() > REHEARSALS_MAX || view.rooms.iter().any(full) {
        return found(Rule::Bounded, format!("{:?}", view.rooms));
    }
    Ok(())
}

/// Two people never have one part, and nobody is in two rooms, or in one without a seat.
fn one_part_each(books: &Books) -> Finding {
    let mut people: Vec<PersonId> = books.rooms.asides.iter().map(|one| one.host).collect();
    let sitting = books.rooms.asides.iter().filter(|one| one.sits);
    people.extend(sitting.map(|one| one.asked));
    for room in &books.after.rooms {
        let of = |part| room.places.iter().filter(|one| one.part == part).count();
        let twice = [RoomPart::Partner, RoomPart::Watcher, RoomPart::Guest]
            .into_iter()
            .any(|part| of(part) > 1);
        if twice || of(RoomPart::Owner) != 1 {
            return found(Rule::OnePart, format!("{room:?}"));
        }
        people.extend(room.places.iter().map(|place| place.who));
    }
    let count = people.len();
    let stranger = people
        .iter()
        .find(|who| seat(&books.after, **who).is_none());
    let stranger = stranger.copied();
    people.sort_unstable();
    people.dedup();
    if count != people.len() || stranger.is_some() {
        return found(
            Rule::OnePart,
            format!("{:?} and {:?}", books.after.rooms, books.rooms.asides),
        );
    }
    Ok(())
}

/// Nobody is put into a side room.
fn by_choice(books: &Books, said: Option<&Said>) -> Finding {
    let came = |room: &RoomView, who: PersonId| places(&books.before, room.room).all(|w| w != who);
    for room in &books.after.rooms {
        let mut new = room.places.iter().filter(|place| came(room, place.who));
        let own = |who: PersonId| {
            said.is_some_and(|said| {
                let named = match said.act {
                    Act::OpenRoom { .. } => true,
                    Act::TakePart { room: named, .. } | Act::VisitRoom { room: named } => {
                        named == room.room
                    }
                    _ => false,
                };
                named && said.by == who
            })
        };
        if let Some(place) = new.find(|place| !own(place.who)) {
            return found(
                Rule::OnePart,
                format!("{place:?} came into room {} by {said:?}", room.room),
            );
        }
    }
    Ok(())
}

/// Who is in a side room is offered no turn in the circle.
fn no_turn(books: &Books) -> Finding {
    let view = &books.after;
    let offered = view.queue.iter().copied();
    let mut offered = offered.chain(view.turn.map(|turn| turn.who));
    match offered.find(|who| books.rooms.hold(view, *who)) {
        Some(who) => found(
            Rule::OfferedNoTurn,
            format!("{who:?} is in a side room and is offered a turn"),
        ),
        None => Ok(()),
    }
}

fn swapped_by_both(books: &Books) -> Finding {
    let rooms = &books.rooms;
    for now in rooms.run.iter().filter(|run| run.step == RoomStep::Swap) {
        let was = rooms.run_before.iter().find(|run| run.room == now.room);
        let Some(was) = was else {
            continue;
        };
        let mut plays = players(&books.before, now.room).map(|who| (now.room, who));
        if was.step != RoomStep::Swap && !plays.all(|one| rooms.swaps.contains(&one)) {
            return found(Rule::SwapByBoth, format!("room {} was swapped", now.room));
        }
    }
    Ok(())
}

/// How a scene goes is for those in it and for leads; what one wants the other learns only when
/// both do.
fn scene_is_apart(books: &Books, step: &Step<'_>, said: &Said) -> Finding {
    let room = match said.act {
        Act::WantSwap { room, .. }
        | Act::PauseRoom { room, .. }
        | Act::StopRoom { room }
        | Act::CallHelp { room, .. }
        | Act::NextRoomStep { room, .. } => room,
        _ => return Ok(()),
    };
    let is = |view: &View| view.rooms.iter().any(|one| one.room == room);
    if !is(&books.before) || !is(&books.after) {
        return Ok(());
    }
    let swap = matches!(said.act, Act::WantSwap { .. });
    let both = players(&books.after, room)
        .filter(|who| *who != said.by)
        .all(|who| books.rooms.swaps.contains(&(room, who)));
    for (audience, event) in step.events {
        let may = match audience {
            Audience::One(who) => {
                let inside = places(&books.after, room).any(|place| place == *who);
                inside && (*who == said.by || !swap || both)
            }
            Audience::Leads => true,
            Audience::Everyone => false,
        };
        if !may {
            return found(
                Rule::SceneApart,
                format!("{said:?} told {audience:?}: {event:?}"),
            );
        }
    }
    Ok(())
}

/// A talk aside is known to its two; to the others one of them has stepped out.
fn aside_is_quiet(books: &Books, step: &Step<'_>, said: &Said) -> Finding {
    let mut asides = books.rooms.asides.iter().chain(&books.rooms.ended);
    let room = match said.act {
        Act::AskAside { .. } => asides.find(|aside| aside.host == said.by),
        Act::TakePart { room, .. } | Act::LeaveRoom { room } => {
            asides.find(|aside| aside.room == room)
        }
        _ => None,
    };
    let Some(aside) = room else {
        return Ok(());
    };
    let leaves = matches!(said.act, Act::LeaveRoom { .. });
    for (audience, event) in step.events {
        let may = match (audience, event) {
            (Audience::One(who), _) if aside.knows(*who) => true,
            (Audience::Everyone, Event::Seat { seat }) => aside.knows(seat.who),
            (Audience::Everyone, Event::Queue { .. } | Event::Timetable { .. }) => true,
            // Who led comes back to it.
            (Audience::Everyone, Event::Lead { .. } | Event::Session { .. }) => leaves,
            (Audience::One(_), Event::Refresh) => leaves,
            (Audience::One(_), Event::Word { .. }) => true,
            (Audience::Leads, event) => !matches!(event, Event::RoomsRun { .. }),
            _ => false,
        };
        if !may {
            return found(
                Rule::QuietAside,
                format!("{said:?} told {audience:?}: {event:?}"),
            );
        }
    }
    let out = |who| seat(&books.after, who).is_some_and(|s| s.presence == Presence::SteppedOut);
    if aside.sits && matches!(said.act, Act::TakePart { .. }) && !out(aside.asked) {
        return found(
            Rule::QuietAside,
            format!("{:?} sits apart and looks as if not", aside.asked),
        );
    }
    Ok(())
}

/// What a fresh view shows of side rooms.
pub(super) fn check_view(books: &Books, view: &View) -> Finding {
    let rooms = &books.rooms;
    if !view.rooms_run.is_empty() && !leads(&books.after, view.me) {
        return found(
            Rule::SceneApart,
            format!("{:?} sees {:?}", view.me, view.rooms_run),
        );
    }
    let ended = view.session.state == State::Ended;
    if let Some(mine) = &view.mine.room {
        if ended {
            return found(Rule::RoomsEnd, format!("{mine:?} after the end"));
        }
        let own = if mine.aside {
            let mut asides = rooms.asides.iter();
            asides.any(|aside| aside.room == mine.room && aside.is_of(view.me))
        } else {
            places(&books.after, mine.room).any(|who| who == view.me)
        };
        if !own {
            let rule = if mine.aside {
                Rule::QuietAside
            } else {
                Rule::SceneApart
            };
            return found(rule, format!("{:?} sees {mine:?}", view.me));
        }
    }
    let asked = |room: u64| {
        let mut asides = rooms.asides.iter();
        asides.any(|aside| aside.room == room && aside.asked == view.me && !aside.sits)
    };
    match view.mine.asked_aside {
        Some(other) if !asked(other.room) => {
            found(Rule::QuietAside, format!("{:?} sees {other:?}", view.me))
        }
        _ => Ok(()),
    }
}
