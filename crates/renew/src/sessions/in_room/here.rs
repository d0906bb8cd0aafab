//! The device in a room that a request comes from.

use std::time::Duration;

use ::store::StoreError;
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::table::{self, AtOnce, Wish};
use super::{Device, Kind, device};
use crate::App;
use crate::site::problem::Problem;
use crate::site::visitor::{PersonId, Visitor, redirect};

/// How long a device's question waits for something new. Proxies drop a line that is silent for a
/// minute, and the clock in words may be this old.
const WAITS: Duration = Duration::from_secs(20);

/// A device on a page of its own kind, which the page's address says. Any other browser is led to
/// where the code of such a device is typed.
pub(super) struct Here {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) device: Device,
}

/// Why a page of a device isn't shown.
#[derive(Debug)]
pub(super) enum Elsewhere {
    /// This browser is no such device, or its session is no more.
    IsNone(Kind),
    Problem(Problem),
}

impl Elsewhere {
    /// A script is led nowhere: it stops asking.
    pub(super) fn for_scripts(self) -> Self {
        match self {
            Self::IsNone(_) => Self::Problem(Problem::not_found()),
            problem @ Self::Problem(_) => problem,
        }
    }
}

impl IntoResponse for Elsewhere {
    fn into_response(self) -> Response {
        match self {
            Self::IsNone(kind) => redirect(kind.door()),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

impl From<Problem> for Elsewhere {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreError> for Elsewhere {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

impl FromRequestParts<App> for Here {
    type Rejection = Elsewhere;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Elsewhere> {
        let kind = Kind::of_page(parts.uri.path()).ok_or_else(Problem::not_found)?;
        let device = device::of(app, &parts.headers, kind).await?;
        let device = device.ok_or(Elsewhere::IsNone(kind))?;
        let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
        Ok(Self {
            app: app.clone(),
            visitor,
            device,
        })
    }
}

impl Here {
    /// What the device shows now; and what somebody at it wants is done.
    pub(super) async fn look(
        &self,
        lease_ms: i64,
        wish: Option<(PersonId, Wish)>,
    ) -> Result<AtOnce, Elsewhere> {
        let Self {
            app,
            visitor,
            device,
        } = self;
        let once = table::look(app, *device, visitor.lang, lease_ms, wish).await?;
        once.ok_or(Elsewhere::IsNone(device.kind))
    }

    /// What there is beyond what the page knows already, as soon as there is; what there is in any
    /// case, after a while.
    pub(super) async fn news(&self, address: &Uri, lease_ms: i64) -> Result<AtOnce, Elsewhere> {
        let since = since(address);
        let look = async || {
            let once = self.look(lease_ms, None).await;
            once.map_err(Elsewhere::for_scripts)
        };
        let once = look().await?;
        let is_same = once.shown.as_ref().map_or(0, |shown| shown.told) == since;
        match once.room.clone().filter(|_| is_same && since != 0) {
            Some(room) => {
                room.told_more(since, WAITS).await;
                look().await
            }
            None => Ok(once),
        }
    }
}

/// What follows `?`: what the page knows already. What can't be read asks for what there is now.
fn since(address: &Uri) -> u64 {
    let query = address.query().unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let since = pairs.find(|(name, _)| *name == "since");
    since.and_then(|(_, n)| n.parse().ok()).unwrap_or(0)
}
