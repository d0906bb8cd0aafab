//! Typed identifiers. In an address they are 13 characters of Crockford's base 32: no vowels to
//! form words, no I, L, O, U to misread aloud.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 13 x 5 = 65 bits hold the 63 bits of an identifier.
const LENGTH: usize = 13;

/// An identifier as it stands in an address.
#[must_use]
pub fn to_text(id: i64) -> String {
    let mut text = String::with_capacity(LENGTH);
    write(id, &mut text);
    text
}

/// Writes an identifier as it stands in an address.
pub fn write(id: i64, text: &mut String) {
    for place in (0..LENGTH).rev() {
        let five = (id.unsigned_abs() >> (place * 5)) & 31;
        text.push(char::from(ALPHABET[usize::try_from(five).unwrap_or(0)]));
    }
}

/// The identifier that a piece of an address names, if it names one.
#[must_use]
pub fn from_text(text: &str) -> Option<i64> {
    if text.len() != LENGTH {
        return None;
    }
    let mut id: u64 = 0;
    for byte in text.bytes() {
        let five = ALPHABET
            .iter()
            .position(|c| *c == byte.to_ascii_lowercase())?;
        id = id.checked_mul(32)?.checked_add(five as u64)?;
    }
    i64::try_from(id).ok().filter(|id| *id > 0)
}

/// Declares a typed identifier: a positive 63-bit number, shown and parsed as base 32.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::site::id::to_text(self.0))
            }
        }

        // In a page it needs no escaping.
        impl maud::Render for $name {
            fn render_to(&self, page: &mut String) {
                $crate::site::id::write(self.0, page);
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::site::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::site::id::from_text(text).map(Self).ok_or($crate::site::id::NotAnId)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl From<$name> for ::store::Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }
    };
}

/// Pieces of an address, as [`axum::extract::Path`] gives them. What can't be one of ours is no
/// page, and reads as such.
#[derive(Clone, Copy, Debug)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    #[allow(clippy::disallowed_types)] // The one place that takes axum's own path.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(pieces)) => Ok(Self(pieces)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

/// A piece of an address that names nothing of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_survives_its_address() {
        for id in [1, 31, 32, 1 << 40, i64::MAX] {
            assert_eq!(from_text(&to_text(id)), Some(id));
        }
        assert_eq!(from_text("0000000000000"), None);
        assert_eq!(from_text("zzzzzzzzzzzzz"), None);
        assert_eq!(from_text("short"), None);
    }
}
