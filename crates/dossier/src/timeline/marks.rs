//! From what do a speaker's words differ? The rules of `differs`, applied to a view and put into words.
//!
//! The words give dates, speakers and what each said; they conclude nothing.

use std::collections::BTreeMap;

use exposure::View;
use model::{Basis, Citation, Claim, Document, EntityId, PartialDate, Response};

use super::differs::{self, Said, rejects, topics};
use super::gather::{Found, What, speaker};
use super::{Differs, Rule};
use crate::sources::Sources;
use crate::words;

/// Of each answer, by its place in the case, the earlier answers from which it differs.
pub(super) type Differing<'a> = BTreeMap<usize, Vec<(usize, &'a Response)>>;

/// Compares all answers on the line.
pub(super) fn differing<'a>(view: &View<'a>, found: &[Found<'a>]) -> Differing<'a> {
    let mut answers: Vec<(usize, &'a Response)> = Vec::new();
    let mut said: Vec<Said> = Vec::new();
    for found in found {
        let What::Answer(number, response, told) = &found.what else { continue };
        answers.push((*number, *response));
        said.push(Said {
            speaker: speaker(view, &response.by).map_or_else(|| response.by.clone(), |id| id.to_string()),
            group: speaker(view, &response.by).map(|id| group(view, &id)),
            stance: response.stance,
            date: response.date,
            topics: told
                .iter()
                .flat_map(|claim| topics(claim, |id| view.canonical(id).clone(), |id| view.case.harm(id).is_some()))
                .collect(),
        });
    }
    let lists = differs::differing(&said);
    answers.iter().zip(lists).map(|((number, _), earlier)| (*number, earlier.into_iter().map(|at| answers[at]).collect())).collect()
}

/// The group of an entity: the one that it is entered under, which may be the id of its head, else itself.
pub(super) fn group(view: &View<'_>, id: &EntityId) -> String {
    view.case.entities.get(id).and_then(|entity| entity.group.clone()).unwrap_or_else(|| id.to_string())
}

/// Rule 1 in words.
pub(super) fn from_words(view: &View<'_>, later: &Response, earlier: (usize, &Response), sources: &mut Sources<'_>) -> Differs {
    let (number, earlier) = earlier;
    let own = speaker(view, &later.by) == speaker(view, &earlier.by) && (later.by == earlier.by || speaker(view, &later.by).is_some());
    let who = if own { "it" } else { view.case.name_of(&earlier.by) };
    let marks = sources.response_marks(earlier);
    let said = match &earlier.says {
        Some(says) => format!(": that {says}"),
        None => format!(", when it {}", words::verb(earlier.stance)),
    };
    Differs {
        rule: if own { Rule::OwnWords } else { Rule::GroupWords },
        event: format!("response/{number}"),
        document: earlier.cites.first().map(|passage| passage.document.clone()),
        date: Some(earlier.date),
        text: format!("differs from what {who} said {} {marks}{said}", words::when(earlier.date)),
    }
}

/// Rule 2: documents of the speaker, or of its group, that count as admissions of what it rejects.
pub(super) fn from_documents(view: &View<'_>, response: &Response, told: &[&Claim], sources: &mut Sources<'_>) -> Vec<Differs> {
    if !rejects(response.stance) {
        return Vec::new();
    }
    let Some(who) = speaker(view, &response.by) else { return Vec::new() };
    let mut found = Vec::new();
    for claim in told {
        let admissions = words::carrying(view, claim).filter(|(citation, _)| citation.basis == Basis::Admission);
        let admissions: Vec<&Citation> = admissions.map(|(citation, _)| citation).collect();
        for citation in admissions {
            let Some(document) = view.case.documents.get(&citation.document) else { continue };
            let Some(whose) = owner(view, claim, document) else { continue };
            let own = whose == who;
            if !own && group(view, &whose) != group(view, &who) {
                continue;
            }
            let lead = if own { "its own document".to_owned() } else { format!("a document of {}", view.case.name_of(whose.as_str())) };
            let says = match &citation.quote {
                Some(quote) => format!("\"{quote}\""),
                None => format!("that {}", words::core(view, claim)),
            };
            found.push(Differs {
                rule: Rule::OwnDocument,
                event: format!("claim/{}", claim.id),
                document: Some(document.id.clone()),
                date: document.published,
                text: format!("{lead}{} says {says} {}", of(document.published), sources.marks([citation])),
            });
        }
    }
    found
}

/// Whose document it is: its publisher's, where that is an entity; else the one subject's, for an admission is its own statement.
fn owner(view: &View<'_>, claim: &Claim, document: &Document) -> Option<EntityId> {
    speaker(view, document.publisher.as_str()).or_else(|| claim.subject().map(|subject| view.canonical(subject).clone()))
}

/// Rule 3 in words.
pub(super) fn from_withdrawal(view: &View<'_>, response: &Response, told: &[&Claim]) -> Option<Differs> {
    let document = view.case.documents.get(response.document.as_ref()?)?;
    let event = told.first().map(|claim| format!("claim/{}", claim.id))?;
    Some(Differs {
        rule: Rule::Withdrawn,
        event,
        document: Some(document.id.clone()),
        date: document.published,
        text: format!("takes back its own document{}", of(document.published)),
    })
}

fn of(published: Option<PartialDate>) -> String {
    published.map_or_else(|| ", which bears no date,".to_owned(), |date| format!(" of {date}"))
}
