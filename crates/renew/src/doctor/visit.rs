//! Goes to an address as a browser would, as far as the first answer.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::https::{look_at, shown_by};

/// The operator waits for it, and a port that drops what comes never says so.
const VISIT_MAX: Duration = Duration::from_secs(5);
/// Our own headers have two kilobytes.
const HEAD_BYTES_MAX: u64 = 16 * 1024;

/// What was seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// What was shown in the handshake, the server's own certificate first.
    pub(super) chain: Vec<CertificateDer<'static>>,
    /// The other side's clock.
    pub(super) date_ms: Option<i64>,
    pub(super) is_renew: bool,
    /// Where those are sent on to for good who come here.
    pub(super) sent_to: Option<String>,
}

/// Where to go, and as what.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) at: SocketAddr,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) is_https: bool,
}

/// Asks for the head of a page. Certificates are taken as they come: with a clock that is wrong,
/// none would seem valid, and the clock is what is asked for.
pub(super) async fn visit(way: &Way) -> io::Result<Seen> {
    timeout(VISIT_MAX, visit_in_time(way))
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn visit_in_time(way: &Way) -> io::Result<Seen> {
    let stream = TcpStream::connect(way.at).await?;
    if !way.is_https {
        return ask(stream, way).await;
    }
    let bare = way.host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(bare.to_owned()).map_err(io::Error::other)?;
    let stream = look_at(stream, name).await?;
    let chain = shown_by(&stream);
    // What a handshake has shown is worth knowing even when no answer follows.
    let seen = ask(stream, way).await.unwrap_or_default();
    Ok(Seen { chain, ..seen })
}

async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin, way: &Way) -> io::Result<Seen> {
    let Way { host, path, .. } = way;
    let request = format!("HEAD {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    // Some end the connection without the last word of TLS; what came is read all the same.
    let read = stream.take(HEAD_BYTES_MAX).read_to_end(&mut head).await;
    if head.is_empty() {
        read?;
    }
    Ok(read_head(&String::from_utf8_lossy(&head)))
}

fn read_head(head: &str) -> Seen {
    let value = |line: &str, name: &str| {
        let (given, value) = line.split_once(':')?;
        given
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    };
    let date = head.lines().find_map(|line| value(line, "date"));
    let mut first = head.split_whitespace();
    let is_sent_on = first.nth(1) == Some("308");
    let location = head.lines().find_map(|line| value(line, "location"));
    let cookies = head.lines().filter_map(|line| value(line, "set-cookie"));
    Seen {
        chain: Vec::new(),
        date_ms: date.and_then(|date| date_ms(&date)),
        is_renew: cookies
            .into_iter()
            .any(|line| line.starts_with("renew-here=")),
        sent_to: location.filter(|_| is_sent_on),
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, which is the only form that is sent today.
fn date_ms(date: &str) -> Option<i64> {
    let stamp = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(date)
        .ok()?;
    Some(stamp.as_millisecond())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_head_tells_the_time_and_who_answers() {
        let head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
            set-cookie: other=1\r\nSet-Cookie: renew-here=1; Path=/\r\n\r\n";
        let seen = read_head(head);
        assert_eq!(seen.date_ms, Some(784_111_777_000));
        assert!(seen.is_renew);
        let seen = read_head("HTTP/1.0 200 OK\r\ndate: soon\r\n\r\n");
        assert!(seen.date_ms.is_none() && !seen.is_renew);
        assert!(!read_head("").is_renew);
    }
}
