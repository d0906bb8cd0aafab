//! Styles, scripts and icons, embedded in the program. Their path holds a print of their content:
//! a browser keeps them for ever, and an update changes the path.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::id::At;
use super::problem::Problem;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset: `href("icons.svg")`.
#[must_use]
pub fn href(name: &str) -> String {
    format!("/static/{PRINT}/{name}")
}

/// `GET /static/{print}/{*name}`. An older print still gets today's file, uncached, so that a page
/// that was open during an update goes on working.
pub async fn serve(At((print, name)): At<(String, String)>) -> Response {
    let Some((_, bytes)) = FILES.iter().find(|(file, _)| *file == name) else {
        return Problem::not_found().into_response();
    };
    let kept = if print == PRINT {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, content_type(&name)),
        (header::CACHE_CONTROL, kept),
    ];
    (headers, *bytes).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The build script's own, here so that its tests run.
#[cfg(test)]
#[path = "../../build/flatten.rs"]
mod flatten;

#[cfg(test)]
mod tests {
    use super::FILES;

    /// Chrome before 99 and Safari before 15.4 drop every rule in a layer.
    #[test]
    fn the_stylesheet_stands_in_no_layer() {
        let (_, css) = FILES.iter().find(|(name, _)| *name == "renew.css").unwrap();
        let css = std::str::from_utf8(css).unwrap();
        assert!(!css.contains("@layer"));
        assert!(css.contains("\n.btn {") || css.contains(".btn {"));
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
