//! How is one holder written in JSON, with its positions over time?

use dossier::rows;
use model::{Day, Floor};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Named, Sentence, Share, capacities, grades};

/// What is shown of one holder beyond its figures.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Holder {
    id: String,
    name: String,
    /// One per company and capacity in which a position was ever seen.
    series: Vec<Series>,
    /// What is said of the holder and is no position, and what is answered.
    said: Vec<Sentence>,
}

/// A position over time.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Series {
    company: Named,
    #[schemars(extend("enum" = capacities()))]
    capacity: &'static str,
    /// From when the company's part in the harm was public, at each floor.
    public_since: PublicSince,
    /// By day.
    entries: Vec<Entry>,
    summary: Option<Sentence>,
}

/// Days per floor.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PublicSince {
    #[schemars(extend("format" = "date"))]
    established: Option<String>,
    #[schemars(extend("format" = "date"))]
    corroborated: Option<String>,
    #[schemars(extend("format" = "date"))]
    reported: Option<String>,
}

/// One record of a position.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Entry {
    /// The day of which it speaks.
    #[schemars(extend("format" = "date"))]
    date: String,
    /// The day from which it was known.
    #[schemars(extend("format" = "date"))]
    known: String,
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    /// Its source; 0 where it has none.
    source: usize,
    /// Null where the report does not name the company.
    held: Option<Held>,
}

/// What was held, as published.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Held {
    amount: Option<Amount>,
    share: Option<Share>,
    /// The record.
    claim: String,
    /// Where it stands in the case: file and line.
    place: String,
}

/// A published amount in its own currency.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Amount {
    #[schemars(regex(pattern = "^[0-9]+(\\.[0-9]+)?$"))]
    low: String,
    #[schemars(regex(pattern = "^[0-9]+(\\.[0-9]+)?$"))]
    high: String,
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: &'static str,
}

impl Holder {
    pub(super) fn new(part: &rows::HolderPart) -> Self {
        Self {
            id: part.holder.id.to_string(),
            name: part.holder.name.clone(),
            series: part.series.iter().map(series).collect(),
            said: part.said.iter().map(Sentence::new).collect(),
        }
    }
}

fn series(series: &rows::PositionSeries) -> Series {
    let since = |floor: Floor| series.public_since[floor.index()].map(|day: Day| day.to_string());
    Series {
        company: Named::new(&series.company),
        capacity: series.capacity.as_str(),
        public_since: PublicSince {
            established: since(Floor::Established),
            corroborated: since(Floor::Corroborated),
            reported: since(Floor::Reported),
        },
        entries: series.entries.iter().map(entry).collect(),
        summary: series.summary.as_ref().map(Sentence::new),
    }
}

fn entry(entry: &rows::SeriesEntry) -> Entry {
    let held = |held: &rows::Held| Held {
        amount: held.amount.map(|amount| Amount {
            low: amount.low().normalize().to_string(),
            high: amount.high().normalize().to_string(),
            currency: amount.currency().code(),
        }),
        share: held.share.map(|share| Share::new(share.low(), share.high())),
        claim: held.claim.to_string(),
        place: held.place.clone(),
    };
    Entry {
        date: entry.day.to_string(),
        known: entry.known.to_string(),
        grade: entry.grade.as_str(),
        source: entry.source,
        held: entry.held.as_ref().map(held),
    }
}
