//! Voices opened once and sealed for each listener: SRTP with AES in Galois/Counter Mode (RFC 3711,
//! RFC 7714). Who can't do that is served by the session library.

use str0m::crypto::dtls::SrtpProfile;
use str0m::crypto::{AeadAes128Gcm, AeadAes128GcmCipher, AeadAes256GcmCipher, SrtpProvider};

use super::keys::Agreed;

/// RFC 3550 section 5.1: without sources that contributed and without an extension.
pub(crate) const HEADER_BYTES: usize = 12;
const TAG_BYTES: usize = AeadAes128Gcm::TAG_LEN;
const SALT_BYTES: usize = AeadAes128Gcm::SALT_LEN;
/// RFC 3711 section 4.3.2.
const LABEL_KEY: u8 = 0;
const LABEL_SALT: u8 = 2;
/// Whose stream a packet belongs to.
pub(crate) fn ssrc_of(packet: &[u8]) -> Option<u32> {
    let ssrc = packet.get(8..HEADER_BYTES)?;
    Some(u32::from_be_bytes(ssrc.try_into().ok()?))
}

/// A packet of Opus has at most 1275 bytes (RFC 6716 section 3.2.1), and a browser's some 200.
const PAYLOAD_BYTES_MAX: usize = 1_275;
/// The largest datagram.
const PACKET_BYTES_MAX: usize = 2_000;
/// RFC 3711 section 3.3.2: at least 64.
const WINDOW: u64 = 64;

enum Cipher {
    Short(Box<dyn AeadAes128GcmCipher>),
    Long(Box<dyn AeadAes256GcmCipher>),
}

impl std::fmt::Debug for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cipher(..)")
    }
}

/// One direction of one connection.
#[derive(Debug)]
struct Half {
    cipher: Cipher,
    salt: [u8; SALT_BYTES],
}

impl Half {
    fn new(
        crypto: &dyn SrtpProvider,
        agreed: &Agreed,
        is_first: bool,
        seals: bool,
    ) -> Option<Self> {
        let key_bytes = match agreed.profile {
            SrtpProfile::AEAD_AES_128_GCM => 16,
            SrtpProfile::AEAD_AES_256_GCM => 32,
            _ => return None,
        };
        // RFC 5764 section 4.2: both keys, then both salts, the client's first.
        let nth = usize::from(!is_first);
        let keys = agreed
            .material
            .get(nth * key_bytes..(nth + 1) * key_bytes)?;
        let salts = agreed.material.get(2 * key_bytes..)?;
        let master_salt = salts.get(nth * SALT_BYTES..(nth + 1) * SALT_BYTES)?;
        let mut salt = [0; SALT_BYTES];
        derive(crypto, (keys, master_salt), LABEL_SALT, &mut salt);
        let cipher = match key_bytes {
            16 => {
                let mut key = [0; 16];
                derive(crypto, (keys, master_salt), LABEL_KEY, &mut key);
                Cipher::Short(crypto.aead_aes_128_gcm().create_cipher(key, seals))
            }
            _ => {
                let mut key = [0; 32];
                derive(crypto, (keys, master_salt), LABEL_KEY, &mut key);
                Cipher::Long(crypto.aead_aes_256_gcm().create_cipher(key, seals))
            }
        };
        Some(Self { cipher, salt })
    }

    /// Opens what was sealed with a header that anybody can read.
    fn open(
        &mut self,
        ssrc: u32,
        index: u64,
        (open, sealed): (&[u8], &[u8]),
        into: &mut [u8],
    ) -> Option<()> {
        let length = sealed.len().checked_sub(TAG_BYTES)?;
        let into = into.get_mut(..length)?;
        let nonce = self.nonce(ssrc, index);
        let opened = match &mut self.cipher {
            Cipher::Short(cipher) => cipher.decrypt(&nonce, &[open], sealed, into),
            Cipher::Long(cipher) => cipher.decrypt(&nonce, &[open], sealed, into),
        };
        opened.ok().map(drop)
    }

    fn nonce(&self, ssrc: u32, index: u64) -> [u8; 12] {
        let [_, _, r0, r1, r2, r3, s0, s1] = index.to_be_bytes();
        let roc = u32::from_be_bytes([r0, r1, r2, r3]);
        AeadAes128Gcm::rtp_iv(self.salt, ssrc, roc, u16::from_be_bytes([s0, s1]))
    }
}

/// AES in counter mode as a source of keys, RFC 3711 section 4.3.
fn derive(crypto: &dyn SrtpProvider, (key, salt): (&[u8], &[u8]), label: u8, out: &mut [u8]) {
    let mut input = [0; 16];
    for (byte, salt) in input.iter_mut().zip(salt) {
        *byte = *salt;
    }
    input[7] ^= label;
    for (round, piece) in (0_u16..).zip(out.chunks_mut(16)) {
        input[14..].copy_from_slice(&round.to_be_bytes());
        // Room for a block and the padding after it.
        let mut block = [0; 32];
        if key.len() == 32 {
            crypto.srtp_aes_256_ecb_round(key, &input, &mut block);
        } else {
            crypto.srtp_aes_128_ecb_round(key, &input, &mut block);
        }
        piece.copy_from_slice(&block[..piece.len()]);
    }
}

/// What a packet of a voice says in the open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) marker: bool,
    pub(crate) sequence: u16,
    pub(crate) time: u32,
    pub(crate) ssrc: u32,
    /// Where the payload begins.
    length: usize,
    /// How loud it is, in -dBov.
    pub(crate) level: Option<u8>,
}

impl Header {
    /// Reads a packet's header. `level_id` is the number under which the page sends how loud it is
    /// (RFC 6464).
    pub(crate) fn read(packet: &[u8], level_id: Option<u8>) -> Option<Self> {
        let (fixed, _) = packet.split_first_chunk::<HEADER_BYTES>()?;
        let [first, second, q0, q1, t0, t1, t2, t3, s0, s1, s2, s3] = *fixed;
        let contributed = usize::from(first & 0x0f);
        let mut length = HEADER_BYTES + 4 * contributed;
        let mut level = None;
        if first & 0x10 != 0 {
            let (head, rest) = packet.get(length..)?.split_first_chunk::<4>()?;
            let [p0, p1, l0, l1] = *head;
            let words = usize::from(u16::from_be_bytes([l0, l1]));
            let extensions = rest.get(..4 * words)?;
            level = loudness([p0, p1], extensions, level_id);
            length += 4 + 4 * words;
        }
        Some(Self {
            marker: second & 0x80 != 0,
            sequence: u16::from_be_bytes([q0, q1]),
            time: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([s0, s1, s2, s3]),
            length,
            level,
        })
    }
}

/// RFC 8285: elements of one-byte headers, or of two-byte ones.
fn loudness(profile: [u8; 2], mut bytes: &[u8], level_id: Option<u8>) -> Option<u8> {
    let wanted = level_id?;
    let is_short = profile == [0xbe, 0xde];
    while let Some((first, rest)) = bytes.split_first() {
        if *first == 0 {
            bytes = rest;
            continue;
        }
        let (id, length, rest) = if is_short {
            (first >> 4, usize::from(first & 0x0f) + 1, rest)
        } else {
            let (length, rest) = rest.split_first()?;
            (*first, usize::from(*length), rest)
        };
        let (value, after) = rest.split_at_checked(length)?;
        if id == wanted {
            return value.first().map(|byte| byte & 0x7f);
        }
        bytes = after;
    }
    None
}

/// Opens what one person says.
#[derive(Debug)]
pub(crate) struct Opener {
    half: Half,
    /// What the stream is said to be called, and the one that was opened first.
    announced: Option<u32>,
    ssrc: Option<u32>,
    /// The newest index of it, and which of the last ones have come.
    newest: u64,
    seen: u64,
    opened: Vec<u8>,
}

impl Opener {
    /// `announced` is what the page says that its voice's stream is called, if it does.
    pub(crate) fn new(
        crypto: &dyn SrtpProvider,
        agreed: &Agreed,
        announced: Option<u32>,
    ) -> Option<Self> {
        Some(Self {
            announced,
            half: Half::new(crypto, agreed, !agreed.is_active, false)?,
            ssrc: None,
            newest: 0,
            seen: 0,
            opened: vec![0; PACKET_BYTES_MAX],
        })
    }

    /// Whether a packet says that it is of this person's voice: strangers can't know what to say.
    pub(crate) fn is_likely(&self, header: &Header) -> bool {
        let own = self.ssrc.or(self.announced);
        own.is_none_or(|ssrc| ssrc == header.ssrc)
    }

    /// Opens a packet: its number, counted through, and its payload. None if it isn't genuine, or
    /// came before.
    pub(crate) fn open(&mut self, header: &Header, packet: &[u8]) -> Option<(u64, &[u8])> {
        let (open, sealed) = packet.split_at_checked(header.length)?;
        let length = sealed.len().checked_sub(TAG_BYTES)?;
        // A page has one voice. Were another stream taken in its place, both would be counted alike,
        // and sealed alike for whoever listens.
        if self.ssrc.is_some_and(|ssrc| ssrc != header.ssrc) {
            return None;
        }
        let is_known = self.ssrc.is_some();
        let index = if is_known {
            self.index(header.sequence)
        } else {
            u64::from(header.sequence)
        };
        if is_known && self.has_seen(index) {
            return None;
        }
        if length > PAYLOAD_BYTES_MAX {
            return None;
        }
        self.half
            .open(header.ssrc, index, (open, sealed), &mut self.opened)?;
        if !is_known {
            (self.ssrc, self.newest, self.seen) = (Some(header.ssrc), index, 0);
        }
        self.note(index);
        self.opened.get(..length).map(|payload| (index, payload))
    }

    /// Whether a packet of another stream, which has only begun, was sealed by this person.
    pub(crate) fn is_genuine(&mut self, packet: &[u8]) -> bool {
        let opened = Header::read(packet, None).and_then(|header| {
            let parts = packet.split_at_checked(header.length)?;
            let index = u64::from(header.sequence);
            self.half.open(header.ssrc, index, parts, &mut self.opened)
        });
        opened.is_some()
    }

    /// Where a packet lies, from the sixteen bits that it tells (RFC 3711 section 3.3.1).
    fn index(&self, sequence: u16) -> u64 {
        let same_round = self.newest & !0xffff | u64::from(sequence);
        let rounds = [
            same_round.checked_sub(0x1_0000),
            Some(same_round),
            Some(same_round + 0x1_0000),
        ];
        let nearest = rounds
            .into_iter()
            .flatten()
            .min_by_key(|index| index.abs_diff(self.newest));
        nearest.unwrap_or(same_round)
    }

    fn has_seen(&self, index: u64) -> bool {
        match self.newest.checked_sub(index) {
            None => false,
            Some(behind) if behind >= WINDOW => true,
            Some(behind) => self.seen & (1 << behind) != 0,
        }
    }

    fn note(&mut self, index: u64) {
        if let Some(ahead) = index.checked_sub(self.newest) {
            self.seen = if ahead >= WINDOW {
                0
            } else {
                self.seen << ahead
            };
            self.newest = index;
        }
        self.seen |= 1 << (self.newest - index).min(WINDOW - 1);
    }
}

/// Seals voices for one person.
#[derive(Debug)]
pub(crate) struct Sealer(Half);

/// What goes into a packet's header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outgoing {
    pub(crate) kind: u8,
    pub(crate) marker: bool,
    /// Counted through; the low sixteen bits are told.
    pub(crate) sequence: u64,
    pub(crate) time: u32,
    pub(crate) ssrc: u32,
}

impl Sealer {
    pub(crate) fn new(crypto: &dyn SrtpProvider, agreed: &Agreed) -> Option<Self> {
        Half::new(crypto, agreed, agreed.is_active, true).map(Self)
    }

    /// A packet. (An index is never used twice: the rewriter counts on.)
    pub(crate) fn seal(&mut self, out: Outgoing, payload: &[u8]) -> Option<Vec<u8>> {
        let mut packet = vec![0; HEADER_BYTES + payload.len() + TAG_BYTES];
        let (header, sealed) = packet.split_at_mut_checked(HEADER_BYTES)?;
        header[0] = 0x80;
        header[1] = out.kind | if out.marker { 0x80 } else { 0 };
        header[2..4].copy_from_slice(&out.sequence.to_be_bytes()[6..]);
        header[4..8].copy_from_slice(&out.time.to_be_bytes());
        header[8..].copy_from_slice(&out.ssrc.to_be_bytes());
        let nonce = self.0.nonce(out.ssrc, out.sequence);
        let done = match &mut self.0.cipher {
            Cipher::Short(cipher) => cipher.encrypt(&nonce, header, payload, sealed),
            Cipher::Long(cipher) => cipher.encrypt(&nonce, header, payload, sealed),
        };
        done.ok().map(|()| packet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let hex: Vec<char> = hex.chars().filter(char::is_ascii_hexdigit).collect();
        let pair =
            |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
        hex.chunks(2).map(pair).collect()
    }

    fn crypto() -> &'static dyn SrtpProvider {
        str0m::crypto::from_feature_flags().srtp_provider
    }

    fn agreed(profile: SrtpProfile, is_active: bool) -> Agreed {
        let material = (0..=255)
            .cycle()
            .take(profile.keying_material_len())
            .collect();
        Agreed {
            material,
            profile,
            is_active,
        }
    }

    #[test]
    fn keys_are_derived_as_rfc_3711_appendix_b_3_does() {
        let key = bytes("E1F97A0D3E018BE0D64FA32C06DE4139");
        let salt = bytes("0EC675AD498AFEEBB6960B3AABE6");
        let mut out = [0; 16];
        derive(crypto(), (&key, &salt), LABEL_KEY, &mut out);
        assert_eq!(out.to_vec(), bytes("C61E7A93744F39EE10734AFE3FF7A087"));
        let mut out = [0; 14];
        derive(crypto(), (&key, &salt), LABEL_SALT, &mut out);
        assert_eq!(out.to_vec(), bytes("30CBBC08863D8C85D49DB34A9AE1"));
    }

    #[test]
    fn a_packet_is_sealed_as_rfc_7714_section_16_1_1_does() {
        let key: [u8; 16] = bytes("000102030405060708090a0b0c0d0e0f")
            .try_into()
            .unwrap();
        let cipher = Cipher::Short(crypto().aead_aes_128_gcm().create_cipher(key, true));
        let salt = bytes("517569642070726f2071756f").try_into().unwrap();
        let mut sealer = Sealer(Half { cipher, salt });
        let out = Outgoing {
            kind: 0x40,
            marker: false,
            sequence: 0xf17b,
            time: 0x8041_f8d3,
            ssrc: 0x5501_a0b2,
        };
        let sealed = sealer
            .seal(out, b"Gallia est omnis divisa in partes tres")
            .unwrap();
        let published = "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 \
                         0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce";
        assert_eq!(sealed, bytes(published));
    }

    #[test]
    fn what_one_seals_the_other_opens_once() {
        for profile in [SrtpProfile::AEAD_AES_128_GCM, SrtpProfile::AEAD_AES_256_GCM] {
            let mut sealer = Sealer::new(crypto(), &agreed(profile, true)).unwrap();
            let mut opener = Opener::new(crypto(), &agreed(profile, false), None).unwrap();
            // Over the end of the sixteen bits, and in another order.
            for sequence in [65_534_u64, 65_536, 65_535, 65_600, 140_000 - 70_000] {
                let out = Outgoing {
                    kind: 111,
                    marker: true,
                    sequence,
                    time: 7,
                    ssrc: 9,
                };
                let packet = sealer.seal(out, b"hello").unwrap();
                let header = Header::read(&packet, None).unwrap();
                assert!(header.marker && header.time == 7 && header.ssrc == 9);
                let opened = opener
                    .open(&header, &packet)
                    .map(|(index, payload)| (index, payload.to_vec()));
                assert_eq!(opened, Some((sequence, b"hello".to_vec())));
                assert_eq!(opener.open(&header, &packet), None, "a second time");
                let mut bent = packet.clone();
                bent[14] ^= 1;
                assert_eq!(
                    opener.open(&Header::read(&bent, None).unwrap(), &bent),
                    None
                );
            }
        }
        assert!(Sealer::new(crypto(), &agreed(SrtpProfile::AES128_CM_SHA1_80, true)).is_none());
    }

    #[test]
    fn a_header_may_lie() {
        // One that contributed, and an extension of one word: level 42, and padding.
        let whole = bytes("91ef0001 00000002 00000003 00000004 bede0001 10aa0000 ff");
        let header = Header::read(&whole, Some(1)).unwrap();
        assert_eq!((header.length, header.level), (24, Some(42)));
        assert_eq!(Header::read(&whole, Some(2)).unwrap().level, None);
        for length in 0..24 {
            assert_eq!(Header::read(&whole[..length], Some(1)), None, "{length}");
        }
        let mut opener = Opener::new(
            crypto(),
            &agreed(SrtpProfile::AEAD_AES_128_GCM, false),
            None,
        )
        .unwrap();
        assert_eq!(opener.open(&header, &whole), None, "too short for a tag");
        let long = [whole.as_slice(), &[0; 2_000]].concat();
        assert_eq!(opener.open(&header, &long), None, "longer than any voice");
    }
}
