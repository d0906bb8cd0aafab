//! Whether browsers will take the certificate.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, Error, RootCertStore};

use super::ports::own_way;
use super::visit::{Way, visit};
use super::{Area, Finding, addresses};
use crate::config::Config;
use crate::https::{self, Acme, Certificate, Https, covers};

const AREA: Area = Area::Certificate;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// From here on its end is near: two weeks leave time for somebody who looks on Sundays.
const NEAR_DAYS: i64 = 14;

/// How a certificate is renewed, which is what to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renewed {
    ByFiles,
    ByAuthority,
    InFront,
}

pub(super) async fn look(config: &Config, is_running: bool, now_ms: i64) -> Vec<Finding> {
    let host = config.host();
    match &config.https {
        Https::Off if config.is_https() => in_front(config, now_ms).await,
        Https::Off => Vec::new(),
        Https::Files { certificate, key } => {
            let mut findings = readable_key(key);
            match https::read_files(certificate, key) {
                Ok(loaded) => {
                    let names = [host.to_owned()];
                    let kept = loaded.certificate.clone();
                    findings.extend(judge(&kept, &names, Renewed::ByFiles, now_ms));
                    findings.extend(trusted(loaded.chain(), host, now_ms));
                    findings.extend(shown(config, is_running, &kept).await);
                }
                Err(flaw) => findings.push(AREA.broken(flaw.to_string())),
            }
            findings
        }
        Https::Acme(acme) => from_authority(config, acme, is_running, now_ms).await,
    }
}

async fn from_authority(
    config: &Config,
    acme: &Acme,
    is_running: bool,
    now_ms: i64,
) -> Vec<Finding> {
    match https::kept_in(&acme.folder) {
        Ok(Some(loaded)) => {
            let kept = loaded.certificate.clone();
            let mut names = acme.domains.clone();
            if !covers(&names, config.host()) {
                names.push(config.host().to_owned());
            }
            let mut findings = judge(&kept, &names, Renewed::ByAuthority, now_ms);
            if acme.root.is_none() {
                findings.extend(trusted(loaded.chain(), config.host(), now_ms));
            }
            findings.extend(shown(config, is_running, &kept).await);
            findings
        }
        Ok(None) if is_running => vec![AREA.broken(format!(
            "The authority at {} has given no certificate yet: Renew's log says why, mostly because \
             the name does not lead here or TCP port 443 is closed.",
            acme.directory
        ))],
        Ok(None) => vec![AREA.note(
            "There is no certificate yet; Renew asks the authority for one when it is started.",
        )],
        // It may be good, and authorities give few.
        Err(flaw @ https::Flaw::File { .. }) => vec![AREA.broken(format!(
            "{flaw}. It is the certificate that was kept, and may be good: run doctor as the account \
             that serves, and give that account the file if it can't read it either."
        ))],
        Err(flaw) => vec![AREA.broken(format!(
            "The certificate that was kept can't be used ({flaw}): remove certificate.pem from {}, \
             and Renew asks for another when it is started.",
            acme.folder.display()
        ))],
    }
}

/// What a web server in front shows.
async fn in_front(config: &Config, now_ms: i64) -> Vec<Finding> {
    let Some(at) = addresses::resolve(config)
        .await
        .ok()
        .and_then(|all| all.first().copied())
    else {
        return Vec::new();
    };
    let way = Way {
        at,
        host: config.host().to_owned(),
        path: "/".into(),
        is_https: true,
    };
    // That nothing answers is said with the ports.
    let Ok(seen) = visit(&way).await else {
        return Vec::new();
    };
    let Some(Ok(certificate)) = seen.chain.first().map(|own| Certificate::of(own)) else {
        return Vec::new();
    };
    let names = [config.host().to_owned()];
    let mut findings = judge(&certificate, &names, Renewed::InFront, now_ms);
    findings.extend(trusted(&seen.chain, config.host(), now_ms));
    findings
}

/// A handshake with the program that runs: whether it shows what is kept.
async fn shown(config: &Config, is_running: bool, kept: &Certificate) -> Option<Finding> {
    if !is_running || config.listen.port() == 0 {
        return None;
    }
    let shown = match visit(&own_way(config)).await {
        Ok(seen) => seen.chain.first().map(|own| Certificate::of(own)),
        // That nothing listens is said with the ports.
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return None,
        Err(_) => None,
    };
    Some(match shown {
        Some(Ok(shown)) if shown == *kept => {
            AREA.well("Renew shows this certificate to those who come.")
        }
        Some(_) => AREA.warning(
            "Renew still shows another certificate than the one that is kept; if it does so for \
             longer than a minute, start it with the same options as doctor.",
        ),
        None => AREA.broken(format!(
            "Renew runs, but a browser's handshake at {} fails: give doctor the same options as \
             serve, and look into Renew's log.",
            config.listen
        )),
    })
}

/// The key of everybody's conversations is for one account to read.
fn readable_key(key: &Path) -> Vec<Finding> {
    super::keeping::others_can_read(key)
        .then(|| {
            AREA.warning(format!(
                "Everybody on this machine can read the certificate's key: chmod o= {}",
                key.display()
            ))
        })
        .into_iter()
        .collect()
}

fn judge(
    certificate: &Certificate,
    names: &[String],
    renewed: Renewed,
    now_ms: i64,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in names
        .iter()
        .filter(|name| !covers(&certificate.names, name))
    {
        findings.push(AREA.broken(format!(
            "The certificate is for {}, not for {name}, so browsers warn everybody: get one for \
             {name}, or mend --origin.",
            listed(&certificate.names)
        )));
    }
    findings.push(by_time(certificate, renewed, now_ms));
    findings
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "no name at all".into()
    } else {
        names.join(", ")
    }
}

fn by_time(certificate: &Certificate, renewed: Renewed, now_ms: i64) -> Finding {
    let Certificate {
        from_ms, until_ms, ..
    } = *certificate;
    let mend = match renewed {
        Renewed::ByFiles => "let what renews it write the new one into the same files",
        Renewed::ByAuthority => {
            "Renew's log says why the authority gave no new one, mostly because a port is closed"
        }
        Renewed::InFront => "renew it in the web server in front",
    };
    let days = |ms: i64| ms.div_euclid(DAY_MS);
    if now_ms < from_ms {
        return AREA.broken(format!(
            "The certificate is not valid before {}: set this machine's clock if it is wrong, or get \
             another certificate.",
            day(from_ms)
        ));
    }
    if now_ms >= until_ms {
        return AREA.broken(format!(
            "The certificate has expired on {}, so browsers keep everybody out: {mend}.",
            day(until_ms)
        ));
    }
    let left_ms = until_ms - now_ms;
    // One that lasts for days is renewed when a third is left.
    let near_ms = (NEAR_DAYS * DAY_MS).min((until_ms - from_ms) / 3);
    if left_ms < near_ms {
        return AREA.warning(format!(
            "The certificate expires in {} days, on {}: {mend}.",
            days(left_ms),
            day(until_ms)
        ));
    }
    AREA.well(format!(
        "The certificate is for {} and valid until {}.",
        listed(&certificate.names),
        day(until_ms)
    ))
}

fn day(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|at| at.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// Whether browsers know the authority. Names and dates are judged apart, in clearer words.
fn trusted(chain: &[CertificateDer<'static>], host: &str, now_ms: i64) -> Option<Finding> {
    let (own, between) = chain.split_first()?;
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), https::ciphers())
        .build()
        .ok()?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(bare.to_owned()).ok()?;
    let since = Duration::from_millis(now_ms.max(0).unsigned_abs());
    let now = UnixTime::since_unix_epoch(since);
    let error = verifier
        .verify_server_cert(own, between, &name, &[], now)
        .err()?;
    if https::signed_itself(own) {
        return Some(AREA.warning(
            "The certificate signed itself, so browsers warn everybody: get one from an authority \
             (--acme-directory names one that gives them by itself), or give people this one to \
             trust.",
        ));
    }
    let is_in_time = Certificate::of(own)
        .is_ok_and(|certificate| (certificate.from_ms..certificate.until_ms).contains(&now_ms));
    distrusted(&error, is_in_time)
}

/// Why browsers don't trust a certificate, unless it is said elsewhere; that of the server itself
/// `is_in_time` or not.
fn distrusted(error: &Error, is_in_time: bool) -> Option<Finding> {
    use CertificateError as Why;
    let Error::InvalidCertificate(why) = error else {
        return Some(refused(error));
    };
    match why {
        Why::NotValidForName | Why::NotValidForNameContext { .. } => None,
        Why::UnknownIssuer => Some(AREA.warning(
            "The certificate's authority is not one that browsers know, or the certificates between \
             the two are missing: put those into the certificate file behind your own, or give \
             people the authority's root.",
        )),
        Why::Expired
        | Why::ExpiredContext { .. }
        | Why::NotValidYet
        | Why::NotValidYetContext { .. } => is_in_time.then(|| {
            AREA.broken(
                "A certificate between yours and its authority has expired, so browsers keep \
                 everybody out: put those that the authority gives now into the certificate file, \
                 behind your own.",
            )
        }),
        _ => Some(refused(error)),
    }
}

fn refused(error: &Error) -> Finding {
    AREA.broken(format!(
        "Browsers refuse the certificate ({error}): look whether the server's own stands first in \
         its file, or get another."
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    fn certificate(days: i64) -> Certificate {
        Certificate {
            names: vec!["a.example".into()],
            from_ms: 0,
            until_ms: days * DAY_MS,
        }
    }

    #[test]
    fn a_certificate_is_judged_by_the_day() {
        for (lifetime, day, grade, word) in [
            (90, 0, Grade::Well, "valid until 1970-04-01"),
            (90, 75, Grade::Well, "valid until"),
            (90, 77, Grade::Warning, "in 13 days, on 1970-04-01"),
            (90, 90, Grade::Broken, "expired on 1970-04-01"),
            (90, -1, Grade::Broken, "not valid before 1970-01-01"),
            (6, 1, Grade::Well, "valid until"),
            (6, 5, Grade::Warning, "in 1 days"),
        ] {
            let finding = by_time(&certificate(lifetime), Renewed::ByFiles, day * DAY_MS);
            assert_eq!(finding.grade, grade, "{lifetime} {day}: {finding:?}");
            assert!(finding.sentence.contains(word), "{finding:?}");
        }
    }

    #[test]
    fn a_certificate_for_another_name_is_named() {
        let names = ["b.example".to_owned()];
        let found = judge(&certificate(90), &names, Renewed::InFront, 0);
        assert_eq!(found[0].grade, Grade::Broken);
        let sentence = &found[0].sentence;
        assert!(
            sentence.contains("for a.example, not for b.example"),
            "{sentence}"
        );
        let names = ["a.example".to_owned()];
        assert_eq!(
            judge(&certificate(90), &names, Renewed::InFront, 0).len(),
            1
        );
    }

    #[test]
    fn a_certificate_that_signed_itself_is_said_even_if_it_calls_itself_an_authority() {
        use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
        // As openssl makes them.
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = params.self_signed(&key).unwrap();
        let made = https::Made::of(&["a.example"]);
        for own in [made.der(), authority.der().clone()] {
            let found = trusted(&[own], "a.example", 1_800_000_000_000).unwrap();
            assert_eq!(found.grade, Grade::Warning);
            assert!(found.sentence.contains("signed itself"), "{found:?}");
        }
        assert!(trusted(&[], "a.example", 0).is_none());
    }

    #[test]
    fn whatever_browsers_refuse_has_its_words() {
        let of = |why| Error::InvalidCertificate(why);
        for (why, is_in_time, grade, word) in [
            (
                CertificateError::UnknownIssuer,
                true,
                Grade::Warning,
                "between",
            ),
            (
                CertificateError::Expired,
                true,
                Grade::Broken,
                "between yours",
            ),
            (
                CertificateError::BadSignature,
                true,
                Grade::Broken,
                "refuse",
            ),
            (
                CertificateError::InvalidPurpose,
                false,
                Grade::Broken,
                "refuse",
            ),
        ] {
            let found = distrusted(&of(why), is_in_time).unwrap();
            assert_eq!(found.grade, grade, "{found:?}");
            assert!(found.sentence.contains(word), "{found:?}");
        }
        // Said with the names and the days.
        assert!(distrusted(&of(CertificateError::NotValidForName), true).is_none());
        assert!(distrusted(&of(CertificateError::Expired), false).is_none());
    }
}
