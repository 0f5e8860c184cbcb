//! Through which chain? The strongest paths from a holder to what it reaches, best first, bounded.

use std::cmp::Ordering;

use model::Grade;

use crate::circles::{Rows, components};
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
    /// Which circle each entity is in; a path that has left one never comes back to it.
    circle_of: Vec<u32>,
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
        let mut circle_of = vec![0; entities];
        for (number, members) in (0_u32..).zip(components(&Rows::new(entities, links().map(|(_, l)| (l.owner, l.company))))) {
            for member in members {
                circle_of[member as usize] = number;
            }
        }
        Self { served, by_owner, circle_of, leads, targets }
    }

    /// Whether a chain leads from an entity to a target, or it is one.
    pub fn leads(&self, entity: u32) -> bool {
        self.leads[entity as usize]
    }

    /// The strongest `most` chains of a holder, none of which visits an entity twice.
    pub fn of(&self, holder: u32, most: usize) -> Chains {
        let mut chains = Chains::default();
        let mut search = Search::new(holder);
        while let Some(at) = search.pop() {
            let Step { entity: last, low, high, grade, .. } = search.steps[at];
            if at > 0 && self.targets[last as usize] {
                if chains.found.len() == most {
                    chains.more = true;
                    return chains;
                }
                let (nodes, links) = search.path(at);
                chains.found.push(Chain { nodes, links, low, high, grade });
            }
            for index in self.by_owner.of(last) {
                let link = &self.served[*index as usize];
                if !self.leads[link.company as usize] || self.visits(&search, at, link.company) {
                    continue;
                }
                if search.steps.len() > MAX_STEPS {
                    chains.more = true;
                    return chains;
                }
                search.push(Step {
                    entity: link.company,
                    link: *index as usize,
                    parent: at,
                    depth: search.steps[at].depth + 1,
                    low: low * link.low,
                    high: high * link.high,
                    grade: grade.weakest(link.grade),
                });
            }
        }
        chains
    }

    /// Whether the path that ends at a step visits an entity.
    fn visits(&self, search: &Search, mut at: usize, entity: u32) -> bool {
        let circle = self.circle_of[entity as usize];
        loop {
            let step = &search.steps[at];
            if step.entity == entity {
                return true;
            }
            if at == 0 || self.circle_of[step.entity as usize] != circle {
                return false;
            }
            at = step.parent;
        }
    }
}

/// The last link of a partial path; the links before it are those of its parent.
#[derive(Debug)]
struct Step {
    entity: u32,
    /// By which link the entity is reached; of the holder, nothing.
    link: usize,
    parent: usize,
    depth: usize,
    low: f64,
    high: f64,
    grade: Grade,
}

/// Partial paths, as a tree from the holder down: each costs its last step only.
#[derive(Debug)]
struct Search {
    /// The holder first.
    steps: Vec<Step>,
    /// A binary heap of the steps that have yet to be gone on from, the strongest first.
    /// (The standard one has no place for an order that needs the tree.)
    heap: Vec<usize>,
}

impl Search {
    fn new(holder: u32) -> Self {
        let first = Step { entity: holder, link: 0, parent: 0, depth: 0, low: 1.0, high: 1.0, grade: Grade::Established };
        Self { steps: vec![first], heap: vec![0] }
    }

    /// The strongest is less; ties go to the smaller entities, so that order never depends on chance.
    fn order(&self, left: usize, right: usize) -> Ordering {
        let (a, b) = (&self.steps[left], &self.steps[right]);
        let by_strength = b.high.total_cmp(&a.high).then(b.low.total_cmp(&a.low));
        by_strength.then_with(|| self.by_entities(left, right))
    }

    fn by_entities(&self, mut left: usize, mut right: usize) -> Ordering {
        let mut order = self.steps[left].depth.cmp(&self.steps[right].depth);
        while self.steps[left].depth > self.steps[right].depth {
            left = self.steps[left].parent;
        }
        while self.steps[right].depth > self.steps[left].depth {
            right = self.steps[right].parent;
        }
        // The difference nearest to the holder decides.
        while left != right {
            let (a, b) = (&self.steps[left], &self.steps[right]);
            order = a.entity.cmp(&b.entity).then(order);
            (left, right) = (a.parent, b.parent);
        }
        order
    }

    fn push(&mut self, step: Step) {
        let mut at = self.heap.len();
        self.heap.push(self.steps.len());
        self.steps.push(step);
        while at > 0 {
            let above = (at - 1) / 2;
            if self.order(self.heap[at], self.heap[above]).is_ge() {
                break;
            }
            self.heap.swap(at, above);
            at = above;
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let strongest = *self.heap.first()?;
        self.heap.swap_remove(0);
        let mut at = 0;
        while 2 * at + 1 < self.heap.len() {
            let mut below = 2 * at + 1;
            if below + 1 < self.heap.len() && self.order(self.heap[below + 1], self.heap[below]).is_lt() {
                below += 1;
            }
            if self.order(self.heap[at], self.heap[below]).is_le() {
                break;
            }
            self.heap.swap(at, below);
            at = below;
        }
        Some(strongest)
    }

    /// Entities and links from the holder to a step.
    fn path(&self, mut at: usize) -> (Vec<u32>, Vec<usize>) {
        let (mut nodes, mut links) = (Vec::new(), Vec::new());
        while at > 0 {
            nodes.push(self.steps[at].entity);
            links.push(self.steps[at].link);
            at = self.steps[at].parent;
        }
        nodes.push(self.steps[0].entity);
        nodes.reverse();
        links.reverse();
        (nodes, links)
    }
}

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

    #[test]
    fn ties_go_to_the_smaller_entities() {
        let served = [link(0, 3, 1.0), link(3, 1, 1.0), link(0, 1, 1.0), link(1, 3, 1.0), link(0, 2, 1.0), link(2, 3, 1.0)];
        let targets = [false, false, false, true];
        let chains = Paths::new(&served, &targets).of(0, 10);
        let shown: Vec<&[u32]> = chains.found.iter().map(|c| c.nodes.as_slice()).collect();
        assert_eq!(shown, [&[0, 1, 3][..], &[0, 2, 3], &[0, 3]]);
    }

    #[test]
    fn a_chain_of_many_companies_is_walked_once() {
        let served: Vec<Served> = (1..15_000).map(|i| link(i - 1, i, 1.0)).collect();
        let targets: Vec<bool> = (0..15_000).map(|i| i == 14_999).collect();
        let chains = Paths::new(&served, &targets).of(0, 10);
        assert_eq!((chains.found.len(), chains.found[0].links.len(), chains.more), (1, 14_999, false));
    }
}
