//! What do programs read? The JSON of every answer; docs/trace.schema.json and docs/timeline.schema.json are made from these types.
//!
//! Amounts are decimal strings in whole units of the currency with at most two decimals, because numbers in JSON are
//! binary; shares are numbers, fractions from 0 to 1; dates are ISO 8601 days.

pub(crate) mod check;
pub(crate) mod clock;
mod exposure;
mod holder;
pub(crate) mod holders;
pub(crate) mod page;
pub(crate) mod timeline;

use dossier::plain::is_harmful;
use dossier::rows;
use model::{Floor, Grade};
use schemars::JsonSchema;
use serde::Serialize;

use crate::report::Failure;
use check::Problem;
use exposure::Exposure;
use holder::Holder;

/// Pretty JSON with a line end. What could change a terminal is escaped also where JSON allows it as it is.
pub(crate) fn written(answer: &impl Serialize) -> Result<String, Failure> {
    let mut told = String::new();
    for c in serde_json::to_string_pretty(answer)?.chars() {
        // Outside of texts only line ends are controls, and within them they are escaped already.
        if is_harmful(c) && c != '\n' {
            told.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            told.push(c);
        }
    }
    Ok(told + "\n")
}

/// The answer of `daylight trace CASE --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "daylight trace")]
pub(crate) struct Trace {
    /// Short name of the case: that of its folder.
    case: String,
    /// Its title.
    title: String,
    /// True on this day.
    #[schemars(extend("format" = "date"))]
    as_of: String,
    /// Published by this day.
    #[schemars(extend("format" = "date"))]
    known_at: String,
    /// Whether everything that the case holds was published by then.
    all_known: bool,
    /// The least grade admitted; figures that do not reach it are left out.
    #[schemars(extend("enum" = floors()))]
    floor: &'static str,
    /// ISO 4217 code of every amount of `exposures`.
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: &'static str,
    /// Version of the grading rule.
    rule_version: &'static str,
    /// The harms, in the order of the case.
    harms: Vec<Named>,
    /// Six sentences per harm.
    opening: Vec<Opening>,
    /// Every figure; by harm, then by column, then by low at the floor descending, unknown amounts and what is gone last.
    /// Figures of different columns are never to be added.
    exposures: Vec<Exposure>,
    /// Amounts that documents give for several companies together.
    unattributed: Vec<OfHarm>,
    /// What was said and is not established; in no figure and no chain.
    not_established: Vec<Unproven>,
    /// The holder asked for, with its positions over time; null where none was.
    holder: Option<Holder>,
    /// What the `[n]` in texts stand for.
    sources: Vec<Source>,
    /// What is wrong with the data.
    problems: Vec<Problem>,
}

/// An entity or a harm.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Named {
    id: String,
    name: String,
}

/// A text whose `[n]` stand in `sources`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Sentence {
    text: String,
    /// The claims that it rests on.
    claims: Vec<String>,
}

/// One of the opening sentences.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Opening {
    /// Id of the harm.
    harm: String,
    label: &'static str,
    text: String,
    /// The claims that it rests on.
    claims: Vec<String>,
}

/// A sentence about one harm.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OfHarm {
    /// Id of the harm.
    harm: String,
    text: String,
    /// The claims that it rests on.
    claims: Vec<String>,
}

/// Something that is not established.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unproven {
    claim: String,
    /// Who says what.
    said: String,
    /// Why it is not established.
    reason: String,
    /// What is answered, oldest first.
    responses: Vec<String>,
}

/// What a `[n]` stands for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Source {
    number: usize,
    /// Id of the document.
    document: String,
    text: String,
    url: Option<String>,
}

/// A part of a whole, as an interval of fractions.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Share {
    #[schemars(range(min = 0.0, max = 1.0))]
    low: f64,
    #[schemars(range(min = 0.0, max = 1.0))]
    high: f64,
}

impl Trace {
    pub(crate) fn new(trace: &rows::Trace, floor: Floor) -> Self {
        let of_harm =
            |harm: &rows::HarmTrace, s: &rows::Sentence| OfHarm { harm: harm.id.to_string(), text: s.text.clone(), claims: ids(&s.claims) };
        let opening = |harm: &rows::HarmTrace, o: &rows::Opening| {
            let OfHarm { harm, text, claims } = of_harm(harm, &o.sentence);
            Opening { harm, label: o.label, text, claims }
        };
        Self {
            case: trace.case.clone(),
            title: trace.title.clone(),
            as_of: trace.as_of.to_string(),
            known_at: trace.known_at.to_string(),
            all_known: trace.all_known,
            floor: floor.as_str(),
            currency: trace.currency.code(),
            rule_version: trace.rule_version,
            harms: trace.harms.iter().map(|harm| Named { id: harm.id.to_string(), name: harm.title.clone() }).collect(),
            opening: trace.harms.iter().flat_map(|harm| harm.opening.iter().map(move |o| opening(harm, o))).collect(),
            exposures: trace.harms.iter().flat_map(|harm| &harm.exposures).map(|row| Exposure::new(row, trace.currency)).collect(),
            unattributed: trace.harms.iter().flat_map(|harm| harm.unattributed.iter().map(move |s| of_harm(harm, s))).collect(),
            not_established: trace.not_established.iter().map(unproven).collect(),
            holder: trace.holder.as_ref().map(Holder::new),
            sources: trace.sources.iter().map(Source::new).collect(),
            problems: trace.problems.iter().map(Problem::new).collect(),
        }
    }
}

impl Named {
    pub(crate) fn new(named: &rows::Named) -> Self {
        Self { id: named.id.to_string(), name: named.name.clone() }
    }
}

impl Sentence {
    pub(crate) fn new(sentence: &rows::Sentence) -> Self {
        Self { text: sentence.text.trim().to_owned(), claims: ids(&sentence.claims) }
    }
}

impl Source {
    pub(crate) fn new(source: &rows::Source) -> Self {
        Self { number: source.number, document: source.document.clone(), text: source.text.clone(), url: source.url.clone() }
    }
}

impl Share {
    /// Units: fractions in and out, to twelve decimals: what lies beyond is the noise of binary figures.
    pub(crate) fn new(low: f64, high: f64) -> Self {
        let tidy = |end: f64| (end * 1e12).round() / 1e12;
        Self { low: tidy(low), high: tidy(high) }
    }
}

fn unproven(claim: &rows::Unproven) -> Unproven {
    Unproven {
        claim: claim.claim.to_string(),
        said: claim.said.text.clone(),
        reason: claim.reason.clone(),
        responses: claim.responses.iter().map(|r| r.text.clone()).collect(),
    }
}

fn ids(claims: &[model::ClaimId]) -> Vec<String> {
    claims.iter().map(ToString::to_string).collect()
}

fn floors() -> Vec<&'static str> {
    Floor::ALL.iter().map(|floor| floor.as_str()).collect()
}

fn grades() -> Vec<&'static str> {
    Grade::ALL.iter().map(|grade| grade.as_str()).collect()
}

fn moves() -> Vec<&'static str> {
    ::exposure::clock::Moved::ALL.iter().map(|moved| moved.as_str()).collect()
}

fn capacities() -> Vec<&'static str> {
    model::Capacity::ALL.iter().map(|capacity| capacity.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;

    fn schema<T: schemars::JsonSchema>() -> String {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<T>();
        serde_json::to_string_pretty(&schema).unwrap() + "\n"
    }

    #[test]
    fn json_paints_no_terminal_and_says_the_same() {
        let text = "a\n\u{1b}\u{7f}\u{9b}\u{61c}\u{2028}\u{202e}\u{2066}é杭";
        let told = super::written(&[text]).unwrap();
        assert_eq!(told, "[\n  \"a\\n\\u001b\\u007f\\u009b\\u061c\\u2028\\u202e\\u2066é杭\"\n]\n");
        assert_eq!(serde_json::from_str::<[String; 1]>(&told).unwrap(), [text]);
    }

    /// The schemas that are published; `UPDATE_EXPECT=1 cargo test -p daylight` writes them anew.
    #[test]
    fn the_published_schemas_are_those_of_these_types() {
        expect_test::expect_file!["../../../docs/trace.schema.json"].assert_eq(&schema::<super::Trace>());
        expect_test::expect_file!["../../../docs/holders.schema.json"].assert_eq(&schema::<super::holders::Holders>());
        expect_test::expect_file!["../../../docs/clock.schema.json"].assert_eq(&schema::<super::clock::Clock>());
    }
}
