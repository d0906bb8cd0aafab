//! What has to be done now and then while the program runs: erasings that something interrupted
//! are finished, and sign-ins that have run out go.

use std::time::Duration;

use super::erasing::resume_erasing;
use super::{session, store as rows};
use crate::App;
use crate::site::problem::Problem;

/// Somebody who asked to be erased while the disk was full waits no longer than this.
const EVERY: Duration = Duration::from_secs(600);

/// Tends the people for as long as the program runs. The start has done the first round.
pub async fn tend(app: App) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(problem) = tend_once(&app).await {
            tracing::warn!(?problem, "people could not be looked after");
        }
    }
}

/// One round.
///
/// # Errors
/// The database or the keys can't be written.
pub async fn tend_once(app: &App) -> Result<(), Problem> {
    let since = session::since(app.clock.now_ms());
    app.store
        .write(move |tx| rows::remove_sign_ins_past(tx, since))
        .await?;
    resume_erasing(app).await
}
