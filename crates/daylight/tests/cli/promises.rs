//! What no answer may do: let the worse record speak, sell what was withdrawn, tell what was not known, date by what proves nothing.

use serde_json::Value;

use crate::run::{broken, daylight};

const BANK: &str = "subject = \"fable-bank\"\nlink = \"holds\"\nobject = \"example-dam-co\"\ncapacity = \"beneficial\"\n";

/// The minimal case with more tables at its end.
fn with(more: &str) -> tempfile::TempDir {
    let copy = broken("case.toml", "", "");
    let file = copy.path().join("claims/mine.toml");
    let text = std::fs::read_to_string(&file).unwrap() + "\n" + more;
    std::fs::write(file, text).unwrap();
    copy
}

fn document(id: &str, publisher: &str, published: &str) -> String {
    format!(
        "[[document]]\nid = \"{id}\"\npublisher = \"{publisher}\"\nkind = \"article\"\ntitle = \"The title of {id}\"\n\
         url = \"https://example.org/{id}\"\npublished = \"{published}\"\nseen = \"original\"\n\n"
    )
}

fn cite(document: &str, basis: &str, credibility: u8) -> String {
    format!("{{ document = \"{document}\", at = \"row 1\", basis = \"{basis}\", credibility = {credibility} }}")
}

fn answer(case: &tempfile::TempDir, command: &str, rest: &[&str]) -> String {
    let ran = daylight(&[&[command, case.path().to_str().unwrap()], rest].concat());
    assert!(ran.code < 2, "{command}: {}{}", ran.out, ran.err);
    ran.out
}

fn json(case: &tempfile::TempDir, command: &str, rest: &[&str]) -> Value {
    serde_json::from_str(&answer(case, command, &[rest, &["--format", "json"]].concat())).unwrap()
}

/// The records of one holder in `holders CASE example-dam-co`.
fn entries(case: &tempfile::TempDir, holder: &str, rest: &[&str]) -> Vec<Value> {
    let found = json(case, "holders", &[&["example-dam-co"], rest].concat());
    let positions = found["positions"].as_array().unwrap().clone();
    let mine = positions.into_iter().find(|p| p["holder"]["id"] == holder);
    mine.map(|p| p["entries"].as_array().unwrap().clone()).unwrap_or_default()
}

/// Whatever their ids are, of two records of one day the better one is compared, and a floor leaves nothing of the other.
#[test]
fn of_one_day_the_better_record_speaks() {
    for id in ["aaa-guess", "zzz-guess"] {
        let case = with(&format!(
            "[[claim]]\nid = \"{id}\"\n{BANK}share = \"33%\"\ndate = \"2024-12-31\"\ncites = [{}]\n",
            cite("daily-example-2024", "report", 2)
        ));
        let found = entries(&case, "fable-bank", &[]);
        let claims: Vec<&str> = found.iter().map(|e| e["held"]["claim"].as_str().unwrap()).collect();
        assert_eq!(claims, ["fable-bank-position", id]);
        let clock = answer(&case, "clock", &["--holder", "fable-bank", "--width", "120"]);
        let rows: Vec<&str> = clock.lines().take_while(|line| !line.contains("every record")).collect();
        assert!(!rows.join("\n").contains("33%"), "{clock}");
        let strict = answer(&case, "holders", &["example-dam-co", "--floor", "established"]);
        assert!(!strict.contains("33%"), "{strict}");
    }
}

/// A row that was withdrawn says neither that the company is held nor that it was sold.
#[test]
fn what_was_withdrawn_is_not_sold() {
    let copy = with(
        &(document("letter", "fable-bank", "2025-03-01")
            + "[[response]]\nto = [\"bank/3\"]\nby = \"fable-bank\"\nstance = \"withdraws\"\ndocument = \"bank/2024-06-30\"\n\
           date = \"2025-03-01\"\ncites = [{ document = \"letter\", at = \"page 1\" }]\n"),
    );
    let data = copy.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("bank.csv"), "date,company,share\n2024-03-31,example-dam-co,2%\n2024-06-30,example-dam-co,7%\n").unwrap();
    let toml = copy.path().join("case.toml");
    let text = std::fs::read_to_string(&toml).unwrap()
        + "\n[[data]]\nid = \"bank\"\nfile = \"data/bank.csv\"\nformat = \"positions\"\npublisher = \"fable-bank\"\ntitle = \"Holdings\"\n\
           retrieved = \"2024-08-01\"\nseen = \"original\"\nbasis = \"act\"\ncredibility = 1\nholder = \"fable-bank\"\ncapacity = \"beneficial\"\n\
           reports = [{ as_of = \"2024-03-31\" }, { as_of = \"2024-06-30\" }]\n";
    std::fs::write(&toml, text).unwrap();
    let days = |case: &tempfile::TempDir, known: &str| {
        let found = entries(case, "fable-bank", &["--as-of", "2024-12-30", "--known-at", known]);
        found.iter().map(|e| format!("{} {}", e["date"].as_str().unwrap(), e["held"]["share"])).collect::<Vec<_>>()
    };
    assert_eq!(days(&copy, "2025-01-15").len(), 2);
    let after = days(&copy, "2025-04-01");
    assert!(after.iter().all(|e| !e.starts_with("2024-06-30")), "{after:?}");
    let page = answer(&copy, "holders", &["example-dam-co", "--as-of", "2024-12-30", "--known-at", "2025-04-01"]);
    assert!(!page.contains("sold") && !page.contains("7%"), "{page}");
    let line = answer(&copy, "timeline", &["--about", "fable-bank", "--known-at", "2025-04-01"]);
    assert!(!line.contains("no longer names"), "{line}");
}

/// Titles, answers and withdrawals of a later day are in no answer, whichever command is asked.
#[test]
fn nothing_is_told_before_it_could_be_read() {
    let late = document("late-2029", "daily-example", "2029-01-01");
    let case = with(&format!(
        "{late}[[claim]]\nid = \"late\"\n{BANK}share = \"3%\"\ndate = \"2024-06-30\"\ncites = [{}, {}]\n\n\
         [[response]]\nto = [\"dam-contract\"]\nby = \"example-dam-co\"\nstance = \"denies\"\ndate = \"2024-05-01\"\nsays = \"it was not there\"\n\
         cites = [{{ document = \"daily-example-2024\", at = \"end\" }}, {{ document = \"late-2029\", at = \"end\" }}]\n\n\
         [[response]]\nto = [\"evictions\"]\nby = \"river-watch\"\nstance = \"withdraws\"\ndocument = \"river-watch-2024\"\ndate = \"2024-06-01\"\n\
         cites = [{{ document = \"late-2029\", at = \"end\" }}]\n",
        cite("late-2029", "report", 2),
        cite("daily-example-2024", "report", 2)
    ));
    for (command, rest) in [
        ("trace", &[][..]),
        ("trace", &["--holder", "fable-bank"]),
        ("holders", &["example-dam-co"]),
        ("clock", &[]),
        ("timeline", &[]),
        ("mine", &["fable-bank"]),
        ("explain", &["late"]),
        ("explain", &["evictions"]),
        ("explain", &["late-2029"]),
        ("explain", &["daily-example"]),
    ] {
        let told = answer(&case, command, &[rest, &["--known-at", "2025-12-31"]].concat());
        let told = told.replace("Document late-2029", "");
        assert!(!told.contains("late-2029") && !told.contains("2029-01-01"), "{command} {rest:?}: {told}");
        assert!(!told.contains("withdrew"), "{command} {rest:?}: {told}");
    }
    assert!(answer(&case, "explain", &["evictions"]).contains("withdrawn"));
}

/// A withdrawal counts from the day on which it could be read, and then the clock tells it.
#[test]
fn a_withdrawal_counts_when_it_can_be_read() {
    let case = with(
        &(document("letter", "river-watch", "2025-04-01")
            + "[[response]]\nto = [\"dam-contract\"]\nby = \"river-watch\"\nstance = \"withdraws\"\ndocument = \"river-watch-2024\"\n\
           date = \"2025-03-05\"\ncites = [{ document = \"letter\", at = \"page 1\" }]\n"),
    );
    let withdrawn = |known: &str| {
        let clock = json(&case, "clock", &["--holder", "fable-bank", "--known-at", known]);
        clock["rows"].as_array().unwrap().iter().map(|row| row["withdrawn"]["date"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(withdrawn("2025-03-20"), [Value::Null]);
    assert_eq!(withdrawn("2025-05-01"), [Value::from("2025-04-01")]);
}

/// A weblog that proves nothing dates nothing.
#[test]
fn what_proves_nothing_dates_nothing() {
    let early = document("early", "somebody", "2020-02-01");
    let case = with(&format!(
        "{early}[[claim]]\nid = \"undated\"\nsubject = \"storybook-pensions\"\nlink = \"holds\"\nobject = \"example-dam-co\"\n\
         capacity = \"beneficial\"\nshare = \"1%\"\ncites = [{}, {}]\n",
        cite("early", "commentary", 5),
        cite("daily-example-2024", "report", 2)
    ));
    let found = entries(&case, "storybook-pensions", &[]);
    assert_eq!((&found[0]["date"], &found[0]["known"]), (&Value::from("2024-04-12"), &Value::from("2024-04-12")), "{found:?}");
    assert_eq!(found[0]["dated"], false);
    let page = answer(&case, "holders", &["example-dam-co", "--width", "200"]);
    assert!(page.contains("undated: counted from its first publication") && !page.contains("The title of early"), "{page}");
}

/// Two entities that are judged the same stand under one name in every answer.
#[test]
fn what_is_judged_the_same_has_one_name() {
    let case = with(&format!(
        "[[claim]]\nid = \"old-name\"\n{}share = \"1%\"\ndate = \"2024-06-30\"\ncites = [{}]\n\n\
         [[response]]\nto = [\"dam-contract\"]\nby = \"fable-bank-old\"\nstance = \"no-comment\"\ndate = \"2024-06-02\"\n\
         cites = [{{ document = \"daily-example-2024\", at = \"end\" }}]\n\n\
         [[entity]]\nid = \"fable-bank-old\"\nschema = \"Company\"\nname = \"Zzz Old Name\"\ncountry = \"XX\"\n\n\
         [[judgement]]\nleft = \"fable-bank\"\nright = \"fable-bank-old\"\nverdict = \"same\"\nreason = \"renamed\"\n\
         by = \"editors\"\ndate = \"2024-06-01\"\n",
        BANK.replace("fable-bank", "fable-bank-old"),
        cite("daily-example-2024", "report", 2)
    ));
    for (command, rest) in [
        ("trace", &[][..]),
        ("trace", &["--holder", "fable-bank"]),
        ("holders", &["example-dam-co"]),
        ("clock", &[]),
        ("timeline", &[]),
        ("timeline", &["--format", "svg"]),
        ("mine", &["fable-bank"]),
    ] {
        let told = answer(&case, command, rest);
        assert!(!told.contains("Zzz Old Name"), "{command} {rest:?}: {told}");
    }
}
