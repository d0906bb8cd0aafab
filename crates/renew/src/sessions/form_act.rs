//! A plain form as a command of the wire: the page without JavaScript and the page with it ask for
//! the same things in the same words.

use serde_json::{Map, Value};

use super::wire::{Act, Garbage};
use crate::site::form::tidy;

/// Fields of one form. Ours have at most eight.
const FIELDS_MAX: usize = 16;
/// Fields of a sheet: no circle has more than sixty people, and what is written to one of them has
/// four fields.
const SHEET_FIELDS_MAX: usize = 4 * 60 + 8;

/// Reads what a form asks for, in order. A sheet holds several places to write in, and the button
/// that was pressed may ask for something `then`: what was typed goes along with it.
///
/// # Errors
/// As [`act`].
pub(super) fn acts(fields: &[(String, String)]) -> Result<Vec<Act>, Garbage> {
    let (then, fields): (Vec<_>, Vec<_>) =
        fields.iter().cloned().partition(|(key, _)| key == "then");
    let is_sheet = fields
        .iter()
        .any(|(key, value)| key == "do" && value == "sheet");
    let mut acts = if is_sheet {
        sheet(&fields)?
    } else {
        vec![act(&fields)?]
    };
    if let Some((_, then)) = then.last() {
        acts.push(act(&further(&fields, then))?);
    }
    Ok(acts)
}

/// Each `slot` of a sheet (`part.nth`, or `part.nth.to`) as a command of its own. A tick that is
/// not set is not sent: what is missing is off.
fn sheet(fields: &[(String, String)]) -> Result<Vec<Act>, Garbage> {
    if fields.len() > SHEET_FIELDS_MAX {
        return Err(Garbage::NotOurs);
    }
    let value = |name: &str| fields.iter().rfind(|(key, _)| key == name);
    let slots = fields.iter().filter(|(key, _)| key == "slot");
    slots
        .map(|(_, slot)| {
            let mut one = vec![("do".to_owned(), "write".to_owned())];
            one.extend(value("activity").cloned());
            let names = ["part", "nth", "to"].into_iter();
            let parts = names.zip(slot.splitn(3, '.'));
            one.extend(parts.map(|(name, part)| (name.to_owned(), part.to_owned())));
            for name in ["text", "level", "named", "on"] {
                let found = value(&format!("{name}.{slot}"));
                let found = found.filter(|(_, value)| !value.is_empty());
                one.extend(found.map(|(_, value)| (name.to_owned(), value.clone())));
            }
            act(&one)
        })
        .collect()
}

/// What a button asks for beside its form: `keep_slip&slip=3&is=true`, in the activity or the side
/// room of the form.
fn further(fields: &[(String, String)], then: &str) -> Vec<(String, String)> {
    let own = |key: &String| key == "activity" || key == "room";
    let mut all: Vec<(String, String)> =
        fields.iter().filter(|(key, _)| own(key)).cloned().collect();
    for (nth, pair) in then.split('&').enumerate() {
        let (key, value) = match nth {
            0 => ("do", pair),
            _ => pair.split_once('=').unwrap_or((pair, "")),
        };
        all.push((key.to_owned(), value.to_owned()));
    }
    all
}

/// Reads a form's fields, in the order of the page; of two with one name the later counts (a
/// button's own value stands after the hidden field that it replaces).
///
/// # Errors
/// [`Garbage`] when it is not one of our forms, or a text is longer than its field allows.
fn act(fields: &[(String, String)]) -> Result<Act, Garbage> {
    if fields.len() > FIELDS_MAX {
        return Err(Garbage::NotOurs);
    }
    let is_plan = fields
        .iter()
        .any(|(key, value)| key == "do" && value == "plan");
    let object: Map<String, Value> = fields
        .iter()
        .map(|(key, text)| (key.clone(), value(key, text, is_plan)))
        .collect();
    let act: Act = serde_json::from_value(Value::Object(object)).map_err(|_| Garbage::NotOurs)?;
    if act.is_within_limits() {
        Ok(act)
    } else {
        Err(Garbage::TextTooLong)
    }
}

/// A field's value in the type that the wire gives it. `who` is a person, except in a plan.
fn value(key: &str, text: &str, is_plan: bool) -> Value {
    match key {
        "turn" | "word" | "proposal" | "phase" | "minutes" | "to" | "heard" | "safe" | "useful"
        | "together" | "activity" | "slip" | "room" | "nth" | "level" => number(text),
        // The step of an activity has a number, the one of a side room a name.
        "step" if text.bytes().all(|b| b.is_ascii_digit()) => number(text),
        "who" if !is_plan => number(text),
        "seats" => text
            .split(',')
            .filter(|seat| !seat.is_empty())
            .map(number)
            .collect(),
        "is" | "up" | "only" | "named" | "on" => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            other => Value::from(other),
        },
        // A form sends a line's end as two characters, and the page that limits what is typed
        // counts it as one: so it is one before it is counted here.
        "text" | "with" | "place" | "says" | "takeaway" => Value::from(tidy(text)),
        _ => Value::from(text),
    }
}

fn number(text: &str) -> Value {
    text.parse::<u64>().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use circle::activity::Part;
    use circle::side_rooms::RoomStep;

    use super::super::wire::{Door, MayKnow, PLAN_CHARS_MAX};
    use super::*;

    fn form(text: &str) -> Vec<(String, String)> {
        text.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    #[test]
    fn forms_say_what_frames_say() {
        for (fields, wanted) in [
            ("do=done&turn=7", Act::Done { turn: 7 }),
            ("do=hand&up=true", Act::Hand { up: true }),
            (
                "do=plan&text=Walk&who=circle",
                Act::Plan {
                    text: "Walk".into(),
                    who: MayKnow::Circle,
                },
            ),
            ("do=plan&text=&do=nothing_this_week", Act::NothingThisWeek),
            ("do=remove&who=5", Act::Remove { who: 5 }),
            (
                "do=order&seats=3,5,2",
                Act::Order {
                    seats: vec![3, 5, 2],
                },
            ),
            ("do=door&is=locked", Act::Door { is: Door::Locked }),
        ] {
            assert_eq!(act(&form(fields)), Ok(wanted), "{fields}");
        }
    }

    #[test]
    fn what_is_not_our_form_is_refused() {
        for fields in ["do=done", "do=done&turn=x", "turn=1", "do=give&who=-1"] {
            assert_eq!(act(&form(fields)), Err(Garbage::NotOurs), "{fields}");
        }
    }

    #[test]
    fn a_line_s_end_counts_once_as_on_the_page() {
        let text = "a line\r\n".repeat(50);
        let plan = "a\r\n".repeat(PLAN_CHARS_MAX / 2);
        assert!(plan.chars().count() > PLAN_CHARS_MAX);
        for (what, text) in [("reflection", text), ("plan", plan)] {
            let fields = [("do", what), ("text", &text), ("who", "only_me")];
            let fields = fields.map(|(key, value)| (key.to_owned(), value.to_owned()));
            let read = act(&fields);
            assert!(read.is_ok(), "{what}: {read:?}");
        }
        let long = "x".repeat(PLAN_CHARS_MAX + 1);
        let fields = [("do", "plan"), ("text", &long), ("who", "only_me")];
        let fields = fields.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(act(&fields), Err(Garbage::TextTooLong));
    }

    #[test]
    fn a_sheet_is_each_of_its_places_and_what_its_button_asks_for() {
        let fields = "do=sheet&activity=4&slot=thought.0&text.thought.0=They know&slot=belief.0\
            &level.belief.0=80&slot=pattern.3&slot=pattern.4&on.pattern.4=true&slot=strength.0.5\
            &text.strength.0.5=You ask&named.strength.0.5=true";
        let mut fields = form(fields);
        fields.push(("then".to_owned(), "ready&is=true".to_owned()));
        let write = |part, nth, to, (text, level): (&str, Option<u8>), named, on| Act::Write {
            activity: 4,
            part,
            nth,
            to,
            text: text.to_owned(),
            level,
            named,
            on,
        };
        let wanted = vec![
            write(Part::Thought, 0, None, ("They know", None), false, false),
            write(Part::Belief, 0, None, ("", Some(80)), false, false),
            write(Part::Pattern, 3, None, ("", None), false, false),
            write(Part::Pattern, 4, None, ("", None), false, true),
            write(Part::Strength, 0, Some(5), ("You ask", None), true, false),
            Act::Ready {
                activity: 4,
                is: true,
            },
        ];
        assert_eq!(acts(&fields), Ok(wanted));
    }

    #[test]
    fn a_card_goes_along_with_what_its_button_asks_for() {
        let mut fields = form("do=scene&room=2&with=My brother&says=Just one");
        fields.push(("then".to_owned(), "next_room_step&step=scene".to_owned()));
        let card = Act::Scene {
            room: 2,
            with: "My brother".to_owned(),
            place: String::new(),
            says: "Just one".to_owned(),
            date: String::new(),
            takeaway: String::new(),
        };
        let step = RoomStep::Scene;
        let next = Act::NextRoomStep { room: 2, step };
        assert_eq!(acts(&fields), Ok(vec![card, next]));
    }

    #[test]
    fn a_sheet_without_end_is_refused() {
        let mut fields = form("do=sheet&activity=4");
        fields.extend((0..SHEET_FIELDS_MAX).map(|_| ("slot".to_owned(), "idea.0".to_owned())));
        assert_eq!(acts(&fields), Err(Garbage::NotOurs));
    }

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            fields in proptest::collection::vec(
                ("(do|turn|who|text|is|slot|then|[a-z]{0,6})", "(sheet|idea.0|.{0,20})"),
                0..20,
            ),
        ) {
            let _ = acts(&fields);
        }
    }
}
