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
pub(super) struct PublicSince {
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
pub(super) struct Entry {
    /// The day of which it speaks.
    #[schemars(extend("format" = "date"))]
    date: String,
    /// The record bears a date; else its day is that of its first publication.
    dated: bool,
    /// The day from which it was known.
    #[schemars(extend("format" = "date"))]
    known: String,
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    /// Its source; 0 where it has none.
    source: usize,
    /// Whether it is what counts on the day asked for.
    current: bool,
    /// Null where the report does not name the company.
    held: Option<Held>,
}

/// What was held, as published.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Held {
    amount: Option<Amount>,
    share: Option<Share>,
    /// Number of shares.
    #[schemars(regex(pattern = "^[0-9]+(\\.[0-9]+)?$"))]
    quantity: Option<String>,
    /// Which part of the holder's portfolio it is; neither a share of the company nor an amount.
    weight: Option<Share>,
    /// The share class, where one is meant.
    security: Option<String>,
    /// The record.
    claim: String,
    /// Where it stands in the case: file and line.
    place: String,
}

/// A published amount in its own currency.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Amount {
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

impl Amount {
    pub(super) fn new(amount: &model::Amount) -> Self {
        Self { low: amount.low().normalize().to_string(), high: amount.high().normalize().to_string(), currency: amount.currency().code() }
    }
}

impl PublicSince {
    pub(super) fn new(public_since: &[Option<Day>; 3]) -> Self {
        let since = |floor: Floor| public_since[floor.index()].map(|day| day.to_string());
        Self { established: since(Floor::Established), corroborated: since(Floor::Corroborated), reported: since(Floor::Reported) }
    }
}

fn series(series: &rows::PositionSeries) -> Series {
    Series {
        company: Named::new(&series.company),
        capacity: series.capacity.as_str(),
        public_since: PublicSince::new(&series.public_since),
        entries: series.entries.iter().map(entry).collect(),
        summary: series.summary.as_ref().map(Sentence::new),
    }
}

pub(super) fn entry(entry: &rows::SeriesEntry) -> Entry {
    let held = |held: &rows::Held| Held {
        amount: held.amount.as_ref().map(Amount::new),
        share: held.share.map(|share| Share::new(share.low(), share.high())),
        quantity: held.quantity.map(|quantity| quantity.normalize().to_string()),
        weight: held.weight.map(|weight| Share::new(weight.low(), weight.high())),
        security: held.security.clone(),
        claim: held.claim.to_string(),
        place: held.place.clone(),
    };
    Entry {
        date: entry.day.to_string(),
        dated: entry.dated,
        known: entry.known.to_string(),
        grade: entry.grade.as_str(),
        source: entry.source,
        current: entry.current,
        held: entry.held.as_ref().map(held),
    }
}
