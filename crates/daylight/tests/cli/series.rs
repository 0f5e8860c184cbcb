//! Money over time: everyone in one company, and what was held on both sides of the day on which the evidence was public.

use expect_test::{expect, expect_file};
use serde_json::Value;
use textwrap::core::display_width;

use crate::run::{daylight, root};
use crate::shapes::{fits, json, records};

/// An invented case with what is hard: rounding, a split, sold and bought back, two capacities, withdrawn evidence.
const CASE: &str = "crates/daylight/tests/cases/clock";

fn check(name: &str, arguments: &[&str]) {
    for width in ["80", "120"] {
        let ran = daylight(&[arguments, &["--width", width]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        expect_file![format!("snapshots/{name}-{width}.txt")].assert_eq(&ran.out);
        for line in ran.out.lines() {
            let fits = display_width(line) <= width.parse().unwrap() || line.contains("://") || line.contains("daylight ");
            assert!(fits, "{name}: wider than {width}: {line}");
        }
    }
}

#[test]
fn everyone_in_one_company() {
    check("holders", &["holders", CASE, "Works Co"]);
}

#[test]
fn before_and_after() {
    check("clock", &["clock", CASE]);
}

#[test]
fn one_holder_before_and_after() {
    let ran = daylight(&["clock", CASE, "--holder", "Back Fund", "--width", "100"]);
    let whole: Vec<&str> = ran.out.lines().skip_while(|line| !line.starts_with("Back Fund in Works Co, every")).take(13).collect();
    expect![[r"
        Back Fund in Works Co, every record
          on            value         share  published   grade        source
          ----------  -------  ------------  ----------  -----------  ------
          2017-12-31  unknown  0.095-0.105%  2018-02-01  established  [1]
          -- evidence first public (reported) 2018-07-16 --
          2018-12-31     none                2019-02-01  established  [2]
          -- evidence now (corroborated) 2019-03-01 --
          2019-12-31  unknown  0.195-0.205%  2020-02-01  established  [3]
            against the last before: part of the company +0.09 to +0.11 points
          The part of Works Co in this was first public (reported) on 2018-07-16: 0.095-0.105% at
          2017-12-31, the last record before; then none at 2018-12-31, 0.195-0.205% at 2019-12-31 (more).
          The part of Works Co in this was first public (corroborated) on 2019-03-01: none at 2018-12-31,
          the last record before; then 0.195-0.205% at 2019-12-31."]]
    .assert_eq(&whole.join("\n"));
    assert!(!ran.out.contains("bought"), "nobody is said to have bought");
}

/// The row of a holder in the text of `holders`, with what stands under it.
fn held_by(name: &str, arguments: &[&str]) -> String {
    let ran = daylight(&[&["holders", CASE, "Works Co"], arguments, &["--width", "160"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows: Vec<&str> = ran.out.lines().skip_while(|line| !line.starts_with(&format!("  {name} "))).take(2).map(str::trim).collect();
    rows.join("\n")
}

#[test]
fn what_is_seen_only_later_is_not_yet_counted() {
    let early = ["--as-of", "2018-12-31"];
    expect![[r"
        Late Fund         unknown                2019-05-01  reported
        not yet counted: first seen after 2018-12-31; known since 2019-06-01 [8]; disputed [15]; managed by Manager Co [8]"]]
    .assert_eq(&held_by("Late Fund", &early));
    // Sold by then and bought back later: what stands is the last record by the day, not the one after it.
    expect![[r"
        Back Fund         unknown  0.095-0.105%  2017-12-31  established
        no longer counted: sold between 2017-12-31 and 2018-12-31; known since 2018-02-01 [4]; no copy kept"]]
    .assert_eq(&held_by("Back Fund", &early));
    let answer = json(&["holders", CASE, "works-co", "--as-of", "2018-12-31"]);
    let late = answer["positions"].as_array().unwrap().iter().find(|p| p["holder"]["id"] == "late-fund").unwrap();
    assert_eq!(late["gone"]["word"], "later");
    assert_eq!(late["gone"]["text"], "first seen after 2018-12-31");
    let rows = records(&["holders", CASE, "works-co", "--as-of", "2018-12-31"]);
    let gone = rows[0].iter().position(|head| head == "gone").unwrap();
    let late = rows.iter().find(|row| row.iter().any(|cell| cell == "late-fund")).unwrap();
    assert_eq!(late[gone], "first seen after 2018-12-31");
    let picture = daylight(&["holders", CASE, "works-co", "--as-of", "2018-12-31", "--format", "svg"]).out;
    assert!(picture.contains("own money; first seen after"), "{picture}");
}

/// Holder, capacity and change of every row.
fn moves(answer: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|r| format!("{} {} {} {}", text(&r["holder"]["id"]), text(&r["company"]["id"]), text(&r["capacity"]), text(&r["change"])))
        .collect()
}

#[test]
fn every_hard_case_has_its_word() {
    expect![[r#"
        [
            "grow-bank works-co beneficial more",
            "grow-bank works-co custodian first-seen",
            "late-fund works-co beneficial first-seen",
            "exact-bank works-co beneficial same",
            "back-fund works-co beneficial sold",
            "round-fund works-co beneficial not-told",
            "dark-fund works-co beneficial not-told",
            "split-bank works-co beneficial not-told",
            "early-fund works-co beneficial no-record-after",
            "grow-bank quiet-co beneficial no-record-after",
        ]
    "#]]
    .assert_debug_eq(&moves(&json(&["clock", CASE])));
}

/// What was published later, and what is withdrawn since, is seen with the eyes of the day.
#[test]
fn an_earlier_knowledge() {
    let then = json(&["clock", CASE, "--known-at", "2018-02-15"]);
    expect![[r#"
        [
            "grow-bank quiet-co beneficial no-record-after",
        ]
    "#]]
    .assert_debug_eq(&moves(&then));
    assert_eq!(then["rows"][0]["public_since"]["reported"], "2018-01-10");
    assert_eq!(then["rows"][0]["withdrawn"], Value::Null);
    // Before anything was said of anybody.
    assert_eq!(moves(&json(&["clock", CASE, "--known-at", "2018-01-09"])), Vec::<String>::new());
    let ran = daylight(&["clock", CASE, "--known-at", "2018-01-09", "--width", "200"]);
    assert!(ran.out.contains("That is not the same as none"), "{}", ran.out);
    // The report of the end of 2018 was not yet public.
    let grow = json(&["holders", CASE, "works-co", "--known-at", "2018-12-31"]);
    let entries = grow["positions"].as_array().unwrap().iter().find(|p| p["holder"]["id"] == "grow-bank").unwrap()["entries"].clone();
    assert_eq!(entries.as_array().unwrap().len(), 1);
    assert_eq!(entries[0]["date"], "2017-12-31");
}

/// A newspaper's position that the holder's next full report leaves out: none, as in the holder's own series.
#[test]
fn a_full_report_that_leaves_a_company_out_shows_none() {
    let answer = json(&["holders", CASE, "quiet-co"]);
    let position = &answer["positions"][0];
    assert_eq!(position["gone"]["text"], "sold between 2017-02-01 and 2017-12-31");
    let entries = position["entries"].as_array().unwrap().iter();
    let told: Vec<String> =
        entries.map(|e| format!("{} {} {}", e["date"], e["grade"], if e["held"].is_null() { "none" } else { "held" })).collect();
    expect![[r#"
        "2017-02-01" "reported" held
        "2017-12-31" "established" none"#]]
    .assert_eq(&told.join("\n"));
    // Before that report nobody knew.
    let early = json(&["holders", CASE, "quiet-co", "--known-at", "2018-01-15", "--as-of", "2017-12-31"]);
    assert_eq!(early["positions"][0]["gone"], Value::Null);
    let clock = daylight(&["clock", CASE, "--width", "200"]).out;
    assert!(clock.contains("first public (reported) on 2018-01-10 and is withdrawn since 2018-03-01: none at 2017-12-31"), "{clock}");
}

/// As in `trace`: at a floor only the evidence and the records of that grade or better exist.
#[test]
fn the_clock_at_a_floor() {
    let at = |floor: &'static str| json(&["clock", CASE, "--floor", floor]);
    let corroborated = at("corroborated");
    expect![[r#"
        [
            "back-fund works-co beneficial more",
            "grow-bank works-co beneficial same",
            "exact-bank works-co beneficial less",
            "round-fund works-co beneficial sold",
            "split-bank works-co beneficial sold",
        ]
    "#]]
    .assert_debug_eq(&moves(&corroborated));
    assert_eq!((corroborated["floor"].as_str(), corroborated["left_out"].as_u64()), (Some("corroborated"), Some(5)));
    let rows = corroborated["rows"].as_array().unwrap();
    for row in rows {
        assert_eq!((row["public_since"]["reported"].as_str(), row["against"].as_array().unwrap().len()), (None, 1));
        assert!(row["entries"].as_array().unwrap().iter().all(|entry| entry["grade"] == "established"));
    }
    assert_eq!((at("established")["rows"].as_array().unwrap().len(), at("established")["left_out"].as_u64()), (0, Some(10)));
    assert_eq!((at("reported")["rows"].as_array().unwrap().len(), at("reported")["left_out"].as_u64()), (10, Some(0)));
    let rows = records(&["clock", CASE, "--floor", "corroborated"]);
    assert!(rows[1..].iter().all(|row| row[10] == "corroborated"), "{rows:?}");
    let picture = daylight(&["clock", CASE, "--floor", "corroborated", "--format", "svg"]).out;
    assert!(picture.contains("corroborated 2019-03-01") && !picture.contains("reported 2018-07-16"), "{picture}");
    let ran = daylight(&["clock", CASE, "--floor", "corroborated", "--holder", "Back Fund", "--width", "100"]);
    expect![[r#"
        Back Fund: before and after          as of 2019-12-31, known at 2020-02-01 (all that the case holds)
        in: The Example Fence

        What was held on both sides of the day on which a company's part in the harm was first public
        (corroborated): the last record on or before that day, and the first after it. The whole series and
        the other grades stand below. A change of value includes that of the price. Nothing here says why
        somebody held more or less.

        More after
          holder     company   public      before         after
          ---------  --------  ----------  ------  ------------
          Back Fund  Works Co  2019-03-01    none  0.195-0.205%
            on 2018-12-31 [2] and on 2019-12-31 [3]

        Back Fund in Works Co, every record
          on            value         share  published   grade        source
          ----------  -------  ------------  ----------  -----------  ------
          2017-12-31  unknown  0.095-0.105%  2018-02-01  established  [1]
          2018-12-31     none                2019-02-01  established  [2]
          -- evidence first public (corroborated) 2019-03-01 --
          2019-12-31  unknown  0.195-0.205%  2020-02-01  established  [3]
          The part of Works Co in this was first public (corroborated) on 2019-03-01: none at 2018-12-31,
          the last record before; then 0.195-0.205% at 2019-12-31.

        Company: daylight holders crates/daylight/tests/cases/clock works-co --floor corroborated

        Sources
          [1] Back Fund, "What Back Fund holds", 2018-02-01 (line 2)
              https://example.org/back-fund
          [2] Back Fund, "What Back Fund holds", 2019-02-01 (does not name it)
              https://example.org/back-fund
          [3] Back Fund, "What Back Fund holds", 2020-02-01 (line 3)
              https://example.org/back-fund

        Problems in the data: 2 warnings in 1 file
          - claims/claims.toml:10: warning[withdrawn-document]: `fence-harms` cites `gazette-quiet`, which
            was withdrawn on 2018-03-01 (claims/claims.toml:174)
              hint: the citation counts for nothing from that day; look for another source
          - claims/claims.toml:31: warning[withdrawn-document]: `quiet-builds` cites `gazette-quiet`, which
            was withdrawn on 2018-03-01 (claims/claims.toml:174)
              hint: the citation counts for nothing from that day; look for another source
          Details: daylight check crates/daylight/tests/cases/clock
    "#]]
    .assert_eq(&ran.out);
    let ran = daylight(&["clock", CASE, "--floor", "established", "--width", "200"]);
    assert!(ran.out.contains("Floor established: 10 positions are left out."), "{}", ran.out);
}

/// All that was said of Quiet Co was withdrawn on 2018-03-01: it stays, and every surface says so.
#[test]
fn what_was_withdrawn_stays_on_the_clock() {
    for known_at in ["2018-03-01", "2018-04-01", "2020-02-01"] {
        let then = json(&["clock", CASE, "--known-at", known_at]);
        let row = then["rows"].as_array().unwrap().iter().find(|r| r["company"]["id"] == "quiet-co").unwrap().clone();
        assert_eq!((row["public_since"]["reported"].as_str(), row["withdrawn"]["date"].as_str()), (Some("2018-01-10"), Some("2018-03-01")));
    }
    // Where the withdrawal can be read was published only in 2019.
    let ran = daylight(&["clock", CASE, "--known-at", "2018-04-01", "--width", "100"]);
    expect![[r#"
        The Example Fence: before and after                            as of 2019-12-31, known at 2018-04-01

        What was held on both sides of the day on which a company's part in the harm was first public
        (reported): the last record on or before that day, and the first after it. The whole series and the
        other grades stand below. A change of value includes that of the price. Nothing here says why
        somebody held more or less.

        No record after
          holder     company   public      before      after
          ---------  --------  ----------  ------  ---------
          Grow Bank  Quiet Co  2018-01-10    none  no record
            the evidence was withdrawn on 2018-03-01 [1]; on 2017-12-31 [3]

        Grow Bank in Quiet Co, every record
          on            value  share  published   grade        source
          ----------  -------  -----  ----------  -----------  ------
          2017-02-01  unknown         2017-03-01  reported     [2]
          2017-12-31     none         2018-02-01  established  [3]
          -- evidence first public (reported) 2018-01-10 --
          -- evidence withdrawn 2018-03-01 --
          What was said of Quiet Co in this was first public (reported) on 2018-01-10 and is withdrawn since
          2018-03-01: none at 2017-12-31, the last record before; no record after.

        Company: daylight holders crates/daylight/tests/cases/clock quiet-co --known-at 2018-04-01

        Sources
          [1] The Gazette, "Corrections", 2018-03-01 (page 9)
              https://example.org/gazette-notice
          [2] The Gazette, "Funds of the year", 2017-03-01 (page 1)
              https://example.org/gazette-early
          [3] Grow Bank, "What Grow Bank holds", 2018-02-01 (does not name it)
              https://example.org/grow-bank

        Problems in the data: 2 warnings in 1 file
          - claims/claims.toml:10: warning[withdrawn-document]: `fence-harms` cites `gazette-quiet`, which
            was withdrawn on 2018-03-01 (claims/claims.toml:174)
              hint: the citation counts for nothing from that day; look for another source
          - claims/claims.toml:31: warning[withdrawn-document]: `quiet-builds` cites `gazette-quiet`, which
            was withdrawn on 2018-03-01 (claims/claims.toml:174)
              hint: the citation counts for nothing from that day; look for another source
          Details: daylight check crates/daylight/tests/cases/clock --known-at 2018-04-01
    "#]]
    .assert_eq(&ran.out);
    let rows = records(&["clock", CASE]);
    let at = rows[0].iter().position(|head| head == "evidence_withdrawn").unwrap();
    let told: Vec<(&str, &str)> =
        rows[1..].iter().map(|row| (row[6].as_str(), row[at].as_str())).filter(|(_, day)| !day.is_empty()).collect();
    assert_eq!(told, [("quiet-co", "2018-03-01")]);
    let picture = daylight(&["clock", CASE, "--format", "svg"]).out;
    assert!(picture.contains(">withdrawn 2018-03-01<"), "{picture}");
    assert!(picture.contains("The evidence was withdrawn: nothing of it counts since 2018-03-01"));
}

#[test]
fn nothing_documented_is_not_none() {
    let ran = daylight(&["holders", CASE, "Lender Bank", "--width", "200"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("No money in Lender Bank is documented here. Nothing documented is not the same as none."), "{}", ran.out);
    assert_eq!(daylight(&["holders", CASE, "Nobody"]).code, 2);
    assert_eq!(daylight(&["clock", CASE, "--holder", "Nobody"]).code, 2);
}

#[test]
fn a_floor_leaves_out_what_does_not_reach_it() {
    let all = json(&["holders", CASE, "works-co"]);
    let strict = json(&["holders", CASE, "works-co", "--floor", "established"]);
    let count = |answer: &Value, part: &str| answer[part].as_array().unwrap().len();
    assert_eq!((count(&all, "positions"), count(&strict, "positions")), (9, 5));
    assert_eq!((count(&strict, "owners"), count(&strict, "roles"), count(&strict, "apart")), (0, 0, 0));
    assert_eq!(strict["left_out"], 7);
    // What is unverified is in no row.
    assert_eq!(all["not_established"][0]["claim"], "index-serves");
    assert!(!all["roles"].to_string().contains("index-co"));
}

#[test]
fn json_fits_the_published_schemas() {
    for case in [CASE, "examples/xinjiang", "examples/minimal"] {
        for days in [&[][..], &["--as-of", "2030"], &["--known-at", "2000"], &["--known-at", "2018-12"], &["--floor", "corroborated"]] {
            fits(&json(&[&["clock", case][..], days].concat()), "clock");
        }
    }
    for (case, company) in
        [(CASE, "works-co"), (CASE, "quiet-co"), ("examples/xinjiang", "hikvision"), ("examples/minimal", "example-dam-co")]
    {
        for days in [&[][..], &["--as-of", "2030"], &["--known-at", "2000"], &["--floor", "established"]] {
            fits(&json(&[&["holders", case, company][..], days].concat()), "holders");
        }
    }
}

#[test]
fn csv_has_one_row_per_record_or_step() {
    let holders = json(&["holders", CASE, "works-co"]);
    let entries: usize = holders["positions"].as_array().unwrap().iter().map(|p| p["entries"].as_array().unwrap().len()).sum();
    let others = ["apart", "owners", "roles"].iter().map(|part| holders[part].as_array().unwrap().len()).sum::<usize>();
    let rows = records(&["holders", CASE, "works-co"]);
    assert_eq!(rows.len(), entries + others + 1);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let rows = records(&["clock", CASE]);
    let row = |holder: &str, grade: &str| {
        let found = rows.iter().find(|row| row[4] == holder && row[10] == grade).unwrap();
        rows[0]
            .iter()
            .zip(found)
            .filter(|(_, cell)| !cell.is_empty())
            .skip(4)
            .map(|(head, cell)| format!("{head}={cell}\n"))
            .collect::<String>()
    };
    expect![[r"
        holder_id=exact-bank
        holder=Exact Bank
        company_id=works-co
        company=Works Co
        capacity=beneficial
        evidence_grade=corroborated
        evidence_date=2019-03-01
        before_date=2018-12-31
        before_quantity=1000
        after_date=2019-12-31
        after_quantity=400
        change=less
        quantity_change=-600
        before_document=exact-bank-positions/2018-12-31
        after_document=exact-bank-positions/2019-12-31
    "]]
    .assert_eq(&row("exact-bank", "corroborated"));
}

#[test]
fn pictures_are_whole_and_the_same_each_time() {
    for arguments in [&["clock", CASE][..], &["holders", CASE, "works-co"], &["holders", CASE, "lender"]] {
        let once = || daylight(&[arguments, &["--format", "svg"]].concat());
        let picture = once();
        assert_eq!(picture.code, 0, "{}", picture.err);
        assert_eq!(picture.out, once().out);
        assert!(picture.out.starts_with("<svg ") && picture.out.ends_with("</svg>\n"));
        for unwanted in ["<script", "href", "url(", "@import", "NaN", "inf"] {
            assert!(!picture.out.contains(unwanted), "{unwanted}");
        }
    }
    let picture = daylight(&["clock", CASE, "--format", "svg"]).out;
    // Each record has a mark with its figure, day, grade and source.
    let rows = json(&["clock", CASE]);
    let records: usize = rows["rows"].as_array().unwrap().iter().map(|r| r["entries"].as_array().unwrap().len()).sum();
    let tips = picture.lines().filter(|line| line.contains("published 20")).count();
    assert_eq!(tips, records);
    assert!(picture.contains("Back Fund on 2018-12-31: no longer named; established, published 2019-02-01, source [5]"));
    assert!(picture.contains("Dark Fund on 2017-02-01: amount unknown; reported, published 2017-03-01, source [2]"));
}

/// The case with a second harm, in which Works Co's part was public from 2019-06-01.
fn with_a_second_harm() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for folder in ["", "claims", "data"] {
        let to = copy.path().join(folder);
        std::fs::create_dir_all(&to).unwrap();
        for file in std::fs::read_dir(root().join(CASE).join(folder)).unwrap().map(Result::unwrap) {
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
    }
    let add = |file: &str, text: &str| {
        let file = copy.path().join(file);
        let before = std::fs::read_to_string(&file).unwrap();
        std::fs::write(file, before + text).unwrap();
    };
    add(
        "case.toml",
        r#"
[[harm]]
id = "digging"
title = "Digging up of the Invented Hill"
summary = "Graves are dug up."
location = "The Invented Hill, Nowhere"
since = "2018"
by = "nowhere-government"
group = "the people of the hill"
"#,
    );
    add("entities.toml", "\n[[entity]]\nid = \"pit\"\nschema = \"Project\"\nname = \"The pit\"\n");
    let cites = r#"cites = [{ document = "gazette-money", at = "page 2", basis = "report", credibility = 2 }]"#;
    let claim = |id: &str, subject: &str, link: &str, object: &str| {
        format!("\n[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nlink = \"{link}\"\nobject = \"{object}\"\ndate = \"2018\"\n{cites}\n")
    };
    add("claims/claims.toml", &(claim("pit-harms", "pit", "part-of", "digging") + &claim("works-digs", "works-co", "supplies", "pit")));
    copy
}

#[test]
fn the_picture_of_a_company_in_two_harms_has_a_line_for_each() {
    let case = with_a_second_harm();
    let ran = daylight(&["holders", case.path().to_str().unwrap(), "works-co", "--format", "svg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told: Vec<&str> = ran.out.lines().filter(|line| line.contains("first public") || line.contains("part in ")).collect();
    let lanes = json(&["holders", case.path().to_str().unwrap(), "works-co"])["positions"].as_array().unwrap().len();
    assert_eq!(told.len(), 2 + 2 * lanes, "{told:?}");
    expect![[r#"
        <text class="alert" text-anchor="start" x="16" y="92">1: part in "Fencing in of the Invented Plain" public: reported since 2018-07-16, corroborated since 2019-03-01</text>
        <text class="alert" text-anchor="start" x="16" y="106">2: part in "Digging up of the Invented Hill" public: reported since 2019-06-01</text>
        <title>1: the company's part in "Fencing in of the Invented Plain" was first public (reported) on 2018-07-16</title>
        <title>2: the company's part in "Digging up of the Invented Hill" was first public (reported) on 2019-06-01</title>"#]].assert_eq(&told[..4].join("\n"));
    // With one harm all its grades are marked.
    let one = daylight(&["holders", CASE, "works-co", "--format", "svg"]).out;
    assert!(one.contains(">reported 2018-07-16<") && one.contains(">corroborated 2019-03-01<"), "{one}");
}

/// Norges Bank in Hikvision: the figures as published, on both sides of the first report in the press.
#[test]
fn the_example_of_norges_bank() {
    let clock = json(&["clock", "examples/xinjiang", "--holder", "Norges Bank"]);
    let rows = clock["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["company"]["id"] == "hikvision" && r["capacity"] == "beneficial").unwrap();
    assert_eq!((row["public_since"]["reported"].as_str(), row["change"].as_str()), (Some("2018-07-16"), Some("more")));
    let entry = |at: &Value| row["entries"][usize::try_from(at.as_u64().unwrap()).unwrap()].clone();
    let against = &row["against"][0];
    let (before, after) = (entry(&against["before"]), entry(&against["after"][0]["entry"]));
    assert_eq!((before["date"].as_str(), after["date"].as_str()), (Some("2017-12-31"), Some("2018-12-31")));
    let share = |entry: &Value| (entry["held"]["share"]["low"].as_f64().unwrap(), entry["held"]["share"]["high"].as_f64().unwrap());
    assert_eq!((share(&before), share(&after)), ((0.000_75, 0.000_85), (0.003_15, 0.003_25)));
    let holders = json(&["holders", "examples/xinjiang", "Hikvision"]);
    let norges = holders["positions"].as_array().unwrap().iter().find(|p| p["holder"]["id"] == "norges-bank").unwrap().clone();
    let counted = norges["entries"].as_array().unwrap().iter().find(|e| e["current"] == true).unwrap().clone();
    assert_eq!((counted["date"].as_str(), counted["held"]["amount"]["low"].as_str()), (Some("2019-12-31"), Some("141233203")));
}
