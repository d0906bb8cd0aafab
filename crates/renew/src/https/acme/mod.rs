//! Certificates that an authority gives by itself, when it has seen that the names are ours
//! (ACME, RFC 8555). Nobody is called unless the operator named the authority's directory.
//!
//! - `when` says when to ask, and how long to wait after it went wrong.
//! - `ask` carries the questions, `order` asks them, and `kept` holds what came of it.

mod ask;
mod kept;
mod order;
mod when;

use std::path::PathBuf;
use std::time::Duration;

use super::certificate::{Certificate, covers};
use super::shown::Shown;
use crate::site::clock::Clock;
use kept::Kept;
use order::{Trouble, order};

/// What the operator said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acme {
    /// The address of the authority's directory.
    pub directory: String,
    /// The names that the certificate is for.
    pub domains: Vec<String>,
    /// Whom the authority may write to when something is wrong.
    pub contacts: Vec<String>,
    /// Whom to trust for the directory, instead of those whom browsers trust.
    pub root: Option<PathBuf>,
    /// Where the account and the certificate are kept.
    pub folder: PathBuf,
    /// Whether the authority may also ask over HTTP: we listen there.
    pub by_http: bool,
}

/// Asks for certificates, one after the other.
#[derive(Debug)]
pub(super) struct Asking {
    acme: Acme,
    kept: Kept,
    held: Option<Certificate>,
    /// Tries since the last certificate came.
    failures: u32,
}

/// One order, whatever the authority takes for it. What isn't done by then begins anew.
const ORDER_MAX: Duration = Duration::from_secs(10 * 60);

impl Asking {
    /// Takes up what an earlier run has kept, and shows it.
    ///
    /// # Errors
    /// A sentence for the operator: the folder can't be used.
    pub(super) fn begin(acme: Acme, shown: &Shown) -> Result<Self, String> {
        let kept = Kept::in_folder(&acme.folder).map_err(|error| {
            format!(
                "The folder {} for certificates can't be used: {error}",
                acme.folder.display()
            )
        })?;
        let held = match kept.certificate() {
            Ok(Some(loaded)) => {
                let held = loaded.certificate.clone();
                shown.show(loaded);
                Some(held)
            }
            Ok(None) => None,
            Err(flaw) => {
                tracing::warn!(%flaw, "the kept certificate can't be used, and another is asked for");
                None
            }
        };
        Ok(Self {
            acme,
            kept,
            held,
            failures: 0,
        })
    }

    /// Asks whenever it is time, for as long as the program runs.
    pub(super) async fn go_on(mut self, shown: &Shown, clock: &Clock) {
        loop {
            let due_ms = self.due_ms(clock.now_ms());
            let wait_ms = due_ms - clock.now_ms();
            if wait_ms > 0 {
                tokio::time::sleep(when::nap(wait_ms)).await;
                continue;
            }
            match self.ask_once(shown).await {
                Ok(()) => tracing::info!("a new certificate came, and is used from now on"),
                Err(trouble) => {
                    self.failures = self.failures.saturating_add(1);
                    let wait = when::wait_after(self.failures);
                    let minutes = wait.as_secs() / 60;
                    tracing::warn!(%trouble, minutes, "no new certificate came; it is tried again");
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// When the next certificate is asked for: at once if there is none for these names.
    fn due_ms(&self, now_ms: i64) -> i64 {
        let fits = |held: &&Certificate| {
            let mut domains = self.acme.domains.iter();
            domains.all(|domain| covers(&held.names, domain))
        };
        self.held
            .as_ref()
            .filter(fits)
            .map_or(now_ms, when::renew_at_ms)
    }

    /// One try.
    async fn ask_once(&mut self, shown: &Shown) -> Result<(), Trouble> {
        let asked = order(&self.acme, &self.kept, shown.proofs(), self.failures);
        let asked = tokio::time::timeout(ORDER_MAX, asked).await;
        shown.proofs().clear();
        let pem = asked.map_err(|_| Trouble::TooSlow)??;
        let loaded = self.kept.keep_certificate(&pem)?;
        self.held = Some(loaded.certificate.clone());
        shown.show(loaded);
        self.failures = 0;
        Ok(())
    }
}

/// Where the account and the certificate are in a community's data folder.
#[must_use]
pub fn folder_in(data: &std::path::Path) -> PathBuf {
    data.join("acme")
}

/// The certificate that is kept in a folder, for who looks after it; `None` when there is none yet.
///
/// # Errors
/// It can't be read, or can't be used.
pub fn kept_in(folder: &std::path::Path) -> Result<Option<super::Loaded>, super::Flaw> {
    Kept::at(folder).certificate()
}

#[cfg(test)]
mod tests;
