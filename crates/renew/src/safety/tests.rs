//! The slice as a browser meets it, and every view in both languages.
#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;

use super::community::{Community, Line};
use super::form::{About, Typed};
use super::help_view::{self, Breath, Help};
use super::lines_view::LinesPage;
use super::settings_view::{self, SettingsPage};
use super::words::SafetyWords;
use super::{routes, view};
use crate::site::country::Country;
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::testing::{Here, both, coordinator, lines, member, visitor};
use crate::site::visitor::Visitor;

fn us() -> Community {
    Community {
        country: Country::UnitedStates,
        ..Community::default()
    }
}

#[test]
fn the_strip_with_and_without_numbers() {
    both("strip_first_start", |lang| view::strip(&[], lang));
    both("strip_us", |lang| {
        view::strip(&us().lines(None, lang), lang)
    });
}

#[test]
fn help_for_a_visitor_and_for_a_member() {
    both("help_visitor_first_start", |lang| {
        help_view::page(&Help {
            lang,
            breath: Breath::Moving,
            country: Country::Elsewhere,
            lines: Vec::new(),
            is_signed_in: false,
        })
    });
    both("help_member_words", |lang| {
        help_view::page(&Help {
            lang,
            breath: Breath::Words,
            country: Country::UnitedStates,
            lines: us().lines(None, lang),
            is_signed_in: true,
        })
    });
}

#[test]
fn the_coordinator_s_pages() {
    both("looking_after", |lang| {
        settings_view::looking_after(lang, &maud::Markup::default())
    });
    let mut community = us();
    community.own_name = "River <Valley>".to_owned();
    let typed = Typed::about(&community);
    both("settings_kept", |lang| {
        let page = SettingsPage {
            lang,
            typed: &typed,
            errors: &Errors::default(),
            kept: true,
            operator_name: "Renew",
        };
        page.view()
    });
    let fields = [("leave-to".to_owned(), "weather".to_owned())];
    let wrong = Typed::new(fields.into());
    both("settings_refused", |lang| {
        let errors = wrong.check(SafetyWords::of(lang)).unwrap_err();
        let page = SettingsPage {
            lang,
            typed: &wrong,
            errors: &errors,
            kept: false,
            operator_name: "Renew",
        };
        page.view()
    });
}

#[test]
fn the_pages_of_whom_people_can_call() {
    let mut community = us();
    let line = Line {
        what_for: String::new(),
        label: "Call the house".to_owned(),
        number: "555 0100".to_owned(),
    };
    community
        .typed
        .insert((Country::Spain, Lang::En), vec![line]);
    let fields = [("es-2-number".to_owned(), "<script>".to_owned())];
    let wrong = Typed::new(fields.into());
    let spain = Typed::lines(&community, Country::Spain);
    both("lines_kept", |lang| {
        let page = LinesPage {
            lang,
            country: Country::Spain,
            typed: &spain,
            errors: &Errors::default(),
            is_kept: true,
        };
        page.view()
    });
    both("lines_refused", |lang| {
        let errors = wrong.check_lines(SafetyWords::of(lang)).unwrap_err();
        let page = LinesPage {
            lang,
            country: Country::Elsewhere,
            typed: &wrong,
            errors: &errors,
            is_kept: false,
        };
        page.view()
    });
    both("safety_page", |lang| {
        super::safety_page::view(lang, &maud::Markup::default())
    });
}

#[tokio::test]
async fn leave_quickly_forgets_the_sign_in_and_goes_elsewhere() {
    let here = Here::new();
    let answer = here.get(routes(), member(Lang::En), "/leave").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.to(), "https://www.weather.gov/");
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookies = answer.cookies();
    for name in ["__Host-renew=;", "renew=;", "renew-here=;"] {
        let cookie = cookies.iter().find(|cookie| cookie.starts_with(name));
        assert!(cookie.unwrap().contains("Max-Age=0"), "{name}");
    }
    assert!(cookies[0].ends_with("; Secure"), "or a browser keeps it");
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn what_the_coordinator_writes_is_on_every_page_and_outlasts_the_program_s_memory() {
    let here = Here::new();
    let form = "community=River+Valley&country=us&leave-to=https%3A%2F%2Fnews.example.org%2F";
    let settings = "/looking-after/settings";
    let answer = here
        .post(routes(), coordinator(Lang::En), settings, form)
        .await;
    assert_eq!(answer.to(), "/looking-after/settings?kept=1");
    let form = "en-1-for=&en-1-label=Call+the+house&en-1-number=555+0100";
    let lines = "/looking-after/lines?country=us";
    let answer = here
        .post(routes(), coordinator(Lang::En), lines, form)
        .await;
    assert_eq!(answer.to(), "/looking-after/lines?country=us&kept=1");
    let form = "es-1-label=Llama+a+la+casa&es-1-number=555+0200";
    let lines = "/looking-after/lines?country=mx";
    here.post(routes(), coordinator(Lang::En), lines, form)
        .await;

    let help = here.get(routes(), visitor(Lang::En), "/help").await;
    assert!(help.body.contains("href=\"tel:5550100\""));
    assert!(help.body.contains("– River Valley</title>"));
    let ayuda = here.get(routes(), visitor(Lang::Es), "/help").await;
    assert!(
        ayuda.body.contains("href=\"tel:988\""),
        "the country's, in Spanish"
    );
    let in_mexico = Visitor {
        country: Some(Country::Mexico),
        ..visitor(Lang::Es)
    };
    let ayuda = here.get(routes(), in_mexico, "/help").await;
    assert!(ayuda.body.contains("href=\"tel:5550200\""));
    assert!(!ayuda.body.contains("tel:988"), "{}", ayuda.body);
    let leave = here.get(routes(), visitor(Lang::En), "/leave").await;
    assert_eq!(leave.to(), "https://news.example.org/");

    let kept = here.app.store.read(super::store::load).await;
    assert_eq!(kept.unwrap(), *here.app.community());
}

#[tokio::test]
async fn settings_that_were_changed_elsewhere_are_read_after_a_minute() {
    let here = Here::new();
    let help = async || {
        super::keep_current(&here.app).await;
        here.get(routes(), visitor(Lang::En), "/help").await
    };
    let first = help().await;
    assert!(!first.body.contains("tel:"));
    let elsewhere = About {
        own_name: String::new(),
        country: Country::UnitedStates,
        leave_to: String::new(),
    };
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| super::store::save(tx, &elsewhere))
        .await
        .unwrap();
    let soon = help().await;
    assert!(!soon.body.contains("tel:"));
    here.app.clock.advance(60_000);
    let later = help().await;
    assert!(later.body.contains("tel:911"));
}

#[tokio::test]
async fn what_can_t_be_taken_comes_back_with_every_word() {
    let here = Here::new();
    let form = "community=River&country=us&leave-to=javascript%3Aalert(1)";
    let answer = here
        .post(
            routes(),
            coordinator(Lang::Es),
            "/looking-after/settings",
            form,
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("<title>Error: "));
    assert!(answer.body.contains("href=\"#leave-to\""));
    assert!(answer.body.contains("value=\"javascript:alert(1)\""));
    let form = "es-1-label=%3Cb%3E&es-1-number=javascript%3A1";
    let lines = "/looking-after/lines?country=es";
    let answer = here
        .post(routes(), coordinator(Lang::Es), lines, form)
        .await;
    assert!(answer.body.contains("<title>Error: "));
    assert!(answer.body.contains("href=\"#es-1-number\""));
    assert!(answer.body.contains("value=\"&lt;b&gt;\""));
    assert_eq!(
        *here.app.community(),
        Community::default(),
        "nothing was kept"
    );
    let nowhere = "/looking-after/lines?country=atlantis";
    let answer = here
        .post(routes(), coordinator(Lang::Es), nowhere, "")
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_settings_are_a_coordinator_s() {
    let here = Here::new();
    for path in [
        "/looking-after",
        "/looking-after/settings",
        "/looking-after/lines",
    ] {
        let answer = here.get(routes(), member(Lang::En), path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        let answer = here.get(routes(), visitor(Lang::En), path).await;
        assert!(answer.to().starts_with("/come-back?next="), "{path}");
        let answer = here.get(routes(), coordinator(Lang::En), path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    let answer = here
        .post(
            routes(),
            member(Lang::En),
            "/looking-after/settings",
            "community=Mine",
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(here.app.community().own_name, "");
}

#[tokio::test]
async fn breathing_can_be_chosen_without_a_script() {
    let here = Here::new();
    for (path, class) in [
        ("/help", "class=\"breath\""),
        ("/help?breath=still", "class=\"breath is-still\""),
        ("/help?breath=words", "class=\"breath is-words\""),
        ("/help?breath=%3Cb%3E", "class=\"breath\""),
    ] {
        let answer = here.get(routes(), visitor(Lang::En), path).await;
        assert!(answer.body.contains(class), "{path}");
    }
}

#[test]
fn a_line_s_words_are_only_words() {
    let line = Line {
        what_for: "<i>".to_owned(),
        label: "\"><script>".to_owned(),
        number: "1-2\"".to_owned(),
    };
    let text = lines(&view::strip(&[line], Lang::En));
    assert!(!text.contains("<i>") && !text.contains("<script>"));
    assert!(text.contains("href=\"tel:12\""));
}
