//! Erasing a person.
//!
//! First it is written down that they want to go, and every sign-in ends; then their key is
//! destroyed, which makes every sealed text of theirs unreadable, in backups too; then every row
//! that holds them goes or loses them. Each step can be done again, so whatever interrupts it,
//! the next start takes it up, or [`tend`](super::tend) while the program runs.

use super::{PeopleError, store as rows};
use crate::App;
use crate::keepers::KEEPERS;
use crate::site::finish::finish;
use crate::site::visitor::PersonId;

/// Erases a person. When this answers, nothing here leads back to them. It goes on to the end even
/// when nobody waits for the answer any more: after the first step the person can't sign in to ask
/// again, and a phone loses its connection at any moment.
pub(super) async fn erase(app: &App, person: PersonId) -> Result<(), PeopleError> {
    let app = app.clone();
    finish(async move {
        let now_ms = app.clock.now_ms();
        app.store
            .write(move |tx| rows::begin_erasing(tx, person, now_ms))
            .await?;
        take_away(&app, person).await
    })
    .await
}

/// Finishes what an earlier run of the program began. Call it at the start.
///
/// # Errors
/// The database or the keys can't be written.
pub async fn resume_erasing(app: &App) -> Result<(), crate::site::problem::Problem> {
    let waiting = app.store.read(rows::on_the_way_out).await?;
    for person in waiting {
        take_away(app, person).await?;
    }
    Ok(())
}

async fn take_away(app: &App, person: PersonId) -> Result<(), PeopleError> {
    // The circles that run now forget the name before the rows go: a journal that is written
    // meanwhile must not bring the person back.
    app.rooms.forget(person).await;
    let keys = app.keys.clone();
    // The file of keys is rewritten as a whole, which is not for a thread that serves pages.
    tokio::task::spawn_blocking(move || keys.destroy(person.0))
        .await
        .map_err(|error| PeopleError::Inside(error.to_string()))??;
    app.store
        .write(move |tx| {
            for keeper in KEEPERS.iter().rev() {
                (keeper.erase)(tx, person)?;
            }
            Ok::<_, PeopleError>(())
        })
        .await?;
    // And once more: somebody may have come into a room on a page that was still under way.
    app.rooms.forget(person).await;
    // Their rows are gone; this is for the bytes that the disk still holds.
    if let Err(error) = app.store.forget().await {
        tracing::info!(%error, "what was erased leaves the database's log a little later");
    }
    Ok(())
}
