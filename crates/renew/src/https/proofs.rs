//! What an authority looks for, to see that a name is ours. Empty except while one looks.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::sign::CertifiedKey;

/// The answers to questions that are open, by name (asked over TLS) and by token (over HTTP). As
/// many as names were configured, at most.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    by_name: RwLock<HashMap<String, Arc<CertifiedKey>>>,
    by_token: RwLock<HashMap<String, String>>,
}

impl Proofs {
    /// The certificate that proves a name (RFC 8737); it is shown to nobody else.
    pub(super) fn for_name(&self, name: &str) -> Option<Arc<CertifiedKey>> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        by_name.get(&name.to_ascii_lowercase()).cloned()
    }

    /// The text that answers a token (RFC 8555, section 8.3).
    pub(super) fn for_token(&self, token: &str) -> Option<String> {
        let by_token = self.by_token.read().unwrap_or_else(PoisonError::into_inner);
        by_token.get(token).cloned()
    }

    pub(super) fn put_name(&self, name: &str, certificate: Arc<CertifiedKey>) {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.insert(name.to_ascii_lowercase(), certificate);
    }

    pub(super) fn put_token(&self, token: &str, text: &str) {
        let mut by_token = self
            .by_token
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        by_token.insert(token.to_owned(), text.to_owned());
    }

    pub(super) fn clear(&self) {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.clear();
        let mut by_token = self
            .by_token
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        by_token.clear();
    }
}
