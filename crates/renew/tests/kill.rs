#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole program, ended by force in the middle of a turn and started again on the same data:
//! the same person has the floor, and everybody their seat.

mod whole;

use std::path::Path;
use std::process::Command;

use renew::sessions::SessionId;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use self::whole::{Page, Program, community};

/// `renew serve` on a port of its own.
struct Served {
    program: Program,
    site: String,
}

impl Served {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renew"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
        let (program, at) = Program::start(command.arg(data), "listening on ");
        let (_, port) = at.rsplit_once(':').unwrap();
        let site = format!("http://127.0.0.1:{port}");
        Self { program, site }
    }

    async fn page(&self, session: SessionId, cookie: &str) -> Page<TcpStream> {
        let stream = TcpStream::connect(&self.site["http://".len()..]).await;
        Page::open(stream.unwrap(), &self.site, session, cookie).await
    }
}

/// Who sits where and has agreed. (Who is away by now depends on how fast the machine is.)
fn seats(view: &Value) -> Vec<[Value; 2]> {
    let seats = view["view"]["seats"].as_array().unwrap().iter();
    seats
        .map(|seat| [seat["who"].clone(), seat["agreed"].clone()])
        .collect()
}

#[tokio::test]
async fn who_has_the_floor_still_has_it_after_the_power_was_cut() {
    let data = tempfile::tempdir().unwrap();
    let (session, cookies) = community(data.path(), &["Marlow", "Wren", "Sol"]).await;
    let served = Served::start(data.path());
    let mut pages = Vec::new();
    for cookie in &cookies {
        let mut page = served.page(session, cookie).await;
        page.does(json!({"do": "agree"})).await;
        pages.push(page);
    }
    for act in [
        json!({"do": "start"}),
        json!({"do": "next_phase", "phase": 0}),
        json!({"do": "next_phase", "phase": 1}),
        json!({"do": "go_on", "turn": 0}),
    ] {
        pages[0].does(act).await;
    }
    // A fresh line has it all in its first picture.
    let before = served.page(session, &cookies[0]).await.view;
    assert!(before["view"]["turn"]["who"].is_u64(), "{before}");
    assert_eq!(before["view"]["seats"].as_array().unwrap().len(), 3);
    drop(served.program);

    let served = Served::start(data.path());
    let after = served.page(session, &cookies[0]).await.view;
    for part in ["me", "turn", "phase", "lead", "queue"] {
        assert_eq!(after["view"][part], before["view"][part], "{part}");
    }
    assert_eq!(seats(&after), seats(&before));
    assert_eq!(after["people"], before["people"]);
}
