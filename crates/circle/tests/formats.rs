//! What a format must be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use circle::activity::ActivityKind;
use circle::format::{FlawKind, Format, Keeps, NoSuchPhase, PhaseKind, shared_names, spell_out};
use serde_json::json;

#[test]
fn the_shipped_formats_are_sound_and_as_long_as_they_say() {
    let shipped = Format::shipped();
    let lengths: Vec<(&str, u32)> = shipped
        .iter()
        .map(|format| (format.id.as_str(), format.target_minutes()))
        .collect();
    assert_eq!(
        lengths,
        [
            ("renew-90", 90),
            ("check-in-60", 60),
            ("talking-circle", 60),
            ("open-meeting-60", 60),
            ("skills-workshop-75", 75),
            ("newcomers-45", 45),
        ]
    );
    for format in shipped {
        assert_eq!(format.flaws(), [], "{}", format.id);
        assert_eq!(Format::by_id(&format.id).as_ref(), Some(&format));
        for phase in format
            .phases
            .iter()
            .filter(|phase| !phase.activities.is_empty())
        {
            let needs: u32 = phase.activities.iter().map(|kind| kind.minutes()).sum();
            let planned = u32::from(phase.minutes.target);
            assert!(needs <= planned, "{} in {}", phase.name.en, format.id);
        }
    }
    assert_eq!(Format::by_id("renew-91"), None);
    assert_eq!(Format::renew_90().id, "renew-90");
    assert_eq!(Format::talking_circle().id, "talking-circle");
}

#[test]
fn the_open_meeting_keeps_its_last_ten_minutes_of_talk_for_the_unheard() {
    let format = Format::by_id("open-meeting-60").unwrap();
    let talk: Vec<_> = format
        .phases
        .iter()
        .filter(|phase| !phase.closing)
        .collect();
    let last = talk.last().unwrap();
    assert_eq!(last.minutes.target, 10);
    assert!(last.required && last.words.guidance.en.contains("haven't had a turn"));
}

#[test]
fn a_phase_is_written_out_from_the_one_that_it_names() {
    let mut named = json!("breathing");
    spell_out(&mut named).unwrap();
    assert_eq!(named["kind"], "breathing");
    let mut like = json!({ "like": "plan", "minutes": { "min": 1, "target": 2, "max": 3 } });
    spell_out(&mut like).unwrap();
    assert_eq!(
        (&like["kind"], &like["minutes"]["max"]),
        (&json!("plan"), &json!(3))
    );
    assert_eq!(like.get("like"), None);
    for (mut wrong, name) in [
        (json!("itself"), Some("itself")),
        (
            json!({ "like": "itself", "name": "itself" }),
            Some("itself"),
        ),
        (json!({ "like": 3 }), None),
    ] {
        let found = spell_out(&mut wrong).unwrap_err();
        assert_eq!(found, NoSuchPhase(name.map(ToOwned::to_owned)));
    }
    let mut nothing = json!(7);
    assert_eq!(spell_out(&mut nothing), Ok(()));
    for name in shared_names() {
        let mut phase = json!(name);
        assert_eq!(spell_out(&mut phase), Ok(()));
    }
}

#[test]
fn a_name_that_no_screen_holds_is_a_flaw() {
    let flaws_with = |change: fn(&mut Format)| {
        let mut format = Format::renew_90();
        change(&mut format);
        let flaws = format.flaws().into_iter();
        flaws
            .map(|flaw| (flaw.phase, flaw.kind))
            .collect::<Vec<_>>()
    };
    let long = |format: &mut Format| format.name.es = "a".repeat(81);
    assert_eq!(flaws_with(long), [(None, FlawKind::LongName)]);
    let long = |format: &mut Format| format.phases[2].name.en = "a".repeat(81);
    assert_eq!(flaws_with(long), [(Some(2), FlawKind::LongName)]);
    let long = |format: &mut Format| format.phases[2].ribbon.en = "a".repeat(31);
    assert_eq!(flaws_with(long), [(Some(2), FlawKind::LongName)]);
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
