//! HTTPS in the program itself: the operator's own certificate files, or certificates that an
//! authority gives by itself (ACME). Behind a proxy that does it, nothing here runs.
//!
//! - `acme` asks an authority for certificates; `proofs` is what it finds here meanwhile.
//! - `certificate` reads certificates: whose they are, until when, and whether the key fits.
//! - `shown` is what a browser is shown, and is changed while the program runs.
//! - `files` looks whether the operator's files have changed.
//! - `look` sees what a server shows, and trusts nobody by it.
//! - `listener` finishes handshakes apart from one another, within limits, and hands over what is
//!   then as good as any connection; `plain` hands over connections as they come.
//! - `serving` serves them. Each has one of the `places`, of which `descriptors` says how many there
//!   are, and is `bounded`: who takes nothing of an answer is let go.
//! - `redirect` answers those who come without encryption, and sends them on.

mod acme;
mod bounded;
mod certificate;
mod descriptors;
mod files;
mod listener;
mod look;
mod places;
mod plain;
mod proofs;
mod redirect;
mod serving;
mod shown;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use acme::{Acme, Binding, folder_in, kept_in};
pub(crate) use certificate::signed_itself;
pub use certificate::{Certificate, Flaw, Loaded, covers, read};
pub(crate) use descriptors::{Shares, open_files};
pub use listener::SecureListener;
pub(crate) use look::{look_at, shown_by};
pub use places::Places;
pub use plain::PlainListener;
pub(crate) use serving::serve;
pub use shown::Shown;
#[cfg(test)]
pub(crate) use testing::Made;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};

use crate::site::clock::Clock;
use acme::Asking;
use files::Files;

/// Where the program's own HTTPS comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Https {
    /// A proxy in front does it, or nobody needs it (a first try on one machine).
    #[default]
    Off,
    /// PEM files that somebody else keeps up to date.
    Files { certificate: PathBuf, key: PathBuf },
    /// From an authority that gives them by itself.
    Acme(Acme),
}

/// How often the operator's files are looked at. Whatever renews them has weeks to spare, and a
/// key that leaked is replaced within a minute.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Reads the operator's files, for who looks after them.
///
/// # Errors
/// What is wrong with them.
pub fn read_files(certificate: &Path, key: &Path) -> Result<Loaded, Flaw> {
    read(&files::bytes(certificate)?, &files::bytes(key)?)
}

/// The one set of ciphers. `ring`, since it is in the program already, by what asks feeds.
pub(crate) fn ciphers() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// What makes connections secret, while the program runs.
#[derive(Debug)]
pub struct Secure {
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Files(Files),
    Acme(Box<Asking>),
}

impl Secure {
    /// What `https` asks for; `None` when that is nothing.
    ///
    /// # Errors
    /// A sentence for the operator: a file can't be read, or its certificate can't be used.
    pub fn prepare(https: &Https) -> Result<Option<Self>, String> {
        let shown = Arc::new(Shown::default());
        let source = match https {
            Https::Off => return Ok(None),
            Https::Files { certificate, key } => {
                let mut files = Files::new(certificate.clone(), key.clone());
                if let Some(loaded) = files.look().map_err(|flaw| flaw.to_string())? {
                    shown.show(loaded);
                }
                Source::Files(files)
            }
            Https::Acme(acme) => Source::Acme(Box::new(Asking::begin(acme.clone(), &shown)?)),
        };
        let is_asked = matches!(source, Source::Acme(_));
        let config = server_config(Arc::clone(&shown), is_asked)
            .map_err(|error| format!("HTTPS can't be set up: {error}"))?;
        Ok(Some(Self {
            shown,
            config: Arc::new(config),
            source,
        }))
    }

    /// Takes what comes to `listener`, as far as there are `places`, and hands over what is secret.
    #[must_use]
    pub fn listen(&self, listener: TcpListener, places: Places) -> SecureListener {
        SecureListener::new(listener, Arc::clone(&self.config), places)
    }

    /// Sends those on to `origin` who come to `listener` without encryption, for as long as it is
    /// asked to.
    pub(crate) fn send_on(
        &self,
        listener: TcpListener,
        shares: Shares,
        origin: &str,
    ) -> impl Future<Output = ()> + Send + use<> {
        let listener = PlainListener::to_redirect(listener, shares.redirects());
        let site = redirect::redirecting(origin, Arc::clone(&self.shown));
        serve(listener, site, std::future::pending())
    }

    /// Keeps the certificate up to date for as long as the program runs.
    pub async fn tend(self, clock: Clock) {
        let Self { shown, source, .. } = self;
        match source {
            Source::Files(files) => look_again_and_again(files, &shown).await,
            Source::Acme(asking) => asking.go_on(&shown, &clock).await,
        }
    }
}

/// TLS 1.2 and 1.3, HTTP/1.1: sockets of rooms are upgraded from it, and every browser of our
/// floor speaks it.
fn server_config(shown: Arc<Shown>, is_asked: bool) -> Result<ServerConfig, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(ciphers())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(shown);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if is_asked {
        config.alpn_protocols.push(shown::PROOF_PROTOCOL.to_vec());
    }
    Ok(config)
}

async fn look_again_and_again(mut files: Files, shown: &Shown) {
    let mut tick = interval(LOOK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first comes at once, and they have just been read.
    tick.tick().await;
    loop {
        tick.tick().await;
        // A folder on another machine may let us wait.
        let looked = tokio::task::spawn_blocking(move || {
            let found = files.look();
            (files, found)
        });
        let Ok((back, found)) = looked.await else {
            // It panicked, and has said so; what is shown stays.
            return;
        };
        files = back;
        take(found, shown);
    }
}

/// Shows what was found, or goes on with what is shown.
fn take(found: Result<Option<certificate::Loaded>, Flaw>, shown: &Shown) {
    match found {
        Ok(None) => {}
        Ok(Some(loaded)) => {
            shown.show(loaded);
            tracing::info!("the certificate's files changed, and are used from now on");
        }
        Err(flaw) => {
            tracing::warn!(%flaw, "the certificate's files changed, and the old ones are still used");
        }
    }
}
