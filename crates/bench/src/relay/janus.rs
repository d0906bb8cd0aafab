//! Janus as Debian packages it, with the same rooms: everybody publishes their voice, and subscribes
//! to all others on one connection.

use std::fmt::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use super::caller::{Caller, Opens};
use super::crowd::Crowd;
use super::signalling::{Handle, Signalling};
use crate::process::Server;

/// Where Debian's package puts what we look for.
const PROGRAM: &str = "/usr/bin/janus";
const PACKAGED: &str = "/etc/janus/janus.jcfg";
const STARTS_WITHIN: Duration = Duration::from_secs(10);

/// Why there is nothing to compare with.
pub(super) fn is_missing() -> Option<String> {
    let found = Path::new(PROGRAM).exists() && Path::new(PACKAGED).exists();
    (!found).then(|| {
        "Janus isn't installed (`apt-get install janus`), so there is nothing beside Renew".into()
    })
}

/// What the installed program calls itself.
pub(super) fn version() -> String {
    let said = Process::new(PROGRAM).arg("--help").output();
    let text = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned());
    let text = text.unwrap_or_default();
    // The first line ends in the version, in parentheses.
    let first = text.lines().next().unwrap_or_default();
    let version = first.split(['(', ')']).nth(1);
    version.unwrap_or("of an unknown version").to_owned()
}

/// The running server, and one room's worth of work for each call.
pub(super) struct Janus {
    pub(super) server: Server,
    signalling: Signalling,
    /// Configuration and log; gone with it.
    _folder: TempDir,
}

impl Janus {
    pub(super) fn start() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let port = free_port()?;
        configure(folder.path(), port).map_err(|error| format!("Janus's settings: {error}"))?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let server = Server::of(spawn(folder.path())?, address.to_string());
        let end = Instant::now() + STARTS_WITHIN;
        let signalling = loop {
            match Signalling::open(address) {
                Ok(signalling) => break signalling,
                Err(error) if Instant::now() > end => {
                    let log = std::fs::read_to_string(log(folder.path())).unwrap_or_default();
                    let last: Vec<&str> = log.lines().rev().take(8).collect();
                    return Err(format!("Janus didn't start ({error}): {last:?}"));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        };
        Ok(Self {
            server,
            signalling,
            _folder: folder,
        })
    }

    /// Fills a room. Gives the places in the crowd of those who publish.
    pub(super) fn seat(
        &mut self,
        crowd: &mut Crowd,
        room: u64,
        publishers: u64,
    ) -> Result<Vec<usize>, String> {
        let desk = self.signalling.attach()?;
        // What Janus would do beyond passing voices on is left out, in its favour.
        let create = json!({
            "request": "create", "room": room, "publishers": 100, "audiocodec": "opus",
            "audiolevel_event": false, "transport_wide_cc_ext": false,
            "videoorient_ext": false, "playoutdelay_ext": false, "notify_joining": false,
        });
        self.signalling.ask(desk, create, None)?;
        let mut places = Vec::new();
        for id in 1..=publishers {
            places.push(self.publish(crowd, room, id)?);
        }
        Ok(places)
    }

    fn publish(&mut self, crowd: &mut Crowd, room: u64, id: u64) -> Result<usize, String> {
        let handle = self.signalling.attach()?;
        let (mut caller, offer) = Caller::offering(Instant::now(), id, 0, OPENS)?;
        let join = json!({
            "request": "joinandconfigure", "ptype": "publisher", "room": room, "id": id,
            "audio": true, "video": false,
        });
        let reply = self.signalling.ask(handle, join, Some(("offer", &offer)))?;
        caller.answered(&reply.sdp("a publisher's answer")?)?;
        enter(crowd, caller)
    }

    /// Somebody hears all publishers of a room but themselves. Publishers have to be connected.
    pub(super) fn listen(
        &mut self,
        crowd: &mut Crowd,
        room: u64,
        id: u64,
        publishers: u64,
    ) -> Result<usize, String> {
        let handle: Handle = self.signalling.attach()?;
        let feeds = (1..=publishers).filter(|feed| *feed != id);
        let streams: Vec<_> = feeds.map(|feed| json!({ "feed": feed })).collect();
        let join = json!({
            "request": "join", "ptype": "subscriber", "room": room, "streams": streams,
        });
        let offer = self.signalling.ask(handle, join, None)?;
        let offer = offer.sdp("a subscriber's offer")?;
        let (caller, answer) = Caller::answering(Instant::now(), id, &offer, OPENS)?;
        let start = json!({ "request": "start" });
        self.signalling
            .ask(handle, start, Some(("answer", &answer)))?;
        enter(crowd, caller)
    }
}

/// One of fifty packets, so one a second of each stream, is opened.
pub(super) const OPENS: Opens = Opens::OneOf(50);

fn enter(crowd: &mut Crowd, caller: Caller) -> Result<usize, String> {
    let place = crowd.add(caller)?;
    // Whoever is connecting already goes on with it.
    crowd.run_for(Duration::from_millis(1));
    Ok(place)
}

fn free_port() -> Result<u16, String> {
    let any = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    any.map(|address| address.port())
        .map_err(|error| error.to_string())
}

fn log(folder: &Path) -> PathBuf {
    folder.join("janus.log")
}

/// Settings beside the packaged ones: one event loop, ICE-lite as our relay has it, only the plugin
/// and the transport that are needed. It offers no loopback address, so the machine needs another one;
/// packets to that stay on the machine as well.
fn configure(folder: &Path, port: u16) -> std::io::Result<()> {
    let packaged = std::fs::read_to_string(PACKAGED)?;
    let mut general = String::new();
    for (kind, library) in [
        ("plugins", "libjanus_videoroom.so"),
        ("transports", "libjanus_websockets.so"),
    ] {
        let from = packaged_folder(&packaged, &format!("{kind}_folder"));
        let own = folder.join(kind);
        std::fs::create_dir(&own)?;
        std::os::unix::fs::symlink(from.join(library), own.join(library))?;
        let _ = writeln!(general, "{kind}_folder = {:?}", own.display().to_string());
    }
    let settings = format!(
        "general: {{\nconfigs_folder = {:?}\n{general}debug_level = 2\nevent_loops = 1\n\
         session_timeout = 0\n}}\n\
         media: {{\nipv6 = false\nslowlink_threshold = 0\n}}\n\
         nat: {{\nice_lite = true\n}}\n\
         events: {{\nbroadcast = false\n}}\n",
        folder.display().to_string(),
    );
    std::fs::write(folder.join("janus.jcfg"), settings)?;
    std::fs::write(
        folder.join("janus.plugin.videoroom.jcfg"),
        "general: {\n}\n",
    )?;
    std::fs::write(
        folder.join("janus.transport.websockets.jcfg"),
        format!(
            "general: {{\njson = \"compact\"\nws = true\nws_port = {port}\nws_ip = \"127.0.0.1\"\n}}\n"
        ),
    )
}

/// A folder as the packaged settings name it; it differs between processors.
fn packaged_folder(settings: &str, name: &str) -> PathBuf {
    let line = settings.lines().find_map(|line| {
        let value = line.trim().strip_prefix(name)?.trim_start();
        value.strip_prefix('=')
    });
    let quoted = line.unwrap_or_default().split('"').nth(1);
    PathBuf::from(quoted.unwrap_or_default())
}

fn spawn(folder: &Path) -> Result<Child, String> {
    let out = std::fs::File::create(log(folder)).map_err(|error| error.to_string())?;
    let error_out = out.try_clone().map_err(|error| error.to_string())?;
    Process::new(PROGRAM)
        .arg(format!("--configs-folder={}", folder.display()))
        .arg(format!("--config={}", folder.join("janus.jcfg").display()))
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(error_out)
        .spawn()
        .map_err(|error| format!("Janus can't be started: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packaged_folder_is_found() {
        let settings = "general: {\n\tplugins_folder = \"/usr/lib/x/plugins\"\t# where\n}\n";
        let found = packaged_folder(settings, "plugins_folder");
        assert_eq!(found, Path::new("/usr/lib/x/plugins"));
        assert_eq!(packaged_folder(settings, "others_folder"), Path::new(""));
    }
}
