//! What do the weights of a file add up to? A sum far from 100% shows that a file is an extract.

use std::collections::BTreeMap;

use model::Day;
use model::money::Decimal;

/// Dates of one file whose sums are kept; a fund has some 260 business days a year.
pub const MAX_DATES: usize = 20_000;

/// What was seen in a file beside its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The days that the lines before the header may mean ("Fund Holdings as of"); rows without a date of their own have them.
    pub as_of: Vec<Day>,
    /// The sums of weights, one per date, in the order of the dates; of the first [`MAX_DATES`] dates.
    pub weights: Vec<Weights>,
}

/// The weights of one date, added up; units: percent of the portfolio, as published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weights {
    /// The days that the date may mean; none where the file gives no date.
    pub days: Vec<Day>,
    /// Of what became records; what is sold short counts below zero.
    pub records: Decimal,
    /// Of what was skipped by a named rule, such as cash.
    pub skipped: Decimal,
    /// The sum that the publisher states, such as the column `SUM`.
    pub stated: Option<Decimal>,
}

/// Sums that grow as rows are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums(BTreeMap<Vec<Day>, Weights>);

/// What a weight belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Record,
    Skipped,
    Stated,
}

impl Sums {
    /// Adds a weight in percent; one that no decimal can hold any more is left out.
    pub(crate) fn add(&mut self, days: &[Day], part: Part, percent: Decimal) {
        if !self.0.contains_key(days) {
            if self.0.len() == MAX_DATES {
                return;
            }
            self.0.insert(days.to_vec(), Weights { days: days.to_vec(), ..Weights::default() });
        }
        let Some(weights) = self.0.get_mut(days) else { return };
        let sum = match part {
            Part::Record => &mut weights.records,
            Part::Skipped => &mut weights.skipped,
            Part::Stated => {
                weights.stated = Some(percent);
                return;
            }
        };
        *sum = sum.checked_add(percent).unwrap_or(*sum);
    }

    pub(crate) fn summary(&self, as_of: Vec<Day>) -> Summary {
        Summary { as_of, weights: self.0.values().cloned().collect() }
    }
}
