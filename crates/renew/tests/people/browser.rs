//! A community in a temporary folder, and browsers without scripts that walk through it.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use renew::App;
use renew::config::Config;
use renew::site::chance::Chance;
use renew::site::clock::Clock;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// A Tuesday evening.
pub const NOW_MS: i64 = 1_767_722_400_000;

/// A community of its own.
pub struct Community {
    pub app: App,
    router: Router,
    _folder: TempDir,
}

impl Community {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::local(folder.path().to_owned(), ([127, 0, 0, 1], 8080).into());
        change(&mut config);
        Self::open(folder, config, 1)
    }

    fn open(folder: TempDir, config: Config, seed: u64) -> Self {
        let app = App::open(config, Clock::fixed(NOW_MS), Chance::seeded(seed)).unwrap();
        let router = renew::router::router(app.clone());
        Self {
            app,
            router,
            _folder: folder,
        }
    }

    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Somebody who joins with words on a phone of their own; the words come with them.
    pub async fn join(&self, name: &str) -> (Browser, String) {
        let mut browser = self.browser();
        let words = browser.join(name).await;
        (browser, words)
    }

    /// The first of all, who looks after the community.
    pub async fn coordinator(&self, name: &str) -> Browser {
        let link = renew::people::first_coordinator_link(&self.app).await;
        let mut browser = self.browser();
        let answer = browser.get(&link.unwrap().unwrap()).await;
        assert_eq!(answer.goes_to(), "/join");
        browser.join(name).await;
        browser
    }
}

/// A browser: keeps cookies, and says that its forms come from our own pages.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookies: Vec<(String, String)>,
    /// Headers to send with everything, such as the language.
    pub headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub set_cookies: Vec<String>,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.location.as_deref().unwrap()
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty());
        self.send(request.unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(key, value)| format!("{key}={}", encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path);
        if !self.cookies.is_empty() {
            let line: Vec<String> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let text = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        let (status, location) = (response.status(), text(header::LOCATION));
        let set_cookies: Vec<String> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect();
        for line in &set_cookies {
            self.keep(line);
        }
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 22)
            .await
            .unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status,
            location,
            set_cookies,
            body,
        }
    }

    fn keep(&mut self, line: &str) {
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap();
        self.cookies.retain(|(key, _)| key != name);
        if !attributes.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Joins as a person without scripts does, and gives the four words back.
    pub async fn join(&mut self, name: &str) -> String {
        self.get("/join").await;
        let fields = [("name", name), ("sign", "boat"), ("for", "me")];
        let answer = self.post("/join", &fields).await;
        assert_eq!(answer.goes_to(), "/join/way");
        let page = self.get("/join/way").await;
        let words = words_of(&page.body);
        let answer = self.post("/join/way", &[("phone", "own")]).await;
        assert_eq!(answer.goes_to(), "/join/promises");
        let answer = self.post("/join/promises", &[("ok", "yes")]).await;
        assert_eq!(answer.goes_to(), "/today");
        words
    }

    /// Whether a page for members opens.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/come-back").await.status == StatusCode::SEE_OTHER
    }
}

/// The four words on a page.
pub fn words_of(page: &str) -> String {
    let words: Vec<&str> = page
        .split("<span class=\"word\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(words.len(), 4, "{page}");
    words.join(" ")
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
