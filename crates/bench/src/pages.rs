//! `bench pages`: signed-in pages with thirty rows from the database, each name opened from its
//! seal, beside a bare axum page of the same size, by CPU-second of the server: the people of
//! one's circles as every member sees them and as a facilitator does, who can let each of them back
//! in, and the list on which a facilitator gives roles, with two forms a row. Rounds alternate; the
//! medians are compared.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::community::Community;
use crate::process::Server;
use crate::stats::median;

/// How the page is asked for.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct PagesArgs {
    /// Rows on the page.
    #[arg(long, default_value_t = 30)]
    rows: u32,
    /// Connections that ask, each anew as soon as it has its answer.
    #[arg(long, default_value_t = 16)]
    connections: u32,
    /// Seconds of each round.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// A page that is asked for over and over.
struct Target {
    server: Server,
    request: Arc<str>,
}

pub(crate) async fn run(args: PagesArgs) -> Result<(), String> {
    // One more, since nobody is on their own list.
    let community = Community::prepare(1, args.rows + 1).await?;
    let room = community.rooms.first().ok_or("no room")?;
    let [facilitator, member, ..] = room.cookies.as_slice() else {
        return Err("too few people".into());
    };
    let list = format!("/groups/{}/people", room.group);
    let pages = [
        ("My people, a member's", "/people", member),
        ("My people, a facilitator's", "/people", facilitator),
        ("the people of a group", list.as_str(), facilitator),
    ];
    for (name, path, cookie) in pages {
        let renew = Server::start(&["serve-renew", &community.folder()])?;
        let ours = Target::new(renew, path, Some(cookie));
        compare(args, name, &ours).await?;
    }
    Ok(())
}

async fn compare(args: PagesArgs, name: &str, ours: &Target) -> Result<(), String> {
    let bytes = ours.page_bytes().await?;
    let bare = Server::start(&["serve-direct", &bytes.to_string()])?;
    let bare = Target::new(bare, "/page", None);
    println!(
        "{name}: a page of {bytes} bytes with {} rows; {} connections",
        args.rows, args.connections
    );
    let (mut ours_rates, mut bare_rates) = (Vec::new(), Vec::new());
    for _ in 0..args.rounds {
        ours_rates.push(ours.rate(args).await?);
        bare_rates.push(bare.rate(args).await?);
    }
    let (renew, hello) = (median(&ours_rates), median(&bare_rates));
    let ratios: Vec<f64> = ours_rates
        .iter()
        .zip(&bare_rates)
        .map(|(ours, bare)| ours / bare)
        .collect();
    println!("  Renew: {renew:.0} signed-in pages per CPU-second");
    println!("  bare axum: {hello:.0} pages per CPU-second");
    println!(
        "  Renew / bare: {:.3} (target at least 0.12)",
        median(&ratios)
    );
    Ok(())
}

impl Target {
    fn new(server: Server, path: &str, cookie: Option<&str>) -> Self {
        let cookie = cookie
            .map(|cookie| format!("Cookie: {cookie}\r\n"))
            .unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n").into();
        Self { server, request }
    }

    async fn connect(&self) -> Result<TcpStream, String> {
        let address = self.server.address.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| error.to_string())?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(stream)
    }

    async fn page_bytes(&self) -> Result<usize, String> {
        ask(&mut self.connect().await?, &self.request, &mut Vec::new()).await
    }

    /// Pages per CPU-second of the server, over one round.
    async fn rate(&self, args: PagesArgs) -> Result<f64, String> {
        let answered = Arc::new(AtomicU64::new(0));
        let before = self.server.cpu_seconds()?;
        let until = Instant::now() + Duration::from_secs(args.seconds);
        let mut lines = Vec::new();
        for _ in 0..args.connections {
            let mut stream = self.connect().await?;
            let (request, answered) = (Arc::clone(&self.request), Arc::clone(&answered));
            lines.push(tokio::spawn(async move {
                let mut buffer = Vec::new();
                while Instant::now() < until {
                    ask(&mut stream, &request, &mut buffer).await?;
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<(), String>(())
            }));
        }
        for line in lines {
            line.await.map_err(|error| error.to_string())??;
        }
        let cpu = self.server.cpu_seconds()? - before;
        Ok(answered.load(Ordering::Relaxed) as f64 / cpu.max(0.01))
    }
}

/// Asks once and reads the whole answer; the size of its body.
async fn ask(stream: &mut TcpStream, request: &str, kept: &mut Vec<u8>) -> Result<usize, String> {
    kept.clear();
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(|error| error.to_string())?;
    loop {
        if stream
            .read_buf(kept)
            .await
            .map_err(|error| error.to_string())?
            == 0
        {
            return Err("the server closed the connection".into());
        }
        let Some(head) = kept.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let text = String::from_utf8_lossy(&kept[..head]).to_ascii_lowercase();
        if !text.starts_with("http/1.1 200") {
            return Err(format!(
                "instead of a page: {}",
                text.lines().next().unwrap_or_default()
            ));
        }
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|length| length.trim().parse::<usize>().ok())
            .ok_or("an answer without a length")?;
        while kept.len() < head + 4 + length {
            if stream
                .read_buf(kept)
                .await
                .map_err(|error| error.to_string())?
                == 0
            {
                return Err("the server closed the connection".into());
            }
        }
        return Ok(length);
    }
}
