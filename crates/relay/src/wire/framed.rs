//! Datagrams on a stream, each after its length (RFC 4571).

/// Larger than any datagram of ours; a longer one is somebody's game.
const FRAME_BYTES_MAX: usize = 2_000;
/// What waits for a slow reader: two seconds of four voices. Beyond it the newest is dropped whole.
pub(super) const WAITING_BYTES_MAX: usize = 64 * 1024;

/// What came in and isn't whole yet.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    bytes: Vec<u8>,
}

/// A frame that can't be one of ours: the stream is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Incoming {
    /// Takes in what was read, and hands out every datagram that is whole.
    pub(super) fn take(
        &mut self,
        read: &[u8],
        mut whole: impl FnMut(&[u8]),
    ) -> Result<(), TooLong> {
        self.bytes.extend_from_slice(read);
        let mut rest = self.bytes.as_slice();
        while let Some((head, after)) = rest.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*head));
            if length > FRAME_BYTES_MAX {
                return Err(TooLong);
            }
            let Some((frame, next)) = after.split_at_checked(length) else {
                break;
            };
            whole(frame);
            rest = next;
        }
        let used = self.bytes.len() - rest.len();
        self.bytes.drain(..used);
        Ok(())
    }
}

/// What goes out and wasn't taken yet.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    bytes: Vec<u8>,
}

impl Outgoing {
    /// Lays a datagram on. False if it was dropped, since nobody reads.
    pub(super) fn lay(&mut self, datagram: &[u8]) -> bool {
        let Ok(length) = u16::try_from(datagram.len()) else {
            return false;
        };
        if self.bytes.len() + datagram.len() + 2 > WAITING_BYTES_MAX {
            return false;
        }
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(datagram);
        true
    }

    pub(super) fn waiting(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn taken(&mut self, count: usize) {
        self.bytes.drain(..count.min(self.bytes.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn datagrams_come_out_as_they_went_in(
            datagrams in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..20),
            cut in 1_usize..50,
        ) {
            let mut out = Outgoing::default();
            for datagram in &datagrams {
                prop_assert!(out.lay(datagram));
            }
            let mut incoming = Incoming::default();
            let mut read = Vec::new();
            for piece in out.waiting().chunks(cut) {
                prop_assert_eq!(incoming.take(piece, |frame| read.push(frame.to_vec())), Ok(()));
            }
            prop_assert_eq!(read, datagrams);
        }
    }

    #[test]
    fn a_frame_that_is_too_long_ends_it() {
        assert_eq!(
            Incoming::default().take(&[0xff, 0xff], |_| ()),
            Err(TooLong)
        );
    }

    #[test]
    fn who_never_reads_gets_no_more_than_fits() {
        let mut out = Outgoing::default();
        let laid = (0..1_000).filter(|_| out.lay(&[7; 1_000])).count();
        assert_eq!(laid, WAITING_BYTES_MAX / 1_002);
        out.taken(2_004);
        assert!(out.lay(&[7; 1_000]));
    }
}
