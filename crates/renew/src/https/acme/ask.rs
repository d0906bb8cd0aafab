//! Carries questions to the authority, within limits of time and bytes.

use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Response};
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig};

use super::order::Trouble;
use crate::https::files::bytes;

/// A chain is five kilobytes, a directory two.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;
/// What we ask is a kilobyte; a request for many names has a little more.
const QUESTION_BYTES_MAX: usize = 64 * 1024;
/// An authority far away, that signs before it answers.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Asks with the client that also asks feeds, rather than with a second one.
#[derive(Clone, Debug)]
pub(super) struct Asker(Agent);

impl Asker {
    /// # Errors
    /// The file of whom to trust can't be read.
    pub(super) fn new(root: Option<&Path>) -> Result<Self, Trouble> {
        let mut tls = TlsConfig::builder();
        if let Some(root) = root {
            tls = tls.root_certs(roots(root)?);
        }
        let config = Agent::config_builder()
            .tls_config(tls.build())
            // Keys are agreed on over this line.
            .https_only(true)
            // A question is signed for one address.
            .max_redirects(0)
            // A refusal says why in its body.
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_MAX))
            .build();
        Ok(Self(config.into()))
    }

    fn ask_blocking(&self, request: Request<Vec<u8>>) -> Result<Response<Body>, ureq::Error> {
        let answer = if request.body().is_empty() {
            self.0.run(request.map(|_| ()))?
        } else {
            self.0.run(request)?
        };
        let (parts, body) = answer.into_parts();
        let body = body
            .into_with_config()
            .limit(ANSWER_BYTES_MAX)
            .read_to_vec()?;
        Ok(Response::from_parts(parts, body.into()))
    }
}

fn roots(file: &Path) -> Result<RootCerts, Trouble> {
    let pem = bytes(file)?;
    let roots: Vec<Certificate<'static>> = ureq::tls::parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if roots.is_empty() {
        return Err(Trouble::NoRoot);
    }
    Ok(RootCerts::new_with_certs(&roots))
}

impl HttpClient for Asker {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let asker = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(Body::new(body), QUESTION_BYTES_MAX).await;
            let bytes = bytes.map_err(|error| Error::Other(error.into()))?;
            let request = Request::from_parts(parts, bytes.to_vec());
            let asked = tokio::task::spawn_blocking(move || asker.ask_blocking(request));
            let answer = asked.await.map_err(|error| Error::Other(error.into()))?;
            let answer = answer.map_err(|error| Error::Other(error.into()))?;
            Ok(BytesResponse::from(answer))
        })
    }
}
