//! What is the case about? `case.toml`: the head, the harms and the data files.

use std::collections::BTreeSet;

use formats::figures;
use model::{
    Basis, Capacity, Code, Currency, Day, Document, DocumentId, EntityId, Harm, PartialDate, Problem, Report, Seen, Series, SeriesId,
};

use crate::draft::Draft;
use crate::evidence::Shelf;
use crate::fields::Fields;
use crate::fs;
use crate::text::Table;
use crate::values::integer;

/// The version of the format that this program reads and writes.
pub(crate) const FORMAT: i64 = 1;

/// The top of `case.toml`.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) as_of: Day,
    pub(crate) as_of_reason: String,
    pub(crate) currency: Currency,
    pub(crate) contact: Option<String>,
}

/// The top of the file, with its tables.
#[derive(Debug)]
pub(crate) struct Top<'a> {
    /// None where the case cannot be used; problems say why.
    pub(crate) head: Option<Head>,
    pub(crate) harms: Vec<Table<'a>>,
    pub(crate) data: Vec<Table<'a>>,
}

/// Whether the file is of a format that we read; told where it is not.
pub(crate) fn is_our_format(fields: &mut Fields<'_, '_>) -> bool {
    let Some(field) = fields.get("format") else {
        fields.missing("format", format!("add `format = {FORMAT}` as the first line"));
        return false;
    };
    match integer(field.value) {
        Some(FORMAT) => return true,
        Some(version) => {
            let message = format!("the case has the format {version}, and this program reads {FORMAT}");
            let hint = if version > FORMAT { "use a newer Daylight" } else { "write `format = 1`" };
            fields.tell_at(field, Code::UnsupportedFormat, message, hint);
        }
        None => fields.wrong_type(field, "an integer", format!("write `format = {FORMAT}` without quotes")),
    }
    false
}

/// Reads the top of a file of our format.
pub(crate) fn top<'a>(mut fields: Fields<'a, '_>) -> Top<'a> {
    let title = fields.required("title").map(str::to_owned);
    let summary = fields.owned("summary").unwrap_or_default();
    let as_of = fields.required_day("as_of");
    let as_of_reason = fields.owned("as_of_reason").unwrap_or_default();
    let currency = fields.required("currency").and_then(|text| {
        let field = fields.get("currency")?;
        fields.take(field, figures::currency(text))
    });
    let contact = fields.owned("contact");
    let harms = fields.tables("harm", "`[[harm]]`").unwrap_or_default();
    if fields.is_blank("harm") {
        fields.missing("harm", "add `[[harm]]` with `id`, `title` and `summary`: what is done");
    }
    let data = fields.tables("data", "`[[data]]`").unwrap_or_default();
    fields.finish();
    let head = (|| Some(Head { title: title?, summary, as_of: as_of?, as_of_reason, currency: currency?, contact }))();
    Top { head, harms, data }
}

/// Reads a harm. A fault in an optional field costs that field, so that no case falls for it.
pub(crate) fn harm(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Harm> {
    let place = fields.place();
    let id = fields.id(&draft.things, EntityId::parse);
    let title = fields.required("title").map(str::to_owned);
    let summary = fields.required("summary").map(str::to_owned);
    let location = fields.owned("location").unwrap_or_default();
    let since = fields.date("since");
    let by = fields.get("by").filter(|_| fields.has("by")).and_then(|_| draft.entity(&mut fields, "by"));
    let group = fields.owned("group").unwrap_or_default();
    fields.finish();
    Some(Harm { id: id?, title: title?, summary: summary?, location, since, by, group, place })
}

/// A `[[data]]` table that can be used.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: SeriesId,
    pub(crate) file: String,
    /// None for rates.
    pub(crate) series: Option<Series>,
    /// Its reports as documents.
    pub(crate) documents: Vec<Document>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Positions,
    EcbRates,
}

impl Format {
    const ALL: [Self; 2] = [Self::Positions, Self::EcbRates];

    fn as_str(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::EcbRates => "ecb-rates",
        }
    }
}

const OF_POSITIONS: [&str; 5] = ["basis", "credibility", "holder", "capacity", "reports"];

/// Reads a `[[data]]` table.
pub(crate) fn data(mut fields: Fields<'_, '_>, draft: &Draft, shelf: &Shelf<'_>) -> Option<Entry> {
    let id = fields.id(&draft.series_names, SeriesId::parse);
    let file = file(&mut fields);
    let format = fields.required_word("format", &Format::ALL, Format::as_str);
    let publisher = shelf.publisher_of(&mut fields);
    let title = fields.required("title").map(str::to_owned);
    let url = fields.owned("url");
    let retrieved = fields.retrieved();
    let seen = fields.required_word("seen", &Seen::ALL, Seen::as_str);
    let archive = shelf.archive(&mut fields);
    let positions = if format == Some(Format::Positions) {
        let basis = fields.required_word("basis", &Basis::ALL, Basis::as_str);
        let credibility = fields.credibility();
        let holder = draft.body(&mut fields, "holder");
        let capacity = fields.required_word("capacity", Capacity::ALL, Capacity::as_str);
        let reports = reports(&mut fields);
        (|| Some((basis?, credibility?, holder?, capacity?, reports?)))()
    } else {
        for name in OF_POSITIONS {
            if let Some(field) = fields.get(name)
                && format == Some(Format::EcbRates)
            {
                fields.tell_at(field, Code::FieldNotAllowed, format!("`{name}` does not belong to a file of rates"), "leave it out");
            }
        }
        None
    };
    fields.finish().then_some(())?;
    let (id, file, format, publisher, title, seen) = (id?, file?, format?, publisher?, title?, seen?);
    if format == Format::EcbRates {
        return Some(Entry { id, file, series: None, documents: Vec::new() });
    }
    let (basis, credibility, holder, capacity, reports) = positions?;
    let documents: Vec<Document> = reports
        .iter()
        .map(|report| Document {
            id: DocumentId::of_report(&id, report.as_of),
            publisher: publisher.clone(),
            kind: "dataset".to_owned(),
            title: title.clone(),
            url: url.clone(),
            published: report.published,
            retrieved,
            origin: id.to_string(),
            seen,
            via: None,
            archive: archive.clone(),
            place: report.place.clone(),
        })
        .collect();
    let report = |r: Dated| Report {
        as_of: r.as_of,
        document: DocumentId::of_report(&id, r.as_of),
        complete: r.complete,
        undecided: BTreeSet::new(),
    };
    let reports = reports.into_iter().map(report).collect();
    Some(Entry { series: Some(Series { id: id.clone(), holder, capacity, basis, credibility, reports }), id, file, documents })
}

fn file(fields: &mut Fields<'_, '_>) -> Option<String> {
    let path = fields.required("file")?;
    let field = fields.get("file")?;
    let inside = fs::inside(path);
    if inside.is_none() {
        let message = format!("`{}` does not stay inside the case", figures::shown(path));
        fields.tell_at(
            field,
            Code::UnreadableFile,
            message,
            "copy the file into `data/` and write its path from the case, such as `data/positions.csv`",
        );
    }
    inside
}

#[derive(Debug)]
struct Dated {
    as_of: Day,
    published: Option<PartialDate>,
    complete: bool,
    place: model::Place,
}

fn reports(fields: &mut Fields<'_, '_>) -> Option<Vec<Dated>> {
    const EXAMPLE: &str = "`reports = [{ as_of = \"2019-12-31\", published = \"2020\" }]`";
    let undated = !fields.has("retrieved");
    let Some(tables) = fields.tables("reports", EXAMPLE) else {
        fields.missing("reports", format!("add {EXAMPLE}: every report that the file holds, also those that no longer name a company"));
        return None;
    };
    if fields.is_blank("reports") {
        fields.missing("reports", format!("write {EXAMPLE}"));
    }
    let mut reports: Vec<Dated> = Vec::new();
    let mut usable = true;
    for (table, span) in tables {
        let mut report = fields.inner(table, span, "report");
        let place = report.place();
        let as_of = report.required_day("as_of");
        let published = report.published();
        let complete = if report.has("complete") { report.flag("complete") } else { report.get("complete").is_none() };
        if undated && !report.has("published") {
            let hint = "add `published` here, or `retrieved` to the data file";
            report.tell_here(Code::UndatedDocument, "the report bears no date of publication", hint);
        }
        report.in_order(as_of.map(PartialDate::Day), published, ("as_of", "published"));
        if let Some(earlier) = reports.iter().find(|r| Some(r.as_of) == as_of) {
            let message = format!("a report of {} stands already at {}", earlier.as_of, earlier.place);
            report.tell(Problem::new(place.clone(), Code::DuplicateId, message, "name each report once"));
        }
        usable &= report.finish();
        if let Some(as_of) = as_of {
            reports.push(Dated { as_of, published, complete, place });
        }
    }
    if !usable {
        fields.spoil();
    }
    reports.sort_by_key(|report| report.as_of);
    Some(reports)
}
