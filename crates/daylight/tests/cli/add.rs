//! Files are added whole or not at all, and a series takes only what fits it.

use std::path::{Path, PathBuf};

use crate::run::{Ran, broken, daylight};

const OF_THE_BANK: [&str; 14] = [
    "--holder",
    "fable-bank",
    "--capacity",
    "beneficial",
    "--publisher",
    "fable-bank",
    "--title",
    "Holdings",
    "--basis",
    "act",
    "--credibility",
    "1",
    "--seen",
    "original",
];

fn written(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn add(case: &str, file: &Path, rest: &[&str]) -> Ran {
    daylight(&[&["add", case, file.to_str().unwrap(), "--retrieved", "2026-11-01"], rest].concat())
}

#[test]
fn a_series_takes_only_what_fits_it() {
    let copy = broken("case.toml", "", "");
    let case = copy.path().to_str().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let toml = || std::fs::read_to_string(copy.path().join("case.toml")).unwrap();
    let before = toml();
    let first = written(dir.path(), "first.csv", "date,company,quantity\n2023-12-31,example-dam-co,5\n");

    // What is missing is told at once, and nothing is written.
    let ran = add(case, &first, &["--series", "bank"]);
    assert_eq!((ran.code, ran.err.matches("error[missing-field]").count()), (2, 7), "{}", ran.err);
    assert_eq!(toml(), before);

    let ran = add(case, &first, &[&["--series", "bank"], &OF_THE_BANK[..]].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(toml().starts_with(&before) && toml().contains("id = \"bank-2023-12-31\""), "{}", toml());
    assert!(copy.path().join("data/first.csv").exists());

    let after = toml();
    let same_day = written(dir.path(), "again.csv", "date,company,quantity\n2023-12-31,example-dam-co,6\n");
    let next = written(dir.path(), "next.csv", "date,company,quantity\n2024-12-31,example-dam-co,7\n");
    for (file, rest, said) in [
        (&same_day, &["--series", "bank", "--id", "again"][..], "has a report of 2023-12-31 already"),
        (&next, &["--series", "bank", "--capacity", "manager"], "`--capacity` says otherwise than the series `bank`"),
        (&dir.path().to_path_buf(), &["--series", "bank"], "this is a folder"),
    ] {
        let ran = add(case, file, rest);
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
        assert_eq!(toml(), after);
    }
    // What continues the series needs no more than its name.
    let ran = add(case, &next, &["--series", "bank"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn a_case_that_cannot_be_added_to_is_left_alone() {
    let copy = broken("case.toml", "format = 1", "data = []\nformat = 1");
    let dir = tempfile::tempdir().unwrap();
    let file = written(dir.path(), "first.csv", "date,company,quantity\n2023-12-31,example-dam-co,5\n");
    let ran = add(copy.path().to_str().unwrap(), &file, &OF_THE_BANK);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("write each of them as a table `[[data]]`"), "{}", ran.err);
    assert!(!copy.path().join("data").exists());
}
