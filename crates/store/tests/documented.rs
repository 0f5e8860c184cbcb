//! Does `docs/case-format.md` name every column and every rule that there is, and no other?
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads the documentation, and may fail")]

use std::collections::BTreeMap;
use std::path::Path;

use formats::holdings::{Layout, positions};
use formats::{columns, ecb_rates, entities, links, table};

/// The rows of the documented table with this header, cell by cell.
fn documented(header: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/case-format.md")).unwrap();
    let rows = text.lines().skip_while(|line| *line != header).skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<String>> = rows.map(|line| line.split('|').skip(1).map(|cell| cell.trim().replace('`', "")).collect()).collect();
    assert!(!rows.is_empty(), "there is no table `{header}`");
    rows
}

/// The names of each column, the first first, as the reader sees them.
fn check<K>(header: &str, names: &[(K, &[&str])], proposed: &[&str]) {
    let stem = |printed: &str| columns::name(printed).stem;
    let documented: Vec<Vec<String>> = documented(header)
        .iter()
        .map(|row| std::iter::once(row[0].as_str()).chain(row[1].split(", ").filter(|name| !name.is_empty())).map(stem).collect())
        .collect();
    let read: Vec<Vec<String>> = names.iter().map(|(_, names)| names.iter().map(|name| (*name).to_owned()).collect()).collect();
    assert_eq!(documented, read, "left: documented, right: read");
    let first: Vec<&str> = names.iter().map(|(_, names)| names[0]).collect();
    assert_eq!(proposed.iter().map(|name| stem(name)).collect::<Vec<_>>(), first, "left: proposed, right: read");
}

#[test]
fn columns_are_those_of_the_documentation() {
    check("| column | also called | what |", &positions::NAMES, &positions::COLUMNS);
    check("| column of entities | also called |", &entities::NAMES, &entities::COLUMNS);
    check("| column of links | also called |", &links::NAMES, &links::COLUMNS);
}

#[test]
fn rules_are_those_of_the_documentation() {
    let mut there: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in [table::EMPTY_ROW, table::PREAMBLE] {
        there.entry(rule).or_default().push("every file");
    }
    for rule in [ecb_rates::NO_RATE, ecb_rates::HISTORIC_CURRENCY, ecb_rates::UNKNOWN_COLUMN] {
        there.entry(rule).or_default().push("ecb-rates");
    }
    for rule in daylight_store::RULES {
        there.entry(rule).or_default().push("holdings");
    }
    for layout in Layout::ALL {
        let mut rules = layout.rules();
        rules.sort_unstable();
        rules.dedup();
        let shared = |rule: &&str| Layout::ALL.iter().all(|layout| layout.rules().contains(rule));
        for rule in rules {
            let layouts = there.entry(rule).or_default();
            if !shared(&rule) {
                layouts.push(layout.as_str());
            } else if layouts.is_empty() {
                layouts.push("holdings");
            }
        }
    }
    let there: BTreeMap<String, String> = there.into_iter().map(|(rule, files)| (rule.to_owned(), files.join(", "))).collect();
    let rows = documented("| rule | in |");
    let documented: BTreeMap<String, String> = rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    assert_eq!(documented.len(), rows.len(), "a rule stands twice");
    assert_eq!(documented, there, "left: documented, right: applied");
}
