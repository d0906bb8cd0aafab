//! How an evening will go with so many people: how long each turn would be, what the conductor
//! would offer to shorten so that it ends on time, and what the closing needs. It follows the
//! conductor's own rules, for people who all take a turn and use it up.

use circle::format::{Floor, Format, Phase, TurnTime};

/// As the conductor: below half a minute a turn is a formality.
const TURN_SECONDS_MIN: u32 = 30;
/// As the conductor: a shared-out turn of more than five minutes is a talk.
const TURN_SECONDS_MAX: u32 = 300;
/// As the conductor: the breath between two turns.
const BREATH_SECONDS: u32 = 6;

/// The sizes that a plan is looked at with: a small evening, a full one, a crowd.
pub(super) const SIZES: [u32; 3] = [4, 14, 30];

/// An evening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forecast {
    pub(super) people: u32,
    /// How many of them find a seat.
    pub(super) seated: u32,
    pub(super) turns: Vec<Turns>,
    pub(super) cuts: Vec<Cut>,
    /// How much later it ends, once nothing is left to shorten.
    pub(super) later_minutes: u32,
    /// What the closing is planned to take. The conductor never offers to shorten it.
    pub(super) closing_minutes: u32,
    /// What the closing needs beyond that, if everybody speaks in it.
    pub(super) closing_more_minutes: u32,
}

/// The turns of one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turns {
    pub(super) phase: usize,
    /// How long the first is; the others differ by seconds.
    pub(super) seconds: u32,
    /// How many of them the phase holds; fewer than sit in the circle when there are too many.
    pub(super) in_time: u32,
}

/// Minutes that the conductor would offer to take from a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) phase: usize,
    pub(super) minutes: u32,
}

/// The evening that `people` have with this format, whether it is finished or not.
pub(super) fn forecast(format: &Format, people: u32) -> Forecast {
    let seated = people.min(u32::from(format.seats_max)).max(1);
    let mut planned: Vec<u32> = format
        .phases
        .iter()
        .map(|phase| u32::from(phase.minutes.target))
        .collect();
    let mut evening = Forecast {
        people,
        seated: seated.min(people),
        turns: Vec::new(),
        cuts: Vec::new(),
        later_minutes: 0,
        closing_minutes: 0,
        closing_more_minutes: 0,
    };
    evening.foresee(format, seated, &mut planned);
    for (index, phase) in format.phases.iter().enumerate() {
        if phase.closing {
            evening.closing_minutes += planned[index];
        }
        if let Some(speakers) = speakers(phase, seated) {
            let round = round(phase, planned[index] * 60, speakers);
            evening.turns.push(Turns {
                phase: index,
                seconds: round.first_seconds,
                in_time: round.in_time,
            });
        }
    }
    evening
}

/// How many speak in a phase; none where there are no turns, and in an activity, which has steps and
/// times of its own.
fn speakers(phase: &Phase, seated: u32) -> Option<u32> {
    let floor = phase.kind.floor();
    let is_activity = !phase.activities.is_empty();
    if floor == Floor::Still || phase.turn == TurnTime::None || is_activity {
        return None;
    }
    Some(if floor == Floor::One { 1 } else { seated })
}

impl Forecast {
    /// What all rounds need beyond their minutes: the conductor sees it from the start, and offers
    /// at once to take it from what has most to spare. Only a round waits for everybody; raised
    /// hands are taken as long as there is time.
    fn foresee(&mut self, format: &Format, seated: u32, planned: &mut [u32]) {
        let mut late = 0;
        for (phase, minutes) in format.phases.iter().zip(&*planned) {
            if let (Floor::Round, Some(speakers)) = (phase.kind.floor(), speakers(phase, seated)) {
                let used_minutes = round(phase, minutes * 60, speakers).seconds / 60;
                let more = used_minutes.saturating_sub(*minutes);
                late += more;
                if phase.closing {
                    self.closing_more_minutes += more;
                }
            }
        }
        self.later_minutes = shorten(format, late, planned, &mut self.cuts);
    }
}

struct Round {
    first_seconds: u32,
    seconds: u32,
    in_time: u32,
}

/// Everybody speaks for as long as the conductor gives them.
fn round(phase: &Phase, phase_seconds: u32, speakers: u32) -> Round {
    let mut round = Round {
        first_seconds: 0,
        seconds: 0,
        in_time: 0,
    };
    for spoken in 0..speakers {
        let left = phase_seconds.saturating_sub(round.seconds);
        let share = left / (speakers - spoken);
        let turn = match phase.turn {
            TurnTime::None => 0,
            TurnTime::Shared => share.clamp(TURN_SECONDS_MIN, TURN_SECONDS_MAX),
            TurnTime::Seconds(seconds) => u32::from(seconds).min(share).max(TURN_SECONDS_MIN),
        };
        if spoken == 0 {
            round.first_seconds = turn;
        }
        round.seconds += turn;
        if round.seconds <= phase_seconds {
            round.in_time += 1;
        }
        if spoken + 1 < speakers {
            round.seconds += BREATH_SECONDS;
        }
    }
    round
}

/// Takes what is late from the phases, each time from the one that has most to spare, as
/// the conductor offers it. Says what is left.
fn shorten(format: &Format, late_minutes: u32, planned: &mut [u32], cuts: &mut Vec<Cut>) -> u32 {
    let mut late = late_minutes;
    // Each time round a phase gives all it has to spare, so there are no more rounds than phases.
    for _ in 0..format.phases.len() {
        let spare = format
            .phases
            .iter()
            .enumerate()
            .filter(|(_, phase)| !phase.closing && phase.kind.floor() != Floor::Round)
            .map(|(index, phase)| {
                let least = u32::from(phase.minutes.min);
                (planned[index].saturating_sub(least), index)
            })
            .max_by_key(|(spare, index)| (*spare, std::cmp::Reverse(*index)));
        let Some((spare, index)) = spare.filter(|(spare, _)| *spare > 0 && late > 0) else {
            break;
        };
        let minutes = spare.min(late);
        planned[index] -= minutes;
        late -= minutes;
        match cuts.iter_mut().find(|cut| cut.phase == index) {
            Some(cut) => cut.minutes += minutes,
            None => cuts.push(Cut {
                phase: index,
                minutes,
            }),
        }
    }
    late
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use circle::command::{Act, Door, Entry, Input, Role, Said};
    use circle::event::Outbox;
    use circle::format::PhaseKind;
    use circle::view::Offer;
    use circle::{Circle, Config, PersonId};

    use super::*;

    const START_MS: i64 = 1_790_000_000_000;
    const LEAD: PersonId = PersonId(1);

    /// A live session in which everybody agreed, and a clock.
    struct Live {
        circle: Circle,
        now_ms: i64,
        n: u32,
    }

    impl Live {
        /// In the phase at `index`, with its floor open.
        fn at(format: &Format, people: u32, index: usize) -> Self {
            let circle = Circle::open(Config {
                format: format.clone(),
                pace: 1,
                scheduled_at: START_MS,
                door: Door::Open,
            });
            let mut live = Self {
                circle,
                now_ms: START_MS,
                n: 0,
            };
            for who in 1..=u64::from(people) {
                let role = if who == 1 {
                    Role::Facilitator
                } else {
                    Role::Member
                };
                let entry = Entry {
                    who: PersonId(who),
                    role,
                    walks_in: true,
                    in_room: false,
                    table: None,
                };
                live.put(&Input::Enter(entry));
                live.act(PersonId(who), Act::Agree);
            }
            live.act(LEAD, Act::Start);
            for phase in 0..index {
                // Each phase before has taken its time, so the session is neither early nor late.
                let minutes = i64::from(format.phases[phase].minutes.target);
                live.now_ms += minutes * 60_000;
                live.tick();
                if live.phase() == phase {
                    let phase = u32::try_from(phase).unwrap();
                    live.act(LEAD, Act::NextPhase { phase });
                }
            }
            assert_eq!(live.phase(), index);
            live
        }

        fn put(&mut self, input: &Input) {
            let mut out = Outbox::default();
            self.circle.handle(self.now_ms, input, &mut out).unwrap();
        }

        fn act(&mut self, by: PersonId, act: Act) {
            self.n += 1;
            let (page, n) = (1, self.n);
            self.put(&Input::Act(Said { by, page, n, act }));
        }

        fn tick(&mut self) {
            self.circle.tick(self.now_ms, &mut Outbox::default());
        }

        fn phase(&self) -> usize {
            let view = self.circle.view(LEAD).unwrap();
            usize::try_from(view.phase.unwrap().index).unwrap()
        }

        /// Everybody speaks until their time is up. Says how long the first had, how long all took,
        /// and what was then offered.
        fn round(&mut self) -> (i64, i64, Option<Offer>) {
            let began_ms = self.now_ms;
            self.act(LEAD, Act::GoOn { turn: 0 });
            let mut first_ms = None;
            while let Some(turn) = self.circle.view(LEAD).unwrap().turn {
                first_ms.get_or_insert(turn.ends_at - self.now_ms);
                self.now_ms = turn.ends_at;
                self.act(turn.who, Act::Done { turn: turn.turn });
                // While somebody waits there is a breath, and then the next has the floor.
                let is_over = self.circle.view(LEAD).unwrap().queue.is_empty();
                if !is_over && let Some(at) = self.circle.next_deadline() {
                    self.now_ms = at;
                    self.tick();
                }
            }
            let view = self.circle.view(LEAD).unwrap();
            let offer = view.proposal.map(|open| open.offer);
            (first_ms.unwrap(), self.now_ms - began_ms, offer)
        }
    }

    fn check_in_of(format: &Format) -> usize {
        let found = format
            .phases
            .iter()
            .position(|one| one.kind == PhaseKind::CheckIn);
        found.unwrap()
    }

    #[test]
    fn turns_are_as_long_as_the_conductor_makes_them() {
        for format in Format::shipped() {
            let rounds: Vec<usize> = (0..format.phases.len())
                .filter(|index| format.phases[*index].kind.floor() == Floor::Round)
                .filter(|index| !format.phases[*index].closing)
                .collect();
            for people in SIZES {
                let seen = forecast(&format, people);
                for index in &rounds {
                    let (first_ms, all_ms, _) = Live::at(&format, seen.seated, *index).round();
                    let turns = seen
                        .turns
                        .iter()
                        .find(|turns| turns.phase == *index)
                        .unwrap();
                    assert_eq!(
                        i64::from(turns.seconds),
                        first_ms / 1000,
                        "{} {people}",
                        format.id
                    );
                    let planned_ms = i64::from(format.phases[*index].minutes.target) * 60_000;
                    let all_in_time = all_ms <= planned_ms + 1_000;
                    let fits = turns.in_time == seen.seated;
                    assert_eq!(fits, all_in_time, "{} {people}", format.id);
                }
            }
        }
    }

    #[test]
    fn what_is_cut_is_what_the_conductor_offers_first() {
        let mut format = Format::renew_90();
        format.seats_max = 60;
        let index = check_in_of(&format);
        let seen = forecast(&format, 40);
        let (_, all_ms, offer) = Live::at(&format, 40, index).round();
        assert!(all_ms / 60_000 > i64::from(format.phases[index].minutes.target));
        let Some(Offer::TakeFrom { phase, minutes }) = offer else {
            panic!("nothing was offered: {offer:?}");
        };
        let first = seen.cuts[0];
        assert_eq!(
            (first.phase, first.minutes),
            (phase as usize, u32::from(minutes))
        );
    }

    #[test]
    fn the_closing_is_never_cut_and_says_what_it_needs_beside() {
        let mut format = Format::renew_90();
        format.seats_max = 60;
        let crowd = forecast(&format, 30);
        assert_eq!(crowd.closing_minutes, 16);
        assert!(crowd.closing_more_minutes > 0);
        let taken: u32 = crowd.cuts.iter().map(|cut| cut.minutes).sum();
        assert!(taken >= crowd.closing_more_minutes);
        assert_eq!(crowd.later_minutes, 0);
        assert!(
            crowd
                .cuts
                .iter()
                .all(|cut| !format.phases[cut.phase].closing)
        );
        let few = forecast(&format, 4);
        assert_eq!(
            (few.closing_more_minutes, few.later_minutes, few.cuts.len()),
            (0, 0, 0)
        );
    }

    #[test]
    fn a_draft_that_is_far_from_finished_has_a_forecast_too() {
        let mut format = Format::talking_circle();
        format.seats_max = 0;
        for phase in &mut format.phases {
            phase.minutes.target = 0;
            phase.minutes.min = 255;
        }
        for people in [0, 1, 30, u32::MAX] {
            let seen = forecast(&format, people);
            assert!(seen.turns.iter().all(|turns| turns.seconds == 30));
        }
        format.phases.clear();
        assert_eq!(forecast(&format, 14).closing_minutes, 0);
    }
}
