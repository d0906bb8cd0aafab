//! The way of a closure: from its caller through a bounded queue to a database thread and back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{mpsc, oneshot};

use crate::{StoreError, Tx};

/// Closures that may wait in one queue. At 20,000 writes a second this is a twentieth of a
/// second of work; when more wait, callers wait before the queue, each with its own time limit,
/// and nothing here grows.
const WAITING_MAX: usize = 1024;

/// A closure that waits for a database thread.
pub(crate) trait Job: Send {
    /// Runs the closure. It may be called again when the transaction has to be begun anew.
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict;
    /// Whether it was stopped for taking too long; it is not run again.
    fn was_stopped(&self) -> bool;
    /// Answers the caller: with the closure's result, or with what kept it from lasting.
    fn answer(self: Box<Self>, kept: Result<(), StoreError>);
}

/// What is to become of what a closure did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
    /// The engine gave the whole transaction up (another writer was in the way, or the
    /// connection broke): nothing in it can go on.
    GivenUp(StoreError),
}

struct Work<T, E, F> {
    work: F,
    result: Option<Result<T, E>>,
    /// The closure's own error ended it; how its neighbours fare changes nothing.
    undone: bool,
    stopped: bool,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Work<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        let failure = tx.take_failure();
        let verdict = match (&result, &failure) {
            (_, Some(error @ (StoreError::Busy | StoreError::Unreachable(_)))) => {
                Verdict::GivenUp(error.clone())
            }
            (Ok(_), None) => Verdict::Keep,
            _ => Verdict::Undo,
        };
        self.undone = verdict == Verdict::Undo;
        self.stopped = failure == Some(StoreError::TooLong);
        // A closure that swallowed a failed statement and said it is well has not done all it
        // meant to: its caller hears of the failure.
        self.result = Some(match (result, failure) {
            (Ok(_), Some(error)) => Err(error.into()),
            (result, _) => result,
        });
        verdict
    }

    fn was_stopped(&self) -> bool {
        self.stopped
    }

    fn answer(self: Box<Self>, kept: Result<(), StoreError>) {
        let result = match (kept, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(_), Some(result)) if self.undone => result,
            (Err(error), _) => Err(error.into()),
            (Ok(()), None) => Err(StoreError::Closed.into()),
        };
        // The caller may have gone; what was written stays written.
        let _ = self.caller.send(result);
    }
}

enum Order {
    Run(Box<dyn Job>),
    /// Take nothing more, finish what waits.
    Close,
}

/// The callers' end of a queue.
#[derive(Clone)]
pub(crate) struct Queue {
    orders: mpsc::Sender<Order>,
}

/// The threads' end of a queue; several threads may share it.
#[derive(Clone)]
pub(crate) struct Waiting {
    orders: Arc<Mutex<mpsc::Receiver<Order>>>,
}

pub(crate) fn queue() -> (Queue, Waiting) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let waiting = Waiting {
        orders: Arc::new(Mutex::new(receiver)),
    };
    (Queue { orders: sender }, waiting)
}

impl Queue {
    pub(crate) async fn hand_over<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = job(work);
        self.orders
            .send(Order::Run(job))
            .await
            .map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(crate) fn hand_over_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = job(work);
        self.orders
            .blocking_send(Order::Run(job))
            .map_err(|_| StoreError::Closed)?;
        answer.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    pub(crate) fn close_blocking(&self) {
        // An error means that it is closed already.
        let _ = self.orders.blocking_send(Order::Close);
    }
}

/// The answer comes as an error of the receiver only if the job is dropped unanswered.
pub(crate) fn job<T, E, F>(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    let job = Box::new(Work {
        work,
        result: None,
        undone: false,
        stopped: false,
        caller,
    });
    (job, answer)
}

impl Waiting {
    /// Waits for the next closure and takes with it those that wait behind it, `max` in all.
    /// False when there will never be one again.
    pub(crate) fn take(&self, max: usize, jobs: &mut Vec<Box<dyn Job>>) -> bool {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        while jobs.is_empty() {
            match orders.blocking_recv() {
                Some(Order::Run(job)) => jobs.push(job),
                Some(Order::Close) => orders.close(),
                None => return false,
            }
        }
        while jobs.len() < max {
            match orders.try_recv() {
                Ok(Order::Run(job)) => jobs.push(job),
                Ok(Order::Close) => orders.close(),
                Err(_) => break,
            }
        }
        true
    }
}

/// The threads of one store, to be waited for when it closes.
#[derive(Default)]
pub(crate) struct Threads {
    running: Mutex<Vec<thread::JoinHandle<()>>>,
}

impl Threads {
    pub(crate) fn spawn(
        &self,
        name: &str,
        body: impl FnOnce() + Send + 'static,
    ) -> Result<(), StoreError> {
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(body)
            .map_err(|error| StoreError::Engine(error.to_string()))?;
        self.list().push(thread);
        Ok(())
    }

    pub(crate) fn join(&self) {
        let running = std::mem::take(&mut *self.list());
        for thread in running {
            // A thread that panicked has ended too, and has said so on standard error.
            let _ = thread.join();
        }
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<thread::JoinHandle<()>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
