//! A small community for tests through the router: Marlow leads the Sunday circle, Sol hosts it,
//! Wren belongs to it; Ada coordinates, and Kim belongs to nothing.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use calendar::{Days, Zone};
use jiff::civil::Weekday;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::App;
use crate::config::Config;
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::people;
use crate::router::router;
use crate::site::chance::Chance;
use crate::site::clock::Clock;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// Sunday 22 November 2026, 16:00 UTC: when the group meets.
pub(super) const STARTS_MS: i64 = 1_795_363_200_000;
pub(super) const HOUR_MS: i64 = 3_600_000;

/// A place in [`NAMES`].
pub(super) type Who = usize;
pub(super) const MARLOW: Who = 0;
pub(super) const WREN: Who = 1;
pub(super) const SOL: Who = 2;
pub(super) const ADA: Who = 3;
pub(super) const KIM: Who = 4;
const NAMES: [&str; 5] = ["Marlow", "Wren", "Sol", "Ada", "Kim"];

pub(super) struct Site {
    pub(super) app: App,
    pub(super) people: Vec<PersonId>,
    router: Router,
    cookies: Vec<String>,
    _folder: TempDir,
}

impl Site {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listen: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let config = Config::local(folder.path().to_owned(), listen);
        let app = App::open(config, Clock::fixed(STARTS_MS), Chance::seeded(5)).unwrap();
        let (mut people, mut cookies) = (Vec::new(), Vec::new());
        for (who, name) in NAMES.into_iter().enumerate() {
            let guest = people::Guest {
                name,
                sign: Sign::Bird,
                lang: Lang::En,
                is_coordinator: who == ADA,
            };
            let person = people::make_guest(&app, guest).await.unwrap();
            people.push(person);
            cookies.push(people::sign_in_guest(&app, person).await.unwrap().cookie);
        }
        let site = Self {
            router: router(app.clone()),
            app,
            people,
            cookies,
            _folder: folder,
        };
        site.found().await;
        site
    }

    async fn found(&self) {
        let people = self.people.clone();
        let details = Details {
            name: "Sunday circle".into(),
            rule: groups::weekly(Days::one(Weekday::Sunday)),
            start_minute: Some(17 * 60),
            zone: Zone::named("Europe/Madrid"),
            ..Details::default()
        };
        let group = Group::new(GroupId(201), details, 0);
        let made = self.app.store.write(move |tx| {
            groups::create(tx, &group)?;
            for who in [MARLOW, WREN, SOL] {
                let roles = Roles {
                    is_facilitator: who == MARLOW,
                    is_host: who == SOL,
                    ..Roles::default()
                };
                let place = Membership::joined(group.id, people[who], roles, 0);
                groups::set_membership(tx, &place)?;
            }
            Ok::<_, ::store::StoreError>(())
        });
        made.await.unwrap();
    }

    pub(super) async fn ask(
        &self,
        who: Who,
        method: &str,
        path: &str,
        form: &str,
    ) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookies[who])
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|to| to.to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let body = location.unwrap_or_else(|| String::from_utf8(body.to_vec()).unwrap());
        (status, body)
    }

    pub(super) async fn get(&self, who: Who, path: &str) -> String {
        self.ask(who, "GET", path, "").await.1
    }

    pub(super) async fn status(&self, who: Who, path: &str) -> StatusCode {
        self.ask(who, "GET", path, "").await.0
    }

    pub(super) async fn post(&self, who: Who, path: &str, form: &str) -> String {
        self.ask(who, "POST", path, form).await.1
    }

    /// The path of tonight's session: open, with Marlow in seat 1 and Wren in seat 2.
    pub(super) async fn evening(&self) -> String {
        let path = self
            .get(WREN, &format!("/sessions/next/{}", GroupId(201)))
            .await;
        self.post(MARLOW, &format!("{path}/open"), "").await;
        for who in [MARLOW, WREN] {
            assert_eq!(self.status(who, &path).await, StatusCode::OK);
        }
        path
    }
}
