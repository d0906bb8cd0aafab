//! `kill -9` under load, again and again: what was acknowledged is there, and nothing is there by
//! halves.
//!
//! `RENEW_KILLS` sets how many kills (a thousand take a few minutes), `RENEW_SEED` their moments.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use store::testing::{Server, TestDatabase};
use store::{Migration, Store, StoreError, Tx, params};

/// Each write touches four rows of three tables; they belong together.
const TABLES: Migration = Migration {
    version: 1,
    name: "0001_writes",
    sql: "CREATE TABLE writes (id BIGINT PRIMARY KEY, client BIGINT NOT NULL);
          CREATE INDEX writes_by_client ON writes (client);
          CREATE TABLE halves (id BIGINT NOT NULL, half BIGINT NOT NULL, text TEXT NOT NULL,
              PRIMARY KEY (id, half));
          CREATE TABLE clients (client BIGINT PRIMARY KEY, writes BIGINT NOT NULL);",
    sample: "",
};

const CLIENTS: i64 = 64;
/// How the process that is to be killed learns where to write.
const VICTIM_URL: &str = "RENEW_VICTIM_URL";
const VICTIM_RUN: &str = "RENEW_VICTIM_RUN";

/// Ids tell which run and client wrote them.
fn id_of(run: i64, client: i64, number: i64) -> i64 {
    (run << 40) | (client << 32) | number
}

fn write(tx: &mut Tx<'_>, run: i64, id: i64) -> Result<(), StoreError> {
    let client = (run << 8) | ((id >> 32) & 0xff);
    tx.run(
        "INSERT INTO writes (id, client) VALUES ($1, $2)",
        &params![id, client],
    )?;
    for half in 0..2 {
        tx.run(
            "INSERT INTO halves (id, half, text) VALUES ($1, $2, $3)",
            &params![id, half, "a few words that belong to it"],
        )?;
    }
    tx.run(
        "INSERT INTO clients (client, writes) VALUES ($1, 1)
         ON CONFLICT (client) DO UPDATE SET writes = clients.writes + 1",
        &params![client],
    )?;
    Ok(())
}

/// The process that is killed. It writes with 64 clients until it is, and says what was kept.
#[test]
#[ignore = "it is what the other tests start and kill"]
fn victim() {
    let (Ok(url), Ok(run)) = (std::env::var(VICTIM_URL), std::env::var(VICTIM_RUN)) else {
        return;
    };
    let run: i64 = run.parse().unwrap();
    let store = Store::open_with(&url, &[TABLES]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let clients = (0..CLIENTS).map(|client| {
            let store = store.clone();
            async move {
                for number in 0.. {
                    let id = id_of(run, client, number);
                    let kept = store.write(move |tx| write(tx, run, id)).await;
                    kept.unwrap();
                    println!("kept {id}");
                    std::io::stdout().flush().unwrap();
                }
            }
        });
        let clients: Vec<_> = clients.map(|client| Box::pin(client) as _).collect();
        all(clients).await;
    });
}

/// Polls all of them on this one task, so that dozens of writes always wait together.
async fn all(mut tasks: Vec<std::pin::Pin<Box<dyn Future<Output = ()>>>>) {
    std::future::poll_fn(|context| {
        for task in &mut tasks {
            if task.as_mut().poll(context).is_ready() {
                return std::task::Poll::Ready(());
            }
        }
        std::task::Poll::Pending
    })
    .await;
}

/// Seeded chance (splitmix64), so that a failing run can be run again.
struct Chance(u64);

impl Chance {
    fn from_environment() -> Self {
        let seed = std::env::var("RENEW_SEED").map_or(20_261_123, |seed| seed.parse().unwrap());
        println!("RENEW_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn kills(default: i64) -> i64 {
    std::env::var("RENEW_KILLS").map_or(default, |kills| kills.parse().unwrap())
}

/// Starts a victim, lets it keep a few hundred writes, kills it, and tells what it said was kept.
fn kill_one(database: &TestDatabase, run: i64, chance: &mut Chance) -> HashSet<i64> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--ignored", "--nocapture"])
        .env(VICTIM_URL, database.url())
        .env(VICTIM_RUN, run.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(victim.stdout.take().unwrap()).lines();
    let mut kept = HashSet::new();
    let mut hear = |line: String| {
        if let Some(id) = line.strip_prefix("kept ").and_then(|id| id.parse().ok()) {
            kept.insert(id);
            return true;
        }
        false
    };
    let mut to_hear = 1 + chance.below(600);
    while to_hear > 0 {
        let line = said.next().expect("a victim that lives").unwrap();
        to_hear -= u64::from(hear(line));
    }
    // Not always just after an answer: anywhere within the next commits.
    thread::sleep(Duration::from_micros(chance.below(4_000)));
    victim.kill().unwrap();
    victim.wait().unwrap();
    database.wait_until_left();
    // What stands in the pipe was said before it died. The last line may be cut off.
    for line in said.map_while(Result::ok) {
        hear(line);
    }
    kept
}

/// Every acknowledged write is there, and whatever is there is whole.
fn check(store: &Store, run: i64, kept: &HashSet<i64>) -> HashSet<i64> {
    type Found = (Vec<(i64,)>, Vec<(i64, i64)>, Vec<(i64, i64, i64)>);
    let (from, to) = (id_of(run, 0, 0), id_of(run + 1, 0, 0));
    let (ids, halves, clients): Found = store
        .read_blocking(move |tx| -> Result<Found, StoreError> {
            Ok((
                tx.all(
                    "SELECT id FROM writes WHERE id >= $1 AND id < $2",
                    &params![from, to],
                )?,
                tx.all(
                    "SELECT id, COUNT(*) FROM halves WHERE id >= $1 AND id < $2 GROUP BY id",
                    &params![from, to],
                )?,
                tx.all(
                    "SELECT client, writes,
                        (SELECT COUNT(*) FROM writes WHERE writes.client = clients.client)
                     FROM clients WHERE client >= $1 AND client < $2",
                    &params![run << 8, (run + 1) << 8],
                )?,
            ))
        })
        .unwrap();
    let found: HashSet<i64> = ids.into_iter().map(|(id,)| id).collect();
    let lost: Vec<_> = kept.difference(&found).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    for (id, count) in &halves {
        assert!(*count == 2 && found.contains(id), "{id} is there by halves");
    }
    assert_eq!(halves.len(), found.len(), "writes without their halves");
    for (client, counted, there) in clients {
        assert_eq!(counted, there, "the count of client {client}");
    }
    found
}

fn kill_many(database: &TestDatabase, kills: i64) {
    let mut chance = Chance::from_environment();
    let mut acknowledged = 0;
    let mut earlier: Option<(i64, HashSet<i64>)> = None;
    for run in 1..=kills {
        let kept = kill_one(database, run, &mut chance);
        let store = Store::open_with(database.url(), &[TABLES]).unwrap();
        let found = check(&store, run, &kept);
        // The kill after it takes nothing from what was there before.
        if let Some((run, found)) = &earlier {
            assert_eq!(&check(&store, *run, found), found);
        }
        store.close_blocking();
        acknowledged += kept.len();
        earlier = Some((run, found));
    }
    println!("{kills} kills, {acknowledged} acknowledged writes, none lost, none by halves");
}

#[test]
fn a_killed_program_on_sqlite_loses_nothing_it_acknowledged() {
    kill_many(&TestDatabase::sqlite(), kills(150));
}

#[test]
fn a_killed_program_on_postgres_loses_nothing_it_acknowledged() {
    kill_many(&TestDatabase::postgres(), kills(150) / 5);
}

/// What a client was told about its writes.
#[derive(Default)]
struct Told {
    kept: HashSet<i64>,
    not_kept: HashSet<i64>,
}

#[test]
fn a_killed_postgres_server_loses_nothing_and_the_store_comes_back() {
    let mut server = Server::private();
    let mut chance = Chance::from_environment();
    let store = Store::open_with(&server.url("postgres"), &[TABLES]).unwrap();
    for run in 1..=kills(150) / 30 {
        let told = Arc::new(Mutex::new(Told::default()));
        let stop = Arc::new(AtomicBool::new(false));
        let answered = Arc::new(AtomicI64::new(0));
        let clients: Vec<_> = (0..16)
            .map(|client| {
                let (store, told) = (store.clone(), Arc::clone(&told));
                let (stop, answered) = (Arc::clone(&stop), Arc::clone(&answered));
                thread::spawn(move || {
                    for number in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let id = id_of(run, client, number);
                        let answer = store.write_blocking(move |tx| write(tx, run, id));
                        hear(&mut told.lock().unwrap(), id, &answer);
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let enough = 50 + i64::try_from(chance.below(500)).unwrap();
        while answered.load(Ordering::Relaxed) < enough {
            thread::sleep(Duration::from_millis(1));
        }
        server.kill_and_start_again();
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().unwrap();
        }
        let told = told.lock().unwrap();
        let found = check(&store, run, &told.kept);
        let ghosts: Vec<_> = told.not_kept.intersection(&found).collect();
        assert!(ghosts.is_empty(), "refused and yet there: {ghosts:?}");
    }
}

fn hear(told: &mut Told, id: i64, answer: &Result<(), StoreError>) {
    match answer {
        Ok(()) => told.kept.insert(id),
        // Either is right, as long as it is whole.
        Err(StoreError::Unsure) => false,
        Err(StoreError::Unreachable(_) | StoreError::Busy) => {
            // A client that is turned away does not knock a thousand times a second.
            thread::sleep(Duration::from_millis(5));
            told.not_kept.insert(id)
        }
        Err(other) => panic!("{other}"),
    };
}
