//! What a format must be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use circle::activity::ActivityKind;
use circle::format::{FlawKind, Format, Keeps, PhaseKind};

#[test]
fn the_shipped_formats_are_sound_and_as_long_as_they_say() {
    for (format, minutes) in [(Format::renew_90(), 90), (Format::talking_circle(), 60)] {
        assert_eq!(format.flaws(), [], "{}", format.id);
        assert_eq!(format.target_minutes(), minutes, "{}", format.id);
    }
}

#[test]
fn a_format_cannot_lose_its_stillness_its_reflection_or_its_closing() {
    let without = |keep: fn(PhaseKind) -> bool| {
        let mut format = Format::renew_90();
        format.phases.retain(|phase| keep(phase.kind));
        format
            .flaws()
            .into_iter()
            .map(|flaw| flaw.kind)
            .collect::<Vec<_>>()
    };
    assert!(without(|k| k != PhaseKind::Breathing).contains(&FlawKind::NoStillness));
    assert!(without(|k| k != PhaseKind::Reflection).contains(&FlawKind::NoReflection));
    let mut format = Format::renew_90();
    format
        .phases
        .iter_mut()
        .for_each(|phase| phase.closing = false);
    assert!(
        format
            .flaws()
            .iter()
            .any(|flaw| flaw.kind == FlawKind::NoClosing)
    );
    let mut format = Format::renew_90();
    format.phases[0].required = false;
    assert!(
        format
            .flaws()
            .iter()
            .any(|flaw| flaw.kind == FlawKind::MustBeRequired)
    );
}

#[test]
fn what_a_phase_keeps_is_what_its_kind_lets_people_keep() {
    let flaws_with = |kind: PhaseKind, keeps: &[Keeps]| {
        let mut format = Format::renew_90();
        for phase in format.phases.iter_mut().filter(|phase| phase.kind == kind) {
            phase.keeps = keeps.to_vec();
        }
        let flaws = format.flaws().into_iter();
        flaws.map(|flaw| flaw.kind).collect::<Vec<_>>()
    };
    for (kind, keeps) in [
        (PhaseKind::Reflection, vec![]),
        (PhaseKind::Reflection, vec![Keeps::Pulse]),
        (PhaseKind::Plan, vec![Keeps::Milestone]),
        (PhaseKind::Breathing, vec![Keeps::Takeaway]),
        (PhaseKind::CheckIn, vec![Keeps::Plan]),
    ] {
        assert_eq!(flaws_with(kind, &keeps), [FlawKind::Keeps], "{kind:?}");
    }
    for (kind, keeps) in [
        (PhaseKind::Working, vec![]),
        (PhaseKind::Agenda, vec![Keeps::Takeaway]),
        (
            PhaseKind::Reflection,
            vec![Keeps::Pulse, Keeps::Takeaway, Keeps::Reflection],
        ),
    ] {
        assert_eq!(flaws_with(kind, &keeps), [], "{kind:?}");
    }
}

#[test]
fn activities_are_planned_for_the_working_time_and_a_reading_needs_its_text() {
    let flaws_with = |change: fn(&mut circle::format::Phase)| {
        let mut format = Format::renew_90();
        for phase in &mut format.phases {
            change(phase);
        }
        let flaws = format.flaws().into_iter();
        flaws.map(|flaw| flaw.kind).collect::<Vec<_>>()
    };
    let planned = |activities: &[ActivityKind]| {
        let mut format = Format::renew_90();
        let working = format
            .phases
            .iter_mut()
            .find(|phase| phase.kind == PhaseKind::Working)
            .unwrap();
        working.activities = activities.to_vec();
        let flaws = format.flaws().into_iter();
        flaws.map(|flaw| flaw.kind).collect::<Vec<_>>()
    };
    use ActivityKind::{Rehearsal, Strengths, ThoughtRecord};
    assert_eq!(planned(&[ThoughtRecord, Rehearsal]), []);
    assert_eq!(planned(&[Rehearsal, Rehearsal]), [FlawKind::Activities]);
    assert_eq!(
        planned(&[ThoughtRecord, Rehearsal, Strengths]),
        [FlawKind::Activities]
    );
    assert_eq!(planned(&[ActivityKind::ReadingRound]), [FlawKind::Reading]);
    let in_the_round = flaws_with(|phase| {
        if phase.kind == PhaseKind::CheckIn {
            phase.activities = vec![ActivityKind::BodyScan];
        }
    });
    assert_eq!(in_the_round, [FlawKind::Activities]);
}
