//! The address that people type, and those that voice and video are offered at.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

use super::{Area, Finding};
use crate::config::{Config, is_this_machine};
use crate::https::Https;
use crate::sessions::media_at;

const AREA: Area = Area::Addresses;
/// A resolver that doesn't answer is asked again by the system for this long at most.
const LOOKUP_MAX: Duration = Duration::from_secs(10);

/// Where a name leads, or why nowhere.
pub(super) type Resolved = Result<Vec<SocketAddr>, String>;

/// Where the origin leads.
pub(super) async fn resolve(config: &Config) -> Resolved {
    resolve_host(config.host(), config.port()).await
}

pub(super) async fn resolve_host(host: &str, port: u16) -> Resolved {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match timeout(LOOKUP_MAX, lookup_host((bare, port))).await {
        Ok(Ok(found)) => Ok(found.collect()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("nobody answers who knows names".into()),
    }
}

pub(super) fn look(config: &Config, resolved: &Resolved) -> Vec<Finding> {
    let mut findings = vec![
        scheme(&config.origin, config.host()),
        leads(config.host(), resolved),
    ];
    findings.extend(in_front(config));
    match media_at(&config.media, config.listen, config.host()) {
        Ok(None) => {}
        Ok(Some((listen, advertise))) => {
            let known: Vec<_> = advertise.iter().map(|a| (*a, is_here(*a))).collect();
            let is_unsaid = config.media.advertise.is_empty();
            let is_alone = is_unsaid && is_this_machine(config.host());
            findings.extend(advertised(listen.port(), &known, is_alone));
            findings.extend(kept_outside(config.host(), resolved, &advertise));
        }
        Err(sentence) => findings.push(AREA.broken(sentence)),
    }
    findings
}

/// Whether an address is this machine's: only those can be listened at.
pub(super) fn is_here(address: IpAddr) -> bool {
    UdpSocket::bind((address, 0)).is_ok()
}

fn scheme(origin: &str, host: &str) -> Finding {
    if is_this_machine(host) {
        return AREA.note(format!(
            "The origin {origin} opens on this machine alone; give --origin https://NAME for \
             others to come."
        ));
    }
    if origin.starts_with("https://") {
        return AREA.well(format!("People come by {origin}."));
    }
    AREA.broken(format!(
        "The origin {origin} is not https, and browsers give neither microphone nor passkeys to \
         such a page: give Renew a certificate (--tls-cert or --acme-directory), or put a web \
         server with one in front, and make the origin https://{host}."
    ))
}

/// Behind a web server everybody comes from one address, unless that server tells theirs.
fn in_front(config: &Config) -> Option<Finding> {
    let is_behind = config.https == Https::Off
        && config.is_https()
        && config.proxy_header.is_none()
        && !is_this_machine(config.host());
    is_behind.then(|| {
        AREA.warning(
            "A web server in front brings everybody, and Renew can't tell them apart: who guesses \
             at sign-in words slows down all the others. Let that server tell each visitor's \
             address, and name the header it does so in with --proxy-header.",
        )
    })
}

fn leads(host: &str, resolved: &Resolved) -> Finding {
    match resolved {
        Ok(found) if !found.is_empty() => {
            let mut all: Vec<String> = found.iter().map(|at| at.ip().to_string()).collect();
            all.dedup();
            AREA.well(format!("{host} leads to {}.", all.join(", ")))
        }
        Ok(_) => AREA.broken(format!(
            "The name {host} leads nowhere: add an A or AAAA record with this machine's public \
             address where the name is kept."
        )),
        Err(why) => AREA.broken(format!(
            "The name {host} can't be found ({why}): add an A or AAAA record with this machine's \
             public address where the name is kept, or mend --origin."
        )),
    }
}

fn advertised(port: u16, known: &[(IpAddr, bool)], is_alone: bool) -> Vec<Finding> {
    let mut findings: Vec<Finding> = known
        .iter()
        .map(|(address, is_here)| one_advertised(port, *address, *is_here))
        .collect();
    if is_alone || known.iter().all(|(address, _)| address.is_loopback()) {
        findings.push(AREA.note(
            "Voice and video are offered on this machine alone: give --advertise an address at \
             which others reach it.",
        ));
    }
    findings
}

/// A name that leads to the whole world, and voices that stay in the house.
fn kept_outside(host: &str, resolved: &Resolved, advertise: &[IpAddr]) -> Option<Finding> {
    let leads_outside = resolved.iter().flatten().any(|at| is_public(at.ip()));
    let stays_inside = advertise.iter().all(|address| !is_public(*address));
    (leads_outside && stays_inside).then(|| {
        AREA.warning(format!(
            "{host} is reached from everywhere, and voice and video only from inside the house: give \
             --advertise the public address as well."
        ))
    })
}

/// Whether an address can be reached from other networks than its own (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            // Between a house and a provider that has too few addresses (RFC 6598).
            let is_shared = first == 100 && (64..128).contains(&second);
            let is_inside =
                address.is_private() || address.is_loopback() || address.is_link_local();
            !is_inside && !is_shared && !address.is_unspecified()
        }
        IpAddr::V6(address) => {
            let is_inside = address.is_unique_local() || address.is_unicast_link_local();
            !is_inside && !address.is_loopback() && !address.is_unspecified()
        }
    }
}

fn one_advertised(port: u16, address: IpAddr, is_here: bool) -> Finding {
    if is_here {
        return AREA.well(format!("{address} is an address of this machine."));
    }
    AREA.note(format!(
        "{address} is no address of this machine; that is right if it is your router's, which then \
         has to lead UDP and TCP port {port} here, and otherwise mend --advertise."
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[test]
    fn only_this_machine_needs_no_encryption() {
        for (origin, host, grade) in [
            ("https://a.example", "a.example", Grade::Well),
            ("http://a.example", "a.example", Grade::Broken),
            ("http://192.0.2.7:8080", "192.0.2.7", Grade::Broken),
            ("http://localhost:8080", "localhost", Grade::Note),
            ("https://[::1]:8443", "[::1]", Grade::Note),
        ] {
            assert_eq!(scheme(origin, host).grade, grade, "{origin}");
        }
    }

    #[test]
    fn voices_that_stay_inside_are_said_where_the_name_leads_outside() {
        let addresses = |all: &[&str]| -> Vec<IpAddr> {
            all.iter().map(|address| address.parse().unwrap()).collect()
        };
        for (leads, advertise, said) in [
            ("198.51.100.7", &["10.0.0.7", "fd00::7"][..], true),
            ("198.51.100.7", &["10.0.0.7", "198.51.100.7"], false),
            ("2001:db8::7", &["192.168.0.7"], true),
            ("2001:db8::7", &["fe80::7", "100.64.0.7"], true),
            ("192.168.0.7", &["192.168.0.7"], false),
            ("127.0.0.1", &["127.0.0.1"], false),
        ] {
            let resolved = Ok(addresses(&[leads])
                .into_iter()
                .map(|address| (address, 443).into())
                .collect());
            let found = kept_outside("a.example", &resolved, &addresses(advertise));
            assert_eq!(found.is_some(), said, "{leads} {advertise:?}");
        }
    }

    #[test]
    fn a_web_server_in_front_has_to_tell_who_comes() {
        let mut config = Config::local("data".into(), ([127, 0, 0, 1], 8080).into());
        assert!(in_front(&config).is_none());
        config.origin = "https://a.example".into();
        assert_eq!(in_front(&config).unwrap().grade, Grade::Warning);
        config.proxy_header = Some("x-forwarded-for".into());
        assert!(in_front(&config).is_none());
    }

    #[test]
    fn a_name_that_leads_nowhere_is_named() {
        let nowhere = leads("a.example", &Err("no such name".into()));
        assert_eq!(nowhere.grade, Grade::Broken);
        assert!(nowhere.sentence.contains("a.example"));
        assert_eq!(leads("a.example", &Ok(Vec::new())).grade, Grade::Broken);
        let found = vec!["192.0.2.7:443".parse().unwrap()];
        assert_eq!(leads("a.example", &Ok(found)).grade, Grade::Well);
    }

    #[test]
    fn what_is_offered_is_ours_or_the_routers() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let found = advertised(4000, &[(address("192.0.2.7"), false)], false);
        assert_eq!(found[0].grade, Grade::Note);
        assert!(found[0].sentence.contains("port 4000"));
        let own = [(address("10.0.0.7"), true)];
        let found = advertised(4000, &own, false);
        assert_eq!((found.len(), found[0].grade), (1, Grade::Well));
        let found = advertised(4000, &own, true);
        assert_eq!(found.last().unwrap().grade, Grade::Note, "nobody said so");
        let found = advertised(4000, &[(address("127.0.0.1"), true)], false);
        assert_eq!(found.last().unwrap().grade, Grade::Note);
        assert!(is_here(address("127.0.0.1")) && !is_here(address("192.0.2.7")));
    }
}
