//! After the end: whoever wants to stays and talks, without turns and without anybody leading. It
//! closes by itself, so that nobody has to be the one who ends it.

use serde::{Deserialize, Serialize};

use crate::broken::Broken;
use crate::circle::Circle;
use crate::command::Refusal;
use crate::person::Person;
use crate::view::LoungeView;
use crate::{Millis, PersonId};

/// Long enough for what was not for the circle, and short enough to still go home.
const LOUNGE_MINUTES: Millis = 15;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lounge {
    pub(crate) ends_at: Millis,
    /// Who came in, in that order. Who left the session, or lost their line, is not shown.
    people: Vec<PersonId>,
}

impl Circle {
    /// A session that never began has no after, nor one in which nobody is left.
    pub(crate) fn open_lounge(&mut self) {
        let anybody = self.people.iter().any(Person::is_here);
        self.lounge = (self.started_at.is_some() && anybody).then(|| Lounge {
            ends_at: self.now + LOUNGE_MINUTES * self.minute_ms(),
            people: Vec::new(),
        });
    }

    pub(crate) fn enter_lounge(&mut self, by: PersonId) -> Result<(), Refusal> {
        self.agreed(by)?;
        let lounge = self.lounge.as_mut().ok_or(Refusal::NotNow)?;
        if !lounge.people.contains(&by) {
            lounge.people.push(by);
        }
        Ok(())
    }

    pub(crate) fn leave_lounge(&mut self, by: PersonId) -> Result<(), Refusal> {
        let lounge = self.lounge.as_mut().ok_or(Refusal::NotNow)?;
        lounge.people.retain(|who| *who != by);
        Ok(())
    }

    pub(crate) fn lounge_closes(&mut self) -> bool {
        let is_over = self.lounge_closes_at().is_some_and(|at| self.now >= at);
        if is_over && !self.breaks(Broken::EndlessLounge) {
            self.lounge = None;
            return true;
        }
        false
    }

    pub(crate) fn lounge_closes_at(&self) -> Option<Millis> {
        self.lounge.as_ref().map(|lounge| lounge.ends_at)
    }

    pub(crate) fn lounge_view(&self) -> Option<LoungeView> {
        let lounge = self.lounge.as_ref()?;
        let is_here = |who: &PersonId| self.person(*who).is_some_and(Person::is_here);
        Some(LoungeView {
            ends_at: self.outer(lounge.ends_at),
            people: lounge.people.iter().copied().filter(is_here).collect(),
        })
    }
}
