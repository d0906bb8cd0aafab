//! The forms of looking back.

use serde::Deserialize;

use super::OwnWords;
use super::words::DebriefWords;
use crate::site::form::{Errors, tidy};
use crate::site::lang::fill;

/// Half a page each. Who has more to say has a journal, or a person.
pub(super) const WORDS_CHARS_MAX: usize = 2_000;

/// The person's own words, as they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) well: String,
    pub(super) otherwise: String,
    /// Which page sent it, drawn by its script, and how often it had by then.
    page: String,
    n: String,
}

impl Typed {
    pub(super) fn kept(words: &OwnWords) -> Self {
        let OwnWords { well, otherwise } = words.clone();
        Self {
            well,
            otherwise,
            ..Self::default()
        }
    }

    /// The page and its number; 0 for a page without scripts.
    pub(super) fn sent(&self) -> (u64, u32) {
        let page = self.page.parse().unwrap_or_default();
        (page, self.n.parse().unwrap_or_default())
    }

    /// # Errors
    /// What is too long, for each field.
    pub(super) fn check(&self, w: &DebriefWords) -> Result<OwnWords, Errors> {
        let mut errors = Errors::default();
        let mut read = |field, text: &str| {
            let text = tidy(text);
            if text.chars().count() > WORDS_CHARS_MAX {
                let most = WORDS_CHARS_MAX.to_string();
                errors.add(field, fill(w.bad_long, &[("n", &most)]));
            }
            text
        };
        let words = OwnWords {
            well: read("well", &self.well),
            otherwise: read("otherwise", &self.otherwise),
        };
        if errors.is_empty() {
            Ok(words)
        } else {
            Err(errors)
        }
    }
}

/// What goes along with what is shared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Along {
    names: String,
    words: String,
}

impl Along {
    pub(super) fn has_names(&self) -> bool {
        self.names == "yes"
    }

    pub(super) fn has_words(&self) -> bool {
        self.words == "yes"
    }
}
