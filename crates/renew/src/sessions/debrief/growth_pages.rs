//! The page of how somebody who leads is growing.

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::growth::{self, EVENINGS_MAX};
use super::growth_view::{GrowthPage, Past};
use super::look::{self, Opened, unopened};
use super::store;
use super::words::GrowthWords;
use crate::App;
use crate::groups::{self, GroupId};
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::Member;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/leading/growth", get(growth))
}

/// `GET /leading/growth`: from this person's own looks back and nobody else's.
async fn growth(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let (me, keys) = (member.me.person, app.keys.clone());
    let (all, past) = app
        .store
        .read(move |tx| {
            let all = look::opened(&keys, store::latest_of(tx, me)?).map_err(unopened)?;
            let mut past = Vec::with_capacity(all.len());
            for one in &all {
                let group = groups::group(tx, GroupId(one.row.group))?;
                past.push(Past {
                    session: one.row.session,
                    zone: zone_of(group.as_ref()),
                    group: group.map(|group| group.name().to_owned()),
                    starts_ms: one.row.starts_ms,
                });
            }
            Ok::<_, StoreError>((all, past))
        })
        .await
        .map_err(Problem::from)?;
    let evenings: Vec<_> = all.iter().take(EVENINGS_MAX).map(Opened::evening).collect();
    let lang = member.visitor.lang;
    let page = GrowthPage {
        lang,
        evenings: evenings.len(),
        table: growth::table(&evenings),
        to_mend: growth::to_mend(&evenings),
        past,
    };
    let title = GrowthWords::of(lang).title;
    Ok(Page::new(&app, &member.visitor, title, Shell::Places(Place::Leading)).respond(page.view()))
}

/// The clock of a group; the world's, where it is gone.
pub(super) fn zone_of(group: Option<&groups::Group>) -> String {
    let zone = group.and_then(|group| group.details.zone.as_ref());
    zone.map_or_else(|| "UTC".to_owned(), |zone| zone.name().to_owned())
}
