//! What does a case hold? Everything that people wrote and sources filed, checked and joined by ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::grade::{Graded, Support};
use crate::{
    Basis, Capacity, Citation, Claim, ClaimId, Credibility, Currency, Day, Document, DocumentId, Entity, EntityId, Grade, Harm, Judgement,
    Publisher, PublisherId, Rates, Response, SeriesId, Stance, Verdict, grade,
};

/// One dated report of a series: all positions of one holder on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The day of which it reports.
    pub as_of: Day,
    /// The document that it is, with its day of publication.
    pub document: DocumentId,
    /// It names every position of its day: what it leaves out is not held. An extract says nothing by leaving something out.
    pub complete: bool,
    /// Companies that it may name, by a name that nobody has judged: of these it says nothing by leaving them out.
    pub undecided: BTreeSet<EntityId>,
}

impl Report {
    /// Whether the report says something of a company by not naming it.
    pub fn speaks_by_silence(&self, company: &EntityId) -> bool {
        self.complete && !self.undecided.contains(company)
    }
}

/// One reporter's reports on one holder. A position that is absent from the next report was sold in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id, that of the data file.
    pub id: SeriesId,
    /// On whom it reports.
    pub holder: EntityId,
    /// In which role the holder holds what it reports.
    pub capacity: Capacity,
    /// What a report does for its rows, and for what it leaves out.
    pub basis: Basis,
    /// How credible the file is, before second hand lowers it.
    pub credibility: Credibility,
    /// Its reports by day, ascending.
    pub reports: Vec<Report>,
}

/// A case: one harm or a few, and everything that is said about it.
///
/// Every id that stands in it resolves; what did not resolve became a problem while it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Short name, that of the folder.
    pub name: String,
    /// Title of the case.
    pub title: String,
    /// A sentence or two in the editors' words.
    pub summary: String,
    /// The day on which results are given unless another is asked for.
    pub as_of: Day,
    /// Why that day.
    pub as_of_reason: String,
    /// The currency of sums.
    pub currency: Currency,
    /// Where corrections and answers reach the editors.
    pub contact: Option<String>,
    /// The harms, in the order of the file.
    pub harms: Vec<Harm>,
    /// Entities by id.
    pub entities: BTreeMap<EntityId, Entity>,
    /// Publishers by id.
    pub publishers: BTreeMap<PublisherId, Publisher>,
    /// Documents by id, reports of data files among them.
    pub documents: BTreeMap<DocumentId, Document>,
    /// Claims by id, rows of data files among them.
    pub claims: BTreeMap<ClaimId, Claim>,
    /// Responses, in the order of the files.
    pub responses: Vec<Response>,
    /// Judgements, in the order of the file.
    pub judgements: Vec<Judgement>,
    /// Position series, by id.
    pub series: BTreeMap<SeriesId, Series>,
    /// Exchange rates.
    pub rates: Rates,
}

impl Case {
    /// The printed name of an entity, a harm, or else the id itself.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        if let Some(entity) = self.entities.get(id) {
            return &entity.name;
        }
        if let Some(harm) = self.harms.iter().find(|h| h.id.as_str() == id) {
            return &harm.title;
        }
        self.publishers.get(id).map_or(id, |publisher| publisher.name.as_str())
    }

    /// The harm with this id.
    pub fn harm(&self, id: &EntityId) -> Option<&Harm> {
        self.harms.iter().find(|h| h.id == *id)
    }

    /// The last day on which anything in the case was published: by then all that it holds was known.
    pub fn last_known(&self) -> Day {
        let published = self.documents.values().filter_map(Document::known);
        let said = self.responses.iter().map(|r| r.date.last());
        published.chain(said).max().unwrap_or(self.as_of)
    }

    /// Which entity stands for each judged the same as another: the least id of its cluster.
    ///
    /// Shape: only entities that are represented by another; pairs judged different are never joined.
    pub fn canonical(&self) -> BTreeMap<EntityId, EntityId> {
        canonical(&self.judgements)
    }

    /// Whether a citation of the document by the claim was withdrawn by a day.
    pub fn withdrawn(&self, claim: &ClaimId, document: &DocumentId, by: Day) -> Option<&Response> {
        self.responses.iter().find(|r| {
            r.stance == Stance::Withdraws
                && r.document.as_ref() == Some(document)
                && (r.to.is_empty() || r.to.contains(claim))
                && self.answered_by(r, by)
        })
    }

    /// The citations of a claim that were published by a day and not withdrawn by then, as the grading rule sees them.
    pub fn supports(&self, claim: &Claim, known_at: Day) -> Vec<Support<'_>> {
        claim.cites.iter().filter_map(|citation| self.support(claim, citation, known_at)).collect()
    }

    /// One citation as the grading rule sees it; `None` where it was not published by then, or was withdrawn.
    pub fn support(&self, claim: &Claim, citation: &Citation, known_at: Day) -> Option<Support<'_>> {
        let document = self.documents.get(&citation.document)?;
        let publisher = self.publishers.get(&document.publisher)?;
        if document.known()? > known_at || self.withdrawn(&claim.id, &document.id, known_at).is_some() {
            return None;
        }
        Some(Support {
            origin: &document.origin,
            publisher: &publisher.name,
            reliability: publisher.reliability,
            credibility: citation.effective_credibility(document),
            basis: citation.basis,
            original: !citation.is_second_hand(document),
            archived: document.archive.is_some(),
        })
    }

    /// The grade of a claim from what was known by a day.
    pub fn graded(&self, claim: &Claim, known_at: Day) -> Graded {
        grade::grade(&self.supports(claim, known_at))
    }

    /// Every day on which the grade of a claim changed, ascending, with the grade from then on.
    ///
    /// Shape: empty where nothing was ever published; the first entry is the first publication.
    pub fn grade_history(&self, claim: &Claim) -> Vec<(Day, Grade)> {
        let published = claim.cites.iter().filter_map(|c| self.documents.get(&c.document)?.known());
        let withdrawn = self.responses.iter().filter(|r| r.stance == Stance::Withdraws).filter_map(|r| self.readable_from(r));
        let days: BTreeSet<Day> = published.clone().chain(withdrawn).collect();
        let first = published.min();
        let mut history: Vec<(Day, Grade)> = Vec::new();
        for day in days.into_iter().filter(|day| first.is_some_and(|f| *day >= f)) {
            let grade = self.graded(claim, day).grade;
            if history.last().is_none_or(|(_, last)| *last != grade) {
                history.push((day, grade));
            }
        }
        history
    }

    /// Whether a response was given by a day, and could be read by then.
    pub fn answered_by(&self, response: &Response, known_at: Day) -> bool {
        self.readable_from(response).is_some_and(|day| day <= known_at)
    }

    /// The day by which a response was given, and could be read; none where it stands in documents of no known date.
    pub fn readable_from(&self, response: &Response) -> Option<Day> {
        let given = response.date.last();
        if response.cites.is_empty() {
            return Some(given);
        }
        let passages = response.cites.iter().filter_map(|p| self.documents.get(&p.document).and_then(Document::known));
        passages.min().map(|read| read.max(given))
    }

    /// The responses to a claim that were known by a day, in the order of their dates.
    pub fn responses_to(&self, claim: &ClaimId, known_at: Day) -> Vec<&Response> {
        let mut found: Vec<&Response> = self.responses.iter().filter(|r| r.to.contains(claim) && self.answered_by(r, known_at)).collect();
        found.sort_by_key(|r| r.date.last());
        found
    }
}

/// Which entity stands for each judged the same as another: the least id of its cluster.
///
/// Shape: only entities that are represented by another; pairs judged different are never joined.
pub fn canonical(judgements: &[Judgement]) -> BTreeMap<EntityId, EntityId> {
    let mut parent: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for judgement in judgements.iter().filter(|j| j.verdict == Verdict::Same) {
        let (left, right) = (find(&parent, &judgement.left), find(&parent, &judgement.right));
        match left.cmp(&right) {
            std::cmp::Ordering::Less => drop(parent.insert(right, left)),
            std::cmp::Ordering::Greater => drop(parent.insert(left, right)),
            std::cmp::Ordering::Equal => {}
        }
    }
    let ids: Vec<EntityId> = parent.keys().cloned().collect();
    ids.into_iter().map(|id| (id.clone(), find(&parent, &id))).collect()
}

fn find(parent: &BTreeMap<EntityId, EntityId>, id: &EntityId) -> EntityId {
    let mut at = id;
    while let Some(up) = parent.get(at) {
        at = up;
    }
    at.clone()
}
