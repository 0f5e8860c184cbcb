//! How does a longer answer read? Headings, paragraphs, entries, tables and letters from top to bottom.

use dossier::rows::{Block, Page};
use textwrap::core::display_width;

use super::table::{self, Column, Row};
use super::{Paper, notes};

/// Wider labels get their text on the next line.
const WIDEST_LABEL: usize = 24;

/// The least width of a column of words.
const LEAST: usize = 12;

/// The answer of `explain` and of `mine`.
pub(crate) fn page(page: &Page, width: usize) -> String {
    let mut paper = Paper::new(width);
    paper.heading(&page.title);
    let label = |block: &Block| if let Block::Entry(label, _) = block { display_width(label) } else { 0 };
    let label = page.blocks.iter().map(label).filter(|width| *width <= WIDEST_LABEL).max().unwrap_or(0);
    let mut after_entry = false;
    for block in &page.blocks {
        match block {
            Block::Heading(text) => paper.heading(text),
            Block::Paragraph(sentence) => {
                paper.blank();
                paper.paragraph(2, &sentence.text);
            }
            Block::Entry(name, text) => {
                if !after_entry {
                    paper.blank();
                }
                if display_width(name) > WIDEST_LABEL {
                    paper.paragraph(2, name);
                    paper.paragraph(4, text);
                } else {
                    paper.entry(2, label, name, text);
                }
            }
            Block::Table { head, rows } => table(&mut paper, head, rows),
            Block::Letter(text) => letter(&mut paper, text),
        }
        after_entry = matches!(block, Block::Entry(..));
    }
    notes::sources(&mut paper, &page.sources);
    paper.finish()
}

fn table(paper: &mut Paper, head: &[String], rows: &[Vec<String>]) {
    paper.blank();
    // A column of figures, dates and short words is never broken.
    let columns: Vec<Column> = head
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = || rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
            let figures = cells().next().is_some() && cells().all(|cell| is_figure(cell));
            let short = cells().all(|cell| display_width(cell) <= LEAST);
            match (figures, short) {
                (true, _) => Column::figure(head),
                (false, true) => Column::fixed(head),
                (false, false) => Column::words(head, LEAST),
            }
        })
        .collect();
    let cells: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    if let Some(widths) = table::widths(&columns, &cells, paper.width() - 2) {
        let rows: Vec<Row> = rows.iter().map(|cells| Row { cells: cells.clone(), under: String::new() }).collect();
        let lines = table::lines(&columns, &rows, &widths, 2, paper.width());
        paper.lines(&lines);
        return;
    }
    // Too many columns for the line: each row becomes a list.
    let label = head.iter().map(|h| display_width(h)).max().unwrap_or(0);
    for row in rows {
        for (name, cell) in head.iter().zip(row) {
            paper.entry(2, label, name, cell);
        }
        paper.blank();
    }
}

/// Whether a cell is a figure with its unit, as `USD 50-53M`, `0.3%` or `12`.
fn is_figure(cell: &str) -> bool {
    let amount = cell.split_once(' ').is_some_and(|(code, rest)| {
        code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) && rest.starts_with(|c: char| c.is_ascii_digit())
    });
    let plain = cell.ends_with('%') || cell.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    amount || (plain && cell.starts_with(|c: char| c.is_ascii_digit())) || matches!(cell, "none" | "unknown")
}

/// Between two rules, and in its own lines: it is copied from here.
fn letter(paper: &mut Paper, text: &str) {
    let rule = "-".repeat(paper.width().min(72));
    paper.blank();
    paper.verbatim(&rule);
    paper.verbatim(text);
    paper.verbatim(&rule);
}
