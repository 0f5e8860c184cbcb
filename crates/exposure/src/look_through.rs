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
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range as Span;

use model::Floor;

use crate::circles::{Rows, components};
use crate::shares::Served;
use crate::world::Range;

/// Stands for "no owner outside": far below every share, far above the smallest double.
const TINY: f64 = 1e-200;

/// Highs that add to more than this can bind a cap.
const WHOLE: f64 = 1.0 + 1e-12;

/// Circles of no more members are solved as dense tables.
const SMALL: usize = 32;

/// Circles of which more than one in so many pairs are linked are solved as dense tables.
const FILL: usize = 24;

/// While no more than one member in so many waits, those that would add links wait until fewer are left: a hub comes last.
const PATIENCE: usize = 8;

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

fn add(to: &mut Values, factor: f64, values: Values) {
    to[0] += factor * values[0];
    to[1] += factor * values[1];
}

/// Where a node stands among nodes that ascend.
fn place(nodes: &[u32], node: u32) -> Option<u32> {
    u32::try_from(nodes.binary_search(&node).ok()?).ok()
}

/// Shares among numbered members, some of whom have been taken out.
#[derive(Debug, Clone)]
struct Links {
    /// Per owner what it owns of others, ascending.
    rows: Vec<Vec<(u32, f64)>>,
    /// Per company its owners but itself, ascending.
    columns: Vec<Vec<u32>>,
    /// What each member has of itself, through those taken out.
    returns: Vec<f64>,
    /// How many shares there are.
    count: usize,
    /// How many members have not been taken out.
    left: usize,
}

/// What a member owned and who owned it when it was taken out.
struct Taken {
    row: Vec<(u32, f64)>,
    owners: Vec<(u32, f64)>,
}

impl Links {
    fn new(members: usize) -> Self {
        Self { rows: vec![Vec::new(); members], columns: vec![Vec::new(); members], returns: vec![0.0; members], count: 0, left: members }
    }

    fn add(&mut self, from: u32, to: u32, share: f64) {
        if from == to {
            self.returns[to as usize] += share;
            return;
        }
        let row = &mut self.rows[from as usize];
        match row.binary_search_by_key(&to, |(to, _)| *to) {
            Ok(at) => row[at].1 += share,
            Err(at) => {
                row.insert(at, (to, share));
                let column = &mut self.columns[to as usize];
                if let Err(at) = column.binary_search(&from) {
                    column.insert(at, from);
                }
                self.count += 1;
            }
        }
    }

    fn share(&self, from: u32, to: u32) -> f64 {
        let row = &self.rows[from as usize];
        row.binary_search_by_key(&to, |(to, _)| *to).map_or(0.0, |at| row[at].1)
    }

    /// Takes a member out, with all links from and to it.
    fn take(&mut self, member: u32) -> Taken {
        let row = std::mem::take(&mut self.rows[member as usize]);
        let owners = std::mem::take(&mut self.columns[member as usize]);
        let owners: Vec<(u32, f64)> = owners.into_iter().map(|owner| (owner, self.share(owner, member))).collect();
        for (owner, _) in &owners {
            let from = &mut self.rows[*owner as usize];
            if let Ok(at) = from.binary_search_by_key(&member, |(to, _)| *to) {
                from.remove(at);
            }
        }
        for (to, _) in &row {
            let column = &mut self.columns[*to as usize];
            if let Ok(at) = column.binary_search(&member) {
                column.remove(at);
            }
        }
        self.count -= row.len() + owners.len();
        self.left -= 1;
        Taken { row, owners }
    }

    /// How many links taking out a member would make at most, and how many it would unmake.
    fn cost(&self, member: u32) -> (usize, usize) {
        let (row, column) = (self.rows[member as usize].len(), self.columns[member as usize].len());
        (row * column, row + column)
    }

    fn is_dense(&self) -> bool {
        self.left <= SMALL || self.count * FILL > self.left * self.left
    }

    /// The shares among some members, by owner, then by company.
    fn table(&self, members: &[u32]) -> Vec<f64> {
        let mut place = vec![NOWHERE; self.rows.len()];
        for (k, member) in (0_u32..).zip(members) {
            place[*member as usize] = k;
        }
        let mut table = vec![0.0; members.len() * members.len()];
        for (line, member) in table.chunks_exact_mut(members.len().max(1)).zip(members) {
            for (to, share) in self.rows[*member as usize].iter().filter(|(to, _)| place[*to as usize] != NOWHERE) {
                line[place[*to as usize] as usize] = *share;
            }
        }
        table
    }
}

/// Members to take out, the cheapest first, the smaller number first among equals. Costs that have changed are queued anew.
struct Queue(BinaryHeap<Reverse<(usize, u32)>>);

impl Queue {
    fn new(links: &Links, members: impl Iterator<Item = u32>) -> Self {
        Self(members.map(|member| Reverse((links.cost(member).0, member))).collect())
    }

    /// `waits` says who has not been taken out.
    fn next(&mut self, links: &Links, waits: &[bool]) -> Option<u32> {
        while let Some(Reverse((cost, member))) = self.0.pop() {
            if waits[member as usize] && links.cost(member).0 == cost {
                return Some(member);
            }
        }
        None
    }

    fn changed(&mut self, links: &Links, taken: &Taken, waits: &[bool]) {
        let (row, owners) = (taken.row.iter(), taken.owners.iter());
        for member in row.chain(owners).map(|(member, _)| *member).filter(|member| waits[*member as usize]) {
            self.0.push(Reverse((links.cost(member).0, member)));
        }
    }
}

/// A member of a circle that is being eliminated.
#[derive(Debug, Clone, Copy)]
struct Member {
    /// Its number in the whole circle.
    number: u32,
    /// The part of it that no member owns.
    outside: f64,
    value: Values,
    /// Of `value`, what came from eliminated members.
    gained: Values,
}

impl Member {
    /// Gets a share of what an eliminated member has.
    fn gain(&mut self, share: f64, value: Values) {
        add(&mut self.value, share, value);
        add(&mut self.gained, share, value);
    }
}

/// A circle being eliminated.
#[derive(Debug, Clone)]
struct Circle {
    links: Links,
    members: Vec<Member>,
    /// The answer is wanted for so many, who come first; the others have yet to be eliminated.
    wanted: usize,
}

impl Circle {
    fn new(members: usize) -> Self {
        let numbers = 0..u32::try_from(members).unwrap_or(u32::MAX);
        let member = |number| Member { number, outside: 1.0, value: [0.0; 2], gained: [0.0; 2] };
        Self { links: Links::new(members), members: numbers.map(member).collect(), wanted: members }
    }

    fn close(&mut self) {
        for member in &mut self.members {
            let owners = &self.links.columns[member.number as usize];
            let inside: f64 = owners.iter().map(|o| self.links.share(*o, member.number)).sum();
            let outside = 1.0 - inside;
            member.outside = if outside < crate::circles::CLOSED * 1e-3 { TINY } else { outside };
        }
    }

    /// Takes a member out; who owned it now owns what it owned, and has its value.
    fn eliminate(&mut self, member: u32) -> Taken {
        let taken = self.links.take(member);
        let Member { outside, value, .. } = self.members[member as usize];
        let pivot = outside + taken.owners.iter().map(|(_, share)| share).sum::<f64>();
        for (owner, share) in &taken.owners {
            let share = share / pivot;
            self.members[*owner as usize].gain(share, value);
            for (to, weight) in taken.row.iter().filter(|(to, _)| to != owner) {
                self.links.add(*owner, *to, share * weight);
            }
        }
        for (to, weight) in &taken.row {
            self.members[*to as usize].outside += outside / pivot * weight;
        }
        taken
    }

    /// Gives each member that is wanted as it is after all others were eliminated.
    fn each_alone(&self, alone: &mut [Member]) {
        if self.links.is_dense() {
            let all: Vec<u32> = (0_u32..).zip(&self.members).map(|(m, _)| m).collect();
            let table = Table { shares: self.links.table(&all), members: self.members.clone() };
            if self.wanted < self.members.len() { table.eliminated(self.wanted) } else { table }.each_alone(alone);
            return;
        }
        let middle = self.wanted / 2;
        for (kept, gone) in [(middle..self.wanted, 0..middle), (0..middle, middle..self.wanted)] {
            self.without(kept, gone).each_alone(alone);
        }
    }

    /// Some members without the others, but for those that had better wait.
    fn without(&self, kept: Span<usize>, gone: Span<usize>) -> Self {
        let mut circle = self.clone();
        let mut waits = vec![false; self.members.len()];
        waits[gone].fill(true);
        waits[self.wanted..].fill(true);
        let numbers = |waits: &[bool]| -> Vec<u32> { (0_u32..).zip(waits).filter_map(|(m, waits)| waits.then_some(m)).collect() };
        let going = numbers(&waits);
        let mut waiting = going.len();
        let mut queue = Queue::new(&circle.links, going.into_iter());
        while let Some(member) = queue.next(&circle.links, &waits) {
            let (made, unmade) = circle.links.cost(member);
            if circle.links.is_dense() || (made > unmade && waiting * PATIENCE <= kept.len()) {
                break;
            }
            waits[member as usize] = false;
            waiting -= 1;
            let taken = circle.eliminate(member);
            queue.changed(&circle.links, &taken, &waits);
        }
        let wanted = kept.len();
        let mut left: Vec<u32> = (0_u32..).zip(&self.members).map(|(m, _)| m).skip(kept.start).take(wanted).collect();
        left.extend(numbers(&waits));
        circle.renumbered(&left, wanted)
    }

    /// The same circle, in which the given members, who are all that are left, are numbered anew.
    fn renumbered(mut self, left: &[u32], wanted: usize) -> Self {
        let mut place = vec![NOWHERE; self.members.len()];
        for (k, member) in (0_u32..).zip(left) {
            place[*member as usize] = k;
        }
        let mut links = Links { count: self.links.count, ..Links::new(left.len()) };
        for (k, member) in left.iter().enumerate() {
            let mut row = std::mem::take(&mut self.links.rows[*member as usize]);
            for (to, _) in &mut row {
                *to = place[*to as usize];
            }
            row.sort_unstable_by_key(|(to, _)| *to);
            let mut column = std::mem::take(&mut self.links.columns[*member as usize]);
            for from in &mut column {
                *from = place[*from as usize];
            }
            column.sort_unstable();
            (links.rows[k], links.columns[k]) = (row, column);
        }
        Self { links, members: left.iter().map(|m| self.members[*m as usize]).collect(), wanted }
    }
}

/// A circle most of whose members own each other: all shares by owner, then by company; what is on the diagonal means nothing.
struct Table {
    shares: Vec<f64>,
    members: Vec<Member>,
}

impl Table {
    /// Gives each member as it is after all others were eliminated.
    fn each_alone(&self, alone: &mut [Member]) {
        if let [member] = self.members.as_slice() {
            alone[member.number as usize] = *member;
            return;
        }
        let (n, middle) = (self.members.len(), self.members.len() / 2);
        for (kept, gone) in [(middle..n, 0..middle), (0..middle, middle..n)] {
            self.ordered(&[kept.clone(), gone]).eliminated(kept.len()).each_alone(alone);
        }
    }

    fn ordered(&self, spans: &[Span<usize>; 2]) -> Self {
        let mut shares = Vec::with_capacity(self.shares.len());
        let mut members = Vec::with_capacity(self.members.len());
        for from in spans.iter().flat_map(Clone::clone) {
            members.push(self.members[from]);
            let row = &self.shares[from * self.members.len()..][..self.members.len()];
            for to in spans {
                shares.extend_from_slice(&row[to.clone()]);
            }
        }
        Self { shares, members }
    }

    /// Eliminates all but the first `kept`, as [`Circle::eliminate`] does.
    fn eliminated(mut self, kept: usize) -> Self {
        let n = self.members.len();
        for m in (kept..n).rev() {
            let (above, row) = self.shares.split_at_mut(m * n);
            let row = &row[..m];
            let Member { outside, value, .. } = self.members[m];
            let pivot = outside + above.chunks_exact(n).map(|line| line[m]).sum::<f64>();
            for (line, owner) in above.chunks_exact_mut(n).zip(&mut self.members) {
                let share = line[m] / pivot;
                if share > 0.0 {
                    owner.gain(share, value);
                    add_row(&mut line[..m], share, row);
                }
            }
            for (company, weight) in self.members.iter_mut().zip(row) {
                company.outside += outside / pivot * weight;
            }
        }
        let shares = self.shares.chunks_exact(n).take(kept).flat_map(|line| &line[..kept]).copied().collect();
        self.members.truncate(kept);
        Self { shares, members: self.members }
    }
}

fn add_row(to: &mut [f64], factor: f64, row: &[f64]) {
    for (to, weight) in to.iter_mut().zip(row) {
        *to += factor * weight;
    }
}

/// No place.
const NOWHERE: u32 = u32::MAX;

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

/// Solves `f = inflow + f W` for the members that are not whole, the others held at 1.
fn solve_linear(rows: &[Vec<(u32, f64)>], inflow: &[f64], whole: &[bool], part: &mut [f64]) {
    let mut inflow = inflow.to_vec();
    let mut links = Links::new(rows.len());
    for (from, row) in (0_u32..).zip(rows) {
        for (to, share) in row.iter().filter(|(to, _)| !whole[*to as usize]) {
            if whole[from as usize] {
                inflow[*to as usize] += share;
            } else {
                links.add(from, *to, *share);
            }
        }
    }
    let mut waits: Vec<bool> = whole.iter().map(|whole| !whole).collect();
    let numbers = |waits: &[bool]| -> Vec<u32> { (0_u32..).zip(waits).filter_map(|(m, waits)| waits.then_some(m)).collect() };
    let going = numbers(&waits);
    links.left = going.len();
    let mut queue = Queue::new(&links, going.into_iter());
    let mut eliminated: Vec<(u32, f64, Taken)> = Vec::new();
    while !links.is_dense() {
        let Some(member) = queue.next(&links, &waits) else { break };
        waits[member as usize] = false;
        let pivot = 1.0 - links.returns[member as usize];
        let taken = links.take(member);
        for (to, weight) in &taken.row {
            inflow[*to as usize] += inflow[member as usize] * weight / pivot;
            for (owner, share) in &taken.owners {
                links.add(*owner, *to, share * weight / pivot);
            }
        }
        queue.changed(&links, &taken, &waits);
        eliminated.push((member, pivot, taken));
    }
    solve_dense(&links, &numbers(&waits), &inflow, part);
    for (member, pivot, taken) in eliminated.into_iter().rev() {
        let from_owners: f64 = taken.owners.iter().map(|(owner, share)| part[*owner as usize] * share).sum();
        part[member as usize] = ((inflow[member as usize] + from_owners) / pivot).clamp(0.0, 1.0);
    }
}

/// The same for the members that are left.
fn solve_dense(links: &Links, left: &[u32], inflow: &[f64], part: &mut [f64]) {
    let n = left.len();
    if n == 0 {
        return;
    }
    let mut shares = links.table(left);
    let mut inflow: Vec<f64> = left.iter().map(|m| inflow[*m as usize]).collect();
    for (k, member) in left.iter().enumerate() {
        shares[k * n + k] = links.returns[*member as usize];
    }
    for m in (0..n).rev() {
        let (above, row) = shares.split_at_mut(m * n);
        let pivot = 1.0 - row[m];
        let (inflows, inflow) = inflow.split_at_mut(m);
        add_row(inflows, inflow[0] / pivot, &row[..m]);
        for line in above.chunks_exact_mut(n) {
            let share = line[m] / pivot;
            if share > 0.0 {
                add_row(&mut line[..m], share, &row[..m]);
            }
        }
    }
    for m in 0..n {
        let from_owners: f64 = (0..m).map(|owner| part[left[owner] as usize] * shares[owner * n + m]).sum();
        part[left[m] as usize] = ((inflow[m] + from_owners) / (1.0 - shares[m * n + m])).clamp(0.0, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Members along a ring, and so many links across it, two of which may be one; shares that leave little to nobody.
    fn circle(members: u32, across: u32, share: f64) -> Circle {
        let mut circle = Circle::new(members as usize);
        for k in 0..members {
            circle.links.add(k, (k + 1) % members, share);
            circle.members[k as usize].value = [f64::from(k % 7), 1.0];
        }
        for k in 0..across {
            circle.links.add(k * 37 % members, (k * k * 11 + 5) % members, share / 8.0);
        }
        circle.close();
        circle
    }

    #[test]
    fn links_and_tables_give_the_same() {
        // The last closes wholly: TINY stands for its owner.
        for (members, across, share) in [(97, 0, 0.9), (97, 30, 0.5), (300, 200, 0.6), (500, 40, 0.8), (97, 0, 1.0)] {
            let circle = circle(members, across, share);
            assert!(!circle.links.is_dense());
            let all: Vec<u32> = (0..members).collect();
            let table = Table { shares: circle.links.table(&all), members: circle.members.clone() };
            let (mut by_links, mut by_table) = (circle.members.clone(), circle.members.clone());
            circle.each_alone(&mut by_links);
            table.each_alone(&mut by_table);
            for (left, right) in by_links.iter().zip(&by_table) {
                let near = |l: f64, r: f64| (l - r).abs() <= 1e-12 * r.abs();
                assert!(near(left.outside, right.outside), "{left:?} against {right:?}");
                assert!(left.gained.iter().zip(right.gained).all(|(l, r)| near(*l, r)), "{left:?} against {right:?}");
            }
        }
    }

    #[test]
    fn what_is_below_the_whole_is_solved() {
        for (members, across) in [(20, 10), (97, 30), (400, 900)] {
            // Shares so small that nobody is whole but who is held there.
            let links = circle(members, across, 0.3).links;
            let inflow: Vec<f64> = (0..members).map(|k| f64::from(k % 5) / 50.0).collect();
            let whole: Vec<bool> = (0..members).map(|k| k % 11 == 0).collect();
            let mut part = vec![1.0; inflow.len()];
            solve_linear(&links.rows, &inflow, &whole, &mut part);
            for m in (0..members).filter(|m| !whole[*m as usize]) {
                let owned: f64 = links.columns[m as usize].iter().map(|o| part[*o as usize] * links.share(*o, m)).sum();
                let expected = (inflow[m as usize] + owned).min(1.0);
                assert!((part[m as usize] - expected).abs() < 1e-12, "{m}: {} instead of {expected}", part[m as usize]);
            }
        }
    }
}
