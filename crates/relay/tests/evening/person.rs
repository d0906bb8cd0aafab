//! The browser's half: offers as the room's page does, speaks 50 times a second, notes what comes.

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use relay::core::{PeerId, Remote, Transport};
use str0m::change::SdpAnswer;
use str0m::format::Codec;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind, Mid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::world::{payload, relay_address};

/// A packet of a voice: in which slot, whose, which of theirs, and its number in the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) slot: usize,
    pub(crate) who: u64,
    pub(crate) number: u32,
    pub(crate) sequence: u64,
    pub(crate) at: Instant,
    /// When it was said, as the slot's last report relates it.
    pub(crate) said: Option<Duration>,
}

/// A packet of a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) slot: usize,
    pub(crate) who: u64,
    pub(crate) large: bool,
    pub(crate) whole: bool,
    pub(crate) sequence: u64,
    /// Which of a voice's packets was said when it was taken.
    pub(crate) number: u32,
    /// When it was taken, as the view's last report relates it.
    pub(crate) taken: Option<Duration>,
}

/// A packet that somebody's own program makes.
#[derive(Debug)]
pub(crate) struct Made {
    /// Whether its number says that it is a voice's.
    pub(crate) is_sound: bool,
    pub(crate) sequence: u64,
    pub(crate) time: u32,
    pub(crate) at: Instant,
    pub(crate) marker: bool,
    pub(crate) level: Option<i8>,
    pub(crate) payload: Vec<u8>,
}

pub(crate) struct Person {
    pub(crate) id: PeerId,
    pub(crate) heard: Vec<Heard>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) wakes_at: Instant,
    pub(crate) out: Vec<Vec<u8>>,
    /// How loud it speaks, as a header says it; none: silent.
    pub(crate) level: Option<i8>,
    /// Its packets don't say how loud they are.
    pub(crate) tells_no_level: bool,
    pub(crate) films: bool,
    /// So long its camera takes to make a packet of a picture.
    pub(crate) films_late: Duration,
    /// Makes each packet of its small picture at least so long, and of its large one.
    pub(crate) picture_bytes: [usize; 2],
    /// Whether it sends the small one, and the large one.
    pub(crate) sends_layers: [bool; 2],
    /// Sends every packet of its voice so many times more, each so long.
    pub(crate) babbles: (u32, usize),
    /// Leaves out so many numbers before each packet of its voice.
    pub(crate) skips: u32,
    /// Asked for a whole picture, of the small and of the large one.
    pub(crate) asked: [u32; 2],
    transport: Transport,
    address: SocketAddr,
    /// What it believes its address to be.
    own: SocketAddr,
    relay: SocketAddr,
    rtc: Rtc,
    pending: Option<str0m::change::SdpPendingOffer>,
    voice: Mid,
    camera: Mid,
    slots: Vec<Mid>,
    views: Vec<Mid>,
    spoken: u32,
    started: Option<Instant>,
    whole: [bool; 2],
}

const SECTIONS: usize = 4;

impl Person {
    pub(crate) fn new(now: Instant, id: PeerId, transport: Transport) -> (Self, String) {
        let address = format!("198.51.100.{}:9000", id.0).parse().unwrap();
        Self::at(now, id, (transport, address), relay_address())
    }

    /// Somebody at this address, who is told that the relay is at that one.
    pub(crate) fn at(
        now: Instant,
        id: PeerId,
        (transport, address): (Transport, SocketAddr),
        relay: SocketAddr,
    ) -> (Self, String) {
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .build(now);
        rtc.add_local_candidate(candidate(transport, address));
        let mut api = rtc.sdp_api();
        let voice = api.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let mut simulcast = Simulcast::new();
        for rid in ["s", "l"] {
            simulcast.add_send_layer(SimulcastLayer {
                rid: rid.into(),
                attributes: None,
            });
        }
        let camera = api.add_media(
            MediaKind::Video,
            Direction::SendOnly,
            None,
            None,
            Some(simulcast),
        );
        let receive = |kind, api: &mut str0m::change::SdpApi<'_>| {
            let line = |_| api.add_media(kind, Direction::RecvOnly, None, None, None);
            (0..SECTIONS).map(line).collect::<Vec<Mid>>()
        };
        let slots = receive(MediaKind::Audio, &mut api);
        let views = receive(MediaKind::Video, &mut api);
        let (offer, pending) = api.apply().unwrap();
        let person = Self {
            id,
            heard: Vec::new(),
            seen: Vec::new(),
            wakes_at: now,
            out: Vec::new(),
            level: Some(-30),
            tells_no_level: false,
            films: false,
            films_late: Duration::ZERO,
            picture_bytes: [0; 2],
            sends_layers: [true; 2],
            babbles: (0, 0),
            skips: 0,
            asked: [0; 2],
            transport,
            address,
            own: address,
            relay,
            rtc,
            pending: Some(pending),
            voice,
            camera,
            slots,
            views,
            spoken: 0,
            started: None,
            whole: [true; 2],
        };
        (person, offer.to_sdp_string())
    }

    pub(crate) fn answered(&mut self, now: Instant, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        self.time(now);
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.rtc.is_connected()
    }

    pub(crate) fn remote(&self) -> Remote {
        Remote {
            transport: self.transport,
            address: self.address,
        }
    }

    /// Gives its small picture another number, as no browser does again and again.
    pub(crate) fn renumbers(&mut self) {
        let mut api = self.rtc.direct_api();
        let (ssrc, rtx) = (api.new_ssrc(), api.new_ssrc());
        let small = Some("s".into());
        let stream = api.reset_stream_tx(self.camera, small, ssrc, Some(rtx));
        assert!(stream.is_some());
    }

    /// A NAT gives another port, and the page notices nothing.
    pub(crate) fn moves(&mut self, port: u16) {
        self.address.set_port(port);
    }

    pub(crate) fn receive(&mut self, now: Instant, bytes: &[u8]) {
        let proto = match self.transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        // What was bent on the way may be no message at all.
        if let Ok(receive) = Receive::new(proto, self.relay, self.own, bytes) {
            let _ = self.rtc.handle_input(Input::Receive(now, receive));
        }
        self.drain();
    }

    pub(crate) fn time(&mut self, now: Instant) {
        self.rtc.handle_input(Input::Timeout(now)).unwrap();
        self.drain();
    }

    pub(crate) fn speak(&mut self, now: Instant) {
        if !self.is_connected() {
            return;
        }
        let started = *self.started.get_or_insert(now);
        self.spoken += 1 + self.skips;
        if let Some(level) = self.level {
            let time = u32::try_from((now - started).as_millis() * 48).unwrap_or_default();
            let write = RtpWrite::new(
                self.pt(Codec::Opus),
                u64::from(self.spoken).into(),
                time,
                now,
                payload(self.id, self.spoken),
            );
            let levels = ExtensionValues {
                audio_level: (!self.tells_no_level).then_some(level),
                voice_activity: (!self.tells_no_level).then_some(true),
                ..Default::default()
            };
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(self.voice, None).unwrap();
            stream.write_rtp(write.ext_vals(levels));
        }
        self.drain();
        for _ in 0..self.babbles.0 {
            self.spoken += 1;
            let mut long = payload(self.id, self.spoken).to_vec();
            long.resize(self.babbles.1, 0);
            let pt = self.pt(Codec::Opus);
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(self.voice, None).unwrap();
            stream.write_rtp(RtpWrite::new(
                pt,
                u64::from(self.spoken).into(),
                0,
                now,
                long,
            ));
            self.drain();
        }
        // Twenty-five pictures a second.
        let fiftieths = (now - started).as_millis() / 20;
        if self.films && fiftieths.is_multiple_of(2) {
            self.film(now, started);
        }
    }

    fn film(&mut self, now: Instant, started: Instant) {
        for (layer, rid) in ["s", "l"].into_iter().enumerate() {
            if !self.sends_layers[layer] {
                continue;
            }
            let taken = now - self.films_late;
            let time = u32::try_from((taken - started).as_millis() * 90).unwrap_or_default();
            let whole = std::mem::take(&mut self.whole[layer]);
            let pt = self.pt(Codec::Vp8);
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(self.camera, Some(rid.into())).unwrap();
            let mut payload = picture(self.id, self.spoken, layer == 1, whole);
            payload.resize(payload.len().max(self.picture_bytes[layer]), 0);
            let sequence = u64::try_from((now - started).as_millis() / 40)
                .unwrap()
                .into();
            let write = RtpWrite::new(pt, sequence, time, taken, payload)
                .marker(true)
                .nackable(true);
            let named = ExtensionValues {
                rid: Some(rid.into()),
                mid: Some(self.camera),
                ..Default::default()
            };
            stream.write_rtp(write.ext_vals(named));
            self.drain();
        }
    }

    /// Says nothing any more by itself. Gives the number of what it said last.
    pub(crate) fn falls_silent(&mut self) -> u32 {
        self.level = None;
        self.spoken
    }

    /// Sends a packet of its own making: of its camera's stream of this name, which it may call
    /// something else, or of its voice.
    pub(crate) fn makes(&mut self, layer: Option<(&str, &str)>, made: Made) {
        if !self.is_connected() {
            return;
        }
        let codec = if made.is_sound {
            Codec::Opus
        } else {
            Codec::Vp8
        };
        let (sequence, wallclock) = (made.sequence.into(), made.at);
        let write = RtpWrite::new(self.pt(codec), sequence, made.time, wallclock, made.payload);
        let write = write.marker(made.marker).ext_vals(ExtensionValues {
            audio_level: made.level,
            voice_activity: made.level.map(|level| level > -40),
            rid: layer.map(|(_, called)| called.into()),
            mid: layer.map(|_| self.camera),
            ..Default::default()
        });
        let mid = layer.map_or(self.voice, |_| self.camera);
        let mut api = self.rtc.direct_api();
        if let Some(stream) = api.stream_tx_by_mid(mid, layer.map(|(name, _)| name.into())) {
            stream.write_rtp(write);
        }
        self.drain();
    }

    /// Asks for a whole picture of what it sees in a view.
    pub(crate) fn asks(&mut self, view: usize, kind: KeyframeRequestKind) {
        let mid = self.views[view % SECTIONS];
        let mut api = self.rtc.direct_api();
        if let Some(stream) = api.stream_rx_by_mid(mid, None) {
            stream.request_keyframe(kind);
        }
        self.drain();
    }

    fn pt(&self, codec: Codec) -> str0m::media::Pt {
        let params = self.rtc.codec_config().params();
        params
            .iter()
            .find(|param| param.spec().codec == codec)
            .unwrap()
            .pt()
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => {
                    self.wakes_at = at;
                    return;
                }
                Output::Transmit(transmit) => self.out.push(transmit.contents.into()),
                Output::Event(event) => self.event(event),
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::RtpPacket(packet) => {
                let mut api = self.rtc.direct_api();
                let mid = api.stream_rx(&packet.header.ssrc).unwrap().mid();
                let sequence = *packet.seq_no;
                if let Some(slot) = self.slots.iter().position(|slot| *slot == mid) {
                    let said = related(&packet, 48_000);
                    self.heard.extend(heard(slot, &packet, said));
                } else if let Some(slot) = self.views.iter().position(|view| *view == mid) {
                    let taken = related(&packet, 90_000);
                    self.seen
                        .extend(seen(slot, sequence, &packet.payload, taken));
                }
            }
            Event::KeyframeRequest(request) => {
                let layer = usize::from(request.rid == Some("l".into()));
                self.asked[layer] += 1;
                self.whole[layer] = true;
            }
            _ => {}
        }
    }
}

fn candidate(transport: Transport, address: SocketAddr) -> Candidate {
    match transport {
        Transport::Udp => Candidate::host(address, Protocol::Udp).unwrap(),
        Transport::Tcp => {
            let builder = Candidate::builder().tcp().host(address);
            builder.tcptype(TcpType::Active).build().unwrap()
        }
    }
}

/// A VP8 payload (RFC 7741): extended, with a PictureID of fifteen bits and TL0PICIDX; then one byte
/// of the frame's header, whose lowest bit says that it is not whole.
pub(crate) fn picture(id: PeerId, number: u32, large: bool, whole: bool) -> Vec<u8> {
    let [.., high, low] = number.to_be_bytes();
    let mut bytes = vec![0x90, 0xe0, 0x80 | (high & 0x7f), low, low, 0x20];
    bytes.push(u8::from(!whole));
    bytes.extend(id.0.to_be_bytes());
    bytes.push(u8::from(large));
    bytes.extend(number.to_be_bytes());
    bytes
}

/// When a packet's moment was on the sender's clock, by the last report of its stream.
fn related(packet: &RtpPacket, ticks_per_second: u32) -> Option<Duration> {
    let report = packet.last_sender_info?;
    let reported = report
        .ntp_time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let reported_ticks = u32::try_from(report.rtp_time.numer() & 0xffff_ffff).unwrap();
    let ahead = packet.header.timestamp.wrapping_sub(reported_ticks);
    let (ahead, is_before) = if ahead > u32::MAX / 2 {
        (ahead.wrapping_neg(), true)
    } else {
        (ahead, false)
    };
    let between = Duration::from_micros(u64::from(ahead) * 1_000_000 / u64::from(ticks_per_second));
    if is_before {
        reported.checked_sub(between)
    } else {
        Some(reported + between)
    }
}

/// So many bytes of a payload; none where it is too short to be one of ours.
fn bytes_at<const N: usize>(payload: &[u8], at: usize) -> Option<[u8; N]> {
    payload.get(at..at + N)?.try_into().ok()
}

fn heard(slot: usize, packet: &RtpPacket, said: Option<Duration>) -> Option<Heard> {
    Some(Heard {
        slot,
        who: u64::from_be_bytes(bytes_at(&packet.payload, 1)?),
        number: u32::from_be_bytes(bytes_at(&packet.payload, 9)?),
        sequence: *packet.seq_no,
        at: packet.timestamp,
        said,
    })
}

fn seen(slot: usize, sequence: u64, payload: &[u8], taken: Option<Duration>) -> Option<Seen> {
    Some(Seen {
        slot,
        who: u64::from_be_bytes(bytes_at(payload, 7)?),
        large: *payload.get(15)? == 1,
        whole: *payload.get(6)? == 0,
        sequence,
        number: u32::from_be_bytes(bytes_at(payload, 16)?),
        taken,
    })
}

/// Long enough for everything that a change sets going.
pub(crate) const A_MOMENT: Duration = Duration::from_millis(300);
