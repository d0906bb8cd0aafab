//! Markup of what can be done with one meeting alone: call it off, hold it online, or otherwise.

use calendar::schedule::{NOTE_CHARS_MAX, Way};
use maud::{Markup, html};

use super::evening::Difference;
use super::evening_view::{EveningPage, Forms, Told, stood};
use super::form_view::{date, field};
use super::schedule_words::ScheduleWords;
use super::week_view::{evening_path, way};
use super::{Field as GroupField, field_words, told, when};
use crate::site::components::{Field, icon, select, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// What can be done with this meeting alone. Each asks once, in words.
pub(super) fn this_once(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    html! {
        section class="card stack" id="once" aria-labelledby="once-title" {
            h2 id="once-title" { (w.once_title) }
            (call_off(lang, page))
            (go_online(lang, page))
            (change(lang, page))
        }
    }
}

fn note_field<'a>(lang: Lang, errors: &'a Errors, name: &'a str, text: &str) -> Field<'a> {
    let w = ScheduleWords::of(lang);
    Field {
        hint: told::hint(lang, GroupField::About, text, Some(w.note_hint)),
        ..field(lang, errors, name, w.note)
    }
}

/// Whether a form holds words that are not kept, so that they are to be seen.
fn is_unkept(page: &EveningPage<'_>, is_other: impl Fn(&Forms) -> bool) -> bool {
    page.told == Some(Told::Stale) && is_other(&Forms::of(page.group, page.evening))
}

fn call_off(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let zone = page.group.details.zone.as_ref();
    let day = when::date_words(lang, when::day_of(zone, &page.evening.at));
    let note = note_field(lang, page.errors, "off_note", &page.forms.off_note);
    let is_unkept = is_unkept(page, |now| now.off_note != page.forms.off_note);
    html! {
        @if page.evening.difference != Difference::Off || is_unkept {
            details open[is_unkept || note.is_bad().is_some()] {
                summary { (w.off_open) }
                form class="stack" method="post" novalidate
                    action={ (evening_path(page.group.id, page.evening)) "/cancellation" } {
                    (stood(page))
                    h3 { (fill(w.off_ask, &[("day", &day)])) }
                    (who("eye", w.off_who))
                    (note.text(&page.forms.off_note, NOTE_CHARS_MAX, 3))
                    button class="btn" type="submit" { (w.off_yes) }
                }
            }
        }
    }
}

fn go_online(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let details = &page.group.details;
    let zone = details.zone.as_ref();
    let is_tonight = when::day_of(zone, &page.evening.at) == when::today(zone, page.now_ms);
    let is_online = way(details.attendance, page.evening) == super::Attendance::Online;
    let is_off = page.evening.difference == Difference::Off;
    let has_call = !details.call_url.is_empty() || !details.call_phone.is_empty();
    let note = note_field(lang, page.errors, "online_note", &page.forms.online_note);
    let is_unkept = is_unkept(page, |now| now.online_note != page.forms.online_note);
    html! {
        @if is_off || !is_online || is_unkept {
            details open[is_unkept || note.is_bad().is_some()] {
                summary { @if is_tonight { (w.online_tonight) } @else { (w.online_once) } }
                form class="stack" method="post" novalidate
                    action={ (evening_path(page.group.id, page.evening)) "/online" } {
                    (stood(page))
                    p { (w.online_ask) }
                    @if !has_call { p class="notice" { (icon("info")) span { (w.online_no_call) } } }
                    (who("eye", w.off_who))
                    (note.text(&page.forms.online_note, NOTE_CHARS_MAX, 3))
                    button class="btn" type="submit" { (w.online_yes) }
                }
            }
        }
    }
}

fn change(lang: Lang, page: &EveningPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let (form, errors) = (&page.forms.once, page.errors);
    let start = Field {
        hint: Some(w.start_hint),
        ..field(lang, errors, "start", w.start)
    };
    let ways = Way::ALL.map(|way| {
        let attendance = page.group.details.attendance.this_time(Some(way));
        (
            way.key(),
            field_words::way_name(lang, attendance).to_owned(),
        )
    });
    let is_bad = ["day", "start", "duration", "way", "note"]
        .into_iter()
        .any(|name| errors.of(name).is_some());
    let is_unkept = is_unkept(page, |now| now.once != page.forms.once);
    html! {
        details open[is_bad || is_unkept] {
            summary { (w.change_open) }
            form class="stack" method="post" novalidate
                action={ (evening_path(page.group.id, page.evening)) "/change" } {
                (stood(page))
                (date(&field(lang, errors, "day", w.day), &form.day))
                (start.line(&form.start, 5))
                (field(lang, errors, "duration", w.minutes).line(&form.duration, 4))
                (select(&field(lang, errors, "way", w.way), &ways, &form.way))
                (who("eye", w.off_who))
                (note_field(lang, errors, "note", &form.note).text(&form.note, NOTE_CHARS_MAX, 3))
                button class="btn" type="submit" { (w.change_keep) }
            }
        }
    }
}
