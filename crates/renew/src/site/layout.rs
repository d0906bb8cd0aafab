//! The frame around every page: title, skip link, navigation, Leave quickly.

use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets;
use super::components::icon;
use super::lang::Lang;
use super::visitor::{Theme, Visitor};
use super::words::SiteWords;
use crate::App;

/// The places of a member, in the order of who can see what is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Today,
    Sessions,
    Help,
    People,
    MySpace,
    Leading,
    LookingAfter,
    Settings,
}

/// The public places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicPlace {
    Find,
    HowItGoes,
    Join,
    Supporting,
    Other,
}

/// The frame that a page stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell<'a> {
    /// Anyone's page, with the crisis strip under the header.
    Public(PublicPlace),
    /// A member's page: rail or bottom bar.
    Places(Place),
    /// One task and a way back, nothing else.
    Focus { back: &'a str },
    /// The live room brings its own frame; only the skip link is added.
    Room,
}

/// A page on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    title: &'a str,
    shell: Shell<'a>,
    scripts: &'a [&'a str],
    has_errors: bool,
}

impl<'a> Page<'a> {
    #[must_use]
    pub fn new(app: &'a App, visitor: &'a Visitor, title: &'a str, shell: Shell<'a>) -> Self {
        Self {
            app,
            visitor,
            title,
            shell,
            scripts: &[],
            has_errors: false,
        }
    }

    /// ES modules of this page, by their name under `assets/` (`js/room.js`).
    #[must_use]
    pub fn scripts(mut self, scripts: &'a [&'a str]) -> Self {
        self.scripts = scripts;
        self
    }

    /// Begins the title with «Error:», as the first thing that a screen reader says.
    #[must_use]
    pub fn with_errors(mut self, has_errors: bool) -> Self {
        self.has_errors = has_errors;
        self
    }

    /// The whole page as an answer.
    #[must_use]
    pub fn respond(self, body: Markup) -> Response {
        Html(self.render(&body).into_string()).into_response()
    }

    /// The whole page as markup.
    #[must_use]
    pub fn render(self, body: &Markup) -> Markup {
        let w = SiteWords::of(self.visitor.lang);
        html! {
            (DOCTYPE)
            html lang=(self.visitor.lang.tag()) data-theme=[theme(self.visitor.theme)] {
                (self.head(w))
                body { a class="skip" href="#main" { (w.skip) } (self.frame(w, body)) }
            }
        }
    }

    fn head(&self, w: &SiteWords) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title {
                    @if self.has_errors { (w.error_prefix) }
                    (self.title) " – " (self.app.config.community_name())
                }
                link rel="icon" type="image/svg+xml" href=(assets::href("mark.svg"));
                link rel="stylesheet" href=(assets::href("renew.css"));
                script type="module" src=(assets::href("js/site.js")) {}
                @for script in self.scripts {
                    script type="module" src=(assets::href(script)) {}
                }
            }
        }
    }

    fn frame(&self, w: &SiteWords, body: &Markup) -> Markup {
        match self.shell {
            Shell::Public(here) => self.public(w, here, body),
            Shell::Places(here) => self.places(w, here, body),
            Shell::Focus { back } => html! {
                header class="topbar" {
                    a class="btn btn-text" href=(back) { (icon("arrow-left")) (w.back) }
                    div class="topbar-end" { (leave_quickly(self.visitor.lang)) }
                }
                main id="main" { (body) }
            },
            Shell::Room => body.clone(),
        }
    }

    fn public(&self, w: &SiteWords, here: PublicPlace, body: &Markup) -> Markup {
        let link = |place: PublicPlace, href: &str, text: &str| {
            html! { a href=(href) aria-current=[(place == here).then_some("page")] { (text) } }
        };
        html! {
            header class="topbar" {
                (brand("/"))
                nav class="pubnav" aria-label=(w.nav_main) {
                    (link(PublicPlace::Find, "/groups", w.find_a_meeting))
                    (link(PublicPlace::HowItGoes, "/how-it-goes", w.how_it_goes))
                    (link(PublicPlace::Join, "/join", w.join))
                    (link(PublicPlace::Supporting, "/supporting", w.supporting))
                }
                div class="topbar-end" { (self.language_link()) (leave_quickly(self.visitor.lang)) }
            }
            (crate::safety::crisis_strip(self.app, self.visitor.lang))
            main id="main" { (body) }
        }
    }

    fn places(&self, w: &SiteWords, here: Place, body: &Markup) -> Markup {
        let link = |place: Place, href: &str, symbol: &str, text: &str| {
            html! {
                a class="place" href=(href) aria-current=[(place == here).then_some("page")] {
                    (icon(symbol)) span { (text) }
                }
            }
        };
        let who = self.visitor.who.as_deref();
        html! {
            div class="places" {
                nav class="rail" aria-label=(w.nav_main) {
                    (brand("/today"))
                    (link(Place::Today, "/today", "sun", w.today))
                    (link(Place::Sessions, "/sessions", "circles-three", w.sessions))
                    (link(Place::Help, "/help", "lifebuoy", w.help_now))
                    (link(Place::People, "/people", "chats-circle", w.people))
                    (link(Place::MySpace, "/my-space", "notebook", w.my_space))
                    @if who.is_some_and(|me| me.leads) {
                        (link(Place::Leading, "/leading", "compass", w.leading))
                    }
                    @if who.is_some_and(|me| me.is_coordinator) {
                        (link(Place::LookingAfter, "/looking-after", "shield-check", w.looking_after))
                    }
                    (link(Place::Settings, "/settings", "gear-six", w.settings))
                }
                div class="places-body" {
                    header class="topbar" {
                        div class="topbar-end" { (leave_quickly(self.visitor.lang)) }
                    }
                    main id="main" { (body) }
                }
            }
        }
    }

    fn language_link(&self) -> Markup {
        html! {
            @for lang in Lang::ALL {
                @if lang != self.visitor.lang {
                    a class="lang" lang=(lang.tag()) hreflang=(lang.tag()) rel="nofollow"
                        href={ "/language/" (lang.tag()) "?back=" (self.visitor.path) } {
                        (icon("translate")) (lang.own_name())
                    }
                }
            }
        }
    }
}

fn theme(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::Device => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    }
}

fn brand(home: &str) -> Markup {
    html! {
        a class="brand" href=(home) {
            img class="brand-mark" src=(assets::href("mark.svg")) alt="" width="32" height="32";
            span { "Renew" }
        }
    }
}

/// The way out, top right on every screen. Without JavaScript it is a plain link that ends the
/// sign-in and goes to a neutral site.
#[must_use]
pub fn leave_quickly(lang: Lang) -> Markup {
    let w = SiteWords::of(lang);
    html! {
        a class="leave" href="/leave" rel="noreferrer nofollow" data-leave {
            (icon("sign-out")) span { (w.leave) span class="long" { (w.leave_quickly) } }
        }
    }
}
