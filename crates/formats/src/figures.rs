//! How do people write figures and dates? The faults that occur in the wild, each with the hint that mends it.

use model::date::Day;
use model::money::{Decimal, parse_decimal};
use model::share::Rounding;
use model::{Amount, Code, Currency, PartialDate, Share};

/// Longest piece of foreign text that a message repeats, in characters.
const SHOWN: usize = 60;

/// What is wrong with a value: the parts of a problem that do not depend on its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Fault {
    fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }
}

/// A piece of foreign text as a message shows it: one line, cut to a readable length.
pub fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// Reads a figure that is at least zero, as our own files write it.
///
/// # Errors
/// A [`Fault`] with the code `bad-amount`; its hint gives the plain figure where it can be guessed.
pub fn figure(text: &str) -> Result<Decimal, Fault> {
    let bad = |hint: String| Fault::new(Code::BadAmount, format!("`{}` is not an amount", shown(text)), hint);
    match parse_decimal(text) {
        Some(figure) if figure.is_sign_negative() && !figure.is_zero() => Err(Fault::new(
            Code::BadAmount,
            format!("the amount `{}` is negative", shown(text)),
            "write the amount without its sign; what is sold short has the instrument `short`",
        )),
        Some(figure) => Ok(figure),
        None if matches!(text, "-" | "N/A" | "n/a") => Err(bad("leave it out where the amount is not known".to_owned())),
        None => Err(bad(match plain(text) {
            Some(plain) => format!("write it in whole units without separators: `{plain}`"),
            None => "write it in whole units as a plain decimal: `46000000`".to_owned(),
        })),
    }
}

/// The figure without thousands separators and currency signs, where nothing else is in the way.
fn plain(text: &str) -> Option<Decimal> {
    let bare: String = text
        .trim()
        .trim_matches(['$', '€', '£', '¥'])
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\'' | '_' | '\u{a0}' | '\u{202f}'))
        .collect();
    // "1.234,50" would be read a hundred times too large or too small: no guess where a comma may be the decimal mark.
    let guessable = match text.rfind(',') {
        Some(comma) => {
            text[comma + 1..].split('.').next().is_some_and(|group| group.trim().len() == 3) && text.find('.').is_none_or(|p| p > comma)
        }
        None => true,
    };
    guessable.then(|| parse_decimal(&bare)).flatten()
}

/// Reads an ISO 4217 code.
///
/// # Errors
/// A [`Fault`] with the code `unknown-currency`.
pub fn currency(text: &str) -> Result<Currency, Fault> {
    if let Some(currency) = Currency::from_code(text) {
        return Ok(currency);
    }
    let upper = match text.trim().to_uppercase().as_str() {
        "RMB" | "YUAN" => "CNY".to_owned(),
        "$" | "US$" => "USD".to_owned(),
        other => other.to_owned(),
    };
    let hint = match Currency::from_code(&upper) {
        Some(currency) => format!("did you mean `{}`?", currency.code()),
        None => "write the three letters of ISO 4217, such as `USD`, `EUR`, `CNY`".to_owned(),
    };
    Err(Fault::new(Code::UnknownCurrency, format!("`{}` is not a currency code", shown(text)), hint))
}

/// An amount between two figures.
///
/// # Errors
/// A [`Fault`] with the code `bad-amount` where the ends are reversed.
pub fn amount(low: Decimal, high: Decimal, currency: Currency) -> Result<Amount, Fault> {
    Amount::new(low, high, currency).map_err(|error| Fault::new(Code::BadAmount, error.to_string(), "exchange `low` and `high`"))
}

/// Reads a share.
///
/// # Errors
/// A [`Fault`] with the code `bad-share`.
pub fn share(text: &str, rounding: Rounding) -> Result<Share, Fault> {
    Share::parse(text, rounding).map_err(|error| {
        let hint = match text.trim().strip_suffix('%').unwrap_or(text).replace(',', ".") {
            dotted if text.contains(',') && parse_decimal(dotted.trim()).is_some() => {
                format!("write a decimal point: `{}`", shown(&text.trim().replace(',', ".")))
            }
            bare if !text.contains('%') && parse_decimal(bare.trim()).is_some_and(|f| f > Decimal::ONE && f <= Decimal::ONE_HUNDRED) => {
                format!("with a percent sign it is one: `{}%`", shown(bare.trim()))
            }
            _ => "write `39.6%` or `0.396`; leave it out where the share is not known".to_owned(),
        };
        Fault::new(Code::BadShare, error.to_string(), hint)
    })
}

/// Reads a date of which perhaps only the month or year is known.
///
/// # Errors
/// A [`Fault`] with the code `bad-date`.
pub fn date(text: &str) -> Result<PartialDate, Fault> {
    PartialDate::parse(text).map_err(|_| {
        Fault::new(
            Code::BadDate,
            format!("`{}` is not a date", shown(text)),
            "write `2019-12-31`, or `2019-12` or `2019` where only that is known",
        )
    })
}

/// Reads a date that must be a day.
///
/// # Errors
/// A [`Fault`] with the code `bad-date`.
pub fn day(text: &str) -> Result<Day, Fault> {
    match PartialDate::parse(text) {
        Ok(PartialDate::Day(day)) => Ok(day),
        Ok(partial) => {
            Err(Fault::new(Code::BadDate, format!("`{text}` is not a day"), format!("write the day, such as `{}`", partial.last())))
        }
        Err(_) => Err(Fault::new(Code::BadDate, format!("`{}` is not a date", shown(text)), "write the day as `2019-12-31`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
        result.unwrap_err().hint
    }

    #[test]
    fn a_hint_never_guesses_the_decimal_mark() {
        let guessed = |text: &str| hint(figure(text)).rsplit('`').nth(1).unwrap().to_owned();
        assert_eq!(guessed("1,234.50"), "1234.50");
        assert_eq!(guessed("1,234,567"), "1234567");
        assert_eq!(guessed("$ 5"), "5");
        for no_guess in ["1.234,50", "12,5", "1e9", "46 Mio", "", "1,23,4"] {
            assert_eq!(guessed(no_guess), "46000000", "{no_guess}");
        }
    }

    #[test]
    fn faults_say_what_to_do() {
        assert_eq!(hint(currency("usd")), "did you mean `USD`?");
        assert_eq!(hint(share("39.6", Rounding::Published)), "with a percent sign it is one: `39.6%`");
        assert_eq!(hint(share("0,32%", Rounding::Published)), "write a decimal point: `0.32%`");
        assert_eq!(hint(day("2019-12")), "write the day, such as `2019-12-31`");
        assert!(hint(figure("-5")).contains("short"));
        assert!(hint(figure("-")).contains("leave it out"));
    }

    #[test]
    fn what_is_shown_is_short_and_one_line() {
        assert_eq!(shown("a\nb"), "a b");
        assert_eq!(shown(&"x".repeat(1000)).chars().count(), SHOWN + 1);
    }
}
