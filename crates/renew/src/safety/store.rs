//! SQL of what a community says of itself.

use std::collections::BTreeMap;

use store::{StoreError, Tx, params};

use super::community::{Community, LINES_MAX, Line};
use super::form::About;
use crate::site::country::Country;
use crate::site::lang::Lang;

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

fn lines(tx: &mut Tx<'_>) -> Result<BTreeMap<(Country, Lang), Vec<Line>>, StoreError> {
    let sql = "SELECT country, lang, what_for, label, number FROM country_lines
               ORDER BY country, lang, place";
    let mut all: BTreeMap<(Country, Lang), Vec<Line>> = BTreeMap::new();
    let rows = tx.all::<(String, String, String, String, String)>(sql, &[])?;
    for (country, lang, what_for, label, number) in rows {
        // A newer program may know more countries and languages than this one.
        let (Some(country), Some(lang)) = (Country::from_key(&country), Lang::from_tag(&lang))
        else {
            continue;
        };
        let lines = all.entry((country, lang)).or_default();
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

/// Replaces the name, the country and the way out.
pub(super) fn save(tx: &mut Tx<'_>, about: &About) -> Result<(), StoreError> {
    let About {
        own_name,
        country,
        leave_to,
    } = about;
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
    Ok(())
}

/// Replaces the lines of a country, in all languages.
pub(super) fn save_lines(
    tx: &mut Tx<'_>,
    country: Country,
    typed: &BTreeMap<Lang, Vec<Line>>,
) -> Result<(), StoreError> {
    let country = country.key();
    tx.run(
        "DELETE FROM country_lines WHERE country = $1",
        &params![country],
    )?;
    for (lang, lines) in typed {
        for (place, line) in (1_i64..).zip(lines) {
            tx.run(
                "INSERT INTO country_lines (country, lang, place, what_for, label, number)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &params![
                    country,
                    lang.tag(),
                    place,
                    &line.what_for,
                    &line.label,
                    &line.number
                ],
            )?;
        }
    }
    Ok(())
}
