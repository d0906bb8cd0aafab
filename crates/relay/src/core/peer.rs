//! One person's connection.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use str0m::crypto::SrtpProvider;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, Mid, Pt, Rid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, RtpHeader, RtpPacket, RtpWrite, Ssrc, Vp8Descriptor};
use str0m::{Input, Rtc};

use super::fit::Fit;
use super::keys::Keys;
use super::offer::Carries;
use super::rest::Rest;
use super::rewrite::{Numbered, Pictures, Rewriter};
use super::sealed::{Opener, Outgoing, Sealer};
use super::{AUDIO_SLOTS, PeerId, Remote, RoomId, Slots, Transport, VIDEO_SLOTS};

/// Opus on the wire, RFC 7587 section 4.1; VP8, RFC 7741 section 4.1.
const AUDIO_TICKS_PER_SECOND: u32 = 48_000;
const VIDEO_TICKS_PER_SECOND: u32 = 90_000;
/// A voice that nobody may hear is opened once in so long anyway: its packets' count must be known
/// when it is granted (after 32,768 skipped it couldn't be), and it tells how loud it is.
const GLANCE: Duration = Duration::from_millis(1_000);
/// A camera is asked for a whole picture at most so often: each costs as much as a second of video.
const WHOLE_PICTURE_AFTER: Duration = Duration::from_millis(500);
/// Addresses of one person: Wi-Fi, mobile, both families, over UDP and TCP, and the ports that a
/// strict NAT gives each.
const ADDRESSES_MAX: usize = 16;

/// An address that has said nothing for so long while another did is not used any more. A page with
/// two networks asks over each of them every few seconds.
const DESERTED_AFTER: Duration = Duration::from_millis(1_500);

/// How large a camera's picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Small,
    Large,
}

/// A stream that this person receives.
#[derive(Debug)]
pub(crate) struct AudioSlot {
    pub(crate) mid: Mid,
    pub(crate) source: Option<PeerId>,
    pub(crate) rewriter: Rewriter,
    /// What the answer says that the slot is called.
    ssrc: Option<u32>,
}

/// A packet of a voice, opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken<'a> {
    pub(crate) from: PeerId,
    /// Counted through.
    pub(crate) sequence: u64,
    pub(crate) time: u32,
    pub(crate) marker: bool,
    /// How loud, in -dBov.
    pub(crate) level: u8,
    pub(crate) payload: &'a [u8],
}

/// Where a packet went.
#[derive(Debug)]
pub(crate) enum Passed {
    /// To the session library, which sends it when it is polled.
    On,
    /// Sealed here: it can be sent at once.
    Sealed(Remote, Vec<u8>),
    Nowhere,
}

#[derive(Debug)]
pub(crate) struct VideoSlot {
    pub(crate) mid: Mid,
    pub(crate) source: Option<(PeerId, Layer)>,
    /// Nothing can be drawn until a whole picture comes.
    pub(crate) waits: bool,
    pub(crate) rewriter: Rewriter,
    pub(crate) pictures: Pictures,
}

#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) room: RoomId,
    pub(crate) id: PeerId,
    pub(crate) rtc: Rtc,
    /// What requests for this connection call it.
    pub(crate) ufrag: String,
    /// Where it comes from, and when something came from there last.
    pub(crate) addresses: Vec<(Remote, Instant)>,
    pub(crate) is_connected: bool,
    pub(crate) is_touched: bool,
    /// When something came from there last.
    pub(crate) heard_at: Instant,
    pub(crate) sound_only: bool,
    pub(crate) wanted_kbps: u64,
    budget: Budget,
    pub(crate) wakes_at: Option<Instant>,
    pub(crate) voice: Option<Mid>,
    pub(crate) camera_mid: Option<Mid>,
    pub(crate) hears: [Option<AudioSlot>; AUDIO_SLOTS],
    pub(crate) sees: [Option<VideoSlot>; VIDEO_SLOTS],
    pub(crate) fit: Fit,
    pub(crate) rest: Rest,
    /// How packets of pictures are called, and those that are sent once more.
    pub(crate) picture_kinds: Option<[Option<Pt>; 2]>,
    /// What was last told of this person's slots.
    pub(crate) told: Slots,
    keys: Keys,
    /// What opens this person's voice and seals those of others for them, if their browser does as
    /// ours: the session library does both otherwise.
    pub(crate) opener: Option<Opener>,
    sealer: Option<Sealer>,
    /// Under which number the page says how loud its voice is.
    pub(crate) level_id: Option<u8>,
    /// Where the session library sends to.
    pub(crate) chosen: Option<Remote>,
    opus: Option<Pt>,
    vp8: Option<Pt>,
    glanced: Option<Instant>,
    layers: HashMap<Ssrc, Layer>,
    asked: [Option<Instant>; 2],
    /// Which layers its camera has sent so far.
    pub(crate) sends: [bool; 2],
}

impl Peer {
    pub(crate) fn new(
        room: RoomId,
        id: PeerId,
        rtc: Rtc,
        (ufrag, keys): (String, Keys),
        now: Instant,
    ) -> Self {
        Self {
            room,
            id,
            rtc,
            ufrag,
            addresses: Vec::new(),
            is_connected: false,
            is_touched: false,
            heard_at: now,
            sound_only: false,
            wanted_kbps: 0,
            budget: Budget::new(now),
            wakes_at: None,
            voice: None,
            camera_mid: None,
            hears: Default::default(),
            sees: Default::default(),
            fit: Fit::default(),
            rest: Rest::Idle,
            picture_kinds: None,
            told: Slots::default(),
            keys,
            opener: None,
            sealer: None,
            level_id: None,
            chosen: None,
            opus: None,
            vp8: None,
            glanced: None,
            layers: HashMap::new(),
            asked: [None; 2],
            sends: [false; 2],
        }
    }

    /// What was agreed on: which line carries what, and how each codec is called.
    pub(crate) fn negotiated(&mut self, lines: &[(String, Carries)]) {
        for (name, carries) in lines {
            let mid = Mid::from(name.as_str());
            match carries {
                Carries::Voice => self.voice = Some(mid),
                Carries::Camera => self.camera_mid = Some(mid),
                Carries::Hearing(number) => self.hears[*number] = Some(AudioSlot::new(mid)),
                Carries::Seeing(number) => self.sees[*number] = Some(VideoSlot::new(mid)),
            }
        }
        let params = self.rtc.codec_config().params();
        let called = |codec| {
            let is = |param: &&str0m::format::PayloadParams| param.spec().codec == codec;
            params.iter().find(is).map(str0m::format::PayloadParams::pt)
        };
        self.opus = called(Codec::Opus);
        self.vp8 = called(Codec::Vp8);
        let vp8 = params.iter().find(|param| param.spec().codec == Codec::Vp8);
        self.picture_kinds = vp8.map(|param| [Some(param.pt()), param.resend()]);
        let voice = self.voice.and_then(|mid| self.rtc.media(mid));
        self.level_id = voice.and_then(|media| media.remote_extmap().id_of(Extension::AudioLevel));
        let mut api = self.rtc.direct_api();
        for slot in self.hears.iter_mut().flatten() {
            slot.ssrc = api
                .stream_tx_by_mid(slot.mid, None)
                .map(|stream| *stream.ssrc());
        }
    }

    /// Takes the keys over once the handshake is done.
    pub(crate) fn agreed(&mut self, crypto: &dyn SrtpProvider) {
        if let Some(agreed) = self.keys.take() {
            self.opener = Opener::new(crypto, &agreed);
            self.sealer = Sealer::new(crypto, &agreed);
        }
    }

    /// Whether this person has sent no more than a voice and a camera can hold.
    pub(crate) fn is_within_budget(&mut self, now: Instant, bytes: usize) -> bool {
        self.budget.take(now, bytes)
    }

    /// Whether an opened packet may be of a voice.
    pub(crate) fn is_opus(&self, pt: Pt) -> bool {
        self.opus == Some(pt)
    }

    /// Whether a sealed packet is of this person's voice, by its header alone.
    pub(crate) fn is_voice(&self, datagram: &[u8]) -> bool {
        let kind = datagram.get(1).map(|byte| byte & 0x7f);
        kind.is_some() && kind == self.opus.map(|pt| *pt)
    }

    /// Whether a voice that nobody may hear is to be opened now all the same.
    pub(crate) fn glances(&mut self, now: Instant) -> bool {
        let is_due = self
            .glanced
            .is_none_or(|last| now.saturating_duration_since(last) >= GLANCE);
        if is_due {
            self.glanced = Some(now);
        }
        is_due
    }

    /// Takes in a datagram. False if it wasn't for this connection or broke it.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        from: Remote,
        to: std::net::SocketAddr,
        bytes: &[u8],
    ) -> bool {
        let proto = match from.transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        let Ok(receive) = Receive::new(proto, from.address, to, bytes) else {
            return false;
        };
        let input = Input::Receive(now, receive);
        self.rtc.accepts(&input) && self.rtc.handle_input(input).is_ok()
    }

    /// Notes that something came from there. True if that is new; `forgets` gets an address that had
    /// to give way.
    pub(crate) fn came_from(
        &mut self,
        now: Instant,
        from: Remote,
        forgets: &mut Option<Remote>,
    ) -> bool {
        self.heard_at = now;
        if let Some(known) = self.addresses.iter_mut().find(|known| known.0 == from) {
            known.1 = now;
            return false;
        }
        if self.addresses.len() >= ADDRESSES_MAX {
            let oldest = self
                .addresses
                .iter()
                .enumerate()
                .min_by_key(|(_, known)| known.1);
            *forgets = oldest
                .map(|(at, _)| at)
                .map(|at| self.addresses.swap_remove(at).0);
        }
        self.addresses.push((from, now));
        true
    }

    /// Where to send what was meant for `chosen`. The session library stays with an address as long
    /// as none better is known; a NAT that changed its mind leaves it with one where nobody is.
    pub(crate) fn goes_to(&self, chosen: Remote) -> Remote {
        let heard_at = |known: &&(Remote, Instant)| known.1;
        let newest = self.addresses.iter().max_by_key(heard_at);
        let of_chosen = self.addresses.iter().find(|known| known.0 == chosen);
        match (newest, of_chosen) {
            (Some(newest), Some(of_chosen)) if newest.1 - of_chosen.1 >= DESERTED_AFTER => newest.0,
            _ => chosen,
        }
    }

    /// Which of the camera's pictures a packet belongs to.
    pub(crate) fn layer(&mut self, ssrc: Ssrc) -> Layer {
        if let Some(layer) = self.layers.get(&ssrc) {
            return *layer;
        }
        let rid = self
            .rtc
            .direct_api()
            .stream_rx(&ssrc)
            .and_then(|stream| stream.rid());
        let layer = match rid {
            Some(rid) if rid == small() => Layer::Small,
            _ => Layer::Large,
        };
        // A connection has two layers and their retransmissions; more is somebody's game.
        if self.layers.len() < 8 {
            self.layers.insert(ssrc, layer);
        }
        self.sends[layer as usize] = true;
        layer
    }

    /// Asks the camera for a whole picture. False if it was asked just now.
    pub(crate) fn ask_whole_picture(&mut self, now: Instant, layer: Layer) -> bool {
        let asked = self.asked[layer as usize];
        if asked.is_some_and(|at| now.saturating_duration_since(at) < WHOLE_PICTURE_AFTER) {
            return false;
        }
        let Some(mid) = self.camera_mid else {
            return false;
        };
        self.asked[layer as usize] = Some(now);
        let rid = match layer {
            Layer::Small => small(),
            Layer::Large => large(),
        };
        let mut api = self.rtc.direct_api();
        let found = match api.stream_rx_by_mid(mid, Some(rid)) {
            Some(stream) => Some(stream),
            None => api.stream_rx_by_mid(mid, None),
        };
        found
            .map(|stream| stream.request_keyframe(KeyframeRequestKind::Pli))
            .is_some()
    }

    /// Passes a packet of somebody's voice on to this person.
    pub(crate) fn hear(&mut self, now: Instant, slot: usize, spoken: &Spoken<'_>) -> Passed {
        let (Some(pt), Some(hears)) = (self.opus, self.hears[slot].as_mut()) else {
            return Passed::Nowhere;
        };
        if hears.source != Some(spoken.from) {
            hears.source = Some(spoken.from);
            hears.rewriter.change();
        }
        let Some(numbered) = hears.rewriter.number(now, spoken.sequence, spoken.time) else {
            return Passed::Nowhere;
        };
        let (mid, marker) = (hears.mid, spoken.marker || numbered.first);
        if let (Some(sealer), Some(ssrc), Some(chosen)) =
            (&mut self.sealer, hears.ssrc, self.chosen)
        {
            let out = Outgoing {
                kind: *pt,
                marker,
                sequence: numbered.sequence,
                time: numbered.time,
                ssrc,
            };
            let sealed = sealer.seal(out, spoken.payload);
            return sealed.map_or(Passed::Nowhere, |bytes| {
                Passed::Sealed(self.goes_to(chosen), bytes)
            });
        }
        let write = RtpWrite::new(
            pt,
            numbered.sequence.into(),
            numbered.time,
            now,
            spoken.payload,
        );
        match self.write(mid, write.marker(marker)) {
            true => Passed::On,
            false => Passed::Nowhere,
        }
    }

    /// Somebody's connection is no more. The one that comes next counts its packets from anywhere,
    /// and begins with a picture of its own.
    pub(crate) fn forget(&mut self, who: PeerId) {
        for hears in self.hears.iter_mut().flatten() {
            if hears.source == Some(who) {
                hears.source = None;
            }
        }
        for sees in self.sees.iter_mut().flatten() {
            if sees.source.is_some_and(|(source, _)| source == who) {
                sees.source = None;
            }
        }
    }

    /// Passes a packet of somebody's camera on to this person. False if it leads to nothing, as
    /// long as no whole picture has come.
    pub(crate) fn see(&mut self, slot: usize, packet: &RtpPacket) -> bool {
        let (Some(pt), Some(sees)) = (self.vp8, self.sees[slot].as_mut()) else {
            return false;
        };
        let Ok(descriptor) = Vp8Descriptor::parse(&packet.payload) else {
            return false;
        };
        if sees.waits {
            if !descriptor.starts_keyframe(&packet.payload) {
                return false;
            }
            sees.waits = false;
            sees.rewriter.change();
            sees.pictures.change();
        }
        let time = packet.header.timestamp;
        let Some(numbered) = sees.rewriter.number(packet.timestamp, *packet.seq_no, time) else {
            return false;
        };
        let mid = sees.mid;
        let mut write = rtp(pt, numbered, packet)
            .marker(packet.header.marker)
            .nackable(true);
        if let Some(picture) = descriptor.picture_id() {
            let layer = descriptor.tl0_pic_idx();
            let (picture, layer_out) = sees.pictures.number(picture, layer.unwrap_or(0));
            let mut patch = descriptor.patch().picture_id(picture);
            if layer.is_some() {
                patch = patch.tl0_pic_idx(layer_out);
            }
            // A short PictureID can't hold the number: then the camera's own goes out.
            if let Ok(patch) = patch.build() {
                write = write.vp8_patch(patch);
            }
        }
        self.write(mid, write)
    }

    fn write(&mut self, mid: Mid, write: RtpWrite) -> bool {
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(mid, None);
        stream.map(|stream| stream.write_rtp(write)).is_some()
    }
}

/// What one person may send: bytes that refill with time.
#[derive(Debug)]
struct Budget {
    left: usize,
    filled: Instant,
}

/// A voice and two pictures have 0.8 Mbit/s, with what is sent again and a whole picture at a time
/// some more.
const BYTES_PER_MS: usize = 250;
const BYTES_MAX: usize = 500_000;

impl Budget {
    fn new(now: Instant) -> Self {
        Self {
            left: BYTES_MAX,
            filled: now,
        }
    }

    fn take(&mut self, now: Instant, bytes: usize) -> bool {
        let passed_ms = now.saturating_duration_since(self.filled).as_millis();
        if passed_ms > 0 {
            let passed_ms = usize::try_from(passed_ms).unwrap_or(BYTES_MAX);
            let gained = passed_ms.saturating_mul(BYTES_PER_MS);
            self.left = self.left.saturating_add(gained).min(BYTES_MAX);
            self.filled = now;
        }
        let fits = bytes <= self.left;
        self.left -= if fits { bytes } else { 0 };
        fits
    }
}

impl AudioSlot {
    fn new(mid: Mid) -> Self {
        Self {
            mid,
            source: None,
            rewriter: Rewriter::new(AUDIO_TICKS_PER_SECOND),
            ssrc: None,
        }
    }
}

impl VideoSlot {
    fn new(mid: Mid) -> Self {
        Self {
            mid,
            source: None,
            waits: true,
            rewriter: Rewriter::new(VIDEO_TICKS_PER_SECOND),
            pictures: Pictures::default(),
        }
    }
}

/// What the page calls its camera's small picture, and the large one.
fn small() -> Rid {
    "s".into()
}

fn large() -> Rid {
    "l".into()
}

fn rtp(pt: Pt, numbered: Numbered, packet: &RtpPacket) -> RtpWrite {
    let payload = packet.payload.clone();
    let mut write = RtpWrite::new(
        pt,
        numbered.sequence.into(),
        numbered.time,
        packet.timestamp,
        payload,
    );
    if let Some(orientation) = orientation(&packet.header) {
        write = write.ext_vals(orientation);
    }
    write
}

/// How the camera is held goes along with its pictures; nothing else of a header does.
fn orientation(header: &RtpHeader) -> Option<str0m::rtp::ExtensionValues> {
    let video_orientation = header.ext_vals.video_orientation?;
    Some(str0m::rtp::ExtensionValues {
        video_orientation: Some(video_orientation),
        ..Default::default()
    })
}
