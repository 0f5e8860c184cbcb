//! What did holders report? The files of `data/`: rows become claims, and rates become rates.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;

use formats::Row;
use formats::positions::PositionRow;
use model::{Citation, Claim, ClaimId, Code, DocumentId, EntityId, LinkKind, Place, Problem, Series};

use crate::case_file::Entry;
use crate::draft::{Draft, Thing};
use crate::fs::Folder;
use crate::names::{Suggestions, suggest};
use crate::{DataFile, OpenError};

/// Reads a data file; its reports become documents even where its rows cannot be read.
pub(crate) fn read(folder: &Folder, entry: Entry, draft: &mut Draft, problems: &mut Vec<Problem>) -> Result<DataFile, OpenError> {
    for document in entry.documents {
        draft.document_names.define(document.id.as_str(), &document.place, 0);
        draft.documents.insert(document.id.clone(), document);
    }
    let mut data = DataFile { id: entry.id, file: entry.file, counts: formats::Counts::default() };
    let bytes = match folder.data(&data.file) {
        Ok(Some(bytes)) => Some(bytes),
        Ok(None) => {
            let hint = format!("put the file there, or correct `file` of the data file `{}` in `case.toml`", data.id);
            problems.push(Problem::new(Place::file(&data.file), Code::UnreadableFile, "there is no such file", hint));
            None
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let read = match (&entry.series, bytes) {
        (_, None) => {
            draft.claim_names.unread.insert(data.id.to_string());
            Ok(())
        }
        (Some(series), Some(bytes)) => positions(bytes, series, &mut data, draft, problems),
        (None, Some(bytes)) => rates(bytes, &mut data, draft, problems),
    };
    if let Some(series) = entry.series {
        draft.series.insert(series.id.clone(), series);
    }
    read.map_err(|source| OpenError::Read { path: PathBuf::from(&data.file), source })?;
    Ok(data)
}

fn rates(bytes: impl BufRead, data: &mut DataFile, draft: &mut Draft, problems: &mut Vec<Problem>) -> std::io::Result<()> {
    let mut rows = formats::ecb_rates::read(bytes, &data.file);
    for row in rows.by_ref() {
        match row? {
            Row::Record(rate) => draft.rates.insert(rate.day, rate.currency, rate.per_euro),
            Row::Problem(problem) => problems.push(problem),
            Row::Skipped { .. } => {}
        }
    }
    data.counts = rows.counts();
    Ok(())
}

fn positions(
    bytes: impl BufRead,
    series: &Series,
    data: &mut DataFile,
    draft: &mut Draft,
    problems: &mut Vec<Problem>,
) -> std::io::Result<()> {
    let mut rows = formats::positions::read(bytes, &data.file);
    let mut earlier: BTreeMap<String, u32> = BTreeMap::new();
    let days = Suggestions::default();
    let (mut refused, mut repeated) = (0, 0);
    for row in rows.by_ref() {
        let row = match row? {
            Row::Record(row) => row,
            Row::Problem(problem) => {
                // What refers to the row is left out with it, without a word.
                draft.claim_names.define(ClaimId::of_row(&series.id, problem.place.line).as_str(), &problem.place, 0);
                problems.push(problem);
                continue;
            }
            Row::Skipped { .. } => continue,
        };
        let id = ClaimId::of_row(&series.id, row.place.line);
        let (company, faults) = check(&row, series, &days, draft);
        let Some(company) = company.filter(|_| faults.is_empty()) else {
            draft.claim_names.define(id.as_str(), &row.place, 0);
            problems.extend(faults);
            refused += 1;
            continue;
        };
        let line = row.place.line;
        let key = key(&row, series);
        if let Some(first) = earlier.get(&key) {
            let message = format!("the row says again what line {first} says");
            problems.push(Problem::new(row.place, Code::DuplicateRow, message, "delete one of the two; it is counted once"));
            repeated += 1;
            continue;
        }
        earlier.insert(key, line);
        draft.claim_names.define(id.as_str(), &row.place, 0);
        draft.claims.insert(id.clone(), claim(id, row, series, company));
    }
    data.counts = rows.counts();
    (0..refused).for_each(|_| data.counts.refuse_record());
    (0..repeated).for_each(|_| data.counts.skip_record());
    Ok(())
}

/// Everything that a row says, as one text: however it writes a figure, and whether it repeats what the series says.
fn key(row: &PositionRow, series: &Series) -> String {
    let PositionRow { place: _, date, company, amount, share, capacity, instrument, security } = row;
    let amount = amount.map(|amount| amount.to_string());
    let capacity = capacity.unwrap_or(series.capacity);
    format!("{date}|{company}|{amount:?}|{share:?}|{capacity}|{instrument}|{security:?}")
}

/// The company of a row, and what is wrong with the row in this case.
fn check(row: &PositionRow, series: &Series, suggestions: &Suggestions, draft: &Draft) -> (Option<EntityId>, Vec<Problem>) {
    let mut faults = Vec::new();
    if !series.reports.iter().any(|report| report.as_of == row.date) {
        let message = format!("`{}` has no report of {}", series.id, row.date);
        let day = row.date.to_string();
        let meant = suggestions.meant(&day, || {
            let days: Vec<String> = series.reports.iter().map(|report| report.as_of.to_string()).collect();
            suggest(&day, days.iter().map(String::as_str)).map(str::to_owned)
        });
        let hint = match meant {
            Some(meant) => format!("did you mean `{meant}`? else add the day to `reports` in `case.toml`"),
            None => "add the day to `reports` in `case.toml`, or correct the date".to_owned(),
        };
        faults.push(Problem::new(row.place.clone(), Code::UnknownReport, message, hint));
    }
    let mut wrong = |what: &str| {
        let message = format!("`{}` is a {what}, and positions are held in companies", row.company);
        faults.push(Problem::new(
            row.place.clone(),
            Code::WrongType,
            message,
            "write the id of the company; a share class stands in `security`",
        ));
    };
    let company = match draft.thing(&row.company) {
        Thing::Entity(entity) if entity.schema.is_body() => Some(entity.id.clone()),
        Thing::Entity(entity) => {
            wrong(entity.schema.as_str());
            None
        }
        Thing::Harm(_) => {
            wrong("harm");
            None
        }
        Thing::None => {
            faults.extend(draft.things.unknown(&row.company, row.place.clone()));
            None
        }
    };
    (company, faults)
}

fn claim(id: ClaimId, row: PositionRow, series: &Series, company: EntityId) -> Claim {
    let cite = Citation {
        document: DocumentId::of_report(&series.id, row.date),
        at: format!("line {}", row.place.line),
        basis: series.basis,
        credibility: series.credibility,
        via: None,
        quote: None,
        place: row.place.clone(),
    };
    Claim {
        id,
        subjects: vec![series.holder.clone()],
        link: Some((LinkKind::Holds, company)),
        says: None,
        motive: None,
        role: None,
        involvement: None,
        amount: row.amount,
        quantity: None,
        weight: None,
        share: row.share,
        votes: None,
        control: false,
        capacity: row.capacity.unwrap_or(series.capacity),
        instrument: row.instrument,
        security: row.security,
        date: Some(row.date.into()),
        until: None,
        modality: String::new(),
        covers: Vec::new(),
        ends: Vec::new(),
        cites: vec![cite],
        series: Some(series.id.clone()),
        place: row.place,
    }
}
