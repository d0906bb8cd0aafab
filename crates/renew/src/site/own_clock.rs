//! `/clock`: by whose clock times are told to this person. A cookie like the other choices of a
//! device. The list is the page's own, so that it works without JavaScript; a script marks the
//! browser's zone in it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Zone;
use maud::{Markup, html};
use serde::Deserialize;

use super::choices::ZONE_COOKIE;
use super::components::{Field, error_summary, who};
use super::form::{Errors, Form, Query};
use super::lang::Lang;
use super::layout::{Page, Shell};
use super::settings::set;
use super::visitor::{Visitor, local_path, redirect};
use super::words::ClockWords;
use crate::App;

/// Marks the zone of the browser in a list of zones.
const SCRIPTS: &[&str] = &["js/own-clock.js"];

#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// What the form sends; an empty zone forgets what was chosen.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    zone: String,
    #[serde(default)]
    forget: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Back>,
) -> Response {
    page(&app, &visitor, &asked.back, &Errors::default())
}

/// Keeps the choice, and goes back to where the person was.
pub(super) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Form(chosen): Form<Chosen>,
) -> Response {
    let zone = Zone::named(&chosen.zone);
    if zone.is_none() && chosen.forget.is_empty() {
        let mut errors = Errors::default();
        errors.add("zone", ClockWords::of(visitor.lang).bad);
        let mut again = page(&app, &visitor, &chosen.back, &errors);
        *again.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return again;
    }
    let zone = zone.filter(|_| chosen.forget.is_empty());
    let mut response = redirect(&chosen.back);
    let name = zone.as_ref().map(Zone::name);
    set(&mut response, ZONE_COOKIE, name, app.config.is_https());
    response
}

fn page(app: &App, visitor: &Visitor, back: &str, errors: &Errors) -> Response {
    let back = local_path(back);
    let title = ClockWords::of(visitor.lang).title;
    let chosen = visitor.zone.as_ref();
    Page::new(app, visitor, title, Shell::Focus { back: &back })
        .with_errors(!errors.is_empty())
        .scripts(SCRIPTS)
        .respond(view(visitor.lang, chosen, &back, errors))
}

/// The page.
pub(super) fn view(lang: Lang, chosen: Option<&Zone>, back: &str, errors: &Errors) -> Markup {
    let w = ClockWords::of(lang);
    let field = Field {
        lang,
        name: "zone",
        label: w.label,
        hint: None,
        errors,
    };
    html! {
        div class="wrap narrow page stack" {
            (error_summary(lang, errors))
            h1 { (w.title) }
            p { (w.lead) }
            form class="card stack" method="post" action="/clock" {
                input type="hidden" name="back" value=(back);
                (field.wrap(&select(&field, w, chosen)))
                div class="row" {
                    button class="btn" type="submit" { (w.keep) }
                    @if chosen.is_some() {
                        button class="btn btn-quiet" type="submit" name="forget" value="1" { (w.forget) }
                    }
                }
                (who("lock-simple", w.only_device))
            }
        }
    }
}

fn select(field: &Field<'_>, w: &ClockWords, chosen: Option<&Zone>) -> Markup {
    let names = Zone::all_names();
    let chosen = chosen.map(Zone::name);
    // Old names that are not in the list are chosen, too.
    let other = chosen.filter(|name| !names.iter().any(|known| known == name));
    let parts = names.chunk_by(|a, b| part(a) == part(b));
    html! {
        select class="select" id="zone" name="zone" aria-describedby=[field.described_by()]
            aria-invalid=[field.is_bad()] data-own-zone[chosen.is_none()] {
            option value="" { (w.none) }
            @if let Some(name) = other { option value=(name) selected { (name.replace('_', " ")) } }
            @for zones in parts {
                optgroup label=(zones.first().map_or("", |name| part_name(w, part(name)))) {
                    @for name in zones {
                        option value=(name) selected[chosen == Some(name)] { (place(name)) }
                    }
                }
            }
        }
    }
}

/// `Europe` of `Europe/Madrid`.
fn part(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

fn part_name<'a>(w: &ClockWords, part: &'a str) -> &'a str {
    match part {
        "Africa" => w.africa,
        "America" => w.america,
        "Antarctica" => w.antarctica,
        "Arctic" => w.arctic,
        "Asia" => w.asia,
        "Atlantic" => w.atlantic,
        "Australia" => w.australia,
        "Europe" => w.europe,
        "Indian" => w.indian,
        "Pacific" => w.pacific,
        other => other,
    }
}

/// `Salta, Argentina` of `America/Argentina/Salta`.
fn place(name: &str) -> String {
    let places: Vec<&str> = name.split('/').skip(1).collect();
    let places: Vec<&str> = places.into_iter().rev().collect();
    places.join(", ").replace('_', " ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::site::settings;
    use crate::site::testing::{Here, both, visitor};

    #[test]
    fn the_page_in_both_languages() {
        let shown = |lang, chosen: Option<&Zone>, errors: &Errors| {
            let page = view(lang, chosen, "/groups", errors).0;
            // The list is the same for everybody; a few of it are enough.
            let mut parts = page.split("<option");
            let mut shown = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let (option, after) = part.split_once("</option>").unwrap();
                if ["\"\"", "Madrid", "Salta"]
                    .iter()
                    .any(|name| option.contains(name))
                {
                    shown.push_str(&format!("<option{option}</option>"));
                }
                shown.push_str(after);
            }
            maud::PreEscaped(shown)
        };
        both("clock", |lang| shown(lang, None, &Errors::default()));
        let madrid = Zone::named("Europe/Madrid");
        both("clock_chosen", |lang| {
            let mut errors = Errors::default();
            errors.add("zone", ClockWords::of(lang).bad);
            shown(lang, madrid.as_ref(), &errors)
        });
    }

    #[tokio::test]
    async fn a_clock_is_kept_and_forgotten_and_what_is_none_is_asked_again() {
        let here = Here::new();
        let send = async |form: &str| {
            here.post(settings::routes(), visitor(Lang::En), "/clock", form)
                .await
        };
        let kept = send("zone=Europe%2FMadrid&back=%2Fgroups%3Fday%3D2").await;
        assert_eq!(kept.to(), "/groups?day=2");
        assert!(kept.cookies()[0].starts_with("renew-zone=Europe/Madrid; Path=/"));
        let gone = send("zone=Europe%2FMadrid&forget=1&back=https%3A%2F%2Fx.example").await;
        assert_eq!(gone.to(), "/", "nobody is sent elsewhere");
        assert!(gone.cookies()[0].contains("Max-Age=0"));
        for wrong in [
            "zone=&back=%2Fgroups",
            "zone=%3Cb%3E%3B+Secure&back=%2Fgroups",
        ] {
            let again = send(wrong).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(again.cookies().is_empty() && again.body.contains("value=\"/groups\""));
        }
    }
}
