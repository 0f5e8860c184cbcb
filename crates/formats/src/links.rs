//! How does anybody write a list of links? Any CSV with named columns: who, how, whom, and what is known of it.
//!
//! Source: the columns are the fields of the case format's `[[claim]]` that need no other part of the case to be understood.

use std::io::BufRead;

use model::money::Decimal;
use model::share::Rounding;
use model::{Amount, Capacity, Code, Instrument, LinkKind, PartialDate, Place, Share};

use crate::columns::{self, Columns, Known, Name};
use crate::csv::Fields;
use crate::figures::{self, Fault, shown};
use crate::foreign::{self, Marks, is_missing};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED, Table};
use crate::words;

/// The names to propose, in the order of the documentation.
pub const COLUMNS: [&str; 18] = [
    "subject",
    "link",
    "object",
    "share",
    "votes",
    "control",
    "value",
    "currency",
    "date",
    "until",
    "role",
    "says",
    "capacity",
    "instrument",
    "quantity",
    "security",
    "modality",
    "at",
];

/// One link as a file gives it; whether subject and object exist is for the case to say.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkRow {
    /// Where it stands.
    pub place: Place,
    /// Who, as written: an entity id, or a name that the case must find.
    pub subject: String,
    /// How the two are joined.
    pub link: LinkKind,
    /// Whom or what, as written.
    pub object: String,
    /// The share of the object.
    pub share: Option<Share>,
    /// The share of its votes.
    pub votes: Option<Share>,
    /// Whether the file says that the subject controls the object.
    pub control: bool,
    /// Contract, position, loan.
    pub amount: Option<Amount>,
    /// From when it is true.
    pub date: Option<PartialDate>,
    /// Until when it was true.
    pub until: Option<PartialDate>,
    /// The exact role.
    pub role: Option<String>,
    /// The link as the document puts it.
    pub says: Option<String>,
    /// For a position: in which role it is held.
    pub capacity: Option<Capacity>,
    /// For a position: shares, or what stands apart.
    pub instrument: Option<Instrument>,
    /// For a position: the number of shares.
    pub quantity: Option<Decimal>,
    /// For a position: the share class.
    pub security: Option<String>,
    /// "may", "could not be excluded".
    pub modality: Option<String>,
    /// Where in the cited document it stands.
    pub at: Option<String>,
}

/// The rows of a list of links, streaming.
pub type Links<R> = Table<R, LinkList>;

/// The format.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinkList;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Who.
    Subject,
    /// How.
    Link,
    /// Whom.
    Object,
    /// The share of the object.
    Share,
    /// The share of its votes.
    Votes,
    /// Whether the subject controls the object.
    Control,
    /// The amount.
    Value,
    /// Its currency.
    Currency,
    /// From when.
    Date,
    /// Until when.
    Until,
    /// The role.
    Role,
    /// The document's words.
    Says,
    /// In which role it is held.
    Capacity,
    /// Shares, or what stands apart.
    Instrument,
    /// The number of shares.
    Quantity,
    /// The share class.
    Security,
    /// The document's reserve.
    Modality,
    /// The place in the document.
    At,
}

/// Reads a list of links of this name.
///
/// Shape: rows in the order of the file; a row with several faults yields each of them. `Err` only where bytes could not be
/// read; nothing follows it.
pub fn read<R: BufRead>(bytes: R, file: &str) -> Links<R> {
    Table::new(bytes, file, LinkList)
}

/// Every column with the names under which it is read, as [`columns::Name`] has them; the first is that of the case format.
pub const NAMES: [(Kind, &[&str]); 18] = [
    (Kind::Subject, &["subject", "source", "owner", "holder"]),
    (Kind::Link, &["link", "relation", "relationship"]),
    (Kind::Object, &["object", "target", "asset", "owned"]),
    (Kind::Share, &["share", "ownership", "of company", "percentage"]),
    (Kind::Votes, &["votes", "voting", "voting rights", "of votes"]),
    (Kind::Control, &["control", "controls"]),
    (Kind::Value, &["value", "amount"]),
    (Kind::Currency, &["currency", "ccy"]),
    (Kind::Date, &["date", "start date", "startdate", "since"]),
    (Kind::Until, &["until", "end date", "enddate"]),
    (Kind::Role, &["role"]),
    (Kind::Says, &["says"]),
    (Kind::Capacity, &["capacity"]),
    (Kind::Instrument, &["instrument"]),
    (Kind::Quantity, &["quantity", "shares", "number of shares"]),
    (Kind::Security, &["security"]),
    (Kind::Modality, &["modality"]),
    (Kind::At, &["at", "page"]),
];

fn known(name: &Name) -> Known<Kind> {
    columns::known_as(name, &NAMES)
}

impl Format for LinkList {
    type Record = LinkRow;
    type Columns = Columns<Kind>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns<Kind>> {
        let (columns, known, mut problems) = Columns::read(fields, place, known, &COLUMNS.join(", "));
        let needed = [
            (Kind::Subject, "subject", "add a column `subject` with the id of an entity"),
            (Kind::Link, "link", "add a column `link` with a word such as `owns`, `supplies`"),
            (Kind::Object, "object", "add a column `object` with the id of an entity"),
        ];
        for (kind, name, hint) in needed {
            if !columns.has(kind) {
                problems.push(columns::missing(place, name, hint));
            }
        }
        let unit = columns.column(Kind::Value).map(|value| value.name.currency);
        if unit == Some(None) && !columns.has(Kind::Currency) {
            problems.push(columns::missing(place, "currency", "add a column `currency` with the ISO 4217 code of `value`"));
        }
        let usable = problems.iter().all(|problem| problem.code != Code::MissingColumn);
        Header { known, columns: usable.then_some(columns), problems }
    }

    fn row(&mut self, columns: &Columns<Kind>, fields: &Fields<'_>, place: Place, out: &mut Out<LinkRow>) {
        if let Err(fault) = columns.fits(fields) {
            return out.faults(&place, vec![fault]);
        }
        let mut cells = Cells { columns, fields, faults: Vec::new() };
        match cells.link(place.clone()) {
            Some(row) if cells.faults.is_empty() => out.record(row),
            _ => out.faults(&place, cells.faults),
        }
    }

    fn empty_hint(&self) -> String {
        "write a header: `subject,link,object,share,date`".to_owned()
    }
}

/// The cells of a row, with what is wrong with them.
struct Cells<'a, 'f> {
    columns: &'a Columns<Kind>,
    fields: &'a Fields<'f>,
    faults: Vec<Fault>,
}

impl<'f> Cells<'_, 'f> {
    fn text(&self, kind: Kind) -> Option<&'f str> {
        self.columns.text(self.fields, kind).filter(|text| !is_missing(text))
    }

    fn owned(&self, kind: Kind) -> Option<String> {
        self.text(kind).map(str::to_owned)
    }

    fn take<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn needed(&mut self, kind: Kind, column: &str, hint: &str) -> Option<&'f str> {
        let text = self.text(kind);
        if text.is_none() {
            self.faults.push(Fault { code: Code::BadRow, message: format!("`{column}` is empty"), hint: hint.to_owned() });
        }
        text
    }

    fn read<T>(&mut self, kind: Kind, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = self.text(kind)?;
        self.take(read(text))
    }

    /// The link; `None` only where a fault says why.
    fn link(&mut self, place: Place) -> Option<LinkRow> {
        let subject = self.needed(Kind::Subject, "subject", "write the id of an entity");
        let link = self.needed(Kind::Link, "link", "write a word such as `owns`, `supplies`");
        let link = link.and_then(|word| self.take(words::parse("link", word, LinkKind::ALL, LinkKind::as_str)));
        let object = self.needed(Kind::Object, "object", "write the id of an entity");
        let (share, votes) = (self.share(Kind::Share), self.share(Kind::Votes));
        let control = self.read(Kind::Control, yes_or_no).unwrap_or(false);
        let amount = self.amount();
        let (date, until) = (self.read(Kind::Date, date), self.read(Kind::Until, date));
        let capacity = self.read(Kind::Capacity, |word| words::parse("capacity", word, Capacity::ALL, Capacity::as_str));
        let instrument = self.read(Kind::Instrument, |word| words::parse("instrument", word, Instrument::ALL, Instrument::as_str));
        let quantity = self.read(Kind::Quantity, not_negative);
        Some(LinkRow {
            place,
            subject: subject?.to_owned(),
            link: link?,
            object: object?.to_owned(),
            share,
            votes,
            control,
            amount,
            date,
            until,
            role: self.owned(Kind::Role),
            says: self.owned(Kind::Says),
            capacity,
            instrument,
            quantity,
            security: self.owned(Kind::Security),
            modality: self.owned(Kind::Modality),
            at: self.owned(Kind::At),
        })
    }

    /// A share; a bare figure is a fraction in `share` and `votes`, the words of the case format, and a fault elsewhere.
    fn share(&mut self, kind: Kind) -> Option<Share> {
        let text = self.text(kind)?;
        let column = self.columns.column(kind)?;
        let share = if column.name.percent || text.ends_with('%') {
            foreign::percent(text)
        } else if matches!(column.name.stem.as_str(), "share" | "votes") {
            figures::share(text, Rounding::Published)
        } else {
            Err(Fault {
                code: Code::BadShare,
                message: format!("`{}` in the column `{}` can be percent or a fraction", shown(text), column.printed),
                hint: format!("name the column `{} (%)`, or write a percent sign in each cell", column.printed),
            })
        };
        self.take(share)
    }

    fn amount(&mut self) -> Option<Amount> {
        let of_header = self.columns.column(Kind::Value).and_then(|value| value.name.currency);
        let figure = self.read(Kind::Value, not_negative);
        let currency = of_header.or_else(|| self.read(Kind::Currency, figures::currency));
        let value = self.text(Kind::Value);
        if let (Some(value), None, None) = (value, of_header, self.text(Kind::Currency)) {
            self.faults.push(Fault {
                code: Code::UnknownCurrency,
                message: format!("the value `{}` has no currency", shown(value)),
                hint: "write the ISO 4217 code in `currency`".to_owned(),
            });
        }
        let (figure, currency) = (figure?, currency?);
        self.take(figures::amount(figure, figure, currency))
    }
}

/// A figure of which only one reading is possible, at least zero.
fn not_negative(text: &str) -> Result<Decimal, Fault> {
    let figure = foreign::figure(text, Marks::Unknown)?;
    // The message for a negative figure is that of our own files.
    figures::figure(&figure.to_string())
}

fn yes_or_no(word: &str) -> Result<bool, Fault> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(Fault {
            code: Code::UnknownWord,
            message: format!("`{}` is no word for `control`", shown(word)),
            hint: "write `true` or `false`".to_owned(),
        }),
    }
}

/// A date of which perhaps only the month or year is known, with one reading.
fn date(text: &str) -> Result<PartialDate, Fault> {
    if let Ok(date) = PartialDate::parse(text) {
        return Ok(date);
    }
    match foreign::days(text).as_deref() {
        Ok([day]) => Ok(PartialDate::Day(*day)),
        Ok([first, second, ..]) => Err(Fault {
            code: Code::BadDate,
            message: format!("`{}` can be two days", shown(text)),
            hint: format!("write `{first}` or `{second}`"),
        }),
        _ => figures::date(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    fn check(text: &str, expected: &[&str], counts: [u64; 4]) {
        let mut rows = read(text.as_bytes(), "l.csv");
        let found: Vec<String> = rows
            .by_ref()
            .map(|row| match row.unwrap() {
                Row::Record(r) => {
                    let share = |share: Option<Share>| share.map_or("-".to_owned(), |s| s.to_string());
                    let date = |date: Option<PartialDate>| date.map_or("-".to_owned(), |d| d.to_string());
                    format!(
                        "{} {} {} {} {} {} {} {} {} {}",
                        r.place.line,
                        r.subject,
                        r.link,
                        r.object,
                        share(r.share),
                        share(r.votes),
                        r.control,
                        r.amount.map_or("-".to_owned(), |a| a.to_string()),
                        date(r.date),
                        date(r.until),
                    )
                }
                Row::Problem(p) => format!("{} {}: {}", p.place.line, p.code, p.message),
                Row::Skipped { place, rule } => format!("{} skipped: {rule}", place.line),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        let c = rows.counts();
        assert_eq!([c.rows, c.records, c.problems, c.skipped], counts, "{text}");
    }

    #[test]
    fn links_of_every_kind() {
        check(
            "subject,link,object,share,votes,control,value,currency,start_date,end_date,says\n\
             cetc,owns,hikvision,39.6%,0.45,yes,,,2017,2019-12,\n\
             dahua,supplies,project,,,,\"1,234,567\",CNY,31/12/2017,,\n",
            &[
                "2 cetc owns hikvision 39.55-39.65% 44.5-45.5% true - 2017 2019-12",
                "3 dahua supplies project - - false CNY 1234567 2017-12-31 -",
            ],
            [2, 2, 0, 0],
        );
    }

    #[test]
    fn every_fault_of_a_row_is_told() {
        check(
            "subject,link,object,ownership,value,currency,date,control\n\
             ,likes,,5,-3,usd,07/09/2021,perhaps\n\
             a,owns,b,,5,,,\n",
            &[
                "2 bad-row: `subject` is empty",
                "2 unknown-word: `likes` is no word for `link`",
                "2 bad-row: `object` is empty",
                "2 bad-share: `5` in the column `ownership` can be percent or a fraction",
                "2 unknown-word: `perhaps` is no word for `control`",
                "2 bad-amount: the amount `-3` is negative",
                "2 unknown-currency: `usd` is not a currency code",
                "2 bad-date: `07/09/2021` can be two days",
                "3 unknown-currency: the value `5` has no currency",
            ],
            [2, 0, 2, 0],
        );
        check("subject,link\na,owns\n", &["1 missing-column: there is no column `object`"], [0, 0, 0, 0]);
    }
}
