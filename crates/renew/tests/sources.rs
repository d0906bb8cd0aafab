//! A source as the served program asks it: by itself, soon after the start, and never in the way of
//! the end.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use store::{Store, StoreError, params};

/// Far below what a server may take to answer, far above what an end needs.
const END_MAX: Duration = Duration::from_secs(20);

/// Killed if the test ends early.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_source_is_asked_by_the_served_program_and_doesn_t_keep_it_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/list.json", server.local_addr().unwrap());
    let database = format!("sqlite:{}", folder.path().join("renew.db").display());
    let store = Store::open(&database).unwrap();
    store
        .write_blocking::<_, StoreError, _>(move |tx| {
            tx.run(
                "INSERT INTO feeds (id, name, name_folded, fellowship, zone, imported_ms, report)
                 VALUES (1, 'Valley', 'valley', 'aa', '', 0, '{}')",
                &[],
            )?;
            tx.run(
                "INSERT INTO feed_sources (feed_id, url, form, added_ms, is_paused, etag,
                     last_modified, failures, next_ms, meetings)
                 VALUES (1, $1, '', 0, 0, '', '', 0, 0, 0)",
                &params![&url],
            )
        })
        .unwrap();
    store.close_blocking();
    drop(store);

    let program = Command::new(env!("CARGO_BIN_EXE_renew"))
        .args(["serve", "--listen", "127.0.0.1:0", "--ask-own-network"])
        .args(["--origin", "https://renew.example.org", "--data"])
        .arg(folder.path())
        .env_remove("RENEW_DATABASE")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut program = Serving(program);
    let mut said = BufReader::new(program.0.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().starts_with("listening on")));

    // It comes, says who it is, and is never answered.
    let (mut stream, _) = server.accept().unwrap();
    let mut head = [0; 2_048];
    let read = stream.read(&mut head).unwrap();
    let head = String::from_utf8_lossy(&head[..read]).into_owned();
    assert!(head.starts_with("GET /list.json HTTP/1.1"), "{head}");
    assert!(head.contains("+https://renew.example.org"), "{head}");

    let kill = Command::new("kill")
        .args(["-TERM", &program.0.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    // The connection ends with the program.
    stream.set_read_timeout(Some(END_MAX)).unwrap();
    let waited = stream.read(&mut [0]).map_err(|error| error.kind());
    assert!(
        matches!(waited, Ok(0) | Err(ErrorKind::ConnectionReset)),
        "{waited:?}"
    );
    assert!(program.0.wait().unwrap().success());
}
