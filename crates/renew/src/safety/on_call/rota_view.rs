//! Markup of the rota.

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::form::{Typed, WEEK};
use super::words::OnCallWords;
use super::{On, Shift};
use crate::site::components::{Field, error_summary, icon, tick, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::visitor::PersonId;
use crate::site::{moment, weekdays};

/// A time on the rota.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) shift: Shift,
    pub(super) name: String,
    pub(super) is_now: bool,
    /// Has written how to be reached.
    pub(super) has_reach: bool,
}

/// The coordinators' page.
#[derive(Clone, Copy, Debug)]
pub(super) struct RotaPage<'a> {
    pub(super) lang: Lang,
    pub(super) lines: &'a [Line],
    /// Who can be put down, by their names.
    pub(super) people: &'a [(String, PersonId)],
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    pub(super) is_kept: bool,
}

/// When somebody is on call, in words.
pub(super) fn when(lang: Lang, shift: &Shift) -> String {
    let w = OnCallWords::of(lang);
    let civil = |at: DateTime| {
        // The name of a day and the words of an hour are the same in any zone.
        let at_ms = TimeZone::UTC.to_timestamp(at).map(|at| at.as_millisecond());
        moment::civil(at_ms.unwrap_or_default(), "UTC")
    };
    let time = |minute: i64| {
        // Minutes of a day fit.
        let hour = i8::try_from(minute / 60).unwrap_or_default();
        let minute = i8::try_from(minute % 60).unwrap_or_default();
        let at = date(2000, 1, 1).at(hour.clamp(0, 23), minute, 0, 0);
        moment::time(lang, &civil(at))
    };
    let (start, end) = (time(shift.start_minute), time(shift.end_minute));
    let place = shift.zone.place();
    let days = match shift.on {
        On::EachWeek(days) => {
            let week = WEEK.iter().filter(|(day, _)| days.contains(*day));
            let names = week.map(|(day, _)| weekdays::name(lang, *day));
            names.collect::<Vec<_>>().join(", ")
        }
        On::Once(date) => moment::capitalised(&moment::day(lang, &civil(date.at(12, 0, 0, 0)))),
    };
    let (text, key) = match shift.on {
        On::EachWeek(_) => (w.each_week, "days"),
        On::Once(_) => (w.once, "day"),
    };
    fill(
        text,
        &[
            (key, &days),
            ("start", &start),
            ("end", &end),
            ("place", &place),
        ],
    )
}

impl RotaPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = OnCallWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" { h1 { (w.rota_title) } p class="soft" { (w.rota_lead) } }
                @if self.is_kept {
                    p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.kept) } }
                }
                section class="card stack-s" {
                    (who("users-three", w.rota_who))
                    @if self.lines.is_empty() { p { (w.rota_empty) } }
                    @else { ul class="list" { @for line in self.lines { li { (self.line(line, w)) } } } }
                }
                (self.form(w))
            }
        }
    }

    fn line(&self, line: &Line, w: &OnCallWords) -> Markup {
        html! {
            form class="row row-between" method="post"
                action={ "/looking-after/on-call/" (line.shift.id) "/removal" } {
                span {
                    b { (line.name) }
                    @if line.is_now { " " span class="tag tag-light" { (w.now) } }
                    br; span class="sm" { (when(self.lang, &line.shift)) }
                    @if !line.has_reach { br; span class="sm soft" { (w.no_reach) } }
                }
                button class="btn btn-text btn-s" type="submit" {
                    (w.remove) span class="vh" { ": " (line.name) }
                }
            }
        }
    }

    fn form(&self, w: &OnCallWords) -> Markup {
        html! {
            form class="card stack" method="post" action="/looking-after/on-call" novalidate
                aria-labelledby="add" {
                h2 class="h3" id="add" { (w.add_title) }
                (self.person(w))
                (self.days(w))
                (self.input("date", w.or_date, None, "date"))
                div class="row row-top" {
                    (self.input("start", w.start, None, "time"))
                    (self.input("end", w.end, None, "time"))
                }
                p class="hint" { (w.end_hint) }
                (self.zone(w))
                button class="btn" type="submit" { (w.keep) }
            }
        }
    }

    fn field<'f>(&'f self, name: &'f str, label: &'f str, hint: Option<&'f str>) -> Field<'f> {
        Field {
            lang: self.lang,
            name,
            label,
            hint,
            errors: self.errors,
        }
    }

    fn person(&self, w: &OnCallWords) -> Markup {
        let field = self.field("person", w.person, Some(w.person_hint));
        field.wrap(&html! {
            select class="input" id="person" name="person"
                aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()] {
                option value="" { (w.choose) }
                @for (name, id) in self.people {
                    option value=(id) selected[self.typed.of("person") == id.to_string()] { (name) }
                }
            }
        })
    }

    fn days(&self, w: &OnCallWords) -> Markup {
        html! {
            fieldset id="days" {
                legend class="label" { (w.days) }
                @if let Some(sentence) = self.errors.of("days") {
                    p class="bad" { (icon("warning-circle")) span { (sentence) } }
                }
                div class="chips" {
                    @for (day, field) in WEEK {
                        label class="chip" {
                            input type="checkbox" name=(field) value="yes"
                                checked[!self.typed.of(field).is_empty()];
                            span { (tick()) (moment::capitalised(weekdays::name(self.lang, day))) }
                        }
                    }
                }
            }
        }
    }

    fn input(&self, name: &str, label: &str, hint: Option<&str>, kind: &str) -> Markup {
        let field = self.field(name, label, hint);
        field.wrap(&html! {
            input class="input" type=(kind) id=(name) name=(name) value=(self.typed.of(name))
                aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()];
        })
    }

    fn zone(&self, w: &OnCallWords) -> Markup {
        let field = self.field("zone", w.zone, None);
        field.wrap(&html! {
            select class="input" id="zone" name="zone"
                aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()] {
                option value="" { (w.choose) }
                @for name in calendar::Zone::all_names() {
                    option value=(name) selected[self.typed.of("zone") == name] {
                        (name.replace('_', " "))
                    }
                }
            }
        })
    }
}
