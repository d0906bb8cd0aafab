//! What lies between this machine and other people's: a router that has to lead voices here, a TURN
//! server, and a firewall, which this machine's own way to itself doesn't pass.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::addresses::{is_here, resolve_host};
use super::{Area, Finding};
use crate::config::{Config, is_this_machine};
use crate::https::Https;
use crate::sessions::{media_at, turn_place};

const AREA: Area = Area::Ports;
/// A port that drops what comes never says so.
const KNOCK_MAX: Duration = Duration::from_secs(5);

/// What a knock told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    Open,
    Shut,
    /// This machine has no way there, such as one without IPv6 to an address of that kind.
    NoWay,
}

/// Whether somebody listens.
pub(super) async fn knock(at: SocketAddr) -> Door {
    match timeout(KNOCK_MAX, TcpStream::connect(at)).await {
        Ok(Ok(_)) => Door::Open,
        Ok(Err(error)) if has_no_way(&error) => Door::NoWay,
        Ok(Err(_)) | Err(_) => Door::Shut,
    }
}

/// Whether an attempt never left this machine.
pub(super) fn has_no_way(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::Unsupported
    )
}

pub(super) async fn look(config: &Config, is_running: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if is_running {
        findings.extend(voices(config).await);
        findings.extend(unseen(config));
    }
    findings.extend(turn(config).await);
    findings
}

/// Whether the media port is reached at the addresses of a router, as far as TCP tells it.
async fn voices(config: &Config) -> Vec<Finding> {
    let Ok(Some((listen, advertise))) = media_at(&config.media, config.listen, config.host())
    else {
        return Vec::new();
    };
    let elsewhere: Vec<_> = advertise
        .into_iter()
        .filter(|address| listen.port() != 0 && !is_here(*address))
        .map(|address| SocketAddr::new(address, listen.port()))
        .collect();
    let doors = join_all(elsewhere.iter().map(|at| knock(*at))).await;
    let known = elsewhere.into_iter().zip(doors);
    known.map(|(at, door)| judge_voices(at, door)).collect()
}

fn judge_voices(at: SocketAddr, door: Door) -> Finding {
    let port = at.port();
    match door {
        Door::Open => AREA.well(format!(
            "Something answers by TCP at {at}, where voice and video are offered."
        )),
        Door::NoWay => AREA.note(no_way(at)),
        // Many routers don't lead back those who come from inside.
        Door::Shut => AREA.warning(format!(
            "From this machine nothing answers by TCP at {at}, where voice and video are offered: \
             open UDP and TCP port {port} in the firewall and let the router lead both here, then try \
             a session from another network."
        )),
    }
}

pub(super) fn no_way(at: SocketAddr) -> String {
    let kind = if at.is_ipv6() { "IPv6" } else { "IPv4" };
    format!(
        "This machine has no way to {at} (no {kind}, perhaps), so whether others come through there \
         can't be tried from here: try it from a network that has."
    )
}

/// What has to be let through, and can't be seen from here.
fn unseen(config: &Config) -> Option<Finding> {
    if is_this_machine(config.host()) {
        return None;
    }
    let mut tcp = vec![config.port()];
    if let Https::Acme(acme) = &config.https {
        tcp.push(443);
        tcp.extend(acme.by_http.then_some(80));
    }
    tcp.sort_unstable();
    tcp.dedup();
    let ports: Vec<String> = tcp.iter().map(u16::to_string).collect();
    let voices = match media_at(&config.media, config.listen, config.host()) {
        Ok(Some((at, _))) if at.port() != 0 => {
            format!(", and UDP and TCP port {} for voices", at.port())
        }
        _ => String::new(),
    };
    Some(AREA.note(format!(
        "What a firewall lets in can't be seen from this machine, whose way to itself passes none. It \
         has to let in TCP port {}{voices}: open {} from another network, such as a phone without \
         Wi-Fi, and let yourself be heard there.",
        ports.join(" and "),
        config.origin
    )))
}

/// Whether the operator's TURN server is there.
async fn turn(config: &Config) -> Option<Finding> {
    let url = &config.media.turn.as_ref()?.url;
    let (host, port) = turn_place(url)?;
    let found = resolve_host(host, port).await.unwrap_or_default();
    let Some(at) = found.first().copied() else {
        return Some(AREA.broken(format!(
            "The TURN server {url} can't be found: add an A or AAAA record for {host}, or mend \
             --turn-url."
        )));
    };
    Some(judge_turn(url, at, knock(at).await))
}

fn judge_turn(url: &str, at: SocketAddr, door: Door) -> Finding {
    match door {
        Door::Open => AREA.well(format!(
            "Something answers at the TURN server {url} ({at})."
        )),
        Door::NoWay => AREA.note(no_way(at)),
        Door::Shut => AREA.warning(format!(
            "Nothing answers by TCP at the TURN server {url} ({at}), so who needs it is not heard: \
             look whether it runs, and open its port there. If it is for UDP alone, which can't be \
             tried from here, this is as it should be."
        )),
    }
}

/// Whether a firewall may lie before an address of this machine.
pub(super) fn is_own(address: IpAddr) -> bool {
    !address.is_loopback() && is_here(address)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;
    use crate::config::Media;
    use crate::sessions::{TurnSecret, TurnServer};

    fn here() -> Config {
        Config::local("data".into(), ([127, 0, 0, 1], 8080).into())
    }

    #[test]
    fn what_a_firewall_has_to_let_in_is_said_and_not_called_open() {
        let mut config = here();
        assert!(unseen(&config).is_none(), "nobody else comes");
        config.origin = "https://a.example".into();
        config.media = Media {
            port: Some(4000),
            advertise: vec!["192.0.2.7".parse().unwrap()],
            turn: None,
        };
        let found = unseen(&config).unwrap();
        assert_eq!(found.grade, Grade::Note);
        for word in ["TCP port 443", "UDP and TCP port 4000", "https://a.example"] {
            assert!(found.sentence.contains(word), "{found:?}");
        }
    }

    #[test]
    fn a_router_that_leads_no_voices_here_is_named() {
        let at = "192.0.2.7:4000".parse().unwrap();
        for (door, grade, word) in [
            (Door::Open, Grade::Well, "answers"),
            (Door::Shut, Grade::Warning, "UDP and TCP port 4000"),
            (Door::NoWay, Grade::Note, "no IPv4"),
        ] {
            let found = judge_voices(at, door);
            assert_eq!(found.grade, grade);
            assert!(found.sentence.contains(word), "{found:?}");
        }
    }

    #[tokio::test]
    async fn a_turn_server_that_is_not_there_is_named() {
        let mut config = here();
        assert!(turn(&config).await.is_none());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut found = async |url: String| {
            let secret = TurnSecret::new("north star".into());
            config.media.turn = Some(TurnServer { url, secret });
            turn(&config).await.unwrap()
        };
        let there = found(format!("turn:127.0.0.1:{port}")).await;
        assert_eq!(there.grade, Grade::Well, "{there:?}");
        drop(listener);
        let gone = found(format!("turns:127.0.0.1:{port}")).await;
        assert_eq!(gone.grade, Grade::Warning, "{gone:?}");
        let nowhere = found("turn:turn.invalid".into()).await;
        assert_eq!(nowhere.grade, Grade::Broken, "{nowhere:?}");
    }
}
