//! Where does it say so? Numbers the sources of one answer in the order in which they are first cited.

use std::collections::BTreeMap;

use exposure::View;
use model::{Case, Citation, Day, Document, DocumentId, Response, Seen};

use crate::persons::Persons;
use crate::plain::one_line;
use crate::rows::Source;

/// The sources of one answer, and how its sentences speak of persons.
#[derive(Debug)]
pub(crate) struct Sources<'a> {
    case: &'a Case,
    known_at: Day,
    persons: Persons,
    numbers: BTreeMap<(DocumentId, String), usize>,
    list: Vec<Source>,
}

impl<'a> Sources<'a> {
    /// Of what was published by the day asked for.
    pub(crate) fn of(view: &View<'a>) -> Self {
        Self {
            case: view.case,
            known_at: view.asked.known_at,
            persons: Persons::new(view.case),
            numbers: BTreeMap::new(),
            list: Vec::new(),
        }
    }

    /// The number of a passage of a document.
    pub(crate) fn number(&mut self, document: &DocumentId, at: &str, via: Option<&str>) -> usize {
        let key = (document.clone(), at.to_owned());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.list.len() + 1;
        let (text, url) = match self.case.documents.get(document) {
            Some(found) => (describe(self.case, found, at, via), found.url.as_deref().map(one_line)),
            None => (document.to_string(), None),
        };
        self.list.push(Source { number, document: document.to_string(), text, url });
        self.numbers.insert(key, number);
        number
    }

    /// `[1][2]` for citations.
    pub(crate) fn marks<'c>(&mut self, citations: impl IntoIterator<Item = &'c Citation>) -> String {
        let mut numbers: Vec<usize> = citations.into_iter().map(|c| self.number(&c.document, &c.at, c.via.as_deref())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|n| format!("[{n}]")).collect()
    }

    /// `[1][2]` for where an answer can be read, on the day asked for.
    pub(crate) fn response_marks(&mut self, response: &Response) -> String {
        self.response_numbers(response).iter().map(|number| format!("[{number}]")).collect()
    }

    /// The numbers of the passages in which an answer can be read, on the day asked for.
    pub(crate) fn response_numbers(&mut self, response: &Response) -> Vec<usize> {
        let (case, known_at) = (self.case, self.known_at);
        let readable = |id: &DocumentId| case.documents.get(id).and_then(Document::known).is_some_and(|day| day <= known_at);
        let passages = response.cites.iter().filter(|passage| readable(&passage.document));
        passages.map(|p| self.number(&p.document, p.at.as_deref().unwrap_or(""), None)).collect()
    }

    /// A sentence as it is printed: in one line, persons by their role.
    pub(crate) fn written(&self, text: &str) -> String {
        self.persons.written(text)
    }

    /// All sources, ascending.
    pub(crate) fn finish(self) -> Vec<Source> {
        self.list
    }
}

/// Publisher, title, place, date, and how it was seen.
pub(crate) fn describe(case: &Case, document: &Document, at: &str, via: Option<&str>) -> String {
    let publisher = case.publishers.get(&document.publisher).map_or(document.publisher.as_str(), |p| p.name.as_str());
    let date = match (document.published, document.retrieved) {
        (Some(published), _) => published.to_string(),
        (None, Some(retrieved)) => format!("undated, read {retrieved}"),
        (None, None) => "undated".to_owned(),
    };
    let mut text = format!("{publisher}, \"{}\", {date}", document.title);
    if !at.is_empty() {
        text.push_str(&format!(" ({at})"));
    }
    let through = via.or(document.via.as_deref());
    match (document.seen, through) {
        (Seen::Original, None) => {}
        (Seen::Original, Some(via)) => text.push_str(&format!("; read via {via}")),
        (seen, via) => {
            text.push_str(&format!("; seen as {}", seen.as_str()));
            if let Some(via) = via {
                text.push_str(&format!(" at {via}"));
            }
        }
    }
    one_line(&text)
}
