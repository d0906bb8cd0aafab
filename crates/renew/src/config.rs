//! What the operator decides when starting the program.

use std::net::SocketAddr;
use std::path::PathBuf;

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
        let rest = self
            .origin
            .split_once("://")
            .map_or(self.origin.as_str(), |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }
}
