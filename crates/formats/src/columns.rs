//! Which column is which? Names of columns as publishers write them, with the unit that stands in them.

use std::collections::BTreeMap;

use model::{Code, Currency, Place, Problem};

use crate::csv::Fields;
use crate::figures::{Fault, shown};

/// The name of a column, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Lower case, one space between words, without the unit.
    pub stem: String,
    /// Whether a percent sign stands in it.
    pub percent: bool,
    /// The currency that stands in brackets or at the end: `Market Value(USD)`.
    pub currency: Option<Currency>,
}

/// Takes the name of a column apart.
///
/// # Example
/// ```
/// let name = daylight_formats::columns::name("Market_Value (USD)");
/// assert_eq!((name.stem.as_str(), name.currency.map(|c| c.code())), ("market value", Some("USD")));
/// assert!(daylight_formats::columns::name("Weight (%)").percent);
/// ```
pub fn name(text: &str) -> Name {
    let percent = text.contains('%');
    let spaced: String =
        text.chars().map(|c| if matches!(c, '_' | '%' | '(' | ')' | '[' | ']') || c.is_whitespace() { ' ' } else { c }).collect();
    let mut words: Vec<String> = spaced.split(' ').filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let bracketed = text.trim_end().ends_with([')', ']']);
    let currency = words
        .last()
        .filter(|_| words.len() > 1 && (bracketed || ends_with_code(text)))
        .and_then(|w| Currency::from_code(&w.to_uppercase()));
    if currency.is_some() {
        words.pop();
        if words.last().is_some_and(|word| word == "in") {
            words.pop();
        }
    }
    Name { stem: words.join(" "), percent, currency }
}

/// Whether the last word stands in capitals, as codes of currencies do.
fn ends_with_code(text: &str) -> bool {
    text.trim_end().rsplit([' ', '_']).next().is_some_and(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// One column that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it stands, from 0.
    pub index: usize,
    /// Its name as printed.
    pub printed: String,
    /// Its name taken apart.
    pub name: Name,
}

/// The columns of a header by what they hold.
#[derive(Debug, Clone)]
pub struct Columns<K> {
    by_kind: BTreeMap<K, Column>,
    width: usize,
}

/// What the name of a column means to a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<K> {
    /// It is read.
    Read(K),
    /// The publisher is known to write it, and it says nothing that is needed.
    PassedOver,
    /// The format does not know it.
    Unknown,
}

/// What a name means by a table of kinds and the names of each.
pub fn known_as<K: Copy>(name: &Name, names: &[(K, &[&str])]) -> Known<K> {
    let found = names.iter().find(|(_, names)| names.contains(&name.stem.as_str()));
    found.map_or(Known::Unknown, |(kind, _)| Known::Read(*kind))
}

impl<K: Ord + Copy> Columns<K> {
    /// Reads a header; how many columns are known, and what is wrong with the others.
    ///
    /// `accepted` are the names to propose for a column that is not known.
    pub fn read(fields: &Fields<'_>, place: &Place, known: impl Fn(&Name) -> Known<K>, accepted: &str) -> (Self, usize, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut count = 0;
        let mut by_kind: BTreeMap<K, Column> = BTreeMap::new();
        for (index, printed) in fields.iter().enumerate() {
            let name = name(printed);
            match known(&name) {
                Known::Read(kind) => {
                    count += 1;
                    if let Some(first) = by_kind.get(&kind) {
                        problems.push(twice(place, printed, &first.printed));
                    } else {
                        by_kind.insert(kind, Column { index, printed: shown(printed), name });
                    }
                }
                Known::PassedOver => count += 1,
                // A trailing comma makes a column without a name.
                Known::Unknown if printed.is_empty() => {}
                Known::Unknown => {
                    let message = format!("the column `{}` is not read", shown(printed));
                    problems.push(Problem::new(place.clone(), Code::UnknownColumn, message, format!("the columns are {accepted}")));
                }
            }
        }
        (Self { by_kind, width: fields.len() }, count, problems)
    }

    /// Whether there is such a column.
    pub fn has(&self, kind: K) -> bool {
        self.by_kind.contains_key(&kind)
    }

    /// A column by what it holds.
    pub fn column(&self, kind: K) -> Option<&Column> {
        self.by_kind.get(&kind)
    }

    /// What stands in a column of a row; `None` where nothing does, or where there is no such column.
    pub fn text<'a>(&self, fields: &Fields<'a>, kind: K) -> Option<&'a str> {
        self.by_kind.get(&kind).and_then(|column| fields.get(column.index)).filter(|text| !text.is_empty())
    }

    /// Whether a row has the fields that the header has; empty ones behind them do no harm.
    ///
    /// # Errors
    /// A [`Fault`] with the code `bad-row`.
    pub fn fits(&self, fields: &Fields<'_>) -> Result<(), Fault> {
        let width = self.width;
        fits(width, fields)
    }

    /// How many columns the header has.
    pub fn width(&self) -> usize {
        self.width
    }
}

/// Whether a row has the fields of a header of this width; empty ones behind them do no harm.
///
/// # Errors
/// A [`Fault`] with the code `bad-row`.
pub fn fits(width: usize, fields: &Fields<'_>) -> Result<(), Fault> {
    let extra = (width..fields.len()).any(|index| fields.get(index).is_some_and(|text| !text.is_empty()));
    if extra || fields.len() < width {
        return Err(Fault {
            code: Code::BadRow,
            message: format!("{} fields where the header has {width}", fields.len()),
            hint: "put a value that holds a comma in double quotes, and write a comma for each empty field".to_owned(),
        });
    }
    Ok(())
}

/// A column that says again what an earlier one says.
pub fn twice(place: &Place, printed: &str, first: &str) -> Problem {
    let message = if printed == first {
        format!("the column `{}` stands here twice", shown(printed))
    } else {
        format!("the columns `{}` and `{}` are one", shown(first), shown(printed))
    };
    Problem::new(place.clone(), Code::UnknownColumn, message, "rename or delete one of them; the first is read")
}

/// The columns that must be there and are not.
pub fn missing(place: &Place, column: &str, hint: &str) -> Problem {
    Problem::new(place.clone(), Code::MissingColumn, format!("there is no column `{column}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_in_names() {
        let table = [
            ("Weight (%)", "weight", true, None),
            ("% of fund", "of fund", true, None),
            ("Market Value(USD)", "market value", false, Some("USD")),
            ("Market Value (NOK)", "market value", false, Some("NOK")),
            ("value_usd", "value usd", false, None),
            ("Value in EUR", "value", false, Some("EUR")),
            ("as_of", "as of", false, None),
            ("  Report\u{a0}date ", "report date", false, None),
            ("EUR", "eur", false, None),
            ("Market cap", "market cap", false, None),
        ];
        for (text, stem, percent, currency) in table {
            let name = name(text);
            assert_eq!((name.stem.as_str(), name.percent, name.currency.map(|c| c.code())), (stem, percent, currency), "{text}");
        }
    }
}
