//! The frame, the settings, and what the styles and icons promise.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::StatusCode;
use maud::html;

use super::lang::Lang;
use super::layout::{Page, Place, PublicPlace, Shell};
use super::problem::{self, Kind};
use super::settings;
use super::testing::{Here, both, coordinator, lines, member, visitor};
use super::visitor::{Theme, Visitor};

const SPRITE: &str = include_str!("../../assets/icons.svg");
const COLOURS: &str = include_str!("../../assets/css/tokens-colour.css");
const FALLBACK: &str = include_str!("../../assets/css/tokens-fallback.css");

#[test]
fn every_frame_in_both_languages() {
    let here = Here::new();
    let body = html! { h1 { "Body" } };
    let frames = [
        (
            "frame_public",
            Shell::Public(PublicPlace::Join),
            visitor as fn(Lang) -> Visitor,
        ),
        ("frame_member", Shell::Places(Place::Today), member),
        (
            "frame_coordinator",
            Shell::Places(Place::LookingAfter),
            coordinator,
        ),
        ("frame_task", Shell::Focus { back: "/sessions" }, visitor),
        ("frame_room", Shell::Room, member),
    ];
    for (name, shell, who) in frames {
        both(name, |lang| {
            Page::new(&here.app, &who(lang), "Title", shell).render(&body)
        });
    }
}

#[test]
fn the_way_out_comes_first_after_the_skip_link() {
    let here = Here::new();
    for shell in [
        Shell::Public(PublicPlace::Find),
        Shell::Places(Place::Today),
        Shell::Focus { back: "/" },
    ] {
        let who = member(Lang::En);
        let page = Page::new(&here.app, &who, "Title", shell)
            .render(&html! {})
            .0;
        let links: Vec<_> = page
            .match_indices("<a ")
            .map(|(at, _)| &page[at..])
            .collect();
        assert!(links[0].starts_with("<a class=\"skip\""));
        assert!(links[1].starts_with("<a class=\"leave\" href=\"/leave\""));
    }
}

#[test]
fn a_page_with_errors_says_so_first() {
    let here = Here::new();
    let who = visitor(Lang::En);
    let page = Page::new(&here.app, &who, "Join", Shell::Room)
        .with_errors(true)
        .render(&html! {});
    assert!(page.0.contains("<title>Error: Join – Renew</title>"));
}

#[test]
fn the_device_s_choices_are_marked_on_the_root() {
    let here = Here::new();
    let who = Visitor {
        theme: Theme::Dark,
        less_motion: true,
        ..visitor(Lang::Es)
    };
    let page = Page::new(&here.app, &who, "x", Shell::Room).render(&html! {});
    assert!(
        page.0
            .contains("<html lang=\"es\" data-theme=\"dark\" data-motion=\"less\">")
    );
}

#[test]
fn every_problem_in_both_languages() {
    for (name, kind) in [
        ("not_found", Kind::NotFound),
        ("not_yours", Kind::NotYours),
        ("sign_in_first", Kind::SignInFirst),
        ("too_often", Kind::TooOften { retry_seconds: 60 }),
        ("too_large", Kind::TooLarge),
        ("unreadable", Kind::Unreadable),
        ("wrong_origin", Kind::WrongOrigin),
        ("changed", Kind::Changed),
        ("busy", Kind::Busy),
        ("ours", Kind::Ours),
    ] {
        both(&format!("problem_{name}"), |lang| {
            problem::body_of(&visitor(lang), kind)
        });
    }
}

#[test]
fn the_settings_in_both_languages() {
    both("settings_visitor", |lang| {
        settings::view(&visitor(lang), false)
    });
    both("settings_member_kept", |lang| {
        settings::view(&member(lang), true)
    });
}

#[tokio::test]
async fn a_language_is_kept_and_leads_back_to_the_page() {
    let here = Here::new();
    let answer = here
        .get(
            settings::routes(),
            visitor(Lang::En),
            "/language/es?back=/groups%3Fday=1",
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.to(), "/groups?day=1");
    assert!(answer.cookies()[0].starts_with("renew-lang=es; Path=/; Max-Age=31536000"));
}

#[tokio::test]
async fn a_language_leads_nowhere_else() {
    let here = Here::new();
    for back in ["https://x.example", "//x.example", ""] {
        let path = format!("/language/en?back={back}");
        let answer = here.get(settings::routes(), visitor(Lang::En), &path).await;
        assert_eq!(answer.to(), "/", "{back:?}");
    }
    let unknown = here
        .get(settings::routes(), visitor(Lang::En), "/language/xx")
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.cookies().is_empty());
}

#[tokio::test]
async fn a_country_is_chosen_from_the_page_where_it_matters() {
    let here = Here::new();
    let path = "/country/mx?back=/help%23call";
    let answer = here.get(settings::routes(), visitor(Lang::Es), path).await;
    assert_eq!(answer.to(), "/help#call");
    assert!(answer.cookies()[0].starts_with("renew-country=mx; "));
    let nowhere = "/country/xx?back=/help";
    let answer = here
        .get(settings::routes(), visitor(Lang::Es), nowhere)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let away = "/country/mx?back=https%3A%2F%2Felsewhere.example";
    let answer = here.get(settings::routes(), visitor(Lang::Es), away).await;
    assert_eq!(answer.to(), "/");
}

#[tokio::test]
async fn settings_are_kept_on_the_device_and_can_be_taken_back() {
    let here = Here::new();
    let chosen = "lang=es&theme=dark&motion=less&country=ie";
    let answer = here
        .post(settings::routes(), visitor(Lang::En), "/settings", chosen)
        .await;
    assert_eq!(answer.to(), "/settings?kept=1");
    let names: Vec<_> = answer
        .cookies()
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "renew-lang=es",
            "renew-theme=dark",
            "renew-motion=less",
            "renew-country=ie"
        ]
    );

    let hostile = "lang=%0d%0aX&theme=%3Cb%3E&motion=device&country=%0d";
    let answer = here
        .post(settings::routes(), visitor(Lang::En), "/settings", hostile)
        .await;
    let cookies = answer.cookies();
    assert_eq!(
        cookies.len(),
        3,
        "a language that we don't speak is no choice"
    );
    assert!(
        cookies
            .iter()
            .all(|cookie| cookie.contains("=; Path=/; Max-Age=0"))
    );
}

#[tokio::test]
async fn the_page_of_settings_shows_where_the_person_is() {
    let here = Here::new();
    let public = here
        .get(settings::routes(), visitor(Lang::En), "/settings")
        .await;
    assert!(public.body.contains("class=\"footer\""));
    assert!(!public.body.contains("/sign-out"));
    let own = here
        .get(settings::routes(), member(Lang::En), "/settings?kept=1")
        .await;
    assert!(own.body.contains("class=\"places\""));
    assert!(own.body.contains("role=\"status\""));
}

/// `--name: light-dark(#aaa, #bbb);` as name to both colours.
fn colours(css: &str) -> BTreeMap<String, (String, String)> {
    let lines = css.lines().filter_map(|line| {
        let (name, rest) = line
            .trim()
            .strip_prefix("--")?
            .split_once(": light-dark(#")?;
        let (light, dark) = rest.strip_suffix(");")?.split_once(", ")?;
        Some((name.to_owned(), (format!("#{light}"), dark.to_owned())))
    });
    lines.collect()
}

#[test]
fn older_browsers_get_the_same_colours() {
    let colours = colours(COLOURS);
    assert!(colours.len() > 50, "{}", colours.len());
    for (name, (light, dark)) in colours {
        let count = |value: &str| {
            let line = format!("--{name}: {value};");
            FALLBACK.lines().filter(|l| l.trim() == line).count()
        };
        let (lights, darks) = if light == dark { (3, 3) } else { (1, 2) };
        assert_eq!(count(&light), lights, "{name} in light");
        assert_eq!(count(&dark), darks, "{name} in dark");
    }
}

#[test]
fn every_icon_that_a_view_names_is_in_the_sprite() {
    let mut named = BTreeMap::new();
    collect(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut named,
    );
    assert!(named.len() > 20, "{}", named.len());
    for (symbol, file) in named {
        let id = format!("id=\"{symbol}\"");
        assert!(SPRITE.contains(&id), "{symbol}, named in {file}");
    }
}

/// The names in `icon("...")` of every view under `folder`.
fn collect(folder: &Path, named: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, named);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, call) in text.match_indices("icon(\"") {
                let name = text[at + call.len()..].split('"').next().unwrap();
                if name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                    named.insert(name.to_owned(), path.display().to_string());
                }
            }
        }
    }
}

#[test]
fn a_field_names_its_error_and_its_hint() {
    use super::components::Field;
    use super::form::Errors;
    let mut errors = Errors::default();
    errors.add("name", "Enter a name");
    let field = Field {
        lang: Lang::En,
        name: "name",
        label: "A name",
        hint: Some("Any but your own"),
        errors: &errors,
    };
    let text = lines(&field.line("<b>", 40));
    assert!(text.contains("aria-describedby=\"name-hint name-bad\""));
    assert!(text.contains("aria-invalid=\"true\""));
    assert!(text.contains("value=\"&lt;b&gt;\""), "{text}");
}
