//! The session library holds some of what it reads by asserts. One person's bytes end that person's
//! connection then, and nobody else's evening.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the library makes of something; nothing if it gave up in the middle. What it worked on is to
/// be thrown away then: it may be half of anything.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gives_up_in_the_middle_has_said_nothing() {
        assert_eq!(guarded(|| 7), Some(7));
        let nothing: &[u8] = &[];
        assert_eq!(guarded(|| nothing[std::hint::black_box(3)]), None);
    }
}
