//! How are figures written? Exact for records, short for tables; a range where a range is known.

use exposure::Range;
use model::money::Decimal;
use model::{Amount, Currency};

/// A range of money for reading: `USD 141.2M`, `USD 50-53M`, `USD 0`.
///
/// Units: whole units of the currency in, thousands (K), millions (M) or billions (bn) out, four significant digits.
pub fn short(range: Range, currency: Currency) -> String {
    let (low, high) = (range.low, range.high);
    let same = short_figure(low, scale(high)) == short_figure(high, scale(high));
    let (_, unit) = scale(high);
    if same {
        format!("{} {}{unit}", currency.code(), short_figure(high, scale(high)))
    } else {
        format!("{} {}-{}{unit}", currency.code(), short_figure(low, scale(high)), short_figure(high, scale(high)))
    }
}

fn scale(figure: f64) -> (f64, &'static str) {
    match figure {
        f if f >= 999_950_000.0 => (1e9, "bn"),
        f if f >= 999_950.0 => (1e6, "M"),
        f if f >= 10_000.0 => (1e3, "K"),
        _ => (1.0, ""),
    }
}

fn short_figure(figure: f64, (unit, _): (f64, &str)) -> String {
    let value = figure / unit;
    let decimals = if unit <= 1.0 || value >= 1000.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A figure to the cent as a plain decimal, without trailing zeros: `141233203`, `3220350.08`.
pub fn exact(figure: f64) -> String {
    let text = format!("{figure:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A published amount with separators: `USD 141,233,203`, `USD 50,000,000 to 53,000,000`.
pub fn published(amount: &Amount) -> String {
    let code = amount.currency().code();
    if amount.low() == amount.high() {
        format!("{code} {}", grouped(&plain(amount.low())))
    } else {
        format!("{code} {} to {}", grouped(&plain(amount.low())), grouped(&plain(amount.high())))
    }
}

/// A figure as published; where it has a fraction, with two digits of it at least, as money is written.
fn plain(figure: Decimal) -> String {
    let figure = figure.normalize();
    if figure.scale() == 1 { format!("{figure}0") } else { figure.to_string() }
}

/// A figure with separators, to the cent: `5,010,165`.
pub fn number(figure: f64) -> String {
    grouped(&exact(figure))
}

/// A number of shares with separators: `5,010,165`.
pub fn shares(number: Decimal) -> String {
    grouped(&number.normalize().to_string())
}

/// A difference with its sign: `+1,200`, `-50`, `0`.
pub fn signed(difference: Decimal) -> String {
    let sign = if difference.is_zero() {
        ""
    } else if difference.is_sign_negative() {
        "-"
    } else {
        "+"
    };
    format!("{sign}{}", shares(difference.abs()))
}

/// A difference of fractions in percentage points, rounding kept: `+0.23 to +0.25 points`.
pub fn points(difference: Range) -> String {
    let figure = |fraction: f64| {
        let text = format!("{:+.4}", fraction * 100.0);
        let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
        if matches!(text.as_str(), "+" | "-" | "+0" | "-0") { "0".to_owned() } else { text }
    };
    let (low, high) = (figure(difference.low), figure(difference.high));
    if low == high { format!("{low} points") } else { format!("{low} to {high} points") }
}

/// A range of money with separators, to the unit.
pub fn long(range: Range, currency: Currency) -> String {
    let (low, high) = (grouped(&format!("{:.0}", range.low)), grouped(&format!("{:.0}", range.high)));
    if low == high { format!("{} {low}", currency.code()) } else { format!("{} {low} to {high}", currency.code()) }
}

/// `1234567.5` as `1,234,567.5`.
fn grouped(plain: &str) -> String {
    let (whole, rest) = plain.find('.').map_or((plain, ""), |point| plain.split_at(point));
    let mut text = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// A range of fractions as percent: `0.315-0.325%`, `39.6%`.
pub fn percent(range: Range) -> String {
    let figure = |fraction: f64| {
        let text = format!("{:.4}", fraction * 100.0);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let (low, high) = (figure(range.low), figure(range.high));
    if low == high { format!("{low}%") } else { format!("{low}-{high}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_figures_keep_four_digits_and_their_range() {
        let table = [
            (141_233_203.0, 141_233_203.0, "USD 141.2M"),
            (50e6, 53e6, "USD 50-53M"),
            (1.0e9, 1.2e9, "USD 1-1.2bn"),
            (999_960_000.0, 999_960_000.0, "USD 1bn"),
            (0.0, 0.0, "USD 0"),
            (0.0, 5e6, "USD 0-5M"),
            (9_999.0, 9_999.0, "USD 9999"),
            (46_000.0, 46_000.0, "USD 46K"),
            (144_900.4, 149_500.0, "USD 144.9-149.5K"),
        ];
        for (low, high, expected) in table {
            assert_eq!(short(Range { low, high }, Currency::USD), expected);
        }
    }

    #[test]
    fn exact_figures_lose_nothing() {
        assert_eq!(exact(141_233_203.0), "141233203");
        assert_eq!(exact(3_220_350.078), "3220350.08");
        assert_eq!(long(Range::exact(141_233_203.0), Currency::USD), "USD 141,233,203");
        assert_eq!(percent(Range { low: 0.00315, high: 0.00325 }), "0.315-0.325%");
    }
}
