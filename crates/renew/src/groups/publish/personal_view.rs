//! Markup of calendars to subscribe to: on a group's page, and one's own.

use maud::{Markup, html};

use super::words::{CalendarWords, PublishWords};
use crate::groups::GroupId;
use crate::site::components::{icon, who};
use crate::site::lang::Lang;

/// Where a program that keeps calendars subscribes, instead of opening the file once.
fn for_calendars(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    format!("webcal://{rest}")
}

/// The address of a group's calendar, in every way in which one gets it into one's own.
pub(in crate::groups) fn add_to_calendar(lang: Lang, group: GroupId, origin: &str) -> Markup {
    let w = PublishWords::of(lang);
    let address = format!("{origin}/groups/{group}.ics");
    html! {
        section class="card stack-s" aria-labelledby="calendar" {
            h2 class="h3" id="calendar" { (w.add_title) }
            p class="sm soft" { (w.add_text) }
            (ways(w, &address))
            p { a class="tlink" href="/my-space/calendar" { (w.add_discreet) } }
        }
    }
}

fn ways(w: &PublishWords, address: &str) -> Markup {
    html! {
        p { a class="btn btn-quiet" href=(for_calendars(address)) {
            (icon("calendar-plus")) (w.subscribe)
        } }
        div {
            label class="label" for="address" { (w.address) }
            input class="input" id="address" type="text" value=(address) readonly;
        }
    }
}

/// One's own calendar, if there is one.
pub(super) struct Mine<'a> {
    pub(super) address: Option<&'a str>,
    pub(super) is_full: bool,
    /// What was just done.
    pub(super) done: Option<&'a str>,
}

/// The page of one's own calendar.
pub(super) fn mine(lang: Lang, mine: &Mine<'_>) -> Markup {
    let w = CalendarWords::of(lang);
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" {
                h1 { (w.title) }
                (who("lock-simple", w.who))
                p { (w.lead) }
            }
            @if let Some(done) = mine.done {
                p class="notice notice-light" role="status" { (icon("check-circle")) span { (done) } }
            }
            @if let Some(address) = mine.address {
                section class="card stack-s" aria-labelledby="yours" {
                    h2 class="h3" id="yours" { (w.yours) }
                    p { @if mine.is_full { (w.says_full) } @else { (w.says_discreet) } }
                    (ways(PublishWords::of(lang), address))
                    p class="sm soft" { (w.yours_text) }
                }
            }
            (choose(w, mine))
            @if mine.address.is_some() {
                form class="card stack-s" method="post" action="/my-space/calendar/removal" {
                    p { (w.stop_text) }
                    button class="btn btn-quiet" type="submit" { (icon("trash")) (w.stop) }
                }
            }
        }
    }
}

fn choose(w: &CalendarWords, mine: &Mine<'_>) -> Markup {
    let has_one = mine.address.is_some();
    html! {
        form class="card stack" method="post" action="/my-space/calendar" {
            @if has_one { p { (w.renew_text) } }
            fieldset {
                legend class="label" { (w.what) }
                div class="stack-s" {
                    (choice("appointment", !mine.is_full, w.discreet))
                    (choice("names", mine.is_full, w.full))
                }
            }
            button class=(if has_one { "btn btn-quiet" } else { "btn" }) type="submit" {
                (icon("calendar-plus")) @if has_one { (w.renew) } @else { (w.make) }
            }
        }
    }
}

fn choice(value: &str, is_chosen: bool, text: &str) -> Markup {
    html! {
        label class="choice" {
            input type="radio" name="says" value=(value) checked[is_chosen];
            span class="choice-body" { span class="choice-t" { (text) } }
        }
    }
}
