//! What looking back holds of one person, for their own data.

use ::store::{Keys, StoreError, Tx};
use circle::{Element, How};
use serde_json::{Value, json};

use super::look::{self, Opened, unopened};
use super::{Took, store};
use crate::sessions::data::group_name;
use crate::site::visitor::PersonId;

/// What this person looked back on, and their own words. Whom they might reach out to is about
/// others, and stays out of it.
pub(in super::super) fn export(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: PersonId,
) -> Result<Vec<Value>, StoreError> {
    let mut all = Vec::new();
    let mut next = Some(0);
    while let Some(after) = next {
        let (rows, more) = store::list_of(tx, person, after)?;
        for one in look::opened(keys, rows).map_err(unopened)? {
            all.push(exported(tx, keys, &one)?);
        }
        next = more;
    }
    Ok(all)
}

fn exported(tx: &mut Tx<'_>, keys: &Keys, one: &Opened) -> Result<Value, StoreError> {
    let words = look::whole_words_of(keys, &one.row).map_err(unopened)?;
    let words = words.unwrap_or_default();
    let findings = one.noted.findings.iter();
    let happened: Vec<Value> = findings
        .filter_map(|finding| {
            let how = how_key(finding.how)?;
            Some(json!({ "we_agreed": element_key(finding.element), "it_was": how }))
        })
        .collect();
    Ok(json!({
        "group": group_name(tx, one.row.group)?,
        "starts_ms": one.row.starts_ms,
        "i_was": took_key(one.noted.took),
        "what_happened": happened,
        "went_well": words.well,
        "id_do_otherwise": words.otherwise,
        "shared_with_coordinators_ms": one.row.shared_ms,
    }))
}

fn took_key(took: Took) -> &'static str {
    match took {
        Took::Led => "led",
        Took::Hosted => "hosted",
    }
}

fn how_key(how: How) -> Option<&'static str> {
    match how {
        How::Yes => Some("happened"),
        How::Partly => Some("in_part"),
        How::No => Some("not_this_time"),
        How::NotInThisFormat => None,
    }
}

fn element_key(element: Element) -> &'static str {
    match element {
        Element::Stillness => "stillness",
        Element::Agreement => "agreement",
        Element::CheckIn => "check_in",
        Element::Turns => "turns",
        Element::Activity => "activity",
        Element::Closing => "closing",
        Element::Reflection => "writing",
        Element::OnTime => "on_time",
    }
}
