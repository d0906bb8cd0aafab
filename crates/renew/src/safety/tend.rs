//! What has to be done now and then: notes and doors whose time to be kept is over go.

use std::time::Duration;

use ::store::StoreError;

use super::{follow_up, on_call};
use crate::App;

/// A note that is kept for a month may stay an hour longer.
const EVERY: Duration = Duration::from_secs(3_600);

/// Tends the human net for as long as the program runs.
pub async fn tend(app: App) {
    loop {
        if let Err(error) = tend_once(&app).await {
            tracing::warn!(%error, "old notes could not be erased");
        }
        tokio::time::sleep(EVERY).await;
    }
}

pub(super) async fn tend_once(app: &App) -> Result<(), StoreError> {
    let now_ms = app.clock.now_ms();
    let erased = app
        .store
        .write::<_, StoreError, _>(move |tx| {
            Ok(follow_up::erase_old(tx, now_ms)? + on_call::erase_old(tx, now_ms)?)
        })
        .await?;
    if erased > 0 {
        // Their rows are gone; this is for the bytes that the disk still holds.
        app.store.forget().await?;
    }
    Ok(())
}
