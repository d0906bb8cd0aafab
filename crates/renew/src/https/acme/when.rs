//! When to ask for a certificate.

use std::time::Duration;

use super::super::certificate::Certificate;

/// A third of a certificate's lifetime is left when the next is asked for: a month of the usual
/// three, and two days of those that last for six.
const LEFT_PART: i64 = 3;
/// The clock may be set meanwhile, and the machine may sleep: we look again this often.
const NAP_MAX: Duration = Duration::from_secs(60 * 60);
const MINUTE: u64 = 60;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// Nobody needs two certificates within an hour. Should one that just came seem to be over, by
/// whatever mistake, the next is not ordered at once and without end.
pub(super) const BETWEEN: Duration = Duration::from_secs(60 * MINUTE);
/// Public authorities give five certificates for the same names in a week. One that came is used
/// meanwhile, and when the clock is set, this one will do.
pub(super) const WHILE_CLOCK_IS_WRONG: Duration = Duration::from_secs(2 * 24 * 60 * MINUTE);
/// Authorities date certificates back by an hour or so, for those whose clock is slow; and none of
/// them dates one from later on.
const DATED_BACK_MAX_MS: i64 = 48 * HOUR_MS;
/// Half a day: by then it is the operator's to mend, and they see it within the day when they have.
const WAIT_MAX: Duration = Duration::from_secs(12 * 60 * MINUTE);

/// When a certificate is to be renewed.
pub(super) fn renew_at_ms(certificate: &Certificate) -> i64 {
    let lifetime = certificate.until_ms.saturating_sub(certificate.from_ms);
    certificate.until_ms.saturating_sub(lifetime / LEFT_PART)
}

/// Whether a certificate that has just come looks as such by this machine's clock.
pub(super) fn seems_fresh(certificate: &Certificate, now_ms: i64) -> bool {
    let age_ms = now_ms.saturating_sub(certificate.from_ms);
    (-HOUR_MS..=DATED_BACK_MAX_MS).contains(&age_ms) && now_ms < renew_at_ms(certificate)
}

/// How long to wait after so many tries in a row went wrong: 1, 4, 16, 64, 256 minutes, then half
/// a day. Within an hour it is tried four times at most, since public authorities shut out a name
/// that failed five times in one.
pub(super) fn wait_after(failures: u32) -> Duration {
    let minutes = 4_u64.saturating_pow(failures.saturating_sub(1));
    Duration::from_secs(minutes.saturating_mul(MINUTE)).min(WAIT_MAX)
}

/// How long to sleep when there is so much time.
pub(super) fn nap(wait_ms: i64) -> Duration {
    Duration::from_millis(wait_ms.unsigned_abs()).min(NAP_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_is_left() {
        let certificate = Certificate {
            names: Vec::new(),
            from_ms: 1_000,
            until_ms: 10_000,
        };
        assert_eq!(renew_at_ms(&certificate), 7_000);
    }

    #[test]
    fn a_certificate_that_came_just_now_tells_whether_the_clock_is_right() {
        let day_ms = 24 * HOUR_MS;
        let begun_ms = 20_000 * day_ms;
        let lasting = |days: i64| Certificate {
            names: Vec::new(),
            from_ms: begun_ms,
            until_ms: begun_ms + days * day_ms,
        };
        for (days, later_ms, fresh) in [
            (90, HOUR_MS, true),
            (90, -HOUR_MS / 2, true),
            (90, -2 * HOUR_MS, false),
            (90, 3 * day_ms, false),
            (90, 400 * day_ms, false),
            (6, HOUR_MS, true),
            (1, 17 * HOUR_MS, false),
        ] {
            let seems = seems_fresh(&lasting(days), begun_ms + later_ms);
            assert_eq!(seems, fresh, "{days} {later_ms}");
        }
    }

    #[test]
    fn tries_get_rarer_and_stay_below_what_authorities_allow() {
        let minutes: Vec<u64> = (1..=8).map(|n| wait_after(n).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 4, 16, 64, 256, 720, 720, 720]);
        assert_eq!(wait_after(u32::MAX), WAIT_MAX);
        // The first, and those that follow within an hour of it.
        let within_hour = [0, 1, 1 + 4, 1 + 4 + 16, 1 + 4 + 16 + 64];
        assert!(within_hour.iter().filter(|at| **at < 60).count() < 5);
    }

    #[test]
    fn nobody_sleeps_through_a_clock_that_is_set() {
        assert_eq!(nap(5), Duration::from_millis(5));
        assert_eq!(nap(i64::MAX), NAP_MAX);
    }
}
