//! The error catalogue: each code that a case folder can have stands in `errors/CODE/`, with the exact text of what is
//! told of it in `expected.txt`. `UPDATE_EXPECT=1` writes the texts anew.
//!
//! Two kinds of codes have no folder here: those of [`RAISED_BY_EXPOSURE`], and `too-large`, see [`MADE_BY_A_TEST`].
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads and writes its own files, and may fail")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use daylight_store::{MAX_TEXT_BYTES, Opened, open};
use model::{Code, Severity};

/// Codes of what only the maths can see; their entries stand in `crates/daylight/tests/errors`.
const RAISED_BY_EXPOSURE: [(Code, &str); 3] = [
    (Code::OverFull, "shares are added per day and floor"),
    (Code::ClosedCircle, "circles close through shares"),
    (Code::ValuesDiffer, "positions are compared where one stake is taken once"),
];

/// Codes without a folder, because it would have to hold a file of more than 16 MiB, or a row of more than 1 MiB, and such files
/// are not committed. `a_text_file_that_is_too_large` and `a_line_of_a_hundred_megabytes` write them anew into a temporary folder
/// and compare the exact text, as an `expected.txt` would.
const MADE_BY_A_TEST: [Code; 1] = [Code::TooLarge];

fn errors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

fn shown(opened: &Opened) -> String {
    opened.problems.iter().fold(String::new(), |mut text, problem| {
        let _ = writeln!(text, "{problem}");
        text
    })
}

#[test]
fn every_entry_says_what_it_said() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(errors()).unwrap() {
        let dir = entry.unwrap().path();
        let code = dir.file_name().unwrap().to_string_lossy().into_owned();
        let opened = open(&dir).unwrap();
        assert!(opened.problems.iter().any(|p| p.code.as_str() == code), "{code} is not told:\n{}", shown(&opened));
        assert_eq!(opened, open(&dir).unwrap(), "the same folder gives the same answer");
        let text = shown(&opened);
        let file = dir.join("expected.txt");
        if update {
            fs::write(&file, &text).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != text {
            wrong.push(format!("{} says now:\n{text}", dir.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_its_entry() {
    let elsewhere: BTreeSet<Code> = RAISED_BY_EXPOSURE.into_iter().map(|(code, _)| code).chain(MADE_BY_A_TEST).collect();
    let ours: BTreeSet<&str> = Code::ALL.iter().filter(|code| !elsewhere.contains(code)).map(|code| code.as_str()).collect();
    let entries: BTreeSet<String> =
        fs::read_dir(errors()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(entries.iter().map(String::as_str).collect::<BTreeSet<_>>(), ours);
}

#[test]
fn messages_are_in_house_style() {
    for entry in fs::read_dir(errors()).unwrap() {
        for problem in open(&entry.unwrap().path()).unwrap().problems {
            assert!(!problem.hint.is_empty(), "no hint: {problem}");
            for text in [&problem.message, &problem.hint] {
                assert!(!text.ends_with(['.', ' ', '\n']), "{problem}");
                assert!(!text.starts_with(char::is_uppercase), "{problem}");
            }
        }
    }
}

/// A copy of an entry, for files that are made rather than kept.
fn copy(code: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        fs::create_dir_all(dir.path().join(&folder)).unwrap();
        for entry in fs::read_dir(errors().join(code).join(&folder)).unwrap() {
            let name = folder.join(entry.unwrap().file_name());
            let from = errors().join(code).join(&name);
            if from.is_dir() {
                folders.push(name);
            } else {
                fs::copy(from, dir.path().join(name)).unwrap();
            }
        }
    }
    dir
}

#[test]
fn a_text_file_that_is_too_large() {
    let dir = copy("no-nexus");
    let file = fs::File::create(dir.path().join("claims/b.toml")).unwrap();
    file.set_len(MAX_TEXT_BYTES + 1).unwrap();
    let opened = open(dir.path()).unwrap();
    // What the file would say is not known, so that nothing is said to be missing.
    assert_eq!(
        shown(&opened),
        "claims/b.toml: error[too-large]: the file has more than 16 MiB\n  \
         hint: split it: every `.toml` file in `claims/` is read; tables of figures belong into `data/`\n"
    );
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let dir = copy("duplicate-row");
    let mut file = fs::File::create(dir.path().join("data/fund.csv")).unwrap();
    file.write_all(b"date,company,value,currency\n2018-12-31,other,5,USD\n2019-12-31,").unwrap();
    let chunk = vec![b'x'; 1_000_000];
    for _ in 0..100 {
        file.write_all(&chunk).unwrap();
    }
    file.write_all(b",6,USD\n2019-12-31,other,7,USD\n").unwrap();
    drop(file);
    let opened = open(dir.path()).unwrap();
    assert_eq!(
        shown(&opened),
        "data/fund.csv:3: error[too-large]: a row with more than 1048576 bytes or 4096 fields\n  \
         hint: see whether a quote is opened here that is never closed\n"
    );
    let counts = opened.data[0].counts;
    assert_eq!((counts.rows, counts.records, counts.problems), (3, 2, 1));
    assert_eq!(opened.case.unwrap().claims.len(), 2);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_neither_hang_nor_lead_out() {
    use std::os::unix::fs::symlink;
    let dir = copy("no-nexus");
    let claims = dir.path().join("claims");
    symlink("loop.toml", claims.join("loop.toml")).unwrap();
    symlink("/etc/hostname", claims.join("out.toml")).unwrap();
    symlink("nowhere", claims.join("broken.toml")).unwrap();
    symlink("..", claims.join("up.toml")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(claims.join("pipe.toml")).status();
    let opened = open(dir.path()).unwrap();
    let files: Vec<&str> = opened.problems.iter().filter(|p| p.code == Code::UnreadableFile).map(|p| &*p.place.file).collect();
    let mut expected = vec!["claims/broken.toml", "claims/loop.toml", "claims/out.toml"];
    if pipe.is_ok_and(|status| status.success()) {
        expected.push("claims/pipe.toml");
    }
    assert_eq!(files, expected);
}

#[test]
fn a_folder_that_is_none() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    for path in ["none", "file", "."] {
        let opened = open(&dir.path().join(path)).unwrap();
        assert!(opened.case.is_none(), "{path}");
        assert_eq!(opened.problems.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::NotACase], "{path}");
    }
}

#[test]
fn what_is_left_out_takes_along_what_refers_to_it_without_a_word() {
    let dir = copy("private-person");
    let opened = open(dir.path()).unwrap();
    assert_eq!(opened.problems.iter().filter(|p| p.severity() == Severity::Error).count(), 1, "{}", shown(&opened));
    let case = opened.case.unwrap();
    assert_eq!(case.claims.keys().map(model::ClaimId::as_str).collect::<Vec<_>>(), ["a"]);
    assert!(!case.entities.contains_key("somebody"));
}
