//! The frame around every page: title, skip link, navigation, Leave quickly.

use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets;
use super::components::{brand_mark, icon};
use super::lang::Lang;
use super::visitor::{Theme, Visitor, escape_query};
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
    refresh: Option<(u32, &'static str)>,
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
            refresh: None,
            has_errors: false,
        }
    }

    /// ES modules of this page, by their name under `assets/` (`js/room.js`).
    #[must_use]
    pub fn scripts(mut self, scripts: &'a [&'a str]) -> Self {
        self.scripts = scripts;
        self
    }

    /// Where no script runs the page at `path` is loaded after so long: for a device that somebody
    /// looks at and nobody holds. It is named, since this page may be the answer to a form.
    #[must_use]
    pub fn refreshed(mut self, every_seconds: u32, path: &'static str) -> Self {
        self.refresh = Some((every_seconds, path));
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
            html lang=(self.visitor.lang.tag()) data-theme=[theme(self.visitor.theme)]
                data-motion=[self.visitor.less_motion.then_some("less")] {
                (self.head(w))
                body {
                    a class="skip" href="#main" { (w.skip) }
                    // The body is copied once, straight to where it goes: it may be long.
                    @match self.shell {
                        Shell::Public(here) => {
                            (self.public_top(w, here))
                            main id="main" { (body) }
                            (self.footer(w))
                        }
                        Shell::Places(here) => {
                            div class="app" {
                                (self.places_top(w, here))
                                (self.rail(w, here))
                                main id="main" { (body) }
                            }
                        }
                        Shell::Focus { back } => {
                            header class="topbar" {
                                (leave_quickly(self.visitor.lang))
                                a class="btn btn-text" href=(back) { (icon("arrow-left")) (w.back) }
                            }
                            main id="main" { (body) }
                        }
                        Shell::Room => { (body) }
                    }
                }
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
                    (self.title) " – " (self.app.community().name(&self.app.config))
                }
                link rel="icon" type="image/svg+xml" href=(assets::href("mark.svg"));
                @if matches!(self.shell, Shell::Public(_)) { (self.feeds()) }
                link rel="stylesheet" href=(assets::href("renew.css"));
                script type="module" src=(assets::href("js/site.js")) {}
                @if let Some((seconds, path)) = self.refresh {
                    noscript { meta http-equiv="refresh" content={ (seconds) ";url=" (path) }; }
                }
                @for script in self.scripts {
                    script type="module" src=(assets::href(script)) {}
                }
            }
        }
    }

    /// Where programs find what is published here. The first title is the one that they look for.
    fn feeds(&self) -> Markup {
        let origin = &self.app.config.origin;
        let lang = self.visitor.lang;
        let changes = SiteWords::of(lang).changes_feed;
        html! {
            link rel="alternate" type="application/json" title="Meetings Feed"
                href={ (origin) "/meetings.json" };
            link rel="alternate" type="application/atom+xml" title=(changes)
                href={ (origin) "/changes.atom?lang=" (lang.tag()) };
        }
    }

    fn public_top(&self, w: &SiteWords, here: PublicPlace) -> Markup {
        let links = [
            (PublicPlace::Find, "/groups", w.find_a_meeting),
            (PublicPlace::HowItGoes, "/how-it-goes", w.how_it_goes),
            (PublicPlace::Join, "/join", w.join),
            (PublicPlace::Supporting, "/supporting", w.supporting),
        ];
        let link = |(place, href, text): (PublicPlace, &str, &str)| {
            html! { a href=(href) aria-current=[(place == here).then_some("page")] { (text) } }
        };
        html! {
            header class="topbar" {
                (leave_quickly(self.visitor.lang))
                (self.brand("brand", "/"))
                nav class="pubnav" aria-label=(w.nav_main) { @for each in links { (link(each)) } }
                div class="topbar-end" {
                    (self.language_link())
                    details class="menu only-narrow" {
                        summary { (icon("list")) span class="menu-t" { (w.menu) } }
                        ul {
                            @for each in links { li { (link(each)) } }
                            li { (self.way_in(w)) }
                        }
                    }
                }
            }
            (crate::safety::crisis_strip(self.app, self.visitor))
        }
    }

    /// The way in for somebody who has a seat, or on for somebody who is in.
    fn way_in(&self, w: &SiteWords) -> Markup {
        html! {
            @if self.visitor.who.is_some() { a href="/today" { (w.my_today) } }
            @else { a href="/come-back" { (w.sign_in) } }
        }
    }

    fn footer(&self, w: &SiteWords) -> Markup {
        html! {
            footer class="footer" {
                div class="wrap row row-between" {
                    div class="row" {
                        a href="/how-it-goes" { (w.how_it_goes) }
                        a href="/join" { (w.join) }
                        a href="/supporting" { (w.supporting) }
                        a href="/privacy" { (w.privacy) }
                        a href="/settings" { (w.settings) }
                        a href="/table" { (w.table_phone) }
                        (self.way_in(w))
                    }
                    p { (self.app.community().name(&self.app.config)) ". " (w.footer_led) }
                }
            }
        }
    }

    fn places_top(&self, w: &SiteWords, here: Place) -> Markup {
        html! {
            header class="topbar" {
                (leave_quickly(self.visitor.lang))
                (self.brand("brand brand-alone", "/today"))
                div class="topbar-end" {
                    details class="menu only-narrow" {
                        summary { (icon("list")) span class="menu-t" { (w.more) } }
                        ul {
                            @for way in self.more(w) { li { (way.in_menu(here)) } }
                        }
                    }
                }
            }
        }
    }

    /// The four places and Help now: the bar of a phone, and the rail of a wide screen, which has
    /// room for the rest as well.
    fn rail(&self, w: &SiteWords, here: Place) -> Markup {
        let more = self.more(w);
        let own = everybodys(w);
        html! {
            nav class="places" aria-label=(w.nav_places) {
                span class="only-wide" { (self.brand("brand", "/today")) }
                @for way in &own[..2] { (way.in_rail(here, "")) }
                a class="place place-help" href="/help"
                    aria-current=[(here == Place::Help).then_some("page")] {
                    span class="disc" { (icon("lifebuoy-fill")) } span { (w.help_now) }
                }
                @for way in &own[2..] { (way.in_rail(here, "")) }
                @if more.len() > 1 { p class="places-label only-wide" { (w.also_yours) } }
                @for way in more {
                    @let class = if way.place == Place::Settings { " only-wide place-last" } else { " only-wide place-more" };
                    (way.in_rail(here, class))
                }
            }
        }
    }

    /// What a person may go to besides the places that everybody has.
    fn more(&self, w: &SiteWords) -> Vec<Way> {
        let who = self.visitor.who.as_deref();
        let ways = [
            (
                who.is_some_and(|me| me.leads),
                Way {
                    place: Place::Leading,
                    href: "/leading",
                    symbol: "compass",
                    filled: "compass-fill",
                    text: w.leading,
                },
            ),
            (
                who.is_some_and(|me| me.is_coordinator),
                Way {
                    place: Place::LookingAfter,
                    href: "/looking-after",
                    symbol: "shield-check",
                    filled: "shield-check-fill",
                    text: w.looking_after,
                },
            ),
            (
                true,
                Way {
                    place: Place::Settings,
                    href: "/settings",
                    symbol: "gear-six",
                    filled: "gear-six-fill",
                    text: w.settings,
                },
            ),
        ];
        let open = ways.into_iter().filter(|(is_open, _)| *is_open);
        open.map(|(_, way)| way).collect()
    }

    fn language_link(&self) -> Markup {
        let back = escape_query(&self.visitor.path);
        html! {
            @for lang in Lang::ALL {
                @if lang != self.visitor.lang {
                    a class="lang" lang=(lang.tag()) hreflang=(lang.tag()) rel="nofollow"
                        href={ "/language/" (lang.tag()) "?back=" (back) } {
                        (icon("translate")) (lang.own_name())
                    }
                }
            }
        }
    }

    /// `class` is `brand`, or `brand brand-alone` where no link to another language stands beside
    /// it and the name has room on a narrower screen.
    fn brand(&self, class: &str, home: &str) -> Markup {
        html! {
            a class=(class) href=(home) { (brand_mark()) span { (self.app.community().name(&self.app.config)) } }
        }
    }
}

/// A way to a place, in the rail, the bar or the menu.
struct Way {
    place: Place,
    href: &'static str,
    symbol: &'static str,
    /// The symbol while the person is there.
    filled: &'static str,
    text: &'static str,
}

impl Way {
    fn in_rail(&self, here: Place, class: &str) -> Markup {
        let is_here = self.place == here;
        html! {
            a class={ "place" (class) } href=(self.href) aria-current=[is_here.then_some("page")] {
                (icon(if is_here { self.filled } else { self.symbol })) span { (self.text) }
            }
        }
    }

    fn in_menu(&self, here: Place) -> Markup {
        html! {
            a href=(self.href) aria-current=[(self.place == here).then_some("page")] {
                (icon(self.symbol)) (self.text)
            }
        }
    }
}

/// The four places that everybody has; Help now stands between the second and the third.
fn everybodys(w: &SiteWords) -> [Way; 4] {
    let way = |place, href, symbol, filled, text| Way {
        place,
        href,
        symbol,
        filled,
        text,
    };
    [
        way(Place::Today, "/today", "sun", "sun-fill", w.today),
        way(
            Place::Sessions,
            "/sessions",
            "circles-three",
            "circles-three-fill",
            w.sessions,
        ),
        way(
            Place::People,
            "/people",
            "chats-circle",
            "chats-circle-fill",
            w.people,
        ),
        way(
            Place::MySpace,
            "/my-space",
            "notebook",
            "notebook-fill",
            w.my_space,
        ),
    ]
}

fn theme(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::Device => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
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
