//! How is everyone with money in one company written in JSON?

use dossier::rows::{self, holders};
use model::Floor;
use schemars::JsonSchema;
use serde::Serialize;

use super::check::Problem;
use super::exposure::Flag;
use super::holder::{Amount, Entry, PublicSince, entry};
use super::{Named, Sentence, Share, Source, Unproven, capacities, floors, grades, unproven};

/// The answer of `daylight holders CASE COMPANY --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "daylight holders")]
pub(crate) struct Holders {
    #[serde(flatten)]
    head: Head,
    /// The least grade admitted; records that do not reach it are left out.
    #[schemars(extend("enum" = floors()))]
    floor: &'static str,
    company: Named,
    /// The company's part in each harm to which it is linked, in the order of the case.
    parts: Vec<Part>,
    /// Positions by capacity, what is held on the day asked for first; different capacities are never to be added.
    positions: Vec<Position>,
    /// Short positions and derivatives; in no other figure.
    apart: Vec<Apart>,
    /// Owners by a claim of ownership; the same stake may stand as a position too.
    owners: Vec<Ownership>,
    /// Who finances or serves the company.
    roles: Vec<Tie>,
    /// Positions and links that do not reach the floor.
    left_out: usize,
    /// What is said of money in it and is not established; in no figure.
    not_established: Vec<Unproven>,
    /// What the `[n]` in texts stand for.
    sources: Vec<Source>,
    /// What is wrong with the data.
    problems: Vec<Problem>,
}

/// Case and days.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Head {
    /// Short name of the case: that of its folder.
    case: String,
    /// Its title.
    title: String,
    /// True on this day.
    #[schemars(extend("format" = "date"))]
    as_of: String,
    /// Published by this day.
    #[schemars(extend("format" = "date"))]
    known_at: String,
    /// Whether everything that the case holds was published by then.
    all_known: bool,
    /// Version of the grading rule.
    rule_version: &'static str,
}

/// The company's part in one harm.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Part {
    harm: Named,
    /// From when the part was public, at each floor.
    public_since: PublicSince,
    /// What is said of it.
    said: Vec<Sentence>,
    /// What is answered, each answer once; `claims` are those that are answered.
    answers: Vec<Sentence>,
}

/// One holder's position in one capacity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Position {
    holder: Named,
    #[schemars(extend("enum" = capacities()))]
    capacity: &'static str,
    /// Why it does not count on the day asked for, such as `sold`, `last-seen`, `ended`, `superseded`, or `later` for not yet; null
    /// where it counts.
    gone: Option<Flag>,
    /// Of the record that counts, or else of the last by the day, or the first after it.
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    flags: Vec<Flag>,
    /// Who manages the holder.
    managers: Vec<Manager>,
    /// Every record, by day.
    entries: Vec<Entry>,
    /// What was held before the evidence was public, and what after.
    summary: Option<Sentence>,
}

/// Who manages a holding fund.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Manager {
    manager: Named,
    said: Sentence,
}

/// A short position or a derivative.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Apart {
    holder: Named,
    #[schemars(extend("enum" = capacities()))]
    capacity: &'static str,
    #[schemars(extend("enum" = ["short", "derivative"]))]
    instrument: &'static str,
    #[schemars(extend("format" = "date"))]
    date: String,
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    said: Sentence,
}

/// An owner by a claim of ownership.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ownership {
    owner: Named,
    /// Null where nobody says how much.
    share: Option<Share>,
    votes: Option<Share>,
    #[schemars(extend("format" = "date"))]
    since: String,
    /// It had not begun, or was over, on the day asked for.
    over: bool,
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    said: Sentence,
}

/// Who has which role for the company.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tie {
    who: Named,
    #[schemars(extend("enum" = ["finances", "serves"]))]
    link: &'static str,
    role: Option<String>,
    /// Null where the amount is unknown.
    amount: Option<Amount>,
    #[schemars(extend("format" = "date"))]
    since: String,
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    said: Sentence,
}

impl Holders {
    pub(crate) fn new(found: &holders::Holders, floor: Floor) -> Self {
        Self {
            head: Head::new(&found.head),
            floor: floor.as_str(),
            company: Named::new(&found.company),
            parts: found.parts.iter().map(part).collect(),
            positions: found.positions.iter().map(position).collect(),
            apart: found.apart.iter().map(apart).collect(),
            owners: found.owners.iter().map(owner).collect(),
            roles: found.roles.iter().map(role).collect(),
            left_out: found.left_out,
            not_established: found.not_established.iter().map(unproven).collect(),
            sources: found.sources.iter().map(Source::new).collect(),
            problems: found.problems.iter().map(Problem::new).collect(),
        }
    }
}

impl Head {
    pub(super) fn new(head: &holders::Head) -> Self {
        Self {
            case: head.case.clone(),
            title: head.title.clone(),
            as_of: head.as_of.to_string(),
            known_at: head.known_at.to_string(),
            all_known: head.all_known,
            rule_version: head.rule_version,
        }
    }
}

fn part(part: &holders::Part) -> Part {
    Part {
        harm: Named::new(&part.harm),
        public_since: PublicSince::new(&part.public_since),
        said: part.said.iter().map(Sentence::new).collect(),
        answers: part.answers.iter().map(Sentence::new).collect(),
    }
}

fn position(position: &holders::Position) -> Position {
    let manager = |(manager, said): &(rows::Named, rows::Sentence)| Manager { manager: Named::new(manager), said: Sentence::new(said) };
    Position {
        holder: Named::new(&position.holder),
        capacity: position.capacity.as_str(),
        gone: position.gone.as_ref().map(Flag::new),
        grade: position.grade.as_str(),
        flags: position.flags.iter().map(Flag::new).collect(),
        managers: position.managers.iter().map(manager).collect(),
        entries: position.series.entries.iter().map(entry).collect(),
        summary: position.series.summary.as_ref().map(Sentence::new),
    }
}

fn apart(apart: &holders::Apart) -> Apart {
    Apart {
        holder: Named::new(&apart.holder),
        capacity: apart.capacity.as_str(),
        instrument: apart.instrument.as_str(),
        date: apart.day.to_string(),
        grade: apart.grade.as_str(),
        said: Sentence::new(&apart.said),
    }
}

fn owner(owner: &holders::Owner) -> Ownership {
    let share = |share: model::Share| Share::new(share.low(), share.high());
    Ownership {
        owner: Named::new(&owner.owner),
        share: owner.share.map(share),
        votes: owner.votes.map(share),
        since: owner.since.to_string(),
        over: owner.over,
        grade: owner.grade.as_str(),
        said: Sentence::new(&owner.said),
    }
}

fn role(role: &holders::Role) -> Tie {
    Tie {
        who: Named::new(&role.who),
        link: role.link,
        role: role.role.clone(),
        amount: role.amount.as_ref().map(Amount::new),
        since: role.since.to_string(),
        grade: role.grade.as_str(),
        said: Sentence::new(&role.said),
    }
}
