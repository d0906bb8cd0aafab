//! From a step to the disk, and from there to everybody.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use circle::event::{Audience, Event};
use store::StoreError;
use tokio::time::sleep;

use super::super::super::AFTERWARDS_MS;
use super::super::super::fanout::Fanout;
use super::super::super::in_room::HandedOver;
use super::super::super::room_view::{self, Plain};
use super::super::super::step::{Step, text};
use super::super::super::store::journal::{self, Batch};
use super::super::super::wire::{Close, Frame, Seat};
use super::super::LineId;
use super::{Answer, Held, Room};

impl Room {
    /// Puts a step's writing into the next commit and its frames behind it.
    pub(in super::super) fn finish(&mut self, step: Step) {
        if step.is_empty() {
            return;
        }
        if self.table.has_ended() && self.clears_at_ms.is_none() && !self.is_over {
            self.clears_at_ms = Some(self.means.clock.now_ms() + AFTERWARDS_MS);
        }
        let says = !(step.events.is_empty() && step.before.is_empty() && step.after.is_empty());
        self.heard += u64::from(says);
        let mut frames = self.frames(&step);
        if step.panels {
            frames.extend(self.panel_frames(None));
        }
        let closes = self.closes(&step);
        self.made += 1;
        if step.lasts {
            self.lasting = self.made;
            self.next_lasts = true;
        }
        let Batch {
            entries,
            beside,
            snapshot,
        } = step.batch;
        self.next.entries.extend(entries);
        self.next.beside.extend(beside);
        self.next.snapshot = snapshot.or(self.next.snapshot.take());
        if !self.next.is_empty() && self.next_waits.is_none() {
            self.next_waits = Some(Box::pin(sleep(self.to_beat())));
        }
        self.hold(frames, closes, Vec::new());
    }

    /// The frames of a step, for each line: one serialisation for each audience.
    fn frames(&self, step: &Step) -> Vec<(LineId, Utf8Bytes)> {
        let mut fanout = Fanout::new(&step.events);
        let before: Vec<(Audience, Utf8Bytes)> = shared(&step.before);
        let after: Vec<(Audience, Utf8Bytes)> = shared(&step.after);
        let mut frames = Vec::with_capacity(self.lines.len());
        for (id, line) in &self.lines {
            let hears = |to: Audience| self.table.hears(line.seat, to);
            let starts_over = step
                .events
                .iter()
                .any(|(to, event)| matches!(event, Event::Refresh) && hears(*to));
            if starts_over {
                frames.extend(
                    self.view_frame(line.seat, line.lang)
                        .map(|frame| (*id, frame)),
                );
                continue;
            }
            let told = |texts: &[(Audience, Utf8Bytes)]| -> Vec<(LineId, Utf8Bytes)> {
                texts
                    .iter()
                    .filter(|(to, _)| hears(*to))
                    .map(|(_, frame)| (*id, frame.clone()))
                    .collect()
            };
            frames.extend(told(&before));
            frames.extend(fanout.frame(hears).map(|frame| (*id, frame)));
            frames.extend(told(&after));
        }
        frames
    }

    /// When the panel of the lounge says another thing of the time.
    pub(super) fn lounge_turns_ms(&self) -> Option<i64> {
        let now_ms = self.means.clock.now_ms();
        let ended = self.table.has_ended();
        ended.then(|| self.table.lounge_turns_ms(now_ms)).flatten()
    }

    /// The panels that are drawn otherwise than they are on the page; of one line, or of all.
    pub(super) fn panel_frames(&mut self, only: Option<LineId>) -> Vec<(LineId, Utf8Bytes)> {
        let now_ms = self.means.clock.now_ms();
        let mut frames = Vec::new();
        for (id, line) in &mut self.lines {
            if only.is_some_and(|only| only != *id) {
                continue;
            }
            let html = if self.table.has_panel(line.seat) {
                let picture = self.table.picture(now_ms, line.seat, line.lang);
                let panel =
                    picture.map(|picture| room_view::panel(line.lang, &picture, Plain::default()));
                panel.map_or_else(String::new, |panel| panel.into_string())
            } else {
                String::new()
            };
            if line.panel.as_ref() != Some(&html) {
                let frame: Frame<'_, (), ()> = Frame::Panel { html: &html };
                frames.push((*id, Utf8Bytes::from(text(&frame))));
                line.panel = Some(html);
            }
        }
        frames
    }

    fn closes(&self, step: &Step) -> Vec<(LineId, Close)> {
        let of = |seat: Seat| {
            self.lines
                .iter()
                .filter(move |(_, line)| line.seat == seat)
                .map(|(id, _)| *id)
        };
        step.closes
            .iter()
            .flat_map(|(seat, why)| of(*seat).map(|id| (id, *why)))
            .collect()
    }

    /// Lets frames wait for what they depend on.
    pub(super) fn hold(
        &mut self,
        frames: Vec<(LineId, Utf8Bytes)>,
        closes: Vec<(LineId, Close)>,
        answers: Vec<Answer>,
    ) {
        // A page without JavaScript shows its own act as done, however light it was.
        let after = if answers.is_empty() {
            self.lasting
        } else {
            self.made
        };
        self.held.push_back(Held {
            after,
            told: self.heard,
            frames,
            closes,
            answers,
        });
    }

    /// Starts the next commit, if one is due and none is under way.
    pub(super) fn start_commit(&mut self) {
        if self.commit.is_some() || self.next.is_empty() || !self.next_lasts {
            return;
        }
        self.next_lasts = false;
        self.next_waits = None;
        let batch = Arc::new(std::mem::take(&mut self.next));
        let session = self.table.session().id;
        let made = self.made;
        let store = self.means.store.clone();
        self.commit = Some(Box::pin(async move {
            store
                .write(move |tx| journal::append(tx, session, &batch))
                .await?;
            Ok(made)
        }));
    }

    /// Sends what no longer has to wait.
    pub(super) fn release(&mut self) {
        // With nothing waiting to be written, everything is on disk.
        if self.commit.is_none() && self.next.is_empty() {
            self.durable = self.made;
        }
        let mut told = false;
        while self
            .held
            .front()
            .is_some_and(|held| held.after <= self.durable)
        {
            if let Some(held) = self.held.pop_front() {
                self.send(held);
                told = true;
            }
        }
        while self
            .answers
            .front()
            .is_some_and(|(after, _, _)| *after <= self.durable)
        {
            if let Some((_, id, frame)) = self.answers.pop_front()
                && let Some(line) = self.lines.get_mut(&id)
            {
                line.outbox.send(frame);
                told = true;
            }
        }
        if told {
            for line in self.lines.values_mut() {
                line.outbox.flush();
            }
        }
    }

    fn send(&mut self, held: Held) {
        self.tell.send_if_modified(|told| {
            let is_more = *told != held.told;
            *told = held.told;
            is_more
        });
        for (id, frame) in held.frames {
            if let Some(line) = self.lines.get_mut(&id) {
                line.outbox.send(frame);
            }
        }
        for (id, why) in held.closes {
            if let Some(line) = self.lines.get_mut(&id) {
                line.outbox.close(why);
            }
        }
        for answer in held.answers {
            // Whoever asked may have gone.
            match answer {
                Answer::Look(asked, looked) => drop(asked.send(Ok(*looked))),
                Answer::Forgotten(asked) => drop(asked.send(())),
                Answer::Table(asked, look) => drop(asked.send(look.map(|look| *look))),
                Answer::HandedOver(asked) => drop(asked.send(Ok(HandedOver::Done))),
            }
        }
    }

    /// A commit failed: memory is ahead of the disk, so this room is no longer the truth.
    pub(super) fn fail(&mut self, error: &StoreError) {
        tracing::error!(%error, "a room could not be written and will be rebuilt");
        self.close_all(Close::Restarting);
    }
}

fn shared(texts: &[(Audience, String)]) -> Vec<(Audience, Utf8Bytes)> {
    texts
        .iter()
        .map(|(to, text)| (*to, Utf8Bytes::from(text.as_str())))
        .collect()
}
