//! How does the European Central Bank write its rates? The file `eurofxref-hist.csv`, or some of its columns and days.
//!
//! Source: <https://www.ecb.europa.eu/stats/eurofxref/>: a header `Date,USD,JPY,...,` with a trailing comma, then a row
//! for each business day with units for one euro, `N/A` where a currency has none.

use std::io::BufRead;

use model::money::{Decimal, parse_decimal};
use model::{Code, Currency, Day, Place, Problem};

use crate::csv::Fields;
use crate::figures::{self, shown};
use crate::table::{Format, Header, Out, Table};

/// The rule for a cell without a rate.
pub const NO_RATE: &str = "no rate on that day (N/A)";

/// The rule for a cell of a currency that ISO 4217 no longer lists.
pub const HISTORIC_CURRENCY: &str = "currency that was given up before today's ISO 4217";

/// The rule for a cell of a column whose name was told to be no currency.
pub const UNKNOWN_COLUMN: &str = "column that is no currency";

/// Currencies of the Bank's file that later became others, so that ISO 4217 may no longer list them.
const HISTORIC: [&str; 11] = ["BGN", "CYP", "EEK", "HRK", "LTL", "LVL", "MTL", "ROL", "SIT", "SKK", "TRL"];

/// One rate: units of a currency for one euro on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// Where it stands.
    pub place: Place,
    /// The business day.
    pub day: Day,
    /// The currency.
    pub currency: Currency,
    /// Units for one euro; above zero.
    pub per_euro: Decimal,
}

/// The cells of a rates file, streaming.
pub type EcbRates<R> = Table<R, Rates>;

/// The format of the Bank's file.
#[derive(Debug, Clone, Copy)]
pub struct Rates;

/// What the columns of a rates file hold, in their order.
#[derive(Debug)]
pub struct Columns(Vec<Column>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Date,
    Rate(Currency),
    Historic,
    Unknown,
    Nameless,
}

/// Reads a rates file of this name.
///
/// Shape: one row per cell, in the order of the file. `Err` only where bytes could not be read; nothing follows it.
pub fn read<R: BufRead>(bytes: R, file: &str) -> EcbRates<R> {
    Table::new(bytes, file, Rates)
}

impl Format for Rates {
    type Record = RateRow;
    type Columns = Columns;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns> {
        read_header(fields, place)
    }

    fn row(&mut self, columns: &Columns, fields: &Fields<'_>, place: Place, out: &mut Out<RateRow>) {
        read_row(&columns.0, fields, &place, out);
    }

    fn empty_hint(&self) -> String {
        "put the Bank's file here, with its header `Date,USD,JPY,...`".to_owned()
    }
}

fn read_header(fields: &Fields<'_>, place: &Place) -> Header<Columns> {
    let mut problems = Vec::new();
    let mut columns = Vec::new();
    for name in fields.iter() {
        let upper = name.to_ascii_uppercase();
        let column = if upper == "DATE" {
            Column::Date
        } else if name.is_empty() {
            Column::Nameless
        } else if let Some(currency) = Currency::from_code(&upper) {
            Column::Rate(currency)
        } else if HISTORIC.contains(&upper.as_str()) {
            Column::Historic
        } else {
            let message = format!("the column `{}` is no currency", shown(name));
            problems.push(Problem::new(
                place.clone(),
                Code::UnknownColumn,
                message,
                "the header is `Date,USD,JPY,...`, as the Bank publishes it",
            ));
            Column::Unknown
        };
        columns.push(column);
    }
    let known = columns.iter().filter(|column| matches!(column, Column::Date | Column::Rate(_) | Column::Historic)).count();
    if !columns.contains(&Column::Date) {
        let hint = "the header is `Date,USD,JPY,...`, as the Bank publishes it";
        problems.push(Problem::new(place.clone(), Code::MissingColumn, "there is no column `Date`", hint));
        return Header { known, columns: None, problems };
    }
    Header { known, columns: Some(Columns(columns)), problems }
}

fn read_row(columns: &[Column], fields: &Fields<'_>, place: &Place, out: &mut Out<RateRow>) {
    let extra = (columns.len()..fields.len()).any(|index| fields.get(index).is_some_and(|text| !text.is_empty()));
    let named = columns.iter().filter(|column| **column != Column::Nameless).count();
    if extra || fields.len() < named {
        let message = format!("{} fields where the header has {}", fields.len(), columns.len());
        let hint = "each day has one field per currency, `N/A` where there is none";
        out.problem(Problem::new(place.clone(), Code::BadRow, message, hint));
        return;
    }
    let date = columns.iter().position(|column| *column == Column::Date).and_then(|index| fields.get(index)).unwrap_or_default();
    let day = match figures::day(date) {
        Ok(day) => day,
        Err(fault) => {
            out.faults(place, vec![fault]);
            return;
        }
    };
    for (column, text) in columns.iter().zip(fields.iter()) {
        let rule = match column {
            Column::Date | Column::Nameless => continue,
            Column::Historic => HISTORIC_CURRENCY,
            Column::Unknown => UNKNOWN_COLUMN,
            Column::Rate(_) if text.is_empty() || text == "N/A" => NO_RATE,
            Column::Rate(currency) => {
                if let Some(per_euro) = parse_decimal(text).filter(|rate| *rate > Decimal::ZERO) {
                    out.record(RateRow { place: place.clone(), day, currency: *currency, per_euro });
                } else {
                    let message = format!("`{}` is not a rate of {}", shown(text), currency.code());
                    let hint = "write units for one euro as a plain decimal above zero, `N/A` where there is none";
                    out.problem(Problem::new(place.clone(), Code::BadAmount, message, hint));
                }
                continue;
            }
        };
        out.skip(place.clone(), rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    fn check(text: &str, expected: &[&str], counts: [u64; 4]) {
        let mut rows = read(text.as_bytes(), "r.csv");
        let found: Vec<String> = rows
            .by_ref()
            .map(|row| match row.unwrap() {
                Row::Record(r) => format!("{} {} {} {}", r.place.line, r.day, r.currency.code(), r.per_euro),
                Row::Problem(p) => format!("{} {}: {}", p.place.line, p.code, p.message),
                Row::Skipped { place, rule } => format!("{} skipped: {rule}", place.line),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        let c = rows.counts();
        assert_eq!([c.rows, c.records, c.problems, c.skipped], counts, "{text}");
    }

    #[test]
    fn the_file_as_published() {
        check(
            "Date,USD,CYP,ISK,\n2026-10-30,1.1172,N/A,N/A,\n2007-12-31,1.4721,0.585274,91.9,\n",
            &[
                "2 2026-10-30 USD 1.1172",
                "2 skipped: currency that was given up before today's ISO 4217",
                "2 skipped: no rate on that day (N/A)",
                "3 2007-12-31 USD 1.4721",
                "3 skipped: currency that was given up before today's ISO 4217",
                "3 2007-12-31 ISK 91.9",
            ],
            [6, 3, 0, 3],
        );
    }

    #[test]
    fn what_is_no_rate() {
        check(
            "Date,USD,XQX\n2020-01-02,0,1\n2020-01,1.1,1\n2020-01-03\n2020-01-06,1.1\"1,2,3\n",
            &[
                "1 unknown-column: the column `XQX` is no currency",
                "2 bad-amount: `0` is not a rate of USD",
                "2 skipped: column that is no currency",
                "3 bad-date: `2020-01` is not a day",
                "4 bad-row: 1 fields where the header has 3",
                "5 bad-row: 4 fields where the header has 3",
            ],
            [5, 0, 4, 1],
        );
        check("USD,JPY\n1,2\n", &["1 missing-column: there is no column `Date`"], [0, 0, 0, 0]);
        check("", &["0 empty-file: the file is empty"], [0, 0, 0, 0]);
    }
}
