//! Against Pebble, the authority that the makers of one run for tests (`cargo xtask test` runs this
//! where Pebble is installed); and what comes after an answer, without any.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::net::{SocketAddr, TcpListener as Port};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustls::pki_types::ServerName;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use super::super::testing::Made;
use super::super::{Https, Secure, Shares, Source, look, serve};
use super::*;

/// A free port: told to nobody else meanwhile, since the system goes round.
fn free() -> u16 {
    let port = Port::bind("127.0.0.1:0").unwrap();
    port.local_addr().unwrap().port()
}

/// An authority of our own, and the names that it looks up.
struct Authority {
    processes: Vec<Child>,
    folder: TempDir,
    directory: String,
    tls_port: u16,
    http_port: u16,
}

impl Authority {
    fn start() -> Self {
        Self::start_with(&serde_json::json!({}))
    }

    /// One that is set up as usual but for `more`.
    fn start_with(more: &serde_json::Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = Made::of(&["localhost"]).write(folder.path());
        let [directory, management, tls_port, http_port, names, told] = [(); 6].map(|()| free());
        let mut config = serde_json::json!({"pebble": {
            "listenAddress": format!("127.0.0.1:{directory}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": certificate, "privateKey": key,
            "httpPort": http_port, "tlsPort": tls_port,
        }});
        for (name, value) in more.as_object().unwrap() {
            config["pebble"][name] = value.clone();
        }
        let file = folder.path().join("pebble.json");
        fs::write(&file, config.to_string()).unwrap();
        let lookup = format!("127.0.0.1:{names}");
        let mut processes = vec![
            quiet(Command::new("pebble-challtestsrv").args([
                // Every name is this machine.
                "-defaultIPv4",
                "127.0.0.1",
                "-defaultIPv6",
                "",
                "-dns01",
                &lookup,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                &format!("127.0.0.1:{told}"),
            ])),
            quiet(
                Command::new("pebble")
                    .args(["-strict", "-dnsserver", &lookup, "-config"])
                    .arg(&file)
                    // It waits and refuses at random by default, to find impatient clients.
                    .env("PEBBLE_VA_NOSLEEP", "1"),
            ),
        ];
        wait_for(directory, &mut processes);
        Self {
            processes,
            folder,
            directory: format!("https://localhost:{directory}/dir"),
            tls_port,
            http_port,
        }
    }

    fn asked_for(&self, names: &[&str], by_http: bool) -> Acme {
        Acme {
            directory: self.directory.clone(),
            domains: names.iter().map(|name| (*name).to_owned()).collect(),
            contacts: vec!["kim@example.org".into()],
            binding: None,
            root: Some(self.folder.path().join("chain.pem")),
            folder: self.folder.path().join("acme"),
            by_http,
        }
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn quiet(command: &mut Command) -> Child {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("Debian's package `pebble` brings it")
}

fn wait_for(port: u16, processes: &mut [Child]) {
    let at = SocketAddr::from(([127, 0, 0, 1], port));
    while std::net::TcpStream::connect(at).is_err() {
        for process in &mut *processes {
            assert!(process.try_wait().unwrap().is_none(), "it ended");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A program that asks an authority, and listens where that looks.
struct Here {
    asking: Asking,
    shown: std::sync::Arc<Shown>,
    at: SocketAddr,
}

impl Here {
    async fn listen(authority: &Authority, acme: Acme) -> Self {
        let secure = Secure::prepare(&Https::Acme(acme)).unwrap().unwrap();
        let at = SocketAddr::from(([127, 0, 0, 1], authority.tls_port));
        let listener = TcpListener::bind(at).await.unwrap();
        let shares = Shares::of(1024);
        let listener = secure.listen(listener, shares.places(false));
        let site = axum::Router::new();
        tokio::spawn(serve(listener, site, std::future::pending()));
        let openly = TcpListener::bind(("127.0.0.1", authority.http_port))
            .await
            .unwrap();
        tokio::spawn(secure.send_on(openly, shares, "https://circle.example.org"));
        let Secure { shown, source, .. } = secure;
        let Source::Acme(asking) = source else {
            panic!("{source:?}");
        };
        Self {
            asking: *asking,
            shown,
            at,
        }
    }

    /// The names of the certificate that somebody is shown.
    async fn names_shown(&self) -> Vec<String> {
        let stream = TcpStream::connect(self.at).await.unwrap();
        let name = ServerName::try_from("circle.example.org").unwrap();
        let stream = look::look_at(stream, name).await.unwrap();
        let mut names = Certificate::of(&look::shown_by(&stream)[0]).unwrap().names;
        // The authority has an order of its own.
        names.sort();
        names
    }
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
#[ignore = "needs Debian's package pebble"]
async fn pebble_gives_a_certificate_over_tls_and_another_over_http() {
    let authority = Authority::start();
    let names = ["circle.example.org", "old.example.org"];
    let mut here = Here::listen(&authority, authority.asked_for(&names, false)).await;
    assert_eq!(here.asking.due_ms(5), 5, "there is none yet");
    here.asking
        .ask_once(&here.shown, &Clock::System)
        .await
        .unwrap();
    assert_eq!(here.names_shown().await, names);
    for file in ["account.json", "certificate.pem"] {
        assert_eq!(
            mode(&authority.folder.path().join("acme").join(file)),
            0o600
        );
    }
    // A third before its end, and no sooner.
    let held = here.asking.held.clone().unwrap();
    let due_ms = here.asking.due_ms(5);
    assert!(held.from_ms < due_ms && due_ms < held.until_ms);

    // The next run has it, and asks at once when it is for another name; over HTTP this time.
    let account = || fs::read(authority.folder.path().join("acme/account.json")).unwrap();
    let before = account();
    let acme = authority.asked_for(&names, false);
    let again = Asking::begin(acme, &Shown::default()).unwrap();
    assert_eq!(again.held, Some(held));
    let other = authority.asked_for(&["new.example.org"], true);
    let mut asking = Asking::begin(other, &here.shown).unwrap();
    assert_eq!(asking.due_ms(5), 5);
    asking.failures = 1;
    asking.ask_once(&here.shown, &Clock::System).await.unwrap();
    assert_eq!(here.names_shown().await, ["new.example.org"]);
    assert_eq!(account(), before, "the account stays");
    assert!(here.shown.proofs().for_name("new.example.org").is_none());
}

#[tokio::test]
#[ignore = "needs Debian's package pebble"]
async fn an_authority_that_asks_for_an_account_of_its_own_is_told_it() {
    let key = "bm9ydGggc3RhciBvdmVyIHRoZSBoYXJib3VyIGFuZCB0aGUgaGlsbHM";
    let authority = Authority::start_with(&serde_json::json!({
        "externalAccountBindingRequired": true,
        "externalAccountMACKeys": {"kim": key},
    }));
    let mut acme = authority.asked_for(&["circle.example.org"], false);
    let mut here = Here::listen(&authority, acme.clone()).await;
    let refused = here.asking.ask_once(&here.shown, &Clock::System).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("--acme-eab-kid"), "{said}");
    acme.binding = Binding::read("kim", key);
    let mut asking = Asking::begin(acme, &here.shown).unwrap();
    asking.ask_once(&here.shown, &Clock::System).await.unwrap();
    assert_eq!(here.names_shown().await, ["circle.example.org"]);
}

#[tokio::test]
#[ignore = "needs Debian's package pebble"]
async fn a_name_that_leads_elsewhere_gets_none_and_the_sentence_says_so() {
    let authority = Authority::start();
    let acme = authority.asked_for(&["circle.example.org"], false);
    let shown = Shown::default();
    // Nobody listens where the authority looks.
    let mut asking = Asking::begin(acme, &shown).unwrap();
    let trouble = asking.ask_once(&shown, &Clock::System).await.unwrap_err();
    let said = trouble.to_string();
    for word in ["Failed to connect", "each address of the name"] {
        assert!(said.contains(word), "{said}: {trouble:?}");
    }
    assert!(asking.held.is_none());
}

/// Somebody who asks an authority that is nowhere.
fn lonely(folder: &Path) -> Asking {
    let acme = Acme {
        directory: "https://nowhere.invalid/dir".into(),
        domains: vec!["a.example".into()],
        contacts: Vec::new(),
        binding: None,
        root: None,
        folder: folder.join("acme"),
        by_http: false,
    };
    Asking::begin(acme, &Shown::default()).unwrap()
}

fn pem(made: &Made) -> String {
    format!("{}{}", made.chain, made.key)
}

const HOUR_MS: i64 = 60 * 60 * 1000;

#[tokio::test(start_paused = true)]
async fn a_certificate_that_can_not_be_written_is_used_and_written_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut asking = lonely(folder.path());
    let kept_in = asking.acme.folder.clone();
    fs::remove_dir_all(&kept_in).unwrap();
    let now_ms = Clock::System.now_ms();
    let made = Made::valid(&["a.example"], now_ms, now_ms + 2160 * HOUR_MS);
    asking.take(pem(&made), &Shown::default(), now_ms).unwrap();
    assert_eq!(asking.held.as_ref().unwrap().names, ["a.example"]);
    assert!(asking.due_ms(now_ms) > now_ms, "no other is asked for");
    fs::create_dir(&kept_in).unwrap();
    asking.rest(Duration::from_secs(60 * 60)).await;
    let found = super::kept_in(&kept_in).unwrap().unwrap();
    assert_eq!(Some(found.certificate), asking.held);
    assert!(asking.unkept.is_none());
}

#[test]
fn a_certificate_of_another_authority_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let mut asking = lonely(folder.path());
    let now_ms = Clock::System.now_ms();
    let made = Made::valid(&["a.example"], now_ms, now_ms + 2160 * HOUR_MS);
    asking.take(pem(&made), &Shown::default(), now_ms).unwrap();
    let mut acme = asking.acme.clone();
    let again = Asking::begin(acme.clone(), &Shown::default()).unwrap();
    assert!(again.due_ms(now_ms) > now_ms, "the same authority");
    acme.directory = "https://elsewhere.invalid/dir".into();
    let again = Asking::begin(acme, &Shown::default()).unwrap();
    assert!(again.held.is_some(), "it is shown until another comes");
    assert_eq!(again.due_ms(now_ms), now_ms);
}

#[tokio::test]
async fn where_nothing_can_be_written_nothing_is_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let mut asking = lonely(folder.path());
    fs::remove_dir_all(&asking.acme.folder).unwrap();
    let asked = asking.ask_once(&Shown::default(), &Clock::System).await;
    assert!(matches!(asked, Err(Trouble::Kept(_))), "{asked:?}");
}

#[test]
fn a_kept_certificate_that_can_not_be_read_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let acme = lonely(folder.path()).acme;
    fs::create_dir(acme.folder.join("certificate.pem")).unwrap();
    let said = Asking::begin(acme, &Shown::default()).unwrap_err();
    assert!(said.contains("let the account that serves read"), "{said}");
}

#[test]
fn a_certificate_that_is_over_when_it_comes_is_not_followed_by_the_next_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut asking = lonely(folder.path());
    let now_ms = Clock::System.now_ms();
    let made = Made::valid(&["a.example"], now_ms, now_ms + 2160 * HOUR_MS);
    // The clock is a year ahead.
    let ahead_ms = now_ms + 8760 * HOUR_MS;
    let asked = asking.take(pem(&made), &Shown::default(), ahead_ms);
    assert!(matches!(asked, Err(Trouble::Clock)), "{asked:?}");
    assert!(asking.due_ms(ahead_ms) <= ahead_ms);
    assert!(asking.wait_after(&asked) >= Duration::from_secs(24 * 60 * 60));
    assert!(asking.wait_after(&Ok(())) >= Duration::from_secs(60 * 60));
    assert_eq!(asking.failures, 0);
}
