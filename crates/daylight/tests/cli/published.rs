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

    /// The yearly lists of 2010 to 2020 as one new series.
    fn add_norges_bank(&self, holdings: &Path) -> Value {
        let files: Vec<PathBuf> = (2010..=2020).map(|year| holdings.join(format!("nbim/EQ_{year}_Country.csv"))).collect();
        let new = ["--series", "nbim", "--holder", "Norges Bank", "--capacity", "beneficial", "--publisher", "norges-bank"];
        let rest = ["--title", "Equity holdings", "--basis", "act", "--credibility", "1", "--seen", "original"];
        self.add(&files, &[&new[..], &rest].concat())
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
                claim.cites[0].at.split(" at judgements.toml").next().unwrap_or_default(),
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
fn names_alone_are_proposed_and_counted_nowhere() {
    let Some(holdings) = holdings() else { return };
    let copy = Copy::of_the_example();
    let answer = copy.add_norges_bank(&holdings);
    expect![[r#"
        "nbim-2010-12-31" ("nbim"): 8495 rows, 0 records, 0 problems, 8489 company that the case does not hold, 6 name that nobody has judged
            "Anhui USTC iFlytek Co Ltd" is perhaps "iflytek"
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2011-12-31" ("nbim"): 8005 rows, 0 records, 0 problems, 7999 company that the case does not hold, 6 name that nobody has judged
            "Anhui USTC iFlytek Co Ltd" is perhaps "iflytek"
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2012-12-31" ("nbim"): 7428 rows, 0 records, 0 problems, 7424 company that the case does not hold, 4 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
        "nbim-2013-12-31" ("nbim"): 8213 rows, 0 records, 0 problems, 8209 company that the case does not hold, 4 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
        "nbim-2014-12-31" ("nbim"): 9134 rows, 0 records, 0 problems, 9129 company that the case does not hold, 5 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
        "nbim-2015-12-31" ("nbim"): 9050 rows, 0 records, 0 problems, 9043 company that the case does not hold, 7 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "Iflytek Co Ltd" is perhaps "iflytek"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2016-12-31" ("nbim"): 8985 rows, 0 records, 0 problems, 8978 company that the case does not hold, 7 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "Iflytek Co Ltd" is perhaps "iflytek"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2017-12-31" ("nbim"): 9146 rows, 0 records, 0 problems, 9139 company that the case does not hold, 7 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "Iflytek Co Ltd" is perhaps "iflytek"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2018-12-31" ("nbim"): 9158 rows, 0 records, 0 problems, 9151 company that the case does not hold, 7 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "Iflytek Co Ltd" is perhaps "iflytek"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2019-12-31" ("nbim"): 9202 rows, 0 records, 0 problems, 9193 company that the case does not hold, 9 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Dawning Information Industry Co Ltd" is perhaps "sugon"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "Hangzhou Hikvision Digital Technology Co Ltd" is perhaps "hikvision"
            "Iflytek Co Ltd" is perhaps "iflytek"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
            "Xiamen Meiya Pico Information Co Ltd" is perhaps "meiya-pico"
            "Zhejiang Dahua Technology Co Ltd" is perhaps "dahua"
        "nbim-2020-12-31" ("nbim"): 9123 rows, 0 records, 0 problems, 9119 company that the case does not hold, 4 name that nobody has judged
            "Citigroup Inc" is perhaps "citigroup"
            "Deutsche Bank AG" is perhaps "deutsche-bank"
            "JPMorgan Chase & Co" is perhaps "jpmorgan"
            "UBS Group AG" is perhaps "ubs"
    "#]].assert_eq(&counts(&answer));
    // Nothing that is met by its name alone counts.
    expect![[r#""#]].assert_eq(&copy.records(&["nbim-"]));
}

#[test]
fn norges_bank_in_every_year() {
    let Some(holdings) = holdings() else { return };
    let copy = Copy::of_the_example();
    copy.add_norges_bank(&holdings);
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
    expect![[r#"
        nbim-2010-12-31/1193: hikvision USD 532111, share 0.005-0.015%, weight -, - shares; line 1193, by its name, judged
        nbim-2010-12-31/1809: dahua USD 455658, share 0.025-0.035%, weight -, - shares; line 1809, by its name, judged
        nbim-2010-12-31/861: iflytek USD 605414, share 0.025-0.035%, weight -, - shares; line 861, by its name, judged
        nbim-2011-12-31/1127: hikvision USD 508075, share 0.005-0.015%, weight -, - shares; line 1127, by its name, judged
        nbim-2011-12-31/1730: dahua USD 564198, share 0.025-0.035%, weight -, - shares; line 1730, by its name, judged
        nbim-2011-12-31/791: iflytek USD 937649, share 0.065-0.075%, weight -, - shares; line 791, by its name, judged
        nbim-2012-12-31/896: hikvision USD 7983385, share 0.075-0.085%, weight -, - shares; line 896, by its name, judged
        nbim-2013-12-31/1132: hikvision USD 17184617, share 0.105-0.115%, weight -, - shares; line 1132, by its name, judged
        nbim-2014-12-31/1112: hikvision USD 7397460, share 0.045-0.055%, weight -, - shares; line 1112, by its name, judged
        nbim-2015-12-31/1063: hikvision USD 49215248, share 0.225-0.235%, weight -, - shares; line 1063, by its name, judged
        nbim-2015-12-31/1097: iflytek USD 610033, share 0.005-0.015%, weight -, - shares; line 1097, by its name, judged
        nbim-2015-12-31/1330: dahua USD 4361509, share 0.065-0.075%, weight -, - shares; line 1330, by its name, judged
        nbim-2016-12-31/1054: hikvision USD 55521614, share 0.265-0.275%, weight -, - shares; line 1054, by its name, judged
        nbim-2016-12-31/1086: iflytek USD 7057527, share 0.135-0.145%, weight -, - shares; line 1086, by its name, judged
        nbim-2016-12-31/1304: dahua USD 6505814, share 0.105-0.115%, weight -, - shares; line 1304, by its name, judged
        nbim-2017-12-31/1080: hikvision USD 41461468, share 0.075-0.085%, weight -, - shares; line 1080, by its name, judged
        nbim-2017-12-31/1112: iflytek USD 4936619, share 0.035-0.045%, weight -, - shares; line 1112, by its name, judged
        nbim-2017-12-31/1359: dahua USD 41969557, share 0.405-0.415%, weight -, - shares; line 1359, by its name, judged
        nbim-2018-12-31/1073: hikvision USD 110161409, share 0.315-0.325%, weight -, - shares; line 1073, by its name, judged
        nbim-2018-12-31/1104: iflytek USD 5780827, share 0.075-0.085%, weight -, - shares; line 1104, by its name, judged
        nbim-2018-12-31/1369: dahua USD 23954106, share 0.475-0.485%, weight -, - shares; line 1369, by its name, judged
        nbim-2019-12-31/1115: hikvision USD 141233203, share 0.315-0.325%, weight -, - shares; line 1115, by its name, judged
        nbim-2019-12-31/1159: iflytek USD 6904411, share 0.055-0.065%, weight -, - shares; line 1159, by its name, judged
        nbim-2019-12-31/1538: dahua USD 29714985, share 0.345-0.355%, weight -, - shares; line 1538, by its name, judged
    "#]]
    .assert_eq(&copy.records(&["nbim-"]));
    // The same stakes as those that the case holds already: nothing is counted twice.
    let of = |case: &str| -> Value {
        let ran = daylight(&["trace", case, "--holder", "norges-bank", "--format", "json"]);
        serde_json::from_str(&ran.out).unwrap()
    };
    let stakes = |answer: &Value| -> Vec<String> {
        let rows = answer["exposures"].as_array().unwrap();
        rows.iter().map(|row| format!("{} {}", row["id"], row["floors"])).collect()
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
    expect![[r#"
        "iemg-2020-03-09" ("ishares"): 2509 rows, 4 records, 0 problems, 24 cash, 1 cash collateral, 2475 company that the case does not hold, 4 currency forward, 1 future
        "eem-2022-03-10" ("ishares"): 1250 rows, 2 records, 0 problems, 1246 company that the case does not hold, 2 empty row
        "ashr-2021-07-09" ("wide"): 223 rows, 2 records, 0 problems, 2 cash, 197 company that the case does not hold, 1 sum of the row, 21 weight of zero
    "#]].assert_eq(&told);
    expect![[r#"
        ashr-2021-07-09/2/002230.sz: iflytek -, share -, weight 0.555-0.565%, - shares; line 2, column 002230.SZ, by TICKER XSHE:002230
        ashr-2021-07-09/2/002236.sz: dahua -, share -, weight 0.185-0.195%, - shares; line 2, column 002236.SZ, by TICKER XSHE:002236
        eem-2022-03-10/1058: dahua USD 2610174.8, share -, weight 0.005-0.015%, 954184 shares; line 1058, by TICKER XSHE:002236
        eem-2022-03-10/919: iflytek USD 4274297.17, share -, weight 0.015-0.025%, 575475 shares; line 919, by TICKER XSHE:002230
        iemg-2020-03-09/1147: dahua USD 7651266.3, share -, weight 0.005-0.015%, 2684229 shares; line 1147, by ISIN CNE100000BJ4
        iemg-2020-03-09/1809: sugon USD 3566495.14, share -, weight 0.005-0.015%, 505387 shares; line 1809, by ISIN CNE100001TW7
        iemg-2020-03-09/403: hikvision USD 25883836.92, share -, weight 0.045-0.055%, 5010165 shares; line 403, by ISIN CNE100000PM8
        iemg-2020-03-09/863: iflytek USD 11341159.24, share -, weight 0.015-0.025%, 1796784 shares; line 863, by ISIN CNE100000B81
    "#]]
    .assert_eq(&copy.records(&["iemg", "eem", "ashr"]));
    // The extract says nothing by leaving a company out.
    let case = std::fs::read_to_string(Path::new(&copy.case).join("case.toml")).unwrap();
    assert!(case.contains("reports = [{ as_of = \"2021-07-09\", complete = false }]"), "{case}");
}
