//! Where does a day, or a value, stand in a picture? Axes with ticks at whole years, months and round figures.

use model::Day;
use model::date::days_between;

/// Pixels that a tick's label needs.
const TICK: f64 = 56.0;

/// Months between two ticks, the first that leaves room for the labels is taken.
const STEPS: [i32; 14] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];

/// Days from left to right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeAxis {
    first: Day,
    last: Day,
    left: f64,
    right: f64,
}

impl TimeAxis {
    /// An axis that holds all days, with a little room on both sides; `None` without a day.
    pub(crate) fn new(days: impl IntoIterator<Item = Day>, left: f64, right: f64) -> Option<Self> {
        let days: Vec<Day> = days.into_iter().collect();
        let (first, last) = (*days.iter().min()?, *days.iter().max()?);
        let margin = (days_between(first, last) / 20).clamp(20, 20_000);
        let apart = |day: Day, days: i64| day.checked_add(jiff::Span::new().days(days)).unwrap_or(day);
        Some(Self { first: apart(first, -margin), last: apart(last, margin), left, right })
    }

    /// Where a day stands. Units: pixels.
    pub(crate) fn x(&self, day: Day) -> f64 {
        let whole = days(self.first, self.last).max(1.0);
        self.left + (self.right - self.left) * (days(self.first, day) / whole).clamp(0.0, 1.0)
    }

    /// First days of years or months, as many as have room, with their labels `2018` or `2018-03`.
    pub(crate) fn ticks(&self) -> Vec<(Day, String)> {
        let month = |day: Day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        let (from, to) = (month(self.first), month(self.last));
        let room = ((self.right - self.left) / TICK).max(1.0);
        let fits = |step: &&i32| f64::from((to - from) / **step) <= room;
        let step = STEPS.iter().find(fits).copied().unwrap_or(12_000);
        (from..=to)
            .filter(|at| at % step == 0)
            .filter_map(|at| {
                let (year, month) = (i16::try_from(at / 12).ok()?, i8::try_from(at % 12 + 1).ok()?);
                let day = Day::new(year, month, 1).ok().filter(|day| *day >= self.first)?;
                let label = if step >= 12 { format!("{year}") } else { format!("{year}-{month:02}") };
                Some((day, label))
            })
            .collect()
    }
}

/// Figures from zero at the bottom to the largest at the top.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValueAxis {
    most: f64,
    top: f64,
    bottom: f64,
}

impl ValueAxis {
    /// An axis that holds zero and the largest of the values.
    pub(crate) fn new(values: impl IntoIterator<Item = f64>, top: f64, bottom: f64) -> Self {
        Self { most: values.into_iter().filter(|v| v.is_finite()).fold(0.0, f64::max), top, bottom }
    }

    /// The largest of the values.
    pub(crate) fn most(&self) -> f64 {
        self.most
    }

    /// Where a value stands. Units: pixels.
    pub(crate) fn y(&self, value: f64) -> f64 {
        if self.most > 0.0 { self.bottom - (self.bottom - self.top) * (value / self.most).clamp(0.0, 1.0) } else { self.bottom }
    }
}

fn days(from: Day, to: Day) -> f64 {
    // Days of the calendar fit into 32 bits.
    i32::try_from(days_between(from, to)).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        model::PartialDate::parse(text).unwrap().first()
    }

    fn check(from: &str, to: &str, expected: &str) {
        let axis = TimeAxis::new([day(from), day(to)], 0.0, 400.0).unwrap();
        let ticks: Vec<String> = axis.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(ticks.join(" "), expected, "{from} {to}");
        for (tick, _) in axis.ticks() {
            assert!((0.0..=400.0).contains(&axis.x(tick)));
        }
    }

    #[test]
    fn ticks_have_room() {
        check("2015-12-31", "2020-12-31", "2016 2017 2018 2019 2020 2021");
        check("2019-03-01", "2019-08-01", "2019-03 2019-04 2019-05 2019-06 2019-07 2019-08");
        check("1950-01-01", "2020-01-01", "1950 1960 1970 1980 1990 2000 2010 2020");
        check("2019-12-31", "2019-12-31", "2020-01");
        check("0001-01-01", "9999-12-31", "0 1000 2000 3000 4000 5000 6000 7000 8000 9000");
    }

    #[test]
    fn values_stand_between_zero_and_the_largest() {
        let axis = ValueAxis::new([5.0, f64::NAN, 10.0], 0.0, 100.0);
        assert_eq!((axis.y(0.0), axis.y(5.0), axis.y(10.0), axis.most()), (100.0, 50.0, 0.0, 10.0));
        assert!((ValueAxis::new([], 0.0, 100.0).y(3.0) - 100.0).abs() < 1e-9);
    }
}
