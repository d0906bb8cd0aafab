//! For tests of pages: a community of one's own, requests with whoever asks, answers read.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use maud::Markup;
use tower::ServiceExt;

use super::chance::Chance;
use super::clock::Clock;
use super::lang::Lang;
use super::problem;
use super::sign::Sign;
use super::visitor::{PersonId, SignedIn, Visitor};
use crate::App;
use crate::config::Config;

/// A Monday noon in New York.
pub(crate) const NOW_MS: i64 = 1_795_453_200_000;

/// A community of its own for one test.
pub(crate) struct Here {
    pub(crate) app: App,
    _folder: tempfile::TempDir,
}

impl Here {
    pub(crate) fn new() -> Self {
        Self::at("http://localhost:0")
    }

    /// A community that people find at an address.
    pub(crate) fn at(origin: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::local(folder.path().to_owned(), "127.0.0.1:0".parse().unwrap());
        origin.clone_into(&mut config.origin);
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(7)).unwrap();
        Self {
            app,
            _folder: folder,
        }
    }

    /// Sends a request to `routes` as `visitor`, past the layers that make a problem a page.
    pub(crate) async fn send(
        &self,
        routes: Router<App>,
        visitor: Visitor,
        mut request: Request<Body>,
    ) -> Answer {
        request.extensions_mut().insert(visitor);
        let routes = with_problems(&self.app, routes);
        let response = routes.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 4 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, routes: Router<App>, visitor: Visitor, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(routes, visitor, request).await
    }

    pub(crate) async fn post(
        &self,
        routes: Router<App>,
        visitor: Visitor,
        path: &str,
        form: &str,
    ) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(routes, visitor, request).await
    }
}

/// Routes whose problems become pages.
pub(crate) fn with_problems(app: &App, routes: Router<App>) -> Router {
    let show = async |State(app): State<App>, request, next: Next| {
        problem::show(&app, request, |request| next.run(request)).await
    };
    let show = from_fn_with_state(app.clone(), show);
    routes.layer(show).with_state(app.clone())
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where it leads; empty if nowhere.
    pub(crate) fn to(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }
}

/// Somebody without a seat, who reads `lang`.
pub(crate) fn visitor(lang: Lang) -> Visitor {
    Visitor {
        lang,
        path: "/here?day=1".to_owned(),
        ..Visitor::default()
    }
}

/// Somebody with a seat.
pub(crate) fn member(lang: Lang) -> Visitor {
    signed_in(lang, false)
}

/// Somebody who leads and coordinates as well.
pub(crate) fn coordinator(lang: Lang) -> Visitor {
    signed_in(lang, true)
}

fn signed_in(lang: Lang, looks_after: bool) -> Visitor {
    Visitor {
        who: Some(Arc::new(SignedIn {
            person: PersonId(101),
            name: "Wren".to_owned(),
            sign: Sign::Bird,
            is_coordinator: looks_after,
            leads: looks_after,
            session: 1,
        })),
        ..visitor(lang)
    }
}

/// One tag a line, so that a difference can be read; addresses of assets change with their bytes.
pub(crate) fn lines(markup: &Markup) -> String {
    let mut out = String::new();
    for line in markup.0.replace("><", ">\n<").lines() {
        match line.split_once("/static/") {
            Some((before, after)) => {
                let name = after.split_once('/').map_or("", |(_, name)| name);
                out.push_str(&format!("{before}{name}\n"));
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Keeps a view in both languages.
pub(crate) fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), lines(&view(lang)));
    }
}
