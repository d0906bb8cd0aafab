//! The two network namespaces, each held by a program that hands packets of its device on to us.

use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{FAR, NEAR, PREFIX};

/// Takes a moment: two programs start. A machine that is that busy runs no browser either.
const READY_TRIES: u32 = 300;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Dropping it ends both namespaces with everything in them that was not started by others.
#[derive(Debug)]
pub(crate) struct Spaces {
    near: Child,
    far: Child,
}

impl Spaces {
    /// Opens both, and gives the sockets at which their packets come and go.
    ///
    /// # Errors
    /// A sentence that says what to allow.
    pub(crate) fn open() -> Result<(Self, UnixDatagram, UnixDatagram), String> {
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "--net"]);
        let (mut near, near_end) = hold(unshare, NEAR, "")?;
        if let Err(sentence) = ready(&mut near) {
            end(&mut near);
            return Err(sentence);
        }
        // In the same user namespace, where we have the right to make another network.
        let mut enter = Command::new("nsenter");
        enter.args(["--preserve-credentials", "--user"]);
        enter.arg(format!("--target={}", near.id()));
        enter.args(["unshare", "--net"]);
        let [a, b, c, d] = FAR;
        // Browsers look for the way to everywhere before they believe in a network.
        let route = format!("ip route add default via {NEAR}");
        let opened = hold(enter, &format!("{a}.{b}.{c}.{d}"), &route);
        let (far, far_end) = opened.inspect_err(|_| end(&mut near))?;
        let mut spaces = Self { near, far };
        ready(&mut spaces.far)?;
        Ok((spaces, near_end, far_end))
    }

    /// The processes by whose number the near and the far namespaces are entered.
    pub(crate) fn entrances(&self) -> (u32, u32) {
        (self.near.id(), self.far.id())
    }
}

impl Drop for Spaces {
    fn drop(&mut self) {
        end(&mut self.far);
        end(&mut self.near);
    }
}

fn end(child: &mut Child) {
    // One that has ended by itself is what we want.
    let _ = child.kill();
    let _ = child.wait();
}

/// Has `enter` run a shell in its namespace that makes a device and then becomes the program that
/// carries its packets. That one ends with us, even if we are killed.
fn hold(mut enter: Command, address: &str, further: &str) -> Result<(Child, UnixDatagram), String> {
    let script = format!(
        "set -e
        ip link set lo up
        ip tuntap add dev weak mode tun
        ip address add {address}/{PREFIX} dev weak
        ip link set weak up
        {further}
        exec setpriv --pdeathsig KILL socat TUN,tun-name=weak,iff-no-pi FD:0"
    );
    let (ours, theirs) = UnixDatagram::pair().map_err(|error| cannot(&error.to_string()))?;
    enter.args(["sh", "-c", &script]);
    // Debian keeps `ip` where only root looks.
    let path = std::env::var("PATH").unwrap_or_default();
    enter.env("PATH", format!("{path}:/usr/sbin:/sbin"));
    enter.stdin(Stdio::from(OwnedFd::from(theirs)));
    enter.stdout(Stdio::null()).stderr(Stdio::piped());
    let child = enter.spawn().map_err(|error| cannot(&error.to_string()))?;
    Ok((child, ours))
}

/// Waits until the shell has become the program that carries packets: the device is there then.
fn ready(child: &mut Child) -> Result<(), String> {
    let name = format!("/proc/{}/comm", child.id());
    for _ in 0..READY_TRIES {
        if child.try_wait().is_ok_and(|ended| ended.is_some()) {
            let mut said = String::new();
            if let Some(mut stderr) = child.stderr.take() {
                // What it said is for the person; without it the sentence is still true.
                let _ = stderr.read_to_string(&mut said);
            }
            return Err(cannot(said.trim()));
        }
        if std::fs::read_to_string(Path::new(&name)).is_ok_and(|name| name.trim() == "socat") {
            return Ok(());
        }
        thread::sleep(BETWEEN_TRIES);
    }
    Err(cannot("it took too long"))
}

fn cannot(why: &str) -> String {
    format!(
        "This machine lets us make no network of our own ({why}). The tests of weak links need it: \
         allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu \
         kernel.apparmor_restrict_unprivileged_userns=0; in a container, --cap-add SYS_ADMIN \
         --security-opt seccomp=unconfined --device /dev/net/tun), and install what Debian calls \
         iproute2, socat and util-linux."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_machine_does_not_allow_is_said_with_what_to_allow() {
        let (mut child, _end) = hold(Command::new("false"), NEAR, "").unwrap();
        let sentence = ready(&mut child).unwrap_err();
        assert!(
            sentence.contains("unprivileged_userns_clone=1"),
            "{sentence}"
        );
        assert!(hold(Command::new("no-such-program-here"), NEAR, "").is_err());
    }
}
