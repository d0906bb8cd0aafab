//! Janus's own protocol over a WebSocket, one request after the other.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// Events of others that may come before an answer: a few for each of a hundred people.
const EVENTS_MAX: usize = 10_000;

/// A plugin handle, which in Janus is a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handle(u64);

#[derive(Debug)]
pub(super) struct Reply(Value);

pub(super) struct Signalling {
    socket: WebSocket<TcpStream>,
    session: u64,
    asked: u64,
}

impl Signalling {
    pub(super) fn open(address: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
        stream
            .set_read_timeout(Some(ANSWERS_WITHIN))
            .map_err(|error| error.to_string())?;
        let request = format!("ws://{address}/").into_client_request();
        let mut request = request.map_err(|error| error.to_string())?;
        let protocol = "janus-protocol".parse();
        let protocol = protocol.map_err(|_| "a header that isn't one")?;
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (socket, _) = client(request, stream).map_err(|error| error.to_string())?;
        let mut signalling = Self {
            socket,
            session: 0,
            asked: 0,
        };
        signalling.session = signalling.request(json!({ "janus": "create" }))?.id()?;
        Ok(signalling)
    }

    pub(super) fn attach(&mut self) -> Result<Handle, String> {
        let attach = json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" });
        self.request(attach)?.id().map(Handle)
    }

    /// Asks the plugin for something, with an offer or an answer if there is one.
    pub(super) fn ask(
        &mut self,
        handle: Handle,
        body: Value,
        sdp: Option<(&str, &str)>,
    ) -> Result<Reply, String> {
        let mut message = json!({ "janus": "message", "handle_id": handle.0, "body": body });
        if let Some((kind, sdp)) = sdp {
            message["jsep"] = json!({ "type": kind, "sdp": sdp });
        }
        self.request(message)
    }

    fn request(&mut self, mut message: Value) -> Result<Reply, String> {
        self.asked += 1;
        let number = self.asked.to_string();
        message["transaction"] = json!(number);
        if self.session != 0 {
            message["session_id"] = json!(self.session);
        }
        self.socket
            .send(Message::text(message.to_string()))
            .map_err(|error| format!("Janus is gone: {error}"))?;
        for _ in 0..EVENTS_MAX {
            let said = self.socket.read();
            let said = said.map_err(|error| format!("Janus doesn't answer: {error}"))?;
            let Message::Text(text) = said else { continue };
            let said: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            if said["transaction"] == number.as_str() && said["janus"] != "ack" {
                return checked(said);
            }
        }
        Err("Janus says too much else".into())
    }
}

fn checked(said: Value) -> Result<Reply, String> {
    let refused = &said["plugindata"]["data"]["error"];
    if said["janus"] == "error" || !refused.is_null() {
        return Err(format!("Janus refuses: {said}"));
    }
    Ok(Reply(said))
}

impl Reply {
    fn id(&self) -> Result<u64, String> {
        let id = self.0["data"]["id"].as_u64();
        id.ok_or_else(|| format!("Janus gave no number: {}", self.0))
    }

    pub(super) fn sdp(&self, what: &str) -> Result<String, String> {
        let sdp = self.0["jsep"]["sdp"].as_str().map(str::to_owned);
        sdp.ok_or_else(|| format!("Janus was asked for {what} and said {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_none_of_the_answers() {
        let refused = json!({ "janus": "event", "plugindata": { "data": { "error": "no" } } });
        assert!(checked(refused).is_err());
        assert!(checked(json!({ "janus": "error" })).is_err());
        let given = checked(json!({ "janus": "success", "data": { "id": 7 } })).unwrap();
        assert_eq!(given.id(), Ok(7));
        assert!(given.sdp("an offer").is_err());
    }
}
