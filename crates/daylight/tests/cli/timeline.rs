//! The line of time: whole answers on a small case with the hard ones, single facts on the example.

use expect_test::expect_file;
use serde_json::Value;
use textwrap::core::display_width;

use crate::run::{broken, daylight, root};
use crate::shapes::{fits, json, records};

const CASE: &str = "crates/daylight/tests/cases/timeline";

fn timeline(arguments: &[&str]) -> String {
    let ran = daylight(&[&["timeline", CASE], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

fn check(name: &str, arguments: &[&str]) {
    for width in ["80", "120"] {
        let shown = timeline(&[arguments, &["--width", width]].concat());
        expect_file![root().join(format!("crates/daylight/tests/cli/snapshots/timeline-{name}-{width}.txt"))].assert_eq(&shown);
        for line in shown.lines() {
            assert!(display_width(line) <= width.parse().unwrap() || line.contains("daylight "), "{name}: wider than {width}: {line}");
            assert_eq!(line, line.trim_end(), "{name}: blanks at the end");
        }
    }
}

fn answer(arguments: &[&str]) -> Value {
    json(&[&["timeline", CASE], arguments].concat())
}

fn events(answer: &Value) -> &Vec<Value> {
    answer["events"].as_array().unwrap()
}

fn event<'a>(answer: &'a Value, id: &str) -> &'a Value {
    events(answer).iter().find(|event| event["id"] == id).unwrap_or_else(|| panic!("{id} is not on the line"))
}

fn ids(answer: &Value) -> Vec<&str> {
    events(answer).iter().map(|event| event["id"].as_str().unwrap()).collect()
}

#[test]
fn the_whole_line() {
    check("whole", &[]);
}

#[test]
fn of_an_earlier_knowledge() {
    check("known-2019-02", &["--known-at", "2019-02"]);
    let then = answer(&["--known-at", "2019-02"]);
    assert_eq!(event(&then, "claim/settlements")["grade"], "reported", "the second origin came later");
    // The loan of 2016 was not public, nor were the later answers; what was withdrawn later was not yet published.
    for hidden in ["claim/bank-loan", "claim/assessment", "response/0", "response/5", "response/6", "claim/timber-sawmill"] {
        assert!(!ids(&then).contains(&hidden), "{hidden}");
    }
    assert!(then["not_established"].as_array().unwrap().is_empty());
    for event in events(&then) {
        assert!(event["known"].as_str().unwrap() <= "2019-02-28", "{event:#}");
    }
}

#[test]
fn of_one_harm_and_of_one_company() {
    check("felling", &["--about", "felling"]);
    check("dam-co", &["--about", "Example Dam Co"]);
    // The two harms are told apart.
    let felling = answer(&["--about", "Felling of the Fable Forest"]);
    assert!(events(&felling).iter().all(|e| !e.to_string().contains("eviction")), "{felling:#}");
    // A narrower question hides no mark: the other speaker was not asked for.
    let valley = answer(&["--about", "valley-government"]);
    assert_eq!(event(&valley, "response/4")["differs_from"][0]["rule"], "group-words");
    assert_eq!(daylight(&["timeline", CASE, "--about", "Exampel Dam Co"]).code, 2);
}

#[test]
fn kinds_and_days() {
    let only = answer(&["--kind", "listing,removal", "--from", "2020", "--to", "2021-02"]);
    // What goes on into the window is in it.
    assert_eq!(ids(&only), ["claim/timber-listed", "until/timber-listed"]);
    let as_of = answer(&["--as-of", "2019-08-15"]);
    assert!(!ids(&as_of).contains(&"response/5") && ids(&as_of).contains(&"response/4"));
    let reports = |arguments: &[&str]| {
        let found = answer(&[&["--kind", "position"], arguments].concat());
        ids(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(reports(&[]), ["series/storybook-equities/2", "sold/storybook-equities/5"]);
    assert_eq!(reports(&["--every-report"]).len(), 5);
    assert_eq!(reports(&["--as-of", "2018-12-31"]), ["series/storybook-equities/2"]);
}

#[test]
fn at_a_floor_only_what_reaches_it() {
    let established = answer(&["--floor", "established"]);
    for event in events(&established).iter().filter(|e| e["kind"] != "grade") {
        assert!(event["grade"].is_null() || event["grade"] == "established", "{event:#}");
    }
    // An answer to what is left out is left out with it.
    assert_eq!(events(&established).iter().filter(|e| e["kind"] == "answer").count(), 1);
}

/// Every rule at once: the words of one speaker, of its group, its own document, a withdrawal; and no conclusion.
#[test]
fn what_differs_is_marked() {
    let whole = answer(&[]);
    let marked: Vec<String> = events(&whole)
        .iter()
        .flat_map(|e| e["differs_from"].as_array().unwrap().iter().map(move |d| (e, d)))
        .map(|(e, d)| format!("{} {} {} {}", e["date"], e["id"], d["rule"], d["event"]).replace('"', ""))
        .collect();
    expect_test::expect![[r#"
        2018-10 response/4 group-words response/3
        2019-06 response/0 own-document claim/dam-turbines
        2019-08-16 response/5 own-words response/3
        2020-02-03 response/1 withdrawn claim/timber-sawmill
        2022-09-01 response/6 own-words response/5"#]]
    .assert_eq(&marked.join("\n"));
    for word in ["lied", "lie ", "contradict", "false"] {
        assert!(!whole["events"].to_string().contains(word), "{word}");
    }
}

#[test]
fn a_rumour_is_never_on_the_line() {
    let whole = answer(&[]);
    let rumours = whole["not_established"].as_array().unwrap();
    let rumour = rumours.iter().find(|r| r["claim"] == "insurer-rumour").unwrap();
    assert_eq!(rumour["known"], "2019-07-01");
    assert!(rumour["responses"][0].as_str().unwrap().contains("on 2019-07-20, saying that it insures nobody"));
    for shown in [whole["events"].to_string(), timeline(&["--format", "csv"])] {
        assert!(!shown.contains("insure") && !shown.contains("operated"), "{shown}");
    }
}

/// A person in a public role stands there by the role.
#[test]
fn officials_by_their_role() {
    let shown = timeline(&[]);
    assert!(shown.contains("minister of water of Nowhere signed"), "{shown}");
    assert!(!shown.contains("Ada Example"));
}

/// So they do in the other answers, in all their forms; a name inside a word is no name.
#[test]
fn persons_by_their_role_everywhere() {
    let person = "schema = \"Person\"\nname = \"Fable\"\nrole = \"founder of Example Dam Co\"\naliases = []";
    let case = broken("entities.toml", "schema = \"Company\"\nname = \"Fable Bank\"\naliases = [\"Fable Bank plc\"]", person);
    let claims = case.path().join("claims/mine.toml");
    let text = std::fs::read_to_string(&claims).unwrap().replace("it only poured concrete", "Fable's Fablehouse only poured concrete");
    std::fs::write(&claims, text.replace("name = \"Fable Bank\"", "name = \"Register of Positions\"")).unwrap();
    let case = case.path().to_str().unwrap();
    for question in
        [&["holders", case, "example-dam-co"][..], &["clock", case], &["timeline", case], &["trace", case], &["mine", case, "fable-bank"]]
    {
        for form in ["table", "json", "csv"] {
            let ran = daylight(&[question, &["--format", form]].concat());
            assert_eq!(ran.code, 0, "{question:?} {form}: {}", ran.err);
            assert!(ran.out.to_lowercase().contains("the founder of"), "{question:?} {form}: {}", ran.out);
            let named = ran.out.split(|c: char| !c.is_alphanumeric()).any(|word| word == "Fable");
            assert!(!named, "{question:?} {form}: {}", ran.out);
        }
    }
    assert!(daylight(&["timeline", case, "--format", "csv"]).out.contains("the founder of Example Dam Co's Fablehouse"));
}

#[test]
fn partial_dates_stay_partial() {
    let whole = answer(&[]);
    let dated = |id: &str| {
        let event = event(&whole, id);
        ["date", "date_from", "date_to"].map(|field| event[field].as_str().unwrap().to_owned())
    };
    assert_eq!(dated("claim/dam-contract"), ["2017", "2017-01-01", "2017-12-31"]);
    assert_eq!(dated("response/4"), ["2018-10", "2018-10-01", "2018-10-31"]);
    assert_eq!(dated("claim/timber-listed"), ["2019-10-09", "2019-10-09", "2020-12-31"]);
    let first: Vec<&str> = events(&whole).iter().map(|e| e["date_from"].as_str().unwrap()).collect();
    assert!(first.is_sorted());
}

#[test]
fn it_fits_the_published_schema() {
    for case in [CASE, "examples/minimal", "examples/xinjiang"] {
        for arguments in
            [&[][..], &["--known-at", "2000"], &["--floor", "established"], &["--every-report"], &["--from", "2018", "--kind", "claim"]]
        {
            let answer = json(&[&["timeline", case], arguments].concat());
            fits(&answer, "timeline");
        }
    }
    let mut changed = answer(&[]);
    changed["events"][0]["grade"] = "proven".into();
    assert!(std::panic::catch_unwind(|| fits(&changed, "timeline")).is_err());
}

/// Ids are unique, every `[n]` has its source, and every event its document and its place.
#[test]
fn every_event_can_be_followed() {
    for case in [CASE, "examples/xinjiang"] {
        let answer = json(&["timeline", case, "--every-report"]);
        let mut seen = ids(&answer);
        seen.sort_unstable();
        let all = seen.len();
        seen.dedup();
        assert_eq!(seen.len(), all);
        let sources = answer["sources"].as_array().unwrap().len();
        let mut text = answer.clone();
        text["sources"] = Value::Null;
        let marks = text.to_string();
        let marks = marks.split('[').filter_map(|rest| rest.split_once(']')).filter_map(|(n, _)| n.parse::<usize>().ok());
        assert!(marks.inspect(|n| assert!((1..=sources).contains(n), "[{n}]")).count() > 20);
        for event in events(&answer) {
            assert!(!event["documents"].as_array().unwrap().is_empty(), "{event:#}");
            assert!(event["text"].as_str().unwrap().contains('['), "{event:#}");
            assert!(event["place"].as_str().unwrap().contains(':'), "{event:#}");
        }
    }
}

/// What fell so far that it does not count is told by the withdrawal, not by a row of its own.
#[test]
fn nothing_on_the_line_is_unverified() {
    for case in [CASE, "examples/xinjiang"] {
        let rows = records(&["timeline", case]);
        let grade = rows[0].iter().position(|cell| cell == "grade").unwrap();
        assert!(rows.iter().all(|row| row[grade] != "unverified"));
    }
    assert!(ids(&answer(&[])).contains(&"response/1"));
}

#[test]
fn csv_has_one_row_per_event() {
    let rows = records(&["timeline", CASE]);
    assert_eq!(rows.len(), events(&answer(&[])).len() + 1);
    expect_file![root().join("crates/daylight/tests/cli/snapshots/timeline.csv")].assert_eq(&timeline(&["--format", "csv"]));
}

#[test]
fn the_picture() {
    let drawn = timeline(&["--format", "svg"]);
    expect_file![root().join("crates/daylight/tests/cli/snapshots/timeline.svg")].assert_eq(&drawn);
    assert_eq!(drawn, timeline(&["--format", "svg"]), "the same case gives the same bytes");
    // Tooltips say date, sentence with its sources, and grade; what is not established is not drawn, by no word.
    assert!(drawn.contains("2018-05: According to The Daily Example and, independently, River Watch, families"));
    assert!(drawn.contains("differs from what it said on 2018-08-13"));
    assert!(!drawn.contains("insure") && !drawn.contains("Ada Example"));
    // From what it differs: two speakers' words, a group's, a document.
    assert_eq!(drawn.matches("class=\"alert-line\" d=").count(), 4);
    // A reservation is not cut off.
    assert!(drawn.contains(">with a reservation: see the table<"));
    assert!(timeline(&["--format", "svg", "--to", "1900"]).contains("Nothing that counts is dated so"));
}

/// The example is worked on; these facts stay.
#[test]
fn of_the_example() {
    let answer = json(&["timeline", "examples/xinjiang", "--kind", "answer"]);
    let said = |date: &str, who: &str, stance: &str| {
        let by = |e: &&Value| e["entities"].as_array().unwrap().iter().any(|id| id == who);
        let found = events(&answer).iter().filter(by).find(|e| e["date"] == date && e["stance"] == stance);
        found.unwrap_or_else(|| panic!("{who} {stance} {date}"))
    };
    said("2018-08-13", "prc-government", "denies");
    let differs = |event: &Value, rule: &str, date: &str| {
        let marks = event["differs_from"].as_array().unwrap();
        assert!(marks.iter().any(|d| d["rule"] == rule && d["date"] == date), "{event:#}");
    };
    differs(said("2019-08-16", "prc-government", "relabels"), "own-words", "2018-08-13");
    differs(said("2019-06", "huawei", "denies"), "own-document", "2015");
}
