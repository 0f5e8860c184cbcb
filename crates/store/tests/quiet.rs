//! One mistake, one message: what follows from a mistake is not told as another.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads and writes its own files, and may fail")]

use std::fs;
use std::path::Path;

use daylight_store::{Opened, open};

/// The valid case with one file put in place of another.
fn with(file: &str, bytes: &[u8]) -> Opened {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid");
    let dir = tempfile::tempdir().unwrap();
    for folder in ["", "claims", "data", "archive"] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
        for entry in fs::read_dir(source.join(folder)).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
            fs::copy(entry.path(), dir.path().join(folder).join(entry.file_name())).unwrap();
        }
    }
    fs::write(dir.path().join(file), bytes).unwrap();
    open(dir.path()).unwrap()
}

fn valid(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid").join(file)).unwrap()
}

fn check(file: &str, bytes: &[u8], expected: &[&str]) {
    let told: Vec<String> = with(file, bytes).problems.iter().map(|p| format!("{} {}", p.place, p.code)).collect();
    assert_eq!(told, expected, "{file}");
}

fn swap(file: &str, from: &str, to: &str, expected: &[&str]) {
    let text = valid(file);
    assert!(text.contains(from), "{from}");
    check(file, text.replacen(from, to, 1).as_bytes(), expected);
}

#[test]
fn a_file_that_cannot_be_read_is_told_once() {
    for file in ["publishers.toml", "entities.toml", "documents.toml", "claims/links.toml", "judgements.toml"] {
        let line = format!("{file}:1 toml-syntax");
        check(file, format!("= 1\n{}", valid(file)).as_bytes(), &[&line]);
        let line = format!("{file}:1 not-utf8");
        check(file, b"\xFF", &[&line]);
        check(file, b"\xFF\xFEa\0", &[&line]);
    }
    for file in ["data/fund.csv", "data/rates.csv"] {
        assert!(with(file, b"\xFF\xFED\0").problems.iter().any(|p| p.code == model::Code::NotUtf8));
    }
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    for file in ["case.toml", "entities.toml", "claims/links.toml", "data/fund.csv", "data/rates.csv"] {
        check(file, format!("\u{feff}{}", valid(file)).as_bytes(), &[]);
        check(file, valid(file).replace('\n', "\r\n").as_bytes(), &[]);
    }
}

#[test]
fn what_is_left_out_is_told_once() {
    swap("entities.toml", "id = \"maker\"\nschema = \"Company\"", "id = \"maker\"\nschema = \"Firm\"", &["entities.toml:3 unknown-word"]);
    swap("entities.toml", "country = \"cn\"", "country = 5", &["entities.toml:6 wrong-type"]);
    swap("publishers.toml", "reliability = \"B\"", "reliability = \"Z\"", &["publishers.toml:4 unknown-word"]);
    swap("documents.toml", "seen = \"original\"", "", &["documents.toml:1 missing-field"]);
    swap("claims/links.toml", "link = \"part-of\"", "link = \"part-of\"\nshare = \"5%\"", &["claims/links.toml:5 field-not-allowed"]);
    swap("claims/links.toml", "subject = \"maker\"", "subject = 5", &["claims/links.toml:35 wrong-type"]);
    swap(
        "claims/links.toml",
        "cites = [{ document = \"paper-2018\", at = \"3\", basis = \"act\", credibility = 1 }]",
        "cites = 'x'",
        &["claims/links.toml:40 wrong-type"],
    );
    swap("case.toml", "by = \"government\"", "by = \"harm\"", &["case.toml:16 wrong-type"]);
    swap("case.toml", "holder = \"fund\"", "holder = \"project\"", &["case.toml:31 wrong-type"]);
}

#[test]
fn a_withdrawal_of_claims_never_becomes_one_of_the_document() {
    let text = valid("claims/links.toml").replace("capacity = \"custodian\"\n", "");
    let opened = with("claims/links.toml", text.as_bytes());
    assert_eq!(opened.problems.len(), 1);
    let case = opened.case.unwrap();
    assert!(!case.claims.contains_key("held"));
    assert_eq!(case.responses.len(), 1, "the withdrawal of `held` alone is gone with it");
}

#[test]
fn only_its_publisher_withdraws_a_document() {
    let told = |publisher: &str, name: &str, by: &str| {
        let text = format!(
            "[[publisher]]\nid = '{publisher}'\nname = '{name}'\nreliability = 'B'\nreason = 'r'\n\
             [[document]]\nid = 'd'\npublisher = '{publisher}'\nkind = 'k'\ntitle = 't'\npublished = '2019'\nseen = 'original'\n\
             [[response]]\nby = '{by}'\nstance = 'withdraws'\ndate = '2020'\ndocument = 'd'\ncites = [{{ document = 'd' }}]\n"
        );
        let opened = with("claims/more.toml", text.as_bytes());
        let dropped = opened.case.unwrap().responses.iter().all(|r| r.place.file.as_ref() != "claims/more.toml");
        let told: Vec<String> = opened.problems.iter().map(|p| format!("{} {}", p.place, p.code)).collect();
        assert_eq!(dropped, !told.is_empty(), "{told:?}");
        told
    };
    assert!(told("press", "The Press", "press").is_empty(), "the publisher");
    assert!(told("maker", "Maker press office", "maker").is_empty(), "an entity of the same id");
    assert!(told("maker-press", "Maker", "maker").is_empty(), "an entity of the same name");
    let refused = ["claims/more.toml:14 wrong-type"];
    assert_eq!(told("press", "The Press", "maker"), refused, "whom it is about");
    assert_eq!(told("press", "The Press", "paper"), refused, "another publisher");
    assert_eq!(told("press", "Maker Ltd", "maker"), refused, "an alias is not printed");
    // The document of a data file has a publisher too; who is not known is told once.
    swap(
        "claims/responses.toml",
        "\ndocument = \"paper-2019\"",
        "\ndocument = \"fund-positions/2019-12-31\"",
        &["claims/responses.toml:11 wrong-type"],
    );
    swap("claims/responses.toml", "by = \"paper\"", "by = \"papr\"", &["claims/responses.toml:11 unknown-entity"]);
}

#[test]
fn a_stake_has_one_holder() {
    let several = |link: &str, more: &str, subject: &str| {
        format!(
            "[[claim]]\nid = 'x'\nsubject = {subject}\nlink = '{link}'\n{more}\n\
             cites = [{{ document = 'paper-2018', at = '1', basis = 'report', credibility = 2 }}]\n"
        )
    };
    let links = [
        ("owns", "object = 'fund'"),
        ("holds", "object = 'fund'\ncapacity = 'beneficial'"),
        ("manages", "object = 'fund'"),
        ("consolidates", "object = 'fund'"),
    ];
    for (link, more) in links {
        check("claims/x.toml", several(link, more, "['maker', 'parent']").as_bytes(), &["claims/x.toml:3 wrong-type"]);
        for one in ["['maker']", "['maker', 'maker']", "'maker'"] {
            check("claims/x.toml", several(link, more, one).as_bytes(), &[]);
        }
    }
    let links = [
        ("supplies", "project"),
        ("develops", "project"),
        ("operates", "project"),
        ("finances", "fund"),
        ("serves", "fund"),
        ("tied-to", "fund"),
        ("listed-by", "government"),
    ];
    for (link, object) in links {
        check("claims/x.toml", several(link, &format!("object = '{object}'"), "['maker', 'parent']").as_bytes(), &[]);
    }
    check("claims/x.toml", several("part-of", "object = 'harm'", "['project', 'part-a']").as_bytes(), &[]);
    check("claims/x.toml", several("", "says = 'they did'", "['maker', 'parent']").replace("link = ''\n", "").as_bytes(), &[]);
}

#[test]
fn a_year_that_cannot_be_meant_is_told_once() {
    for year in ["1799", "2101", "0219"] {
        // Not that it lies before or after the other date as well.
        swap("documents.toml", "published = \"2018-10-02\"", &format!("published = \"{year}-10-02\""), &["documents.toml:7 bad-date"]);
        swap("documents.toml", "published = \"2019\"", &format!("published = \"{year}\""), &["documents.toml:17 bad-date"]);
        swap("documents.toml", "retrieved = \"2026-01-15\"", &format!("retrieved = \"{year}-01-15\""), &["documents.toml:8 bad-date"]);
        swap("case.toml", "retrieved = \"2026-01-15\"", &format!("retrieved = {year}-01-15"), &["case.toml:26 bad-date"]);
        swap("case.toml", "published = \"2020\"", &format!("published = \"{year}\""), &["case.toml:34 bad-date"]);
    }
    for year in ["1800", "2100"] {
        swap("documents.toml", "retrieved = \"2019-06-01\"", &format!("retrieved = \"{year}-06-01\""), &[]);
    }
}

#[test]
fn without_its_head_or_harm_there_is_no_case() {
    for (from, to) in [("as_of = 2019-12-31 ", "as_of = '?' "), ("currency = \"USD\"", "currency = \"XQX\""), ("title = \"The harm\"", "")]
    {
        let text = valid("case.toml");
        assert!(text.contains(from), "{from}");
        let opened = with("case.toml", text.replacen(from, to, 1).as_bytes());
        assert!(opened.case.is_none(), "{from}");
        assert_eq!(opened.problems.len(), 1, "{:#?}", opened.problems);
    }
}

#[test]
fn a_file_that_is_not_there_is_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("case.toml"),
        "format = 1\ntitle = 'T'\nas_of = 2019-12-31\ncurrency = 'USD'\n[[harm]]\nid = 'h'\ntitle = 'H'\nsummary = 'S'\n",
    )
    .unwrap();
    let opened = open(dir.path()).unwrap();
    assert_eq!(opened.problems, []);
    assert!(opened.case.is_some());
}

#[test]
fn a_small_case_may_stand_in_one_file() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid");
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("claims")).unwrap();
    let (head, _) = valid("case.toml").split_once("[[data]]").map(|(head, data)| (head.to_owned(), data.to_owned())).unwrap();
    fs::write(dir.path().join("case.toml"), head).unwrap();
    let files = ["entities.toml", "publishers.toml", "documents.toml", "judgements.toml", "claims/links.toml"];
    let one = files.map(|file| fs::read_to_string(source.join(file)).unwrap()).join("\n");
    let without_copy = one.lines().filter(|line| !line.starts_with("archive")).collect::<Vec<_>>().join("\n");
    fs::write(dir.path().join("claims/one.toml"), without_copy).unwrap();
    let opened = open(dir.path()).unwrap();
    // The rates were in the data files.
    assert!(opened.problems.iter().all(|p| p.code == model::Code::MissingRate), "{:#?}", opened.problems);
    let (case, split) = (opened.case.unwrap(), open(&source).unwrap().case.unwrap());
    assert!(case.entities.keys().eq(split.entities.keys()));
    assert!(case.publishers.keys().eq(split.publishers.keys()));
    assert_eq!(case.judgements.len(), split.judgements.len());
    assert!(case.claims.keys().eq(split.claims.values().filter(|claim| claim.series.is_none()).map(|claim| &claim.id)));
    // A claim in another file is read as a claim: nothing that a person wrote is passed over.
    let misplaced = ["documents.toml:29 missing-field", "documents.toml:29 missing-field", "documents.toml:29 no-citation"];
    check("documents.toml", format!("{}[[claim]]\nid = 'x'\n", valid("documents.toml")).as_bytes(), &misplaced);
}
