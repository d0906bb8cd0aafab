//! The certificate that browsers are shown, changed while connections come.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::certificate::Loaded;

/// One certificate for everybody who comes, by whatever name. Connections that are there keep the
/// one that they were shown.
#[derive(Debug, Default)]
pub struct Shown {
    current: RwLock<Option<Loaded>>,
}

impl Shown {
    /// Shows another from now on.
    pub fn show(&self, loaded: Loaded) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().map(|loaded| Arc::clone(&loaded.certified))
    }
}
