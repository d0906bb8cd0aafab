//! What the choices of a format are called on pages and in files.

use circle::activity::ActivityKind;
use circle::format::{Crosstalk, LedBy, PhaseKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::build_words::BuildWords;
use crate::site::lang::Lang;

/// A choice as files and forms name it.
pub(super) fn key<T: Serialize>(choice: T) -> String {
    match serde_json::to_value(choice) {
        Ok(Value::String(key)) => key,
        _ => String::new(),
    }
}

/// The choice of that name.
pub(super) fn from_key<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_value(Value::String(key.to_owned())).ok()
}

pub(super) const CROSSTALKS: [Crosstalk; 3] =
    [Crosstalk::None, Crosstalk::Invited, Crosstalk::Open];
pub(super) const LEADS: [LedBy; 4] = [LedBy::Lead, LedBy::Host, LedBy::Volunteer, LedBy::Itself];

pub(super) fn kind(lang: Lang, kind: PhaseKind) -> &'static str {
    let w = BuildWords::of(lang);
    match kind {
        PhaseKind::Breathing => w.kind_breathing,
        PhaseKind::Silence => w.kind_silence,
        PhaseKind::Welcome => w.kind_welcome,
        PhaseKind::CheckIn => w.kind_check_in,
        PhaseKind::Round => w.kind_round,
        PhaseKind::Agenda => w.kind_agenda,
        PhaseKind::ModelShare => w.kind_model_share,
        PhaseKind::Working => w.kind_working,
        PhaseKind::AsksAndOffers => w.kind_asks_and_offers,
        PhaseKind::Plan => w.kind_plan,
        PhaseKind::Reflection => w.kind_reflection,
    }
}

pub(super) fn crosstalk(lang: Lang, crosstalk: Crosstalk) -> &'static str {
    let w = BuildWords::of(lang);
    match crosstalk {
        Crosstalk::None => w.crosstalk_none,
        Crosstalk::Invited => w.crosstalk_invited,
        Crosstalk::Open => w.crosstalk_open,
    }
}

pub(super) fn led_by(lang: Lang, led_by: LedBy) -> &'static str {
    let w = BuildWords::of(lang);
    match led_by {
        LedBy::Lead => w.led_by_lead,
        LedBy::Host => w.led_by_host,
        LedBy::Volunteer => w.led_by_volunteer,
        LedBy::Itself => w.led_by_itself,
    }
}

pub(super) fn activity(lang: Lang, activity: ActivityKind) -> &'static str {
    let w = BuildWords::of(lang);
    match activity {
        ActivityKind::ThoughtRecord => w.activity_thought_record,
        ActivityKind::Rehearsal => w.activity_rehearsal,
        ActivityKind::ProblemSolving => w.activity_problem_solving,
        ActivityKind::CostBenefit => w.activity_cost_benefit,
        ActivityKind::Strengths => w.activity_strengths,
        ActivityKind::ModelShare => w.activity_model_share,
        ActivityKind::OpenDiscussion => w.activity_open_discussion,
        ActivityKind::ReadingRound => w.activity_reading_round,
        ActivityKind::BodyScan => w.activity_body_scan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_found_by_its_name() {
        for choice in PhaseKind::ALL {
            assert_eq!(from_key(&key(choice)), Some(choice));
        }
        for choice in ActivityKind::ALL {
            assert_eq!(from_key(&key(choice)), Some(choice));
        }
        assert_eq!(from_key::<Crosstalk>("loud"), None);
    }
}
