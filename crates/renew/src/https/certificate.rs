//! Certificates and their keys, as PEM.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// A chain has two or three certificates; a file with more than this many is something else.
const CHAIN_MAX: usize = 20;

/// What can be said of a server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is: host names, perhaps with a star in front, and addresses.
    pub names: Vec<String>,
    /// Milliseconds since the Unix epoch, as are all moments here.
    pub from_ms: i64,
    pub until_ms: i64,
}

/// A certificate that is ready to be shown.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub(super) certified: Arc<CertifiedKey>,
    pub certificate: Certificate,
}

impl Loaded {
    /// The certificates, the server's own first.
    #[must_use]
    pub fn chain(&self) -> &[CertificateDer<'static>] {
        &self.certified.cert
    }
}

/// Why a certificate can't be used; each is a sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("The file {} can't be read ({why}); the account that serves has to be able to", file.display())]
    File { file: PathBuf, why: String },
    #[error("The certificate file holds no certificate in PEM form.")]
    NoCertificate,
    #[error("The certificate file holds something that is no certificate.")]
    NotACertificate,
    #[error(
        "The certificate file holds more than {CHAIN_MAX} certificates; give the server's own and those between it and the authority."
    )]
    ChainTooLong,
    #[error("The key file holds no key in PEM form that is free of a password.")]
    NoKey,
    #[error("The key belongs to another certificate; give the two files that were made together.")]
    KeyOfAnother,
    #[error(
        "The key is of a kind that browsers don't take; use ECDSA (P-256) or RSA with 2048 bits or more."
    )]
    KeyOfAnUnusableKind,
}

/// Reads a chain, the server's own certificate first, and its key.
///
/// # Errors
/// What is wrong with them.
pub fn read(chain_pem: &[u8], key_pem: &[u8]) -> Result<Loaded, Flaw> {
    let chain = chain(chain_pem)?;
    let own = chain.first().ok_or(Flaw::NoCertificate)?;
    let certificate = Certificate::of(own)?;
    let key = PrivateKeyDer::from_pem_slice(key_pem).map_err(|_| Flaw::NoKey)?;
    let certified =
        CertifiedKey::from_der(chain, key, &super::ciphers()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => Flaw::KeyOfAnother,
            rustls::Error::InvalidCertificate(_) => Flaw::NotACertificate,
            _ => Flaw::KeyOfAnUnusableKind,
        })?;
    Ok(Loaded {
        certified: Arc::new(certified),
        certificate,
    })
}

fn chain(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Flaw> {
    let mut chain = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        if chain.len() == CHAIN_MAX {
            return Err(Flaw::ChainTooLong);
        }
        chain.push(certificate.map_err(|_| Flaw::NotACertificate)?);
    }
    Ok(chain)
}

impl Certificate {
    /// What a certificate says of itself.
    ///
    /// # Errors
    /// These bytes are no certificate.
    pub fn of(der: &[u8]) -> Result<Self, Flaw> {
        let (_, read) = X509Certificate::from_der(der).map_err(|_| Flaw::NotACertificate)?;
        let validity = read.validity();
        let names = read
            .subject_alternative_name()
            .map_err(|_| Flaw::NotACertificate)?
            .map(|names| names.value.general_names.iter().filter_map(name).collect());
        Ok(Self {
            names: names.unwrap_or_default(),
            from_ms: validity.not_before.timestamp().saturating_mul(1000),
            until_ms: validity.not_after.timestamp().saturating_mul(1000),
        })
    }
}

/// Whether a certificate names nobody else as who gave it.
pub(crate) fn signed_itself(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, read)| read.issuer() == read.subject())
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(name.to_ascii_lowercase()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}

/// Whether a certificate with these names is one for `host`. A star stands for one label, the
/// first, as in browsers.
#[must_use]
pub fn covers(names: &[String], host: &str) -> bool {
    let host = host
        .trim_start_matches('[')
        .trim_end_matches([']', '.'])
        .to_ascii_lowercase();
    if let Ok(address) = host.parse::<IpAddr>() {
        return names.iter().any(|name| name.parse() == Ok(address));
    }
    names.iter().any(|name| match name.strip_prefix("*.") {
        Some(rest) => host
            .split_once('.')
            .is_some_and(|(first, parent)| !first.is_empty() && parent == rest),
        None => *name == host,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::testing::Made;
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60_000;

    #[test]
    fn a_certificate_tells_whose_it_is_and_until_when() {
        let made = Made::valid(
            &["circle.example.org", "*.circle.example.org", "192.0.2.7"],
            DAY_MS * 20_000,
            DAY_MS * 20_090,
        );
        let loaded = read(made.chain.as_bytes(), made.key.as_bytes()).unwrap();
        let certificate = loaded.certificate;
        let names = ["circle.example.org", "*.circle.example.org", "192.0.2.7"];
        assert_eq!(certificate.names, names);
        assert_eq!(certificate.from_ms, DAY_MS * 20_000);
        assert_eq!(certificate.until_ms, DAY_MS * 20_090);
    }

    #[test]
    fn what_can_not_be_used_is_named() {
        let made = Made::of(&["circle.example.org"]);
        let other = Made::of(&["circle.example.org"]);
        let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let long = made.chain.repeat(CHAIN_MAX + 1);
        for (chain, key, flaw) in [
            (made.chain.as_str(), other.key.as_str(), Flaw::KeyOfAnother),
            ("", &made.key, Flaw::NoCertificate),
            (&made.key, &made.key, Flaw::NoCertificate),
            (&made.chain, &made.chain, Flaw::NoKey),
            (no_certificate, &made.key, Flaw::NotACertificate),
            (&long, &made.key, Flaw::ChainTooLong),
        ] {
            let read = read(chain.as_bytes(), key.as_bytes());
            assert_eq!(read.unwrap_err(), flaw);
        }
    }

    #[test]
    fn names_cover_what_browsers_let_them_cover() {
        let names = ["a.example", "*.b.example", "192.0.2.7", "2001:db8::7"].map(String::from);
        for (host, covered) in [
            ("a.example", true),
            ("A.Example.", true),
            ("x.a.example", false),
            ("x.b.example", true),
            ("x.y.b.example", false),
            ("b.example", false),
            (".b.example", false),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("[2001:db8:0::7]", true),
            ("", false),
        ] {
            assert_eq!(covers(&names, host), covered, "{host}");
        }
    }
}
