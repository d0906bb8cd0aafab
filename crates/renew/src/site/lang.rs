//! Languages. A slice keeps its texts in `words.rs`, both languages side by side, through the
//! [`words!`](crate::words) macro; a text that is missing in one language does not compile.

use serde::{Deserialize, Serialize};

/// A language that Renew speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Es,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The BCP 47 tag, as in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The language of a tag such as `es` or `es-MX`, if we speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary.trim()))
    }

    /// The best of ours for an `Accept-Language` header, by its q-values.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        // A browser sends a handful; more is somebody's experiment.
        const RANGES_MAX: usize = 16;
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',').take(RANGES_MAX) {
            let mut parts = range.split(';');
            let Some(lang) = parts.next().and_then(Self::from_tag) else {
                continue;
            };
            let q = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
            if q > 0.0 && best.is_none_or(|(most, _)| q > most) {
                best = Some((q, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

/// Puts values into a text: `fill("After {name}", &[("name", "Sol")])`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else {
            break;
        };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..close];
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Declares a slice's texts: each line has a name, the English text and the Spanish text.
///
/// ```
/// renew::words! {
///     pub struct DoorWords {
///         take_a_seat: "Take a seat", "Toma asiento";
///     }
/// }
/// use renew::site::lang::Lang;
/// assert_eq!(DoorWords::of(Lang::Es).take_a_seat, "Toma asiento");
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($key:ident: $en:literal, $es:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, serde::Serialize)]
        #[allow(missing_docs, unreachable_pub)]
        $vis struct $name { $(pub $key: &'static str,)* }

        impl $name {
            const EN: Self = Self { $($key: $en,)* };
            const ES: Self = Self { $($key: $es,)* };

            /// The texts in `lang`.
            #[must_use]
            $vis fn of(lang: $crate::site::lang::Lang) -> &'static Self {
                match lang {
                    $crate::site::lang::Lang::En => &Self::EN,
                    $crate::site::lang::Lang::Es => &Self::ES,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_order_of_preference_counts() {
        assert_eq!(
            Lang::from_accept_language("fr, es-MX;q=0.8, en;q=0.5"),
            Some(Lang::Es)
        );
        assert_eq!(
            Lang::from_accept_language("en;q=0.2,es;q=0"),
            Some(Lang::En)
        );
        assert_eq!(Lang::from_accept_language("fr"), None);
    }

    #[test]
    fn values_fill_their_places_and_are_not_filled_again() {
        assert_eq!(
            fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]),
            "{b} and x"
        );
        assert_eq!(fill("no {such} place {", &[]), "no {such} place {");
    }
}
