//! What do spreadsheets read? CSV with one row per figure or problem.
//!
//! What a spreadsheet would take for a formula gets an apostrophe in front, also behind a semicolon or a line end, where many
//! spreadsheets begin a cell; what could change a terminal is taken out: names in a case may come from strangers.

pub(crate) mod series;
pub(crate) mod timeline;

use csv::Writer;
use dossier::figures;
use dossier::plain::harmless;
use dossier::rows::{Block, Exposure, Page, Trace};
use model::{Floor, Problem};

use crate::report::Failure;

/// What the columns of `trace --format csv` mean; a test holds it against [`HEAD`].
pub(crate) const TRACE_COLUMNS: &str = "\
Columns of --format csv, one row per figure:
  case, as_of, known_at, rule_version   of the whole answer
  id                                    for `daylight explain CASE ID`
  column                                stake, managed, nominee, custodian, finance, attributed or contracts; never to be added
  capacity                              beneficial, manager, nominee or custodian; empty for what is no position
  holder_id, holder                     whose
  company_id, company                   in which company
  harm                                  id of the harm
  currency                              ISO 4217 code of the amounts
  established_low, established_high     the figure from what is established; empty where nothing is
  corroborated_low, corroborated_high   from what is corroborated or better
  reported_low, reported_high           from what is reported or better
  amount_unknown                        true where an amount is missing: the lows are then \"at least\"
  share_low, share_high                 fractions from 0 to 1; empty where none is published
  date                                  the day of which the record speaks
  grade                                 of the weakest thing that it rests on
  flags                                 what must be known with it, separated by \"; \"
Where a text, or what follows a semicolon in it, begins like a formula (= + - @), an apostrophe stands before it.";

const HEAD: [&str; 25] = [
    "case",
    "as_of",
    "known_at",
    "rule_version",
    "id",
    "column",
    "capacity",
    "holder_id",
    "holder",
    "company_id",
    "company",
    "harm",
    "currency",
    "established_low",
    "established_high",
    "corroborated_low",
    "corroborated_high",
    "reported_low",
    "reported_high",
    "amount_unknown",
    "share_low",
    "share_high",
    "date",
    "grade",
    "flags",
];

/// One row per figure.
pub(crate) fn trace(trace: &Trace) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    sheet.write_record(HEAD)?;
    for row in trace.harms.iter().flat_map(|harm| &harm.exposures) {
        sheet.write_record(cells(trace, row).iter().map(|cell| safe(cell)))?;
    }
    finished(sheet)
}

/// One row per problem.
pub(crate) fn problems(problems: &[Problem]) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    sheet.write_record(["file", "line", "severity", "code", "message", "hint"])?;
    for problem in problems {
        let line = problem.place.line.to_string();
        let cells = [&*problem.place.file, &line, problem.severity().as_str(), problem.code.as_str(), &problem.message, &problem.hint];
        sheet.write_record(cells.map(safe))?;
    }
    finished(sheet)
}

/// One row per piece of a page: its kind, a label where it has one, and its text.
pub(crate) fn page(page: &Page) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    let mut write = |kind: &str, label: &str, text: &str| sheet.write_record([safe(kind), safe(label), safe_lines(text)]);
    write("kind", "label", "text")?;
    write("title", "", &page.title)?;
    for block in &page.blocks {
        match block {
            Block::Heading(text) => write("heading", "", text)?,
            Block::Paragraph(sentence) => write("paragraph", "", &sentence.text)?,
            Block::Entry(label, text) => write("entry", label, text)?,
            Block::Letter(text) => write("letter", "", text)?,
            Block::Table { head, rows } => {
                for row in rows {
                    for (label, text) in head.iter().zip(row) {
                        write("cell", label, text)?;
                    }
                }
            }
        }
    }
    for source in &page.sources {
        let url = source.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
        write("source", &format!("[{}]", source.number), &format!("{}{url}", source.text))?;
    }
    finished(sheet)
}

fn cells(trace: &Trace, row: &Exposure) -> Vec<String> {
    let mut cells = vec![
        trace.case.clone(),
        trace.as_of.to_string(),
        trace.known_at.to_string(),
        trace.rule_version.to_owned(),
        row.id.clone(),
        row.column.as_str().to_owned(),
        row.column.capacity().map(|c| c.as_str().to_owned()).unwrap_or_default(),
        row.holder.id.to_string(),
        row.holder.name.clone(),
        row.company.id.to_string(),
        row.company.name.clone(),
        row.harm.to_string(),
        trace.currency.code().to_owned(),
    ];
    for floor in Floor::ALL {
        let range = row.at(floor);
        cells.push(range.map(|range| figures::exact(range.low)).unwrap_or_default());
        cells.push(range.map(|range| figures::exact(range.high)).unwrap_or_default());
    }
    cells.push(row.amount_unknown.to_string());
    let share = |end: Option<f64>| end.map(|end| ((end * 1e12).round() / 1e12).to_string()).unwrap_or_default();
    cells.push(share(row.share.map(|s| s.low)));
    cells.push(share(row.share.map(|s| s.high)));
    cells.push(row.on.map(|day| day.to_string()).unwrap_or_default());
    cells.push(row.grade.to_string());
    let flags: Vec<&str> = row.flags.iter().map(|flag| flag.text.as_str()).collect();
    cells.push(flags.join("; "));
    cells
}

/// A cell in one line that no spreadsheet takes for a formula, and no terminal for a command.
fn safe(cell: &str) -> String {
    let mut told = String::with_capacity(cell.len());
    for (number, part) in harmless(cell).split(';').enumerate() {
        if number > 0 {
            told.push(';');
        }
        if is_formula(part) {
            told.push('\'');
        }
        told.push_str(part);
    }
    told
}

/// As [`safe`], of a text whose lines are meant: each could begin a cell.
fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// Whether a spreadsheet could see a formula; some pass over blanks and quotation marks, some read full-width signs.
fn is_formula(part: &str) -> bool {
    let begins = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    begins.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

fn finished(sheet: Writer<Vec<u8>>) -> Result<Vec<u8>, Failure> {
    sheet.into_inner().map_err(|error| Failure::Output(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_only_text() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM", "'@SUM"),
            ("-3", "'-3"),
            ("+4", "'+4"),
            ("\tx", " x"),
            (" \n=1", "'  =1"),
            ("\u{a0}=1", "'\u{a0}=1"),
            ("x;=1", "x;'=1"),
            ("x; \"=1\"", "x;' \"=1\""),
            ("x\n=1", "x =1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
        ] {
            assert_eq!(safe(cell), expected);
        }
        for plain in ["a=b", "", "A; B", "a-b; c", "\"A\" und Söhne; 杭州"] {
            assert_eq!(safe(plain), plain);
        }
        assert_eq!(safe_lines("Dear Sir,\n\n- A; =B"), "Dear Sir,\n\n'- A;' =B");
    }

    #[test]
    fn no_cell_paints_a_terminal() {
        for c in "\u{1b}\u{7}\r\u{9b}\u{61c}\u{200f}\u{2028}\u{202e}\u{2066}".chars() {
            assert_eq!(safe(&format!("a{c}b")), "a\u{fffd}b");
            assert_eq!(safe_lines(&format!("a{c}b")), "a\u{fffd}b");
        }
    }

    #[test]
    fn every_column_is_documented() {
        for column in HEAD {
            assert!(TRACE_COLUMNS.contains(column), "{column}");
        }
    }
}
