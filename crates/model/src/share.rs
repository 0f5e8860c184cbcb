//! What part of a company? Intervals of fractions, because published shares are rounded or unknown.

use std::fmt;

use crate::money::{Decimal, parse_decimal};

/// A share of a whole as an interval; units: fraction from 0 to 1, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    low: f64,
    high: f64,
}

/// Why a text or a pair of figures is no share.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShareError {
    /// Neither `12.3%` nor `0.123`.
    #[error("`{text}` is not a share")]
    NotAShare {
        /// What was written.
        text: String,
    },
    /// Below 0 or above 100%.
    #[error("`{text}` is not a share between 0 and 100%")]
    OutOfRange {
        /// What was written.
        text: String,
    },
    /// The low end lies above the high end.
    #[error("the low end {low} lies above the high end {high}")]
    Reversed {
        /// Low end, a fraction.
        low: f64,
        /// High end, a fraction.
        high: f64,
    },
}

/// Whether a written figure stands for itself or for everything that rounds to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// The figure is meant to the last digit.
    Exact,
    /// The figure was rounded to its last digit: `0.08%` stands for 0.075 to 0.085%.
    Published,
}

impl Share {
    /// A share of which nothing is known but that it is one: 0 to 1. Its results are printed "at least".
    pub const UNKNOWN: Self = Self { low: 0.0, high: 1.0 };

    /// An interval of fractions.
    ///
    /// # Errors
    /// [`ShareError`] where an end is no fraction from 0 to 1 or the ends are reversed.
    pub fn new(low: f64, high: f64) -> Result<Self, ShareError> {
        for end in [low, high] {
            if !(0.0..=1.0).contains(&end) {
                return Err(ShareError::OutOfRange { text: end.to_string() });
            }
        }
        if low > high {
            return Err(ShareError::Reversed { low, high });
        }
        Ok(Self { low, high })
    }

    /// Reads `39.6%` or `0.396`.
    ///
    /// # Errors
    /// [`ShareError`] where the text is no figure or lies outside 0 to 100%.
    ///
    /// # Example
    /// ```
    /// use daylight_model::share::{Rounding, Share};
    /// let share = Share::parse("0.32%", Rounding::Published)?;
    /// assert_eq!(share.to_string(), "0.315-0.325%");
    /// # Ok::<(), daylight_model::share::ShareError>(())
    /// ```
    pub fn parse(text: &str, rounding: Rounding) -> Result<Self, ShareError> {
        let trimmed = text.trim();
        let (figure, hundred) = match trimmed.strip_suffix('%') {
            Some(figure) => (figure.trim_end(), true),
            None => (trimmed, false),
        };
        let shown = || text.chars().take(40).collect::<String>();
        let value = parse_decimal(figure).ok_or_else(|| ShareError::NotAShare { text: shown() })?;
        let half = match rounding {
            Rounding::Exact => Decimal::ZERO,
            Rounding::Published => Decimal::new(5, (value.scale() + 1).min(28)),
        };
        let unit = if hundred { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        if value.is_sign_negative() && !value.is_zero() || value > unit {
            return Err(ShareError::OutOfRange { text: shown() });
        }
        let fraction = |end: Decimal| -> f64 {
            let end = (end / unit).clamp(Decimal::ZERO, Decimal::ONE);
            // A decimal in 0..=1 is always a finite double.
            f64::try_from(end).unwrap_or(0.0)
        };
        Ok(Self { low: fraction(value - half), high: fraction(value + half) })
    }

    /// The lower end, a fraction.
    pub fn low(self) -> f64 {
        self.low
    }

    /// The upper end, a fraction.
    pub fn high(self) -> f64 {
        self.high
    }
}

impl fmt::Display for Share {
    /// Prints `0.315-0.325%`, `39.6%` or `0-100% (unknown)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |fraction: f64| {
            let text = format!("{:.4}", fraction * 100.0);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        if *self == Self::UNKNOWN {
            f.pad("unknown")
        } else if self.low.total_cmp(&self.high).is_eq() {
            f.pad(&format!("{}%", percent(self.low)))
        } else {
            f.pad(&format!("{}-{}%", percent(self.low), percent(self.high)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_shares_keep_their_rounding() {
        let table = [
            ("0.08%", "0.075-0.085%"),
            ("0.32%", "0.315-0.325%"),
            ("39.6%", "39.55-39.65%"),
            ("0.5", "45-55%"),
            ("100%", "99.5-100%"),
            ("0%", "0-0.5%"),
        ];
        for (text, shown) in table {
            assert_eq!(Share::parse(text, Rounding::Published).unwrap().to_string(), shown, "{text}");
        }
        assert_eq!(Share::parse("50%", Rounding::Exact).unwrap(), Share::new(0.5, 0.5).unwrap());
    }

    #[test]
    fn what_is_no_share() {
        for text in ["", "abc", "101%", "-1%", "1.5", "50 percent", "NaN", "inf"] {
            assert!(Share::parse(text, Rounding::Published).is_err(), "{text}");
        }
        assert!(Share::new(0.6, 0.5).is_err());
        assert!(Share::new(f64::NAN, 0.5).is_err());
    }
}
