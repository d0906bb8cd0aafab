//! Words of the wire about sessions that are sealed from end to end.

use serde::{Deserialize, Serialize};

/// What one command hands over: a greeting and a key for every seat of the largest circle.
pub const KEYS_MAX: usize = 2 * circle::SEATS_MAX;
/// A greeting has 82 bytes, in base64.
pub const KEY_CHARS_MAX: usize = 110;

/// Whether a page can take part in a sealed session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seals {
    Ready,
    /// The device hasn't been given the group's secret.
    NoSecret,
    /// The browser has no means to.
    Cannot,
    /// Somebody here greets with another secret than the device has.
    OtherSecret,
}

/// Why a session of a group that wants it isn't sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsealed {
    /// A browser here can't.
    Browser,
    /// A device here has no secret.
    Secret,
    /// Devices here have different secrets, and can't open what the others seal.
    OtherSecret,
}

impl Unsealed {
    /// Why a session isn't sealed in which pages have said this; none if it is. A browser that can't
    /// is told first: a secret would not mend it. A device without one is mended before secrets are
    /// compared.
    pub fn of(pages: impl IntoIterator<Item = Seals>) -> Option<Self> {
        pages.into_iter().fold(None, |why, page| match page {
            Seals::Ready => why,
            Seals::OtherSecret => why.or(Some(Self::OtherSecret)),
            Seals::NoSecret => why
                .filter(|why| *why == Self::Browser)
                .or(Some(Self::Secret)),
            Seals::Cannot => Some(Self::Browser),
        })
    }
}

/// Whether somebody may hand this over.
pub(super) fn is_key(blob: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
    blob.len() <= KEY_CHARS_MAX && blob.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::super::{Act, FRAME_BYTES_MAX, Garbage, Said};
    use super::*;

    fn keys(count: usize, chars: usize) -> String {
        let to = (1..=count).map(|_| (60, "k".repeat(chars))).collect();
        let said = Said {
            n: 1,
            act: Act::Keys { to },
        };
        serde_json::to_string(&said).unwrap()
    }

    #[test]
    fn one_page_that_can_not_is_enough() {
        use Seals::{Cannot, NoSecret, OtherSecret, Ready};
        assert_eq!(Unsealed::of([Ready, Ready]), None);
        assert_eq!(Unsealed::of([Ready, NoSecret]), Some(Unsealed::Secret));
        assert_eq!(Unsealed::of([Cannot, NoSecret]), Some(Unsealed::Browser));
        assert_eq!(Unsealed::of([NoSecret, Cannot]), Some(Unsealed::Browser));
        for pages in [[OtherSecret, NoSecret], [NoSecret, OtherSecret]] {
            assert_eq!(Unsealed::of(pages), Some(Unsealed::Secret));
        }
        let other = Unsealed::of([OtherSecret, Ready]);
        assert_eq!(other, Some(Unsealed::OtherSecret));
        assert_eq!(serde_json::to_value(other).unwrap(), "other_secret");
        assert_eq!(serde_json::to_value(OtherSecret).unwrap(), "other_secret");
    }

    #[test]
    fn keys_are_few_and_short_and_nothing_but_letters() {
        assert!(Said::read(&keys(KEYS_MAX, 50)).is_ok());
        assert!(Said::read(&keys(1, KEY_CHARS_MAX)).is_ok());
        // A greeting for everybody else in the largest circle fits one frame.
        assert!(keys(circle::SEATS_MAX - 1, KEY_CHARS_MAX).len() <= FRAME_BYTES_MAX);
        for bad in [
            keys(KEYS_MAX + 1, 1),
            keys(1, KEY_CHARS_MAX + 1),
            keys(1, 3).replace("kkk", "a<b"),
        ] {
            assert_eq!(Said::read(&bad), Err(Garbage::TextTooLong), "{bad}");
        }
    }
}
