//! Streets in addresses and among other words: what may not be shown of an approximate place. It
//! errs to a street: one that is shown does harm, and a name that isn't does little.

/// Where a country's addresses have their postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Custom {
    /// Five digits before the town: `28013 Madrid`.
    CodeFirst,
    /// Four digits after the town: `Melbourne VIC 3000`.
    ShortCodeLast,
    /// In the USA and Canada, and wherever we don't know: a number in front is a house's, since a
    /// street that is shown does harm, and a town that isn't does little.
    Other,
}

impl Custom {
    /// By the country, which is the last part of an address.
    pub(super) fn of(country: &str) -> Self {
        match country.to_lowercase().as_str() {
            "spain"
            | "españa"
            | "mexico"
            | "méxico"
            | "germany"
            | "deutschland"
            | "alemania"
            | "france"
            | "francia"
            | "italy"
            | "italia"
            | "finland"
            | "finlandia"
            | "suomi"
            | "costa rica"
            | "guatemala"
            | "dominican republic"
            | "república dominicana"
            | "turkey"
            | "türkiye"
            | "turquía"
            | "croatia"
            | "hrvatska"
            | "croacia" => Self::CodeFirst,
            "australia" | "new zealand" | "nueva zelanda" => Self::ShortCodeLast,
            _ => Self::Other,
        }
    }
}

/// Whether a part of an address has the number of a house, in front (`12 Elm St`) or at its end
/// (`Calle Mayor 5`).
pub(super) fn has_house_number(part: &str, custom: Custom) -> bool {
    let mut words = part.split_whitespace();
    let (Some(first), last) = (words.next(), words.next_back()) else {
        return false;
    };
    if !part.contains(char::is_alphabetic) {
        return false;
    }
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = custom == Custom::CodeFirst && first.len() == 5 && is_digits(first);
    let stands_first = first
        .trim_start_matches('#')
        .starts_with(|c: char| c.is_ascii_digit());
    let stands_last = last.is_some_and(|word| {
        let is_code = custom == Custom::ShortCodeLast && word.len() == 4 && is_digits(word);
        is_house(word) && !is_code
    });
    (stands_first && !is_code) || stands_last
}

/// `5`, `#5`, `5B` and `12-34`; neither a postcode of five digits nor the end of one such as `2AA`.
fn is_house(word: &str) -> bool {
    let word = word.trim_start_matches('#');
    let word = word.strip_suffix(char::is_alphabetic).unwrap_or(word);
    word.split(['-', '/']).all(|number| {
        (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Words that end the name of a street in English.
const ENDINGS: [&str; 36] = [
    "street",
    "st",
    "avenue",
    "ave",
    "av",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "drive",
    "dr",
    "way",
    "court",
    "ct",
    "circle",
    "cir",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "ter",
    "highway",
    "hwy",
    "parkway",
    "pkwy",
    "pike",
    "turnpike",
    "trail",
    "trl",
    "alley",
    "crescent",
    "close",
    "broadway",
];
/// Words that begin it in Spanish, French, Italian and Portuguese.
const BEGINNINGS: [&str; 16] = [
    "calle",
    "c/",
    "avenida",
    "avda",
    "carrera",
    "paseo",
    "plaza",
    "camino",
    "carretera",
    "rue",
    "rua",
    "via",
    "viale",
    "piazza",
    "place",
    "chemin",
];
/// Ends of words that are the name of a street in German, Dutch and the languages of the north.
const TAILS: [&str; 6] = ["straße", "strasse", "straat", "gasse", "gatan", "vej"];
/// `Elm St NW` and `Elm Street North`.
const DIRECTIONS: [&str; 12] = [
    "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west",
];
/// A name between a house number and the word that makes it a street has no more words.
const NAME_WORDS_MAX: usize = 4;

fn plain(word: &str) -> String {
    let is_edge = |c: char| !c.is_alphanumeric() && c != '/';
    word.trim_matches(is_edge).to_lowercase()
}

fn ends_street(word: &str) -> bool {
    ENDINGS.contains(&word) || TAILS.iter().any(|tail| word.ends_with(tail))
}

/// Whether a part of an address has the name of a street: `Elm Street`, `Calle Mayor`.
pub(super) fn is_named_as_one(part: &str) -> bool {
    let mut words: Vec<String> = part.split_whitespace().map(plain).collect();
    while words.len() > 2
        && words
            .last()
            .is_some_and(|word| DIRECTIONS.contains(&&**word))
    {
        words.pop();
    }
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let is_own = last == "broadway" || TAILS.iter().any(|tail| last.ends_with(tail));
    is_own || (words.len() > 1 && (ends_street(last) || BEGINNINGS.contains(&&**first)))
}

/// Whether the last part of an address is a state, with its code or without: `IL 62701`, `IL`.
pub(super) fn is_state(part: &str) -> bool {
    let has_digit = part.contains(|c: char| c.is_ascii_digit());
    let is_short = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    part.starts_with(char::is_alphabetic) && (has_digit || is_short) && !matches!(part, "US" | "UK")
}

/// Whether words tell a house: its number and its street beside each other, or the street that
/// the entry has in a field of its own.
pub(super) fn names_one(text: &str, own: Option<&str>) -> bool {
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    let all = format!(" {} ", words.join(" "));
    let is_own = own.is_some_and(|own| {
        let words: Vec<String> = own.split_whitespace().map(plain).collect();
        !words.is_empty() && all.contains(&format!(" {} ", words.join(" ")))
    });
    is_own
        || words.iter().enumerate().any(|(at, word)| {
            let is_number = word.starts_with(|c: char| c.is_ascii_digit())
                && is_house(word.trim_end_matches(char::is_alphabetic));
            let end = (at + NAME_WORDS_MAX + 2).min(words.len());
            let behind = &words[at + 1..end];
            let before = &words[at.saturating_sub(NAME_WORDS_MAX + 1)..at];
            is_number
                && (behind.iter().skip(1).any(|word| ends_street(word))
                    || behind
                        .iter()
                        .any(|word| TAILS.iter().any(|tail| word.ends_with(tail)))
                    || before.iter().any(|word| BEGINNINGS.contains(&&**word))
                    || before.last().is_some_and(|word| ends_street(word)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_are_known_by_their_words() {
        for street in [
            "Elm Street",
            "Elm St",
            "Elm St. NW",
            "Old Mill Road North",
            "Calle Mayor",
            "C/ Mayor",
            "Lindenstraße",
            "Broadway",
            "West Broadway",
            "Avda. del Puerto",
            "Rue Haute",
        ] {
            assert!(is_named_as_one(street), "{street}");
        }
        for town in [
            "Springfield",
            "St Louis",
            "West Palm Beach",
            "San José",
            "Street",
            "IL 62701",
            "USA",
        ] {
            assert!(!is_named_as_one(town), "{town}");
        }
    }

    #[test]
    fn a_house_is_found_among_words() {
        for words in [
            "12 Elm St side door",
            "Bob's house, 12 Elm St.",
            "at 4B Old Mill Road, ring twice",
            "Calle Mayor 5, 2º",
            "Lindenstraße 7",
            "9 Lindenstraße",
            "Elm Street 12",
            "10-12 High Street",
        ] {
            assert!(names_one(words, None), "{words}");
        }
        for words in [
            "Side door, by the bicycle rack",
            "Room 12",
            "Coffee from 7:30",
            "2nd floor",
            "St Mary's",
            "We are 12 on most days",
            "Church of the Way",
            "Come 5 minutes early, stay in the court",
        ] {
            assert!(!names_one(words, None), "{words}");
        }
        assert!(names_one(
            "The porch of the Old Mill, at the back",
            Some("old mill,")
        ));
        assert!(!names_one("The porch", Some("Old Mill")));
    }

    #[test]
    fn a_state_at_the_end_is_no_country() {
        for state in ["IL 62701", "IL", "ON K1A 0B1"] {
            assert!(is_state(state), "{state}");
        }
        for country in ["USA", "UK", "Spain", "28013 Madrid", ""] {
            assert!(!is_state(country), "{country}");
        }
    }
}
