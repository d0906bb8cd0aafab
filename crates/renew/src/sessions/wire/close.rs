//! The numbers with which the server closes a socket.

/// Why the server closes a socket. The page shows the sentence that belongs to the code; whether
/// it connects again by itself is [`Close::again`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// The same person opened the room elsewhere; that one goes on.
    Replaced = 4000,
    /// Removed from this session.
    Removed = 4001,
    /// The session has ended: its last `view` or `ended` event came before.
    Ended = 4002,
    /// This line took frames too slowly; others do not wait for it.
    TooSlow = 4003,
    /// More commands than a person can give.
    Flood = 4004,
    /// Frames that are not ours.
    Garbage = 4005,
    /// The sign-in has ended.
    SignedOut = 4006,
    /// Nothing came from this side for too long.
    Silent = 4007,
    /// The server is going down for a moment; the seat is kept.
    Restarting = 4008,
    /// The room or the server is full.
    Full = 4009,
    /// The door: not let in (this time), or locked.
    NotLetIn = 4010,
}

impl Close {
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16
    }

    /// Whether a client should connect again by itself (with growing, jittered waits).
    #[must_use]
    pub fn again(self) -> bool {
        matches!(
            self,
            Self::TooSlow | Self::Silent | Self::Restarting | Self::Full
        )
    }
}
