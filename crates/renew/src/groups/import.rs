//! What a feed would change, decided field by field.
//!
//! A feed and the people here both write to a group. What the feed said last is kept beside the
//! group, so three texts can be compared: ours, what the feed said, what it says now. A field that
//! nobody changed here follows the feed. A field that was changed here stays; if the feed has
//! changed it as well, that is told, and then it stays. A group that a whole feed no longer lists
//! is marked and stays, until somebody decides.

use std::collections::{BTreeMap, BTreeSet};

use calendar::meeting_guide::{self, Meeting, Reading};
use serde::{Deserialize, Serialize};

use super::details::{Attendance, Details, Field};
use super::{Door, FORMAT_DEFAULT, Group, GroupId, Origin};
use crate::site::lang::Lang;

/// Differences that a report lists; beyond this they are only counted.
const LISTED_MAX: usize = 200;

/// What importing a feed does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// Groups to make; their ids are still to be given.
    pub(super) added: Vec<Group>,
    /// Groups to write, with what is new in them.
    pub(super) changed: Vec<Group>,
    /// Groups where nothing is to be written.
    pub(super) same: usize,
    /// Fields that both sides changed.
    pub(super) kept: Vec<Kept>,
    /// Groups that the feed no longer lists.
    pub(super) gone: Vec<Group>,
}

/// A field that was changed here and in the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) group: i64,
    pub(super) name: String,
    pub(super) field: String,
    pub(super) ours: String,
    pub(super) theirs: String,
}

/// What an import did, for the page that tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) same: usize,
    pub(super) kept: Vec<Kept>,
    pub(super) gone: Vec<String>,
    pub(super) without_zone: usize,
}

impl Plan {
    /// Compares a feed with the groups that it brought before.
    pub(super) fn of(feed: i64, before: Vec<Group>, reading: &Said, now_ms: i64) -> Self {
        let mut plan = Self::default();
        let mut before: BTreeMap<String, Group> = before
            .into_iter()
            .filter_map(|group| Some((group.origin.as_ref()?.slug.clone(), group)))
            .collect();
        for (slug, said) in &reading.meetings {
            match before.remove(slug) {
                None => plan.added.push(fresh(feed, slug, said, now_ms)),
                Some(group) => plan.meet(&group, said, now_ms),
            }
        }
        for (slug, group) in before {
            if reading.is_whole && !reading.left_out.contains(&slug) {
                plan.miss(group, now_ms);
            } else {
                plan.same += 1;
            }
        }
        plan
    }

    /// A group that the feed lists.
    fn meet(&mut self, group: &Group, said: &Details, now_ms: i64) {
        let Some(origin) = &group.origin else {
            return;
        };
        let mut details = group.details.clone();
        for field in Field::ALL {
            let (ours, before, now) = (
                group.details.text(field),
                origin.said.text(field),
                said.text(field),
            );
            if ours == before {
                details.take(field, said);
            } else if now != before && now != ours {
                self.kept.push(Kept {
                    group: group.id.0,
                    name: group.name().to_owned(),
                    field: field.key().to_owned(),
                    ours,
                    theirs: now,
                });
            }
        }
        let merged = Group {
            details,
            origin: Some(Origin {
                said: said.clone(),
                gone_ms: None,
                ..origin.clone()
            }),
            ..group.clone()
        };
        if merged == *group {
            self.same += 1;
        } else {
            self.changed.push(Group {
                changed_ms: now_ms,
                ..merged
            });
        }
    }

    /// A group that the feed lists no more.
    fn miss(&mut self, group: Group, now_ms: i64) {
        match group.origin.clone() {
            Some(origin) if origin.gone_ms.is_none() => {
                let gone_ms = Some(now_ms);
                self.gone.push(Group {
                    origin: Some(Origin { gone_ms, ..origin }),
                    ..group
                });
            }
            _ => self.same += 1,
        }
    }

    pub(super) fn report(&self) -> Report {
        let written = || self.added.iter().chain(&self.changed);
        Report {
            added: self.added.len(),
            changed: self.changed.len(),
            same: self.same,
            kept: self.kept.iter().take(LISTED_MAX).cloned().collect(),
            gone: self
                .gone
                .iter()
                .take(LISTED_MAX)
                .map(|group| group.name().to_owned())
                .collect(),
            without_zone: written()
                .filter(|group| {
                    group.details.zone.is_none() && group.details.start_minute.is_some()
                })
                .count(),
        }
    }
}

/// What a feed says, in our fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) meetings: Vec<(String, Details)>,
    pub(super) left_out: BTreeSet<String>,
    pub(super) is_whole: bool,
}

impl Said {
    pub(super) fn of(reading: &Reading, fellowship: &str) -> Self {
        Self {
            meetings: reading
                .meetings
                .iter()
                .map(|meeting| (meeting.slug.clone(), details(meeting, fellowship)))
                .collect(),
            left_out: reading.left_out.iter().cloned().collect(),
            is_whole: reading.is_whole,
        }
    }
}

/// A meeting of a feed as our details. Contacts, payment and the publisher stay behind: nobody
/// here needs them, so nobody here keeps them.
fn details(meeting: &Meeting, fellowship: &str) -> Details {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let about: Vec<&str> = [&meeting.notes, &meeting.group_notes]
        .into_iter()
        .filter_map(|notes| notes.as_deref())
        .collect();
    let start = meeting.start.map(|start| {
        u16::from(start.hour().unsigned_abs()) * 60 + u16::from(start.minute().unsigned_abs())
    });
    // Half a time is none: without a day the start says nothing, and the other way round.
    let has_time = start.is_some() && !meeting.days.is_empty();
    Details {
        name: meeting.name.clone(),
        about: about.join("\n\n"),
        lang: if speaks_spanish(meeting) {
            Lang::Es
        } else {
            Lang::En
        },
        attendance: match meeting.attendance {
            meeting_guide::Attendance::InPerson => Attendance::InRoom,
            meeting_guide::Attendance::Online => Attendance::Online,
            meeting_guide::Attendance::Hybrid => Attendance::Both,
            meeting_guide::Attendance::Inactive => Attendance::Resting,
        },
        days: if has_time {
            meeting.days
        } else {
            calendar::Days::NONE
        },
        start_minute: start.filter(|_| has_time),
        duration_minutes: meeting.duration_minutes,
        zone: meeting.zone.clone(),
        place: text(&meeting.place.location),
        address: text(&meeting.place.formatted_address),
        place_notes: text(&meeting.place.location_notes),
        region: meeting.place.regions.join(" > "),
        fellowship: fellowship.to_owned(),
        types: meeting.types.join(","),
        call_url: text(&meeting.online.url).replacen("http://", "https://", 1),
        call_notes: text(&meeting.online.url_notes),
        call_phone: text(&meeting.online.phone),
        call_phone_notes: text(&meeting.online.phone_notes),
    }
}

/// `S` is Spanish in every fellowship that uses it for a language.
fn speaks_spanish(meeting: &Meeting) -> bool {
    meeting.types.contains(&"S")
}

/// A group that the feed brings for the first time. It keeps the usual door: people who looked
/// for the fellowship's meeting are welcomed by someone.
fn fresh(feed: i64, slug: &str, said: &Details, now_ms: i64) -> Group {
    Group {
        id: GroupId(0),
        details: said.clone(),
        format: FORMAT_DEFAULT.to_owned(),
        door: Door::default(),
        changed_ms: now_ms,
        origin: Some(Origin {
            feed,
            slug: slug.to_owned(),
            said: said.clone(),
            gone_ms: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn said(name: &str) -> Details {
        Details {
            name: name.to_owned(),
            about: "theirs".to_owned(),
            ..Details::default()
        }
    }

    fn feed(meetings: &[(&str, Details)]) -> Said {
        Said {
            meetings: meetings
                .iter()
                .map(|(slug, said)| ((*slug).to_owned(), said.clone()))
                .collect(),
            left_out: BTreeSet::new(),
            is_whole: true,
        }
    }

    /// The groups after an import.
    fn after(plan: Plan) -> Vec<Group> {
        [plan.added, plan.changed, plan.gone].concat()
    }

    #[test]
    fn the_same_feed_twice_changes_nothing() {
        let feed = feed(&[("a", said("A")), ("b", said("B"))]);
        let first = Plan::of(1, Vec::new(), &feed, 10);
        assert_eq!((first.added.len(), first.same), (2, 0));
        let second = Plan::of(1, after(first), &feed, 20);
        assert_eq!(
            (second.report().added, second.report().changed, second.same),
            (0, 0, 2)
        );
    }

    #[test]
    fn a_field_that_nobody_changed_here_follows_the_feed() {
        let groups = after(Plan::of(1, Vec::new(), &feed(&[("a", said("A"))]), 10));
        let plan = Plan::of(1, groups, &feed(&[("a", said("A, renamed"))]), 20);
        assert_eq!(plan.changed[0].name(), "A, renamed");
        assert_eq!(plan.kept, []);
    }

    #[test]
    fn a_field_that_was_changed_here_stays_and_a_difference_is_told_once() {
        let mut groups = after(Plan::of(1, Vec::new(), &feed(&[("a", said("A"))]), 10));
        groups[0].details.about = "ours".to_owned();
        let quiet = Plan::of(1, groups.clone(), &feed(&[("a", said("A"))]), 20);
        assert_eq!(
            (quiet.same, quiet.kept.len()),
            (1, 0),
            "the feed says what it said"
        );

        let newer = Details {
            about: "theirs, newer".into(),
            ..said("A, renamed")
        };
        let told = Plan::of(1, groups, &feed(&[("a", newer.clone())]), 30);
        assert_eq!(told.changed[0].details.about, "ours");
        assert_eq!(told.changed[0].name(), "A, renamed");
        assert_eq!(told.kept.len(), 1);
        assert_eq!(told.kept[0].theirs, "theirs, newer");

        let again = Plan::of(1, after(told), &feed(&[("a", newer)]), 40);
        assert_eq!((again.same, again.kept.len()), (1, 0));
    }

    #[test]
    fn a_group_is_marked_only_when_a_whole_feed_does_not_list_it() {
        let groups = after(Plan::of(
            1,
            Vec::new(),
            &feed(&[("a", said("A")), ("b", said("B"))]),
            10,
        ));
        let mut cut = feed(&[("a", said("A"))]);
        cut.is_whole = false;
        assert_eq!(Plan::of(1, groups.clone(), &cut, 20).gone, []);

        let mut unreadable = feed(&[("a", said("A"))]);
        unreadable.left_out.insert("b".to_owned());
        assert_eq!(Plan::of(1, groups.clone(), &unreadable, 20).gone, []);

        let plan = Plan::of(1, groups.clone(), &feed(&[("a", said("A"))]), 20);
        assert_eq!(plan.gone[0].name(), "B");
        assert_eq!(plan.gone[0].origin.as_ref().unwrap().gone_ms, Some(20));

        let back = Plan::of(1, plan.gone, &feed(&[("b", said("B"))]), 30);
        assert_eq!(back.changed[0].origin.as_ref().unwrap().gone_ms, None);
    }
}
