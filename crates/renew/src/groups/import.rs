//! What a feed would change, decided field by field.
//!
//! A feed and the people here both write to a group. What the feed said last is kept beside the
//! group, so three texts can be compared: ours, what the feed said, what it says now. A field that
//! nobody changed here follows the feed. A field that was changed here stays; if the feed has
//! changed it as well, that is told, and then it stays. A group that a whole feed no longer lists
//! is marked and stays, until somebody decides.

use std::collections::BTreeMap;

use super::bringing::Brings;
use super::details::Details;
use super::field::Field;
use super::report::Kept;
use super::said::Said;
use super::{Group, GroupId, Happened, Origin};

/// So many new groups come while nobody looks. More is a feed that comes for the first time, and a
/// coordinator may find that it is the wrong one.
const ADDED_UNSEEN_MAX: usize = 50;
/// So many groups, or a quarter of all where that is more, are marked as gone while nobody looks. A
/// server that has lost half of its list mostly finds it again.
const GONE_UNSEEN_MAX: usize = 5;

/// What importing a feed does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// Groups to make; their ids are still to be given.
    pub(super) added: Vec<Group>,
    /// Groups to write, with what is new in them.
    pub(super) changed: Vec<Group>,
    /// What others should hear of the changed ones.
    pub(super) heard: Vec<(GroupId, Happened)>,
    /// Groups where nothing is to be written.
    pub(super) same: usize,
    /// Fields that both sides changed.
    pub(super) kept: Vec<Kept>,
    /// Groups that the feed no longer lists.
    pub(super) gone: Vec<Group>,
}

impl Plan {
    /// Compares a feed with the groups that it brought before.
    pub(super) fn of(feed: i64, before: Vec<Group>, said: &Said, now_ms: i64) -> Self {
        let mut plan = Self::default();
        let mut before = by_slug(before);
        plan.meet_all(feed, &mut before, &said.meetings, now_ms);
        for (slug, group) in before {
            if said.lists_all() && !said.left_out.contains(&slug) {
                plan.miss(group, now_ms);
            } else {
                plan.same += 1;
            }
        }
        plan
    }

    /// Compares some of a feed's meetings with the groups that they were before.
    pub(super) fn of_part(
        feed: i64,
        before: Vec<Group>,
        meetings: &[(String, Details)],
        now_ms: i64,
    ) -> Self {
        let mut plan = Self::default();
        plan.meet_all(feed, &mut by_slug(before), meetings, now_ms);
        plan
    }

    fn meet_all(
        &mut self,
        feed: i64,
        before: &mut BTreeMap<String, Group>,
        meetings: &[(String, Details)],
        now_ms: i64,
    ) {
        for (slug, details) in meetings {
            match before.remove(slug) {
                None => self.added.push(fresh(feed, slug, details, now_ms)),
                Some(group) => self.meet(&group, details, now_ms),
            }
        }
    }

    /// What of this may be done while nobody looks, and whether some of it can't. `known` is how
    /// many groups the feed had brought before; `is_known_elsewhere` says that another feed here
    /// lists the same meetings.
    pub(super) fn at_once(&self, known: usize, is_known_elsewhere: bool) -> (Brings, bool) {
        let adds_much = self.added.len() > ADDED_UNSEEN_MAX || is_known_elsewhere;
        let loses_much = self.gone.len() > GONE_UNSEEN_MAX.max(known / 4);
        let brings = Brings {
            added: !adds_much,
            gone: !loses_much,
        };
        (brings, adds_much || loses_much)
    }

    /// A group that the feed lists.
    fn meet(&mut self, group: &Group, said: &Details, now_ms: i64) {
        let Some(origin) = &group.origin else {
            return;
        };
        // A feed that names no zone says nothing about it: neither its own word of earlier nor ours
        // is taken away by that.
        let said = &Details {
            zone: said.zone.clone().or_else(|| origin.said.zone.clone()),
            ..said.clone()
        };
        // Somebody may have let it rest while the feed didn't name it.
        let is_back = origin.gone_ms.is_some();
        let mut details = group.details.clone();
        for field in Field::ALL {
            let (ours, before, now) = (
                group.details.text(field),
                origin.said.text(field),
                said.text(field),
            );
            if ours == before {
                details.take(field, said);
            } else if (now != before || (is_back && field == Field::Attendance)) && now != ours {
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
            let happened = Happened::between(&group.details, &merged.details);
            self.heard.extend(happened.map(|what| (group.id, what)));
            self.changed.push(Group {
                changed_ms: now_ms,
                ..merged
            });
        }
    }

    /// A group that the feed lists no more.
    pub(super) fn miss(&mut self, group: Group, now_ms: i64) {
        match group.origin.clone() {
            Some(origin) if origin.gone_ms.is_none() => {
                let gone_ms = Some(now_ms);
                self.gone.push(Group {
                    origin: Some(Origin { gone_ms, ..origin }),
                    changed_ms: now_ms,
                    ..group
                });
            }
            _ => self.same += 1,
        }
    }
}

/// The groups of a feed by its names for them.
fn by_slug(groups: Vec<Group>) -> BTreeMap<String, Group> {
    let named = groups
        .into_iter()
        .filter_map(|group| Some((group.origin.as_ref()?.slug.clone(), group)));
    named.collect()
}

/// A group that the feed brings for the first time. It keeps the usual door: people who looked
/// for the fellowship's meeting are welcomed by someone.
fn fresh(feed: i64, slug: &str, said: &Details, now_ms: i64) -> Group {
    Group {
        origin: Some(Origin {
            feed,
            slug: slug.to_owned(),
            said: said.clone(),
            gone_ms: None,
        }),
        ..Group::new(GroupId(0), said.clone(), now_ms)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

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
            ..Said::default()
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
            (second.added.len(), second.changed.len(), second.same),
            (0, 0, 2)
        );
    }

    #[test]
    fn a_field_that_nobody_changed_here_follows_the_feed() {
        let groups = after(Plan::of(1, Vec::new(), &feed(&[("a", said("A"))]), 10));
        let plan = Plan::of(1, groups, &feed(&[("a", said("A, renamed"))]), 20);
        assert_eq!(plan.changed[0].name(), "A, renamed");
        assert_eq!(plan.kept, []);
        assert_eq!(plan.heard, [], "a name is no change of times");

        let groups = after(plan);
        let moved = Details {
            address: "2 Elm Street".into(),
            ..said("A, renamed")
        };
        let plan = Plan::of(1, groups, &feed(&[("a", moved)]), 30);
        assert_eq!(plan.heard, [(GroupId(0), Happened::Changed)]);
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

        // It may be the one that nobody can name.
        let mut broken = feed(&[("a", said("A"))]);
        broken.has_unnamed_losses = true;
        assert_eq!(Plan::of(1, groups.clone(), &broken, 20).gone, []);

        let plan = Plan::of(1, groups.clone(), &feed(&[("a", said("A"))]), 20);
        assert_eq!(plan.gone[0].name(), "B");
        assert_eq!(plan.gone[0].origin.as_ref().unwrap().gone_ms, Some(20));

        let back = Plan::of(1, plan.gone, &feed(&[("b", said("B"))]), 30);
        assert_eq!(back.changed[0].origin.as_ref().unwrap().gone_ms, None);
    }

    #[test]
    fn what_changes_much_is_not_done_while_nobody_looks() {
        let list = |count: usize| -> Said {
            let slugs: Vec<String> = (0..count).map(|n| format!("s{n:03}")).collect();
            let meetings: Vec<_> = slugs
                .iter()
                .map(|slug| (slug.as_str(), said(slug)))
                .collect();
            feed(&meetings)
        };
        // Known before, listed now; what is then added, gone, and whether something waits.
        for (known, listed, added, gone, waits) in [
            (0, 50, 50, 0, false),
            (0, 51, 0, 0, true),
            (60, 110, 50, 0, false),
            (60, 111, 0, 0, true),
            (6, 1, 0, 5, false),
            (7, 1, 0, 0, true),
            (40, 30, 0, 10, false),
            (40, 29, 0, 0, true),
        ] {
            let groups = after(Plan::of(1, Vec::new(), &list(known), 10));
            let plan = Plan::of(1, groups, &list(listed), 20);
            let (brings, does_wait) = plan.at_once(known, false);
            let if_so = |is_brought, groups: &[Group]| if is_brought { groups.len() } else { 0 };
            let done = (
                if_so(brings.added, &plan.added),
                if_so(brings.gone, &plan.gone),
            );
            assert_eq!(
                (done.0, done.1, does_wait),
                (added, gone, waits),
                "{known} {listed}"
            );
        }
        let (brings, waits) = Plan::of(1, Vec::new(), &list(1), 10).at_once(0, true);
        assert_eq!((brings.added, waits), (false, true));
        // What nobody changed here follows the feed all the same.
        let mut newer = list(100);
        newer.meetings[0].1.name = "Renamed".to_owned();
        let groups = after(Plan::of(1, Vec::new(), &list(1), 10));
        let plan = Plan::of(1, groups, &newer, 20);
        let (_, waits) = plan.at_once(1, false);
        assert_eq!((plan.changed[0].name(), waits), ("Renamed", true));
    }

    #[test]
    fn a_feed_that_names_no_zone_takes_none_away() {
        let zone = |name: &str| calendar::Zone::named(name);
        let in_zone = |name: &str| Details {
            zone: zone(name),
            ..said("A")
        };
        let next = |groups: Vec<Group>, said: Details| {
            let plan = Plan::of(1, groups.clone(), &feed(&[("a", said)]), 20);
            assert_eq!(plan.kept, []);
            let groups = if plan.changed.is_empty() {
                groups
            } else {
                plan.changed
            };
            (groups[0].details.zone.clone(), groups)
        };
        let lima = "America/Lima";
        let groups = after(Plan::of(1, Vec::new(), &feed(&[("a", in_zone(lima))]), 10));
        let (kept, mut groups) = next(groups, said("A"));
        assert_eq!(kept, zone(lima));
        // Named here by hand, to the same and to another zone than the feed once did.
        let (kept, _) = next(groups.clone(), said("A, renamed"));
        assert_eq!(kept, zone(lima));
        groups[0].details.zone = zone("America/Bogota");
        let (kept, groups) = next(groups, said("A"));
        assert_eq!(kept, zone("America/Bogota"));
        // And a feed that names one again changes what nobody changed here.
        let (kept, _) = next(groups, in_zone(lima));
        assert_eq!(kept, zone("America/Bogota"));
        let by_feed = after(Plan::of(1, Vec::new(), &feed(&[("a", said("A"))]), 10));
        assert_eq!(next(by_feed, in_zone(lima)).0, zone(lima));
    }
}
