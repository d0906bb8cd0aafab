//! Days and moments as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::site::lang::Lang;
use crate::site::months;

/// `6 January 2026`, in UTC: where a person is, is not known here.
pub(in crate::people) fn day(lang: Lang, at_ms: i64) -> String {
    let Ok(at) = Timestamp::from_millisecond(at_ms) else {
        return String::new();
    };
    let date = TimeZone::UTC.to_datetime(at).date();
    let month = months::name(lang, date.month());
    match lang {
        Lang::En => format!("{} {} {}", date.day(), month, date.year()),
        Lang::Es => format!("{} de {} de {}", date.day(), month, date.year()),
    }
}

/// `6 January 2026, 18:00 UTC`.
pub(in crate::people) fn moment(lang: Lang, at_ms: i64) -> String {
    let Ok(at) = Timestamp::from_millisecond(at_ms) else {
        return String::new();
    };
    let time = TimeZone::UTC.to_datetime(at).time();
    let (hour, minute) = (time.hour(), time.minute());
    format!("{}, {hour:02}:{minute:02} UTC", day(lang, at_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_out() {
        let at = 1_767_722_400_000;
        assert_eq!(moment(Lang::En, at), "6 January 2026, 18:00 UTC");
        assert_eq!(day(Lang::Es, at), "6 de enero de 2026");
        assert_eq!(day(Lang::En, i64::MAX), "");
    }
}
