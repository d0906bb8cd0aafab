//! Databases for tests, of both engines.
//!
//! Every test gets an empty database of its own. [`on_both_engines!`](crate::on_both_engines)
//! makes one test of each function for each engine, so that neither is tested less than the
//! other. Without PostgreSQL's programs such a test fails and says what to install; it is never
//! skipped.
#![allow(clippy::panic, reason = "a panic is how a test says what went wrong")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::group::Session as _;
use crate::postgres::PostgresSession;
use crate::sqlite::{self, SqliteSession};
use crate::{Migration, Place, Store, StoreError, migrations};

/// The URL of a PostgreSQL server (as a user who may create databases) to use in place of a
/// private one.
pub const SERVER_VARIABLE: &str = "RENEW_TEST_POSTGRES";

/// Makes two tests of each function that takes a `&TestDatabase`: one per engine.
#[macro_export]
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(&$crate::testing::TestDatabase::sqlite()); })+
        }
        mod on_postgres {
            $(#[test] fn $name() { super::$name(&$crate::testing::TestDatabase::postgres()); })+
        }
    };
}

/// An empty database that goes when this is dropped.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    folder: TempDir,
    server: Option<&'static Server>,
}

impl TestDatabase {
    /// A file in a folder of its own.
    ///
    /// # Panics
    /// There is no room for a folder.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = new_folder();
        Self {
            url: format!("sqlite:{}", folder.path().join("renew.db").display()),
            folder,
            server: None,
        }
    }

    /// A database on the server that the environment names, or on a private one that all tests
    /// of this process share.
    ///
    /// # Panics
    /// There is no PostgreSQL on this machine, or it does not start.
    #[must_use]
    pub fn postgres() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let server = Server::shared();
        let name = format!(
            "renew_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let made = server.command(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' \
             LC_COLLATE 'C' LC_CTYPE 'C'"
        ));
        if let Err(error) = made {
            panic!("no database for the test: {error}");
        }
        Self {
            url: server.url(&name),
            folder: new_folder(),
            server: Some(server),
        }
    }

    /// What [`Store::open`] takes.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder that goes with the database, for keys and backups.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Opens it with Renew's own migrations.
    ///
    /// # Panics
    /// It does not open.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store_with(crate::MIGRATIONS)
    }

    /// Opens it with other migrations.
    ///
    /// # Panics
    /// It does not open.
    #[must_use]
    pub fn store_with(&self, migrations: &[Migration]) -> Store {
        match Store::open_with(&self.url, migrations) {
            Ok(store) => store,
            Err(error) => panic!("the test's database does not open: {error}"),
        }
    }

    /// Waits until nobody is connected any more. A server goes on for a moment with what a program
    /// that was killed had already asked it: only then is it certain what is there. (SQLite has no
    /// server, and nothing goes on.)
    ///
    /// # Panics
    /// Somebody is still connected after ten seconds.
    pub fn wait_until_left(&self) {
        let Some(server) = self.server else { return };
        let waited = server.command(&format!(
            "DO $$ BEGIN
                 FOR round IN 1..1000 LOOP
                     PERFORM pg_stat_clear_snapshot();
                     IF NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = '{}') THEN
                         RETURN;
                     END IF;
                     PERFORM pg_sleep(0.01);
                 END LOOP;
                 RAISE EXCEPTION 'somebody is still connected';
             END $$",
            self.name()
        ));
        if let Err(error) = waited {
            panic!("the database is not left: {error}");
        }
    }

    /// The database's name on its server.
    fn name(&self) -> &str {
        self.url.split(['/', '?']).nth(3).unwrap_or_default()
    }

    /// Runs SQL as migrations and their sample data are run.
    ///
    /// # Errors
    /// The engine refuses.
    pub fn script(&self, sql: &str) -> Result<(), StoreError> {
        match Place::of(&self.url)? {
            Place::Sqlite(path) => {
                let connection = sqlite::connect(&path, rusqlite::OpenFlags::default())?;
                let mut session = SqliteSession::new(connection, None)?;
                migrations::in_transaction(&mut session, |session| session.script(sql))
            }
            Place::Postgres(config) => {
                let mut session = PostgresSession::new(*config);
                migrations::in_transaction(&mut session, |session| session.script(sql))
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(server) = self.server {
            let name = self.name();
            // A private server goes as a whole; a shared one is to be left as it was found.
            let _ = server.command(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn new_folder() -> TempDir {
    match tempfile::Builder::new().prefix("renew-test-").tempdir() {
        Ok(folder) => folder,
        Err(error) => panic!("no folder for the test: {error}"),
    }
}

/// A PostgreSQL server: a private one, or one that the environment names.
#[derive(Debug)]
pub struct Server {
    /// Of the database `postgres`, which every server has.
    admin_url: String,
    cluster: Option<Cluster>,
}

/// The server that the tests of this process share. It ends, and its data goes, with the process
/// (see [`WATCH`]).
static SHARED: OnceLock<Server> = OnceLock::new();

impl Server {
    fn shared() -> &'static Self {
        SHARED.get_or_init(|| match std::env::var(SERVER_VARIABLE) {
            Ok(admin_url) => Self {
                admin_url,
                cluster: None,
            },
            Err(_) => Self::private(),
        })
    }

    /// A server of one's own, with its data in a temporary folder and its socket there too.
    ///
    /// # Panics
    /// There is no PostgreSQL on this machine, or it does not start.
    #[must_use]
    pub fn private() -> Self {
        let cluster = Cluster::start();
        Self {
            admin_url: cluster.url("postgres"),
            cluster: Some(cluster),
        }
    }

    /// The URL of a database on it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let (before, after) = match self.admin_url.split_once('?') {
            Some((before, after)) => (before, format!("?{after}")),
            None => (self.admin_url.as_str(), String::new()),
        };
        let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
        format!("{server}/{database}{after}")
    }

    /// Runs one statement as the server's owner.
    ///
    /// # Errors
    /// The server refuses or does not answer.
    pub fn command(&self, sql: &str) -> Result<(), StoreError> {
        // On a thread of its own: the test may stand in a runtime already.
        thread::scope(|scope| {
            let run = || -> Result<(), StoreError> {
                Client::connect(&self.admin_url, NoTls)?.batch_execute(sql)?;
                Ok(())
            };
            scope.spawn(run).join().map_err(|_| StoreError::Panicked)?
        })
    }

    /// Kills the private server as a power cut would (except for what the kernel holds), and
    /// starts it again on the same data.
    ///
    /// # Panics
    /// The server is not private, or it does not start again.
    pub fn kill_and_start_again(&mut self) {
        match &mut self.cluster {
            Some(cluster) => cluster.kill_and_start_again(),
            None => panic!("only a private server may be killed"),
        }
    }
}

/// Starts the server that its arguments name, kills it and starts it again at each line that it
/// reads, and at the end of its input kills it and removes the folder. Its input ends when the
/// tests do, however they end. It says when it has killed.
///
/// The server's own processes are killed with it, as a power cut would, and are given half a
/// minute to be gone: a new server refuses to start while one of them still holds its memory.
const WATCH: &str = r#"
    folder=$1; shift
    end() {
        all="$server $(cat /proc/$server/task/$server/children)"
        kill -9 $all; wait $server
        for try in $(seq 600); do
            left=; for one in $all; do
                grep -qs '^State:[[:space:]]*[^Z[:space:]]' /proc/$one/status && left=yes
            done
            test -z "$left" && return; sleep 0.05
        done
    }
    "$@" >/dev/null & server=$!
    while read -r line; do end; echo killed; "$@" >/dev/null & server=$!; done
    end; rm -rf "$folder"
"#;

/// A private cluster and the process that watches over its server.
#[derive(Debug)]
struct Cluster {
    folder: PathBuf,
    watch: Child,
}

impl Cluster {
    fn start() -> Self {
        let folder = new_folder().keep();
        // Its owner is another user when root runs the tests (see `as_ordinary_user`).
        let open = fs::set_permissions(&folder, fs::Permissions::from_mode(0o777));
        assert!(open.is_ok(), "the folder of the cluster: {open:?}");
        let programs = programs();
        make(&programs.join("initdb"), &folder);
        let watch = launch(&programs.join("postgres"), &folder);
        let cluster = Self { folder, watch };
        cluster.wait_until_it_answers();
        cluster
    }

    fn url(&self, database: &str) -> String {
        format!(
            "postgres://renew@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    fn kill_and_start_again(&mut self) {
        let told = match &mut self.watch.stdin {
            Some(input) => input.write_all(b"again\n"),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        };
        // Otherwise the old server may be what answers.
        let mut killed = String::new();
        let heard = told.and_then(|()| match &mut self.watch.stdout {
            Some(output) => BufReader::new(output).read_line(&mut killed),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        });
        assert!(
            killed == "killed\n",
            "the watch over the cluster has ended: {heard:?}"
        );
        self.wait_until_it_answers();
    }

    fn wait_until_it_answers(&self) {
        // Half a minute: a cluster that was killed reads its log first.
        for _ in 0..600 {
            let url = self.url("postgres");
            let answers = thread::spawn(move || Client::connect(&url, NoTls).is_ok());
            if matches!(answers.join(), Ok(true)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("the private PostgreSQL does not answer; it says:\n{log}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
    }
}

fn make(initdb: &Path, folder: &Path) {
    let mut command = as_ordinary_user(initdb);
    command.arg("--pgdata").arg(folder.join("data"));
    command.args(["--username=renew", "--auth=trust", "--encoding=UTF8"]);
    command.args(["--locale=C", "--no-sync"]);
    match command.output() {
        Ok(made) if made.status.success() => {}
        other => panic!("initdb could not make a cluster: {other:?}"),
    }
}

fn launch(postgres: &Path, folder: &Path) -> Child {
    let log = match fs::File::create(folder.join("log")) {
        Ok(log) => log,
        Err(error) => panic!("the log of the cluster: {error}"),
    };
    let server = as_ordinary_user(postgres);
    let watch = Command::new("sh")
        .args(["-c", WATCH, "watch"])
        .arg(folder)
        .arg(server.get_program())
        .args(server.get_args())
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-c", "listen_addresses=", "-c", "fsync=on"])
        .args(["-c", "max_connections=300", "-c", "shared_buffers=64MB"])
        .arg("-c")
        .arg(format!("unix_socket_directories={}", folder.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn();
    match watch {
        Ok(watch) => watch,
        Err(error) => panic!("postgres could not be started: {error}"),
    }
}

/// PostgreSQL refuses to run as root, as containers often do: then it runs as nobody.
fn as_ordinary_user(program: &Path) -> Command {
    let am_root = fs::metadata("/proc/self")
        .map(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0)
        .unwrap_or(false);
    if !am_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(program);
    command
}

/// The folder of PostgreSQL's programs: where the system's packages put them, or the path.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path));
    let has_all =
        |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    match found.into_iter().rev().find(has_all) {
        Some(folder) => folder,
        None => panic!(
            "these tests need PostgreSQL's programs (initdb, postgres): install the package \
             postgresql, or name a running server in {SERVER_VARIABLE}"
        ),
    }
}
