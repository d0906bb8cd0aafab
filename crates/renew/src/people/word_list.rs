//! The four words that let a person back in from any phone.
//!
//! Each is drawn from a list of 2,048 plain words in the person's language: four words are
//! 4 x 11 = 44 bits. From a handful of networks the limits on guessing leave about a try a minute
//! for a name that is known, which is tens of millions of years; from ever new networks the
//! hashing itself leaves some 66 a second, which is four thousand. Against a stolen database each
//! try costs an Argon2id hash and needs the master key besides.
//!
//! What is typed is compared folded: case, accents, commas and the number of spaces don't count;
//! the order does.

use unicode_normalization::UnicodeNormalization as _;

use crate::site::chance::Chance;
use crate::site::lang::Lang;

/// How many words a person gets.
pub(super) const WORDS: usize = 4;
/// The longest that four words of ours can be, with room for odd spacing.
pub(super) const TYPED_CHARS_MAX: usize = 120;

const ENGLISH: &str = include_str!("words_en.txt");
const SPANISH: &str = include_str!("words_es.txt");

fn list(lang: Lang) -> Vec<&'static str> {
    let text = match lang {
        Lang::En => ENGLISH,
        Lang::Es => SPANISH,
    };
    text.split_whitespace().collect()
}

/// Four words by chance.
pub(super) fn draw(lang: Lang, chance: &Chance) -> Vec<String> {
    let list = list(lang);
    (0..WORDS)
        .filter_map(|_| list.get(chance.below(list.len())))
        .map(|word| (*word).to_owned())
        .collect()
}

/// Words as they are compared: small letters without accents, one space between.
pub(super) fn fold(typed: &str) -> String {
    let letters: String = typed
        .chars()
        .take(TYPED_CHARS_MAX)
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let lower = letters.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_list_holds_2048_words_that_stay_different_when_folded() {
        for lang in Lang::ALL {
            let words = list(lang);
            let folded: HashSet<String> = words.iter().map(|word| fold(word)).collect();
            assert_eq!(words.len(), 2048, "{lang:?}");
            assert_eq!(folded.len(), 2048, "{lang:?}: two words fold to one");
            for word in words {
                let length = word.chars().count();
                assert!((3..=9).contains(&length), "{lang:?} {word}");
                assert!(word.chars().all(|c| c.is_lowercase()), "{lang:?} {word}");
            }
        }
    }

    #[test]
    fn no_word_speaks_of_use_or_of_violence() {
        let unkind = [
            "beer", "wine", "pill", "drug", "dope", "shot", "needle", "bottle", "rum", "gin",
            "gun", "knife", "rope", "blood", "kill", "dead", "vino", "cerveza", "droga",
            "pastilla", "aguja", "botella", "ron", "pistola", "cuchillo", "soga", "sangre",
            "muerte", "copa", "trago", "porro", "humo", "bar", "pub",
        ];
        for lang in Lang::ALL {
            let words = list(lang);
            let found: Vec<_> = unkind.iter().filter(|word| words.contains(word)).collect();
            assert!(found.is_empty(), "{lang:?} {found:?}");
        }
    }

    #[test]
    fn what_is_typed_is_forgiven_its_looks_but_not_its_order() {
        assert_eq!(
            fold(" Lantern,gravel  OTTER\nthursday. "),
            "lantern gravel otter thursday"
        );
        assert_eq!(fold("árbol NIÑO pingüino mar"), "arbol nino pinguino mar");
        assert_ne!(fold("a b"), fold("b a"));
        assert!(fold(&"x".repeat(100_000)).len() <= TYPED_CHARS_MAX);
    }

    #[test]
    fn drawing_gives_four_words_of_the_list() {
        let chance = Chance::seeded(3);
        for lang in Lang::ALL {
            let drawn = draw(lang, &chance);
            assert_eq!(drawn.len(), WORDS);
            assert!(drawn.iter().all(|word| list(lang).contains(&word.as_str())));
        }
    }
}
