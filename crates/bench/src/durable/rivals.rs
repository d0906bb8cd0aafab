//! What the store is measured beside: the least that could do the same, and less.

use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{INSERT, TEXT, Write};

/// As many as the store lets wait, and as many as it commits together.
const WAITING_MAX: usize = 1024;
const TOGETHER_MAX: usize = 256;
/// The store's way with checkpoints: moved by another thread, begun anew past so many pages.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(200);
const LOG_PAGES_MAX: i64 = 8_000;

type Asked = (Write, oneshot::Sender<()>);

/// A thread that takes rows over a channel.
#[derive(Clone)]
pub(super) struct Rival {
    asked: mpsc::Sender<Asked>,
    threads: Arc<std::sync::Mutex<Vec<thread::JoinHandle<()>>>>,
}

impl Rival {
    /// One writer that commits what waits together: no closures, no savepoints, no answers of
    /// one's own, nothing but rows.
    pub(super) fn group(path: &Path) -> Result<Self, String> {
        let writer = connect(path)?;
        let own = connect(path)?;
        let pages = Arc::new(AtomicI64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let (seen, stopped) = (Arc::clone(&pages), Arc::clone(&stop));
        let checkpoints = thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                thread::sleep(CHECKPOINT_EVERY);
                if let Ok(log) = checkpoint(&own, "PASSIVE") {
                    seen.store(log, Ordering::Relaxed);
                }
            }
        });
        Ok(Self::start(Some(checkpoints), move |together| {
            let Some(together) = together else {
                stop.store(true, Ordering::Relaxed);
                return Ok(());
            };
            writer.execute_batch("BEGIN IMMEDIATE")?;
            for (write, _) in together {
                insert(&writer, write)?;
            }
            writer.execute_batch("COMMIT")?;
            if pages.load(Ordering::Relaxed) > LOG_PAGES_MAX {
                checkpoint(&writer, "RESTART")?;
                pages.store(0, Ordering::Relaxed);
            }
            Ok(())
        }))
    }

    /// One writer, one commit for each write, and SQLite's own checkpoints: what a program does
    /// that thinks no further.
    pub(super) fn one_by_one(path: &Path) -> Result<Self, String> {
        let writer = connect(path)?;
        writer
            .execute_batch("PRAGMA wal_autocheckpoint = 1000")
            .map_err(|error| error.to_string())?;
        Ok(Self::start(None, move |together| {
            for (write, _) in together.unwrap_or_default() {
                insert(&writer, write)?;
            }
            Ok(())
        }))
    }

    /// The floor: the bytes of what waits at the end of a file, and one fdatasync.
    pub(super) fn append(path: &Path) -> Result<Self, String> {
        let mut file = File::create(path).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        Ok(Self::start(None, move |together| {
            bytes.clear();
            for (write, _) in together.unwrap_or_default() {
                for number in [write.id, write.client, write.number] {
                    bytes.extend_from_slice(&number.to_le_bytes());
                }
                bytes.extend_from_slice(TEXT.as_bytes());
            }
            file.write_all(&bytes)?;
            Ok(file.sync_data()?)
        }))
    }

    /// `keep` makes what waits durable; it is called without anything at the end.
    fn start(
        helper: Option<thread::JoinHandle<()>>,
        mut keep: impl FnMut(Option<&[Asked]>) -> Result<(), Box<dyn Error>> + Send + 'static,
    ) -> Self {
        let (asked, mut waiting) = mpsc::channel::<Asked>(WAITING_MAX);
        let writer = thread::spawn(move || {
            let mut together = Vec::with_capacity(TOGETHER_MAX);
            while waiting.blocking_recv_many(&mut together, TOGETHER_MAX) > 0 {
                if let Err(error) = keep(Some(&together)) {
                    eprintln!("a rival failed: {error}");
                    return;
                }
                for (_, answer) in together.drain(..) {
                    // Its client may have ended with the round.
                    let _ = answer.send(());
                }
            }
            // Nothing is left to be kept, so nothing can fail.
            let _ = keep(None);
        });
        let threads = helper.into_iter().chain([writer]).collect();
        Self {
            asked,
            threads: Arc::new(std::sync::Mutex::new(threads)),
        }
    }

    pub(super) async fn write(&self, write: Write) -> Result<(), String> {
        let (answer, answered) = oneshot::channel();
        let gone = |_| "a rival has ended".to_owned();
        self.asked
            .send((write, answer))
            .await
            .map_err(|_| gone(()))?;
        answered.await.map_err(|_| gone(()))
    }

    pub(super) fn close(self) {
        drop(self.asked);
        let threads = self
            .threads
            .lock()
            .map(|mut list| std::mem::take(&mut *list));
        for thread in threads.unwrap_or_default() {
            // Had it panicked, its clients would have said so.
            let _ = thread.join();
        }
    }
}

fn connect(path: &Path) -> Result<Connection, String> {
    let connection = Connection::open(path).map_err(|error| error.to_string())?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
             PRAGMA cache_size = -16384; PRAGMA busy_timeout = 10000;",
        )
        .map_err(|error| error.to_string())?;
    Ok(connection)
}

fn insert(connection: &Connection, write: &Write) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(INSERT)?;
    insert.execute((write.id, write.client, write.number, TEXT))?;
    Ok(())
}

/// Pages in the log.
fn checkpoint(connection: &Connection, how: &str) -> rusqlite::Result<i64> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
        row.get(1)
    })
}
