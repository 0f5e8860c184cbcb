//! Which files does the case read? The `[[data]]` tables of `case.toml`, and the series that several of them make together.

use std::collections::{BTreeMap, BTreeSet};

use formats::detect::Detected;
use formats::figures;
use model::{
    Basis, Capacity, Code, Credibility, Day, Document, DocumentId, EntityId, PartialDate, Place, Problem, PublisherId, Report, Seen,
    Series, SeriesId,
};

use toml::de::DeTable;

use crate::draft::Draft;
use crate::evidence::Shelf;
use crate::fields::Fields;
use crate::fs;

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A CSV of positions that anybody can make.
    Positions,
    /// Norges Bank's yearly list.
    Nbim,
    /// The holdings of a fund as iShares publishes them.
    Ishares,
    /// A row per day and a column per ticker, with weights.
    Wide,
    /// A CSV of entities.
    Entities,
    /// A CSV of links.
    Links,
    /// The European Central Bank's reference rates.
    EcbRates,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 7] = [Self::Positions, Self::Nbim, Self::Ishares, Self::Wide, Self::Entities, Self::Links, Self::EcbRates];

    /// The word in `case.toml` and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Nbim => "nbim",
            Self::Ishares => "ishares",
            Self::Wide => "wide",
            Self::Entities => "entities",
            Self::Links => "links",
            Self::EcbRates => "ecb-rates",
        }
    }

    /// What a file was found to be, or why that is not known.
    pub(crate) fn detected(found: Detected) -> Result<Self, String> {
        match found {
            Detected::Nbim => Ok(Self::Nbim),
            Detected::Ishares => Ok(Self::Ishares),
            Detected::Wide => Ok(Self::Wide),
            Detected::Positions => Ok(Self::Positions),
            Detected::Entities => Ok(Self::Entities),
            Detected::Links => Ok(Self::Links),
            Detected::EcbRates => Ok(Self::EcbRates),
            Detected::Unknown { why, nearest, .. } => Err(match nearest {
                Some(nearest) => format!("{why}; `{nearest}` comes nearest"),
                None => why,
            }),
        }
    }

    /// Its layout, where its rows are holdings.
    pub fn layout(self) -> Option<formats::holdings::Layout> {
        use formats::holdings::Layout;
        match self {
            Self::Positions => Some(Layout::Positions),
            Self::Nbim => Some(Layout::Nbim),
            Self::Ishares => Some(Layout::Ishares),
            Self::Wide => Some(Layout::Wide),
            Self::Entities | Self::Links | Self::EcbRates => None,
        }
    }

    /// Whether `case.toml` may name a field with a file of this format.
    pub(crate) fn has(self, field: &str) -> bool {
        match field {
            "holder" | "capacity" | "reports" | "series" => self.layout().is_some(),
            "basis" | "credibility" => self.layout().is_some() || self == Self::Links,
            "published" => matches!(self, Self::Entities | Self::Links),
            _ => true,
        }
    }
}

/// The fields that belong to some formats only.
const OF_SOME: [&str; 7] = ["series", "holder", "capacity", "reports", "basis", "credibility", "published"];

/// A `[[data]]` table that can be used.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: SeriesId,
    pub(crate) file: String,
    pub(crate) format: Format,
    pub(crate) content: Content,
    pub(crate) place: Place,
    head: Head,
}

/// What the rows of a file are.
#[derive(Debug)]
pub(crate) enum Content {
    /// Positions of a series.
    Holdings(Part),
    /// Links, all cited to the file.
    Links { basis: Basis, credibility: Credibility, published: Option<PartialDate> },
    /// Entities.
    Entities,
    /// Exchange rates.
    Rates,
}

/// One file's part of a series: reports of one reporter on one holder.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) series: SeriesId,
    pub(crate) holder: EntityId,
    pub(crate) capacity: Capacity,
    pub(crate) basis: Basis,
    pub(crate) credibility: Credibility,
    pub(crate) reports: Vec<Dated>,
}

/// A report of a file.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub(crate) as_of: Day,
    pub(crate) published: Option<PartialDate>,
    pub(crate) complete: bool,
    pub(crate) place: Place,
}

/// What every data file says of itself as a document.
#[derive(Debug)]
struct Head {
    publisher: PublisherId,
    title: String,
    url: Option<String>,
    retrieved: Option<Day>,
    seen: Seen,
    via: Option<String>,
    archive: Option<String>,
}

impl Entry {
    /// The documents that the file is: one per report, or one for all of its links.
    pub(crate) fn documents(&self) -> Vec<Document> {
        match &self.content {
            Content::Holdings(part) => part
                .reports
                .iter()
                .map(|report| {
                    let id = DocumentId::of_report(&self.id, report.as_of);
                    self.document(id, report.published, part.series.to_string(), report.place.clone())
                })
                .collect(),
            Content::Links { published, .. } => {
                vec![self.document(DocumentId::of_file(&self.id), *published, self.id.to_string(), self.place.clone())]
            }
            Content::Entities | Content::Rates => Vec::new(),
        }
    }

    fn document(&self, id: DocumentId, published: Option<PartialDate>, origin: String, place: Place) -> Document {
        Document {
            id,
            publisher: self.head.publisher.clone(),
            kind: "dataset".to_owned(),
            title: self.head.title.clone(),
            url: self.head.url.clone(),
            published,
            retrieved: self.head.retrieved,
            origin,
            seen: self.head.seen,
            via: self.head.via.clone(),
            archive: self.head.archive.clone(),
            place,
        }
    }
}

/// The series that a `[[data]]` table makes or belongs to, before anything in it is checked.
pub(crate) fn series_of(table: &DeTable<'_>) -> Option<String> {
    let text = |name: &str| table.get(name).and_then(|value| value.get_ref().as_str()).map(|text| text.trim().to_owned());
    text("series").filter(|series| !series.is_empty()).or_else(|| text("id"))
}

/// Whether a `[[data]]` table has this id.
pub(crate) fn is(table: &DeTable<'_>, id: &SeriesId) -> bool {
    table.get("id").and_then(|value| value.get_ref().as_str()).is_some_and(|text| text.trim() == id.as_str())
}

/// Reads a `[[data]]` table.
pub(crate) fn read(mut fields: Fields<'_, '_>, draft: &Draft, shelf: &Shelf<'_>) -> Option<Entry> {
    let place = fields.place();
    let id = fields.id(&draft.data_names, SeriesId::parse);
    let file = file(&mut fields);
    let format = fields.required_word("format", &Format::ALL, Format::as_str);
    let publisher = shelf.publisher_of(&mut fields);
    let title = fields.required("title").map(str::to_owned);
    let url = fields.owned("url");
    let retrieved = fields.retrieved();
    let seen = fields.required_word("seen", &Seen::ALL, Seen::as_str);
    let via = fields.owned("via");
    let archive = shelf.archive(&mut fields);
    let content = match (format, &id) {
        (Some(format), id) if format.layout().is_some() => holdings(&mut fields, draft, id.as_ref()).map(Content::Holdings),
        (Some(Format::Links), _) => links(&mut fields),
        (Some(Format::Entities), _) => {
            fields.published();
            Some(Content::Entities)
        }
        (Some(_), _) => Some(Content::Rates),
        (None, _) => None,
    };
    for name in OF_SOME {
        if let (Some(format), Some(field)) = (format, fields.get(name))
            && !format.has(name)
        {
            let message = format!("`{name}` does not belong to a file of the format `{}`", format.as_str());
            fields.tell_at(field, Code::FieldNotAllowed, message, "leave it out");
        }
    }
    fields.finish().then_some(())?;
    let head = Head { publisher: publisher?, title: title?, url, retrieved, seen: seen?, via, archive };
    Some(Entry { id: id?, file: file?, format: format?, content: content?, place, head })
}

fn holdings(fields: &mut Fields<'_, '_>, draft: &Draft, id: Option<&SeriesId>) -> Option<Part> {
    let series = match fields.get("series").filter(|_| fields.has("series")) {
        None => id.cloned(),
        Some(field) => fields.text_of(field).and_then(|text| {
            let parsed = SeriesId::parse(text);
            parsed.map_err(|error| fields.tell_at(field, Code::BadId, error.to_string(), "write it as an id: `norges-bank-equities`")).ok()
        }),
    };
    let basis = fields.required_word("basis", &Basis::ALL, Basis::as_str);
    let credibility = fields.credibility();
    let holder = draft.body(fields, "holder");
    let capacity = fields.required_word("capacity", Capacity::ALL, Capacity::as_str);
    let reports = reports(fields);
    Some(Part { series: series?, holder: holder?, capacity: capacity?, basis: basis?, credibility: credibility?, reports: reports? })
}

fn links(fields: &mut Fields<'_, '_>) -> Option<Content> {
    let basis = fields.required_word("basis", &Basis::ALL, Basis::as_str);
    let credibility = fields.credibility();
    let published = fields.published();
    if !fields.has("published") && !fields.has("retrieved") {
        let message = format!("{} bears no date and was read on no day", fields.label());
        fields.tell_here(Code::UndatedDocument, message, "add `published`, or the day on which it was `retrieved`");
    }
    Some(Content::Links { basis: basis?, credibility: credibility?, published })
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
            report.tell(twice(earlier, &place));
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

fn twice(earlier: &Dated, place: &Place) -> Problem {
    let message = format!("a report of {} stands already at {}", earlier.as_of, earlier.place);
    Problem::new(place.clone(), Code::DuplicateId, message, "name each report once")
}

/// Makes the series of the files, in their order: those that name the same `series` are one. A file that does not fit to the first of
/// its series, or repeats a report, is left out and told.
pub(crate) fn series(entries: &mut Vec<Entry>, problems: &mut Vec<Problem>) -> BTreeMap<SeriesId, Series> {
    let mut firsts: BTreeMap<SeriesId, (Part, Place)> = BTreeMap::new();
    entries.retain(|entry| {
        let Content::Holdings(part) = &entry.content else { return true };
        let Some((first, at)) = firsts.get_mut(&part.series) else {
            firsts.insert(part.series.clone(), (part.clone(), entry.place.clone()));
            return true;
        };
        let differs = [
            ("holder", first.holder != part.holder),
            ("capacity", first.capacity != part.capacity),
            ("basis", first.basis != part.basis),
            ("credibility", first.credibility != part.credibility),
        ];
        let wrong: Vec<String> = differs.iter().filter(|(_, wrong)| *wrong).map(|(name, _)| format!("`{name}`")).collect();
        if !wrong.is_empty() {
            let message = format!("the file has another {} than the series `{}` at {at}", wrong.join(", "), part.series);
            let hint = "one series is one reporter's reports on one holder: correct it, or give the file a `series` of its own";
            problems.push(Problem::new(entry.place.clone(), Code::SeriesDiffers, message, hint));
            return false;
        }
        let repeated: Vec<Problem> = part
            .reports
            .iter()
            .filter_map(|report| first.reports.iter().find(|r| r.as_of == report.as_of).map(|earlier| twice(earlier, &report.place)))
            .collect();
        if !repeated.is_empty() {
            problems.extend(repeated);
            return false;
        }
        first.reports.extend(part.reports.iter().cloned());
        true
    });
    let report = |id: &SeriesId, dated: &Dated| Report {
        as_of: dated.as_of,
        document: DocumentId::of_report(id, dated.as_of),
        complete: dated.complete,
        undecided: BTreeSet::new(),
    };
    let mut made: BTreeMap<SeriesId, Series> = BTreeMap::new();
    for entry in entries.iter() {
        let Content::Holdings(part) = &entry.content else { continue };
        let series = made.entry(part.series.clone()).or_insert_with(|| Series {
            id: part.series.clone(),
            holder: part.holder.clone(),
            capacity: part.capacity,
            basis: part.basis,
            credibility: part.credibility,
            reports: Vec::new(),
        });
        series.reports.extend(part.reports.iter().map(|dated| report(&entry.id, dated)));
        series.reports.sort_by_key(|report| report.as_of);
    }
    made
}
