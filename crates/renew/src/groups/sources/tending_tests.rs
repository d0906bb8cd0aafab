//! Sources over time: what comes of their answers, and of the time in which there are none.
#![allow(clippy::unwrap_used)]

use calendar::meeting_guide::Refusal;

use super::server_tests::{NOW_MS, Server};
use super::tending::{self, Asked};
use super::trouble::Trouble;
use super::{HOUR_MS, Health, MINUTE_MS, PERIOD_MS, Source, health, store};
use crate::App;
use crate::config::Config;
use crate::groups::{Group, GroupError, feed_store, store as groups, undecided_store};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// A community that asks one source.
struct Here {
    app: App,
    server: Server,
    _folder: tempfile::TempDir,
}

const ID: i64 = 251;

impl Here {
    async fn with_source(path: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            asks_own_network: true,
            ..Config::local(folder.path().to_owned(), "127.0.0.1:0".parse().unwrap())
        };
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(7)).unwrap();
        let server = Server::start().await;
        let source = Source {
            url: server.url(path),
            next_ms: NOW_MS,
            added_ms: NOW_MS,
            ..super::tests::sample()
        };
        app.store
            .write::<_, GroupError, _>(move |tx| Ok(store::add(tx, &source)?))
            .await
            .unwrap();
        Self {
            app,
            server,
            _folder: folder,
        }
    }

    async fn source(&self) -> Source {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(store::source(tx, ID)?));
        read.await.unwrap().unwrap()
    }

    async fn groups(&self) -> Vec<Group> {
        let read = self
            .app
            .store
            .read::<_, GroupError, _>(|tx| Ok(groups::of_feed(tx, ID)?));
        read.await.unwrap()
    }

    async fn names(&self) -> Vec<String> {
        let groups = self.groups().await;
        groups.iter().map(|group| group.name().to_owned()).collect()
    }

    /// Lets time go by until the source is due, and asks what is due then.
    async fn next(&self) -> Source {
        let wait_ms = self.source().await.next_ms - self.app.clock.now_ms();
        self.app.clock.advance(wait_ms.max(0));
        tending::tend_once(&self.app).await.unwrap();
        self.source().await
    }
}

#[tokio::test]
async fn a_source_is_asked_when_its_time_comes_and_its_groups_follow() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder", "Birch"]);
    let source = here.next().await;
    assert_eq!(here.names().await, ["Alder", "Birch"]);
    assert_eq!(
        (source.meetings, source.failures, source.waiting_ms),
        (2, 0, None)
    );
    assert_eq!(health(&source, NOW_MS), Health::Well);
    let wait_ms = source.next_ms - here.app.clock.now_ms();
    assert!((PERIOD_MS..PERIOD_MS + HOUR_MS).contains(&wait_ms));

    // Nothing is due before that.
    tending::tend_once(&here.app).await.unwrap();
    assert_eq!(here.server.asked(), 1);
    // The same version is not sent again, and nothing is written.
    let before = here.groups().await;
    let source = here.next().await;
    assert_eq!((here.server.asked(), source.meetings), (2, 2));
    assert_eq!(source.succeeded_ms, Some(here.app.clock.now_ms()));
    assert_eq!(here.groups().await, before);

    // A newer list renames one and no longer has the other, which is marked and stays.
    here.server.lists(&["Alder Grove"]);
    here.next().await;
    assert_eq!(here.names().await, ["Alder Grove", "Birch"]);
    let gone = |group: &Group| group.origin.as_ref().unwrap().gone_ms.is_some();
    let marks: Vec<bool> = here.groups().await.iter().map(gone).collect();
    assert_eq!(marks, [false, true]);
}

#[tokio::test]
async fn what_was_brought_stays_while_a_source_fails_and_after_three_days_somebody_is_told() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    here.next().await;
    let good = here.groups().await;
    for (status, body, sentence) in [
        (500, "", "problem of its own (500)"),
        (200, "<html>", "A web page came"),
        (200, "[]", "no meeting in the list"),
        (200, "[{}]", "no meeting in the list"),
        (200, "", "was empty"),
        (200, "{\"error\":1}", "there is no list of meetings"),
    ] {
        here.server.answers(status, body);
        let source = here.next().await;
        let problem = source.problem.as_ref().unwrap();
        assert!(problem.english.contains(sentence), "{problem:?}");
        assert_ne!(problem.english, problem.spanish);
        assert_eq!(here.groups().await, good);
        assert_eq!(source.meetings, 1);
    }
    let ailing = async || {
        let now_ms = here.app.clock.now_ms();
        let count = here
            .app
            .store
            .read::<_, GroupError, _>(move |tx| Ok(store::ailing(tx, now_ms)?));
        count.await.unwrap()
    };
    assert_eq!(ailing().await, 0);
    let mut asked = 0;
    while ailing().await == 0 {
        here.next().await;
        asked += 1;
        assert!(asked < 20, "three days are not that long");
    }
    let source = here.source().await;
    let failing_ms = here.app.clock.now_ms() - source.failing_ms.unwrap();
    assert!((72 * HOUR_MS..96 * HOUR_MS).contains(&failing_ms));
    assert_eq!(health(&source, here.app.clock.now_ms()), Health::Ailing);

    // It comes back by itself. A failure kept the version that we have.
    here.server.lists(&["Alder"]);
    let source = here.next().await;
    assert_eq!(
        (source.failures, source.failing_ms, source.problem),
        (0, None, None)
    );
    assert_eq!(ailing().await, 0);
    assert_eq!(here.groups().await, good);
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_is() {
    let here = Here::with_source("later").await;
    let source = here.next().await;
    assert!(source.next_ms - here.app.clock.now_ms() >= 2 * HOUR_MS);
    assert_eq!(health(&source, NOW_MS), Health::Troubled);
    let challenged = Here::with_source("challenge").await;
    let problem = challenged.next().await.problem.unwrap();
    assert_eq!(problem, Trouble::Refused(Refusal::WebPage).told());
}

#[tokio::test]
async fn a_large_list_waits_until_somebody_has_looked() {
    let here = Here::with_source("feed").await;
    let names: Vec<String> = (0..60).map(|n| format!("M{n:02} Circle")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    here.server.lists(&names);
    let source = here.next().await;
    assert_eq!((source.meetings, source.failures), (60, 0));
    assert!(source.waiting_ms.is_some() && here.groups().await.is_empty());
    tending::let_in(&here.app, ID).await.unwrap();
    assert_eq!(here.names().await.len(), 60);
    assert_eq!(here.source().await.waiting_ms, None);
    tending::let_in(&here.app, ID).await.unwrap();
    assert_eq!(here.names().await.len(), 60, "a second tap does nothing");

    // Half of them are gone: nothing is marked, and what was renamed follows.
    let mut half = names[..30].to_vec();
    half[0] = "M00 Renamed";
    here.server.lists(&half);
    assert!(here.next().await.waiting_ms.is_some());
    let groups = here.groups().await;
    assert_eq!(groups[0].name(), "M00 Renamed");
    let is_gone = |group: &Group| group.origin.as_ref().unwrap().gone_ms.is_some();
    assert!(!groups.iter().any(is_gone));
    // The server finds the rest of its list again, and nothing waits any more.
    here.server.lists(&names);
    assert_eq!(here.next().await.waiting_ms, None);
}

#[tokio::test]
async fn what_was_changed_here_stays_and_waits_for_a_decision() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    here.next().await;
    let mut group = here.groups().await.remove(0);
    group.details.name = "Ours".to_owned();
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(groups::save(tx, &group)?))
        .await
        .unwrap();
    here.server.lists(&["Alder Grove"]);
    here.next().await;
    here.server.lists(&["Alder Grove", "Birch"]);
    here.next().await;
    assert_eq!(here.names().await, ["Ours", "Birch"]);
    let undecided = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| Ok(undecided_store::of_feed(tx, ID)?))
        .await
        .unwrap();
    assert_eq!(undecided.len(), 1, "two lists later it still waits");
    assert_eq!(
        (undecided[0].ours.as_str(), undecided[0].theirs.as_str()),
        ("Ours", "Alder Grove")
    );
}

#[tokio::test]
async fn nobody_asks_while_somebody_does() {
    let here = Here::with_source("slow").await;
    let first = tokio::spawn({
        let app = here.app.clone();
        async move { tending::ask(&app, ID).await }
    });
    while here.server.asked() == 0 {
        assert!(!first.is_finished(), "it waits for its answer");
        tokio::task::yield_now().await;
    }
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::Soon);
    assert_eq!(here.server.asked(), 1);
    assert!(!first.is_finished());
    first.abort();
}

#[tokio::test]
async fn nobody_asks_more_than_once_a_minute() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder"]);
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::Done);
    here.app.clock.advance(MINUTE_MS - 1);
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::NotNow);
    here.app.clock.advance(1);
    assert_eq!(tending::ask(&here.app, ID).await.unwrap(), Asked::Done);
    assert_eq!(here.server.asked(), 2);
}

#[tokio::test]
async fn the_same_meetings_under_another_name_are_not_brought_a_second_time() {
    let here = Here::with_source("feed").await;
    here.server.lists(&["Alder", "Birch"]);
    here.next().await;
    let twin = Source {
        id: ID + 1,
        name: "Twin".to_owned(),
        url: here.server.url("moved"),
        ..here.source().await
    };
    here.app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(store::add(tx, &twin)?))
        .await
        .unwrap();
    tending::ask(&here.app, ID + 1).await.unwrap();
    let (waits, count) = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| {
            let waits = store::waiting(tx, ID + 1)?.is_some();
            Ok((waits, groups::of_feed(tx, ID + 1)?.len()))
        })
        .await
        .unwrap();
    assert_eq!((waits, count), (true, 0));
    let report = here
        .app
        .store
        .read::<_, GroupError, _>(|tx| Ok(feed_store::feed(tx, ID)?.unwrap().report))
        .await
        .unwrap();
    assert_eq!(report.added, 2, "the first keeps its report");
}

#[tokio::test]
async fn a_newer_file_is_not_undone_by_what_waited() {
    let here = Here::with_source("feed").await;
    let names: Vec<String> = (0..60).map(|n| format!("M{n:02} Circle")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    here.server.lists(&names);
    assert!(here.next().await.waiting_ms.is_some());
    // Somebody imports a newer file under the same name meanwhile.
    let import = crate::groups::Import {
        name: here.source().await.name,
        fellowship: calendar::fellowship::Fellowship::of("aa").unwrap(),
        zone: String::new(),
    };
    let list = br#"[{"slug":"m00","name":"M00 Renamed","day":2,"time":"19:00"}]"#;
    let options = calendar::meeting_guide::Options {
        fellowship: import.fellowship,
        zone: None,
        limits: calendar::meeting_guide::Limits::default(),
    };
    let reading = calendar::meeting_guide::read(list, &options).unwrap();
    crate::groups::import(&here.app, import, &reading, false)
        .await
        .unwrap();
    assert_eq!(here.source().await.waiting_ms, None, "it is older");
    tending::let_in(&here.app, ID).await.unwrap();
    assert_eq!(here.names().await, ["M00 Renamed"]);
    // The list itself is asked for whole again.
    assert!(here.next().await.waiting_ms.is_some());
}
