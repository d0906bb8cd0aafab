//! Looking back over several evenings: what held, and the one thing to try next.

use circle::{Element, Finding, How};

use super::Took;

/// Evenings that are looked at: two months of a weekly group. What was before is long ago.
pub(super) const EVENINGS_MAX: usize = 8;
/// With fewer there is nothing to see yet: once is an evening, twice a chance.
pub(super) const EVENINGS_MIN: usize = 3;
/// How many earlier evenings stand beside tonight's: a month.
const BEFORE_MAX: usize = 4;
/// What was missing on one evening alone is that evening's.
const MISSING_MIN: usize = 2;

/// One evening: what this person was, and what became of each element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evening<'a> {
    pub(super) took: Took,
    pub(super) findings: &'a [Finding],
}

impl Evening<'_> {
    fn how(&self, element: Element) -> How {
        let found = self.findings.iter().find(|one| one.element == element);
        found.map_or(How::NotInThisFormat, |one| one.how)
    }
}

/// How an element went over several evenings whose formats have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) yes: usize,
    pub(super) partly: usize,
    pub(super) no: usize,
}

impl Held {
    pub(super) fn of(self) -> usize {
        self.yes + self.partly + self.no
    }

    fn over<'a>(evenings: impl Iterator<Item = &'a Evening<'a>>, element: Element) -> Self {
        let mut held = Self::default();
        for evening in evenings {
            match evening.how(element) {
                How::Yes => held.yes += 1,
                How::Partly => held.partly += 1,
                How::No => held.no += 1,
                How::NotInThisFormat => {}
            }
        }
        held
    }
}

/// How an element went on the evenings before, the newest first; at most [`BEFORE_MAX`] that had it.
pub(super) fn before(evenings: &[Evening<'_>], element: Element) -> Held {
    let had = |evening: &&Evening<'_>| evening.how(element) != How::NotInThisFormat;
    Held::over(evenings.iter().filter(had).take(BEFORE_MAX), element)
}

/// How each element went over these evenings, where any of them had it; what held most first.
pub(super) fn table(evenings: &[Evening<'_>]) -> Vec<(Element, Held)> {
    let all = Element::ALL.map(|element| (element, Held::over(evenings.iter(), element)));
    let mut table: Vec<_> = all.into_iter().filter(|(_, held)| held.of() > 0).collect();
    // As shares of the evenings that had it; the order of an evening decides between equals.
    table.sort_by(|(_, one), (_, other)| (other.yes * one.of()).cmp(&(one.yes * other.of())));
    table
}

/// The elements in the order in which they are mended first: what keeps people safe and heard, then
/// what gives the evening its shape.
const MENDED_FIRST: [Element; 8] = [
    Element::Closing,
    Element::Agreement,
    Element::Turns,
    Element::Stillness,
    Element::Reflection,
    Element::CheckIn,
    Element::OnTime,
    Element::Activity,
];

/// Whether somebody who did this can do something about that element. Who leads holds the clock and
/// the parts; who hosts stands at the door, with newcomers, and sees who waits.
fn may_mend(took: Took, element: Element) -> bool {
    match took {
        Took::Led => true,
        Took::Hosted => matches!(element, Element::Agreement | Element::Turns),
    }
}

/// The one element to look at next: the one that was missing most over these evenings, of those
/// about which this person could do something. Not at all weighs twice as much as in part; what was
/// missing on fewer than [`MISSING_MIN`] evenings counts as nothing. Nothing means that all held.
pub(super) fn to_mend(evenings: &[Evening<'_>]) -> Option<Element> {
    let missing = |element: Element| {
        let could = evenings.iter().filter(|one| may_mend(one.took, element));
        let held = Held::over(could, element);
        (held.partly + held.no >= MISSING_MIN).then_some(held.partly + 2 * held.no)
    };
    let mut worst: Option<(usize, Element)> = None;
    for element in MENDED_FIRST {
        if let Some(weight) = missing(element)
            && worst.is_none_or(|(most, _)| weight > most)
        {
            worst = Some((weight, element));
        }
    }
    worst.map(|(_, element)| element)
}

#[cfg(test)]
mod tests {
    use circle::Figure;
    use proptest::prelude::*;

    use super::*;

    /// An evening on which these elements were missing.
    fn evening(missing: &[(Element, How)]) -> Vec<Finding> {
        let how = |element| {
            let found = missing.iter().find(|(one, _)| *one == element);
            found.map_or(How::Yes, |(_, how)| *how)
        };
        let finding = |element| Finding {
            element,
            how: how(element),
            figure: Figure::None,
        };
        Element::ALL.map(finding).to_vec()
    }

    fn led(all: &[Vec<Finding>]) -> Vec<Evening<'_>> {
        let mut evenings = Vec::new();
        for findings in all {
            let took = Took::Led;
            evenings.push(Evening { took, findings });
        }
        evenings
    }

    #[test]
    fn what_was_missing_most_is_the_one_thing() {
        let late = (Element::OnTime, How::No);
        let short = (Element::Closing, How::Partly);
        let all = [
            evening(&[late, short]),
            evening(&[late, short]),
            evening(&[short]),
        ];
        assert_eq!(to_mend(&led(&all)), Some(Element::OnTime), "4 against 3");
        let all = [
            evening(&[late, short]),
            evening(&[late, short]),
            evening(&[short]),
            evening(&[short]),
        ];
        assert_eq!(
            to_mend(&led(&all)),
            Some(Element::Closing),
            "between equals, the closing"
        );
        assert_eq!(
            to_mend(&led(&[evening(&[late])])),
            None,
            "once is an evening"
        );
        assert_eq!(to_mend(&[]), None);
    }

    #[test]
    fn who_hosts_is_asked_for_nothing_that_only_who_leads_can_do() {
        let missing = [(Element::Closing, How::No), (Element::Turns, How::Partly)];
        let all = [evening(&missing), evening(&missing), evening(&missing)];
        let mut evenings = led(&all);
        for evening in &mut evenings {
            evening.took = Took::Hosted;
        }
        assert_eq!(to_mend(&evenings), Some(Element::Turns));
    }

    #[test]
    fn the_evenings_before_are_those_that_had_it() {
        let without = (Element::Activity, How::NotInThisFormat);
        let no = (Element::Activity, How::No);
        let all: Vec<_> = [&[without][..], &[no], &[], &[], &[], &[no]]
            .map(evening)
            .into();
        let held = before(&led(&all), Element::Activity);
        assert_eq!((held.yes, held.of()), (3, 4));
        assert_eq!(before(&[], Element::Activity).of(), 0);
    }

    #[test]
    fn what_held_most_stands_first() {
        let all = [evening(&[(Element::Stillness, How::No)]), evening(&[])];
        let table = table(&led(&all));
        assert_eq!(table.len(), Element::ALL.len());
        assert_eq!(
            table.first().map(|(element, _)| *element),
            Some(Element::Agreement)
        );
        assert_eq!(
            table.last().map(|(element, _)| *element),
            Some(Element::Stillness)
        );
    }

    proptest! {
        /// Whatever happened: at most one thing, and one that was missing more than once.
        #[test]
        fn nobody_is_asked_to_mend_what_held(hows in proptest::collection::vec(0_u8..4, 0..64)) {
            let how = [How::Yes, How::Partly, How::No, How::NotInThisFormat];
            let all: Vec<Vec<Finding>> = hows.chunks(8).map(|evening| {
                evening.iter().zip(Element::ALL).map(|(at, element)| Finding {
                    element,
                    how: how[usize::from(*at)],
                    figure: Figure::None,
                }).collect()
            }).collect();
            if let Some(element) = to_mend(&led(&all)) {
                let missing = all.iter().flatten().filter(|one| {
                    one.element == element && matches!(one.how, How::Partly | How::No)
                });
                prop_assert!(missing.count() >= MISSING_MIN);
            }
        }
    }
}
