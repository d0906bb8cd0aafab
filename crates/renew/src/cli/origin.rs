//! The address that people type, as browsers write it: cookies, passkeys and the check of where a
//! form comes from compare it letter by letter.

use std::net::{IpAddr, Ipv6Addr};

/// The longest name there can be, and its longest part.
const NAME_CHARS_MAX: usize = 253;
const LABEL_CHARS_MAX: usize = 63;

/// An origin as the operator gave it, made what browsers make of it.
///
/// # Errors
/// A sentence that says how to give it.
pub(super) fn read(given: &str) -> Result<String, String> {
    let given = given.trim();
    let (scheme, rest) = given.split_once("://").ok_or_else(|| {
        let host = given.split('/').next().unwrap_or(given);
        format!("Give --origin with how people come in front: https://{host}")
    })?;
    let scheme = scheme.to_ascii_lowercase();
    let usual_port = match scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => {
            return Err(format!(
                "People come by https, not by {scheme}: mend --origin."
            ));
        }
    };
    let rest = rest.trim_end_matches('/');
    if let Some((place, _)) = rest.split_once(['/', '?', '#']) {
        return Err(format!(
            "A community has a name of its own, and no part of another site: give --origin as \
             {scheme}://{place}"
        ));
    }
    let (host, port) = host_and_port(rest)
        .ok_or_else(|| format!("{given} is no address: give --origin as https://NAME"))?;
    let host = host_of(host)?;
    Ok(match port {
        Some(port) if port != usual_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

/// The two parts of `HOST:PORT`; an address of IPv6 stands in brackets.
fn host_and_port(text: &str) -> Option<(&str, Option<u16>)> {
    let after_host = text.rfind(']').map_or(0, |end| end + 1);
    match text[after_host..].find(':') {
        None => Some((text, None)),
        Some(colon) => {
            let (host, port) = text.split_at(after_host + colon);
            let port = port[1..].parse().ok().filter(|port| *port != 0)?;
            Some((host, Some(port)))
        }
    }
}

fn host_of(host: &str) -> Result<String, String> {
    let unusable = || format!("{host} is no name of a machine: mend --origin.");
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']').map(str::parse::<Ipv6Addr>);
        return match address {
            Some(Ok(address)) => Ok(format!("[{address}]")),
            _ => Err(unusable()),
        };
    }
    if !host.is_ascii() {
        return Err(format!(
            "Browsers send the name {host} in letters from a to z: give --origin as it stands where \
             the name is kept, with xn--... in front."
        ));
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_name = host.len() <= NAME_CHARS_MAX && host.split('.').all(is_label);
    let is_address = host.parse::<IpAddr>().is_ok();
    // Browsers read what ends in a number as an address, and refuse it if it is none.
    let last = host.rsplit('.').next().unwrap_or_default();
    let ends_in_number = last.bytes().all(|byte| byte.is_ascii_digit());
    if is_name && (is_address || !ends_in_number) {
        Ok(host)
    } else {
        Err(unusable())
    }
}

/// Letters, digits, hyphens; underscores are in names of houses' own networks.
fn is_label(label: &str) -> bool {
    (1..=LABEL_CHARS_MAX).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_becomes_what_browsers_make_of_it() {
        for (given, origin) in [
            ("https://renew.example.org", "https://renew.example.org"),
            (" HTTPS://Renew.Example.org/ ", "https://renew.example.org"),
            ("https://a.example:443", "https://a.example"),
            ("http://a.example:80/", "http://a.example"),
            ("http://a.example:443", "http://a.example:443"),
            ("https://a.example.:8443", "https://a.example:8443"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://192.0.2.7", "https://192.0.2.7"),
            ("https://[2001:DB8:0::7]:444", "https://[2001:db8::7]:444"),
            (
                "https://xn--mnchen-3ya.example",
                "https://xn--mnchen-3ya.example",
            ),
        ] {
            assert_eq!(read(given).unwrap(), origin, "{given}");
        }
    }

    #[test]
    fn what_is_no_origin_is_named_with_what_would_be_one() {
        for (given, word) in [
            ("a.example/x", "https://a.example"),
            ("ftp://a.example", "not by ftp"),
            ("https://a.example/renew", "as https://a.example"),
            ("https://a.example?x", "as https://a.example"),
            ("https://münchen.example", "xn--"),
            ("https://kim@a.example", "no name of a machine"),
            ("https://", "no name of a machine"),
            ("https://a..example", "no name of a machine"),
            ("https://a b.example", "no name of a machine"),
            ("https://*.example", "no name of a machine"),
            ("https://192.0.2.700", "no name of a machine"),
            ("https://[2001:db8::7", "no address"),
            ("https://[a]", "no name of a machine"),
            ("https://a.example:0", "no address"),
            ("https://a.example:99999", "no address"),
            ("https://a.example:", "no address"),
        ] {
            let said = read(given).unwrap_err();
            assert!(said.contains(word), "{given}: {said}");
        }
    }
}
