//! Whose contract is how much of it? Parts count; the rest of a whole goes to its one subject, or to nobody.

use std::collections::BTreeMap;

use model::{ClaimId, Floor, Grade};

use crate::circles::{Rows, components};
use crate::world::Range;

/// A contract, or an aggregate of several, that is linked to the harm.
#[derive(Debug, Clone)]
pub(crate) struct Contract<'a> {
    pub(crate) id: &'a ClaimId,
    /// What is published; `None` where no amount, or no rate, is known.
    pub(crate) amount: Option<Range>,
    /// The weaker of claim and nexus.
    pub(crate) grade: Grade,
    pub(crate) parts: &'a [ClaimId],
}

/// What each contract adds beyond its parts, at each floor (strictest first).
///
/// A whole is worth at least its parts: end by end the larger of its own figure and their sum. Parts come before wholes,
/// however deep they lie. Circular `covers` are refused when the case is read; here, members of a circle are no parts of
/// each other.
pub(crate) fn leftovers(contracts: &[Contract<'_>]) -> Vec<[Range; 3]> {
    let index: BTreeMap<&ClaimId, u32> = (0_u32..).zip(contracts).map(|(i, c)| (c.id, i)).collect();
    let pairs: Vec<(u32, u32)> = (0_u32..)
        .zip(contracts)
        .flat_map(|(whole, c)| c.parts.iter().filter_map(|id| index.get(id).copied()).map(move |part| (whole, part)))
        .collect();
    let parts = Rows::new(contracts.len(), pairs.iter().copied());
    let parts_first = components(&parts);
    let mut circle_of = vec![0; contracts.len()];
    for (number, circle) in parts_first.iter().enumerate() {
        for i in circle {
            circle_of[*i as usize] = number;
        }
    }
    let mut leftovers = vec![[Range::ZERO; 3]; contracts.len()];
    for floor in Floor::ALL {
        let mut worth = vec![Range::ZERO; contracts.len()];
        for i in parts_first.iter().flatten() {
            let whole = *i as usize;
            if contracts[whole].grade.reaches(floor) {
                // Parts that do not reach the floor are worth nothing at it.
                let parts = parts.of(*i).iter().map(|part| *part as usize).filter(|part| circle_of[*part] != circle_of[whole]);
                let parts = parts.map(|part| worth[part]).fold(Range::ZERO, Range::plus);
                let total = parts.or_larger(contracts[whole].amount.unwrap_or_default());
                worth[whole] = total;
                leftovers[whole][floor.index()] = Range { low: total.low - parts.low, high: total.high - parts.high };
            }
        }
    }
    leftovers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(contracts: &[(&str, Option<f64>, Grade, &[&str])], expected: &[[f64; 3]]) {
        let ids: Vec<ClaimId> = contracts.iter().map(|c| ClaimId::parse(c.0).unwrap()).collect();
        let parts: Vec<Vec<ClaimId>> = contracts.iter().map(|c| c.3.iter().map(|p| ClaimId::parse(p).unwrap()).collect()).collect();
        let contracts: Vec<Contract<'_>> = contracts
            .iter()
            .enumerate()
            .map(|(i, c)| Contract { id: &ids[i], amount: c.1.map(Range::exact), grade: c.2, parts: &parts[i] })
            .collect();
        let lows: Vec<[f64; 3]> = leftovers(&contracts).into_iter().map(|l| l.map(|r| r.low)).collect();
        assert_eq!(lows, expected);
    }

    #[test]
    fn parts_count_and_the_rest_stays_with_the_whole() {
        use Grade::{Corroborated, Established, Reported};
        // Two parts of 46 and 53 in a whole of 293: the whole adds 194.
        check(
            &[("a", Some(46.0), Established, &[]), ("b", Some(53.0), Reported, &[]), ("all", Some(293.0), Reported, &["a", "b"])],
            &[[46.0; 3], [0.0, 0.0, 53.0], [0.0, 0.0, 194.0]],
        );
        // A whole of unknown amount adds nothing; parts above the whole stand.
        check(
            &[("a", Some(46.0), Reported, &[]), ("unknown", None, Reported, &["a"]), ("less", Some(40.0), Corroborated, &["unknown"])],
            &[[0.0, 0.0, 46.0], [0.0, 0.0, 0.0], [0.0, 40.0, 0.0]],
        );
    }

    #[test]
    fn wholes_may_lie_as_deep_as_they_like() {
        // 600 wholes of 100, each of which covers the next: 100 in all.
        let ids: Vec<String> = (0..600).map(|i| format!("c{i}")).collect();
        let parts: Vec<Vec<&str>> = (1..=600).map(|next| ids.get(next).map(String::as_str).into_iter().collect()).collect();
        let contracts: Vec<(&str, Option<f64>, Grade, &[&str])> =
            ids.iter().zip(&parts).map(|(id, parts)| (id.as_str(), Some(100.0), Grade::Established, parts.as_slice())).collect();
        let mut expected = [[0.0; 3]; 600];
        expected[599] = [100.0; 3];
        check(&contracts, &expected);
    }

    #[test]
    fn members_of_a_circle_count_by_their_own_amount() {
        use Grade::Reported;
        check(
            &[
                ("a", Some(10.0), Reported, &["b", "part"]),
                ("b", Some(20.0), Reported, &["a"]),
                ("part", Some(4.0), Reported, &[]),
                ("itself", Some(7.0), Reported, &["itself"]),
                ("all", Some(50.0), Reported, &["a", "b"]),
            ],
            &[[0.0, 0.0, 6.0], [0.0, 0.0, 20.0], [0.0, 0.0, 4.0], [0.0, 0.0, 7.0], [0.0, 0.0, 20.0]],
        );
    }
}
