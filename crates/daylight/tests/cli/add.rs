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

/// Every way in which a file does not fit, each refused with its reason before anything is written.
#[test]
fn what_does_not_fit_is_refused_before_anything_is_written() {
    let copy = broken("case.toml", "", "");
    let case = copy.path().to_str().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for folder in ["a", "b"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
    }
    let had = written(dir.path(), "had.csv", "date,company,quantity\n2023-12-31,example-dam-co,5\n");
    let ran = add(case, &had, &[&["--id", "had", "--published", "2024"], &OF_THE_BANK[..]].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let toml = || std::fs::read_to_string(copy.path().join("case.toml")).unwrap();
    let before = toml();
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(copy.path().join("data")).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let files = names();

    let first = written(dir.path(), "a/same.csv", "date,company,quantity\n2021-12-31,example-dam-co,5\n");
    let second = written(dir.path(), "b/same.csv", "date,company,quantity\n2022-12-31,example-dam-co,6\n");
    let dated = written(dir.path(), "dated.csv", "date,company,quantity\n2022-12-31,example-dam-co,6\n");
    let colon = written(dir.path(), "2022:12.csv", "date,company,quantity\n2022-12-31,example-dam-co,6\n");
    let chinese = written(dir.path(), "海康.csv", "date,company,quantity\n2022-12-31,example-dam-co,6\n");
    let header = written(dir.path(), "header.csv", "company,quantity\n");
    let undated = written(dir.path(), "undated.csv", "company,quantity\nexample-dam-co,6\n");
    let doubtful = written(dir.path(), "doubtful.csv", "date,company,quantity\n03/04/2022,example-dam-co,6\n05/06/2022,example-dam-co,6\n");
    let empty = written(dir.path(), "empty.csv", "");
    let pdf = written(dir.path(), "report.pdf", "%PDF-1.4\n");
    let links = written(dir.path(), "links.csv", "link,subject,object\nsupplies,example-dam-co,great-dam\n");
    let entities = written(dir.path(), "entities.csv", "id,schema,name\nnew-co,Company,New Co\n");
    let second = second.to_str().unwrap();
    let cases: [(&Path, &[&str], &str); 16] = [
        (&first, &[second], "it would stand where"),
        (&had, &["--id", "again"], "the case reads `data/had.csv` already, as `had`"),
        (&dated, &["--published", "2021"], "`published`"),
        (&colon, &[], "the name of the file has : in it"),
        (&chinese, &[], "the name of the file makes no id"),
        (&dated, &["--date", "2020-12-31"], "`--date 2020-12-31` says nothing: by what stands in it, the report is of 2022-12-31"),
        (&dated, &[second, "--id", "x"], "`--id` names one file, and these are 2"),
        (&header, &["--date", "2020-12-31"], "read as `positions`, the file holds no row"),
        (&dated, &["--as", "nbim", "--date", "2022-12-31"], "error[missing-column]"),
        (&undated, &[], "neither the rows nor the name of the file say of which day it reports"),
        (&doubtful, &["--date", "2022-04-03"], "a date in the file may mean 2022-05-06 or 2022-06-05"),
        (&empty, &[], "the file is empty"),
        (&pdf, &[], "the file is a PDF\n  hint: add a table as CSV in UTF-8"),
        (&links, &["--extract"], "`--holder` does not belong to a file of the format `links`"),
        (&entities, &[], "`--basis` does not belong to a file of the format `entities`"),
        (Path::new("/dev/null"), &[], "this is a pipe or a device"),
    ];
    for (file, rest, said) in cases {
        let ran = add(case, file, &[rest, &OF_THE_BANK[..]].concat());
        assert_eq!(ran.code, 2, "{file:?} {rest:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{file:?} {rest:?}: {}", ran.err);
        assert_eq!((toml(), names()), (before.clone(), files.clone()), "{file:?}");
    }

    // Each date that may mean two days is decided by a day of its own.
    let days = ["--date", "2022-04-03", "--date", "2022-06-05"];
    let ran = add(case, &doubtful, &[&days[..], &OF_THE_BANK].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(toml().contains("reports = [{ as_of = \"2022-04-03\" }, { as_of = \"2022-06-05\" }]"), "{}", toml());
    // Bytes that the case has under another name are told.
    let ran = add(case, &written(dir.path(), "copy.csv", &std::fs::read_to_string(&had).unwrap()), &OF_THE_BANK);
    assert!(ran.out.contains("the same bytes as `data/had.csv` (`had`)"), "{}{}", ran.out, ran.err);
}

#[test]
fn entities_keep_the_day_on_which_they_were_published() {
    let copy = broken("case.toml", "", "");
    let dir = tempfile::tempdir().unwrap();
    let file = written(dir.path(), "entities.csv", "id,schema,name\nnew-co,Company,New Co\n");
    let what = ["--publisher", "fable-bank", "--title", "Companies", "--seen", "original", "--published", "2024-03"];
    let ran = add(copy.path().to_str().unwrap(), &file, &what);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let toml = std::fs::read_to_string(copy.path().join("case.toml")).unwrap();
    assert!(toml.contains("format = \"entities\"") && toml.contains("published = \"2024-03\""), "{toml}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_case() {
    let copy = broken("case.toml", "", "");
    let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = written(dir.path(), "first.csv", "date,company,quantity\n2023-12-31,example-dam-co,5\n");
    std::os::unix::fs::symlink(outside.path(), copy.path().join("data")).unwrap();
    let ran = add(copy.path().to_str().unwrap(), &file, &OF_THE_BANK);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("`data` in the case is a link that leads out of it"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn no_case_is_one_exit_code_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let file = written(dir.path(), "first.csv", "date,company,quantity\n2023-12-31,example-dam-co,5\n");
    let none = dir.path().join("none");
    std::fs::create_dir(&none).unwrap();
    for holder in [&[][..], &["--holder", "fable-bank"]] {
        let ran = add(none.to_str().unwrap(), &file, holder);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("error[not-a-case]"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_dir(&none).unwrap().count(), 0);
    let copy = broken("case.toml", "format = 1", "format = = 1");
    for holder in [&[][..], &["--holder", "fable-bank"]] {
        assert_eq!(add(copy.path().to_str().unwrap(), &file, holder).code, 1);
    }
}
