//! What is shown of one company? Everyone with money in it, over time.

use model::{Capacity, Claim, Day, Grade, Instrument, Problem, Share};

use super::{Flag, Named, PositionSeries, Sentence, Source, Unproven};

/// What stands at the head of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Short name of the case.
    pub case: String,
    /// Its title.
    pub title: String,
    /// True then.
    pub as_of: Day,
    /// Published then.
    pub known_at: Day,
    /// Everything that the case holds was published by `known_at`.
    pub all_known: bool,
    /// The version of the grading rule.
    pub rule_version: &'static str,
}

/// The answer of `holders`.
#[derive(Debug, Clone, PartialEq)]
pub struct Holders {
    /// Case and days.
    pub head: Head,
    /// In which company.
    pub company: Named,
    /// Its part in each harm to which it is linked, in the order of the case.
    pub parts: Vec<Part>,
    /// By capacity, then what is held on the day asked for, then the largest last value in the case's currency, then by name.
    pub positions: Vec<Position>,
    /// Short positions and derivatives, by holder and day; in no other figure.
    pub apart: Vec<Apart>,
    /// Who owns a part of the company by a claim of ownership.
    pub owners: Vec<Owner>,
    /// Who finances or serves it, in which role.
    pub roles: Vec<Role>,
    /// Positions, owners and roles that do not reach the floor asked for.
    pub left_out: usize,
    /// What is said of money in it and is not established.
    pub not_established: Vec<Unproven>,
    /// What the `[n]` stand for, ascending.
    pub sources: Vec<Source>,
    /// What is wrong with the case.
    pub problems: Vec<Problem>,
}

/// The company's part in one harm.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which harm.
    pub harm: Named,
    /// First day on which the part was public at each floor, strictest first.
    pub public_since: [Option<Day>; 3],
    /// What is said of it.
    pub said: Vec<Sentence>,
    /// What is answered, each answer once.
    pub answers: Vec<Sentence>,
}

/// One holder's position in one capacity; positions of different capacities are never added.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Who.
    pub holder: Named,
    /// In which role.
    pub capacity: Capacity,
    /// Why it does not count on the day asked for; `None` where it does.
    pub gone: Option<Flag>,
    /// The grade of the record that counts, or else of the last by the day, or the first after it.
    pub grade: Grade,
    /// What a reader must know with it.
    pub flags: Vec<Flag>,
    /// Who manages the holder, each with what is said.
    pub managers: Vec<(Named, Sentence)>,
    /// Every record.
    pub series: PositionSeries,
}

/// A short position or a derivative.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// Who.
    pub holder: Named,
    /// In which role.
    pub capacity: Capacity,
    /// Sold short, or a derivative.
    pub instrument: Instrument,
    /// The day of which the record speaks.
    pub day: Day,
    /// How well it is supported.
    pub grade: Grade,
    /// What is said.
    pub said: Sentence,
}

/// An owner by a claim of ownership.
#[derive(Debug, Clone, PartialEq)]
pub struct Owner {
    /// Who.
    pub owner: Named,
    /// As published, rounding kept; `None` where nobody says.
    pub share: Option<Share>,
    /// Of the votes, where published apart.
    pub votes: Option<Share>,
    /// From when.
    pub since: Day,
    /// It had not begun, or was over, on the day asked for.
    pub over: bool,
    /// How well it is supported.
    pub grade: Grade,
    /// What is said.
    pub said: Sentence,
}

/// A loan, an underwriting, a service: who has which role for the company.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Who.
    pub who: Named,
    /// `finances` or `serves`.
    pub link: &'static str,
    /// The role as documented.
    pub role: Option<String>,
    /// As published.
    pub amount: Option<model::Amount>,
    /// From when.
    pub since: Day,
    /// How well it is supported.
    pub grade: Grade,
    /// What is said.
    pub said: Sentence,
}

/// The share and votes that a claim gives.
pub(crate) fn owned(claim: &Claim) -> (Option<Share>, Option<Share>) {
    (claim.share.filter(|share| *share != Share::UNKNOWN), claim.votes)
}
