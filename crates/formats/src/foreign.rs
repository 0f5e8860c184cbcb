//! How do publishers write figures and dates? Read where only one reading is possible, a fault where there are two.

use model::date::Day;
use model::money::{Decimal, parse_decimal};
use model::share::Rounding;
use model::{Code, PartialDate, Share};

use crate::figures::{self, Fault, shown};

/// Which marks a publisher is known to use in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// A point before decimals, commas between thousands: `1,234` is more than a thousand.
    English,
    /// Not known: `1,234` has two readings and is a fault.
    Unknown,
}

/// Whether a cell holds a mark for "missing": nothing, `-`, `--`, `N/A`, a no-break space.
pub fn is_missing(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "" | "-" | "--" | "\u{2013}" | "\u{2014}")
        || ["n/a", "#n/a", "na", "null", "none"].iter().any(|m| text.eq_ignore_ascii_case(m))
}

/// Reads a figure with its sign, in front or as brackets around it.
///
/// # Errors
/// A [`Fault`] with the code `bad-amount` where the text is no figure or has two readings.
pub fn figure(text: &str, marks: Marks) -> Result<Decimal, Fault> {
    let trimmed = text.trim();
    let (negative, bare) = match trimmed.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => match trimmed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, trimmed),
        },
    };
    if bare.contains(',') && marks == Marks::Unknown && !is_unambiguous(bare) {
        return Err(two_readings(text, bare));
    }
    let plain = if bare.contains(',') { grouped(bare) } else { bare.starts_with(|c: char| c != '-').then(|| bare.to_owned()) };
    match plain.and_then(|plain| parse_decimal(&plain)) {
        Some(figure) => Ok(if negative { -figure } else { figure }),
        None => Err(figures::figure(bare).err().map_or_else(
            || not_a_figure(text, "write it in whole units as a plain decimal: `46000000`".to_owned()),
            |fault| not_a_figure(text, fault.hint),
        )),
    }
}

fn not_a_figure(text: &str, hint: String) -> Fault {
    Fault { code: Code::BadAmount, message: format!("`{}` is not an amount", shown(text)), hint }
}

fn two_readings(text: &str, bare: &str) -> Fault {
    let hint = match grouped(bare).as_deref().and_then(parse_decimal) {
        Some(thousands) => {
            format!("the comma can stand between thousands or before decimals: write `{thousands}` or `{}`", shown(&bare.replace(',', ".")))
        }
        None => "write a decimal point and no separators: `1234.50`".to_owned(),
    };
    not_a_figure(text, hint)
}

/// Two separators of thousands, or a separator and a point behind it, leave one reading.
fn is_unambiguous(bare: &str) -> bool {
    grouped(bare).is_some() && (bare.matches(',').count() > 1 || bare.contains('.'))
}

/// The figure without its commas, where each stands before three digits and none behind the point.
fn grouped(bare: &str) -> Option<String> {
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3) && !fraction.contains(',');
    let digits = whole.bytes().all(|b| b.is_ascii_digit() || b == b',');
    (fits && digits).then(|| bare.replace(',', ""))
}

/// Reads a figure in percent, with or without its sign, as an interval of fractions that keeps the published rounding.
///
/// # Errors
/// A [`Fault`] with the code `bad-share`.
pub fn percent(text: &str) -> Result<Share, Fault> {
    let text = text.trim();
    if text.ends_with('%') {
        return figures::share(text, Rounding::Published);
    }
    figures::share(&format!("{text}%"), Rounding::Published)
        .map_err(|fault| Fault { message: format!("`{}` is not a share in percent, from 0 to 100", shown(text)), ..fault })
}

/// Every day that a date can mean, earliest first: two for `07/09/2021`, one for `31/12/2021` and `2021-07-09`.
///
/// Slashes have no order that all publishers share, points put the day first, names of months leave no doubt.
///
/// # Errors
/// A [`Fault`] with the code `bad-date`.
pub fn days(text: &str) -> Result<Vec<Day>, Fault> {
    let text = text.trim();
    let found = match PartialDate::parse(text) {
        Ok(PartialDate::Day(day)) => return Ok(vec![day]),
        Ok(PartialDate::Year(_) | PartialDate::Month(_)) => return figures::day(text).map(|day| vec![day]),
        Err(_) => numeric(text).or_else(|| named(text)).unwrap_or_default(),
    };
    if found.is_empty() {
        return figures::day(text).map(|day| vec![day]);
    }
    Ok(found)
}

/// `07/09/2021`, `2021/07/09`, `31.12.2019`, `20191231`.
fn numeric(text: &str) -> Option<Vec<Day>> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(day(&text[..4], &text[4..6], &text[6..]).into_iter().collect());
    }
    let separator = text.chars().find(|c| matches!(c, '/' | '.'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts[..] else { return None };
    if first.len() == 4 {
        return Some(day(first, second, third).into_iter().collect());
    }
    let day_first = day(third, second, first);
    let month_first = if separator == '/' { day(third, first, second) } else { None };
    let mut days: Vec<Day> = day_first.into_iter().chain(month_first).collect();
    days.sort();
    days.dedup();
    Some(days)
}

fn day(year: &str, month: &str, day: &str) -> Option<Day> {
    let number = |text: &str, longest: usize| -> Option<i16> {
        ((1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let year = number(year, 4).filter(|_| year.len() == 4)?;
    Day::new(year, i8::try_from(number(month, 2)?).ok()?, i8::try_from(number(day, 2)?).ok()?).ok()
}

/// `Mar 09, 2020`, `9 March 2020`, `10-Mar-2022`.
fn named(text: &str) -> Option<Vec<Day>> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let parts: Vec<&str> = text.split([' ', ',', '-', '/']).filter(|part| !part.is_empty()).collect();
    let month_of = |part: &str| {
        let part = part.trim_end_matches('.').to_ascii_lowercase();
        MONTHS
            .iter()
            .position(|month| *month == part || (part.len() == 3 && month.starts_with(&part)) || (part == "sept" && *month == "september"))
    };
    let [first, second, year] = parts[..] else { return None };
    let (month, day_text) = match (month_of(first), month_of(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    Some(day(year, &(month + 1).to_string(), day_text).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_figure(text: &str, marks: Marks) -> String {
        match figure(text, marks) {
            Ok(figure) => figure.to_string(),
            Err(fault) => format!("{} | {}", fault.message, fault.hint),
        }
    }

    #[test]
    fn one_reading_is_read() {
        let table = [
            ("1234.50", "1234.50"),
            ("1,234,567", "1234567"),
            ("1,234.50", "1234.50"),
            ("-1,234.50", "-1234.50"),
            ("(1,234,567)", "-1234567"),
            ("(5)", "-5"),
            (" 0 ", "0"),
            ("\u{2212}5", "-5"),
        ];
        for (text, expected) in table {
            assert_eq!(shown_figure(text, Marks::Unknown), expected, "{text}");
            assert_eq!(shown_figure(text, Marks::English), expected, "{text}");
        }
        assert_eq!(shown_figure("1,234", Marks::English), "1234");
        assert_eq!(shown_figure("(1,234)", Marks::English), "-1234");
    }

    #[test]
    fn two_readings_are_none() {
        let table = [
            ("1,234", "`1,234` is not an amount | the comma can stand between thousands or before decimals: write `1234` or `1.234`"),
            ("(1,234)", "`(1,234)` is not an amount | the comma can stand between thousands or before decimals: write `1234` or `1.234`"),
            ("1.234,50", "`1.234,50` is not an amount | write a decimal point and no separators: `1234.50`"),
            ("12,5", "`12,5` is not an amount | write a decimal point and no separators: `1234.50`"),
            ("1 234", "`1 234` is not an amount | write it in whole units without separators: `1234`"),
            ("$5", "`$5` is not an amount | write it in whole units without separators: `5`"),
            ("5m", "`5m` is not an amount | write it in whole units as a plain decimal: `46000000`"),
        ];
        for (text, expected) in table {
            assert_eq!(shown_figure(text, Marks::Unknown), expected, "{text}");
        }
        for text in ["1,23", "1234,567", "1,234.5,6", ",5", "1,,234", "--5", "(-5)", "()", "1.2.3"] {
            assert!(figure(text, Marks::English).is_err(), "{text}");
            assert!(figure(text, Marks::Unknown).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_of_two_readings_have_two_days() {
        let read =
            |text: &str| days(text).map_or_else(|f| f.message, |d| d.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "));
        let table = [
            ("07/09/2021", "2021-07-09 or 2021-09-07"),
            ("7/9/2021", "2021-07-09 or 2021-09-07"),
            ("07/07/2021", "2021-07-07"),
            ("31/12/2021", "2021-12-31"),
            ("12/31/2021", "2021-12-31"),
            ("2021/07/09", "2021-07-09"),
            ("2021-07-09", "2021-07-09"),
            ("20210709", "2021-07-09"),
            ("31.12.2019", "2019-12-31"),
            ("Mar 09, 2020", "2020-03-09"),
            ("9 March 2020", "2020-03-09"),
            ("10-Mar-2022", "2022-03-10"),
            ("10-Mar-22", "`10-Mar-22` is not a date"),
            ("31/31/2021", "`31/31/2021` is not a date"),
            ("2021-07", "`2021-07` is not a day"),
            ("07/09/21", "`07/09/21` is not a date"),
            ("", "`` is not a date"),
            ("1/2/3/2021", "`1/2/3/2021` is not a date"),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn percent_keeps_the_published_rounding() {
        assert_eq!(percent("0.32").unwrap().to_string(), "0.315-0.325%");
        assert_eq!(percent("0.32%").unwrap().to_string(), "0.315-0.325%");
        assert_eq!(percent("101").unwrap_err().message, "`101` is not a share in percent, from 0 to 100");
        assert!(percent("-1").is_err());
    }
}
