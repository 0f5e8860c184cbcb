//! What in a file of holdings is no holding? The rules that every layout shares, and what they share in reading a row.

use model::money::Decimal;
use model::share::Rounding;
use model::{Amount, Currency, Day, Instrument, Share};

use super::{HoldingRow, Identifier, Scheme};
use crate::columns;
use crate::csv::Fields;
use crate::figures::{self, Fault};
use crate::foreign;

/// The rule for a row that adds up others.
pub const TOTAL: &str = "total";

/// The rule for what a publisher writes below the table.
pub const FOOTNOTE: &str = "text below the table";

/// Whether a label is that of a total, and not the name of a company that begins so.
pub(crate) fn is_total(label: &str) -> bool {
    const WORDS: [&str; 14] = [
        "total",
        "totals",
        "sum",
        "grand total",
        "subtotal",
        "sub-total",
        "sub total",
        "total holdings",
        "total portfolio",
        "total fund",
        "total net assets",
        "total investments",
        "total equities",
        "total equity",
    ];
    let label = label.trim_end_matches(':').trim_end();
    WORDS.iter().any(|word| label.eq_ignore_ascii_case(word))
}

/// The first field in which something stands.
pub(crate) fn label<'a>(fields: &Fields<'a>) -> &'a str {
    fields.iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Whether a row holds nothing but one text of several words in its first field.
pub(crate) fn is_lone_text(fields: &Fields<'_>) -> bool {
    let mut texts = fields.iter();
    texts.next().is_some_and(|first| first.contains(char::is_whitespace)) && texts.all(str::is_empty)
}

/// The days that a line before the header names: `Fund Holdings as of,"Mar 09, 2020"`.
pub(crate) fn days_before(fields: &Fields<'_>) -> Option<Vec<Day>> {
    let stem = columns::name(fields.get(0)?).stem;
    let stem = stem.trim_end_matches(':');
    let dated = stem.ends_with("as of") || matches!(stem, "as of date" | "report date" | "date");
    fields.get(1).filter(|_| dated).and_then(|text| foreign::days(text).ok())
}

/// A figure in percent or a fraction as a share; the sign is told by the instrument.
pub(crate) fn weight(figure: Decimal, percent: bool) -> Result<Share, Fault> {
    let sign = if percent { "%" } else { "" };
    figures::share(&format!("{}{sign}", figure.abs()), Rounding::Published)
}

/// An amount whose sign is told by the instrument.
pub(crate) fn amount(figure: Decimal, currency: Currency) -> Result<Amount, Fault> {
    figures::amount(figure.abs(), figure.abs(), currency)
}

/// Whether a figure is below zero; a decimal knows a zero with a sign.
pub(crate) fn is_negative(figure: Decimal) -> bool {
    figure.is_sign_negative() && !figure.is_zero()
}

/// Short where a figure of a row is negative.
pub(crate) fn instrument(figures: &[Option<Decimal>]) -> Instrument {
    if figures.iter().flatten().any(|figure| is_negative(*figure)) { Instrument::Short } else { Instrument::Long }
}

/// Adds an identifier, or says what is wrong with it; one of a scheme is kept.
pub(crate) fn identify(row: &mut HoldingRow, scheme: Scheme, text: &str, notes: &mut Vec<Fault>) {
    match Identifier::parse(scheme, text) {
        Ok(Some(identifier)) => add(row, identifier),
        Ok(None) => {}
        Err(fault) => notes.push(fault),
    }
}

/// Adds an identifier where the row has none of its scheme.
pub(crate) fn add(row: &mut HoldingRow, identifier: Identifier) {
    if row.identifiers.iter().all(|other| other.scheme() != identifier.scheme()) {
        row.identifiers.push(identifier);
        row.identifiers.sort();
    }
}

/// The identifier that tells the share class best.
pub(crate) fn security(row: &HoldingRow) -> Option<String> {
    const BEST: [Scheme; 5] = [Scheme::Isin, Scheme::Figi, Scheme::Cusip, Scheme::Sedol, Scheme::Ticker];
    BEST.iter().find_map(|scheme| row.identifiers.iter().find(|identifier| identifier.scheme() == *scheme)).map(ToString::to_string)
}

/// The fault of a row that names no company.
pub(crate) fn nameless() -> Fault {
    Fault {
        code: model::Code::BadRow,
        message: "nothing in the row names a company".to_owned(),
        hint: "fill in an entity id, a name or an identifier; a ticker needs its market, such as `002236.SZ` or a column `mic`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_whose_name_begins_with_total_are_no_totals() {
        for label in ["Total", "TOTAL:", "SUM", "Grand total", "Sub-Total", "Total Net Assets "] {
            assert!(is_total(label.trim()), "{label}");
        }
        for label in ["TOTAL SA", "Total System Services Inc", "TOTAL ACCESS COMMUNICATION NON-VOT", "Total Produce PLC", "Summit", ""] {
            assert!(!is_total(label), "{label}");
        }
    }
}
