//! The coordinator's pages: what there is to look after, and what the community says of itself.

use maud::{Markup, html};

use super::community::LEAVE_TO;
use super::form::{ADDRESS_CHARS_MAX, NAME_CHARS_MAX, Typed};
use super::words::{LookingAfterWords, SafetyWords};
use crate::site::components::{Field, error_summary, icon, who};
use crate::site::country::Country;
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// The page under which all of a coordinator's pages stand, with what needs them now.
pub(super) fn looking_after(lang: Lang, news: &Markup) -> Markup {
    let w = LookingAfterWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.lead) } }
            (news)
            ul class="card list" {
                @for (href, symbol, title, hint) in ways(w) {
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

/// Where a coordinator can go from there: the address, a symbol, its name and what it is for.
fn ways(w: &LookingAfterWords) -> [(&'static str, &'static str, &'static str, &'static str); 9] {
    [
        ("/looking-after/safety", "lifebuoy", w.safety, w.safety_hint),
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
            "/looking-after/debriefs",
            "compass",
            w.debriefs,
            w.debriefs_hint,
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
    ]
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
            (self.country(w))
        }
    }

    fn country(&self, w: &SafetyWords) -> Markup {
        let field = Field {
            lang: self.lang,
            name: "country",
            label: w.country_label,
            hint: Some(w.country_hint),
            errors: self.errors,
        };
        field.wrap(&html! {
            select class="input" id="country" name="country"
                aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()] {
                @for country in Country::ALL {
                    option value=(country.key())
                        selected[self.typed.of("country") == country.key()] {
                        (country.name(self.lang))
                    }
                }
            }
        })
    }
}
