//! How do figures stand in tables? One table per column of the answer, all of them with the same layout.

use dossier::figures;
use dossier::rows::{Column as Kind, Exposure, HarmTrace};
use exposure::Range;
use model::{Currency, Floor};

use super::Paper;
use super::table::{self, Column, Row};
use crate::cli::is_gone;

/// How long figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// `USD 141.2M`.
    Short,
    /// `USD 141,233,203`.
    Exact,
}

/// What all tables of an answer share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) floor: Floor,
    pub(crate) currency: Currency,
    pub(crate) length: Length,
    /// Several holders are shown; one alone is named above its tables.
    pub(crate) holders: bool,
}

/// The columns that may move under the row where the line is too short, in the order in which they move.
const MOVE: [usize; 4] = [FLAGS, SHARE, ON, GRADE];

const HOLDER: usize = 0;
const COMPANY: usize = 1;
const AMOUNT: usize = 2;
const SHARE: usize = 3;
const ON: usize = 4;
const GRADE: usize = 5;
const FLAGS: usize = 6;

/// Writes the tables of a harm, each with its heading; nothing for columns without figures.
pub(crate) fn tables(paper: &mut Paper, harm: &HarmTrace, look: Look) {
    let cells: Vec<(Kind, Vec<String>)> = harm.exposures.iter().map(|row| (row.column, cells(row, look))).collect();
    if cells.is_empty() {
        return;
    }
    let columns = columns();
    let (shown, widths) = layout(&columns, &cells, paper.width() - 2, look);
    for kind in Kind::ALL {
        let rows: Vec<Row> = cells.iter().filter(|(of, _)| *of == kind).map(|(_, cells)| row(cells, &shown)).collect();
        if rows.is_empty() {
            continue;
        }
        paper.heading(kind.heading());
        let heads: Vec<Column> = shown.iter().map(|at| named(&columns[*at], *at, kind, look)).collect();
        let lines = table::lines(&heads, &rows, &widths, 2, paper.width());
        paper.lines(&lines);
    }
}

/// The amount at a floor as it is printed in a table.
pub(crate) fn amount(row: &Exposure, look: Look) -> String {
    let Some(range) = row.at(look.floor) else { return if is_gone(row) { "-".to_owned() } else { "none".to_owned() } };
    let written = |range: Range| match look.length {
        Length::Short => figures::short(range, look.currency),
        Length::Exact => figures::long(range, look.currency),
    };
    if row.amount_unknown && range.high <= 0.0 {
        return "unknown".to_owned();
    }
    let at_least = row.amount_unknown || row.flags.iter().any(|flag| flag.word == "at-least");
    if at_least { format!("at least {}", written(Range::exact(range.low))) } else { written(range) }
}

fn columns() -> [Column; 7] {
    [
        Column::words("holder", 14),
        Column::words("company", 11),
        Column::figure("stake"),
        Column::fixed("share"),
        Column::fixed("on"),
        Column::fixed("grade"),
        Column::words("what to know", 30),
    ]
}

/// The head of a column in the table of a kind; the companies themselves have no other holder.
fn named(column: &Column, at: usize, kind: Kind, look: Look) -> Column {
    let head = match at {
        HOLDER if kind == Kind::Contracts => "company",
        COMPANY if kind == Kind::Contracts && look.holders => "",
        AMOUNT => kind.amount(),
        _ => &column.head,
    };
    Column { head: head.to_owned(), ..column.clone() }
}

fn cells(row: &Exposure, look: Look) -> Vec<String> {
    // "amount unknown" and "at least" stand in the figure itself.
    let said = |word: &str| word == "amount-unknown" && row.at(look.floor).is_some();
    let flags: Vec<&str> = row.flags.iter().filter(|flag| !said(flag.word)).map(|flag| flag.text.as_str()).collect();
    vec![
        if look.holders { row.holder.name.clone() } else { String::new() },
        if row.column == Kind::Contracts && look.holders { String::new() } else { row.company.name.clone() },
        amount(row, look),
        row.share.map(share).unwrap_or_default(),
        row.on.map(|day| day.to_string()).unwrap_or_default(),
        row.grade.to_string(),
        flags.join("; "),
    ]
}

fn share(range: Range) -> String {
    if range.low <= 0.0 && range.high >= 1.0 { "unknown".to_owned() } else { figures::percent(range) }
}

/// Which columns stand in the line, and how wide; those that are empty everywhere do not.
fn layout(columns: &[Column], cells: &[(Kind, Vec<String>)], width: usize, look: Look) -> (Vec<usize>, Vec<usize>) {
    let used: Vec<usize> = (0..columns.len()).filter(|at| cells.iter().any(|(_, row)| !row[*at].is_empty())).collect();
    for moved in 0..=MOVE.len() {
        let shown: Vec<usize> = used.iter().copied().filter(|at| !MOVE[..moved].contains(at)).collect();
        let heads: Vec<Column> = shown.iter().map(|at| widest(columns, *at, cells, look)).collect();
        let kept: Vec<Vec<String>> = cells.iter().map(|(_, row)| shown.iter().map(|at| row[*at].clone()).collect()).collect();
        let kept: Vec<&[String]> = kept.iter().map(Vec::as_slice).collect();
        if let Some(widths) = table::widths(&heads, &kept, width) {
            return (shown, widths);
        }
    }
    // So narrow that even the figures alone do not fit: they are printed over the edge rather than cut.
    let shown = vec![HOLDER, COMPANY, AMOUNT];
    let figure = cells.iter().map(|(_, row)| textwrap::core::display_width(&row[AMOUNT])).max().unwrap_or(0);
    (shown, vec![14, 11, figure])
}

/// A column with the longest head that it has in any table.
fn widest(columns: &[Column], at: usize, cells: &[(Kind, Vec<String>)], look: Look) -> Column {
    let heads = cells.iter().map(|(kind, _)| named(&columns[at], at, *kind, look));
    heads.max_by_key(|column| column.head.len()).unwrap_or_else(|| columns[at].clone())
}

fn row(cells: &[String], shown: &[usize]) -> Row {
    let under = [GRADE, ON, SHARE, FLAGS].into_iter().filter(|at| !shown.contains(at) && !cells[*at].is_empty());
    let under: Vec<String> = under
        .map(|at| match at {
            ON => format!("on {}", cells[at]),
            SHARE => format!("share {}", cells[at]),
            _ => cells[at].clone(),
        })
        .collect();
    Row { cells: shown.iter().map(|at| cells[*at].clone()).collect(), under: under.join("; ") }
}
