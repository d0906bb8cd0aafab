//! Markup of the form for what changes from some day on.

use maud::{Markup, html};

use super::evening::Evening;
use super::form_view::{Whereabouts, attendance, hours_part, rule_part, whereabouts, zone_part};
use super::onward::OnwardForm;
use super::schedule_words::ScheduleWords;
use super::week_view::evening_path;
use super::words::CareWords;
use super::{Group, when};
use crate::site::components::{error_summary, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};

/// The form, for the meetings from one on.
pub(super) struct OnwardPage<'a> {
    pub(super) group: &'a Group,
    pub(super) evening: &'a Evening,
    pub(super) form: &'a OnwardForm,
    pub(super) errors: &'a Errors,
    /// The group was changed since the form was filled from it, so nothing was kept.
    pub(super) is_stale: bool,
}

pub(super) fn onward(lang: Lang, page: &OnwardPage<'_>) -> Markup {
    let w = ScheduleWords::of(lang);
    let care = CareWords::of(lang);
    let OnwardPage { form, errors, .. } = page;
    let path = evening_path(page.group.id, page.evening);
    let day = when::date_words(lang, page.evening.at.date);
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            header class="stack-s" {
                p class="kicker" { (page.group.name()) }
                h1 { (fill(w.onward_title, &[("day", &day)])) }
                p class="soft" { (w.onward_intro) }
            }
            @if page.is_stale {
                section class="problem" tabindex="-1" data-focus { p role="alert" { (w.onward_stale) } }
            }
            form class="stack-l" method="post" action={ (path) "/onward" } novalidate {
                input type="hidden" name="changed_ms" value=(form.changed_ms);
                section class="stack" {
                    (rule_part(lang, &form.days, errors))
                    (hours_part(lang, &form.start, &form.duration, errors))
                    (zone_part(lang, &form.zone, errors))
                }
                section class="stack" {
                    (attendance(lang, &form.attendance, errors))
                    (whereabouts(lang, errors, &Whereabouts {
                        place: &form.place,
                        address: &form.address,
                        area: &form.area,
                        region: &form.region,
                        latitude: &form.latitude,
                        longitude: &form.longitude,
                        is_approximate: form.approximate.is_some(),
                    }))
                }
                (who("eye", care.who_public))
                button class="btn btn-block" type="submit" { (w.onward_keep) }
            }
            p { a href=(path) { (w.back_to_evening) } }
        }
    }
}
