//! How is a figure written in JSON?

use dossier::figures;
use dossier::rows;
use exposure::Range;
use model::{Currency, Floor};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Named, Sentence, Share, capacities, grades};

/// One figure: whose money, in which company, how much, how sure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Exposure {
    /// `daylight explain CASE ID` takes it apart.
    id: String,
    /// Which figure it is.
    #[schemars(extend("enum" = columns()))]
    column: &'static str,
    /// In which role the holder has it; null for what is no position.
    #[schemars(extend("enum" = capacity_or_null()))]
    capacity: Option<&'static str>,
    /// Whose.
    holder: Named,
    /// In which company; for contracts the company itself.
    company: Named,
    /// Id of the harm that the company is linked to.
    harm: String,
    /// ISO 4217 code of the amounts.
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: &'static str,
    /// The figure at each floor; null where nothing reaches it.
    floors: Floors,
    /// No amount is known, or not of all parts: the lows are then "at least".
    amount_unknown: bool,
    /// The share of the company; null where none is published.
    share: Option<Share>,
    /// The day of which the record speaks.
    #[schemars(extend("format" = "date"))]
    date: Option<String>,
    /// The grade of the weakest thing that the figure rests on, at the floor asked for.
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    /// What must be known with it.
    flags: Vec<Flag>,
    /// The chains that make it, strongest first, each ending at the harm.
    chains: Vec<Chain>,
    /// There are more chains than are given.
    more_chains: bool,
}

/// The figure at each floor.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Floors {
    /// From what is established alone.
    established: Option<Amounts>,
    /// From what is corroborated or better.
    corroborated: Option<Amounts>,
    /// From what is reported or better.
    reported: Option<Amounts>,
}

/// Both ends of an amount.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Amounts {
    #[schemars(regex(pattern = "^[0-9]+(\\.[0-9]{1,2})?$"))]
    low: String,
    #[schemars(regex(pattern = "^[0-9]+(\\.[0-9]{1,2})?$"))]
    high: String,
}

/// Something that must be known with a figure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Flag {
    /// Such as `disputed`, `at-least`, `over-full`, `last-seen`, `sold`, `overlap`, `formerly`.
    word: &'static str,
    text: String,
}

/// One path from the holder to the harm.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Chain {
    /// The grade of its weakest hop.
    #[schemars(extend("enum" = grades()))]
    grade: &'static str,
    /// The part of the company that the holder has along it; null for a direct position.
    share: Option<Share>,
    /// From the holder to the project, the harm last.
    entities: Vec<Named>,
    /// One sentence per hop.
    hops: Vec<Sentence>,
}

impl Flag {
    pub(super) fn new(flag: &rows::Flag) -> Self {
        Self { word: flag.word, text: flag.text.clone() }
    }
}

impl Exposure {
    pub(super) fn new(row: &rows::Exposure, currency: Currency) -> Self {
        let at = |floor| row.at(floor).map(|range| Amounts { low: figures::exact(range.low), high: figures::exact(range.high) });
        Self {
            id: row.id.clone(),
            column: row.column.as_str(),
            capacity: row.column.capacity().map(model::Capacity::as_str),
            holder: Named::new(&row.holder),
            company: Named::new(&row.company),
            harm: row.harm.to_string(),
            currency: currency.code(),
            floors: Floors { established: at(Floor::Established), corroborated: at(Floor::Corroborated), reported: at(Floor::Reported) },
            amount_unknown: row.amount_unknown,
            share: row.share.map(share),
            date: row.on.map(|day| day.to_string()),
            grade: row.grade.as_str(),
            flags: row.flags.iter().map(Flag::new).collect(),
            chains: row.chains.iter().map(chain).collect(),
            more_chains: row.more_chains,
        }
    }
}

fn share(range: Range) -> Share {
    Share::new(range.low, range.high)
}

fn chain(chain: &rows::ChainText) -> Chain {
    Chain {
        grade: chain.grade.as_str(),
        share: chain.share.map(share),
        entities: chain.entities.iter().map(Named::new).collect(),
        hops: chain.hops.iter().map(Sentence::new).collect(),
    }
}

fn columns() -> Vec<&'static str> {
    rows::Column::ALL.iter().map(|column| column.as_str()).collect()
}

fn capacity_or_null() -> Vec<Option<&'static str>> {
    capacities().into_iter().map(Some).chain([None]).collect()
}
