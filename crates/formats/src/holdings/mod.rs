//! How do holders write what they hold? One row type for every layout in which holdings are published.
//!
//! One file per layout: [`positions`] reads any CSV with named columns, [`nbim`] the yearly lists of Norges Bank Investment
//! Management, [`ishares`] the fund pages of iShares, [`wide`] a matrix of weights with a column per ticker. Where a file has
//! no date, currency or company of its own, the row has none either: that is for the case to say, never for a reader to guess.

use std::io::{self, BufRead};

use model::money::Decimal;
use model::{Amount, Capacity, Day, Instrument, Place, Share};

pub use crate::identifiers::{Identifier, Scheme};
use crate::{Counts, Row};

/// One holding as its publisher gives it; whose company it is, is for the case to say.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldingRow {
    /// Where it stands.
    pub place: Place,
    /// Where in the row it stands, where a row holds many: `column 002236.SZ`.
    pub at: Option<String>,
    /// The name as printed.
    pub name: Option<String>,
    /// An entity id of the case, where the file gives one.
    pub company: Option<String>,
    /// Identifiers with the right check digit, at most one per scheme, in the order of [`Scheme::ALL`].
    pub identifiers: Vec<Identifier>,
    /// The days that its date may mean, earliest first: none where the file gives no date, two for `07/09/2021`.
    pub days: Vec<Day>,
    /// The value; none where it is not published.
    pub amount: Option<Amount>,
    /// The value in a second currency, where the publisher gives two.
    pub other_amount: Option<Amount>,
    /// The share of the company, with the published rounding.
    pub share: Option<Share>,
    /// The share of its votes.
    pub votes: Option<Share>,
    /// The share of the holder's portfolio.
    pub weight: Option<Share>,
    /// The number of shares; never negative.
    pub quantity: Option<Decimal>,
    /// The capacity, where the row says one.
    pub capacity: Option<Capacity>,
    /// Shares, or what stands apart; short where a figure is negative.
    pub instrument: Instrument,
    /// The share class as the file names it, or the identifier that names a security: `isin:CNE100000PM8`.
    pub security: Option<String>,
    /// The country as printed.
    pub country: Option<String>,
}

/// How a file of holdings is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// Any CSV with named columns.
    Positions,
    /// Norges Bank Investment Management, yearly.
    Nbim,
    /// An iShares fund.
    Ishares,
    /// A matrix of weights: a row per day, a column per ticker.
    Wide,
}

impl Layout {
    /// Every layout, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Positions, Self::Nbim, Self::Ishares, Self::Wide];

    /// The word in case files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Nbim => "nbim",
            Self::Ishares => "ishares",
            Self::Wide => "wide",
        }
    }

    /// The layout of a word, `None` for any other text.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.as_str() == word)
    }
}

impl std::fmt::Display for Layout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What was seen in a file beside its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The days that the lines before the header may mean ("Fund Holdings as of"); rows without a date of their own have them.
    pub as_of: Vec<Day>,
    /// The sums of weights, one per date, in the order of the file.
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

/// The holdings of a file, streaming.
#[derive(Debug)]
pub struct Holdings<R> {
    bytes: R,
}

/// Reads a file of holdings of this name.
///
/// Shape: rows in the order of the file, in [`Layout::Wide`] one per cell; a row with several faults yields each of them.
/// `Err` only where bytes could not be read; nothing follows it.
pub fn read<R: BufRead>(_layout: Layout, bytes: R, _file: &str) -> Holdings<R> {
    Holdings { bytes }
}

impl<R> Holdings<R> {
    /// What became of the rows so far.
    pub fn counts(&self) -> Counts {
        Counts::default()
    }

    /// What was seen so far beside the rows.
    pub fn summary(&self) -> Summary {
        Summary::default()
    }
}

impl<R: BufRead> Iterator for Holdings<R> {
    type Item = io::Result<Row<HoldingRow>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.bytes.fill_buf().err().map(Err)
    }
}
