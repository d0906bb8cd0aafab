//! The voice of a simulated peer: sounds like speech and says nothing (`voices/make.mjs` made them),
//! heard through the relay as everybody's is.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use circle::view::{State, View};
use relay::core::Said;

use crate::sessions::{SessionId, Voices};

/// Each packet's time, and its ticks at 48 kHz.
pub(super) const PACKET: Duration = Duration::from_millis(20);
const PACKET_TICKS: u32 = 960;

type Packets = Vec<Arc<[u8]>>;

static SOUNDS: LazyLock<Vec<Packets>> =
    LazyLock::new(|| sounds(include_bytes!("voices/voices.opus")).unwrap_or_default());

/// Reads the file as `voices/make.mjs` writes it.
fn sounds(mut bytes: &[u8]) -> Option<Vec<Packets>> {
    let mut take = |count: usize| {
        let (taken, rest) = bytes.split_at_checked(count)?;
        bytes = rest;
        Some(taken)
    };
    let voices = *take(1)?.first()?;
    let mut all = Vec::new();
    for _ in 0..voices {
        let count = u16::from_be_bytes(take(2)?.try_into().ok()?);
        let mut packets = Vec::new();
        for _ in 0..count {
            let length = usize::from(*take(1)?.first()?);
            packets.push(Arc::from(take(length)?));
        }
        all.push(packets);
    }
    Some(all)
}

/// One peer's voice.
#[derive(Debug)]
pub(super) struct Speech {
    voices: Voices,
    session: SessionId,
    /// Which of the sounds.
    nth: usize,
    said: u32,
}

impl Speech {
    /// None where the program carries no voices.
    pub(super) fn new(voices: &Voices, session: SessionId, seed: u64) -> Option<Self> {
        voices.address()?;
        let voices = voices.clone();
        let count = u64::try_from(SOUNDS.len())
            .ok()
            .filter(|count| *count > 0)?;
        Some(Self {
            voices,
            session,
            nth: usize::try_from(seed % count).unwrap_or_default(),
            said: 0,
        })
    }

    /// Says the next 20 ms.
    pub(super) fn go_on(&mut self, view: &View) {
        let Some(packets) = SOUNDS.get(self.nth).filter(|packets| !packets.is_empty()) else {
            return;
        };
        let at = usize::try_from(self.said).unwrap_or_default() % packets.len();
        let packet = Said {
            sequence: u64::from(self.said),
            time: self.said.wrapping_mul(PACKET_TICKS),
            payload: Arc::clone(&packets[at]),
        };
        self.said = self.said.wrapping_add(1);
        self.voices.said(self.session, view.me.0, packet);
    }
}

/// A simulated peer speaks in its own turn, and not while it asked for a moment.
pub(super) fn speaks(view: &View) -> bool {
    let turn = view.turn.filter(|turn| turn.who == view.me && !turn.moment);
    view.session.state == State::Live && turn.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_voice_says_some_seconds() {
        assert_eq!(SOUNDS.len(), 6);
        for packets in SOUNDS.iter() {
            assert!(packets.len() > 250);
            assert!(packets.iter().all(|packet| !packet.is_empty()));
        }
    }

    #[test]
    fn what_is_cut_off_is_no_voice() {
        let bytes = include_bytes!("voices/voices.opus");
        assert_eq!(sounds(&bytes[..bytes.len() - 1]).map(|all| all.len()), None);
        assert_eq!(sounds(&[]).map(|all| all.len()), None);
    }
}
