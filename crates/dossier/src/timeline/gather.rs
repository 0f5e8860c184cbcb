//! What belongs on the line? Dated findings of a view, not yet in words.

use std::collections::{BTreeMap, BTreeSet};

use exposure::history::{Entry, history};
use exposure::view::{Known, View};
use model::{
    Capacity, Case, Claim, ClaimId, Day, Document, DocumentId, EntityId, Grade, Instrument, LinkKind, PartialDate, Response, Stance,
};

use super::{Kind, Question};
use crate::words;

/// Reports of one series that stand as one event unless each is asked for.
const MANY: usize = 2;

/// What was found.
#[derive(Debug)]
pub(super) enum What<'a> {
    /// What a claim says.
    Claim(&'a Claim),
    /// That it lasted until a date.
    Until(&'a Claim, PartialDate),
    /// Reports of one position, by day; never empty.
    Series(Vec<&'a Claim>),
    /// A report that no longer names the company of the last.
    Sold { last: &'a Claim, report: &'a DocumentId },
    /// A document, with the claims that it made public.
    Publication(&'a Document, Vec<&'a Claim>),
    /// A change of grade.
    Grade { claim: &'a Claim, before: Grade, after: Grade },
    /// With its place among the responses, and the claims on the line that it answers.
    Answer(usize, &'a Response, Vec<&'a Claim>),
    /// With its place among the responses, and the claims that counted before.
    Withdrawal(usize, &'a Response, Vec<&'a Claim>),
}

/// A finding with its dates.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) what: What<'a>,
    pub(super) kind: Kind,
    pub(super) date: PartialDate,
    pub(super) until: Option<PartialDate>,
    pub(super) known: Day,
    pub(super) grade: Option<Grade>,
    pub(super) entities: BTreeSet<EntityId>,
}

/// The claims that stand on the line: those that count at the floor and had begun.
pub(super) fn on_line<'a>(view: &View<'a>, asked: &Question) -> BTreeMap<&'a ClaimId, (&'a Claim, Grade)> {
    let counting = view.known.values().filter(|k| k.counts() && k.grade().reaches(asked.floor));
    let begun = counting.filter(|k| date_of(view, k.claim).is_some_and(|(date, _)| is_begun(date, asked)));
    begun.map(|k| (&k.claim.id, (k.claim, k.grade()))).collect()
}

/// Everything that belongs on the line, before kinds and days are chosen; unsorted.
pub(super) fn gather<'a>(
    view: &View<'a>,
    asked: &Question,
    on_line: &BTreeMap<&'a ClaimId, (&'a Claim, Grade)>,
    responses: Vec<Found<'a>>,
) -> Vec<Found<'a>> {
    let about = asked.about.as_ref().map(|id| circle(view, id));
    let is_about = |entities: &BTreeSet<EntityId>| about.as_ref().is_none_or(|about| !about.is_disjoint(entities));
    let shown = || on_line.values().copied().filter(|(claim, _)| is_about(&entities(view, claim)));
    let mut found = responses;
    // Reports of positions are taken apart: each holding with its history.
    found.extend(shown().filter(|(claim, _)| !is_position(claim)).flat_map(|(claim, grade)| claim_and_end(view, asked, claim, grade)));
    found.extend(publications(view, asked, shown().map(|(claim, _)| claim)));
    found.extend(positions(view, asked));
    found.extend(grades(view, asked));
    found.retain(|f| is_about(&f.entities));
    found
}

/// The entities that a question is about; of a harm also the projects that are part of it.
pub(super) fn circle(view: &View<'_>, id: &EntityId) -> BTreeSet<EntityId> {
    let mut circle = BTreeSet::from([view.canonical(id).clone()]);
    for known in view.known.values().filter(|k| k.counts() && k.claim.kind() == Some(LinkKind::PartOf)) {
        if known.claim.object() == Some(id) {
            circle.extend(known.claim.subjects.iter().map(|subject| view.canonical(subject).clone()));
        }
    }
    circle
}

fn is_begun(date: PartialDate, asked: &Question) -> bool {
    asked.as_of.is_none_or(|as_of| date.last() <= as_of)
}

fn is_position(claim: &Claim) -> bool {
    claim.kind() == Some(LinkKind::Holds) && claim.instrument == Instrument::Long
}

/// Subjects and object, judgements applied.
pub(super) fn entities(view: &View<'_>, claim: &Claim) -> BTreeSet<EntityId> {
    claim.subjects.iter().chain(claim.object()).map(|id| view.canonical(id).clone()).collect()
}

/// The document that first carried a claim, and the day from which it was public.
pub(super) fn first_public<'a>(view: &View<'a>, claim: &'a Claim) -> Option<(&'a Document, Day)> {
    let case: &'a Case = view.case;
    let carried = words::carrying(view, claim).filter_map(|(citation, _)| case.documents.get(&citation.document));
    carried.filter_map(|document| Some((document, document.known()?))).min_by_key(|(_, day)| *day)
}

/// When a claim stands on the line: at its own date, else at that of its first publication; and from when it was public.
fn date_of<'a>(view: &View<'a>, claim: &'a Claim) -> Option<(PartialDate, Day)> {
    let (document, known) = first_public(view, claim)?;
    Some((claim.date.or(document.published).unwrap_or(PartialDate::Day(known)), known))
}

pub(super) fn kind_of(case: &Case, claim: &Claim) -> Kind {
    let ended = claim.ends.iter().filter_map(|id| case.claims.get(id)?.kind()).min();
    match (ended, claim.kind()) {
        (Some(kind), _) => match of_link(kind) {
            Kind::Contract => Kind::Exit,
            Kind::Listing => Kind::Removal,
            other => other,
        },
        (None, Some(kind)) => of_link(kind),
        (None, None) => Kind::Claim,
    }
}

fn of_link(kind: LinkKind) -> Kind {
    match kind {
        LinkKind::Supplies | LinkKind::Develops | LinkKind::Operates | LinkKind::PartOf => Kind::Contract,
        LinkKind::ListedBy => Kind::Listing,
        LinkKind::Holds => Kind::Position,
        LinkKind::Owns | LinkKind::Manages | LinkKind::Consolidates => Kind::Ownership,
        LinkKind::Finances | LinkKind::Serves => Kind::Finance,
        LinkKind::TiedTo => Kind::Claim,
    }
}

fn claim_and_end<'a>(view: &View<'a>, asked: &Question, claim: &'a Claim, grade: Grade) -> Vec<Found<'a>> {
    let Some((date, known)) = date_of(view, claim) else { return Vec::new() };
    let kind = kind_of(view.case, claim);
    let entities = entities(view, claim);
    let until = claim.until.filter(|until| is_begun(*until, asked));
    let mut found = vec![Found { what: What::Claim(claim), kind, date, until, known, grade: Some(grade), entities: entities.clone() }];
    let ended_by_another = view.known.get(&claim.id).is_some_and(|k| k.ended.is_some());
    // Of other links the sentence of the claim itself says how long they lasted.
    let end = match claim.kind().map(of_link) {
        Some(Kind::Contract) => Some(Kind::Exit),
        Some(Kind::Listing) => Some(Kind::Removal),
        _ => None,
    };
    if let (Some(until), Some(kind), false) = (until, end, ended_by_another) {
        found.push(Found { what: What::Until(claim, until), kind, date: until, until: None, known, grade: Some(grade), entities });
    }
    found
}

/// Documents that came out at another time than that of which they speak, each with the claims that it made public.
fn publications<'a>(view: &View<'a>, asked: &Question, claims: impl Iterator<Item = &'a Claim>) -> Vec<Found<'a>> {
    let mut documents: BTreeMap<&DocumentId, (&'a Document, PartialDate, Vec<&'a Claim>)> = BTreeMap::new();
    for claim in claims.filter(|claim| claim.series.is_none()) {
        let Some((document, _)) = first_public(view, claim) else { continue };
        let Some(published) = document.published.filter(|published| differs_in_time(claim, *published)) else { continue };
        documents.entry(&document.id).or_insert((document, published, Vec::new())).2.push(claim);
    }
    let begun = documents.into_values().filter(|(_, published, _)| is_begun(*published, asked));
    begun
        .map(|(document, date, claims)| Found {
            kind: Kind::Publication,
            date,
            until: None,
            known: date.last(),
            grade: None,
            entities: claims.iter().flat_map(|claim| entities(view, claim)).collect(),
            what: What::Publication(document, claims),
        })
        .collect()
}

/// Whether what a claim says began at another time than it was published.
pub(super) fn differs_in_time(claim: &Claim, published: PartialDate) -> bool {
    claim.date.is_some_and(|date| published.last() < date.first() || date.last() < published.first())
}

/// Every holding over time: reports as one event or each for itself, and where a report no longer names the company.
fn positions<'a>(view: &View<'a>, asked: &Question) -> Vec<Found<'a>> {
    let mut holdings: BTreeSet<(&EntityId, EntityId, Capacity)> = BTreeSet::new();
    for (holder, ids) in &view.holds {
        for claim in ids.iter().filter_map(|id| view.known.get(*id)).map(|known| known.claim).filter(|claim| is_position(claim)) {
            let company = claim.object().map(|company| view.canonical(company).clone());
            holdings.extend(company.map(|company| (holder, company, claim.capacity)));
        }
    }
    let mut found = Vec::new();
    for (holder, company, capacity) in holdings {
        let mut run: Vec<Entry<'a>> = Vec::new();
        let mut close = |run: &mut Vec<Entry<'a>>| found.extend(reports(view, asked, std::mem::take(run)));
        let mut sold = Vec::new();
        let entries = history(view, holder, &company, capacity).into_iter();
        for entry in entries.filter(|e| e.grade.reaches(asked.floor) && is_begun(PartialDate::Day(e.day), asked)) {
            let last_reported = run.iter().rev().find_map(|e| e.claim);
            match (entry.claim, last_reported) {
                (Some(_), _) => run.push(entry),
                (None, Some(last)) => {
                    close(&mut run);
                    sold.extend(entry.report.map(|report| Found {
                        what: What::Sold { last, report },
                        kind: Kind::Position,
                        date: PartialDate::Day(entry.day),
                        until: None,
                        known: entry.known,
                        grade: Some(entry.grade),
                        entities: entities(view, last),
                    }));
                }
                (None, None) => {}
            }
        }
        close(&mut run);
        found.extend(sold);
    }
    found
}

/// Reports without a sale between them: those of one series and grade as one event where there are many.
fn reports<'a>(view: &View<'a>, asked: &Question, run: Vec<Entry<'a>>) -> Vec<Found<'a>> {
    let mut series: BTreeMap<(&str, Grade), Vec<(&'a Claim, Day)>> = BTreeMap::new();
    let mut single: Vec<(&'a Claim, Day, Grade)> = Vec::new();
    let mut last_day = None;
    for entry in run {
        let Some(claim) = entry.claim else { continue };
        // Of several records of one day the first is the best; the others are support of the same stake.
        if last_day.replace(entry.day) == Some(entry.day) && !asked.every_report {
            continue;
        }
        match &claim.series {
            Some(id) if !asked.every_report => series.entry((id.as_str(), entry.grade)).or_default().push((claim, entry.known)),
            _ => single.push((claim, entry.known, entry.grade)),
        }
    }
    let mut found = Vec::new();
    for ((_, grade), claims) in series {
        if claims.len() < MANY {
            single.extend(claims.into_iter().map(|(claim, known)| (claim, known, grade)));
            continue;
        }
        let (Some((first, known)), Some((last, _))) = (claims.first().copied(), claims.last().copied()) else { continue };
        let Some(date) = first.date else { continue };
        let entities = entities(view, first);
        let claims = claims.into_iter().map(|(claim, _)| claim).collect();
        let what = What::Series(claims);
        found.push(Found { what, kind: Kind::Position, date, until: last.date, known, grade: Some(grade), entities });
    }
    for (claim, known, grade) in single {
        let Some((date, _)) = date_of(view, claim) else { continue };
        let what = What::Claim(claim);
        found.push(Found { what, kind: Kind::Position, date, until: None, known, grade: Some(grade), entities: entities(view, claim) });
    }
    found
}

/// Where the grade of a claim that counts rose or fell after its first publication; rows of data files do not change theirs one
/// by one. That a claim fell so far that it did not count is told by the withdrawal, for what is unverified is not on the line.
fn grades<'a>(view: &View<'a>, asked: &Question) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for known in view.known.values().filter(|k| k.counts() && k.claim.series.is_none()) {
        let claim = known.claim;
        let history = view.case.grade_history(claim);
        for pair in history.windows(2) {
            let ((_, before), (day, after)) = (pair[0], pair[1]);
            let day_counts = day <= view.asked.known_at && asked.as_of.is_none_or(|as_of| day <= as_of);
            if day_counts && after != Grade::Unverified && before.min(after).reaches(asked.floor) {
                found.push(Found {
                    what: What::Grade { claim, before, after },
                    kind: Kind::Grade,
                    date: PartialDate::Day(day),
                    until: None,
                    known: day,
                    grade: Some(after),
                    entities: entities(view, claim),
                });
            }
        }
    }
    found
}

/// Answers to what is on the line, and withdrawals of what once counted. What answers a rumour stands with the rumour.
pub(super) fn responses<'a>(view: &View<'a>, asked: &Question, on_line: &BTreeMap<&'a ClaimId, (&'a Claim, Grade)>) -> Vec<Found<'a>> {
    let case: &'a Case = view.case;
    let mut found = Vec::new();
    for (number, response) in case.responses.iter().enumerate() {
        if !case.answered_by(response, view.asked.known_at) || !is_begun(response.date, asked) {
            continue;
        }
        let withdraws = response.stance == Stance::Withdraws;
        let told: Vec<&'a Claim> = if withdraws {
            taken_back(view, response).into_iter().filter(|k| once_counted(case, k, view.asked.known_at, asked)).map(|k| k.claim).collect()
        } else {
            response.to.iter().filter_map(|id| on_line.get(id).map(|(claim, _)| *claim)).collect()
        };
        if told.is_empty() {
            continue;
        }
        let mut entities: BTreeSet<EntityId> = told.iter().flat_map(|claim| entities(view, claim)).collect();
        entities.extend(speaker(view, &response.by));
        let read = response.cites.iter().filter_map(|p| case.documents.get(&p.document).and_then(Document::known)).min();
        found.push(Found {
            what: if withdraws { What::Withdrawal(number, response, told) } else { What::Answer(number, response, told) },
            kind: if withdraws { Kind::Withdrawal } else { Kind::Answer },
            date: response.date,
            until: None,
            known: response.date.last().max(read.unwrap_or(response.date.last())),
            grade: None,
            entities,
        });
    }
    found
}

/// The claims that a withdrawal takes back, as far as they are known.
pub(super) fn taken_back<'v, 'a>(view: &'v View<'a>, response: &'v Response) -> Vec<&'v Known<'a>> {
    let cites = |claim: &Claim| claim.cites.iter().any(|c| response.document.as_ref() == Some(&c.document));
    let named = |claim: &Claim| if response.to.is_empty() { cites(claim) } else { response.to.contains(&claim.id) };
    view.known.values().filter(|known| named(known.claim)).collect()
}

fn once_counted(case: &Case, known: &Known<'_>, known_at: Day, asked: &Question) -> bool {
    case.grade_history(known.claim).into_iter().any(|(day, grade)| day <= known_at && grade.reaches(asked.floor))
}

/// The entity that speaks, judgements applied: of the id, else of the publisher's name; `None` for a publisher that is no entity.
pub(super) fn speaker(view: &View<'_>, by: &str) -> Option<EntityId> {
    let case = view.case;
    let name = || case.publishers.get(by).map(|publisher| publisher.name.as_str());
    let entity = case.entities.get(by).or_else(|| name().and_then(|name| case.entities.values().find(|e| e.name == name)));
    entity.map(|entity| view.canonical(&entity.id).clone())
}
