//! What did the world look like on that day? A case becomes numbered links, each still tied to its claims.

use std::collections::{BTreeMap, BTreeSet};

use model::{Case, Claim, ClaimId, EntityId, Floor, Grade, Harm, LinkKind, Problem, Schema};

use crate::contracts::{Contract, leftovers};
pub use crate::known::converted;
use crate::known::known;
pub use crate::known::{Asked, Converted, Known};
pub use crate::stakes::{Gone, Holding, Ownership, POSITION_DAYS, Why};
use crate::stakes::{holdings, ownerships};
use crate::world::{HarmLink, Manage, Own, Position, Range, Vote, World};

/// A case as it was true on one day and known on another.
#[derive(Debug)]
pub struct View<'a> {
    /// The case.
    pub case: &'a Case,
    /// The two days.
    pub asked: Asked,
    /// Every claim of which something was published by then.
    pub known: BTreeMap<&'a ClaimId, Known<'a>>,
    /// Entity of each number.
    pub nodes: Vec<EntityId>,
    /// Owning links; the numbers are those of `ownerships`.
    pub owns: Vec<Own>,
    /// What stands behind each owning link.
    pub ownerships: Vec<Ownership<'a>>,
    /// Positions; the numbers are those of `holdings`.
    pub positions: Vec<Position>,
    /// What stands behind each position.
    pub holdings: Vec<Holding<'a>>,
    /// Short positions and derivatives; they enter no number.
    pub apart: Vec<Holding<'a>>,
    /// Positions that no longer count.
    pub gone: Vec<Gone<'a>>,
    /// Managers and funds; the numbers are those of `management`.
    pub manages: Vec<Manage>,
    /// The claim behind each managing link.
    pub management: Vec<&'a Claim>,
    /// Votes and control; the numbers are those of `voting`.
    pub votes: Vec<Vote>,
    /// The claim behind each vote.
    pub voting: Vec<&'a Claim>,
    /// Positions ever seen, by holder.
    pub holds: BTreeMap<EntityId, Vec<&'a ClaimId>>,
    /// By holder, the rows of its reports that no longer count, such as withdrawn ones: of their companies those reports say nothing.
    pub lost: BTreeMap<EntityId, Vec<&'a ClaimId>>,
    /// The harms, in the order of the case.
    pub harms: Vec<HarmView<'a>>,
    /// What is wrong with the records of the day.
    pub problems: Vec<Problem>,
    numbers: BTreeMap<EntityId, u32>,
    canonical: BTreeMap<EntityId, EntityId>,
}

/// The companies that are linked to one harm.
#[derive(Debug)]
pub struct HarmView<'a> {
    /// The harm.
    pub harm: &'a Harm,
    /// One link per claim and company; the numbers are those of `flaggings`.
    pub links: Vec<HarmLink>,
    /// What stands behind each link.
    pub flaggings: Vec<Flagging<'a>>,
    /// Claims of several companies together: their amounts beyond their parts belong to none alone.
    pub unattributed: Vec<Unattributed<'a>>,
}

/// What makes a company a flagged one.
#[derive(Debug, Clone)]
pub struct Flagging<'a> {
    /// The company.
    pub company: EntityId,
    /// That it supplies, develops or operates the project.
    pub claim: &'a Claim,
    /// That the project is part of the harm.
    pub nexus: &'a Claim,
    /// The weaker of the two.
    pub grade: Grade,
    /// The published amount in the case's currency.
    pub amount: Option<Converted>,
    /// What it adds beyond its parts, at each floor, strictest first.
    pub contract: [Range; 3],
    /// It has ended; it still counts.
    pub formerly: bool,
}

/// An amount that a document gives for several companies together.
#[derive(Debug, Clone)]
pub struct Unattributed<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The weaker of claim and nexus.
    pub grade: Grade,
    /// What it adds beyond its parts, at each floor, strictest first.
    pub rest: [Range; 3],
}

/// Chooses what is true and known, and makes one stake of many records.
pub fn view(case: &Case, asked: Asked) -> View<'_> {
    let canonical = case.canonical();
    let canon = |id: &EntityId| canonical.get(id).unwrap_or(id).clone();
    let known = known(case, asked.known_at);
    let chosen = holdings(case, &known, asked, &canon);
    let ownerships = ownerships(case, &known, asked, &canon, &chosen.held);

    let mut nodes: BTreeSet<EntityId> = case.entities.keys().map(&canon).collect();
    nodes.extend(ownerships.iter().flat_map(|o| [o.owner.clone(), o.company.clone()]));
    let nodes: Vec<EntityId> = nodes.into_iter().collect();
    let numbers: BTreeMap<EntityId, u32> = nodes.iter().cloned().zip(0_u32..).collect();
    let number = |id: &EntityId| numbers.get(&canon(id)).copied();

    let owns = ownerships
        .iter()
        .filter_map(|o| Some(Own { owner: number(&o.owner)?, company: number(&o.company)?, share: o.share, grade: o.grade }))
        .collect();
    let positions = chosen
        .held
        .iter()
        .filter_map(|h| {
            let (holder, company) = (number(&h.holder)?, number(&h.company)?);
            Some(Position { holder, company, capacity: h.capacity, value: h.value.map(|v| v.range), grade: h.grade })
        })
        .collect();
    let (manages, management) = linked(&known, asked, LinkKind::Manages, |k| {
        let (manager, fund) = (number(k.claim.subject()?)?, number(k.claim.object()?)?);
        Some(Manage { manager, fund, grade: k.grade() })
    });
    let (votes, voting) = linked(&known, asked, LinkKind::Owns, |k| {
        let votes = (k.claim.votes.is_some() || k.claim.control).then(|| k.claim.votes.map_or(0.0, model::Share::low))?;
        let (holder, company) = (number(k.claim.subject()?)?, number(k.claim.object()?)?);
        Some(Vote { holder, company, votes, control: k.claim.control, grade: k.grade() })
    });
    let mut holds: BTreeMap<EntityId, Vec<&ClaimId>> = BTreeMap::new();
    let mut lost: BTreeMap<EntityId, Vec<&ClaimId>> = BTreeMap::new();
    for record in known.values().filter(|k| k.claim.kind() == Some(LinkKind::Holds)) {
        let Some(holder) = record.claim.subject() else { continue };
        let into = if record.counts() { &mut holds } else { &mut lost };
        into.entry(canon(holder)).or_default().push(&record.claim.id);
    }
    let harms = case.harms.iter().map(|harm| harm_view(case, harm, &known, asked, &canon, &numbers)).collect();
    View {
        case,
        asked,
        nodes,
        owns,
        ownerships,
        positions,
        holdings: chosen.held,
        apart: chosen.apart,
        gone: chosen.gone,
        manages,
        management,
        votes,
        voting,
        holds,
        lost,
        harms,
        problems: chosen.problems,
        numbers,
        known,
        canonical,
    }
}

impl View<'_> {
    /// The links of one harm, as the engine sees them.
    pub fn world<'w>(&'w self, harm: &'w HarmView<'_>) -> World<'w> {
        World {
            entities: u32::try_from(self.nodes.len()).unwrap_or(u32::MAX),
            owns: &self.owns,
            positions: &self.positions,
            manages: &self.manages,
            votes: &self.votes,
            harm_links: &harm.links,
        }
    }

    /// The entity that stands for this one, after judgements.
    pub fn canonical<'i>(&'i self, id: &'i EntityId) -> &'i EntityId {
        self.canonical.get(id).unwrap_or(id)
    }

    /// The number of an entity, after judgements.
    pub fn number(&self, id: &EntityId) -> Option<u32> {
        self.numbers.get(self.canonical(id)).copied()
    }

    /// Claims that are known but unverified: they enter no number, no chain and no letter.
    pub fn not_established(&self) -> impl Iterator<Item = &Known<'_>> {
        self.known.values().filter(|k| !k.counts())
    }
}

/// Links of one kind that exist, each with the claim behind it.
fn linked<'a, L>(
    known: &BTreeMap<&'a ClaimId, Known<'a>>,
    asked: Asked,
    kind: LinkKind,
    link: impl Fn(&Known<'a>) -> Option<L>,
) -> (Vec<L>, Vec<&'a Claim>) {
    let there = known.values().filter(|k| k.claim.kind() == Some(kind) && k.exists(asked.as_of));
    there.filter_map(|k| Some((link(k)?, k.claim))).unzip()
}

fn harm_view<'a>(
    case: &'a Case,
    harm: &'a Harm,
    known: &BTreeMap<&'a ClaimId, Known<'a>>,
    asked: Asked,
    canon: &dyn Fn(&EntityId) -> EntityId,
    numbers: &BTreeMap<EntityId, u32>,
) -> HarmView<'a> {
    // The best nexus of each project.
    let mut nexus: BTreeMap<EntityId, &Known<'a>> = BTreeMap::new();
    // What was signed for a project stays with the harm when the project's part in it has ended.
    for part_of in known.values().filter(|k| k.claim.kind() == Some(LinkKind::PartOf) && k.counts() && k.begun(asked.as_of)) {
        if part_of.claim.object() == Some(&harm.id) {
            for project in part_of.claim.subjects.iter().map(canon) {
                let best = nexus.entry(project).or_insert(part_of);
                if (part_of.grade(), part_of.over(asked.as_of)) < (best.grade(), best.over(asked.as_of)) {
                    *best = part_of;
                }
            }
        }
    }
    let supplies: Vec<(&Known<'a>, &Known<'a>)> = known
        .values()
        .filter(|k| k.claim.kind().is_some_and(LinkKind::flags) && k.counts() && k.begun(asked.as_of))
        .filter_map(|k| Some((k, *nexus.get(&canon(k.claim.object()?))?)))
        .collect();

    // The one company that a claim is about; subjects that are judged the same are one.
    let companies = |claim: &Claim| -> BTreeSet<EntityId> { claim.subjects.iter().map(canon).collect() };
    let sole = |claim: &Claim| Some(companies(claim)).filter(|c| c.len() == 1).and_then(|mut c| c.pop_first());
    let amounts: Vec<Option<Converted>> = supplies.iter().map(|(k, _)| converted(case, k)).collect();
    // The parts of one company's whole are its own; what another company's claim says cannot be a part of it.
    let parts: Vec<Vec<ClaimId>> = supplies
        .iter()
        .map(|(k, _)| match sole(k.claim) {
            None => k.claim.covers.clone(),
            whole => k.claim.covers.iter().filter(|part| case.claims.get(*part).and_then(sole) == whole).cloned().collect(),
        })
        .collect();
    let contracts: Vec<Contract<'_>> = supplies
        .iter()
        .zip(&amounts)
        .zip(&parts)
        .map(|(((k, n), amount), parts)| Contract {
            id: &k.claim.id,
            amount: amount.map(|a| a.range),
            grade: k.grade().weakest(n.grade()),
            parts,
        })
        .collect();
    let mut view = HarmView { harm, links: Vec::new(), flaggings: Vec::new(), unattributed: Vec::new() };
    for (((supply, nexus), amount), leftover) in supplies.iter().zip(&amounts).zip(leftovers(&contracts)) {
        let grade = supply.grade().weakest(nexus.grade());
        let together = sole(supply.claim).is_none();
        if together && amount.is_some() {
            // What remains of a whole lies between the whole less the most and less the least that the parts can be.
            let rest = leftover.map(|r| Range { low: r.low.min(r.high), high: r.low.max(r.high) });
            view.unattributed.push(Unattributed { claim: supply.claim, grade, rest });
        }
        for company in companies(supply.claim) {
            // Who does the harm is not one of the companies that supply it.
            let body = case.entities.get(&company).is_some_and(|e| matches!(e.schema, Schema::PublicBody | Schema::Person));
            let Some(number) = numbers.get(&company).filter(|_| !body) else { continue };
            let contract = if together { [Range::ZERO; 3] } else { leftover };
            view.links.push(HarmLink { company: *number, contract, grade });
            view.flaggings.push(Flagging {
                company,
                claim: supply.claim,
                nexus: nexus.claim,
                grade,
                amount: *amount,
                contract,
                formerly: supply.over(asked.as_of) || nexus.over(asked.as_of),
            });
        }
    }
    view
}

impl HarmView<'_> {
    /// The grade of a company's best link to the harm; `None` where it has none.
    pub fn flag(&self, company: &EntityId) -> Option<Grade> {
        self.flaggings.iter().filter(|f| f.company == *company).map(|f| f.grade).min()
    }

    /// What is given for several companies together, at a floor.
    pub fn unattributed_at(&self, floor: Floor) -> Range {
        self.unattributed.iter().filter(|u| u.grade.reaches(floor)).fold(Range::ZERO, |sum, u| sum.plus(u.rest[floor.index()]))
    }
}
