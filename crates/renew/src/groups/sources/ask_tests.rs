//! Every answer that a server may give to one request, and every address that is not asked.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use axum::http::header;

use super::HOUR_MS;
use super::ask::{Answer, Asker, Bounds, Failure, Question, UrlFlaw, check_url, with_formats};
use super::server_tests::{NOW_MS, Server};
use super::trouble::Trouble;
use crate::config::Config;

fn config(asks_own_network: bool) -> Config {
    Config {
        asks_own_network,
        ..Config::local("nowhere".into(), "127.0.0.1:8080".parse().unwrap())
    }
}

fn asker() -> Asker {
    patient(Duration::from_secs(20))
}

/// Of whoever gives nothing for so long nothing is expected any more.
fn patient(whole: Duration) -> Asker {
    let bounds = Bounds {
        connect: Duration::from_secs(5),
        whole,
        bytes_max: 100_000,
    };
    Asker::with(&config(true), bounds, |_| true)
}

async fn ask(asker: &Asker, url: &str) -> Result<Answer, Failure> {
    let question = Question {
        url: url.to_owned(),
        ..Question::default()
    };
    asker.ask(question, NOW_MS).await
}

#[tokio::test]
async fn every_way_to_give_nothing_is_named_within_its_bounds() {
    let server = Server::start().await;
    let asker = asker();
    for (path, trouble, wished_ms) in [
        ("missing", Trouble::Status(404), None),
        ("later", Trouble::Status(503), Some(2 * HOUR_MS)),
        ("until", Trouble::Status(429), Some(HOUR_MS)),
        ("endless", Trouble::TooLarge, None),
        ("packed/bomb", Trouble::TooLarge, None),
        ("broken", Trouble::CutShort, None),
        ("circle", Trouble::TooManyRedirects, None),
    ] {
        let answer = ask(&asker, &server.url(path)).await;
        assert_eq!(answer, Err(Failure { trouble, wished_ms }), "{path}");
    }
    let hasty = patient(Duration::from_millis(700));
    let slow = ask(&hasty, &server.url("slow")).await;
    assert_eq!(slow, Err(Trouble::TooSlow.into()));
    assert_eq!(server.asked_for("circle"), 6, "five redirects are followed");
    let nobody = ask(&asker, "http://127.0.0.1:1/feed").await;
    assert_eq!(nobody, Err(Trouble::Unreachable.into()));
    let unknown = ask(&asker, "http://there-is-no-such-host.invalid/feed").await;
    assert_eq!(unknown, Err(Trouble::NoSuchHost.into()));
    let plain = ask(&asker, &server.url("feed").replace("http:", "https:")).await;
    assert_eq!(plain, Err(Trouble::NotTrusted.into()));
    let outside = ask(&asker, &server.url("outside")).await.unwrap_err();
    assert_eq!(outside.trouble, Trouble::NotAnAddress);
}

#[tokio::test]
async fn a_list_comes_once_and_then_only_word_that_it_is_the_same() {
    let server = Server::start().await;
    server.answers(200, "[]");
    let asker = asker();
    let first = ask(&asker, &server.url("moved")).await.unwrap();
    let Answer::List {
        bytes,
        etag,
        last_modified,
    } = first
    else {
        panic!("{first:?}")
    };
    assert_eq!(bytes, b"[]");
    let named = server.last_header(header::USER_AGENT);
    assert!(
        named.starts_with("Renew/") && named.contains("http://localhost:8080"),
        "{named}"
    );
    assert_eq!(server.last_header(header::ACCEPT_ENCODING), "gzip");
    assert_eq!(server.last_header(header::IF_NONE_MATCH), "");

    let again = Question {
        url: server.url("feed"),
        etag: etag.clone(),
        last_modified: last_modified.clone(),
    };
    assert_eq!(asker.ask(again, NOW_MS).await, Ok(Answer::Unchanged));
    assert_eq!(server.last_header(header::IF_NONE_MATCH), etag);
    assert_eq!(server.last_header(header::IF_MODIFIED_SINCE), last_modified);

    let list = format!("[{}]", " ".repeat(90_000));
    server.answers(200, &list);
    let packed = ask(&asker, &server.url("packed/feed")).await.unwrap();
    assert!(matches!(packed, Answer::List { bytes, .. } if bytes == list.as_bytes()));
}

#[tokio::test]
async fn the_machine_s_own_network_is_not_asked_by_any_name() {
    let server = Server::start().await;
    let asker = Asker::new(&config(false));
    let port = server.at.port();
    for (url, trouble) in [
        (
            format!("https://127.0.0.1:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (
            format!("https://localhost:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (format!("https://[::1]:{port}/feed"), Trouble::OwnNetwork),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/feed"),
            Trouble::OwnNetwork,
        ),
        (format!("https://0x7f.1:{port}/feed"), Trouble::OwnNetwork),
        (
            "https://169.254.169.254/latest".to_owned(),
            Trouble::OwnNetwork,
        ),
        (server.url("feed"), Trouble::NotSecure),
    ] {
        assert_eq!(ask(&asker, &url).await, Err(trouble.into()), "{url}");
    }
    assert_eq!(server.asked(), 0, "not even a connection");
}

/// Here the whole of 127.0.0.0/8 is this machine; one of it stands for a server outside.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_outside_leads_nobody_into_the_own_network() {
    let server = Server::start().await;
    let outside = std::net::IpAddr::from([127, 0, 0, 2]);
    let asker = Asker::with(&config(true), Bounds::default(), |ip| {
        ip == std::net::IpAddr::from([127, 0, 0, 2])
    });
    let url = format!("http://{outside}:{}/home", server.at.port());
    assert_eq!(ask(&asker, &url).await, Err(Trouble::OwnNetwork.into()));
    assert_eq!(server.asked(), 1, "it led home, and nobody followed");
}

#[test]
fn only_addresses_that_can_be_asked_and_read_by_all_are_taken() {
    let long = format!("https://example.org/{}", "a".repeat(1_000));
    for (text, own_network, expected) in [
        (
            " https://example.org/feed?a=1&b=2#top ",
            false,
            Ok("https://example.org/feed?a=1&b=2"),
        ),
        ("https://example.org", false, Ok("https://example.org/")),
        ("http://example.org/", false, Err(UrlFlaw::NotAnAddress)),
        ("http://example.org/", true, Ok("http://example.org/")),
        ("ftp://example.org/", true, Err(UrlFlaw::NotAnAddress)),
        ("javascript:alert(1)", true, Err(UrlFlaw::NotAnAddress)),
        ("https://", false, Err(UrlFlaw::NotAnAddress)),
        ("/feed", false, Err(UrlFlaw::NotAnAddress)),
        ("", false, Err(UrlFlaw::NotAnAddress)),
        ("https://exa mple.org/", false, Err(UrlFlaw::NotAnAddress)),
        (long.as_str(), false, Err(UrlFlaw::NotAnAddress)),
        (
            "https://ada:secret@example.org/",
            false,
            Err(UrlFlaw::HoldsSecret),
        ),
    ] {
        let checked = check_url(text, own_network);
        assert_eq!(checked.as_deref(), expected.as_ref().copied(), "{text}");
    }
}

#[test]
fn a_bmlt_server_is_asked_for_its_formats_too() {
    let root = "https://example.org/client_interface/json/?switcher=GetSearchResults";
    for (url, more) in [
        (root.to_owned(), "&get_used_formats=1"),
        (format!("{root}&services=3"), "&get_used_formats=1"),
        (format!("{root}&get_used_formats=1"), ""),
        (root.replace("Search", "Other"), ""),
        ("https://example.org/feed.json?a=1".to_owned(), ""),
    ] {
        assert_eq!(with_formats(&url), format!("{url}{more}"));
    }
}
