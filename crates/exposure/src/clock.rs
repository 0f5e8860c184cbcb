//! More, the same or less than before? Two records of one position compared, as far as what is published tells.

use model::money::Decimal;
use model::{Claim, Currency, Day};

use crate::history::{Change, Entry, change};
use crate::world::Range;

/// What became of a position from one record to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moved {
    /// More, whatever the rounding hides; or some after none.
    More,
    /// Held after; no record before.
    FirstSeen,
    /// The same number of shares.
    Same,
    /// Less, whatever the rounding hides.
    Less,
    /// The report after does not name the company.
    Sold,
    /// Held before and after; what is published does not tell whether more or less.
    NotTold,
    /// No record after.
    NoRecordAfter,
}

impl Moved {
    /// Every word, in the order in which answers are sorted.
    pub const ALL: [Self; 7] = [Self::More, Self::FirstSeen, Self::Same, Self::Less, Self::Sold, Self::NotTold, Self::NoRecordAfter];

    /// The word in JSON and CSV.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::More => "more",
            Self::FirstSeen => "first-seen",
            Self::Same => "same",
            Self::Less => "less",
            Self::Sold => "sold",
            Self::NotTold => "not-told",
            Self::NoRecordAfter => "no-record-after",
        }
    }
}

/// Two records of one position compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// What became of it.
    pub moved: Moved,
    /// By how much the part of the company changed, rounding kept; units: fraction, negative for less.
    pub share: Option<Range>,
    /// By how many shares the number changed; what a split did to it is not known here.
    pub quantity: Option<Decimal>,
    /// By how much the value changed, in the currency in which both were published; it includes the change of the price.
    pub value: Option<(Decimal, Decimal, Currency)>,
}

/// Compares the record after a day with the last before it.
pub fn compared(before: Option<&Claim>, was_recorded: bool, after: Option<&Claim>) -> Compared {
    let moved = |moved| Compared { moved, share: None, quantity: None, value: None };
    match (before, after) {
        (None, Some(_)) => moved(if was_recorded { Moved::More } else { Moved::FirstSeen }),
        (Some(_), None) => moved(Moved::Sold),
        (None, None) => moved(Moved::NotTold),
        (Some(before), Some(after)) => both(before, after),
    }
}

fn both(before: &Claim, after: &Claim) -> Compared {
    let share = before.share.zip(after.share);
    let quantity = before.quantity.zip(after.quantity);
    let value = before.amount.zip(after.amount).filter(|(b, a)| b.currency() == a.currency());
    Compared {
        moved: direction(before, after),
        share: share.map(|(b, a)| Range { low: a.low() - b.high(), high: a.high() - b.low() }),
        quantity: quantity.and_then(|(b, a)| a.checked_sub(b)),
        value: value.and_then(|(b, a)| Some((a.low().checked_sub(b.high())?, a.high().checked_sub(b.low())?, a.currency()))),
    }
}

/// The number of shares tells it exactly, unless the published parts of the company contradict: then shares were split or issued.
fn direction(before: &Claim, after: &Claim) -> Moved {
    let by_share = before.share.zip(after.share).map(|(b, a)| change(b, a));
    let Some((few, many)) = before.quantity.zip(after.quantity) else {
        return match by_share {
            Some(Change::More) => Moved::More,
            Some(Change::Less) => Moved::Less,
            Some(Change::NotTold) | None => Moved::NotTold,
        };
    };
    match (many.cmp(&few), by_share) {
        (std::cmp::Ordering::Equal, _) => Moved::Same,
        (std::cmp::Ordering::Greater, Some(Change::More) | None) => Moved::More,
        (std::cmp::Ordering::Less, Some(Change::Less) | None) => Moved::Less,
        (std::cmp::Ordering::Greater, Some(Change::NotTold)) if could_be(before, after) => Moved::More,
        (std::cmp::Ordering::Less, Some(Change::NotTold)) if could_be(before, after) => Moved::Less,
        _ => Moved::NotTold,
    }
}

/// Whether the number of shares and the part of the company could have changed together, with as many shares issued as before.
fn could_be(before: &Claim, after: &Claim) -> bool {
    let (Some(was), Some(is), Some((few, many))) = (before.share, after.share, before.quantity.zip(after.quantity)) else { return true };
    let Some(ratio) = many.checked_div(few).and_then(|r| f64::try_from(r).ok()) else { return true };
    was.low() * ratio <= is.high() && was.high() * ratio >= is.low()
}

/// The records of one position on both sides of a day: the last on or before it, and all after it.
#[derive(Debug, Clone)]
pub struct Sides<'e, 'a> {
    /// The last record on or before the day.
    pub before: Option<&'e Entry<'a>>,
    /// Every record after it, by day.
    pub after: Vec<&'e Entry<'a>>,
}

impl Sides<'_, '_> {
    /// Compares a record after the day with the last before it.
    pub fn compare(&self, after: &Entry<'_>) -> Compared {
        compared(self.before.and_then(|e| e.claim), self.before.is_some(), after.claim)
    }

    /// Compares the first record after the day with the last before it.
    pub fn moved(&self) -> Compared {
        match self.after.first() {
            Some(first) => self.compare(first),
            None => Compared { moved: Moved::NoRecordAfter, share: None, quantity: None, value: None },
        }
    }
}

/// Parts a series at a day; of several records of one day the first is the best and speaks alone.
pub fn sides<'e, 'a>(entries: &'e [Entry<'a>], day: Day) -> Sides<'e, 'a> {
    let first_of_day = |number: usize| number == 0 || entries[number - 1].day != entries[number].day;
    let best = || entries.iter().enumerate().filter(|(number, _)| first_of_day(*number)).map(|(_, entry)| entry);
    Sides { before: best().rfind(|e| e.day <= day), after: best().filter(|e| e.day > day).collect() }
}

#[cfg(test)]
mod tests {
    use model::Share;
    use proptest::prelude::*;

    use super::*;

    fn share() -> impl Strategy<Value = Share> {
        (0.0..=1.0_f64, 0.0..=1.0_f64).prop_map(|(a, b)| Share::new(a.min(b), a.max(b)).unwrap())
    }

    proptest! {
        /// More and less are told only where every pair of figures inside the intervals says so; turned round they change places.
        #[test]
        fn what_is_told_holds_for_every_figure_that_is_meant(before in share(), after in share(), at in 0.0..=1.0_f64, of in 0.0..=1.0_f64) {
            let inside = |share: Share, part: f64| share.low() + (share.high() - share.low()) * part;
            let (was, is) = (inside(before, at), inside(after, of));
            match change(before, after) {
                Change::More => prop_assert!(is > was),
                Change::Less => prop_assert!(is < was),
                Change::NotTold => prop_assert!(before.low() <= after.high() && after.low() <= before.high()),
            }
            let turned = match change(after, before) {
                Change::More => Change::Less,
                Change::Less => Change::More,
                Change::NotTold => Change::NotTold,
            };
            prop_assert_eq!(change(before, after), turned);
            prop_assert_eq!(change(before, before), Change::NotTold);
        }
    }

    #[test]
    fn nothing_is_said_of_what_was_never_recorded() {
        assert_eq!(compared(None, false, None).moved, Moved::NotTold);
        let words: Vec<&str> = Moved::ALL.iter().map(|moved| moved.as_str()).collect();
        assert_eq!(words, ["more", "first-seen", "same", "less", "sold", "not-told", "no-record-after"]);
        assert!(Moved::ALL.is_sorted());
    }
}
