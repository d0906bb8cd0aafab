//! The certificate that browsers are shown, changed while connections come.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::certificate::Loaded;
use super::proofs::Proofs;

/// One certificate for everybody who comes, by whatever name. Connections that are there keep the
/// one that they were shown.
#[derive(Debug, Default)]
pub struct Shown {
    current: RwLock<Option<Loaded>>,
    proofs: Proofs,
}

/// What an authority that looks for a proof speaks, and nobody else (RFC 8737).
pub(super) const PROOF_PROTOCOL: &[u8] = b"acme-tls/1";

impl Shown {
    /// Shows another from now on.
    pub fn show(&self, loaded: Loaded) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
    }

    /// What an authority finds here.
    pub(super) fn proofs(&self) -> &Proofs {
        &self.proofs
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if looks_for_proof(&hello) {
            return self.proofs.for_name(hello.server_name()?);
        }
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().map(|loaded| Arc::clone(&loaded.certified))
    }
}

fn looks_for_proof(hello: &ClientHello<'_>) -> bool {
    hello
        .alpn()
        .is_some_and(|mut protocols| protocols.any(|protocol| protocol == PROOF_PROTOCOL))
}
