//! `renew demo`: a temporary community with a circle about to start, in one command.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tokio::net::TcpListener;

use super::serve::{answer_with, asked_to_stop};
use crate::App;
use crate::config::Config;
use crate::demo::{self, Community};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// Where the demo listens.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct DemoArgs {
    /// The port on this machine; another free one is taken if somebody has it already.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// A folder that goes when the demo ends.
struct Temporary(PathBuf);

impl Temporary {
    fn make() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("renew-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{} can't be made: {error}", folder.display()))?;
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What can't be removed now is in a temporary folder; the system clears it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn run(args: &DemoArgs) -> Result<(), String> {
    let runtime = super::serve::runtime()?;
    runtime.block_on(async {
        let folder = Temporary::make()?;
        say("Opening a database and a file of keys");
        let listener = listen(args.port).await?;
        let listen = listener.local_addr().map_err(|error| error.to_string())?;
        let mut config = Config::local(folder.path().to_owned(), listen);
        config.media.port = Some(0);
        let app = App::open(config, Clock::System, Chance::System)?;
        let community = Community::prepare(&app, say)
            .await
            .map_err(|problem| format!("The demo can't be prepared: {problem:?}"))?;
        invite(&app);
        let site = demo::router(app.clone(), community);
        answer_with(app, site, listener, asked_to_stop()).await;
        Ok(())
    })
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let wanted = SocketAddr::from(([127, 0, 0, 1], port));
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .map_err(|error| format!("Nothing can listen on this machine: {error}")),
    }
}

#[allow(clippy::print_stdout)] // A person waits for it.
fn say(what: &str) {
    println!("  {what} ...");
}

#[allow(clippy::print_stdout)] // As above.
fn invite(app: &App) {
    println!("\n  The circle is ready. Open this and take a seat:\n");
    println!("      {}/demo\n", app.config.origin);
    println!("  Ctrl-C ends it; nothing is kept.");
}
