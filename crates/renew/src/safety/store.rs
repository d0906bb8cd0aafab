//! SQL of what a community says of itself.

use std::collections::BTreeMap;

use store::{StoreError, Tx, params};

use super::community::{Community, Country, LINES_MAX, Line};

/// All of it; the defaults where nothing was kept.
pub(super) fn load(tx: &mut Tx<'_>) -> Result<Community, StoreError> {
    let mut community = Community::default();
    for (name, value) in tx.all::<(String, String)>("SELECT name, value FROM settings", &[])? {
        match name.as_str() {
            "community" => community.own_name = value,
            "country" => community.country = Country::from_key(&value).unwrap_or_default(),
            "leave_to" => community.leave_to = value,
            // A newer program may keep more than this one knows.
            _ => {}
        }
    }
    community.typed = lines(tx)?;
    Ok(community)
}

fn lines(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Vec<Line>>, StoreError> {
    let sql = "SELECT lang, what_for, label, number FROM crisis_lines ORDER BY lang, place";
    let mut all: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (lang, what_for, label, number) in tx.all::<(String, String, String, String)>(sql, &[])? {
        let lines = all.entry(lang).or_default();
        if lines.len() < LINES_MAX {
            lines.push(Line {
                what_for,
                label,
                number,
            });
        }
    }
    Ok(all)
}

/// Replaces all of it.
pub(super) fn save(tx: &mut Tx<'_>, community: &Community) -> Result<(), StoreError> {
    let Community {
        own_name,
        country,
        leave_to,
        typed,
    } = community;
    let pairs = [
        ("community", own_name.as_str()),
        ("country", country.key()),
        ("leave_to", leave_to.as_str()),
    ];
    for (name, value) in pairs {
        tx.run(
            "INSERT INTO settings (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            &params![name, value],
        )?;
    }
    tx.run("DELETE FROM crisis_lines", &[])?;
    for (lang, lines) in typed {
        for (place, line) in (1_i64..).zip(lines) {
            tx.run(
                "INSERT INTO crisis_lines (lang, place, what_for, label, number)
                 VALUES ($1, $2, $3, $4, $5)",
                &params![lang, place, &line.what_for, &line.label, &line.number],
            )?;
        }
    }
    Ok(())
}
