//! Connections as they come: on this machine alone, behind a proxy, or to be sent on.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use super::bounded::Bounded;
use super::listener::accept_one;
use super::places::Places;
use super::serving::{Arrivals, Manner};

/// A web server in front keeps connections for the next who comes, and must be the one to close
/// them: one that we close while it sends is an error to somebody. Two minutes are usual.
const HEAD_MAX: Duration = Duration::from_secs(5 * 60);
/// Who is sent on says at once what they want.
pub(super) const HEAD_OF_REDIRECTED_MAX: Duration = Duration::from_secs(10);

/// Gives connections as they come.
#[derive(Debug)]
pub struct PlainListener {
    listener: TcpListener,
    places: Places,
    manner: Manner,
}

impl PlainListener {
    /// For the site itself.
    #[must_use]
    pub fn new(listener: TcpListener, places: Places) -> Self {
        let manner = Manner {
            head_max: HEAD_MAX,
            stays: true,
        };
        Self {
            listener,
            places,
            manner,
        }
    }

    /// For those who are told where the site is, once.
    pub(super) fn to_redirect(listener: TcpListener, places: Places) -> Self {
        let manner = Manner {
            head_max: HEAD_OF_REDIRECTED_MAX,
            stays: false,
        };
        Self {
            listener,
            places,
            manner,
        }
    }
}

impl Arrivals for PlainListener {
    type Stream = Bounded;

    fn manner(&self) -> Manner {
        self.manner
    }

    async fn next(&mut self) -> (Bounded, SocketAddr) {
        accept_one(&mut self.listener, &self.places).await
    }
}
