//! How do extracts of a fund's history write what it held? A row per day, a column per ticker, a weight in each cell.
//!
//! Units: percent or fractions of the fund, decided for each row by what stands in it. A cell of zero is no holding: the layout
//! has one for every ticker that the fund held on some other day, and for what rounds to zero.

use std::collections::BTreeSet;

use model::money::Decimal;
use model::{Code, Day, Place, Problem};

use super::rules::{self, FOOTNOTE, TOTAL};
use super::sums::{Part, Sums};
use super::{HoldingRow, Identifier};
use crate::columns;
use crate::csv::Fields;
use crate::exchanges;
use crate::figures::{Fault, shown};
use crate::foreign::{self, Marks, is_missing};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED};

/// The rule for a cell in which nothing stands.
pub const NO_WEIGHT: &str = "no weight on that day";

/// The rule for a cell of zero.
pub const ZERO: &str = "weight of zero";

/// The rule for a cell of a column of cash.
pub const CASH: &str = "cash";

/// The rule for a cell of a column that adds up the others.
pub const SUM: &str = "sum of the row";

/// The rule for a cell of a column that was told to stand twice.
pub const TWICE: &str = "column that stands twice";

/// The rule for a cell of a column without a name.
pub const NAMELESS: &str = "column without a name";

/// A row of fractions adds up to about one; the extract of a fund that was seen has 0.914.
const NEAR_ONE: (Decimal, Decimal) = (Decimal::from_parts(9, 0, 0, false, 1), Decimal::from_parts(11, 0, 0, false, 1));

/// No fund holds ten times itself: a row that adds up to more is in percent.
const FAR_ABOVE_ONE: Decimal = Decimal::TEN;

/// The layout.
#[derive(Debug, Clone, Default)]
pub struct Wide {
    pub(super) sums: Sums,
    /// Whether an earlier row was in percent beyond doubt; one file has one unit.
    percent: bool,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// The day.
    Date,
    /// The weights of a ticker.
    Listing(Identifier, String),
    /// The weights of a company or security under some other name.
    Named(String),
    /// The weights of cash.
    Cash,
    /// The sums of the rows.
    Sum,
    /// What an earlier column says.
    Twice,
    /// Nothing, as behind a trailing comma.
    Nameless,
}

impl Format for Wide {
    type Record = HoldingRow;
    type Columns = Vec<Column>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Vec<Column>> {
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        let mut columns = Vec::new();
        for (index, printed) in fields.iter().enumerate() {
            let column = column(index, printed);
            let key = match &column {
                Column::Listing(ticker, _) => ticker.to_string(),
                Column::Named(name) => name.to_lowercase(),
                _ => String::new(),
            };
            if !key.is_empty() && !seen.insert(key) {
                problems.push(columns::twice(place, printed, printed));
                columns.push(Column::Twice);
            } else {
                columns.push(column);
            }
        }
        let listings = columns.iter().filter(|column| matches!(column, Column::Listing(..))).count();
        let dated = columns.first() == Some(&Column::Date);
        if !dated {
            problems.push(columns::missing(place, "Date", "the first column holds the days; name it `Date`, or leave its name empty"));
        }
        if listings == 0 {
            problems.push(columns::missing(place, "TICKER.SUFFIX", "name each column by a ticker with its market, such as `002236.SZ`"));
        }
        Header { known: listings + usize::from(dated && listings > 0), columns: (dated && listings > 0).then_some(columns), problems }
    }

    fn row(&mut self, columns: &Vec<Column>, fields: &Fields<'_>, place: Place, out: &mut Out<HoldingRow>) {
        if rules::is_lone_text(fields) {
            return out.skip(place, FOOTNOTE);
        }
        let first = fields.get(0).unwrap_or_default();
        if rules::is_total(first) {
            return out.skip(place, TOTAL);
        }
        let read = columns::fits(columns.len(), fields).and_then(|()| foreign::days(first));
        let read = read.and_then(|days| Ok((days, self.is_percent(columns, fields)?)));
        match read {
            Ok((days, percent)) => {
                for (column, text) in columns.iter().zip(fields.iter()) {
                    self.cell(column, text, &days, percent, &place, out);
                }
            }
            Err(fault) => out.faults(&place, vec![fault]),
        }
    }

    fn empty_hint(&self) -> String {
        "write a header of tickers: `Date,002236.SZ,002230.SZ`".to_owned()
    }
}

fn column(index: usize, printed: &str) -> Column {
    const DATES: [&str; 6] = ["", "date", "day", "as of", "as of date", "report date"];
    const CASH: [&str; 4] = ["cash", "cash & cash equivalents", "cash and cash equivalents", "cash & equivalents"];
    let stem = columns::name(printed).stem;
    if index == 0 && DATES.contains(&stem.as_str()) {
        Column::Date
    } else if printed.is_empty() {
        Column::Nameless
    } else if CASH.contains(&stem.as_str()) {
        Column::Cash
    } else if rules::is_total(&stem) {
        Column::Sum
    } else if let Some(listing) = exchanges::listing(printed) {
        Column::Listing(Identifier::listing(listing), printed.to_owned())
    } else {
        Column::Named(printed.to_owned())
    }
}

impl Wide {
    /// Whether the figures of a row are percent: one is above one; or they are fractions, where they add up to about one.
    fn is_percent(&mut self, columns: &[Column], fields: &Fields<'_>) -> Result<bool, Fault> {
        let mut sum = Decimal::ZERO;
        let (mut seen, mut above_one) = (false, false);
        for (column, text) in columns.iter().zip(fields.iter()) {
            if matches!(column, Column::Date | Column::Twice | Column::Nameless) || is_missing(text) {
                continue;
            }
            // A cell with a percent sign says itself what it is.
            let Ok(figure) = foreign::figure(text, Marks::Unknown) else { continue };
            seen |= !figure.is_zero();
            above_one |= figure.abs() > Decimal::ONE;
            if *column != Column::Sum {
                sum = sum.saturating_add(figure);
            }
        }
        self.percent |= above_one || sum > FAR_ABOVE_ONE;
        if self.percent || !seen {
            return Ok(true);
        }
        if (NEAR_ONE.0..=NEAR_ONE.1).contains(&sum) {
            return Ok(false);
        }
        Err(Fault {
            code: Code::BadShare,
            message: format!("the weights of the row add up to {}, which can be percent or fractions", sum.normalize()),
            hint: "write each with a percent sign: `0.19%`".to_owned(),
        })
    }

    fn cell(&mut self, column: &Column, text: &str, days: &[Day], percent: bool, place: &Place, out: &mut Out<HoldingRow>) {
        let rule = match column {
            Column::Date => return,
            Column::Nameless if text.is_empty() => return,
            Column::Nameless => NAMELESS,
            Column::Twice => TWICE,
            _ if is_missing(text) => NO_WEIGHT,
            Column::Cash => CASH,
            Column::Sum => SUM,
            Column::Listing(..) | Column::Named(_) => "",
        };
        let (bare, signed) = text.strip_suffix('%').map_or((text, false), |bare| (bare, true));
        let percent = percent || signed;
        let figure = foreign::figure(bare, Marks::Unknown);
        let in_percent =
            figure.as_ref().ok().and_then(|figure| if percent { Some(*figure) } else { figure.checked_mul(Decimal::ONE_HUNDRED) });
        if !rule.is_empty() {
            if let Some(figure) = in_percent.filter(|_| rule == CASH || rule == SUM) {
                self.sums.add(days, if rule == SUM { Part::Stated } else { Part::Skipped }, figure);
            }
            return out.skip(place.clone(), rule);
        }
        if figure.as_ref().is_ok_and(Decimal::is_zero) {
            return out.skip(place.clone(), ZERO);
        }
        let mut row = HoldingRow::at(place.clone());
        let at = match column {
            Column::Listing(ticker, printed) => {
                row.identifiers.push(ticker.clone());
                row.security = Some(ticker.to_string());
                printed
            }
            Column::Named(printed) => {
                row.name = Some(printed.clone());
                printed
            }
            _ => return,
        };
        match figure.and_then(|figure| Ok((figure, rules::weight(figure, percent)?))) {
            Ok((figure, weight)) => {
                row.at = Some(format!("column {}", shown(at)));
                row.days = days.to_vec();
                row.instrument = rules::instrument(&[Some(figure)]);
                row.weight = Some(weight);
                self.sums.add(days, Part::Record, in_percent.unwrap_or_default());
                out.record(row);
            }
            Err(fault) => {
                let message = format!("{}, in the column `{}`", fault.message, shown(at));
                out.problem(Problem::new(place.clone(), fault.code, message, fault.hint));
            }
        }
    }
}
