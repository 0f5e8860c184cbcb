//! How are problems listed? As they print themselves, one after the other, with a count.

use std::collections::BTreeSet;

use dossier::plain::harmless;
use model::{Grade, Problem, Severity};

use super::{Paper, count, style};
use crate::cli::Grades;

/// All problems, as they print themselves.
pub(crate) fn listed(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let style = if problem.severity() == Severity::Error { style::ERROR } else { style::WARNING };
        let word = format!(" {}[", problem.severity().as_str());
        let plain: Vec<String> = problem.to_string().lines().map(|line| harmless(line).into_owned()).collect();
        let painted = format!(" {style}{}{style:#}[", problem.severity().as_str());
        text.push_str(&plain.join("\n").replacen(&word, &painted, 1));
        text.push('\n');
    }
    text
}

/// `2 errors, 5 warnings in 3 files`.
pub(crate) fn tally(problems: &[Problem]) -> String {
    let of = |severity: Severity| problems.iter().filter(|p| p.severity() == severity).count();
    let mut parts = Vec::new();
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        if of(severity) > 0 {
            parts.push(count(of(severity), word));
        }
    }
    let files: BTreeSet<&str> = problems.iter().map(|p| &*p.place.file).collect();
    format!("{} in {}", parts.join(", "), count(files.len(), "file"))
}

/// The count with the command that lists them, for beside an answer that has no room for them.
pub(crate) fn counted(problems: &[Problem], check: &str) -> String {
    format!("{}: {check}\n", tally(problems))
}

/// The answer of `check`.
pub(crate) fn checked(opened: &store::Opened, grades: Option<&Grades>, problems: &[Problem]) -> String {
    let mut text = listed(problems);
    if !problems.is_empty() {
        text.push('\n');
    }
    // Nothing here is wrapped: each line is for editors and scripts to find again.
    let mut paper = Paper::new(usize::MAX / 2);
    for data in &opened.data {
        paper.line(style::PLAIN, &rows(data));
    }
    if let Some(grades) = grades.filter(|grades| grades.of.iter().any(|claims| *claims > 0)) {
        let parts = Grade::ALL.map(Grade::as_str).into_iter().zip(grades.of).chain([("not yet published", grades.unknown)]);
        paper.line(style::PLAIN, &format!("claims by grade: {}", listed_counts(parts)));
    }
    let summary = if problems.is_empty() { "no problems".to_owned() } else { tally(problems) };
    let holds = opened.case.as_ref().map(|case| {
        let parts = [
            count(case.claims.len(), "claim"),
            count(case.responses.len(), "response"),
            count(case.documents.len(), "document"),
            count(case.publishers.len(), "publisher"),
            count(case.entities.len(), "entity"),
        ];
        format!("; {}", parts.join(", "))
    });
    paper.line(style::TITLE, &format!("{summary}{}", holds.unwrap_or_default()));
    text + &paper.finish()
}

/// What became of the rows of a file: `data/fund.csv: 9 rows: 2 read, 1 with problems; skipped: 5 total, 1 empty row`.
fn rows(data: &store::DataFile) -> String {
    let what = if data.counts_cells() { "cell" } else { "row" };
    let became = listed_counts([("read", data.counts.records), ("with problems", data.counts.problems)]);
    let skipped = listed_counts(data.skipped.iter().map(|(rule, rows)| (*rule, *rows)));
    let mut text = format!("{}: {}", data.file, count(usize::try_from(data.counts.rows).unwrap_or(usize::MAX), what));
    for (lead, part) in [(": ", became), ("; skipped: ", skipped)].into_iter().filter(|(_, part)| !part.is_empty()) {
        text.push_str(lead);
        text.push_str(&part);
    }
    text
}

/// `2 established, 4 reported`: what there is none of is left out.
fn listed_counts<'w, N: Default + PartialEq + std::fmt::Display>(parts: impl IntoIterator<Item = (&'w str, N)>) -> String {
    let there = parts.into_iter().filter(|(_, number)| *number != N::default());
    there.map(|(word, number)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
}
