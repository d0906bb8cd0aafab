//! Rooms that nobody comes back to. Their timers only run while they are live, so open sessions
//! are brought to life after a start and looked after now and then; a circle that stays empty ends
//! by itself. What an ended session left behind, because the program stopped before it was cleared
//! away, goes as well; and a room that can't be read any more is given up, so that its group can
//! meet again.

use std::time::Duration;

use store::StoreError;

use super::load::LoadError;
use super::{
    AFTERWARDS_MS, Session, UNREADABLE_GIVEN_UP_MS, first_time, in_room, planning, store as rows,
};
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

pub(super) async fn tend_once(app: &App) -> Result<(), StoreError> {
    let now_ms = app.clock.now_ms();
    let (open, left) = app
        .store
        .read(move |tx| {
            let open = planning::open_places(tx, now_ms)?;
            // People may still be finishing what they write, and come back to it.
            let left = rows::left_behind(tx, now_ms - AFTERWARDS_MS)?;
            Ok::<_, StoreError>((open, left))
        })
        .await?;
    for (session, group) in open {
        if let Err(error) = app.rooms.room(&app.means(), &session, &group).await {
            tracing::warn!(%error, "a session could not be brought to life");
            give_up_if_lost(app, session, &error, now_ms).await?;
        }
    }
    for session in left {
        if app.rooms.live(session).await.is_none() {
            app.store
                .write(move |tx| rows::journal::clear_away(tx, session))
                .await?;
        }
    }
    in_room::tend_once(app).await;
    first_time::tend_once(app).await
}

/// Ends a session whose room can't be read, hours after it should have ended. Its group would
/// otherwise wait for it for ever.
async fn give_up_if_lost(
    app: &App,
    session: Session,
    error: &LoadError,
    now_ms: i64,
) -> Result<(), StoreError> {
    let is_past = session.ends_ms() + UNREADABLE_GIVEN_UP_MS < now_ms;
    if !(is_past && error.is_for_good()) {
        return Ok(());
    }
    let id = session.id;
    let ended = app
        .store
        .write(move |tx| rows::give_up(tx, &session))
        .await?;
    if ended {
        tracing::error!(session = %id, "a session that can't be read was ended without a record");
    }
    Ok(())
}
