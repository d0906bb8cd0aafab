//! What people write, and what of it strangers may read.

use proptest::prelude::*;

use super::*;

/// How to join from afar, as feeds and people say it.
const WAYS_IN: [&str; 58] = [
    "Zoom: https://us02web.zoom.us/j/914798588?pwd=v5ra",
    "Zoom:https://zoom.us/j/9720810224?",
    "join at meet.google.com/abc-defg-hij",
    "We are at us02web.zoom.us.",
    "Meeting ID: 3064553144# Password: 481049",
    "Meeting ID 57115641507# No word",
    "ID: 466 1572 1721",
    "Zoom Id: 106 261 7355 pwd.. 200042",
    "See Wednesday. Zoom ID 869996359 pw=oxkqipdd",
    "Meeting ID 792 5352 9373 PW: 343514",
    "pwd=7401928929",
    "Pass: hope",
    "PIN 4711",
    "Zoom 123 456 7890",
    "Zoom - 1234567890",
    "One tap mobile: +13155550180,,7495550163#",
    "ID de reunión 123, contraseña 456",
    "PMI: 845 555 0162",
    "The passcode is hope",
    "On Zoom tonight, room PIN 4711, pass: hope",
    "Reunión por Zoom, código de acceso 778899",
    "Código de acceso de la sala: esperanza",
    "El código es esperanza",
    "Clave hope22",
    "CLAVE: esperanza",
    "Clave de acceso esperanza",
    "Por Zoom, clave esperanza.",
    "La clave de Zoom: hope",
    "Join code abcd-efgh",
    "Join code at https://example.org/join/X7",
    "https://example.org/unirse/hope",
    "Access code hope",
    "Door code 1234",
    "The code is hope",
    "4711 is the code",
    "hope22 es la clave",
    "pw4711",
    "Pin4711",
    "pass code hope",
    "pass\u{200b}word hope",
    "contrasen\u{303}a hope",
    "PASSWORD hope",
    "p\u{ad}wd hope",
    "whereby.com/hope",
    "www.zoom.us",
    "https://zoom.us.example.org/j/1",
    "Discord: https://discord.gg/hope",
    "https://chat.whatsapp.com/Hope",
    "https://example.org/room?passcode=hope",
    "https://example.org/a,pwd:hope",
    "7:30 pm.Password 481049",
    "Meeting 306455#",
    "Skype ID: hope",
    "Room pin: 1",
    "PIN \u{201c}4711\u{201d}",
    "ID # 7",
    "número de ID 12",
    "Código: hope",
];

/// How somebody is reached or paid.
const CONTACTS: [&str; 50] = [
    "Phone: Tammy 962-555-0123",
    "Mary Beth 390-555-0100",
    "Email: user4508@example.org",
    "rowan.o'hara+aa@mail.example.co.uk",
    "(408) 555-0199",
    "(408)555-0199",
    "Call Jane D. at (408) 555-0199 before you come.",
    "408.555.0199",
    "408 555 0199",
    "4085550199",
    "1-408-555-0199",
    "+1 408 555 0199",
    "+34 612 345 678",
    "+34612345678",
    "+44 20 7946 0958",
    "612 345 678",
    "612 34 56 78",
    "91 123 45 67",
    "55 1234 5678",
    "(55) 1234-5678",
    "07700 900123",
    "020 7946 0958",
    "0131 496 0123",
    "06 12 34 56 78",
    "555-0100",
    "Tel. 555 0100",
    "Llama a Sol al 2222-3333",
    "Teléfono 5550100",
    "WhatsApp 5555 0100",
    "408/555-0199",
    "408-555-0199x12",
    "Room 2, 371-555-0104",
    "NY 12545 371-555-0104",
    "408\u{2011}555\u{2011}0199",
    "To get the link, call 371-555-0104.",
    "rowan at gmail dot com",
    "rowan (at) example.org",
    "rowan[at]example.org",
    "rowan arroba example.org",
    "rowan at example dot org",
    "rowan@gmail",
    "Venmo @elm-street",
    "Venmo: elm-street",
    "Cash App $elmstreet",
    "paypal.me/elmstreet",
    "Zelle: treasurer@example.org",
    "Bizum: Sol",
    "https://wa.me/13715550104",
    "Instagram @rowan.writes",
    "https://example.org/?to=rowan@example.org",
];

/// What strangers should know.
const OPEN: [&str; 66] = [
    "",
    "Pass It On Group: side door, past the pines.",
    "Zoom room opens @ 7:30 pm. Business meeting: 1st Monday @ 6:30 pm",
    "Business meeting: 2nd Sunday of even months @ 2 pm.",
    "Zoom meeting discontinued.",
    "Ask at the door for the Zoom link.",
    "Room 2, masks and distancing required: max room capacity 15.",
    "Bring an ID card. Idea exchange, COVID 19 rules.",
    "An ID is required to enter the building.",
    "evilzoom.us is not a place to meet",
    "We give thanks to 4,000 people.",
    "1 Elm Street, Millbrook, NY 12545, USA",
    "100 Main St, Springfield, OH 45501-1234, USA",
    "1200 N 7th Ave Apt 305, Boston, MA 02134-1234",
    "2026-11-24",
    "24.11.2026, 19.30-20.30",
    "11/24/2026 and 12/01/2026",
    "24-11-2026 1930",
    "2026-11-24 2026-12-01 2026-12-08",
    "20261124",
    "7:00-8:30 pm, 19:00 – 20:30",
    "1930-2030",
    "1930 2030 2130",
    "2019-2020, 2021/2022",
    "Pages 164-417 of the book, chapters 5 6 7 8",
    "Days 1, 8, 15, 22, 29 and 1 8 15 22 29",
    "Calle de Alcalá 45, 28009 Madrid",
    "Av. Insurgentes Sur 1234, 03100 Ciudad de México",
    "〒530-0001 Osaka",
    "Rua 1, 1000-205 Lisboa",
    "Suite 200, floor 3, room 12",
    "41.78512,-73.69399",
    "Zip code: 95112",
    "Código postal: 28009",
    "Area code 408",
    "Dress code: none. Código de conducta en la puerta.",
    "La clave es la honestidad.",
    "Palabra clave: honestidad",
    "Steps 1-12 and Traditions 1 to 12",
    "Step 11 meditation, 12 & 12 study",
    "Open @noon, all welcome",
    "We collect $5 for coffee, $1,000 a year.",
    "https://example.org/meetings?id=4661572172",
    "See example.org/tuesday for the readings.",
    "www.example.org",
    "https://drive.google.com/drive/folders/1S5JFKErUGGlynGgHdoiTP18yLeTyqnYO",
    "Take bus 22, 64, 68 or I-95 exit 12.",
    "Park in Lot 7 (behind the church).",
    "24/7, 365 days",
    "Call to order at 7:00. Text study.",
    "Keep your phone off. Pass the basket.",
    "Meeting is Upstairs. Open last Monday of month.",
    "1) Room = Pine 2) No coffee 3) Parking at the back",
    "Puerta lateral, segunda planta, sala 3.",
    "Una reunión en línea el primer lunes.",
    "Free entry, no passes needed.",
    "La entrada es por la calle de atrás.",
    "We meet in the hall 1/2 mile past exit 9.",
    "Our 25th year: 1998-2023!",
    "BYOB = bring your own book",
    "ages 18+",
    "Speaker at 19.30, doors 19.00",
    "Spanish spoken: sí, claro.",
    "A\u{301}ngel leads.",
    "9.5 out of 10",
    "Week 1 & 5: Big Book reading\nWeek 2: Tradition of the month",
];

#[test]
fn the_ways_in_that_people_write_are_seen() {
    for text in WAYS_IN {
        assert_eq!(holds(text), Some(Holds::WayIn), "{text}");
    }
}

#[test]
fn phones_addresses_and_handles_are_seen() {
    for text in CONTACTS {
        assert_eq!(holds(text), Some(Holds::Contact), "{text}");
    }
}

#[test]
fn addresses_postcodes_dates_and_hours_stay_public() {
    for text in OPEN {
        assert_eq!(holds(text), None, "{text}");
        assert_eq!(parts(text).told, text, "{text}");
        assert_eq!(told_name(text), text);
    }
}

#[test]
fn the_useful_rest_of_a_note_is_told() {
    for (note, told, held) in [
        (
            "Side door. Call Jane D. at (408) 555-0199 before you come. Tea and biscuits.",
            "Side door. Tea and biscuits.",
            "Call Jane D. at (408) 555-0199 before you come.",
        ),
        (
            "Bring a chair. (Noon Pacific)\n\nEmail: user@example.org\nPhone: Mary Beth 390-555-0100",
            "Bring a chair. (Noon Pacific)",
            "Email: user@example.org\nPhone: Mary Beth 390-555-0100",
        ),
        (
            "Sit where you like.\nTammy\n962-555-0123",
            "Sit where you like.",
            "Tammy\n962-555-0123",
        ),
        (
            "Come as you are. Questions? Contact Jane Doe. Phone 371-555-0104.",
            "Come as you are. Questions?",
            "Contact Jane Doe. Phone 371-555-0104.",
        ),
        (
            "Entra por atrás. ¿Dudas? Llama a Sol al 612 345 678. ¡Te esperamos!",
            "Entra por atrás. ¿Dudas? ¡Te esperamos!",
            "Llama a Sol al 612 345 678.",
        ),
        // One that tells the way in goes whole.
        ("Side door. Passcode hope.", "", "Side door. Passcode hope."),
    ] {
        let parts = parts(note);
        assert_eq!((&*parts.told, &*parts.held), (told, held));
    }
}

#[test]
fn names_places_and_addresses_lose_what_they_tell() {
    for (name, told) in [
        ("Morning Zoom ID 812 3456 7890 pw 4711", "Morning Zoom"),
        ("Zoom ID 812 3456 7890 passcode HOPE", "Zoom"),
        ("Hope (pw 4711)", "Hope"),
        ("Elm Hall (door code 4711)", "Elm Hall"),
        ("Elm Hall, gate code 4711", "Elm Hall"),
        ("Red Door code 4711", "Red Door"),
        ("Hope – https://zoom.us/j/1", "Hope"),
        ("hope22 is the passcode", ""),
        ("passcode hope", ""),
        (
            "St. Mark's Hall (call Tammy 962-555-0123)",
            "St. Mark's Hall",
        ),
        ("Tammy 962-555-0123", ""),
        ("Step 11 Meditation", "Step 11 Meditation"),
    ] {
        assert_eq!(told_name(name), told);
    }
    for (address, told) in [
        (
            "Zoom Meeting ID 812 3456 7890 passcode HOPE, Springfield, OH 45501, USA",
            "Springfield, OH 45501, USA",
        ),
        ("Zoom, passcode, hope, Springfield", "Zoom, Springfield"),
        (
            "1 Elm St, 371-555-0104, Springfield",
            "1 Elm St, Springfield",
        ),
        (
            "530-0001 Osaka, Carrera 7 # 45-67",
            "530-0001 Osaka, Carrera 7 # 45-67",
        ),
        ("Zoom ID 999 888 7777 passcode HOPE", ""),
    ] {
        assert_eq!(told_address(address), told);
    }
}

#[test]
fn web_pages_are_told_unless_they_lead_into_a_call() {
    for held in [
        "https://us02web.zoom.us/j/812?pwd=HOPE",
        "https://example.org/call?pwd=hope",
        "https://example.org/join/hope",
        "http://MEET.google.com/abc",
        "https://paypal.me/rowan",
        "zoom.us",
    ] {
        assert_eq!(told_link(held), "", "{held}");
    }
    for told in [
        "",
        "https://circle.example/",
        "http://example.org/join",
        "https://example.org/meeting?id=123&code=7",
        "https://evilzoom.us/",
    ] {
        assert_eq!(told_link(told), told);
    }
}

/// Harmless words between which a secret stands.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Side door"),
        Just("the hall"),
        Just("Tea"),
        Just("at 7:30 pm"),
        Just("1 Elm Street"),
        Just("trae una silla"),
        Just("¿Vienes?"),
    ];
    let border = prop_oneof![Just(". "), Just(", "), Just("\n"), Just(" "), Just("! ")];
    prop::collection::vec((word, border), 0..6).prop_map(|all| {
        all.into_iter()
            .map(|(word, border)| [word, border].concat())
            .collect()
    })
}

/// Anything that the rule reads otherwise than a word.
const PIECES: [&str; 22] = [
    "a",
    "1",
    "1 ",
    "1-",
    "@",
    "a@a.",
    ".",
    "a.",
    ":",
    "://",
    "/",
    "id ",
    "clave ",
    "code is the ",
    ",,1",
    "\n",
    "$a",
    "+1",
    "(",
    "\u{200b}",
    "á",
    "zoom ",
];

proptest! {
    #[test]
    fn no_part_for_everybody_holds_anything(
        before in words(),
        secret in prop::sample::select([WAYS_IN.as_slice(), CONTACTS.as_slice()].concat()),
        after in words(),
    ) {
        let text = format!("{before}{secret}. {after}");
        prop_assert!(holds(&text).is_some(), "{text}");
        let parts = parts(&text);
        prop_assert_eq!(holds(&parts.told), None);
        prop_assert!(!parts.told.contains(secret), "{}", parts.told);
        prop_assert_eq!(holds(told_name(&text)), None);
        prop_assert_eq!(holds_in_address(&told_address(&text)), None);
    }

    #[test]
    fn nothing_of_a_note_is_lost(pieces in prop::collection::vec(prop::sample::select([
        WAYS_IN.as_slice(), CONTACTS.as_slice(), OPEN.as_slice(), PIECES.as_slice(),
    ].concat()), 0..12)) {
        let text = pieces.concat();
        let parts = parts(&text);
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        prop_assert_eq!(letters(&[&*parts.told, &*parts.held].concat()), letters(&text));
        prop_assert_eq!(holds(&parts.told), None);
        prop_assert!(text.starts_with(told_name(&text)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// What grows with the square of such a text would not be done today.
    #[test]
    fn a_long_text_takes_as_long_as_it_is(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..5),
    ) {
        let piece = pieces.concat();
        let text = piece.repeat(50_000 / piece.len());
        let parts = parts(&text);
        prop_assert!(parts.told.len() + parts.held.len() <= text.len());
        let name = told_name(&text).len();
        prop_assert!(name <= text.len() && told_address(&text).len() <= 2 * text.len());
    }
}
