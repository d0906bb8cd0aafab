//! The demo's front door: one tap to a seat.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use circle::activity::ActivityKind;
use maud::{Markup, html};
use serde::Deserialize;

use super::community::{Community, Part};
use super::words::DemoWords;
use crate::App;
use crate::people::Pass;
use crate::sessions::activity_name;
use crate::site::components::icon;
use crate::site::form::Form;
use crate::site::lang::Lang;
use crate::site::layout::{Page, PublicPlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Visitor, redirect};

/// Ninety minutes in nine.
const PACE_QUICK: u32 = 10;

/// Only `renew demo` serves these.
pub(super) fn routes(community: Community) -> Router<App> {
    Router::new()
        .route("/demo", get(show).post(enter))
        .layer(Extension(community))
}

#[derive(Debug, Deserialize)]
struct Choice {
    part: String,
    #[serde(default)]
    pace: String,
    #[serde(default)]
    tries: String,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Response {
    let w = DemoWords::of(visitor.lang);
    Page::new(&app, &visitor, w.title, Shell::Public(PublicPlace::Other))
        .respond(view(visitor.lang))
}

async fn enter(
    State(app): State<App>,
    Extension(community): Extension<Community>,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    if choice.part == "coordinator" {
        let pass = community.look_around(&app).await?;
        return Ok(onward("/looking-after", pass));
    }
    let part = if choice.part == "lead" {
        Part::Lead
    } else {
        Part::Member
    };
    let pace = if choice.pace == "real" { 1 } else { PACE_QUICK };
    // What is no activity of ours tries the first.
    let tries = ActivityKind::ALL
        .into_iter()
        .find(|kind| key(*kind) == choice.tries);
    let tries = tries.unwrap_or(ActivityKind::ALL[0]);
    let opened = community.open(&app, part, (pace, tries)).await?;
    let room = match part {
        Part::Member => format!("/sessions/{}", opened.session),
        Part::Lead => format!("/sessions/{}/run", opened.session),
    };
    Ok(onward(&room, opened.pass))
}

fn onward(path: &str, pass: Pass) -> Response {
    let mut response = redirect(path);
    response
        .headers_mut()
        .append(header::SET_COOKIE, pass.set_cookie);
    response
}

fn view(lang: Lang) -> Markup {
    let w = DemoWords::of(lang);
    html! {
        div class="wrap narrow page" {
            form class="stack" method="post" action="/demo" {
                header class="stack-s" { h1 { (w.title) } p class="soft" { (w.lede) } }
                fieldset {
                    legend class="label" { (w.how_fast) }
                    (pace("quick", w.quick, w.quick_hint, true))
                    (pace("real", w.real, w.real_hint, false))
                }
                div class="field" {
                    label class="label" for="tries" { (w.which) }
                    span class="hint" id="tries-hint" { (w.which_lead) }
                    select class="select" id="tries" name="tries" aria-describedby="tries-hint" {
                        @for kind in ActivityKind::ALL {
                            option value=(key(kind)) { (activity_name(lang, kind)) }
                        }
                    }
                }
                (door("member", "circles-three", w.member, w.member_hint, "btn btn-light btn-block"))
                (door("lead", "compass", w.lead, w.lead_hint, "btn btn-block"))
                (door("coordinator", "shield-check", w.look_around, w.look_around_hint, "btn btn-quiet btn-block"))
            }
        }
    }
}

/// As the form and the wire name it.
fn key(kind: ActivityKind) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn pace(value: &str, name: &str, hint: &str, checked: bool) -> Markup {
    html! {
        label class="choice" {
            input type="radio" name="pace" value=(value) checked[checked];
            span class="choice-body" {
                span class="choice-t" { (name) }
                span class="hint" { (hint) }
            }
        }
    }
}

fn door(part: &str, symbol: &'static str, name: &str, hint: &str, class: &str) -> Markup {
    html! {
        div class="stack-s" {
            button class=(class) name="part" value=(part) { (icon(symbol)) (name) }
            p class="sm soft center" { (hint) }
        }
    }
}
