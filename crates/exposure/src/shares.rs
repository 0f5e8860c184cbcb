//! Who owns how much when the sources do not agree? Better evidence is served first.
//!
//! Per company: the lows of the best grade are served; where the lows of one grade exceed what better
//! grades left, they shrink to it in proportion. Then no high may exceed what the lows of equal or better
//! grade leave. What a link is served depends on no floor, so lowering the floor never lowers a result.

use model::{Floor, Grade};

use crate::world::Own;

/// Lows that add to more than this are `over-full`; published shares are rounded, so a little more than 1 is no error.
pub const OVER_FULL: f64 = 1.005;

/// Sums that differ by less are the same: 0.105 and 0.9 add to 1.005, in whatever order.
const ROUNDING: f64 = 1e-9;

/// What is left below this is nothing: the rounding of a double must not let an outsider into a closed circle.
const NOTHING: f64 = 1e-12;

/// An owning link after serving.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// Who owns.
    pub owner: u32,
    /// What is owned.
    pub company: u32,
    /// Least share, a fraction.
    pub low: f64,
    /// Greatest share, a fraction.
    pub high: f64,
    /// How well it is supported.
    pub grade: Grade,
    /// Which of the given links it is.
    pub index: usize,
}

/// All owning links of a world after serving.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Serving {
    /// One link per pair, by company, then by grade.
    pub links: Vec<Served>,
    /// Companies whose lows add to more than the whole, per floor, ascending.
    pub over_full: [Vec<u32>; 3],
}

/// Serves shares by grade.
///
/// Drops what is unverified and self-links; of several links of one pair the first of the best grade counts.
/// Shape: cost is that of sorting the links.
pub fn serve(owns: &[Own]) -> Serving {
    let mut order: Vec<usize> =
        (0..owns.len()).filter(|i| owns[*i].grade != Grade::Unverified && owns[*i].owner != owns[*i].company).collect();
    order.sort_by_key(|i| (owns[*i].company, owns[*i].owner, owns[*i].grade, *i));
    order.dedup_by_key(|i| (owns[*i].company, owns[*i].owner));
    order.sort_by_key(|i| (owns[*i].company, owns[*i].grade, owns[*i].owner));

    let mut serving = Serving::default();
    for company in order.chunk_by(|a, b| owns[*a].company == owns[*b].company) {
        let mut claimed = 0.0;
        let mut served = 0.0;
        for grade in company.chunk_by(|a, b| owns[*a].grade == owns[*b].grade) {
            let wanted: f64 = grade.iter().map(|i| owns[*i].share.low()).sum();
            let left = if 1.0 - served < NOTHING { 0.0 } else { 1.0 - served };
            let factor = if wanted > left { left / wanted } else { 1.0 };
            let first = serving.links.len();
            for i in grade {
                let Own { owner, company, share, grade } = owns[*i];
                let low = something(share.low() * factor);
                serving.links.push(Served { owner, company, low, high: share.high(), grade, index: *i });
            }
            claimed += wanted;
            served = if wanted > left { served + left } else { served + wanted };
            for link in &mut serving.links[first..] {
                let room = 1.0 - (served - link.low);
                link.high = something(link.high.min(room)).max(link.low);
            }
            if claimed > OVER_FULL + ROUNDING {
                for floor in Floor::ALL.into_iter().filter(|f| owns[grade[0]].grade.reaches(*f)) {
                    let list = &mut serving.over_full[floor.index()];
                    if list.last() != Some(&owns[grade[0]].company) {
                        list.push(owns[grade[0]].company);
                    }
                }
            }
        }
    }
    serving
}

fn something(share: f64) -> f64 {
    if share < NOTHING { 0.0 } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Share;

    fn own(owner: u32, low: f64, high: f64, grade: Grade) -> Own {
        Own { owner, company: 9, share: Share::new(low, high).unwrap(), grade }
    }

    fn check(owns: &[Own], expected: &[(u32, f64, f64)], over_full: [bool; 3]) {
        let serving = serve(owns);
        let links: Vec<(u32, f64, f64)> =
            serving.links.iter().map(|l| (l.owner, (l.low * 1e6).round() / 1e6, (l.high * 1e6).round() / 1e6)).collect();
        assert_eq!((links.as_slice(), serving.over_full.map(|l| !l.is_empty())), (expected, over_full));
    }

    #[test]
    fn better_grades_are_served_first() {
        use Grade::{Corroborated, Established, Reported, Unverified};
        check(&[own(1, 0.4, 0.4, Established)], &[(1, 0.4, 0.4)], [false; 3]);
        // An unknown share gets what the lows of equal or better grade leave.
        check(&[own(1, 0.4, 0.4, Established), own(2, 0.0, 1.0, Reported)], &[(1, 0.4, 0.4), (2, 0.0, 0.6)], [false; 3]);
        // A worse grade does not take from a better one: 0.7 + 0.6 leaves 0.3 for the second.
        check(&[own(1, 0.7, 0.9, Established), own(2, 0.6, 0.6, Reported)], &[(1, 0.7, 0.9), (2, 0.3, 0.3)], [false, false, true]);
        // Within a grade all shrink in proportion.
        check(&[own(1, 0.9, 1.0, Corroborated), own(2, 0.6, 0.6, Corroborated)], &[(1, 0.6, 0.6), (2, 0.4, 0.4)], [false, true, true]);
        // Rounding of published shares is no over-full company, but still shrinks.
        check(
            &[own(1, 0.602, 0.602, Established), own(2, 0.402, 0.402, Established)],
            &[(1, 0.599_602, 0.599_602), (2, 0.400_398, 0.400_398)],
            [false; 3],
        );
        // Self-links and the unverified are not there; of one pair the best grade counts alone.
        check(
            &[own(9, 0.5, 0.5, Established), own(1, 0.9, 0.9, Unverified), own(2, 0.9, 0.9, Reported), own(2, 0.2, 0.2, Established)],
            &[(2, 0.2, 0.2)],
            [false; 3],
        );
    }
}
