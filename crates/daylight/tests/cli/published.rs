//! Holdings as they are published, added to a copy of the example case: every row accounted for, and no position that is none.

use std::path::{Path, PathBuf};

use expect_test::expect;
use serde_json::Value;

use crate::run::{daylight, root};

/// The folder of published holdings, where there is one.
fn holdings() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("DAYLIGHT_SHARED").filter(|shared| !shared.is_empty()) else {
        eprintln!("SKIPPED: published holdings were not read, DAYLIGHT_SHARED is not set");
        return None;
    };
    Some(Path::new(&shared).join("data/holdings"))
}

fn copy_of(folder: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy_of(&from, &to);
        } else {
            std::fs::copy(&from, &to).unwrap();
        }
    }
}

struct Copy {
    _dir: tempfile::TempDir,
    case: String,
}

impl Copy {
    fn of_the_example() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let case = dir.path().join("xinjiang");
        copy_of(&root().join("examples/xinjiang"), &case);
        Self { case: case.to_str().unwrap().to_owned(), _dir: dir }
    }

    fn add(&self, files: &[PathBuf], rest: &[&str]) -> Value {
        let mut line = vec!["add", &self.case, "--format", "json", "--retrieved", "2026-11-01"];
        line.extend(files.iter().map(|file| file.to_str().unwrap()));
        line.extend(rest);
        let ran = daylight(&line);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        serde_json::from_str(&ran.out).unwrap()
    }

    fn append(&self, file: &str, text: &str) {
        use std::io::Write as _;
        let mut file = std::fs::OpenOptions::new().append(true).open(Path::new(&self.case).join(file)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    /// The records that a file made, as `id: company amount share weight quantity, at`.
    fn records(&self, files: &[&str]) -> String {
        let opened = store::open(Path::new(&self.case)).unwrap();
        let case = opened.case.unwrap();
        let mut text = String::new();
        for claim in case.claims.values().filter(|claim| claim.series.is_some()) {
            let id = claim.id.as_str();
            if !files.iter().any(|file| id.starts_with(file)) {
                continue;
            }
            let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
            text.push_str(&format!(
                "{id}: {} {}, share {}, weight {}, {} shares; {}\n",
                claim.object().unwrap(),
                or(claim.amount.map(|amount| amount.to_string())),
                or(claim.share.map(|share| share.to_string())),
                or(claim.weight.map(|weight| weight.to_string())),
                or(claim.quantity.map(|quantity| quantity.normalize().to_string())),
                claim.cites[0].at,
            ));
        }
        text
    }
}

/// `file: rows = records + problems + skipped; rules; proposals`, with the sum checked.
fn counts(answer: &Value) -> String {
    let mut text = String::new();
    for data in answer["data"].as_array().unwrap() {
        let of = |name: &str| data[name].as_u64().unwrap();
        assert_eq!(of("rows"), of("records") + of("problems") + of("skipped"), "{data}");
        let rules = data["rules"].as_object().unwrap();
        assert_eq!(of("skipped"), rules.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), "{data}");
        text.push_str(&format!(
            "{} ({}): {} rows, {} records, {} problems",
            data["id"],
            data["format"],
            of("rows"),
            of("records"),
            of("problems")
        ));
        for (rule, rows) in rules {
            text.push_str(&format!(", {rows} {rule}"));
        }
        text.push('\n');
        for proposal in data["proposals"].as_array().unwrap() {
            text.push_str(&format!("    {} is perhaps {}\n", proposal["name"], proposal["entity"]));
        }
    }
    text
}

#[test]
fn norges_bank_in_every_year() {
    let Some(holdings) = holdings() else { return };
    let copy = Copy::of_the_example();
    let files: Vec<PathBuf> = (2010..=2020).map(|year| holdings.join(format!("nbim/EQ_{year}_Country.csv"))).collect();
    let new = ["--series", "nbim", "--holder", "Norges Bank", "--capacity", "beneficial", "--publisher", "norges-bank"];
    let rest = ["--title", "Equity holdings", "--basis", "act", "--credibility", "1", "--seen", "original"];
    let answer = copy.add(&files, &[&new[..], &rest].concat());
    expect![[r#""#]].assert_eq(&counts(&answer));
    // Nothing that is met by its name alone counts.
    expect![[r#""#]].assert_eq(&copy.records(&["nbim-"]));
    for (name, company) in [
        ("Hangzhou Hikvision Digital Technology Co Ltd", "hikvision"),
        ("Zhejiang Dahua Technology Co Ltd", "dahua"),
        ("Anhui USTC iFlytek Co Ltd", "iflytek"),
        ("Iflytek Co Ltd", "iflytek"),
    ] {
        copy.append(
            "judgements.toml",
            &format!(
                "\n[[judgement]]\nleft = {{ series = \"nbim\", name = \"{name}\" }}\nright = \"{company}\"\nverdict = \"same\"\nreason = \"the \
                 name in the register\"\n"
            ),
        );
    }
    expect![[r#""#]].assert_eq(&copy.records(&["nbim-"]));
    // The same stakes as those that the case holds already: nothing is counted twice.
    let of = |case: &str| -> Value {
        let ran = daylight(&["trace", case, "--holder", "norges-bank", "--format", "json"]);
        serde_json::from_str(&ran.out).unwrap()
    };
    let stakes = |answer: &Value| -> Vec<String> {
        let rows = answer["harms"][0]["exposures"].as_array().unwrap();
        rows.iter().map(|row| format!("{} {}", row["id"], row["reported"])).collect()
    };
    let (before, after) = (of("examples/xinjiang"), of(&copy.case));
    assert!(!stakes(&before).is_empty());
    assert_eq!(stakes(&before), stakes(&after));
}

#[test]
fn funds_by_identifier() {
    let Some(holdings) = holdings() else { return };
    let copy = Copy::of_the_example();
    let common = ["--capacity", "beneficial", "--publisher", "ishares", "--title", "Holdings", "--basis", "act", "--credibility", "2"];
    let iemg = ["--series", "iemg", "--holder", "ishares-core-msci-em", "--date", "2020-03-09", "--seen", "copy"];
    let eem = ["--series", "eem", "--holder", "ishares-msci-em", "--seen", "copy"];
    let ashr = ["--series", "ashr", "--holder", "xtrackers-harvest-csi-300", "--date", "2021-07-09", "--seen", "copy"];
    let mut told = String::new();
    for (file, line) in
        [("IEMG_holdings_2020-03.csv", &iemg[..]), ("EEM_holdings_2022-03-10.csv", &eem), ("ASHR_extract_2021-07.csv", &ashr)]
    {
        told.push_str(&counts(&copy.add(&[holdings.join(file)], &[line, &common].concat())));
    }
    expect![[r#""#]].assert_eq(&told);
    expect![[r#""#]].assert_eq(&copy.records(&["iemg", "eem", "ashr"]));
    // The extract says nothing by leaving a company out.
    let case = std::fs::read_to_string(Path::new(&copy.case).join("case.toml")).unwrap();
    assert!(case.contains("reports = [{ as_of = \"2021-07-09\", complete = false }]"), "{case}");
}
