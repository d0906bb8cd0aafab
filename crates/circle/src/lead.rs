//! Who leads. When the lead's line is gone the circle goes on: a host who is here leads after a
//! short grace; without one the circle asks, and the conductor keeps the turns moving meanwhile.

use crate::broken::Broken;
use crate::circle::{Circle, Lead};
use crate::command::{Refusal, Role};
use crate::view::State;
use crate::{Millis, PersonId};

/// A phone that changes from one network to another is back within this; longer silence and the
/// circle feels left alone.
pub(crate) const LEAD_GRACE_MS: Millis = 20_000;
/// With neither facilitator nor host, whoever is here may begin so long after the time.
const LATE_LEAD_MINUTES: Millis = 5;

impl Circle {
    /// Whether somebody leads who is there to do it.
    fn lead_is_here(&self) -> bool {
        self.lead
            .who
            .is_some_and(|who| self.person(who).is_some_and(|p| p.is_here()))
    }

    /// Since when the lead has been gone; none while the lead is here or nobody leads.
    pub(crate) fn lead_gone_since(&self) -> Option<Millis> {
        let who = self.lead.who?;
        let person = self.person(who)?;
        if person.is_here() {
            None
        } else {
            Some(person.lost_at.unwrap_or(self.now))
        }
    }

    /// After the grace the lead passes to a host who is here, or the circle asks.
    pub(crate) fn lead_passes(&mut self) -> bool {
        if self.state == State::Ended {
            return false;
        }
        let Some(since) = self.lead_gone_since() else {
            return false;
        };
        let seated = self.lead.who.is_some_and(|who| self.seated(who).is_ok());
        if seated && self.now < since + LEAD_GRACE_MS {
            return false;
        }
        let missed = self.lead.who;
        let stand_in = self.stand_in();
        if stand_in.is_none() {
            // Whoever leads next sees what was sent since the line was lost: it reached nobody.
            self.unled_from = self.lead_misses_from.take();
        }
        let wanted = stand_in.is_none() && self.state == State::Live;
        self.lead_is(Lead {
            who: stand_in,
            wanted,
            missed,
        });
        if wanted {
            // Nobody is there to let the clock run on, or to open the round.
            self.release();
            self.open_floor();
        }
        true
    }

    /// The facilitator who is here, or else a host, in seat order.
    fn stand_in(&self) -> Option<PersonId> {
        let ready = |role: Role| {
            self.people
                .iter()
                .find(|p| p.role == role && p.is_here())
                .map(|person| person.who)
        };
        ready(Role::Facilitator).or_else(|| ready(Role::Host))
    }

    /// Called when somebody takes a seat or their line is there again.
    pub(crate) fn lead_may_be_back(&mut self, who: PersonId) {
        if self.state == State::Ended {
            return;
        }
        let Some(role) = self.person(who).filter(|p| p.is_here()).map(|p| p.role) else {
            return;
        };
        let first = self.lead.who.is_none() && role != Role::Member;
        if first || (self.lead.missed == Some(who) && !self.lead_is_here()) {
            self.let_lead(who);
        }
    }

    /// Gives somebody the lead.
    fn let_lead(&mut self, who: PersonId) {
        self.lead_is(Lead {
            who: Some(who),
            wanted: false,
            missed: None,
        });
    }

    /// The one place where the lead changes. A microphone that rested rests no more: a circle whose
    /// lead can't be heard has nobody who could say what happens now, or let it speak again.
    fn lead_is(&mut self, lead: Lead) {
        self.lead = lead;
        if let Some(person) = lead.who.and_then(|who| self.person_mut(who)) {
            person.mic_rested = false;
        }
    }

    /// A facilitator may always take the lead; a host, if no facilitator has it; anybody who has
    /// agreed, when the circle asks; and whoever is here, when a session's time has come and
    /// nobody came to lead it.
    pub(crate) fn take_lead(&mut self, by: PersonId) -> Result<(), Refusal> {
        let person = self.seated(by)?;
        if !person.is_here() {
            return Err(Refusal::NotNow);
        }
        let asked = match self.state {
            State::Live => self.lead.wanted && person.agreed,
            State::Gathering => {
                let due = self.config.scheduled_at + LATE_LEAD_MINUTES * self.minute_ms();
                self.lead.who.is_none() && self.now >= due
            }
            State::Ended => return Err(Refusal::Ended),
        };
        if !asked && !self.leads_by_role(by) {
            return Err(Refusal::SomebodyLeads);
        }
        self.let_lead(by);
        Ok(())
    }

    /// Whether `who` may have the lead by being who they are.
    fn leads_by_role(&self, who: PersonId) -> bool {
        let role = |who: PersonId| self.person(who).map(|person| person.role);
        match role(who) {
            Some(Role::Facilitator) => true,
            Some(Role::Host) => self.lead.who.and_then(role) != Some(Role::Facilitator),
            Some(Role::Member) | None => false,
        }
    }

    /// Hands the lead over: one's own, or one that could be taken.
    pub(crate) fn hand_lead(&mut self, by: PersonId, to: PersonId) -> Result<(), Refusal> {
        let may = self.lead.who == Some(by) || self.leads_by_role(by);
        if !may && !self.breaks(Broken::LeadGrabbed) {
            return Err(Refusal::SomebodyLeads);
        }
        let person = self.seated(to)?;
        if !person.is_here() {
            return Err(Refusal::NotNow);
        }
        if !person.agreed && self.state == State::Live {
            return Err(Refusal::TheyNotAgreed);
        }
        self.let_lead(to);
        Ok(())
    }

    /// Hosts are made of members; a facilitator stays one.
    pub(crate) fn make_host(&mut self, who: PersonId, is: bool) -> Result<(), Refusal> {
        if self.seated(who)?.role == Role::Facilitator {
            return Err(Refusal::NotNow);
        }
        self.change(who, |person| {
            person.role = if is { Role::Host } else { Role::Member }
        })
    }
}
