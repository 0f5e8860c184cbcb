//! What does a value mean? Ids, dates, shares and amounts as a case writes them.

use std::ops::RangeInclusive;

use formats::figures::{self, Fault};
use model::id::{IdError, MAX_ID_LENGTH};
use model::share::Rounding;
use model::{Amount, Code, Credibility, Day, PartialDate, Share};
use toml::de::DeValue;

use crate::fields::{Field, Fields, plain};
use crate::names::Names;

/// The years in which a document can have been published or read.
const YEARS: RangeInclusive<i16> = 1800..=2100;

impl<'a> Fields<'a, '_> {
    /// The table's own id, by which it is called from here on; `None` where it has none or another has it.
    pub(crate) fn id<T>(&mut self, names: &Names, parse: fn(&str) -> Result<T, IdError>) -> Option<T> {
        let text = self.required("id")?;
        self.call(text);
        let field = self.get("id")?;
        match parse(text) {
            Ok(id) => {
                if let Some(problem) = names.duplicate(text, &self.place(), self.offset(), self.place_of(field)) {
                    self.tell(problem);
                    return None;
                }
                Some(id)
            }
            Err(error) => {
                self.tell_at(field, Code::BadId, error.to_string(), id_hint(text));
                None
            }
        }
    }

    /// A date of which perhaps only the month or year is known.
    pub(crate) fn date(&mut self, name: &'static str) -> Option<PartialDate> {
        let field = self.get(name)?;
        let text = self.date_text(field)?;
        self.take(field, figures::date(&text))
    }

    /// A date that must be there.
    pub(crate) fn required_date(&mut self, name: &'static str) -> Option<PartialDate> {
        if !self.has(name) {
            self.missing(name, format!("add `{name} = \"2019-12-31\"`, or `\"2019-12\"` or `\"2019\"` where only that is known"));
        }
        self.date(name)
    }

    /// A day.
    pub(crate) fn day(&mut self, name: &'static str) -> Option<Day> {
        let field = self.get(name)?;
        let text = self.date_text(field)?;
        self.take(field, figures::day(&text))
    }

    /// A day that must be there.
    pub(crate) fn required_day(&mut self, name: &'static str) -> Option<Day> {
        if !self.has(name) {
            self.missing(name, format!("add `{name} = \"2019-12-31\"`"));
        }
        self.day(name)
    }

    /// When something was published.
    pub(crate) fn published(&mut self) -> Option<PartialDate> {
        let date = self.date("published")?;
        self.in_our_time("published", date.first()).then_some(date)
    }

    /// The day on which something was read.
    pub(crate) fn retrieved(&mut self) -> Option<Day> {
        let day = self.day("retrieved")?;
        self.in_our_time("retrieved", day).then_some(day)
    }

    /// Whether a year can be meant, told where it cannot: it decides what was known when, and a mistyped one moves that unseen.
    fn in_our_time(&mut self, name: &'static str, day: Day) -> bool {
        let meant = YEARS.contains(&day.year());
        if !meant && let Some(field) = self.get(name) {
            let message = format!("`{name}` lies in the year {:04}", day.year());
            let hint = format!("correct the year: what a case cites is from {} to {}", YEARS.start(), YEARS.end());
            self.tell_at(field, Code::BadDate, message, hint);
        }
        meant
    }

    /// Two dates of which the second must not lie before the first.
    pub(crate) fn in_order(&mut self, first: Option<PartialDate>, second: Option<PartialDate>, names: (&str, &'static str)) {
        let (Some(from), Some(to)) = (first, second) else { return };
        if to.last() < from.first()
            && let Some(field) = self.get(names.1)
        {
            let message = format!("`{}` is {to}, before `{}`, which is {from}", names.1, names.0);
            self.tell_at(field, Code::DatesReversed, message, "exchange the two, or correct one");
        }
    }

    /// A share: a figure as published, or two exact ends.
    pub(crate) fn share(&mut self, name: &'static str) -> Option<Share> {
        let field = self.get(name)?;
        match field.value {
            DeValue::String(text) => self.take(field, figures::share(text, Rounding::Published)),
            DeValue::Table(table) => {
                let mut ends = self.inner(table, field.range(), "share");
                let low = ends.share_end("low");
                let high = ends.share_end("high");
                if !ends.finish() {
                    self.spoil();
                }
                let (low, high) = (low?, high?);
                let share = Share::new(low, high).map_err(|_| Fault {
                    code: Code::BadShare,
                    message: format!("the low end {}% lies above the high end {}%", low * 100.0, high * 100.0),
                    hint: "exchange `low` and `high`".to_owned(),
                });
                self.take(field, share)
            }
            value => {
                let hint = match value {
                    DeValue::Integer(_) => format!("write it in quotes with its sign: `{name} = \"{}%\"`", plain(value)),
                    DeValue::Float(_) => format!(
                        "write it in quotes, as a fraction or with its sign: `{name} = \"{}\"` or `\"{}%\"`",
                        plain(value),
                        plain(value)
                    ),
                    _ => format!("write `{name} = \"39.6%\"` or `{name} = {{ low = \"30%\", high = \"50%\" }}`"),
                };
                self.wrong_type(field, "a share in quotes", hint);
                None
            }
        }
    }

    fn share_end(&mut self, name: &'static str) -> Option<f64> {
        let text = self.required(name)?;
        let field = self.get(name)?;
        self.take(field, figures::share(text, Rounding::Exact)).map(Share::low)
    }

    /// An amount: one figure or two ends, with its currency.
    pub(crate) fn amount(&mut self, name: &'static str) -> Option<Amount> {
        let field = self.get(name)?;
        let DeValue::Table(table) = field.value else {
            let figure = match field.value {
                DeValue::Array(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => "46000000".to_owned(),
                value => plain(value),
            };
            self.wrong_type(field, "an amount", format!("write `{name} = {{ value = \"{figure}\", currency = \"USD\" }}`"));
            return None;
        };
        let mut parts = self.inner(table, field.range(), "amount");
        let amount = parts.amount_parts();
        if !parts.finish() {
            self.spoil();
        }
        amount.and_then(|amount| self.take(field, amount))
    }

    fn amount_parts(&mut self) -> Option<Result<Amount, Fault>> {
        let (has_value, has_ends) = (self.has("value"), self.has("low") || self.has("high"));
        // Asked for, so that the other way of writing is no unknown field.
        let _ = [self.get("value"), self.get("low"), self.get("high")];
        let (low, high) = match (has_value, has_ends) {
            (true, true) => {
                self.tell_here(Code::FieldNotAllowed, "`value` stands beside `low` or `high`", "write one figure, or the two ends");
                (None, None)
            }
            (false, true) => (self.figure("low"), self.figure("high")),
            _ => {
                let value = self.figure("value");
                (value, value)
            }
        };
        let currency = self.required("currency").and_then(|text| {
            let field = self.get("currency")?;
            self.take(field, figures::currency(text))
        });
        Some(figures::amount(low?, high?, currency?))
    }

    /// A number of things, such as shares, that may be left out.
    pub(crate) fn quantity(&mut self, name: &'static str) -> Option<model::money::Decimal> {
        self.get(name)?;
        self.figure(name)
    }

    fn figure(&mut self, name: &'static str) -> Option<model::money::Decimal> {
        let Some(field) = self.get(name) else {
            self.missing(name, format!("add `{name} = \"46000000\"`"));
            return None;
        };
        let DeValue::String(text) = field.value else {
            let hint = match field.value {
                DeValue::Integer(_) | DeValue::Float(_) => format!("put the figure in quotes: `{name} = \"{}\"`", plain(field.value)),
                _ => format!("write `{name} = \"46000000\"`"),
            };
            self.wrong_type(field, "a figure in quotes", hint);
            return None;
        };
        self.take(field, figures::figure(text))
    }

    /// The editors' judgement of an item, which must be there.
    pub(crate) fn credibility(&mut self) -> Option<Credibility> {
        const HINT: &str = "1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged";
        let Some(field) = self.get("credibility") else {
            self.missing("credibility", format!("add `credibility = 2`: {HINT}"));
            return None;
        };
        let Some(figure) = integer(field.value) else {
            self.wrong_type(field, "a figure from 1 to 6", format!("write it without quotes: {HINT}"));
            return None;
        };
        let credibility = Credibility::new(figure);
        if credibility.is_none() {
            self.tell_at(field, Code::UnknownWord, format!("`{figure}` is no credibility"), HINT);
        }
        credibility
    }

    /// An id that refers to something, which must be there: told where nothing has it.
    pub(crate) fn reference(&mut self, name: &'static str, names: &Names) -> Option<(&'a str, Field<'a>)> {
        let text = self.required(name)?;
        let field = self.get(name)?;
        self.refer(text, field, names).then_some((text, field))
    }

    /// Whether something has an id, told where nothing has.
    pub(crate) fn refer(&mut self, id: &str, field: Field<'_>, names: &Names) -> bool {
        match names.unknown(id, self.place_of(field)) {
            Some(problem) => {
                self.tell(problem);
                false
            }
            None => true,
        }
    }

    /// The value, or its fault told at the field.
    pub(crate) fn take<T>(&mut self, field: Field<'_>, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.tell_at(field, fault.code, fault.message, fault.hint)).ok()
    }

    fn date_text(&mut self, field: Field<'a>) -> Option<String> {
        match field.value {
            DeValue::Datetime(datetime) => Some(datetime.to_string()),
            DeValue::Integer(year) if year.radix() == 10 && year.as_str().len() == 4 => {
                self.wrong_type(field, "a date", format!("put the year in quotes: `{} = \"{}\"`", field.name, year.as_str()));
                None
            }
            _ => self.text_of(field).map(str::to_owned),
        }
    }
}

/// The figure of an integer that is not too large.
pub(crate) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// What to write instead of a text that is no id.
pub(crate) fn id_hint(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_') { c } else { '-' })
        .take(MAX_ID_LENGTH)
        .collect();
    let plain = plain.trim_matches(['-', '.', '_']);
    if plain.is_empty() || plain.contains("--") {
        format!("write lower-case ASCII letters, digits, `-`, `.` and `_`, at most {MAX_ID_LENGTH}, and start with a letter or digit")
    } else {
        format!("write `{plain}`")
    }
}
