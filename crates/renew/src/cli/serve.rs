//! `renew serve`: opens the community and answers requests until it is told to stop.

use std::net::SocketAddr;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

use super::ServeArgs;
use crate::App;
use crate::config::Config;
use crate::site::chance::Chance;
use crate::site::clock::Clock;

pub(super) fn run(args: &ServeArgs) -> Result<(), String> {
    runtime()?.block_on(async {
        let listener = TcpListener::bind(args.listen)
            .await
            .map_err(|error| format!("Nothing can listen at {}: {error}", args.listen))?;
        let listen = listener.local_addr().map_err(|error| error.to_string())?;
        let config = config(args, listen);
        let _alone = alone(&config)?;
        let app = App::open(config, Clock::System, Chance::System)?;
        take_up(&app).await?;
        let stop = asked_to_stop();
        announce(&app).await?;
        let served = answer(app.clone(), listener, stop).await;
        close(&app).await;
        served
    })
}

/// Nobody else serves this community while the answer is kept.
fn alone(config: &Config) -> Result<store::Hold, String> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        format!(
            "The data folder {} can't be made: {error}",
            config.data.display()
        )
    })?;
    store::Store::hold(&config.database)
        .map_err(|error| format!("The community can't be served: {error}"))
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

fn config(args: &ServeArgs, listen: SocketAddr) -> Config {
    let mut config = Config::local(args.place.data.clone(), listen);
    config.database = args.place.database();
    if let Some(origin) = &args.origin {
        config.origin = origin.trim_end_matches('/').to_owned();
    }
    config.proxy_header.clone_from(&args.proxy_header);
    config.community.clone_from(&args.community);
    config.pace = args.pace;
    config.asks_own_network = args.ask_own_network;
    config
}

/// What a person or a test that starts the program waits for.
#[allow(clippy::print_stdout)] // Standard output is where the operator looks for it.
async fn announce(app: &App) -> Result<(), String> {
    println!("listening on {}", app.config.origin);
    let link = crate::people::first_coordinator_link(app)
        .await
        .map_err(|error| format!("The link for the first coordinator can't be made: {error}"))?;
    if let Some(path) = link {
        println!("become the first coordinator: {}{path}", app.config.origin);
    }
    Ok(())
}

/// Serves the whole site until `stop` is done, then lets open requests end.
///
/// # Errors
/// The listener fails for good.
pub async fn answer(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let site = crate::router::router(app.clone());
    answer_with(app, site, listener, stop).await
}

/// As [`answer`], with a site that has more pages (the demo's front door).
pub(super) async fn answer_with(
    app: App,
    site: axum::Router,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    // A turn change is a small frame, and it must not wait for the next one.
    let listener = listener.tap_io(without_delay);
    let tended = tokio::spawn(crate::sessions::tend(app.clone()));
    let people_tended = tokio::spawn(crate::people::tend(app.clone()));
    let groups_tended = tokio::spawn(crate::groups::tend(app.clone()));
    let safety_tended = tokio::spawn(crate::safety::tend(app.clone()));
    let sources_asked = tokio::spawn(crate::groups::ask_sources(app.clone()));
    let rooms = app.rooms.clone();
    let stop = async move {
        stop.await;
        // People in live rooms hear that it is only for a moment, and their pages come back.
        rooms.stop().await;
    };
    let service = site.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await;
    tended.abort();
    people_tended.abort();
    groups_tended.abort();
    safety_tended.abort();
    sources_asked.abort();
    served.map_err(|error| format!("The program can't go on listening: {error}"))
}

fn without_delay(stream: &mut tokio::net::TcpStream) {
    // A socket that can't be tuned is still a socket.
    let _ = stream.set_nodelay(true);
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
