//! Markup of how somebody who leads is growing.

use circle::Element;
use circle::format::PhaseKind;
use maud::{Markup, html};

use super::growth::{EVENINGS_MIN, Held};
use super::view::element_name;
use super::words::{DebriefWords, GrowthWords};
use crate::sessions::SessionId;
use crate::site::components::{empty, icon, who};
use crate::site::lang::{Lang, fill};
use crate::site::moment;
use crate::welcome;

/// One session to look back at.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) session: SessionId,
    /// Nothing for a group that is gone.
    pub(super) group: Option<String>,
    pub(super) zone: String,
    pub(super) starts_ms: i64,
}

/// The whole page.
#[derive(Clone, Debug)]
pub(super) struct GrowthPage {
    pub(super) lang: Lang,
    /// Evenings that are looked at.
    pub(super) evenings: usize,
    pub(super) table: Vec<(Element, Held)>,
    pub(super) to_mend: Option<Element>,
    pub(super) past: Vec<Past>,
}

/// The way to the page, as a line of a list.
pub(in super::super) fn way_to_growth(lang: Lang) -> Markup {
    let w = GrowthWords::of(lang);
    html! {
        li {
            a class="rowlink" href="/leading/growth" {
                (icon("plant-fill"))
                span {
                    b class="rowlink-t" { (w.title) } br;
                    span class="sm soft" { (w.way_hint) }
                }
                (icon("caret-right"))
            }
        }
    }
}

impl GrowthPage {
    pub(super) fn view(&self) -> Markup {
        let w = GrowthWords::of(self.lang);
        html! {
            div class="wrap narrow page stack-l" {
                header class="stack-s" {
                    h1 { (w.title) }
                    p class="soft" { (w.lead) }
                    (who("lock-simple", DebriefWords::of(self.lang).only_you))
                }
                @if self.evenings < EVENINGS_MIN {
                    h2 class="vh" { (w.held_title) }
                    (empty(w.few_title, self.few(w), None))
                } @else {
                    (self.held(w))
                    (self.to_try(w))
                }
                (self.sessions(w))
                p {
                    a class="tlink" href="/leading" { (DebriefWords::of(self.lang).to_leading) }
                }
            }
        }
    }

    fn few(&self, w: &GrowthWords) -> &'static str {
        match self.evenings {
            0 => w.few_none,
            1 => w.few_one,
            _ => w.few_two,
        }
    }

    /// In words what held at least half of the time, and the numbers below.
    fn held(&self, w: &GrowthWords) -> Markup {
        let dw = DebriefWords::of(self.lang);
        let n = self.evenings.to_string();
        let held: Vec<_> = self
            .table
            .iter()
            .filter(|(_, held)| held.yes * 2 >= held.of())
            .collect();
        html! {
            section class="card stack" aria-labelledby="held" {
                h2 id="held" { (w.held_title) }
                p class="soft" { (fill(w.held_text, &[("n", &n)])) }
                @if held.is_empty() {
                    p { (w.held_soon) }
                } @else {
                    ul class="list" {
                        @for (element, held) in held {
                            li { (held_line(w, element_name(*element, dw), *held)) }
                        }
                    }
                }
                details {
                    summary class="sm" { (w.numbers) }
                    (self.numbers(w, dw))
                }
            }
        }
    }

    fn numbers(&self, w: &GrowthWords, dw: &DebriefWords) -> Markup {
        html! {
            table class="table" {
                thead { tr {
                    th scope="col" { (w.column_what) } th scope="col" class="r" { (w.column_yes) }
                    th scope="col" class="r" { (w.column_partly) }
                    th scope="col" class="r" { (w.column_no) }
                } }
                tbody {
                    @for (element, held) in &self.table {
                        tr {
                            th scope="row" { (element_name(*element, dw)) }
                            td class="r" { (held.yes) }
                            td class="r" { (held.partly) }
                            td class="r" { (held.no) }
                        }
                    }
                }
            }
        }
    }

    /// Exactly one thing.
    fn to_try(&self, w: &GrowthWords) -> Markup {
        let n = self.evenings.to_string();
        let (text, rule) = match self.to_mend {
            Some(element) => (try_text(w, element), w.try_rule),
            None => (w.try_pass_on, w.try_pass_on_rule),
        };
        html! {
            section class="card card-light stack" aria-labelledby="try" {
                h2 id="try" { (w.try_title) }
                p { (text) }
                p class="row" {
                    @if let Some(kind) = self.to_mend.and_then(part_of) {
                        a class="tlink" href=(welcome::path_of_phase(kind)) { (w.why) }
                    }
                    a class="tlink" href="/leading/formats" { (w.formats) }
                }
                p class="sm soft" { (fill(rule, &[("n", &n)])) }
            }
        }
    }

    fn sessions(&self, w: &GrowthWords) -> Markup {
        let dw = DebriefWords::of(self.lang);
        html! {
            @if !self.past.is_empty() {
                section class="stack" aria-labelledby="sessions" {
                    h2 id="sessions" { (w.sessions_title) }
                    ul class="list" {
                        @for past in &self.past {
                            @let starts = moment::civil(past.starts_ms, &past.zone);
                            @let group = past.group.as_deref().unwrap_or(dw.a_group);
                            @let day = moment::day(self.lang, &starts);
                            li {
                                a href={ "/sessions/" (past.session) "/debrief" } {
                                    (fill(w.session, &[("group", group), ("day", &day)]))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn held_line(w: &GrowthWords, what: &str, held: Held) -> String {
    let (n, of) = (held.yes.to_string(), held.of().to_string());
    let text = if held.yes == held.of() {
        w.held_always
    } else {
        w.held_mostly
    };
    fill(text, &[("what", what), ("n", &n), ("of", &of)])
}

fn try_text(w: &GrowthWords, element: Element) -> &'static str {
    match element {
        Element::Stillness => w.try_stillness,
        Element::Agreement => w.try_agreement,
        Element::CheckIn => w.try_check_in,
        Element::Turns => w.try_turns,
        Element::Activity => w.try_activity,
        Element::Closing => w.try_closing,
        Element::Reflection => w.try_reflection,
        Element::OnTime => w.try_on_time,
    }
}

/// The part of a session whose page says why it is done.
fn part_of(element: Element) -> Option<PhaseKind> {
    Some(match element {
        Element::Stillness => PhaseKind::Breathing,
        Element::Agreement => PhaseKind::Welcome,
        Element::CheckIn => PhaseKind::CheckIn,
        Element::Turns => PhaseKind::Round,
        Element::Activity => PhaseKind::Working,
        Element::Closing => PhaseKind::Plan,
        Element::Reflection => PhaseKind::Reflection,
        Element::OnTime => return None,
    })
}
