//! Who decides? Control by votes or by a source that says so; never inferred from shares.

use std::collections::{BTreeMap, BTreeSet};

use model::Floor;

use crate::world::Vote;

/// More than this part of the votes controls.
const MAJORITY: f64 = 0.5;

/// Every company that each holder controls at a floor: by a source, or with more than half of the votes of the
/// holder and what it controls together (a fixpoint).
///
/// Shape: holders without control are left out; nobody controls itself.
pub fn control(votes: &[Vote], floor: Floor) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut by_holder: BTreeMap<u32, BTreeMap<u32, (f64, bool)>> = BTreeMap::new();
    for vote in votes.iter().filter(|v| v.grade.reaches(floor) && v.holder != v.company) {
        let entry = by_holder.entry(vote.holder).or_default().entry(vote.company).or_insert((0.0, false));
        *entry = (entry.0.max(vote.votes), entry.1 || vote.control);
    }
    let mut controlled = BTreeMap::new();
    for holder in by_holder.keys() {
        let mut mine: BTreeSet<u32> = BTreeSet::new();
        let mut votes_in: BTreeMap<u32, f64> = BTreeMap::new();
        let mut todo = vec![*holder];
        while let Some(member) = todo.pop() {
            for (company, (votes, says_so)) in by_holder.get(&member).into_iter().flatten() {
                let sum = votes_in.entry(*company).or_insert(0.0);
                *sum += votes;
                // What a controlled company controls by a source's word is controlled too.
                if (*says_so || *sum > MAJORITY) && company != holder && mine.insert(*company) {
                    todo.push(*company);
                }
            }
        }
        if !mine.is_empty() {
            controlled.insert(*holder, mine);
        }
    }
    controlled
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Grade;

    fn vote(holder: u32, company: u32, votes: f64) -> Vote {
        Vote { holder, company, votes, control: false, grade: Grade::Reported }
    }

    #[test]
    fn votes_of_controlled_companies_count_and_shares_of_others_do_not() {
        let votes = [vote(0, 1, 0.51), vote(0, 2, 0.3), vote(1, 2, 0.3), vote(2, 3, 0.5), vote(4, 3, 0.5)];
        let controlled = control(&votes, Floor::Reported);
        assert_eq!(controlled, BTreeMap::from([(0, BTreeSet::from([1, 2]))]));
        assert!(control(&votes, Floor::Established).is_empty());
    }

    #[test]
    fn circles_of_votes_end() {
        let votes = [vote(0, 1, 0.6), vote(1, 2, 0.6), vote(2, 0, 0.6)];
        assert_eq!(control(&votes, Floor::Reported)[&0], BTreeSet::from([1, 2]));
    }
}
