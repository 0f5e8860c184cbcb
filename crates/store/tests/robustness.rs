//! Whatever stands in the files of a case, it is read or told to be wrong: nothing panics and nothing hangs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads and writes its own files, and may fail")]

use std::fs;
use std::path::Path;

use daylight_store::open;
use model::{Code, Severity};
use proptest::prelude::*;
use proptest::sample::Index;

const FILES: [&str; 9] = [
    "case.toml",
    "publishers.toml",
    "entities.toml",
    "documents.toml",
    "claims/links.toml",
    "claims/responses.toml",
    "judgements.toml",
    "data/fund.csv",
    "data/rates.csv",
];

/// Pieces that parsers stumble over.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"'''",
    b"\"\"\"",
    b"[[",
    b"]]",
    b"[",
    b"{",
    b"}",
    b"=",
    b"\n",
    b"\r",
    b"\0",
    b"\xFF",
    b"\xC3",
    b"\xEF\xBB\xBF",
    b",",
    b"#",
    b"\\u",
    b"-",
    b"9999999999999999999999999999999999999999",
    b"[[claim]]\n",
    b"a.a.a = 1\n",
    b"[claim]\n",
    b"1e400",
];

#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Delete(Index, usize),
    Insert(Index, usize),
    Repeat(Index, Index),
    Truncate(Index),
    Replace(Index, Index),
    Blank(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Delete(at, count)),
        (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Repeat(from, to)),
        any::<Index>().prop_map(Change::Truncate),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Replace(from, to)),
        any::<Index>().prop_map(Change::Blank),
    ]
}

/// The words and quoted texts of a file, as ranges.
fn words(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(byte, b' ' | b'\n' | b',') {
            if at > start {
                words.push(start..at);
            }
            start = at + 1;
        }
    }
    words
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    match change {
        Change::Set(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Change::Delete(at, count) => {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + count).min(bytes.len()));
        }
        Change::Insert(at, piece) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, PIECES[*piece].iter().copied());
        }
        Change::Repeat(from, to) => {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let piece = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, piece);
        }
        Change::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        Change::Blank(at) => {
            // A quoted text becomes an empty one.
            let quotes: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'"').collect();
            if let Some([open, close]) = quotes.chunks_exact(2).nth(at.index(quotes.len().max(2) / 2)) {
                bytes.drain(open + 1..*close);
            }
        }
        Change::Replace(from, to) => {
            let words = words(bytes);
            if !words.is_empty() {
                let piece = bytes[words[from.index(words.len())].clone()].to_vec();
                bytes.splice(words[to.index(words.len())].clone(), piece);
            }
        }
    }
}

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid")
}

fn copy_to(dir: &Path) {
    for folder in ["claims", "data"] {
        fs::create_dir_all(dir.join(folder)).unwrap();
    }
    for file in FILES {
        fs::copy(source().join(file), dir.join(file)).unwrap();
    }
}

proptest! {
    // 256 cases, or `PROPTEST_CASES`.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_files_never_panic(changes in prop::collection::vec((0..FILES.len(), change()), 1..6)) {
        let dir = tempfile::tempdir().unwrap();
        copy_to(dir.path());
        for (file, change) in &changes {
            let path = dir.path().join(FILES[*file]);
            let mut bytes = fs::read(&path).unwrap();
            apply(&mut bytes, change);
            fs::write(&path, bytes).unwrap();
        }
        let opened = open(dir.path()).unwrap();
        prop_assert!(opened.problems.is_sorted());
        prop_assert!(opened.case.is_some() || opened.problems.iter().any(|p| p.severity() == Severity::Error));
        if let Some(case) = &opened.case {
            check_ids(case)?;
        }
        if !opened.problems.iter().any(|p| p.severity() == Severity::Error || p.code == Code::SelfLink) {
            prop_assert_eq!(Some(written(dir.path())), opened.case.as_ref().map(kept), "something was left out without a word");
        }
        for data in &opened.data {
            let c = data.counts;
            prop_assert_eq!(c.rows, c.records + c.problems + c.skipped);
        }
    }
}

/// How many claims, responses, documents, entities, publishers, judgements, harms and data files a folder writes.
fn written(dir: &Path) -> [usize; 8] {
    let tables = |files: &[&str], array: &str| -> usize {
        let in_file = |file: &&str| {
            let text = fs::read_to_string(dir.join(file)).unwrap();
            let table: toml::Table = text.trim_start_matches('\u{feff}').parse().unwrap();
            table.get(array).and_then(toml::Value::as_array).map_or(0, Vec::len)
        };
        files.iter().map(in_file).sum()
    };
    let claims = ["claims/links.toml", "claims/responses.toml"];
    let own = |file: &str, array: &str| tables(&[file], array) + tables(&claims, array);
    [
        tables(&claims, "claim"),
        tables(&claims, "response"),
        own("documents.toml", "document"),
        own("entities.toml", "entity"),
        own("publishers.toml", "publisher"),
        own("judgements.toml", "judgement"),
        tables(&["case.toml"], "harm"),
        tables(&["case.toml"], "data"),
    ]
}

/// The same of a case that was read.
fn kept(case: &model::Case) -> [usize; 8] {
    [
        case.claims.values().filter(|claim| claim.series.is_none()).count(),
        case.responses.len(),
        case.documents.keys().filter(|id| !id.as_str().contains('/')).count(),
        case.entities.len(),
        case.publishers.len(),
        case.judgements.len(),
        case.harms.len(),
        case.series.len() + usize::from(!case.rates.is_empty()),
    ]
}

/// Every id that stands in a case resolves.
fn check_ids(case: &model::Case) -> Result<(), TestCaseError> {
    for document in case.documents.values() {
        prop_assert!(case.publishers.contains_key(&document.publisher));
        prop_assert!(document.known().is_some());
    }
    let thing = |id: &model::EntityId| case.entities.contains_key(id) || case.harm(id).is_some();
    for (id, claim) in &case.claims {
        prop_assert_eq!(id, &claim.id);
        prop_assert!(!claim.subjects.is_empty() && claim.subjects.iter().all(thing));
        prop_assert!(claim.object().is_none_or(thing));
        prop_assert!(claim.link.is_some() || claim.says.is_some() || claim.motive.is_some());
        prop_assert!(!claim.cites.is_empty() && claim.cites.iter().all(|c| case.documents.contains_key(&c.document)));
        prop_assert!(claim.covers.iter().chain(&claim.ends).all(|id| case.claims.contains_key(id)));
    }
    for response in &case.responses {
        prop_assert!(response.to.iter().all(|id| case.claims.contains_key(id)));
        prop_assert!(response.cites.iter().all(|c| case.documents.contains_key(&c.document)));
    }
    for judgement in &case.judgements {
        prop_assert!(case.entities.contains_key(&judgement.left) && case.entities.contains_key(&judgement.right));
    }
    for series in case.series.values() {
        prop_assert!(case.entities.contains_key(&series.holder));
        prop_assert!(series.reports.iter().all(|r| case.documents.contains_key(&r.document)));
    }
    Ok(())
}

#[test]
fn deep_and_long_texts_are_read_in_bounded_time() {
    let dir = tempfile::tempdir().unwrap();
    for text in
        ["[".repeat(200_000), "a = ".to_owned() + &"{a=".repeat(200_000), "a.".repeat(200_000), "\"".repeat(200_000), "= ".repeat(50_000)]
    {
        copy_to(dir.path());
        fs::write(dir.path().join("entities.toml"), &text).unwrap();
        let opened = open(dir.path()).unwrap();
        assert!(opened.problems.iter().any(|p| p.code == Code::TomlSyntax), "{}", &text[..10]);
    }
}

/// The valid case with one file of claims more, checked. No time is asserted; a quadratic way would be noticed by whoever waits.
fn checked_with(claims: &str) -> daylight_store::Opened {
    let dir = tempfile::tempdir().unwrap();
    copy_to(dir.path());
    let copies = ["case.toml", "documents.toml"].map(|file| dir.path().join(file));
    for file in copies {
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.lines().filter(|line| !line.starts_with("archive")).collect::<Vec<_>>().join("\n")).unwrap();
    }
    fs::write(dir.path().join("claims/more.toml"), claims).unwrap();
    open(dir.path()).unwrap()
}

fn claim(id: &str, more: &str, document: &str) -> String {
    format!(
        "[[claim]]\nid = '{id}'\nsubject = 'maker'\nsays = 's'\n{more}\n\
         cites = [{{ document = '{document}', at = '1', basis = 'report', credibility = 2 }}]\n"
    )
}

#[test]
fn many_unknown_ids_are_told_in_bounded_time() {
    let documents = |n: usize| {
        format!(
            "[[document]]\nid = 'report-2018-{n:05}'\npublisher = 'paper'\nkind = 'k'\ntitle = 't'\npublished = '2018'\nseen = 'original'\n"
        )
    };
    let known: String = (0..5_000).map(documents).collect();
    let citing = |n: usize| claim(&format!("c-{n}"), "", &format!("report-2019-{n:05}"));
    let opened = checked_with(&(known + &(0..5_000).map(citing).collect::<String>()));
    let told: Vec<_> = opened.problems.iter().filter(|p| p.code == Code::UnknownDocument).collect();
    assert_eq!(told.len(), 5_000);
    assert_eq!(told.iter().filter(|p| p.hint.starts_with("did you mean")).count(), 50, "the first are told what was perhaps meant");

    let answer = |n: usize| {
        format!(
            "[[response]]\nto = ['supply']\nby = 'makre-{n}'\nstance = 'denies'\ndate = '2019'\ncites = [{{ document = 'paper-2018' }}]\n"
        )
    };
    let makers = |n: usize| format!("[[entity]]\nid = 'maker-{n}'\nschema = 'Company'\nname = 'n'\n");
    let opened = checked_with(&(0..5_000).map(|n| makers(n) + &answer(n)).collect::<String>());
    assert_eq!(opened.problems.iter().filter(|p| p.code == Code::UnknownEntity).count(), 5_000);
}

#[test]
fn long_covers_are_followed_in_bounded_time() {
    let chain = |n: usize, next: String| claim(&format!("c-{n:05}"), &format!("covers = ['{next}']"), "paper-2018");
    // A chain that ends, in the order of its ids and against it.
    let ends: String = (0..10_000).map(|n| chain(n, if n == 9_999 { "supply-a".to_owned() } else { format!("c-{:05}", n + 1) })).collect();
    assert_eq!(checked_with(&ends.replace("covers = ['supply-a']", "")).problems, []);
    let back: String = (1..10_000).map(|n| chain(n, format!("c-{:05}", n - 1))).collect();
    assert_eq!(checked_with(&(claim("c-00000", "", "paper-2018") + &back)).problems, []);
    // One circle of all; and many circles, with a walk of half the claims before the first.
    let circle: String = (0..10_000).map(|n| chain(n, format!("c-{:05}", (n + 1) % 10_000))).collect();
    let opened = checked_with(&circle);
    assert_eq!(opened.problems.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::CircularCovers]);
    let pair = |n: usize| format!("'d-{n:05}'");
    let all = (0..2_500).map(pair).collect::<Vec<_>>().join(", ");
    let tail: String = (0..5_000).map(|n| chain(n, format!("c-{:05}", n + 1))).collect();
    let hub = claim("c-05000", &format!("covers = [{all}]"), "paper-2018");
    let pairs: String = (0..2_500)
        .map(|n| {
            claim(&format!("d-{n:05}"), &format!("covers = ['e-{n:05}']"), "paper-2018")
                + &claim(&format!("e-{n:05}"), &format!("covers = ['d-{n:05}']"), "paper-2018")
        })
        .collect();
    let opened = checked_with(&(tail + &hub + &pairs));
    assert_eq!(opened.problems.iter().map(|p| p.code).collect::<Vec<_>>(), vec![Code::CircularCovers; 2_500]);
    // What only led into the circles is used.
    assert!(opened.case.unwrap().claims.contains_key("c-05000"));
}
