//! What somebody has chosen so far while joining. It travels with them in a sealed cookie: the
//! server keeps nothing of a person who has not taken their seat, and a copy of the cookie on a
//! shared phone shows neither the name nor the words. It goes when the browser is closed, at
//! *Leave quickly*, and when somebody signs in.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use store::Keys;

use super::name::Name;
use crate::App;
use crate::site::origin::cookie;
use crate::site::sign::Sign;
use crate::site::visitor::JOINING_COOKIES;

/// Long enough to be interrupted by a child and a phone call; then one begins again.
const LIFE_MS: i64 = 2 * 60 * 60 * 1000;
/// Browsers keep no cookie above 4 kB; ours stays well below.
const COOKIE_BYTES_MAX: usize = 3800;
const NONCE_BYTES: usize = 24;
const CONTEXT: &[u8] = b"people.joining";

/// Whose phone it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Phone {
    /// Only this person uses it.
    #[default]
    Own,
    /// Other people use it too.
    Shared,
}

/// A passkey that was made while joining, kept when the seat is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DraftPasskey {
    #[serde(with = "bytes_as_text")]
    pub(super) credential: Vec<u8>,
    #[serde(with = "bytes_as_text")]
    pub(super) fixed_state: Vec<u8>,
    #[serde(with = "bytes_as_text")]
    pub(super) moving_state: Vec<u8>,
}

/// A list of numbers would take three times the room, and a cookie has little.
mod bytes_as_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&URL_SAFE_NO_PAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        URL_SAFE_NO_PAD.decode(text).map_err(D::Error::custom)
    }
}

/// The choices so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    /// The identifier that the person will have: passkeys are bound to it.
    pub(super) person: i64,
    pub(super) name: String,
    pub(super) sign: Sign,
    pub(super) for_another: Option<bool>,
    pub(super) phone: Option<Phone>,
    pub(super) words: Vec<String>,
    /// The words are others than the ones shown before, since the name is another.
    pub(super) has_other_words: bool,
    pub(super) passkey: Option<DraftPasskey>,
    /// The token of an invitation that the person follows.
    pub(super) invitation: Option<String>,
    /// The token of the link that makes the first coordinator.
    pub(super) begin: Option<String>,
    pub(super) made_ms: i64,
}

impl Draft {
    /// The draft of this request, or a new one.
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Self {
        let now_ms = app.clock.now_ms();
        cookie(headers, cookie_name(app))
            .and_then(|text| open(&app.keys, text))
            .filter(|draft| (0..LIFE_MS).contains(&(now_ms - draft.made_ms)))
            .unwrap_or_else(|| Self {
                person: app.chance.id(),
                made_ms: now_ms,
                ..Self::default()
            })
    }

    /// Takes a name. With another name than before it is another person, who may hold the phone
    /// that somebody began on: what lets the first one in is not passed on.
    pub(super) fn take_name(&mut self, app: &App, name: &Name) {
        let before = Name::parse(&self.name).ok();
        if before.is_some_and(|before| before.folded() != name.folded()) {
            self.person = app.chance.id();
            self.has_other_words = !self.words.is_empty();
            self.words = Vec::new();
            self.passkey = None;
            self.phone = None;
        }
        name.as_str().clone_into(&mut self.name);
    }

    /// Whether the first step has been answered.
    pub(super) fn has_name(&self) -> bool {
        !self.name.is_empty() && self.for_another.is_some()
    }

    /// The cookie that carries the draft to the next request.
    pub(super) fn to_cookie(&self, app: &App) -> Option<HeaderValue> {
        let plain = serde_json::to_vec(self).ok()?;
        let nonce: [u8; NONCE_BYTES] = app.chance.bytes();
        let payload = Payload {
            msg: &plain,
            aad: CONTEXT,
        };
        let sealed = cipher(&app.keys)
            .encrypt(&XNonce::from(nonce), payload)
            .ok()?;
        let text = URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        if text.len() > COOKIE_BYTES_MAX {
            return None;
        }
        set_cookie(app, &text)
    }

    /// The cookie that removes the draft.
    pub(super) fn gone(app: &App) -> Option<HeaderValue> {
        set_cookie(app, "")
    }
}

fn cookie_name(app: &App) -> &'static str {
    let [secure, plain] = JOINING_COOKIES;
    if app.config.is_https() { secure } else { plain }
}

fn set_cookie(app: &App, value: &str) -> Option<HeaderValue> {
    let name = cookie_name(app);
    let secure = if app.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    // Without an age it goes when the browser is closed.
    let age = if value.is_empty() { "; Max-Age=0" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    HeaderValue::from_str(&line).ok()
}

fn open(keys: &Keys, text: &str) -> Option<Draft> {
    if text.len() > COOKIE_BYTES_MAX {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let payload = Payload {
        msg: sealed,
        aad: CONTEXT,
    };
    let plain = cipher(keys).decrypt(&XNonce::from(nonce), payload).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn cipher(keys: &Keys) -> XChaCha20Poly1305 {
    let key = keys.fingerprint("people.joining.key", b"");
    XChaCha20Poly1305::new((&key).into())
}
