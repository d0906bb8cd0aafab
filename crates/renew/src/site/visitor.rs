//! Who is asking. The `people` slice recognises the session cookie once per request and leaves a
//! [`Visitor`] with it; handlers take [`Visitor`] (anyone) or [`Member`] (signed in).

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calendar::Zone;

use super::country::Country;
use super::lang::Lang;
use super::problem::Problem;
use super::sign::Sign;

crate::id! {
    /// A person, by nothing but a number.
    pub struct PersonId;
}

/// Light or dark: the device's choice unless the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Device,
    Light,
    Dark,
}

/// The cookies that hold a sign-in: the first over https, the second on plain http, where a
/// browser refuses the `__Host-` prefix. Leave quickly clears them all.
pub const SESSION_COOKIES: [&str; 2] = ["__Host-renew", "renew"];

/// The cookies that carry a joining that was begun, named as those above and cleared with them.
pub const JOINING_COOKIES: [&str; 2] = ["__Host-renew-join", "renew-join"];

/// The cookies of a device in a room, a phone on a table or a screen on a wall, named as those above
/// and cleared with them.
pub const DEVICE_COOKIES: [&str; 2] = ["__Host-renew-room", "renew-room"];

/// With a request whose sign-in could not be read: it may be a member's, and nobody is asked for
/// their words because our database is away.
#[derive(Clone, Copy, Debug)]
pub struct Unrecognised;

/// Anyone who asks for a page.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub lang: Lang,
    pub theme: Theme,
    /// The person asked for stillness, beside what the device asks for.
    pub less_motion: bool,
    /// By whose clock times are told, if the person chose.
    pub zone: Option<Zone>,
    /// Whose crisis lines to show, if the person chose; else those of the community's country.
    pub country: Option<Country>,
    pub who: Option<Arc<SignedIn>>,
    /// Path and query of the page asked for, so that a choice of language can come back to it.
    pub path: String,
}

/// A person who is signed in, with what every page wants to know of them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub person: PersonId,
    /// The made-up name.
    pub name: String,
    pub sign: Sign,
    pub is_coordinator: bool,
    /// Whether the person leads (facilitator or host) in any group.
    pub leads: bool,
    /// The row of the sign-in session, to end it or to spare it.
    pub session: i64,
}

impl Visitor {
    /// Where this person is at home: Today, or the public front page.
    #[must_use]
    pub fn home(&self) -> &'static str {
        if self.who.is_some() { "/today" } else { "/" }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// A signed-in person; anyone else is led to the door and back.
#[derive(Clone, Debug)]
pub struct Member {
    pub visitor: Visitor,
    pub me: Arc<SignedIn>,
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .unwrap_or_default();
        match visitor.who.clone() {
            Some(me) => Ok(Self { visitor, me }),
            None if parts.extensions.get::<Unrecognised>().is_some() => {
                Err(Problem::ours("nobody can be recognised"))
            }
            None => Err(Problem::sign_in_first()),
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Member {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Infallible> {
        Ok(
            <Self as FromRequestParts<S>>::from_request_parts(parts, state)
                .await
                .ok(),
        )
    }
}

/// A coordinator; everybody else reads that the page is not theirs.
#[derive(Clone, Debug)]
pub struct Coordinator(pub Member);

impl<S: Send + Sync> FromRequestParts<S> for Coordinator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let member = <Member as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        if member.me.is_coordinator {
            Ok(Self(member))
        } else {
            Err(Problem::not_yours())
        }
    }
}

/// To the sign-in page, and from there back to where the person wanted to go.
#[must_use]
pub fn to_sign_in(wanted: &str) -> Response {
    redirect(&format!(
        "/come-back?next={}",
        escape_query(&local_path(wanted))
    ))
}

/// A redirect after a form (303), only ever to a path of our own.
#[must_use]
pub fn redirect(path: &str) -> Response {
    let path = local_path(path);
    match HeaderValue::from_str(&path) {
        Ok(value) => (StatusCode::SEE_OTHER, [(header::LOCATION, value)]).into_response(),
        Err(_) => Problem::not_found().into_response(),
    }
}

/// The path if it stays on this site, or else the front page: a `next` parameter must never send
/// anybody elsewhere (`//other.example`, `/\other.example` and whole addresses are refused).
#[must_use]
pub fn local_path(path: &str) -> String {
    // Longer than any address of ours.
    const PATH_BYTES_MAX: usize = 500;
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
        && path.len() <= PATH_BYTES_MAX;
    if stays {
        path.to_owned()
    } else {
        "/".to_owned()
    }
}

/// A text as the value of a query parameter; slashes stay, so that a path can be read.
#[must_use]
pub fn escape_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for bad in [
            "https://x.example",
            "//x.example",
            "/\\x.example",
            "x",
            "",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
        assert_eq!(local_path("/groups?day=1"), "/groups?day=1");
    }
}
