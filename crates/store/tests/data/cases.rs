//! Small cases with data files, and everything that they say as text.

use std::fmt::Write as _;
use std::fs;

use daylight_store::{Opened, open};

const HEAD: &str = r#"
format = 1
title = "A case"
as_of = "2020-12-31"
currency = "USD"

[[harm]]
id = "harm"
title = "The harm"
summary = "What is done."
"#;

const ENTITIES: &str = r#"
[[entity]]
id = "hikvision"
schema = "Company"
name = "Hikvision"
aliases = ["Hangzhou Hikvision Digital Technology Co Ltd"]
identifiers = { isin = "CNE100000PM8", ticker = "XSHE:002415" }

[[entity]]
id = "dahua"
schema = "Company"
name = "Dahua"
identifiers = { isin = "CNE100000BJ4", ticker = "XSHE:002236" }

[[entity]]
id = "fund"
schema = "Organization"
name = "The Fund"
"#;

const PUBLISHERS: &str = r#"
[[publisher]]
id = "paper"
name = "The Paper"
reliability = "B"
reason = "A test."
"#;

/// The table of a file of holdings; `more` are its other lines.
pub(crate) fn holdings(id: &str, format: &str, reports: &str, more: &str) -> String {
    format!(
        "[[data]]\nid = '{id}'\nfile = 'data/{id}.csv'\nformat = '{format}'\npublisher = 'paper'\ntitle = 'Holdings'\nseen = 'original'\n\
         basis = 'act'\ncredibility = 1\nholder = 'fund'\ncapacity = 'beneficial'\nreports = [{reports}]\n{more}\n"
    )
}

/// The table of a list of links or entities.
pub(crate) fn list(id: &str, format: &str, more: &str) -> String {
    format!(
        "[[data]]\nid = '{id}'\nfile = 'data/{id}.csv'\nformat = '{format}'\npublisher = 'paper'\ntitle = 'A list'\nseen = 'original'\n\
         published = '2020-06'\n{more}\n"
    )
}

/// The table of a judgement on a name.
pub(crate) fn judged(series: &str, name: &str, company: &str, verdict: &str) -> String {
    format!(
        "[[judgement]]\nleft = {{ series = '{series}', name = '{name}' }}\nright = '{company}'\nverdict = '{verdict}'\nreason = 'r'\n\
         date = '2020-12-31'\n"
    )
}

/// Opens a case of these tables of `case.toml`, these files of `data/`, and these judgements.
pub(crate) fn opened(data: &[String], files: &[(&str, &str)], judgements: &[String]) -> Opened {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("data")).unwrap();
    let written = [
        ("case.toml", format!("{HEAD}\n{}", data.join("\n"))),
        ("entities.toml", ENTITIES.to_owned()),
        ("publishers.toml", PUBLISHERS.to_owned()),
        ("judgements.toml", judgements.join("\n")),
    ];
    for (name, text) in written.into_iter().filter(|(_, text)| !text.is_empty()) {
        fs::write(dir.path().join(name), text).unwrap();
    }
    for (name, text) in files {
        fs::write(dir.path().join("data").join(format!("{name}.csv")), text).unwrap();
    }
    open(dir.path()).unwrap()
}

/// What became of the files: counts, series, claims of rows, problems.
pub(crate) fn told(opened: &Opened) -> String {
    let mut text = String::new();
    for data in &opened.data {
        let c = data.counts;
        writeln!(text, "{}: {} rows = {} records + {} problems + {} skipped", data.id, c.rows, c.records, c.problems, c.skipped).unwrap();
        for (rule, rows) in &data.skipped {
            writeln!(text, "  {rows} {rule}").unwrap();
        }
        for proposal in &data.proposals {
            let (company, rows, days) = (&proposal.company, proposal.rows, &proposal.days);
            writeln!(text, "  proposed: {} is {company}, unsure {}, {rows} rows, {days:?}", proposal.name, proposal.unsure).unwrap();
        }
    }
    let case = opened.case.as_ref().unwrap();
    for series in case.series.values() {
        writeln!(text, "series {}: {} {}", series.id, series.holder, series.capacity).unwrap();
        for report in &series.reports {
            let silent: Vec<&str> =
                ["hikvision", "dahua"].into_iter().filter(|id| report.speaks_by_silence(&case.entities[*id].id)).collect();
            writeln!(text, "  {} {}, its silence speaks of {silent:?}", report.as_of, report.document).unwrap();
        }
    }
    for claim in case.claims.values() {
        let link = claim.link.as_ref().map(|(kind, object)| format!("{kind} {object}")).unwrap_or_default();
        write!(text, "{}: {} {link}", claim.id, claim.subjects[0]).unwrap();
        let figures = [
            ("amount", claim.amount.map(|amount| amount.to_string())),
            ("share", claim.share.map(|share| share.to_string())),
            ("votes", claim.votes.map(|votes| votes.to_string())),
            ("weight", claim.weight.map(|weight| weight.to_string())),
            ("quantity", claim.quantity.map(|quantity| quantity.to_string())),
            ("control", claim.control.then(|| "yes".to_owned())),
            ("from", claim.date.map(|date| date.to_string())),
            ("until", claim.until.map(|date| date.to_string())),
            ("role", claim.role.clone()),
            ("security", claim.security.clone()),
        ];
        for (name, figure) in figures.into_iter().filter_map(|(name, figure)| Some((name, figure?))) {
            write!(text, ", {name} {figure}").unwrap();
        }
        for cite in &claim.cites {
            write!(text, "; {} at {}", cite.document, cite.at).unwrap();
        }
        text.push('\n');
    }
    for problem in &opened.problems {
        writeln!(text, "{}", problem.to_string().lines().next().unwrap_or_default()).unwrap();
    }
    text
}
