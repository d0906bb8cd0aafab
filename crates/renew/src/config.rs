//! What the operator decides when starting the program.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::https::Https;
use crate::sessions::TurnServer;

/// The operator's settings. Everything has a default that suits a first start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Holds the database (unless it is PostgreSQL), the keys and the master key.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://...`.
    pub database: String,
    pub listen: SocketAddr,
    /// The address that people type, such as `https://renew.example.org`: passkeys are bound to
    /// its host, and cookies are marked secure when it is https.
    pub origin: String,
    /// The header in which a proxy in front of us tells the network of the person, such as
    /// `x-forwarded-for`. Only set it when there is such a proxy: anybody can write a header.
    pub proxy_header: Option<String>,
    /// How many times faster than real a session runs. 1 except in the demo and in tests.
    pub pace: u32,
    /// The community's name, in titles and on the front page.
    pub community: String,
    /// Whether feeds may be asked for in the machine's own network, and without encryption. Only
    /// set it when all who coordinate may read what the machine can.
    pub asks_own_network: bool,
    /// Where the program's own HTTPS comes from.
    pub https: Https,
    /// Where those are heard who come without encryption, to be sent on to [`Config::origin`].
    pub http_listen: Option<SocketAddr>,
    pub media: Media,
}

/// How voice and video reach people.
#[derive(Clone, Debug, Default)]
pub struct Media {
    /// The one port, of UDP and of TCP. Without it there is neither voice nor video.
    /// With 0 the system chooses one, and the start says which.
    pub port: Option<u16>,
    /// Addresses at which people reach that port: the public one, and those in the house.
    pub advertise: Vec<IpAddr>,
    /// For people whose network lets nothing else through.
    pub turn: Option<TurnServer>,
}

impl Config {
    /// Settings for a community that lives in the folder `data` and listens at `listen`.
    #[must_use]
    pub fn local(data: PathBuf, listen: SocketAddr) -> Self {
        Self {
            database: format!("sqlite:{}", data.join("renew.db").display()),
            origin: format!("http://localhost:{}", listen.port()),
            data,
            listen,
            proxy_header: None,
            pace: 1,
            community: "Renew".to_owned(),
            asks_own_network: false,
            https: Https::Off,
            http_listen: None,
            media: Media::default(),
        }
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    #[must_use]
    pub fn community_name(&self) -> &str {
        &self.community
    }

    /// The host of [`Config::origin`], without scheme and port: what passkeys are bound to.
    #[must_use]
    pub fn host(&self) -> &str {
        host_of(&self.origin)
    }

    /// The port of [`Config::origin`].
    #[must_use]
    pub fn port(&self) -> u16 {
        let usual = if self.is_https() { 443 } else { 80 };
        let after = self.origin.rsplit_once(self.host());
        let told = after.and_then(|(_, rest)| rest.strip_prefix(':'));
        told.and_then(|port| port.parse().ok()).unwrap_or(usual)
    }

    /// Whether browsers are told never to come without encryption again. Not on the machine
    /// itself, where other programs would have to answer for it, and not by a bare address, for
    /// which browsers don't keep it. Nor with a port of its own: browsers forget the port, and would
    /// go to 443 of that host whatever somebody types, where nobody may answer.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        let host = self.host();
        let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
        self.is_https() && self.port() == 443 && !is_this_machine(host) && !is_address
    }
}

/// The host of an origin, without scheme and port.
#[must_use]
pub fn host_of(origin: &str) -> &str {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    // An address of IPv6 stands in brackets, and has colons of its own.
    if let Some(end) = rest.find(']').filter(|_| rest.starts_with('[')) {
        return &rest[..=end];
    }
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// Whether a host can only be the machine on which the browser runs.
#[must_use]
pub fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_read_from_the_origin() {
        let mut config = Config::local("data".into(), "127.0.0.1:0".parse().unwrap());
        for (origin, host, port, strict) in [
            ("https://a.example", "a.example", 443, true),
            ("https://a.example:443", "a.example", 443, true),
            ("https://a.example:8443", "a.example", 8443, false),
            ("http://a.example", "a.example", 80, false),
            ("http://localhost:8080", "localhost", 8080, false),
            ("https://localhost:8443", "localhost", 8443, false),
            ("https://192.0.2.7", "192.0.2.7", 443, false),
            ("https://[2001:db8::7]:444", "[2001:db8::7]", 444, false),
        ] {
            config.origin = origin.into();
            assert_eq!(config.host(), host);
            assert_eq!(config.port(), port);
            assert_eq!(config.is_strict(), strict, "{origin}");
        }
    }
}
