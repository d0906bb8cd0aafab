//! Lines: how somebody comes, is lost, signs out and is forgotten.

use axum::extract::ws::Utf8Bytes;
use tokio::sync::oneshot;

use super::super::super::outbox::Outbox;
use super::super::super::step::{Step, text};
use super::super::super::wire::{Close, Frame, PROTOCOL, Seat};
use super::super::{Coming, LineId};
use super::{Answer, LINES_MAX, Line, Room, why_closed};
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

impl Room {
    pub(super) fn come(&mut self, coming: &Coming, outbox: Outbox) -> Result<LineId, Close> {
        if self.lines.len() >= LINES_MAX {
            return Err(Close::Full);
        }
        let now_ms = self.means.clock.now_ms();
        let mut step = Step::default();
        let seat = self.table.come(now_ms, coming, &mut step);
        self.finish(step);
        let seat = seat.map_err(why_closed)?;
        self.leases.remove(&seat);
        self.begin_voices_anew(seat, coming.page);
        self.standings.comes(seat, coming.page);
        self.close_lines_of(seat, Close::Replaced);
        self.lines_opened += 1;
        let id = LineId(self.lines_opened);
        let line = Line {
            seat,
            sign_in: coming.sign_in,
            lang: coming.lang,
            page: coming.page,
            outbox,
            panel: None,
            voices: None,
        };
        self.lines.insert(id, line);
        let hello: Frame<'_, (), ()> = Frame::Hello {
            protocol: PROTOCOL,
            now: now_ms,
            me: seat,
            lang: coming.lang,
        };
        let mut frames = vec![(id, Utf8Bytes::from(text(&hello)))];
        frames.extend(self.view_frame(seat, coming.lang).map(|frame| (id, frame)));
        frames.extend(self.panel_frames(Some(id)));
        self.hold(frames, Vec::new(), Vec::new());
        Ok(id)
    }

    pub(super) fn lose(&mut self, id: LineId) {
        let Some(line) = self.lines.remove(&id) else {
            return;
        };
        let now_ms = self.means.clock.now_ms();
        if !self.has_line(line.seat) {
            self.standings.loses(line.seat, now_ms);
        }
        if !self.has_line(line.seat) && !self.leases.contains_key(&line.seat) {
            let mut step = Step::default();
            self.table.gone(now_ms, line.seat, &mut step);
            self.finish(step);
        }
    }

    pub(super) fn sign_out(&mut self, person: PersonId, sign_in: Option<i64>) {
        let Some(seat) = self.table.seat_of(person) else {
            return;
        };
        let ended = |line: &Line| {
            line.seat == seat && sign_in.is_none_or(|sign_in| line.sign_in == sign_in)
        };
        let had_line = self.lines.values().any(ended);
        if had_line {
            self.end_voices_of(seat);
        }
        self.close_lines(ended, Close::SignedOut);
        // A page without JavaScript on another device keeps the seat present for its own while.
        if sign_in.is_none() || (had_line && !self.leases.contains_key(&seat)) {
            self.leases.insert(seat, self.means.clock.now_ms());
        }
    }

    pub(super) fn forget(&mut self, person: PersonId, done: oneshot::Sender<()>) {
        if let Some(seat) = self.table.seat_of(person) {
            self.leases.remove(&seat);
            self.end_voices_of(seat);
            self.close_lines_of(seat, Close::SignedOut);
            let mut step = Step::default();
            self.table
                .forget(self.means.clock.now_ms(), person, &mut step);
            self.finish(step);
            // Everybody else starts over from a picture without them.
            let frames = self.lines.iter().filter_map(|(id, line)| {
                let frame = self.view_frame(line.seat, line.lang)?;
                Some((*id, frame))
            });
            let frames = frames.collect();
            self.hold(frames, Vec::new(), Vec::new());
        }
        // Also what was made of them before and is still on its way has to be over.
        self.hold(Vec::new(), Vec::new(), vec![Answer::Forgotten(done)]);
        self.next_lasts = true;
    }

    pub(super) fn has_line(&self, seat: Seat) -> bool {
        self.lines.values().any(|line| line.seat == seat)
    }

    pub(super) fn close_lines_of(&mut self, seat: Seat, why: Close) {
        self.close_lines(|line| line.seat == seat, why);
    }

    pub(super) fn close_lines(&mut self, which: impl Fn(&Line) -> bool, why: Close) {
        self.lines.retain(|_, line| {
            let goes = which(line);
            if goes {
                line.outbox.close(why);
            }
            !goes
        });
    }

    pub(super) fn close_all(&mut self, why: Close) {
        for line in self.lines.values_mut() {
            line.outbox.close(why);
        }
        self.lines.clear();
    }

    pub(super) fn view_frame(&self, seat: Seat, lang: Lang) -> Option<Utf8Bytes> {
        let now_ms = self.means.clock.now_ms();
        let picture = self.table.picture(now_ms, seat, lang)?;
        let mut snapshot = picture.snapshot();
        let sound = self.sound.as_ref().filter(|_| !picture.view.waiting);
        let seal = self.table.sealed_group();
        snapshot.media = sound.map(|sound| sound.offered(now_ms, &self.means.chance, seal));
        let frame: Frame<'_, _, ()> = Frame::View(Box::new(snapshot));
        Some(text(&frame).into())
    }
}
