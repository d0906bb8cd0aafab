//! Whose a datagram is, before anything is believed of it.
//!
//! The first byte tells what kind of message it is (RFC 7983). Only a STUN request says whom it is
//! for, by the first half of its USERNAME: our own fragment, which nobody knows but the page that
//! got our answer. What follows is known by where it comes from, and that is learnt only once the
//! request's integrity has been checked.

/// What a datagram is by its first byte, RFC 7983 section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Stun,
    Dtls,
    /// RTP or RTCP, sealed.
    Rtp,
}

/// The kind of a datagram; none is ours otherwise.
#[must_use]
pub fn class(datagram: &[u8]) -> Option<Class> {
    match datagram.first()? {
        0..=3 => Some(Class::Stun),
        20..=63 => Some(Class::Dtls),
        128..=191 => Some(Class::Rtp),
        _ => None,
    }
}

/// Whether a sealed packet is about others (RTCP), by its second byte (RFC 5761 section 4).
pub(crate) fn is_feedback(datagram: &[u8]) -> bool {
    let kind = datagram.get(1).map(|byte| byte & 0x7f);
    kind.is_some_and(|kind| (64..96).contains(&kind))
}

const HEADER_BYTES: usize = 20;
/// RFC 8489 section 5: what every STUN message holds in bytes 4 to 8.
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const USERNAME: u16 = 0x0006;
/// RFC 8445 section 5.3: at most 256 characters.
const UFRAG_BYTES_MAX: usize = 256;
/// A request of a browser has six or seven attributes.
const ATTRIBUTES_MAX: usize = 32;

/// For whom a binding request is: the part of its USERNAME before the colon (RFC 8445 section
/// 7.2.2). Nothing of it is verified here.
#[must_use]
pub fn ufrag(datagram: &[u8]) -> Option<&str> {
    let (header, mut rest) = datagram.split_at_checked(HEADER_BYTES)?;
    if header.get(..2)? != BINDING_REQUEST || header.get(4..8)? != COOKIE {
        return None;
    }
    for _ in 0..ATTRIBUTES_MAX {
        let (kind, value, after) = attribute(rest)?;
        if kind == USERNAME {
            let end = value.iter().position(|byte| *byte == b':')?;
            let fragment = value.get(..end)?;
            let is_sane = (1..=UFRAG_BYTES_MAX).contains(&fragment.len());
            return is_sane
                .then(|| std::str::from_utf8(fragment).ok())
                .flatten();
        }
        rest = after;
    }
    None
}

/// The first attribute: its kind, its value, and what comes after its padding.
fn attribute(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    let [k0, k1, l0, l1] = *head;
    let length = usize::from(u16::from_be_bytes([l0, l1]));
    let value = rest.get(..length)?;
    let after = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    Some((u16::from_be_bytes([k0, k1]), value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut out = vec![0x00, 0x01, 0, 0];
        out.extend(COOKIE);
        out.extend([7; 12]);
        for (kind, value) in attributes {
            out.extend(kind.to_be_bytes());
            out.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
            out.extend(*value);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        out
    }

    #[test]
    fn the_first_byte_tells_the_kind() {
        assert_eq!(class(&[0, 1]), Some(Class::Stun));
        assert_eq!(class(&[22]), Some(Class::Dtls));
        assert_eq!(class(&[0x80]), Some(Class::Rtp));
        assert_eq!(class(&[4]), None);
        assert_eq!(class(&[64]), None, "a TURN channel is nothing of ours");
        assert_eq!(class(&[192]), None);
        assert_eq!(class(&[]), None);
    }

    #[test]
    fn a_request_says_for_whom_it_is() {
        let plain = request(&[(0x8022, b"odd"), (USERNAME, b"ours:theirs")]);
        assert_eq!(ufrag(&plain), Some("ours"));
    }

    #[test]
    fn what_is_cut_off_is_for_nobody() {
        let whole = request(&[(0x8022, b"odd"), (USERNAME, b"ours:theirs")]);
        // The attribute is cut anywhere, but for its padding.
        for length in 0..whole.len() - 1 {
            assert_eq!(ufrag(&whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn lies_about_lengths_end_the_reading() {
        let mut lying = request(&[(USERNAME, b"ours:theirs")]);
        lying[22] = 0xff;
        assert_eq!(ufrag(&lying), None);
        assert_eq!(ufrag(&request(&[(USERNAME, b"no colon")])), None);
        assert_eq!(ufrag(&request(&[(USERNAME, b":theirs")])), None);
        let many: Vec<(u16, &[u8])> = vec![(0x8022, b""); 40];
        assert_eq!(ufrag(&request(&many)), None);
        let mut response = request(&[(USERNAME, b"ours:theirs")]);
        response[0] = 1;
        assert_eq!(ufrag(&response), None);
    }
}
