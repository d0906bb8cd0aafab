//! The formats that come with the program. What several of them share stands once, in a file of
//! named phases: where a format has a name in the place of a phase, it is that one, and where a
//! phase says whose `like` it is, it is that one but for what it says itself.

use serde_json::Value;

use super::Format;

const SHARED: &str = include_str!("../../formats/shared-phases.json");

/// Every shipped format by its id, in the order in which they are offered.
const FILES: [(&str, &str); 6] = [
    ("renew-90", include_str!("../../formats/renew-90.json")),
    (
        "check-in-60",
        include_str!("../../formats/check-in-60.json"),
    ),
    (
        "talking-circle",
        include_str!("../../formats/talking-circle.json"),
    ),
    (
        "open-meeting-60",
        include_str!("../../formats/open-meeting-60.json"),
    ),
    (
        "skills-workshop-75",
        include_str!("../../formats/skills-workshop-75.json"),
    ),
    (
        "newcomers-45",
        include_str!("../../formats/newcomers-45.json"),
    ),
];

/// A name that none of our shared phases has; nothing when it was no name at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchPhase(pub Option<String>);

impl Format {
    /// *Renew 90*: the full session.
    ///
    /// # Panics
    /// Never: the file is part of the program and checked by a test.
    #[must_use]
    pub fn renew_90() -> Self {
        read(FILES[0].1)
    }

    /// The talking circle, of at most eight.
    ///
    /// # Panics
    /// Never: as [`Format::renew_90`].
    #[must_use]
    pub fn talking_circle() -> Self {
        read(FILES[2].1)
    }

    /// All formats that come with the program.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        FILES.iter().map(|(_, file)| read(file)).collect()
    }

    /// The shipped format of this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        let found = FILES.iter().find(|(known, _)| *known == id);
        found.map(|(_, file)| read(file))
    }
}

/// The names of the phases that formats share.
///
/// # Panics
/// Never: as [`Format::renew_90`].
#[must_use]
pub fn shared_names() -> Vec<String> {
    let shared = shared();
    let names = shared.as_object().into_iter().flat_map(|all| all.keys());
    names.cloned().collect()
}

/// Writes a phase out where it only names one of the shared ones, or says that it is `like` one.
/// A shared phase never names another, so there is no end to look for. What is neither is left
/// as it is.
///
/// # Errors
/// There is no shared phase of that name.
///
/// # Panics
/// Never: as [`Format::renew_90`].
pub fn spell_out(phase: &mut Value) -> Result<(), NoSuchPhase> {
    if phase.is_string() || phase.get("like").is_some() {
        spell_out_from(&shared(), phase)
    } else {
        Ok(())
    }
}

fn spell_out_from(shared: &Value, phase: &mut Value) -> Result<(), NoSuchPhase> {
    let said = match phase {
        Value::String(name) => Value::String(std::mem::take(name)),
        Value::Object(own) => match own.remove("like") {
            Some(name) => name,
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    let Value::String(name) = said else {
        return Err(NoSuchPhase(None));
    };
    let Some(Value::Object(model)) = shared.get(&name) else {
        return Err(NoSuchPhase(Some(name)));
    };
    let mut whole = model.clone();
    if let Value::Object(own) = phase {
        whole.append(own);
    }
    *phase = Value::Object(whole);
    Ok(())
}

/// Why a shipped file is taken for sound: one that isn't fails the tests, and only them.
const NOT_OURS: &str = "a shipped format";

#[allow(clippy::expect_used)]
fn shared() -> Value {
    serde_json::from_str(SHARED).expect(NOT_OURS)
}

#[allow(clippy::expect_used)]
fn read(file: &str) -> Format {
    let mut format: Value = serde_json::from_str(file).expect(NOT_OURS);
    let shared = shared();
    let phases = format["phases"].as_array_mut().expect(NOT_OURS);
    for phase in phases {
        spell_out_from(&shared, phase).expect(NOT_OURS);
    }
    serde_json::from_value(format).expect(NOT_OURS)
}
