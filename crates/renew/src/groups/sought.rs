//! The words that somebody looks for in a list.

/// Whether the texts have all of the words, in any case and any order.
pub(super) fn has_words(texts: &[&str], words: &str) -> bool {
    let text = texts.join(" ").to_lowercase();
    let words = words.to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_there_in_any_case_and_order() {
        let venue = ["Oak Room", "2 Elm Street"];
        assert!(has_words(&venue, "ELM oak") && has_words(&venue, " "));
        assert!(!has_words(&venue, "elm river"));
    }
}
