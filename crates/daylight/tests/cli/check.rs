//! What became of every row of a data file, and how many claims have which grade.

use expect_test::expect;
use serde_json::Value;

use crate::run::{broken, daylight};

const TABLE: &str = r#"
[[data]]
id = "bank"
file = "data/bank.csv"
format = "positions"
publisher = "fable-bank"
title = "Holdings"
retrieved = "2026-11-01"
seen = "original"
basis = "act"
credibility = 1
holder = "fable-bank"
capacity = "custodian"
reports = [{ as_of = "2024-12-31" }]
"#;

const ROWS: &str = "company,name,quantity\n\
    example-dam-co,,5\n,Example Dam Co,6\n,Somebody else,7\n,Somebody,8\nexample-dam-co,,\"1.234,50\"\n,,\n,Total,26\n";

fn with_rows() -> tempfile::TempDir {
    let copy = broken("case.toml", "", "");
    std::fs::create_dir(copy.path().join("data")).unwrap();
    std::fs::write(copy.path().join("data/bank.csv"), ROWS).unwrap();
    let path = copy.path().join("case.toml");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + TABLE).unwrap();
    copy
}

#[test]
fn every_row_and_every_grade_is_counted() {
    let case = with_rows();
    let ran = daylight(&["check", case.path().to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    expect![[r#"
        data/bank.csv:3: warning[name-only]: `Example Dam Co` has the name of `example-dam-co` and no identifier of it: proposed, not counted
          hint: decide in `judgements.toml`: `[[judgement]]` with `left = { series = "bank", name = "Example Dam Co" }`, `right = "example-dam-co"`, `verdict = "same"` or `"different"`, and the `reason`
        data/bank.csv:6: error[bad-amount]: `1.234,50` is not an amount
          hint: write a decimal point and no separators: `1234.50`

        data/bank.csv: 7 rows: 1 read, 1 with problems; skipped: 2 company that the case does not hold, 1 empty row, 1 name that nobody has judged, 1 total
        claims by grade: 5 established, 2 corroborated, 1 reported, 1 unverified
        1 error, 1 warning in 1 file; 9 claims, 1 response, 8 documents, 7 publishers, 7 entities
    "#]].assert_eq(&ran.out);
    // On an earlier knowledge there are fewer.
    let then = daylight(&["check", case.path().to_str().unwrap(), "--known-at", "2024-06-30"]);
    expect!["claims by grade: 1 established, 2 corroborated, 1 reported, 1 unverified, 4 not yet published"]
        .assert_eq(then.out.lines().rev().nth(1).unwrap());
}

#[test]
fn programs_read_the_same() {
    let case = with_rows();
    let json = |dir: &str| serde_json::from_str::<Value>(&daylight(&["check", dir, "--format", "json"]).out).unwrap();
    let check = json(case.path().to_str().unwrap());
    expect![[r#"
        {
          "corroborated": 2,
          "established": 5,
          "not_yet_published": 0,
          "reported": 1,
          "unverified": 1
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&check["grades"]).unwrap());
    expect![[r#"
        [
          {
            "file": "data/bank.csv",
            "format": "positions",
            "id": "bank",
            "problems": 1,
            "proposals": [
              {
                "entity": "example-dam-co",
                "file": "data/bank.csv",
                "line": 3,
                "name": "Example Dam Co",
                "rows": 1,
                "series": "bank",
                "unsure": false
              }
            ],
            "records": 1,
            "rows": 7,
            "rules": {
              "company that the case does not hold": 2,
              "empty row": 1,
              "name that nobody has judged": 1,
              "total": 1
            },
            "skipped": 5
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&check["data"]).unwrap());
    assert!(json("crates")["grades"].is_null(), "where there is no case");
}

#[test]
fn the_example() {
    expect![[r#"
        claims/developers.toml:62: warning[withdrawn-document]: `ijop-megvii` cites `hrw-2019-05-01`, which was withdrawn on 2019-06-04 (claims/developers.toml:65)
          hint: the citation counts for nothing from that day; look for another source
        claims/financiers.toml:52: warning[withdrawn-document]: `council-risk` cites `council-recommendation-2020-01-14`, which was withdrawn on 2020-09-15 (claims/financiers.toml:55)
          hint: the citation counts for nothing from that day; look for another source

        data/norges-bank-equities.csv: 26 rows: 26 read
        data/ishares-eem-equities.csv: 2 rows: 2 read
        data/ecb-rates.csv: 5116 cells: 5116 read
        claims by grade: 36 established, 10 corroborated, 262 reported, 23 unverified
        2 warnings in 2 files; 331 claims, 104 responses, 196 documents, 96 publishers, 112 entities
    "#]].assert_eq(&daylight(&["check", "examples/xinjiang"]).out);
}
