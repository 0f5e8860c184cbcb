//! How much, at each floor? Every column of every entity, at three floors and both ends.

use std::collections::{BTreeMap, BTreeSet};

use model::{Capacity, Floor};

use crate::circles;
use crate::control::control;
use crate::look_through::{End, Network};
use crate::shares::{Served, Serving, serve};
use crate::world::{Position, Range, World};

/// What one entity has in it; columns are never added to each other (design, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Columns {
    /// Its own contracts linked to the harm.
    pub contracts: Range,
    /// Contracts of companies that it owns a part of, times that part; neither revenue nor profit.
    pub attributed: Range,
    /// Its own positions in flagged companies, and its part of the positions of what it owns.
    pub stake: Range,
    /// Other people's money in flagged companies that it manages.
    pub managed: Range,
    /// Positions registered in its name for others.
    pub nominee: Range,
    /// Positions that it keeps safe for others.
    pub custodian: Range,
}

/// The result at one floor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Floored {
    /// One entry per entity of the world.
    pub columns: Vec<Columns>,
    /// Whether each entity is flagged.
    pub flagged: Vec<bool>,
    /// Companies of which more than the whole is owned, ascending.
    pub over_full: Vec<u32>,
    /// Circles that wholly own themselves, members ascending.
    pub closed_circles: Vec<Vec<u32>>,
}

/// The result at the three floors, with the shares that were served.
#[derive(Debug, Default)]
pub struct Measured {
    /// Strictest floor first.
    pub floors: [Floored; 3],
    /// Owning links as they count.
    pub served: Vec<Served>,
    network: Network,
}

impl Measured {
    /// The part of every other entity that a holder has at a floor, through everything in between; only of entities
    /// that lead to a value. Units: fractions of the whole. Shape: ascending by entity.
    pub fn parts(&self, holder: u32, floor: Floor) -> Vec<(u32, Range)> {
        self.network.parts(holder, floor)
    }
}

/// Measures a world: who has what in the companies that are linked to the harm.
///
/// Units: those of the world's values. Shape: cost is linear in the links that lead to flagged companies, plus the
/// circles among them, plus one downward walk for each holder that unknown shares could give more than the whole.
/// Promises: `low <= high`; a lower floor never lowers a result; what is unverified counts for nothing.
pub fn measure(world: &World<'_>) -> Measured {
    measure_in_stages(world, |_| {})
}

/// What [`measure`] does one after the other, for benchmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Shares are served by grade.
    Serve,
    /// Links are restricted to those that lead to flagged companies, and their circles found.
    Restrict,
    /// Looking through on the lows.
    Low,
    /// Looking through on the highs.
    High,
    /// Everything that is not looked through: positions, managers, closed circles.
    Rest,
}

/// As [`measure`], calling `done` after each piece of work with the stage that it belongs to.
pub fn measure_in_stages(world: &World<'_>, mut done: impl FnMut(Stage)) -> Measured {
    let entities = world.entities as usize;
    let Serving { links: served, mut over_full } = serve(world.owns);
    done(Stage::Serve);
    let sources: Vec<Source> = Floor::ALL.iter().map(|floor| Source::at(world, *floor)).collect();

    // Amounts that are not known lead somewhere too: a chain to them is shown, though it adds nothing.
    let lowest = &sources[Floor::Reported.index()].flagged;
    let mut leads = lowest.clone();
    for position in world.positions.iter().filter(|p| p.capacity == Capacity::Beneficial && p.grade.reaches(Floor::Reported)) {
        leads[position.holder as usize] |= lowest[position.company as usize];
    }
    let network = Network::new(entities, &served, &leads);

    done(Stage::Restrict);

    let mut measured = Measured::default();
    for (floor, source) in Floor::ALL.into_iter().zip(&sources) {
        let mut columns: Vec<Columns> = source
            .contracts
            .iter()
            .zip(&source.beneficial)
            .map(|(contracts, stake)| Columns { contracts: *contracts, stake: *stake, ..Columns::default() })
            .collect();
        for (entity, [contracts, stake]) in network.through(floor, End::Low, |e| source.values(e, |r| r.low)) {
            columns[entity as usize].attributed.low = contracts;
            columns[entity as usize].stake.low += stake;
        }
        done(Stage::Low);
        for (entity, [contracts, stake]) in network.through(floor, End::High, |e| source.values(e, |r| r.high)) {
            columns[entity as usize].attributed.high = contracts;
            columns[entity as usize].stake.high += stake;
        }
        done(Stage::High);
        for (holder, _, value) in positions(world, floor, &source.flagged, Capacity::Nominee) {
            columns[holder as usize].nominee = columns[holder as usize].nominee.plus(value);
        }
        for (holder, _, value) in positions(world, floor, &source.flagged, Capacity::Custodian) {
            columns[holder as usize].custodian = columns[holder as usize].custodian.plus(value);
        }
        for (manager, companies) in managed(world, floor, &source.flagged) {
            columns[manager as usize].managed = companies.values().fold(Range::ZERO, |sum, m| sum.plus(m.value()));
        }
        for column in &mut columns {
            settle(&mut column.attributed);
            settle(&mut column.stake);
        }
        measured.floors[floor.index()] = Floored {
            columns,
            flagged: source.flagged.clone(),
            over_full: std::mem::take(&mut over_full[floor.index()]),
            closed_circles: circles::closed(entities, &served, floor),
        };
    }
    done(Stage::Rest);
    measured.served = served;
    measured.network = network;
    measured
}

/// Rounding of doubles may leave the low a hair above the high; more than that would be a fault and stays visible.
fn settle(range: &mut Range) {
    if range.low > range.high && range.low - range.high <= 1e-9 * range.low {
        range.high = range.low;
    }
}

/// What stands at one floor before anything is looked through.
struct Source {
    flagged: Vec<bool>,
    contracts: Vec<Range>,
    /// Own beneficial positions in flagged companies.
    beneficial: Vec<Range>,
}

impl Source {
    fn at(world: &World<'_>, floor: Floor) -> Self {
        let entities = world.entities as usize;
        let mut flagged = vec![false; entities];
        let mut contracts = vec![Range::ZERO; entities];
        for link in world.harm_links.iter().filter(|l| l.grade.reaches(floor)) {
            flagged[link.company as usize] = true;
            let sum = &mut contracts[link.company as usize];
            *sum = sum.plus(link.contract[floor.index()]);
        }
        let mut beneficial = vec![Range::ZERO; entities];
        for (holder, _, value) in positions(world, floor, &flagged, Capacity::Beneficial) {
            beneficial[holder as usize] = beneficial[holder as usize].plus(value);
        }
        Self { flagged, contracts, beneficial }
    }

    fn values(&self, entity: u32, end: impl Fn(Range) -> f64) -> [f64; 2] {
        let e = entity as usize;
        [end(self.contracts[e]), end(self.beneficial[e])]
    }
}

/// Holder, company and value of the positions of one capacity in flagged companies; unknown values add nothing.
fn positions<'a>(world: &World<'a>, floor: Floor, flagged: &'a [bool], capacity: Capacity) -> impl Iterator<Item = (u32, u32, Range)> + 'a {
    in_flagged(world, floor, flagged, capacity).map(|p| (p.holder, p.company, p.value.unwrap_or_default()))
}

fn in_flagged<'a>(world: &World<'a>, floor: Floor, flagged: &'a [bool], capacity: Capacity) -> impl Iterator<Item = &'a Position> + 'a {
    world.positions.iter().filter(move |p| p.capacity == capacity && p.grade.reaches(floor) && flagged[p.company as usize])
}

/// Other people's money of one manager in one company: two reports of it, of which the larger counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Managed {
    /// The funds whose positions these are, ascending.
    pub funds: Vec<u32>,
    /// Their positions, added.
    pub of_funds: Range,
    /// The manager's own report (a 13F covers US-listed securities only).
    pub own_report: Option<Range>,
    /// The value of a position is not known.
    pub amount_unknown: bool,
}

impl Managed {
    /// What counts: end by end the larger.
    pub fn value(&self) -> Range {
        self.of_funds.or_larger(self.own_report.unwrap_or_default())
    }
}

/// Other people's money per manager and company: the direct positions of the distinct funds managed by it or by what
/// it controls, against its own report as a manager. No look-through.
pub fn managed(world: &World<'_>, floor: Floor, flagged: &[bool]) -> BTreeMap<u32, BTreeMap<u32, Managed>> {
    let mut managed: BTreeMap<u32, BTreeMap<u32, Managed>> = BTreeMap::new();
    for position in in_flagged(world, floor, flagged, Capacity::Manager) {
        let entry = managed.entry(position.holder).or_default().entry(position.company).or_default();
        entry.own_report = Some(entry.own_report.unwrap_or_default().plus(position.value.unwrap_or_default()));
        entry.amount_unknown |= position.value.is_none();
    }
    let mut funds_of: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for link in world.manages.iter().filter(|m| m.grade.reaches(floor)) {
        funds_of.entry(link.manager).or_default().insert(link.fund);
    }
    if funds_of.is_empty() {
        return managed;
    }
    let mut held: BTreeMap<u32, Vec<&Position>> = BTreeMap::new();
    for position in in_flagged(world, floor, flagged, Capacity::Beneficial) {
        held.entry(position.holder).or_default().push(position);
    }
    let controlled = control(world.votes, floor);
    let managers: BTreeSet<u32> = funds_of.keys().chain(controlled.keys()).copied().collect();
    for manager in managers {
        let companies = controlled.get(&manager).into_iter().flatten().chain([&manager]);
        let funds: BTreeSet<u32> =
            companies.flat_map(|c| funds_of.get(c).into_iter().flatten()).copied().filter(|f| *f != manager).collect();
        for position in funds.iter().filter_map(|fund| held.get(fund)).flatten() {
            let entry = managed.entry(manager).or_default().entry(position.company).or_default();
            entry.of_funds = entry.of_funds.plus(position.value.unwrap_or_default());
            entry.amount_unknown |= position.value.is_none();
            if entry.funds.last() != Some(&position.holder) {
                entry.funds.push(position.holder);
            }
        }
    }
    managed
}
