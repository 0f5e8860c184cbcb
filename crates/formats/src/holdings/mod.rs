//! How do holders write what they hold? One row type for every layout in which holdings are published.
//!
//! One file per layout: [`positions`] reads any CSV with named columns, [`nbim`] the yearly lists of Norges Bank Investment
//! Management, [`ishares`] the fund pages of iShares, [`wide`] a matrix of weights with a column per ticker. Where a file has
//! no date, currency or company of its own, the row has none either: that is for the case to say, never for a reader to guess.
//!
//! What is no holding is skipped by a rule with a name, which stands as a constant beside the layout that applies it: text before
//! the header and below the table, rows in which nothing stands, totals, what is no share of a company ([`ishares::NO_COMPANY`]), and
//! in a matrix the cells of zero, of cash, of sums. Everything else is a record or a problem.

pub mod ishares;
pub mod nbim;
pub mod positions;
pub mod rules;
pub mod sums;
pub mod wide;

use std::io::{self, BufRead};

use model::money::Decimal;
use model::{Amount, Capacity, Day, Instrument, Place, Share};

pub use self::sums::{Summary, Weights};
pub use crate::identifiers::{Identifier, Scheme};
use crate::table::Table;
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

impl HoldingRow {
    /// A row at this place of which nothing is known yet.
    pub fn at(place: Place) -> Self {
        Self {
            place,
            at: None,
            name: None,
            company: None,
            identifiers: Vec::new(),
            days: Vec::new(),
            amount: None,
            other_amount: None,
            share: None,
            votes: None,
            weight: None,
            quantity: None,
            capacity: None,
            instrument: Instrument::Long,
            security: None,
            country: None,
        }
    }
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

impl Layout {
    /// Every rule by which it skips a row or a cell, beside those of every table.
    pub fn rules(self) -> Vec<&'static str> {
        let shared = [rules::TOTAL, rules::FOOTNOTE];
        let own: Vec<&str> = match self {
            Self::Positions | Self::Nbim => Vec::new(),
            Self::Ishares => ishares::NO_COMPANY.into_iter().map(|(_, rule)| rule).collect(),
            Self::Wide => vec![wide::NO_WEIGHT, wide::ZERO, wide::CASH, wide::SUM, wide::TWICE, wide::NAMELESS],
        };
        shared.into_iter().chain(own).collect()
    }
}

impl std::fmt::Display for Layout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// The holdings of a file, streaming.
#[derive(Debug)]
pub struct Holdings<R>(Inner<R>);

#[derive(Debug)]
enum Inner<R> {
    Positions(Table<R, positions::Positions>),
    Nbim(Table<R, nbim::Nbim>),
    Ishares(Table<R, ishares::Ishares>),
    Wide(Table<R, wide::Wide>),
}

/// Does the same with the table of whichever layout.
macro_rules! each {
    ($inner:expr, $table:ident => $do:expr) => {
        match $inner {
            Inner::Positions($table) => $do,
            Inner::Nbim($table) => $do,
            Inner::Ishares($table) => $do,
            Inner::Wide($table) => $do,
        }
    };
}

/// Reads a file of holdings of this name.
///
/// Shape: rows in the order of the file, in [`Layout::Wide`] one per cell; a row with several faults yields each of them. A
/// record may be preceded by warnings about its identifiers, which are not counted. `Err` only where bytes could not be read;
/// nothing follows it.
///
/// # Example
/// ```
/// use daylight_formats::Row;
/// use daylight_formats::holdings::{Layout, read};
/// let file = "Name,ISIN,Market Value(USD)\nHikvision,CNE100000PM8,\"25,883,836.92\"\nTotal,,\"25,883,836.92\"\n";
/// let mut rows = read(Layout::Positions, file.as_bytes(), "data/fund.csv");
/// let Some(Ok(Row::Record(row))) = rows.next() else { unreachable!() };
/// assert_eq!(row.security.as_deref(), Some("isin:CNE100000PM8"));
/// assert_eq!(row.amount.unwrap().to_string(), "USD 25883836.92");
/// assert_eq!(rows.by_ref().count(), 1);
/// assert_eq!((rows.counts().records, rows.counts().skipped), (1, 1));
/// ```
pub fn read<R: BufRead>(layout: Layout, bytes: R, file: &str) -> Holdings<R> {
    Holdings(match layout {
        Layout::Positions => Inner::Positions(Table::new(bytes, file, positions::Positions::default())),
        Layout::Nbim => Inner::Nbim(Table::new(bytes, file, nbim::Nbim)),
        Layout::Ishares => Inner::Ishares(Table::new(bytes, file, ishares::Ishares::default())),
        Layout::Wide => Inner::Wide(Table::new(bytes, file, wide::Wide::default())),
    })
}

impl<R> Holdings<R> {
    /// What became of the rows so far.
    pub fn counts(&self) -> Counts {
        each!(&self.0, table => table.counts())
    }

    /// What was seen so far beside the rows.
    pub fn summary(&self) -> Summary {
        match &self.0 {
            Inner::Positions(table) => table.format().sums.summary(table.format().as_of.clone()),
            Inner::Nbim(_) => Summary::default(),
            Inner::Ishares(table) => table.format().sums.summary(table.format().as_of.clone()),
            Inner::Wide(table) => table.format().sums.summary(Vec::new()),
        }
    }
}

impl<R: BufRead> Iterator for Holdings<R> {
    type Item = io::Result<Row<HoldingRow>>;

    fn next(&mut self) -> Option<Self::Item> {
        each!(&mut self.0, table => table.next())
    }
}
