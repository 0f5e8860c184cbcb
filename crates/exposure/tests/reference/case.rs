//! What does a case say on a day, as it was known on a day? The design's sections 4 and 5 and `docs/case-format.md`,
//! a second time and naively: every question goes through all claims again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use daylight_exposure::world::{HarmLink, Manage, Own, Position, Range, Vote};
use model::{
    Amount, Capacity, Case, Citation, Claim, ClaimId, Credibility, Day, DocumentId, EntityId, Floor, Grade, Instrument, LinkKind,
    PartialDate, Place, Report, Series, Share, Stance, date, grade,
};

use super::{Row, measure};
use crate::worlds::Links;

/// A position is believed for so many days after the day of which it speaks.
const POSITION_DAYS: i64 = 400;

/// What is asked: true on one day, as known on another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) as_of: Day,
    pub(crate) known_at: Day,
}

/// The answer for one harm.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Answer {
    /// Everybody's results, strictest floor first; all entities that represent themselves.
    pub(crate) rows: BTreeMap<EntityId, [Row; 3]>,
    /// Contract value that is nobody's alone, per floor.
    pub(crate) unattributed: [Range; 3],
    /// Per floor.
    pub(crate) over_full: [BTreeSet<EntityId>; 3],
    /// Per floor.
    pub(crate) closed_circles: [BTreeSet<BTreeSet<EntityId>>; 3],
}

/// Every harm's answer.
pub(crate) fn answers(case: &Case, asked: Asked) -> BTreeMap<EntityId, Answer> {
    let facts = Facts { case, asked, canonical: case.canonical() };
    case.harms.iter().map(|harm| (harm.id.clone(), facts.answer(&harm.id))).collect()
}

/// A claim that counts.
#[derive(Clone, Copy)]
struct Fact<'a> {
    claim: &'a Claim,
    grade: Grade,
    start: Day,
}

struct Facts<'a> {
    case: &'a Case,
    asked: Asked,
    canonical: BTreeMap<EntityId, EntityId>,
}

impl<'a> Facts<'a> {
    fn who(&self, id: &EntityId) -> EntityId {
        self.canonical.get(id).unwrap_or(id).clone()
    }

    /// The subject, where it is one, be it under several names.
    fn sole_subject(&self, claim: &Claim) -> Option<EntityId> {
        let subjects: BTreeSet<EntityId> = claim.subjects.iter().map(|s| self.who(s)).collect();
        if subjects.len() == 1 { subjects.first().cloned() } else { None }
    }

    fn object(&self, claim: &Claim) -> EntityId {
        self.who(&claim.link.as_ref().unwrap().1)
    }

    /// Rule 1: the grade by then, `None` where the claim is unverified.
    fn grade(&self, claim: &Claim) -> Option<Grade> {
        Some(self.case.graded(claim, self.asked.known_at).grade).filter(|g| *g != Grade::Unverified)
    }

    fn known(&self, document: &DocumentId) -> Option<Day> {
        self.case.documents[document].known().filter(|day| *day <= self.asked.known_at)
    }

    /// Rule 2: from when it is true.
    fn start(&self, claim: &Claim) -> Option<Day> {
        if let Some(date) = claim.date {
            return Some(date.last());
        }
        let carries = |c: &&Citation| self.case.support(claim, c, self.asked.known_at).is_some_and(|s| grade::carries(&s));
        claim.cites.iter().filter(carries).filter_map(|c| self.known(&c.document)).min()
    }

    /// Rule 2: whether some claim that counts says that this one has ended.
    fn ended(&self, claim: &Claim) -> bool {
        self.case
            .claims
            .values()
            .filter(|end| end.ends.contains(&claim.id) && end.date.is_some_and(|d| d.last() <= self.asked.as_of))
            .any(|end| self.grade(end).is_some_and(|grade| self.grade(claim).is_none_or(|ended| grade <= ended)))
    }

    /// Rules 1 to 5: the claims of some kinds of link that exist.
    fn facts(&self, wanted: impl Fn(LinkKind) -> bool) -> Vec<Fact<'a>> {
        let mut facts = Vec::new();
        for claim in self.case.claims.values() {
            let Some(kind) = claim.kind().filter(|k| wanted(*k)) else { continue };
            let (Some(grade), Some(start)) = (self.grade(claim), self.start(claim)) else { continue };
            let fact = Fact { claim, grade, start };
            let begun = start <= self.asked.as_of;
            let lasts = !self.ended(claim) && claim.until.is_none_or(|until| self.asked.as_of <= until.last());
            let exists = match kind {
                LinkKind::Supplies | LinkKind::Develops | LinkKind::Operates | LinkKind::PartOf => begun,
                LinkKind::Holds if claim.series.is_some() => lasts && self.in_current_report(claim),
                LinkKind::Holds => begun && lasts && self.fresh(start) && !self.superseded(fact),
                _ => begun && lasts,
            };
            if exists {
                facts.push(fact);
            }
        }
        facts
    }

    fn fresh(&self, day: Day) -> bool {
        date::days_between(day, self.asked.as_of) <= POSITION_DAYS
    }

    /// The reports of a series that count: of a day that has come, published by then, not withdrawn as a whole.
    fn reports(&self, series: &'a Series) -> impl Iterator<Item = &'a Report> {
        series.reports.iter().filter(|report| {
            let withdrawn = self.case.responses.iter().any(|r| {
                r.stance == Stance::Withdraws
                    && r.document.as_ref() == Some(&report.document)
                    && r.to.is_empty()
                    && self.case.answered_by(r, self.asked.known_at)
            });
            report.as_of <= self.asked.as_of && self.known(&report.document).is_some() && !withdrawn
        })
    }

    /// The rows that a report has, or had, on a company.
    fn rows(&self, report: &Report, company: &EntityId) -> Vec<&'a Claim> {
        let rows = self.case.claims.values().filter(|c| c.series.is_some() && c.cites[0].document == report.document);
        rows.filter(|c| self.object(c) == *company).collect()
    }

    /// Whether a report has a row on a company that counts.
    fn has_row(&self, report: &Report, company: &EntityId) -> bool {
        self.rows(report, company).iter().any(|row| self.grade(row).is_some())
    }

    /// Whether a report that has no row on a company says by that that it is not held.
    fn leaves_out(&self, report: &Report, company: &EntityId) -> bool {
        report.complete && self.rows(report, company).is_empty() && !report.undecided.iter().any(|id| self.who(id) == *company)
    }

    /// Rule 4: of the reports that say something of the company, the last.
    fn in_current_report(&self, row: &Claim) -> bool {
        let series = &self.case.series[row.series.as_ref().unwrap()];
        let company = self.object(row);
        let says_something = |r: &&Report| self.has_row(r, &company) || self.leaves_out(r, &company);
        let current = self.reports(series).filter(says_something).max_by_key(|r| r.as_of);
        current.is_some_and(|report| row.cites.iter().any(|c| c.document == report.document) && self.fresh(report.as_of))
    }

    /// Rule 5: a report of the same holder in the same capacity, as well supported, speaks of the same time or a later one.
    fn superseded(&self, fact: Fact<'_>) -> bool {
        let Some(holder) = self.sole_subject(fact.claim) else { return false };
        self.case.series.values().any(|series| {
            self.who(&series.holder) == holder
                && series.capacity == fact.claim.capacity
                && self.reports(series).any(|report| {
                    let company = self.object(fact.claim);
                    let later = report.as_of > fact.start && self.has_row(report, &company);
                    let speaks = later || report.as_of >= fact.start && self.leaves_out(report, &company);
                    speaks && self.report_grade(series, report) <= fact.grade
                })
        })
    }

    fn report_grade(&self, series: &Series, report: &Report) -> Grade {
        let document = &self.case.documents[&report.document];
        let publisher = &self.case.publishers[&document.publisher];
        let citation = citation(&report.document, series);
        grade::grade(&[grade::Support {
            origin: &document.origin,
            publisher: &publisher.name,
            reliability: publisher.reliability,
            credibility: citation.effective_credibility(document),
            basis: series.basis,
            original: !citation.is_second_hand(document),
            archived: document.archive.is_some(),
        }])
        .grade
    }

    fn last_published(&self, claim: &Claim) -> Option<Day> {
        claim.cites.iter().filter_map(|c| self.known(&c.document)).max()
    }

    /// Rule 6, of records of one stake: the one that counts.
    fn winner(&self, facts: &[Fact<'a>]) -> Fact<'a> {
        *facts
            .iter()
            .min_by_key(|f| {
                let act = self.case.supports(f.claim, self.asked.known_at).iter().any(|s| s.basis == model::Basis::Act);
                let latest = Reverse(self.last_published(f.claim));
                (f.grade, Reverse(f.start), f.claim.series.is_none(), !act, latest, f.claim.id.clone())
            })
            .unwrap()
    }

    /// Rule 6: one stake once. By holder, company and capacity: the winners, one per security or one for the company.
    fn holdings(&self) -> BTreeMap<(EntityId, EntityId, Capacity), Vec<Fact<'a>>> {
        let mut records: BTreeMap<(EntityId, EntityId, Capacity), Vec<Fact<'a>>> = BTreeMap::new();
        for fact in self.facts(|k| k == LinkKind::Holds) {
            if fact.claim.instrument == Instrument::Long
                && let Some(holder) = self.sole_subject(fact.claim)
            {
                records.entry((holder, self.object(fact.claim), fact.claim.capacity)).or_default().push(fact);
            }
        }
        for facts in records.values_mut() {
            let best = |of_securities: bool| facts.iter().filter(|f| f.claim.security.is_some() == of_securities).map(|f| f.grade).min();
            let company_wins = match (best(false), best(true)) {
                (Some(company), Some(securities)) => company <= securities,
                (_, None) => true,
                (None, Some(_)) => false,
            };
            let securities: BTreeSet<Option<String>> =
                if company_wins { [None].into() } else { facts.iter().filter_map(|f| f.claim.security.clone()).map(Some).collect() };
            let winners = securities.iter().map(|security| {
                let of_one: Vec<Fact<'a>> = facts.iter().filter(|f| f.claim.security == *security).copied().collect();
                self.winner(&of_one)
            });
            *facts = winners.collect();
        }
        records
    }

    /// Rule 7.
    fn owning(&self) -> BTreeMap<(EntityId, EntityId), (Share, Grade)> {
        let mut owning: BTreeMap<(EntityId, EntityId), (Share, Grade)> = BTreeMap::new();
        for ((holder, company, capacity), winners) in self.holdings() {
            let shares: Vec<(Share, Grade)> = winners.iter().filter_map(|f| Some((f.claim.share?, f.grade))).collect();
            if capacity == Capacity::Beneficial && !shares.is_empty() {
                let low: f64 = shares.iter().map(|(s, _)| s.low()).sum();
                let high: f64 = shares.iter().map(|(s, _)| s.high()).sum();
                let weakest = shares.iter().map(|(_, g)| *g).max().unwrap();
                owning.insert((holder, company), (Share::new(low.min(1.0), high.min(1.0)).unwrap(), weakest));
            }
        }
        let mut claims: BTreeMap<(EntityId, EntityId), Vec<Fact<'a>>> = BTreeMap::new();
        for fact in self.facts(|k| k == LinkKind::Owns) {
            if let Some(owner) = self.sole_subject(fact.claim) {
                claims.entry((owner, self.object(fact.claim))).or_default().push(fact);
            }
        }
        for (pair, facts) in claims {
            let best = facts
                .iter()
                .min_by_key(|f| (f.grade, Reverse(f.start), Reverse(self.last_published(f.claim)), f.claim.id.clone()))
                .unwrap();
            // A position of the same grade goes before an owns claim.
            if owning.get(&pair).is_none_or(|(_, grade)| best.grade < *grade) {
                owning.insert(pair, (best.claim.share.unwrap_or(Share::UNKNOWN), best.grade));
            }
        }
        owning
    }

    fn money(&self, amount: Option<Amount>, fact: Fact<'_>) -> Option<Range> {
        let amount = amount?;
        let date = fact.claim.date.unwrap_or(PartialDate::Day(fact.start));
        let rate = self.case.rates.rate(amount.currency(), self.case.currency, date).ok()?;
        let of = |end: model::money::Decimal| f64::try_from(end).unwrap() * f64::try_from(rate.factor).unwrap();
        Some(Range { low: of(amount.low()), high: of(amount.high()) })
    }

    /// Rule 9: the claims that flag somebody for a harm, each with the weaker grade of its two links.
    fn flagging(&self, harm: &EntityId) -> BTreeMap<ClaimId, Fact<'a>> {
        let nexus = self.facts(|k| k == LinkKind::PartOf);
        let mut flagging = BTreeMap::new();
        for mut fact in self.facts(LinkKind::flags) {
            let project = self.object(fact.claim);
            let joins = |n: &&Fact<'_>| n.claim.object() == Some(harm) && n.claim.subjects.iter().any(|s| self.who(s) == project);
            if let Some(grade) = nexus.iter().filter(joins).map(|n| n.grade).min() {
                fact.grade = fact.grade.weakest(grade);
                flagging.insert(fact.claim.id.clone(), fact);
            }
        }
        flagging
    }

    /// What a claim's amount and its parts come to, `[low, high]`: the larger of its own and the sum of its parts.
    fn value(&self, fact: Fact<'_>, there: &BTreeMap<ClaimId, Fact<'_>>) -> [f64; 2] {
        let own = self.money(fact.claim.amount, fact).unwrap_or(Range::ZERO);
        let parts = self.parts(fact, there);
        [own.low.max(parts[0]), own.high.max(parts[1])]
    }

    fn parts(&self, fact: Fact<'_>, there: &BTreeMap<ClaimId, Fact<'_>>) -> [f64; 2] {
        let mut sum = [0.0; 2];
        // A part of one company's whole is a claim about that company; another's is not taken off.
        let whole = self.sole_subject(fact.claim);
        let own = |part: &&Fact<'_>| whole.is_none() || self.sole_subject(part.claim) == whole;
        for part in fact.claim.covers.iter().filter_map(|id| there.get(id)).filter(own) {
            let value = self.value(*part, there);
            sum = [sum[0] + value[0], sum[1] + value[1]];
        }
        sum
    }

    fn answer(&self, harm: &EntityId) -> Answer {
        let everybody: Vec<EntityId> = self.case.entities.keys().map(|id| self.who(id)).collect::<BTreeSet<_>>().into_iter().collect();
        let number = |id: &EntityId| u32::try_from(everybody.iter().position(|e| e == id).unwrap()).unwrap();
        let mut links = Links::new(u32::try_from(everybody.len()).unwrap());

        for ((owner, company), (share, grade)) in self.owning() {
            links.owns.push(Own { owner: number(&owner), company: number(&company), share, grade });
        }
        for ((holder, company, capacity), winners) in self.holdings() {
            for fact in winners {
                let value = self.money(fact.claim.amount, fact);
                links.positions.push(Position { holder: number(&holder), company: number(&company), capacity, value, grade: fact.grade });
            }
        }
        for fact in self.facts(|k| k == LinkKind::Manages) {
            if let Some(manager) = self.sole_subject(fact.claim) {
                let fund = number(&self.object(fact.claim));
                links.manages.push(Manage { manager: number(&manager), fund, grade: fact.grade });
            }
        }
        for fact in self.facts(|k| k == LinkKind::Owns) {
            let (votes, control) = (fact.claim.votes, fact.claim.control);
            if let Some(holder) = self.sole_subject(fact.claim).filter(|_| votes.is_some() || control) {
                let (company, votes) = (number(&self.object(fact.claim)), votes.map_or(0.0, Share::low));
                links.votes.push(Vote { holder: number(&holder), company, votes, control, grade: fact.grade });
            }
        }

        let flagging = self.flagging(harm);
        let mut answer = Answer::default();
        for fact in flagging.values() {
            let mut contract = [Range::ZERO; 3];
            for floor in Floor::ALL {
                let there: BTreeMap<ClaimId, Fact<'_>> =
                    flagging.iter().filter(|(_, f)| f.grade.reaches(floor)).map(|(id, f)| (id.clone(), *f)).collect();
                if !there.contains_key(&fact.claim.id) {
                    continue;
                }
                let (whole, parts) = (self.value(*fact, &there), self.parts(*fact, &there));
                let rest = Range { low: whole[0] - parts[0], high: whole[1] - parts[1] };
                if self.sole_subject(fact.claim).is_some() {
                    contract[floor.index()] = rest;
                } else {
                    // Where the parts are less certain than the whole, the ends change places.
                    let rest = Range { low: rest.low.min(rest.high), high: rest.low.max(rest.high) };
                    answer.unattributed[floor.index()] = answer.unattributed[floor.index()].plus(rest);
                }
            }
            for subject in fact.claim.subjects.iter().map(|s| self.who(s)).collect::<BTreeSet<_>>() {
                links.harm_links.push(HarmLink { company: number(&subject), contract, grade: fact.grade });
            }
        }

        let measured = measure(&links.world());
        let name = |number: &u32| everybody[usize::try_from(*number).unwrap()].clone();
        for (k, id) in everybody.iter().enumerate() {
            answer.rows.insert(id.clone(), [0, 1, 2].map(|floor: usize| measured[floor].rows[k]));
        }
        for (floor, measured) in measured.iter().enumerate() {
            answer.over_full[floor] = measured.over_full.iter().map(name).collect();
            answer.closed_circles[floor] = measured.closed_circles.iter().map(|c| c.iter().map(name).collect()).collect();
        }
        answer
    }
}

fn citation(document: &DocumentId, series: &Series) -> Citation {
    let credibility: Credibility = series.credibility;
    let place = Place::file("case.toml");
    Citation { document: document.clone(), at: String::new(), basis: series.basis, credibility, via: None, quote: None, place }
}
