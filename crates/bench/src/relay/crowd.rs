//! All connections of the load, on one thread.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::caller::Caller;
use super::ear::Tally;

/// A voice has fifty packets a second.
const VOICE_EVERY: Duration = Duration::from_millis(20);
/// Larger than any Ethernet frame.
const DATAGRAM_BYTES_MAX: usize = 2_000;
const EVENTS_MAX: usize = 1_024;
/// Handshakes of some hundred connections on a busy machine.
const CONNECT_WITHIN: Duration = Duration::from_secs(25);

pub(super) struct Crowd {
    poll: Poll,
    events: Events,
    callers: Vec<Caller>,
    timers: BTreeSet<(Instant, usize)>,
    beats: BinaryHeap<Reverse<(Instant, usize)>>,
    speaks: Vec<bool>,
}

impl Crowd {
    pub(super) fn new() -> Result<Self, String> {
        Ok(Self {
            poll: Poll::new().map_err(|error| error.to_string())?,
            events: Events::with_capacity(EVENTS_MAX),
            callers: Vec::new(),
            timers: BTreeSet::new(),
            beats: BinaryHeap::new(),
            speaks: Vec::new(),
        })
    }

    /// Takes somebody in, and gives their place.
    pub(super) fn add(&mut self, mut caller: Caller) -> Result<usize, String> {
        let place = self.callers.len();
        let registry = self.poll.registry();
        registry
            .register(&mut caller.socket, Token(place), Interest::READABLE)
            .map_err(|error| error.to_string())?;
        self.callers.push(caller);
        self.speaks.push(false);
        self.wake(place, Instant::now());
        Ok(place)
    }

    pub(super) fn caller(&mut self, place: usize) -> &mut Caller {
        &mut self.callers[place]
    }

    pub(super) fn callers(&self) -> &[Caller] {
        &self.callers
    }

    pub(super) fn len(&self) -> usize {
        self.callers.len()
    }

    /// From now on these speak, and nobody else. Their packets are spread over the 20 ms, as those
    /// of people are who know nothing of each other.
    pub(super) fn only(&mut self, speakers: &[usize]) {
        self.speaks.fill(false);
        self.beats.clear();
        for place in speakers {
            self.speak(*place);
        }
    }

    pub(super) fn speak(&mut self, place: usize) {
        if !std::mem::replace(&mut self.speaks[place], true) {
            // Steps of the golden ratio spread any number of them evenly.
            let share = (place as f64 * 0.618_034).fract();
            let first = Instant::now() + VOICE_EVERY.mul_f64(share);
            self.beats.push(Reverse((first, place)));
        }
    }

    pub(super) fn rest(&mut self, place: usize) {
        self.speaks[place] = false;
        self.beats.retain(|beat| beat.0.1 != place);
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        self.run_until(Instant::now() + time);
    }

    pub(super) fn run_until(&mut self, end: Instant) {
        let mut buffer = [0; DATAGRAM_BYTES_MAX];
        loop {
            let now = Instant::now();
            if now >= end {
                return;
            }
            let next = self.next().min(end);
            let wait = next.saturating_duration_since(now);
            // An interrupted wait is followed by another.
            let _ = self.poll.poll(&mut self.events, Some(wait));
            let ready: Vec<usize> = self.events.iter().map(|event| event.token().0).collect();
            for place in ready {
                self.callers[place].read(&mut buffer, Instant::now);
                self.plan(place);
            }
            self.beat();
            self.timeouts();
        }
    }

    /// Runs until everybody is connected.
    pub(super) fn connect(&mut self) -> Result<(), String> {
        let end = Instant::now() + CONNECT_WITHIN;
        while Instant::now() < end {
            self.run_for(Duration::from_millis(50));
            if self.callers.iter().all(Caller::is_connected) {
                return Ok(());
            }
        }
        let missing = self.callers.iter().filter(|caller| !caller.is_connected());
        Err(format!(
            "{} of {} connections never came about",
            missing.count(),
            self.callers.len()
        ))
    }

    fn next(&self) -> Instant {
        let timer = self.timers.first().map(|(at, _)| *at);
        let beat = self.beats.peek().map(|beat| beat.0.0);
        let first = [timer, beat].into_iter().flatten().min();
        first.unwrap_or_else(|| Instant::now() + VOICE_EVERY)
    }

    fn beat(&mut self) {
        let now = Instant::now();
        while let Some(Reverse((at, place))) = self.beats.peek().copied() {
            if at > now {
                return;
            }
            self.beats.pop();
            self.callers[place].speak(Instant::now());
            self.plan(place);
            self.beats.push(Reverse((at + VOICE_EVERY, place)));
        }
    }

    fn timeouts(&mut self) {
        let now = Instant::now();
        while let Some((at, place)) = self.timers.first().copied() {
            if at > now {
                return;
            }
            self.timers.remove(&(at, place));
            self.callers[place].time(now);
            // What is due at once is due after what else came in.
            let least = now + Duration::from_millis(1);
            self.callers[place].wakes_at = self.callers[place].wakes_at.max(least);
            self.wake(place, self.callers[place].wakes_at);
        }
    }

    /// Wakes somebody earlier than was planned, if that is what they want now. Who wants it later
    /// is woken once for nothing.
    fn plan(&mut self, place: usize) {
        let wants = self.callers[place].wakes_at;
        if wants < self.callers[place].planned_at {
            self.wake(place, wants);
        }
    }

    fn wake(&mut self, place: usize, at: Instant) {
        let planned = self.callers[place].planned_at;
        self.timers.remove(&(planned, place));
        self.callers[place].planned_at = at;
        if !self.callers[place].is_broken {
            self.timers.insert((at, place));
        }
    }

    pub(super) fn begin(&mut self) {
        self.callers.iter_mut().for_each(Caller::begin);
    }

    pub(super) fn broken(&self) -> usize {
        self.callers
            .iter()
            .filter(|caller| caller.is_broken)
            .count()
    }

    /// What these have counted together.
    pub(super) fn tally(&self, places: Range<usize>) -> Tally {
        let mut all = Tally::default();
        for caller in &self.callers[places] {
            all.add(caller.tally());
        }
        all
    }
}
