//! Markup of the pages of «why we do this».

use circle::activity::ActivityKind;
use circle::format::PhaseKind;
use maud::{Markup, html};

use super::together::PEERS;
use super::words::WhyPagesWords;
use super::{Claim, PHASES, Topic, readings};
use crate::site::lang::Lang;

/// The way to all of them, and what they have in common.
pub(in super::super) fn index(lang: Lang) -> Markup {
    let w = WhyPagesWords::of(lang);
    html! {
        div class="wrap narrow page prose" {
            h1 { (w.title) }
            p class="lead" { (w.lead) }
            h2 { (w.parts) }
            (links(lang, &PHASES.map(Topic::Phase)))
            h2 { (w.activities) }
            (links(lang, &ActivityKind::ALL.map(Topic::Activity)))
            h2 { (w.circle) }
            (claim(lang, &PEERS))
            h2 { (w.how_we_say) }
            p { (w.how_we_say_text) }
            div class="row" {
                a class="btn btn-quiet" href="/how-it-goes" { (w.how_it_goes) }
                a class="btn btn-quiet" href="/supporting" { (w.supporting) }
            }
        }
    }
}

/// The page about one of them.
pub(in super::super) fn page(lang: Lang, topic: Topic) -> Markup {
    let w = WhyPagesWords::of(lang);
    let reading = readings::of(topic);
    html! {
        div class="wrap narrow page prose" {
            p class="kicker" { (w.title) }
            h1 { (reading.title.of(lang)) }
            h2 { (w.happens) }
            p { (reading.happens.of(lang)) }
            h2 { (w.why) }
            p { (reading.why.of(lang)) }
            @if topic == Topic::Phase(PhaseKind::Working) {
                p { (w.working_may) }
                (links(lang, &ActivityKind::ALL.map(Topic::Activity)))
            }
            h2 { (w.known) }
            @if reading.known.is_empty() { p { (w.known_none) } }
            @for known in reading.known { (claim(lang, known)) }
            h2 { (w.unknown) }
            p { (reading.unknown.of(lang)) }
            div class="row" {
                a class="btn btn-quiet" href="/why" { (w.all) }
                a class="tlink" href="/how-it-goes" { (w.how_it_goes) }
                a class="tlink" href="/supporting" { (w.supporting) }
            }
        }
    }
}

fn links(lang: Lang, topics: &[Topic]) -> Markup {
    html! {
        ul {
            @for topic in topics {
                li { a class="tlink" href=(topic.path()) { (topic.title(lang)) } }
            }
        }
    }
}

/// What is known, then at once what it can't tell, then where it stands.
fn claim(lang: Lang, claim: &Claim) -> Markup {
    let w = WhyPagesWords::of(lang);
    html! {
        div class="card card-tight stack-s" {
            p { (claim.says.of(lang)) }
            p { b { (w.limit) } " " (claim.limit.of(lang)) }
            p class="sm soft" { (w.source) " " cite lang="en" { (claim.source.0) } }
        }
    }
}
