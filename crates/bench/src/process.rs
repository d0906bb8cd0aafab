//! A server as a child process, and what it costs: user and system time as the kernel counts it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A server under measurement; killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts this very program again with `args` and waits for the address it prints.
    pub(crate) fn start(args: &[&str]) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut child = Command::new(program)
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the server can't be started: {error}"))?;
        let out = child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(out).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        let Some(address) = first.strip_prefix("listening on ") else {
            return Err(format!("the server said «{first}» instead of its address"));
        };
        Ok(Self::of(child, address.to_owned()))
    }

    /// Takes over a server that was started otherwise.
    pub(crate) fn of(child: Child, address: String) -> Self {
        Self { child, address }
    }

    /// User and system seconds so far, of all its threads.
    pub(crate) fn cpu_seconds(&self) -> Result<f64, String> {
        let stat = self.proc("stat")?;
        // The second field is the name in parentheses, which may hold spaces.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |place: usize| {
            fields
                .get(place)
                .and_then(|field| field.parse::<f64>().ok())
        };
        match (ticks(11), ticks(12)) {
            (Some(user), Some(system)) => Ok((user + system) / TICKS_PER_SECOND),
            _ => Err("the kernel's account of the server can't be read".into()),
        }
    }

    /// Resident memory, in bytes.
    pub(crate) fn resident_bytes(&self) -> Result<u64, String> {
        let pages = self.proc("statm")?;
        let resident = pages
            .split_whitespace()
            .nth(1)
            .and_then(|field| field.parse::<u64>().ok());
        resident
            .map(|pages| pages * 4096)
            .ok_or_else(|| "no account of memory".into())
    }

    fn proc(&self, what: &str) -> Result<String, String> {
        std::fs::read_to_string(format!("/proc/{}/{what}", self.child.id()))
            .map_err(|error| format!("the kernel's account of the server: {error}"))
    }
}

/// `sysconf(_SC_CLK_TCK)` is 100 on every Linux that we run on.
const TICKS_PER_SECOND: f64 = 100.0;

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
