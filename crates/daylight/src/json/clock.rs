//! How is the knowledge clock written in JSON?

use dossier::rows::clock;
use model::Floor;
use schemars::JsonSchema;
use serde::Serialize;

use super::check::Problem;
use super::exposure::Flag;
use super::holder::{Entry, PublicSince, entry};
use super::holders::Head;
use super::{Named, Sentence, Source, capacities, floors, moves};

/// The answer of `daylight clock CASE --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "daylight clock")]
pub(crate) struct Clock {
    #[serde(flatten)]
    head: Head,
    /// The least grade admitted, of the evidence and of the records; what does not reach it is left out.
    #[schemars(extend("enum" = floors()))]
    floor: &'static str,
    /// The holder asked for; null where none was.
    holder: Option<Named>,
    /// Who has more than before first, by the least that was added; then first seen after, the same, less, sold, not told.
    rows: Vec<Row>,
    /// Positions in companies whose part was public, that do not reach the floor or whose company's part does not.
    left_out: usize,
    /// What the `[n]` in texts stand for.
    sources: Vec<Source>,
    /// What is wrong with the data.
    problems: Vec<Problem>,
}

/// One holder's position in one company in one capacity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Row {
    holder: Named,
    company: Named,
    #[schemars(extend("enum" = capacities()))]
    capacity: &'static str,
    /// The share class, where records of several classes are told apart.
    security: Option<String>,
    /// From when the company's part in the harm was public, at each floor; null below the floor asked for.
    public_since: PublicSince,
    /// That all of that evidence was withdrawn; null where it stands.
    withdrawn: Option<Withdrawn>,
    /// What became of it by the first record after the evidence was first public.
    #[schemars(extend("enum" = moves()))]
    change: &'static str,
    /// Why it does not count on the day asked for, such as `sold`, `last-seen`, `ended`, `superseded`, or `later` for not yet; null
    /// where it counts.
    gone: Option<Flag>,
    /// Every record, by day.
    entries: Vec<Entry>,
    /// One per day on which a grade was reached, by day.
    against: Vec<Against>,
}

/// That nothing is left of the evidence.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Withdrawn {
    /// The last day of the date of the withdrawal, which may be a month or a year, or the later day from which it could be read.
    #[schemars(extend("format" = "date"))]
    date: String,
    text: String,
}

/// The series against one day on which a grade was reached.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Against {
    /// The strictest grade that was reached on the day.
    #[schemars(extend("enum" = floors()))]
    grade: &'static str,
    #[schemars(extend("format" = "date"))]
    date: String,
    /// Number in `entries`, from 0, of the last record on or before the day; null where there is none.
    before: Option<usize>,
    /// Every record after the day, compared with the last before it.
    after: Vec<Step>,
    summary: Sentence,
}

/// One record after a day, compared with the last before it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Step {
    /// Number in `entries`, from 0.
    entry: usize,
    #[schemars(extend("enum" = moves()))]
    change: &'static str,
    /// By how much the part of the company changed, rounding kept; null where it is not published twice.
    share: Option<Difference>,
    /// By how many shares the number changed, as published; what a split did to it is not known here.
    #[schemars(regex(pattern = "^-?[0-9]+(\\.[0-9]+)?$"))]
    quantity: Option<String>,
    /// By how much the value changed, prices included; null where two values of one currency are not published.
    value: Option<ValueChange>,
}

/// A difference of fractions, between both ends.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Difference {
    #[schemars(range(min = -1.0, max = 1.0))]
    low: f64,
    #[schemars(range(min = -1.0, max = 1.0))]
    high: f64,
}

/// A difference of amounts, between both ends.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ValueChange {
    #[schemars(regex(pattern = "^-?[0-9]+(\\.[0-9]+)?$"))]
    low: String,
    #[schemars(regex(pattern = "^-?[0-9]+(\\.[0-9]+)?$"))]
    high: String,
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: &'static str,
}

impl Clock {
    pub(crate) fn new(clock: &clock::Clock, floor: Floor) -> Self {
        Self {
            head: Head::new(&clock.head),
            floor: floor.as_str(),
            holder: clock.holder.as_ref().map(Named::new),
            rows: clock.rows.iter().map(row).collect(),
            left_out: clock.left_out,
            sources: clock.sources.iter().map(Source::new).collect(),
            problems: clock.problems.iter().map(Problem::new).collect(),
        }
    }
}

fn row(row: &clock::ClockRow) -> Row {
    Row {
        holder: Named::new(&row.holder),
        company: Named::new(&row.company),
        capacity: row.capacity.as_str(),
        security: row.security.clone(),
        public_since: PublicSince::new(&row.public_since),
        withdrawn: row.withdrawn.as_ref().map(|(day, said)| Withdrawn { date: day.to_string(), text: said.text.clone() }),
        change: row.moved.as_str(),
        gone: row.gone.as_ref().map(Flag::new),
        entries: row.entries.iter().map(entry).collect(),
        against: row.against.iter().map(against).collect(),
    }
}

fn against(against: &clock::Against) -> Against {
    Against {
        grade: against.floor.as_str(),
        date: against.day.to_string(),
        before: against.before,
        after: against.steps.iter().map(step).collect(),
        summary: Sentence::new(&against.summary),
    }
}

fn step(step: &clock::Step) -> Step {
    let tidy = |end: f64| (end * 1e12).round() / 1e12;
    let compared = &step.compared;
    Step {
        entry: step.entry,
        change: compared.moved.as_str(),
        share: compared.share.map(|range| Difference { low: tidy(range.low), high: tidy(range.high) }),
        quantity: compared.quantity.map(|quantity| quantity.normalize().to_string()),
        value: compared.value.map(|(low, high, currency)| ValueChange {
            low: low.normalize().to_string(),
            high: high.normalize().to_string(),
            currency: currency.code(),
        }),
    }
}
