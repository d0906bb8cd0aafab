//! One person's connection.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use str0m::crypto::SrtpProvider;
use str0m::format::Codec;
use str0m::media::{Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, RtpWrite, Ssrc};
use str0m::{Input, Rtc};

use super::budget::Budgets;
use super::fit::{Fit, Needs};
use super::hear::AudioSlot;
use super::keys::Keys;
use super::losses::Losses;
use super::moments::{Moments, Told};
use super::offer::Carries;
use super::rest::Rest;
use super::sealed::{Opener, Sealer};
use super::see::{Comes, Layer, Shows, VideoSlot};
use super::sources::Sources;
use super::{AUDIO_SLOTS, PeerId, Remote, RoomId, Slots, Transport, VIDEO_SLOTS};

/// A voice that nobody may hear is opened once in so long anyway: its packets' count must be known
/// when it is granted (after 32,768 skipped it couldn't be), and it tells how loud it is.
const GLANCE: Duration = Duration::from_millis(1_000);
/// Addresses of one person: Wi-Fi, mobile, both families, over UDP and TCP, and the ports that a
/// strict NAT gives each.
const ADDRESSES_MAX: usize = 16;

/// An address that has said nothing for so long while another port of it did is not used any more: a
/// NAT has given the page another.
const DESERTED_AFTER: Duration = Duration::from_millis(1_500);
/// The same, where the other is of another network, or the same by TCP. A page with both asks over
/// each every few seconds, in no order, and says by itself which it prefers.
const LEFT_AFTER: Duration = Duration::from_millis(6_000);

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) from: Remote,
    /// When something came from there last.
    pub(crate) at: Instant,
    /// Whether something that nobody else could have sent has come from there.
    is_sure: bool,
}

/// What shows that something is a connection's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A request whose integrity held: whoever is meant made it, but it may come from anywhere.
    Asked,
    /// A packet that was opened.
    Opened,
}

#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) room: RoomId,
    pub(crate) id: PeerId,
    pub(crate) rtc: Rtc,
    /// What requests for this connection call it.
    pub(crate) ufrag: String,
    pub(crate) addresses: Vec<Known>,
    pub(crate) is_connected: bool,
    pub(crate) is_touched: bool,
    /// When something came from there last.
    pub(crate) heard_at: Instant,
    pub(crate) sound_only: bool,
    pub(crate) wanted_kbps: u64,
    pub(crate) budgets: Budgets,
    pub(crate) sources: Sources,
    /// When what comes was said and filmed, by the reports of this person's streams.
    pub(crate) moments: Moments,
    pub(crate) voice_told: Option<Told>,
    pub(crate) layers_told: [Option<Told>; 2],
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
    pub(crate) sealer: Option<Sealer>,
    /// What the offer calls the stream of this person's voice.
    announced: Option<u32>,
    /// Under which number the page says how loud its voice is.
    pub(crate) level_id: Option<u8>,
    /// Where the session library sends to.
    pub(crate) chosen: Option<Remote>,
    pub(crate) opus: Option<Pt>,
    pub(crate) vp8: Option<Pt>,
    pub(crate) glanced: Option<Instant>,
    /// When something of a picture came last, or could have gone.
    pub(crate) pictured_at: Option<Instant>,
    pub(crate) layers: HashMap<Ssrc, Layer>,
    pub(crate) asked: [Option<Instant>; 2],
    /// What comes of each layer of its camera, and what there is to see by that.
    pub(crate) comes: [Comes; 2],
    pub(crate) shows: Shows,
    /// What those need that this person would see, as far as it was known last, and how many of them are
    /// to be large.
    pub(crate) looks_at: (Vec<Needs>, usize),
    /// What comes of the pictures that go to this person.
    pub(crate) losses: Losses,
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
            budgets: Budgets::new(now),
            sources: Sources::default(),
            moments: Moments::default(),
            voice_told: None,
            layers_told: [None; 2],
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
            announced: None,
            level_id: None,
            chosen: None,
            opus: None,
            vp8: None,
            glanced: None,
            pictured_at: None,
            layers: HashMap::new(),
            asked: [None; 2],
            comes: [Comes::default(); 2],
            shows: [None; 2],
            looks_at: (Vec::new(), 0),
            losses: Losses::default(),
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
        let announced = self.voice.and_then(|mid| api.stream_rx_by_mid(mid, None));
        self.announced = announced.map(|stream| *stream.ssrc());
        for slot in self.hears.iter_mut().flatten() {
            slot.ssrc = api
                .stream_tx_by_mid(slot.mid, None)
                .map(|stream| *stream.ssrc());
        }
    }

    /// Takes the keys over once the handshake is done.
    pub(crate) fn agreed(&mut self, crypto: &dyn SrtpProvider) {
        if let Some(agreed) = self.keys.take() {
            self.opener = Opener::new(crypto, &agreed, self.announced);
            self.sealer = Sealer::new(crypto, &agreed);
        }
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
    pub(crate) fn is_glance_due(&self, now: Instant) -> bool {
        self.glanced
            .is_none_or(|last| now.saturating_duration_since(last) >= GLANCE)
    }

    /// Takes in a datagram. False if it wasn't for this connection or broke it.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        from: Remote,
        to: std::net::SocketAddr,
        bytes: &[u8],
    ) -> bool {
        let is_known = self.addresses.iter().any(|known| known.from == from);
        let proto = match from.transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        let Ok(receive) = Receive::new(proto, from.address, to, bytes) else {
            return false;
        };
        let input = Input::Receive(now, receive);
        // What the library accepts from elsewhere is a request whose integrity held, and it keeps
        // something of every address that one ever came from.
        self.rtc.accepts(&input)
            && (is_known || self.budgets.address(now))
            && self.rtc.handle_input(input).is_ok()
    }

    /// Notes that something came from there. True if that is new; `forgets` gets an address that had
    /// to give way.
    pub(crate) fn came_from(
        &mut self,
        now: Instant,
        from: Remote,
        shown: Shown,
        forgets: &mut Option<Remote>,
    ) -> bool {
        self.heard_at = now;
        let is_sure = shown == Shown::Opened;
        if let Some(known) = self.addresses.iter_mut().find(|known| known.from == from) {
            known.at = now;
            known.is_sure |= is_sure;
            return false;
        }
        if self.addresses.len() >= ADDRESSES_MAX {
            let oldest = self
                .addresses
                .iter()
                .enumerate()
                .min_by_key(|(_, known)| known.at);
            *forgets = oldest
                .map(|(at, _)| at)
                .map(|at| self.addresses.swap_remove(at).from);
        }
        self.addresses.push(Known {
            from,
            at: now,
            is_sure,
        });
        true
    }

    /// Whether this connection is at an address without doubt, and was just now.
    pub(crate) fn is_surely_at(&self, now: Instant, from: Remote) -> bool {
        let is = |known: &Known| {
            known.from == from
                && known.is_sure
                && now.saturating_duration_since(known.at) < LEFT_AFTER
        };
        self.addresses.iter().any(is)
    }

    /// Where to send what was meant for `chosen`. The session library stays with an address as long
    /// as none better is known; a NAT that changed its mind leaves it with one where nobody is.
    pub(crate) fn goes_to(&self, chosen: Remote) -> Remote {
        let heard_at = |known: &&Known| known.at;
        let newest = self.addresses.iter().max_by_key(heard_at);
        let of_chosen = self.addresses.iter().find(|known| known.from == chosen);
        let (Some(newest), Some(of_chosen)) = (newest, of_chosen) else {
            return chosen;
        };
        let is_other_port = newest.from.transport == chosen.transport
            && newest.from.address.ip() == chosen.address.ip();
        let after = if is_other_port {
            DESERTED_AFTER
        } else {
            LEFT_AFTER
        };
        if newest.at - of_chosen.at >= after {
            newest.from
        } else {
            chosen
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

    pub(crate) fn write(&mut self, mid: Mid, write: RtpWrite) -> bool {
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(mid, None);
        stream.map(|stream| stream.write_rtp(write)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys;
    use super::super::tests::start;
    use super::*;

    fn remote(transport: Transport, address: &str) -> Remote {
        let address = address.parse().unwrap();
        Remote { transport, address }
    }

    #[test]
    fn another_port_is_believed_soon_and_another_network_late() {
        let start = start();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let chosen = remote(Transport::Udp, "192.0.2.1:4000");
        let port = remote(Transport::Udp, "192.0.2.1:4001");
        for (other, after) in [
            (port, 1_500),
            (remote(Transport::Udp, "192.0.2.9:4000"), 6_000),
            (remote(Transport::Tcp, "192.0.2.1:4000"), 6_000),
        ] {
            let rtc = Rtc::builder().build(start);
            let ids = (String::new(), keys::of_newest());
            let mut peer = Peer::new(RoomId(1), PeerId(1), rtc, ids, start);
            assert_eq!(peer.goes_to(chosen), chosen);
            peer.came_from(at(0), chosen, Shown::Asked, &mut None);
            peer.came_from(at(after - 1), other, Shown::Asked, &mut None);
            assert_eq!(peer.goes_to(chosen), chosen);
            peer.came_from(at(after), other, Shown::Asked, &mut None);
            assert_eq!(peer.goes_to(chosen), other);
            peer.came_from(at(after + 1), chosen, Shown::Asked, &mut None);
            assert_eq!(peer.goes_to(chosen), chosen, "it was there all the time");
        }
    }
}
