//! The conductor to compare with: each phase's time divided equally, the next speaker in seat
//! order, and nothing kept for the closing.

use ::circle::{
    Millis,
    format::{Floor, Format},
};

use super::{
    Evening, Outcome,
    talkers::{MINUTE, PASS_MS, SECOND, STARTS_AT, Talker},
};

/// Between two speakers: as long as the circle takes a breath.
const BETWEEN_MS: Millis = 6 * SECOND;
/// People stay so long after the time that was said, and then they go.
pub(super) const STAY_MS: Millis = 10 * MINUTE;

/// Runs the evening with an equal timer.
pub(super) fn run(format: &Format, people: &[Talker]) -> Outcome {
    let minutes = Millis::from(format.target_minutes());
    let mut evening = Evening::new(people);
    let ends_at = STARTS_AT + minutes * MINUTE;
    let stops_at = ends_at + STAY_MS;
    let mut now = STARTS_AT;
    for (index, phase) in format.phases.iter().enumerate() {
        let began = now;
        let planned = Millis::from(phase.minutes.target) * MINUTE;
        now = match phase.kind.floor() {
            Floor::Still => now + planned,
            Floor::One => {
                let telling = evening.journey(index, planned);
                now + telling.max(planned)
            }
            Floor::Round | Floor::Hands => {
                let is_round = phase.kind.floor() == Floor::Round;
                let spoken = round(&mut evening, index, is_round, now, planned, stops_at);
                spoken.max(now + planned)
            }
        };
        now = now.min(stops_at);
        if phase.closing && now - began < planned {
            evening.closing_whole = false;
        }
    }
    evening.outcome(
        minutes,
        (now - STARTS_AT) / MINUTE,
        (now - ends_at).max(0) / MINUTE,
    )
}

/// Once round the circle, each with the same time; whoever isn't there is passed over.
fn round(
    evening: &mut Evening<'_>,
    phase: usize,
    is_round: bool,
    mut now: Millis,
    planned: Millis,
    stops_at: Millis,
) -> Millis {
    let people = evening.people;
    let turn_ms = planned / Millis::try_from(people.len().max(1)).unwrap_or(1);
    let began = now;
    for (index, talker) in people.iter().enumerate() {
        if talker.comes_at > now || now >= stops_at {
            continue;
        }
        let speaks = if is_round {
            !talker.passes(phase)
        } else {
            talker.hand_after_ms(phase).is_some()
        };
        let talk_ms = if speaks {
            talker.talk_ms(phase, turn_ms, false)
        } else {
            PASS_MS
        };
        let talk_ms = talk_ms.min(stops_at - now);
        evening.was_offered(index, phase);
        if speaks {
            evening.spoken_ms[index] += talk_ms;
        }
        now += talk_ms + BETWEEN_MS;
    }
    for (index, talker) in people.iter().enumerate() {
        let wants = if is_round {
            !talker.passes(phase)
        } else {
            talker.hand_after_ms(phase).is_some()
        };
        // Who came while the circle went round, and was past, is not asked any more.
        if wants && talker.comes_at <= now.max(began + planned) {
            evening.wanted(index, phase, is_round);
        }
    }
    now
}
