//! How much money? Decimal amounts that are never without their currency.

use std::fmt;

pub use iso_currency::Currency;
pub use rust_decimal::Decimal;

/// A published amount: one figure, or the two ends between which it lies.
///
/// Units: whole units of `currency` (dollars, not thousands). Never negative, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    low: Decimal,
    high: Decimal,
    currency: Currency,
}

/// Why two figures are no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// A figure below zero.
    #[error("{0} is negative")]
    Negative(Decimal),
    /// The low end lies above the high end.
    #[error("the low end {low} lies above the high end {high}")]
    Reversed {
        /// The low end as written.
        low: Decimal,
        /// The high end as written.
        high: Decimal,
    },
}

impl Amount {
    /// An amount between two figures of one currency.
    ///
    /// # Errors
    /// [`AmountError`] where a figure is negative or the ends are reversed.
    pub fn new(low: Decimal, high: Decimal, currency: Currency) -> Result<Self, AmountError> {
        if low.is_sign_negative() && !low.is_zero() {
            return Err(AmountError::Negative(low));
        }
        if low > high {
            return Err(AmountError::Reversed { low, high });
        }
        Ok(Self { low, high, currency })
    }

    /// An amount of which one figure is published.
    ///
    /// # Errors
    /// [`AmountError::Negative`].
    pub fn exact(value: Decimal, currency: Currency) -> Result<Self, AmountError> {
        Self::new(value, value, currency)
    }

    /// The lower end.
    pub fn low(&self) -> Decimal {
        self.low
    }

    /// The upper end.
    pub fn high(&self) -> Decimal {
        self.high
    }

    /// The currency of both ends.
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            write!(f, "{} {}", self.currency.code(), self.low.normalize())
        } else {
            write!(f, "{} {}-{}", self.currency.code(), self.low.normalize(), self.high.normalize())
        }
    }
}

/// Reads a decimal figure as our own files write it: digits with at most one point, no separators.
///
/// Returns `None` for anything else, such as `1,234`, `1e9` or more digits than a decimal holds.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.bytes().any(|b| b.is_ascii_digit());
    plain.then(|| Decimal::from_str_exact(text).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_plain_decimals() {
        assert_eq!(parse_decimal("141233203"), Some(Decimal::from(141_233_203)));
        assert_eq!(parse_decimal("-0.5"), Some(Decimal::new(-5, 1)));
        for bad in ["", "1,234", "1e9", "12.3.4", "-", ".", "٣", "USD 5", "99999999999999999999999999999999"] {
            assert_eq!(parse_decimal(bad), None, "{bad}");
        }
    }
}
