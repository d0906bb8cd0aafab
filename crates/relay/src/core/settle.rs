//! What goes out: everybody whom something touched says what they have to say.

use std::time::Instant;

use str0m::bwe::BweKind;
use str0m::net::Protocol;
use str0m::{Event, IceConnectionState, Output};

use super::demux::{Class, class};
use super::guarded::guarded;
use super::peer::{Peer, Shown};
use super::relay::Relay;
use super::{Datagram, Ending, News, Remote, Transport};

/// Polls in a row. Whoever is left has its turn with the next packet: nobody turns in a circle while
/// others wait.
const POLLS_MAX: usize = 10_000;

impl Relay {
    /// Lets everybody whom something touched say what they have to say, until all is said.
    pub(crate) fn settle(&mut self, now: Instant) {
        for _ in 0..POLLS_MAX {
            let Some(index) = self.touched.pop() else {
                return;
            };
            if let Some(peer) = self.peer_mut(index) {
                peer.is_touched = false;
            }
            if let Err(why) = self.drain(now, index) {
                self.lose(now, index, why);
            }
        }
    }

    fn drain(&mut self, now: Instant, index: usize) -> Result<(), Ending> {
        let Some(peer) = self.peers.get_mut(index).and_then(Option::as_mut) else {
            return Ok(());
        };
        peer.try_pictures(now);
        let broken = |_| Ending::Broken;
        let (mut events, mut answered) = (Vec::new(), None);
        let passes = str0m::Input::Timeout(now);
        let passed = guarded(|| peer.rtc.handle_input(passes));
        passed.ok_or(Ending::Broken)?.map_err(broken)?;
        let wakes_at = loop {
            let said = guarded(|| peer.rtc.poll_output());
            match said.ok_or(Ending::Broken)?.map_err(broken)? {
                Output::Timeout(at) => break at,
                Output::Transmit(transmit) => {
                    let transport = match transmit.proto {
                        Protocol::Udp => Transport::Udp,
                        _ => Transport::Tcp,
                    };
                    let address = transmit.destination;
                    let to = Remote { transport, address };
                    let bytes: Vec<u8> = transmit.contents.into();
                    if peer.holds_back(&bytes) {
                        continue;
                    }
                    // An answer to a request goes to where it came from.
                    let is_answer = class(&bytes) == Some(Class::Stun);
                    let to = if is_answer {
                        answered = Some(to);
                        to
                    } else {
                        peer.chosen = Some(to);
                        peer.goes_to(to)
                    };
                    self.out.push_back(Datagram { to, bytes });
                }
                Output::Event(event) => events.push(event),
            }
        };
        if !peer.rtc.is_alive() {
            return Err(Ending::Broken);
        }
        let wakes_at = wakes_at.max(now + peer.looked_after(now));
        if let Some(before) = peer.wakes_at.replace(wakes_at) {
            self.timers.remove(&(before, index));
        }
        self.timers.insert((wakes_at, index));
        // Only a request whose integrity held is answered.
        if let Some(from) = answered {
            self.learn(now, index, from, Shown::Asked);
        }
        for event in events {
            self.event(now, index, event)?;
        }
        Ok(())
    }

    fn event(&mut self, now: Instant, index: usize, event: Event) -> Result<(), Ending> {
        match event {
            Event::RtpPacket(packet) => {
                self.came_true(now, index);
                self.route(now, index, &packet);
            }
            Event::SenderFeedback(report) => self.reported(now, index, &report),
            Event::KeyframeRequest(request) => self.wants_whole_picture(now, index, request.mid),
            Event::Connected => {
                let crypto = self.crypto.srtp_provider;
                let library_seals = self.config.library_seals;
                let Some(peer) = self.peer_mut(index) else {
                    return Ok(());
                };
                if !library_seals {
                    peer.agreed(crypto);
                }
                peer.is_connected = true;
                let (room, peer) = (peer.room, peer.id);
                self.say(News::Connected { room, peer });
                self.tell(now, room);
            }
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                let kbps = estimate.as_u64() / 1_000;
                self.tell_if(now, index, |peer| peer.estimated(now, kbps));
            }
            Event::PeerStats(stats) => {
                self.tell_if(now, index, |peer| peer.counted(now, &stats));
            }
            Event::MediaEgressStats(stats) => {
                self.tell_if(now, index, |peer| peer.hears_of(now, &stats));
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                return Err(Ending::Silent);
            }
            Event::Closed => return Err(Ending::Broken),
            _ => {}
        }
        Ok(())
    }

    /// Takes in what is known of somebody's network, and what that changes for them.
    fn tell_if(&mut self, now: Instant, index: usize, what: impl FnOnce(&mut Peer) -> bool) {
        if let Some(peer) = self.peer_mut(index)
            && what(peer)
        {
            let room = peer.room;
            self.tell(now, room);
        }
    }
}
