//! What the tests of readers share: rows as text, and counts that add up.
#![allow(dead_code, missing_docs, reason = "each test uses its part")]

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use daylight_formats::holdings::{self, HoldingRow, Layout, Summary};
use daylight_formats::{Counts, Row};
use model::Instrument;

/// What a reader gave.
pub(crate) struct Read<T> {
    pub(crate) records: Vec<T>,
    pub(crate) problems: Vec<String>,
    pub(crate) skipped: BTreeMap<&'static str, u64>,
    pub(crate) lines: Vec<String>,
    pub(crate) counts: Counts,
}

/// Reads to the end, and holds the reader to its promise: every row is a record, a problem or skipped by a rule.
pub(crate) fn read<T>(
    mut rows: impl Iterator<Item = io::Result<Row<T>>>,
    show: impl Fn(&T) -> String,
    counts: impl Fn() -> Counts,
) -> Read<T> {
    let mut read =
        Read { records: Vec::new(), problems: Vec::new(), skipped: BTreeMap::new(), lines: Vec::new(), counts: Counts::default() };
    for row in rows.by_ref() {
        match row.unwrap() {
            Row::Record(record) => {
                read.lines.push(show(&record));
                read.records.push(record);
            }
            Row::Problem(problem) => {
                assert!(!problem.hint.is_empty(), "a problem without a hint: {problem}");
                let text = format!("{} {}: {}", problem.place.line, problem.code, problem.message);
                read.lines.push(text.clone());
                read.problems.push(text);
            }
            Row::Skipped { place, rule } => {
                assert!(!rule.is_empty());
                read.lines.push(format!("{} skipped: {rule}", place.line));
                *read.skipped.entry(rule).or_default() += 1;
            }
        }
    }
    read.counts = counts();
    let c = read.counts;
    assert_eq!(c.rows, c.records + c.problems + c.skipped, "{c:?}");
    assert_eq!(c.records, read.records.len() as u64);
    assert_eq!(c.skipped, read.skipped.values().sum::<u64>());
    assert!(c.problems <= read.problems.len() as u64 || !read.problems.is_empty(), "problems without a word: {c:?}");
    read
}

/// Reads a file of holdings to the end.
pub(crate) fn holdings(layout: Layout, bytes: impl BufRead) -> (Read<HoldingRow>, Summary) {
    let mut rows = holdings::read(layout, bytes, "data/h.csv");
    let mut given = Vec::new();
    given.extend(rows.by_ref());
    let counts = rows.counts();
    (read(given.into_iter(), show, || counts), rows.summary())
}

/// Everything that a row says, in one line: what is not there is left out.
pub(crate) fn show(row: &HoldingRow) -> String {
    let HoldingRow {
        place,
        at,
        name,
        company,
        identifiers,
        days,
        amount,
        other_amount,
        share,
        votes,
        weight,
        quantity,
        capacity,
        instrument,
        security,
        country,
    } = row;
    let mut parts = vec![place.line.to_string()];
    let mut add = |label: &str, text: Option<String>| parts.extend(text.map(|text| format!("{label}={text}")));
    add("at", at.clone());
    add("name", name.clone());
    add("company", company.clone());
    add("ids", (!identifiers.is_empty()).then(|| identifiers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")));
    add("days", (!days.is_empty()).then(|| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")));
    add("amount", amount.map(|amount| amount.to_string()));
    add("other", other_amount.map(|amount| amount.to_string()));
    add("share", share.map(|share| share.to_string()));
    add("votes", votes.map(|votes| votes.to_string()));
    add("weight", weight.map(|weight| weight.to_string()));
    add("quantity", quantity.map(|quantity| quantity.normalize().to_string()));
    add("capacity", capacity.map(|capacity| capacity.to_string()));
    add("instrument", (*instrument != Instrument::Long).then(|| instrument.to_string()));
    add("security", security.clone());
    add("country", country.clone());
    parts.join(" | ")
}

/// The sums of weights, one line per date.
pub(crate) fn sums(summary: &Summary) -> String {
    let days = |days: &[model::Day]| match days {
        [] => "no date".to_owned(),
        days => days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
    };
    let mut lines = vec![format!("as of: {}", days(&summary.as_of))];
    for weights in &summary.weights {
        let stated = weights.stated.map_or("-".to_owned(), |stated| stated.to_string());
        lines.push(format!(
            "weights of {}: records {}, skipped {}, stated {stated}",
            days(&weights.days),
            weights.records,
            weights.skipped
        ));
    }
    lines.join("\n")
}
