//! Worlds that own their links, and when two answers are the same.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::struct_field_names, reason = "the names of a world's lists")]

pub(crate) mod cases;
pub(crate) mod engine;
pub(crate) mod random;

use daylight_exposure::world::{HarmLink, Manage, Own, Position, Range, Vote, World};
use model::{Capacity, Grade, Share};

use crate::reference::{Floored, NAMES};

/// A world that owns what it lends to the engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    pub(crate) entities: u32,
    pub(crate) owns: Vec<Own>,
    pub(crate) positions: Vec<Position>,
    pub(crate) manages: Vec<Manage>,
    pub(crate) votes: Vec<Vote>,
    pub(crate) harm_links: Vec<HarmLink>,
}

impl Links {
    pub(crate) fn new(entities: u32) -> Self {
        Self { entities, ..Self::default() }
    }

    pub(crate) fn world(&self) -> World<'_> {
        World {
            entities: self.entities,
            owns: &self.owns,
            positions: &self.positions,
            manages: &self.manages,
            votes: &self.votes,
            harm_links: &self.harm_links,
        }
    }

    pub(crate) fn own(mut self, owner: u32, company: u32, share: (f64, f64), grade: Grade) -> Self {
        self.owns.push(Own { owner, company, share: Share::new(share.0, share.1).unwrap(), grade });
        self
    }

    pub(crate) fn position(mut self, holder: u32, company: u32, capacity: Capacity, value: Option<f64>, grade: Grade) -> Self {
        self.positions.push(Position { holder, company, capacity, value: value.map(Range::exact), grade });
        self
    }

    pub(crate) fn manage(mut self, manager: u32, fund: u32, grade: Grade) -> Self {
        self.manages.push(Manage { manager, fund, grade });
        self
    }

    pub(crate) fn vote(mut self, holder: u32, company: u32, votes: f64, control: bool, grade: Grade) -> Self {
        self.votes.push(Vote { holder, company, votes, control, grade });
        self
    }

    pub(crate) fn harm(mut self, company: u32, amount: f64, grade: Grade) -> Self {
        self.harm_links.push(HarmLink { company, contract: [Range::exact(amount); 3], grade });
        self
    }
}

/// Whether two figures agree, absolutely or relatively.
pub(crate) fn close(a: f64, b: f64, tolerance: f64) -> bool {
    let apart = (a - b).abs();
    apart <= tolerance || apart <= tolerance * a.abs().max(b.abs())
}

/// Says where two answers differ; `Ok` where they do not.
pub(crate) fn same(left: &[Floored; 3], right: &[Floored; 3], tolerance: f64) -> Result<(), String> {
    for (floor, (left, right)) in left.iter().zip(right).enumerate() {
        if left.rows.len() != right.rows.len() {
            return Err(format!("floor {floor}: {} rows against {}", left.rows.len(), right.rows.len()));
        }
        for (entity, (l, r)) in left.rows.iter().zip(&right.rows).enumerate() {
            for ((name, l), r) in NAMES.iter().zip(l).zip(r) {
                if !close(l.low, r.low, tolerance) || !close(l.high, r.high, tolerance) {
                    return Err(format!("floor {floor}, entity {entity}, {name}: {l:?} against {r:?}"));
                }
            }
        }
        if left.over_full != right.over_full {
            return Err(format!("floor {floor}: over-full {:?} against {:?}", left.over_full, right.over_full));
        }
        if left.closed_circles != right.closed_circles {
            return Err(format!("floor {floor}: closed circles {:?} against {:?}", left.closed_circles, right.closed_circles));
        }
    }
    Ok(())
}
