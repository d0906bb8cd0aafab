//! How long a request may take to arrive and be answered. Without an end, who sends a form a byte
//! at a time holds a connection for ever.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header;
use tokio::time::timeout;

use super::problem::Problem;
use super::visitor::Visitor;

/// The slowest that we do for somebody is to ask another machine for its list, for a minute. The
/// largest form arrives meanwhile over any line on which a page opens at all.
const REQUEST_MAX: Duration = Duration::from_secs(2 * 60);
/// A file that somebody sends who is signed in may come this slowly.
const SLOWEST_BYTES_PER_SECOND: u64 = 32 * 1024;
/// The largest file that we take anywhere; who says that more is coming gets no more time.
const FILE_BYTES_MAX: u64 = 40 * 1024 * 1024;

/// How long a request may take.
pub(super) fn of(request: &Request, visitor: &Visitor) -> Duration {
    if visitor.who.is_none() {
        return REQUEST_MAX;
    }
    let told = request.headers().get(header::CONTENT_LENGTH);
    let bytes = told
        .and_then(|told| told.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    REQUEST_MAX + Duration::from_secs(bytes.min(FILE_BYTES_MAX) / SLOWEST_BYTES_PER_SECOND)
}

/// What comes of `work`, if it comes in time.
pub(super) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = T>,
) -> Result<T, Problem> {
    timeout(limit, work)
        .await
        .map_err(|_| Problem::busy("it took too long to arrive, or to be answered"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::convert::Infallible;

    use axum::body::{Body, Bytes};
    use axum::http::StatusCode;
    use axum::routing::post;

    use super::super::lang::Lang;
    use super::super::testing::{Here, member};
    use super::*;

    #[test]
    fn who_sends_a_file_gets_the_time_for_it() {
        let lasting = |visitor: &Visitor, length: &str| {
            let request = Request::post("/").header(header::CONTENT_LENGTH, length);
            of(&request.body(Body::empty()).unwrap(), visitor).as_secs()
        };
        let stranger = Visitor::default();
        let seconds = REQUEST_MAX.as_secs();
        assert_eq!(lasting(&stranger, "40000000"), seconds);
        for (length, more) in [
            ("0", 0),
            ("none", 0),
            ("3276800", 100),
            ("18446744073709551615", 1280),
        ] {
            assert_eq!(lasting(&member(Lang::En), length), seconds + more);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_arrives_is_not_waited_for() {
        let here = Here::new();
        for visitor in [Visitor::default(), member(Lang::En)] {
            let never = futures_util::stream::pending::<Result<Bytes, Infallible>>();
            let request = Request::post("/")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from_stream(never))
                .unwrap();
            let routes = axum::Router::new().route("/", post(async |_: Bytes| "arrived"));
            let answer = timeout(3 * REQUEST_MAX, here.send(routes, visitor, request)).await;
            let answer = answer.expect("it is over");
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.body.contains("<h1>"), "{}", answer.body);
        }
    }
}
