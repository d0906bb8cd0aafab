//! How asking goes, for a source and for the calendar of a group alike: what is kept of an answer
//! and of none, and what somebody sees who asks now.

use std::future::Future;
use std::time::Duration;

use ::store::Tx;

use super::tending::Asked;
use super::trouble::Told;
use super::{Outcome, when_next};
use crate::App;
use crate::groups::GroupError;
use crate::site::problem::Problem;

/// Whoever asks now sees what came of it if it comes so soon; nobody looks at a still page for a
/// minute.
const LOOKED_FOR: Duration = Duration::from_secs(5);

/// What is kept of the asking, lent by what is asked for.
pub(in crate::groups) struct Course<'a> {
    pub(in crate::groups) id: i64,
    pub(in crate::groups) next_ms: &'a mut i64,
    pub(in crate::groups) succeeded_ms: &'a mut Option<i64>,
    /// In a row.
    pub(in crate::groups) failures: &'a mut u32,
    pub(in crate::groups) failing_ms: &'a mut Option<i64>,
    pub(in crate::groups) problem: &'a mut Option<Told>,
}

impl Course<'_> {
    /// It gave what was asked for, or word that it is as it was.
    pub(in crate::groups) fn answered(self, now_ms: i64) {
        *self.next_ms = when_next(self.id, 0, Outcome::Answered, now_ms);
        *self.succeeded_ms = Some(now_ms);
        *self.failures = 0;
        *self.failing_ms = None;
        *self.problem = None;
    }

    /// It gave nothing.
    pub(in crate::groups) fn failed(self, problem: Told, wished_ms: Option<i64>, now_ms: i64) {
        let outcome = Outcome::Failed { wished_ms };
        *self.next_ms = when_next(self.id, *self.failures, outcome, now_ms);
        *self.failures = self.failures.saturating_add(1);
        *self.failing_ms = self.failing_ms.or(Some(now_ms));
        *self.problem = Some(problem);
    }
}

/// What is asked for at an address.
pub(in crate::groups) trait AskedFor: Sized + Send + 'static {
    fn course(&mut self) -> Course<'_>;

    /// As it is now, if it is still what was asked.
    fn still(&self, tx: &mut Tx<'_>) -> Result<Option<Self>, GroupError>;

    fn save(&self, tx: &mut Tx<'_>) -> Result<(), GroupError>;
}

/// Keeps how the asking went, where the groups stay as they are.
pub(in crate::groups) async fn settle<A: AskedFor>(
    app: &App,
    asked: A,
    change: impl Fn(Course<'_>, i64) + Send + 'static,
) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            if let Some(mut now) = asked.still(tx)? {
                change(now.course(), now_ms);
                now.save(tx)?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// Waits for what comes of asking, for as long as somebody looks at the page; the asking goes on.
/// Gives what its page is asked to say of it, as the end of its address.
pub(in crate::groups) async fn seen_soon(
    asking: impl Future<Output = Result<Asked, Problem>>,
) -> Result<&'static str, Problem> {
    match tokio::time::timeout(LOOKED_FOR, asking).await {
        Ok(Ok(Asked::Done)) => Ok(""),
        Ok(Ok(Asked::NotNow)) => Ok("?asked=lately"),
        Ok(Ok(Asked::Soon)) | Err(_) => Ok("?asked=still"),
        Ok(Err(problem)) => Err(problem),
    }
}
