//! The fields of a group in words: what each is called, and what stands in it.

use calendar::fellowship::Fellowship;

use super::details::{Attendance, rule_of};
use super::field::Field;
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
        Field::Point => w.point,
        Field::Approximate => w.approximate,
        Field::Fellowship => ImportWords::of(lang).fellowship,
        Field::Types => GroupWords::of(lang).kind_of_meeting,
        Field::CallUrl => w.call_url,
        Field::CallNotes => w.call_notes,
        Field::CallPhone => w.call_phone,
        Field::CallPhoneNotes => w.call_phone_notes,
        Field::GroupName => w.group_name,
        Field::Website => w.website,
        Field::Venmo => w.venmo,
        Field::Square => w.square,
        Field::Paypal => w.paypal,
    }
}

/// A field's text form as people read it.
pub(super) fn shown(lang: Lang, field: Field, text: &str) -> String {
    let known = match field {
        // A report of long ago has a number for the days.
        Field::Days => Some(when::days(lang, rule_of(text).as_ref())),
        Field::Approximate => {
            Some(CareWords::of(lang)).map(|w| if text == "yes" { w.yes } else { w.no }.to_owned())
        }
        Field::Lang => Lang::from_tag(text).map(|lang| lang.own_name().to_owned()),
        Field::Attendance => Attendance::from_key(text).map(|way| way_name(lang, way).to_owned()),
        Field::Fellowship => Fellowship::of(text).map(|known| known.name.to_owned()),
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
