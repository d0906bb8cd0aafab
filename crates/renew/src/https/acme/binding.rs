//! What binds an account here to one that the operator has with the authority already: some ask for
//! it before they give anything (RFC 8555, section 7.3.4).

use std::fmt;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Authorities write the key as in an address, some with signs at the end that fill it up.
const WRITTEN: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The name and the key that the authority has told the operator.
#[derive(Clone, PartialEq, Eq)]
pub struct Binding {
    name: String,
    key: Vec<u8>,
}

impl Binding {
    /// From what the authority told; nothing if that is no such key.
    #[must_use]
    pub fn read(name: &str, key: &str) -> Option<Self> {
        let key = WRITTEN.decode(key.trim()).ok()?;
        (!key.is_empty()).then(|| Self {
            name: name.to_owned(),
            key,
        })
    }

    pub(super) fn for_account(&self) -> instant_acme::ExternalAccountKey {
        instant_acme::ExternalAccountKey::new(self.name.clone(), &self.key)
    }
}

impl fmt::Debug for Binding {
    /// The key is nobody's to read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_authorities_write_it_and_shown_to_nobody() {
        for written in ["_-8BAg", " _-8BAg==\n"] {
            let binding = Binding::read("kim", written).unwrap();
            assert_eq!(binding.key, [0xff, 0xef, 1, 2]);
            assert_eq!(format!("{binding:?}"), "Binding { name: \"kim\", .. }");
        }
        for written in ["", "no key", "/+8BAg"] {
            assert!(Binding::read("kim", written).is_none(), "{written}");
        }
    }
}
