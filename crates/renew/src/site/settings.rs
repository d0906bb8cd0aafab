//! `/settings`: language, light or dark, less motion, country. And `/language/{tag}`, the link in
//! every public header, and `/country/{key}`, that in Help now. They only set cookies, so they work for anybody; so does `/clock`, which stands
//! beside this in `own_clock`.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::choices::{COUNTRY_COOKIE, LANG_COOKIE, MOTION_COOKIE, THEME_COOKIE, keep};
use super::components::{icon, tick};
use super::country::Country;
use super::form::{Form, Query};
use super::id::At;
use super::lang::{Lang, fill};
use super::layout::{Page, Place, PublicPlace, Shell};
use super::own_clock;
use super::problem::Problem;
use super::visitor::{Theme, Visitor, redirect};
use super::words::SettingsWords;
use crate::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/language/{tag}", get(choose_language))
        .route("/country/{key}", get(choose_country))
        .route("/settings", get(show).post(keep_settings))
        .route("/clock", get(own_clock::show).post(own_clock::keep))
}

#[derive(Debug, Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

/// Sets the language and goes back to where the person was. A link and not a form, since it must
/// work from any page without JavaScript; it changes nothing but how pages read.
async fn choose_language(
    State(app): State<App>,
    At(tag): At<String>,
    back: Query<Back>,
) -> Result<Response, Problem> {
    let lang = Lang::from_tag(&tag).ok_or_else(Problem::not_found)?;
    let mut response = redirect(&back.0.back);
    set(
        &mut response,
        LANG_COOKIE,
        Some(lang.tag()),
        app.config.is_https(),
    );
    Ok(response)
}

/// Sets whose crisis lines are shown, as [`choose_language`] sets the language.
async fn choose_country(
    State(app): State<App>,
    At(key): At<String>,
    back: Query<Back>,
) -> Result<Response, Problem> {
    let country = Country::from_key(&key).ok_or_else(Problem::not_found)?;
    let mut response = redirect(&back.0.back);
    let secure = app.config.is_https();
    set(&mut response, COUNTRY_COOKIE, Some(country.key()), secure);
    Ok(response)
}

/// What the form sends. A value that isn't ours counts as «as the device has it».
#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    motion: String,
    #[serde(default)]
    country: String,
}

#[derive(Debug, Deserialize)]
struct Kept {
    kept: Option<String>,
}

async fn show(State(app): State<App>, visitor: Visitor, kept: Query<Kept>) -> Response {
    let w = SettingsWords::of(visitor.lang);
    let shell = if visitor.who.is_some() {
        Shell::Places(Place::Settings)
    } else {
        Shell::Public(PublicPlace::Other)
    };
    Page::new(&app, &visitor, w.title, shell).respond(view(&visitor, kept.0.kept.is_some()))
}

async fn keep_settings(State(app): State<App>, Form(chosen): Form<Chosen>) -> Response {
    let secure = app.config.is_https();
    let mut response = redirect("/settings?kept=1");
    if let Some(lang) = Lang::from_tag(&chosen.lang) {
        set(&mut response, LANG_COOKIE, Some(lang.tag()), secure);
    }
    let theme = match chosen.theme.as_str() {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    };
    set(&mut response, THEME_COOKIE, theme, secure);
    let motion = (chosen.motion == "less").then_some("less");
    set(&mut response, MOTION_COOKIE, motion, secure);
    let country = Country::from_key(&chosen.country).map(Country::key);
    set(&mut response, COUNTRY_COOKIE, country, secure);
    response
}

pub(super) fn set(response: &mut Response, name: &str, value: Option<&str>, secure: bool) {
    if let Some(cookie) = keep(name, value, secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The page. `kept` says that the form was just taken.
pub(super) fn view(visitor: &Visitor, kept: bool) -> Markup {
    let w = SettingsWords::of(visitor.lang);
    html! {
        div class="wrap narrow page stack-l" {
            h1 { (w.title) }
            @if kept { p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.kept) } } }
            form class="card stack" method="post" action="/settings" {
                (languages(visitor.lang, w))
                (themes(visitor.theme, w))
                (motion(visitor.less_motion, w))
                (countries(visitor, w))
                button class="btn" type="submit" { (w.keep) }
                p class="who" { (icon("lock-simple")) (w.only_device) }
            }
            ul class="list" {
                (link("/clock?back=/settings", "clock", w.clock, &clock_of(visitor)))
            }
            @if visitor.who.is_some() {
                section class="card stack-s" aria-labelledby="yours" {
                    h2 id="yours" class="h3" { (w.yours) }
                    ul class="list" {
                        (link("/my-data", "download-simple", w.my_data, w.my_data_hint))
                        (link("/my-space", "key", w.ways_back, w.ways_back_hint))
                    }
                    form method="post" action="/sign-out" {
                        button class="btn btn-quiet" type="submit" { (icon("sign-out")) (w.sign_out) }
                    }
                }
            }
        }
    }
}

/// By whose clock times are told to this person.
fn clock_of(visitor: &Visitor) -> String {
    let w = SettingsWords::of(visitor.lang);
    visitor.zone.as_ref().map_or_else(
        || w.clock_none.to_owned(),
        |zone| fill(w.clock_is, &[("place", &zone.place())]),
    )
}

fn languages(chosen: Lang, w: &SettingsWords) -> Markup {
    html! {
        fieldset {
            legend class="label" { (w.language) }
            div class="chips" {
                @for lang in Lang::ALL {
                    (chip("lang", lang.tag(), lang == chosen, html! {
                        span lang=(lang.tag()) { (lang.own_name()) }
                    }))
                }
            }
        }
    }
}

fn themes(chosen: Theme, w: &SettingsWords) -> Markup {
    let all = [
        (Theme::Device, "device", w.theme_device),
        (Theme::Light, "light", w.theme_light),
        (Theme::Dark, "dark", w.theme_dark),
    ];
    html! {
        fieldset {
            legend class="label" { (w.theme) }
            div class="chips" {
                @for (theme, value, text) in all {
                    (chip("theme", value, theme == chosen, html! { (text) }))
                }
            }
        }
    }
}

fn motion(less: bool, w: &SettingsWords) -> Markup {
    let all = [
        (false, "device", w.motion_device),
        (true, "less", w.motion_less),
    ];
    html! {
        fieldset {
            legend class="label" { (w.motion) }
            p class="hint" { (w.motion_hint) }
            div class="chips" {
                @for (value, key, text) in all {
                    (chip("motion", key, value == less, html! { (text) }))
                }
            }
        }
    }
}

fn countries(visitor: &Visitor, w: &SettingsWords) -> Markup {
    let is = |country: Option<Country>| visitor.country == country;
    html! {
        div class="field" {
            label class="label" for="country" { (w.country) }
            span class="hint" id="country-hint" { (w.country_hint) }
            select class="input" id="country" name="country" aria-describedby="country-hint" {
                option value="" selected[is(None)] { (w.country_community) }
                @for country in Country::ALL {
                    option value=(country.key()) selected[is(Some(country))] {
                        (country.name(visitor.lang))
                    }
                }
            }
        }
    }
}

fn chip(name: &str, value: &str, checked: bool, text: Markup) -> Markup {
    html! {
        label class="chip" {
            input type="radio" name=(name) value=(value) checked[checked];
            span { (tick()) (text) }
        }
    }
}

fn link(href: &str, symbol: &'static str, title: &str, hint: &str) -> Markup {
    html! {
        li {
            a class="rowlink" href=(href) {
                (icon(symbol))
                span { b class="rowlink-t" { (title) } br; span class="sm soft" { (hint) } }
                (icon("caret-right"))
            }
        }
    }
}
