//! Carries packets between the two ends: for each direction a thread that takes them up and one that
//! sets them down.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::order::{Term, Terms};
use super::packet::{self, Way};
use super::path::Path;
use crate::steps::now;

/// More than the largest packet of a device that has not been told otherwise: 1,500 bytes.
const PACKET_BYTES_MAX: usize = 2_048;

/// Both directions, and how the link is.
#[derive(Debug)]
pub(crate) struct Traffic {
    state: Mutex<State>,
    /// Something set out.
    news: [Condvar; 2],
}

#[derive(Debug)]
struct State {
    terms: Terms,
    paths: [Path; 2],
    /// Packets of each direction that were not let through.
    stopped: [u64; 2],
}

impl Traffic {
    pub(crate) fn new(seed: u64) -> Self {
        // Each direction has its own chance, so that the timing of one doesn't change the other.
        let paths = [Path::new(seed), Path::new(!seed)];
        Self {
            state: Mutex::new(State {
                terms: Terms::default(),
                paths,
                stopped: [0; 2],
            }),
            news: Default::default(),
        }
    }

    pub(crate) fn change(&self, changes: &[(Term, u64)]) {
        let mut state = self.state();
        for (term, number) in changes {
            state.terms.set(*term, *number);
        }
    }

    /// What became of the packets so far: `to_near=carried,lost,full,stopped to_far=...`.
    pub(crate) fn counts(&self) -> String {
        let state = self.state();
        let of = |way: Way| {
            let counts = state.paths[way as usize].counts;
            let stopped = state.stopped[way as usize];
            format!(
                "{},{},{},{stopped}",
                counts.carried, counts.lost, counts.full
            )
        };
        format!("to_near={} to_far={}", of(Way::Near), of(Way::Far))
    }

    /// Starts carrying, for as long as the program runs.
    ///
    /// # Errors
    /// The system gives no more threads or descriptors.
    pub(crate) fn carry(
        traffic: &Arc<Self>,
        near: UnixDatagram,
        far: UnixDatagram,
    ) -> io::Result<()> {
        let directions = [
            (Way::Near, far.try_clone()?, near.try_clone()?),
            (Way::Far, near, far),
        ];
        for (way, from, to) in directions {
            let taking = Arc::clone(traffic);
            let setting = Arc::clone(traffic);
            let name = || thread::Builder::new().name(format!("{way:?}"));
            name().spawn(move || taking.take_up(way, &from))?;
            name().spawn(move || setting.set_down(way, &to))?;
        }
        Ok(())
    }

    /// Ends when the other end of the socket does, which ends with its namespace.
    fn take_up(&self, way: Way, from: &UnixDatagram) {
        let mut buffer = [0; PACKET_BYTES_MAX];
        while let Ok(length) = from.recv(&mut buffer) {
            let packet = &mut buffer[..length];
            let mut state = self.state();
            let terms = state.terms;
            if packet::pass(packet, way, &terms) {
                state.paths[way as usize].send(now(), &terms, packet.to_vec());
                self.news[way as usize].notify_one();
            } else {
                state.stopped[way as usize] += 1;
            }
        }
    }

    fn set_down(&self, way: Way, to: &UnixDatagram) {
        let news = &self.news[way as usize];
        let mut state = self.state();
        loop {
            let present = now();
            if let Some(packet) = state.paths[way as usize].arrived(present) {
                drop(state);
                if to.send(&packet).is_err() {
                    return;
                }
                state = self.state();
                continue;
            }
            state = match state.paths[way as usize].next_arrival() {
                Some(at) => {
                    let time = at.saturating_duration_since(present);
                    let waited = news.wait_timeout(state, time);
                    waited.map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state)
                }
                None => news.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// A thread that fell leaves counts and queues that are whole all the same.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
