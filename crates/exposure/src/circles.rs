//! Where does ownership run in circles? Strongly connected components, and circles without an outside owner.

use crate::shares::Served;
use model::Floor;

/// An owner missing by less than this is no owner: a circle that closes but for the rounding of doubles is closed.
pub(crate) const CLOSED: f64 = 1e-9;

/// Links by owner in compressed rows, over nodes numbered from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Rows {
    /// Rows of `nodes` nodes from pairs.
    pub(crate) fn new(nodes: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for i in 0..nodes {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut targets = vec![0_u32; starts[nodes] as usize];
        for (from, to) in pairs {
            let at = &mut next[from as usize];
            targets[*at as usize] = to;
            *at += 1;
        }
        Self { starts, targets }
    }

    pub(crate) fn of(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.targets[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

/// Strongly connected components, sinks first: every link leads into the same or an earlier component.
///
/// Shape: Tarjan's algorithm without recursion, so that a chain of any length is walked; linear in nodes and links.
pub(crate) fn components(rows: &Rows) -> Vec<Vec<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let n = rows.len();
    let (mut order, mut low) = (vec![UNSEEN; n], vec![0_u32; n]);
    let mut on_stack = vec![false; n];
    let (mut stack, mut calls): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    let mut next = 0_u32;
    for root in 0..u32::try_from(n).unwrap_or(u32::MAX) {
        if order[root as usize] != UNSEEN {
            continue;
        }
        calls.push((root, 0));
        while let Some((node, at)) = calls.pop() {
            let i = node as usize;
            if at == 0 {
                order[i] = next;
                low[i] = next;
                next += 1;
                stack.push(node);
                on_stack[i] = true;
            }
            let mut descended = false;
            let targets = rows.of(node);
            for (k, target) in targets.iter().enumerate().skip(at) {
                let t = *target as usize;
                if order[t] == UNSEEN {
                    calls.push((node, k + 1));
                    calls.push((*target, 0));
                    descended = true;
                    break;
                }
                if on_stack[t] {
                    low[i] = low[i].min(order[t]);
                }
            }
            if descended {
                continue;
            }
            if low[i] == order[i] {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member as usize] = false;
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
            if let Some((parent, _)) = calls.last() {
                let p = *parent as usize;
                low[p] = low[p].min(low[i]);
            }
        }
    }
    found
}

/// Circles on the lows that wholly own themselves at a floor: members ascending, circles by their first member.
pub(crate) fn closed(entities: usize, links: &[Served], floor: Floor) -> Vec<Vec<u32>> {
    let at_floor = || links.iter().filter(move |l| l.grade.reaches(floor) && l.low > 0.0);
    let mut sum = vec![0.0_f64; entities];
    for link in at_floor() {
        sum[link.company as usize] += link.low;
    }
    // Peel: a member of a closed circle is wholly owned, and so is each of its owners.
    let mut inside: Vec<bool> = sum.iter().map(|s| *s >= 1.0 - CLOSED).collect();
    if !inside.iter().any(|i| *i) {
        return Vec::new();
    }
    let rows = Rows::new(entities, at_floor().map(|l| (l.owner, l.company)));
    let mut fallen: Vec<u32> = (0..u32::try_from(entities).unwrap_or(u32::MAX)).filter(|i| !inside[*i as usize]).collect();
    while let Some(node) = fallen.pop() {
        for owned in rows.of(node) {
            if std::mem::replace(&mut inside[*owned as usize], false) {
                fallen.push(*owned);
            }
        }
    }
    let kept = || at_floor().filter(|l| inside[l.owner as usize] && inside[l.company as usize]);
    let components = components(&Rows::new(entities, kept().map(|l| (l.owner, l.company))));
    let mut component_of = vec![0_usize; entities];
    for (number, component) in components.iter().enumerate() {
        for node in component {
            component_of[*node as usize] = number;
        }
    }
    // Of what remains, a component with an owner outside it is owned by a circle, and is not one itself.
    let mut owned_from_outside = vec![false; components.len()];
    for link in kept() {
        let (from, to) = (component_of[link.owner as usize], component_of[link.company as usize]);
        if from != to {
            owned_from_outside[to] = true;
        }
    }
    let mut circles: Vec<Vec<u32>> = components
        .into_iter()
        .enumerate()
        .filter(|(number, c)| inside[c[0] as usize] && c.len() > 1 && !owned_from_outside[*number])
        .map(|(_, c)| c)
        .collect();
    circles.sort();
    circles
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Grade;

    fn link(owner: u32, company: u32, low: f64) -> Served {
        Served { owner, company, low, high: low, grade: Grade::Reported, index: 0 }
    }

    #[test]
    fn components_come_sinks_first() {
        let pairs = [(0, 1), (1, 2), (2, 1), (2, 3), (4, 4)];
        assert_eq!(components(&Rows::new(5, pairs.into_iter())), [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn a_chain_of_a_million_companies_needs_no_stack() {
        let n = 1_000_000_u32;
        assert_eq!(components(&Rows::new(n as usize, (1..n).map(|i| (i - 1, i)))).len(), n as usize);
    }

    #[test]
    fn only_a_circle_without_outside_owner_is_closed() {
        let circle = [link(0, 1, 1.0), link(1, 0, 1.0), link(1, 2, 0.4), link(3, 2, 0.6)];
        assert_eq!(closed(4, &circle, Floor::Reported), [vec![0, 1]]);
        assert_eq!(closed(4, &circle, Floor::Established), Vec::<Vec<u32>>::new());
        // A company wholly owned by the circle is no part of it.
        let owned = [link(0, 1, 1.0), link(1, 0, 0.7), link(2, 0, 0.3), link(0, 2, 1.0), link(2, 3, 1.0)];
        assert_eq!(closed(4, &owned, Floor::Reported), [vec![0, 1, 2]]);
        // One percent from outside opens it.
        let open = [link(0, 1, 1.0), link(1, 0, 0.99), link(3, 0, 0.01)];
        assert_eq!(closed(4, &open, Floor::Reported), Vec::<Vec<u32>>::new());
    }
}
