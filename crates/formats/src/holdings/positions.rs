//! How does anybody write a portfolio? Any CSV with named columns, in any order, under the names that people give them.
//!
//! Where a figure has two readings it is a problem, never a guess: `1,234` may be a thousand or a little more than one. A
//! percentage says so in its cell or its column; a bare figure in the case format's own `share` is a fraction.

use std::collections::BTreeSet;

use model::money::Decimal;
use model::{Capacity, Code, Day, Instrument, Place, Share};

use super::rules::{self, FOOTNOTE, TOTAL};
use super::sums::{Part, Sums};
use super::{HoldingRow, Identifier, Scheme};
use crate::columns::{self, Columns, Known, Name};
use crate::csv::Fields;
use crate::exchanges;
use crate::figures::{self, Fault, shown};
use crate::foreign::{self, Marks, is_missing};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED};
use crate::words;

/// The names to propose, in the order of the documentation.
pub const COLUMNS: [&str; 21] = [
    "date",
    "company",
    "name",
    "isin",
    "sedol",
    "cusip",
    "figi",
    "lei",
    "uscc",
    "ticker",
    "mic",
    "value",
    "currency",
    "share",
    "votes",
    "weight (%)",
    "quantity",
    "capacity",
    "instrument",
    "security",
    "country",
];

/// The layout.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    pub(super) as_of: Vec<Day>,
    pub(super) sums: Sums,
    /// Columns of which it was told that percent or fraction is not said.
    unit_unknown: BTreeSet<Kind>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The day.
    Date,
    /// An entity id of the case.
    Company,
    /// A name.
    Name,
    /// An identifier; a ticker may need the market.
    Identifier(Scheme),
    /// The market.
    Exchange,
    /// The value.
    Value,
    /// Its currency.
    Currency,
    /// The share of the company.
    Share,
    /// The share of its votes.
    Votes,
    /// The share of the portfolio.
    Weight,
    /// The number of shares.
    Quantity,
    /// In which role it is held.
    Capacity,
    /// Shares, or what stands apart.
    Instrument,
    /// The share class.
    Security,
    /// The country.
    Country,
}

/// Every column with the names under which it is read, as [`columns::Name`] has them; the first is that of the case format.
pub const NAMES: [(Kind, &[&str]); 21] = [
    (Kind::Date, &["date", "as of", "as of date", "asof", "report date", "reporting date", "position date", "holding date"]),
    (Kind::Company, &["company", "company id", "entity", "entity id"]),
    (Kind::Name, &["name", "issuer", "issuer name", "company name", "security name", "holding", "holding name"]),
    (Kind::Identifier(Scheme::Isin), &["isin", "isin code"]),
    (Kind::Identifier(Scheme::Sedol), &["sedol"]),
    (Kind::Identifier(Scheme::Cusip), &["cusip"]),
    (Kind::Identifier(Scheme::Figi), &["figi"]),
    (Kind::Identifier(Scheme::Lei), &["lei", "issuer lei"]),
    (Kind::Identifier(Scheme::Uscc), &["uscc", "unified social credit code"]),
    (Kind::Identifier(Scheme::Ticker), &["ticker", "symbol", "ticker symbol"]),
    (Kind::Exchange, &["mic", "exchange", "exchange name"]),
    (Kind::Value, &["value", "market value", "amount", "mv", "fair value"]),
    (Kind::Currency, &["currency", "ccy", "currency code"]),
    (Kind::Share, &["share", "ownership", "of company", "share of company"]),
    (Kind::Votes, &["votes", "voting", "voting rights", "of votes"]),
    (Kind::Weight, &["weight", "weighting", "of fund", "of portfolio", "of net assets", "portfolio weight"]),
    (Kind::Quantity, &["quantity", "shares", "number of shares", "units", "shares held"]),
    (Kind::Capacity, &["capacity"]),
    (Kind::Instrument, &["instrument"]),
    (Kind::Security, &["security", "security id"]),
    (Kind::Country, &["country", "location"]),
];

fn known(name: &Name) -> Known<Kind> {
    columns::known_as(name, &NAMES)
}

/// The columns that name a company, the best first.
fn naming() -> impl Iterator<Item = Kind> {
    [Kind::Company, Kind::Name].into_iter().chain(Scheme::ALL.into_iter().map(Kind::Identifier))
}

impl Format for Positions {
    type Record = HoldingRow;
    type Columns = Columns<Kind>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns<Kind>> {
        let (columns, known, mut problems) = Columns::read(fields, place, known, &COLUMNS.join(", "));
        let named = naming().any(|kind| columns.has(kind));
        if !named {
            let hint = "add a column `company` with the id of an entity, or `name`, `isin`, `lei`, `ticker` with `mic`, ...";
            problems.push(columns::missing(place, "company", hint));
        }
        let unit = columns.column(Kind::Value).map(|value| value.name.currency);
        let measured = [Kind::Share, Kind::Weight, Kind::Quantity].iter().any(|kind| columns.has(*kind));
        if unit == Some(None) && !columns.has(Kind::Currency) {
            problems.push(columns::missing(place, "currency", "add a column `currency` with the ISO 4217 code of `value`"));
        }
        if unit.is_none() && columns.has(Kind::Currency) && !measured {
            problems.push(columns::missing(place, "value", "add a column `value`, or delete `currency` where no value is published"));
        }
        let usable = problems.iter().all(|problem| problem.code != Code::MissingColumn);
        // One word that is also the name of a column is no header: publishers write `Company,ACME` above their tables.
        let texts = fields.iter().filter(|text| !text.is_empty()).count();
        let header = known > 1 || known == texts;
        Header { known, columns: (usable && header).then_some(columns), problems }
    }

    fn before(&mut self, fields: &Fields<'_>) {
        if let Some(days) = rules::days_before(fields) {
            self.as_of = days;
        }
    }

    fn row(&mut self, columns: &Columns<Kind>, fields: &Fields<'_>, place: Place, out: &mut Out<HoldingRow>) {
        let text = |kind: Kind| columns.text(fields, kind).filter(|text| !is_missing(text));
        if columns.width() > 1 && fields.len() == 1 && rules::is_lone_text(fields) {
            return out.skip(place, FOOTNOTE);
        }
        let identified = naming().any(|kind| kind != Kind::Name && text(kind).is_some_and(|text| !rules::is_total(text)));
        let labels = [text(Kind::Name), text(Kind::Company), Some(rules::label(fields))];
        if !identified && text(Kind::Country).is_none() && labels.into_iter().flatten().any(rules::is_total) {
            return out.skip(place, TOTAL);
        }
        if let Err(fault) = columns.fits(fields) {
            return out.faults(&place, vec![fault]);
        }
        let cells = Cells { columns, fields, faults: Vec::new(), notes: Vec::new() };
        let (row, percent, cells) = self.holding(cells, place);
        if !cells.faults.is_empty() {
            return out.faults(&row.place, cells.faults);
        }
        out.tell_all(&row.place, cells.notes);
        if let Some(percent) = percent {
            self.sums.add(&row.days, Part::Record, percent);
        }
        out.record(row);
    }

    fn empty_hint(&self) -> String {
        "write a header: `date,company,value,currency`".to_owned()
    }
}

/// The cells of a row, with what is wrong with them: faults undo the row, notes do not.
struct Cells<'a, 'f> {
    columns: &'a Columns<Kind>,
    fields: &'a Fields<'f>,
    faults: Vec<Fault>,
    notes: Vec<Fault>,
}

impl<'f> Cells<'_, 'f> {
    /// What stands in a column; `None` also where that is a mark for "missing".
    fn text(&self, kind: Kind) -> Option<&'f str> {
        self.columns.text(self.fields, kind).filter(|text| !is_missing(text))
    }

    fn take<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn figure(&mut self, kind: Kind) -> Option<Decimal> {
        let text = self.text(kind)?;
        self.take(foreign::figure(text, Marks::Unknown))
    }

    fn empty(&mut self, column: &str, hint: &str) {
        self.faults.push(Fault { code: Code::BadRow, message: format!("`{column}` is empty"), hint: hint.to_owned() });
    }
}

impl Positions {
    /// The holding of a row, and its weight in percent.
    fn holding<'a, 'f>(&mut self, mut cells: Cells<'a, 'f>, place: Place) -> (HoldingRow, Option<Decimal>, Cells<'a, 'f>) {
        let mut row = HoldingRow::at(place);
        if let Some(text) = cells.text(Kind::Date) {
            row.days = cells.take(foreign::days(text)).unwrap_or_default();
        } else if cells.columns.has(Kind::Date) {
            cells.empty("date", "write the day of the report");
        } else {
            row.days.clone_from(&self.as_of);
        }
        names(&mut row, &mut cells);
        let value = value(&mut row, &mut cells);
        row.share = self.share(&mut cells, Kind::Share).map(|(share, _)| share);
        row.votes = self.share(&mut cells, Kind::Votes).map(|(share, _)| share);
        let weight = self.share(&mut cells, Kind::Weight);
        row.weight = weight.map(|(share, _)| share);
        let quantity = cells.figure(Kind::Quantity);
        row.quantity = quantity.map(|quantity| quantity.abs());
        if let Some(word) = cells.text(Kind::Capacity) {
            row.capacity = cells.take(words::parse("capacity", word, Capacity::ALL, Capacity::as_str));
        }
        row.country = cells.text(Kind::Country).map(str::to_owned);
        let negative = rules::instrument(&[value, quantity, weight.map(|(_, percent)| percent)]);
        row.instrument = match cells.text(Kind::Instrument) {
            None => negative,
            Some(word) => {
                let said = cells.take(words::parse("instrument", word, Instrument::ALL, Instrument::as_str)).unwrap_or(negative);
                if said == Instrument::Long && negative == Instrument::Short {
                    cells.faults.push(Fault {
                        code: Code::BadAmount,
                        message: "a negative figure, and the instrument `long`".to_owned(),
                        hint: "what is sold short has the instrument `short`".to_owned(),
                    });
                }
                said
            }
        };
        let percent = weight.map(|(_, percent)| percent);
        (row, percent, cells)
    }

    /// A share and its figure in percent, with its sign.
    fn share(&mut self, cells: &mut Cells<'_, '_>, kind: Kind) -> Option<(Share, Decimal)> {
        let text = cells.text(kind)?;
        let column = cells.columns.column(kind)?;
        let bare = text.strip_suffix('%').map(str::trim_end);
        let percent = column.name.percent || bare.is_some();
        // `share` and `votes` are the words of the case format, in which a bare figure is a fraction.
        let fraction = matches!(column.name.stem.as_str(), "share" | "votes");
        if !percent && !fraction {
            if self.unit_unknown.insert(kind) {
                cells.notes.push(unit_unknown(text, &column.printed));
            }
            return None;
        }
        if !percent || kind != Kind::Weight {
            let share =
                cells.take(if percent { foreign::percent(text) } else { figures::share(text, model::share::Rounding::Published) })?;
            return Some((share, Decimal::ZERO));
        }
        let figure = cells.take(foreign::figure(bare.unwrap_or(text), Marks::Unknown))?;
        let share = cells.take(rules::weight(figure, true))?;
        Some((share, figure))
    }
}

/// Company, name and identifiers.
fn names(row: &mut HoldingRow, cells: &mut Cells<'_, '_>) {
    row.name = cells.text(Kind::Name).map(str::to_owned);
    match cells.text(Kind::Company) {
        // "Hangzhou Hikvision" in a column `Company` can be no id; it is the name that the file gives.
        Some(text) if row.name.is_none() && model::EntityId::parse(text).is_err() => row.name = Some(text.to_owned()),
        text => row.company = text.map(str::to_owned),
    }
    for scheme in Scheme::ALL {
        let Some(text) = cells.text(Kind::Identifier(scheme)) else { continue };
        if scheme != Scheme::Ticker {
            rules::identify(row, scheme, text, &mut cells.notes);
            continue;
        }
        let exchange = cells.text(Kind::Exchange);
        if let Some(listing) = exchange.map_or_else(|| exchanges::listing(text), |exchange| exchanges::ticker(exchange, text)) {
            rules::add(row, Identifier::listing(listing));
        }
    }
    if let Some(text) = cells.text(Kind::Security) {
        row.security = Some(text.to_owned());
        if let Some((scheme, value)) = text.split_once(':').and_then(|(word, value)| Some((Scheme::parse(word)?, value))) {
            rules::identify(row, scheme, value, &mut cells.notes);
        }
    } else {
        row.security = rules::security(row);
    }
    if row.company.is_none() && row.name.is_none() && row.identifiers.is_empty() {
        if naming().filter(|kind| cells.columns.has(*kind)).eq([Kind::Company]) {
            cells.empty("company", "write the id of an entity");
        } else {
            cells.faults.push(rules::nameless());
        }
    }
}

/// The amount; returns its figure with its sign.
fn value(row: &mut HoldingRow, cells: &mut Cells<'_, '_>) -> Option<Decimal> {
    let column = cells.columns.column(Kind::Value)?;
    let of_header = column.name.currency;
    let code = cells.text(Kind::Currency);
    let Some(text) = cells.columns.text(cells.fields, Kind::Value) else {
        if let (Some(code), None) = (code, of_header) {
            cells.take(figures::currency(code));
            cells.faults.push(Fault {
                code: Code::BadAmount,
                message: "a currency without a value".to_owned(),
                hint: "write the value, `-` where it is not known, or leave both empty".to_owned(),
            });
        }
        return None;
    };
    if is_missing(text) {
        return None;
    }
    let figure = cells.take(foreign::figure(text, Marks::Unknown));
    let currency = match (of_header, code) {
        (Some(currency), _) => Some(currency),
        (None, Some(code)) => cells.take(figures::currency(code)),
        (None, None) => {
            cells.faults.push(Fault {
                code: Code::UnknownCurrency,
                message: format!("the value `{}` has no currency", shown(text)),
                hint: "write the ISO 4217 code in `currency`".to_owned(),
            });
            None
        }
    };
    if let (Some(figure), Some(currency)) = (figure, currency) {
        row.amount = cells.take(rules::amount(figure, currency));
    }
    figure
}

fn unit_unknown(text: &str, column: &str) -> Fault {
    Fault {
        code: Code::BadShare,
        message: format!("`{}` in the column `{column}` can be percent or a fraction, so the column is not read", shown(text)),
        hint: format!("name the column `{column} (%)`, or write a percent sign in each cell"),
    }
}
