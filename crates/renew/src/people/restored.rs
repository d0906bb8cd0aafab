//! After a restore: a copy of the database still holds the rows of people who were erased after
//! it was made. Their words can't be read without their key, but a role or an evening is not
//! sealed, and they asked for that to go as well. The file of keys remembers who has left.

use store::Keyless;

use super::{PeopleError, store as rows};
use crate::App;
use crate::site::problem::Problem;
use crate::site::visitor::PersonId;

/// People in one look at the database, so that no read is long.
const LOOK_MAX: i64 = 10_000;

/// Puts those who were erased, and came back with a copy of the database, on their way out again.
/// Call it at the start, before [`resume_erasing`](super::resume_erasing) goes that way with them.
///
/// Somebody whose key was never in this file of keys stays: the file is an older copy then, or
/// another one, and may still be replaced by the right one.
///
/// # Errors
/// The database or the keys can't be read.
pub async fn send_away_again(app: &App) -> Result<(), Problem> {
    let Keyless { erased, unknown } = keyless(app).await?;
    if !unknown.is_empty() {
        tracing::error!(
            people = unknown.len(),
            "keys.db has no key for some who are in the database, so their names and words can't \
             be read: it is older than the database, or another community's; stop and put the \
             right copy in its place"
        );
    }
    if erased.is_empty() {
        return Ok(());
    }
    tracing::info!(
        people = erased.len(),
        "the restored database holds people who have left; they are erased again"
    );
    let now_ms = app.clock.now_ms();
    app.store
        .write(move |tx| {
            for person in &erased {
                rows::begin_erasing(tx, PersonId(*person), now_ms)?;
            }
            Ok::<_, PeopleError>(())
        })
        .await?;
    Ok(())
}

async fn keyless(app: &App) -> Result<Keyless, PeopleError> {
    let mut people: Vec<i64> = Vec::new();
    loop {
        let after = people.last().copied().unwrap_or(i64::MIN);
        let some = app
            .store
            .read(move |tx| rows::ids_after(tx, after, LOOK_MAX))
            .await?;
        if some.is_empty() {
            break;
        }
        people.extend(some);
    }
    let keys = app.keys.clone();
    let keyless = tokio::task::spawn_blocking(move || keys.keyless(&people))
        .await
        .map_err(|error| PeopleError::Inside(error.to_string()))??;
    Ok(keyless)
}
