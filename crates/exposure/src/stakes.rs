//! Is it one stake or two? Many records of one holding become one, the best first; the others stay as support.

use std::collections::{BTreeMap, BTreeSet};

use model::date::days_between;
use model::{Capacity, Case, Claim, ClaimId, Code, Day, DocumentId, EntityId, Grade, Instrument, LinkKind, Problem, SeriesId, Share};

use crate::known::{Asked, Converted, Known, converted, grade_of_report, reports_known};

/// A position holds at most this many days after the report that shows it (design, section 5).
pub const POSITION_DAYS: i64 = 400;

/// Two records of one holding that differ by more than this part are a problem.
const VALUES_DIFFER: f64 = 0.01;

/// One holding: what counts, and the records that say it too.
#[derive(Debug, Clone)]
pub struct Holding<'a> {
    /// Who holds.
    pub holder: EntityId,
    /// In which company.
    pub company: EntityId,
    /// In which role.
    pub capacity: Capacity,
    /// The record that counts.
    pub claim: &'a Claim,
    /// Its grade.
    pub grade: Grade,
    /// Its value in the case's currency; `None` where no amount, or no rate, is known.
    pub value: Option<Converted>,
    /// Other records of the same holding, best first.
    pub support: Vec<&'a ClaimId>,
}

/// One owning stake: of a claim, or of positions with a published share.
#[derive(Debug, Clone)]
pub struct Ownership<'a> {
    /// Who owns.
    pub owner: EntityId,
    /// What.
    pub company: EntityId,
    /// How much; [`Share::UNKNOWN`] where nobody says.
    pub share: Share,
    /// How well supported.
    pub grade: Grade,
    /// The claims that count (more than one only for several share classes).
    pub claims: Vec<&'a Claim>,
    /// Other records of the same stake.
    pub support: Vec<&'a ClaimId>,
}

/// Why a position that was once seen does not count on the day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The next report, or after a record of somebody else the holder's next full report, does not name it: sold after the first
    /// day and by the second.
    Sold(Day, Day),
    /// No report for more than 400 days; last seen then.
    LastSeen(Day),
    /// A claim says that it ended.
    Ended(Day),
}

/// A position that no longer counts.
#[derive(Debug, Clone)]
pub struct Gone<'a> {
    /// Who held.
    pub holder: EntityId,
    /// In which company.
    pub company: EntityId,
    /// In which role.
    pub capacity: Capacity,
    /// The last record.
    pub claim: &'a Claim,
    /// Its grade.
    pub grade: Grade,
    /// What happened.
    pub why: Why,
}

/// The holdings of a day, and those that are gone.
#[derive(Debug, Default)]
pub(crate) struct Holdings<'a> {
    pub(crate) held: Vec<Holding<'a>>,
    pub(crate) gone: Vec<Gone<'a>>,
    pub(crate) apart: Vec<Holding<'a>>,
    pub(crate) problems: Vec<Problem>,
}

/// What is the same entity: maps an id to the one that stands for it.
pub(crate) type Canonical<'c> = &'c dyn Fn(&EntityId) -> EntityId;

type Key = (EntityId, EntityId, Capacity);

#[derive(Default)]
struct Group<'k, 'a> {
    held: Vec<&'k Known<'a>>,
    gone: Vec<(&'k Known<'a>, Why)>,
}

enum State {
    Held,
    Gone(Why),
    /// A report of the holder's series speaks for that day.
    Superseded,
    NotYet,
}

/// Chooses one record per holding of the day.
pub(crate) fn holdings<'a>(
    case: &'a Case,
    known: &BTreeMap<&'a ClaimId, Known<'a>>,
    asked: Asked,
    canonical: Canonical<'_>,
) -> Holdings<'a> {
    let reports = Reports::new(case, known, asked, canonical);
    let mut groups: BTreeMap<Key, Group<'_, 'a>> = BTreeMap::new();
    let mut found = Holdings::default();
    for record in known.values().filter(|k| k.counts() && k.claim.kind() == Some(LinkKind::Holds)) {
        let (Some(holder), Some(company)) = (record.claim.subject(), record.claim.object()) else { continue };
        let key = (canonical(holder), canonical(company), record.claim.capacity);
        let state = reports.state(record, &key.0, &key.1);
        if record.claim.instrument != Instrument::Long {
            if matches!(state, State::Held) {
                found.apart.push(holding(case, &key, record, Vec::new()));
            }
            continue;
        }
        let group = groups.entry(key).or_default();
        match state {
            State::Held => group.held.push(record),
            State::Gone(why) => group.gone.push((record, why)),
            State::Superseded | State::NotYet => {}
        }
    }
    for (key, Group { mut held, mut gone }) in groups {
        if held.is_empty() {
            // What only others say was held comes after what the holder's own reports tell, which may be better supported.
            let by_others = |record: &Known<'_>, why: Why| record.claim.series.is_none() && matches!(why, Why::Sold(..));
            gone.sort_by_key(|(record, why)| {
                (by_others(record, *why), std::cmp::Reverse(record.start), record.claim.series.is_none(), &record.claim.id)
            });
            if let Some((record, why)) = gone.first() {
                let (holder, company, capacity) = key;
                found.gone.push(Gone { holder, company, capacity, claim: record.claim, grade: record.grade(), why: *why });
            }
            continue;
        }
        held.sort_by_cached_key(|record| Precedence::of(record, case, asked.known_at));
        found.problems.extend(values_differ(case, &held));
        let (by_class, whole): (Vec<_>, Vec<_>) = held.iter().copied().partition(|r| r.claim.security.is_some());
        // A record of the whole speaks of all its classes: of equal grade, it counts.
        let whole_is_better = match (whole.first(), by_class.first()) {
            (Some(whole), Some(class)) => whole.grade() <= class.grade(),
            (whole, _) => whole.is_some(),
        };
        let mut winners: Vec<&Known<'a>> = Vec::new();
        if whole_is_better {
            winners.push(whole[0]);
        } else {
            for record in &by_class {
                if !winners.iter().any(|w| w.claim.security == record.claim.security) {
                    winners.push(record);
                }
            }
        }
        for (number, winner) in winners.iter().enumerate() {
            let others = held.iter().filter(|r| !winners.iter().any(|w| w.claim.id == r.claim.id));
            // Of several share classes, records of a class support that class, records of the whole the first.
            let support = others.filter(|r| match &r.claim.security {
                Some(class) if !whole_is_better => Some(class) == winner.claim.security.as_ref(),
                _ => number == 0,
            });
            found.held.push(holding(case, &key, winner, support.map(|r| &r.claim.id).collect()));
        }
    }
    found
}

fn holding<'a>(case: &Case, key: &Key, record: &Known<'a>, support: Vec<&'a ClaimId>) -> Holding<'a> {
    let (holder, company, capacity) = key.clone();
    Holding { holder, company, capacity, claim: record.claim, grade: record.grade(), value: converted(case, record), support }
}

/// Sorts the best record of one holding first: grade, later date, own file, act, later publication, id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Precedence(Grade, std::cmp::Reverse<Day>, bool, bool, std::cmp::Reverse<Option<Day>>, ClaimId);

impl Precedence {
    pub(crate) fn of(record: &Known<'_>, case: &Case, known_at: Day) -> Self {
        use std::cmp::Reverse;
        let claim = record.claim;
        Self(
            record.grade(),
            Reverse(record.start),
            claim.series.is_none(),
            !record.act,
            Reverse(record.latest_publication(case, known_at)),
            claim.id.clone(),
        )
    }
}

/// Records of one holding on one day whose values lie more than 1% apart.
fn values_differ(case: &Case, held: &[&Known<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, first) in held.iter().enumerate() {
        for second in &held[number + 1..] {
            if first.start != second.start || first.claim.security != second.claim.security {
                continue;
            }
            let (Some(a), Some(b)) = (converted(case, first), converted(case, second)) else { continue };
            let apart = (a.range.low - b.range.high).max(b.range.low - a.range.high);
            if apart > VALUES_DIFFER * a.range.high.max(b.range.high) {
                let shown = |k: &Known<'_>| k.claim.amount.map(|a| a.to_string()).unwrap_or_default();
                problems.push(Problem::new(
                    second.claim.place.clone(),
                    Code::ValuesDiffer,
                    format!(
                        "`{}` says {}, `{}` says {}, of one holding on one day",
                        second.claim.id,
                        shown(second),
                        first.claim.id,
                        shown(first)
                    ),
                    format!("`{}` counts; correct the other, or say in its `at` why it differs", first.claim.id),
                ));
            }
        }
    }
    problems
}

/// The current report of every series on the day asked for.
struct Reports<'a> {
    /// Every known report, by day.
    series: BTreeMap<&'a SeriesId, Vec<Dated<'a>>>,
    by_holder: BTreeMap<(EntityId, Capacity), Vec<&'a SeriesId>>,
    /// Which companies a report names.
    names: BTreeSet<(&'a DocumentId, EntityId)>,
    /// Which companies it named in rows that no longer count: of them it says nothing, neither that they are held nor that not.
    lost: BTreeSet<(&'a DocumentId, EntityId)>,
    asked: Asked,
}

/// A report with what it says of companies that it does not name.
struct Dated<'a> {
    day: Day,
    document: &'a DocumentId,
    grade: Grade,
    complete: bool,
    /// Companies that it may name, by those that stand for them.
    undecided: BTreeSet<EntityId>,
}

impl<'a> Reports<'a> {
    fn new(case: &'a Case, known: &BTreeMap<&'a ClaimId, Known<'a>>, asked: Asked, canonical: Canonical<'_>) -> Self {
        let mut series = BTreeMap::new();
        let mut by_holder: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, one) in &case.series {
            let mut reports: Vec<Dated<'_>> = reports_known(case, one, asked.known_at)
                .map(|r| Dated {
                    day: r.as_of,
                    document: &r.document,
                    grade: grade_of_report(case, one, r),
                    complete: r.complete,
                    undecided: r.undecided.iter().map(canonical).collect(),
                })
                .collect();
            reports.sort_by_key(|report| (report.day, report.document));
            series.insert(id, reports);
            by_holder.entry((canonical(&one.holder), one.capacity)).or_default().push(id);
        }
        let (counting, lost): (Vec<&Claim>, Vec<&Claim>) =
            case.claims.values().filter(|c| c.series.is_some()).partition(|c| known.get(&c.id).is_some_and(Known::counts));
        let named = |rows: Vec<&'a Claim>| {
            rows.into_iter().filter_map(|c| Some((&c.cites.first()?.document, canonical(c.object()?)))).collect::<BTreeSet<_>>()
        };
        let names = named(counting);
        let lost = named(lost).difference(&names).cloned().collect();
        Self { series, by_holder, names, lost, asked }
    }

    fn names(&self, report: &Dated<'a>, company: &EntityId) -> bool {
        self.names.contains(&(report.document, company.clone()))
    }

    fn speaks_by_silence(&self, report: &Dated<'a>, company: &EntityId) -> bool {
        let missing = |set: &BTreeSet<(&'a DocumentId, EntityId)>| !set.contains(&(report.document, company.clone()));
        report.complete && !report.undecided.contains(company) && missing(&self.names) && missing(&self.lost)
    }

    fn state(&self, record: &Known<'_>, holder: &EntityId, company: &EntityId) -> State {
        let as_of = self.asked.as_of;
        if !record.begun(as_of) {
            return State::NotYet;
        }
        if let Some((day, _)) = record.ended.filter(|(day, _)| *day <= as_of) {
            return State::Gone(Why::Ended(day));
        }
        if let Some(until) = record.claim.until.filter(|until| until.last() < as_of) {
            return State::Gone(Why::Ended(until.last()));
        }
        let old = days_between(record.start, as_of) > POSITION_DAYS;
        let Some(reports) = record.claim.series.as_ref().and_then(|id| self.series.get(id)) else {
            // A later report speaks for the days before it; one of the same day only where it leaves the company out.
            let speaks = |report: &Dated<'a>| {
                let named = self.names(report, company);
                (named && report.day > record.start) || (self.speaks_by_silence(report, company) && report.day >= record.start)
            };
            let own = self.by_holder.get(&(holder.clone(), record.claim.capacity)).into_iter().flatten().flat_map(|id| &self.series[id]);
            let speaking = own.filter(|report| speaks(report) && report.day <= as_of && report.grade <= record.grade());
            let silent = |report: &Dated<'a>| !self.names(report, company);
            return match speaking.min_by_key(|report| (report.day, silent(report))) {
                // Held on one day and left out of the whole on a later one; on the same day the report contradicts the record.
                Some(report) if silent(report) && report.day > record.start => State::Gone(Why::Sold(record.start, report.day)),
                Some(_) => State::Superseded,
                None if old => State::Gone(Why::LastSeen(record.start)),
                None => State::Held,
            };
        };
        let mine = record.claim.cites.first().map(|c| &c.document);
        let past: Vec<_> = reports.iter().filter(|report| report.day <= as_of).collect();
        let Some(at) = past.iter().position(|report| Some(report.document) == mine) else { return State::Superseded };
        match past[at + 1..].iter().find(|report| self.names(report, company) || self.speaks_by_silence(report, company)) {
            Some(next) => State::Gone(Why::Sold(past[at].day, next.day)),
            None if old => State::Gone(Why::LastSeen(past[at].day)),
            None => State::Held,
        }
    }
}

/// Chooses one owning stake per pair, of claims and of positions with a share.
pub(crate) fn ownerships<'a>(
    case: &'a Case,
    known: &BTreeMap<&'a ClaimId, Known<'a>>,
    asked: Asked,
    canonical: Canonical<'_>,
    held: &[Holding<'a>],
) -> Vec<Ownership<'a>> {
    let mut stakes: BTreeMap<(EntityId, EntityId), Vec<(OwnRank, Ownership<'a>)>> = BTreeMap::new();
    let beneficial: Vec<&Holding<'a>> = held.iter().filter(|h| h.capacity == Capacity::Beneficial && h.claim.share.is_some()).collect();
    for pair in beneficial.chunk_by(|a, b| a.holder == b.holder && a.company == b.company) {
        let shares = pair.iter().filter_map(|h| h.claim.share);
        let (low, high) = shares.fold((0.0, 0.0), |(low, high), share| (low + share.low(), high + share.high()));
        let grade = pair.iter().map(|h| h.grade).max().unwrap_or(Grade::Unverified);
        let Ok(share) = Share::new(f64::min(low, 1.0), f64::min(high, 1.0)) else { continue };
        let (owner, company) = (pair[0].holder.clone(), pair[0].company.clone());
        let claims = pair.iter().map(|h| h.claim).collect();
        let stake = Ownership { owner: owner.clone(), company: company.clone(), share, grade, claims, support: Vec::new() };
        stakes.entry((owner, company)).or_default().push((OwnRank(grade, false, None), stake));
    }
    for record in known.values().filter(|k| k.claim.kind() == Some(LinkKind::Owns) && k.exists(asked.as_of)) {
        let (Some(owner), Some(company)) = (record.claim.subject(), record.claim.object()) else { continue };
        let (owner, company) = (canonical(owner), canonical(company));
        let stake = Ownership {
            owner: owner.clone(),
            company: company.clone(),
            share: record.claim.share.unwrap_or(Share::UNKNOWN),
            grade: record.grade(),
            claims: vec![record.claim],
            support: Vec::new(),
        };
        let latest =
            (std::cmp::Reverse(record.start), std::cmp::Reverse(record.latest_publication(case, asked.known_at)), record.claim.id.clone());
        stakes.entry((owner, company)).or_default().push((OwnRank(record.grade(), true, Some(latest)), stake));
    }
    stakes
        .into_values()
        .filter_map(|mut stakes| {
            stakes.sort_by(|a, b| a.0.cmp(&b.0));
            let mut stakes = stakes.into_iter().map(|(_, stake)| stake);
            let mut winner = stakes.next()?;
            winner.support = stakes.flat_map(|s| s.claims).map(|c| &c.id).collect();
            Some(winner)
        })
        .collect()
}

type Latest = (std::cmp::Reverse<Day>, std::cmp::Reverse<Option<Day>>, ClaimId);

/// Best grade first, positions before owns claims, then the later.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OwnRank(Grade, bool, Option<Latest>);
