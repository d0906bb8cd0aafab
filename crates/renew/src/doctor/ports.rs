//! Whether the program can listen where it shall, or does already.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::Path;

use super::visit::{Seen, Way, visit};
use super::{Area, Finding};
use crate::config::Config;
use crate::https::{self, Https, Shares};
use crate::sessions::media_at;

const AREA: Area = Area::Ports;
/// Two halls full of people, each of whose browsers opens up to six while a page loads.
const CONNECTIONS_GOOD: u32 = 800;
/// A file of the data folder, in which a Renew that runs says which media port it has.
const MEDIA_PORT: &str = "media-port";

/// What a port turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    Free,
    /// A Renew answers.
    Ours,
    /// Somebody has it, and can't be asked who they are; it may be the Renew that runs.
    Taken,
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

pub(super) async fn look(config: &Config, is_running: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if config.listen.port() != 0 {
        let what = format!("TCP port {} ({})", config.listen.port(), config.listen);
        let port = Use {
            what: &what,
            option: "--listen",
        };
        let bound = TcpListener::bind(config.listen).map(drop);
        let held = main_port(config, bound, is_running).await;
        findings.push(judge(port, held, is_running));
    }
    if let Some(at) = config.http_listen.filter(|at| at.port() != 0) {
        let what = format!("TCP port {} ({at})", at.port());
        let port = Use {
            what: &what,
            option: "--http-listen",
        };
        let bound = TcpListener::bind(at).map(drop);
        let held = open_port(config, at, bound).await;
        findings.push(judge(port, held, is_running));
    }
    findings.extend(media(config, is_running));
    findings.push(judge_room(https::open_files()));
    findings
}

/// Whether enough people can come at once. A service may be given more or less than this account.
fn judge_room(open_files: u64) -> Finding {
    let connections = Shares::of(open_files).connections;
    if connections < CONNECTIONS_GOOD {
        return AREA.warning(format!(
            "There is room for {connections} connections at once, as this account may have only \
             {open_files} files open: on systemd give the service LimitNOFILE=16384, or raise the \
             account's limit (ulimit -Hn)."
        ));
    }
    AREA.well(format!(
        "There is room for {connections} connections at once, if the service may have as many files \
         open as this account."
    ))
}

/// The media port, of both kinds.
fn media(config: &Config, is_running: bool) -> Vec<Finding> {
    let at = match media_at(&config.media, config.listen, config.host()) {
        Ok(Some((at, _))) => at,
        Ok(None) => {
            let none = "No --media-port is given, so there is neither voice nor video.";
            return vec![AREA.note(none)];
        }
        // Said with the addresses.
        Err(_) => return Vec::new(),
    };
    let number = at.port();
    if number == 0 {
        let moving = "With --media-port 0 each start takes another port for voice and video: give \
            one that a firewall can let through.";
        return vec![AREA.warning(moving)];
    }
    let kinds = [
        ("UDP", UdpSocket::bind(at).map(drop)),
        ("TCP", TcpListener::bind(at).map(drop)),
    ];
    let judged = kinds.map(|(kind, bound)| {
        let what = format!("{kind} port {number}, for voice and video,");
        let port = Use {
            what: &what,
            option: "--media-port",
        };
        let found = match tried(bound) {
            Port::Taken => who_has(number, &config.data, is_running),
            found => found,
        };
        judge(port, found, is_running)
    });
    judged.into()
}

/// Who has a media port that is taken. What listens there answers no stranger, so it goes by what the
/// Renew that runs has said of its own; one of an earlier version has said nothing.
fn who_has(port: u16, data: &Path, is_running: bool) -> Port {
    match said_media_port(data).filter(|_| is_running) {
        Some(own) if own == port => Port::Ours,
        None if is_running => Port::Taken,
        _ => Port::Others,
    }
}

fn said_media_port(data: &Path) -> Option<u16> {
    let said = fs::read_to_string(data.join(MEDIA_PORT)).ok()?;
    said.trim().parse().ok()
}

/// Says which media port the Renew has that starts now, if it has one, to a doctor that comes by.
pub(crate) fn say_media_port(data: &Path, port: Option<u16>) {
    let said = port.unwrap_or(0).to_string();
    if let Err(error) = fs::write(data.join(MEDIA_PORT), said) {
        tracing::warn!(%error, "the doctor can't be told which media port this is");
    }
}

/// What the attempt to listen tells.
fn tried(bound: io::Result<()>) -> Port {
    match bound.map_err(|error| error.kind()) {
        Ok(()) => Port::Free,
        Err(io::ErrorKind::AddrInUse) => Port::Taken,
        Err(io::ErrorKind::AddrNotAvailable) => Port::NoSuchAddress,
        Err(io::ErrorKind::PermissionDenied) => Port::NotAllowed,
        Err(_) => Port::Unusable,
    }
}

/// Who has the main port.
async fn main_port(config: &Config, bound: io::Result<()>, is_running: bool) -> Port {
    let is_ours = |seen: io::Result<Seen>| match seen {
        Ok(seen) => seen.is_renew,
        // It breaks off every handshake until it has a certificate.
        Err(error) => {
            error.kind() != io::ErrorKind::ConnectionRefused
                && is_running
                && awaits_certificate(config)
        }
    };
    asked(bound, &own_way(config), is_ours).await
}

/// Who has the port for those who come without encryption.
async fn open_port(config: &Config, at: SocketAddr, bound: io::Result<()>) -> Port {
    let way = Way {
        at: from_here(at),
        host: config.host().to_owned(),
        path: "/".into(),
        is_https: false,
    };
    let leads_home = |seen: Seen| {
        seen.sent_to
            .is_some_and(|to| to == format!("{}/", config.origin))
    };
    asked(bound, &way, |seen| seen.is_ok_and(leads_home)).await
}

/// Asks at a port whether it is `ours`, if the attempt to listen does not tell. An account that may
/// not listen at a low port isn't told whether somebody else does.
async fn asked(
    bound: io::Result<()>,
    way: &Way,
    is_ours: impl FnOnce(io::Result<Seen>) -> bool,
) -> Port {
    let tried = tried(bound);
    if !matches!(tried, Port::Taken | Port::NotAllowed) {
        return tried;
    }
    let seen = visit(way).await;
    let is_nobody_there = seen
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused);
    if is_ours(seen) {
        Port::Ours
    } else if tried == Port::NotAllowed && is_nobody_there {
        Port::NotAllowed
    } else {
        Port::Others
    }
}

/// Whether no handshake can succeed yet; that is said with the certificate.
pub(super) fn awaits_certificate(config: &Config) -> bool {
    match &config.https {
        Https::Acme(acme) => matches!(https::kept_in(&acme.folder), Ok(None)),
        Https::Off | Https::Files { .. } => false,
    }
}

/// The way to the program itself, past everything in front of it.
pub(super) fn own_way(config: &Config) -> Way {
    Way {
        at: from_here(config.listen),
        host: config.host().to_owned(),
        path: "/".into(),
        is_https: config.https != Https::Off,
    }
}

/// Where a program is found from this machine that listens at an address.
fn from_here(mut at: SocketAddr) -> SocketAddr {
    if at.ip().is_unspecified() {
        // It listens at every address; the machine's own is the shortest.
        at.set_ip(match at {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    at
}

fn judge(port: Use<'_>, found: Port, is_running: bool) -> Finding {
    let Use { what, option, .. } = port;
    match found {
        Port::Ours => AREA.well(format!("{what} is held by Renew.")),
        Port::Taken => AREA.note(format!(
            "{what} is taken: by Renew itself, if it was started with this {option}, and otherwise by \
             another program; then stop that one, or give {option} another port."
        )),
        Port::Free | Port::NotAllowed if is_running => AREA.broken(format!(
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
        Port::NotAllowed => AREA.note(format!(
            "From here this account may not listen at {what}. A service may, on systemd with \
             AmbientCapabilities=CAP_NET_BIND_SERVICE; without that, give {option} a port from 1024 \
             on."
        )),
        Port::Unusable => AREA.broken(format!(
            "Nothing can listen at {what}: look whether the machine's network is up, or give \
             {option} another address."
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
            (Port::NotAllowed, false, Grade::Note, "CAP_NET_BIND"),
            (Port::NotAllowed, true, Grade::Broken, "nothing listens"),
            (Port::Taken, true, Grade::Note, "by Renew itself, if"),
            (Port::Unusable, false, Grade::Broken, "network is up"),
        ] {
            let finding = judge(port, found, is_running);
            assert_eq!(finding.grade, grade, "{found:?}");
            assert!(finding.sentence.contains(word), "{finding:?}");
            assert!(finding.sentence.contains("443"), "{finding:?}");
        }
    }

    #[test]
    fn a_port_that_somebody_has_is_known() {
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = other.local_addr().unwrap();
        assert_eq!(tried(TcpListener::bind(at).map(drop)), Port::Taken);
        let elsewhere = TcpListener::bind("192.0.2.7:0").map(drop);
        assert_eq!(tried(elsewhere), Port::NoSuchAddress);
    }

    #[test]
    fn a_media_port_is_the_running_renew_s_own_if_it_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let who = |is_running| who_has(3478, folder.path(), is_running);
        assert_eq!((who(true), who(false)), (Port::Taken, Port::Others));
        for (said, port) in [
            (Some(3478), Port::Ours),
            (Some(3479), Port::Others),
            (None, Port::Others),
        ] {
            say_media_port(folder.path(), said);
            assert_eq!((who(true), who(false)), (port, Port::Others), "{said:?}");
        }
    }

    #[test]
    fn room_for_few_people_is_said() {
        assert_eq!(judge_room(256).grade, Grade::Warning);
        assert!(judge_room(256).sentence.contains("LimitNOFILE"));
        assert_eq!(judge_room(16_384).grade, Grade::Well);
    }

    /// Somebody who gives one answer, at a port of their own.
    fn answering(answer: &'static str) -> SocketAddr {
        use std::io::{Read as _, Write as _};
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]);
            stream.write_all(answer.as_bytes()).unwrap();
        });
        at
    }

    /// What the system says to an account that may not listen at a low port, whoever has it.
    fn not_allowed() -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    #[tokio::test]
    async fn a_low_port_is_asked_who_has_it() {
        let ours = "HTTP/1.1 200 OK\r\nset-cookie: renew-here=1; Path=/\r\n\r\n";
        let other = "HTTP/1.1 200 OK\r\n\r\n";
        for (answer, port) in [(ours, Port::Ours), (other, Port::Others)] {
            let config = Config::local("data".into(), answering(answer));
            assert_eq!(main_port(&config, not_allowed(), true).await, port);
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let config = Config::local("data".into(), free.local_addr().unwrap());
        drop(free);
        let found = main_port(&config, not_allowed(), false).await;
        assert_eq!(found, Port::NotAllowed);
    }

    #[tokio::test]
    async fn who_has_the_open_port_has_to_send_people_home() {
        let mut config = Config::local("data".into(), ([127, 0, 0, 1], 8443).into());
        config.origin = "https://a.example".into();
        let ours = "HTTP/1.1 308 Permanent Redirect\r\nlocation: https://a.example/\r\n\r\n";
        let other = "HTTP/1.1 301 Moved\r\nlocation: https://a.example/\r\n\r\n";
        let elsewhere = "HTTP/1.1 308 Permanent Redirect\r\nlocation: https://b.example/\r\n\r\n";
        for (answer, port) in [
            (ours, Port::Ours),
            (other, Port::Others),
            (elsewhere, Port::Others),
        ] {
            let taken = Err(io::ErrorKind::AddrInUse.into());
            let found = open_port(&config, answering(answer), taken).await;
            assert_eq!(found, port, "{answer}");
        }
    }
}
