//! What a person typed into a form of the room and the room refused: it goes back into its field.

use circle::PersonId;
use circle::activity::Slot;

use super::page::Sheet;
use crate::sessions::wire::{Act, SceneCard};

/// What a person typed into a form of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Into a form with one text.
    Words {
        act: &'static str,
        /// The private word that a reply is to; 0 for all else.
        word: u64,
        text: String,
    },
    /// Into the places of an activity.
    Places { activity: u64, places: Vec<Place> },
    /// Onto the card of a scene.
    Card { room: u64, card: SceneCard },
}

/// One place of an activity, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub slot: Slot,
    pub text: String,
    pub level: Option<u8>,
    pub named: bool,
    pub on: bool,
}

impl Typed {
    /// The words of commands that have some.
    #[must_use]
    pub fn of(acts: &[Act]) -> Option<Self> {
        match acts.first()? {
            Act::Write { activity, .. } => Some(Self::Places {
                activity: *activity,
                places: acts.iter().filter_map(place).collect(),
            }),
            Act::Scene {
                room,
                with,
                place,
                says,
                date,
                takeaway,
            } => Some(Self::Card {
                room: *room,
                card: SceneCard {
                    with: with.clone(),
                    place: place.clone(),
                    says: says.clone(),
                    date: date.clone(),
                    takeaway: takeaway.clone(),
                },
            }),
            act => Self::words_of(act),
        }
    }

    fn words_of(act: &Act) -> Option<Self> {
        let (act, word, text) = match act {
            Act::Private { text, .. } => ("private", 0, text),
            Act::Plan { text, .. } => ("plan", 0, text),
            Act::Takeaway { text } => ("takeaway", 0, text),
            Act::Reflection { text } => ("reflection", 0, text),
            Act::Milestone { text } => ("milestone", 0, text),
            Act::Reply { word, text } => ("reply", *word, text),
            _ => return None,
        };
        let text = text.clone();
        Some(Self::Words { act, word, text })
    }

    /// The sheet on which its form stands.
    #[must_use]
    pub fn sheet(&self) -> Option<Sheet> {
        self.words("private").map(|_| Sheet::Private)
    }

    /// The words of a form with one text.
    pub(super) fn words(&self, wanted: &str) -> Option<&str> {
        match self {
            Self::Words { act, text, .. } if *act == wanted => Some(text),
            _ => None,
        }
    }

    /// The reply to one private word.
    pub(super) fn reply(&self, wanted: u64) -> Option<&str> {
        match self {
            Self::Words { word, text, .. } if *word == wanted => Some(text),
            _ => None,
        }
    }

    /// What was typed into one place of an activity.
    pub(super) fn place(&self, wanted: u64, slot: Slot) -> Option<&Place> {
        match self {
            Self::Places { activity, places } if *activity == wanted => {
                places.iter().find(|place| place.slot == slot)
            }
            _ => None,
        }
    }

    /// What was typed onto the card of the scene in this side room.
    pub(super) fn card(&self, wanted: u64) -> Option<&SceneCard> {
        match self {
            Self::Card { room, card } if *room == wanted => Some(card),
            _ => None,
        }
    }

    /// What was typed in an activity or a side room and has no field there any more. `has_place`
    /// says whether a place of an activity is still to be written in, `own_room` which side room
    /// this person is in.
    pub(super) fn homeless(
        &self,
        has_place: &dyn Fn(u64, Slot) -> bool,
        own_room: Option<u64>,
    ) -> Vec<&str> {
        match self {
            Self::Words { .. } => Vec::new(),
            Self::Card { room, .. } if own_room == Some(*room) => Vec::new(),
            Self::Card { .. } => self.texts(),
            Self::Places { activity, places } => {
                let gone = places
                    .iter()
                    .filter(|place| !has_place(*activity, place.slot));
                let texts = gone.map(|place| place.text.as_str());
                texts.filter(|text| !text.is_empty()).collect()
            }
        }
    }

    /// Everything that was typed, in the order of the form.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let texts: Vec<&String> = match self {
            Self::Words { text, .. } => vec![text],
            Self::Places { places, .. } => places.iter().map(|place| &place.text).collect(),
            Self::Card { card, .. } => vec![&card.with, &card.place, &card.says, &card.takeaway],
        };
        let texts = texts.into_iter().map(|text| text.trim());
        texts.filter(|text| !text.is_empty()).collect()
    }
}

fn place(act: &Act) -> Option<Place> {
    match act {
        Act::Write {
            part,
            nth,
            to,
            text,
            level,
            named,
            on,
            ..
        } => Some(Place {
            slot: Slot {
                part: *part,
                nth: *nth,
                to: to.map(PersonId),
            },
            text: text.clone(),
            level: *level,
            named: *named,
            on: *on,
        }),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use circle::activity::{ActivityKind, Part, StepKind};

    use super::super::RoomPage;
    use super::super::samples::{Evening, MARLOW, SOL, WREN};
    use super::*;
    use crate::site::lang::Lang;

    fn write(part: Part, nth: u8, text: &str) -> Act {
        Act::Write {
            activity: 1,
            part,
            nth,
            to: None,
            text: text.to_owned(),
            level: None,
            named: nth == 1,
            on: false,
        }
    }

    /// The page that comes back to `who` when what they sent was refused.
    fn page(evening: &Evening, who: u64, acts: &[Act]) -> String {
        let picture = evening.picture(who, Lang::En);
        let typed = Typed::of(acts);
        let page = RoomPage {
            picture: &picture,
            notice: None,
            sheet: None,
            as_list: false,
            typed: typed.as_ref(),
            has_voices: false,
        };
        let drawn = if who == MARLOW {
            super::super::run(Lang::En, &page)
        } else {
            super::super::room(Lang::En, &page)
        };
        drawn.body.0
    }

    fn unkept(page: &str) -> &str {
        let from = page.find("data-part=\"unkept\"").expect("its place");
        let to = page[from..].find("</section>").expect("its end");
        &page[from..from + to]
    }

    #[test]
    fn refused_words_stand_in_their_fields_again() {
        let evening = Evening::doing(ActivityKind::ProblemSolving, StepKind::Alone);
        let sent = [
            write(Part::Idea, 0, "Ring Dana"),
            write(Part::Idea, 1, "Walk home"),
        ];
        let page = page(&evening, SOL, &sent);
        for text in ["Ring Dana", "Walk home"] {
            assert!(page.contains(&format!(">{text}</textarea>")), "{text}");
        }
        let named = "name=\"named.idea.1\" value=\"true\" checked";
        assert!(page.contains(named), "the name that was put to it");
        assert!(unkept(&page).starts_with("data-part=\"unkept\" hidden"));
    }

    #[test]
    fn refused_words_whose_field_is_gone_are_shown_beside_what_was_kept() {
        let evening = Evening::doing(ActivityKind::ProblemSolving, StepKind::Shown);
        let picture = evening.picture(SOL, Lang::En);
        let kept = picture.sheet.slips[0].text.as_str();
        let sent = [
            write(Part::Idea, 0, kept),
            write(Part::Idea, 1, "Walk home"),
        ];
        let page = page(&evening, SOL, &sent);
        let unkept = unkept(&page);
        assert!(unkept.contains("Walk home") && !unkept.contains(kept));
        assert!(!unkept.starts_with("data-part=\"unkept\" hidden"));
    }

    #[test]
    fn a_refused_card_comes_back_to_its_owner() {
        let card = |with: &str| Act::Scene {
            room: 1,
            with: with.to_owned(),
            place: String::new(),
            says: String::new(),
            date: String::new(),
            takeaway: String::new(),
        };
        let mine = page(&Evening::rehearsing(), WREN, &[card("Aunt May")]);
        assert!(mine.contains(">Aunt May</textarea>"));
        let over = page(&Evening::working(), WREN, &[card("Aunt May")]);
        assert!(unkept(&over).contains("Aunt May"));
    }

    #[test]
    fn the_forms_of_who_leads_lead_back_to_the_page_they_stand_on() {
        let evening = Evening::doing(ActivityKind::ProblemSolving, StepKind::Alone);
        let forms = |page: &str| {
            let panel = page.find("data-part=\"together\"").expect("the panel");
            let panel = &page[panel..];
            let panel = &panel[..panel.find("data-part=\"circle\"").expect("the circle")];
            (
                panel.matches("/do\"").count(),
                panel.matches("/do?from=run\"").count(),
            )
        };
        let (away, back) = forms(&page(&evening, MARLOW, &[]));
        assert!(away == 0 && back > 0, "{away} and {back}");
        let (here, run) = forms(&page(&evening, SOL, &[]));
        assert!(here > 0 && run == 0, "{here} and {run}");
    }
}
