//! Since when, and what after it was known? The records of one holding over time, and the days on which evidence was public.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Capacity, Case, Claim, Day, Document, DocumentId, EntityId, Floor, Grade, Instrument, LinkKind, Report, Response, Schema, Series,
    Share, Stance,
};

use crate::known::{Known, carried_since, grade_of_report, reports_known};
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
/// after one that names it, or after a record of somebody else that is no better supported.
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
    let spoken: Vec<Vec<Spoken<'a>>> = view
        .case
        .series
        .values()
        .filter(|s| s.capacity == capacity && view.canonical(&s.holder) == holder)
        .map(|series| spoken(view, series, holder, company))
        .collect();
    let mut silent = sold_by_itself(&spoken);
    silent.extend(sold_after_others(&spoken, entries.iter().map(|(entry, _)| entry), &silent));
    entries.extend(silent.into_iter().map(|entry| (entry, None)));
    entries.sort_by(|(a, of_a), (b, of_b)| (a.day, a.claim.is_none(), of_a).cmp(&(b.day, b.claim.is_none(), of_b)));
    entries.into_iter().map(|(entry, _)| entry).collect()
}

/// What a report of the holder says of the company.
struct Spoken<'a> {
    /// It names the company; else it says by silence that it is not held.
    named: bool,
    /// The report as the record that its silence is.
    silence: Entry<'a>,
}

/// The reports of a series that say something of the company, by day.
///
/// Shape: an extract that does not name it, a report that may name it, and one whose row was withdrawn say nothing.
fn spoken<'a>(view: &View<'a>, series: &'a Series, holder: &EntityId, company: &EntityId) -> Vec<Spoken<'a>> {
    let rows = [&view.lost, &view.holds].into_iter().filter_map(|of| of.get(holder)).flatten().filter_map(|id| view.known.get(id));
    let rows: BTreeMap<&DocumentId, bool> = rows
        .filter(|k| k.claim.series.as_ref() == Some(&series.id) && k.claim.object().is_some_and(|id| view.canonical(id) == company))
        .filter_map(|k| Some((&k.claim.cites.first()?.document, k.counts())))
        .collect();
    let undecided = |report: &Report| report.undecided.iter().any(|id| view.canonical(id) == company);
    let says = |report: &'a Report| {
        let named = match rows.get(&report.document) {
            Some(counts) => counts.then_some(true)?,
            None => (report.complete && !undecided(report)).then_some(false)?,
        };
        let known = view.case.documents.get(&report.document).and_then(Document::known)?;
        let grade = grade_of_report(view.case, series, report);
        Some(Spoken { named, silence: Entry { day: report.as_of, known, claim: None, report: Some(&report.document), grade } })
    };
    reports_known(view.case, series, view.asked.known_at).filter_map(says).collect()
}

/// Of each series the first report without the company after one that names it.
fn sold_by_itself<'a>(spoken: &[Vec<Spoken<'a>>]) -> Vec<Entry<'a>> {
    let pairs = spoken.iter().flat_map(|series| series.windows(2));
    pairs.filter(|pair| pair[0].named && !pair[1].named).map(|pair| pair[1].silence.clone()).collect()
}

/// After records of others, the holder's next full reports that do not name the company, where they are as well supported.
fn sold_after_others<'a, 'e>(spoken: &[Vec<Spoken<'a>>], records: impl Iterator<Item = &'e Entry<'a>>, told: &[Entry<'a>]) -> Vec<Entry<'a>>
where
    'a: 'e,
{
    let mut reports: Vec<&Spoken<'a>> = spoken.iter().flatten().collect();
    reports.sort_by_key(|report| (report.silence.day, !report.named, report.silence.report));
    let mut found: Vec<Entry<'a>> = Vec::new();
    for other in records.filter(|e| e.claim.is_some_and(|c| c.series.is_none())) {
        let speaks = |report: &&&Spoken<'a>| {
            let Spoken { named, silence } = report;
            silence.grade <= other.grade && (silence.day > other.day || !named && silence.day == other.day)
        };
        let Some(Spoken { named: false, silence }) = reports.iter().find(speaks) else { continue };
        // On the same day the two contradict each other: nothing was sold in between.
        if silence.day > other.day && !told.iter().chain(&found).any(|e| e.report == silence.report) {
            found.push(silence.clone());
        }
    }
    found
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
        reach(&mut first, &joint_history(view, flagging.claim, flagging.nexus));
    }
    first
}

/// Makes the first days at each floor earlier where a history reached it earlier.
fn reach(first: &mut [Option<Day>; 3], history: &[(Day, Grade)]) {
    for (day, grade) in history {
        for floor in Floor::ALL.into_iter().filter(|f| grade.reaches(*f)) {
            let first = &mut first[floor.index()];
            *first = Some(first.map_or(*day, |earlier: Day| earlier.min(*day)));
        }
    }
}

/// A company's part in a harm that was public and of which nothing is left, because what said it was withdrawn.
#[derive(Debug, Clone)]
pub struct Withdrawn<'a> {
    /// First day on which the part was public at each floor, strictest first.
    pub public_since: [Option<Day>; 3],
    /// The day from which nothing of it counted.
    pub on: Day,
    /// The withdrawal of that day.
    pub by: &'a Response,
}

/// The companies whose part in a harm was public by what is all withdrawn by the day asked for.
///
/// Shape: no company with a part that still counts.
pub fn withdrawn<'a>(view: &View<'a>, harm: &HarmView<'_>) -> BTreeMap<EntityId, Withdrawn<'a>> {
    let begun = || view.known.values().filter(|k| k.begun(view.asked.as_of));
    let mut nexus: BTreeMap<&EntityId, Vec<&Known<'a>>> = BTreeMap::new();
    for part_of in begun().filter(|k| k.claim.kind() == Some(LinkKind::PartOf) && k.claim.object() == Some(&harm.harm.id)) {
        for project in &part_of.claim.subjects {
            nexus.entry(view.canonical(project)).or_default().push(part_of);
        }
    }
    let standing: BTreeSet<&EntityId> = harm.flaggings.iter().map(|f| &f.company).collect();
    let mut found: BTreeMap<EntityId, Withdrawn<'a>> = BTreeMap::new();
    for supply in begun().filter(|k| k.claim.kind().is_some_and(LinkKind::flags)) {
        let nexus = supply.claim.object().and_then(|project| nexus.get(view.canonical(project)));
        for part_of in nexus.into_iter().flatten() {
            let history = joint_history(view, supply.claim, part_of.claim);
            let fallen = history.iter().rev().take_while(|(_, grade)| *grade == Grade::Unverified).last();
            let Some((on, _)) = fallen.copied() else { continue };
            let Some(by) = withdrawal(view.case, [supply.claim, part_of.claim], on) else { continue };
            for company in supply.claim.subjects.iter().map(|id| view.canonical(id)) {
                let body = view.case.entities.get(company).is_some_and(|e| matches!(e.schema, Schema::PublicBody | Schema::Person));
                if body || standing.contains(company) {
                    continue;
                }
                let one = found.entry(company.clone()).or_insert(Withdrawn { public_since: [None; 3], on, by });
                reach(&mut one.public_since, &history);
                if one.on < on {
                    (one.on, one.by) = (on, by);
                }
            }
        }
    }
    found.retain(|_, one| one.public_since[Floor::Reported.index()].is_some());
    found
}

/// What withdrew a citation of one of the claims on a day.
fn withdrawal<'a>(case: &'a Case, claims: [&Claim; 2], on: Day) -> Option<&'a Response> {
    let withdraws = |r: &&Response| r.stance == Stance::Withdraws && case.readable_from(r) == Some(on);
    case.responses.iter().filter(withdraws).find(|r| {
        let about = |claim: &&Claim| r.to.is_empty() || r.to.contains(&claim.id);
        claims.iter().filter(|claim| about(claim)).any(|claim| claim.cites.iter().any(|c| r.document.as_ref() == Some(&c.document)))
    })
}

/// The weaker of two claims' grades, at every day by that asked for on which either changed.
fn joint_history(view: &View<'_>, left: &Claim, right: &Claim) -> Vec<(Day, Grade)> {
    let (left, right) = (view.case.grade_history(left), view.case.grade_history(right));
    let at = |history: &[(Day, Grade)], day: Day| {
        history.iter().rev().find(|(from, _)| *from <= day).map_or(Grade::Unverified, |(_, grade)| *grade)
    };
    let mut days: Vec<Day> = left.iter().chain(&right).map(|(day, _)| *day).filter(|day| *day <= view.asked.known_at).collect();
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
