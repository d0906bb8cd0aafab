//! What somebody has to lead, and where nobody does yet: for the page of those who lead.

use std::collections::BTreeMap;

use ::store::{StoreError, Tx};
use calendar::Zone;
use jiff::civil::Date;

use super::evening::{Difference, Evening};
use super::week::plus_days;
use super::{Group, GroupId, Turn, gaps, rota_store, store};
use crate::site::visitor::PersonId;

/// As far ahead as gaps are counted: near enough to ask somebody.
const GAP_WEEKS: u16 = 4;
/// Groups of one person that are looked at for one page.
const GROUPS_MAX: usize = 40;
/// Turns of one person that one page shows: those of some months.
const TURNS_MAX: usize = 20;

/// What somebody leads.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    /// The next first. One that is off is among them, and says so.
    pub(super) turns: Vec<Duty>,
    pub(super) groups: Vec<LedGroup>,
}

/// A meeting that somebody leads.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    pub(super) group: Group,
    pub(super) evening: Evening,
}

/// A group that somebody leads in, and how many of its next meetings nobody leads yet.
#[derive(Clone, Debug)]
pub(super) struct LedGroup {
    pub(super) group: Group,
    pub(super) gaps: usize,
}

/// What this person leads, of the groups in which they lead.
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn duties(tx: &mut Tx<'_>, person: PersonId, now_ms: i64) -> Result<Duties, StoreError> {
    let mut mine: BTreeMap<GroupId, Vec<Date>> = BTreeMap::new();
    for turn in rota_store::turns_of(tx, person)? {
        mine.entry(turn.group).or_default().push(turn.date);
    }
    let today = Zone::utc().wall_clock(now_ms).date();
    // A meeting keeps its name when it is moved, by two months at most.
    let span = (plus_days(today, -70), plus_days(today, 100));
    let groups = store::groups_of(tx, person)?;
    let led = groups.into_iter().filter(|(_, place)| place.leads());
    let mut duties = Duties::default();
    for (group, _) in led.take(GROUPS_MAX) {
        let rota: Vec<Turn> = rota_store::rota_of(tx, group.id, span)?;
        let table = group.timetable();
        let dates = mine.remove(&group.id).unwrap_or_default();
        let evenings = dates
            .into_iter()
            .filter_map(|date| Evening::on(&table, date));
        let coming = evenings.filter(|evening| !evening.is_over(now_ms));
        duties.turns.extend(coming.map(|evening| Duty {
            group: group.clone(),
            evening,
        }));
        let gaps = gaps(&table, &rota, now_ms, GAP_WEEKS).len();
        duties.groups.push(LedGroup { group, gaps });
    }
    duties
        .turns
        .sort_by_key(|duty| (duty.evening.at.start_ms, duty.group.id));
    duties.turns.truncate(TURNS_MAX);
    Ok(duties)
}

impl Duty {
    pub(super) fn is_off(&self) -> bool {
        self.evening.difference == Difference::Off
    }
}
