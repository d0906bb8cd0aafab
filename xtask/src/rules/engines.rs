//! An engine's own text names nothing of the machine: no file, no socket, no thread, no clock.

use super::Finding;
use super::crates::PURE;
use super::files::SourceFile;
use super::paths::paths;

/// Parts of the standard library that reach the machine.
const MACHINE: [&str; 6] = ["env", "fs", "io", "net", "process", "thread"];

/// The half of the relay that knows no socket; what it writes to are addresses.
const RELAY_CORE: &str = "relay/src/core/";
const ADDRESSES: [&str; 2] = ["IpAddr", "SocketAddr"];

pub(super) fn check(file: &SourceFile, findings: &mut Vec<Finding>) {
    let Some(rust) = &file.rust else { return };
    let inside = file.path.strip_prefix("crates/").unwrap_or_default();
    let is_pure = PURE
        .iter()
        .any(|name| inside.starts_with(&format!("{name}/src/")));
    let is_core = inside.starts_with(RELAY_CORE);
    if !is_pure && !is_core || file.is_test() {
        return;
    }
    for path in paths(&rust.code, "std") {
        // An address is plain data; a socket isn't.
        let is_address = is_core
            && path.parts.get(1).is_some_and(|part| part == "net")
            && path
                .parts
                .get(2)
                .is_some_and(|name| ADDRESSES.contains(&name.as_str()));
        if let Some(part) = path
            .parts
            .get(1)
            .filter(|part| MACHINE.contains(&part.as_str()) && !is_address)
        {
            findings.push(Finding::error(
                &file.path,
                path.line,
                "engines are pure",
                format!(
                    "It names `std::{part}`: an engine has no clock, no chance, no thread and no I/O, \
                     or it couldn't be replayed. Take what is needed as plain data."
                ),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;

    #[test]
    fn an_engine_that_touches_the_machine_is_found() {
        let rule = "engines are pure";
        let one = |path, text| rules_broken(&[(path, text)]);
        let circle = "crates/circle/src/turn.rs";
        assert_eq!(one(circle, "use std::{fmt, fs::File};"), [rule]);
        assert_eq!(one(circle, "fn f() { std::thread::yield_now(); }"), [rule]);
        assert!(one(circle, "use std::{fmt, collections::BTreeMap};").is_empty());
        assert!(one("crates/circle/tests/session.rs", "use std::fs;").is_empty());
        assert!(one("crates/store/src/files.rs", "use std::fs;").is_empty());
        let core = "crates/relay/src/core/peer.rs";
        assert_eq!(one(core, "use std::net::{SocketAddr, UdpSocket};"), [rule]);
        assert!(one(core, "use std::net::SocketAddr;").is_empty());
        assert!(one("crates/relay/src/wire/turn.rs", "use std::thread;").is_empty());
    }
}
