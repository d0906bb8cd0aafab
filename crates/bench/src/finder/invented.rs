//! Invented meetings, as lifelike as a measurement needs: cities of very different sizes, evenings
//! preferred, a few types on most meetings, and the same for the same seed.

use calendar::finder::{Meeting, Point};
use calendar::meeting_guide::Attendance;
use calendar::{Days, Schedule, Zone};

const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Madrid",
    "America/Mexico_City",
    "Australia/Sydney",
];
const WORDS: [&str; 24] = [
    "Serenity",
    "Hope",
    "Step",
    "Big",
    "Book",
    "Daily",
    "Reflections",
    "Women",
    "Men",
    "Young",
    "People",
    "Sunrise",
    "Candlelight",
    "Freedom",
    "Group",
    "Recovery",
    "Living",
    "Promises",
    "Happy",
    "Hour",
    "Nooners",
    "Gratitude",
    "Courage",
    "Lunch",
];
pub(super) const CITIES: u64 = 400;
/// As many as the largest fellowships have in use.
pub(super) const TYPES: u64 = 40;

/// Numbers that look like chance, from a seed (Marsaglia's xorshift).
#[derive(Debug)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }

    /// Small numbers much oftener than large ones.
    pub(super) fn mostly_small(&mut self, end: u64) -> u64 {
        let part = self.below(1 << 20) as f64 / f64::from(1 << 20);
        (part * part * part * end as f64) as u64
    }

    fn degrees(&mut self, across: f64) -> f64 {
        (self.below(20_001) as f64 / 10_000.0 - 1.0) * across
    }
}

/// Where a city is: the same for the same number.
pub(super) fn city(number: u64) -> (f64, f64) {
    let mut dice = Dice((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    dice.below(2);
    let zone = number % 8;
    let west = [-75.0, -90.0, -106.0, -119.0, -1.0, -4.0, -99.0, 148.0][zone as usize];
    let north = [40.0, 38.0, 40.0, 37.0, 52.5, 40.0, 20.0, -34.0][zone as usize];
    (north + dice.degrees(3.5), west + dice.degrees(4.0))
}

/// In the order of name, with ids in that order too.
pub(super) fn meetings(count: usize) -> Vec<Meeting> {
    let mut dice = Dice(20_260_610);
    let zones: Vec<Zone> = ZONES.iter().filter_map(|name| Zone::named(name)).collect();
    let mut all: Vec<Meeting> = (0..count).map(|_| meeting(&mut dice, &zones)).collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    for (id, meeting) in (0..).zip(&mut all) {
        meeting.id = id;
    }
    all
}

fn meeting(dice: &mut Dice, zones: &[Zone]) -> Meeting {
    let number = dice.mostly_small(CITIES);
    let (north, east) = city(number);
    let attendance = match dice.below(100) {
        0..68 => Attendance::InPerson,
        68..84 => Attendance::Online,
        84..97 => Attendance::Hybrid,
        _ => Attendance::Inactive,
    };
    let days = if dice.below(100) < 92 {
        1 << dice.below(7)
    } else {
        127
    };
    let hour =
        [6, 7, 9, 10, 12, 12, 17, 18, 18, 19, 19, 19, 20, 20, 21, 23][dice.below(16) as usize];
    let count = 1 + dice.below(4);
    let types: Vec<String> = (0..count)
        .map(|_| format!("T{}", dice.mostly_small(TYPES)))
        .collect();
    let is_placed = matches!(attendance, Attendance::InPerson | Attendance::Hybrid);
    let told = dice.below(2000);
    let name = |dice: &mut Dice, words: u64| {
        let words = (0..words).map(|_| WORDS[dice.mostly_small(24) as usize]);
        words.collect::<Vec<_>>().join(" ")
    };
    Meeting {
        id: 0,
        name: format!("{} {}", name(dice, 3), told),
        timetable: Schedule::weekly(
            Days::from_bits(days).unwrap_or_default(),
            jiff::civil::time(hour, [0, 30][dice.below(2) as usize], 0, 0),
            [60, 60, 60, 90][dice.below(4) as usize],
            zones[(number % 8) as usize].clone(),
        )
        .into(),
        attendance,
        types,
        regions: vec![format!("State {}", number % 50), format!("City {number}")],
        point: Point::new(north + dice.degrees(0.3), east + dice.degrees(0.3))
            .filter(|_| is_placed),
        language: if dice.below(10) == 0 { "es" } else { "en" }.to_owned(),
        texts: vec![format!(
            "{} church {}",
            name(dice, 2),
            dice.mostly_small(30_000)
        )],
    }
}
