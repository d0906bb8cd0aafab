//! Markup of what somebody leads, for the page of those who lead.

use maud::{Markup, html};

use super::duties::{Duties, Duty, LedGroup};
use super::evening_view::day_and_start;
use super::schedule_words::ScheduleWords;
use super::view;
use super::week_view::{difference_tag, evening_path, note};
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};

/// Somebody's turns, and for each of their groups the way to who leads when.
#[must_use]
pub fn duties_part(lang: Lang, duties: &Duties, now_ms: i64) -> Markup {
    let w = ScheduleWords::of(lang);
    html! {
        section class="stack" aria-labelledby="turns" {
            h2 id="turns" { (w.my_turns) }
            @if duties.turns.is_empty() { p { (w.my_turns_none) } }
            @else {
                ul class="card list" { @for duty in &duties.turns { (turn(lang, duty, now_ms)) } }
            }
            @if !duties.groups.is_empty() {
                h3 { (w.my_groups) }
                ul class="card list" { @for one in &duties.groups { (group(lang, one)) } }
            }
        }
    }
}

fn turn(lang: Lang, duty: &Duty, now_ms: i64) -> Markup {
    let group = &duty.group;
    html! {
        li class="stack-s" {
            a class="rowlink" href=(evening_path(group.id, &duty.evening)) {
                (icon("calendar-blank"))
                span {
                    b class="rowlink-t" { (day_and_start(lang, group, &duty.evening, now_ms)) } br;
                    span class="sm soft" lang=[view::other(lang, group.details.lang)] { (group.name()) }
                }
                (icon("caret-right"))
            }
            (difference_tag(lang, duty.evening.difference))
            @if duty.is_off() { (note(lang, group.details.lang, &duty.evening)) }
        }
    }
}

fn group(lang: Lang, one: &LedGroup) -> Markup {
    let w = ScheduleWords::of(lang);
    let gaps = match one.gaps {
        0 => w.gaps_none.to_owned(),
        1 => w.gaps_one.to_owned(),
        n => fill(w.gaps_n, &[("n", &n.to_string())]),
    };
    html! {
        li {
            a class="rowlink" href={ "/groups/" (one.group.id) "/evenings" } {
                (icon(if one.gaps == 0 { "check-circle" } else { "warning-circle" }))
                span {
                    b class="rowlink-t" lang=[view::other(lang, one.group.details.lang)] { (one.group.name()) } br;
                    span class="sm soft" { (gaps) }
                }
                (icon("caret-right"))
            }
        }
    }
}
