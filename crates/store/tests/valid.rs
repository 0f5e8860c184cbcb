//! A case in which every field of the format stands: it has no problem, and says what its files say.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads and writes its own files, and may fail")]

use std::path::Path;

use daylight_store::{Opened, init, open};
use model::{Capacity, Floor, Grade, Instrument, Stance};

fn valid() -> Opened {
    open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid")).unwrap()
}

#[test]
fn it_has_no_problem() {
    let problems: Vec<String> = valid().problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn it_says_what_its_files_say() {
    let opened = valid();
    let case = opened.case.unwrap();
    assert_eq!((case.name.as_str(), case.title.as_str(), case.as_of.to_string().as_str()), ("valid", "A test of the format", "2019-12-31"));
    assert_eq!(case.harms[0].by.as_ref().unwrap().as_str(), "government");
    assert_eq!(case.entities["maker"].identifiers.len(), 2);
    assert_eq!(case.entities["maker"].identifiers[0].0, "lei", "in the order of the file");
    assert_eq!(case.claims["supply"].subjects.len(), 2);
    assert_eq!(case.claims["supply"].amount.unwrap().to_string(), "CNY 100-120");
    assert_eq!(case.claims["supply"].covers[0].as_str(), "supply-a");
    assert_eq!(case.claims["exit"].ends[0].as_str(), "supply-a");
    assert_eq!(case.claims["owns"].share.unwrap().to_string(), "39.55-39.65%");
    assert_eq!(case.claims["owns"].votes.unwrap().to_string(), "50-60%");
    assert!(case.claims["owns"].control);
    assert_eq!((case.claims["held"].capacity, case.claims["held"].instrument), (Capacity::Custodian, Instrument::Derivative));
    assert_eq!(case.claims["supply"].cites[1].via.as_deref(), Some("a library"));
    assert_eq!(case.documents["paper-2018"].origin, "paper-2018");
    assert_eq!(case.documents["paper-2019"].origin, "paper-2018");
    assert!(case.documents["paper-2018"].archive.as_ref().unwrap().starts_with("e3b0"), "lower case");
    assert_eq!(case.responses.iter().map(|r| r.stance).collect::<Vec<_>>(), [Stance::Denies, Stance::Withdraws]);
}

#[test]
fn rows_are_claims_and_reports_are_documents() {
    let opened = valid();
    let case = opened.case.unwrap();
    let series = &case.series["fund-positions"];
    let days: Vec<String> = series.reports.iter().map(|r| r.as_of.to_string()).collect();
    assert_eq!(days, ["2018-12-31", "2019-12-31"], "ascending, whatever the file says");
    let row = &case.claims["fund-positions/3"];
    assert_eq!(row.subjects[0].as_str(), "fund");
    assert_eq!((row.capacity, row.instrument), (Capacity::Manager, Instrument::Short));
    assert_eq!(row.cites[0].document.as_str(), "fund-positions/2019-12-31");
    assert_eq!(row.cites[0].at, "line 3");
    assert_eq!(row.place.to_string(), "data/fund.csv:3");
    assert_eq!(row.series.as_ref().unwrap().as_str(), "fund-positions");
    let report = &case.documents["fund-positions/2019-12-31"];
    assert_eq!((report.kind.as_str(), report.origin.as_str()), ("dataset", "fund-positions"));
    assert_eq!(case.graded(row, case.last_known()).grade, Grade::Established);
    assert_eq!(case.graded(&case.claims["on-the-harm"], case.last_known()).grade, Grade::Unverified);
    assert_eq!(Floor::ALL.len(), 3);
    let counts: Vec<(u64, u64, u64)> = opened.data.iter().map(|d| (d.counts.rows, d.counts.records, d.counts.skipped)).collect();
    assert_eq!(counts, [(2, 2, 0), (4, 3, 1)]);
}

#[test]
fn a_new_case_has_no_problem() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("deep/my-case");
    init(&dir).unwrap();
    let opened = open(&dir).unwrap();
    assert_eq!(opened.problems, []);
    assert_eq!(opened.case.unwrap().name, "my-case");
}

#[test]
fn a_new_case_with_its_examples_has_no_problem() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("case");
    init(&dir).unwrap();
    // What the comments show is right too: every example line without its `# `.
    for file in ["case.toml", "entities.toml", "publishers.toml", "documents.toml", "claims/claims.toml", "judgements.toml"] {
        let text = std::fs::read_to_string(dir.join(file)).unwrap();
        let is_example = |line: &str| line.starts_with("[[") || line.starts_with(']') || line.starts_with("  {") || line.contains(" = ");
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("# ").filter(|bare| is_example(bare)).unwrap_or(line)).collect();
        std::fs::write(dir.join(file), lines.join("\n")).unwrap();
    }
    let codes: Vec<String> = open(&dir).unwrap().problems.iter().map(ToString::to_string).collect();
    // The examples name files, copies and persons that are the user's to add.
    let told: Vec<&String> =
        codes.iter().filter(|p| p.contains("no field") || p.contains("toml-syntax") || p.contains("unknown-word")).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn init_never_touches_what_is_there() {
    use daylight_store::init::InitError;
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    assert!(matches!(init(dir.path()), Err(InitError::NotEmpty { .. })));
    assert!(matches!(init(&dir.path().join("notes.txt")), Err(InitError::IsAFile { .. })));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    let case = dir.path().join("case");
    init(&case).unwrap();
    assert!(matches!(init(&case), Err(InitError::IsACase { .. })));
}
