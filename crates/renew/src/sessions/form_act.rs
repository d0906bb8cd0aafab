//! A plain form as a command of the wire: the page without JavaScript and the page with it ask for
//! the same things in the same words.

use serde_json::{Map, Value};

use super::wire::{Act, Garbage};
use crate::site::form::tidy;

/// Fields of one form. Ours have at most eight.
const FIELDS_MAX: usize = 16;

/// Reads a form's fields, in the order of the page; of two with one name the later counts (a
/// button's own value stands after the hidden field that it replaces).
///
/// # Errors
/// [`Garbage`] when it is not one of our forms, or a text is longer than its field allows.
pub(super) fn act(fields: &[(String, String)]) -> Result<Act, Garbage> {
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

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            fields in proptest::collection::vec(("(do|turn|who|text|is|[a-z]{0,6})", ".{0,20}"), 0..20),
        ) {
            let _ = act(&fields);
        }
    }
}
