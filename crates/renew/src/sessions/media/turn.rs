//! Short-lived names and passwords for an operator's own TURN server, for people whose network
//! lets nothing else through.
//!
//! The scheme is the one that coturn calls `use-auth-secret` (draft-uberti-behave-turn-rest): the
//! name says until when it is good, and the password is what only holders of the shared secret
//! can make of that name. The TURN server learns neither who somebody is nor of which circle.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// A longest session (four hours), extended, with its lounge. A line that is up is not cut when its
/// password has passed; only a new one is refused.
pub(super) const LIFETIME_SECONDS_MAX: i64 = 6 * 60 * 60;

/// The secret that Renew and the TURN server share. It shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct TurnSecret(String);

/// The operator's TURN server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnServer {
    /// `turn:HOST:PORT` or `turns:HOST:PORT`, perhaps with `?transport=tcp`.
    pub url: String,
    pub secret: TurnSecret,
}

/// What one person's browser shows the TURN server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnCredentials {
    /// When it passes, in seconds since the Unix epoch, and after a colon the random id.
    pub username: String,
    pub password: String,
}

/// The host and the port in `turn:HOST`, `turn:HOST:PORT` or the same with `turns:`, perhaps with
/// `?transport=udp` or `?transport=tcp` behind it (RFC 7065); `None` for what a browser can't read. An
/// address of IPv6 stands in brackets, and is given without them.
#[must_use]
pub fn turn_place(url: &str) -> Option<(&str, u16)> {
    let (scheme, rest) = url.split_once(':')?;
    // Section 3.1: what is meant where no port is given.
    let port = match scheme {
        "turn" => 3478,
        "turns" => 5349,
        _ => return None,
    };
    let place = match rest.split_once('?') {
        Some((place, "transport=udp" | "transport=tcp")) => place,
        Some(_) => return None,
        None => rest,
    };
    let (host, port) = match place.strip_prefix('[') {
        Some(six) => {
            let (six, behind) = six.split_once(']')?;
            six.parse::<std::net::Ipv6Addr>().ok()?;
            match behind.strip_prefix(':') {
                Some(port) => (six, port.parse().ok()?),
                None => (six, behind.is_empty().then_some(port)?),
            }
        }
        None => match place.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (place, port),
        },
    };
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    (!host.is_empty() && port != 0 && host.bytes().all(is_of_host)).then_some((host, port))
}

impl TurnSecret {
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret)
    }
}

impl std::fmt::Debug for TurnSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TurnSecret(..)")
    }
}

/// Credentials that pass `lifetime_seconds` after `now_ms`, or after six hours if that is sooner. `id`
/// is drawn anew for each, so that two can't be told to be of one person.
#[must_use]
pub fn turn_credentials(
    secret: &TurnSecret,
    now_ms: i64,
    lifetime_seconds: i64,
    id: u64,
) -> TurnCredentials {
    let lifetime = lifetime_seconds.clamp(0, LIFETIME_SECONDS_MAX);
    let until = now_ms.div_euclid(1000).saturating_add(lifetime);
    let username = format!("{until}:{id:016x}");
    let password = STANDARD.encode(hmac_sha1(secret.0.as_bytes(), username.as_bytes()));
    TurnCredentials { username, password }
}

/// RFC 2104 over SHA-1. Broken for signatures, and sound here: forging a keyed hash asks for more
/// than two texts with one hash. coturn knows no other for this scheme.
fn hmac_sha1(key: &[u8], text: &[u8]) -> Vec<u8> {
    // Takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 2202, section 3, cases 1, 2, 3 and 6.
    #[test]
    fn the_published_examples_of_hmac_sha1_come_out() {
        for (key, text, digest) in [
            (
                vec![0x0b; 20],
                b"Hi There".to_vec(),
                "b617318655057264e28bc0b6fb378c8ef146be00",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            ),
            (
                vec![0xaa; 20],
                vec![0xdd; 50],
                "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
            ),
            (
                vec![0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            ),
        ] {
            assert_eq!(hex(&hmac_sha1(&key, &text)), digest);
        }
    }

    #[test]
    fn credentials_say_when_they_pass_and_hold_what_the_server_will_find() {
        let secret = TurnSecret::new("north star".into());
        let given = turn_credentials(&secret, 1_800_000_000_999, 3600, 0xfeed);
        assert_eq!(given.username, "1800003600:000000000000feed");
        let found = hmac_sha1(b"north star", given.username.as_bytes());
        assert_eq!(given.password, STANDARD.encode(found));
        let other = TurnSecret::new("south star".into());
        let of_other = turn_credentials(&other, 1_800_000_000_999, 3600, 0xfeed);
        assert_ne!(of_other.password, given.password);
    }

    #[test]
    fn no_credentials_outlast_a_session() {
        let secret = TurnSecret::new("north star".into());
        for (lifetime, until) in [(i64::MAX, 21_600), (-5, 0)] {
            let given = turn_credentials(&secret, 0, lifetime, 1);
            assert_eq!(given.username, format!("{until}:0000000000000001"));
        }
    }

    #[test]
    fn a_server_is_named_as_browsers_read_it() {
        for (url, place) in [
            ("turn:turn.example.org", Some(("turn.example.org", 3478))),
            ("turns:turn.example.org", Some(("turn.example.org", 5349))),
            ("turn:192.0.2.7:80?transport=tcp", Some(("192.0.2.7", 80))),
            ("turn:[2001:db8::7]:443", Some(("2001:db8::7", 443))),
            ("turn:[2001:db8::7]", Some(("2001:db8::7", 3478))),
            ("turn://turn.example.org:3478", None),
            ("turns:turn.example.org:5349?transport=tls", None),
            ("turn:turn.example.org:port", None),
            ("turn:turn.example.org:0", None),
            ("turn:kim@turn.example.org", None),
            ("turn:2001:db8::7", None),
            ("turn:[2001:db8::7]443", None),
            ("turn: turn.example.org", None),
            ("turn:", None),
            ("stun:turn.example.org", None),
        ] {
            assert_eq!(turn_place(url), place, "{url}");
        }
    }

    #[test]
    fn the_secret_is_not_in_what_is_logged() {
        let server = TurnServer {
            url: "turn:turn.example.org:3478".into(),
            secret: TurnSecret::new("north star".into()),
        };
        assert!(!format!("{server:?}").contains("north"));
    }
}
