//! The program's one source of chance: identifiers, keys, nonces, words.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// Where random bytes come from.
#[derive(Clone, Debug)]
pub enum Chance {
    /// The operating system's generator.
    System,
    /// A repeatable stream for tests and snapshots. Never for a real community.
    Seeded(Arc<Stream>),
}

/// SHA-256 in counter mode over a seed.
#[derive(Debug)]
pub struct Stream {
    seed: u64,
    counter: AtomicU64,
}

impl Chance {
    /// A repeatable stream: the same seed gives the same bytes in the same order.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Stream {
            seed,
            counter: AtomicU64::new(0),
        }))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: going on with guessable keys would
    /// betray the people whose words they seal.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0_u8; N];
        match self {
            Self::System => system_fill(&mut out),
            Self::Seeded(stream) => stream.fill(&mut out),
        }
        out
    }

    /// A fresh identifier: 63 random bits, so it tells nothing about when or after whom a row
    /// was made. With a million rows in one table a collision has odds of about 1 in 10 million,
    /// and then the insert fails and nothing is overwritten.
    #[must_use]
    pub fn id(&self) -> i64 {
        let raw = i64::from_be_bytes(self.bytes::<8>());
        (raw & i64::MAX).max(1)
    }

    /// A number below `bound` (or 0 when `bound` is 0). 64 bits against small bounds: the bias
    /// is below 2^-40 for any list of words we draw from.
    #[must_use]
    pub fn below(&self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        let raw = u64::from_be_bytes(self.bytes::<8>());
        usize::try_from(raw % bound as u64).unwrap_or(0)
    }
}

impl Stream {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let count = self.counter.fetch_add(1, Ordering::SeqCst);
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(count.to_be_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}

#[allow(clippy::disallowed_methods, clippy::expect_used)] // The one place that asks the machine.
fn system_fill(out: &mut [u8]) {
    getrandom::fill(out).expect("the operating system has no randomness to give");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_another_differs() {
        let (a, b, c) = (Chance::seeded(7), Chance::seeded(7), Chance::seeded(8));
        let first: [u8; 40] = a.bytes();
        assert_eq!(first, b.bytes::<40>());
        assert_ne!(first, c.bytes::<40>());
        assert_ne!(first, a.bytes::<40>());
    }

    #[test]
    fn ids_are_positive() {
        let chance = Chance::seeded(1);
        assert!((0..1000).all(|_| chance.id() > 0));
    }
}
