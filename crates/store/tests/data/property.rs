//! Every row of a file of holdings is accounted for, after its company was searched too.

use std::collections::BTreeSet;

use model::Severity;
use proptest::prelude::*;

use crate::cases::{holdings, judged, opened};

/// Rules by which a row that was understood is left out because of its company, not of its text.
const OF_MATCHING: [&str; 4] = [
    "company that the case does not hold",
    "name that nobody has judged",
    "name judged to be another company's",
    "row that repeats an earlier one",
];

fn date() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["2018-12-31", "2018-12-31", "2019-12-31", "31/12/2019", "2017-12-31", "", "soon"])
}

fn company() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", "", "hikvision", "dahua", "hikvison", "harm", "Some Co"])
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "Hikvision",
        "HIKVISION",
        "Dahua",
        "Dahua Inc",
        "Judged Co",
        "Unsure Co",
        "Nobody's Co",
        "Total",
        "Total",
    ])
}

fn isin() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "CNE100000PM8", "CNE100000BJ4", "CNE100000PM9", "US0378331005"])
}

fn quantity() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "5", "5", "1,234,567", "1.234,50", "many", "-5"])
}

fn row() -> impl Strategy<Value = String> {
    let cells = (date(), company(), name(), isin(), quantity());
    prop_oneof![
        12 => cells.prop_map(|(date, company, name, isin, quantity)| format!("{date};{company};{name};{isin};{quantity}")),
        1 => Just(";;;;".to_owned()),
        1 => Just("Source: the fund".to_owned()),
        1 => Just("2018-12-31;hikvision".to_owned()),
    ]
}

fn weight() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "0", "1.5", "2.5%", "x", "-3"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for(rows in prop::collection::vec(row(), 0..12)) {
        let reports = "{ as_of = '2018-12-31', published = '2019' }, { as_of = '2019-12-31', published = '2020' }";
        let text = format!("date;company;name;isin;quantity\n{}\n", rows.join("\n"));
        accounted(&holdings("list", "positions", reports, ""), &text, u64::try_from(rows.len()).unwrap())?;
    }

    #[test]
    fn every_cell_is_accounted_for(rows in prop::collection::vec((date(), weight(), weight(), weight()), 0..8)) {
        let reports = "{ as_of = '2018-12-31', published = '2019' }, { as_of = '2019-12-31', published = '2020' }";
        let lines: Vec<String> = rows.iter().map(|(date, a, b, c)| format!("{date},{a},{b},{c}\n")).collect();
        // A row whose day or unit cannot be read is one problem, else each of its cells is counted.
        accounted(&holdings("list", "wide", reports, ""), &format!("Date,002415.SZ,002236.SZ,600519.SS\n{}", lines.concat()), 0)?;
    }
}

/// Holds the store to its promise; `rows` are counted beside it, where they are not cells.
fn accounted(table: &str, text: &str, rows: u64) -> Result<(), TestCaseError> {
    let judgements = [
        judged("list", "Judged Co", "hikvision", "same"),
        judged("list", "Dahua Inc", "dahua", "different"),
        judged("list", "Unsure Co", "dahua", "unsure"),
    ];
    let opened = opened(&[table.to_owned()], &[("list", text)], &judgements);
    let (data, case) = (&opened.data[0], opened.case.unwrap());
    let counts = data.counts;
    let of_rules = |of_matching: bool| -> u64 {
        data.skipped.iter().filter(|(rule, _)| OF_MATCHING.contains(rule) == of_matching).map(|(_, rows)| rows).sum()
    };
    let (matched, unmatched, passed_over) = (u64::try_from(case.claims.len()).unwrap(), of_rules(true), of_rules(false));
    prop_assert_eq!(counts.rows, matched + unmatched + counts.problems + passed_over, "{:?} {:?}", counts, data.skipped);
    prop_assert_eq!((counts.records, counts.skipped), (matched, unmatched + passed_over));
    if rows > 0 {
        prop_assert_eq!(counts.rows, rows);
    }
    // Each row that counts is a claim on a line of its own, and none of them has an error.
    let wrong: BTreeSet<u32> = opened
        .problems
        .iter()
        .filter(|p| &*p.place.file == "data/list.csv" && p.severity() == Severity::Error)
        .map(|p| p.place.line)
        .collect();
    let read = |claim: &model::Claim| claim.cites[0].at.contains("column") || !wrong.contains(&claim.place.line);
    prop_assert!(case.claims.values().all(read), "{:?}", opened.problems);
    prop_assert!(counts.problems == 0 || !wrong.is_empty(), "problems without a word: {:?}", counts);
    Ok(())
}
