//! How does iShares write what a fund holds? The download of a fund's page, or a table of it.
//!
//! Units: amounts in the currency of the column `Currency`, in English figures; weights in percent without a sign.
//! Downloads begin with some nine lines about the fund, one of which names the day; tables without them have no date.
//!
//! Source: <https://www.ishares.com/us/products/>, "Detailed Holdings and Analytics".

use model::money::Decimal;
use model::{Code, Day, Place};

use super::rules::{self, FOOTNOTE, TOTAL};
use super::sums::{Part, Sums};
use super::{HoldingRow, Identifier, Scheme};
use crate::columns::{self, Columns, Known, Name};
use crate::csv::Fields;
use crate::figures::{self, Fault, shown};
use crate::foreign::{self, Marks, is_missing};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED};
use crate::{columns::Column, exchanges};

/// Asset classes that are no share of a company, each with the rule that skips it.
pub const NO_COMPANY: [(&str, &str); 13] = [
    ("cash", "cash"),
    ("cash and/or derivatives", "cash or derivative"),
    ("cash collateral and margins", "cash collateral"),
    ("money market", "money market fund"),
    ("fx", "currency forward"),
    ("forwards", "currency forward"),
    ("futures", "future"),
    ("options", "option"),
    ("swaps", "swap"),
    ("fixed income", "bond"),
    ("commodity", "commodity"),
    ("alternative", "alternative asset"),
    ("mutual fund", "fund"),
];

/// Columns that the publisher is known to write and that are not needed.
const PASSED_OVER: [&str; 27] = [
    "type",
    "sector",
    "notional value",
    "nominal",
    "par value",
    "price",
    "location of risk",
    "duration",
    "mod. duration",
    "modified duration",
    "real duration",
    "ytm",
    "real ytm",
    "yield to call",
    "yield to worst",
    "ytw",
    "fx rate",
    "maturity",
    "coupon",
    "market currency",
    "accrual date",
    "effective date",
    "market weight",
    "notional weight",
    "issuer ticker",
    "strike price",
    "call/put",
];

const ACCEPTED: &str = "Ticker, Name, Asset Class, Weight (%), Shares, Market Value, Currency, CUSIP, ISIN, SEDOL, Exchange, Location, as iShares publishes them";

/// The layout.
#[derive(Debug, Clone, Default)]
pub struct Ishares {
    pub(super) as_of: Vec<Day>,
    pub(super) sums: Sums,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The ticker.
    Ticker,
    /// The company.
    Name,
    /// What kind of asset it is.
    AssetClass,
    /// The share of the fund.
    Weight,
    /// The value.
    Value,
    /// The currency of the value.
    Currency,
    /// The number of shares.
    Quantity,
    /// An identifier.
    Cusip,
    /// An identifier.
    Isin,
    /// An identifier.
    Sedol,
    /// The market.
    Exchange,
    /// The country.
    Location,
}

fn known(name: &Name) -> Known<Kind> {
    Known::Read(match name.stem.as_str() {
        "ticker" => Kind::Ticker,
        "name" => Kind::Name,
        "asset class" => Kind::AssetClass,
        "weight" => Kind::Weight,
        "market value" => Kind::Value,
        "currency" => Kind::Currency,
        "shares" | "quantity" => Kind::Quantity,
        "cusip" => Kind::Cusip,
        "isin" => Kind::Isin,
        "sedol" => Kind::Sedol,
        "exchange" => Kind::Exchange,
        "location" => Kind::Location,
        stem if PASSED_OVER.contains(&stem) => return Known::PassedOver,
        _ => return Known::Unknown,
    })
}

impl Format for Ishares {
    type Record = HoldingRow;
    type Columns = Columns<Kind>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns<Kind>> {
        let (columns, known, mut problems) = Columns::read(fields, place, known, ACCEPTED);
        let hint = "the table begins with the header that iShares publishes: `Ticker,Name,Sector,Asset Class,Market Value,Weight (%),...`";
        let mut usable = true;
        for (kind, name) in [(Kind::Name, "Name"), (Kind::AssetClass, "Asset Class"), (Kind::Weight, "Weight (%)")] {
            if !columns.has(kind) {
                problems.push(columns::missing(place, name, hint));
                usable = false;
            }
        }
        if columns.column(Kind::Value).is_some_and(|value| value.name.currency.is_none()) && !columns.has(Kind::Currency) {
            problems.push(columns::missing(place, "Currency", "without it no market value is read; add it, or write `Market Value(USD)`"));
        }
        Header { known, columns: usable.then_some(columns), problems }
    }

    fn before(&mut self, fields: &Fields<'_>) {
        if let Some(days) = rules::days_before(fields) {
            self.as_of = days;
        }
    }

    fn row(&mut self, columns: &Columns<Kind>, fields: &Fields<'_>, place: Place, out: &mut Out<HoldingRow>) {
        if rules::is_lone_text(fields) {
            return out.skip(place, FOOTNOTE);
        }
        let text = |kind: Kind| columns.text(fields, kind).filter(|text| !is_missing(text));
        let class = text(Kind::AssetClass).unwrap_or_default();
        if class.is_empty() && rules::is_total(rules::label(fields)) {
            return out.skip(place, TOTAL);
        }
        if let Err(fault) = columns.fits(fields) {
            return out.faults(&place, vec![fault]);
        }
        let weight = text(Kind::Weight).map(|text| foreign::figure(text.trim_end_matches('%'), Marks::English));
        if let Some((_, rule)) = NO_COMPANY.iter().find(|(known, _)| known.eq_ignore_ascii_case(class)) {
            if let Some(Ok(percent)) = weight {
                self.sums.add(&self.as_of, Part::Skipped, percent);
            }
            return out.skip(place, rule);
        }
        if !class.eq_ignore_ascii_case("equity") {
            return out.faults(&place, vec![unknown_class(class)]);
        }
        let mut faults = Vec::new();
        let mut take = |figure: Option<Result<Decimal, Fault>>| figure.and_then(|figure| figure.map_err(|fault| faults.push(fault)).ok());
        let weight = take(weight);
        let value = take(text(Kind::Value).map(|text| foreign::figure(text, Marks::English)));
        let quantity = take(text(Kind::Quantity).map(|text| foreign::figure(text, Marks::English)));
        let mut row = HoldingRow::at(place);
        row.name = text(Kind::Name).map(str::to_owned);
        row.country = text(Kind::Location).map(str::to_owned);
        row.days.clone_from(&self.as_of);
        row.instrument = rules::instrument(&[value, quantity]);
        row.quantity = quantity.map(|quantity| quantity.abs());
        if let Some(weight) = weight {
            row.weight = rules::weight(weight, true).map_err(|fault| faults.push(fault)).ok();
        }
        let currency = columns.column(Kind::Value).and_then(|column: &Column| column.name.currency).map(Ok);
        if let (Some(value), Some(currency)) = (value, currency.or_else(|| text(Kind::Currency).map(figures::currency))) {
            row.amount = currency.and_then(|currency| rules::amount(value, currency)).map_err(|fault| faults.push(fault)).ok();
        }
        let mut notes = Vec::new();
        for (kind, scheme) in [(Kind::Isin, Scheme::Isin), (Kind::Sedol, Scheme::Sedol), (Kind::Cusip, Scheme::Cusip)] {
            rules::identify(&mut row, scheme, text(kind).unwrap_or_default(), &mut notes);
        }
        if let Some(listing) = text(Kind::Ticker).zip(text(Kind::Exchange)).and_then(|(code, exchange)| exchanges::ticker(exchange, code)) {
            rules::add(&mut row, Identifier::listing(listing));
        }
        row.security = rules::security(&row);
        if row.name.is_none() && row.identifiers.is_empty() {
            faults.push(rules::nameless());
        }
        if !faults.is_empty() {
            faults.extend(notes);
            return out.faults(&row.place, faults);
        }
        out.tell_all(&row.place, notes);
        if let Some(weight) = weight {
            self.sums.add(&self.as_of, Part::Record, weight);
        }
        out.record(row);
    }

    fn empty_hint(&self) -> String {
        "put the fund's file here, as iShares publishes it".to_owned()
    }
}

fn unknown_class(class: &str) -> Fault {
    Fault {
        code: Code::UnknownWord,
        message: if class.is_empty() { "`Asset Class` is empty".to_owned() } else { format!("`{}` is no known asset class", shown(class)) },
        hint: "what is a share of a company has the asset class `Equity`".to_owned(),
    }
}
