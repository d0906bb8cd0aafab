//! Names to take for somebody who can't think of one: birds, trees, waters, weather.

use crate::site::chance::Chance;
use crate::site::lang::Lang;

/// One row of chips on a phone.
const SHOWN: usize = 4;

const ENGLISH: [&str; 48] = [
    "Alder", "Ash", "Aspen", "Bay", "Beech", "Birch", "Bramble", "Briar", "Brook", "Cedar",
    "Clover", "Coral", "Cove", "Dale", "Dune", "Elm", "Fern", "Finch", "Flint", "Glen", "Harbor",
    "Hawthorn", "Hazel", "Heath", "Heron", "Indigo", "Ivy", "Juniper", "Lake", "Lark", "Linden",
    "Maple", "Meadow", "Moss", "North", "Oakley", "Olive", "Pebble", "Quill", "Reed", "River",
    "Robin", "Rowan", "Sage", "Sorrel", "Willow", "Wren", "Yarrow",
];

const SPANISH: [&str; 48] = [
    "Abedul",
    "Aire",
    "Alba",
    "Aldea",
    "Alerce",
    "Alondra",
    "Arce",
    "Arena",
    "Arroyo",
    "Avellano",
    "Azahar",
    "Brisa",
    "Brote",
    "Cala",
    "Cedro",
    "Clavel",
    "Colibrí",
    "Coral",
    "Duna",
    "Encina",
    "Espiga",
    "Espuma",
    "Fresno",
    "Garza",
    "Golondrina",
    "Helecho",
    "Hiedra",
    "Isla",
    "Jilguero",
    "Laguna",
    "Laurel",
    "Lino",
    "Lluvia",
    "Luna",
    "Marea",
    "Mirlo",
    "Musgo",
    "Nogal",
    "Nube",
    "Olivo",
    "Petirrojo",
    "Prado",
    "Roble",
    "Romero",
    "Salvia",
    "Sauce",
    "Tilo",
    "Trébol",
];

/// A few names, all different.
pub(super) fn draw(lang: Lang, chance: &Chance) -> Vec<&'static str> {
    let mut names = match lang {
        Lang::En => ENGLISH,
        Lang::Es => SPANISH,
    };
    // The first few steps of a shuffle.
    for place in 0..SHOWN {
        let other = place + chance.below(names.len() - place);
        names.swap(place, other);
    }
    names[..SHOWN].to_vec()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::people::name::Name;

    #[test]
    fn every_suggestion_may_be_taken_and_no_two_are_one_name() {
        for names in [ENGLISH, SPANISH] {
            let folded: HashSet<_> = names
                .iter()
                .map(|name| Name::parse(name).unwrap().folded())
                .collect();
            assert_eq!(folded.len(), names.len());
        }
        let chance = Chance::seeded(5);
        for _ in 0..200 {
            let drawn: HashSet<_> = draw(Lang::Es, &chance).into_iter().collect();
            assert_eq!(drawn.len(), SHOWN);
        }
    }
}
