//! Through which chain? The strongest paths from a holder to what it reaches, best first, bounded.

use std::collections::BinaryHeap;

use model::Grade;

use crate::circles::Rows;
use crate::shares::Served;

/// Partial paths looked at for one holder; past it, what was found is given and the rest is said to be left out.
pub const MAX_STEPS: usize = 20_000;

/// One path of owning links.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Entities from the holder to the last, at least two.
    pub nodes: Vec<u32>,
    /// Owning links between them, as indices into the served links.
    pub links: Vec<usize>,
    /// Product of the lows, a fraction.
    pub low: f64,
    /// Product of the highs, a fraction.
    pub high: f64,
    /// The weakest grade of the links.
    pub grade: Grade,
}

/// The chains of one holder, strongest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chains {
    /// By product of highs, then of lows, descending; then by entities.
    pub found: Vec<Chain>,
    /// There are more than were asked for, or than [`MAX_STEPS`] could show.
    pub more: bool,
}

/// Finds chains in one world; built once, asked for many holders.
#[derive(Debug)]
pub struct Paths<'a> {
    served: &'a [Served],
    by_owner: Rows,
    leads: Vec<bool>,
    targets: &'a [bool],
}

impl<'a> Paths<'a> {
    /// Paths that end at entities of which `targets` is true.
    pub fn new(served: &'a [Served], targets: &'a [bool]) -> Self {
        let entities = targets.len();
        let links = || (0_u32..).zip(served).filter(|(_, l)| l.high > 0.0);
        let by_owner = Rows::new(entities, links().map(|(index, l)| (l.owner, index)));
        let upwards = Rows::new(entities, links().map(|(_, l)| (l.company, l.owner)));
        let mut leads = targets.to_vec();
        let mut todo: Vec<u32> = (0_u32..).zip(targets).filter_map(|(e, target)| target.then_some(e)).collect();
        while let Some(entity) = todo.pop() {
            for owner in upwards.of(entity) {
                if !std::mem::replace(&mut leads[*owner as usize], true) {
                    todo.push(*owner);
                }
            }
        }
        Self { served, by_owner, leads, targets }
    }

    /// Whether a chain leads from an entity to a target, or it is one.
    pub fn leads(&self, entity: u32) -> bool {
        self.leads[entity as usize]
    }

    /// The strongest `most` chains of a holder, none of which visits an entity twice.
    pub fn of(&self, holder: u32, most: usize) -> Chains {
        let mut chains = Chains::default();
        let mut heap =
            BinaryHeap::from([Partial { nodes: vec![holder], links: Vec::new(), low: 1.0, high: 1.0, grade: Grade::Established }]);
        let mut steps = 0;
        while let Some(path) = heap.pop() {
            let last = path.nodes.last().copied().unwrap_or(holder);
            if path.nodes.len() > 1 && self.targets[last as usize] {
                if chains.found.len() == most {
                    chains.more = true;
                    return chains;
                }
                let Partial { nodes, links, low, high, grade } = path.clone();
                chains.found.push(Chain { nodes, links, low, high, grade });
            }
            for index in self.by_owner.of(last) {
                let link = &self.served[*index as usize];
                if !self.leads[link.company as usize] || path.nodes.contains(&link.company) {
                    continue;
                }
                steps += 1;
                if steps > MAX_STEPS {
                    chains.more = true;
                    return chains;
                }
                let mut next = path.clone();
                next.nodes.push(link.company);
                next.links.push(*index as usize);
                next.low *= link.low;
                next.high *= link.high;
                next.grade = next.grade.weakest(link.grade);
                heap.push(next);
            }
        }
        chains
    }
}

#[derive(Debug, Clone)]
struct Partial {
    nodes: Vec<u32>,
    links: Vec<usize>,
    low: f64,
    high: f64,
    grade: Grade,
}

impl Ord for Partial {
    /// The strongest is the greatest; ties go to the smaller entities, so that order never depends on chance.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_strength = self.high.total_cmp(&other.high).then(self.low.total_cmp(&other.low));
        by_strength.then_with(|| other.nodes.cmp(&self.nodes))
    }
}

impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Partial {}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(owner: u32, company: u32, share: f64) -> Served {
        Served { owner, company, low: share, high: share, grade: Grade::Reported, index: 0 }
    }

    #[test]
    fn strongest_first_and_none_twice() {
        let served = [link(0, 1, 0.5), link(1, 2, 0.5), link(0, 2, 0.1), link(2, 0, 0.3), link(2, 1, 0.2)];
        let targets = [false, false, true];
        let chains = Paths::new(&served, &targets).of(0, 10);
        let shown: Vec<(&[u32], f64)> = chains.found.iter().map(|c| (c.nodes.as_slice(), c.high)).collect();
        assert_eq!(shown, [(&[0, 1, 2][..], 0.25), (&[0, 2], 0.1)]);
        assert!(!chains.more);
        assert!(Paths::new(&served, &targets).of(0, 1).more);
    }

    #[test]
    fn exploding_paths_are_cut() {
        // A ladder of 40 rungs has 2^40 paths.
        let served: Vec<Served> =
            (0..40).flat_map(|i| [link(2 * i, 2 * i + 2, 0.5), link(2 * i, 2 * i + 1, 0.5), link(2 * i + 1, 2 * i + 2, 1.0)]).collect();
        let targets: Vec<bool> = (0..81).map(|i| i == 80).collect();
        assert!(Paths::new(&served, &targets).of(0, 10).more);
    }
}
