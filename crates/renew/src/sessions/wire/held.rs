//! What must hold of whatever a frame is read as: asked by the tests and by the fuzz target.

use super::Said;

/// # Panics
/// When what was read is too long, or says something else when it is written again.
pub(crate) fn hold(frame: &str) {
    let Ok(said) = Said::read(frame) else { return };
    assert!(said.act.is_within_limits());
    let again = serde_json::to_string(&said).unwrap_or_default();
    // What was left out is written as nothing, and may be the few bytes too many.
    if again.len() <= frame.len() {
        assert_eq!(Said::read(&again), Ok(said));
    }
}
