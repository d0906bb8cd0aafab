//! What has to be done now and then while the program runs: plans whose day has come are carried
//! out, and what was different long ago is forgotten.

use std::time::Duration;

use calendar::Zone;

use super::arranging::{self, ArrangeError};
use super::differences_store;
use crate::App;

/// A timetable shows a change from the first minute of its day; the group's form may wait so long.
const EVERY: Duration = Duration::from_secs(600);

/// An evening can be moved by two months; another two months later nobody asks about it.
const REMEMBERED_DAYS: i64 = 120;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Tends the groups for as long as the program runs.
pub async fn tend(app: App) {
    loop {
        if let Err(error) = tend_once(&app).await {
            tracing::warn!(%error, "groups could not be looked after");
        }
        tokio::time::sleep(EVERY).await;
    }
}

pub(super) async fn tend_once(app: &App) -> Result<(), ArrangeError> {
    let now_ms = app.clock.now_ms();
    let done = app
        .store
        .write(move |tx| {
            let past = now_ms.saturating_sub(REMEMBERED_DAYS * DAY_MS);
            differences_store::forget_before(tx, Zone::utc().wall_clock(past).date())?;
            arranging::do_planned(tx, now_ms)
        })
        .await?;
    if done > 0 {
        app.finder.changed(app).await;
    }
    Ok(())
}
