//! Markup of a group's form, and of the parts that a form for a part of it shares.

use calendar::Zone;
use jiff::civil::Weekday;
use maud::{Markup, html};

use super::area::AreaFields;
use super::care_view::{Tab, tabs};
use super::form::{GroupForm, LINE_CHARS_MAX, LINK_CHARS_MAX, NAME_CHARS_MAX, NOTES_CHARS_MAX};
use super::rule_form::{DATES_CHARS_MAX, Kind, RuleFields};
use super::words::CareWords;
use super::{
    Attendance, Door, Field as GroupField, Group, calendars, field_words, gone_view, kinds_view,
    told,
};
use crate::formats::{Choice, text_in};
use crate::site::components::{Field, error_summary, icon, select, tick, who};
use crate::site::form::{Errors, tidy};
use crate::site::lang::{Lang, fill};
use crate::site::weekdays;

/// What the page of a form has to tell beside the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Nothing,
    /// It was just kept.
    Kept,
    /// It was just kept, and the kinds of its fellowship can be ticked now.
    KeptKinds,
    /// It was to be deleted, and stays.
    Stays,
    /// The group was changed since the form was filled from it, so nothing was kept.
    Stale,
}

/// The form of a group.
pub(super) struct FormPage<'a> {
    /// `None` for a group that is yet to be made.
    pub(super) group: Option<&'a Group>,
    pub(super) form: &'a GroupForm,
    /// What its sessions can run.
    pub(super) formats: &'a [Choice],
    pub(super) errors: &'a Errors,
    pub(super) told: Told,
    /// Whether the reader decides about a group that its feed names no more.
    pub(super) is_coordinator: bool,
}

pub(super) fn form(lang: Lang, page: &FormPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    let FormPage { form, errors, .. } = page;
    let action = page.group.map_or_else(
        || "/looking-after/groups".to_owned(),
        |group| format!("/groups/{}", group.id),
    );
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            @match page.told {
                Told::Kept => p class="notice" role="status" { (w.kept) },
                Told::KeptKinds => p class="notice" role="status" { (w.kept_kinds) },
                Told::Stays => p class="notice" role="status" { (w.gone_stays) },
                Told::Nothing | Told::Stale => {},
            }
            h1 { (page.group.map_or(w.new_title, Group::name)) }
            @if let Some(group) = page.group {
                (tabs(lang, group.id, Tab::Form))
                (gone_view::decide(lang, group, page.is_coordinator))
                (calendars::in_form(lang, group))
            }
            @if let (Some(group), Told::Stale) = (page.group, page.told) {
                (stands_now(lang, group, page))
            }
            form class="stack-l" method="post" action=(action) novalidate {
                input type="hidden" name="changed_ms" value=(form.changed_ms);
                (words_part(lang, form, errors))
                (times_part(lang, form, errors))
                (place_part(lang, form, errors))
                (kinds_view::kinds_part(lang, page))
                (kinds_view::basket_part(lang, form, errors))
                (call_part(lang, form, errors))
                (sessions_part(lang, page))
                button class="btn btn-block" type="submit" {
                    (if page.group.is_some() { w.keep } else { w.make })
                }
            }
        }
    }
}

/// That somebody else changed the group, and what stands in the fields where the form differs.
fn stands_now(lang: Lang, group: &Group, page: &FormPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    let form = page.form;
    let now = GroupForm::of_group(group);
    let line = |name: &str, now: &str| match now {
        "" => fill(w.stands_empty, &[("field", name)]),
        now => fill(w.stands_line, &[("field", name), ("now", now)]),
    };
    let fields = GroupField::ALL
        .into_iter()
        .filter(|field| tidy(&form.text(*field)) != tidy(&now.text(*field)))
        .map(|field| {
            let shown = match field {
                GroupField::Types => kinds_view::kind_names(lang, &now),
                _ => field_words::shown(lang, field, &now.text(field)),
            };
            line(field_words::name(lang, field), &shown)
        });
    let formats = page.formats.iter();
    let format = formats
        .filter(|choice| choice.key == group.format && form.format != now.format)
        .map(|choice| line(w.format, text_in(lang, &choice.name)));
    let door = (form.door != now.door).then(|| line(w.door, door_words(w, group.door)));
    let lines: Vec<String> = fields.chain(format).chain(door).collect();
    html! {
        section class="problem stack-s" aria-labelledby="stale" tabindex="-1" data-focus {
            p id="stale" role="alert" { (w.stale) }
            @if !lines.is_empty() {
                h2 class="h3" { (w.stands_now) }
                ul class="list" { @for line in &lines { li { (line) } } }
            }
        }
    }
}

/// A field without a hint.
pub(super) fn field<'a>(
    lang: Lang,
    errors: &'a Errors,
    name: &'a str,
    label: &'a str,
) -> Field<'a> {
    Field {
        lang,
        name,
        label,
        hint: None,
        errors,
    }
}

fn words_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let name = Field {
        hint: told::hint(lang, GroupField::Name, &form.name, Some(w.name_hint)),
        ..field(lang, errors, "name", w.name)
    };
    let about = Field {
        hint: told::hint(lang, GroupField::About, &form.about, Some(w.about_hint)),
        ..field(lang, errors, "about", w.about)
    };
    let langs = Lang::ALL.map(|lang| (lang.tag(), lang.own_name().to_owned()));
    html! {
        section class="stack" {
            (who("eye", w.who_public))
            (name.line(&form.name, NAME_CHARS_MAX))
            (about.text(&form.about, NOTES_CHARS_MAX, 5))
            (select(&field(lang, errors, "lang", w.lang), &langs, &form.lang))
        }
    }
}

fn times_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    html! {
        section class="stack" {
            (rule_part(lang, &form.days, errors))
            (hours_part(lang, &form.start, &form.duration, errors))
            (zone_part(lang, &form.zone, errors))
            (season_part(lang, form, errors))
        }
    }
}

/// By whose clock the hours are.
pub(super) fn zone_part(lang: Lang, zone: &str, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let zones = zones(w.zone_none, zone);
    select(&field(lang, errors, "zone", w.zone), &zones, zone)
}

/// When a meeting begins and how long it is.
pub(super) fn hours_part(lang: Lang, start: &str, minutes: &str, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let start_field = Field {
        hint: Some(w.start_hint),
        ..field(lang, errors, "start", w.start)
    };
    html! {
        (start_field.line(start, 5))
        (field(lang, errors, "duration", w.duration).line(minutes, 4))
    }
}

fn season_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let is_open = !form.season_first.is_empty() || !form.season_last.is_empty();
    html! {
        details open[is_open] {
            summary { (w.season) }
            div class="stack" {
                p class="sm soft" { (w.season_hint) }
                (date(&field(lang, errors, "season_first", w.season_first), &form.season_first))
                (date(&field(lang, errors, "season_last", w.season_last), &form.season_last))
            }
        }
    }
}

/// A field for a day. What was typed stands in it, also where it is no day.
pub(super) fn date(field: &Field<'_>, value: &str) -> Markup {
    field.wrap(&html! {
        input class="input" type="date" id=(field.name) name=(field.name) value=(value)
            aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()];
    })
}

/// The zones to choose from, with one that is chosen already and not among them: feeds name zones
/// by old names, too.
pub(super) fn zones(none: &str, chosen: &str) -> Vec<(String, String)> {
    let shown = |name: String| {
        let shown = name.replace('_', " ");
        (name, shown)
    };
    let mut options = vec![(String::new(), none.to_owned())];
    let names = Zone::all_names();
    if let Some(other) = Zone::named(chosen).filter(|_| !names.iter().any(|name| name == chosen)) {
        options.push(shown(other.name().to_owned()));
    }
    options.extend(names.into_iter().map(shown));
    options
}

/// On which days, by each of the kinds of rules.
pub(super) fn rule_part(lang: Lang, fields: &RuleFields, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let kinds = Kind::ALL.map(|kind| (kind.key(), kind_name(w, kind).to_owned()));
    let kind = Field {
        hint: Some(w.kind_hint),
        ..field(lang, errors, "kind", w.kind)
    };
    let weeks = field(lang, errors, "weeks", w.weeks);
    let anchor = field(lang, errors, "anchor", w.anchor);
    let dates = Field {
        hint: Some(w.dates_hint),
        ..field(lang, errors, "dates", w.dates)
    };
    let is_open = |kind| fields.kind() == kind;
    html! {
        (select(&kind, &kinds, fields.kind().key()))
        (days(lang, fields, errors))
        details open[is_open(Kind::EveryWeeks)] {
            summary { (w.kind_every) }
            div class="stack" { (weeks.line(&fields.weeks, 2)) (date(&anchor, &fields.anchor)) }
        }
        details open[is_open(Kind::Monthly)] {
            summary { (w.kind_monthly) }
            (ordinals(lang, fields, errors))
        }
        details open[is_open(Kind::Dates)] {
            summary { (w.kind_dates) }
            (dates.text(&fields.dates, DATES_CHARS_MAX, 4))
        }
    }
}

fn kind_name(w: &'static CareWords, kind: Kind) -> &'static str {
    match kind {
        Kind::Weekly => w.kind_weekly,
        Kind::EveryWeeks => w.kind_every,
        Kind::Monthly => w.kind_monthly,
        Kind::Dates => w.kind_dates,
    }
}

fn days(lang: Lang, fields: &RuleFields, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ticked = fields.days();
    let boxes = (0..7_i8).filter_map(|offset| {
        let day = Weekday::from_sunday_zero_offset(offset).ok()?;
        let name = format!("day_{offset}");
        Some((name, weekdays::name(lang, day), ticked.contains(day)))
    });
    boxes_part(w.days, w.days_hint, errors.of("day_0"), "days-hint", boxes)
}

fn ordinals(lang: Lang, fields: &RuleFields, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ticked = fields.ordinals();
    let names = [w.nth_1, w.nth_2, w.nth_3, w.nth_4, w.nth_5];
    let numbered = (1_u8..).zip(names).map(|(nth, name)| {
        let is_ticked = ticked.numbers().any(|known| known == nth);
        (format!("nth_{nth}"), name, is_ticked)
    });
    let last = ("nth_last".to_owned(), w.nth_last, ticked.has_last());
    let boxes = numbered.chain([last]);
    boxes_part(w.nth, w.nth_hint, errors.of("nth_1"), "nth-hint", boxes)
}

/// Boxes to tick, in a row; each is its name, its words, and whether it is ticked.
pub(super) fn boxes_part(
    legend: &str,
    hint: &str,
    error: Option<&str>,
    hint_id: &str,
    boxes: impl Iterator<Item = (String, &'static str, bool)>,
) -> Markup {
    html! {
        fieldset class={ "field" @if error.is_some() { " field-bad" } } aria-describedby=(hint_id) {
            legend class="label" { (legend) }
            span class="hint" id=(hint_id) { (hint) }
            @if let Some(sentence) = error {
                p class="bad" { (icon("warning-circle")) span { (sentence) } }
            }
            div class="chips" {
                @for (name, words, is_ticked) in boxes {
                    label class="chip" {
                        input type="checkbox" id=(name) name=(name) checked[is_ticked];
                        span { (tick()) (words) }
                    }
                }
            }
        }
    }
}

fn place_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let website = Field {
        hint: told::hint(
            lang,
            GroupField::Website,
            &form.website,
            Some(w.website_hint),
        ),
        ..field(lang, errors, "website", w.website)
    };
    let open = |name, label, of, text: &str| Field {
        hint: told::hint(lang, of, text, None),
        ..field(lang, errors, name, label)
    };
    html! {
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
            (open("place_notes", w.place_notes, GroupField::PlaceNotes, &form.place_notes)
                .text(&form.place_notes, NOTES_CHARS_MAX, 2))
            (website.line(&form.website, LINK_CHARS_MAX))
        }
    }
}

/// How people come, to choose.
pub(super) fn attendance(lang: Lang, chosen: &str, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let ways = Attendance::ALL.map(|way| (way.key(), field_words::way_name(lang, way).to_owned()));
    let attendance = Field {
        hint: Some(w.attendance_hint),
        ..field(lang, errors, "attendance", w.attendance)
    };
    select(&attendance, &ways, chosen)
}

/// What stands in the fields that say where a group meets.
pub(super) struct Whereabouts<'a> {
    pub(super) place: &'a str,
    pub(super) address: &'a str,
    pub(super) area: &'a AreaFields,
    pub(super) region: &'a str,
    pub(super) latitude: &'a str,
    pub(super) longitude: &'a str,
    pub(super) is_approximate: bool,
}

/// Where a group meets, and what tells where that is.
pub(super) fn whereabouts(lang: Lang, errors: &Errors, form: &Whereabouts<'_>) -> Markup {
    let w = CareWords::of(lang);
    let held = told::hint(lang, GroupField::Address, form.address, None);
    let leaves = form.area.is_known().then_some(w.address_hint);
    let address_hint: Vec<&str> = held.into_iter().chain(leaves).collect();
    let address_hint = address_hint.join(" ");
    let address = Field {
        hint: (!address_hint.is_empty()).then_some(&*address_hint),
        ..field(lang, errors, "address", w.address)
    };
    let place = Field {
        hint: told::hint(lang, GroupField::Place, form.place, None),
        ..field(lang, errors, "place", w.place)
    };
    let region = Field {
        hint: told::hint(lang, GroupField::Region, form.region, Some(w.region_hint)),
        ..field(lang, errors, "region", w.region)
    };
    html! {
        (place.line(form.place, LINE_CHARS_MAX))
        (address.line(form.address, LINE_CHARS_MAX))
        @if form.area.is_known() {
            input type="hidden" name="was_at" value=(form.area.was_at);
            input type="hidden" name="was_region" value=(form.area.was_region);
            input type="hidden" name="was_point" value=(form.area.was_point);
            label class="chip" {
                input type="checkbox" id="same_area" name="same_area"
                    checked[form.area.same_area.is_some()];
                span { (tick()) (w.same_area) }
            }
        }
        (region.line(form.region, LINE_CHARS_MAX))
        (map_part(lang, form, errors))
    }
}

/// Two numbers, or that only the area is known.
fn map_part(lang: Lang, form: &Whereabouts<'_>, errors: &Errors) -> Markup {
    /// A sign, three digits, a point, and more decimals than any map has.
    const DEGREES_CHARS_MAX: usize = 24;
    let w = CareWords::of(lang);
    let latitude = Field {
        hint: Some(w.latitude_hint),
        ..field(lang, errors, "latitude", w.latitude)
    };
    let longitude = field(lang, errors, "longitude", w.longitude);
    let is_bad = [latitude.is_bad(), longitude.is_bad()]
        .iter()
        .any(Option::is_some);
    html! {
        details open[is_bad] {
            summary { (w.map) }
            div class="stack" {
                (latitude.line(form.latitude, DEGREES_CHARS_MAX))
                (longitude.line(form.longitude, DEGREES_CHARS_MAX))
                label class="chip" {
                    input type="checkbox" id="approximate" name="approximate"
                        checked[form.is_approximate];
                    span { (tick()) (w.approximate) }
                }
            }
        }
    }
}

fn call_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let url = Field {
        hint: Some(w.call_url_hint),
        ..field(lang, errors, "call_url", w.call_url)
    };
    html! {
        section class="card card-private stack" {
            (who("lock-simple", w.who_members))
            (url.line(&form.call_url, LINK_CHARS_MAX))
            (field(lang, errors, "call_notes", w.call_notes)
                .text(&form.call_notes, NOTES_CHARS_MAX, 2))
            (field(lang, errors, "call_phone", w.call_phone).line(&form.call_phone, LINE_CHARS_MAX))
            (field(lang, errors, "call_phone_notes", w.call_phone_notes)
                .text(&form.call_phone_notes, NOTES_CHARS_MAX, 2))
        }
    }
}

fn sessions_part(lang: Lang, page: &FormPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    let FormPage { form, errors, .. } = page;
    let formats: Vec<(&str, String)> = page
        .formats
        .iter()
        .map(|choice| {
            let minutes = choice.minutes.to_string();
            let name = text_in(lang, &choice.name);
            let line = fill(w.format_line, &[("name", name), ("n", &minutes)]);
            (choice.key.as_str(), line)
        })
        .collect();
    let doors = Door::ALL.map(|door| (door.key(), door_words(w, door).to_owned()));
    html! {
        section class="stack" {
            (select(&field(lang, errors, "format", w.format), &formats, &form.format))
            (select(&field(lang, errors, "door", w.door), &doors, &form.door))
        }
    }
}

fn door_words(w: &'static CareWords, door: Door) -> &'static str {
    match door {
        Door::Open => w.door_open,
        Door::Vouched => w.door_vouched,
        Door::Members => w.door_members,
    }
}
