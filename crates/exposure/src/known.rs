//! What is known, and what is true? Every claim with its grade on the day asked for.

use std::collections::BTreeMap;

use model::grade::{self, Graded};
use model::{Basis, Case, Claim, ClaimId, Day, Document, Grade, LinkKind, PartialDate, Rates, Report, Series, Stance};

use crate::world::Range;

/// The two clocks: what was true on one day, as it was known on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// True then.
    pub as_of: Day,
    /// Published then.
    pub known_at: Day,
}

/// A claim of which something was published by the day asked for.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its grade from what was published and not withdrawn by then.
    pub graded: Graded,
    /// From when it is true: the last day of its date; undated, its first publication.
    pub start: Day,
    /// From when another claim says that it has ended.
    pub ended: Option<(Day, &'a ClaimId)>,
    /// Somebody denies, disputes, relabels or corrects it.
    pub disputed: bool,
    /// A citation that counts records the act itself.
    pub act: bool,
}

impl Known<'_> {
    /// The grade.
    pub fn grade(&self) -> Grade {
        self.graded.grade
    }

    /// Whether the claim may enter numbers, chains and letters.
    pub fn counts(&self) -> bool {
        self.grade() != Grade::Unverified
    }

    /// Whether it had begun.
    pub fn begun(&self, as_of: Day) -> bool {
        self.start <= as_of
    }

    /// Whether it was over: past its `until`, or ended by another claim.
    pub fn over(&self, as_of: Day) -> bool {
        self.claim.until.is_some_and(|until| until.last() < as_of) || self.ended.is_some_and(|(day, _)| day <= as_of)
    }

    /// Whether it enters the numbers of a day.
    pub fn exists(&self, as_of: Day) -> bool {
        self.counts() && self.begun(as_of) && !self.over(as_of)
    }

    /// The latest publication among its citations.
    pub(crate) fn latest_publication(&self, case: &Case, known_at: Day) -> Option<Day> {
        let cites = self.claim.cites.iter();
        cites.filter_map(|c| case.documents.get(&c.document).and_then(Document::known)).filter(|d| *d <= known_at).max()
    }
}

/// Grades every claim of which something was published by `known_at`.
pub fn known(case: &Case, known_at: Day) -> BTreeMap<&ClaimId, Known<'_>> {
    let mut all: BTreeMap<&ClaimId, Known<'_>> = BTreeMap::new();
    for claim in case.claims.values() {
        let published = claim.cites.iter().filter_map(|c| case.documents.get(&c.document));
        let Some(first) = published.filter_map(Document::known).filter(|day| *day <= known_at).min() else { continue };
        let start = claim.date.map_or_else(|| carried_since(case, claim, known_at).unwrap_or(first), PartialDate::last);
        let disputed = case.responses.iter().any(|r| r.stance.disputes() && r.to.contains(&claim.id) && case.answered_by(r, known_at));
        let supports = case.supports(claim, known_at);
        let act = supports.iter().any(|s| s.basis == Basis::Act);
        let graded = grade::grade(&supports);
        all.insert(&claim.id, Known { claim, graded, start, ended: None, disputed, act });
    }
    let ends: Vec<(&ClaimId, Day, &ClaimId, Grade)> = all
        .values()
        .filter(|k| k.counts())
        .flat_map(|k| k.claim.ends.iter().map(|ended| (ended, k.start, &k.claim.id, k.grade())))
        .collect();
    for (ended, day, by, grade) in ends {
        // What stays and only becomes `formerly` may rest on less; what would vanish is ended by nothing weaker than itself.
        if let Some(known) = all.get_mut(ended)
            && (known.claim.kind().is_some_and(LinkKind::flags) || grade <= known.grade())
            && known.ended.is_none_or(|earlier| (day, by) < earlier)
        {
            known.ended = Some((day, by));
        }
    }
    all
}

/// The first publication among the citations that do something for the grade: a weblog dates nothing that it does not carry.
pub(crate) fn carried_since(case: &Case, claim: &Claim, known_at: Day) -> Option<Day> {
    let carries = |c: &&model::Citation| case.support(claim, c, known_at).is_some_and(|support| grade::carries(&support));
    let carrying = claim.cites.iter().filter(carries);
    carrying.filter_map(|c| case.documents.get(&c.document).and_then(Document::known)).min()
}

/// Whether a document as a whole was withdrawn by a day.
fn withdrawn_whole(case: &Case, report: &Report, known_at: Day) -> bool {
    case.responses.iter().any(|r| {
        r.stance == Stance::Withdraws && r.to.is_empty() && r.document.as_ref() == Some(&report.document) && case.answered_by(r, known_at)
    })
}

/// The reports of a series that were published by a day and not withdrawn.
pub(crate) fn reports_known<'a>(case: &'a Case, series: &'a Series, known_at: Day) -> impl DoubleEndedIterator<Item = &'a Report> + 'a {
    series.reports.iter().filter(move |report| {
        case.documents.get(&report.document).and_then(Document::known).is_some_and(|day| day <= known_at)
            && !withdrawn_whole(case, report, known_at)
    })
}

/// The grade of a report as a whole: of what it says by leaving something out.
pub(crate) fn grade_of_report(case: &Case, series: &Series, report: &Report) -> Grade {
    let Some(document) = case.documents.get(&report.document) else { return Grade::Unverified };
    let Some(publisher) = case.publishers.get(&document.publisher) else { return Grade::Unverified };
    let citation = model::Citation {
        document: document.id.clone(),
        at: String::new(),
        basis: series.basis,
        credibility: series.credibility,
        via: None,
        quote: None,
        place: document.place.clone(),
    };
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

/// An amount in the case's currency, with the rate that made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Converted {
    /// In the case's currency.
    pub range: Range,
    /// The rate and of when it is.
    pub rate: model::rates::Rate,
}

/// Converts a claim's amount at the rate of its own date; `None` where it has no amount or there is no rate.
pub fn converted(case: &Case, known: &Known<'_>) -> Option<Converted> {
    let amount = known.claim.amount?;
    let date = known.claim.date.unwrap_or(PartialDate::Day(known.start));
    let rate = Rates::rate(&case.rates, amount.currency(), case.currency, date).ok()?;
    let end = |figure: model::money::Decimal| figure.checked_mul(rate.factor).and_then(|f| f64::try_from(f).ok());
    Some(Converted { range: Range { low: end(amount.low())?, high: end(amount.high())? }, rate })
}
