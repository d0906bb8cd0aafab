//! A program of a member's own, with their own keys: whatever it sends, the others hear each other.
//! Shared with the fuzzer.

use std::time::Duration;

use relay::core::{PeerId, Ring, Transport};
use str0m::media::KeyframeRequestKind;

use super::person::{Made, picture};
use super::world::{World, round};

const WITH_IT: PeerId = PeerId(9);
/// More steps than that take the fuzzer longer and say nothing new.
const STEPS_MAX: usize = 200;
/// Repeated so often, a few bytes are more than networks carry in one packet.
const LONG: usize = 60;
/// As often as somebody may come again in such an evening: each time costs two keys.
const AGAIN_MAX: u32 = 2;

/// What the program does, read from bytes; when they end, it has done.
struct Script<'a>(&'a [u8]);

impl Script<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes([
            self.byte()?,
            self.byte()?,
            self.byte()?,
            self.byte()?,
        ]))
    }

    /// A byte that says how many follow, and so many; or as often over as a long packet takes.
    fn bytes(&mut self) -> Option<Vec<u8>> {
        let count = self.byte()?;
        let few = usize::from(count % 32).min(self.0.len());
        let (some, rest) = self.0.split_at(few);
        self.0 = rest;
        Some(some.repeat(if count < 224 { 1 } else { LONG }))
    }
}

struct Evening<'a> {
    world: World,
    script: Script<'a>,
    /// The next number of the voice, and of each of the camera's pictures.
    numbers: [u64; 3],
    again: u32,
}

/// The names of a camera's pictures, and one that was never agreed on.
const LAYERS: [&str; 3] = ["s", "l", "x"];

impl Evening<'_> {
    /// The next thing that the program does; none at its end.
    fn step(&mut self) -> Option<()> {
        match self.script.byte()? % 16 {
            0 => {
                let wait_ms = u64::from(self.script.byte()?) * 4;
                self.world.run(Duration::from_millis(wait_ms));
            }
            1..=3 => self.sends(None)?,
            4..=9 => {
                let layer = self.script.byte()? % 3;
                self.sends(Some(usize::from(layer)))?;
            }
            10 => {
                let bytes = self.script.bytes()?;
                self.arrives(&bytes);
            }
            11 => self.bends()?,
            12 => {
                let on = self.script.byte()?;
                self.world.turned(WITH_IT, on & 1 == 0, on & 6 != 0);
            }
            13 => {
                let view = self.script.byte()?;
                let kind = if view & 4 == 0 {
                    KeyframeRequestKind::Pli
                } else {
                    KeyframeRequestKind::Fir
                };
                self.them().asks(usize::from(view), kind);
            }
            14 => self.rings()?,
            _ => {
                self.again += 1;
                if self.again <= AGAIN_MAX {
                    self.world.join(WITH_IT, Transport::Udp);
                    self.goes_by_script();
                }
            }
        }
        Some(())
    }

    fn them(&mut self) -> &mut super::person::Person {
        self.world.people.get_mut(&WITH_IT).unwrap()
    }

    /// Its voice says nothing by itself from here on, and its numbers go on from what it said.
    fn goes_by_script(&mut self) {
        let said = self.them().falls_silent();
        self.numbers = [u64::from(said), 0, 0];
    }

    /// A packet with any number, time, loudness and content.
    fn sends(&mut self, layer: Option<usize>) -> Option<()> {
        let how = self.script.byte()?;
        let leap = match how % 32 {
            // Mostly so far that nobody can tell how often the numbers went round.
            0 => u64::from(self.script.number()? >> 8),
            1 | 2 => u64::from(self.script.byte()?),
            _ => 0,
        };
        let number = &mut self.numbers[layer.map_or(0, |layer| 1 + layer % 2)];
        *number += 1 + leap;
        let sequence = *number;
        let time = self.script.number()?;
        let mut payload = self.script.bytes()?;
        if layer.is_some() && how & 32 != 0 {
            // Begins as a picture should.
            let whole = picture(WITH_IT, time, layer == Some(1), how & 64 == 0);
            payload.splice(..0, whole);
        }
        let made = Made {
            is_sound: layer.is_none() != (how & 0x84 == 0x84),
            sequence,
            time,
            at: self.world.now,
            marker: how & 8 != 0,
            level: (how & 16 == 0).then_some(-i8::try_from(how >> 1).unwrap_or(0)),
            payload,
        };
        // What calls itself by a name that nobody agreed on goes on the small picture's stream.
        let stream = layer.map(|layer| (LAYERS[layer % 2], LAYERS[layer]));
        self.them().makes(stream, made);
        self.world.run(Duration::from_millis(u64::from(how & 3)));
        Some(())
    }

    /// Bytes come from the program's address as they are.
    fn arrives(&mut self, bytes: &[u8]) {
        let from = self.them().remote();
        let now = self.world.now;
        self.world.relay.datagram(now, from, bytes);
    }

    /// Something that went before comes again, with a byte changed.
    fn bends(&mut self) -> Option<()> {
        let (which, at, to) = (
            self.script.byte()?,
            self.script.byte()?,
            self.script.byte()?,
        );
        let sent = if which & 1 == 0 {
            &self.world.overheard
        } else {
            &self.world.requests
        };
        let mut bytes = sent.get(&WITH_IT).cloned().unwrap_or_default();
        if let Some(byte) = bytes.get_mut(usize::from(at)) {
            *byte = to;
        }
        self.arrives(&bytes);
        Some(())
    }

    /// The floor goes round, with the program having some part in it.
    fn rings(&mut self) -> Option<()> {
        let ring = match self.script.byte()? % 3 {
            0 => round(&[1, 2, 9], 1, Some(9)),
            1 => round(&[1, 2], 1, Some(2)),
            _ => with_it(),
        };
        self.world.rings(vec![ring]);
        Some(())
    }
}

/// 1 leads, 2 has the turn, the program may speak as well.
fn with_it() -> Ring {
    Ring {
        others: vec![WITH_IT],
        ..round(&[1, 2, 9], 1, Some(2))
    }
}

/// What the two others have had of the program: packets of its voice, and of its camera.
pub(crate) type Had = (usize, usize);

/// An evening of two people and a program.
pub(crate) fn program(script: &[u8]) -> Had {
    let mut world = World::with(46, &[1, 2, WITH_IT.0]);
    world.rings(vec![with_it()]);
    world.turned(WITH_IT, true, true);
    world.hush();
    let mut evening = Evening {
        world,
        script: Script(script),
        numbers: [0; 3],
        again: 0,
    };
    evening.goes_by_script();
    for _ in 0..STEPS_MAX {
        if evening.step().is_none() {
            break;
        }
    }
    let mut world = evening.world;
    world.run(Duration::from_millis(200));
    let of_it = |who: u64| who == WITH_IT.0;
    let voice = world.heard(1).iter().filter(|one| of_it(one.who)).count();
    let seen = &world.people[&PeerId(2)].seen;
    let pictures = seen.iter().filter(|one| of_it(one.who)).count();
    world.rings(vec![with_it()]);
    world.run(Duration::from_secs(1));
    world.hush();
    world.run(Duration::from_secs(1));
    for (hears, says) in [(1, 2), (2, 1)] {
        let heard = world.heard(hears);
        let count = heard.iter().filter(|heard| heard.who == says).count();
        assert!(count >= 48, "{hears} hears {count} of 50 packets of {says}");
        assert_eq!(world.endings(hears), []);
    }
    (voice, pictures)
}
