//! How does a longer answer read? Headings, paragraphs, entries, tables and letters from top to bottom.

use dossier::rows::{Block, Page};
use textwrap::core::display_width;

use super::table::{self, Column, Row};
use super::{Paper, notes, style};

/// Wider labels get their text on the next line.
const WIDEST_LABEL: usize = 24;

/// The least width of a column of words.
const LEAST: usize = 12;

/// Ids and places up to this width are not broken; rather each row becomes a list.
const LONGEST_ID: usize = 40;

/// The longest text that counts as a figure: `USD 1,850,000,000 to 1,900,000,000`.
const LONGEST_FIGURE: usize = 36;

/// Columns of a letter, as in plain mail.
const LETTER: usize = 72;

/// The answer of `explain` and of `mine`.
pub(crate) fn page(page: &Page, width: usize) -> String {
    let mut paper = Paper::new(width);
    paper.heading(&page.title);
    let mut sources_told = false;
    let mut blocks = page.blocks.as_slice();
    while let Some((block, rest)) = blocks.split_first() {
        blocks = rest;
        match block {
            Block::Heading(text) => {
                if matches!(rest.first(), Some(Block::Letter(_))) {
                    // A letter numbers its own sources, so those of the answer come before it.
                    notes::sources(&mut paper, &page.sources);
                    sources_told = true;
                }
                paper.heading(text);
            }
            Block::Paragraph(sentence) => {
                paper.blank();
                paper.paragraph(2, &sentence.text);
            }
            Block::Entry(label, text) => {
                let more = rest.iter().map_while(|block| if let Block::Entry(label, text) = block { Some((label, text)) } else { None });
                let entries: Vec<(&String, &String)> = std::iter::once((label, text)).chain(more).collect();
                blocks = &rest[entries.len() - 1..];
                list(&mut paper, &entries);
            }
            Block::Table { head, rows } => table(&mut paper, head, rows),
            Block::Letter(text) => letter(&mut paper, text),
        }
    }
    if !sources_told {
        notes::sources(&mut paper, &page.sources);
    }
    paper.finish()
}

/// Labels in a column of their own, where they are short.
fn list(paper: &mut Paper, entries: &[(&String, &String)]) {
    paper.blank();
    let width = entries.iter().map(|(label, _)| display_width(label)).filter(|width| *width <= WIDEST_LABEL).max().unwrap_or(0);
    for (label, text) in entries {
        if display_width(label) > WIDEST_LABEL {
            paper.paragraph(2, label);
            paper.paragraph(4, text);
        } else {
            paper.entry(2, width, label, text);
        }
    }
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
                (false, false) => Column::words(
                    head,
                    LEAST.max(cells().flat_map(|cell| cell.split_whitespace()).map(display_width).max().unwrap_or(0).min(LONGEST_ID)),
                ),
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
        for (name, cell) in head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
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
    cell.len() <= LONGEST_FIGURE && amount
        || (plain && cell.starts_with(|c: char| c.is_ascii_digit()))
        || matches!(cell, "none" | "unknown")
}

/// Between two rules: it is copied from here.
fn letter(paper: &mut Paper, text: &str) {
    let width = paper.width().min(LETTER);
    let rule = "-".repeat(width);
    paper.blank();
    paper.line(style::FAINT, &rule);
    paper.letter(width, text);
    paper.line(style::FAINT, &rule);
}
