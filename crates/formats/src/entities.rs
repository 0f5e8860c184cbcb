//! How does anybody write a list of entities? Any CSV with named columns, in any order, under the names that people give them.
//!
//! Source: the columns are the fields of the case format's `[[entity]]`; the synonyms are those of FollowTheMoney's exports.

use std::io::BufRead;

use model::{Place, Schema};

use crate::columns::{self, Columns, Known, Name};
use crate::csv::Fields;
use crate::exchanges;
use crate::figures::Fault;
use crate::foreign::is_missing;
use crate::identifiers::{Identifier, Scheme};
use crate::table::{ANY_SEPARATOR, Format, Header, Out, SEARCHED, Table};
use crate::words;

/// The names to propose, in the order of the documentation.
pub const COLUMNS: [&str; 15] =
    ["id", "schema", "name", "aliases", "country", "group", "role", "isin", "sedol", "cusip", "figi", "lei", "uscc", "ticker", "mic"];

/// One entity as a file gives it; whether its id is free is for the case to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRow {
    /// Where it stands.
    pub place: Place,
    /// Its id as written.
    pub id: Option<String>,
    /// What it is.
    pub schema: Option<Schema>,
    /// Its name.
    pub name: String,
    /// Its other names, in the order of the file.
    pub aliases: Vec<String>,
    /// Its country as printed.
    pub country: Option<String>,
    /// The group that it is known to belong to.
    pub group: Option<String>,
    /// For a person: the public role.
    pub role: Option<String>,
    /// Its identifiers with the right check digit, in the order of [`Scheme::ALL`]; several of one scheme where it has them.
    pub identifiers: Vec<Identifier>,
}

/// The rows of a list of entities, streaming.
pub type Entities<R> = Table<R, EntityList>;

/// The format.
#[derive(Debug, Clone, Copy, Default)]
pub struct EntityList;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The id in the case.
    Id,
    /// What it is.
    Schema,
    /// The name.
    Name,
    /// Other names.
    Aliases,
    /// The country.
    Country,
    /// The group.
    Group,
    /// The public role.
    Role,
    /// An identifier.
    Identifier(Scheme),
    /// The market of a ticker.
    Exchange,
}

/// Reads a list of entities of this name.
///
/// Shape: rows in the order of the file; a wrong identifier is told and left out, the row stays. `Err` only where bytes could
/// not be read; nothing follows it.
pub fn read<R: BufRead>(bytes: R, file: &str) -> Entities<R> {
    Table::new(bytes, file, EntityList)
}

/// Every column with the names under which it is read, as [`columns::Name`] has them; the first is that of the case format.
pub const NAMES: [(Kind, &[&str]); 15] = [
    (Kind::Id, &["id", "entity id", "entity"]),
    (Kind::Schema, &["schema", "type", "entity type"]),
    (Kind::Name, &["name", "caption", "entity name", "company name"]),
    (Kind::Aliases, &["aliases", "alias", "other names", "also known as"]),
    (Kind::Country, &["country", "countries", "jurisdiction", "country code"]),
    (Kind::Group, &["group", "parent group"]),
    (Kind::Role, &["role", "position"]),
    (Kind::Identifier(Scheme::Isin), &["isin", "isin code", "isins"]),
    (Kind::Identifier(Scheme::Sedol), &["sedol"]),
    (Kind::Identifier(Scheme::Cusip), &["cusip"]),
    (Kind::Identifier(Scheme::Figi), &["figi"]),
    (Kind::Identifier(Scheme::Lei), &["lei", "lei code", "leicode"]),
    (Kind::Identifier(Scheme::Uscc), &["uscc", "usccode", "unified social credit code"]),
    (Kind::Identifier(Scheme::Ticker), &["ticker", "symbol", "tickers"]),
    (Kind::Exchange, &["mic", "exchange"]),
];

fn known(name: &Name) -> Known<Kind> {
    columns::known_as(name, &NAMES)
}

impl Format for EntityList {
    type Record = EntityRow;
    type Columns = Columns<Kind>;
    const SEARCHED: usize = SEARCHED;
    const SEPARATORS: &'static [u8] = ANY_SEPARATOR;

    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Columns<Kind>> {
        let (columns, known, mut problems) = Columns::read(fields, place, known, &COLUMNS.join(", "));
        let named = columns.has(Kind::Name);
        if !named {
            problems.push(columns::missing(place, "name", "add a column `name` with the name that is printed"));
        }
        let texts = fields.iter().filter(|text| !text.is_empty()).count();
        Header { known, columns: (named && (known > 1 || known == texts)).then_some(columns), problems }
    }

    fn row(&mut self, columns: &Columns<Kind>, fields: &Fields<'_>, place: Place, out: &mut Out<EntityRow>) {
        if let Err(fault) = columns.fits(fields) {
            return out.faults(&place, vec![fault]);
        }
        let text = |kind: Kind| columns.text(fields, kind).filter(|text| !is_missing(text));
        let mut faults = Vec::new();
        let schema = text(Kind::Schema).and_then(|word| schema(word).map_err(|fault| faults.push(fault)).ok());
        let Some(name) = text(Kind::Name) else {
            let message = "`name` is empty".to_owned();
            faults.push(Fault { code: model::Code::BadRow, message, hint: "write the name that is printed".to_owned() });
            return out.faults(&place, faults);
        };
        if !faults.is_empty() {
            return out.faults(&place, faults);
        }
        let owned = |kind: Kind| text(kind).map(str::to_owned);
        let mut identifiers = Vec::new();
        for scheme in Scheme::ALL {
            for one in text(Kind::Identifier(scheme)).into_iter().flat_map(several) {
                match identifier(scheme, one, text(Kind::Exchange)) {
                    Ok(Some(identifier)) if !identifiers.contains(&identifier) => identifiers.push(identifier),
                    Ok(_) => {}
                    Err(fault) => faults.push(fault),
                }
            }
        }
        out.tell_all(&place, faults);
        out.record(EntityRow {
            place,
            id: owned(Kind::Id),
            schema,
            name: name.to_owned(),
            aliases: text(Kind::Aliases).into_iter().flat_map(several).map(str::to_owned).collect(),
            country: owned(Kind::Country),
            group: owned(Kind::Group),
            role: owned(Kind::Role),
            identifiers,
        });
    }

    fn empty_hint(&self) -> String {
        "write a header: `id,schema,name,aliases,country,lei`".to_owned()
    }
}

/// The values of a cell that holds several, separated by `;` or ` | `.
fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '|']).map(str::trim).filter(|one| !one.is_empty())
}

fn schema(word: &str) -> Result<Schema, Fault> {
    match Schema::ALL.iter().find(|schema| schema.as_str().eq_ignore_ascii_case(word)) {
        Some(schema) => Ok(*schema),
        None => words::parse("schema", word, &Schema::ALL, Schema::as_str),
    }
}

fn identifier(scheme: Scheme, text: &str, exchange: Option<&str>) -> Result<Option<Identifier>, Fault> {
    match exchange.filter(|_| scheme == Scheme::Ticker).and_then(|exchange| exchanges::ticker(exchange, text)) {
        Some(listing) => Ok(Some(Identifier::listing(listing))),
        None => Identifier::parse(scheme, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    fn check(text: &str, expected: &[&str], counts: [u64; 4]) {
        let mut rows = read(text.as_bytes(), "e.csv");
        let found: Vec<String> = rows
            .by_ref()
            .map(|row| match row.unwrap() {
                Row::Record(r) => format!(
                    "{} {} {} {} {:?} {} {} {} {:?}",
                    r.place.line,
                    r.id.as_deref().unwrap_or("-"),
                    r.schema.map_or("-", Schema::as_str),
                    r.name,
                    r.aliases,
                    r.country.as_deref().unwrap_or("-"),
                    r.group.as_deref().unwrap_or("-"),
                    r.role.as_deref().unwrap_or("-"),
                    r.identifiers.iter().map(ToString::to_string).collect::<Vec<_>>(),
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
    fn columns_under_the_names_that_people_give_them() {
        check(
            "id,type,caption,alias,jurisdiction,lei,ticker,mic,isin\n\
             hikvision,company,Hikvision,海康威视 | HIK; Hangzhou Hikvision,cn,,2415,XSHE,CNE100000PM8\n\
             dahua,Company,Dahua,,cn,-,002236.SZ,,\n",
            &[
                "2 hikvision Company Hikvision [\"海康威视\", \"HIK\", \"Hangzhou Hikvision\"] cn - - [\"isin:CNE100000PM8\", \"ticker:XSHE:002415\"]",
                "3 dahua Company Dahua [] cn - - [\"ticker:XSHE:002236\"]",
            ],
            [2, 2, 0, 0],
        );
    }

    #[test]
    fn a_wrong_identifier_is_told_and_the_row_stays() {
        check(
            "name;isin;lei;ticker\nDahua;CNE100000PM9;549300TRUWO2CD2G5692;2236\n;;;\n;;x;\nA;B\n",
            &[
                "2 bad-identifier: `CNE100000PM9` is no ISIN",
                "2 bad-identifier: `2236` is no ticker",
                "2 - - Dahua [] - - - [\"lei:549300TRUWO2CD2G5692\"]",
                "3 skipped: empty row",
                "4 bad-row: `name` is empty",
                "5 bad-row: 2 fields where the header has 4",
            ],
            [4, 1, 2, 1],
        );
    }

    #[test]
    fn what_is_no_list_of_entities() {
        check("", &["0 empty-file: the file is empty"], [0, 0, 0, 0]);
        check("id,schema\na,Company\n", &["1 missing-column: there is no column `name`"], [0, 0, 0, 0]);
        check("name,schema\na,Firm\n", &["2 unknown-word: `Firm` is no word for `schema`"], [1, 0, 1, 0]);
    }
}
