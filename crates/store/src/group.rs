//! Group commit: what waits is run in one transaction, each closure in a savepoint, and answered
//! after one commit. The same for both engines; what differs stands behind [`Session`].

use std::thread;
use std::time::Duration;

use crate::queue::{Job, Verdict, Waiting};
use crate::{StoreError, Tx};

/// How often a group is begun anew, together, when another program's writer got in between.
const TOGETHER_ATTEMPTS_MAX: u32 = 3;
/// How often one closure alone is begun anew. It takes its turn then, so that only those who have
/// not met anybody yet can be in its way.
const ALONE_ATTEMPTS_MAX: u32 = 16;
/// The pause before an attempt grows by this much each time, so that those who meet again and
/// again come apart.
const PAUSE_STEP: Duration = Duration::from_millis(2);

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
    /// Waits in one queue with the writers of other programs that met somebody, too, so that
    /// they do not meet each other again. Not being able to wait only means meeting again.
    fn wait_for_turn(&mut self) {}
    /// Gives the turn back, if there is one.
    fn end_turn(&mut self) {}
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
    match job.run(&mut session.tx()) {
        // Nothing was written: ending is all that is wanted, and committing ends soonest.
        Verdict::Keep => {
            if session.commit().is_err() {
                session.undo();
            }
            Ok(())
        }
        Verdict::Undo => {
            session.undo();
            Ok(())
        }
        Verdict::GivenUp(error) => {
            session.undo();
            Err(error)
        }
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
    let kept = match commit_with_attempts(session, jobs, attempts) {
        Err(Failed::ToKeep(error)) if is_each_alone_worth_trying(&error, jobs.len()) => {
            return commit_each_alone(session, jobs);
        }
        kept => kept.map_err(Failed::into_error),
    };
    for job in jobs.drain(..) {
        job.answer(kept.clone());
    }
}

fn commit_each_alone(session: &mut impl Session, jobs: &mut Vec<Box<dyn Job>>) {
    for job in jobs.drain(..) {
        if job.was_stopped() {
            job.answer(Err(StoreError::TooLong));
            continue;
        }
        let mut alone = [job];
        let kept = commit_with_attempts(session, &mut alone, ALONE_ATTEMPTS_MAX);
        let [job] = alone;
        job.answer(kept.map_err(Failed::into_error));
    }
}

fn is_each_alone_worth_trying(error: &StoreError, jobs: usize) -> bool {
    // Writing again what may have been kept would keep it twice; and a server that is gone is
    // gone for each of them.
    jobs > 1 && !matches!(error, StoreError::Unsure | StoreError::Unreachable(_))
}

impl Failed {
    fn into_error(self) -> StoreError {
        let (Self::ToBegin(error) | Self::ToKeep(error)) = self;
        error
    }
}

/// Why a transaction was not kept.
enum Failed {
    /// It could not even begin: the engine has waited as long as waiting makes sense.
    ToBegin(StoreError),
    /// It had begun, and is undone.
    ToKeep(StoreError),
}

fn commit_with_attempts(
    session: &mut impl Session,
    jobs: &mut [Box<dyn Job>],
    attempts: u32,
) -> Result<(), Failed> {
    let mut kept = commit_together(session, jobs);
    for attempt in 1..attempts {
        match &kept {
            // From here on in the queue of all who met another writer: each goes alone past
            // the point where they met.
            Err(Failed::ToKeep(StoreError::Busy)) => {
                session.wait_for_turn();
                thread::sleep(PAUSE_STEP * (attempt - 1));
            }
            // Lost before the commit, so nothing was kept: once more on a new connection.
            Err(Failed::ToBegin(error) | Failed::ToKeep(error))
                if attempt == 1 && matches!(error, StoreError::Unreachable(_)) => {}
            _ => break,
        }
        kept = commit_together(session, jobs);
    }
    session.end_turn();
    kept
}

fn commit_together(session: &mut impl Session, jobs: &mut [Box<dyn Job>]) -> Result<(), Failed> {
    session.begin_write().map_err(Failed::ToBegin)?;
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
    kept.map_err(Failed::ToKeep)
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

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use rusqlite::Connection;
    use tokio::sync::oneshot::Receiver;

    use super::*;
    use crate::params;
    use crate::queue::job;
    use crate::sqlite::SqliteSession;

    type Answer = Receiver<Result<u64, StoreError>>;

    /// A connection whose commits and beginnings go wrong in a given order.
    struct Faulty {
        inner: SqliteSession,
        begins: VecDeque<StoreError>,
        commits: VecDeque<StoreError>,
    }

    impl Session for Faulty {
        fn begin_write(&mut self) -> Result<(), StoreError> {
            match self.begins.pop_front() {
                Some(error) => Err(error),
                None => self.inner.begin_write(),
            }
        }
        fn begin_read(&mut self) -> Result<(), StoreError> {
            match self.begins.pop_front() {
                Some(error) => Err(error),
                None => self.inner.begin_read(),
            }
        }
        fn mark(&mut self) -> Result<(), StoreError> {
            self.inner.mark()
        }
        fn back_to_mark(&mut self) -> Result<(), StoreError> {
            self.inner.back_to_mark()
        }
        fn drop_mark(&mut self) -> Result<(), StoreError> {
            self.inner.drop_mark()
        }
        fn commit(&mut self) -> Result<(), StoreError> {
            match self.commits.pop_front() {
                Some(StoreError::Unsure) => self.inner.commit().and(Err(StoreError::Unsure)),
                Some(error) => Err(error),
                None => self.inner.commit(),
            }
        }
        fn undo(&mut self) {
            self.inner.undo();
        }
        fn script(&mut self, sql: &str) -> Result<(), StoreError> {
            self.inner.script(sql)
        }
        fn tx(&mut self) -> Tx<'_> {
            self.inner.tx()
        }
    }

    fn session(commits: &[StoreError]) -> Faulty {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY);
                 CREATE TABLE late (id INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED);",
            )
            .unwrap();
        Faulty {
            inner: SqliteSession::new(connection, None).unwrap(),
            begins: VecDeque::new(),
            commits: commits.iter().cloned().collect(),
        }
    }

    fn ids(session: &mut Faulty) -> Vec<i64> {
        let rows = session
            .tx()
            .all::<(i64,)>("SELECT id FROM t ORDER BY id", &[])
            .unwrap();
        rows.into_iter().map(|(id,)| id).collect()
    }

    /// Adds a row, and counts how often it ran.
    fn add(id: i64, ran: &Arc<AtomicU32>) -> (Box<dyn Job>, Answer) {
        let ran = Arc::clone(ran);
        job(move |tx| {
            ran.fetch_add(1, Ordering::Relaxed);
            tx.run("INSERT INTO t (id) VALUES ($1)", &params![id])
        })
    }

    fn run(
        session: &mut Faulty,
        jobs: Vec<(Box<dyn Job>, Answer)>,
    ) -> Vec<Result<u64, StoreError>> {
        let (mut jobs, answers): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
        commit_all(session, &mut jobs);
        answers
            .into_iter()
            .map(|mut answer| answer.try_recv().unwrap())
            .collect()
    }

    #[test]
    fn a_group_that_met_another_writer_is_begun_anew_together() {
        let ran = Arc::new(AtomicU32::new(0));
        let mut session = session(&[StoreError::Busy, StoreError::Busy]);
        let answers = run(&mut session, vec![add(1, &ran), add(2, &ran)]);
        assert_eq!(answers, [Ok(1), Ok(1)]);
        assert_eq!(ids(&mut session), [1, 2]);
        assert_eq!(ran.load(Ordering::Relaxed), 6);
    }

    #[test]
    fn one_that_always_meets_another_writer_is_given_up() {
        let ran = Arc::new(AtomicU32::new(0));
        let busy = vec![StoreError::Busy; 1000];
        let mut session = session(&busy);
        assert_eq!(
            run(&mut session, vec![add(1, &ran)]),
            [Err(StoreError::Busy)]
        );
        assert_eq!(ran.load(Ordering::Relaxed), ALONE_ATTEMPTS_MAX);
    }

    #[test]
    fn what_cannot_begin_has_waited_already_and_is_not_tried_again() {
        let ran = Arc::new(AtomicU32::new(0));
        let mut session = session(&[]);
        session.begins.extend([StoreError::Busy, StoreError::Busy]);
        let answers = run(&mut session, vec![add(1, &ran), add(2, &ran)]);
        assert_eq!(answers, [Err(StoreError::Busy), Err(StoreError::Busy)]);
        assert_eq!(session.begins.len(), 1);
    }

    #[test]
    fn what_may_have_been_kept_is_never_written_again() {
        let ran = Arc::new(AtomicU32::new(0));
        let mut session = session(&[StoreError::Unsure]);
        let own_error = job(|_: &mut Tx<'_>| Err(StoreError::NotFound));
        let answers = run(&mut session, vec![add(1, &ran), own_error, add(2, &ran)]);
        assert_eq!(
            answers,
            [
                Err(StoreError::Unsure),
                Err(StoreError::NotFound),
                Err(StoreError::Unsure)
            ]
        );
        assert_eq!(ran.load(Ordering::Relaxed), 2);
        assert_eq!(ids(&mut session), [1, 2]);
    }

    #[test]
    fn what_speaks_up_only_at_the_commit_takes_nobody_with_it() {
        let ran = Arc::new(AtomicU32::new(0));
        let mut session = session(&[]);
        let late = job(|tx: &mut Tx<'_>| tx.run("INSERT INTO late (id) VALUES (99)", &[]));
        let answers = run(&mut session, vec![add(1, &ran), late, add(2, &ran)]);
        assert_eq!(answers, [Ok(1), Err(StoreError::Conflict), Ok(1)]);
        assert_eq!(ids(&mut session), [1, 2]);
    }

    #[test]
    fn a_server_that_is_gone_is_asked_twice_and_then_everybody_hears() {
        let ran = Arc::new(AtomicU32::new(0));
        let gone = StoreError::Unreachable("gone".into());
        let mut session = session(&[]);
        session.begins.extend([gone.clone()]);
        assert_eq!(
            run(&mut session, vec![add(1, &ran), add(2, &ran)]),
            [Ok(1), Ok(1)]
        );
        session.begins.extend([gone.clone(), gone.clone()]);
        let answers = run(&mut session, vec![add(3, &ran), add(4, &ran)]);
        assert_eq!(answers, [Err(gone.clone()), Err(gone)]);
        assert!(session.begins.is_empty());
        assert_eq!(ran.load(Ordering::Relaxed), 2);
    }
}
