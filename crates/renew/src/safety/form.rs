//! The forms of the community's settings and of its crisis lines: what they take, what they refuse
//! and why.

use std::collections::BTreeMap;

use crate::site::country::Country;
use crate::site::form::{Errors, tidy_line};
use crate::site::lang::{Lang, fill};

use super::community::{Community, LINES_MAX, Line};
use super::words::SafetyWords;

/// A name that fits a title and a browser's tab.
pub(super) const NAME_CHARS_MAX: usize = 40;
/// Far longer than any page that is worth leaving for.
pub(super) const ADDRESS_CHARS_MAX: usize = 200;
/// One line on a phone.
pub(super) const LABEL_CHARS_MAX: usize = 60;
/// Two lines on a phone.
pub(super) const WHAT_FOR_CHARS_MAX: usize = 90;
/// E.164 has 15 digits; people write spaces, dashes and brackets between them.
pub(super) const NUMBER_CHARS_MAX: usize = 30;

/// The three fields of a line.
pub(super) struct LineFields {
    pub what_for: &'static str,
    pub label: &'static str,
    pub number: &'static str,
}

macro_rules! line_fields {
    ($($lang:literal $place:literal),* $(,)?) => {
        [$(LineFields {
            what_for: concat!($lang, "-", $place, "-for"),
            label: concat!($lang, "-", $place, "-label"),
            number: concat!($lang, "-", $place, "-number"),
        }),*]
    };
}

const FIELDS_EN: [LineFields; LINES_MAX] = line_fields!("en" "1", "en" "2", "en" "3", "en" "4");
const FIELDS_ES: [LineFields; LINES_MAX] = line_fields!("es" "1", "es" "2", "es" "3", "es" "4");

/// The fields of the lines in `lang`, in the order of the page.
pub(super) fn fields(lang: Lang) -> &'static [LineFields; LINES_MAX] {
    match lang {
        Lang::En => &FIELDS_EN,
        Lang::Es => &FIELDS_ES,
    }
}

/// What was typed, by field, so that nothing is lost when something is refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

/// What the form of the settings says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) own_name: String,
    pub(super) country: Country,
    pub(super) leave_to: String,
}

impl Typed {
    pub(super) fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// The form of the settings as it stands before anybody types.
    pub(super) fn about(community: &Community) -> Self {
        let fields = [
            ("community", community.own_name.as_str()),
            ("leave-to", community.leave_to.as_str()),
            ("country", community.country.key()),
        ];
        Self(
            fields
                .map(|(field, text)| (field.to_owned(), text.to_owned()))
                .into(),
        )
    }

    /// The form of a country's lines as it stands before anybody types.
    pub(super) fn lines(community: &Community, country: Country) -> Self {
        let mut typed = BTreeMap::new();
        for lang in Lang::ALL {
            let lines = community.typed.get(&(country, lang));
            for (fields, line) in fields(lang).iter().zip(lines.into_iter().flatten()) {
                typed.insert(fields.what_for.to_owned(), line.what_for.clone());
                typed.insert(fields.label.to_owned(), line.label.clone());
                typed.insert(fields.number.to_owned(), line.number.clone());
            }
        }
        Self(typed)
    }

    pub(super) fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    fn line(&self, field: &str) -> String {
        tidy_line(self.of(field))
    }

    /// The settings, or a sentence for each field that can't be taken.
    pub(super) fn check(&self, w: &SafetyWords) -> Result<About, Errors> {
        let mut errors = Errors::default();
        let own_name = self.line("community");
        too_long(&mut errors, "community", &own_name, NAME_CHARS_MAX, w);
        let leave_to = self.line("leave-to");
        if !leave_to.is_empty() && !is_address(&leave_to) {
            errors.add("leave-to", w.bad_address);
        }
        let country = Country::from_key(self.of("country"));
        if country.is_none() {
            errors.add("country", w.bad_country);
        }
        match country {
            Some(country) if errors.is_empty() => Ok(About {
                own_name,
                country,
                leave_to,
            }),
            _ => Err(errors),
        }
    }

    /// A country's lines in each language, or a sentence for each field that can't be taken.
    pub(super) fn check_lines(&self, w: &SafetyWords) -> Result<BTreeMap<Lang, Vec<Line>>, Errors> {
        let mut errors = Errors::default();
        let mut typed = BTreeMap::new();
        for lang in Lang::ALL {
            let lines: Vec<Line> = fields(lang)
                .iter()
                .filter_map(|fields| self.crisis_line(fields, &mut errors, w))
                .collect();
            if !lines.is_empty() {
                typed.insert(lang, lines);
            }
        }
        if errors.is_empty() {
            Ok(typed)
        } else {
            Err(errors)
        }
    }

    /// One line; an empty one is no line.
    fn crisis_line(
        &self,
        fields: &LineFields,
        errors: &mut Errors,
        w: &SafetyWords,
    ) -> Option<Line> {
        let line = Line {
            what_for: self.line(fields.what_for),
            label: self.line(fields.label),
            number: self.line(fields.number),
        };
        if line.what_for.is_empty() && line.label.is_empty() && line.number.is_empty() {
            return None;
        }
        if line.label.is_empty() {
            errors.add(fields.label, w.label_missing);
        }
        if !is_number(&line.number) {
            errors.add(fields.number, w.bad_number);
        }
        too_long(
            errors,
            fields.what_for,
            &line.what_for,
            WHAT_FOR_CHARS_MAX,
            w,
        );
        too_long(errors, fields.label, &line.label, LABEL_CHARS_MAX, w);
        Some(line)
    }
}

fn too_long(
    errors: &mut Errors,
    field: &'static str,
    text: &str,
    chars_max: usize,
    w: &SafetyWords,
) {
    if text.chars().count() > chars_max {
        errors.add(
            field,
            fill(w.too_long, &[("count", &chars_max.to_string())]),
        );
    }
}

/// Two digits at least, and nothing that a keypad or a printed number doesn't have.
pub(super) fn is_number(text: &str) -> bool {
    text.chars().count() <= NUMBER_CHARS_MAX
        && text.chars().filter(char::is_ascii_digit).count() >= 2
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +*#-().".contains(c))
}

/// An https page at a host with a dot in it: no name or password in front, nothing that could end
/// the header which carries it.
fn is_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= ADDRESS_CHARS_MAX
        && text.bytes().all(|b| b.is_ascii_graphic())
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::new(
            pairs
                .iter()
                .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn what_is_taken_comes_back_as_it_was() {
        let w = SafetyWords::of(Lang::En);
        let form = typed(&[
            ("community", "  River   Valley "),
            ("leave-to", "https://news.example.org/today"),
            ("country", "us"),
            ("en-2-for", "Any hour"),
            ("en-2-label", "Call the line"),
            ("en-2-number", "+1 (555) 010-0199"),
        ]);
        let about = form.check(w).unwrap();
        assert_eq!(about.own_name, "River Valley");
        assert_eq!(about.country, Country::UnitedStates);
        let lines = form.check_lines(w).unwrap();
        assert_eq!(lines[&Lang::En].len(), 1);
        let mut community = Community {
            own_name: about.own_name.clone(),
            country: about.country,
            leave_to: about.leave_to.clone(),
            ..Community::default()
        };
        for (lang, lines) in &lines {
            community
                .typed
                .insert((Country::Spain, *lang), lines.clone());
        }
        assert_eq!(Typed::about(&community).check(w).unwrap(), about);
        let again = Typed::lines(&community, Country::Spain);
        let label = again.of("en-1-label");
        assert_eq!(label, "Call the line", "gaps between lines close");
        assert_eq!(again.check_lines(w).unwrap(), lines);
        let other = Typed::lines(&community, Country::Mexico);
        assert_eq!(other.of("en-1-label"), "");
    }

    #[test]
    fn each_refusal_names_its_field() {
        let long = "x".repeat(61);
        let form = typed(&[
            ("community", &long),
            ("leave-to", "javascript:alert(1)"),
            ("country", "atlantis"),
            ("es-1-number", "no es un número"),
            ("es-2-label", &long),
            ("es-2-number", "1"),
            ("es-3-label", "Llama"),
            ("es-3-number", "024\u{202e}"),
        ]);
        let w = SafetyWords::of(Lang::Es);
        let fields = |errors: Errors| errors.iter().map(|(field, _)| field).collect::<Vec<_>>();
        let about = fields(form.check(w).unwrap_err());
        assert_eq!(about, ["community", "leave-to", "country"]);
        let lines = fields(form.check_lines(w).unwrap_err());
        assert_eq!(
            lines,
            ["es-1-label", "es-1-number", "es-2-number", "es-2-label"],
            "an invisible mark is taken out, and the number stands"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            fields in proptest::collection::btree_map(
                "(community|country|leave-to|e[ns]-[1-5]-(for|label|number))", ".{0,70}", 0..10),
        ) {
            let form = Typed::new(fields);
            let w = SafetyWords::of(Lang::En);
            let _ = form.check(w);
            if let Ok(lines) = form.check_lines(w) {
                for line in lines.values().flatten() {
                    proptest::prop_assert!(is_number(&line.number) && !line.label.is_empty());
                }
            }
        }
    }

    #[test]
    fn only_a_plain_page_is_a_way_out() {
        for good in [
            "https://www.weather.gov/",
            "https://a.example:8443/x?y=z",
            "https://a.example",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "http://a.example",
            "https://a",
            "https://user@a.example/",
            "https://a.example/\r\nX: y",
            "//a.example",
            "https://.example",
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
