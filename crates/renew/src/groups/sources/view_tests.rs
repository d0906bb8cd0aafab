//! Every view of sources from samples, in both languages.
#![allow(clippy::unwrap_used)]

use maud::Markup;

use super::tests::sample;
use super::trouble::Trouble;
use super::view::{self, SourceForm, SourcePage, Waiting};
use super::{HOUR_MS, MINUTE_MS, Source};
use crate::groups::FeedId;
use crate::groups::report::{Kept, Report};
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::testing::{NOW_MS, lines};

fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        // The list of all zones is the same everywhere; one of them is enough.
        let page = lines(&view(lang));
        let is_zone = |line: &str| line.starts_with("<option") && line.contains('/');
        let kept = page
            .lines()
            .filter(|line| !is_zone(line) || line.contains("Africa/Abidjan"))
            .fold(String::new(), |page, line| page + line + "\n");
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), kept);
    }
}

fn well() -> Source {
    Source {
        asked_ms: Some(NOW_MS - 3 * HOUR_MS),
        succeeded_ms: Some(NOW_MS - 3 * HOUR_MS),
        next_ms: NOW_MS + 9 * HOUR_MS,
        meetings: 120,
        ..sample()
    }
}

fn ailing() -> Source {
    Source {
        name: "Harbor".to_owned(),
        asked_ms: Some(NOW_MS - MINUTE_MS),
        succeeded_ms: Some(NOW_MS - 80 * HOUR_MS),
        failures: 9,
        failing_ms: Some(NOW_MS - 73 * HOUR_MS),
        problem: Some(Trouble::Status(503).told()),
        next_ms: NOW_MS + 12 * MINUTE_MS,
        waiting_ms: Some(NOW_MS),
        ..well()
    }
}

#[test]
fn the_sources() {
    both("sources_none", |lang| {
        view::list(lang, &[], &Markup::default(), NOW_MS)
    });
    let paused = Source {
        is_paused: true,
        ..sample()
    };
    let troubled = Source {
        failing_ms: Some(NOW_MS),
        problem: Some(Trouble::TooSlow.told()),
        ..ailing()
    };
    let all = [sample(), well(), ailing(), troubled, paused];
    both("sources", |lang| {
        view::list(lang, &all, &Markup::default(), NOW_MS)
    });
    both("sources_ailing", |lang| view::ailing_notice(lang, 2));
    assert_eq!(view::ailing_notice(Lang::En, 0).0, "");
}

#[test]
fn the_form() {
    let form = SourceForm {
        url: "http://x".to_owned(),
        ..SourceForm::default()
    };
    let mut errors = Errors::default();
    errors.add("url", "Write the whole address");
    both("source_form", |lang| {
        view::form(lang, None, &SourceForm::default(), &Errors::default())
    });
    both("source_form_wrong", |lang| {
        view::form(lang, None, &form, &errors)
    });
    both("source_form_of_one", |lang| {
        let form = SourceForm {
            name: "River <Valley>".to_owned(),
            form: "bmlt".to_owned(),
            ..form.clone()
        };
        view::form(lang, Some(FeedId(251)), &form, &Errors::default())
    });
}

#[test]
fn one_source() {
    let report = Report {
        added: 2,
        same: 118,
        entries: 120,
        ..Report::default()
    };
    let kept = Kept {
        group: 201,
        name: "Tuesday <Circle>".to_owned(),
        field: "about".to_owned(),
        ours: "Ours".to_owned(),
        theirs: String::new(),
    };
    let waiting = Waiting {
        report: Report {
            added: 80,
            gone: vec!["Alder".to_owned()],
            gone_count: 1,
            entries: 200,
            ..Report::default()
        },
        known_as: Some("Harbor".to_owned()),
    };
    let (well, ailing, nothing) = (well(), ailing(), Report::default());
    both("source_well", |lang| {
        view::one(
            lang,
            &SourcePage {
                source: &well,
                now_ms: NOW_MS,
                notice: None,
                report: &report,
                undecided: std::slice::from_ref(&kept),
                waiting: None,
            },
        )
    });
    both("source_ailing", |lang| {
        view::one(
            lang,
            &SourcePage {
                source: &ailing,
                now_ms: NOW_MS,
                notice: Some("It was asked."),
                report: &nothing,
                undecided: &[],
                waiting: Some(&waiting),
            },
        )
    });
}
