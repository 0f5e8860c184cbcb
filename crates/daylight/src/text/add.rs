//! How does `add` answer? What became of every row of each file, and what somebody should decide.

use model::Problem;
use store::add::Added;
use store::{DataFile, NOT_IN_THE_CASE, Opened};

use super::{Paper, count, problems, style};

/// The answer of `add`: the files, their rows by rule, the names to be judged, the problems.
pub(crate) fn page(added: &[Added], opened: &Opened, found: &[Problem], width: usize, check: &str) -> String {
    let mut paper = Paper::new(width);
    // What was decided of all files alike is said once.
    let of_all = |note: &String| added.len() > 1 && added.iter().all(|file| file.notes.contains(note));
    for file in added {
        let Some(data) = opened.data.iter().find(|data| data.id == file.id) else { continue };
        rows(&mut paper, file, data, &of_all);
    }
    let common: Vec<&String> = added.iter().take(1).flat_map(|file| &file.notes).filter(|note| of_all(note)).collect();
    if !common.is_empty() {
        paper.heading("Every file");
        for note in common {
            paper.hanging(2, "- ", note);
        }
    }
    let mut text = paper.finish();
    if !found.is_empty() {
        text.push('\n');
        text.push_str(&problems::listed(found));
        text.push('\n');
        text.push_str(&problems::counted(found, check));
    }
    text
}

fn rows(paper: &mut Paper, file: &Added, data: &DataFile, of_all: &dyn Fn(&String) -> bool) {
    paper.heading(&format!("{}: {} ({})", file.id, file.file, data.format.as_str()));
    for note in file.notes.iter().filter(|note| !of_all(note)) {
        paper.hanging(2, "- ", note);
    }
    if let [first, .., last] = file.days.as_slice() {
        paper.hanging(2, "- ", &format!("{} from {first} to {last}", count(file.days.len(), "report")));
    }
    let counts = data.counts;
    let mut lines: Vec<(u64, String)> = vec![(counts.records, "became records of this case".to_owned())];
    let nobody = counts.records == 0 && data.proposals.is_empty() && data.skipped.contains_key(NOT_IN_THE_CASE);
    if counts.problems > 0 {
        lines.push((counts.problems, "with problems".to_owned()));
    }
    lines.extend(data.skipped.iter().map(|(rule, rows)| (*rows, format!("skipped: {rule}"))));
    let width = counts.rows.to_string().len();
    let what = if data.counts_cells() { "cells" } else { "rows" };
    paper.line(style::PLAIN, &format!("  {:>width$} {what} read", counts.rows));
    for (rows, what) in lines {
        paper.line(style::PLAIN, &format!("  {rows:>width$} {what}"));
    }
    if nobody {
        paper.hanging(
            2,
            "- ",
            "no row is of a company of this case: give the companies the identifiers that the file uses, in `entities.toml`",
        );
    }
}
