//! Markup of the form of one part.

use circle::activity::ActivityKind;
use circle::format::{
    FlawKind, Floor, NAME_CHARS_MAX, PASSAGES_MAX, Phase, PhaseKind, RIBBON_CHARS_MAX, SAY_MAX,
    TEXT_CHARS_MAX, Text,
};
use maud::{Markup, html};

use super::build_view::{Told, told_part};
use super::build_words::BuildWords;
use super::phase_form::PhaseForm;
use super::view::{name, said};
use super::{flaw_words, names};
use crate::site::components::{Field, error_summary, icon, select, tick};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// What became of a part while somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meanwhile<'a> {
    Nothing,
    /// Somebody else changed it to this.
    Changed(&'a Phase),
    Gone,
}

/// The form of a part.
pub(super) struct PhasePage<'a> {
    /// Where the draft is.
    pub(super) path: &'a str,
    pub(super) format_name: &'a Text,
    pub(super) index: usize,
    /// What kind it is; a form never changes that.
    pub(super) kind: PhaseKind,
    pub(super) form: &'a PhaseForm,
    pub(super) errors: &'a Errors,
    pub(super) flaws: &'a [FlawKind],
    pub(super) told: Told,
    pub(super) meanwhile: Meanwhile<'a>,
}

pub(super) fn phase(lang: Lang, page: &PhasePage<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let PhasePage { form, path, .. } = page;
    let typed = Text {
        en: form.name_en.clone(),
        es: form.name_es.clone(),
    };
    let n = (page.index + 1).to_string();
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, page.errors))
            (told_part(lang, page.told))
            (meanwhile(lang, page.meanwhile))
            p {
                a class="tlink" href={ (path) "/edit#part-" (page.index) } {
                    (icon("arrow-left")) (fill(w.part_of, &[
                        ("n", &n),
                        ("name", super::text_in(lang, page.format_name)),
                    ]))
                }
            }
            header class="stack-s" {
                h1 { (name(lang, &typed)) }
                p class="soft" { (names::kind(lang, page.kind)) }
            }
            (still_to_mend(lang, page.flaws))
            form class="stack-l" method="post" action={ (path) "/phases/" (page.index) } novalidate {
                input type="hidden" name="was" value=(form.was);
                input type="hidden" name="kind" value=(form.kind);
                (time(lang, page))
                (words_in(lang, page, Lang::En))
                (words_in(lang, page, Lang::Es))
                (speaking(lang, page))
                @if page.kind == PhaseKind::Working { (activities(lang, page)) }
                (belongs(lang, page))
                button class="btn btn-block" type="submit" { (w.keep) }
            }
            (stands_now(lang, page.meanwhile))
        }
    }
}

fn meanwhile(lang: Lang, meanwhile: Meanwhile<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let words = match meanwhile {
        Meanwhile::Nothing => return html! {},
        Meanwhile::Changed(_) => w.part_stale,
        Meanwhile::Gone => w.part_gone,
    };
    html! {
        section class="problem" tabindex="-1" data-focus { p role="alert" { (words) } }
    }
}

fn stands_now(lang: Lang, meanwhile: Meanwhile<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let Meanwhile::Changed(phase) = meanwhile else {
        return html! {};
    };
    html! {
        section class="card card-sunken stack-s" aria-labelledby="now" {
            h2 class="h3" id="now" { (w.stands_now) }
            p { b { (name(lang, &phase.name)) } ", " (phase.minutes.target) " min" }
            p class="voice" { (said(lang, &phase.words.heading)) }
            p { (said(lang, &phase.words.guidance)) }
            ul class="list" { @for text in &phase.words.say { li { (said(lang, text)) } } }
            p { (said(lang, &phase.why)) }
        }
    }
}

fn still_to_mend(lang: Lang, flaws: &[FlawKind]) -> Markup {
    let w = BuildWords::of(lang);
    html! {
        @if !flaws.is_empty() {
            section class="card card-light stack-s" aria-labelledby="mend" {
                h2 class="h3" id="mend" { (w.part_mend) }
                p class="sm" { (w.part_mend_text) }
                ul class="list" { @for flaw in flaws { li { (flaw_words::sentence(lang, *flaw)) } } }
            }
        }
    }
}

fn field<'a>(
    lang: Lang,
    page: &'a PhasePage<'_>,
    name: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
) -> Field<'a> {
    Field {
        lang,
        name,
        label,
        hint,
        errors: page.errors,
    }
}

fn time(lang: Lang, page: &PhasePage<'_>) -> Markup {
    /// Three digits and a slip of the finger.
    const MINUTES_CHARS_MAX: usize = 4;
    let w = BuildWords::of(lang);
    let form = page.form;
    let line = |name, label, hint, typed: &str| {
        field(lang, page, name, label, hint).line(typed, MINUTES_CHARS_MAX)
    };
    html! {
        section class="card stack" aria-labelledby="time" {
            h2 id="time" { (w.time) }
            (line("target", w.target, None, &form.target))
            (line("min", w.min, Some(w.min_hint), &form.min))
            (line("max", w.max, Some(w.max_hint), &form.max))
            @if page.kind.floor() != Floor::Still { (turns(lang, page)) }
        }
    }
}

fn turns(lang: Lang, page: &PhasePage<'_>) -> Markup {
    /// Twenty minutes in seconds, and a slip of the finger.
    const SECONDS_CHARS_MAX: usize = 5;
    let w = BuildWords::of(lang);
    let form = page.form;
    let is_shared = form.turn == "shared";
    html! {
        fieldset {
            legend class="label" { (w.turns) }
            div class="chips" {
                @for (value, label, is) in [
                    ("shared", w.turn_shared, is_shared),
                    ("seconds", w.turn_seconds, !is_shared),
                ] {
                    label class="chip" {
                        input type="radio" name="turn" value=(value) checked[is];
                        span { (tick()) (label) }
                    }
                }
            }
        }
        (field(lang, page, "seconds", w.seconds, Some(w.seconds_hint))
            .line(&form.seconds, SECONDS_CHARS_MAX))
    }
}

/// All that it says, in one language.
fn words_in(lang: Lang, page: &PhasePage<'_>, of: Lang) -> Markup {
    let w = BuildWords::of(lang);
    let form = page.form;
    let (title, typed) = match of {
        Lang::En => (
            w.words_en,
            [
                ("name_en", &form.name_en),
                ("ribbon_en", &form.ribbon_en),
                ("heading_en", &form.heading_en),
                ("guidance_en", &form.guidance_en),
                ("say_en", &form.say_en),
                ("why_en", &form.why_en),
            ],
        ),
        Lang::Es => (
            w.words_es,
            [
                ("name_es", &form.name_es),
                ("ribbon_es", &form.ribbon_es),
                ("heading_es", &form.heading_es),
                ("guidance_es", &form.guidance_es),
                ("say_es", &form.say_es),
                ("why_es", &form.why_es),
            ],
        ),
    };
    let [called, ribbon, heading, guidance, say, why] = typed;
    let field = |name, label, hint| field(lang, page, name, label, hint);
    html! {
        section class="card stack" aria-labelledby={ "words-" (of.tag()) } {
            h2 id={ "words-" (of.tag()) } { (title) }
            (field(called.0, w.name, None).line(called.1, NAME_CHARS_MAX))
            (field(ribbon.0, w.ribbon, Some(w.ribbon_hint)).line(ribbon.1, RIBBON_CHARS_MAX))
            (field(heading.0, w.heading, None).line(heading.1, TEXT_CHARS_MAX))
            (field(guidance.0, w.guidance, None).text(guidance.1, TEXT_CHARS_MAX, 4))
            (field(say.0, w.say, Some(w.say_hint)).text(say.1, SAY_MAX * TEXT_CHARS_MAX, 5))
            (field(why.0, w.why, Some(w.why_hint)).text(why.1, TEXT_CHARS_MAX, 2))
        }
    }
}

fn speaking(lang: Lang, page: &PhasePage<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let form = page.form;
    let crosstalk = names::CROSSTALKS.map(|choice| {
        (
            names::key(choice),
            names::crosstalk(lang, choice).to_owned(),
        )
    });
    let leads =
        names::LEADS.map(|choice| (names::key(choice), names::led_by(lang, choice).to_owned()));
    html! {
        section class="stack" {
            (select(&field(lang, page, "crosstalk", w.crosstalk, None), &crosstalk, &form.crosstalk))
            (select(&field(lang, page, "led_by", w.led_by, None), &leads, &form.led_by))
        }
    }
}

fn activities(lang: Lang, page: &PhasePage<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let form = page.form;
    let mut options = vec![(String::new(), w.activity_none.to_owned())];
    options.extend(ActivityKind::ALL.map(|activity| {
        let minutes = activity.minutes().to_string();
        let called = names::activity(lang, activity);
        let line = fill(w.activity_minutes, &[("name", called), ("n", &minutes)]);
        (names::key(activity), line)
    }));
    let passages = PASSAGES_MAX * TEXT_CHARS_MAX;
    let reading = Some(w.reading_hint);
    html! {
        section class="card stack" aria-labelledby="activities" {
            h2 id="activities" { (w.activities) }
            p class="hint" { (w.activities_hint) }
            (select(&field(lang, page, "activity_1", w.activity_1, None), &options, &form.activity_1))
            (select(&field(lang, page, "activity_2", w.activity_2, None), &options, &form.activity_2))
            (field(lang, page, "reading_en", w.reading_en, reading).text(&form.reading_en, passages, 3))
            (field(lang, page, "reading_es", w.reading_es, reading).text(&form.reading_es, passages, 3))
        }
    }
}

fn belongs(lang: Lang, page: &PhasePage<'_>) -> Markup {
    let w = BuildWords::of(lang);
    let (form, kind) = (page.form, page.kind);
    let always = kind.is_stillness() || matches!(kind, PhaseKind::Welcome | PhaseKind::Reflection);
    let box_of = |name: &str, is: bool, label: &str| {
        html! {
            label class="choice" {
                input type="checkbox" name=(name) checked[is];
                span class="choice-body" { span class="choice-t" { (label) } }
            }
        }
    };
    html! {
        fieldset {
            legend class="label" { (w.belongs) }
            @if always { p class="hint" { (w.required_always) } }
            @else { (box_of("required", form.required.is_some(), w.required)) }
            (box_of("closing", form.closing.is_some(), w.closing))
            @if kind.floor() != Floor::Still {
                (box_of("unheard_first", form.unheard_first.is_some(), w.unheard_first))
            }
            @if kind.may_keep_takeaway() {
                (box_of("takeaway", form.takeaway.is_some(), w.takeaway))
            }
        }
    }
}
