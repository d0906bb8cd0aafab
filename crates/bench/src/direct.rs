//! The bare servers that Renew is measured beside: a broadcast in rooms, and a page, by axum with
//! nothing of ours in between.
#![allow(clippy::disallowed_types)] // So the extractors are axum's own as well.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

/// As small as Renew's own, so that memory compares.
const SOCKET_BUFFER_BYTES: usize = 4096;
/// Frames that a slow client may be behind.
const ROOM_FRAMES: usize = 256;

type Rooms = Arc<Mutex<HashMap<u32, broadcast::Sender<Utf8Bytes>>>>;

/// Serves until killed. `page_bytes` is the size of the page.
pub(crate) async fn serve(page_bytes: usize) -> Result<(), String> {
    let page: &'static str = Box::leak("x".repeat(page_bytes).into_boxed_str());
    let router = Router::new()
        .route("/room/{room}", get(join))
        .route("/page", get(move || async move { Html(page) }))
        .with_state(Rooms::default());
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("listening on http://{address}");
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router)
        .await
        .map_err(|error| error.to_string())
}

async fn join(
    State(rooms): State<Rooms>,
    Path(room): Path<u32>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let room = rooms
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(room)
        .or_insert_with(|| broadcast::channel(ROOM_FRAMES).0)
        .clone();
    upgrade
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(0)
        .on_upgrade(move |socket| member(socket, room))
}

async fn member(mut socket: WebSocket, room: broadcast::Sender<Utf8Bytes>) {
    let mut frames = room.subscribe();
    loop {
        tokio::select! {
            said = socket.recv() => match said {
                Some(Ok(Message::Text(text))) => {
                    let _ = room.send(text);
                }
                Some(Ok(_)) => {}
                _ => return,
            },
            frame = frames.recv() => match frame {
                Ok(frame) => {
                    if socket.send(Message::Text(frame)).await.is_err() {
                        return;
                    }
                }
                Err(_) => return,
            },
        }
    }
}
