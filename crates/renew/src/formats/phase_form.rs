//! The form of one part: what was typed, and the part that it means.

use circle::activity::ActivityKind;
use circle::format::{Floor, Keeps, MINUTES_MAX, Minutes, Phase, PhaseKind, Text, TurnTime, Words};
use serde::Deserialize;

use super::build::print;
use super::build_words::BuildWords;
use super::names::{from_key, key};
use crate::site::form::{Errors, tidy, tidy_line};
use crate::site::lang::{Lang, fill};

/// What was typed, word for word. Suggestions stand one on a line, passages with an empty line
/// between them, and the first in one language belongs to the first in the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct PhaseForm {
    /// The print of the part that the form was filled from; empty for one that is to come new.
    pub(super) was: String,
    pub(super) kind: String,
    pub(super) name_en: String,
    pub(super) name_es: String,
    pub(super) ribbon_en: String,
    pub(super) ribbon_es: String,
    pub(super) min: String,
    pub(super) target: String,
    pub(super) max: String,
    pub(super) crosstalk: String,
    /// `shared`, or anything else for `seconds`.
    pub(super) turn: String,
    pub(super) seconds: String,
    pub(super) led_by: String,
    pub(super) heading_en: String,
    pub(super) heading_es: String,
    pub(super) guidance_en: String,
    pub(super) guidance_es: String,
    pub(super) say_en: String,
    pub(super) say_es: String,
    pub(super) why_en: String,
    pub(super) why_es: String,
    pub(super) required: Option<String>,
    pub(super) closing: Option<String>,
    #[serde(default)]
    pub(super) unheard_first: Option<String>,
    pub(super) takeaway: Option<String>,
    pub(super) activity_1: String,
    pub(super) activity_2: String,
    pub(super) reading_en: String,
    pub(super) reading_es: String,
}

/// What a turn lasts when somebody says that turns are measured and not how long they are.
const SECONDS_USUAL: u16 = 180;

impl PhaseForm {
    /// The form as it stands for a part.
    pub(super) fn of(phase: &Phase) -> Self {
        let ticked = |is: bool| is.then(|| "on".to_owned());
        let activity = |n: usize| phase.activities.get(n).map(key).unwrap_or_default();
        let seconds = match phase.turn {
            TurnTime::Seconds(seconds) => seconds,
            TurnTime::None | TurnTime::Shared => SECONDS_USUAL,
        };
        let is_shared = !matches!(phase.turn, TurnTime::Seconds(_));
        Self {
            was: print(phase),
            kind: key(phase.kind),
            name_en: phase.name.en.clone(),
            name_es: phase.name.es.clone(),
            ribbon_en: phase.ribbon.en.clone(),
            ribbon_es: phase.ribbon.es.clone(),
            min: phase.minutes.min.to_string(),
            target: phase.minutes.target.to_string(),
            max: phase.minutes.max.to_string(),
            crosstalk: key(phase.crosstalk),
            turn: if is_shared { "shared" } else { "seconds" }.to_owned(),
            seconds: seconds.to_string(),
            led_by: key(phase.led_by),
            heading_en: phase.words.heading.en.clone(),
            heading_es: phase.words.heading.es.clone(),
            guidance_en: phase.words.guidance.en.clone(),
            guidance_es: phase.words.guidance.es.clone(),
            say_en: joined(&phase.words.say, "\n", |text| &text.en),
            say_es: joined(&phase.words.say, "\n", |text| &text.es),
            why_en: phase.why.en.clone(),
            why_es: phase.why.es.clone(),
            required: ticked(phase.required),
            closing: ticked(phase.closing),
            unheard_first: ticked(phase.unheard_first),
            takeaway: ticked(phase.keeps.contains(&Keeps::Takeaway)),
            activity_1: activity(0),
            activity_2: activity(1),
            reading_en: joined(&phase.reading, "\n\n", |text| &text.en),
            reading_es: joined(&phase.reading, "\n\n", |text| &text.es),
        }
    }

    /// The part that the form means. Its words may be missing and its minutes may not fit: a draft
    /// is kept unfinished.
    ///
    /// # Errors
    /// A sentence for each field that can't be read.
    pub(super) fn meant(&self, lang: Lang) -> Result<Phase, Errors> {
        let mut check = Check {
            w: BuildWords::of(lang),
            errors: Errors::default(),
        };
        let kind = check.choice("kind", &self.kind, PhaseKind::Round);
        let line = |en: &str, es: &str| Text {
            en: tidy_line(en),
            es: tidy_line(es),
        };
        let text = |en: &str, es: &str| Text {
            en: tidy(en),
            es: tidy(es),
        };
        let mut phase = Phase {
            kind,
            name: line(&self.name_en, &self.name_es),
            ribbon: line(&self.ribbon_en, &self.ribbon_es),
            minutes: Minutes {
                min: check.minutes("min", &self.min),
                target: check.minutes("target", &self.target),
                max: check.minutes("max", &self.max),
            },
            crosstalk: check.choice(
                "crosstalk",
                &self.crosstalk,
                circle::format::Crosstalk::None,
            ),
            turn: self.turn_meant(kind, &mut check),
            led_by: check.choice("led_by", &self.led_by, circle::format::LedBy::Lead),
            words: Words {
                heading: line(&self.heading_en, &self.heading_es),
                guidance: text(&self.guidance_en, &self.guidance_es),
                say: paired(lines(&self.say_en), lines(&self.say_es)),
            },
            why: text(&self.why_en, &self.why_es),
            required: self.required.is_some(),
            closing: self.closing.is_some(),
            unheard_first: self.unheard_first.is_some() && kind.floor() != Floor::Still,
            keeps: self.keeps_meant(kind),
            activities: self.activities_meant(kind, &mut check),
            reading: paired(passages(&self.reading_en), passages(&self.reading_es)),
        };
        // What belongs to every session is not for the form to give away.
        phase.required |= phase.is_essential();
        if check.errors.is_empty() {
            Ok(phase)
        } else {
            Err(check.errors)
        }
    }

    fn turn_meant(&self, kind: PhaseKind, check: &mut Check) -> TurnTime {
        if kind.floor() == Floor::Still {
            TurnTime::None
        } else if self.turn == "shared" {
            TurnTime::Shared
        } else {
            TurnTime::Seconds(check.seconds(&self.seconds))
        }
    }

    fn keeps_meant(&self, kind: PhaseKind) -> Vec<Keeps> {
        let mut keeps = kind.always_keeps().to_vec();
        if self.takeaway.is_some() && kind.may_keep_takeaway() {
            keeps.push(Keeps::Takeaway);
        }
        keeps
    }

    fn activities_meant(&self, kind: PhaseKind, check: &mut Check) -> Vec<ActivityKind> {
        let fields = [
            ("activity_1", &self.activity_1),
            ("activity_2", &self.activity_2),
        ];
        let chosen = fields.into_iter().filter(|(_, typed)| !typed.is_empty());
        chosen
            .filter(|_| kind == PhaseKind::Working)
            .map(|(field, typed)| check.choice(field, typed, ActivityKind::OpenDiscussion))
            .collect()
    }
}

struct Check {
    w: &'static BuildWords,
    errors: Errors,
}

impl Check {
    fn choice<T: serde::de::DeserializeOwned>(
        &mut self,
        field: &'static str,
        typed: &str,
        otherwise: T,
    ) -> T {
        from_key(typed).unwrap_or_else(|| {
            self.errors.add(field, self.w.bad_choice);
            otherwise
        })
    }

    fn minutes(&mut self, field: &'static str, typed: &str) -> u8 {
        let minutes = typed.trim().parse::<u8>().ok();
        let fits = minutes.filter(|minutes| u32::from(*minutes) <= MINUTES_MAX);
        fits.unwrap_or_else(|| {
            let n = MINUTES_MAX.to_string();
            self.errors
                .add(field, fill(self.w.bad_minutes, &[("n", &n)]));
            0
        })
    }

    fn seconds(&mut self, typed: &str) -> u16 {
        typed.trim().parse().unwrap_or_else(|_| {
            self.errors.add("seconds", self.w.bad_seconds);
            0
        })
    }
}

fn joined(texts: &[Text], between: &str, of: fn(&Text) -> &String) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| of(text).as_str()).collect();
    texts.join(between).trim_end().to_owned()
}

fn lines(typed: &str) -> Vec<String> {
    let typed = tidy(typed);
    let lines = typed.lines().map(tidy_line);
    lines.filter(|line| !line.is_empty()).collect()
}

/// Parts of a text with empty lines between them.
fn passages(typed: &str) -> Vec<String> {
    let mut passages = vec![String::new()];
    for line in tidy(typed).lines().map(str::trim) {
        match (passages.last_mut(), line.is_empty()) {
            (Some(last), true) if !last.is_empty() => passages.push(String::new()),
            (Some(last), false) => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line);
            }
            _ => {}
        }
    }
    passages.retain(|passage| !passage.is_empty());
    passages
}

/// One text of each two. Where one language has more, the other is empty, and that is a flaw which
/// says so.
fn paired(en: Vec<String>, es: Vec<String>) -> Vec<Text> {
    let most = en.len().max(es.len());
    let (mut en, mut es) = (en.into_iter(), es.into_iter());
    let texts = (0..most).map(|_| Text {
        en: en.next().unwrap_or_default(),
        es: es.next().unwrap_or_default(),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use circle::format::{FlawKind, Format};

    use super::*;

    #[test]
    fn every_part_of_ours_comes_back_from_its_form() {
        for format in Format::shipped() {
            for phase in format.phases {
                let form = PhaseForm::of(&phase);
                assert_eq!(form.meant(Lang::En), Ok(phase));
            }
        }
    }

    #[test]
    fn a_reading_round_keeps_its_passages() {
        let mut phase = working();
        phase.activities = vec![ActivityKind::ReadingRound];
        let text = |text: &str| Text {
            en: text.to_owned(),
            es: text.to_owned(),
        };
        phase.reading = vec![text("One\nmore line"), text("Two")];
        assert_eq!(PhaseForm::of(&phase).meant(Lang::En), Ok(phase));
    }

    fn working() -> Phase {
        let phases = Format::renew_90().phases;
        let found = phases
            .into_iter()
            .find(|one| one.kind == PhaseKind::Working);
        found.unwrap()
    }

    #[test]
    fn what_can_t_be_read_is_said_field_by_field() {
        let form = PhaseForm {
            min: "few".into(),
            target: "241".into(),
            max: String::new(),
            turn: "seconds".into(),
            seconds: "99999".into(),
            crosstalk: "loud".into(),
            led_by: "<b>".into(),
            activity_2: "dancing".into(),
            ..PhaseForm::of(&working())
        };
        let errors = form.meant(Lang::Es).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "min",
                "target",
                "max",
                "crosstalk",
                "seconds",
                "led_by",
                "activity_2"
            ]
        );
    }

    #[test]
    fn a_suggestion_without_its_other_half_is_kept_and_is_a_flaw() {
        let form = PhaseForm {
            say_en: "One\n\n  Two ".into(),
            say_es: "Uno".into(),
            ..PhaseForm::of(&working())
        };
        let phase = form.meant(Lang::En).unwrap();
        assert_eq!(phase.words.say[1].en, "Two");
        let mut format = Format::renew_90();
        format.phases[5] = phase;
        assert_eq!(format.flaws()[0].kind, FlawKind::Text);
    }

    #[test]
    fn what_belongs_to_every_session_stays_required() {
        let reflection = Format::renew_90().phases.pop().unwrap();
        let form = PhaseForm {
            required: None,
            takeaway: Some("on".into()),
            ..PhaseForm::of(&reflection)
        };
        let phase = form.meant(Lang::En).unwrap();
        assert!(phase.required);
        assert_eq!(
            phase.keeps,
            [Keeps::Reflection, Keeps::Pulse, Keeps::Takeaway]
        );
    }
}
