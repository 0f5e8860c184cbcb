//! Which figures are there? Every holder's money per company and column, with the pieces that make it; no words yet.

use std::collections::BTreeMap;

use exposure::Range;
use exposure::chains::{Chain, Chains, Paths};
use exposure::control::control;
use exposure::measure::{Managed, managed};
use exposure::view::Gone;
use exposure::world::{Manage, Vote};
use model::{Capacity, Claim, Day, EntityId, Floor, Grade, LinkKind};

use crate::answer::{Answer, MeasuredHarm};
use crate::rows::Column;

/// Chains that are given per figure; the strongest first.
pub(crate) const MOST_CHAINS: usize = 10;

/// A figure before it is put into words.
#[derive(Debug)]
pub(crate) struct Figure<'v> {
    pub(crate) column: Column,
    pub(crate) holder: EntityId,
    pub(crate) company: EntityId,
    pub(crate) floors: [Option<Range>; 3],
    pub(crate) amount_unknown: bool,
    pub(crate) share: Option<Range>,
    pub(crate) on: Option<Day>,
    pub(crate) grade: Grade,
    pub(crate) pieces: Vec<Piece<'v>>,
    pub(crate) more: bool,
    pub(crate) gone: Option<&'v Gone<'v>>,
    pub(crate) managed: Option<Managed>,
}

/// One way in which a holder is joined to a company.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'v> {
    /// Owning links from the holder on; none for a direct position.
    pub(crate) path: Option<Chain>,
    /// Claims after the path: that a manager manages a fund, a position, a loan.
    pub(crate) claims: Vec<&'v Claim>,
    /// The weakest of them.
    pub(crate) grade: Grade,
}

/// Every figure of a harm: by column, then by low at floor `reported` descending, unknown amounts and what is gone last,
/// then by name.
pub(crate) fn figures<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let mut figures = stakes(answer, harm);
    figures.extend(managers(answer, harm));
    figures.extend(direct(answer, harm, Capacity::Nominee, Column::Nominee));
    figures.extend(direct(answer, harm, Capacity::Custodian, Column::Custodian));
    figures.extend(finance(answer, harm));
    figures.extend(attributed(answer, harm));
    figures.extend(contracts(answer, harm));
    for gone in gone(answer, harm) {
        // What was sold but is still held through others is one row.
        let same = |f: &&mut Figure<'v>| f.column == gone.column && f.holder == gone.holder && f.company == gone.company;
        match figures.iter_mut().find(same) {
            Some(held) => held.gone = gone.gone,
            None => figures.push(gone),
        }
    }
    for figure in &mut figures {
        figure.grade = grade_of(figure);
    }
    let case = answer.view.case;
    figures.sort_by(|a, b| {
        let low = |f: &Figure<'_>| f.floors[Floor::Reported.index()].map_or(0.0, |r| r.low);
        let high = |f: &Figure<'_>| f.floors[Floor::Reported.index()].map_or(0.0, |r| r.high);
        let last = |f: &Figure<'_>| (f.is_gone(), f.amount_unknown && high(f) <= 0.0);
        (a.column, last(a))
            .cmp(&(b.column, last(b)))
            .then_with(|| low(b).total_cmp(&low(a)))
            .then_with(|| high(b).total_cmp(&high(a)))
            .then_with(|| case.name_of(a.holder.as_str()).cmp(case.name_of(b.holder.as_str())))
            .then_with(|| case.name_of(a.company.as_str()).cmp(case.name_of(b.company.as_str())))
            .then_with(|| a.holder.cmp(&b.holder))
    });
    figures
}

/// The strictest floor at which the whole figure stands.
fn grade_of(figure: &Figure<'_>) -> Grade {
    let whole = figure.floors[Floor::Reported.index()];
    let same = |range: Range| whole.is_some_and(|w| (w.low - range.low).abs() + (w.high - range.high).abs() <= 1e-9 * w.high);
    Floor::ALL.into_iter().find(|f| figure.floors[f.index()].is_some_and(same)).map_or(figure.grade, Floor::grade)
}

fn empty<'v>(column: Column, holder: EntityId, company: EntityId) -> Figure<'v> {
    Figure {
        column,
        holder,
        company,
        floors: [None; 3],
        amount_unknown: false,
        share: None,
        on: None,
        grade: Grade::Reported,
        pieces: Vec::new(),
        more: false,
        gone: None,
        managed: None,
    }
}

impl Figure<'_> {
    /// Whether nothing of it is left on the day asked for.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone.is_some() && self.floors.iter().all(Option::is_none)
    }

    fn add(&mut self, floor: Floor, value: Range) {
        let sum = &mut self.floors[floor.index()];
        *sum = Some(sum.unwrap_or_default().plus(value));
    }
}

/// Positions of one capacity in flagged companies: their number in the view, and the grade together with the company's flag.
fn positions<'v>(answer: &Answer<'v>, harm: &MeasuredHarm<'v>, capacity: Capacity) -> Vec<(usize, Grade)> {
    let view = answer.view;
    let positions = view.positions.iter().zip(&view.holdings).enumerate();
    positions
        .filter(|(_, (p, _))| p.capacity == capacity)
        .filter_map(|(i, (_, h))| Some((i, harm.view.flag(&h.company)?.weakest(h.grade))))
        .collect()
}

/// The chains of a holder that end at one entity: of the strongest that were found, else the strongest to it alone.
fn leading_to(harm: &MeasuredHarm<'_>, chains: &Chains, holder: u32, target: u32) -> Vec<Chain> {
    let found: Vec<Chain> = chains.found.iter().filter(|c| c.nodes.last() == Some(&target)).cloned().collect();
    if !found.is_empty() || !chains.more {
        return found;
    }
    let targets: Vec<bool> = (0_u32..).take(harm.flagged.len()).map(|node| node == target).collect();
    Paths::new(&harm.measured.served, &targets).of(holder, MOST_CHAINS).found
}

fn by_entity(parts: Vec<(u32, Range)>) -> BTreeMap<u32, Range> {
    parts.into_iter().collect()
}

fn stakes<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let view = answer.view;
    let own = positions(answer, harm, Capacity::Beneficial);
    let paths = harm.paths_to_holders();
    let mut found: BTreeMap<(u32, u32), Figure<'v>> = BTreeMap::new();
    let mut held_by: BTreeMap<u32, Vec<(usize, Grade)>> = BTreeMap::new();
    for (i, grade) in own {
        held_by.entry(view.positions[i].holder).or_default().push((i, grade));
    }
    for holder in (0_u32..).take(view.nodes.len()).filter(|n| paths.leads(*n)) {
        let parts = Floor::ALL.map(|floor| by_entity(harm.measured.parts(holder, floor)));
        let owned = parts[Floor::Reported.index()].iter().filter(|(_, part)| part.high > 0.0).filter_map(|(k, _)| held_by.get(k));
        let through: Vec<(usize, Grade)> = owned.flatten().copied().collect();
        let chains = if through.is_empty() { Chains::default() } else { paths.of(holder, MOST_CHAINS) };
        let mut to_one: BTreeMap<u32, Vec<Chain>> = BTreeMap::new();
        for (i, grade) in held_by.get(&holder).into_iter().flatten().chain(&through) {
            let (position, holding) = (&view.positions[*i], &view.holdings[*i]);
            let direct = position.holder == holder;
            let figure = found
                .entry((holder, position.company))
                .or_insert_with(|| empty(Column::Stake, view.nodes[holder as usize].clone(), holding.company.clone()));
            for floor in Floor::ALL.into_iter().filter(|f| grade.reaches(*f)) {
                let value = position.value.unwrap_or_default();
                if direct {
                    figure.add(floor, value);
                } else if let Some(part) = parts[floor.index()].get(&position.holder).filter(|p| p.high > 0.0) {
                    figure.add(floor, Range { low: part.low * value.low, high: part.high * value.high });
                }
            }
            figure.amount_unknown |= position.value.is_none();
            figure.on = figure.on.max(view.known.get(&holding.claim.id).map(|k| k.start));
            figure.share = parts[Floor::Reported.index()].get(&position.company).copied().filter(|s| s.high > 0.0);
            if direct {
                figure.pieces.insert(0, Piece { path: None, claims: vec![holding.claim], grade: *grade });
            } else {
                let through = to_one.entry(position.holder).or_insert_with(|| leading_to(harm, &chains, holder, position.holder));
                figure.pieces.extend(through.iter().map(|chain| Piece {
                    path: Some(chain.clone()),
                    claims: vec![holding.claim],
                    grade: chain.grade.weakest(*grade),
                }));
                figure.more |= chains.more;
            }
        }
    }
    found.into_values().collect()
}

fn managers<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let view = answer.view;
    let world = view.world(harm.view);
    let mut found: BTreeMap<(u32, u32), Figure<'v>> = BTreeMap::new();
    for floor in Floor::ALL {
        let flagged = &harm.measured.floors[floor.index()].flagged;
        for (manager, companies) in managed(&world, floor, flagged) {
            for (company, money) in companies {
                let (holder, of) = (&view.nodes[manager as usize], &view.nodes[company as usize]);
                let figure = found.entry((manager, company)).or_insert_with(|| empty(Column::Managed, holder.clone(), of.clone()));
                figure.add(floor, money.value());
                figure.amount_unknown |= money.amount_unknown;
                if floor == Floor::Reported {
                    figure.pieces = managed_pieces(answer, harm, manager, company, &money);
                    let days = figure.pieces.iter().filter_map(|p| p.claims.last()).filter_map(|c| view.known.get(&c.id).map(|k| k.start));
                    figure.on = days.max();
                    figure.managed = Some(money);
                }
            }
        }
    }
    found.into_values().collect()
}

fn managed_pieces<'v>(answer: &'v Answer<'v>, harm: &MeasuredHarm<'v>, manager: u32, company: u32, money: &Managed) -> Vec<Piece<'v>> {
    let view = answer.view;
    let flag = harm.view.flag(&view.nodes[company as usize]).unwrap_or(Grade::Unverified);
    let controlled = control(&view.votes, Floor::Reported).remove(&manager).unwrap_or_default();
    let mut pieces = Vec::new();
    for (position, holding) in view.positions.iter().zip(&view.holdings).filter(|(p, _)| p.company == company) {
        let own_report = position.holder == manager && position.capacity == Capacity::Manager;
        let of_fund = position.capacity == Capacity::Beneficial && money.funds.contains(&position.holder);
        if own_report {
            pieces.push(Piece { path: None, claims: vec![holding.claim], grade: flag.weakest(holding.grade) });
        } else if of_fund {
            let by_it = |m: &Manage| m.fund == position.holder && (m.manager == manager || controlled.contains(&m.manager));
            let links = view.manages.iter().zip(&view.management).filter(|(m, _)| by_it(m) && m.grade != Grade::Unverified);
            let Some((link, claim)) = links.min_by_key(|(m, _)| (m.manager != manager, m.grade)) else { continue };
            let mut claims = Vec::new();
            let mut grade = link.grade.weakest(holding.grade).weakest(flag);
            if link.manager != manager {
                // Through what it controls: every vote and word that makes the control.
                let inside = |v: &Vote| (v.holder == manager || controlled.contains(&v.holder)) && controlled.contains(&v.company);
                for (vote, claim) in view.votes.iter().zip(&view.voting).filter(|(v, _)| inside(v)) {
                    claims.push(*claim);
                    grade = grade.weakest(vote.grade);
                }
            }
            claims.extend([*claim, holding.claim]);
            pieces.push(Piece { path: None, claims, grade });
        }
    }
    pieces
}

fn direct<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>, capacity: Capacity, column: Column) -> Vec<Figure<'v>> {
    let view = answer.view;
    let mut found: BTreeMap<(u32, u32), Figure<'v>> = BTreeMap::new();
    for (i, grade) in positions(answer, harm, capacity) {
        let (position, holding) = (&view.positions[i], &view.holdings[i]);
        let figure = found
            .entry((position.holder, position.company))
            .or_insert_with(|| empty(column, holding.holder.clone(), holding.company.clone()));
        for floor in Floor::ALL.into_iter().filter(|f| grade.reaches(*f)) {
            figure.add(floor, position.value.unwrap_or_default());
        }
        figure.amount_unknown |= position.value.is_none();
        figure.on = figure.on.max(view.known.get(&holding.claim.id).map(|k| k.start));
        figure.share = holding.claim.share.map(|s| Range { low: s.low(), high: s.high() });
        figure.pieces.push(Piece { path: None, claims: vec![holding.claim], grade });
    }
    found.into_values().collect()
}

fn finance<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let view = answer.view;
    let mut found: BTreeMap<(EntityId, EntityId), Figure<'v>> = BTreeMap::new();
    for known in view.known.values().filter(|k| k.claim.kind() == Some(LinkKind::Finances) && k.exists(view.asked.as_of)) {
        let Some(company) = known.claim.object().map(|o| view.canonical(o).clone()) else { continue };
        let Some(flag) = harm.view.flag(&company) else { continue };
        let grade = flag.weakest(known.grade());
        // An amount that several gave together belongs to none of them alone.
        let together = known.claim.subject().is_none();
        let value = exposure::known::converted(view.case, known).filter(|_| !together).map(|c| c.range);
        for holder in known.claim.subjects.iter().map(|s| view.canonical(s).clone()) {
            let figure = found.entry((holder.clone(), company.clone())).or_insert_with(|| empty(Column::Finance, holder, company.clone()));
            for floor in Floor::ALL.into_iter().filter(|f| grade.reaches(*f)) {
                figure.add(floor, value.unwrap_or_default());
            }
            figure.amount_unknown |= value.is_none();
            figure.on = figure.on.max(Some(known.start));
            figure.pieces.push(Piece { path: None, claims: vec![known.claim], grade });
        }
    }
    found.into_values().collect()
}

fn attributed<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let view = answer.view;
    let paths: Paths<'_> = harm.paths_to_flagged();
    let mut found = Vec::new();
    for holder in (0_u32..).take(view.nodes.len()).filter(|n| paths.leads(*n)) {
        let parts = Floor::ALL.map(|floor| by_entity(harm.measured.parts(holder, floor)));
        let owned = parts[Floor::Reported.index()].iter().filter(|(e, part)| harm.flagged[**e as usize] && part.high > 0.0);
        let owned: Vec<(u32, Range)> = owned.map(|(e, part)| (*e, *part)).collect();
        if owned.is_empty() {
            continue;
        }
        let chains = paths.of(holder, MOST_CHAINS);
        for (company, share) in owned {
            let id = &view.nodes[company as usize];
            let flag = harm.view.flag(id).unwrap_or(Grade::Unverified);
            let mut figure = empty(Column::Attributed, view.nodes[holder as usize].clone(), id.clone());
            figure.share = Some(share);
            for floor in Floor::ALL {
                let results = &harm.measured.floors[floor.index()];
                let part = parts[floor.index()].get(&company).filter(|p| p.high > 0.0);
                if let Some(part) = part.filter(|_| results.flagged[company as usize]) {
                    let contracts = results.columns[company as usize].contracts;
                    figure.floors[floor.index()] = Some(Range { low: part.low * contracts.low, high: part.high * contracts.high });
                }
            }
            figure.amount_unknown = amount_unknown(harm, id);
            let through = chains.found.iter().filter(|c| c.nodes.last() == Some(&company));
            figure.pieces =
                through.map(|chain| Piece { path: Some(chain.clone()), claims: Vec::new(), grade: chain.grade.weakest(flag) }).collect();
            figure.more = chains.more;
            let claims = figure.pieces.iter().flat_map(|p| p.path.iter().flat_map(|c| &c.links));
            let claims = claims.flat_map(|link| &view.ownerships[harm.measured.served[*link].index].claims);
            figure.on = claims.filter_map(|claim| view.known.get(&claim.id).map(|k| k.start)).max();
            found.push(figure);
        }
    }
    found
}

/// Whether a contract of the company has no published amount, and is no part of a whole that has one.
fn amount_unknown(harm: &MeasuredHarm<'_>, company: &EntityId) -> bool {
    let mine = || harm.view.flaggings.iter().filter(|f| f.company == *company);
    let whole = |part: &Claim| mine().any(|f| f.amount.is_some() && f.claim.covers.contains(&part.id));
    mine().any(|f| f.amount.is_none() && f.claim.subject().is_some() && !whole(f.claim))
}

fn contracts<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let view = answer.view;
    let mut found: BTreeMap<EntityId, Figure<'v>> = BTreeMap::new();
    for flagging in &harm.view.flaggings {
        let Some(number) = view.number(&flagging.company) else { continue };
        let figure = found
            .entry(flagging.company.clone())
            .or_insert_with(|| empty(Column::Contracts, flagging.company.clone(), flagging.company.clone()));
        for floor in Floor::ALL.into_iter().filter(|f| flagging.grade.reaches(*f)) {
            figure.floors[floor.index()] = Some(harm.measured.floors[floor.index()].columns[number as usize].contracts);
        }
        // The day of the latest contract of its own; a total of several companies is none.
        if flagging.claim.subject().is_some() && flagging.claim.covers.is_empty() {
            figure.on = figure.on.max(view.known.get(&flagging.claim.id).map(|k| k.start));
        }
        figure.pieces.push(Piece { path: None, claims: Vec::new(), grade: flagging.grade });
    }
    for figure in found.values_mut() {
        figure.amount_unknown = amount_unknown(harm, &figure.company);
        figure.pieces.truncate(1);
    }
    found.into_values().collect()
}

fn gone<'v>(answer: &'v Answer<'v>, harm: &'v MeasuredHarm<'v>) -> Vec<Figure<'v>> {
    let in_flagged = answer.view.gone.iter().filter(|g| harm.view.flag(&g.company).is_some());
    in_flagged
        .filter_map(|gone| {
            let column = Column::ALL.into_iter().find(|c| c.capacity() == Some(gone.capacity))?;
            let mut figure = empty(column, gone.holder.clone(), gone.company.clone());
            figure.grade = gone.grade;
            figure.gone = Some(gone);
            figure.on = answer.view.known.get(&gone.claim.id).map(|k| k.start);
            Some(figure)
        })
        .collect()
}
