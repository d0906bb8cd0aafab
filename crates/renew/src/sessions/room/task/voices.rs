//! The room's voices: who is heard follows the circle, and everybody is told what is true of it.

use axum::extract::ws::Utf8Bytes;
use circle::PersonId as SeatId;
use circle::event::Audience;
use tokio::sync::oneshot;

use super::super::super::media::sound::Seal;
use super::super::super::media::{Answered, NoVoices};
use super::super::super::step::text;
use super::super::super::wire::{Act, Frame, Seat};
use super::super::LineId;
use super::Room;
use crate::site::visitor::PersonId;

impl Room {
    /// Follows an act about a microphone or a camera: those are nobody's business but the relay's
    /// and the people's here, and are written nowhere.
    pub(super) fn turned(&mut self, seat: Seat, act: &Act) {
        let (microphone, camera) = match act {
            Act::Mic { on } => (Some(*on), None),
            Act::Camera { on } => (None, Some(*on)),
            _ => return,
        };
        if let Some(sound) = &mut self.sound
            && self.table.hears(seat, Audience::Everyone)
        {
            sound.turned(seat, microphone, camera);
        }
    }

    /// The seat is another's from now on, or nobody's: its page is heard no more, whatever it does.
    pub(super) fn end_voices_of(&mut self, seat: Seat) {
        self.voices_page.remove(&seat);
        self.standings.goes(seat);
        if let Some(sound) = &mut self.sound {
            sound.begins_anew(seat);
        }
    }

    /// A page was opened: if it isn't the one that was there, it begins with both off.
    pub(super) fn begin_voices_anew(&mut self, seat: Seat, page: u64) {
        let Some(sound) = &mut self.sound else { return };
        if self.voices_page.insert(seat, page) != Some(page) {
            sound.begins_anew(seat);
        }
    }

    /// A page wants to connect.
    pub(super) fn join_voices(
        &mut self,
        (person, page): (PersonId, u64),
        offer: String,
        answer: oneshot::Sender<Answered>,
    ) {
        let now_ms = self.means.clock.now_ms();
        let seat = self.table.seat_of(person).filter(|seat| {
            let is_page = |line: &super::Line| line.seat == *seat && line.page == page;
            self.lines.values().any(is_page) && self.table.hears(*seat, Audience::Everyone)
        });
        if let Some(seat) = seat {
            self.standings.connects(seat);
        }
        match (&mut self.sound, seat) {
            (Some(sound), Some(seat)) => sound.join(now_ms, seat, offer, answer),
            // Who asked may have gone.
            _ => drop(answer.send(Err(NoVoices::NoSeat))),
        }
    }

    /// Lets the relay forward what the circle says now, and tells everybody for whom something is
    /// another than before.
    pub(super) fn follow_voices(&mut self) {
        let why = self.unsealed();
        let is_wanted = self.table.sealed_group().is_some();
        let around = self.around_tables();
        let Some(sound) = &mut self.sound else { return };
        sound.hear();
        // Who was sent to the door begins anew when they are let in again: everything of theirs is off.
        for line in self.lines.values_mut() {
            let is_inside = self.table.hears(line.seat, Audience::Everyone);
            if !is_inside && line.voices.take().is_some() {
                sound.begins_anew(line.seat);
            }
        }
        sound.follow(self.table.voices(), around);
        let mut frames: Vec<(LineId, Utf8Bytes)> = Vec::new();
        for (id, line) in &mut self.lines {
            // Who waits at the door knows nothing of who is inside.
            if !self.table.hears(line.seat, Audience::Everyone) {
                continue;
            }
            let rested = self.table.is_mic_rested(SeatId(line.seat));
            // To a page that hasn't said yet whether it can, nothing is promised.
            let is_known = self.standings.of(line.seat).is_some();
            let seal = Seal {
                is: is_wanted && is_known && why.is_none(),
                why: why.filter(|_| is_known),
            };
            let voices = sound.told(line.seat, rested, seal);
            if line.voices.as_ref() != Some(&voices) {
                let frame: Frame<'_, (), ()> = Frame::Voices(&voices);
                frames.push((*id, text(&frame).into()));
                line.voices = Some(voices);
            }
        }
        if !frames.is_empty() {
            self.hold(frames, Vec::new(), Vec::new());
        }
        self.tell_tables();
    }
}
