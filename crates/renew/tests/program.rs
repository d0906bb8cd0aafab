//! The program as an operator runs it: started, asked to end, backed up while it runs, restored.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use renew::App;
use renew::config::Config;
use renew::people::{Guest, make_guest, resume_erasing};
use renew::site::chance::Chance;
use renew::site::clock::Clock;
use renew::site::lang::Lang;
use renew::site::sign::Sign;
use renew::site::visitor::PersonId;
use store::{Store, StoreError, params};
use tempfile::TempDir;

fn program(command: &str, data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_renew"));
    program.arg(command).arg("--data").arg(data);
    for name in ["RENEW_DATA", "RENEW_DATABASE", "RENEW_ORIGIN"] {
        program.env_remove(name);
    }
    program
}

fn serving(data: &Path) -> Command {
    let mut program = program("serve", data);
    program.args(["--listen", "127.0.0.1:0"]);
    program
}

/// What the program says on standard error, and whether it did what was asked.
fn outcome(program: &mut Command) -> (bool, String) {
    let output = program.output().unwrap();
    (
        output.status.success(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn done(program: &mut Command) {
    let (done, said) = outcome(program);
    assert!(done, "{said}");
}

/// A `renew serve` that answers; killed if the test ends early.
struct Serving {
    child: Child,
    /// Kept open: a program that can't say what it has to say ends.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    fn start(data: &Path) -> Self {
        let mut child = serving(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = lines.any(|line| line.unwrap().starts_with("listening on"));
        assert!(listens, "it ended before it listened");
        Self {
            child,
            _said: lines,
        }
    }

    fn ask_to_end(mut self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_community_is_served_by_one_copy_that_leaves_nothing_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = Serving::start(&data);
    let (served, said) = outcome(&mut serving(&data));
    assert!(!served);
    assert!(said.contains("another copy of Renew"), "{said}");
    // Neither is it filled from a copy meanwhile.
    let copy = folder.path().join("copy.db");
    done(program("backup", &data).arg("--to").arg(&copy));
    let (_, said) = outcome(program("restore", &data).arg("--from").arg(&copy));
    assert!(said.contains("another copy of Renew"), "{said}");
    first.ask_to_end();
    // Empty, or not even there.
    let log = fs::metadata(data.join("renew.db-wal"));
    assert_eq!(log.map_or(0, |log| log.len()), 0);
    // Nor does one that was killed keep the next away.
    drop(Serving::start(&data));
    Serving::start(&data).ask_to_end();
}

#[test]
fn a_password_stands_in_no_command_and_in_no_help() {
    let folder = tempfile::tempdir().unwrap();
    let database = "postgres://kim:north-star@127.0.0.1:1/renew";
    let mut open = serving(folder.path());
    let (served, said) = outcome(open.args(["--database", database]));
    assert!(!served);
    assert!(said.contains("RENEW_DATABASE"), "{said}");
    let mut help = Command::new(env!("CARGO_BIN_EXE_renew"));
    let help = help
        .args(["serve", "--help"])
        .env("RENEW_DATABASE", database);
    let help = String::from_utf8(help.output().unwrap().stdout).unwrap();
    assert!(help.contains("RENEW_DATABASE") && !help.contains("north-star"));
}

#[test]
fn a_backup_of_a_wrong_folder_makes_no_community() {
    let folder = tempfile::tempdir().unwrap();
    for (option, sentence) in [("--to", "no community"), ("--keys-to", "no keys")] {
        for data in [folder.path().join("wrong"), folder.path().to_owned()] {
            let mut backup = program("backup", &data);
            let (copied, said) = outcome(backup.arg(option).arg(folder.path().join("copy.db")));
            assert!(!copied);
            assert!(said.contains(sentence), "{said}");
            assert_eq!(names_in(folder.path()), Vec::<String>::new());
        }
    }
}

fn open(data: &Path) -> App {
    let config = Config::local(data.to_owned(), "127.0.0.1:0".parse().unwrap());
    App::open(config, Clock::System, Chance::System).unwrap()
}

/// Opens the community, does `work` in it, and closes it.
fn with<T>(data: &Path, work: impl AsyncFnOnce(&App) -> T) -> T {
    let app = open(data);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let done = runtime.block_on(work(&app));
    app.store.close_blocking();
    done
}

async fn person(app: &App, name: &str) -> PersonId {
    let guest = Guest {
        name,
        sign: Sign::Bird,
        lang: Lang::En,
        is_coordinator: true,
    };
    make_guest(app, guest).await.unwrap()
}

fn people_in(data: &Path) -> Vec<i64> {
    let url = format!("sqlite:{}", data.join("renew.db").display());
    let store = Store::open(&url).unwrap();
    let ids = store.read_blocking(|tx| tx.all::<(i64,)>("SELECT id FROM people ORDER BY id", &[]));
    store.close_blocking();
    ids.unwrap().into_iter().map(|(id,)| id).collect()
}

#[test]
fn a_way_back_in_is_made_only_for_a_community_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let elsewhere = format!("sqlite:{}", folder.path().join("elsewhere.db").display());
    let mut config = Config::local(data.clone(), "127.0.0.1:0".parse().unwrap());
    config.database.clone_from(&elsewhere);
    let app = App::open(config, Clock::System, Chance::System).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(person(&app, "Wren"));
    app.store.close_blocking();
    let door = || program("door", &data);
    // A shell that does not know where the database is finds none, and makes none.
    let before = names_in(&data);
    let (made, said) = outcome(door().arg("Wren"));
    assert!(!made);
    assert!(said.contains("no community"), "{said}");
    assert_eq!(names_in(&data), before);
    done(door().env("RENEW_DATABASE", &elsewhere).arg("Wren"));
}

/// What an erasing leaves in the files of the database while the program runs.
async fn erase(app: &App, person: PersonId) {
    let row = app
        .store
        .write(move |tx| -> Result<(Vec<u8>,), StoreError> {
            let sql = "UPDATE people SET erasing_ms = 1 WHERE id = $1";
            tx.run(sql, &params![person.0])?;
            let sql = "SELECT name_print FROM people WHERE id = $1";
            tx.one(sql, &params![person.0])
        })
        .await;
    let (print,) = row.unwrap();
    let holds = |name: &str| {
        let bytes = fs::read(app.config.data.join(name)).unwrap_or_default();
        bytes.windows(print.len()).any(|window| window == print)
    };
    assert!(
        holds("renew.db-wal") || holds("renew.db"),
        "the test can see"
    );
    resume_erasing(app).await.unwrap();
    assert!(!holds("renew.db-wal") && !holds("renew.db"));
}

/// Two people, a backup of both, and then one of them erased.
struct Left {
    folder: TempDir,
    gone: i64,
    here: i64,
}

impl Left {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let (wren, sol) = with(&data, async |app| {
            (person(app, "Wren").await, person(app, "Sol").await)
        });
        let serving = Serving::start(&data);
        done(
            program("backup", &data)
                .arg("--to")
                .arg(folder.path().join("monday.db")),
        );
        serving.ask_to_end();
        with(&data, async |app| erase(app, wren).await);
        assert_eq!(people_in(&data), [sol.0]);
        done(
            program("backup", &data)
                .arg("--keys-to")
                .arg(folder.path().join("keys.db")),
        );
        Self {
            folder,
            gone: wren.0,
            here: sol.0,
        }
    }

    /// A new data folder, filled from the backup.
    fn restored(&self) -> PathBuf {
        let data = self.folder.path().join("restored");
        let from = self.folder.path().join("monday.db");
        done(program("restore", &data).arg("--from").arg(from));
        let mut both = [self.gone, self.here];
        both.sort_unstable();
        assert_eq!(people_in(&data), both);
        data
    }
}

#[test]
fn who_was_erased_stays_erased_when_an_older_backup_comes_back() {
    let left = Left::new();
    let data = left.restored();
    let kept = left.folder.path();
    fs::copy(kept.join("keys.db"), data.join("keys.db")).unwrap();
    fs::copy(kept.join("data/master.key"), data.join("master.key")).unwrap();
    Serving::start(&data).ask_to_end();
    assert_eq!(people_in(&data), [left.here]);
}

#[test]
fn nobody_is_erased_because_the_keys_were_not_put_back() {
    let left = Left::new();
    let data = left.restored();
    Serving::start(&data).ask_to_end();
    assert_eq!(people_in(&data).len(), 2);
}
