//! Whether the program is reached, at each address to which its names lead: by people, and by the
//! authority that has to see that a name is ours.

use std::net::SocketAddr;

use futures_util::future::join_all;

use super::addresses::{Resolved, is_here, resolve_host};
use super::outside::{Door, has_no_way, is_own, knock, no_way};
use super::ports::awaits_certificate;
use super::visit::{Way, visit};
use super::{Area, Finding};
use crate::config::{Config, is_this_machine};
use crate::https::{Acme, Https};

const AREA: Area = Area::Ports;
/// A name leads to one address of each family, mostly; each that is tried may take seconds.
const ADDRESSES_MAX: usize = 8;
/// Where an authority looks (RFC 8737 and RFC 8555), whatever the port of the origin is.
const SECRET_PORT: u16 = 443;
const OPEN_PORT: u16 = 80;

pub(super) async fn look(config: &Config, is_running: bool, resolved: &Resolved) -> Vec<Finding> {
    let mut findings = by_people(config, is_running, resolved).await;
    if let Https::Acme(acme) = &config.https
        && is_running
    {
        findings.extend(by_authority(acme).await);
    }
    findings
}

/// Whether the origin leads to a Renew.
async fn by_people(config: &Config, is_running: bool, resolved: &Resolved) -> Vec<Finding> {
    let all = few(resolved);
    let is_silent = awaits_certificate(config);
    let asked = all.iter().map(|at| async {
        let way = Way {
            at: *at,
            host: config.host().to_owned(),
            path: "/".into(),
            is_https: config.is_https(),
        };
        if is_silent {
            // No handshake can succeed yet; that is said with the certificate.
            return match knock(*at).await {
                Door::Open => Answer::Silent,
                Door::Shut => Answer::Nothing,
                Door::NoWay => Answer::NoWay,
            };
        }
        match visit(&way).await {
            Ok(seen) if seen.is_renew => Answer::Renew,
            Ok(_) => Answer::Another,
            Err(error) if has_no_way(&error) => Answer::NoWay,
            Err(_) => Answer::Nothing,
        }
    });
    let answers = join_all(asked).await;
    let mut seen: Vec<_> = all
        .iter()
        .zip(answers)
        .map(|(at, answer)| Seen {
            at: *at,
            answer,
            is_here: is_here(at.ip()),
        })
        .collect();
    if is_this_machine(config.host()) && seen.iter().any(Seen::is_well) {
        // A browser on this machine tries each of its own addresses, and needs one.
        seen.retain(Seen::is_well);
    }
    judge(&config.origin, &seen, is_running)
}

/// Whether an authority finds an open port at each address of each name.
async fn by_authority(acme: &Acme) -> Vec<Finding> {
    let ports: &[u16] = if acme.by_http {
        &[SECRET_PORT, OPEN_PORT]
    } else {
        &[SECRET_PORT]
    };
    let mut findings = Vec::new();
    for domain in &acme.domains {
        let resolved = resolve_host(domain, SECRET_PORT).await;
        let asked = few(&resolved).into_iter().flat_map(|at| {
            ports.iter().map(move |port| async move {
                let at = SocketAddr::new(at.ip(), *port);
                (at, knock(at).await)
            })
        });
        let doors = join_all(asked).await;
        findings.push(judge_doors(domain, &doors));
    }
    findings
}

fn few(resolved: &Resolved) -> Vec<SocketAddr> {
    let mut all: Vec<_> = resolved.iter().flatten().copied().collect();
    all.dedup();
    all.truncate(ADDRESSES_MAX);
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Renew,
    /// Somebody listens, who can't say yet whether they are Renew.
    Silent,
    Another,
    Nothing,
    /// It can't be tried from here.
    NoWay,
}

/// What was seen at one address.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: SocketAddr,
    answer: Answer,
    is_here: bool,
}

impl Seen {
    fn is_well(&self) -> bool {
        matches!(self.answer, Answer::Renew | Answer::Silent)
    }
}

/// One sentence where all addresses are alike and well, and otherwise one for each.
fn judge(origin: &str, seen: &[Seen], is_running: bool) -> Vec<Finding> {
    if seen.iter().all(Seen::is_well) {
        let renew = seen.iter().any(|one| one.answer == Answer::Renew);
        return renew
            .then(|| AREA.well(format!("Renew answers at {origin}.")))
            .into_iter()
            .collect();
    }
    let is_reached = seen.iter().any(Seen::is_well);
    let ill = seen.iter().filter(|one| !one.is_well());
    ill.map(|one| judge_one(origin, *one, is_running, is_reached))
        .collect()
}

fn judge_one(origin: &str, seen: Seen, is_running: bool, is_reached: bool) -> Finding {
    let Seen { at, answer, .. } = seen;
    let port = at.port();
    if !is_running {
        // Most likely nobody, or a web server in front which says that it finds nobody behind.
        return AREA.note(format!(
            "At {origin} ({at}) Renew does not answer, as it is not running: run doctor again when \
             it is."
        ));
    }
    if answer == Answer::NoWay {
        return AREA.note(no_way(at));
    }
    if answer == Answer::Another {
        return AREA.broken(format!(
            "At {origin} ({at}) something answers that is not Renew: look where the name leads, and \
             whether the web server in front passes everything on."
        ));
    }
    if at.is_ipv6() && is_reached {
        return AREA.broken(format!(
            "The name leads to {at} as well, where nothing answers, and many phones try that first: \
             listen at both kinds of addresses (--listen [::]:{port}), open the port for IPv6 too, or \
             take the AAAA record away."
        ));
    }
    if seen.is_here {
        return AREA.broken(format!(
            "Nothing answers at {origin} ({at}): TCP port {port} is closed on this machine; give \
             --listen that port, or look at the web server in front."
        ));
    }
    // Many routers don't lead back those who come from inside.
    AREA.warning(format!(
        "From this machine nothing answers at {origin} ({at}): open TCP port {port} in the firewall \
         and let the router lead it here, then try from another network."
    ))
}

/// Authorities try one address, or several from different places: each has to be open.
fn judge_doors(domain: &str, doors: &[(SocketAddr, Door)]) -> Finding {
    let mut shut = doors.iter().filter(|(_, door)| *door == Door::Shut);
    let untried = doors.iter().find(|(_, door)| *door == Door::NoWay);
    let Some((first, _)) = shut.next() else {
        if let Some((at, _)) = untried {
            return AREA.note(no_way(*at));
        }
        return match doors.first() {
            Some(_) if doors.iter().any(|(at, _)| is_own(at.ip())) => AREA.well(format!(
                "An authority that looks at {domain} finds an open port, if the firewall lets it in."
            )),
            Some(_) => AREA.well(format!(
                "An authority that looks at {domain} finds an open port."
            )),
            None => AREA.broken(format!(
                "The name {domain} leads nowhere, so an authority gives no certificate for it: add \
                 an A or AAAA record, or leave it out of --acme-domain."
            )),
        };
    };
    let more: Vec<_> = shut.map(|(at, _)| at.to_string()).collect();
    let more = if more.is_empty() {
        String::new()
    } else {
        format!(" (nor at {})", more.join(", "))
    };
    AREA.warning(format!(
        "An authority that looks at {domain} finds nobody at {first}{more}: open TCP port {} there and \
         let it lead to Renew, or take the address away from the name.",
        first.port()
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    fn seen(at: &str, answer: Answer, is_here: bool) -> Seen {
        Seen {
            at: at.parse().unwrap(),
            answer,
            is_here,
        }
    }

    #[test]
    fn who_is_not_reached_is_told_what_to_open() {
        for (answer, is_running, is_here, grade) in [
            (Answer::Renew, true, true, Grade::Well),
            (Answer::Another, true, true, Grade::Broken),
            (Answer::Another, false, true, Grade::Note),
            (Answer::Nothing, true, true, Grade::Broken),
            (Answer::Nothing, true, false, Grade::Warning),
            (Answer::Nothing, false, true, Grade::Note),
            (Answer::NoWay, true, false, Grade::Note),
        ] {
            let seen = seen("192.0.2.7:443", answer, is_here);
            let findings = judge("https://a.example", &[seen], is_running);
            assert_eq!(findings[0].grade, grade, "{answer:?}");
            let says_where = findings[0].sentence.contains("192.0.2.7:443");
            assert_eq!(says_where, answer != Answer::Renew);
        }
        assert!(judge("https://a.example", &[], true).is_empty());
    }

    #[test]
    fn an_address_that_is_shut_is_named_beside_one_that_is_open() {
        let open = seen("192.0.2.7:443", Answer::Renew, true);
        let shut = seen("[2001:db8::7]:443", Answer::Nothing, false);
        let findings = judge("https://a.example", &[open, shut], true);
        assert_eq!((findings.len(), findings[0].grade), (1, Grade::Broken));
        for word in ["[2001:db8::7]:443", "--listen [::]:443", "AAAA"] {
            assert!(findings[0].sentence.contains(word), "{findings:?}");
        }
        let silent = seen("192.0.2.7:443", Answer::Silent, true);
        assert!(judge("https://a.example", &[silent], true).is_empty());
    }

    #[test]
    fn an_authority_needs_every_address_open() {
        let door = |at: &str, door: Door| (at.parse().unwrap(), door);
        let open = door("192.0.2.7:443", Door::Open);
        assert_eq!(judge_doors("a.example", &[open]).grade, Grade::Well);
        assert_eq!(judge_doors("a.example", &[]).grade, Grade::Broken);
        let untried = door("[2001:db8::7]:443", Door::NoWay);
        let found = judge_doors("a.example", &[open, untried]);
        assert_eq!(found.grade, Grade::Note, "{found:?}");
        let shut = [
            open,
            door("192.0.2.7:80", Door::Shut),
            door("[2001:db8::7]:443", Door::Shut),
        ];
        let found = judge_doors("a.example", &shut);
        assert_eq!(found.grade, Grade::Warning);
        for word in ["192.0.2.7:80", "[2001:db8::7]:443", "TCP port 80"] {
            assert!(found.sentence.contains(word), "{found:?}");
        }
    }

    #[tokio::test]
    async fn a_closed_port_is_found_before_the_first_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let mut config = Config::local(folder.path().into(), at);
        config.origin = format!("https://localhost:{}", at.port());
        config.https = Https::Acme(Acme {
            directory: "https://ca.example/dir".into(),
            domains: vec!["localhost".into()],
            contacts: Vec::new(),
            binding: None,
            root: None,
            folder: folder.path().join("acme"),
            by_http: false,
        });
        let resolved = Ok(vec![at]);
        assert!(by_people(&config, true, &resolved).await.is_empty());
        drop(listener);
        let findings = by_people(&config, true, &resolved).await;
        assert!(findings[0].sentence.contains("is closed on this machine"));
    }
}
