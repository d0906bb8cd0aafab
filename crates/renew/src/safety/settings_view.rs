//! The coordinator's pages: what there is to look after, and what the community says of itself.

use maud::{Markup, html};

use super::community::{Country, LEAVE_TO};
use super::form::{
    ADDRESS_CHARS_MAX, LABEL_CHARS_MAX, LineFields, NAME_CHARS_MAX, NUMBER_CHARS_MAX, Typed,
    WHAT_FOR_CHARS_MAX, fields,
};
use super::words::{LookingAfterWords, SafetyWords};
use crate::site::components::{Field, error_summary, icon, tick, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// The page under which all of a coordinator's pages stand, with what needs them now.
pub(super) fn looking_after(lang: Lang, news: &Markup) -> Markup {
    let w = LookingAfterWords::of(lang);
    let ways = [
        (
            "/looking-after/schedule",
            "calendar-blank",
            w.schedule,
            w.schedule_hint,
        ),
        (
            "/looking-after/groups",
            "circles-three",
            w.groups,
            w.groups_hint,
        ),
        ("/looking-after/venues", "map-pin", w.venues, w.venues_hint),
        (
            "/leading/formats",
            "list-bullets",
            w.formats,
            w.formats_hint,
        ),
        (
            "/looking-after/people",
            "users-three",
            w.people,
            w.people_hint,
        ),
        (
            "/looking-after/invitations",
            "door-open",
            w.invitations,
            w.invitations_hint,
        ),
        (
            "/looking-after/settings",
            "gear-six",
            w.settings,
            w.settings_hint,
        ),
    ];
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.lead) } }
            (news)
            ul class="card list" {
                @for (href, symbol, title, hint) in ways {
                    li {
                        a class="rowlink" href=(href) {
                            (icon(symbol))
                            span { b class="rowlink-t" { (title) } br; span class="sm soft" { (hint) } }
                            (icon("caret-right"))
                        }
                    }
                }
            }
        }
    }
}

/// What the form page needs to know.
#[derive(Clone, Debug)]
pub(super) struct SettingsPage<'a> {
    pub lang: Lang,
    pub typed: &'a Typed,
    pub errors: &'a Errors,
    /// The form was just taken.
    pub kept: bool,
    /// The name that the operator gave.
    pub operator_name: &'a str,
}

impl SettingsPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = SafetyWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" { h1 { (w.settings_title) } p class="soft" { (w.settings_lead) } }
                @if self.kept {
                    p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.settings_kept) } }
                }
                form class="stack" method="post" action="/looking-after/settings" novalidate {
                    section class="card stack" { (self.about(w)) }
                    @for lang in Lang::ALL { (self.lines(lang, w)) }
                    (who("users-three", w.settings_who))
                    button class="btn btn-block" type="submit" { (w.settings_keep) }
                }
            }
        }
    }

    fn field<'a>(
        &'a self,
        name: &'a str,
        label: &'a str,
        hint: Option<&'a str>,
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

    fn about(&self, w: &SafetyWords) -> Markup {
        let name_hint = fill(w.name_hint, &[("name", self.operator_name)]);
        let leave_hint = fill(w.leave_hint, &[("address", LEAVE_TO)]);
        html! {
            (self.field("community", w.name_label, Some(&name_hint), NAME_CHARS_MAX))
            (self.field("leave-to", w.leave_label, Some(&leave_hint), ADDRESS_CHARS_MAX))
            fieldset {
                legend class="label" { (w.country_label) }
                p class="hint" id="country-hint" { (w.country_hint) }
                div class="chips" {
                    @for country in Country::ALL {
                        label class="chip" {
                            input type="radio" name="country" value=(country.key())
                                checked[self.typed.of("country") == country.key()];
                            span { (tick()) (name_of(country, w)) }
                        }
                    }
                }
            }
        }
    }

    fn lines(&self, lang: Lang, w: &SafetyWords) -> Markup {
        let title = fill(w.lines_title, &[("language", lang.own_name())]);
        html! {
            section class="card stack" aria-labelledby={ "lines-" (lang.tag()) } {
                h2 class="h3" id={ "lines-" (lang.tag()) } { (title) }
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
}

fn name_of(country: Country, w: &SafetyWords) -> &'static str {
    match country {
        Country::UnitedStates => w.country_us,
        Country::Elsewhere => w.country_elsewhere,
    }
}
