//! Whether the program can listen where it shall, or does already; and whether it is reached by
//! the address that people type.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};

use super::addresses::{Resolved, is_here};
use super::visit::{Way, visit};
use super::{Area, Finding};
use crate::config::Config;
use crate::https::{self, Https};
use crate::sessions::media_at;

const AREA: Area = Area::Ports;

/// What a port turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    Free,
    /// A Renew answers.
    Ours,
    Others,
    NoSuchAddress,
    NotAllowed,
    /// Anything else.
    Unusable,
}

/// What a port is for.
#[derive(Clone, Copy, Debug)]
struct Use<'a> {
    /// `TCP port 443`.
    what: &'a str,
    option: &'a str,
}

pub(super) async fn look(config: &Config, is_running: bool, resolved: &Resolved) -> Vec<Finding> {
    let mut findings = Vec::new();
    if config.listen.port() != 0 {
        let held = listened(config, is_running).await;
        let what = format!("TCP port {} ({})", config.listen.port(), config.listen);
        let port = Use {
            what: &what,
            option: "--listen",
        };
        findings.push(judge(port, held, is_running));
    }
    if let Some(at) = config.http_listen.filter(|at| at.port() != 0) {
        let what = format!("TCP port {} ({at})", at.port());
        let port = Use {
            what: &what,
            option: "--http-listen",
        };
        let state = tried(TcpListener::bind(at).map(drop), is_running);
        findings.push(judge(port, state, is_running));
    }
    findings.extend(media(config, is_running));
    findings.extend(reached(config, is_running, resolved).await);
    findings
}

/// The media port, of both kinds.
fn media(config: &Config, is_running: bool) -> Vec<Finding> {
    let at = match media_at(&config.media, config.listen) {
        Ok(Some((at, _))) => at,
        Ok(None) => {
            let none = "No --media-port is given, so there is neither voice nor video.";
            return vec![AREA.note(none)];
        }
        // Said with the addresses.
        Err(_) => return Vec::new(),
    };
    let port = at.port();
    if port == 0 {
        let moving = "With --media-port 0 each start takes another port for voice and video: give \
            one that a firewall can let through.";
        return vec![AREA.warning(moving)];
    }
    let kinds = [
        ("UDP", UdpSocket::bind(at).map(drop)),
        ("TCP", TcpListener::bind(at).map(drop)),
    ];
    let judged = kinds.map(|(kind, bound)| {
        let what = format!("{kind} port {port}, for voice and video,");
        let port = Use {
            what: &what,
            option: "--media-port",
        };
        judge(port, tried(bound, is_running), is_running)
    });
    judged.into()
}

/// What the attempt to listen tells. A port that is taken is ours if a Renew runs with this data:
/// two programs can't have it.
fn tried(bound: io::Result<()>, is_running: bool) -> Port {
    match bound.map_err(|error| error.kind()) {
        Ok(()) => Port::Free,
        Err(io::ErrorKind::AddrInUse) if is_running => Port::Ours,
        Err(io::ErrorKind::AddrInUse) => Port::Others,
        Err(io::ErrorKind::AddrNotAvailable) => Port::NoSuchAddress,
        Err(io::ErrorKind::PermissionDenied) => Port::NotAllowed,
        Err(_) => Port::Unusable,
    }
}

/// The main port is asked who holds it.
async fn listened(config: &Config, is_running: bool) -> Port {
    match tried(TcpListener::bind(config.listen).map(drop), is_running) {
        Port::Ours | Port::Others => {
            let seen = visit(&own_way(config)).await;
            let is_silent = is_running && awaits_certificate(config);
            if is_silent || seen.is_ok_and(|seen| seen.is_renew) {
                Port::Ours
            } else {
                Port::Others
            }
        }
        port => port,
    }
}

/// Whether no handshake can succeed yet; that is said with the certificate.
fn awaits_certificate(config: &Config) -> bool {
    match &config.https {
        Https::Acme(acme) => matches!(https::kept_in(&acme.folder), Ok(None)),
        Https::Off | Https::Files { .. } => false,
    }
}

/// The way to the program itself, past everything in front of it.
pub(super) fn own_way(config: &Config) -> Way {
    let mut at = config.listen;
    if at.ip().is_unspecified() {
        // It listens at every address; the machine's own is the shortest.
        at.set_ip(match at {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Way {
        at,
        host: config.host().to_owned(),
        path: "/".into(),
        is_https: config.https != Https::Off,
    }
}

fn judge(port: Use<'_>, found: Port, is_running: bool) -> Finding {
    let Use { what, option, .. } = port;
    match found {
        Port::Ours => AREA.well(format!("{what} is held by Renew.")),
        Port::Free if is_running => AREA.broken(format!(
            "Renew runs, but nothing listens at {what}: give doctor the same options as serve, or \
             start Renew again with these."
        )),
        Port::Free => AREA.well(format!("{what} is free.")),
        Port::Others => AREA.broken(format!(
            "{what} is held by another program: stop that one, or give {option} another port."
        )),
        Port::NoSuchAddress => AREA.broken(format!(
            "This machine has not the address of {what}: give {option} an address of its own, or \
             0.0.0.0 for all of them."
        )),
        Port::NotAllowed => AREA.broken(format!(
            "This account may not listen at {what}: on systemd give the service \
             AmbientCapabilities=CAP_NET_BIND_SERVICE, or give {option} a port from 1024 on."
        )),
        Port::Unusable => AREA.broken(format!(
            "Nothing can listen at {what}: look whether the machine's network is up, or give \
             {option} another address."
        )),
    }
}

/// Whether the origin leads to a Renew.
async fn reached(config: &Config, is_running: bool, resolved: &Resolved) -> Option<Finding> {
    let at = *resolved.as_ref().ok()?.first()?;
    if awaits_certificate(config) {
        return None;
    }
    let way = Way {
        at,
        host: config.host().to_owned(),
        path: "/".into(),
        is_https: config.is_https(),
    };
    let seen = visit(&way).await;
    let answer = match seen {
        Ok(seen) if seen.is_renew => Answer::Renew,
        Ok(_) => Answer::Another,
        Err(_) => Answer::Nothing,
    };
    Some(judge_reached(
        &config.origin,
        at,
        answer,
        is_running,
        is_here(at.ip()),
    ))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Renew,
    Another,
    Nothing,
}

fn judge_reached(
    origin: &str,
    at: SocketAddr,
    answer: Answer,
    is_running: bool,
    is_here: bool,
) -> Finding {
    let port = at.port();
    match answer {
        Answer::Renew => AREA.well(format!("Renew answers at {origin}.")),
        Answer::Another => AREA.broken(format!(
            "At {origin} something answers that is not Renew: look where the name leads, and whether \
             the web server in front passes everything on."
        )),
        Answer::Nothing if !is_running => AREA.note(format!(
            "Nothing answers at {origin}, as Renew is not running: run doctor again when it is."
        )),
        Answer::Nothing if is_here => AREA.broken(format!(
            "Nothing answers at {origin}: TCP port {port} is closed on this machine; give --listen \
             that port, or look at the web server in front."
        )),
        // Many routers don't lead back those who come from inside.
        Answer::Nothing => AREA.warning(format!(
            "From this machine nothing answers at {origin} ({at}): open TCP port {port} in the \
             firewall and let the router lead it here, then try from another network."
        )),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[test]
    fn each_state_of_a_port_has_its_sentence() {
        let port = Use {
            what: "TCP port 443",
            option: "--listen",
        };
        for (found, is_running, grade, word) in [
            (Port::Free, false, Grade::Well, "free"),
            (Port::Free, true, Grade::Broken, "nothing listens"),
            (Port::Ours, true, Grade::Well, "held by Renew"),
            (Port::Others, false, Grade::Broken, "another program"),
            (Port::NoSuchAddress, false, Grade::Broken, "0.0.0.0"),
            (Port::NotAllowed, false, Grade::Broken, "CAP_NET_BIND"),
            (Port::Unusable, false, Grade::Broken, "network is up"),
        ] {
            let finding = judge(port, found, is_running);
            assert_eq!(finding.grade, grade, "{found:?}");
            assert!(finding.sentence.contains(word), "{finding:?}");
            assert!(finding.sentence.contains("443"), "{finding:?}");
        }
    }

    #[test]
    fn who_is_not_reached_is_told_what_to_open() {
        let at = "192.0.2.7:443".parse().unwrap();
        for (answer, is_running, is_here, grade) in [
            (Answer::Renew, true, true, Grade::Well),
            (Answer::Another, true, true, Grade::Broken),
            (Answer::Nothing, true, true, Grade::Broken),
            (Answer::Nothing, true, false, Grade::Warning),
            (Answer::Nothing, false, true, Grade::Note),
        ] {
            let finding = judge_reached("https://a.example", at, answer, is_running, is_here);
            assert_eq!(finding.grade, grade, "{answer:?}");
        }
    }

    #[test]
    fn a_port_that_somebody_has_is_known() {
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = other.local_addr().unwrap();
        assert_eq!(tried(TcpListener::bind(at).map(drop), false), Port::Others);
        assert_eq!(tried(TcpListener::bind(at).map(drop), true), Port::Ours);
        let elsewhere = TcpListener::bind("192.0.2.7:0").map(drop);
        assert_eq!(tried(elsewhere, false), Port::NoSuchAddress);
    }
}
