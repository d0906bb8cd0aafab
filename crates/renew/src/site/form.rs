//! Forms. What can't be accepted goes back to the person with every word they typed.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The largest body of an ordinary form. The longest text a person may write is 10,000
/// characters, four bytes each at worst, and url-encoding triples it.
pub const FORM_BYTES_MAX: usize = 128 * 1024;

/// A form's fields. Bodies are bounded for the whole site (see `router`), so a form is too.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    #[allow(clippy::disallowed_types)] // The one place that takes axum's own form.
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match axum::Form::<T>::from_request(request, state).await {
            Ok(axum::Form(value)) => Ok(Self(value)),
            Err(rejection) => {
                use axum::response::IntoResponse;
                let status = rejection.into_response().status();
                if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                    Err(Problem::too_large())
                } else {
                    // The rejection's own text may quote what was typed; it is not logged.
                    Err(Problem::unreadable("a form that our pages did not send"))
                }
            }
        }
    }
}

/// What follows the question mark of an address. What can't be read is no page of ours, and reads
/// as such.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    #[allow(clippy::disallowed_types)] // The one place that takes axum's own query.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

/// What is wrong with a form: a sentence per field, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Notes a field's problem. One sentence a field: the first is the one to mend first.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        if self.of(field).is_none() {
            self.0.push((field, sentence.into()));
        }
    }

    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, sentence)| (*field, sentence.as_str()))
    }
}

/// A text as a person may write it: trimmed, without control characters (line ends stay) and
/// without the invisible marks that turn the direction of the text around them, which can make a
/// page show something other than what was written.
#[must_use]
pub fn tidy(text: &str) -> String {
    let kept: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !(c.is_control() || turns_direction(*c)))
        .collect();
    kept.trim().to_owned()
}

/// As [`tidy`], for what stands on one line: runs of white space become one space.
#[must_use]
pub fn tidy_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_turns_and_controls_go_and_words_stay() {
        assert_eq!(tidy(" Wr\u{202e}en\u{0}\r\nok "), "Wren\nok");
        assert_eq!(tidy_line("a \n  b"), "a b");
    }

    #[test]
    fn the_first_sentence_of_a_field_stays() {
        let mut errors = Errors::default();
        errors.add("name", "one");
        errors.add("name", "two");
        assert_eq!(errors.of("name"), Some("one"));
    }
}
