#![allow(clippy::unwrap_used)]
//! Every page of the slice, from samples.

use circle::activity::ActivityKind;
use circle::format::{FlawKind, Format, PhaseKind};

use super::build::{self, Stays};
use super::build_view::{self, BuildPage, Told};
use super::forecast::forecast;
use super::phase_form::PhaseForm;
use super::phase_view::{self, Meanwhile, PhasePage};
use super::view::{self, ListPage, ListTold, Listed, OnePage, Stage};
use super::whole_form::WholeForm;
use super::{FormatId, Own, file_view};
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::testing::{NOW_MS, both};
use crate::site::visitor::PersonId;

fn own(version: i64) -> Own {
    let id = FormatId(401);
    Own {
        id,
        person: Some(PersonId(101)),
        draft: build::copy(&Format::talking_circle(), id),
        version,
        is_put_away: false,
        changed_ms: NOW_MS,
    }
}

/// One that nobody would run yet.
fn unfinished() -> Own {
    let mut own = own(0);
    own.draft.name.es = String::new();
    own.draft.phases[2].minutes.min = 40;
    own.draft.phases[4].closing = false;
    own.draft.phases.remove(0);
    own
}

fn build(lang: Lang, own: &Own, is_released: bool, told: Told) -> maud::Markup {
    let form = WholeForm::of(&own.draft);
    let errors = Errors::default();
    build_view::build(
        lang,
        &BuildPage {
            own,
            is_released,
            form: &form,
            errors: &errors,
            told,
        },
    )
}

#[test]
fn the_list_of_formats() {
    let listed = |stage, is_mine, draft: Format| Listed {
        id: FormatId(401),
        draft,
        stage,
        is_mine,
    };
    let mut unnamed = own(0).draft;
    unnamed.name = circle::format::Text::default();
    let formats = [
        listed(Stage::Offered, true, own(1).draft),
        listed(Stage::Ready, false, own(0).draft),
        listed(Stage::Unfinished, true, unfinished().draft),
        listed(Stage::Away, false, unnamed),
    ];
    let shipped = Format::shipped();
    let page = |own, told| ListPage {
        shipped: &shipped,
        own,
        may_make: true,
        told,
    };
    both("formats_list", |lang| {
        view::list(lang, &page(&formats, ListTold::Full))
    });
    both("formats_list_without_own", |lang| {
        view::list(lang, &page(&[], ListTold::Deleted))
    });
}

#[test]
fn one_format() {
    let format = Format::by_id("skills-workshop-75").unwrap();
    both("formats_one", |lang| {
        view::one(
            lang,
            &OnePage {
                key: &format.id,
                format: &format,
                may_make: true,
                may_change: false,
            },
        )
    });
}

#[test]
fn a_draft_as_it_grows() {
    both("formats_draft_unfinished", |lang| {
        build(lang, &unfinished(), false, Told::Nothing)
    });
    both("formats_draft_ready", |lang| {
        build(lang, &own(0), false, Told::Kept)
    });
    both("formats_draft_offered", |lang| {
        build(lang, &own(3), true, Told::Stays(Stays::Reflection))
    });
    let mut away = own(3);
    away.is_put_away = true;
    both("formats_draft_put_away", |lang| {
        build(lang, &away, true, Told::Stale)
    });
}

#[test]
fn a_draft_whose_seats_are_no_number() {
    let own = own(0);
    both("formats_draft_wrong", |lang| {
        let form = WholeForm {
            name_en: "<b>Evening</b>".into(),
            seats: "many".into(),
            ..WholeForm::of(&own.draft)
        };
        let errors = form.meant(lang).unwrap_err();
        build_view::build(
            lang,
            &BuildPage {
                own: &own,
                is_released: false,
                form: &form,
                errors: &errors,
                told: Told::Nothing,
            },
        )
    });
}

fn phase_page<'a>(
    own: &'a Own,
    form: &'a PhaseForm,
    errors: &'a Errors,
    kind: PhaseKind,
) -> PhasePage<'a> {
    PhasePage {
        path: "/leading/formats/own-00000000000ch",
        format_name: &own.draft.name,
        index: 2,
        kind,
        form,
        errors,
        flaws: &[],
        told: Told::Nothing,
        meanwhile: Meanwhile::Nothing,
    }
}

#[test]
fn the_form_of_a_part() {
    let own = own(0);
    let mut working = Format::renew_90().phases.remove(5);
    working.activities = vec![ActivityKind::Rehearsal];
    let form = PhaseForm::of(&working);
    let none = Errors::default();
    both("formats_part_working", |lang| {
        let page = PhasePage {
            flaws: &[FlawKind::Minutes, FlawKind::Reading],
            told: Told::Kept,
            ..phase_page(&own, &form, &none, PhaseKind::Working)
        };
        phase_view::phase(lang, &page)
    });
    let breathing = PhaseForm::of(&own.draft.phases[0]);
    both("formats_part_still", |lang| {
        phase_view::phase(
            lang,
            &phase_page(&own, &breathing, &none, PhaseKind::Breathing),
        )
    });
}

#[test]
fn a_part_that_could_not_be_kept() {
    let own = own(0);
    let round = &own.draft.phases[2];
    both("formats_part_wrong", |lang| {
        let form = PhaseForm {
            target: "long <b>".into(),
            seconds: "x".into(),
            turn: "seconds".into(),
            ..PhaseForm::of(round)
        };
        let errors = form.meant(lang).unwrap_err();
        phase_view::phase(lang, &phase_page(&own, &form, &errors, PhaseKind::CheckIn))
    });
    let form = PhaseForm::of(round);
    let none = Errors::default();
    for (name, meanwhile) in [
        (
            "formats_part_changed",
            Meanwhile::Changed(&own.draft.phases[3]),
        ),
        ("formats_part_gone", Meanwhile::Gone),
    ] {
        both(name, |lang| {
            let page = PhasePage {
                meanwhile,
                ..phase_page(&own, &form, &none, PhaseKind::CheckIn)
            };
            phase_view::phase(lang, &page)
        });
    }
}

#[test]
fn bringing_a_file() {
    both("formats_file", |lang| {
        file_view::form(lang, &Errors::default(), &[])
    });
    both("formats_file_wrong", |lang| {
        let mut errors = Errors::default();
        let sentences = super::check(b"{\"phases\": [{\"kind\": \"dance\"}]}", lang).problems;
        let sentences: Vec<String> = sentences.into_iter().map(|(_, words)| words).collect();
        errors.add("file", sentences[0].clone());
        file_view::form(lang, &errors, &sentences)
    });
}

#[test]
fn an_evening_in_sentences() {
    let mut told = String::new();
    for format in Format::shipped() {
        for people in [4, 14, 30] {
            told.push_str(&format!("{} with {people}\n", format.name.en));
            for lang in Lang::ALL {
                for sentence in view::sentences(lang, &format, &forecast(&format, people)) {
                    told.push_str(&format!("  {sentence}\n"));
                }
            }
        }
    }
    insta::assert_snapshot!("evenings", told);
}
