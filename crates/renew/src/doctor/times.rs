//! This machine's clock beside those of others. Turns are counted by it, sign-ins pass by it, and
//! certificates are valid by it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::visit::{Way, visit};
use super::{Area, Finding, addresses};
use crate::config::{Config, host_of, is_this_machine};
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
/// The operator waits for it.
const ASK_MAX: Duration = Duration::from_secs(3);

pub(super) async fn look(config: &Config, clock: &Clock) -> Vec<Finding> {
    let now_ms = clock.now_ms();
    let mut findings = compared(config, now_ms).await;
    findings.extend(went_back(&written(config), now_ms));
    let mut is_known = !findings.is_empty();
    if let Some(kept) = kept_by_network().await {
        is_known |= kept;
        findings.push(judge_kept(kept));
    }
    if !is_known {
        findings.push(AREA.note(format!(
            "Nothing tells whether this machine's clock is right; it says {} UTC. Compare that with \
             another, and let the network set it (timedatectl set-ntp true).",
            moment(now_ms)
        )));
    }
    findings
}

/// This machine's clock beside those of other machines. What runs on this one has the same clock,
/// and proves nothing.
async fn compared(config: &Config, now_ms: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut compare = |whose: &str, theirs_ms: Option<i64>| {
        if let Some(theirs_ms) = theirs_ms {
            findings.push(judge(whose, now_ms, theirs_ms));
        }
    };
    if is_elsewhere(&config.database)
        && let Ok(found) = store::Store::look_over(&config.database)
    {
        compare("the database", found.now_ms);
    }
    if super::disk::is_of_network(&config.data) {
        compare("the disk of the data folder", written_at(config));
    }
    if let Some(way) = way(&config.origin, "/").await.filter(is_another) {
        // Behind a router this machine is reached by another's address, and its date is our own.
        let seen = visit(&way).await.ok().filter(|seen| !seen.is_renew);
        compare(&config.origin, seen.and_then(|seen| seen.date_ms));
    }
    if let Https::Acme(acme) = &config.https {
        let path = acme
            .directory
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
            .unwrap_or_else(|| "/".into());
        if let Some(way) = way(&acme.directory, &path).await.filter(is_another) {
            let seen = visit(&way).await;
            compare(&acme.directory, seen.ok().and_then(|seen| seen.date_ms));
        }
    }
    findings
}

fn is_another(way: &Way) -> bool {
    !addresses::is_here(way.at.ip())
}

/// Whether a database is served by another machine, as far as its address says.
fn is_elsewhere(database: &str) -> bool {
    let Some((_, rest)) = database.split_once("://") else {
        return false;
    };
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    let host = place.rsplit('@').next().unwrap_or_default();
    let host = host_of(host);
    // Without one, it is a socket of this machine.
    !host.is_empty() && !host.contains('%') && !is_this_machine(host)
}

/// Files of the program and the community, and when each was written by this machine's clock.
fn written(config: &Config) -> Vec<(PathBuf, i64)> {
    let data = |name: &str| Some(config.data.join(name));
    let files = [
        std::env::current_exe().ok(),
        data("master.key"),
        data("keys.db"),
        data("renew.db"),
        data("renew.db-wal"),
    ];
    files
        .into_iter()
        .flatten()
        .filter_map(|file| {
            let written = file.metadata().ok()?.modified().ok()?;
            let since = written.duration_since(UNIX_EPOCH).ok()?;
            Some((file, i64::try_from(since.as_millis()).ok()?))
        })
        .collect()
}

/// Whether something was written at a time that has not come yet.
fn went_back(written: &[(PathBuf, i64)], now_ms: i64) -> Option<Finding> {
    let (file, newest_ms) = written.iter().max_by_key(|(_, at_ms)| *at_ms)?;
    let ahead_ms = newest_ms.saturating_sub(now_ms);
    (ahead_ms >= OFF_MS).then(|| {
        AREA.broken(format!(
            "This machine's clock says {} UTC, and {} was written {} later than that: the clock is \
             wrong now, or was wrong then. Set it by the network (timedatectl set-ntp true); if it \
             is right now, wait until that time has passed before people sign in.",
            moment(now_ms),
            file.display(),
            length(ahead_ms)
        ))
    })
}

fn moment(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|at| at.strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

/// Whether the system keeps the clock by the network; nothing where it doesn't say.
async fn kept_by_network() -> Option<bool> {
    let (tell, told) = oneshot::channel();
    // Where nobody answers on the system's bus, it takes half a minute, and nobody waits for it.
    std::thread::spawn(move || {
        let asked = Command::new("timedatectl")
            .args(["show", "-p", "NTPSynchronized", "--value"])
            .stderr(Stdio::null())
            .output();
        // Too late for somebody who listens no more.
        let _ = tell.send(asked);
    });
    let told = timeout(ASK_MAX, told).await.ok()?.ok()?.ok()?;
    match told.stdout.trim_ascii() {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => None,
    }
}

fn judge_kept(is_kept: bool) -> Finding {
    if is_kept {
        AREA.well("The network keeps this machine's clock right.")
    } else {
        AREA.warning(
            "The network does not keep this machine's clock right: let it (timedatectl set-ntp true), \
             or turns and sign-ins drift with it.",
        )
    }
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
    fn a_clock_that_went_back_is_found_by_what_was_written() {
        let now_ms = 1_800_000_000_000;
        let file = |at_ms: i64| (PathBuf::from("/data/master.key"), at_ms);
        let old = file(now_ms - 86_400_000);
        assert!(went_back(&[], now_ms).is_none());
        assert!(went_back(&[old.clone(), file(now_ms + 5_000)], now_ms).is_none());
        let found = went_back(&[file(now_ms + 3 * 86_400_000), old], now_ms);
        let found = found.map(|found| (found.grade, found.sentence));
        let (grade, sentence) = found.unwrap_or((Grade::Well, String::new()));
        assert_eq!(grade, Grade::Broken);
        assert!(
            sentence.contains("master.key was written 3 days later"),
            "{sentence}"
        );
    }

    #[test]
    fn a_clock_that_nobody_keeps_is_a_warning() {
        assert_eq!(judge_kept(true).grade, Grade::Well);
        assert_eq!(judge_kept(false).grade, Grade::Warning);
    }

    #[test]
    fn only_another_machine_has_another_clock() {
        for (database, elsewhere) in [
            ("sqlite:/data/renew.db", false),
            ("postgres:///renew", false),
            ("postgres://kim@localhost/renew", false),
            ("postgres://kim:a@127.0.0.1:5432/renew", false),
            ("postgres://[::1]/renew", false),
            ("postgres://%2Frun%2Fpostgresql/renew", false),
            ("postgres://kim:a@db.example:5432/renew", true),
            ("postgresql://192.0.2.7/renew?sslmode=disable", true),
        ] {
            assert_eq!(is_elsewhere(database), elsewhere, "{database}");
        }
    }

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
