//! How does one holder read? Its figures, the chains in words, its positions over time beside the days of the evidence.

use dossier::figures;
use dossier::rows::{ChainText, Exposure, PositionSeries, Trace};
use model::Capacity;

use super::exposures::{amount, tables};
use super::notes::{self, sentence};
use super::series::{marks, more, series as series_table};
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
    series_table(paper, &series.entries, marks(&series.public_since), &|at| more(&series.entries[at]));
    if let Some(summary) = &series.summary {
        paper.paragraph(2, &summary.text);
    }
}
