//! Web addresses among words: which lead into a call, or to somebody.

use super::Holds;
use super::words::{Class, class};
use crate::meeting_guide::CONFERENCE_HOSTS;

/// Where people meet beside the services that feeds know.
const ROOM_HOSTS: [&str; 9] = [
    "chat.whatsapp.com",
    "discord.com",
    "facetime.apple.com",
    "uberconference.com",
    "us.bbcollab.com",
    "whereby.com",
    "workplace.com",
    "zoom.com",
    "zoomgov.com",
];

/// Where an address is the name of somebody who is written to or paid.
const PERSON_HOSTS: [&str; 9] = [
    "cash.app",
    "cash.me",
    "m.me",
    "paypal.com",
    "paypal.me",
    "t.me",
    "venmo.com",
    "wa.me",
    "zellepay.com",
];

/// Behind these parts of a path stands what lets somebody in.
const DOORS: [&str; 5] = ["j", "join", "invite", "invitation", "unirse"];

/// What a name of a host leads to. It may have more before it and behind it: `us02web.zoom.us`, and
/// a look-alike such as `zoom.us.example.org`, which nobody writes in good faith.
pub(super) fn judge_host(host: &str) -> Option<Holds> {
    // Longer than any host there is, by the rules of names.
    const HOST_BYTES_MAX: usize = 253;
    if host.len() > HOST_BYTES_MAX {
        return Some(Holds::WayIn);
    }
    let host = host.to_ascii_lowercase();
    let mut labels = vec![0];
    labels.extend(host.match_indices('.').map(|(at, _)| at + 1));
    let is_in = |known: &str| {
        labels.iter().any(|at| {
            let rest = host.get(*at..).and_then(|rest| rest.strip_prefix(known));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let is_room = CONFERENCE_HOSTS.iter().any(|(known, _)| is_in(known))
        || ROOM_HOSTS.iter().any(|known| is_in(known));
    if is_room {
        return Some(Holds::WayIn);
    }
    let is_person = PERSON_HOSTS.iter().any(|known| is_in(known));
    is_person.then_some(Holds::Contact)
}

/// What a whole address leads to, with or without its scheme.
pub(super) fn judge(address: &str) -> Option<Holds> {
    let whole = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host_end = whole.find(['/', '?', '#']).unwrap_or(whole.len());
    let (authority, path) = whole.split_at(host_end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host).trim_end_matches('.');
    if let Some(held) = judge_host(host) {
        return Some(held);
    }
    let words = path.split(|letter: char| !letter.is_ascii_alphanumeric());
    let has_passcode = words.map(str::to_ascii_lowercase).any(|word| {
        // As long a word as any that means a passcode.
        word.len() <= 16 && class(word.as_bytes()) == Class::Strong
    });
    let only_path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = only_path.split('/').collect();
    let is_door = parts.windows(2).any(|pair| {
        let [door, behind] = pair else { return false };
        !behind.is_empty() && DOORS.iter().any(|known| door.eq_ignore_ascii_case(known))
    });
    if has_passcode || is_door {
        return Some(Holds::WayIn);
    }
    let has_email = address.match_indices('@').any(|(at, _)| {
        let before = address.get(..at).unwrap_or_default();
        let after = address.get(at + 1..).unwrap_or_default();
        let host_end = after
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
            .unwrap_or(after.len());
        let dot = after.get(host_end..).unwrap_or_default();
        before.ends_with(|letter: char| letter.is_ascii_alphanumeric())
            && host_end > 0
            && dot.starts_with('.')
    });
    has_email.then_some(Holds::Contact)
}
