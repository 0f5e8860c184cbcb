//! How does Norges Bank Investment Management write what it holds? One file for the end of each year.
//!
//! Units: market values in whole kroner and dollars, `Voting` and `Ownership` in percent without a sign. The file has no date.
//!
//! Source: <https://www.nbim.no/en/investments/all-investments/>, equities, "Download" (`EQ_2019_Country.csv`).

use model::money::Decimal;
use model::{Amount, Currency, Place};

use super::HoldingRow;
use super::rules::{self, FOOTNOTE, TOTAL};
use crate::columns::{self, Columns, Known, Name};
use crate::csv::Fields;
use crate::figures::Fault;
use crate::foreign::{self, Marks, is_missing};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED};

const ACCEPTED: &str = "Region, Country, Name, Industry, Market Value(NOK), Market Value(USD), Voting, Ownership, Incorporation Country";

/// The layout.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nbim;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The country of the market.
    Country,
    /// The company.
    Name,
    /// Its value in kroner.
    Nok,
    /// Its value in dollars.
    Usd,
    /// The share of the votes.
    Voting,
    /// The share of the company.
    Ownership,
}

fn known(name: &Name) -> Known<Kind> {
    Known::Read(match (name.stem.as_str(), name.currency) {
        ("country", None) => Kind::Country,
        ("name", None) => Kind::Name,
        ("market value", Some(Currency::NOK)) => Kind::Nok,
        ("market value", Some(Currency::USD)) => Kind::Usd,
        ("voting", None) => Kind::Voting,
        ("ownership", None) => Kind::Ownership,
        ("region" | "industry" | "incorporation country", None) => return Known::PassedOver,
        _ => return Known::Unknown,
    })
}

impl Format for Nbim {
    type Record = HoldingRow;
    type Columns = Columns<Kind>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns<Kind>> {
        let (columns, known, mut problems) = Columns::read(fields, place, known, ACCEPTED);
        let hint = format!("the header is `{ACCEPTED}`, as the fund publishes it");
        for (kind, name) in [(Kind::Name, "Name"), (Kind::Ownership, "Ownership"), (Kind::Usd, "Market Value(USD)")] {
            if !columns.has(kind) {
                problems.push(columns::missing(place, name, &hint));
            }
        }
        let usable = [Kind::Name, Kind::Ownership, Kind::Usd].iter().all(|kind| columns.has(*kind));
        Header { known, columns: usable.then_some(columns), problems }
    }

    fn row(&mut self, columns: &Columns<Kind>, fields: &Fields<'_>, place: Place, out: &mut Out<HoldingRow>) {
        if rules::is_lone_text(fields) {
            return out.skip(place, FOOTNOTE);
        }
        let text = |kind: Kind| columns.text(fields, kind).filter(|text| !is_missing(text));
        if text(Kind::Country).is_none() && rules::is_total(text(Kind::Name).unwrap_or_default()) || rules::is_total(rules::label(fields)) {
            return out.skip(place, TOTAL);
        }
        if let Err(fault) = columns.fits(fields) {
            return out.faults(&place, vec![fault]);
        }
        let mut faults = Vec::new();
        let mut row = HoldingRow::at(place);
        row.name = text(Kind::Name).map(str::to_owned);
        row.country = text(Kind::Country).map(str::to_owned);
        let mut money = |kind: Kind, currency: Currency| -> (Option<Decimal>, Option<Amount>) {
            let Some(text) = text(kind) else { return (None, None) };
            match foreign::figure(text, Marks::Unknown).and_then(|figure| Ok((figure, rules::amount(figure, currency)?))) {
                Ok((figure, amount)) => (Some(figure), Some(amount)),
                Err(fault) => {
                    faults.push(fault);
                    (None, None)
                }
            }
        };
        let (usd, amount) = money(Kind::Usd, Currency::USD);
        let (nok, other_amount) = money(Kind::Nok, Currency::NOK);
        (row.amount, row.other_amount) = (amount, other_amount);
        row.instrument = rules::instrument(&[usd, nok]);
        let mut percent = |kind: Kind| {
            let share = text(kind).map(foreign::percent);
            share.and_then(|share| share.map_err(|fault: Fault| faults.push(fault)).ok())
        };
        row.share = percent(Kind::Ownership);
        row.votes = percent(Kind::Voting);
        if row.name.is_none() {
            faults.push(rules::nameless());
        }
        if faults.is_empty() { out.record(row) } else { out.faults(&row.place, faults) }
    }

    fn empty_hint(&self) -> String {
        "put the fund's file here, as it publishes it".to_owned()
    }
}
