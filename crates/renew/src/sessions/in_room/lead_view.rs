//! What who leads sees of the devices in the room.

use maud::{Markup, html};

use super::Kind;
use super::words::DeviceWords;
use crate::site::components::icon;
use crate::site::lang::{Lang, fill};
use crate::site::visitor::PersonId;

/// A device in the room, as who leads sees it.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) nth: i64,
    pub(super) is_there: bool,
    /// Who sits there.
    pub(super) names: Vec<String>,
    /// Nobody of them is there any more, as far as the room knows.
    pub(super) is_silent: bool,
    /// Who went on with their own phone and is signed in there no more.
    pub(super) lost: Vec<(PersonId, String)>,
}

/// A code that was made just now: it is shown once.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub(super) kind: Kind,
    pub(super) code: &'a str,
    /// Where it is typed.
    pub(super) address: &'a str,
}

#[derive(Debug)]
pub(super) struct DevicesPage<'a> {
    pub(super) lang: Lang,
    /// Where the forms go.
    pub(super) path: &'a str,
    pub(super) is_open: bool,
    pub(super) devices: &'a [Placed],
    pub(super) made: Option<Made<'a>>,
    /// No more of this kind can be added.
    pub(super) full: Option<Kind>,
}

pub(super) fn devices(page: &DevicesPage<'_>) -> Markup {
    let w = DeviceWords::of(page.lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" {
                h1 { (w.title) }
                p class="soft" { (w.lead) }
            }
            @if let Some(made) = &page.made { (code(w, made)) }
            @if page.is_open {
                (kind(page, Kind::Table, [w.tables, w.tables_lead, w.put_table]))
                (kind(page, Kind::Wall, [w.walls, w.walls_lead, w.put_wall]))
            } @else { p class="notice" { (w.not_open) } }
        }
    }
}

fn code(w: &DeviceWords, made: &Made<'_>) -> Markup {
    let title = match made.kind {
        Kind::Table => w.code_table,
        Kind::Wall => w.code_wall,
    };
    html! {
        section class="card card-light stack-s" aria-labelledby="code-title" {
            h2 class="h3" id="code-title" { (title) }
            p class="words" translate="no" { span class="word" { (made.code) } }
            p { (fill(w.code_where, &[("address", made.address)])) }
        }
    }
}

fn kind(page: &DevicesPage<'_>, kind: Kind, [title, lead, put]: [&str; 3]) -> Markup {
    let w = DeviceWords::of(page.lang);
    let id = format!("{}-title", kind.key());
    let placed = || page.devices.iter().filter(|one| one.kind == kind);
    html! {
        section class="card stack" aria-labelledby=(id) {
            h2 class="h3" id=(id) { (title) }
            p class="soft" { (lead) }
            @if placed().next().is_some() {
                ul class="list" { @for one in placed() { li class="stack-s" { (device(page, one)) } } }
            }
            @if page.full == Some(kind) { p class="notice" role="alert" { (w.full) } }
            form method="post" action=(page.path) {
                input type="hidden" name="do" value="put";
                input type="hidden" name="kind" value=(kind.key());
                button class="btn btn-soft" type="submit" {
                    (icon(match kind { Kind::Table => "device-mobile", Kind::Wall => "monitor-play" }))
                    (put)
                }
            }
        }
    }
}

fn device(page: &DevicesPage<'_>, one: &Placed) -> Markup {
    let w = DeviceWords::of(page.lang);
    let n = one.nth.to_string();
    let name = match one.kind {
        Kind::Table => fill(w.table_n, &[("n", &n)]),
        Kind::Wall => fill(w.wall_n, &[("n", &n)]),
    };
    let state = match one {
        Placed {
            is_silent: true, ..
        } => w.silent,
        Placed {
            is_there: false, ..
        } => w.waits,
        Placed {
            kind: Kind::Table,
            names,
            ..
        } if names.is_empty() => w.there_empty,
        _ => w.there,
    };
    let form = |what: &str, text: &str| {
        html! {
            form method="post" action=(page.path) {
                input type="hidden" name="do" value=(what);
                input type="hidden" name="device" value=(one.id);
                button class="btn btn-quiet btn-s" type="submit" {
                    (text) span class="vh" { ": " (name) }
                }
            }
        }
    };
    html! {
        p { b { (name) } br; span class="sm" { (state) } }
        @if !one.names.is_empty() {
            p class="sm soft" { (fill(w.people, &[("names", &one.names.join(", "))])) }
        }
        @for (person, name) in &one.lost {
            form method="post" action=(page.path) {
                input type="hidden" name="do" value="seat_again";
                input type="hidden" name="person" value=(person);
                button class="btn btn-soft btn-s" type="submit" {
                    (fill(w.seat_again, &[("name", name)]))
                }
            }
        }
        div class="row" {
            (form("another", w.another))
            @if one.is_there { (form("stop", w.stop)) }
        }
    }
}
