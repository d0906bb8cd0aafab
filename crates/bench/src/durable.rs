//! Durable writes: how many a second are acknowledged after they are on disk, when 64 clients
//! each wait for their answer before they write again.
//!
//! Each write is one row with two indexes. The rivals use the very file that the store made, so
//! that the tables are the same; they take rows over a channel where the store takes closures.

mod rivals;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use store::{Migration, Store, StoreError, params};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::stats::{median, percentile};
use rivals::Rival;

/// What to measure and for how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Clients that wait for their answers.
    #[arg(long, default_value_t = 64)]
    clients: i64,
    /// Rounds; in each, every contender has its turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds that each contender writes in a round, after half a second of warming up.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Where to write: the disk under this folder is what is measured.
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: std::path::PathBuf,
    /// An empty PostgreSQL database, to measure the store on that one too.
    #[arg(long)]
    postgres: Option<String>,
}

const TABLE: Migration = Migration {
    version: 1,
    name: "0001_writes",
    sql: "CREATE TABLE writes (id BIGINT PRIMARY KEY, client BIGINT NOT NULL,
              number BIGINT NOT NULL, text TEXT NOT NULL);
          CREATE INDEX writes_by_client ON writes (client, number);
          CREATE INDEX writes_by_number ON writes (number);",
    sample: "",
};
const INSERT: &str = "INSERT INTO writes (id, client, number, text) VALUES ($1, $2, $3, $4)";
const TEXT: &str = "what a person in a circle might write down in one sentence or in two";
const WARMING_UP: Duration = Duration::from_millis(500);

/// One write.
#[derive(Clone, Copy, Debug)]
struct Write {
    id: i64,
    client: i64,
    number: i64,
}

impl Write {
    /// Ids are spread over all numbers, as the program's random ones are.
    fn new(client: i64, number: i64) -> Self {
        let id = (client << 32 | number).wrapping_mul(0x5851_f42d_4c95_7f2d) & i64::MAX;
        Self { id, client, number }
    }
}

/// Whoever takes writes.
#[derive(Clone)]
enum Door {
    Store(Store),
    Rival(Rival),
}

impl Door {
    async fn write(&self, write: Write) -> Result<(), String> {
        match self {
            Self::Store(store) => {
                let Write { id, client, number } = write;
                let row = move |tx: &mut store::Tx<'_>| -> Result<u64, StoreError> {
                    tx.run(INSERT, &params![id, client, number, TEXT])
                };
                store
                    .write(row)
                    .await
                    .map(drop)
                    .map_err(|error| error.to_string())
            }
            Self::Rival(rival) => rival.write(write).await,
        }
    }

    fn close(self) {
        match self {
            Self::Store(store) => store.close_blocking(),
            Self::Rival(rival) => rival.close(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Contender {
    Store,
    StoreOnPostgres,
    BareGroup,
    OneByOne,
    Append,
}

impl Contender {
    fn name(self) -> &'static str {
        match self {
            Self::Store => "the store, on SQLite",
            Self::StoreOnPostgres => "the store, on PostgreSQL",
            Self::BareGroup => "bare group commit",
            Self::OneByOne => "one commit per write",
            Self::Append => "bare append and fdatasync",
        }
    }

    fn open(self, folder: &Path, postgres: &str) -> Result<Door, String> {
        let path = folder.join("writes.db");
        let url = match self {
            Self::StoreOnPostgres => postgres.to_owned(),
            _ => format!("sqlite:{}", path.display()),
        };
        let store = Store::open_with(&url, &[TABLE]).map_err(|error| error.to_string())?;
        if matches!(self, Self::Store | Self::StoreOnPostgres) {
            store
                .write_blocking(|tx| tx.run("DELETE FROM writes", &[]))
                .map_err(|error: StoreError| error.to_string())?;
            return Ok(Door::Store(store));
        }
        store.close_blocking();
        Ok(Door::Rival(match self {
            Self::BareGroup => Rival::group(&path)?,
            Self::OneByOne => Rival::one_by_one(&path)?,
            _ => Rival::append(&folder.join("writes.log"))?,
        }))
    }
}

/// What one contender did in one round.
#[derive(Clone, Copy, Debug)]
struct Measured {
    per_second: f64,
    p99_ms: f64,
    /// Of clients and writer together; what holds when others use the machine too.
    cpu_seconds_per_thousand: f64,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let mut contenders = vec![
        Contender::Store,
        Contender::BareGroup,
        Contender::OneByOne,
        Contender::Append,
    ];
    if args.postgres.is_some() {
        contenders.push(Contender::StoreOnPostgres);
    }
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let mut rounds: Vec<Vec<Measured>> = Vec::new();
    for round in 0..args.rounds {
        let mut measured = Vec::new();
        for place in 0..contenders.len() {
            // Each round begins with another one, so that nobody always follows the same.
            let contender = contenders[(place + round) % contenders.len()];
            measured.push((contender, one_turn(&runtime, contender, args)?));
        }
        let in_order = contenders.iter().filter_map(|contender| {
            let found = measured.iter().find(|(known, _)| known == contender);
            found.map(|(_, measured)| *measured)
        });
        rounds.push(in_order.collect());
        eprintln!("round {} of {}", round + 1, args.rounds);
    }
    print(&contenders, &rounds, args);
    Ok(())
}

fn one_turn(runtime: &Runtime, contender: Contender, args: &Args) -> Result<Measured, String> {
    let folder = tempfile::tempdir_in(&args.folder).map_err(|error| error.to_string())?;
    let door = contender.open(folder.path(), args.postgres.as_deref().unwrap_or_default())?;
    let measured = runtime.block_on(load(&door, args.clients, args.seconds));
    door.close();
    measured
}

/// All clients at once, each waiting for its answer before it writes again.
async fn load(door: &Door, clients: i64, seconds: f64) -> Result<Measured, String> {
    let stop = Arc::new(AtomicBool::new(false));
    let begin = Instant::now() + WARMING_UP;
    let mut running = JoinSet::new();
    for client in 0..clients {
        let (door, stop) = (door.clone(), Arc::clone(&stop));
        running.spawn(async move {
            let mut waited_ms = Vec::new();
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let asked = Instant::now();
                door.write(Write::new(client, number)).await?;
                if asked >= begin {
                    waited_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
                }
            }
            Ok::<_, String>(waited_ms)
        });
    }
    tokio::time::sleep_until(begin.into()).await;
    let cpu_before = cpu_seconds()?;
    tokio::time::sleep_until((begin + Duration::from_secs_f64(seconds)).into()).await;
    stop.store(true, Ordering::Relaxed);
    let cpu = cpu_seconds()? - cpu_before;
    let mut waited_ms = Vec::new();
    while let Some(client) = running.join_next().await {
        waited_ms.extend(client.map_err(|error| error.to_string())??);
    }
    Ok(Measured {
        per_second: waited_ms.len() as f64 / begin.elapsed().as_secs_f64(),
        p99_ms: percentile(&waited_ms, 99.0),
        cpu_seconds_per_thousand: cpu * 1000.0 / waited_ms.len() as f64,
    })
}

/// User and system time of this process so far, as Linux counts it in hundredths.
fn cpu_seconds() -> Result<f64, String> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(|error| error.to_string())?;
    // The name in parentheses may hold spaces; the times are 12 and 13 fields after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let times = after.split_whitespace().skip(11).take(2);
    let hundredths: f64 = times.filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(hundredths / 100.0)
}

fn print(contenders: &[Contender], rounds: &[Vec<Measured>], args: &Args) {
    let all = |what: &dyn Fn(&[Measured]) -> f64| {
        let values: Vec<f64> = rounds.iter().map(|round| what(round)).collect();
        median(&values)
    };
    println!(
        "Acknowledged writes, {} waiting clients, medians of {} rounds of {} s",
        args.clients, args.rounds, args.seconds
    );
    println!();
    println!(
        "{:<28} {:>10} {:>10} {:>12} {:>16}",
        "", "writes/s", "p99 ms", "CPU-s/1,000", "the store is"
    );
    for (place, contender) in contenders.iter().enumerate() {
        println!(
            "{:<28} {:>10.0} {:>10.1} {:>12.3} {:>15.2}x",
            contender.name(),
            all(&|round| round[place].per_second),
            all(&|round| round[place].p99_ms),
            all(&|round| round[place].cpu_seconds_per_thousand),
            all(&|round| round[0].per_second / round[place].per_second),
        );
    }
    println!();
    println!("Targets: at least 0.60x the bare group commit, 6x one commit per write;");
    println!("stretch: 0.50x the bare append.");
}
