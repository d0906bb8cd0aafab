//! Web addresses out of feeds: which may become a link, and which are online meetings.

/// The longest address that is kept; browsers take about this much.
pub(super) const LINK_BYTES_MAX: usize = 2_000;

/// Where online meetings are held, and what people call it. A meeting's host is one of these or a
/// subdomain of one.
pub(crate) const CONFERENCE_HOSTS: [(&str, &str); 21] = [
    ("bluejeans.com", "BlueJeans"),
    ("discord.gg", "Discord"),
    ("freeconference.com", "FreeConference"),
    ("freeconferencecall.com", "FreeConferenceCall"),
    ("goto.com", "GoTo"),
    ("gotomeet.me", "GoToMeeting"),
    ("gotomeeting.com", "GoToMeeting"),
    ("horizon.meta.com", "Meta Horizon"),
    ("maps.secondlife.com", "Second Life"),
    ("meet.google.com", "Google Meet"),
    ("meet.jit.si", "Jitsi"),
    ("meetings.dialpad.com", "Dialpad"),
    ("signal.group", "Signal"),
    ("skype.com", "Skype"),
    ("slurl.com", "Second Life"),
    ("teams.live.com", "Microsoft Teams"),
    ("teams.microsoft.com", "Microsoft Teams"),
    ("vrchat.com", "VRChat"),
    ("webex.com", "Webex"),
    ("zoho.com", "Zoho"),
    ("zoom.us", "Zoom"),
];

/// What people call the service that an online meeting's address leads to, if it is one that we
/// know.
#[must_use]
pub fn conference_provider(address: &str) -> Option<&'static str> {
    provider_of(&host(address)?)
}

/// An address that may become a link: `http` or `https`, a host, no user name before it (which
/// makes one site look like another) and no character that an address can't hold. An address
/// without its scheme is taken as `https` when it begins with a host and a path.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LINK_BYTES_MAX || text.chars().any(is_never_in_an_address) {
        return None;
    }
    let whole = match text.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            if !matches!(scheme.as_str(), "http" | "https") {
                return None;
            }
            format!("{scheme}://{rest}")
        }
        None if text.split(['/', '?', '#']).next()?.contains(':') => return None,
        None => format!("https://{text}"),
    };
    host(&whole)?;
    Some(whole)
}

/// The host of an address that [`web_address`] gave, in lower case.
pub(super) fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port),
        None => (authority, "443"),
    };
    // An empty port is the usual one, and a dot at the end says that the name is whole.
    let port_is_right = port.is_empty() || port.parse::<u16>().is_ok();
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_named = host.contains('.')
        && host.split('.').all(|label| {
            // Letters of any script may be in a name; the services' own names are plain ones, so
            // a look-alike letter never makes one of them.
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    (port_is_right && is_named).then(|| host.to_ascii_lowercase())
}

/// The service that holds online meetings at a host. `us02web.zoom.us` is a subdomain of
/// `zoom.us`; `evilzoom.us` is not.
pub(super) fn provider_of(host: &str) -> Option<&'static str> {
    CONFERENCE_HOSTS
        .iter()
        .find(|(known, _)| {
            host.strip_suffix(known)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
        .map(|(_, service)| *service)
}

/// Whether a text has the shape of an email address. Whether it is one, only a letter would tell.
pub(super) fn is_email(text: &str) -> bool {
    // The limit of SMTP.
    const EMAIL_BYTES_MAX: usize = 254;
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    text.len() <= EMAIL_BYTES_MAX
        && text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && user.chars().all(plain)
                && host.contains('.')
                && host
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
        })
}

fn is_never_in_an_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\\' | '"' | '<' | '>' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt://zoom.us/%0aalert(1)",
            "data:text/html,x",
            "https://zoom.us@evil.example/j/1",
            "https://evil.example\\@zoom.us/",
            "https://",
            "https://localhost/",
            "https://zoom..us/",
            "https://zoom.us:99999/",
            "https://zoom.us/a b",
            "tel:5551234",
            "/meetings/1",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
        assert_eq!(
            web_address(" HTTPS://Zoom.us/j/1?pwd=a&b=c ").as_deref(),
            Some("https://Zoom.us/j/1?pwd=a&b=c")
        );
        assert!(web_address("https://münchen.example/treffen").is_some());
        assert_eq!(
            web_address("us02web.zoom.us/j/1").as_deref(),
            Some("https://us02web.zoom.us/j/1")
        );
    }

    #[test]
    fn hosts_match_at_a_dot() {
        let holds = |address: &str| conference_provider(address).is_some();
        assert!(holds("https://zoom.us/j/1"));
        assert!(holds("https://US02web.ZOOM.us:443/j/1"));
        assert!(holds("https://zoom.us./j/1"));
        assert!(holds("https://zoom.us:/j/1"));
        for other in [
            "https://z\u{43e}\u{43e}m.us/j/1",
            "https://s\u{212a}ype.com/1",
            "https://\u{ff5a}oom.us/j/1",
            "https://xn--zm-emca.us/j/1",
            "https://zoom.us../j/1",
            "https://zoom.us@evil.example/j/1",
            "https://zoom.us:x@evil.example/j/1",
            "https://evilzoom.us/j/1",
            "https://zoom.us.evil.example/j/1",
            "https://evil.example/zoom.us",
            "https://evil.example?zoom.us",
        ] {
            assert!(!holds(other), "{other}");
        }
    }

    #[test]
    fn emails_have_a_shape() {
        assert!(is_email("help+us@example.org"));
        for bad in [
            "",
            "@",
            "a@b",
            "a b@example.org",
            "<a@example.org>",
            "a@b@c.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
