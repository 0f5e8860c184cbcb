//! Since when, and what after it was known? The records of one holding over time, and the days on which evidence was public.

use std::collections::{BTreeMap, BTreeSet};

use model::{Capacity, Case, Claim, Day, Document, DocumentId, EntityId, Floor, Grade, Instrument, Share};

use crate::known::{carried_since, grade_of_report, reports_known};
use crate::stakes::Precedence;
use crate::view::{HarmView, View};

/// What a report says of a holding on its day.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The day of which it speaks.
    pub day: Day,
    /// The day from which it was known.
    pub known: Day,
    /// The record; `None` where a report of the series does not name the company.
    pub claim: Option<&'a Claim>,
    /// The report that does not name it.
    pub report: Option<&'a DocumentId>,
    /// How well it is supported.
    pub grade: Grade,
}

/// All records of a holder's holdings in a company in one capacity that were known by the day asked for, by day.
///
/// Shape: what the whole series says, also after the day asked for; of reports without the company only the first
/// after one that names it.
pub fn history<'a>(view: &View<'a>, holder: &EntityId, company: &EntityId, capacity: Capacity) -> Vec<Entry<'a>> {
    let is = |id: Option<&EntityId>, of: &EntityId| id.is_some_and(|id| view.canonical(id) == of);
    let known_at = view.asked.known_at;
    // Of several records of one day the one that would count stands first, and rows that no longer count say nothing.
    let mut entries: Vec<(Entry<'a>, Option<Precedence>)> = view
        .holds
        .get(holder)
        .into_iter()
        .flatten()
        .filter_map(|id| view.known.get(id))
        .filter(|k| k.claim.capacity == capacity && k.claim.instrument == Instrument::Long && is(k.claim.object(), company))
        .filter_map(|k| {
            let known = carried_since(view.case, k.claim, known_at)?;
            let entry = Entry { day: k.start, known, claim: Some(k.claim), report: None, grade: k.grade() };
            Some((entry, Some(Precedence::of(k, view.case, known_at))))
        })
        .collect();
    for series in view.case.series.values().filter(|s| s.capacity == capacity && view.canonical(&s.holder) == holder) {
        let rows = [&view.lost, &view.holds].into_iter().filter_map(|of| of.get(holder)).flatten().filter_map(|id| view.known.get(id));
        let rows = rows.filter(|k| k.claim.series.as_ref() == Some(&series.id) && is(k.claim.object(), company));
        let rows: BTreeMap<&DocumentId, bool> = rows.filter_map(|k| Some((&k.claim.cites.first()?.document, k.counts()))).collect();
        let mut named_before = false;
        for report in reports_known(view.case, series, known_at) {
            let row = rows.get(&report.document).copied();
            let undecided = report.undecided.iter().any(|id| view.canonical(id) == company);
            match row {
                Some(true) => named_before = true,
                // A row that was withdrawn: what the report says of the company is not known.
                Some(false) => {}
                None if !report.complete || undecided => {}
                None => {
                    let known = view.case.documents.get(&report.document).and_then(Document::known);
                    if let Some(known) = known.filter(|_| named_before) {
                        let grade = grade_of_report(view.case, series, report);
                        entries.push((Entry { day: report.as_of, known, claim: None, report: Some(&report.document), grade }, None));
                    }
                    named_before = false;
                }
            }
        }
    }
    entries.sort_by(|(a, of_a), (b, of_b)| (a.day, a.claim.is_none(), of_a).cmp(&(b.day, b.claim.is_none(), of_b)));
    entries.into_iter().map(|(entry, _)| entry).collect()
}

/// Every position that was ever seen, by company: in which capacity and by whom.
///
/// Shape: one pass over all positions, so that what is asked of one company or of all costs the same.
pub fn held(view: &View<'_>) -> BTreeMap<EntityId, BTreeSet<(Capacity, EntityId)>> {
    let mut held: BTreeMap<EntityId, BTreeSet<(Capacity, EntityId)>> = BTreeMap::new();
    for (holder, claims) in &view.holds {
        for claim in claims.iter().filter_map(|id| view.known.get(id)).map(|k| k.claim).filter(|c| c.instrument == Instrument::Long) {
            if let Some(company) = claim.object() {
                held.entry(view.canonical(company).clone()).or_default().insert((claim.capacity, holder.clone()));
            }
        }
    }
    held
}

/// The first day on which a company's link to the harm reached each floor, strictest first, by what was published then.
///
/// Shape: `None` where it never did by the day asked for. A withdrawal later does not undo that it was public.
pub fn public_since(view: &View<'_>, harm: &HarmView<'_>, company: &EntityId) -> [Option<Day>; 3] {
    let mut first = [None; 3];
    for flagging in harm.flaggings.iter().filter(|f| f.company == *company) {
        for (day, grade) in joint_history(view.case, flagging.claim, flagging.nexus) {
            if day > view.asked.known_at {
                continue;
            }
            for floor in Floor::ALL.into_iter().filter(|f| grade.reaches(*f)) {
                let first = &mut first[floor.index()];
                *first = Some(first.map_or(day, |earlier: Day| earlier.min(day)));
            }
        }
    }
    first
}

/// The weaker of two claims' grades, at every day on which either changed.
fn joint_history(case: &Case, left: &Claim, right: &Claim) -> Vec<(Day, Grade)> {
    let (left, right) = (case.grade_history(left), case.grade_history(right));
    let at = |history: &[(Day, Grade)], day: Day| {
        history.iter().rev().find(|(from, _)| *from <= day).map_or(Grade::Unverified, |(_, grade)| *grade)
    };
    let mut days: Vec<Day> = left.iter().chain(&right).map(|(day, _)| *day).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| (day, at(&left, day).weakest(at(&right, day)))).collect()
}

/// How a share changed, with its rounding kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// More, whatever the rounding hides.
    More,
    /// Less, whatever the rounding hides.
    Less,
    /// The rounded figures could be the same.
    NotTold,
}

/// Compares two published shares: they differ only where their intervals do not meet.
pub fn change(before: Share, after: Share) -> Change {
    if after.low() > before.high() {
        Change::More
    } else if after.high() < before.low() {
        Change::Less
    } else {
        Change::NotTold
    }
}
