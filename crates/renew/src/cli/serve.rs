//! `renew serve`: opens the community and answers requests until it is told to stop.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{ServeArgs, options};
use crate::App;
use crate::config::Config;
use crate::doctor::say_media_port;
use crate::https::{PlainListener, Secure, Shares, open_files, serve};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

pub(super) fn run(args: &ServeArgs) -> Result<(), String> {
    let shares = Shares::of(open_files());
    runtime()?.block_on(async {
        let listener = bind(args.listen).await?;
        let listen = listener.local_addr().map_err(|error| error.to_string())?;
        let config = options::config(args, listen)?;
        let secure = Secure::prepare(&config.https)?;
        let sends_on = match config.http_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let _alone = alone(&config)?;
        let app = App::open(config, Clock::System, Chance::System)?;
        let media_port = app.voices.address().map(|address| address.port());
        say_media_port(&app.config.data, media_port);
        take_up(&app).await?;
        let stop = asked_to_stop();
        announce(&app).await?;
        let sending_on = match (sends_on, &secure) {
            (Some(listener), Some(secure)) => Some(send_on(&app, secure, listener, shares)?),
            _ => None,
        };
        match secure {
            None => answer(app.clone(), listener, stop).await,
            Some(secure) => answer_secretly(app.clone(), listener, secure, shares, stop).await,
        }
        if let Some(sending_on) = sending_on {
            sending_on.abort();
        }
        close(&app).await;
        Ok(())
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| {
        let next = match error.kind() {
            ErrorKind::AddrInUse => {
                "Another program holds it, perhaps another Renew: stop that one, or take another port."
            }
            ErrorKind::PermissionDenied => {
                "A port below 1024 needs a right of its own (on systemd \
                 AmbientCapabilities=CAP_NET_BIND_SERVICE), or take one from 1024 on."
            }
            ErrorKind::AddrNotAvailable => {
                "It is no address of this machine: take one that is, or [::] for all of them."
            }
            _ => "renew doctor says more.",
        };
        format!("Nothing can listen at {address}: {error}. {next}")
    })
}

/// Sends everybody who comes to `listener` on to where the community is.
#[allow(clippy::print_stdout)] // As `announce`.
fn send_on(
    app: &App,
    secure: &Secure,
    listener: TcpListener,
    shares: Shares,
) -> Result<JoinHandle<()>, String> {
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("sending on what comes to http://{address}");
    let sending_on = secure.send_on(listener, shares, &app.config.origin);
    Ok(tokio::spawn(sending_on))
}

/// `renew doctor` looks by holding the community for an instant; we come back as often as this.
const HOLD_TRIES_MAX: u32 = 10;
const HOLD_AGAIN: Duration = Duration::from_millis(100);

/// Nobody else serves this community while the answer is kept.
fn alone(config: &Config) -> Result<store::Hold, String> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        format!(
            "The data folder {} can't be made: {error}",
            config.data.display()
        )
    })?;
    let mut held = store::Store::hold(&config.database);
    for _ in 1..HOLD_TRIES_MAX {
        // A database server asks itself again.
        if held.is_ok() || !config.database.starts_with("sqlite:") {
            break;
        }
        std::thread::sleep(HOLD_AGAIN);
        held = store::Store::hold(&config.database);
    }
    held.map_err(|error| format!("The community can't be served: {error}"))
}

/// What an earlier run, or a restored backup, has left to be done.
async fn take_up(app: &App) -> Result<(), String> {
    let unfinished = |problem: crate::site::problem::Problem| {
        format!("Erasing a person could not be finished: {:?}", problem.kind)
    };
    crate::people::send_away_again(app)
        .await
        .map_err(unfinished)?;
    crate::people::resume_erasing(app).await.map_err(unfinished)
}

/// Ends what the database does, so that its one file holds everything, and nothing that was
/// deleted stays in a log beside it.
async fn close(app: &App) {
    let store = app.store.clone();
    // A thread that panicked has said so.
    let _ = tokio::task::spawn_blocking(move || store.close_blocking()).await;
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("The program can't start its threads: {error}"))
}

/// What a person or a test that starts the program waits for.
#[allow(clippy::print_stdout)] // Standard output is where the operator looks for it.
async fn announce(app: &App) -> Result<(), String> {
    println!("listening on {}", app.config.origin);
    if let Some(address) = app.voices.address() {
        println!("voice and video at port {} (UDP and TCP)", address.port());
    }
    let link = crate::people::first_coordinator_link(app)
        .await
        .map_err(|error| format!("The link for the first coordinator can't be made: {error}"))?;
    if let Some(path) = link {
        println!("become the first coordinator: {}{path}", app.config.origin);
    }
    Ok(())
}

/// Serves the whole site until `stop` is done, then lets open requests end.
pub async fn answer(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let site = crate::router::router(app.clone());
    answer_with(app, site, listener, stop).await;
}

/// As [`answer`], over TLS.
async fn answer_secretly(
    app: App,
    listener: TcpListener,
    secure: Secure,
    shares: Shares,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let listener = secure.listen(listener, shares.places(false));
    let kept_up = tokio::spawn(secure.tend(app.clock.clone()));
    let site = crate::router::router(app.clone());
    tended(&app, stop, async |stop| serve(listener, site, stop).await).await;
    kept_up.abort();
}

/// As [`answer`], with a site that has more pages (the demo's front door).
pub(super) async fn answer_with(
    app: App,
    site: axum::Router,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let is_behind_proxy = app.config.proxy_header.is_some();
    let places = Shares::of(open_files()).places(is_behind_proxy);
    let listener = PlainListener::new(listener, places);
    tended(&app, stop, async |stop| serve(listener, site, stop).await).await;
}

/// The end of serving, when it comes.
type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Serves, and meanwhile does what goes on behind the pages.
async fn tended(
    app: &App,
    stop: impl Future<Output = ()> + Send + 'static,
    serving: impl AsyncFnOnce(Stop),
) {
    let behind = [
        tokio::spawn(crate::sessions::tend(app.clone())),
        tokio::spawn(crate::people::tend(app.clone())),
        tokio::spawn(crate::groups::tend(app.clone())),
        tokio::spawn(crate::safety::tend(app.clone())),
        tokio::spawn(crate::groups::ask_sources(app.clone())),
    ];
    let rooms = app.rooms.clone();
    let stop: Stop = Box::pin(async move {
        stop.await;
        // People in live rooms hear that it is only for a moment, and their pages come back.
        rooms.stop().await;
    });
    serving(stop).await;
    for task in behind {
        task.abort();
    }
}

/// Ends when the operator presses Ctrl-C or the system asks us to end. Listens from the call on:
/// whoever asks as soon as we have said that we are there is heard.
pub(super) fn asked_to_stop() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let asked = {
        use tokio::signal::unix::{SignalKind, signal};
        (
            signal(SignalKind::interrupt()),
            signal(SignalKind::terminate()),
        )
    };
    async move {
        #[cfg(unix)]
        if let (Ok(mut interrupted), Ok(mut terminated)) = asked {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn who_only_looks_whether_somebody_serves_keeps_nobody_from_serving() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::local(folder.path().to_owned(), ([127, 0, 0, 1], 8080).into());
        let looking = alone(&config).unwrap();
        let waiting = std::thread::spawn(move || alone(&config).map(drop));
        std::thread::sleep(2 * HOLD_AGAIN);
        drop(looking);
        waiting.join().unwrap().unwrap();
    }
}
