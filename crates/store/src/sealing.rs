//! What sealed bytes are, and how one key seals and opens them.
//!
//! Version (1), key id (8), nonce (24), then XChaCha20-Poly1305 ciphertext with its tag. The
//! context (table, column and row) is authenticated with it, so a sealed text that is moved to
//! another row does not open there.

use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::KeyError;
use crate::keys::{Key, mac};

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 8;
pub(crate) const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

/// Something sealed, with what it takes to open it; see [`Keys::seal`](crate::Keys::seal).
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    pub person: i64,
    /// Table and column (`people.name`) and the row: its context is `people.name:ROW`.
    pub column: &'static str,
    pub row: i64,
    pub bytes: &'a [u8],
}

impl Sealed<'_> {
    pub(crate) fn context(&self) -> String {
        format!("{}:{}", self.column, self.row)
    }
}

/// A person's key, unwrapped, and the id that stands in front of what it sealed.
#[derive(Clone)]
pub(crate) struct Opener {
    key: Key,
    id: [u8; KEY_ID_BYTES],
}

impl Opener {
    pub(crate) fn of(key: Key) -> Self {
        let mut id = [0; KEY_ID_BYTES];
        id.copy_from_slice(&mac(&key, &[b"key id"])[..KEY_ID_BYTES]);
        Self { key, id }
    }

    pub(crate) fn seal(
        &self,
        context: &str,
        plain: &[u8],
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, KeyError> {
        let payload = Payload {
            msg: plain,
            aad: context.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| KeyError::Unsealable)?;
        let mut out = Vec::with_capacity(HEAD_BYTES + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&self.id);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub(crate) fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (head, body) = sealed
            .split_at_checked(HEAD_BYTES)
            .ok_or(KeyError::Unsealable)?;
        let (id, nonce) = head[1..].split_at(KEY_ID_BYTES);
        if head[0] != VERSION || id != self.id {
            return Err(KeyError::Unsealable);
        }
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| KeyError::Unsealable)?;
        let payload = Payload {
            msg: body,
            aad: context.as_bytes(),
        };
        self.cipher()
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| KeyError::Unsealable)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.key).into())
    }
}
