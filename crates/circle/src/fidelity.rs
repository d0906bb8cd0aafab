//! Whether what was agreed happened: the elements of a format that ran, from the record alone; and
//! how speaking time was spread. It is for who led, to look back with; it grades nobody.

use serde::{Deserialize, Serialize};

use crate::command::Role;
use crate::debrief::{Debrief, PhaseRan, Present};
use crate::format::{Floor, Format, Phase, PhaseKind};
use crate::view::PhaseState;
use crate::{Millis, PersonId};

const MINUTE_MS: Millis = 60_000;
/// A part had its time from so many hundredths of it on: a tap comes some seconds early, and half a
/// minute of five takes nothing from anybody.
const WHOLE_PERCENT: Millis = 90;
/// From half of it on something of it happened; less is a beginning.
const PART_PERCENT: Millis = 50;
/// What a group promises can't be said aloud in less: five sentences, about twelve seconds each.
const SAID_MINUTES: Millis = 1;
/// Who was here for less looked in and was asked nothing yet.
const LOOKED_IN_MINUTES: Millis = 3;
/// So late is on time: the last thank-you takes as long, and buses wait no longer.
const ON_TIME_MINUTES: Millis = 2;
/// So late is late and no more: who planned their way home by the clock may still make it.
const LATE_MINUTES: Millis = 10;
/// Who spoke for less was not heard: in fifteen seconds one says one's name and little else.
const HEARD_SECONDS: Millis = 15;
/// Times that a broken record may hold are cut to a week, so that sums stay far from overflow.
const SPAN_MS_MAX: Millis = 7 * 24 * 3_600_000;

/// Something that a format promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// Stillness was held for its time.
    Stillness,
    /// The agreement and confidentiality were said, and everybody here agreed.
    Agreement,
    /// The check-in was opened by each person: they spoke, or passed.
    CheckIn,
    /// Everybody who wanted a turn was offered one.
    Turns,
    /// Something of the working time ran to its end.
    Activity,
    /// The closing, with plans and check-out, had its full time.
    Closing,
    /// The written reflection had its time.
    Reflection,
    /// It ended on time.
    OnTime,
}

impl Element {
    /// In the order of an evening.
    pub const ALL: [Self; 8] = [
        Self::Stillness,
        Self::Agreement,
        Self::CheckIn,
        Self::Turns,
        Self::Activity,
        Self::Closing,
        Self::Reflection,
        Self::OnTime,
    ];
}

/// Whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Yes,
    Partly,
    No,
    /// The format has no place for it.
    NotInThisFormat,
}

/// The figure that says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    None,
    /// Whole minutes of the plan: how many it had, of how many that the format gives it.
    Minutes {
        ran: u32,
        meant: u32,
    },
    /// How many people, of how many whom it was for.
    People {
        did: u32,
        of: u32,
    },
    /// How many steps of an activity were begun, of how many it has.
    Steps {
        begun: u32,
        of: u32,
    },
    /// Whole minutes of the plan after the time that was said beforehand; 0 for on time or before.
    Over {
        minutes: u32,
    },
}

/// One element of one evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub element: Element,
    pub how: How,
    pub figure: Figure,
}

/// How speaking time was spread.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Airtime {
    /// Time that people spoke in turns, as long as at a minute a minute.
    pub spoken_ms: Millis,
    /// How unequal it was among those who came to speak, see [`gini_percent`].
    pub gini_percent: i64,
    /// Those who sat together, and those who came over the line.
    pub room: Side,
    pub online: Side,
    /// Members who spoke for less than a quarter of a minute, had not chosen to listen, and did not
    /// pass.
    pub unheard: Vec<PersonId>,
    /// Who spoke for less than that, and passed.
    pub passed: Vec<PersonId>,
    /// Who had chosen to listen only.
    pub listened: Vec<PersonId>,
}

/// One side of an evening that is held in a room and online at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub people: u32,
    pub spoken_ms: Millis,
}

impl Side {
    /// Speaking time for each person; nothing where nobody was.
    #[must_use]
    pub fn each_ms(self) -> Option<Millis> {
        (self.people > 0).then(|| self.spoken_ms / Millis::from(self.people))
    }
}

/// Which elements of `format` happened, in the order of [`Element::ALL`]. A minute of the plan took
/// `minute_ms` (60,000, less at a quick pace). People count by what the record says of each, and
/// their order means nothing.
#[must_use]
pub fn fidelity(debrief: &Debrief, format: &Format, minute_ms: Millis) -> Vec<Finding> {
    let evening = Evening {
        debrief,
        format,
        minute_ms: paced(minute_ms),
    };
    let find = |element| {
        let (how, figure) = evening.look_at(element);
        Finding {
            element,
            how,
            figure,
        }
    };
    Element::ALL.map(find).to_vec()
}

/// How the time to speak was spread. A minute of the plan took `minute_ms`. Who only looked in
/// counts as little as in [`fidelity`].
#[must_use]
pub fn airtime(debrief: &Debrief, minute_ms: Millis) -> Airtime {
    let minute_ms = paced(minute_ms);
    let real = |ms: Millis| bounded(ms) * MINUTE_MS / minute_ms;
    let mut found = Airtime::default();
    let mut shares = Vec::new();
    let stayed = |one: &&Present| stayed(one, minute_ms);
    for one in debrief.people.iter().filter(stayed) {
        let spoken_ms = real(one.spoken_ms);
        let is_heard = spoken_ms >= HEARD_SECONDS * 1000;
        if one.listened && !is_heard {
            found.listened.push(one.who);
            continue;
        }
        // Who leads or hosts speaks between the turns as well: without one they were heard all the same.
        if one.role != Role::Member && !is_heard {
            continue;
        }
        let side = if one.in_room {
            &mut found.room
        } else {
            &mut found.online
        };
        side.people = side.people.saturating_add(1);
        side.spoken_ms += spoken_ms;
        found.spoken_ms += spoken_ms;
        shares.push(spoken_ms);
        match (is_heard, one.passes) {
            (true, _) => {}
            (false, 0) => found.unheard.push(one.who),
            (false, _) => found.passed.push(one.who),
        }
    }
    for people in [&mut found.unheard, &mut found.passed, &mut found.listened] {
        people.sort_unstable();
    }
    found.gini_percent = gini_percent(&shares);
    found
}

/// How unequal a list is, in hundredths: 0 if all are the same, near 100 if one has everything.
/// Twice the sum of each value times its rank, over the count times the sum, less (n + 1) / n.
/// What is below nothing counts as nothing.
#[must_use]
pub fn gini_percent(values: &[i64]) -> i64 {
    let mut sorted: Vec<i128> = values.iter().map(|one| i128::from((*one).max(0))).collect();
    sorted.sort_unstable();
    let sum: i128 = sorted.iter().sum();
    if sum == 0 {
        return 0;
    }
    let count = i128::try_from(sorted.len()).unwrap_or(i128::MAX);
    let ranked: i128 = sorted
        .iter()
        .zip(1_i128..)
        .map(|(value, rank)| value * rank)
        .sum();
    i64::try_from((200 * ranked / sum - 100 * (count + 1)) / count).unwrap_or(0)
}

/// How long a minute of the plan took: never nothing, and no longer than a minute.
fn paced(minute_ms: Millis) -> Millis {
    minute_ms.clamp(1, MINUTE_MS)
}

/// A time of the record as sums can hold it.
fn bounded(ms: Millis) -> Millis {
    ms.clamp(0, SPAN_MS_MAX)
}

/// From one time to another, as sums can hold it.
fn span(from: Millis, to: Millis) -> Millis {
    bounded(to.saturating_sub(from))
}

/// Whether somebody was here for longer than a look; who is still here was.
fn stayed(one: &Present, minute_ms: Millis) -> bool {
    span(one.first_seen, one.last_seen.unwrap_or(Millis::MAX)) >= LOOKED_IN_MINUTES * minute_ms
}

/// An evening and what it was to be.
struct Evening<'a> {
    debrief: &'a Debrief,
    format: &'a Format,
    minute_ms: Millis,
}

impl Evening<'_> {
    fn look_at(&self, element: Element) -> (How, Figure) {
        match element {
            Element::Stillness => self.had_its_time(|part| part.kind.is_stillness()),
            Element::Agreement => self.agreement(),
            Element::CheckIn => self.check_in(),
            Element::Turns => self.turns(),
            Element::Activity => self.activity(),
            // The reflection of a closing is an element of its own.
            Element::Closing => {
                self.had_its_time(|part| part.closing && part.kind != PhaseKind::Reflection)
            }
            Element::Reflection => self.had_its_time(|part| part.kind == PhaseKind::Reflection),
            Element::OnTime => self.on_time(),
        }
    }

    fn minutes(&self, minutes: Millis) -> Millis {
        minutes * self.minute_ms
    }

    /// How long a part ran; nothing if it didn't.
    fn ran_ms(part: &PhaseRan) -> Millis {
        match part.state {
            PhaseState::Done | PhaseState::Now => bounded(part.used_ms),
            PhaseState::Coming | PhaseState::Skipped => 0,
        }
    }

    /// Whether each of these parts had the time that the format gives it. What another part had too
    /// much of makes up for none: two minutes of breath at the start are no silence at the end.
    fn had_its_time(&self, which: impl Fn(&PhaseRan) -> bool) -> (How, Figure) {
        let (mut meant_ms, mut had_ms) = (0, 0);
        let mut is_whole = true;
        for part in self.debrief.phases.iter().filter(|part| which(part)) {
            let meant = bounded(part.target_ms);
            let ran = Self::ran_ms(part);
            is_whole &= ran * 100 >= meant * WHOLE_PERCENT;
            meant_ms += meant;
            had_ms += ran.min(meant);
        }
        if meant_ms == 0 {
            return (How::NotInThisFormat, Figure::None);
        }
        let how = match had_ms * 100 {
            _ if is_whole => How::Yes,
            had if had >= meant_ms * PART_PERCENT => How::Partly,
            _ => How::No,
        };
        (how, self.of_minutes(had_ms, meant_ms, how == How::Yes))
    }

    /// The nearest whole minutes; where something was missing never all of them, so that four of four
    /// doesn't read as a part.
    fn of_minutes(&self, had_ms: Millis, meant_ms: Millis, is_whole: bool) -> Figure {
        let nearest = |ms: Millis| self.whole_minutes(ms + self.minute_ms / 2);
        let meant = nearest(meant_ms);
        let ran = match is_whole {
            true => meant,
            false => nearest(had_ms).min(meant.saturating_sub(1)),
        };
        Figure::Minutes { ran, meant }
    }

    fn whole_minutes(&self, ms: Millis) -> u32 {
        u32::try_from(ms / self.minute_ms).unwrap_or(0)
    }

    fn stayed(&self) -> impl Iterator<Item = &Present> {
        let stayed = |one: &&Present| stayed(one, self.minute_ms);
        self.debrief.people.iter().filter(stayed)
    }

    fn agreement(&self) -> (How, Figure) {
        let welcome = |part: &&PhaseRan| part.kind == PhaseKind::Welcome;
        let parts = || self.debrief.phases.iter().filter(welcome);
        if parts().next().is_none() {
            return (How::NotInThisFormat, Figure::None);
        }
        let said_ms: Millis = parts().map(Self::ran_ms).sum();
        let meant_ms: Millis = parts().map(|part| bounded(part.target_ms)).sum();
        let is_said = said_ms >= self.minutes(SAID_MINUTES);
        let (did, of) = count(self.stayed(), |one| one.agreed);
        let how = match (is_said, did) {
            (false, 0) => How::No,
            (true, _) if did == of => How::Yes,
            // Said, or agreed to by some: something of it happened.
            _ => How::Partly,
        };
        // What was missing is what the figure tells.
        let figure = match is_said {
            true => Figure::People { did, of },
            false => self.of_minutes(said_ms, meant_ms, false),
        };
        (how, figure)
    }

    /// The check-in is for those whom the record counts as here for it. One that may be left out,
    /// and was, is nobody's failing.
    fn check_in(&self) -> (How, Figure) {
        let is_check_in = |part: &&PhaseRan| part.kind == PhaseKind::CheckIn;
        let Some(part) = self.debrief.phases.iter().find(is_check_in) else {
            return (How::NotInThisFormat, Figure::None);
        };
        let was_optional = !part.required && part.state == PhaseState::Skipped;
        let did = u32::from(part.shared) + u32::from(part.passed);
        let of = u32::from(part.here).max(did);
        if Self::ran_ms(part) == 0 {
            let how = match was_optional {
                true => How::NotInThisFormat,
                false => How::No,
            };
            return (how, Figure::None);
        }
        (share(did, of), Figure::People { did, of })
    }

    fn turns(&self) -> (How, Figure) {
        let has_turns = |part: &&PhaseRan| matches!(part.kind.floor(), Floor::Round | Floor::Hands);
        let parts = || self.debrief.phases.iter().filter(has_turns);
        if parts().next().is_none() {
            return (How::NotInThisFormat, Figure::None);
        }
        if parts().all(|part| Self::ran_ms(part) == 0) {
            return (How::No, Figure::None);
        }
        let wanted = |one: &&Present| one.turns > 0 || one.passes > 0 || one.missed > 0;
        let wanting = self.debrief.people.iter().filter(wanted);
        let (did, of) = count(wanting, |one| one.missed == 0);
        (share(did, of), Figure::People { did, of })
    }

    fn activity(&self) -> (How, Figure) {
        let ran = &self.debrief.activities;
        let planned = |phase: &Phase| !phase.activities.is_empty();
        if ran.is_empty() && !self.format.phases.iter().any(planned) {
            return (How::NotInThisFormat, Figure::None);
        }
        // The one that came furthest says how it went: an evening is for one of them.
        let steps = ran.iter().map(|one| {
            let of = u32::try_from(one.kind.steps().len()).unwrap_or(u32::MAX);
            (u32::from(one.steps).min(of), of)
        });
        let furthest = steps.max_by_key(|(begun, of)| (begun * 100 / (*of).max(1), *of));
        match furthest {
            None | Some((0, _)) => (How::No, Figure::None),
            Some((begun, of)) if begun == of => (How::Yes, Figure::Steps { begun, of }),
            Some((begun, of)) => (How::Partly, Figure::Steps { begun, of }),
        }
    }

    /// Before its time is on time: what was cut short shows in the other elements.
    fn on_time(&self) -> (How, Figure) {
        let (was_to, did) = (self.debrief.was_to_end_at, self.debrief.ended_at);
        let Some((was_to_end_at, ended_at)) = was_to.zip(did) else {
            return (How::No, Figure::None);
        };
        let over_ms = span(was_to_end_at, ended_at);
        let how = match over_ms {
            over if over <= self.minutes(ON_TIME_MINUTES) => How::Yes,
            over if over <= self.minutes(LATE_MINUTES) => How::Partly,
            _ => How::No,
        };
        let minutes = self.whole_minutes(over_ms);
        (how, Figure::Over { minutes })
    }
}

/// How many there are, and how many of them did it.
fn count<'a>(
    people: impl Iterator<Item = &'a Present>,
    did: impl Fn(&Present) -> bool,
) -> (u32, u32) {
    people.fold((0, 0), |(done, of), one| {
        (done + u32::from(did(one)), of + 1)
    })
}

/// All, at least half, or fewer. Where it was for nobody, nobody was left out.
fn share(did: u32, of: u32) -> How {
    if did == of {
        How::Yes
    } else if did * 2 >= of {
        How::Partly
    } else {
        How::No
    }
}
