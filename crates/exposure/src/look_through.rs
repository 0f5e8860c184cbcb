//! What part of it belongs to a holder, through everything in between?
//!
//! `W[i,j]` is the share of j that i owns. `F[i,j]` is the weight of all walks from i to j that never return to i, at most
//! the whole, the cap applied at every step. Two ways, which agree where both apply:
//!
//! * *backward*, for all holders at once: where no cap can bind, the values of what is owned flow up along the links,
//!   companies first. A circle is solved by eliminating every member but one, for each member in turn (halving the
//!   members at each step, so that all of them cost little more than one). Pivots are sums of what is positive, never
//!   differences (Grassmann, Taksar and Heyman 1985), so that circles that nearly close keep their digits. Members with few
//!   links go first (Markowitz 1957); what has filled up is finished as a dense table.
//! * *forward*, for one holder: where unknown shares could add to more than the whole, the holder's part flows down, capped
//!   at each company. In a circle, all companies start at the whole; those below it are solved as linear, until none changes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::Floor;

use crate::circles::{Rows, components};
use crate::elimination::{Circle, solve_linear};
use crate::shares::Served;
use crate::world::Range;

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
            let mut scratch = Forward::new(self, floor, End::High, Places::All(vec![NOWHERE; self.entities.len()]));
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
        // What is owned at the low end is owned at the high end.
        for (owned, part) in Forward::new(self, floor, End::High, Places::Few(BTreeMap::new())).run(node) {
            parts.insert(self.entities[owned as usize], Range { low: 0.0, high: part });
        }
        if !parts.is_empty() {
            for (owned, part) in Forward::new(self, floor, End::Low, Places::Few(BTreeMap::new())).run(node) {
                let range = parts.entry(self.entities[owned as usize]).or_default();
                *range = Range { low: part, high: range.high.max(part) };
            }
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
        let mut circle = Circle::new(members.len());
        for (k, node) in (0_u32..).zip(members) {
            for edge in self.owned_by(*node) {
                let share = edge.share(floor, end);
                if let Some(to) = place(members, edge.company).filter(|_| share > 0.0) {
                    circle.links.add(k, to, share);
                }
            }
            let base = &mut circle.members[k as usize].value;
            add(base, 1.0, own[*node as usize]);
            add(base, 1.0, through[*node as usize]);
        }
        circle.close();
        let mut alone = circle.members.clone();
        circle.each_alone(&mut alone);
        for (node, alone) in members.iter().zip(alone) {
            add(&mut through[*node as usize], 1.0, alone.gained);
            whole[*node as usize] = alone.value.map(|value| value / alone.outside);
        }
    }
}

pub(crate) fn add(to: &mut Values, factor: f64, values: Values) {
    to[0] += factor * values[0];
    to[1] += factor * values[1];
}

/// Where a node stands among nodes that ascend.
fn place(nodes: &[u32], node: u32) -> Option<u32> {
    u32::try_from(nodes.binary_search(&node).ok()?).ok()
}

/// No place.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Where nodes stand among those that a holder reaches.
enum Places {
    /// One place per node of the network, for many holders.
    All(Vec<u32>),
    /// For one holder, who may reach little of the network.
    Few(BTreeMap<u32, u32>),
}

impl Places {
    fn get(&self, node: u32) -> Option<usize> {
        let place = match self {
            Self::All(places) => places[node as usize],
            Self::Few(places) => places.get(&node).copied().unwrap_or(NOWHERE),
        };
        (place != NOWHERE).then_some(place as usize)
    }

    fn set(&mut self, node: u32, place: u32) {
        match self {
            Self::All(places) => places[node as usize] = place,
            Self::Few(places) => drop(places.insert(node, place)),
        }
    }
}

/// The forward way; its places are reused from holder to holder.
struct Forward<'a> {
    network: &'a Network,
    floor: Floor,
    end: End,
    places: Places,
}

impl<'a> Forward<'a> {
    fn new(network: &'a Network, floor: Floor, end: End, places: Places) -> Self {
        Self { network, floor, end, places }
    }

    /// The part of each company that `holder` has, each at most whole; owners before what they own.
    fn run(&mut self, holder: u32) -> Vec<(u32, f64)> {
        let reachable = self.reachable(holder);
        let mut inflow = vec![0.0; reachable.len()];
        let mut found = Vec::with_capacity(reachable.len());
        self.push(holder, holder, 1.0, &mut inflow);
        let network = self.network;
        for component in reachable.chunk_by(|a, b| network.component_of[*a as usize] == network.component_of[*b as usize]) {
            let inflows = &inflow[found.len()..][..component.len()];
            let parts = if component.len() == 1 { vec![inflows[0].min(1.0)] } else { self.capped_circle(component, inflows) };
            for (node, part) in component.iter().zip(parts) {
                found.push((*node, part));
                self.push(*node, holder, part, &mut inflow);
            }
        }
        for node in reachable {
            self.places.set(node, NOWHERE);
        }
        found
    }

    /// Everything that the holder reaches but itself, owners before what they own; says where each stands.
    fn reachable(&mut self, holder: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut todo = vec![holder];
        while let Some(node) = todo.pop() {
            for edge in self.network.owned_by(node).filter(|e| e.share(self.floor, self.end) > 0.0) {
                if edge.company != holder && self.places.get(edge.company).is_none() {
                    self.places.set(edge.company, 0);
                    found.push(edge.company);
                    todo.push(edge.company);
                }
            }
        }
        found.sort_unstable_by_key(|node| (Reverse(self.network.component_of[*node as usize]), *node));
        for (place, node) in (0_u32..).zip(&found) {
            self.places.set(*node, place);
        }
        found
    }

    /// Adds what flows from a node into companies of later components; inside a circle the circle's solver does it.
    fn push(&self, node: u32, holder: u32, part: f64, inflow: &mut [f64]) {
        for edge in self.network.owned_by(node) {
            let inside = node != holder && self.network.component_of[node as usize] == self.network.component_of[edge.company as usize];
            if let Some(place) = self.places.get(edge.company).filter(|_| !inside) {
                inflow[place] += part * edge.share(self.floor, self.end);
            }
        }
    }

    /// The greatest solution of `f = min(1, inflow + f W)` among the members reached; it is the only one, because
    /// every one of them is reached.
    fn capped_circle(&self, members: &[u32], inflow: &[f64]) -> Vec<f64> {
        let rows: Vec<Vec<(u32, f64)>> = members
            .iter()
            .map(|node| {
                let edges = self.network.owned_by(*node);
                edges.filter_map(|e| Some((place(members, e.company)?, e.share(self.floor, self.end)))).filter(|(_, s)| *s > 0.0).collect()
            })
            .collect();
        let mut part = vec![1.0; members.len()];
        let mut whole = vec![true; members.len()];
        loop {
            let mut reached = inflow.to_vec();
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
            solve_linear(&rows, inflow, &whole, &mut part);
        }
    }
}
