//! What a link is told: words of the form `name=number`, one order a line.

/// How a link is. At first it changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Of a thousand packets, in each direction.
    pub(crate) loss_permille: u64,
    /// On the way, in each direction.
    pub(crate) delay_ms: u64,
    /// What fits, in each direction; 0 for whatever comes.
    pub(crate) kbps: u64,
    /// Whether UDP is let through: 1 means it is not.
    pub(crate) no_udp: u64,
    /// How much is added to the far end's address, as seen from the near one.
    pub(crate) moved: u64,
    /// How much is added to the far end's UDP ports, as seen from the near one.
    pub(crate) shift: u64,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Some of the terms change, the others stay.
    Change(Vec<(Term, u64)>),
    /// Nothing: the counts are asked for.
    Count,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    Loss,
    Delay,
    Rate,
    NoUdp,
    Moved,
    Shift,
}

/// The name of each term and the most that it can be: beyond these a link is no link, and an address
/// or a port wouldn't be one.
const TERMS: [(&str, Term, u64); 6] = [
    ("loss_permille", Term::Loss, 1_000),
    ("delay_ms", Term::Delay, 10_000),
    ("kbps", Term::Rate, 10_000_000),
    ("no_udp", Term::NoUdp, 1),
    ("moved", Term::Moved, 200),
    ("shift", Term::Shift, 30_000),
];

impl Terms {
    pub(crate) fn set(&mut self, term: Term, number: u64) {
        let field = match term {
            Term::Loss => &mut self.loss_permille,
            Term::Delay => &mut self.delay_ms,
            Term::Rate => &mut self.kbps,
            Term::NoUdp => &mut self.no_udp,
            Term::Moved => &mut self.moved,
            Term::Shift => &mut self.shift,
        };
        *field = number;
    }
}

/// Reads an order.
///
/// # Errors
/// A sentence that says which word means nothing.
pub(crate) fn read(line: &str) -> Result<Order, String> {
    if line.trim() == "count" {
        return Ok(Order::Count);
    }
    let changes: Result<Vec<_>, String> = line.split_whitespace().map(change).collect();
    match changes? {
        none if none.is_empty() => Err("The link was told nothing.".into()),
        changes => Ok(Order::Change(changes)),
    }
}

fn change(word: &str) -> Result<(Term, u64), String> {
    let known = word.split_once('=').and_then(|(name, number)| {
        let (_, term, most) = TERMS.iter().find(|(known, ..)| *known == name)?;
        let number = number.parse().ok().filter(|number| number <= most)?;
        Some((*term, number))
    });
    known.ok_or_else(|| format!("The link can't be told `{word}`."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_changes_what_it_names() {
        let order = read("loss_permille=50 kbps=100\n");
        let changes = vec![(Term::Loss, 50), (Term::Rate, 100)];
        assert_eq!(order, Ok(Order::Change(changes)));
        assert_eq!(read("count"), Ok(Order::Count));
        let mut terms = Terms::default();
        for (at, (_, term, _)) in (1..).zip(TERMS) {
            terms.set(term, at);
        }
        let Terms {
            loss_permille,
            delay_ms,
            kbps,
            no_udp,
            moved,
            shift,
        } = terms;
        let all = [loss_permille, delay_ms, kbps, no_udp, moved, shift];
        assert_eq!(all, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn what_means_nothing_is_named() {
        for word in ["loss=5", "kbps", "kbps=-1", "moved=201", "no_udp=2"] {
            let sentence = read(&format!("delay_ms=1 {word}")).unwrap_err();
            assert!(sentence.contains(word), "{sentence}");
        }
        assert!(read(" ").is_err());
    }
}
