//! Which format is it? By what stands in a file, never by its name.

use std::io::{self, BufRead};

use crate::columns::Columns;
use crate::csv::Reader;
use crate::ecb_rates::Rates;
use crate::entities::{self, EntityList};
use crate::holdings::Layout;
use crate::holdings::ishares::Ishares;
use crate::holdings::nbim::Nbim;
use crate::holdings::positions::{self, Positions};
use crate::holdings::wide::Wide;
use crate::links::LinkList;
use crate::table::{ANY_SEPARATOR, Format, Header, best_header};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detected {
    /// The yearly list of Norges Bank Investment Management.
    Nbim,
    /// An iShares fund.
    Ishares,
    /// A matrix of weights.
    Wide,
    /// A portfolio with named columns.
    Positions,
    /// A list of entities.
    Entities,
    /// A list of links.
    Links,
    /// The European Central Bank's rates.
    EcbRates,
    /// None of them.
    Unknown {
        /// What was seen instead, in one clause.
        why: String,
        /// The word of the format that comes nearest, where one does.
        nearest: Option<&'static str>,
        /// It is text in which a table may stand: no PDF, no archive, not empty.
        table: bool,
    },
}

impl Detected {
    /// The word in case files and on the command line.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Nbim => "nbim",
            Self::Ishares => "ishares",
            Self::Wide => "wide",
            Self::Positions => "positions",
            Self::Entities => "entities",
            Self::Links => "links",
            Self::EcbRates => "ecb-rates",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The layout, where it is a file of holdings.
    pub fn layout(&self) -> Option<Layout> {
        Layout::parse(self.as_str())
    }
}

/// Says what a file is, by its header; of the file, the first [`crate::csv::PEEKED`] bytes are looked at.
///
/// # Errors
/// What the underlying reader could not do.
///
/// # Example
/// ```
/// use daylight_formats::detect::{Detected, detect};
/// let file = "Date,002236.SZ,SUM\n07/09/2021,0.19,91.4\n";
/// assert_eq!(detect(file.as_bytes())?, Detected::Wide);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn detect<R: BufRead>(bytes: R) -> io::Result<Detected> {
    let mut reader = Reader::new(bytes, "");
    Ok(of_head(reader.peek()?))
}

fn of_head(head: &[u8]) -> Detected {
    if let Some(why) = no_table(head) {
        return Detected::Unknown { why: why.to_owned(), nearest: None, table: false };
    }
    let found = [
        seen(&Nbim, head, Detected::Nbim, |_| true),
        seen(&Ishares::default(), head, Detected::Ishares, |_| true),
        seen(&Wide::default(), head, Detected::Wide, |_| true),
        seen(&Rates, head, Detected::EcbRates, |header| header.problems.len() + 1 < header.known),
        seen(&LinkList, head, Detected::Links, |_| true),
        seen(&Positions::default(), head, Detected::Positions, |header| header.columns.as_ref().is_some_and(is_measured)),
        seen(&EntityList, head, Detected::Entities, |header| header.columns.as_ref().is_some_and(is_entities)),
        seen(&Positions::default(), head, Detected::Positions, |_| true),
    ];
    if let Some(first) = found.iter().find(|seen| seen.fits) {
        return first.as_what.clone();
    }
    // The first of those with the most known columns.
    let nearest = found.iter().rev().max_by_key(|seen| seen.known).filter(|seen| seen.known > 0);
    let why = match nearest {
        Some(nearest) if nearest.missing.is_empty() => "no header is complete".to_owned(),
        Some(nearest) => nearest.missing.join("; "),
        None => "no row of the first ones is a header that is known".to_owned(),
    };
    Detected::Unknown { why, nearest: nearest.map(|nearest| nearest.as_what.as_str()), table: true }
}

/// How well a format fits.
struct Seen {
    as_what: Detected,
    fits: bool,
    known: usize,
    missing: Vec<String>,
}

fn seen<F: Format>(format: &F, head: &[u8], as_what: Detected, surely: impl Fn(&Header<F::Columns>) -> bool) -> Seen {
    let mut best = Seen { as_what, fits: false, known: 0, missing: Vec::new() };
    for separator in F::SEPARATORS.iter().filter(|separator| ANY_SEPARATOR.contains(separator)) {
        let Some(header) = best_header(format, head, *separator) else { continue };
        let fits = header.columns.is_some() && surely(&header);
        if (fits, header.known) > (best.fits, best.known) {
            let missing = header.problems.iter().filter(|problem| problem.code == model::Code::MissingColumn);
            best.missing = missing.map(|problem| problem.message.clone()).collect();
            (best.fits, best.known) = (fits, header.known);
        }
    }
    best
}

fn is_measured(columns: &Columns<positions::Kind>) -> bool {
    use positions::Kind as Of;
    [Of::Value, Of::Share, Of::Weight, Of::Quantity, Of::Company].iter().any(|kind| columns.has(*kind))
}

fn is_entities(columns: &Columns<entities::Kind>) -> bool {
    use entities::Kind as Of;
    columns.has(Of::Schema) || columns.has(Of::Id) || columns.has(Of::Aliases) || columns.has(Of::Role)
}

/// What a file is that is no table of text.
fn no_table(head: &[u8]) -> Option<&'static str> {
    let start = head.trim_ascii_start();
    Some(match start {
        [] => "the file is empty",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file is UTF-16; save it as UTF-8",
        [b'P', b'K', 3, 4, ..] => "the file is a ZIP or a spreadsheet; save the sheet as \"CSV UTF-8\"",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "the file is an old spreadsheet; save the sheet as \"CSV UTF-8\"",
        [b'%', b'P', b'D', b'F', ..] => "the file is a PDF",
        [0x1F, 0x8B, ..] => "the file is compressed; unpack it first",
        [b'<', ..] => "the file is XML or HTML",
        [b'{' | b'[', ..] => "the file is JSON",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_content() {
        let table = [
            ("Region,Country,Name,Industry,Market Value(NOK),Market Value(USD),Voting,Ownership,Incorporation Country\n", "nbim"),
            ("Region;Country;Name;Industry;Market Value(NOK);Market Value(USD);Voting;Ownership;Incorporation Country\n", "nbim"),
            (
                "iShares X\nFund Holdings as of,\"Mar 09, 2020\"\n\u{a0}\nTicker,Name,Sector,Asset Class,Market Value,Weight (%),Currency\n",
                "ishares",
            ),
            (",600519.SS,Cash,SUM\n07/09/2021,6.03,0.1,91.4\n", "wide"),
            ("Date,USD,JPY,\n2020-01-02,1.1,120,\n", "ecb-rates"),
            ("subject,link,object,share\n", "links"),
            ("id,schema,name,country,lei\n", "entities"),
            ("date,company,value,currency,share\n", "positions"),
            ("date,company\n", "positions"),
            ("Name,ISIN,Weight (%)\n", "positions"),
            ("name\tisin\n", "positions"),
            ("isin\nCNE100000PM8\n", "positions"),
        ];
        for (text, expected) in table {
            assert_eq!(detect(text.as_bytes()).unwrap().as_str(), expected, "{text}");
            assert_eq!(detect(format!("\u{feff}{text}").as_bytes()).unwrap().as_str(), expected, "with a mark: {text}");
        }
    }

    #[test]
    fn what_is_unknown_says_why() {
        let why = |bytes: &[u8]| match detect(bytes).unwrap() {
            Detected::Unknown { why, nearest, .. } => format!("{why} ({})", nearest.unwrap_or("-")),
            other => other.as_str().to_owned(),
        };
        assert_eq!(why(b""), "the file is empty (-)");
        assert_eq!(why(b"PK\x03\x04rest"), "the file is a ZIP or a spreadsheet; save the sheet as \"CSV UTF-8\" (-)");
        assert_eq!(why(b"\xFF\xFEa\0"), "the file is UTF-16; save it as UTF-8 (-)");
        assert_eq!(why(b"hello world\n1 2 3\n"), "no row of the first ones is a header that is known (-)");
        assert_eq!(why(b"subject,link\n"), "there is no column `object` (links)");
        assert_eq!(why(b"name,value\n"), "there is no column `currency` (positions)");
    }
}
