//! One request to a source: with the version that we have, by our own name, and within limits of
//! time, bytes and redirects. It runs on a thread of its own, so that a slow server holds up
//! neither those who are served nor the end of the program.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config as AgentConfig;
use ureq::http::{HeaderMap, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::network;
use super::trouble::Trouble;
use crate::config::Config;
use crate::groups::bring::BYTES_MAX;
use crate::site::lang::Lang;

/// A feed that moved, then moved to https, then to another host: more is a circle.
const REDIRECTS_MAX: u32 = 5;
/// What the largest servers send is a tenth of it.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// What a server calls its version is some ten characters; a longer one is let go, and the whole
/// list comes again.
const VERSION_CHARS_MAX: usize = 500;
/// The addresses of real feeds, with all their questions, are below half of it.
pub(in crate::groups) const URL_CHARS_MAX: usize = 1_000;

/// How long and how much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) connect: Duration,
    /// From the first name that is looked up to the last byte.
    pub(super) whole: Duration,
    pub(super) bytes_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            // The largest feeds, over the slow line of a small community.
            whole: Duration::from_secs(60),
            bytes_max: BYTES_MAX,
        }
    }
}

/// Asks an address once, and waits for the answer: what an operator does by hand.
///
/// # Errors
/// A sentence that says why there is no answer.
pub fn bytes_at(config: &Config, url: &str) -> Result<Vec<u8>, String> {
    let failed = |trouble: Trouble| trouble.sentence(Lang::En);
    let url = check_url(url, config.asks_own_network).map_err(|flaw| match flaw {
        UrlFlaw::NotAnAddress => failed(Trouble::NotAnAddress),
        UrlFlaw::HoldsSecret => {
            "Leave the name and the password out of the address: it may be read by others."
                .to_owned()
        }
    })?;
    let question = Question {
        url,
        ..Question::default()
    };
    // No moment is known here, and none is needed: nobody waits to ask again.
    match Asker::new(config).ask_blocking(&question, 0) {
        Ok(Answer::List { bytes, .. }) => Ok(bytes),
        Ok(Answer::Unchanged) => Err(failed(Trouble::Status(304))),
        Err(failure) => Err(failed(failure.trouble)),
    }
}

/// What is asked for, and the version of it that we have; both empty when we have none.
#[derive(Clone, Debug, Default)]
pub(in crate::groups) struct Question {
    pub(in crate::groups) url: String,
    pub(in crate::groups) etag: String,
    pub(in crate::groups) last_modified: String,
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::groups) enum Answer {
    /// We have the newest version.
    Unchanged,
    List {
        bytes: Vec<u8>,
        etag: String,
        last_modified: String,
    },
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::groups) struct Failure {
    pub(in crate::groups) trouble: Trouble,
    /// How long the server wants to be left alone, in milliseconds, if it said so.
    pub(in crate::groups) wished_ms: Option<i64>,
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self {
            trouble,
            wished_ms: None,
        }
    }
}

/// Asks servers. Cloning is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    agent: Agent,
    bytes_max: usize,
}

impl Asker {
    pub(crate) fn new(config: &Config) -> Self {
        let may_ask = match config.asks_own_network {
            true => |_: IpAddr| true,
            false => network::is_public,
        };
        Self::with(config, Bounds::default(), may_ask)
    }

    pub(super) fn with(config: &Config, bounds: Bounds, may_ask: fn(IpAddr) -> bool) -> Self {
        let agent = Agent::config_builder()
            .https_only(!config.asks_own_network)
            .http_status_as_error(false)
            // A proxy would look names up for us, and past the rule about our own network.
            .proxy(None)
            .max_redirects(REDIRECTS_MAX)
            .max_redirects_will_error(true)
            .timeout_resolve(Some(bounds.connect))
            .timeout_connect(Some(bounds.connect))
            .timeout_global(Some(bounds.whole))
            .max_response_header_size(HEADER_BYTES_MAX)
            // Twelve hours later no server remembers the connection.
            .max_idle_connections(0)
            .user_agent(format!(
                "Renew/{} (meetings of a recovery community; +{})",
                env!("CARGO_PKG_VERSION"),
                config.origin
            ))
            .accept("application/json, text/csv;q=0.9, */*;q=0.5")
            .build();
        let resolver = PublicOnly {
            names: DefaultResolver::default(),
            may_ask,
        };
        Self {
            agent: Agent::with_parts(agent, DefaultConnector::default(), resolver),
            bytes_max: bounds.bytes_max,
        }
    }

    pub(super) async fn ask(&self, question: Question, now_ms: i64) -> Result<Answer, Failure> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let asker = self.clone();
        let thread = std::thread::Builder::new().name("source".to_owned());
        let started = thread.spawn(move || {
            // Nobody listens any more when the program ends.
            let _ = tell.send(asker.ask_blocking(&question, now_ms));
        });
        match started {
            Ok(_) => told.await.unwrap_or(Err(Trouble::Unreachable.into())),
            Err(_) => Err(Trouble::Unreachable.into()),
        }
    }

    pub(super) fn ask_blocking(&self, question: &Question, now_ms: i64) -> Result<Answer, Failure> {
        let mut request = self.agent.get(with_formats(&question.url));
        let versions = [
            (header::IF_NONE_MATCH, &question.etag),
            (header::IF_MODIFIED_SINCE, &question.last_modified),
        ];
        let has_version = versions.iter().any(|(_, version)| !version.is_empty());
        for (name, version) in versions {
            if !version.is_empty() {
                request = request.header(name, version);
            }
        }
        let response = request.call().map_err(|error| before_answer(&error))?;
        let (parts, body) = response.into_parts();
        match parts.status.as_u16() {
            304 if has_version => Ok(Answer::Unchanged),
            200 => {
                let body = body.into_with_config().limit(self.bytes_max as u64);
                Ok(Answer::List {
                    bytes: body.read_to_vec().map_err(|error| within_answer(&error))?,
                    etag: version(&parts.headers, &header::ETAG),
                    last_modified: version(&parts.headers, &header::LAST_MODIFIED),
                })
            }
            status => Err(Failure {
                trouble: Trouble::Status(status),
                wished_ms: wished_ms(&parts.headers, now_ms),
            }),
        }
    }
}

/// Looks names up, and gives only addresses that may be asked. The connection is made to what is
/// given here, at each redirect anew, so that a name can't mean one address when it is looked at
/// and another when it is asked.
#[derive(Debug)]
struct PublicOnly {
    names: DefaultResolver,
    may_ask: fn(IpAddr) -> bool,
}

/// A name that leads into our own network.
#[derive(Debug, thiserror::Error)]
#[error("the address is in the machine's own network")]
struct OwnNetwork;

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &AgentConfig,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = match self.names.resolve(uri, config, timeout) {
            // Whatever the system says of a name that it can't look up.
            Err(ureq::Error::Io(_)) => return Err(ureq::Error::HostNotFound),
            found => found?,
        };
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.may_ask)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            return Err(ureq::Error::Other(Box::new(OwnNetwork)));
        }
        Ok(allowed)
    }
}

/// What went wrong before the server had answered.
fn before_answer(error: &ureq::Error) -> Failure {
    let trouble = match error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Trouble::NotAnAddress,
        ureq::Error::RequireHttpsOnly(_) => Trouble::NotSecure,
        ureq::Error::HostNotFound => Trouble::NoSuchHost,
        ureq::Error::Other(inner) if inner.is::<OwnNetwork>() => Trouble::OwnNetwork,
        ureq::Error::Timeout(_) => Trouble::TooSlow,
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => Trouble::TooManyRedirects,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => Trouble::NotTrusted,
        // A handshake that fails comes up as data that make no sense.
        ureq::Error::Io(inner) if inner.kind() == io::ErrorKind::InvalidData => Trouble::NotTrusted,
        ureq::Error::Io(inner) if inner.kind() == io::ErrorKind::TimedOut => Trouble::TooSlow,
        _ => Trouble::Unreachable,
    };
    trouble.into()
}

/// What went wrong while the answer came.
fn within_answer(error: &ureq::Error) -> Failure {
    let trouble = match error {
        ureq::Error::Timeout(_) => Trouble::TooSlow,
        ureq::Error::BodyExceedsLimit(_) => Trouble::TooLarge,
        ureq::Error::Io(inner) if inner.kind() == io::ErrorKind::TimedOut => Trouble::TooSlow,
        _ => Trouble::CutShort,
    };
    trouble.into()
}

/// What the server calls its version, to be sent back as it is.
fn version(headers: &HeaderMap, name: &header::HeaderName) -> String {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .filter(|value| value.len() <= VERSION_CHARS_MAX)
        .unwrap_or_default()
        .to_owned()
}

/// How long the server wants to be left alone (RFC 9110, 10.2.3): seconds, or until a moment.
fn wished_ms(headers: &HeaderMap, now_ms: i64) -> Option<i64> {
    let wish = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = wish.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(wish)
        .ok()?;
    Some((until.as_millisecond() - now_ms).max(0))
}

/// Why an address is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::groups) enum UrlFlaw {
    /// It is none, or not of a kind that may be asked.
    NotAnAddress,
    /// It holds a name or a password.
    HoldsSecret,
}

/// An address as it is kept and asked.
///
/// # Errors
/// It can't be asked, or shouldn't be written down.
pub(in crate::groups) fn check_url(text: &str, asks_own_network: bool) -> Result<String, UrlFlaw> {
    // What stands behind # never reaches a server.
    let text = text.trim().split('#').next().unwrap_or_default();
    if text.len() > URL_CHARS_MAX {
        return Err(UrlFlaw::NotAnAddress);
    }
    let uri: Uri = text.parse().map_err(|_| UrlFlaw::NotAnAddress)?;
    let is_kind = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => asks_own_network,
        _ => false,
    };
    let authority = uri.authority().filter(|_| is_kind);
    match authority {
        Some(authority) if authority.as_str().contains('@') => Err(UrlFlaw::HoldsSecret),
        Some(authority) if !authority.host().is_empty() => Ok(uri.to_string()),
        _ => Err(UrlFlaw::NotAnAddress),
    }
}

/// A BMLT server tells the formats that its meetings use when it is asked for them, and without
/// them the letters of a server's own formats mean nothing.
pub(super) fn with_formats(url: &str) -> String {
    let asks = |word: &str| url.split(['?', '&']).skip(1).any(|part| part == word);
    let is_bmlt = asks("switcher=GetSearchResults");
    match is_bmlt && !url.contains("get_used_formats") {
        true => format!("{url}&get_used_formats=1"),
        false => url.to_owned(),
    }
}

/// The host of an address, to ask one after the other what stands on one host.
pub(super) fn host_of(url: &str) -> String {
    let uri: Result<Uri, _> = url.parse();
    uri.ok()
        .and_then(|uri| uri.host().map(str::to_ascii_lowercase))
        .unwrap_or_default()
}
