//! `cargo xtask link`: a weak link between two networks of its own, for the browser tests.
//!
//! Two network namespaces, *near* and *far*, each with one device, and between the two this program,
//! which loses, delays, holds back and renumbers packets as it is told. It needs no rights but that
//! of making a user namespace: not every kernel can shape a link itself, and where it can, only root
//! may ask for it. The tests run the program and most people near, and one person far.
//!
//! It says `ready NEAR FAR` (two process numbers, to enter the namespaces by), then takes one order a
//! line ([`order::Order`]) and answers each with `ok` and the counts so far. It ends with its input.

mod order;
mod packet;
mod path;
mod spaces;
mod traffic;

use std::io::{BufRead as _, Write as _};
use std::sync::Arc;

use self::order::Order;
use self::spaces::Spaces;
use self::traffic::Traffic;

/// Where each end is. The addresses are of those that belong to nobody (RFC 5737).
const NEAR: &str = "192.0.2.1";
const FAR: [u8; 4] = [192, 0, 2, 2];
/// Bits of the network that both share.
const PREFIX: u8 = 24;

/// What the chance of a link begins with.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The same seed loses the same packets.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Carries packets until its input ends.
///
/// # Errors
/// A sentence that says what this machine doesn't allow, or which order can't be read.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let (spaces, near, far) = Spaces::open()?;
    let traffic = Arc::new(Traffic::new(options.seed));
    Traffic::carry(&traffic, near, far).map_err(|error| format!("The link can't run: {error}."))?;
    let (near, far) = spaces.entrances();
    say(&format!("ready {near} {far}"));
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("The link's orders can't be read: {error}."))?;
        if let Order::Change(changes) = order::read(&line)? {
            traffic.change(&changes);
        }
        say(&format!("ok {}", traffic.counts()));
    }
    Ok(())
}

/// A line for whoever started this. If nobody reads any more, the end of the input says so too.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
