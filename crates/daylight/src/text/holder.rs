//! How does one holder read? Its figures, the chains in words, its positions over time beside the days of the evidence.

use dossier::figures;
use dossier::rows::{ChainText, Exposure, PositionSeries, SeriesEntry, Trace};
use model::{Capacity, Floor};

use super::exposures::{amount, tables};
use super::notes::{self, sentence};
use super::table::{self, Column, Row};
use super::trace::{Commands, Shown, days, floor_note, next, title};
use super::{Paper, style};

/// The answer for one holder.
pub(crate) fn page(shown: &Shown<'_>, commands: &Commands) -> String {
    let trace = shown.trace;
    let mut paper = Paper::new(shown.width);
    let Some(holder) = &trace.holder else { return paper.finish() };
    title(&mut paper, &holder.holder.name, &days(trace));
    paper.paragraph(0, &format!("in: {}", trace.title));
    nothing(&mut paper, trace, &holder.holder.name);
    for harm in &trace.harms {
        if trace.harms.len() > 1 && !harm.exposures.is_empty() {
            paper.heading(&harm.title);
        }
        tables(&mut paper, harm, shown.look());
    }
    floor_note(&mut paper, shown);
    chains(&mut paper, shown);
    for series in &holder.series {
        positions(&mut paper, &holder.holder.name, series);
    }
    if !holder.said.is_empty() {
        paper.heading("What else is said, and answered");
        for said in &holder.said {
            let answer = said.text.starts_with(' ');
            paper.hanging(if answer { 4 } else { 2 }, "- ", &sentence(&said.text));
        }
    }
    notes::not_established(&mut paper, &trace.not_established);
    next(&mut paper, commands);
    notes::sources(&mut paper, &trace.sources);
    notes::problems(&mut paper, &trace.problems, &commands.check);
    paper.finish()
}

fn nothing(paper: &mut Paper, trace: &Trace, name: &str) {
    if trace.harms.iter().all(|harm| harm.exposures.is_empty()) {
        paper.blank();
        paper.paragraph(0, &format!("No figure is documented for {name} on this day. That is not the same as none."));
    }
}

/// Every chain in words; one that stood already is only named again.
fn chains(paper: &mut Paper, shown: &Shown<'_>) {
    let rows: Vec<&Exposure> = shown.trace.harms.iter().flat_map(|harm| &harm.exposures).collect();
    if rows.iter().all(|row| row.chains.is_empty()) {
        return;
    }
    paper.heading("How it is joined to the harm");
    let mut told: Vec<&ChainText> = Vec::new();
    for row in rows {
        if row.chains.is_empty() {
            continue;
        }
        paper.blank();
        let what = format!("{} in {}: {}", row.column.as_str(), row.company.name, amount(row, shown.look()));
        paper.styled_hanging(style::TITLE, 2, "", &format!("{what}  ({})", row.id));
        let mut again: Vec<String> = Vec::new();
        for chain in &row.chains {
            if let Some(before) = told.iter().position(|known| known.hops == chain.hops) {
                again.push((before + 1).to_string());
            } else {
                told.push(chain);
                written(paper, told.len(), chain);
            }
        }
        if !again.is_empty() {
            let word = if again.len() == 1 { "chain" } else { "chains" };
            paper.paragraph(4, &format!("By {word} {}, told above.", again.join(", ")));
        }
        if row.more_chains {
            paper.paragraph(4, "There are more chains; these are the strongest.");
        }
    }
}

fn written(paper: &mut Paper, number: usize, chain: &ChainText) {
    let names: Vec<&str> = chain.entities.iter().map(|entity| entity.name.as_str()).collect();
    let share = chain.share.map(|share| format!(", {} of the company along it", figures::percent(share))).unwrap_or_default();
    paper.hanging(4, &format!("Chain {number}, {}{share}: ", chain.grade), &names.join(" > "));
    for (hop, text) in chain.hops.iter().enumerate() {
        paper.hanging(6, &format!("{}. ", hop + 1), &sentence(&text.text));
    }
}

/// A position over time, with a line on the day on which the evidence was first public.
fn positions(paper: &mut Paper, holder: &str, series: &PositionSeries) {
    let role = match series.capacity {
        Capacity::Beneficial => String::new(),
        other => format!(" ({other})"),
    };
    paper.heading(&format!("{holder} in {}{role}, every report", series.company.name));
    if series.entries.is_empty() {
        return;
    }
    let columns = [
        Column::fixed("on"),
        Column::figure("value"),
        Column::figure("share"),
        Column::fixed("published"),
        Column::fixed("grade"),
        Column::fixed("source"),
    ];
    let rows: Vec<Row> = series.entries.iter().map(entry).collect();
    let cells: Vec<&[String]> = rows.iter().map(|row| row.cells.as_slice()).collect();
    let widths =
        table::widths(&columns, &cells, paper.width() - 2).unwrap_or_else(|| table::widths(&columns, &cells, 1000).unwrap_or_default());
    let lines = table::lines(&columns, &rows, &widths, 2, paper.width());
    let (head, body) = lines.split_at(2.min(lines.len()));
    paper.lines(head);
    let mut marks = marks(series).into_iter().peekable();
    for (entry, line) in series.entries.iter().zip(body) {
        while let Some((_, mark)) = marks.next_if(|(day, _)| *day <= entry.day) {
            paper.line(style::TITLE, &mark);
        }
        paper.line(style::PLAIN, line);
    }
    for (_, mark) in marks {
        paper.line(style::TITLE, &mark);
    }
    if let Some(summary) = &series.summary {
        paper.paragraph(2, &summary.text);
    }
}

fn entry(entry: &SeriesEntry) -> Row {
    let (value, share, grade) = match &entry.held {
        None => ("none".to_owned(), String::new(), entry.grade),
        Some(held) => {
            let value = held.amount.as_ref().map_or_else(|| "unknown".to_owned(), figures::published);
            (value, held.share.map_or_else(String::new, |share| share.to_string()), entry.grade)
        }
    };
    let source = if entry.source == 0 { String::new() } else { format!("[{}]", entry.source) };
    Row { cells: vec![entry.day.to_string(), value, share, entry.known.to_string(), grade.to_string(), source], under: String::new() }
}

/// The days on which the company's part was first public, lowest floor first; floors reached on one day share a line.
fn marks(series: &PositionSeries) -> Vec<(model::Day, String)> {
    let mut days: Vec<(model::Day, Vec<&str>)> = Vec::new();
    for floor in Floor::ALL.into_iter().rev() {
        if let Some(day) = series.public_since[floor.index()] {
            match days.iter_mut().find(|(known, _)| *known == day) {
                Some((_, floors)) => floors.push(floor.as_str()),
                None => days.push((day, vec![floor.as_str()])),
            }
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let mut marks = Vec::new();
    for (at, (day, floors)) in days.into_iter().enumerate() {
        let first = if at == 0 { "evidence first public" } else { "evidence now" };
        let floors = floors.last().copied().unwrap_or_default();
        marks.push((day, format!("  -- {first} ({floors}) {day} --")));
    }
    marks
}
