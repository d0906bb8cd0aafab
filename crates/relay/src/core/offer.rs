//! A page's offer, looked through before anything is made of it.

use std::collections::{BTreeSet, HashMap};

use super::{AUDIO_SLOTS, VIDEO_SLOTS};

/// An offer of ten media lines with the codecs that we take has about 6 kB, with all of a browser's
/// some 40 kB.
pub const OFFER_BYTES_MAX: usize = 64 * 1024;
/// Own voice, own camera, and the slots.
const SECTIONS_MAX: usize = 2 + AUDIO_SLOTS + VIDEO_SLOTS;
/// A browser's longest section has some 150 lines.
const LINES_MAX: usize = 4_000;
/// Streams that one section may name: two layers, each with what is sent again, twice over. The session
/// library keeps something for each, and walks through all of it with every packet.
const STREAMS_MAX: usize = 8;
/// The layers of a camera; a page has a small and a large picture.
const LAYERS_MAX: usize = 4;

/// Why no connection came of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("an offer of more than {OFFER_BYTES_MAX} bytes or too many lines")]
    TooLong,
    #[error("an offer with other media than one voice, one camera and the slots")]
    OtherMedia,
    #[error("an offer that can't be read")]
    Unreadable,
    #[error("as many people or rooms as a relay takes")]
    Full,
}

/// What one media line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carries {
    Voice,
    Camera,
    /// A slot to hear somebody in, by its number.
    Hearing(usize),
    /// A slot to see somebody in, by its number.
    Seeing(usize),
}

/// An offer that may be read by the session library.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) sdp: String,
    /// What each media line carries, with the name that the page gave it.
    pub(crate) lines: Vec<(String, Carries)>,
}

/// Looks an offer through: its size, its media, and what may not stay in it. Addresses go, since
/// we answer to where checked requests come from and call nobody by ourselves; and so does the
/// congestion feedback of voices, which are sent whatever the network says.
pub(crate) fn look(offer: &str) -> Result<Looked, Refusal> {
    if offer.len() > OFFER_BYTES_MAX || offer.lines().count() > LINES_MAX {
        return Err(Refusal::TooLong);
    }
    let mut sections = sections(offer)?;
    let lines = carried(&sections)?;
    if !has_one_meaning_each(&sections) {
        return Err(Refusal::Unreadable);
    }
    if sections.iter().any(Section::has_too_much) {
        return Err(Refusal::OtherMedia);
    }
    let mut sdp = String::with_capacity(offer.len());
    for section in &mut sections {
        for line in section.lines.iter().filter(|line| section.keeps(line)) {
            sdp.push_str(line);
            sdp.push_str("\r\n");
        }
    }
    Ok(Looked { sdp, lines })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Audio,
    Video,
}

#[derive(Default)]
struct Section<'a> {
    kind: Option<Kind>,
    lines: Vec<&'a str>,
}

impl<'a> Section<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let value = |line: &&'a str| line.strip_prefix("a=")?.strip_prefix(name);
        self.lines.iter().find_map(value)
    }

    fn has(&self, line: &str) -> bool {
        self.lines.contains(&line)
    }

    fn attributes(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let value = move |line: &&'a str| line.strip_prefix("a=")?.strip_prefix(name);
        self.lines.iter().filter_map(value)
    }

    /// Whether it names more streams or layers than a page sends.
    fn has_too_much(&self) -> bool {
        let number = |line: &'a str| line.split(' ').next();
        let streams: BTreeSet<_> = self.attributes("ssrc:").filter_map(number).collect();
        let layers = |line: &str| line.split([';', ',']).count();
        let named: usize = self.attributes("simulcast:").map(layers).sum();
        streams.len() > STREAMS_MAX || named.max(self.attributes("rid:").count()) > LAYERS_MAX
    }

    /// Whether a line goes on to the session library.
    fn keeps(&self, line: &str) -> bool {
        let is_audio = self.kind == Some(Kind::Audio);
        let is_of_streams = ["a=ssrc:", "a=ssrc-group:", "a=rid:", "a=simulcast:"]
            .iter()
            .any(|name| line.starts_with(name));
        // Who only receives sends no streams, though some browsers name one.
        stays(line, is_audio) && !(is_of_streams && self.has("a=recvonly"))
    }
}

/// Whether each number means one kind of packet, wherever it stands: all lines go over one connection
/// (RFC 8843, section 9), and the session library relies on it.
fn has_one_meaning_each(sections: &[Section<'_>]) -> bool {
    let mut meanings: HashMap<&str, String> = HashMap::new();
    let all = sections
        .iter()
        .flat_map(|section| section.attributes("rtpmap:"));
    all.filter_map(|line| line.split_once(' '))
        .all(|(number, codec)| {
            let codec = codec.trim().to_ascii_lowercase();
            *meanings.entry(number).or_insert_with(|| codec.clone()) == codec
        })
}

/// The head of an offer and its media sections.
fn sections(offer: &str) -> Result<Vec<Section<'_>>, Refusal> {
    let mut sections = vec![Section::default()];
    for line in offer.lines() {
        if let Some(media) = line.strip_prefix("m=") {
            if sections.len() > SECTIONS_MAX {
                return Err(Refusal::OtherMedia);
            }
            let kind = match media.split(' ').next() {
                Some("audio") => Kind::Audio,
                Some("video") => Kind::Video,
                _ => return Err(Refusal::OtherMedia),
            };
            sections.push(Section {
                kind: Some(kind),
                lines: Vec::new(),
            });
        }
        let last = sections.last_mut().ok_or(Refusal::Unreadable)?;
        last.lines.push(line);
    }
    Ok(sections)
}

fn carried(sections: &[Section<'_>]) -> Result<Vec<(String, Carries)>, Refusal> {
    let mut lines: Vec<(String, Carries)> = Vec::new();
    let (mut hearing, mut seeing) = (0, 0);
    for section in sections {
        let Some(kind) = section.kind else { continue };
        let mid = section.attribute("mid:").ok_or(Refusal::Unreadable)?;
        let carries = match (kind, section.has("a=recvonly")) {
            (Kind::Audio, true) => Carries::Hearing(next(&mut hearing, AUDIO_SLOTS)?),
            (Kind::Video, true) => Carries::Seeing(next(&mut seeing, VIDEO_SLOTS)?),
            (Kind::Audio, false) => Carries::Voice,
            (Kind::Video, false) => Carries::Camera,
        };
        let is_twice = lines.iter().any(|(name, at)| name == mid || *at == carries);
        if is_twice || !section.has("a=sendonly") && !section.has("a=recvonly") {
            return Err(Refusal::OtherMedia);
        }
        lines.push((mid.to_owned(), carries));
    }
    Ok(lines)
}

fn next(count: &mut usize, max: usize) -> Result<usize, Refusal> {
    let number = *count;
    *count += 1;
    (number < max).then_some(number).ok_or(Refusal::OtherMedia)
}

fn stays(line: &str, is_audio: bool) -> bool {
    let is_address = line.starts_with("a=candidate:") || line.starts_with("a=remote-candidates:");
    let is_feedback = line.ends_with("transport-cc") && line.starts_with("a=rtcp-fb:")
        || line.starts_with("a=extmap:") && line.contains("transport-wide-cc");
    let goes = is_address || is_audio && is_feedback;
    !goes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(media: &[(&str, &str)]) -> String {
        let mut out = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n".to_owned();
        for (number, (kind, direction)) in media.iter().enumerate() {
            out += &format!(
                "m={kind} 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:{number}\r\na={direction}\r\n\
                 a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=rtcp-fb:111 transport-cc\r\n\
                 a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
            );
        }
        out
    }

    #[test]
    fn each_line_is_for_something() {
        let whole = offer(&[
            ("audio", "sendonly"),
            ("video", "sendonly"),
            ("audio", "recvonly"),
            ("audio", "recvonly"),
            ("video", "recvonly"),
        ]);
        let looked = look(&whole).unwrap();
        let carried: Vec<Carries> = looked.lines.iter().map(|(_, at)| *at).collect();
        assert_eq!(
            carried,
            [
                Carries::Voice,
                Carries::Camera,
                Carries::Hearing(0),
                Carries::Hearing(1),
                Carries::Seeing(0),
            ]
        );
        assert!(!looked.sdp.contains("candidate"));
        assert_eq!(
            looked.sdp.matches("transport-cc").count(),
            2,
            "of the two videos"
        );
        assert_eq!(looked.sdp.matches("transport-wide-cc").count(), 2);
    }

    #[test]
    fn what_would_be_walked_through_with_every_packet_has_an_end() {
        let many = |name: &str, count: usize| -> String {
            (0..count).map(|n| format!("a={name}:{n} x\r\n")).collect()
        };
        let camera = offer(&[("video", "sendonly")]);
        let slot = offer(&[("video", "recvonly")]);
        for (more, is_fine) in [
            (many("ssrc", STREAMS_MAX), true),
            (many("ssrc", STREAMS_MAX + 1), false),
            (many("rid", LAYERS_MAX), true),
            (many("rid", LAYERS_MAX + 1), false),
            ("a=simulcast:send s;l\r\n".into(), true),
            (format!("a=simulcast:send {}\r\n", "a;".repeat(9)), false),
        ] {
            assert_eq!(look(&(camera.clone() + &more)).is_ok(), is_fine, "{more}");
            let looked = look(&(slot.clone() + &more));
            assert!(looked.is_err() || !looked.unwrap().sdp.contains(more.trim()));
        }
    }

    #[test]
    fn a_number_has_one_meaning() {
        let both = offer(&[("audio", "recvonly")])
            + "a=rtpmap:96 opus/48000/2\r\n"
            + &offer(&[("video", "recvonly")])[offer(&[]).len()..].replace("mid:0", "mid:1");
        for (line, is_fine) in [
            ("a=rtpmap:96 Opus/48000/2\r\n", true),
            ("a=rtpmap:97 VP8/90000\r\n", true),
            ("a=rtpmap:96 VP8/90000\r\n", false),
            ("a=rtpmap:96 rtx/90000\r\n", false),
        ] {
            assert_eq!(look(&(both.clone() + line)).is_ok(), is_fine, "{line}");
        }
    }

    #[test]
    fn more_than_that_is_refused() {
        let many = vec![("video", "recvonly"); 20];
        assert_eq!(look(&offer(&many)).unwrap_err(), Refusal::OtherMedia);
        let five = vec![("audio", "recvonly"); AUDIO_SLOTS + 1];
        assert_eq!(look(&offer(&five)).unwrap_err(), Refusal::OtherMedia);
        let two = [("audio", "sendonly"), ("audio", "sendonly")];
        assert_eq!(look(&offer(&two)).unwrap_err(), Refusal::OtherMedia);
        let both = [("audio", "sendrecv")];
        assert_eq!(look(&offer(&both)).unwrap_err(), Refusal::OtherMedia);
        let data = [("application", "sendonly")];
        assert_eq!(look(&offer(&data)).unwrap_err(), Refusal::OtherMedia);
        let long = "a=x\r\n".repeat(LINES_MAX + 1);
        assert_eq!(look(&long).unwrap_err(), Refusal::TooLong);
        assert_eq!(
            look(&"x".repeat(OFFER_BYTES_MAX + 1)).unwrap_err(),
            Refusal::TooLong
        );
        let nameless = offer(&two[..1]).replace("a=mid:0", "a=mud:0");
        assert_eq!(look(&nameless).unwrap_err(), Refusal::Unreadable);
    }
}
