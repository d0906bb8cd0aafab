//! Rooms that nobody comes back to. Their timers only run while they are live, so open sessions
//! are brought to life after a start and looked after now and then; a circle that stays empty ends
//! by itself. What an ended session left behind, because the program stopped before it was cleared
//! away, goes as well.

use std::time::Duration;

use store::StoreError;

use super::{planning, store as rows};
use crate::App;

/// A session that should have ended can wait this long for it.
const EVERY: Duration = Duration::from_secs(600);

/// Tends the sessions for as long as the program runs.
pub async fn tend(app: App) {
    loop {
        if let Err(error) = tend_once(&app).await {
            tracing::warn!(%error, "open sessions could not be looked after");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn tend_once(app: &App) -> Result<(), StoreError> {
    let now_ms = app.clock.now_ms();
    let (open, left) = app
        .store
        .read(move |tx| {
            let open = planning::open_places(tx, now_ms)?;
            Ok::<_, StoreError>((open, rows::left_behind(tx)?))
        })
        .await?;
    for (session, group) in open {
        if let Err(error) = app.rooms.room(&app.means(), &session, &group).await {
            tracing::warn!(%error, "a session could not be brought to life");
        }
    }
    for session in left {
        if app.rooms.live(session).await.is_none() {
            app.store
                .write(move |tx| rows::journal::clear_away(tx, session))
                .await?;
        }
    }
    Ok(())
}
