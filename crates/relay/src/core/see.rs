//! The cameras that one person sees, and their own.

use std::time::{Duration, Instant};

use str0m::media::{KeyframeRequestKind, Mid, Pt, Rid};
use str0m::rtp::{RtpHeader, RtpPacket, RtpWrite, Ssrc, Vp8Descriptor};

use super::PeerId;
use super::fit::{LARGE_KBPS, Needs, SMALL_KBPS};
use super::peer::Peer;
use super::rewrite::{Numbered, Pictures, Rewriter};

/// VP8 on the wire, RFC 7741 section 4.1.
pub(crate) const TICKS_PER_SECOND: u32 = 90_000;
/// A camera is asked for a whole picture at most so often: each costs as much as a second of video.
const WHOLE_PICTURE_AFTER: Duration = Duration::from_millis(500);

/// A picture that has not come for so long while the other one did is not sent any more: a browser
/// leaves the large one out where its own network is weak.
const STOPPED_AFTER: Duration = Duration::from_secs(2);

/// Over so long it is measured what a picture takes: a whole one is as much as a second of others.
const MEASURED_EVERY: Duration = Duration::from_secs(2);

/// How large a camera's picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Small,
    Large,
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

impl VideoSlot {
    pub(crate) fn new(mid: Mid) -> Self {
        Self {
            mid,
            source: None,
            waits: true,
            rewriter: Rewriter::new(TICKS_PER_SECOND),
            pictures: Pictures::default(),
        }
    }
}

/// What became of a camera's packet for one who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    On,
    /// It leads to nothing as long as no whole picture has come.
    Waits,
    /// It is too late, or none that can be shown.
    Nowhere,
}

/// What comes of one of a camera's pictures.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Comes {
    /// The first after a pause, and the last.
    began: Option<Instant>,
    last: Option<Instant>,
    /// Since then so many bytes.
    since: Option<Instant>,
    bytes: usize,
    /// What it takes by now, and what was last said of that.
    kbps: Option<u64>,
    said_kbps: Option<u64>,
}

impl Comes {
    fn more(&mut self, now: Instant, bytes: usize) {
        if !self.is_recent(now, self.last) {
            (self.began, self.since, self.bytes) = (Some(now), None, 0);
        }
        self.last = Some(now);
        self.bytes += bytes;
        let since = *self.since.get_or_insert(now);
        let passed_ms = now.saturating_duration_since(since).as_millis();
        if passed_ms < MEASURED_EVERY.as_millis() {
            return;
        }
        let measured = u64::try_from(self.bytes as u128 * 8 / passed_ms).unwrap_or(u64::MAX);
        (self.since, self.bytes) = (Some(now), 0);
        let kbps = self
            .kbps
            .map_or(measured, |before| before.midpoint(measured));
        self.kbps = Some(kbps);
        // Small changes are nobody's business: each could change what many see.
        let is_another = |said: u64| kbps.abs_diff(said) > said / 4;
        if self.said_kbps.is_none_or(is_another) {
            self.said_kbps = self.kbps;
        }
    }

    fn is_recent(&self, now: Instant, at: Option<Instant>) -> bool {
        at.is_some_and(|at| now.saturating_duration_since(at) < STOPPED_AFTER)
    }

    /// Whether it is sent, as the other one is. When a network that stood still carries again, one of
    /// them is the first.
    fn is_sent(&self, now: Instant, was_sent: bool, other: &Self) -> bool {
        self.is_recent(now, self.last) || was_sent && self.is_recent(now, other.began)
    }
}

/// What a camera has to show, small and large, and what each takes in kbit/s; none is not sent.
pub(crate) type Shows = [Option<u64>; 2];

/// What the pictures of a camera take, however still it is now. One that sends one picture only is seen
/// by that one.
pub(crate) fn needs(shows: Shows) -> Needs {
    let [small, large] = shows;
    let small_kbps = small.map(|kbps| kbps.max(SMALL_KBPS));
    let large_kbps = large.map(|kbps| kbps.max(LARGE_KBPS));
    [
        small_kbps.or(large_kbps).unwrap_or(SMALL_KBPS),
        large_kbps.or(small_kbps).unwrap_or(LARGE_KBPS),
    ]
}

impl Peer {
    /// Which of the camera's pictures so many bytes belong to that have just come.
    pub(crate) fn layer(&mut self, now: Instant, ssrc: Ssrc, bytes: usize) -> Layer {
        let layer = self.layer_of(ssrc);
        self.comes[layer as usize].more(now, bytes);
        let [small, large] = self.comes;
        let said = |one: Comes, before: Option<u64>, other: &Comes| {
            let is_sent = one.is_sent(now, before.is_some(), other);
            is_sent.then(|| one.said_kbps.unwrap_or_default())
        };
        self.shows = [
            said(small, self.shows[0], &large),
            said(large, self.shows[1], &small),
        ];
        layer
    }

    fn layer_of(&mut self, ssrc: Ssrc) -> Layer {
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

    /// Passes a packet of somebody's camera on to this person.
    pub(crate) fn see(&mut self, slot: usize, packet: &RtpPacket, filmed_at: Instant) -> Seen {
        let (Some(pt), Some(sees)) = (self.vp8, self.sees[slot].as_mut()) else {
            return Seen::Nowhere;
        };
        let Ok(descriptor) = Vp8Descriptor::parse(&packet.payload) else {
            return Seen::Nowhere;
        };
        if sees.waits {
            if !descriptor.starts_keyframe(&packet.payload) {
                return Seen::Waits;
            }
            sees.waits = false;
            sees.rewriter.change();
            sees.pictures.change();
        }
        let time = packet.header.timestamp;
        let Some(numbered) = sees.rewriter.number(packet.timestamp, *packet.seq_no, time) else {
            return Seen::Nowhere;
        };
        let mid = sees.mid;
        let mut write = rtp(pt, numbered, (packet, filmed_at))
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
        if self.write(mid, write) {
            Seen::On
        } else {
            Seen::Nowhere
        }
    }
}

/// What the page calls its camera's small picture, and the large one.
pub(crate) fn small() -> Rid {
    "s".into()
}

fn large() -> Rid {
    "l".into()
}

fn rtp(pt: Pt, numbered: Numbered, (packet, filmed_at): (&RtpPacket, Instant)) -> RtpWrite {
    let payload = packet.payload.clone();
    let mut write = RtpWrite::new(
        pt,
        numbered.sequence.into(),
        numbered.time,
        filmed_at,
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

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    /// Twenty-five packets a second, for so long.
    fn come(comes: &mut Comes, from: Instant, seconds: u32, bytes: usize) -> Instant {
        let every = Duration::from_millis(40);
        for number in 0..seconds * 25 {
            comes.more(from + every * number, bytes);
        }
        from + Duration::from_secs(seconds.into())
    }

    #[test]
    fn what_a_picture_takes_is_said_when_it_is_another() {
        let mut comes = Comes::default();
        let now = come(&mut comes, start(), 10, 450);
        assert_eq!(comes.said_kbps.map(|kbps| kbps / 10), Some(9));
        // Somewhat more is not said, and a pause is not taken for less.
        let now = come(&mut comes, now, 10, 540);
        assert_eq!(comes.said_kbps.map(|kbps| kbps / 10), Some(9));
        let now = come(&mut comes, now + STOPPED_AFTER * 5, 10, 450);
        assert_eq!(comes.said_kbps.map(|kbps| kbps / 10), Some(9));
        come(&mut comes, now, 20, 900);
        assert!(comes.said_kbps.is_some_and(|kbps| kbps > 150));
    }

    #[test]
    fn a_picture_is_left_out_while_the_other_comes_and_not_after_a_standstill() {
        let (mut small, mut large) = (Comes::default(), Comes::default());
        let now = come(&mut small, start(), 4, 450);
        come(&mut large, start(), 4, 1_150);
        assert!(large.is_sent(now, true, &small));
        let stands = now + STOPPED_AFTER * 3;
        small.more(stands, 450);
        assert!(large.is_sent(stands, true, &small), "it is about to come");
        assert!(!large.is_sent(stands, false, &small), "it wasn't before");
        let later = come(&mut small, stands, 3, 450);
        assert!(!large.is_sent(later, true, &small));
    }

    #[test]
    fn a_camera_that_sends_one_picture_is_weighed_by_that() {
        assert_eq!(needs([Some(20), Some(400)]), [SMALL_KBPS, 400]);
        assert_eq!(needs([None, Some(90)]), [LARGE_KBPS, LARGE_KBPS]);
        assert_eq!(needs([Some(100), None]), [100, 100]);
        assert_eq!(needs([None, None]), [SMALL_KBPS, LARGE_KBPS]);
    }
}
