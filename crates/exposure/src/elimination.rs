//! How is a circle solved? Elimination of all members but one, sparse while few own each other, dense when it has filled up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range as Span;

use crate::look_through::{NOWHERE, Values, add};

/// Stands for "no owner outside": far below every share, far above the smallest double.
const TINY: f64 = 1e-200;

/// Circles of no more members are solved as dense tables.
const SMALL: usize = 32;

/// Circles of which more than one in so many pairs are linked are solved as dense tables.
const FILL: usize = 24;

/// While no more than one member in so many waits, those that would add links wait until fewer are left: a hub comes last.
const PATIENCE: usize = 8;

/// Shares among numbered members, some of whom have been taken out.
#[derive(Debug, Clone)]
pub(crate) struct Links {
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

    pub(crate) fn add(&mut self, from: u32, to: u32, share: f64) {
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
pub(crate) struct Member {
    /// Its number in the whole circle.
    pub(crate) number: u32,
    /// The part of it that no member owns.
    pub(crate) outside: f64,
    pub(crate) value: Values,
    /// Of `value`, what came from eliminated members.
    pub(crate) gained: Values,
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
pub(crate) struct Circle {
    pub(crate) links: Links,
    pub(crate) members: Vec<Member>,
    /// The answer is wanted for so many, who come first; the others have yet to be eliminated.
    pub(crate) wanted: usize,
}

impl Circle {
    pub(crate) fn new(members: usize) -> Self {
        let numbers = 0..u32::try_from(members).unwrap_or(u32::MAX);
        let member = |number| Member { number, outside: 1.0, value: [0.0; 2], gained: [0.0; 2] };
        Self { links: Links::new(members), members: numbers.map(member).collect(), wanted: members }
    }

    pub(crate) fn close(&mut self) {
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
    pub(crate) fn each_alone(&self, alone: &mut [Member]) {
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

/// Solves `f = inflow + f W` for the members that are not whole, the others held at 1.
pub(crate) fn solve_linear(rows: &[Vec<(u32, f64)>], inflow: &[f64], whole: &[bool], part: &mut [f64]) {
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
