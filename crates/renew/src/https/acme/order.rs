//! One order: an account, a proof for each name, a certificate.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use instant_acme::{
    Account, AuthorizationHandle, AuthorizationStatus, ChallengeHandle, ChallengeType, Identifier,
    NewAccount, NewOrder, Order, OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::ask::Asker;
use super::kept::{Kept, KeptAccount};
use super::{Acme, Binding};
use crate::https::certificate::Flaw;
use crate::https::proofs::Proofs;

/// Authorities look within seconds; some queue for a minute.
const PATIENCE: RetryPolicy = RetryPolicy::new()
    .initial_delay(Duration::from_millis(500))
    .backoff(1.5)
    .timeout(Duration::from_secs(180));

/// How often an authority is asked for what it is still making, where it would rather not be asked.
const AGAIN: Duration = Duration::from_secs(30);

/// Why no certificate came, in a sentence for the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("the authority says: {0}. {next}", next = next_step(.0))]
    Refused(instant_acme::Problem),
    #[error(
        "the authority can't be asked: {0}. Look whether this machine's own way out is open (a firewall, its name server), and whether --acme-directory is right"
    )]
    NotAsked(instant_acme::Error),
    #[error(
        "the authority offers no proof that we can give: let it reach port 443 of this host, or give --http-listen for port 80"
    )]
    NoProof,
    #[error("the authority could not see that the name is ours; it has to be led to this program")]
    NotProven,
    #[error("the authority took too long; it is asked again, and perhaps its own news say why")]
    TooSlow,
    #[error("{0}")]
    Certificate(#[from] Flaw),
    #[error("the file of --acme-root holds no certificate")]
    NoRoot,
    #[error(
        "nothing can be written into the folder for certificates, so none is asked for; make room, or let the account that serves write there: {0}"
    )]
    Kept(#[from] io::Error),
    #[error(
        "one came and is used, but by its date this machine's clock is wrong; set that by the network (timedatectl set-ntp true)"
    )]
    Clock,
    #[error("a key can't be made: {0}")]
    Key(#[from] rcgen::Error),
    #[error("a proof can't be made: {0}")]
    Proof(#[from] rustls::Error),
}

/// What an operator can do about a refusal, by its kind (RFC 8555, section 6.7).
fn next_step(problem: &instant_acme::Problem) -> &'static str {
    let kind = problem.r#type.as_deref().unwrap_or_default();
    match kind
        .strip_prefix("urn:ietf:params:acme:error:")
        .unwrap_or(kind)
    {
        "rateLimited" => {
            "Leave the program running, and don't start it again and again: it asks when it may"
        }
        "externalAccountRequired" => {
            "Get an account there first, and give what you are told with --acme-eab-kid and --acme-eab-key-file"
        }
        "dns" => {
            "Look whether the name has an A or AAAA record, and whether its name servers answer"
        }
        "connection" => {
            "Let TCP port 443 (and 80, with --http-listen) of each address of the name lead to this program; renew doctor names the one that is closed"
        }
        "unauthorized" | "tls" | "incorrectResponse" => {
            "Look whether each address of the name leads to this program, and nothing in between ends TLS"
        }
        "caa" => {
            "The name's CAA record lets only other authorities give certificates: add this one"
        }
        "rejectedIdentifier" | "unsupportedIdentifier" | "malformed" => {
            "Mend --origin or --acme-domain, or ask another authority"
        }
        "invalidContact" | "unsupportedContact" => "Mend --acme-contact",
        "badNonce" | "serverInternal" => "It is asked again; there is nothing to mend here",
        _ => "Renew's manual for operators (docs/operators.md) says what an authority needs",
    }
}

impl From<instant_acme::Error> for Trouble {
    fn from(error: instant_acme::Error) -> Self {
        match error {
            instant_acme::Error::Api(problem) => Self::Refused(problem),
            instant_acme::Error::Timeout(_) => Self::TooSlow,
            other => Self::NotAsked(other),
        }
    }
}

/// Orders a certificate for all names: the chain and its key, as PEM.
///
/// # Errors
/// Why none came.
pub(super) async fn order(
    acme: &Acme,
    kept: &Kept,
    proofs: &Proofs,
    tries: u32,
) -> Result<String, Trouble> {
    let ordered = order_with(acme, kept, proofs, tries).await;
    if let Err(Trouble::Refused(problem)) = &ordered
        && problem.r#type.as_deref() == Some("urn:ietf:params:acme:error:accountDoesNotExist")
    {
        kept.forget_account();
    }
    ordered
}

async fn order_with(
    acme: &Acme,
    kept: &Kept,
    proofs: &Proofs,
    tries: u32,
) -> Result<String, Trouble> {
    let account = account(acme, kept).await?;
    let names: Vec<_> = acme.domains.iter().cloned().map(Identifier::Dns).collect();
    let mut order = account.new_order(&NewOrder::new(&names)).await?;
    prove(&mut order, acme, proofs, tries).await?;
    if order.poll_ready(&PATIENCE).await? != OrderStatus::Ready {
        return Err(unproven(&mut order).await);
    }
    let key = order.finalize().await?;
    let chain = collect(&mut order).await?;
    Ok(format!("{}\n{key}", chain.trim_end()))
}

/// Why a name could not be proven. Most authorities say it with the question, and of the order only
/// that it is invalid (RFC 8555, sections 7.1.4 and 8).
async fn unproven(order: &mut Order) -> Trouble {
    let mut authorizations = order.authorizations();
    while let Some(Ok(mut authorization)) = authorizations.next().await {
        let Ok(seen) = authorization.refresh().await else {
            continue;
        };
        let mut problems = seen.challenges.iter().filter_map(|one| one.error.as_ref());
        if let Some(problem) = problems.next() {
            return Trouble::Refused(problem.clone());
        }
    }
    Trouble::NotProven
}

/// Waits for the certificate for as long as the order may take, even where the authority would have us
/// come back tomorrow: its key is in no other place than here.
async fn collect(order: &mut Order) -> Result<String, Trouble> {
    loop {
        match order.poll_certificate(&PATIENCE).await {
            Err(instant_acme::Error::Timeout(_)) => tokio::time::sleep(AGAIN).await,
            other => return Ok(other?),
        }
    }
}

/// The account that is kept, or a new one.
async fn account(acme: &Acme, kept: &Kept) -> Result<Account, Trouble> {
    let builder = Account::builder_with_http(Box::new(Asker::new(acme.root.as_deref())?));
    let contacts: Vec<String> = acme.contacts.iter().map(|contact| uri(contact)).collect();
    let contact: Vec<&str> = contacts.iter().map(String::as_str).collect();
    if let Some(known) = kept.account(&acme.directory) {
        let same = known.contacts == contacts;
        // Kept again below, with other contacts.
        let again = kept.account(&acme.directory);
        let account = builder.from_credentials(known.credentials).await?;
        if let Some(again) = again.filter(|_| !same) {
            account.update_contacts(&contact).await?;
            kept.keep_account(&KeptAccount { contacts, ..again })?;
        }
        return Ok(account);
    }
    let asked = NewAccount {
        contact: &contact,
        // The operator named the directory, and the manual says what that means.
        terms_of_service_agreed: true,
        only_return_existing: false,
    };
    let binding = acme.binding.as_ref().map(Binding::for_account);
    let (account, credentials) = builder
        .create(&asked, acme.directory.clone(), binding.as_ref())
        .await?;
    kept.keep_account(&KeptAccount {
        directory: acme.directory.clone(),
        contacts,
        credentials,
    })?;
    Ok(account)
}

fn uri(contact: &str) -> String {
    if contact.contains(':') {
        contact.to_owned()
    } else {
        format!("mailto:{contact}")
    }
}

/// Lays out what the authority will look for, and says that it may look.
async fn prove(order: &mut Order, acme: &Acme, proofs: &Proofs, tries: u32) -> Result<(), Trouble> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        match authorization.status {
            // Seen for an earlier order.
            AuthorizationStatus::Valid => continue,
            AuthorizationStatus::Pending => {}
            _ => return Err(Trouble::NotProven),
        }
        let how = how(&offered(&authorization), acme.by_http, tries).ok_or(Trouble::NoProof)?;
        let mut challenge = authorization.challenge(how).ok_or(Trouble::NoProof)?;
        lay_out(&challenge, proofs)?;
        challenge.set_ready().await?;
    }
    Ok(())
}

fn offered(authorization: &AuthorizationHandle<'_>) -> Vec<ChallengeType> {
    let challenges = authorization.challenges.iter();
    challenges
        .map(|challenge| challenge.r#type.clone())
        .collect()
}

/// How to prove a name: over TLS, or, where we listen for it and every other time, over HTTP. The
/// one goes wrong where something before us ends TLS, the other where port 80 is shut.
fn how(offered: &[ChallengeType], by_http: bool, tries: u32) -> Option<ChallengeType> {
    let mut ways = vec![ChallengeType::TlsAlpn01];
    if by_http {
        ways.insert(usize::from(tries.is_multiple_of(2)), ChallengeType::Http01);
    }
    ways.into_iter().find(|way| offered.contains(way))
}

fn lay_out(challenge: &ChallengeHandle<'_>, proofs: &Proofs) -> Result<(), Trouble> {
    let answer = challenge.key_authorization();
    if challenge.r#type == ChallengeType::Http01 {
        proofs.put_token(&challenge.token, answer.as_str());
        return Ok(());
    }
    let name = challenge.identifier().to_string();
    let certificate = proof(&name, answer.digest().as_ref())?;
    proofs.put_name(&name, Arc::new(certificate));
    Ok(())
}

/// A certificate for nobody but the authority, which holds its question's answer (RFC 8737).
fn proof(name: &str, digest: &[u8]) -> Result<CertifiedKey, Trouble> {
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.distinguished_name = DistinguishedName::new();
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let chain = vec![certificate.der().clone()];
    // Never compared with its key: what reads certificates here refuses this one, as it shall.
    let key = crate::https::ciphers().key_provider.load_private_key(key)?;
    Ok(CertifiedKey::new(chain, key))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_proven_by_what_is_offered_and_by_another_way_after_a_failure() {
        use ChallengeType::{Dns01, Http01, TlsAlpn01};
        for (offered, by_http, tries, way) in [
            (&[Dns01, Http01, TlsAlpn01][..], false, 0, Some(TlsAlpn01)),
            (&[Dns01, Http01, TlsAlpn01], false, 1, Some(TlsAlpn01)),
            (&[Dns01, Http01, TlsAlpn01], true, 0, Some(TlsAlpn01)),
            (&[Dns01, Http01, TlsAlpn01], true, 1, Some(Http01)),
            (&[Http01], true, 0, Some(Http01)),
            (&[Http01], false, 0, None),
            (&[TlsAlpn01], true, 1, Some(TlsAlpn01)),
            (&[], true, 0, None),
        ] {
            assert_eq!(how(offered, by_http, tries), way);
        }
    }

    #[test]
    fn a_refusal_says_what_to_do_next() {
        for (kind, word) in [
            ("externalAccountRequired", "--acme-eab-kid"),
            ("rateLimited", "don't start it again"),
            ("connection", "TCP port 443"),
            ("caa", "CAA record"),
            ("somethingNew", "operators.md"),
        ] {
            let problem = serde_json::json!({
                "type": format!("urn:ietf:params:acme:error:{kind}"),
                "detail": "no",
            });
            let problem = serde_json::from_value(problem).unwrap();
            let said = Trouble::Refused(problem).to_string();
            assert!(said.contains(word), "{said}");
        }
    }

    #[test]
    fn a_contact_is_an_address_of_mail_unless_it_says_otherwise() {
        assert_eq!(uri("kim@example.org"), "mailto:kim@example.org");
        assert_eq!(uri("mailto:kim@example.org"), "mailto:kim@example.org");
    }
}
