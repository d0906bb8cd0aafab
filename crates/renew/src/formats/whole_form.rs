//! The form of what a format says as a whole: its name, what it is about, its seats.

use circle::format::{Format, Text};
use serde::Deserialize;

use super::build::print;
use super::build_words::BuildWords;
use crate::site::form::{Errors, tidy, tidy_line};
use crate::site::lang::Lang;

/// What was typed, word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct WholeForm {
    pub(super) name_en: String,
    pub(super) name_es: String,
    pub(super) about_en: String,
    pub(super) about_es: String,
    pub(super) seats: String,
    /// The print of what stood there when the form was filled.
    pub(super) was: String,
}

/// What the form means, once it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    name: Text,
    about: Text,
    seats_max: u8,
}

impl Whole {
    pub(super) fn of(format: &Format) -> Self {
        Self {
            name: format.name.clone(),
            about: format.about.clone(),
            seats_max: format.seats_max,
        }
    }

    pub(super) fn put_into(self, format: &mut Format) {
        let Self {
            name,
            about,
            seats_max,
        } = self;
        format.name = name;
        format.about = about;
        format.seats_max = seats_max;
    }
}

impl WholeForm {
    pub(super) fn of(format: &Format) -> Self {
        Self {
            name_en: format.name.en.clone(),
            name_es: format.name.es.clone(),
            about_en: format.about.en.clone(),
            about_es: format.about.es.clone(),
            seats: format.seats_max.to_string(),
            was: whole_print(format),
        }
    }

    /// Whether it was filled from the format as it stands.
    pub(super) fn is_about(&self, format: &Format) -> bool {
        self.was == whole_print(format)
    }

    /// What it means. Words may still be missing: a draft is kept unfinished.
    ///
    /// # Errors
    /// A sentence for each field that can't be read.
    pub(super) fn meant(&self, lang: Lang) -> Result<Whole, Errors> {
        let mut errors = Errors::default();
        let seats = self.seats.trim().parse().ok();
        if seats.is_none() {
            errors.add("seats", BuildWords::of(lang).bad_seats);
        }
        let text = |en: &str, es: &str, tidy: fn(&str) -> String| Text {
            en: tidy(en),
            es: tidy(es),
        };
        match seats {
            Some(seats_max) => Ok(Whole {
                name: text(&self.name_en, &self.name_es, tidy_line),
                about: text(&self.about_en, &self.about_es, tidy),
                seats_max,
            }),
            None => Err(errors),
        }
    }
}

fn whole_print(format: &Format) -> String {
    print(&(&format.name, &format.about, format.seats_max))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_means_what_it_was_filled_from_and_may_be_unfinished() {
        let mut format = Format::renew_90();
        let mut form = WholeForm::of(&format);
        assert_eq!(form.meant(Lang::En).unwrap(), Whole::of(&format));
        assert!(form.is_about(&format));
        form.name_es = String::new();
        form.meant(Lang::En).unwrap().put_into(&mut format);
        assert_eq!(format.name.es, "");
        assert!(!form.is_about(&format));
    }

    #[test]
    fn seats_that_are_no_number_are_said() {
        for seats in ["", "many", "-1", "256", "3.5"] {
            let form = WholeForm {
                seats: seats.to_owned(),
                ..WholeForm::of(&Format::renew_90())
            };
            assert!(form.meant(Lang::Es).unwrap_err().of("seats").is_some());
        }
    }
}
