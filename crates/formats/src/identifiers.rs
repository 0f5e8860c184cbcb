//! Which security or company is meant? Identifiers by scheme, normalised, with their check digits proved.
//!
//! Source: ISO 6166 (ISIN), ISO 17442 (LEI), ANSI X9.6 (CUSIP), the London Stock Exchange's SEDOL master file, the Object
//! Management Group's FIGI, GB 32100-2015 (USCC), ISO 10383 (the MIC before a ticker).

use std::fmt;

use model::Code;

use crate::exchanges;
use crate::figures::{Fault, shown};
use crate::foreign::is_missing;

/// Who gives the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// A security, worldwide: 12 characters.
    Isin,
    /// A security, London: 7 characters.
    Sedol,
    /// A security, North America: 9 characters.
    Cusip,
    /// A security, open: 12 characters.
    Figi,
    /// A legal entity, worldwide: 20 characters.
    Lei,
    /// A legal entity in China (unified social credit code): 18 characters.
    Uscc,
    /// A listing: the market's MIC, a colon, its ticker.
    Ticker,
}

impl Scheme {
    /// Every scheme, in the order of the documentation.
    pub const ALL: [Self; 7] = [Self::Isin, Self::Sedol, Self::Cusip, Self::Figi, Self::Lei, Self::Uscc, Self::Ticker];

    /// The word in files: `isin`, `lei`, ...
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Isin => "isin",
            Self::Sedol => "sedol",
            Self::Cusip => "cusip",
            Self::Figi => "figi",
            Self::Lei => "lei",
            Self::Uscc => "uscc",
            Self::Ticker => "ticker",
        }
    }

    /// The scheme of a word, `None` for any other text.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str() == word)
    }

    /// Whether it names a security; the others name a company.
    pub fn is_of_security(self) -> bool {
        !matches!(self, Self::Lei | Self::Uscc)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An identifier whose form and check digit are right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    scheme: Scheme,
    value: String,
}

impl Identifier {
    /// Reads an identifier of a scheme; `None` where the text is a mark for "missing", such as `-` or `N/A`.
    ///
    /// A ticker needs its market: `XSHE:002236` or `002236.SZ`.
    ///
    /// # Errors
    /// A [`Fault`] with the code `bad-identifier`.
    ///
    /// # Example
    /// ```
    /// use daylight_formats::identifiers::{Identifier, Scheme};
    /// let isin = Identifier::parse(Scheme::Isin, "CNE100000PM8").unwrap().unwrap();
    /// assert_eq!(isin.to_string(), "isin:CNE100000PM8");
    /// assert!(Identifier::parse(Scheme::Isin, "CNE100000PM9").is_err());
    /// ```
    pub fn parse(scheme: Scheme, text: &str) -> Result<Option<Self>, Fault> {
        let text = text.trim();
        if is_missing(text) {
            return Ok(None);
        }
        if scheme == Scheme::Ticker {
            return match exchanges::listing(text) {
                Some(value) => Ok(Some(Self { scheme, value })),
                None => Err(fault(scheme, text, "write the market's MIC, a colon and the ticker: `XSHE:002236`")),
            };
        }
        let value: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
        let hint = match check(scheme, value.as_bytes()) {
            Check::Right => return Ok(Some(Self { scheme, value })),
            Check::Digit => "its check digit does not fit: compare it with the source, character by character",
            Check::Form(form) => form,
        };
        Err(fault(scheme, text, hint))
    }

    /// A ticker on a market, as [`exchanges::ticker`] writes it.
    pub(crate) fn listing(value: String) -> Self {
        Self { scheme: Scheme::Ticker, value }
    }

    /// Who gives it.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The identifier without its scheme: upper case, no spaces.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme, self.value)
    }
}

fn fault(scheme: Scheme, text: &str, hint: &str) -> Fault {
    let name = scheme.as_str();
    let name = if scheme == Scheme::Ticker { name.to_owned() } else { name.to_uppercase() };
    Fault { code: Code::BadIdentifier, message: format!("`{}` is no {name}", shown(text)), hint: hint.to_owned() }
}

enum Check {
    Right,
    Digit,
    Form(&'static str),
}

fn check(scheme: Scheme, bytes: &[u8]) -> Check {
    let (form, well_formed, right): (_, bool, fn(&[u8]) -> bool) = match scheme {
        Scheme::Isin => (
            "an ISIN has two letters, nine letters or digits and a check digit: `CNE100000PM8`",
            bytes.len() == 12 && bytes[..2].iter().all(u8::is_ascii_uppercase) && alphanumeric(&bytes[2..11]) && digits(&bytes[11..]),
            isin,
        ),
        Scheme::Sedol => (
            "a SEDOL has six digits or consonants and a check digit: `BD5CPQ2`; a spreadsheet may have cut leading zeros",
            bytes.len() == 7 && alphanumeric(bytes) && !bytes.iter().any(|b| b"AEIOU".contains(b)) && digits(&bytes[6..]),
            sedol,
        ),
        Scheme::Cusip => (
            "a CUSIP has eight letters or digits and a check digit: `037833100`; a spreadsheet may have cut leading zeros",
            bytes.len() == 9 && bytes.iter().all(|b| cusip_value(*b).is_some()) && digits(&bytes[8..]),
            cusip,
        ),
        Scheme::Figi => (
            "a FIGI has two consonants, a G, eight consonants or digits and a check digit: `BBG000B9XRY4`",
            bytes.len() == 12 && alphanumeric(bytes) && bytes[2] == b'G' && digits(&bytes[11..]),
            figi,
        ),
        Scheme::Lei => (
            "an LEI has 18 letters or digits and two check digits: `5493001KJTIIGC8Y1R12`",
            bytes.len() == 20 && alphanumeric(bytes) && digits(&bytes[18..]),
            lei,
        ),
        Scheme::Uscc => (
            "a unified social credit code has 18 digits or letters without I, O, S, V, Z",
            bytes.len() == 18 && bytes.iter().all(|b| USCC.contains(b)),
            uscc,
        ),
        Scheme::Ticker => return Check::Right,
    };
    match (well_formed, well_formed && right(bytes)) {
        (false, _) => Check::Form(form),
        (true, false) => Check::Digit,
        (true, true) => Check::Right,
    }
}

fn digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

fn alphanumeric(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// 0 to 9 for digits, 10 to 35 for letters.
fn value(byte: u8) -> u32 {
    u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.saturating_sub(b'A') + 10 })
}

fn digit_sum(number: u32) -> u32 {
    number / 10 + number % 10
}

/// Luhn's sum over the digits of every character, where letters have two.
fn isin(bytes: &[u8]) -> bool {
    let expanded = bytes.iter().rev().flat_map(|byte| {
        let value = value(*byte);
        [Some(value % 10), (value > 9).then_some(value / 10)].into_iter().flatten()
    });
    expanded.enumerate().map(|(at, digit)| if at % 2 == 1 { digit_sum(digit * 2) } else { digit }).sum::<u32>() % 10 == 0
}

fn sedol(bytes: &[u8]) -> bool {
    const WEIGHTS: [u32; 7] = [1, 3, 1, 7, 3, 9, 1];
    bytes.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte) * weight).sum::<u32>() % 10 == 0
}

fn cusip_value(byte: u8) -> Option<u32> {
    match byte {
        b'*' => Some(36),
        b'@' => Some(37),
        b'#' => Some(38),
        _ => (byte.is_ascii_digit() || byte.is_ascii_uppercase()).then(|| value(byte)),
    }
}

/// Every second character doubled, and the sums of digits added: CUSIP and FIGI.
fn doubled(bytes: &[u8]) -> bool {
    let Some((check, body)) = bytes.split_last() else { return false };
    let sum: u32 =
        body.iter().enumerate().map(|(at, byte)| digit_sum(cusip_value(*byte).unwrap_or(0) * if at % 2 == 1 { 2 } else { 1 })).sum();
    (10 - sum % 10) % 10 == value(*check)
}

fn cusip(bytes: &[u8]) -> bool {
    doubled(bytes)
}

fn figi(bytes: &[u8]) -> bool {
    doubled(bytes)
}

/// ISO 7064, MOD 97-10.
fn lei(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |rest, byte| {
        let value = value(*byte);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    }) == 1
}

/// The characters of a USCC, in the order of their values.
const USCC: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn uscc(bytes: &[u8]) -> bool {
    let value = |byte: &u8| USCC.iter().position(|known| known == byte).unwrap_or(0);
    let Some((check, body)) = bytes.split_last() else { return false };
    let mut weight = 1;
    let mut sum = 0;
    for byte in body {
        sum += value(byte) * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == value(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scheme: Scheme, text: &str) -> String {
        match Identifier::parse(scheme, text) {
            Ok(Some(identifier)) => identifier.to_string(),
            Ok(None) => "missing".to_owned(),
            Err(fault) => format!("{}: {} ({})", fault.code, fault.message, fault.hint),
        }
    }

    #[test]
    fn check_digits_that_fit() {
        let table = [
            (Scheme::Isin, "CNE100000PM8", "isin:CNE100000PM8"),
            (Scheme::Isin, "us0378331005", "isin:US0378331005"),
            (Scheme::Sedol, "BD5CPQ2", "sedol:BD5CPQ2"),
            (Scheme::Sedol, "0263494", "sedol:0263494"),
            (Scheme::Cusip, "037833100", "cusip:037833100"),
            (Scheme::Cusip, "38259P508", "cusip:38259P508"),
            (Scheme::Figi, "BBG000B9XRY4", "figi:BBG000B9XRY4"),
            (Scheme::Lei, "549300TRUWO2CD2G5692", "lei:549300TRUWO2CD2G5692"),
            (Scheme::Uscc, "91350100M000100Y43", "uscc:91350100M000100Y43"),
            (Scheme::Ticker, "XSHE:2236", "ticker:XSHE:002236"),
            (Scheme::Ticker, "002236.SZ", "ticker:XSHE:002236"),
        ];
        for (scheme, text, expected) in table {
            assert_eq!(read(scheme, text), expected, "{text}");
        }
    }

    #[test]
    fn one_wrong_character_is_told() {
        let good = [
            (Scheme::Isin, "CNE100000PM8"),
            (Scheme::Sedol, "BD5CPQ2"),
            (Scheme::Cusip, "037833100"),
            (Scheme::Figi, "BBG000B9XRY4"),
            (Scheme::Lei, "549300TRUWO2CD2G5692"),
            (Scheme::Uscc, "91350100M000100Y43"),
        ];
        for (scheme, text) in good {
            let mut wrong = text.as_bytes().to_vec();
            let last = wrong.len() - 1;
            wrong[last] = if wrong[last] == b'9' { b'0' } else { wrong[last] + 1 };
            let wrong = String::from_utf8(wrong).unwrap();
            assert!(read(scheme, &wrong).starts_with("bad-identifier: "), "{wrong}: {}", read(scheme, &wrong));
            assert!(read(scheme, &text[1..]).starts_with("bad-identifier: "), "{text} without its first character");
            assert!(read(scheme, "é").starts_with("bad-identifier: "));
        }
        assert!(read(Scheme::Ticker, "2236").starts_with("bad-identifier: `2236` is no ticker"));
    }

    #[test]
    fn missing_is_not_wrong() {
        for scheme in Scheme::ALL {
            for text in ["", "-", "--", "N/A", "n/a", "\u{a0}"] {
                assert_eq!(read(scheme, text), "missing", "{scheme} {text}");
            }
        }
    }
}
