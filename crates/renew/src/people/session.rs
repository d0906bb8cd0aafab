//! The session cookie: made at sign-in, read once per request, changed now and then, ended.
//!
//! The cookie holds a random token of 256 bits; the database holds its print. The token changes
//! when somebody's roles change and every few hours. Since several requests may be under way at
//! once, and an answer can get lost on a bad network, the token before stays good until the new
//! one has been seen, and a minute longer.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::{Keys, StoreError};

use super::store::{self as rows, NewSignIn, Rotation, SignIn, Since};
use super::{PeopleError, open_name};
use crate::App;
use crate::site::choices::Choices;
use crate::site::finish::finish;
use crate::site::lang::Lang;
use crate::site::origin::{HERE_COOKIE, cookie};
use crate::site::visitor::{PersonId, SESSION_COOKIES, SignedIn, Unrecognised, Visitor};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A browser drops the cookie by itself after this; the server's own limits are below.
const COOKIE_SECONDS: i64 = 30 * 24 * 60 * 60;
/// One's own phone: a month without a visit.
const OWN_IDLE_MS: i64 = 30 * 24 * HOUR_MS;
/// A phone that others use: an evening, and a day at most however busy it is.
const SHARED_IDLE_MS: i64 = 12 * HOUR_MS;
const SHARED_LIFE_MS: i64 = 24 * HOUR_MS;
/// Often enough that a copied cookie is soon worthless, seldom enough to cost nothing.
const ROTATE_MS: i64 = 12 * HOUR_MS;
/// How long the token before is good once the new one has been seen.
const GRACE_MS: i64 = MINUTE_MS;
/// How exactly we know when somebody was last here: a write per page would be a waste.
const SEEN_EVERY_MS: i64 = 10 * MINUTE_MS;
const TOKEN_BYTES: usize = 32;

/// Recognises who is asking, and leaves a [`Visitor`] with the request. First of all: the
/// page of a problem wants to know the language too. So it refuses nothing itself: on a day
/// when the database can't be read or written, Help now and Leave quickly still open.
pub async fn recognise(app: &App, request: &mut Request) -> Recognised {
    // Styles and icons are the same for everybody, and there are many of them on a page.
    if request.uri().path().starts_with("/static/") {
        return Recognised::default();
    }
    let headers = request.headers();
    let here = cookie(headers, HERE_COOKIE).is_some();
    let token = token_of(app, headers);
    let is_page = request.method() == Method::GET && !headers.contains_key(header::UPGRADE);
    let resumed = match &token {
        None => Ok(Resumed::default()),
        Some(token) => resume(app, token, is_page).await,
    };
    let is_unread = resumed.is_err();
    let Resumed {
        sign_in,
        who,
        new_token,
    } = resumed.unwrap_or_else(|error| {
        tracing::warn!(%error, "a sign-in could not be read");
        Resumed::default()
    });
    let is_stale = token.is_some() && who.is_none() && !is_unread;
    let visitor = visitor(request, sign_in.as_ref(), who);
    request.extensions_mut().insert(visitor);
    if is_unread {
        request.extensions_mut().insert(Unrecognised);
    }
    let renewed = new_token.map(|token| set_cookie(app, &token, sign_in.as_ref()));
    let ended = is_stale.then(|| clear_cookie(app));
    Recognised {
        is_new_here: !here,
        cookie: renewed.or(ended).flatten(),
    }
}

/// What the answer to a request has to tell the browser of its sign-in.
#[derive(Debug, Default)]
pub struct Recognised {
    /// No page of ours was ever open in this browser.
    is_new_here: bool,
    /// The new token of a sign-in, or the end of one.
    cookie: Option<HeaderValue>,
}

impl Recognised {
    /// Adds the cookies to an answer. A handler's own word about the session cookie (signed in,
    /// signed out) is the last one.
    pub fn add_cookies(self, app: &App, headers: &mut HeaderMap) {
        let prefix = cookie_name(app);
        let decided = headers.get_all(header::SET_COOKIE).iter().any(|line| {
            let rest = line.as_bytes().strip_prefix(prefix.as_bytes());
            rest.is_some_and(|rest| rest.starts_with(b"="))
        });
        if let Some(cookie) = self.cookie.filter(|_| !decided) {
            headers.append(header::SET_COOKIE, cookie);
        }
        let is_page = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if is_page && self.is_new_here {
            let secure = if app.config.is_https() {
                "; Secure"
            } else {
                ""
            };
            let line = format!(
                "{HERE_COOKIE}=1; Path=/; HttpOnly; SameSite=Strict; Max-Age={COOKIE_SECONDS}{secure}"
            );
            if let Ok(line) = HeaderValue::from_str(&line) {
                headers.append(header::SET_COOKIE, line);
            }
        }
    }
}

/// Ends the sign-in that this request's cookie stands for, and gives the header value that
/// removes the cookie. For «Leave quickly» and for signing out.
///
/// # Errors
/// The database can't be written.
pub(crate) async fn end_sign_in(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<HeaderValue>, PeopleError> {
    if let Some(token) = token_of(app, headers) {
        let print = print_of(&app.keys, &token);
        let here = app.clone();
        finish(async move {
            let ended = here
                .store
                .write(move |tx| rows::end_by_print(tx, &print))
                .await?;
            close_lines(&here, ended);
            Ok::<_, PeopleError>(())
        })
        .await?;
    }
    Ok(clear_cookie(app))
}

/// Closes the rooms that these sign-ins have open. Whoever leaves quickly doesn't wait for it.
fn close_lines(app: &App, ended: Vec<(PersonId, i64)>) {
    let rooms = app.rooms.clone();
    tokio::spawn(async move {
        for (person, sign_in) in ended {
            rooms.sign_out_one(person, sign_in).await;
        }
    });
}

/// Ends one sign-in of a person, and closes what it has open in the rooms.
///
/// # Errors
/// The database can't be written.
pub(super) async fn end_one(app: &App, person: PersonId, sign_in: i64) -> Result<(), PeopleError> {
    let app = app.clone();
    finish(async move {
        app.store
            .write(move |tx| rows::end_one(tx, person, sign_in))
            .await?;
        app.rooms.sign_out_one(person, sign_in).await;
        Ok(())
    })
    .await
}

/// Ends all sign-ins of a person. A room that is open on another device is left as well; the seat
/// there is kept.
///
/// # Errors
/// The database can't be written.
pub(super) async fn end_all(app: &App, person: PersonId) -> Result<(), PeopleError> {
    let app = app.clone();
    finish(async move {
        app.store.write(move |tx| rows::end_all(tx, person)).await?;
        app.rooms.sign_out(person).await;
        Ok(())
    })
    .await
}

/// Whether a sign-in has not been ended meanwhile: for a line that outlives its request.
///
/// # Errors
/// The database can't be read.
pub async fn is_signed_in(app: &App, sign_in: i64) -> Result<bool, StoreError> {
    app.store
        .read(move |tx| rows::has_sign_in(tx, sign_in))
        .await
}

/// A sign-in that is about to be written down, and the cookie that will open it.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) row: NewSignIn,
    pub(super) cookie: Option<HeaderValue>,
}

/// Prepares a sign-in with a token of its own, whatever cookie was there before.
pub(super) fn open(app: &App, person: PersonId, is_shared: bool) -> Opening {
    let token = app.chance.bytes::<TOKEN_BYTES>();
    Opening {
        row: NewSignIn {
            id: app.chance.id(),
            person,
            token_print: print_of(&app.keys, &token),
            is_shared,
            now_ms: app.clock.now_ms(),
        },
        cookie: cookie_line(app, &URL_SAFE_NO_PAD.encode(token), is_shared),
    }
}

/// Since when a sign-in must have been made and seen to be open at `now_ms`.
pub(super) fn since(now_ms: i64) -> Since {
    Since {
        own_seen_ms: now_ms - OWN_IDLE_MS,
        shared_seen_ms: now_ms - SHARED_IDLE_MS,
        shared_made_ms: now_ms - SHARED_LIFE_MS,
    }
}

/// Adds a `Set-Cookie` to an answer.
pub(super) fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

type Token = [u8; TOKEN_BYTES];

fn print_of(keys: &Keys, token: &[u8]) -> [u8; 32] {
    keys.fingerprint("people.sign_in", token)
}

fn cookie_name(app: &App) -> &'static str {
    // Only a secure host's own cookie may have the prefix: no other host can plant one.
    let [secure, plain] = SESSION_COOKIES;
    if app.config.is_https() { secure } else { plain }
}

fn token_of(app: &App, headers: &HeaderMap) -> Option<Token> {
    let text = cookie(headers, cookie_name(app))?;
    // 32 bytes are 43 characters; anything else isn't ours and costs nothing more.
    if text.len() != 43 {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

fn cookie_line(app: &App, value: &str, is_shared: bool) -> Option<HeaderValue> {
    let name = cookie_name(app);
    let secure = if app.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    // On a shared phone the cookie goes when the browser is closed.
    let age = match (value, is_shared) {
        ("", _) => "; Max-Age=0".to_owned(),
        (_, true) => String::new(),
        (_, false) => format!("; Max-Age={COOKIE_SECONDS}"),
    };
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"
    ))
    .ok()
}

fn set_cookie(app: &App, token: &Token, sign_in: Option<&SignIn>) -> Option<HeaderValue> {
    let is_shared = sign_in.is_some_and(|row| row.is_shared);
    cookie_line(app, &URL_SAFE_NO_PAD.encode(token), is_shared)
}

fn clear_cookie(app: &App) -> Option<HeaderValue> {
    cookie_line(app, "", false)
}

/// What a token opened.
#[derive(Debug, Default)]
struct Resumed {
    sign_in: Option<SignIn>,
    who: Option<Arc<SignedIn>>,
    /// A token to go on with, when it was time for one.
    new_token: Option<Token>,
}

/// The sign-in that a token opens, and a new token when it is time for one. What can't be written
/// down of the visit keeps nobody out: it is tried again at the next page.
async fn resume(app: &App, token: &Token, is_page: bool) -> Result<Resumed, PeopleError> {
    let now_ms = app.clock.now_ms();
    let print = print_of(&app.keys, token);
    let found = app
        .store
        .read(move |tx| rows::sign_in(tx, &print))
        .await?
        .filter(|row| is_open(row, &print, now_ms));
    let Some(row) = found else {
        return Ok(Resumed::default());
    };
    let who = signed_in(&app.keys, &row)?;
    let noted = if is_page && now_ms - row.rotated_ms >= ROTATE_MS {
        rotate(app, &row, &print, now_ms).await
    } else {
        let noted = note_use(app, &row, &print, now_ms).await;
        noted.map(|()| None)
    };
    let new_token = noted.unwrap_or_else(|error| {
        tracing::warn!(%error, "a visit could not be written down");
        None
    });
    Ok(Resumed {
        sign_in: Some(row),
        who,
        new_token,
    })
}

fn is_open(row: &SignIn, print: &[u8; 32], now_ms: i64) -> bool {
    let is_present = row.token_print == print;
    row.is_in_time(since(now_ms)) && (is_present || now_ms < row.former_until_ms)
}

async fn rotate(
    app: &App,
    row: &SignIn,
    print: &[u8; 32],
    now_ms: i64,
) -> Result<Option<Token>, PeopleError> {
    let token = app.chance.bytes::<TOKEN_BYTES>();
    let change = Rotation {
        token_print: print_of(&app.keys, &token),
        former_print: print.to_vec(),
        // Open until the new token is seen; see `note_use`.
        former_until_ms: now_ms + OWN_IDLE_MS,
        now_ms,
    };
    let (id, before_ms) = (row.id, row.rotated_ms);
    let rotated = app
        .store
        .write(move |tx| rows::rotate(tx, id, before_ms, &change))
        .await?;
    // Another request of the same page was faster: its answer carries the new token.
    Ok(rotated.then_some(token))
}

/// Writes down that the person is here, when that is news; and closes the door behind the token
/// before once the present one has arrived.
async fn note_use(
    app: &App,
    row: &SignIn,
    print: &[u8; 32],
    now_ms: i64,
) -> Result<(), PeopleError> {
    let arrived = row.token_print == print;
    let closes_ms = now_ms + GRACE_MS;
    let to_close = arrived && row.has_former && row.former_until_ms > closes_ms;
    if now_ms - row.seen_ms < SEEN_EVERY_MS && !to_close {
        return Ok(());
    }
    let until_ms = if to_close {
        closes_ms
    } else {
        row.former_until_ms
    };
    let id = row.id;
    app.store
        .write(move |tx| rows::touch(tx, id, now_ms, until_ms))
        .await?;
    Ok(())
}

fn visitor(request: &Request, sign_in: Option<&SignIn>, who: Option<Arc<SignedIn>>) -> Visitor {
    let headers = request.headers();
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Lang::from_accept_language(header)
    };
    let choices = Choices::of(headers);
    let lang = choices
        .lang
        .or_else(|| sign_in.map(|row| row.lang))
        .or_else(accepted)
        .unwrap_or_default();
    let path = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    Visitor {
        lang,
        theme: choices.theme,
        less_motion: choices.less_motion,
        zone: choices.zone,
        country: choices.country,
        who,
        path,
    }
}

fn signed_in(keys: &Keys, row: &SignIn) -> Result<Option<Arc<SignedIn>>, StoreError> {
    let name = open_name(keys, row.person, &row.name_sealed)?;
    Ok(name.map(|name| {
        Arc::new(SignedIn {
            person: row.person,
            name,
            sign: row.sign,
            is_coordinator: row.is_coordinator,
            leads: row.leads,
            session: row.id,
        })
    }))
}
