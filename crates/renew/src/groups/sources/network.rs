//! Which addresses belong to everybody, and which to the machine's own network. A source is asked by
//! this machine, which stands inside: without this, whoever may add a source could read what only
//! the neighbours of the machine can.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public internet. Everything that the registries of IANA hold
/// back (RFC 6890 and what came after it) isn't, nor is an address of the sixth version that only
/// wraps such a one.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_held_back = matches!(
        (a, b, c),
        // This network, private, loopback, link-local, private, private.
        (0 | 10 | 127, ..) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
        // Shared by the customers of a carrier.
        | (100, 64..=127, _)
        // Protocols, examples, relays, measurements, examples, examples.
        | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113)
        // To many at once, kept for later, to all.
        | (224..=255, ..)
    );
    !is_held_back
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let wrapped = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // One of the fourth version behind a translator (RFC 6052), or by way of a relay (RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => wrapped(high, low),
        // Tunnels of which nobody knows the end, special purposes, examples.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Only this eighth of all addresses has been given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PUBLIC: &str = "
        1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
        169.253.1.1 172.15.255.255 172.32.0.1 192.0.1.1 192.167.1.1 198.17.1.1 198.20.1.1
        223.255.255.255 2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450:4003::1
        64:ff9b::1.1.1.1 2002:101:101::1";
    const HELD_BACK: &str = "
        0.0.0.0 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
        172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
        198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1
        ::7f00:1 ::ffff:127.0.0.1 ::ffff:1.1.1.1 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 2001::1
        2001:db8::1 2002:a00:1::1 3fff::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1";

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for (addresses, expected) in [(PUBLIC, true), (HELD_BACK, false)] {
            for address in addresses.split_whitespace() {
                assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
            }
        }
    }
}
