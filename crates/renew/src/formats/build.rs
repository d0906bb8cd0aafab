//! The rules of changing a draft: parts come, go and move, and what no format may lose stays.

use circle::format::{Format, PHASES_MAX, Phase, PhaseKind, Text, spell_out};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::FormatId;

/// Where a part moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// Why a part can't be taken out: it is the last of its kind, and no format may lose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stays {
    Stillness,
    Welcome,
    Reflection,
    Closing,
}

/// A format has as many parts as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// A draft to begin with, made of any format.
pub(super) fn copy(of: &Format, id: FormatId) -> Format {
    Format {
        id: super::key_of(id),
        name: Text {
            en: format!("Copy of {}", of.name.en),
            es: format!("Copia de {}", of.name.es),
        },
        ..of.clone()
    }
}

/// A short print of something, to tell whether it is still what somebody looked at. Parts have no
/// number of their own: when somebody else moved them meanwhile, the print finds the one meant.
pub(super) fn print(of: &impl Serialize) -> String {
    const BYTES: usize = 8;
    let text = serde_json::to_vec(of).unwrap_or_default();
    let digest = Sha256::digest(text);
    digest
        .iter()
        .take(BYTES)
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// Where the part is now that had this print when somebody looked at it, as number `index`.
pub(super) fn find(format: &Format, index: usize, was: &str) -> Option<usize> {
    let is_it = |at: usize| {
        format
            .phases
            .get(at)
            .is_some_and(|phase| print(phase) == was)
    };
    if is_it(index) {
        return Some(index);
    }
    (0..format.phases.len()).find(|at| is_it(*at))
}

/// Moves a part by one place. At the end of the list it stays where it is.
pub(super) fn shift(format: &mut Format, index: usize, way: Way) {
    let other = match way {
        Way::Up => index.checked_sub(1),
        Way::Down => Some(index + 1),
    };
    let last = format.phases.len();
    if let Some(other) = other.filter(|other| *other < last && index < last) {
        format.phases.swap(index, other);
    }
}

/// Why the part can't be taken out, if it can't.
pub(super) fn stays(format: &Format, index: usize) -> Option<Stays> {
    let phase = format.phases.get(index)?;
    let is_last = |is: fn(&Phase) -> bool| {
        is(phase) && format.phases.iter().filter(|phase| is(phase)).count() == 1
    };
    if is_last(|phase| phase.kind.is_stillness()) {
        Some(Stays::Stillness)
    } else if is_last(|phase| phase.kind == PhaseKind::Welcome) {
        Some(Stays::Welcome)
    } else if is_last(|phase| phase.kind == PhaseKind::Reflection) {
        Some(Stays::Reflection)
    } else if is_last(|phase| phase.closing) {
        Some(Stays::Closing)
    } else {
        None
    }
}

/// Takes a part out.
pub(super) fn remove(format: &mut Format, index: usize) -> Result<(), Stays> {
    match stays(format, index) {
        Some(why) => Err(why),
        None => {
            if index < format.phases.len() {
                format.phases.remove(index);
            }
            Ok(())
        }
    }
}

/// Puts a part of this kind in, with our words to begin with: before the closing, or at the end of
/// it if it closes itself. Says where it is.
pub(super) fn add(format: &mut Format, kind: PhaseKind) -> Result<usize, Full> {
    let phase = example(kind);
    let closing = format.phases.iter().position(|phase| phase.closing);
    let at = if phase.closing {
        format.phases.len()
    } else {
        closing.unwrap_or(format.phases.len())
    };
    insert(format, at, phase)
}

/// Puts a part in where it was, or as near as there is room.
pub(super) fn insert(format: &mut Format, at: usize, phase: Phase) -> Result<usize, Full> {
    if format.phases.len() >= PHASES_MAX {
        return Err(Full);
    }
    let at = at.min(format.phases.len());
    format.phases.insert(at, phase);
    Ok(at)
}

/// What became of a part that somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It stands there now.
    Done(usize),
    /// Somebody else changed it meanwhile.
    Changed,
    /// Somebody else took it out meanwhile.
    Gone,
    Full,
}

/// Puts a part in the place of the one that had the print `was` and stood at `index`. Without a
/// print it comes new.
pub(super) fn put(format: &mut Format, index: usize, was: &str, phase: Phase) -> Put {
    if was.is_empty() {
        return insert(format, index, phase).map_or(Put::Full, Put::Done);
    }
    if let Some(at) = find(format, index, was) {
        format.phases[at] = phase;
        return Put::Done(at);
    }
    // It came before, from a second tap on the button.
    if let Some(at) = format.phases.iter().position(|there| *there == phase) {
        return Put::Done(at);
    }
    match format.phases.get(index) {
        Some(there) if there.kind == phase.kind => Put::Changed,
        _ => Put::Gone,
    }
}

/// A part of this kind as one of our own formats has it.
fn example(kind: PhaseKind) -> Phase {
    let ours = Format::shipped()
        .into_iter()
        .flat_map(|format| format.phases);
    let of_kind = |phase: &Phase| phase.kind == kind;
    // Silence stands in none of them, only among the parts that they share.
    ours.into_iter().find(of_kind).unwrap_or_else(silence)
}

fn silence() -> Phase {
    let mut phase = json!("silence");
    let known = spell_out(&mut phase).is_ok();
    let found = serde_json::from_value(phase).ok().filter(|_| known);
    found.unwrap_or_else(|| Format::renew_90().phases.remove(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn kinds(format: &Format) -> Vec<PhaseKind> {
        format.phases.iter().map(|phase| phase.kind).collect()
    }

    #[test]
    fn a_part_moves_by_one_and_never_out_of_the_list() {
        let mut format = Format::talking_circle();
        shift(&mut format, 2, Way::Up);
        assert_eq!(kinds(&format)[1], PhaseKind::CheckIn);
        let before = format.clone();
        for (index, way) in [(0, Way::Up), (5, Way::Down), (99, Way::Up), (99, Way::Down)] {
            shift(&mut format, index, way);
        }
        assert_eq!(format, before);
    }

    #[test]
    fn what_no_format_may_lose_stays() {
        let mut format = Format::talking_circle();
        for (index, why) in [
            (0, Stays::Stillness),
            (1, Stays::Welcome),
            (5, Stays::Reflection),
        ] {
            assert_eq!(remove(&mut format, index), Err(why));
        }
        assert_eq!(
            remove(&mut format, 4),
            Ok(()),
            "the plan is not the only closing"
        );
        format.phases[4].closing = false;
        format.phases[3].closing = true;
        assert_eq!(remove(&mut format, 3), Err(Stays::Closing));
        assert_eq!(remove(&mut format, 99), Ok(()));
        assert_eq!(format.phases.len(), 5);
        add(&mut format, PhaseKind::Silence).unwrap();
        assert_eq!(remove(&mut format, 0), Ok(()), "there is another stillness");
    }

    #[test]
    fn what_comes_new_comes_before_the_closing_with_words_and_spoils_nothing() {
        for kind in PhaseKind::ALL {
            let mut format = Format::renew_90();
            let at = add(&mut format, kind).unwrap();
            assert_eq!(format.phases[at].kind, kind);
            assert_eq!(format.flaws(), [], "{kind:?}");
        }
        let mut format = Format::renew_90();
        while format.phases.len() < PHASES_MAX {
            add(&mut format, PhaseKind::Round).unwrap();
        }
        assert_eq!(add(&mut format, PhaseKind::Round), Err(Full));
    }

    #[test]
    fn what_somebody_wrote_goes_where_it_was_meant_to_or_nowhere() {
        let mut format = Format::renew_90();
        let was = print(&format.phases[4]);
        let mut phase = format.phases[4].clone();
        phase.minutes.target = 8;
        shift(&mut format, 4, Way::Down);
        assert_eq!(put(&mut format, 4, &was, phase.clone()), Put::Done(5));
        // A second tap.
        assert_eq!(put(&mut format, 4, &was, phase.clone()), Put::Done(5));
        phase.minutes.target = 9;
        assert_eq!(put(&mut format, 5, &was, phase.clone()), Put::Changed);
        assert_eq!(put(&mut format, 4, &was, phase.clone()), Put::Gone);
        assert_eq!(put(&mut format, 99, &was, phase.clone()), Put::Gone);
        let last = format.phases.len();
        assert_eq!(put(&mut format, 99, "", phase), Put::Done(last));
    }

    #[test]
    fn a_part_is_found_where_somebody_else_moved_it() {
        let mut format = Format::renew_90();
        let was = print(&format.phases[4]);
        assert_eq!(find(&format, 4, &was), Some(4));
        shift(&mut format, 4, Way::Up);
        assert_eq!(find(&format, 4, &was), Some(3));
        format.phases[3].minutes.target += 1;
        assert_eq!(find(&format, 4, &was), None);
        // Of two that are the same, the one that was looked at.
        let twin = format.phases[5].clone();
        format.phases.insert(5, twin);
        assert_eq!(find(&format, 6, &print(&format.phases[6])), Some(6));
    }
}
