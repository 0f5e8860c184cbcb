//! What does the engine see? Links between entities numbered from 0, each with its grade; no names, no dates.
//!
//! A world is one harm on one day, as it was known on one day. Whoever builds it has already chosen what
//! is true and known then ([`crate::view()`]); the engine knows no time.

use model::{Capacity, Grade, Share};

/// A range of money: units of one currency, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Range {
    /// Nothing, known to be nothing.
    pub const ZERO: Self = Self { low: 0.0, high: 0.0 };

    /// A range of one figure.
    pub fn exact(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// End by end sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    /// End by end maximum.
    #[must_use]
    pub fn or_larger(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// Whether both ends are 0.
    pub fn is_zero(self) -> bool {
        self.low.abs() + self.high.abs() <= 0.0
    }
}

/// An owner's share of a company.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Own {
    /// Who owns.
    pub owner: u32,
    /// What is owned.
    pub company: u32,
    /// How much of it; [`Share::UNKNOWN`] where nobody says.
    pub share: Share,
    /// How well that is supported.
    pub grade: Grade,
}

/// A position of a holder in a company.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Who holds.
    pub holder: u32,
    /// In which company.
    pub company: u32,
    /// In which role.
    pub capacity: Capacity,
    /// What it is worth; `None` where no amount is known.
    pub value: Option<Range>,
    /// How well that is supported.
    pub grade: Grade,
}

/// A manager's fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manage {
    /// Who manages.
    pub manager: u32,
    /// What is managed.
    pub fund: u32,
    /// How well that is supported.
    pub grade: Grade,
}

/// What makes control: votes, or a source that says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vote {
    /// Who votes.
    pub holder: u32,
    /// In which company.
    pub company: u32,
    /// The least share of the votes that is documented, a fraction.
    pub votes: f64,
    /// A source says that the holder controls the company.
    pub control: bool,
    /// How well that is supported.
    pub grade: Grade,
}

/// A company's link to the harm, through a project that is part of it; one entry per contract.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HarmLink {
    /// The flagged company.
    pub company: u32,
    /// What the contract adds at each floor (strictest first); zero where no amount is known.
    pub contract: [Range; 3],
    /// The grade of the weaker of the two links that make it, supply and nexus.
    pub grade: Grade,
}

/// Everything that the engine needs to know.
///
/// Of several links between one pair, the first of the best grade counts alone: whoever builds a world puts
/// the holder's own filing before others, the later before the earlier.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// How many entities there are; all others are numbers below it.
    pub entities: u32,
    /// Owning links, positions with a published share among them.
    pub owns: &'a [Own],
    /// Positions, one per holder, company and capacity.
    pub positions: &'a [Position],
    /// Managers and funds.
    pub manages: &'a [Manage],
    /// Votes and control.
    pub votes: &'a [Vote],
    /// Links to the harm.
    pub harm_links: &'a [HarmLink],
}
