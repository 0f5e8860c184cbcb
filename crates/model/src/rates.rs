//! What was money worth? Reference rates of their own day, against the euro.

use std::collections::BTreeMap;
use std::fmt;

use crate::money::{Currency, Decimal};
use crate::{Day, PartialDate};

/// How many days back the last business day may lie. The longest gap in the European Central Bank's
/// series 1999-2026 is 5 days (Easter); a longer one means that the series has ended.
pub const MAX_GAP_DAYS: i64 = 10;

/// Reference rates: units of a currency for one euro, by day.
///
/// Source: European Central Bank, euro foreign exchange reference rates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    per_euro: BTreeMap<String, BTreeMap<Day, Decimal>>,
}

/// The factor from one currency to another, and of when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Multiply an amount by this.
    pub factor: Decimal,
    /// Of which day, month or year.
    pub of: RateDate,
}

/// Of when a rate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateDate {
    /// No conversion was needed.
    None,
    /// The rate of a business day.
    Day(Day),
    /// The mean of the days of a month or a year.
    Mean(PartialDate),
}

impl fmt::Display for RateDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no conversion"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Mean(period) => write!(f, "mean of {period}"),
        }
    }
}

/// No rate of a currency for a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no exchange rate for {currency} on {date}")]
pub struct MissingRate {
    /// The currency that has none.
    pub currency: String,
    /// The date asked for.
    pub date: PartialDate,
}

impl Rates {
    /// Adds the rate of a day; the first figure of a day stays.
    pub fn insert(&mut self, day: Day, currency: Currency, per_euro: Decimal) {
        self.per_euro.entry(currency.code().to_owned()).or_default().entry(day).or_insert(per_euro);
    }

    /// Whether there is no rate at all.
    pub fn is_empty(&self) -> bool {
        self.per_euro.is_empty()
    }

    /// The factor from one currency to another on a date: of the last business day on or before a day,
    /// the mean of the days of a month or year where only that is known.
    ///
    /// # Errors
    /// [`MissingRate`] where a currency has no rate within [`MAX_GAP_DAYS`] before the day, or none in the period.
    pub fn rate(&self, from: Currency, to: Currency, date: PartialDate) -> Result<Rate, MissingRate> {
        if from == to {
            return Ok(Rate { factor: Decimal::ONE, of: RateDate::None });
        }
        let (from_rate, from_day) = self.per_euro(from, date)?;
        let (to_rate, to_day) = self.per_euro(to, date)?;
        let missing = || MissingRate { currency: from.code().to_owned(), date };
        let factor = to_rate.checked_div(from_rate).ok_or_else(missing)?;
        let of = match date {
            PartialDate::Day(day) => RateDate::Day(from_day.into_iter().chain(to_day).min().unwrap_or(day)),
            period => RateDate::Mean(period),
        };
        Ok(Rate { factor, of })
    }

    fn per_euro(&self, currency: Currency, date: PartialDate) -> Result<(Decimal, Option<Day>), MissingRate> {
        if currency == Currency::EUR {
            return Ok((Decimal::ONE, None));
        }
        let missing = || MissingRate { currency: currency.code().to_owned(), date };
        let days = self.per_euro.get(currency.code()).ok_or_else(missing)?;
        if let PartialDate::Day(day) = date {
            let (found, rate) = days.range(..=day).next_back().ok_or_else(missing)?;
            if crate::date::days_between(*found, day) > MAX_GAP_DAYS {
                return Err(missing());
            }
            return Ok((*rate, Some(*found)));
        }
        let (mut sum, mut count) = (Decimal::ZERO, 0_u32);
        for (_, rate) in days.range(date.first()..=date.last()) {
            sum = sum.checked_add(*rate).ok_or_else(missing)?;
            count += 1;
        }
        sum.checked_div(Decimal::from(count)).map(|mean| (mean, None)).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn rates() -> Rates {
        let mut rates = Rates::default();
        for (day, usd, cny) in [("2017-12-28", "1.1934", "7.8208"), ("2017-12-29", "1.1993", "7.8044"), ("2018-01-02", "1.2065", "7.8338")]
        {
            rates.insert(date(day).first(), Currency::USD, Decimal::from_str_exact(usd).unwrap());
            rates.insert(date(day).first(), Currency::CNY, Decimal::from_str_exact(cny).unwrap());
        }
        rates
    }

    #[test]
    fn a_holiday_takes_the_business_day_before() {
        let rate = rates().rate(Currency::CNY, Currency::USD, date("2018-01-01")).unwrap();
        assert_eq!(rate.of, RateDate::Day(date("2017-12-29").first()));
        assert_eq!(rate.factor.round_dp(6).to_string(), "0.153670");
    }

    #[test]
    fn a_year_takes_the_mean_of_its_days() {
        let rate = rates().rate(Currency::EUR, Currency::USD, date("2017")).unwrap();
        assert_eq!((rate.factor.normalize().to_string().as_str(), rate.of), ("1.19635", RateDate::Mean(date("2017"))));
    }

    #[test]
    fn no_rate_is_not_a_rate_of_one() {
        for (from, day) in
            [(Currency::GBP, "2018-01-02"), (Currency::CNY, "2017-12-27"), (Currency::CNY, "2018-02-01"), (Currency::CNY, "2016")]
        {
            assert!(rates().rate(from, Currency::USD, date(day)).is_err(), "{from:?} {day}");
        }
        assert!(Rates::default().rate(Currency::USD, Currency::USD, date("2018")).is_ok());
    }
}
