//! What is said of time: in words, because digits count people down.

use crate::sessions::words::RoomWords;

/// The moment, and how long a minute of the plan lasts (less than 60,000 ms at a quick pace).
#[derive(Clone, Copy, Debug)]
pub(in crate::sessions) struct Clock {
    pub now_ms: i64,
    pub minute_ms: i64,
}

impl Clock {
    /// A turn's clock in words. `left_ms` is negative once the turn's time is over; then only the
    /// words change.
    pub(in crate::sessions) fn turn_words(
        self,
        w: &RoomWords,
        left_ms: i64,
        whole_ms: i64,
        held: bool,
        mine: bool,
    ) -> String {
        // A minute and a half before the end «plenty» becomes «about a minute»; in proportion for
        // short turns.
        let about_a_minute = (self.minute_ms * 3 / 2).min(whole_ms / 2);
        let finish = (self.minute_ms / 4).min(whole_ms / 6);
        let text = if held {
            w.time_held
        } else if left_ms <= finish {
            if mine {
                w.time_finish
            } else {
                w.time_finish_theirs
            }
        } else if left_ms <= about_a_minute {
            w.time_minute
        } else {
            w.time_plenty
        };
        text.to_owned()
    }

    /// A span in whole minutes of the plan, to the nearest.
    pub(in crate::sessions) fn minutes(self, span_ms: i64) -> i64 {
        let minute = self.minute_ms.max(1);
        (span_ms + minute / 2).div_euclid(minute)
    }

    /// A span in minutes of the plan, begun ones counted.
    pub(in crate::sessions) fn minutes_begun(self, span_ms: i64) -> i64 {
        let minute = self.minute_ms.max(1);
        (span_ms + minute - 1).div_euclid(minute)
    }
}

/// How much of a ring is still lit, in hundredths.
pub(in crate::sessions) fn ring_left(left_ms: i64, whole_ms: i64) -> i64 {
    if whole_ms <= 0 {
        return 0;
    }
    (left_ms.clamp(0, whole_ms) * 100 + whole_ms / 2) / whole_ms
}
