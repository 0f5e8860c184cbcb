//! How do columns share a line? A table without borders, whose figures are never cut.
//!
//! Laid out here and not by a table crate, because what does not fit must move under its row, and several tables of one
//! screen must have the same columns: the libraries can do neither.

use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// Spaces between two columns.
const GAP: usize = 2;

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

/// The widths at which all rows fit into `width`; `None` where they do not even when narrowed.
pub(crate) fn widths(columns: &[Column], rows: &[&[String]], width: usize) -> Option<Vec<usize>> {
    let natural: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| rows.iter().filter_map(|row| row.get(at)).map(|c| display_width(c)).fold(display_width(&column.head), usize::max))
        .collect();
    let mut widths: Vec<usize> = columns.iter().zip(&natural).map(|(c, natural)| c.wraps_at.map_or(*natural, |least| least.min(*natural))).collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    let mut left = width.checked_sub(gaps + widths.iter().sum::<usize>())?;
    // What is left goes, one by one, to the column that lacks most.
    while left > 0 {
        let lacking = (0..columns.len()).max_by_key(|at| (natural[*at] - widths[*at], std::cmp::Reverse(*at)))?;
        if natural[lacking] == widths[lacking] {
            break;
        }
        widths[lacking] += 1;
        left -= 1;
    }
    Some(widths)
}

/// The head and the rows as lines.
pub(crate) fn lines(columns: &[Column], rows: &[Row], widths: &[usize], indent: usize, width: usize) -> Vec<String> {
    let head = Row { cells: columns.iter().map(|c| c.head.clone()).collect(), under: String::new() };
    let rule: Vec<String> = widths.iter().zip(columns).map(|(w, c)| if c.head.is_empty() { " ".repeat(*w) } else { "-".repeat(*w) }).collect();
    let mut lines = row_lines(columns, &head, widths, indent, width);
    lines.push(format!("{:indent$}{}", "", rule.join(&" ".repeat(GAP))).trim_end().to_owned());
    for row in rows {
        lines.extend(row_lines(columns, row, widths, indent, width));
    }
    lines
}

fn row_lines(columns: &[Column], row: &Row, widths: &[usize], indent: usize, width: usize) -> Vec<String> {
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
    let text = super::harmless(text);
    if display_width(&text) <= width {
        return vec![text.into_owned()];
    }
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation).break_words(true);
    textwrap::wrap(&super::glued(&text), options).into_iter().map(|line| line.replace(super::GLUE, " ")).collect()
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
        let shown = widths(&columns, &cells, width - 2).map(|widths| lines(&columns, &rows, &widths, 2, width).join("\n"));
        expected.assert_eq(&shown.unwrap_or_default());
    }

    #[test]
    fn wide_enough() {
        check(
            60,
            &expect_test::expect![[r#"
                  holder                     stake  on
                  --------------------  ----------  ----------
                  Norges Bank           USD 141.2M  2019-12-31
                    more than at 2017-12-31 [7]; disputed [4]
                  杭州海康威视数字技术     unknown  2019-12-31"#]],
        );
    }

    #[test]
    fn narrow() {
        check(
            36,
            &expect_test::expect![[r#"
                  holder           stake  on
                  ----------  ----------  ----------
                  Norges      USD 141.2M  2019-12-31
                  Bank
                    more than at 2017-12-31 [7];
                    disputed [4]
                  杭州海康威     unknown  2019-12-31
                  视数字技术"#]],
        );
    }

    #[test]
    fn too_narrow_for_the_figures() {
        check(30, &expect_test::expect![[""]]);
    }
}
