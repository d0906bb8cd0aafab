//! Leave quickly: the way out that every page has.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::site::origin::HERE_COOKIE;
use crate::site::visitor::{DEVICE_COOKIES, JOINING_COOKIES, SESSION_COOKIES};

/// `GET /leave`. A GET, because without JavaScript it is a plain link; what it does is what the
/// person wants from any page: forget the sign-in on this device, a joining that was begun and what
/// the device is in a room, let the browser drop the pages it kept, and show something harmless.
pub(super) async fn leave(State(app): State<App>, sent: HeaderMap) -> Response {
    // The cookie goes in any case; a database that can't be written must not hold anybody here.
    if let Err(error) = crate::people::end_sign_in(&app, &sent).await {
        tracing::warn!(%error, "a sign-in could not be ended");
    }
    if let Err(error) = crate::sessions::forget_device(&app, &sent).await {
        tracing::warn!(%error, "a device in a room could not be shown out");
    }
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let to = app.community();
    if let Ok(to) = HeaderValue::from_str(to.leave_to()) {
        headers.insert(header::LOCATION, to);
    }
    let names = SESSION_COOKIES.into_iter().chain(JOINING_COOKIES);
    for name in names.chain(DEVICE_COOKIES).chain([HERE_COOKIE]) {
        if let Ok(cookie) = HeaderValue::from_str(&forget(name)) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        // What scripts keep would be wiped by them before; where none run it is wiped by this.
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A `__Host-` cookie is only taken, and so only cleared, when it is marked secure.
fn forget(name: &str) -> String {
    let secure = if name.starts_with("__Host-") {
        "; Secure"
    } else {
        ""
    };
    format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}")
}
