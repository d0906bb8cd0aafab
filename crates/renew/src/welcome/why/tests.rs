//! Every page, in both languages; every address; every claim.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use circle::activity::ActivityKind;
use circle::format::{Format, PhaseKind};

use super::together::PEERS;
use super::{PHASES, Topic, index, page, path_of_activity, path_of_phase, readings};
use crate::site::lang::Lang;
use crate::site::testing::{Here, both, visitor};
use crate::welcome::routes;

fn topics() -> Vec<Topic> {
    let phases = PHASES.into_iter().map(Topic::Phase);
    let activities = ActivityKind::ALL.into_iter().map(Topic::Activity);
    phases.chain(activities).collect()
}

#[test]
fn the_pages_of_why() {
    both("why", index);
    for topic in topics() {
        both(&format!("why_{}", topic.slug()), |lang| page(lang, topic));
    }
}

#[tokio::test]
async fn every_part_and_activity_has_a_page_and_nothing_else_does() {
    let here = Here::new();
    let mut paths: Vec<String> = PHASES.into_iter().map(path_of_phase).collect();
    paths.extend(ActivityKind::ALL.into_iter().map(path_of_activity));
    for path in paths {
        let page = here.get(routes(), visitor(Lang::Es), &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
    let none = here.get(routes(), visitor(Lang::En), "/why/winning").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[test]
fn the_phases_of_our_formats_are_all_on_the_list() {
    let kinds: Vec<PhaseKind> = Format::renew_90()
        .phases
        .iter()
        .map(|one| one.kind)
        .collect();
    for kind in kinds {
        assert!(PHASES.contains(&kind), "{kind:?}");
    }
}

#[test]
fn no_claim_stands_without_its_limit_and_a_dated_source() {
    let mut sources = BTreeSet::new();
    let topics = topics();
    let known = topics.iter().flat_map(|topic| readings::of(*topic).known);
    for claim in known.chain([&PEERS]) {
        let source = claim.source.0;
        for lang in Lang::ALL {
            assert!(claim.says.of(lang).len() > 20, "{source}");
            assert!(claim.limit.of(lang).len() > 20, "{source}");
        }
        let words = source.split(|letter: char| !letter.is_ascii_digit());
        let dated = words
            .filter_map(|word| word.parse::<u32>().ok())
            .any(|year| (1950..2030).contains(&year));
        assert!(dated, "{source}");
        sources.insert(source);
    }
    assert!(sources.len() > 10, "{}", sources.len());
}

#[test]
fn no_page_says_what_we_do_not_say() {
    for topic in topics() {
        let text = page(Lang::En, topic).0.to_lowercase();
        let text = text.replace("helping other alcoholics in", "");
        for word in [
            "addict ",
            "alcoholic ",
            "clean",
            "proves that",
            "cure",
            "!<",
        ] {
            assert!(!text.contains(word), "{topic:?} says {word}");
        }
    }
}
