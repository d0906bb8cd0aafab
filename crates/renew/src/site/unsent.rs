//! What somebody wrote and sent after their sign-in had ended: it comes back to them on the page
//! that says so, to be sent again by their own press once they are in. Nothing of it is kept here.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, Method, header};
use maud::{Markup, html};

use super::form::{FORM_BYTES_MAX, Form};
use super::problem::Problem;
use super::visitor::{Visitor, local_path};
use super::words::SiteWords;

/// More fields than any form of ours has.
const FIELDS_MAX: usize = 200;
/// Keys of choices and identifiers are no longer than this.
const KEY_BYTES_MAX: usize = 24;

/// The body of a form, held until it is known whether its sender was let in.
#[derive(Clone, Debug)]
pub(super) struct Held(Bytes);

/// Holds a copy of a form that nobody is signed in to send. Anybody else's passes by untouched.
pub(super) async fn hold(
    request: Request,
    visitor: &Visitor,
) -> Result<(Request, Option<Held>), Problem> {
    let is_form = !matches!(*request.method(), Method::GET | Method::HEAD)
        && is_urlencoded(request.headers());
    if visitor.who.is_some() || !is_form {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, FORM_BYTES_MAX)
        .await
        .map_err(|_| Problem::too_large())?;
    let again = Request::from_parts(parts, Body::from(body.clone()));
    Ok((again, Some(Held(body))))
}

fn is_urlencoded(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(URLENCODED.as_bytes()))
}

const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A field of a form.
type Field = (String, String);

/// The fields of a held form, if somebody wrote something in it. A form of choices alone is given
/// back to nobody: whoever presses the button may be another than who sent it, and must see what
/// they send.
pub(super) async fn written(held: Option<Held>) -> Option<Vec<Field>> {
    let request = Request::post("/")
        .header(header::CONTENT_TYPE, URLENCODED)
        .body(Body::from(held?.0))
        .ok()?;
    let Form(fields) = Form::<Vec<Field>>::from_request(request, &()).await.ok()?;
    let is_written = fields.iter().any(is_text);
    (is_written && fields.len() <= FIELDS_MAX).then_some(fields)
}

/// The fields of our forms for those who are signed in that a person fills with words: in the room,
/// in My space, of a group, of the community. A single word in small letters is a text there.
const TEXT_FIELDS: [&str; 13] = [
    "text",
    "name",
    "about",
    "place",
    "address",
    "place_notes",
    "region",
    "call_url",
    "call_notes",
    "call_phone",
    "call_phone_notes",
    "community",
    "leave-to",
];
/// The ends of the names of a crisis line's fields, of which there are several in each language.
const TEXT_FIELD_ENDS: [&str; 3] = ["-for", "-label", "-number"];

/// Whether a field holds something that a person wrote, and not the key of a choice. In a field
/// that we don't know, what can't be a key is a text: it has to be seen before it is sent again.
fn is_text((name, value): &Field) -> bool {
    let is_for_words = TEXT_FIELDS.contains(&name.as_str())
        || TEXT_FIELD_ENDS.iter().any(|end| name.ends_with(end));
    if is_for_words {
        return !value.is_empty();
    }
    let is_key =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    value.len() > KEY_BYTES_MAX || !value.bytes().all(is_key)
}

/// The page's body: the way back in, and what was written with the button that sends it again to
/// `path`. The words are there to be read, since the button sends them as whoever is in by then.
pub(super) fn view(w: &SiteWords, path: &str, fields: Option<&[Field]>) -> Markup {
    let Some(fields) = fields else {
        return html! {
            p { (w.unsent_nothing) }
            p { a class="btn" href="/come-back?next=/today" { (w.sign_in) } }
        };
    };
    let texts = || fields.iter().filter(|field| is_text(field));
    let choices = fields.iter().filter(|field| !is_text(field));
    html! {
        p { (w.unsent_text) }
        p {
            // A tab of its own, so that this page and the words on it stay.
            a class="btn" href="/come-back?next=/today" target="_blank" rel="noopener" {
                (w.unsent_come_back)
            }
        }
        form class="card stack" method="post" action=(local_path(path)) {
            @for (name, value) in choices { input type="hidden" name=(name) value=(value); }
            @for (place, (name, value)) in texts().enumerate() {
                @let id = format!("unsent-{place}");
                label class="label" for=(id) { (w.unsent_yours) }
                textarea class="textarea input" id=(id) name=(name) rows="4" readonly {
                    // A browser drops the first line end of a field.
                    "\n" (value)
                }
            }
            button class="btn btn-quiet" type="submit" { (w.unsent_again) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_no_text() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for key in ["yes", "only_me", "0000000000007", "facilitator", ""] {
            assert!(!is_text(&field("choice", key)), "{key}");
        }
        for text in [
            "Rest",
            "i'll call",
            "ñu",
            "averyveryverylongwordwithoutaspace",
        ] {
            assert!(is_text(&field("choice", text)), "{text}");
        }
        for name in ["text", "name", "place_notes", "es-1-label"] {
            assert!(is_text(&field(name, "rest")), "{name}");
            assert!(!is_text(&field(name, "")), "{name}");
        }
    }
}
