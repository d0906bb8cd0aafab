//! Set-ups that are broken, each fault named; and one that is as it should be.
#![allow(clippy::unwrap_used)]

use std::net::TcpListener;

use store::{Keys, Store};
use tempfile::TempDir;

use super::*;
use crate::App;
use crate::https::{Https, Made};
use crate::site::chance::Chance;

const DAY_MS: i64 = 24 * 60 * 60_000;

/// A community in a folder, that nobody serves at the moment.
fn community() -> (TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::local(folder.path().join("data"), free());
    let app = App::open(config.clone(), Clock::System, Chance::System).unwrap();
    app.store.close_blocking();
    (folder, config)
}

/// An address at which nobody listens.
fn free() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

fn examined(config: &Config, clock: &Clock) -> Vec<Finding> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(examine(config, clock))
}

fn broken(findings: &[Finding]) -> Vec<(Area, &str)> {
    let broken = findings.iter().filter(|f| f.grade == Grade::Broken);
    broken.map(|f| (f.area, f.sentence.as_str())).collect()
}

fn has(findings: &[(Area, &str)], area: Area, word: &str) -> bool {
    findings
        .iter()
        .any(|(about, sentence)| *about == area && sentence.contains(word))
}

#[test]
fn each_fault_of_a_broken_set_up_is_named() {
    let (folder, mut config) = community();
    let now_ms = Clock::System.now_ms();
    // Three days behind, with a certificate that is over by any clock, for another name.
    let clock = Clock::fixed(now_ms - 3 * DAY_MS);
    let made = Made::valid(
        &["old.example.org"],
        now_ms - 90 * DAY_MS,
        now_ms - 4 * DAY_MS,
    );
    let (certificate, key) = made.write(folder.path());
    config.https = Https::Files { certificate, key };
    config.origin = format!("https://localhost:{}", config.listen.port());
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    config.media.port = Some(other.local_addr().unwrap().port());
    // The program runs, and not where it shall.
    let hold = Store::hold(&config.database).unwrap();
    std::fs::remove_file(config.data.join("master.key")).unwrap();
    let findings = examined(&config, &clock);
    let found = broken(&findings);
    for (area, word) in [
        (Area::Ports, "nothing listens at TCP port"),
        (Area::Ports, "is closed on this machine"),
        (Area::Certificate, "has expired on"),
        (Area::Certificate, "for old.example.org, not for localhost"),
        (Area::Clock, "was written 3 days later"),
        (Area::Keys, "master.key"),
    ] {
        assert!(has(&found, area, word), "{area} {word}: {found:#?}");
    }
    drop(hold);
    let findings = examined(&config, &Clock::System);
    let found = broken(&findings);
    assert!(
        has(&found, Area::Ports, "held by another program"),
        "{found:#?}"
    );
    assert!(!found.iter().any(|(area, _)| *area == Area::Clock));
}

#[test]
fn a_folder_that_takes_nothing_and_a_name_that_leads_nowhere_are_named() {
    let mut config = Config::local("/proc".into(), free());
    config.origin = "http://nowhere.invalid".into();
    let findings = examined(&config, &Clock::System);
    let found = broken(&findings);
    for (area, word) in [
        (Area::Disk, "/proc"),
        (Area::Addresses, "is not https"),
        (Area::Addresses, "nowhere.invalid can't be found"),
    ] {
        assert!(has(&found, area, word), "{area} {word}: {found:#?}");
    }
}

#[test]
fn damage_and_keys_of_others_are_named() {
    let (_folder, config) = community();
    let file = config.data.join("keys.db");
    // A key, so that there is something to open.
    let keys = Keys::open(&file, &config.data.join("master.key"), [0; 32]).unwrap();
    keys.create(7, [7; 32]).unwrap();
    drop(keys);
    std::fs::write(config.data.join("master.key"), [9; 32]).unwrap();
    let database = config.data.join("renew.db");
    let mut bytes = std::fs::read(&database).unwrap();
    // The first page stays: it is a database.
    let end = bytes.len();
    bytes[8192..end].fill(0x5a);
    std::fs::write(&database, bytes).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(&file, open).unwrap();
    }
    let findings = examined(&config, &Clock::System);
    let found = broken(&findings);
    for (area, word) in [
        (Area::Database, "damaged"),
        (Area::Keys, "the master key does not fit"),
        #[cfg(unix)]
        (Area::Keys, "chmod 600"),
    ] {
        assert!(has(&found, area, word), "{area} {word}: {found:#?}");
    }
}

#[test]
fn a_set_up_that_is_well_has_nothing_broken_and_is_left_as_it_was() {
    let (folder, config) = community();
    let names = |folder: &std::path::Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            // What SQLite lays beside a database that it reads.
            .filter(|name| {
                !["renew.db-wal", "renew.db-shm"]
                    .iter()
                    .any(|own| name == own)
            })
            .collect();
        names.sort();
        names
    };
    let before = names(&config.data);
    let findings = examined(&config, &Clock::System);
    assert_eq!(broken(&findings), []);
    // Nothing but this machine itself says so.
    let agrees = |finding: &&Finding| finding.sentence.contains("clock agrees with");
    assert_eq!(findings.iter().find(agrees), None);
    assert_eq!(names(&config.data), before);
    // Where there is nothing, nothing is made.
    let nowhere = Config::local(folder.path().join("nowhere"), free());
    let findings = examined(&nowhere, &Clock::System);
    assert_eq!(broken(&findings), []);
    assert!(!nowhere.data.exists());
}
