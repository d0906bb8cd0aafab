//! Certificates that an authority gives by itself, when it has seen that the names are ours
//! (ACME, RFC 8555). Nobody is called unless the operator named the authority's directory.
//!
//! - `when` says when to ask, and how long to wait after it went wrong.
//! - `ask` carries the questions, `order` asks them, and `kept` holds what came of it.
//! - `binding` is what some authorities want to know before they are asked anything.

mod ask;
mod binding;
mod kept;
mod order;
mod when;

use std::path::PathBuf;
use std::time::Duration;

use super::certificate::{Certificate, Flaw, covers, read};
use super::shown::Shown;
use crate::site::clock::Clock;
pub use binding::Binding;
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
    /// What binds the account to one that the operator has there already.
    pub binding: Option<Binding>,
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
    /// The one that is held was given by another authority than the one that is asked now.
    is_of_another: bool,
    /// A certificate with its key, as PEM, that is shown and could not be written yet.
    unkept: Option<String>,
    /// Tries since the last certificate came.
    failures: u32,
}

/// One order, whatever the authority takes for it. What isn't done by then begins anew.
const ORDER_MAX: Duration = Duration::from_secs(10 * 60);
/// How often it is tried again to write what could not be written: the next start needs it.
const KEEP_EVERY: Duration = Duration::from_secs(5 * 60);

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
            // It is there and may be good: another would be ordered at every start, and authorities
            // give few.
            Err(flaw @ Flaw::File { .. }) => {
                return Err(format!(
                    "{flaw}. It is the certificate that was kept: let the account that serves read \
                     it, or remove it, and Renew asks for another."
                ));
            }
            Err(flaw) => {
                tracing::warn!(%flaw, "the kept certificate can't be used, and another is asked for");
                None
            }
        };
        let is_of_another = kept.is_of_another(&acme.directory);
        Ok(Self {
            acme,
            kept,
            held,
            is_of_another,
            unkept: None,
            failures: 0,
        })
    }

    /// Asks whenever it is time, for as long as the program runs.
    pub(super) async fn go_on(mut self, shown: &Shown, clock: &Clock) {
        loop {
            let due_ms = self.due_ms(clock.now_ms());
            let wait_ms = due_ms - clock.now_ms();
            if wait_ms > 0 {
                self.rest(when::nap(wait_ms)).await;
                continue;
            }
            let asked = self.ask_once(shown, clock).await;
            let wait = self.wait_after(&asked);
            match asked {
                Ok(()) => tracing::info!("a new certificate came, and is used from now on"),
                Err(trouble) => {
                    let minutes = wait.as_secs() / 60;
                    tracing::warn!(%trouble, minutes, "no certificate came that is good; it is tried again");
                }
            }
            self.rest(wait).await;
        }
    }

    /// How long to wait after a try, whatever the clock says then.
    fn wait_after(&mut self, asked: &Result<(), Trouble>) -> Duration {
        let Err(trouble) = asked else {
            self.failures = 0;
            return when::BETWEEN;
        };
        self.failures = self.failures.saturating_add(1);
        match trouble {
            Trouble::Clock => when::WHILE_CLOCK_IS_WRONG,
            _ => when::wait_after(self.failures),
        }
    }

    /// Waits, and meanwhile tries again to write what could not be written.
    async fn rest(&mut self, wait: Duration) {
        let mut left = wait;
        while !left.is_zero() {
            let nap = if self.unkept.is_some() {
                left.min(KEEP_EVERY)
            } else {
                left
            };
            tokio::time::sleep(nap).await;
            left -= nap;
            self.keep();
        }
    }

    /// When the next certificate is asked for: at once if there is none for these names, or only one of
    /// another authority, such as one that an operator has tried things out with.
    fn due_ms(&self, now_ms: i64) -> i64 {
        let fits = |held: &&Certificate| {
            let mut domains = self.acme.domains.iter();
            !self.is_of_another && domains.all(|domain| covers(&held.names, domain))
        };
        self.held
            .as_ref()
            .filter(fits)
            .map_or(now_ms, when::renew_at_ms)
    }

    /// One try.
    async fn ask_once(&mut self, shown: &Shown, clock: &Clock) -> Result<(), Trouble> {
        // An account that can't be written would be made anew each time, and a certificate be lost.
        self.kept.try_folder()?;
        let asked = order(&self.acme, &self.kept, shown.proofs(), self.failures);
        let asked = tokio::time::timeout(ORDER_MAX, asked).await;
        shown.proofs().clear();
        let pem = asked.map_err(|_| Trouble::TooSlow)??;
        self.take(pem, shown, clock.now_ms())
    }

    /// Uses a certificate that came, whether or not it can be written.
    fn take(&mut self, pem: String, shown: &Shown, now_ms: i64) -> Result<(), Trouble> {
        let loaded = read(pem.as_bytes(), pem.as_bytes())?;
        let fresh = loaded.certificate.clone();
        shown.show(loaded);
        self.held = Some(fresh.clone());
        self.is_of_another = false;
        self.unkept = Some(pem);
        self.keep();
        if when::seems_fresh(&fresh, now_ms) {
            Ok(())
        } else {
            Err(Trouble::Clock)
        }
    }

    /// Writes what is shown, where that has not been done.
    fn keep(&mut self) {
        let Some(pem) = &self.unkept else {
            return;
        };
        match self.kept.keep_certificate(&self.acme.directory, pem) {
            Ok(()) => self.unkept = None,
            Err(error) => tracing::warn!(
                %error, folder = %self.acme.folder.display(),
                "the new certificate is used, but can't be written; make room or mend the folder, \
                 or the next start needs another"
            ),
        }
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
