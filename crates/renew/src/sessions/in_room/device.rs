//! The cookie of a device in a room: a random token of 256 bits, of which the database holds a
//! print. It stands for a table or a wall, never for a person.

use ::store::{Keys, StoreError};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Device, Kind, code, store};
use crate::App;
use crate::site::origin::cookie;
use crate::site::visitor::DEVICE_COOKIES;

const TOKEN_BYTES: usize = 32;
/// An evening with all that comes before and after it. The server forgets the device before.
const COOKIE_SECONDS: i64 = 12 * 60 * 60;

/// The device that this browser is, if it still is one of this kind.
pub(super) async fn of(
    app: &App,
    headers: &HeaderMap,
    kind: Kind,
) -> Result<Option<Device>, StoreError> {
    let found = any(app, headers).await?;
    Ok(found.filter(|device| device.kind == kind))
}

/// The device that this browser is, whatever its kind.
pub(super) async fn any(app: &App, headers: &HeaderMap) -> Result<Option<Device>, StoreError> {
    let Some(print) = print_of_cookie(app, headers) else {
        return Ok(None);
    };
    app.store
        .read(move |tx| store::device_by_token(tx, &print))
        .await
}

/// Makes this browser the device that a code stands for, and gives the cookie that says so. Nothing
/// when the code is none, was used, or has run out.
pub(super) async fn take_up(
    app: &App,
    typed: &str,
) -> Result<Option<(Device, Option<HeaderValue>)>, StoreError> {
    let Some(code_print) = code::device_print(&app.keys, typed) else {
        return Ok(None);
    };
    let token = app.chance.bytes::<TOKEN_BYTES>();
    let (token_print, now_ms) = (print_of(&app.keys, &token), app.clock.now_ms());
    let found = app
        .store
        .write(move |tx| {
            let Some(device) = store::device_by_code(tx, &code_print, now_ms)? else {
                return Ok(None);
            };
            let is_let_in = store::take_up(tx, device.id, &code_print, &token_print)?;
            Ok::<_, StoreError>(is_let_in.then_some(device))
        })
        .await?;
    Ok(found.map(|device| (device, cookie_line(app, &URL_SAFE_NO_PAD.encode(token)))))
}

/// Ends what this browser is in a room.
pub(super) async fn forget(app: &App, headers: &HeaderMap) -> Result<(), StoreError> {
    let Some(print) = print_of_cookie(app, headers) else {
        return Ok(());
    };
    app.store
        .write(move |tx| store::forget_token(tx, &print))
        .await
}

fn print_of(keys: &Keys, token: &[u8]) -> [u8; 32] {
    keys.fingerprint("sessions.device", token)
}

fn print_of_cookie(app: &App, headers: &HeaderMap) -> Option<[u8; 32]> {
    let text = cookie(headers, cookie_name(app))?;
    // 32 bytes are 43 characters; anything else isn't ours and costs nothing more.
    if text.len() != 43 {
        return None;
    }
    let token = URL_SAFE_NO_PAD.decode(text).ok()?;
    (token.len() == TOKEN_BYTES).then(|| print_of(&app.keys, &token))
}

fn cookie_name(app: &App) -> &'static str {
    let [secure, plain] = DEVICE_COOKIES;
    if app.config.is_https() { secure } else { plain }
}

fn cookie_line(app: &App, value: &str) -> Option<HeaderValue> {
    let secure = if app.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    let name = cookie_name(app);
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}"
    ))
    .ok()
}
