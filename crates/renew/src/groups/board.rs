//! The meetings that anybody can find, as they are at one time, with the index that finds them.
//! Nothing in it changes, so any number of readers look into it at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use calendar::fellowship::{Fellowship, MeetingType};
use calendar::finder::{self, Index, LIMIT_MAX, Moment, Query};
use calendar::meeting_guide::{self, Point};
use calendar::schedule::Season;
use calendar::{Language, Occurrence, Rule, Timetable, Zone};

use super::details::{Attendance, Details};
use super::differences::{self, Closure, Differences, MetIn};
use super::told::Teller;
use super::{Group, GroupId};
use crate::site::lang::Lang;

/// A list of regions is to be chosen from; where there are more, those with the most meetings.
const REGIONS_MAX: usize = 300;
/// Between the levels of a region, as [`Details::region`] has them.
const LEVEL: char = '>';

/// A group as lists show it. On the [`Board`] all of it is as strangers may read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub id: GroupId,
    pub name: String,
    pub lang: Lang,
    pub attendance: Attendance,
    /// Whether one can take part by phone.
    pub has_phone: bool,
    pub rule: Option<Rule>,
    pub season: Season,
    pub start_minute: Option<u16>,
    pub duration_minutes: u16,
    pub zone: Option<Zone>,
    pub place: String,
    pub address: String,
    pub region: String,
    /// Where it is on the map; never of an approximate place.
    pub point: Option<Point>,
    /// The group that holds the meeting, where that has another name.
    pub group_name: String,
    /// The fellowship in whose table the type codes are.
    pub fellowship: String,
    /// Codes, separated by commas.
    pub types: String,
    pub is_from_feed: bool,
    /// Whether its feed no longer lists it.
    pub is_gone: bool,
    /// As [`Group::sequence`]: another one when anything about the group is.
    pub sequence: i64,
    pub differences: Differences,
}

impl Listing {
    #[must_use]
    pub fn of(group: &Group) -> Self {
        let details = &group.details;
        Self {
            id: group.id,
            name: details.name.clone(),
            lang: details.lang,
            attendance: details.attendance,
            has_phone: !details.call_phone.is_empty(),
            rule: details.rule.clone(),
            season: details.season,
            start_minute: details.start_minute,
            duration_minutes: details.duration_minutes,
            zone: details.zone.clone(),
            place: details.place.clone(),
            address: details.address.clone(),
            region: details.region.clone(),
            point: details.point,
            group_name: details.group_name.clone(),
            fellowship: details.fellowship.clone(),
            types: details.types.clone(),
            is_from_feed: group.origin.is_some(),
            is_gone: group.is_gone(),
            sequence: group.sequence,
            differences: group.differences.clone(),
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its types, by the table of its fellowship; codes that the table doesn't have are left out.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static MeetingType> {
        kinds_of(&self.fellowship, &self.types)
    }

    /// From general to specific.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        levels(&self.region)
    }

    /// When it meets, as [`Group::timetable`].
    #[must_use]
    pub fn timetable(&self) -> Timetable {
        self.differences.timetable(&Details {
            attendance: self.attendance,
            rule: self.rule.clone(),
            season: self.season,
            start_minute: self.start_minute,
            duration_minutes: self.duration_minutes,
            zone: self.zone.clone(),
            place: self.place.clone(),
            address: self.address.clone(),
            ..Details::default()
        })
    }
}

/// The types of meetings behind codes that are separated by commas.
pub(super) fn kinds_of(fellowship: &str, codes: &str) -> Vec<&'static MeetingType> {
    let Some(fellowship) = Fellowship::of(fellowship) else {
        return Vec::new();
    };
    let codes = codes.split(',').filter(|code| !code.trim().is_empty());
    codes
        .filter_map(|code| fellowship.meeting_type(code))
        .collect()
}

/// By which a type is known across fellowships, in addresses, too: its English name. The same code
/// means something else in the next fellowship, the same name doesn't.
pub(super) fn kind_key(kind: &MeetingType) -> &'static str {
    kind.name(Language::English)
}

/// `Bay Area > South Bay` as levels.
pub(super) fn levels(region: &str) -> Vec<String> {
    let levels = region.split(LEVEL).map(str::trim);
    levels
        .filter(|level| !level.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A region as people say it, the nearest first: `South Bay, Bay Area`.
pub(super) fn region_words(region: &str) -> String {
    let mut levels = levels(region);
    levels.reverse();
    levels.join(", ")
}

/// A region that meetings are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// From general to specific.
    pub(super) path: Vec<String>,
    pub(super) meetings: usize,
}

impl Area {
    /// As it stands in an address, and in [`Details::region`].
    pub(super) fn text(path: &[String]) -> String {
        path.join(" > ")
    }
}

/// As strangers may read them: the board is what everybody's lists are made of.
fn told(listings: Vec<Listing>) -> Vec<Listing> {
    let mut teller = Teller::default();
    let told = listings.into_iter().map(|one| one.told(&mut teller));
    told.collect()
}

/// All groups, and the index that finds their meetings.
#[derive(Debug)]
pub(super) struct Board {
    read_ms: i64,
    /// By name, then by id.
    listings: Vec<Arc<Listing>>,
    /// Ids in order, with the place of each in `listings`.
    places: Vec<(i64, u32)>,
    closures: Arc<[Closure]>,
    index: Index,
    /// In the order of the index's types.
    kinds: Vec<&'static MeetingType>,
    areas: Vec<Area>,
    langs: Vec<Lang>,
    zones: Vec<Zone>,
    zone: Zone,
    /// Put together when somebody asks: few do, and it takes its time.
    venues: OnceLock<Vec<MetIn>>,
}

impl Board {
    /// Good from `now_ms` on. It takes a second or two for the largest communities.
    pub(super) fn of(listings: Vec<Listing>, now_ms: i64) -> Self {
        let listings = told(listings);
        let mut tables = Tables::default();
        let meetings: Vec<finder::Meeting> = listings
            .iter()
            .map(|listing| tables.meeting(listing))
            .collect();
        let index = Index::build(&meetings, now_ms);
        let listings = listings.into_iter().map(Arc::new).collect();
        Self::around(index, listings, &tables.by_key, now_ms)
    }

    /// The same board, knowing which venues are closed.
    pub(super) fn with_closures(self, closures: Vec<Closure>) -> Self {
        Self {
            closures: closures.into(),
            ..self
        }
    }

    /// The board with some groups as they are now, new ones among them, without those that are
    /// gone, and with these venues closed. `None` when so much has changed that all is to be read.
    pub(super) fn with(
        &self,
        changed: Vec<Listing>,
        gone: &[GroupId],
        closures: Vec<Closure>,
        now_ms: i64,
    ) -> Option<Self> {
        let changed = told(changed);
        let mut tables = Tables::default();
        for kind in &self.kinds {
            tables.by_key.insert(kind_key(kind), kind);
        }
        let meetings = changed.iter().map(|listing| tables.meeting(listing));
        let gone_ids: Vec<i64> = gone.iter().map(|id| id.0).collect();
        let index = self.index.with(meetings.collect(), &gone_ids, now_ms)?;
        let mut other: Vec<GroupId> = changed.iter().map(|listing| listing.id).collect();
        other.extend(gone);
        other.sort_unstable();
        let same = self.listings.iter();
        let same = same.filter(|listing| other.binary_search(&listing.id).is_err());
        let mut listings: Vec<Arc<Listing>> = same.map(Arc::clone).collect();
        listings.extend(changed.into_iter().map(Arc::new));
        // Most of the board was read when it says; the rest is no older.
        let board = Self::around(index, listings, &tables.by_key, self.read_ms);
        Some(board.with_closures(closures))
    }

    fn around(
        index: Index,
        mut listings: Vec<Arc<Listing>>,
        by_key: &HashMap<&'static str, &'static MeetingType>,
        read_ms: i64,
    ) -> Self {
        listings.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        let mut places: Vec<(i64, u32)> = (0..)
            .zip(&listings)
            .map(|(place, one)| (one.id.0, place))
            .collect();
        places.sort_unstable();
        let by_key = |key: &String| by_key.get(key.as_str()).copied();
        let zones = zones(&listings);
        Self {
            read_ms,
            kinds: index.types().iter().filter_map(by_key).collect(),
            areas: areas(&listings),
            langs: Lang::ALL
                .into_iter()
                .filter(|lang| listings.iter().any(|listing| listing.lang == *lang))
                .collect(),
            zone: zones.first().cloned().unwrap_or_else(Zone::utc),
            zones,
            places,
            listings,
            closures: Arc::default(),
            index,
            venues: OnceLock::new(),
        }
    }

    pub(super) fn read_ms(&self) -> i64 {
        self.read_ms
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.listings.len()
    }

    pub(super) fn listing(&self, id: i64) -> Option<&Listing> {
        let found = self.places.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let (_, place) = self.places.get(found)?;
        self.listings.get(*place as usize).map(|listing| &**listing)
    }

    /// All groups, by name.
    pub(super) fn listings(&self) -> &[Arc<Listing>] {
        &self.listings
    }

    /// The venues that are closed now or later.
    pub(super) fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// The venues that groups meet in, by their words.
    pub(super) fn venues(&self) -> &[MetIn] {
        self.venues
            .get_or_init(|| differences::venues(&self.listings))
    }

    /// The zones of the groups, each once.
    pub(super) fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The types that meetings have, in the order of the index's.
    pub(super) fn kinds(&self) -> &[&'static MeetingType] {
        &self.kinds
    }

    /// The regions that meetings are in, in alphabetical order, the general one before its parts.
    pub(super) fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether any meeting is in this region; case and accents don't matter.
    pub(super) fn has_region(&self, path: &[String]) -> bool {
        self.index.has_region(path)
    }

    /// The region as the list writes it, if it differs by case alone.
    pub(super) fn as_listed(&self, path: Vec<String>) -> Vec<String> {
        let wanted = Area::text(&path).to_lowercase();
        let listed = self.areas.iter();
        listed
            .map(|area| &area.path)
            .find(|path| Area::text(path).to_lowercase() == wanted)
            .cloned()
            .unwrap_or(path)
    }

    /// The languages of the meetings.
    pub(super) fn langs(&self) -> &[Lang] {
        &self.langs
    }

    /// The zone that most groups are in: whoever has not said by whose clock they go reads its time.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The next meetings that happen, the soonest first, each group once.
    pub(super) fn soonest(&self, count: usize, now_ms: i64) -> Vec<(Listing, Occurrence)> {
        /// Where that many evenings in a row are off, the list may be short.
        const PAGES_MAX: usize = 10;
        let mut soonest: Vec<(Listing, Occurrence)> = Vec::new();
        for moment in [Moment::NowAndComing, Moment::Later] {
            let mut query = Query::at(now_ms, self.zone.clone());
            query.moment = moment;
            query.limit = count.saturating_mul(2).clamp(1, LIMIT_MAX);
            for page in 0..PAGES_MAX {
                query.offset = page * query.limit;
                let found = self.index.answer(&query).found;
                let is_last = found.len() < query.limit;
                for found in found {
                    let known = self.listing(found.id).zip(found.occurrence);
                    let Some((listing, at)) = known.filter(|(_, at)| !at.is_cancelled) else {
                        continue;
                    };
                    if soonest.len() == count {
                        return soonest;
                    }
                    if !soonest.iter().any(|(other, _)| other.id == listing.id) {
                        soonest.push((listing.clone(), at));
                    }
                }
                if is_last {
                    break;
                }
            }
        }
        soonest
    }
}

/// The zones of listings, that of most first, by name among equals.
fn zones(listings: &[Arc<Listing>]) -> Vec<Zone> {
    let mut counts: BTreeMap<&str, (usize, &Zone)> = BTreeMap::new();
    for zone in listings.iter().filter_map(|listing| listing.zone.as_ref()) {
        counts.entry(zone.name()).or_insert((0, zone)).0 += 1;
    }
    let mut zones: Vec<(usize, &Zone)> = counts.into_values().collect();
    zones.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    zones.into_iter().map(|(_, zone)| zone.clone()).collect()
}

fn areas(listings: &[Arc<Listing>]) -> Vec<Area> {
    // Thousands of groups are in a few regions, which are taken apart once each.
    let mut regions: HashMap<&str, usize> = HashMap::new();
    for listing in listings {
        *regions.entry(&listing.region).or_default() += 1;
    }
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (region, meetings) in regions {
        let path = levels(region);
        for end in 1..=path.len() {
            if let Some(path) = path.get(..end) {
                *counts.entry(path.to_vec()).or_default() += meetings;
            }
        }
    }
    let mut areas: Vec<Area> = counts
        .into_iter()
        .map(|(path, meetings)| Area { path, meetings })
        .collect();
    areas.sort_by_key(|area| std::cmp::Reverse(area.meetings));
    areas.truncate(REGIONS_MAX);
    areas.sort_by(|one, other| one.path.cmp(&other.path));
    areas
}

/// Types that were looked up already: thousands of meetings share a few lists of codes.
#[derive(Default)]
struct Tables {
    known: HashMap<(String, String), Vec<&'static MeetingType>>,
    by_key: HashMap<&'static str, &'static MeetingType>,
}

impl Tables {
    fn meeting(&mut self, listing: &Listing) -> finder::Meeting {
        let codes = (listing.fellowship.clone(), listing.types.clone());
        let kinds = self.known.entry(codes).or_insert_with(|| listing.kinds());
        for kind in kinds.iter() {
            self.by_key.entry(kind_key(kind)).or_insert(kind);
        }
        let texts = [&listing.place, &listing.address, &listing.group_name];
        finder::Meeting {
            id: listing.id.0,
            name: listing.name.clone(),
            timetable: listing.timetable(),
            attendance: as_found(listing.attendance),
            types: kinds.iter().map(|kind| kind_key(kind).to_owned()).collect(),
            regions: listing.regions(),
            point: point(listing.point),
            language: listing.lang.tag().to_owned(),
            texts: texts
                .into_iter()
                .filter(|text| !text.is_empty())
                .cloned()
                .collect(),
        }
    }
}

/// A group as the finder takes it: what is public of it, and its types by their English names.
#[must_use]
pub fn to_find(listing: &Listing) -> finder::Meeting {
    Tables::default().meeting(listing)
}

/// The way of coming as the index says it.
pub(super) fn as_found(attendance: Attendance) -> meeting_guide::Attendance {
    match attendance {
        Attendance::Online => meeting_guide::Attendance::Online,
        Attendance::InRoom => meeting_guide::Attendance::InPerson,
        Attendance::Both => meeting_guide::Attendance::Hybrid,
        Attendance::Resting => meeting_guide::Attendance::Inactive,
    }
}

/// A point as the index has it.
pub(super) fn point(point: Option<Point>) -> Option<finder::Point> {
    point.and_then(|at| finder::Point::new(at.latitude, at.longitude))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::groups::weekly;
    use calendar::Days;
    use calendar::schedule::Exception;
    use jiff::civil::date;

    /// A Monday noon in New York, 23 November 2026.
    const NOW_MS: i64 = 1_795_453_200_000;

    fn daily(id: i64, hour: u16, zone: &str) -> Listing {
        let details = Details {
            name: format!("Circle {id}"),
            rule: weekly(Days::ALL),
            start_minute: Some(hour * 60),
            zone: Zone::named(zone),
            region: "Ohio > North".into(),
            fellowship: "aa".into(),
            types: "O,W".into(),
            ..Details::default()
        };
        Listing::of(&Group::new(GroupId(id), details, NOW_MS))
    }

    #[test]
    fn a_region_is_said_from_near_to_far() {
        assert_eq!(region_words("Bay Area > South Bay"), "South Bay, Bay Area");
        assert_eq!(region_words(" > Ohio >"), "Ohio");
        assert_eq!(region_words(""), "");
    }

    #[test]
    fn what_is_off_is_not_the_next_meeting() {
        let mut off = daily(1, 13, "America/New_York");
        let tonight = Exception::cancelled("Flooded.");
        assert!(off.differences.exceptions.set(date(2026, 11, 23), tonight));
        let next = daily(2, 14, "America/New_York");
        let board = Board::of(vec![next, off], NOW_MS);
        let soonest = board.soonest(3, NOW_MS);
        let ids: Vec<i64> = soonest.iter().map(|(listing, _)| listing.id.0).collect();
        assert_eq!(ids, [2]);
    }

    #[test]
    fn what_is_seldom_comes_after_what_is_soon() {
        let mut yearly = daily(1, 13, "America/New_York");
        yearly.rule = Some(Rule::read("dates:2027-03-01").unwrap());
        let board = Board::of(vec![yearly, daily(2, 14, "America/New_York")], NOW_MS);
        let soonest = board.soonest(5, NOW_MS);
        let ids: Vec<i64> = soonest.iter().map(|(listing, _)| listing.id.0).collect();
        assert_eq!(ids, [2, 1]);
        assert_eq!(board.soonest(1, NOW_MS).len(), 1);
    }

    #[test]
    fn a_board_knows_what_can_be_chosen() {
        let mut other = daily(3, 9, "Europe/Madrid");
        other.region = "Ohio".into();
        other.fellowship = "na".into();
        other.types = "W".into();
        let listings = vec![
            other,
            daily(1, 13, "America/New_York"),
            daily(2, 14, "America/New_York"),
        ];
        let board = Board::of(listings, NOW_MS);
        assert_eq!(board.zone().name(), "America/New_York");
        let areas: Vec<(String, usize)> = board
            .areas()
            .iter()
            .map(|area| (Area::text(&area.path), area.meetings))
            .collect();
        assert_eq!(areas, [("Ohio".into(), 3), ("Ohio > North".into(), 2)]);
        // One type for both fellowships, since it has one name.
        let names: Vec<_> = board.kinds().iter().map(|kind| kind_key(kind)).collect();
        assert_eq!(names, ["Open", "Women"]);
        assert_eq!(board.index().types(), names);
        assert_eq!(board.listing(2).unwrap().name(), "Circle 2");
        assert_eq!(board.listing(4), None);
        assert!(Board::of(Vec::new(), NOW_MS).soonest(3, NOW_MS).is_empty());
    }
}
