//! How do columns share a line? A table without borders, whose figures are never cut.
//!
//! Laid out here and not by a table crate, because what does not fit must move under its row, and several tables of one
//! screen must have the same columns: the libraries can do neither.

use dossier::plain::harmless;
use textwrap::core::display_width;

/// Spaces between two columns.
pub(crate) const GAP: usize = 2;

/// Words up to this width are not broken; "Telecommunications" has 18 letters.
const LONGEST_WORD: usize = 18;

/// How a column behaves.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// What stands at its head.
    pub(crate) head: String,
    /// Figures stand at the right.
    pub(crate) right: bool,
    /// The least width to which it may be narrowed; `None` where its cells are never broken.
    pub(crate) wraps_at: Option<usize>,
}

impl Column {
    /// Words that may be wrapped down to a width.
    pub(crate) fn words(head: &str, least: usize) -> Self {
        Self { head: head.to_owned(), right: false, wraps_at: Some(least) }
    }

    /// A word, date or grade that is never broken.
    pub(crate) fn fixed(head: &str) -> Self {
        Self { head: head.to_owned(), right: false, wraps_at: None }
    }

    /// Figures: never broken, at the right.
    pub(crate) fn figure(head: &str) -> Self {
        Self { head: head.to_owned(), right: true, wraps_at: None }
    }
}

/// A row, and what stands under it where it does not fit beside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// One text per column.
    pub(crate) cells: Vec<String>,
    /// Printed under the row, indented; empty for nothing.
    pub(crate) under: String,
}

/// The widths at which all rows fit into `width`, with as few lines as may be; `None` where they do not even when narrowed.
pub(crate) fn widths(columns: &[Column], rows: &[&[String]], width: usize) -> Option<Vec<usize>> {
    let lengths: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|cell| display_width(cell)).collect()).collect();
    let natural: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| lengths.iter().filter_map(|row| row.get(at).copied()).fold(display_width(&column.head), usize::max))
        .collect();
    let least: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column.wraps_at {
            Some(least) => least.max(longest_word(rows, at).min(LONGEST_WORD)).min(natural[at]),
            None => natural[at],
        })
        .collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    let spare = width.checked_sub(gaps + least.iter().sum::<usize>())?;
    let mut search = Search { lengths: &lengths, natural: &natural, best: (usize::MAX, least.clone()) };
    search.share_out(spare, 0, least);
    Some(search.best.1)
}

/// The widest piece at which no line breaks; ideographs break anywhere.
fn longest_word(rows: &[&[String]], at: usize) -> usize {
    let pieces = rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| super::wrapped(cell, 1));
    pieces.map(|piece| display_width(&piece)).max().unwrap_or(0)
}

/// Every way to share spare columns of the screen out among columns of the table; there are few.
struct Search<'a> {
    lengths: &'a [Vec<usize>],
    natural: &'a [usize],
    best: (usize, Vec<usize>),
}

impl Search<'_> {
    fn share_out(&mut self, spare: usize, at: usize, widths: Vec<usize>) {
        let Some(natural) = self.natural.get(at) else {
            let height = self.lengths.iter().map(|row| height(row, &widths)).sum();
            if height < self.best.0 {
                self.best = (height, widths);
            }
            return;
        };
        let lacks = natural - widths[at];
        // The last column that lacks takes all; the others try everything, the most first.
        let last = (at + 1..widths.len()).all(|other| self.natural[other] == widths[other]);
        let most = lacks.min(spare);
        for given in (if last { most } else { 0 }..=most).rev() {
            let mut widths = widths.clone();
            widths[at] += given;
            self.share_out(spare - given, at + 1, widths);
        }
    }
}

/// About how many lines a row takes; words do not fill lines wholly, so a little more is reckoned for each.
fn height(lengths: &[usize], widths: &[usize]) -> usize {
    let lines =
        |(length, width): (&usize, &usize)| if length <= width { 1 } else { (length + length / 6).div_ceil((*width).max(1)).max(2) };
    lengths.iter().zip(widths).map(lines).max().unwrap_or(1)
}

/// The head and the rows as lines.
pub(crate) fn lines(columns: &[Column], rows: &[Row], widths: &[usize], indent: usize, width: usize) -> Vec<String> {
    let head = Row { cells: columns.iter().map(|c| c.head.clone()).collect(), under: String::new() };
    let rule: Vec<String> =
        widths.iter().zip(columns).map(|(w, c)| if c.head.is_empty() { " ".repeat(*w) } else { "-".repeat(*w) }).collect();
    let mut lines = row_lines(columns, &head, widths, indent, width);
    lines.push(format!("{:indent$}{}", "", rule.join(&" ".repeat(GAP))).trim_end().to_owned());
    for row in rows {
        lines.extend(row_lines(columns, row, widths, indent, width));
    }
    lines
}

/// One row as lines.
pub(crate) fn row_lines(columns: &[Column], row: &Row, widths: &[usize], indent: usize, width: usize) -> Vec<String> {
    let cells: Vec<Vec<String>> = row.cells.iter().zip(widths).map(|(cell, width)| cell_lines(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::with_capacity(height);
    for at in 0..height {
        let mut line = " ".repeat(indent);
        for ((cell, column), width) in cells.iter().zip(columns).zip(widths) {
            let text = cell.get(at).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(display_width(text)));
            let (before, after) = if column.right { (pad.as_str(), "") } else { ("", pad.as_str()) };
            line.push_str(&format!("{before}{text}{after}{:GAP$}", ""));
        }
        lines.push(line.trim_end().to_owned());
    }
    if !row.under.is_empty() {
        let margin = indent + 2;
        lines.extend(super::wrapped(&row.under, width.saturating_sub(margin)).into_iter().map(|line| format!("{:margin$}{line}", "")));
    }
    lines
}

/// A cell in lines: at spaces and hyphens of names where it can be, inside a long word where it must be.
fn cell_lines(text: &str, width: usize) -> Vec<String> {
    let text = harmless(text);
    if display_width(&text) <= width {
        return vec![text.into_owned()];
    }
    super::wrapped_words(&text, width, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: usize, expected: &expect_test::Expect) {
        let columns = [Column::words("holder", 8), Column::figure("stake"), Column::fixed("on")];
        let row = |cells: [&str; 3], under: &str| Row { cells: cells.map(str::to_owned).to_vec(), under: under.to_owned() };
        let rows = [
            row(["Norges Bank", "USD 141.2M", "2019-12-31"], "more than at 2017-12-31 [7]; disputed [4]"),
            row(["杭州海康威视数字技术", "unknown", "2019-12-31"], ""),
        ];
        let cells: Vec<&[String]> = rows.iter().map(|r| r.cells.as_slice()).collect();
        let shown = widths(&columns, &cells, width).map(|widths| lines(&columns, &rows, &widths, 0, width).join("\n"));
        expected.assert_eq(&shown.unwrap_or_default());
    }

    #[test]
    fn wide_enough() {
        check(
            60,
            &expect_test::expect![[r"
                  holder                     stake  on
                  --------------------  ----------  ----------
                  Norges Bank           USD 141.2M  2019-12-31
                    more than at 2017-12-31 [7]; disputed [4]
                  杭州海康威视数字技术     unknown  2019-12-31"]],
        );
    }

    #[test]
    fn narrow() {
        check(
            36,
            &expect_test::expect![[r"
            holder             stake  on
            ------------  ----------  ----------
            Norges Bank   USD 141.2M  2019-12-31
              more than at 2017-12-31 [7];
              disputed [4]
            杭州海康威视     unknown  2019-12-31
            数字技术"]],
        );
    }

    #[test]
    fn too_narrow_for_the_figures() {
        check(30, &expect_test::expect![[""]]);
    }
}
