//! The handles by which a group collects: what can be one, and what it names.

use super::field::Field;

/// Longer than the services let them be.
pub(super) const HANDLE_CHARS_MAX: usize = 40;
/// PayPal.me names have up to twenty letters and digits.
const PAYPAL_CHARS_MAX: usize = 20;

/// The name within a handle, without its sign; nothing for what can't be one.
pub(super) fn name_of(field: Field, handle: &str) -> Option<&str> {
    let word = |text: &str, more: &str, chars_max: usize| {
        (1..=chars_max).contains(&text.chars().count())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    match field {
        Field::Venmo => handle
            .strip_prefix('@')
            .filter(|name| word(name, "_-", HANDLE_CHARS_MAX)),
        Field::Square => handle
            .strip_prefix('$')
            .filter(|name| word(name, "_-", HANDLE_CHARS_MAX)),
        Field::Paypal => Some(handle).filter(|name| word(name, "", PAYPAL_CHARS_MAX)),
        _ => None,
    }
}
