//! How does a position over time read? Its records by day, with a line on each day on which the evidence was public.

use dossier::figures;
use dossier::rows::SeriesEntry;
use model::{Day, Floor};

use super::table::{self, Column, Row};
use super::{Paper, style};

/// A line across a series on a day, and what it says.
pub(crate) type Mark = (Day, String);

/// A series with lines across it, by day, and with what more is said of each record under its row.
pub(crate) fn series(paper: &mut Paper, entries: &[SeriesEntry], marks: Vec<Mark>, under: &dyn Fn(usize) -> Vec<String>) {
    if entries.is_empty() {
        return;
    }
    let all = [
        Column::fixed("on"),
        Column::figure("value"),
        Column::figure("share"),
        Column::fixed("published"),
        Column::fixed("grade"),
        Column::fixed("source"),
    ];
    let cells: Vec<[String; 6]> = entries.iter().map(cells).collect();
    let room = paper.width() - 2;
    let fits = |shown: &[usize]| {
        let columns: Vec<Column> = shown.iter().map(|at| all[*at].clone()).collect();
        let rows: Vec<Vec<String>> = cells.iter().map(|row| shown.iter().map(|at| row[*at].clone()).collect()).collect();
        let borrowed: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        table::widths(&columns, &borrowed, room).map(|widths| (columns, rows, widths))
    };
    // Where the line is too short, the day of publication and the source move under the row.
    let narrow = fits(&[0, 1, 2, 3, 4, 5]).is_none();
    let shown: &[usize] = if narrow { &[0, 1, 2, 4] } else { &[0, 1, 2, 3, 4, 5] };
    let Some((columns, rows, widths)) = fits(shown) else { return list(paper, &cells) };
    let mut marks = marks.into_iter().peekable();
    for (at, row) in rows.into_iter().enumerate() {
        let mut more = under(at);
        if narrow {
            more.insert(0, format!("published {} {}", cells[at][3], cells[at][5]).trim_end().to_owned());
        }
        let row = Row { cells: row, under: more.join("; ") };
        let lines = table::lines(&columns, std::slice::from_ref(&row), &widths, 2, paper.width());
        let (head, body) = lines.split_at(2.min(lines.len()));
        if at == 0 {
            paper.lines(head);
        }
        while let Some((_, mark)) = marks.next_if(|(day, _)| *day < entries[at].day) {
            paper.line(style::TITLE, &mark);
        }
        paper.lines(body);
    }
    for (_, mark) in marks {
        paper.line(style::TITLE, &mark);
    }
}

fn list(paper: &mut Paper, cells: &[[String; 6]]) {
    for row in cells {
        let parts: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        paper.hanging(2, "- ", &parts.join(", "));
    }
}

fn cells(entry: &SeriesEntry) -> [String; 6] {
    let (value, share) = match &entry.held {
        None => ("none".to_owned(), String::new()),
        Some(held) => {
            let value = held.amount.as_ref().map_or_else(|| "unknown".to_owned(), figures::published);
            (value, held.share.map_or_else(String::new, |share| share.to_string()))
        }
    };
    let source = if entry.source == 0 { String::new() } else { format!("[{}]", entry.source) };
    [entry.day.to_string(), value, share, entry.known.to_string(), entry.grade.to_string(), source]
}

/// What a record says beyond value and share: that it is undated, number of shares, part of the portfolio, share class.
pub(crate) fn more(entry: &SeriesEntry) -> Vec<String> {
    let Some(held) = &entry.held else { return Vec::new() };
    let mut said = Vec::new();
    said.extend((!entry.dated).then(|| "undated: counted from its first publication".to_owned()));
    said.extend(held.quantity.map(|quantity| format!("{} shares", figures::shares(quantity))));
    said.extend(held.weight.map(|weight| format!("{weight} of the holder's portfolio")));
    said.extend(held.security.as_ref().map(|security| format!("class {security}")));
    said
}

/// The days on which the company's part was first public, lowest floor first; floors reached on one day share a line.
pub(crate) fn marks(public_since: &[Option<Day>; 3]) -> Vec<Mark> {
    let mut days: Vec<(Day, &str)> = Vec::new();
    for floor in Floor::ALL {
        if let Some(day) = public_since[floor.index()].filter(|day| days.iter().all(|(known, _)| known != day)) {
            days.push((day, floor.as_str()));
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let first = |at: usize| if at == 0 { "evidence first public" } else { "evidence now" };
    days.into_iter().enumerate().map(|(at, (day, floor))| (day, format!("  -- {} ({floor}) {day} --", first(at)))).collect()
}
