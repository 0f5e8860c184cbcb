//! Whose contract is how much of it? Parts count; the rest of a whole goes to its one subject, or to nobody.

use std::collections::BTreeMap;

use model::{ClaimId, Floor, Grade};

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

/// How deep wholes may cover wholes; two levels are the most seen.
const MAX_DEPTH: usize = 500;

/// What each contract adds beyond its parts, at each floor (strictest first).
///
/// A whole is worth at least its parts: end by end the larger of its own figure and their sum.
pub(crate) fn leftovers(contracts: &[Contract<'_>]) -> Vec<[Range; 3]> {
    let index: BTreeMap<&ClaimId, usize> = contracts.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let mut leftovers = vec![[Range::ZERO; 3]; contracts.len()];
    for floor in Floor::ALL {
        let mut worth: Vec<Option<Range>> = vec![None; contracts.len()];
        for (i, leftover) in leftovers.iter_mut().enumerate() {
            let total = value(i, contracts, &index, floor, &mut worth, MAX_DEPTH);
            let parts = parts_of(i, contracts, &index, floor).map(|p| worth[p].unwrap_or_default());
            let parts = parts.fold(Range::ZERO, Range::plus);
            leftover[floor.index()] = Range { low: total.low - parts.low, high: total.high - parts.high };
        }
    }
    leftovers
}

fn parts_of<'c>(
    i: usize,
    contracts: &'c [Contract<'_>],
    index: &'c BTreeMap<&ClaimId, usize>,
    floor: Floor,
) -> impl Iterator<Item = usize> + 'c {
    let there = contracts[i].grade.reaches(floor);
    let parts = contracts[i].parts.iter().filter(move |_| there);
    parts.filter_map(|id| index.get(id).copied()).filter(move |p| contracts[*p].grade.reaches(floor))
}

/// `depth` bounds the descent: circular `covers` are refused when the case is read.
fn value(
    i: usize,
    contracts: &[Contract<'_>],
    index: &BTreeMap<&ClaimId, usize>,
    floor: Floor,
    worth: &mut Vec<Option<Range>>,
    depth: usize,
) -> Range {
    if let Some(known) = worth[i] {
        return known;
    }
    if !contracts[i].grade.reaches(floor) || depth == 0 {
        return Range::ZERO;
    }
    let mut parts = Range::ZERO;
    for part in parts_of(i, contracts, index, floor) {
        parts = parts.plus(value(part, contracts, index, floor, worth, depth - 1));
    }
    let total = parts.or_larger(contracts[i].amount.unwrap_or_default());
    worth[i] = Some(total);
    total
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
}
