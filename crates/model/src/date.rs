//! When? Days without zones, and dates of which only the month or the year is known.

use std::fmt;

/// A civil day; the program knows no time of day and no zone.
pub type Day = jiff::civil::Date;

/// A date as published: a day, a month or a year. A partial date is the interval of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A known day.
    Day(Day),
    /// Some day of a month, named by its first day.
    Month(Day),
    /// Some day of a year, named by its first day.
    Year(Day),
}

/// A text that is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date")]
pub struct DateError {
    /// What was written.
    pub text: String,
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601).
    ///
    /// # Errors
    /// [`DateError`] for anything else, also for days that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let error = || DateError { text: text.chars().take(40).collect() };
        let digits = |part: &str, len: usize| -> Option<i16> {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|p| digits(p, 4)).filter(|y| *y > 0).ok_or_else(error)?;
        let month = parts.next().map(|p| digits(p, 2).ok_or_else(error)).transpose()?;
        let day = parts.next().map(|p| digits(p, 2).ok_or_else(error)).transpose()?;
        if parts.next().is_some() {
            return Err(error());
        }
        let civil = |m: i16, d: i16| {
            let (m, d) = (i8::try_from(m).ok()?, i8::try_from(d).ok()?);
            Day::new(year, m, d).ok()
        };
        let date = match (month, day) {
            (None, _) => civil(1, 1).map(Self::Year),
            (Some(m), None) => civil(m, 1).map(Self::Month),
            (Some(m), Some(d)) => civil(m, d).map(Self::Day),
        };
        date.ok_or_else(error)
    }

    /// The first day that it can mean.
    pub fn first(self) -> Day {
        match self {
            Self::Day(day) | Self::Month(day) | Self::Year(day) => day,
        }
    }

    /// The last day that it can mean; the day from which it counts as known and as true.
    pub fn last(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(day) => day.last_of_month(),
            Self::Year(day) => day.last_of_year(),
        }
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Self::Year(day) => write!(f, "{:04}", day.year()),
        }
    }
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Day, to: Day) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_intervals() {
        let table =
            [("2017", "2017-01-01", "2017-12-31"), ("2020-02", "2020-02-01", "2020-02-29"), ("2019-12-31", "2019-12-31", "2019-12-31")];
        for (text, first, last) in table {
            let date = PartialDate::parse(text).unwrap();
            assert_eq!((date.first().to_string(), date.last().to_string()), (first.into(), last.into()));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "17", "2017-13", "2019-02-29", "2019-2-1", "01.02.2019", "2019-01-01T00:00", "2019-", "0000", "2019-01-01-01"] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn days_between_counts_leap_days() {
        let day = |text: &str| PartialDate::parse(text).unwrap().first();
        assert_eq!(days_between(day("2019-12-31"), day("2020-12-31")), 366);
        assert_eq!(days_between(day("2000-03-01"), day("2000-02-28")), -2);
    }
}
