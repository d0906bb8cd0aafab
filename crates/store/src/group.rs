//! Group commit: what waits is run in one transaction, each closure in a savepoint, and answered
//! after one commit. The same for both engines; what differs stands behind [`Session`].

use std::thread;
use std::time::Duration;

use crate::queue::{Job, Verdict, Waiting};
use crate::{StoreError, Tx};

/// How often a group is begun anew, together, when another program's writer got in between.
const TOGETHER_ATTEMPTS_MAX: u32 = 3;
/// How often one closure alone is begun anew. With the pauses below that is about half a second.
const ALONE_ATTEMPTS_MAX: u32 = 16;
/// The pause before an attempt grows by this much each time, so that two programs that meet
/// again and again come apart.
const PAUSE_STEP: Duration = Duration::from_millis(4);

/// One connection, as the group commit needs it.
pub(crate) trait Session {
    /// Begins a transaction that writes.
    fn begin_write(&mut self) -> Result<(), StoreError>;
    /// Begins a transaction on a snapshot, in which writing fails.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Sets the mark to which [`Session::back_to_mark`] goes back.
    fn mark(&mut self) -> Result<(), StoreError>;
    fn back_to_mark(&mut self) -> Result<(), StoreError>;
    /// The mark is no longer needed.
    fn drop_mark(&mut self) -> Result<(), StoreError>;
    /// Makes it durable. [`StoreError::Unsure`] when the answer got lost.
    fn commit(&mut self) -> Result<(), StoreError>;
    /// Ends the transaction, if there is one, and keeps nothing of it.
    fn undo(&mut self);
    /// Runs statements of a migration, in a transaction that has begun.
    fn script(&mut self, sql: &str) -> Result<(), StoreError>;
    fn tx(&mut self) -> Tx<'_>;
    /// Called after each commit, when everybody has been answered.
    fn rest(&mut self) {}
}

/// Runs what waits until the queue is closed and empty; `together` closures to a commit at most.
pub(crate) fn write_loop(session: &mut impl Session, waiting: &Waiting, together: usize) {
    let mut jobs = Vec::with_capacity(together);
    while waiting.take(together, &mut jobs) {
        commit_all(session, &mut jobs);
        session.rest();
    }
}

/// Runs reads, one at a time, until the queue is closed and empty.
pub(crate) fn read_loop(session: &mut impl Session, waiting: &Waiting) {
    let mut jobs = Vec::with_capacity(1);
    while waiting.take(1, &mut jobs) {
        for mut job in jobs.drain(..) {
            let mut read = read_once(session, &mut *job);
            if matches!(read, Err(StoreError::Unreachable(_))) {
                // An idle connection may have been cut hours ago: once more on a new one.
                read = read_once(session, &mut *job);
            }
            job.answer(read);
        }
    }
}

fn read_once(session: &mut impl Session, job: &mut dyn Job) -> Result<(), StoreError> {
    session.begin_read()?;
    let verdict = job.run(&mut session.tx());
    session.undo();
    match verdict {
        Verdict::GivenUp(error) => Err(error),
        Verdict::Keep | Verdict::Undo => Ok(()),
    }
}

/// All together first; when the group as a whole fails, each alone, so that what makes one fail
/// takes none of the others with it.
fn commit_all(session: &mut impl Session, jobs: &mut Vec<Box<dyn Job>>) {
    let attempts = if jobs.len() == 1 {
        ALONE_ATTEMPTS_MAX
    } else {
        TOGETHER_ATTEMPTS_MAX
    };
    let kept = commit_with_attempts(session, jobs, attempts);
    if !is_each_alone_worth_trying(&kept, jobs.len()) {
        for job in jobs.drain(..) {
            job.answer(kept.clone());
        }
        return;
    }
    for job in jobs.drain(..) {
        let mut alone = [job];
        let kept = commit_with_attempts(session, &mut alone, ALONE_ATTEMPTS_MAX);
        let [job] = alone;
        job.answer(kept);
    }
}

fn is_each_alone_worth_trying(kept: &Result<(), StoreError>, jobs: usize) -> bool {
    match kept {
        Ok(()) => false,
        // Writing again what may have been kept would keep it twice; and a server that is gone
        // is gone for each of them.
        Err(StoreError::Unsure | StoreError::Unreachable(_)) => false,
        Err(_) => jobs > 1,
    }
}

fn commit_with_attempts(
    session: &mut impl Session,
    jobs: &mut [Box<dyn Job>],
    attempts: u32,
) -> Result<(), StoreError> {
    let mut kept = commit_together(session, jobs);
    for attempt in 1..attempts {
        match kept {
            Err(StoreError::Busy) => thread::sleep(PAUSE_STEP * attempt),
            // Lost before the commit, so nothing was kept: once more on a new connection.
            Err(StoreError::Unreachable(_)) if attempt == 1 => {}
            _ => return kept,
        }
        kept = commit_together(session, jobs);
    }
    kept
}

fn commit_together(
    session: &mut impl Session,
    jobs: &mut [Box<dyn Job>],
) -> Result<(), StoreError> {
    session.begin_write()?;
    let kept = run_each(session, jobs).and_then(|keep| {
        if keep {
            session.commit()
        } else {
            session.undo();
            Ok(())
        }
    });
    if kept.is_err() {
        session.undo();
    }
    kept
}

/// Whether there is something to keep.
fn run_each(session: &mut impl Session, jobs: &mut [Box<dyn Job>]) -> Result<bool, StoreError> {
    let alone = jobs.len() == 1;
    let mut keep = false;
    for job in jobs {
        if !alone {
            session.mark()?;
        }
        match job.run(&mut session.tx()) {
            Verdict::Keep => keep = true,
            Verdict::Undo if alone => {}
            Verdict::Undo => session.back_to_mark()?,
            Verdict::GivenUp(error) => return Err(error),
        }
        if !alone {
            session.drop_mark()?;
        }
    }
    Ok(keep)
}
