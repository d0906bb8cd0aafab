//! The room as one person may see it at one moment: what a snapshot frame carries, and what the
//! page without JavaScript is drawn from.

use std::collections::BTreeMap;
use std::sync::Arc;

use circle::format::Format;
use circle::view::View;

use super::wire::{
    Face, Greeting, Mine, PhaseText, Seat, Sheet, Snapshot, ToldMilestone, ToldPlan, WordText,
};
use super::{GroupForSession, Session};
use crate::site::lang::Lang;
use crate::welcome;

/// Everything that a page of the room may show to one person.
#[derive(Clone, Debug)]
pub struct Picture {
    pub session: Session,
    pub group: GroupForSession,
    pub me: Seat,
    /// When this was true, by the server's clock; times in `view` are compared with it.
    pub now_ms: i64,
    pub view: View,
    pub people: BTreeMap<Seat, Face>,
    /// The format's texts in this person's language, one per phase.
    pub phases: Arc<[PhaseText]>,
    /// Which of them can't be left out.
    pub required: Arc<[bool]>,
    /// Plans that the circle may know.
    pub plans: Vec<ToldPlan>,
    pub milestones: Vec<ToldMilestone>,
    /// Texts of private words that this person may read.
    pub words: Vec<WordText>,
    /// What only this person sees.
    pub mine: Mine,
    /// The words of the activity under way.
    pub sheet: Sheet,
    pub greeting: Greeting,
    /// Who is here for the first time, for who leads. Empty for everybody else.
    pub first_time: Vec<Seat>,
}

impl Picture {
    /// The face of a seat; someone who was erased during the session has none.
    #[must_use]
    pub fn face(&self, seat: Seat) -> Option<&Face> {
        self.people.get(&seat)
    }

    /// The texts of the phase under way.
    #[must_use]
    pub fn phase(&self) -> Option<&PhaseText> {
        let index = usize::try_from(self.view.phase?.index).ok()?;
        self.phases.get(index)
    }

    /// As the snapshot frame sends it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<'_, &View> {
        Snapshot {
            view: &self.view,
            people: &self.people,
            phases: &self.phases,
            plans: self.plans.clone(),
            milestones: self.milestones.clone(),
            words: self.words.clone(),
            mine: self.mine.clone(),
            greeting: self.greeting.clone(),
            first_time: &self.first_time,
            call: self.group.call_url.as_deref(),
            media: None,
        }
    }
}

/// Which phases of a format can't be left out.
#[must_use]
pub fn required(format: &Format) -> Arc<[bool]> {
    format.phases.iter().map(|phase| phase.required).collect()
}

/// A format's texts in one language; what a lead might say only for those who lead.
#[must_use]
pub fn phase_texts(format: &Format, lang: Lang, leads: bool) -> Arc<[PhaseText]> {
    let text = |text: &circle::format::Text| match lang {
        Lang::En => text.en.clone(),
        Lang::Es => text.es.clone(),
    };
    format
        .phases
        .iter()
        .map(|phase| PhaseText {
            name: text(&phase.name),
            ribbon: text(&phase.ribbon),
            heading: text(&phase.words.heading),
            guidance: text(&phase.words.guidance),
            why: text(&phase.why),
            more: welcome::path_of_phase(phase.kind),
            activities: phase.activities.clone(),
            reading: phase.reading.iter().map(text).collect(),
            say: if leads {
                phase.words.say.iter().map(text).collect()
            } else {
                Vec::new()
            },
        })
        .collect()
}
