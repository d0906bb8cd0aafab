//! What Today asks the database about conversations with a day, and the answer to how one went.

use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;

use super::{Rehearsed, Unkept, Went, answer, due, nearest};
use crate::App;
use crate::sessions::store::kept as rows;
use crate::sessions::{RecordId, my_pages, planning};
use crate::site::form::{Form, tidy};
use crate::site::id::At;
use crate::site::moment;
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

/// A conversation is tried out for a day of the year ahead; what was kept before is a memory.
const LOOK_BACK_MS: i64 = 370 * 24 * 3_600_000;

pub(in crate::sessions) fn routes() -> Router<App> {
    Router::new().route("/my-space/kept/{id}/went", post(went))
}

/// An answer that was not kept, which goes back into its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sessions) struct Refused {
    pub(in crate::sessions) id: RecordId,
    pub(in crate::sessions) text: String,
    pub(in crate::sessions) why: Unkept,
}

/// The conversations of which Today speaks, today's first, in this civil zone.
pub(in crate::sessions) async fn of_today(
    app: &App,
    person: PersonId,
    zone: &str,
) -> Result<Vec<Rehearsed>, Problem> {
    let now_ms = app.clock.now_ms();
    let today = moment::civil(now_ms, zone).date();
    let found = app
        .store
        .read(move |tx| rows::scenes_since(tx, person, now_ms - LOOK_BACK_MS))
        .await
        .map_err(Problem::from)?;
    let mut near = Vec::new();
    for (row, is_over) in &found {
        let sheet = planning::open_record(&app.keys, row)?;
        near.extend(sheet.and_then(|sheet| due(RecordId(row.id), sheet, *is_over, today)));
    }
    Ok(nearest(near))
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    how: String,
    #[serde(default)]
    text: String,
}

/// `POST /my-space/kept/{id}/went`: how it went, in own words or not at all.
async fn went(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<RecordId>,
    Form(asked): Form<Asked>,
) -> Result<Response, Problem> {
    let text = tidy(&asked.text);
    let answer = answer(&asked.how, text.clone());
    if answer == Err(Unkept::NotOurs) {
        return Err(Problem::unreadable("an answer that is not on the page"));
    }
    let person = member.me.person;
    let row = app
        .store
        .read(move |tx| rows::scene_of(tx, person, id.0))
        .await
        .map_err(Problem::from)?;
    let sheet = match &row {
        Some(row) => planning::open_record(&app.keys, row)?,
        None => None,
    };
    let (Some(row), Some(mut sheet)) = (row, sheet) else {
        return Err(Problem::not_found());
    };
    if sheet.scene.is_none() {
        return Err(Problem::not_found());
    }
    // It is asked once, and the first answer stands.
    let answer = match sheet.went {
        Some(_) => Err(Unkept::Answered),
        None => answer,
    };
    let went = match answer {
        Ok(went) => went,
        Err(why) => return back(&app, &member, (id, asked.how, text), (why, sheet.went)).await,
    };
    sheet.went = Some(went);
    let sealed = planning::seal_record(&app.keys, &app.chance, &row, &sheet)?;
    let changed = app
        .store
        .write(move |tx| rows::reseal_record(tx, &row, &sealed))
        .await
        .map_err(Problem::from)?;
    if changed == 0 {
        // Somebody was quicker, on another page.
        return back(
            &app,
            &member,
            (id, asked.how, text),
            (Unkept::Answered, None),
        )
        .await;
    }
    Ok(redirect("/today?kept=scene"))
}

/// Back to Today with what was typed, and why it is not kept. One of the two buttons after another
/// answer takes nothing away, and neither does the same answer twice.
async fn back(
    app: &App,
    member: &Member,
    (id, how, text): (RecordId, String, String),
    (why, before): (Unkept, Option<Went>),
) -> Result<Response, Problem> {
    let is_lost = how == "told" && !text.is_empty() && before != Some(Went::Told(text.clone()));
    if why == Unkept::Answered && !is_lost {
        return Ok(redirect("/today"));
    }
    let refused = Refused { id, text, why };
    my_pages::show_today(app, member, Some(&refused), false).await
}
