//! How does one reporter write its positions? The `positions` CSV of the case format.

use std::io::BufRead;

use model::share::Rounding;
use model::{Amount, Capacity, Code, Day, Instrument, Place, Problem, Share};

use crate::columns;
use crate::csv::Fields;
use crate::figures::{self, Fault, shown};
use crate::table::{Format, Header, Out, Table};
use crate::words;

/// The columns of the format, in the order of the documentation.
pub const COLUMNS: [&str; 8] = ["date", "company", "value", "currency", "share", "capacity", "instrument", "security"];

pub use crate::table::EMPTY_ROW;

/// One position as the file gives it; whether the company is known is for the case to say.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionRow {
    /// Where it stands.
    pub place: Place,
    /// The day of its report.
    pub date: Day,
    /// The company as written: an entity id.
    pub company: String,
    /// The value; none where it is not published.
    pub amount: Option<Amount>,
    /// The share of the company; none where it is not published.
    pub share: Option<Share>,
    /// The capacity, where the row says one.
    pub capacity: Option<Capacity>,
    /// Shares, or what stands apart.
    pub instrument: Instrument,
    /// The share class; none where the company as a whole is meant.
    pub security: Option<String>,
}

/// The rows of a positions file, streaming.
pub type Positions<R> = Table<R, Strict>;

/// The format with these columns and no others.
#[derive(Debug, Clone, Copy)]
pub struct Strict;

/// Reads a positions file of this name.
///
/// Shape: rows in the order of the file; a row with several faults yields each of them. `Err` only where bytes could
/// not be read; nothing follows it.
pub fn read<R: BufRead>(bytes: R, file: &str) -> Positions<R> {
    Table::new(bytes, file, Strict)
}

impl Format for Strict {
    type Record = PositionRow;
    type Columns = Columns;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns> {
        Columns::read(fields, place)
    }

    fn row(&mut self, columns: &Columns, fields: &Fields<'_>, place: Place, out: &mut Out<PositionRow>) {
        match columns.position(fields, &place) {
            Ok(row) => out.record(row),
            Err(faults) => out.faults(&place, faults),
        }
    }

    fn empty_hint(&self) -> String {
        format!("write a header: `{}`", COLUMNS.join(","))
    }
}

/// Where each column stands.
#[derive(Debug)]
pub struct Columns {
    columns: [Option<usize>; COLUMNS.len()],
    width: usize,
}

impl Columns {
    fn read(fields: &Fields<'_>, place: &Place) -> Header<Self> {
        let mut problems = Vec::new();
        let mut columns = [None; COLUMNS.len()];
        for (index, name) in fields.iter().enumerate() {
            match COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(name)) {
                Some(known) if columns[known].is_none() => columns[known] = Some(index),
                Some(known) => problems.push(Problem::new(
                    place.clone(),
                    Code::UnknownColumn,
                    format!("the column `{}` stands here twice", COLUMNS[known]),
                    "rename or delete one of them; the first is read",
                )),
                // A trailing comma makes a column without a name.
                None if name.is_empty() => {}
                None => problems.push(Problem::new(
                    place.clone(),
                    Code::UnknownColumn,
                    format!("the column `{}` is not read", shown(name)),
                    format!("the columns are {}", COLUMNS.join(", ")),
                )),
            }
        }
        let header = Self { columns, width: fields.len() };
        let has = |name: &str| header.index(name).is_some();
        let mut missing = |name: &str, hint: &str| {
            problems.push(Problem::new(place.clone(), Code::MissingColumn, format!("there is no column `{name}`"), hint));
        };
        if !has("date") {
            missing("date", "add a column `date` with the day of the report, such as `2019-12-31`");
        }
        if !has("company") {
            missing("company", "add a column `company` with the id of an entity");
        }
        if has("value") && !has("currency") {
            missing("currency", "add a column `currency` with the ISO 4217 code of `value`");
        }
        if has("currency") && !has("value") {
            missing("value", "add a column `value`, or delete `currency` where no value is published");
        }
        let usable = problems.iter().all(|p| p.code != Code::MissingColumn);
        Header { known: header.columns.iter().flatten().count(), columns: usable.then_some(header), problems }
    }

    fn index(&self, name: &str) -> Option<usize> {
        COLUMNS.iter().position(|column| *column == name).and_then(|known| self.columns[known])
    }

    fn position(&self, fields: &Fields<'_>, place: &Place) -> Result<PositionRow, Vec<Fault>> {
        columns::fits(self.width, fields).map_err(|fault| vec![fault])?;
        let text = |name: &str| self.index(name).and_then(|index| fields.get(index)).filter(|text| !text.is_empty());
        let mut faults = Vec::new();
        let mut take = |result: Result<(), Fault>| faults.extend(result.err());

        let mut date = None;
        take(match text("date") {
            Some(text) => figures::day(text).map(|day| date = Some(day)),
            None => Err(empty("date", "write the day of the report")),
        });
        let company = text("company");
        take(company.map(|_| ()).ok_or_else(|| empty("company", "write the id of an entity")));
        let mut amount = None;
        match (text("value"), text("currency")) {
            (None, None) => {}
            (Some(value), Some(code)) => {
                let (mut figure, mut currency) = (None, None);
                take(figures::figure(value).map(|f| figure = Some(f)));
                take(figures::currency(code).map(|c| currency = Some(c)));
                if let (Some(figure), Some(currency)) = (figure, currency) {
                    take(figures::amount(figure, figure, currency).map(|a| amount = Some(a)));
                }
            }
            (Some(value), None) => {
                take(figures::figure(value).map(|_| ()));
                take(Err(Fault {
                    code: Code::UnknownCurrency,
                    message: format!("the value `{}` has no currency", shown(value)),
                    hint: "write the ISO 4217 code in `currency`".to_owned(),
                }));
            }
            (None, Some(code)) => {
                take(figures::currency(code).map(|_| ()));
                take(Err(Fault {
                    code: Code::BadAmount,
                    message: "a currency without a value".to_owned(),
                    hint: "write the value, or leave both empty where the amount is not known".to_owned(),
                }));
            }
        }
        let mut share = None;
        if let Some(text) = text("share") {
            take(figures::share(text, Rounding::Published).map(|s| share = Some(s)));
        }
        let mut capacity = None;
        if let Some(word) = text("capacity") {
            take(words::parse("capacity", word, Capacity::ALL, Capacity::as_str).map(|c| capacity = Some(c)));
        }
        let mut instrument = Instrument::Long;
        if let Some(word) = text("instrument") {
            take(words::parse("instrument", word, Instrument::ALL, Instrument::as_str).map(|i| instrument = i));
        }
        match (date, company) {
            (Some(date), Some(company)) if faults.is_empty() => Ok(PositionRow {
                place: place.clone(),
                date,
                company: company.to_owned(),
                amount,
                share,
                capacity,
                instrument,
                security: text("security").map(str::to_owned),
            }),
            _ => Err(faults),
        }
    }
}

fn empty(column: &str, hint: &str) -> Fault {
    Fault { code: Code::BadRow, message: format!("`{column}` is empty"), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    fn check(text: &str, expected: &[&str], counts: [u64; 4]) {
        let mut rows = read(text.as_bytes(), "p.csv");
        let found: Vec<String> = rows
            .by_ref()
            .map(|row| match row.unwrap() {
                Row::Record(r) => format!(
                    "{} {} {} {} {} {} {} {}",
                    r.place.line,
                    r.date,
                    r.company,
                    r.amount.map_or("-".to_owned(), |a| a.to_string()),
                    r.share.map_or("-".to_owned(), |s| s.to_string()),
                    r.capacity.map_or("-", Capacity::as_str),
                    r.instrument,
                    r.security.as_deref().unwrap_or("-"),
                ),
                Row::Problem(p) => format!("{} {}: {}", p.place.line, p.code, p.message),
                Row::Skipped { place, rule } => format!("{} skipped: {rule}", place.line),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        let c = rows.counts();
        assert_eq!([c.rows, c.records, c.problems, c.skipped], counts, "{text}");
    }

    #[test]
    fn columns_stand_in_any_order() {
        check(
            "\u{feff}Company , DATE,value,currency,share,capacity,instrument,security\r\n\
             hikvision,2019-12-31,141233203,USD,0.32%,manager,short,isin:CNE100000PM8\r\n\
             hikvision,2019-12-31,,,,,,\r\n\
             ,,,,,,,\r\n",
            &[
                "2 2019-12-31 hikvision USD 141233203 0.315-0.325% manager short isin:CNE100000PM8",
                "3 2019-12-31 hikvision - - - long -",
                "4 skipped: empty row",
            ],
            [3, 2, 0, 1],
        );
    }

    #[test]
    fn every_fault_of_a_row_is_told() {
        check(
            "date,company,value,currency,share,capacity,instrument\n\
             2019-12,,-5,usd,101%,owner,call\n\
             2019-12-31,a,5,,,,\n\
             2019-12-31,a,,USD,,,\n",
            &[
                "2 bad-date: `2019-12` is not a day",
                "2 bad-row: `company` is empty",
                "2 bad-amount: the amount `-5` is negative",
                "2 unknown-currency: `usd` is not a currency code",
                "2 bad-share: `101%` is not a share between 0 and 100%",
                "2 unknown-word: `owner` is no word for `capacity`",
                "2 unknown-word: `call` is no word for `instrument`",
                "3 unknown-currency: the value `5` has no currency",
                "4 bad-amount: a currency without a value",
            ],
            [3, 0, 3, 0],
        );
    }

    #[test]
    fn rows_have_the_width_of_the_header() {
        check(
            "date,company,value,currency\n2019-12-31,a,1,234,USD\n2019-12-31,a\n2019-12-31,a,1,USD,,\n",
            &[
                "2 bad-row: 5 fields where the header has 4",
                "3 bad-row: 2 fields where the header has 4",
                "4 2019-12-31 a USD 1 - - long -",
            ],
            [3, 1, 2, 0],
        );
    }

    #[test]
    fn headers_that_cannot_be_read() {
        check("", &["0 empty-file: the file is empty"], [0, 0, 0, 0]);
        check(
            "company;date\na;2019-12-31\n",
            &[
                "1 unknown-column: the column `company;date` is not read",
                "1 missing-column: there is no column `date`",
                "1 missing-column: there is no column `company`",
            ],
            [0, 0, 0, 0],
        );
        check("date,company,value\n", &["1 missing-column: there is no column `currency`"], [0, 0, 0, 0]);
        check(
            "date,company,note,date,\n2019-12-31,a,x,y,\n",
            &[
                "1 unknown-column: the column `note` is not read",
                "1 unknown-column: the column `date` stands here twice",
                "2 2019-12-31 a - - - long -",
            ],
            [1, 1, 0, 0],
        );
    }
}
