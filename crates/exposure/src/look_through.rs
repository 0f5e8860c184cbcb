//! What part of it belongs to a holder, through everything in between?
//!
//! `W[i,j]` is the share of j that i owns. `F[i,j]` is the weight of all walks from i to j that never return to i, at most
//! the whole, the cap applied at every step. Two ways, which agree where both apply:
//!
//! * *backward*, for all holders at once: where no cap can bind, the values of what is owned flow up along the links,
//!   companies first. A circle is solved by eliminating every member but one, for each member in turn (halving the
//!   members at each step, so that all of them cost little more than one). Pivots are sums of what is positive, never
//!   differences (Grassmann, Taksar and Heyman 1985), so that circles that nearly close keep their digits.
//! * *forward*, for one holder: where unknown shares could add to more than the whole, the holder's part flows down, capped
//!   at each company. In a circle, all companies start at the whole; those below it are solved as linear, until none changes.

use std::collections::{BTreeMap, BTreeSet};

use model::Floor;

use crate::circles::{Rows, components};
use crate::shares::Served;
use crate::world::Range;

/// Stands for "no owner outside": far below every share, far above the smallest double.
const TINY: f64 = 1e-200;

/// Highs that add to more than this can bind a cap.
const WHOLE: f64 = 1.0 + 1e-12;

/// Which end of the intervals is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Low,
    High,
}

/// Two columns of values travel together: contract value and own positions.
pub(crate) type Values = [f64; 2];

/// The part of the ownership graph that can reach a value, at the lowest floor.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// Entity of each node.
    entities: Vec<u32>,
    links: Vec<Edge>,
    /// Edges of each node as owner, by `links` index.
    by_owner: Rows,
    /// Components, owned ones first.
    components: Vec<Vec<u32>>,
    component_of: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    owner: u32,
    company: u32,
    low: f64,
    high: f64,
    floor: usize,
}

impl Edge {
    fn share(&self, floor: Floor, end: End) -> f64 {
        if self.floor > floor.index() {
            return 0.0;
        }
        match end {
            End::Low => self.low,
            End::High => self.high,
        }
    }
}

impl Network {
    /// Restricts the links to those that lead to an entity of which `valued` is true.
    pub(crate) fn new(entities: usize, links: &[Served], valued: &[bool]) -> Self {
        let upwards = Rows::new(entities, links.iter().filter(|l| l.high > 0.0).map(|l| (l.company, l.owner)));
        let mut reached: Vec<bool> = valued.to_vec();
        let mut todo: Vec<u32> = (0..u32::try_from(entities).unwrap_or(u32::MAX)).filter(|i| reached[*i as usize]).collect();
        while let Some(company) = todo.pop() {
            for owner in upwards.of(company) {
                if !std::mem::replace(&mut reached[*owner as usize], true) {
                    todo.push(*owner);
                }
            }
        }
        let mut node_of = vec![u32::MAX; entities];
        let mut kept = Vec::new();
        for (entity, reached) in (0_u32..).zip(&reached) {
            if *reached {
                node_of[entity as usize] = u32::try_from(kept.len()).unwrap_or(u32::MAX);
                kept.push(entity);
            }
        }
        let edges: Vec<Edge> = links
            .iter()
            .filter(|l| l.high > 0.0 && reached[l.company as usize])
            .map(|l| Edge {
                owner: node_of[l.owner as usize],
                company: node_of[l.company as usize],
                low: l.low,
                high: l.high,
                floor: l.grade as usize,
            })
            .collect();
        let nodes = kept.len();
        let components = components(&Rows::new(nodes, edges.iter().map(|e| (e.owner, e.company))));
        let mut component_of = vec![0_u32; nodes];
        for (number, component) in (0_u32..).zip(&components) {
            for node in component {
                component_of[*node as usize] = number;
            }
        }
        let by_owner = Rows::new(nodes, (0_u32..).zip(&edges).map(|(index, e)| (e.owner, index)));
        Self { entities: kept, links: edges, by_owner, components, component_of }
    }

    /// For every entity, what it has of `values` in others; values are by entity.
    ///
    /// Shape: entities that reach no value are left out; ascending by entity.
    pub(crate) fn through(&self, floor: Floor, end: End, values: impl Fn(u32) -> Values) -> Vec<(u32, Values)> {
        let own: Vec<Values> = self.entities.iter().map(|e| values(*e)).collect();
        let capped = match end {
            End::Low => vec![false; own.len()],
            End::High => self.can_bind(floor),
        };
        let mut through = self.backward(floor, end, &own, &capped);
        if capped.contains(&true) {
            let mut scratch = Forward::new(self, floor, End::High);
            for node in (0_u32..).zip(&capped).filter_map(|(node, capped)| capped.then_some(node)) {
                for (owned, part) in scratch.run(node) {
                    add(&mut through[node as usize], part, own[owned as usize]);
                }
            }
        }
        self.entities.iter().copied().zip(through).collect()
    }

    /// The part of each other entity that a holder has at a floor; ascending by entity.
    pub(crate) fn parts(&self, holder: u32, floor: Floor) -> Vec<(u32, Range)> {
        let Ok(node) = self.entities.binary_search(&holder) else { return Vec::new() };
        let node = u32::try_from(node).unwrap_or(u32::MAX);
        let mut parts: BTreeMap<u32, Range> = BTreeMap::new();
        for (owned, part) in Forward::new(self, floor, End::Low).run(node) {
            parts.entry(self.entities[owned as usize]).or_default().low = part;
        }
        for (owned, part) in Forward::new(self, floor, End::High).run(node) {
            let range = parts.entry(self.entities[owned as usize]).or_default();
            range.high = part.max(range.low);
        }
        parts.into_iter().collect()
    }

    fn owned_by(&self, node: u32) -> impl Iterator<Item = &Edge> {
        self.by_owner.of(node).iter().map(|index| &self.links[*index as usize])
    }

    /// Nodes from which a company can be reached whose highs add to more than the whole.
    fn can_bind(&self, floor: Floor) -> Vec<bool> {
        let mut sums = vec![0.0; self.entities.len()];
        for edge in &self.links {
            sums[edge.company as usize] += edge.share(floor, End::High);
        }
        let mut binds = vec![false; sums.len()];
        if !sums.iter().any(|s| *s > WHOLE) {
            return binds;
        }
        // Components come companies first, so one pass settles all but what lies inside a circle.
        for component in &self.components {
            let mut any = false;
            for node in component {
                for edge in self.owned_by(*node).filter(|e| e.share(floor, End::High) > 0.0) {
                    let to = edge.company as usize;
                    binds[*node as usize] |= sums[to] > WHOLE || binds[to];
                }
                any |= binds[*node as usize];
            }
            if any && component.len() > 1 {
                for node in component {
                    binds[*node as usize] = true;
                }
            }
        }
        binds
    }

    fn backward(&self, floor: Floor, end: End, own: &[Values], skip: &[bool]) -> Vec<Values> {
        let mut through = vec![Values::default(); own.len()];
        // `whole[j]` is what one who owned all of j would have: j's own value and what flows to it, returns included.
        let mut whole: Vec<Values> = own.to_vec();
        for component in &self.components {
            if skip[component[0] as usize] {
                continue;
            }
            for node in component {
                for edge in self.owned_by(*node) {
                    if self.component_of[edge.company as usize] != self.component_of[*node as usize] {
                        add(&mut through[*node as usize], edge.share(floor, end), whole[edge.company as usize]);
                    }
                }
            }
            if let [node] = component.as_slice() {
                add(&mut whole[*node as usize], 1.0, through[*node as usize]);
            } else {
                self.solve_circle(component, floor, end, own, &mut through, &mut whole);
            }
        }
        through
    }

    fn solve_circle(&self, members: &[u32], floor: Floor, end: End, own: &[Values], through: &mut [Values], whole: &mut [Values]) {
        let local: BTreeMap<u32, u32> = members.iter().copied().zip(0_u32..).collect();
        let mut circle = Circle::new(members.len());
        for (node, k) in &local {
            for edge in self.owned_by(*node) {
                let share = edge.share(floor, end);
                if let Some(to) = local.get(&edge.company).filter(|_| share > 0.0) {
                    circle.link(*k, *to, share);
                }
            }
            let base = &mut circle.value[*k as usize];
            add(base, 1.0, own[*node as usize]);
            add(base, 1.0, through[*node as usize]);
        }
        circle.close();
        let all: Vec<u32> = (0..u32::try_from(members.len()).unwrap_or(u32::MAX)).collect();
        let start = circle.value.clone();
        circle.each_alone(&all, &mut |k, alone| {
            let node = members[k as usize] as usize;
            let gained = [alone.gained[k as usize][0], alone.gained[k as usize][1]];
            add(&mut through[node], 1.0, gained);
            let returns = alone.outside[k as usize];
            for column in 0..2 {
                whole[node][column] = (start[k as usize][column] + gained[column]) / returns;
            }
        });
    }
}

fn add(to: &mut Values, factor: f64, values: Values) {
    to[0] += factor * values[0];
    to[1] += factor * values[1];
}

/// A circle being eliminated: shares within it, what is owned from outside, and values per member.
#[derive(Debug, Clone)]
struct Circle {
    rows: Vec<BTreeMap<u32, f64>>,
    columns: Vec<BTreeSet<u32>>,
    /// Of each member, the part that no member owns.
    outside: Vec<f64>,
    value: Vec<Values>,
    /// Of `value`, what came from eliminated members.
    gained: Vec<Values>,
}

impl Circle {
    fn new(members: usize) -> Self {
        Self {
            rows: vec![BTreeMap::new(); members],
            columns: vec![BTreeSet::new(); members],
            outside: vec![1.0; members],
            value: vec![[0.0; 2]; members],
            gained: vec![[0.0; 2]; members],
        }
    }

    fn link(&mut self, from: u32, to: u32, share: f64) {
        self.rows[from as usize].insert(to, share);
        self.columns[to as usize].insert(from);
    }

    fn close(&mut self) {
        for (member, owners) in self.columns.iter().enumerate() {
            let inside: f64 = owners.iter().map(|o| self.rows[*o as usize][&(u32::try_from(member).unwrap_or(u32::MAX))]).sum();
            let outside = 1.0 - inside;
            self.outside[member] = if outside < crate::circles::CLOSED * 1e-3 { TINY } else { outside };
        }
    }

    /// Takes a member out; who owned it now owns what it owned, and has its value.
    fn eliminate(&mut self, member: u32) {
        let m = member as usize;
        let row = std::mem::take(&mut self.rows[m]);
        let owners = std::mem::take(&mut self.columns[m]);
        let mut pivot = self.outside[m];
        for owner in owners.iter().filter(|o| **o != member) {
            pivot += self.rows[*owner as usize].get(&member).copied().unwrap_or(0.0);
        }
        for owner in owners.iter().filter(|o| **o != member) {
            let o = *owner as usize;
            let share = self.rows[o].remove(&member).unwrap_or(0.0) / pivot;
            let value = self.value[m];
            add(&mut self.value[o], share, value);
            add(&mut self.gained[o], share, value);
            for (to, weight) in row.iter().filter(|(to, _)| **to != member) {
                *self.rows[o].entry(*to).or_insert(0.0) += share * weight;
                self.columns[*to as usize].insert(*owner);
            }
        }
        let leak = self.outside[m] / pivot;
        for (to, weight) in row.iter().filter(|(to, _)| **to != member) {
            self.outside[*to as usize] += leak * weight;
            self.columns[*to as usize].remove(&member);
        }
    }

    /// Calls `found` with each member after all others were eliminated.
    fn each_alone(self, members: &[u32], found: &mut impl FnMut(u32, &Self)) {
        if let [member] = members {
            found(*member, &self);
            return;
        }
        let (left, right) = members.split_at(members.len() / 2);
        for (gone, kept) in [(left, right), (right, left)] {
            let mut circle = self.clone();
            let mut order = gone.to_vec();
            order.sort_by_key(|m| (circle.rows[*m as usize].len() * circle.columns[*m as usize].len(), *m));
            for member in order {
                circle.eliminate(member);
            }
            circle.each_alone(kept, found);
        }
    }
}

/// Scratch space for the forward way, reused from holder to holder.
struct Forward<'a> {
    network: &'a Network,
    floor: Floor,
    end: End,
    inflow: Vec<f64>,
    seen: Vec<bool>,
}

impl<'a> Forward<'a> {
    fn new(network: &'a Network, floor: Floor, end: End) -> Self {
        let n = network.entities.len();
        Self { network, floor, end, inflow: vec![0.0; n], seen: vec![false; n] }
    }

    /// The part of each company that `holder` has, each at most whole; owners before what they own.
    fn run(&mut self, holder: u32) -> Vec<(u32, f64)> {
        let reachable = self.reachable(holder);
        let mut found = Vec::with_capacity(reachable.len());
        self.push(holder, holder, 1.0);
        let network = self.network;
        for component in reachable.chunk_by(|a, b| network.component_of[*a as usize] == network.component_of[*b as usize]) {
            let parts = if let [node] = component { vec![self.inflow[*node as usize].min(1.0)] } else { self.capped_circle(component) };
            for (node, part) in component.iter().zip(parts) {
                found.push((*node, part));
                self.push(*node, holder, part);
            }
        }
        for node in reachable {
            self.inflow[node as usize] = 0.0;
            self.seen[node as usize] = false;
        }
        found
    }

    /// Everything that the holder reaches but itself, owners before what they own.
    fn reachable(&mut self, holder: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut todo = vec![holder];
        while let Some(node) = todo.pop() {
            for edge in self.network.owned_by(node).filter(|e| e.share(self.floor, self.end) > 0.0) {
                if edge.company != holder && !std::mem::replace(&mut self.seen[edge.company as usize], true) {
                    found.push(edge.company);
                    todo.push(edge.company);
                }
            }
        }
        found.sort_unstable_by_key(|node| (std::cmp::Reverse(self.network.component_of[*node as usize]), *node));
        found
    }

    /// Adds what flows from a node into companies of later components; inside a circle the circle's solver does it.
    fn push(&mut self, node: u32, holder: u32, part: f64) {
        for edge in self.network.owned_by(node) {
            let inside = node != holder && self.network.component_of[node as usize] == self.network.component_of[edge.company as usize];
            if !inside && edge.company != holder {
                self.inflow[edge.company as usize] += part * edge.share(self.floor, self.end);
            }
        }
    }

    /// The greatest solution of `f = min(1, inflow + f W)` among the members reached; it is the only one, because
    /// every one of them is reached.
    fn capped_circle(&self, members: &[u32]) -> Vec<f64> {
        let local: BTreeMap<u32, u32> = members.iter().copied().zip(0_u32..).collect();
        let rows: Vec<Vec<(u32, f64)>> = members
            .iter()
            .map(|node| {
                let edges = self.network.owned_by(*node);
                edges.filter_map(|e| Some((*local.get(&e.company)?, e.share(self.floor, self.end)))).filter(|(_, s)| *s > 0.0).collect()
            })
            .collect();
        let inflow: Vec<f64> = members.iter().map(|node| self.inflow[*node as usize]).collect();
        let mut part = vec![1.0; members.len()];
        let mut whole = vec![true; members.len()];
        loop {
            let mut reached = inflow.clone();
            for (row, part) in rows.iter().zip(&part) {
                for (to, share) in row {
                    reached[*to as usize] += part * share;
                }
            }
            let mut changed = false;
            for (member, reached) in reached.iter().enumerate() {
                if whole[member] && *reached < 1.0 - 1e-14 {
                    whole[member] = false;
                    changed = true;
                }
            }
            if !changed {
                return part;
            }
            solve_linear(&rows, &inflow, &whole, &mut part);
        }
    }
}

/// A member taken out: its pivot, and what its owners had of it then.
type Eliminated = (u32, f64, Vec<(u32, f64)>);

/// Solves `f = inflow + f W` for the members that are not whole, the others held at 1.
fn solve_linear(rows: &[Vec<(u32, f64)>], inflow: &[f64], whole: &[bool], part: &mut [f64]) {
    let n = rows.len();
    let mut inflow = inflow.to_vec();
    let mut matrix: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); n];
    let mut columns: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); n];
    for (from, row) in (0_u32..).zip(rows) {
        for (to, share) in row.iter().filter(|(to, _)| !whole[*to as usize]) {
            if whole[from as usize] {
                inflow[*to as usize] += share;
            } else {
                *matrix[from as usize].entry(*to).or_insert(0.0) += share;
                columns[*to as usize].insert(from);
            }
        }
    }
    let mut order: Vec<u32> = (0_u32..).zip(whole).filter_map(|(m, whole)| (!whole).then_some(m)).collect();
    order.sort_by_key(|m| (matrix[*m as usize].len() * columns[*m as usize].len(), *m));
    let mut eliminated: Vec<Eliminated> = Vec::with_capacity(order.len());
    for member in order {
        let m = member as usize;
        let row = std::mem::take(&mut matrix[m]);
        let pivot = 1.0 - row.get(&member).copied().unwrap_or(0.0);
        let mut owners = Vec::new();
        for owner in std::mem::take(&mut columns[m]) {
            if owner != member {
                owners.push((owner, matrix[owner as usize].remove(&member).unwrap_or(0.0)));
            }
        }
        for (to, weight) in row.iter().filter(|(to, _)| **to != member) {
            columns[*to as usize].remove(&member);
            inflow[*to as usize] += inflow[m] * weight / pivot;
            for (owner, share) in &owners {
                *matrix[*owner as usize].entry(*to).or_insert(0.0) += share * weight / pivot;
                columns[*to as usize].insert(*owner);
            }
        }
        eliminated.push((member, pivot, owners));
    }
    for (member, pivot, owners) in eliminated.into_iter().rev() {
        let from_owners: f64 = owners.iter().map(|(owner, share)| part[*owner as usize] * share).sum();
        part[member as usize] = ((inflow[member as usize] + from_owners) / pivot).clamp(0.0, 1.0);
    }
}
