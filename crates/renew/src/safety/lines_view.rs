//! The coordinators' page of whom people can call, one country at a time.

use maud::{Markup, html};

use super::form::{
    LABEL_CHARS_MAX, LineFields, NUMBER_CHARS_MAX, Typed, WHAT_FOR_CHARS_MAX, fields,
};
use super::shipped;
use super::words::SafetyWords;
use crate::site::components::{Field, error_summary, icon, who};
use crate::site::country::Country;
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::months;

/// What the page needs to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinesPage<'a> {
    pub(super) lang: Lang,
    pub(super) country: Country,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    /// The form was just taken.
    pub(super) is_kept: bool,
}

impl LinesPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = SafetyWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" { h1 { (w.lines_page_title) } p class="soft" { (w.lines_page_lead) } }
                @if self.is_kept {
                    p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.settings_kept) } }
                }
                (self.countries(w))
                h2 { (self.country.name(self.lang)) }
                (self.known(w))
                form class="stack" method="post" novalidate
                    action={ "/looking-after/lines?country=" (self.country.key()) } {
                    @for lang in Lang::ALL { (self.lines(lang, w)) }
                    (who("users-three", w.settings_who))
                    button class="btn btn-block" type="submit" { (w.settings_keep) }
                }
            }
        }
    }

    /// The other countries, as links: what was typed for one never ends up with another.
    fn countries(&self, w: &SafetyWords) -> Markup {
        html! {
            nav class="row" aria-label=(w.country_label) {
                @for country in Country::ALL {
                    @let is_here = country == self.country;
                    a class={ "btn btn-s " @if is_here { "btn-soft" } @else { "btn-quiet" } }
                        href={ "/looking-after/lines?country=" (country.key()) }
                        aria-current=[is_here.then_some("page")] { (country.name(self.lang)) }
                }
            }
        }
    }

    /// What we know ourselves, with who publishes it and how recently.
    fn known(&self, w: &SafetyWords) -> Markup {
        let known: Vec<_> = shipped::of(self.country).collect();
        html! {
            section class="card stack-s" aria-labelledby="known" {
                h3 id="known" { (w.known_title) }
                @if known.is_empty() { p { (w.known_none) } }
                @else {
                    p class="sm soft" { (w.known_text) }
                    ul class="list" {
                        @for one in known {
                            li { b { (one.line(self.lang).label) } br;
                                span class="sm soft" { (self.source(one, w)) } }
                        }
                    }
                }
            }
        }
    }

    fn source(&self, one: &shipped::Shipped, w: &SafetyWords) -> String {
        let (year, month) = one.as_of;
        let when = match self.lang {
            Lang::En => format!("{} {year}", months::name(self.lang, month)),
            Lang::Es => format!("{} de {year}", months::name(self.lang, month)),
        };
        fill(w.known_source, &[("source", one.source), ("when", &when)])
    }

    fn lines(&self, lang: Lang, w: &SafetyWords) -> Markup {
        let title = fill(w.lines_title, &[("language", lang.own_name())]);
        html! {
            section class="card stack" aria-labelledby={ "lines-" (lang.tag()) } {
                h3 id={ "lines-" (lang.tag()) } { (title) }
                p class="hint" { (w.lines_hint) }
                @for (place, fields) in fields(lang).iter().enumerate() {
                    (self.line(place + 1, fields, w))
                }
            }
        }
    }

    /// A line that holds nothing yet is folded away, except the first.
    fn line(&self, place: usize, fields: &LineFields, w: &SafetyWords) -> Markup {
        let all = [fields.what_for, fields.label, fields.number];
        let is_open = place == 1
            || all
                .iter()
                .any(|field| !self.typed.of(field).is_empty() || self.errors.of(field).is_some());
        let title = fill(w.line_title, &[("place", &place.to_string())]);
        html! {
            details open[is_open] {
                summary { b { (title) } }
                div class="stack" {
                    (self.field(fields.what_for, w.line_for, Some(w.line_for_hint), WHAT_FOR_CHARS_MAX))
                    (self.field(fields.label, w.line_label, Some(w.line_label_hint), LABEL_CHARS_MAX))
                    (self.field(fields.number, w.line_number, None, NUMBER_CHARS_MAX))
                }
            }
        }
    }

    fn field<'f>(
        &'f self,
        name: &'f str,
        label: &'f str,
        hint: Option<&'f str>,
        chars_max: usize,
    ) -> Markup {
        let field = Field {
            lang: self.lang,
            name,
            label,
            hint,
            errors: self.errors,
        };
        field.line(self.typed.of(name), chars_max)
    }
}
