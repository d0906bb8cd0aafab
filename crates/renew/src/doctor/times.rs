//! This machine's clock beside those of others. Turns are counted by it, sign-ins pass by it, and
//! certificates are valid by it.

use std::time::UNIX_EPOCH;

use super::ports::own_way;
use super::visit::{Way, visit};
use super::{Area, Finding, addresses};
use crate::config::{Config, host_of};
use crate::https::Https;
use crate::site::clock::Clock;

const AREA: Area = Area::Clock;
const MINUTE_MS: i64 = 60_000;
/// The date of an answer is a whole second, and it was on its way; from here on nobody would call
/// it the same time.
const OFF_MS: i64 = MINUTE_MS;
/// Passwords for a TURN server, certificates of a few days and other people's own clocks stop
/// fitting.
const WRONG_MS: i64 = 5 * MINUTE_MS;

pub(super) async fn look(config: &Config, is_running: bool, clock: &Clock) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut compare = |whose: &str, theirs_ms: Option<i64>| {
        if let Some(theirs_ms) = theirs_ms {
            findings.push(judge(whose, clock.now_ms(), theirs_ms));
        }
    };
    if let Ok(found) = store::Store::look_over(&config.database) {
        compare("the database", found.now_ms);
    }
    compare("the disk of the data folder", written_at(config));
    let origin = way(&config.origin, "/").await;
    // Past what is in front, the program has the same clock as we.
    if let Some(way) = origin.filter(|way| !is_running || way.at != own_way(config).at) {
        let seen = visit(&way).await;
        compare(&config.origin, seen.ok().and_then(|seen| seen.date_ms));
    }
    if let Https::Acme(acme) = &config.https {
        let path = acme
            .directory
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
            .unwrap_or_else(|| "/".into());
        if let Some(way) = way(&acme.directory, &path).await {
            let seen = visit(&way).await;
            compare(&acme.directory, seen.ok().and_then(|seen| seen.date_ms));
        }
    }
    findings
}

/// The way to an address that the operator gave.
async fn way(url: &str, path: &str) -> Option<Way> {
    let host = host_of(url);
    let is_https = url.starts_with("https://");
    let after = url.split_once("://")?.1.strip_prefix(host)?;
    let port = after
        .strip_prefix(':')
        .and_then(|rest| rest.split('/').next()?.parse().ok())
        .unwrap_or(if is_https { 443 } else { 80 });
    let at = *addresses::resolve_host(host, port).await.ok()?.first()?;
    Some(Way {
        at,
        host: host.to_owned(),
        path: path.to_owned(),
        is_https,
    })
}

/// When a file that is written now was written, as the disk says: one on another machine has a
/// clock of its own.
fn written_at(config: &Config) -> Option<i64> {
    let probe = super::disk::Probe::write(&config.data).ok()?;
    let at = probe.written()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(at.as_millis()).ok()
}

fn judge(whose: &str, ours_ms: i64, theirs_ms: i64) -> Finding {
    let off_ms = ours_ms.saturating_sub(theirs_ms);
    let size_ms = off_ms.saturating_abs();
    if size_ms < OFF_MS {
        return AREA.well(format!("This machine's clock agrees with {whose}."));
    }
    let side = if off_ms > 0 { "ahead of" } else { "behind" };
    let sentence = format!(
        "This machine's clock is {} {side} that of {whose}: set it by the network (timedatectl \
         set-ntp true), or mend the other one.",
        length(size_ms)
    );
    if size_ms < WRONG_MS {
        AREA.warning(sentence)
    } else {
        AREA.broken(sentence)
    }
}

fn length(ms: i64) -> String {
    let counted = |count: i64, unit: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {unit}{plural}")
    };
    // To the nearest: an hour that has just not passed is one.
    let nearest = |unit_ms: i64| ms.saturating_add(unit_ms / 2) / unit_ms;
    match nearest(MINUTE_MS) {
        minutes if minutes < 120 => counted(minutes, "minute"),
        minutes if minutes < 48 * 60 => counted(nearest(60 * MINUTE_MS), "hour"),
        _ => counted(nearest(24 * 60 * MINUTE_MS), "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[test]
    fn clocks_are_compared_by_what_they_are_off() {
        for (ours_ms, grade, word) in [
            (0, Grade::Well, "agrees"),
            (59_000, Grade::Well, "agrees"),
            (-61_000, Grade::Warning, "1 minute behind that of them"),
            (3 * 60_000, Grade::Warning, "3 minutes ahead of"),
            (5 * 60_000, Grade::Broken, "5 minutes ahead of"),
            (-3 * 60 * 60_000, Grade::Broken, "3 hours behind"),
            (3 * 86_400_000 - 5, Grade::Broken, "3 days ahead of"),
            (i64::MIN, Grade::Broken, "days behind"),
        ] {
            let finding = judge("them", ours_ms, 0);
            assert_eq!(finding.grade, grade, "{ours_ms}");
            assert!(finding.sentence.contains(word), "{finding:?}");
        }
    }
}
