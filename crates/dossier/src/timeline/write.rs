//! What may be said of each event? Sentences from `words`, with what must be known beside them.

use exposure::View;
use model::{Citation, Claim, Day, Document, DocumentId, PartialDate, Response, Stance};

use super::gather::{self, Found, What, differs_in_time, first_public};
use super::marks::{self, Differing};
use super::{Event, Question, Row, Unsettled};
use crate::persons::{Persons, name_of};
use crate::plain::one_line;
use crate::rows::{Sentence, Unproven};
use crate::sources::Sources;
use crate::words;

/// The id of an event; unique on the line.
pub(super) fn id(found: &Found<'_>) -> String {
    match &found.what {
        What::Claim(claim) => format!("claim/{}", claim.id),
        What::Until(claim, _) => format!("until/{}", claim.id),
        What::Series(claims) => format!("series/{}", claims[0].id),
        What::Sold { last, .. } => format!("sold/{}", last.id),
        What::Publication(document, _) => format!("publication/{}", document.id),
        What::Grade { claim, .. } => format!("grade/{}/{}", claim.id, found.date),
        What::Answer(number, ..) | What::Withdrawal(number, ..) => format!("response/{number}"),
    }
}

/// Writes the events of one view.
pub(super) struct Writer<'v, 'a> {
    view: &'v View<'a>,
    as_of: Option<Day>,
    persons: Persons,
}

/// An event before it is put together.
#[derive(Default)]
struct Draft {
    sentence: Sentence,
    documents: Vec<DocumentId>,
    place: String,
    marks: Vec<String>,
}

impl<'v, 'a> Writer<'v, 'a> {
    pub(super) fn new(view: &'v View<'a>, as_of: Option<Day>) -> Self {
        Self { view, as_of, persons: Persons::new(view.case) }
    }

    /// A text in one line, in which persons stand by their public role alone.
    pub(super) fn by_role(&self, text: &str) -> String {
        self.persons.written(text)
    }

    /// An event with its sentence, its sources and its marks.
    pub(super) fn event(&self, id: String, found: &Found<'a>, differing: &Differing<'a>, sources: &mut Sources<'_>) -> Event {
        let view = self.view;
        let mut draft = self.draft(found, sources);
        let (mut differs, mut stance, mut response) = (Vec::new(), None, None);
        match &found.what {
            What::Answer(number, answer, told) => {
                (stance, response) = (Some(answer.stance), Some(*number));
                let earlier = differing.get(number).into_iter().flatten();
                differs.extend(earlier.map(|earlier| marks::from_words(view, answer, *earlier, sources)));
                differs.extend(marks::from_documents(view, answer, told, sources));
            }
            What::Withdrawal(number, answer, told) => {
                (stance, response) = (Some(answer.stance), Some(*number));
                differs.extend(marks::from_withdrawal(view, answer, told));
            }
            _ => {}
        }
        for differs in &mut differs {
            differs.text = self.by_role(&differs.text);
        }
        for mark in &mut draft.marks {
            *mark = self.by_role(mark);
        }
        // A title is quoted as it stands.
        let is_quoted = matches!(found.what, What::Publication(..));
        draft.sentence.text = if is_quoted { one_line(&draft.sentence.text) } else { self.by_role(&draft.sentence.text) };
        draft.documents.dedup();
        let row = self.row(found, &draft.sentence.text);
        Event {
            id,
            kind: found.kind,
            date: found.date,
            until: found.until,
            known: found.known,
            grade: found.grade,
            sentence: draft.sentence,
            stance,
            response,
            place: draft.place,
            documents: draft.documents,
            entities: found.entities.iter().cloned().collect(),
            marks: draft.marks,
            differs,
            row,
        }
    }

    /// Who, and in few words what; an answer without speaker and day, for they stand beside it.
    fn row(&self, found: &Found<'_>, sentence: &str) -> Row {
        let view = self.view;
        let sentence = || without_marks(sentence);
        let of_claim = |claim: &Claim| Row {
            who: self.by_role(&words::subjects(view, claim)),
            of_harm: claim.subjects.iter().any(|subject| view.case.harm(subject).is_some()),
            group: None,
            label: sentence(),
            whole: !claim.modality.is_empty(),
        };
        match &found.what {
            What::Claim(claim) | What::Until(claim, _) | What::Sold { last: claim, .. } | What::Grade { claim, .. } => of_claim(claim),
            What::Series(claims) => claims.first().map(|claim| of_claim(claim)).unwrap_or_default(),
            What::Publication(document, _) => {
                let label = format!("{}: {}", name_of(view.case, document.publisher.as_str()), one_line(&titled(document)));
                Row { who: "Published".to_owned(), label, ..Row::default() }
            }
            What::Answer(_, response, _) | What::Withdrawal(_, response, _) => {
                let says = response.says.as_deref().map(|says| format!(": {says}")).unwrap_or_default();
                let verb = if response.stance == Stance::Asserts && !says.is_empty() { "said" } else { words::verb(response.stance) };
                Row {
                    who: self.by_role(words::name(view, &response.by)),
                    group: gather::speaker(view, &response.by).map(|id| marks::group(view, &id)),
                    label: self.by_role(&format!("{verb}{says}")),
                    ..Row::default()
                }
            }
        }
    }

    fn draft(&self, found: &Found<'a>, sources: &mut Sources<'_>) -> Draft {
        match &found.what {
            What::Claim(claim) => self.claim(claim, sources),
            What::Until(claim, until) => self.lasted(claim, *until, sources),
            What::Series(claims) => self.series(claims, sources),
            What::Sold { last, report } => self.sold(found, last, report, sources),
            What::Publication(document, claims) => publication(self.view, document, claims, sources),
            What::Grade { claim, before, after } => {
                let moved = if after < before { "rose" } else { "fell" };
                let graded = self.view.case.graded(claim, found.known);
                let text = format!("The claim {} {moved} from {before} to {after}: {}", claim.id, graded.reason);
                let (documents, marks) = self.why_graded(claim, found, sources);
                let sentence = marked(text, &marks, vec![claim.id.clone()]);
                Draft { sentence, documents, place: claim.place.to_string(), marks: Vec::new() }
            }
            What::Answer(_, response, told) => {
                let mut sentence = words::answered(self.view, response, sources);
                sentence.claims = told.iter().map(|claim| claim.id.clone()).collect();
                let answers: Vec<String> = told.iter().map(|claim| self.claim_and_date(claim)).collect();
                let marks = vec![format!("answers {}", answers.join(", "))];
                Draft { sentence, documents: read_in(response), place: response.place.to_string(), marks }
            }
            What::Withdrawal(_, response, told) => self.withdrawal(response, told, sources),
        }
    }

    fn claim(&self, claim: &Claim, sources: &mut Sources<'_>) -> Draft {
        let view = self.view;
        let sentence = words::statement(view, claim, sources).unwrap_or_default();
        let mut marks = Vec::new();
        if let Some((document, _)) = first_public(view, claim) {
            match document.published {
                _ if claim.date.is_none() => marks.push("undated: stands at its first publication".to_owned()),
                Some(published) if differs_in_time(claim, published) => marks.push(format!("published {published}")),
                None => marks.push("published in a document without date".to_owned()),
                Some(_) => {}
            }
        }
        let disputing = self.answers(claim).filter(|response| response.stance.disputes()).map(|response| {
            let who = words::name(view, &response.by);
            let did = words::verb(response.stance);
            format!("{who} {did} {} {}", words::when(response.date), sources.response_marks(response)).trim_end().to_owned()
        });
        let disputing: Vec<String> = disputing.collect();
        if !disputing.is_empty() {
            marks.push(format!("disputed: {}", disputing.join("; ")));
        }
        Draft { sentence, documents: self.carriers(claim), place: claim.place.to_string(), marks }
    }

    fn lasted(&self, claim: &Claim, until: PartialDate, sources: &mut Sources<'_>) -> Draft {
        let clause = words::lasted(self.view, claim, until);
        let sentence = words::statement_that(self.view, claim, &clause, sources).unwrap_or_default();
        let marks = vec![format!("began {}", claim.date.map_or_else(|| "on an unknown date".to_owned(), |date| date.to_string()))];
        Draft { sentence, documents: self.carriers(claim), place: claim.place.to_string(), marks }
    }

    /// The first report, the last, and those between in one sentence; its sources are the first and the last.
    fn series(&self, claims: &[&Claim], sources: &mut Sources<'_>) -> Draft {
        let (Some(first), Some(last)) = (claims.first(), claims.last()) else { return Draft::default() };
        let mut sentence = words::statement_that(self.view, first, &words::held_over(self.view, claims), sources).unwrap_or_default();
        let mark = sources.marks(words::carrying(self.view, last).map(|(citation, _)| citation));
        sentence.text.push_str(&mark);
        sentence.claims = claims.iter().map(|claim| claim.id.clone()).collect();
        let documents = claims.iter().flat_map(|claim| self.carriers(claim)).collect();
        Draft { sentence, documents, place: first.place.to_string(), marks: Vec::new() }
    }

    /// That a report leaves a company out is worded like the reports that named it.
    fn sold(&self, found: &Found<'_>, last: &Claim, report: &DocumentId, sources: &mut Sources<'_>) -> Draft {
        let view = self.view;
        let whom = last.object().map_or("", |object| words::name(view, object.as_str()));
        let day = last.date.map(|date| date.to_string()).unwrap_or_default();
        let who = words::subjects(view, last);
        let clause =
            format!("{who} sold what it held in {whom} between {day} and {}: the report for that day no longer names it", found.date);
        let text = words::reported_by(view, report, found.grade, &clause);
        let mark = format!("[{}]", sources.number(report, "does not name it", None));
        let place = view.case.documents.get(report).map(|document| document.place.to_string()).unwrap_or_default();
        let sentence = marked(text, &mark, vec![last.id.clone()]);
        Draft { sentence, documents: vec![report.clone()], place, marks: Vec::new() }
    }

    fn withdrawal(&self, response: &Response, told: &[&Claim], sources: &mut Sources<'_>) -> Draft {
        let view = self.view;
        let who = words::name(view, &response.by);
        let title = response.document.as_ref().and_then(|id| view.case.documents.get(id)).map(titled).unwrap_or_default();
        let part = if response.to.is_empty() { "" } else { "a part of " };
        let says = response.says.as_deref().map(|says| format!(", saying that {says}")).unwrap_or_default();
        let text = format!("{who} withdrew {part}{title} {}{says}", words::when(response.date));
        let claims: Vec<_> = told.iter().map(|claim| claim.id.clone()).collect();
        let ids: Vec<&str> = claims.iter().map(model::ClaimId::as_str).collect();
        let marks = vec![format!("concerns {}", ids.join(", "))];
        let sentence = marked(text, &sources.response_marks(response), claims);
        let documents = response.document.iter().cloned().chain(read_in(response)).collect();
        Draft { sentence, documents, place: response.place.to_string(), marks }
    }

    /// What was published, or withdrawn, on the day on which a grade changed.
    fn why_graded(&self, claim: &Claim, found: &Found<'_>, sources: &mut Sources<'_>) -> (Vec<DocumentId>, String) {
        let case = self.view.case;
        let on_day = |citation: &&Citation| case.documents.get(&citation.document).and_then(Document::known) == Some(found.known);
        let published: Vec<&Citation> = claim.cites.iter().filter(on_day).collect();
        let withdrawn = claim.cites.iter().filter_map(|citation| case.withdrawn(&claim.id, &citation.document, found.known));
        let withdrawn: Vec<&Response> = withdrawn.filter(|response| response.date.last() == found.known).collect();
        let marks = sources.marks(published.iter().copied()) + &withdrawn.iter().map(|r| sources.response_marks(r)).collect::<String>();
        let documents = published.iter().map(|c| c.document.clone()).chain(withdrawn.iter().flat_map(|r| read_in(r))).collect();
        (documents, marks)
    }

    fn claim_and_date(&self, claim: &Claim) -> String {
        let date = claim.date.or_else(|| first_public(self.view, claim).and_then(|(document, _)| document.published));
        date.map_or_else(|| claim.id.to_string(), |date| format!("{} ({date})", claim.id))
    }

    /// What was answered by the days asked for, oldest first.
    fn answers<'c>(&'c self, claim: &'c Claim) -> impl Iterator<Item = &'c Response> {
        let known = self.view.case.responses_to(&claim.id, self.view.asked.known_at).into_iter();
        known.filter(|response| self.as_of.is_none_or(|as_of| response.date.last() <= as_of))
    }

    fn carriers(&self, claim: &Claim) -> Vec<DocumentId> {
        words::carrying(self.view, claim).map(|(citation, _)| citation.document.clone()).collect()
    }

    /// What is not established and within the question, by date.
    pub(super) fn not_established(&self, asked: &Question, sources: &mut Sources<'_>) -> Vec<Unsettled> {
        let view = self.view;
        let mut found = Vec::new();
        let about = asked.about.as_ref().map(|id| gather::circle(view, id));
        let mut unsettled: Vec<_> = view
            .not_established()
            .filter(|known| about.as_ref().is_none_or(|about| !about.is_disjoint(&gather::entities(view, known.claim))))
            .filter(|known| asked.kinds.is_empty() || asked.kinds.contains(&gather::kind_of(view.case, known.claim)))
            .filter_map(|known| {
                let published = known.claim.cites.iter().filter_map(|c| view.case.documents.get(&c.document)?.known()).min()?;
                Some((known.claim.date.unwrap_or(PartialDate::Day(published)), published, known))
            })
            .filter(|(date, ..)| {
                asked.as_of.is_none_or(|as_of| date.last() <= as_of)
                    && asked.from.is_none_or(|from| date.last() >= from)
                    && asked.to.is_none_or(|to| date.first() <= to)
            })
            .collect();
        unsettled.sort_by_key(|(date, published, known)| (date.first(), date.last(), *published, &known.claim.id));
        for (_, published, known) in unsettled {
            let said = words::unproven(view, known.claim, sources);
            let responses = self.answers(known.claim).map(|response| words::answered(view, response, sources));
            let unproven =
                Unproven { claim: known.claim.id.clone(), said, reason: known.graded.reason.clone(), responses: responses.collect() };
            found.push(Unsettled { date: known.claim.date, known: published, unproven });
        }
        found
    }
}

/// Documents in which an answer can be read.
fn read_in(response: &Response) -> Vec<DocumentId> {
    response.cites.iter().map(|passage| passage.document.clone()).collect()
}

/// A title in quotation marks; one that the editors gave stands in brackets already.
fn titled(document: &Document) -> String {
    if document.title.starts_with('[') { document.title.clone() } else { format!("\"{}\"", document.title) }
}

fn publication(view: &View<'_>, document: &Document, claims: &[&Claim], sources: &mut Sources<'_>) -> Draft {
    let who = name_of(view.case, document.publisher.as_str());
    let when = document.published.map(words::when).unwrap_or_default();
    let mut dates: Vec<PartialDate> = claims.iter().filter_map(|claim| claim.date).collect();
    dates.sort_by_key(|date| (date.first(), date.last()));
    dates.dedup();
    let dates: Vec<String> = dates.into_iter().map(|date| date.to_string()).collect();
    let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
    let cited = claims.iter().flat_map(|claim| claim.cites.iter().filter(|citation| citation.document == document.id));
    let text = format!("{who} published {} {when}, which speaks of {}", titled(document), words::listed(&dates));
    let ids: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
    let marks = vec![format!("first public with it: {}", ids.join(", "))];
    let sentence = marked(text, &sources.marks(cited), claims.iter().map(|claim| claim.id.clone()).collect());
    Draft { sentence, documents: vec![document.id.clone()], place: document.place.to_string(), marks }
}

/// A sentence without the `[n]` at its end.
fn without_marks(sentence: &str) -> String {
    let mut text = sentence.trim_end();
    while let Some((before, mark)) = text.rsplit_once('[') {
        if !mark.strip_suffix(']').is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
            break;
        }
        text = before.trim_end();
    }
    text.to_owned()
}

fn marked(text: String, marks: &str, claims: Vec<model::ClaimId>) -> Sentence {
    let text = if marks.is_empty() { text } else { format!("{text} {marks}") };
    Sentence { text, claims }
}
