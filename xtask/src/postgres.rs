//! One private PostgreSQL for all tests of a run: its own folder, its own port, gone afterwards.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::{command, needs, scratch, steps};

/// The tests find the server by this variable.
pub(crate) const VARIABLE: &str = "RENEW_TEST_POSTGRES";

/// A start takes about a second; a crowded machine may need many times that.
const START_SECONDS_MAX: u64 = 60;

/// Tests run side by side, each with a pool of its own.
const CONNECTIONS_MAX: u32 = 300;

/// A running server that ends with this value.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// `postgres://...` of its first database, with the right to make others.
    pub(crate) url: String,
    folder: PathBuf,
    owner: Option<Owner>,
    server: Child,
}

/// The account that a server runs under when we are root: PostgreSQL refuses to run as root.
#[derive(Clone, Copy, Debug)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Makes and starts a server. Order is by bytes (`C`), as the program asks for.
    ///
    /// # Errors
    /// A sentence that says which part failed and what it said.
    pub(crate) fn start() -> Result<Self, String> {
        let owner = owner()?;
        let folder = scratch::folder().join(format!("renew-tests-{}", std::process::id()));
        let data = folder.join("data");
        fs::create_dir_all(&folder)
            .map_err(|error| format!("{} can't be made: {error}", folder.display()))?;
        if let Some(owner) = owner {
            std::os::unix::fs::chown(&folder, Some(owner.uid), Some(owner.gid))
                .map_err(|error| format!("{} can't be given away: {error}", folder.display()))?;
        }
        command::quietly(
            tool("initdb", owner)?
                .current_dir(&folder)
                .args(["--no-locale", "--encoding=UTF8", "--auth=trust"])
                .args(["--username=postgres", "--pgdata"])
                .arg(&data),
        )?;
        let port = free_port()?;
        let log = fs::File::create(folder.join("log")).map_err(|error| error.to_string())?;
        let server = tool("postgres", owner)?
            .current_dir(&folder)
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args([
                "-c",
                &format!("unix_socket_directories={}", folder.display()),
            ])
            .args(["-c", &format!("max_connections={CONNECTIONS_MAX}")])
            // Each test makes a database and takes it away, hundreds of files that nobody wants
            // after a power cut. A killed program, or a killed server, loses nothing by this; the
            // test that kills a server brings one that syncs.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("PostgreSQL can't be started: {error}"))?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let mut cluster = Self {
            url,
            folder,
            owner,
            server,
        };
        cluster.wait_until_ready(port)?;
        Ok(cluster)
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<(), String> {
        let started = steps::now();
        while started.elapsed().as_secs() < START_SECONDS_MAX {
            let ask = tool("pg_isready", None)?
                .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
                .status();
            if ask.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if self.server.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            // This waits for another program, which has no way to call us.
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!(
            "PostgreSQL didn't start. It said:\n{}",
            log.trim_end()
        ))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stopped = tool("pg_ctl", self.owner).is_ok_and(|mut stop| {
            stop.current_dir(&self.folder)
                .args(["stop", "--silent", "--mode=immediate", "--pgdata"])
                .arg(&data);
            command::quietly(&mut stop).is_ok()
        });
        if !stopped {
            // Its children end by themselves when it is gone.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn tool(name: &str, owner: Option<Owner>) -> Result<Command, String> {
    use std::os::unix::process::CommandExt as _;
    let path = needs::postgres_tool(name)
        .ok_or_else(|| format!("PostgreSQL's `{name}` isn't here; install postgresql."))?;
    let mut command = Command::new(path);
    if let Some(owner) = owner {
        command.gid(owner.gid).uid(owner.uid);
    }
    Ok(command)
}

/// Whom to run as: ourselves, or as root the account that Debian's package made.
fn owner() -> Result<Option<Owner>, String> {
    let me = command::quietly(command::program(Path::new("/"), "id").arg("-u"))?;
    if me.trim() != "0" {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    account(&accounts, "postgres")
        .or_else(|| account(&accounts, "nobody"))
        .map(Some)
        .ok_or_else(|| "PostgreSQL can't run as root, and there is no other account.".to_owned())
}

fn account(passwd: &str, name: &str) -> Option<Owner> {
    let mut fields = passwd
        .lines()
        .map(|line| line.split(':'))
        .find_map(|mut fields| (fields.next() == Some(name)).then_some(fields))?;
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Owner { uid, gid })
}

/// A port that is free now. Another program could take it before the server does; the server's
/// own words then say so.
fn free_port() -> Result<u16, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("No port is free: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_account() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\npostgres:x:108:113:,,,:/var:/bin/bash\n";
        let owner = account(passwd, "postgres").unwrap();
        assert_eq!((owner.uid, owner.gid), (108, 113));
        assert!(account(passwd, "post").is_none());
    }
}
