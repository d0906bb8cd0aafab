//! The SQL of formats.

use circle::format::{Format, Text};
use serde_json::{Value, json};
use store::{FromRow, Keys, Row, StoreError, Tx, params};

use super::{Choice, FormatId, OWN_MAX, Own, Planned, key_of, text_in, version_key};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

impl FromRow for Own {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: FormatId(row.get("id")?),
            person: row.get::<Option<i64>>("person_id")?.map(PersonId),
            draft: format_of(&row.get::<String>("draft")?)?,
            version: row.get("version")?,
            is_put_away: row.get::<i64>("is_put_away")? != 0,
            changed_ms: row.get("changed_ms")?,
        })
    }
}

fn format_of(text: &str) -> Result<Format, StoreError> {
    serde_json::from_str(text)
        .map_err(|_| StoreError::Inconsistent("a format that is none".to_owned()))
}

fn text_of(format: &Format) -> Result<String, StoreError> {
    serde_json::to_string(format)
        .map_err(|_| StoreError::Inconsistent("a format that can't be written".to_owned()))
}

/// Makes a format. False when the community has as many as it may.
pub(super) fn make(tx: &mut Tx<'_>, own: &Own) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one("SELECT COUNT(*) FROM formats", &[])?;
    if count >= OWN_MAX {
        return Ok(false);
    }
    tx.run(
        "INSERT INTO formats (id, person_id, draft, version, is_put_away, changed_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &params![
            own.id,
            own.person.map(|person| person.0),
            text_of(&own.draft)?,
            own.version,
            i64::from(own.is_put_away),
            own.changed_ms
        ],
    )?;
    Ok(true)
}

pub(super) fn get(tx: &mut Tx<'_>, id: FormatId) -> Result<Option<Own>, StoreError> {
    tx.maybe(
        "SELECT id, person_id, draft, version, is_put_away, changed_ms FROM formats WHERE id = $1",
        &params![id],
    )
}

/// All of the community's, the last changed first.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Own>, StoreError> {
    tx.all(
        "SELECT id, person_id, draft, version, is_put_away, changed_ms FROM formats
         ORDER BY changed_ms DESC, id LIMIT $1",
        &params![OWN_MAX],
    )
}

/// Writes the draft and whether it is put away.
pub(super) fn keep(tx: &mut Tx<'_>, own: &Own) -> Result<(), StoreError> {
    tx.run(
        "UPDATE formats SET draft = $1, is_put_away = $2, changed_ms = $3 WHERE id = $4",
        &params![
            text_of(&own.draft)?,
            i64::from(own.is_put_away),
            own.changed_ms,
            own.id
        ],
    )?;
    Ok(())
}

/// Makes the draft the next version. The caller has seen that it is sound.
pub(super) fn release(tx: &mut Tx<'_>, own: &Own, now_ms: i64) -> Result<(), StoreError> {
    let version = own.version + 1;
    let key = version_key(own.id, version);
    let format = Format {
        id: key.clone(),
        ..own.draft.clone()
    };
    tx.run(
        "INSERT INTO format_versions (key, format_id, version, name_en, name_es, minutes, format,
             made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            &key,
            own.id,
            version,
            &format.name.en,
            &format.name.es,
            format.target_minutes(),
            text_of(&format)?,
            now_ms
        ],
    )?;
    tx.run(
        "UPDATE formats SET version = $1, changed_ms = $2 WHERE id = $3",
        &params![version, now_ms, own.id],
    )?;
    Ok(())
}

/// Forgets a format that no group could ever choose. False if one could.
pub(super) fn remove(tx: &mut Tx<'_>, id: FormatId) -> Result<bool, StoreError> {
    let touched = tx.run(
        "DELETE FROM formats WHERE id = $1 AND version = 0",
        &params![id],
    )?;
    Ok(touched == 1)
}

/// A version, or the newest.
pub(super) fn version(
    tx: &mut Tx<'_>,
    id: FormatId,
    version: Option<i64>,
) -> Result<Option<Format>, StoreError> {
    let row: Option<(String,)> = match version {
        Some(version) => tx.maybe(
            "SELECT format FROM format_versions WHERE format_id = $1 AND version = $2",
            &params![id, version],
        )?,
        None => tx.maybe(
            "SELECT format FROM format_versions WHERE format_id = $1
             ORDER BY version DESC LIMIT 1",
            &params![id],
        )?,
    };
    row.map(|(text,)| format_of(&text)).transpose()
}

/// What a session runs that is planned now.
pub(super) fn newest(tx: &mut Tx<'_>, id: FormatId) -> Result<Option<Planned>, StoreError> {
    let row: Option<(String, i64)> = tx.maybe(
        "SELECT key, minutes FROM format_versions WHERE format_id = $1
         ORDER BY version DESC LIMIT 1",
        &params![id],
    )?;
    row.map(|(key, minutes)| {
        Ok(Planned {
            key,
            minutes: length(minutes)?,
        })
    })
    .transpose()
}

/// What can be chosen, by name; `also` even though it is put away.
pub(super) fn choices(tx: &mut Tx<'_>, also: Option<FormatId>) -> Result<Vec<Choice>, StoreError> {
    let rows: Vec<(i64, String, String, i64)> = tx.all(
        "SELECT formats.id, name_en, name_es, minutes FROM formats
         JOIN format_versions ON format_versions.format_id = formats.id
             AND format_versions.version = formats.version
         WHERE is_put_away = 0 OR formats.id = $1
         ORDER BY name_en, formats.id LIMIT $2",
        &params![also.map_or(0, |id| id.0), OWN_MAX],
    )?;
    rows.into_iter()
        .map(|(id, en, es, minutes)| {
            Ok(Choice {
                key: key_of(FormatId(id)),
                name: Text { en, es },
                minutes: length(minutes)?,
            })
        })
        .collect()
}

fn length(minutes: i64) -> Result<u32, StoreError> {
    u32::try_from(minutes).map_err(|_| StoreError::Inconsistent("a format of no length".to_owned()))
}

/// The formats that a person looks after.
///
/// # Errors
/// The database can't be read.
pub fn export(tx: &mut Tx<'_>, _: &Keys, person: PersonId) -> Result<Value, StoreError> {
    let rows: Vec<Own> = tx.all(
        "SELECT id, person_id, draft, version, is_put_away, changed_ms FROM formats
         WHERE person_id = $1 ORDER BY changed_ms, id",
        &params![person],
    )?;
    let formats: Vec<Value> = rows
        .into_iter()
        .map(|own| {
            let name = text_in(Lang::En, &own.draft.name);
            json!({ "name": name, "changed_ms": own.changed_ms })
        })
        .collect();
    Ok(json!({ "looked_after": formats }))
}

/// The formats stay with the community; who looked after them is forgotten.
///
/// # Errors
/// The database can't be written.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE formats SET person_id = NULL WHERE person_id = $1",
        &params![person],
    )?;
    Ok(())
}
