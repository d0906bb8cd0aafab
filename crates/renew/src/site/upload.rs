//! A file out of a browser's form: `multipart/form-data` (RFC 7578), as much of it as a form of
//! ours sends. The body is in memory and bounded before it comes here.

/// Our forms have five fields at most; more is somebody's experiment.
const PARTS_MAX: usize = 16;
/// A part's headers as browsers write them take a few hundred bytes.
const HEADERS_BYTES_MAX: usize = 2_048;

/// One field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    pub(crate) body: &'a [u8],
}

/// The fields of a multipart body, or `None` when it is none.
pub(crate) fn parts<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let mark = format!("--{}", boundary(content_type)?);
    let mut rest = body.strip_prefix(mark.as_bytes())?;
    let between = format!("\r\n{mark}");
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, between.as_bytes())?;
        if parts.len() == PARTS_MAX {
            return None;
        }
        parts.push(part(&rest[..end])?);
        rest = &rest[end + between.len()..];
    }
}

/// The text of the field `name`; empty when there is none or it isn't text.
pub(crate) fn text(parts: &[Part<'_>], name: &str) -> String {
    parts
        .iter()
        .find(|part| part.name == name)
        .and_then(|part| std::str::from_utf8(part.body).ok())
        .unwrap_or_default()
        .to_owned()
}

fn boundary(content_type: &str) -> Option<&str> {
    // The limit of RFC 2046.
    const BOUNDARY_BYTES_MAX: usize = 70;
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parameters
        .split(';')
        .filter_map(|parameter| parameter.trim().split_once('='))
        .find(|(key, _)| key.eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value.trim_matches('"'))
        .filter(|value| (1..=BOUNDARY_BYTES_MAX).contains(&value.len()))
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let head = find(&bytes[..bytes.len().min(HEADERS_BYTES_MAX)], b"\r\n\r\n")?;
    let headers = std::str::from_utf8(&bytes[..head]).ok()?;
    let name = headers
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case("content-disposition"))
        .and_then(|(_, value)| value.split_once(" name=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(name, _)| name.to_owned())?;
    Some(Part {
        name,
        body: &bytes[head + 4..],
    })
}

/// Where `wanted` begins. Jumps from one first byte to the next, so a large file costs one pass.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        let at = from + at;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=----x1";

    #[test]
    fn a_browser_s_form_is_read() {
        let body = b"------x1\r\nContent-Disposition: form-data; name=\"feed\"\r\n\r\nRiver\r\n\
            ------x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\
            Content-Type: application/json\r\n\r\n[\r\n--]\r\n------x1--\r\n";
        let parts = parts(TYPE, body).unwrap();
        assert_eq!(text(&parts, "feed"), "River");
        assert_eq!(parts[1].body, b"[\r\n--]");
        assert_eq!(text(&parts, "nothing"), "");
    }

    #[test]
    fn what_is_no_form_is_none() {
        for (kind, body) in [
            ("application/json", &b"[]"[..]),
            ("multipart/form-data", b""),
            (TYPE, b""),
            (TYPE, b"------x1"),
            (TYPE, b"------x1\r\nno headers"),
            (
                TYPE,
                b"------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut",
            ),
        ] {
            assert_eq!(parts(kind, body), None);
        }
        let many = format!(
            "------x1{}--",
            "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n------x1".repeat(17)
        );
        assert_eq!(parts(TYPE, many.as_bytes()), None);
    }
}
