//! The fields of a group in words: what each is called, and what stands in it.

use calendar::Days;

use super::details::{Attendance, Field};
use super::when;
use super::words::{CareWords, GroupWords, ImportWords};
use crate::site::lang::Lang;

/// What a field is called.
pub(super) fn name(lang: Lang, field: Field) -> &'static str {
    let w = CareWords::of(lang);
    match field {
        Field::Name => w.name,
        Field::About => w.about,
        Field::Lang => w.lang,
        Field::Attendance => w.attendance,
        Field::Days => w.days,
        Field::Start => w.start,
        Field::Duration => w.duration,
        Field::Zone => w.zone,
        Field::Place => w.place,
        Field::Address => w.address,
        Field::PlaceNotes => w.place_notes,
        Field::Region => w.region,
        Field::Fellowship => ImportWords::of(lang).fellowship,
        Field::Types => GroupWords::of(lang).kind_of_meeting,
        Field::CallUrl => w.call_url,
        Field::CallNotes => w.call_notes,
        Field::CallPhone => w.call_phone,
        Field::CallPhoneNotes => w.call_phone_notes,
    }
}

/// A field's text form as people read it.
pub(super) fn shown(lang: Lang, field: Field, text: &str) -> String {
    let known = match field {
        Field::Days => text
            .parse()
            .ok()
            .and_then(Days::from_bits)
            .map(|days| when::days(lang, days)),
        Field::Lang => Lang::from_tag(text).map(|lang| lang.own_name().to_owned()),
        Field::Attendance => Attendance::from_key(text).map(|way| way_name(lang, way).to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

/// How people come, in words.
pub(super) fn way_name(lang: Lang, way: Attendance) -> &'static str {
    let w = GroupWords::of(lang);
    match way {
        Attendance::Online => w.online,
        Attendance::InRoom => w.in_room,
        Attendance::Both => w.both,
        Attendance::Resting => w.resting,
    }
}
