//! One connection of the load: it negotiates, speaks if it is told to, and counts what it hears.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use mio::net::UdpSocket;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc};

use super::ear::{Ear, Tally, sealed_header};

/// What Opus needs for 20 ms of speech at 32 kbit/s.
const PAYLOAD_BYTES: usize = 80;
/// How loud the load speaks, in dBov: a voice near its microphone.
const LEVEL: i8 = -30;
/// Opus on the wire has 48 ticks in a millisecond (RFC 7587 section 4.1).
const TICKS_PER_MS: u128 = 48;
/// Datagrams read of one connection before the others have their turn.
const READS_MAX: usize = 512;
/// The first packets of a stream are opened in any case.
const OPENED_AT_FIRST: u64 = 8;

/// Which packets are opened. Opening costs the load more than receiving does, and the header that
/// says what was lost is open anyway; the server has the same work either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    All,
    OneOf(u64),
}

/// A voice that this connection waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaited {
    pub(super) who: u64,
    pub(super) since: Instant,
    pub(super) heard_at: Option<Instant>,
}

pub(super) struct Caller {
    /// Said in every packet, so that who hears it knows whose it is.
    id: u64,
    rtc: Rtc,
    pub(super) socket: UdpSocket,
    address: SocketAddr,
    pending: Option<SdpPendingOffer>,
    voice: Option<Mid>,
    opens: Opens,
    /// When it wants to be woken, and when it is planned to be.
    pub(super) wakes_at: Instant,
    pub(super) planned_at: Instant,
    pub(super) is_broken: bool,
    began: Instant,
    numbered: u64,
    pub(super) spoken: u64,
    ears: Vec<Ear>,
    pub(super) awaited: Option<Awaited>,
    /// Packets of somebody who isn't the awaited one, a moment after it was.
    pub(super) strangers: u64,
    given: u64,
    opened: u64,
}

/// A voice that has been granted is heard by everybody within this time; the one before isn't any
/// more.
pub(super) const GRANT_WITHIN: std::time::Duration = std::time::Duration::from_millis(300);

impl Caller {
    fn new(now: Instant, id: u64, opens: Opens) -> Result<Self, String> {
        let any = SocketAddr::new(home(), 0);
        let socket = UdpSocket::bind(any).map_err(|error| error.to_string())?;
        let address = socket.local_addr().map_err(|error| error.to_string())?;
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(now);
        let candidate = Candidate::host(address, Protocol::Udp);
        rtc.add_local_candidate(candidate.map_err(|error| error.to_string())?);
        Ok(Self {
            id,
            rtc,
            socket,
            address,
            pending: None,
            voice: None,
            opens,
            wakes_at: now,
            planned_at: now,
            is_broken: false,
            began: now,
            numbered: 0,
            spoken: 0,
            ears: Vec::new(),
            awaited: None,
            strangers: 0,
            given: 0,
            opened: 0,
        })
    }

    /// Offers a voice, and so many lines to hear others on.
    pub(super) fn offering(
        now: Instant,
        id: u64,
        hears: usize,
        opens: Opens,
    ) -> Result<(Self, String), String> {
        let mut caller = Self::new(now, id, opens)?;
        let mut api = caller.rtc.sdp_api();
        let audio = MediaKind::Audio;
        caller.voice = Some(api.add_media(audio, Direction::SendOnly, None, None, None));
        for _ in 0..hears {
            api.add_media(audio, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = api.apply().ok_or("an offer of nothing")?;
        caller.pending = Some(pending);
        Ok((caller, offer.to_sdp_string()))
    }

    /// Answers who offers voices to hear.
    pub(super) fn answering(
        now: Instant,
        id: u64,
        offer: &str,
        opens: Opens,
    ) -> Result<(Self, String), String> {
        let mut caller = Self::new(now, id, opens)?;
        let offer = SdpOffer::from_sdp_string(offer).map_err(|error| error.to_string())?;
        let answer = caller.rtc.sdp_api().accept_offer(offer);
        let answer = answer.map_err(|error| error.to_string())?;
        Ok((caller, answer.to_sdp_string()))
    }

    pub(super) fn answered(&mut self, answer: &str) -> Result<(), String> {
        let answer = SdpAnswer::from_sdp_string(answer).map_err(|error| error.to_string())?;
        let pending = self.pending.take().ok_or("an answer to no offer")?;
        let taken = self.rtc.sdp_api().accept_answer(pending, answer);
        taken.map_err(|error| error.to_string())
    }

    pub(super) fn is_connected(&self) -> bool {
        self.rtc.is_connected() && !self.is_broken
    }

    /// Lets time pass, and sends what that brings.
    pub(super) fn time(&mut self, now: Instant) {
        if self.rtc.handle_input(Input::Timeout(now)).is_err() {
            self.is_broken = true;
        }
        self.drain(now);
    }

    /// Reads all that has come. `buffer` is lent, so that not everybody has one.
    pub(super) fn read(&mut self, buffer: &mut [u8], clock: fn() -> Instant) {
        for _ in 0..READS_MAX {
            let (length, from) = match self.socket.recv_from(buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return,
                // The server refused something before; its end shows by itself.
                Err(_) => continue,
            };
            let bytes = buffer.get(..length).unwrap_or_default();
            if !self.is_counted_only(bytes) {
                self.take(clock(), from, bytes);
            }
        }
    }

    /// Counts a packet of a voice. True if nothing else is to be done with it.
    fn is_counted_only(&mut self, bytes: &[u8]) -> bool {
        let Some((ssrc, sequence)) = sealed_header(bytes) else {
            return false;
        };
        let place = self.ears.iter().position(|ear| ear.ssrc == ssrc);
        let place = place.unwrap_or_else(|| {
            self.ears.push(Ear::new(ssrc, sequence));
            self.ears.len() - 1
        });
        let count = self.ears[place].hear(sequence);
        let opens = match self.opens {
            Opens::All => true,
            Opens::OneOf(every) => count <= OPENED_AT_FIRST || count.is_multiple_of(every),
        };
        self.given += u64::from(opens);
        !opens
    }

    fn take(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) {
        let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, bytes) else {
            return;
        };
        if self.rtc.handle_input(Input::Receive(now, receive)).is_err() {
            self.is_broken = true;
        }
        self.drain(now);
    }

    /// Says 20 ms of something.
    pub(super) fn speak(&mut self, now: Instant) {
        let (Some(voice), Some(pt)) = (self.voice, self.opus()) else {
            return;
        };
        if !self.is_connected() {
            return;
        }
        self.numbered += 1;
        let ticks = (now - self.began).as_millis() * TICKS_PER_MS;
        // The clock of a stream runs over, as its 32 bits say.
        let time = (ticks & u128::from(u32::MAX)) as u32;
        let payload = payload(self.id);
        let level = ExtensionValues {
            audio_level: Some(LEVEL),
            voice_activity: Some(true),
            ..Default::default()
        };
        let write = RtpWrite::new(pt, self.numbered.into(), time, now, payload);
        let mut api = self.rtc.direct_api();
        let Some(stream) = api.stream_tx_by_mid(voice, None) else {
            return;
        };
        stream.write_rtp(write.ext_vals(level));
        self.spoken += 1;
        self.time(now);
    }

    fn opus(&self) -> Option<Pt> {
        let mut params = self.rtc.codec_config().params().iter();
        params
            .find(|param| param.spec().codec == Codec::Opus)
            .map(str0m::format::PayloadParams::pt)
    }

    fn drain(&mut self, now: Instant) {
        while !self.is_broken {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.wakes_at = at;
                    return;
                }
                // What the system doesn't take counts as lost at the other end.
                Ok(Output::Transmit(transmit)) => {
                    let _ = self
                        .socket
                        .send_to(&transmit.contents, transmit.destination);
                }
                Ok(Output::Event(event)) => self.event(now, &event),
                Err(_) => self.is_broken = true,
            }
        }
    }

    fn event(&mut self, now: Instant, event: &Event) {
        match event {
            Event::RtpPacket(packet) => {
                self.opened += 1;
                if let Some(who) = speaker(&packet.payload) {
                    self.heard(now, who);
                }
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                self.is_broken = true;
            }
            _ => {}
        }
    }

    fn heard(&mut self, now: Instant, who: u64) {
        let Some(awaited) = &mut self.awaited else {
            return;
        };
        if awaited.who == who {
            awaited.heard_at.get_or_insert(now);
        } else if now - awaited.since > GRANT_WITHIN {
            self.strangers += 1;
        }
    }

    /// Forgets what was counted so far.
    pub(super) fn begin(&mut self) {
        self.spoken = 0;
        self.given = 0;
        self.opened = 0;
        self.ears.iter_mut().for_each(Ear::begin);
    }

    /// What was counted since.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::of(&self.ears);
        tally.spoken = self.spoken;
        tally.unopened = self.given.saturating_sub(self.opened);
        tally
    }
}

/// This machine's own address: packets to it stay on the machine. Janus offers no loopback address
/// and answers none from there.
pub(super) fn home() -> IpAddr {
    // Nothing is sent by that; the system only says from where it would be. The address is one
    // for documentation (RFC 5737), which is out there for everybody.
    let asked = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("198.51.100.1:9")?;
        socket.local_addr()
    });
    asked.map_or(IpAddr::from([127, 0, 0, 1]), |address| address.ip())
}

/// The first byte says 20 ms of wide-band speech (RFC 6716 section 3.1); the rest is whose it is,
/// and filling.
fn payload(id: u64) -> Arc<[u8]> {
    let mut bytes = [0; PAYLOAD_BYTES];
    bytes[0] = 0x48;
    bytes[1..9].copy_from_slice(&id.to_be_bytes());
    bytes.into()
}

fn speaker(payload: &[u8]) -> Option<u64> {
    let id = payload.get(1..9)?;
    Some(u64::from_be_bytes(id.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_says_whose_it_is() {
        let said = payload(4711);
        assert_eq!(said.len(), PAYLOAD_BYTES);
        assert_eq!(speaker(&said), Some(4711));
        assert_eq!(speaker(&said[..8]), None);
    }
}
