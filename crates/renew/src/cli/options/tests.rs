#![allow(clippy::unwrap_used)]

use clap::Parser as _;

use super::super::{Cli, Command};
use super::*;

fn asked(options: &[&str]) -> Result<Config, String> {
    let words = ["renew", "serve"].iter().chain(options);
    let Command::Serve(args) = Cli::try_parse_from(words).unwrap().command else {
        return Err("another command".into());
    };
    config(&args, "127.0.0.1:8443".parse().unwrap())
}

/// Each set of options, apart by blanks, is refused with a sentence that holds these words.
fn refused(cases: &[(&str, &str)]) {
    for (options, words) in cases {
        let options: Vec<&str> = options.split(' ').collect();
        let said = asked(&options).unwrap_err();
        assert!(said.contains(words), "{options:?}: {said}");
    }
}

#[test]
fn what_does_not_go_together_is_said() {
    let own = "--tls-cert a --tls-key b";
    let beside_own = |options: &str| format!("{own} {options}");
    refused(&[
        ("--tls-cert a", "--tls-key"),
        ("--tls-key a", "--tls-cert"),
        ("--http-listen 0.0.0.0:80", "certificate is"),
        (&beside_own("--origin http://a.example"), "https://"),
        ("--origin a.example/renew", "https://a.example"),
        (
            &beside_own("--proxy-header x-forwarded-for"),
            "leave --proxy-header out",
        ),
        ("--advertise 192.0.2.7", "--media-port"),
        ("--media-port 8443", "both name port 8443"),
        (
            &beside_own("--http-listen 0.0.0.0:4000 --media-port 4000"),
            "--http-listen and --media-port",
        ),
        (
            "--media-port 4000 --advertise 0.0.0.0",
            "Nobody can be reached",
        ),
        ("--turn-secret a", "--turn-url"),
        ("--turn-url http://a.example", "turn:HOST"),
        ("--turn-url turn://a.example:3478", "turn:HOST"),
        (
            "--turn-url turn:a.example --turn-secret /nowhere/at/all",
            "can't be read",
        ),
    ]);
}

#[test]
fn what_an_authority_can_not_be_asked_for_is_said() {
    let authority = "--acme-directory https://ca.example";
    let asking = |options: &str| format!("{authority} {options}");
    refused(&[
        ("--acme-domain a.example", "--acme-directory"),
        (authority, "--acme-domain"),
        (
            "--acme-directory http://ca.example --acme-domain a.example",
            "https://",
        ),
        (&asking("--acme-domain *.a.example"), "not for *.a"),
        (&asking("--tls-cert a"), "leave one"),
        ("--acme-eab-kid kim", "--acme-directory"),
        (
            &asking("--acme-domain a.example --acme-eab-kid kim"),
            "give both",
        ),
    ]);
}

#[test]
fn a_certificate_makes_the_address_secret() {
    let config = asked(&["--tls-cert", "a", "--tls-key", "b"]).unwrap();
    assert_eq!(config.origin, "https://localhost:8443");
    assert_eq!(asked(&[]).unwrap().origin, "http://localhost:8443");
}

#[test]
fn an_authority_is_asked_for_the_name_of_the_origin_or_for_those_that_are_named() {
    let directory = ["--acme-directory", "https://ca.example/dir"];
    let with = |more: &[&str]| asked(&[&directory, more].concat()).unwrap();
    let config = with(&["--origin", "HTTPS://A.example:8443/"]);
    assert_eq!(config.origin, "https://a.example:8443");
    let Https::Acme(acme) = &config.https else {
        panic!("{config:?}");
    };
    assert_eq!(acme.domains, ["a.example"]);
    assert!(!acme.by_http && acme.folder.ends_with("acme"));
    let config = with(&[
        "--acme-domain",
        "b.example,c.example",
        "--http-listen",
        "0.0.0.0:80",
    ]);
    let Https::Acme(acme) = &config.https else {
        panic!("{config:?}");
    };
    assert_eq!(acme.domains, ["b.example", "c.example"]);
    assert!(acme.by_http);
    assert_eq!(config.origin, "https://b.example");
}

#[test]
fn voice_has_one_port_and_several_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, "north star\n").unwrap();
    let file = file.to_str().unwrap();
    let mut options = vec!["--media-port", "4000", "--advertise", "192.0.2.7"];
    options.extend([
        "--advertise",
        "2001:db8::7",
        "--turn-url",
        "turns:t.example",
    ]);
    options.extend(["--turn-secret", file]);
    let media = asked(&options).unwrap().media;
    assert_eq!(media.port, Some(4000));
    assert_eq!(media.advertise.len(), 2);
    let secret = TurnSecret::new("north star".into());
    assert_eq!(media.turn.unwrap().secret, secret);
    assert!(asked(&[]).unwrap().media.port.is_none());
}
