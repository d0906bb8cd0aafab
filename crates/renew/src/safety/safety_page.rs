//! The coordinators' page of the human net: what is open, and the ways to what they look after.

use ::store::StoreError;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::follow_up;
use super::words::SafetyPageWords;
use crate::App;
use crate::site::components::icon;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::Coordinator;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/looking-after/safety", get(safety))
}

/// `GET /looking-after/safety`
async fn safety(
    State(app): State<App>,
    Coordinator(member): Coordinator,
) -> Result<Response, Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    let open = app
        .store
        .read(move |tx| follow_up::open_ones(tx, &keys, now_ms))
        .await
        .map_err(|error: StoreError| Problem::from(error))?;
    let lang = member.visitor.lang;
    let title = SafetyPageWords::of(lang).title;
    let shell = Shell::Places(Place::LookingAfter);
    let body = view(lang, &follow_up::open_part(lang, &open));
    Ok(Page::new(&app, &member.visitor, title, shell).respond(body))
}

pub(super) fn view(lang: Lang, open: &Markup) -> Markup {
    let w = SafetyPageWords::of(lang);
    let ways = [
        (
            "/looking-after/on-call",
            "phone-call-fill",
            w.on_call,
            w.on_call_hint,
        ),
        ("/looking-after/lines", "phone", w.lines, w.lines_hint),
    ];
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" { h1 { (w.title) } p class="soft" { (w.lead) } }
            (open)
            ul class="card list" {
                @for (href, symbol, title, hint) in ways {
                    li {
                        a class="rowlink" href=(href) {
                            (icon(symbol))
                            span { b class="rowlink-t" { (title) } br; span class="sm soft" { (hint) } }
                            (icon("caret-right"))
                        }
                    }
                }
            }
        }
    }
}
