#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes};
use futures_util::{Sink, Stream};
use tokio::time::{sleep, timeout};

use super::super::outbox::{self, Outbox};
use super::super::room::RoomHandle;
use super::super::socket::Client;
use super::super::wire::Close;
use super::SharedWire;
use crate::site::clock::Clock;

/// A socket whose other side reads when it is told to, and whose kernel holds a few frames.
#[derive(Default)]
struct Kernel {
    room: usize,
    /// Fed, not yet flushed.
    fed: VecDeque<Message>,
    /// With the kernel: the other side can read them.
    taken: Vec<String>,
    writer: Option<Waker>,
    /// How often the client's task looked whether there was something to read.
    looks: usize,
    /// A flush that could not be finished: until one is, no more is taken in.
    is_blocked: bool,
    is_broken: bool,
}

#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Kernel>>);

impl Pipe {
    fn holding(room: usize) -> Self {
        let pipe = Self::default();
        pipe.with(|kernel| kernel.room = room);
        pipe
    }

    fn with<T>(&self, act: impl FnOnce(&mut Kernel) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    /// The other side reads so many frames.
    fn reads(&self, count: usize) {
        let writer = self.with(|kernel| {
            kernel.room += count;
            kernel.writer.take()
        });
        writer.into_iter().for_each(Waker::wake);
    }

    fn taken(&self) -> Vec<String> {
        self.with(|kernel| kernel.taken.clone())
    }
}

impl Stream for Pipe {
    type Item = Result<Message, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.with(|kernel| kernel.looks += 1);
        Poll::Pending
    }
}

impl Sink<Message> for Pipe {
    type Error = axum::Error;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        if self.with(|kernel| kernel.is_blocked) {
            return self.poll_flush(cx);
        }
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        self.with(|kernel| kernel.fed.push_back(message));
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.with(|kernel| {
            if kernel.is_broken {
                let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
                return Poll::Ready(Err(axum::Error::new(broken)));
            }
            while kernel.room > 0
                && let Some(message) = kernel.fed.pop_front()
            {
                kernel.room -= 1;
                kernel.taken.push(message.to_text().unwrap().to_owned());
            }
            kernel.is_blocked = !kernel.fed.is_empty();
            if !kernel.is_blocked {
                return Poll::Ready(Ok(()));
            }
            kernel.writer = Some(cx.waker().clone());
            Poll::Pending
        })
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }
}

/// A client whose task waits for something to do.
async fn client(pipe: &Pipe) -> (Outbox, tokio::task::JoinHandle<Option<Close>>) {
    let mut wire = SharedWire::new(pipe.clone());
    let (outbox, incoming) = outbox::pair(wire.clone());
    let (room, line, _came) = RoomHandle::deaf();
    let task = tokio::spawn(async move {
        let mut client = Client::new(room, line, Clock::fixed(0));
        client.talk(&mut wire, incoming).await
    });
    settle().await;
    (outbox, task)
}

/// Why the client's task ended: it was woken, and did not run into a time limit.
async fn ended_at_once(task: tokio::task::JoinHandle<Option<Close>>) -> Option<Close> {
    let ended = timeout(Duration::from_millis(500), task).await;
    ended.expect("woken by the other side").unwrap()
}

/// Lets the client's task do what it can.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

fn tell(outbox: &mut Outbox, frames: &[&'static str]) {
    for frame in frames {
        assert!(outbox.send(Utf8Bytes::from_static(frame)));
    }
    outbox.flush();
}

#[tokio::test(start_paused = true)]
async fn an_idle_client_is_told_without_waking_its_task() {
    let pipe = Pipe::holding(8);
    let (mut outbox, _task) = client(&pipe).await;
    let looks = pipe.with(|kernel| kernel.looks);
    tell(&mut outbox, &["one", "two"]);
    assert_eq!(pipe.taken(), ["one", "two"], "before the task had a chance");
    settle().await;
    assert_eq!(pipe.with(|kernel| kernel.looks), looks, "the task slept on");
}

#[tokio::test(start_paused = true)]
async fn what_is_told_before_the_task_is_ready_waits_for_it() {
    let pipe = Pipe::holding(8);
    let (mut outbox, incoming) = outbox::pair(SharedWire::new(pipe.clone()));
    tell(&mut outbox, &["hello"]);
    assert!(pipe.taken().is_empty());
    assert_eq!(incoming.waiting.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_the_kernel_does_not_take_is_left_to_the_task_in_order() {
    let pipe = Pipe::holding(1);
    let (mut outbox, task) = client(&pipe).await;
    tell(&mut outbox, &["one", "two"]);
    tell(&mut outbox, &["three"]);
    assert_eq!(pipe.taken(), ["one"]);
    pipe.reads(1);
    settle().await;
    tell(&mut outbox, &["four"]);
    assert_eq!(pipe.taken(), ["one", "two"]);
    pipe.reads(8);
    settle().await;
    assert_eq!(pipe.taken(), ["one", "two", "three", "four"]);
    // Now that all is out, the room writes again.
    tell(&mut outbox, &["five"]);
    assert_eq!(pipe.taken().last().unwrap(), "five");
    outbox.close(Close::Ended);
    assert_eq!(task.await.unwrap(), Some(Close::Ended));
}

/// The task writes by itself once in a while: it asks whether anybody is there. What the room has
/// laid on the line before goes out with that, and the room leaves the task its waker.
#[tokio::test(start_paused = true)]
async fn the_room_does_not_come_between_while_the_task_writes() {
    let pipe = Pipe::holding(0);
    let (mut outbox, _task) = client(&pipe).await;
    assert!(outbox.send(Utf8Bytes::from_static("one")));
    // Until the task asks, and has to wait.
    sleep(Duration::from_secs(16)).await;
    outbox.flush();
    tell(&mut outbox, &["two"]);
    pipe.reads(8);
    settle().await;
    let taken = pipe.taken();
    assert_eq!(
        (taken.len(), taken[0].as_str(), taken[2].as_str()),
        (3, "one", "two")
    );
    // The task is done, and the room writes by itself again.
    let looks = pipe.with(|kernel| kernel.looks);
    tell(&mut outbox, &["three"]);
    assert_eq!(pipe.taken().last().unwrap(), "three");
    assert_eq!(pipe.with(|kernel| kernel.looks), looks);
}

#[tokio::test(start_paused = true)]
async fn who_is_behind_still_hears_what_was_said_before_the_end() {
    for is_slow in [false, true] {
        let pipe = Pipe::holding(0);
        let (mut outbox, task) = client(&pipe).await;
        tell(&mut outbox, &["one", "two"]);
        tell(&mut outbox, &["three"]);
        settle().await;
        tell(&mut outbox, &["the end"]);
        outbox.close(Close::Ended);
        settle().await;
        outbox.flush();
        if is_slow {
            sleep(Duration::from_secs(4)).await;
        }
        pipe.reads(8);
        assert_eq!(ended_at_once(task).await, Some(Close::Ended));
        let all = ["one", "two", "three", "the end"];
        assert_eq!(pipe.taken(), if is_slow { &[][..] } else { &all[..] });
    }
}

#[tokio::test(start_paused = true)]
async fn who_signed_out_hears_nothing_more() {
    let pipe = Pipe::holding(0);
    let (mut outbox, task) = client(&pipe).await;
    tell(&mut outbox, &["one"]);
    settle().await;
    tell(&mut outbox, &["two"]);
    outbox.close(Close::SignedOut);
    assert_eq!(task.await.unwrap(), Some(Close::SignedOut));
    pipe.reads(8);
    assert!(pipe.taken().is_empty());
}

/// The room closes a line before it has flushed what it laid on it. From there on the line is its
/// task's, and nothing is told after the end.
#[tokio::test(start_paused = true)]
async fn a_line_that_ends_is_its_tasks_alone() {
    let pipe = Pipe::holding(0);
    let (mut outbox, task) = client(&pipe).await;
    assert!(outbox.send(Utf8Bytes::from_static("removed")));
    outbox.close(Close::Removed);
    settle().await;
    pipe.reads(8);
    outbox.send(Utf8Bytes::from_static("late"));
    outbox.flush();
    assert_eq!(ended_at_once(task).await, Some(Close::Removed));
    assert_eq!(pipe.taken(), ["removed"]);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_is_not_too_full_for_what_is_already_on_the_line() {
    let pipe = Pipe::holding(100);
    let mut wire = SharedWire::new(pipe.clone());
    let (mut outbox, incoming) = outbox::pair(wire.clone());
    incoming.is_ready();
    assert!(outbox.send(Utf8Bytes::from_static("laid")));
    incoming.backlog.add();
    for _ in 0..64 {
        assert!(outbox.send(Utf8Bytes::from_static("queued")));
    }
    outbox.flush();
    assert_eq!(incoming.waiting.len(), 64);
    let mut close = incoming.close;
    assert!(close.try_recv().is_err(), "not closed");
    futures_util::SinkExt::flush(&mut wire).await.unwrap();
    assert_eq!(pipe.taken(), ["laid"]);
}

#[tokio::test(start_paused = true)]
async fn a_room_writes_to_nobody_whose_task_is_gone() {
    let pipe = Pipe::holding(8);
    let wire = SharedWire::new(pipe.clone());
    let own = wire.owned();
    let (mut outbox, incoming) = outbox::pair(wire);
    incoming.is_ready();
    drop(own);
    assert!(!outbox.send(Utf8Bytes::from_static("one")));
    assert!(pipe.taken().is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_never_reads_is_closed_by_the_room_when_the_queue_is_full() {
    let pipe = Pipe::holding(0);
    let (mut outbox, task) = client(&pipe).await;
    tell(&mut outbox, &["one"]);
    let taken = (0..1_000).take_while(|_| outbox.send(Utf8Bytes::from_static("more")));
    assert!(taken.count() <= 64);
    assert_eq!(task.await.unwrap(), Some(Close::TooSlow));
}

#[tokio::test(start_paused = true)]
async fn who_never_reads_is_closed_by_their_task_when_nothing_more_is_told() {
    let pipe = Pipe::holding(0);
    let (mut outbox, task) = client(&pipe).await;
    tell(&mut outbox, &["one"]);
    sleep(Duration::from_secs(11)).await;
    assert_eq!(task.await.unwrap(), Some(Close::TooSlow));
}

#[tokio::test(start_paused = true)]
async fn a_broken_line_is_given_up() {
    let pipe = Pipe::holding(8);
    let (mut outbox, task) = client(&pipe).await;
    pipe.with(|kernel| kernel.is_broken = true);
    tell(&mut outbox, &["one"]);
    assert!(task.await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn what_was_laid_on_the_line_is_told_before_the_line_is_closed() {
    let pipe = Pipe::holding(8);
    let (mut outbox, task) = client(&pipe).await;
    assert!(outbox.send(Utf8Bytes::from_static("the end")));
    outbox.close(Close::Ended);
    assert_eq!(task.await.unwrap(), Some(Close::Ended));
    assert_eq!(pipe.taken(), ["the end"]);
}

/// The room and the task on threads of their own, beside somebody who reads in fits and starts.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_is_lost_or_overtaken_however_the_two_meet() {
    const FRAMES: usize = 20_000;
    let pipe = Pipe::holding(3);
    let (mut outbox, task) = client(&pipe).await;
    let reader = tokio::spawn({
        let pipe = pipe.clone();
        async move {
            let mut read = 0;
            while read < FRAMES {
                let there = pipe.with(|kernel| kernel.taken.len());
                // A few at a time, so that the kernel is now full and now empty.
                let more = (there - read).min(1 + read % 5);
                pipe.reads(more);
                read += more;
                tokio::task::yield_now().await;
            }
        }
    });
    let watched = pipe.clone();
    let room = tokio::spawn(async move {
        for n in 0..FRAMES {
            assert!(outbox.send(n.to_string().into()), "closed at {n}");
            if n % 3 != 0 {
                outbox.flush();
            }
            // Never so far ahead that the client would be closed for it.
            while n.saturating_sub(pipe.with(|kernel| kernel.taken.len())) > 40 {
                outbox.flush();
                tokio::task::yield_now().await;
            }
        }
        outbox.flush();
        outbox.close(Close::Ended);
        (outbox, pipe)
    });
    let all = async {
        let (_outbox, pipe) = room.await.unwrap();
        assert_eq!(task.await.unwrap(), Some(Close::Ended));
        reader.await.unwrap();
        pipe.taken()
    };
    let told = timeout(Duration::from_secs(60), all)
        .await
        .unwrap_or_else(|_| {
            let kernel = watched.0.lock().unwrap();
            panic!(
                "stuck at {} frames, {} fed, {} room",
                kernel.taken.len(),
                kernel.fed.len(),
                kernel.room
            )
        });
    let expected: Vec<String> = (0..FRAMES).map(|n| n.to_string()).collect();
    assert!(told == expected, "out of order or lost");
}
