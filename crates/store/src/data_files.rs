//! What do the files of `data/` say? Holdings and links become claims, entities become entities, and rates become rates.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;

use formats::Row;
use model::{Code, DocumentId, Place, Problem, Report, Severity};

use crate::data_entries::{Content, Entry};
use crate::draft::Draft;
use crate::fs::Folder;
use crate::matching::Matcher;
use crate::{DataFile, Format, OpenError, data_holdings, data_links};

/// Reads a data file; its reports become documents even where its rows cannot be read.
pub(crate) fn read(
    folder: &Folder,
    entry: &Entry,
    matcher: &Matcher,
    draft: &mut Draft,
    problems: &mut Vec<Problem>,
) -> Result<DataFile, OpenError> {
    for document in entry.documents() {
        draft.document_names.define(document.id.as_str(), &document.place, 0);
        draft.documents.insert(document.id.clone(), document);
    }
    let mut data = DataFile::new(entry);
    let Some(bytes) = bytes(folder, entry, problems) else {
        draft.claim_names.unread.insert(data.id.to_string());
        if matches!(entry.content, Content::Entities) {
            draft.things.incomplete = true;
        }
        say_nothing_by_silence(entry, draft);
        return Ok(data);
    };
    let told = problems.len();
    let read = match &entry.content {
        Content::Holdings(part) => {
            data_holdings::read(bytes, entry, part, &mut data, &mut data_holdings::Into { matcher, draft, problems })
        }
        Content::Links { basis, credibility, .. } => {
            let cited = data_links::Cited { document: DocumentId::of_file(&entry.id), basis: *basis, credibility: *credibility };
            data_links::links(bytes, &cited, &mut data, draft, problems)
        }
        Content::Entities => data_links::entities(bytes, &mut data, draft, problems),
        Content::Rates => rates(bytes, &mut data, draft, problems),
    };
    read.map_err(|source| OpenError::Read { path: PathBuf::from(&data.file), source })?;
    let lost = |problem: &Problem| problem.severity() == Severity::Error || problem.code == Code::EmptyFile;
    if problems[told..].iter().any(lost) {
        say_nothing_by_silence(entry, draft);
    }
    Ok(data)
}

/// What could not be read may name any company: that the reports of the file leave one out does not say that it was sold.
fn say_nothing_by_silence(entry: &Entry, draft: &mut Draft) {
    let Content::Holdings(part) = &entry.content else { return };
    let Some(series) = draft.series.get_mut(&part.series) else { return };
    let of_file = |report: &&mut Report| part.reports.iter().any(|dated| dated.as_of == report.as_of);
    series.reports.iter_mut().filter(of_file).for_each(|report| report.complete = false);
}

fn bytes(folder: &Folder, entry: &Entry, problems: &mut Vec<Problem>) -> Option<impl BufRead + use<>> {
    match folder.data(&entry.file) {
        Ok(Some(bytes)) => return Some(bytes),
        Ok(None) => {
            let hint = format!("put the file there, or correct `file` of the data file `{}` in `case.toml`", entry.id);
            problems.push(Problem::new(Place::file(&entry.file), Code::UnreadableFile, "there is no such file", hint));
        }
        Err(problem) => problems.push(problem),
    }
    None
}

fn rates(bytes: impl BufRead, data: &mut DataFile, draft: &mut Draft, problems: &mut Vec<Problem>) -> std::io::Result<()> {
    let mut rows = formats::ecb_rates::read(bytes, &data.file);
    for row in rows.by_ref() {
        match row? {
            Row::Record(rate) => draft.rates.insert(rate.day, rate.currency, rate.per_euro),
            Row::Problem(problem) => problems.push(problem),
            Row::Skipped { rule, .. } => data.skip(rule),
        }
    }
    data.counts = rows.counts();
    Ok(())
}

impl DataFile {
    fn new(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            file: entry.file.clone(),
            format: entry.format,
            counts: formats::Counts::default(),
            skipped: BTreeMap::new(),
            proposals: Vec::new(),
        }
    }

    /// Whether its counts are of cells: where a row holds many figures.
    pub fn counts_cells(&self) -> bool {
        matches!(self.format, Format::Wide | Format::EcbRates)
    }

    /// Notes a row that is passed over by a rule.
    pub(crate) fn skip(&mut self, rule: &'static str) {
        *self.skipped.entry(rule).or_default() += 1;
    }
}
