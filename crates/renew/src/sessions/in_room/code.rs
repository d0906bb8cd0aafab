//! Short codes, to be read aloud across a hall and typed on a phone: no letter or digit in them is
//! easily taken for another. Only a print of each is stored.

use store::Keys;

use crate::site::chance::Chance;

/// Without signs that look like another (0 O, 1 I L, 2 Z, 5 S, 8 B), and without vowels, which make
/// words.
const ALPHABET: &[u8; 22] = b"34679CDFGHJKMNPQRTVWXY";
/// For a device: a hundred million codes, a handful of them open, each for a quarter of an hour.
const DEVICE_LENGTH: usize = 6;
/// For a person: fifty thousand million codes, since they are open for a day.
const PERSON_LENGTH: usize = 8;
/// Longer than any code with blanks and hyphens in it.
const TYPED_BYTES_MAX: usize = 60;

/// A code as it is shown, with its print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) shown: String,
    pub(super) print: [u8; 32],
}

/// Draws a code for a device.
pub(super) fn for_device(keys: &Keys, chance: &Chance) -> Fresh {
    fresh(keys, chance, "sessions.device_code", DEVICE_LENGTH)
}

/// Draws a code for a person.
pub(super) fn for_person(keys: &Keys, chance: &Chance) -> Fresh {
    fresh(keys, chance, "sessions.person_code", PERSON_LENGTH)
}

/// The print of what somebody typed, if it can be the code of a device.
pub(super) fn device_print(keys: &Keys, typed: &str) -> Option<[u8; 32]> {
    print(keys, "sessions.device_code", typed, DEVICE_LENGTH)
}

/// The print of what somebody typed, if it can be the code of a person.
pub(super) fn person_print(keys: &Keys, typed: &str) -> Option<[u8; 32]> {
    print(keys, "sessions.person_code", typed, PERSON_LENGTH)
}

/// What stands in the place of a used code's print: only the page that used it can say it again.
/// Nothing for a page that is none of ours.
pub(super) fn used_print(keys: &Keys, print: &[u8; 32], page: &str) -> Option<[u8; 32]> {
    let is_ours = !page.is_empty() && page.len() <= TYPED_BYTES_MAX;
    let said = [print.as_slice(), page.as_bytes()].concat();
    is_ours.then(|| keys.fingerprint("sessions.person_code_used", &said))
}

fn fresh(keys: &Keys, chance: &Chance, purpose: &str, length: usize) -> Fresh {
    let sign = |_| char::from(ALPHABET[chance.below(ALPHABET.len())]);
    let code: String = (0..length).map(sign).collect();
    let (first, second) = code.split_at(length / 2);
    Fresh {
        shown: format!("{first} {second}"),
        print: keys.fingerprint(purpose, code.as_bytes()),
    }
}

fn print(keys: &Keys, purpose: &str, typed: &str, length: usize) -> Option<[u8; 32]> {
    if typed.len() > TYPED_BYTES_MAX {
        return None;
    }
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let is_one = code.len() == length && code.bytes().all(|b| ALPHABET.contains(&b));
    is_one.then(|| keys.fingerprint(purpose, code.as_bytes()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_carelessly_is_the_code_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (file, master) = (folder.path().join("k.db"), folder.path().join("m.key"));
        let chance = Chance::seeded(1);
        let keys = Keys::open(&file, &master, chance.bytes::<32>()).unwrap();
        let code = for_device(&keys, &chance);
        assert_eq!(code.shown.len(), 7);
        let shown = code.shown.to_lowercase();
        for typed in [
            shown.clone(),
            shown.replace(' ', ""),
            shown.replace(' ', " - "),
        ] {
            assert_eq!(device_print(&keys, &typed), Some(code.print), "{typed}");
        }
        let person = for_person(&keys, &chance);
        assert_eq!(person_print(&keys, &person.shown), Some(person.print));
        for typed in ["", "BCD FG", "BCD FGO", &"B".repeat(10_000), "BCDF\u{e9}G"] {
            assert_eq!(device_print(&keys, typed), None, "{typed:.20}");
        }
        // The code of a device is never one of a person.
        assert_eq!(person_print(&keys, &code.shown), None);
    }
}
