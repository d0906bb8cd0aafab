//! Packets of IPv4, as far as a router looks into them: who they are for, and how a NAT renumbers the
//! far end.

use super::FAR;
use super::order::Terms;

/// Protocol numbers.
const TCP: u8 = 6;
const UDP: u8 = 17;
/// Where things stand in a header: RFC 791, 9293 and 768.
const PROTOCOL: usize = 9;
const HEADER_CHECKSUM: usize = 10;
const SOURCE: usize = 12;
const DESTINATION: usize = 16;
const TCP_CHECKSUM: usize = 16;
const UDP_CHECKSUM: usize = 6;
const SHORTEST: usize = 20;
/// Within two bytes: the bits that say how far into a datagram a fragment is.
const FRAGMENT: usize = 6;
const OFFSET_BITS: u16 = 0x1fff;

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the far end to the near one.
    Near,
    Far,
}

/// Renumbers a packet for the other side. False if it isn't let through: it is for an address that
/// the far end no longer has, it is UDP where there is none, or it is nothing that we carry.
pub(crate) fn pass(packet: &mut [u8], way: Way, terms: &Terms) -> bool {
    let Some(transport) = transport(packet) else {
        return false;
    };
    let is_udp = packet[PROTOCOL] == UDP;
    if is_udp && terms.no_udp != 0 {
        return false;
    }
    let outside = outside(terms);
    let (at, from, to) = match way {
        Way::Near => (SOURCE, FAR, outside),
        Way::Far => (DESTINATION, outside, FAR),
    };
    if packet.get(at..at + 4) != Some(&from[..]) {
        return false;
    }
    let checksum = match packet[PROTOCOL] {
        TCP => Some(transport + TCP_CHECKSUM),
        // A checksum of none means that nobody looks at it.
        UDP if word(packet, transport + UDP_CHECKSUM) == Some(0) => None,
        UDP => Some(transport + UDP_CHECKSUM),
        _ => None,
    };
    for half in [0, 2] {
        let new = u16::from_be_bytes([to[half], to[half + 1]]);
        replace(packet, at + half, new, &[Some(HEADER_CHECKSUM), checksum]);
    }
    if is_udp {
        shift_port(packet, transport, way, (terms, checksum));
    }
    true
}

/// The far end's address as the near one sees it.
fn outside(terms: &Terms) -> [u8; 4] {
    let [a, b, c, d] = FAR;
    [
        a,
        b,
        c,
        d.wrapping_add(u8::try_from(terms.moved).unwrap_or(0)),
    ]
}

fn shift_port(
    packet: &mut [u8],
    transport: usize,
    way: Way,
    (terms, checksum): (&Terms, Option<usize>),
) {
    let shift = u16::try_from(terms.shift).unwrap_or(0);
    let at = match way {
        Way::Near => transport,
        Way::Far => transport + 2,
    };
    let Some(port) = word(packet, at) else { return };
    let port = match way {
        Way::Near => port.wrapping_add(shift),
        Way::Far => port.wrapping_sub(shift),
    };
    replace(packet, at, port, &[checksum]);
}

/// Where the header of UDP or TCP begins, in a packet that has all of it. Fragments have no ports:
/// nothing that a page sends is cut into them.
fn transport(packet: &[u8]) -> Option<usize> {
    let first = *packet.first()?;
    if first >> 4 != 4 || packet.len() < SHORTEST {
        return None;
    }
    let begins = usize::from(first & 0x0f) * 4;
    let needs = match packet[PROTOCOL] {
        TCP => TCP_CHECKSUM + 2,
        UDP => UDP_CHECKSUM + 2,
        // Answers to somebody who knocks at a closed port go on as they are.
        _ => 0,
    };
    let is_whole = word(packet, FRAGMENT)? & OFFSET_BITS == 0;
    (begins >= SHORTEST && is_whole && packet.len() >= begins + needs).then_some(begins)
}

fn word(packet: &[u8], at: usize) -> Option<u16> {
    let bytes = packet.get(at..at + 2)?;
    Some(u16::from_be_bytes([bytes[0], bytes[1]]))
}

/// Writes two bytes anew, and mends the checksums over them: RFC 1624, equation 3.
fn replace(packet: &mut [u8], at: usize, new: u16, checksums: &[Option<usize>]) {
    let Some(old) = word(packet, at) else { return };
    packet[at..at + 2].copy_from_slice(&new.to_be_bytes());
    for place in checksums.iter().flatten() {
        let Some(checksum) = word(packet, *place) else {
            continue;
        };
        let mut sum = u32::from(!checksum) + u32::from(!old) + u32::from(new);
        while sum > 0xffff {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        // What is left of the sum fits, after the carries are added in.
        let mended = !u16::try_from(sum).unwrap_or(0);
        packet[*place..*place + 2].copy_from_slice(&mended.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: [u8; 4] = [192, 0, 2, 1];

    /// The sum of RFC 1071 over these bytes, which a right checksum makes all ones.
    fn sum(parts: &[&[u8]]) -> u16 {
        let mut sum = 0_u32;
        for part in parts {
            for pair in part.chunks(2) {
                let low = pair.get(1).copied().unwrap_or(0);
                sum += u32::from(u16::from_be_bytes([pair[0], low]));
            }
        }
        while sum > 0xffff {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        u16::try_from(sum).unwrap()
    }

    fn sums(packet: &[u8]) -> (u16, u16) {
        let length = u16::try_from(packet.len() - 20).unwrap().to_be_bytes();
        let pseudo = [0, packet[PROTOCOL], length[0], length[1]];
        let whole = sum(&[&packet[SOURCE..20], &pseudo, &packet[20..]]);
        (sum(&[&packet[..20]]), whole)
    }

    /// A packet with right checksums, and nine bytes to carry.
    fn packet(protocol: u8, from: ([u8; 4], u16), to: ([u8; 4], u16)) -> Vec<u8> {
        let (size, place) = if protocol == TCP { (20, 16) } else { (8, 6) };
        let mut packet = vec![0x45, 0, 0, 0, 0, 9, 0x40, 0, 64, protocol, 0, 0];
        packet.extend([from.0, to.0].concat());
        packet.extend([from.1.to_be_bytes(), to.1.to_be_bytes()].concat());
        packet.resize(20 + size, 0);
        packet.extend(b"good news");
        let (head, _) = sums(&packet);
        packet[HEADER_CHECKSUM..SOURCE].copy_from_slice(&(!head).to_be_bytes());
        let (_, whole) = sums(&packet);
        packet[20 + place..22 + place].copy_from_slice(&(!whole).to_be_bytes());
        assert_eq!(sums(&packet), (0xffff, 0xffff));
        packet
    }

    #[test]
    fn an_open_link_changes_nothing() {
        for protocol in [UDP, TCP] {
            let mut out = packet(protocol, (FAR, 5_000), (SERVER, 80));
            let before = out.clone();
            assert!(pass(&mut out, Way::Near, &Terms::default()));
            assert_eq!(out, before);
        }
    }

    #[test]
    fn who_moved_is_seen_elsewhere_and_reached_there_alone() {
        let terms = Terms {
            moved: 5,
            shift: 7,
            ..Terms::default()
        };
        for (protocol, port) in [(UDP, 65_535_u16), (TCP, 5_000)] {
            let seen = ([192, 0, 2, 7], if protocol == UDP { 6 } else { 5_000 });
            let mut out = packet(protocol, (FAR, port), (SERVER, 80));
            assert!(pass(&mut out, Way::Near, &terms));
            assert_eq!(out, packet(protocol, seen, (SERVER, 80)));
            let mut back = packet(protocol, (SERVER, 80), seen);
            assert!(pass(&mut back, Way::Far, &terms));
            assert_eq!(back, packet(protocol, (SERVER, 80), (FAR, port)));
            let mut late = packet(protocol, (SERVER, 80), (FAR, port));
            assert!(!pass(&mut late, Way::Far, &terms));
        }
    }

    #[test]
    fn a_checksum_of_none_stays_none() {
        let terms = Terms {
            moved: 1,
            ..Terms::default()
        };
        let mut out = packet(UDP, (FAR, 5_000), (SERVER, 80));
        out[26..28].copy_from_slice(&[0, 0]);
        assert!(pass(&mut out, Way::Near, &terms));
        assert_eq!(word(&out, 26), Some(0));
    }

    #[test]
    fn where_udp_is_shut_out_the_rest_comes_through() {
        let terms = Terms {
            no_udp: 1,
            ..Terms::default()
        };
        let mut udp = packet(UDP, (SERVER, 80), (FAR, 5_000));
        assert!(!pass(&mut udp, Way::Far, &terms));
        let mut tcp = packet(TCP, (SERVER, 80), (FAR, 5_000));
        assert!(pass(&mut tcp, Way::Far, &terms));
    }

    #[test]
    fn what_is_no_packet_of_ours_stays_here() {
        let good = packet(UDP, (FAR, 5_000), (SERVER, 80));
        for length in 0..28 {
            assert!(!pass(
                &mut good[..length].to_vec(),
                Way::Near,
                &Terms::default()
            ));
        }
        for (at, byte) in [(0, 0x65), (0, 0x44), (7, 1), (12, 10)] {
            let mut bad = good.clone();
            bad[at] = byte;
            assert!(!pass(&mut bad, Way::Near, &Terms::default()), "{at}");
        }
    }
}
