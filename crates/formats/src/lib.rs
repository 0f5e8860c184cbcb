//! How does the world write it? Foreign bytes to records and problems.
//!
//! One file per format, each a function from `impl BufRead` to an iterator of [`Row`]s. Every input row
//! ends as a record, a problem or skipped by a named rule, and [`Counts`] says how many; bad data is never an
//! `Err`, which is kept for bytes that could not be read. Memory does not grow with the file. This crate opens
//! no file and knows no case: whether an id exists is for `store` to say.

pub mod columns;
pub mod csv;
pub mod detect;
pub mod ecb_rates;
pub mod entities;
pub mod exchanges;
pub mod figures;
pub mod foreign;
pub mod holdings;
pub mod identifiers;
pub mod links;
pub mod table;
pub mod words;

use model::{Place, Problem};

/// What became of an input row. A row with several faults yields several problems.
#[derive(Debug, Clone, PartialEq)]
pub enum Row<T> {
    /// It was understood.
    Record(T),
    /// It was not, or something in it should be looked at.
    Problem(Problem),
    /// It says nothing, by a named rule.
    Skipped {
        /// Where it stands.
        place: Place,
        /// The rule, in words.
        rule: &'static str,
    },
}

/// What became of the rows of a file: `rows = records + problems + skipped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Input rows, without the header; for rates and matrices of weights, cells: one currency or ticker on one day.
    pub rows: u64,
    /// Rows that became a record.
    pub records: u64,
    /// Rows that became a problem, however many problems each has.
    pub problems: u64,
    /// Rows that were skipped by a named rule.
    pub skipped: u64,
}

impl Counts {
    /// Counts a row that became a record.
    pub fn record(&mut self) {
        self.rows += 1;
        self.records += 1;
    }

    /// Counts a row that became a problem.
    pub fn problem(&mut self) {
        self.rows += 1;
        self.problems += 1;
    }

    /// Counts a row that was skipped.
    pub fn skip(&mut self) {
        self.rows += 1;
        self.skipped += 1;
    }
}
