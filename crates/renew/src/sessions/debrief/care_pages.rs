//! What coordinators see of looking back: what was shared with them, for as long as it is.

use ::store::{Keys, StoreError, Tx};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::growth_pages::zone_of;
use super::look::{self, shared_of, unopened};
use super::share_view::{SharedItem, care_list, care_one};
use super::store::{self, DebriefRow};
use super::words::DebriefWords;
use super::{DebriefId, Shared};
use crate::App;
use crate::groups::{self, GroupId};
use crate::people;
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, PersonId};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/looking-after/debriefs", get(list))
        .route("/looking-after/debriefs/{id}", get(one))
}

/// The rows as the list shows them, each with its copy. One whose owner is being erased is left out.
fn items(
    tx: &mut Tx<'_>,
    keys: &Keys,
    rows: &[DebriefRow],
) -> Result<Vec<(SharedItem, Shared)>, StoreError> {
    let owners: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
    let known = people::known(tx, keys, &owners)?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(by), Some(shared_ms)) = (known.get(&row.person), row.shared_ms) else {
            continue;
        };
        let Some(shared) = shared_of(keys, row).map_err(unopened)? else {
            continue;
        };
        let group = groups::group(tx, GroupId(row.group))?;
        let item = SharedItem {
            id: row.id,
            by: by.name.clone(),
            took: shared.noted.took,
            zone: zone_of(group.as_ref()),
            group: group.map(|group| group.name().to_owned()),
            starts_ms: row.starts_ms,
            shared_ms,
        };
        items.push((item, shared));
    }
    Ok(items)
}

/// `GET /looking-after/debriefs`
async fn list(
    State(app): State<App>,
    Coordinator(member): Coordinator,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let items = app
        .store
        .read(move |tx| {
            let rows = store::shared(tx)?;
            items(tx, &keys, &rows)
        })
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    let items: Vec<SharedItem> = items.into_iter().map(|(item, _)| item).collect();
    let lang = member.visitor.lang;
    let title = DebriefWords::of(lang).care_title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(care_list(lang, &items)))
}

/// `GET /looking-after/debriefs/{id}`: one that is shared now.
async fn one(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    At(id): At<DebriefId>,
) -> Result<Response, Problem> {
    let (keys, lang) = (app.keys.clone(), member.visitor.lang);
    let found = app
        .store
        .read(move |tx| {
            let Some(row) = store::shared_one(tx, id)? else {
                return Ok(None);
            };
            let names = look::names(tx, &keys, row.session)?;
            let part_names = look::part_names(tx, &row.format, lang)?;
            let item = items(tx, &keys, &[row])?.into_iter().next();
            Ok::<_, StoreError>(item.map(|item| (item, names, part_names)))
        })
        .await
        .map_err(Problem::from)?;
    let ((item, shared), names, part_names) = found.ok_or_else(Problem::not_found)?;
    let title = DebriefWords::of(lang).title;
    let shell = Shell::Places(Place::LookingAfter);
    let body = care_one(lang, &item, &shared, (&names, &part_names));
    Ok(Page::new(&app, &member.visitor, title, shell).respond(body))
}
