//! Any bytes, read as a session: whatever is sent, in whatever order, by whatever clock, the
//! circle stays whole.
#![allow(clippy::panic)]

mod decode;

use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_break_a_session(bytes in proptest::collection::vec(any::<u8>(), 0..800)) {
        decode::follow(&bytes);
    }

    /// Bytes below 48 keep to the commonest things: these sessions get further.
    #[test]
    fn no_likely_bytes_break_a_session(bytes in proptest::collection::vec(0_u8..48, 0..800)) {
        decode::follow(&bytes);
    }
}
