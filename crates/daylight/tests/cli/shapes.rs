//! What programs read: JSON that fits the published schema, CSV that spreadsheets take for what it is.

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::run::{broken, daylight, root};

pub(crate) fn json(arguments: &[&str]) -> Value {
    let ran = daylight(&[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn check(answer: &Value) {
    fits(answer, "trace");
}

/// Validates an answer against the published schema of a command.
pub(crate) fn fits(answer: &Value, command: &str) {
    let file = format!("docs/{command}.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(root().join(&file)).unwrap()).unwrap();
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource(&file, schema).unwrap();
    let index = compiler.compile(&file, &mut schemas).unwrap();
    if let Err(error) = schemas.validate(answer, index) {
        panic!("{error:#}");
    }
}

#[test]
fn what_is_printed_fits_the_published_schema() {
    for case in ["examples/minimal", "examples/xinjiang"] {
        check(&json(&["trace", case]));
        check(&json(&["trace", case, "--floor", "established"]));
        check(&json(&["trace", case, "--as-of", "2030"]));
        check(&json(&["trace", case, "--known-at", "2000"]));
    }
    check(&json(&["trace", "examples/xinjiang", "--holder", "Norges Bank"]));
    check(&json(&["trace", "examples/xinjiang", "--holder", "JPMorgan"]));
}

#[test]
fn the_schema_refuses_what_is_not_meant() {
    let answer = json(&["trace", "examples/minimal"]);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut changed = answer.clone();
        change(&mut changed);
        assert!(std::panic::catch_unwind(|| check(&changed)).is_err(), "{changed:#}");
    };
    refused(&|a| a["exposures"][0]["floors"]["reported"]["low"] = 5.0.into());
    refused(&|a| a["exposures"][0]["column"] = "profit".into());
    refused(&|a| a["exposures"][0]["grade"] = "proven".into());
    refused(&|a| a["as_of"] = "2019".into());
    refused(&|a| a["surprise"] = true.into());
    refused(&|a| drop(a.as_object_mut().unwrap().remove("not_established")));
}

#[test]
fn json_says_what_the_screen_says() {
    let answer = json(&["trace", "examples/xinjiang"]);
    for field in ["case", "as_of", "known_at", "rule_version", "exposures", "not_established", "problems", "sources", "opening"] {
        assert!(!answer[field].is_null(), "{field}");
    }
    let exposures = answer["exposures"].as_array().unwrap();
    let norges = exposures.iter().find(|e| e["id"] == "stake/norges-bank/hikvision").unwrap();
    assert_eq!(norges["floors"]["reported"]["low"], "141233203");
    assert_eq!(norges["currency"], "USD");
    assert_eq!(norges["capacity"], "beneficial");
    assert_eq!((norges["share"]["low"].as_f64(), norges["share"]["high"].as_f64()), (Some(0.003_15), Some(0.003_25)));
    assert_eq!(norges["date"], "2019-12-31");
    assert!(norges["chains"][0]["hops"][0]["text"].as_str().unwrap().contains("Norges Bank held"));
    let claimed = answer["not_established"].as_array().unwrap();
    for unproven in ["jpmorgan-hikvision", "deutsche-bank-hikvision"] {
        assert!(claimed.iter().any(|c| c["claim"] == unproven), "{unproven}");
        let holder = unproven.trim_end_matches("-hikvision");
        let stakes = exposures.iter().filter(|e| e["holder"]["id"] == holder && e["column"] == "stake");
        assert_eq!(stakes.count(), 0, "what is unverified is in no figure");
    }
}

/// Every `[n]` of every text leads to a source.
#[test]
fn every_mark_has_its_source() {
    for arguments in [&["trace", "examples/xinjiang"][..], &["trace", "examples/xinjiang", "--holder", "norges-bank"]] {
        let answer = json(arguments);
        let known: Vec<u64> = answer["sources"].as_array().unwrap().iter().map(|s| s["number"].as_u64().unwrap()).collect();
        let mut without_sources = answer.clone();
        without_sources["sources"] = Value::Null;
        let text = without_sources.to_string();
        let marks = text.split('[').filter_map(|rest| rest.split_once(']')).filter_map(|(number, _)| number.parse::<u64>().ok());
        let mut seen = 0;
        for mark in marks {
            assert!(known.contains(&mark), "[{mark}]");
            seen += 1;
        }
        assert!(seen > 50);
    }
}

#[test]
fn other_commands_speak_json_too() {
    let check = json(&["check", "examples/minimal"]);
    assert_eq!((check["errors"].as_u64(), check["case"].as_str()), (Some(0), Some("minimal")));
    let explain = json(&["explain", "examples/minimal", "dam-contract"]);
    assert!(explain["blocks"].as_array().unwrap().len() > 3);
    let mine = json(&["mine", "examples/minimal", "Fable Bank", "--dated", "2026-11-23"]);
    let letter = mine["blocks"].as_array().unwrap().iter().find(|block| block["kind"] == "letter").unwrap();
    assert!(letter["text"].as_str().unwrap().contains("To Fable Bank"));
    assert!(
        json(&["mine", "examples/minimal", "nobody at all"])["blocks"][0]["text"].as_str().unwrap().contains("not the same as nothing")
    );
}

pub(crate) fn records(arguments: &[&str]) -> Vec<Vec<String>> {
    let ran = daylight(&[arguments, &["--format", "csv"]].concat());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(ran.out.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_has_one_row_per_figure() {
    let exposures = json(&["trace", "examples/xinjiang"])["exposures"].as_array().unwrap().len();
    let rows = records(&["trace", "examples/xinjiang"]);
    assert_eq!(rows.len(), exposures + 1);
    expect_test::expect![[r#"
        case,as_of,known_at,rule_version,id,column,capacity,holder_id,holder,company_id,company,harm,currency,established_low,established_high,corroborated_low,corroborated_high,reported_low,reported_high,amount_unknown,share_low,share_high,date,grade,flags
        minimal,2024-12-31,2025-03-01,1,stake/neverland-holding/example-dam-co,stake,beneficial,neverland-holding,Neverland Holding,example-dam-co,Example Dam Co,flooding,USD,,,,,90000000,90000000,false,0.595,0.605,2024-12-31,reported,the company's part is disputed [3]; no copy kept
    "#]]
    .assert_eq(&daylight(&["trace", "examples/minimal", "--format", "csv"]).out.lines().take(2).map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn csv_cells_are_no_formulas() {
    let case = broken("entities.toml", "name = \"Fable Bank\"", "name = \"=HYPERLINK(\\\"http://evil\\\";\\\"Fable\\\")\"");
    let rows = records(&["trace", case.path().to_str().unwrap()]);
    let cells: Vec<&String> = rows.iter().flatten().filter(|cell| cell.contains("HYPERLINK")).collect();
    assert!(!cells.is_empty());
    for row in &rows {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
    }
    assert!(cells.iter().all(|cell| cell.starts_with("'=")), "{cells:?}");
}

#[test]
fn pages_and_problems_are_csv_too() {
    assert_eq!(records(&["explain", "examples/minimal", "dam-contract"])[0], ["kind", "label", "text"]);
    assert_eq!(records(&["check", "examples/minimal"]), [["file", "line", "severity", "code", "message", "hint"]]);
    let case = broken("claims/mine.toml", "document = \"weblog\"", "document = \"weblogg\"");
    let rows = records(&["check", case.path().to_str().unwrap()]);
    assert_eq!(rows[1][2..4], ["error", "unknown-document"]);
}
