//! How does a file with a header become rows? One driver for every CSV format.
//!
//! A [`Format`] says which row is its header and what a row means; the driver finds the header, passes over what stands
//! before it, counts, and streams.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use model::{Code, Place, Problem};

use crate::csv::{Fields, Raw, Reader};
use crate::figures::Fault;
use crate::{Counts, Row};

/// The rule for a row in which nothing stands.
pub const EMPTY_ROW: &str = "empty row";

/// The rule for what a publisher writes before the header.
pub const PREAMBLE: &str = "text before the header";

/// Rows in which a header is searched where a publisher writes something before it; iShares writes nine.
pub const SEARCHED: usize = 50;

/// What separates fields, as found in published files; the first wins where two fit as well.
pub const ANY_SEPARATOR: &[u8] = b",;\t";

/// One format with a header.
pub trait Format {
    /// What a row becomes.
    type Record;
    /// What the header says.
    type Columns;

    /// Rows in which the header is searched.
    const SEARCHED: usize = 1;
    /// What may separate fields.
    const SEPARATORS: &'static [u8] = b",";

    /// Looks whether a row is the header.
    fn header(&self, fields: &Fields<'_>, place: &Place) -> Header<Self::Columns>;

    /// Takes note of a row that stands before the header.
    fn before(&mut self, _fields: &Fields<'_>) {}

    /// Reads a row behind the header.
    fn row(&mut self, columns: &Self::Columns, fields: &Fields<'_>, place: Place, out: &mut Out<Self::Record>);

    /// What to do about a file without content.
    fn empty_hint(&self) -> String;
}

/// What a row is when it is taken for the header.
#[derive(Debug)]
pub struct Header<C> {
    /// How many of its columns the format knows.
    pub known: usize,
    /// The columns, where the file can be read with them.
    pub columns: Option<C>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Where a format puts what it read, and counts it.
#[derive(Debug)]
pub struct Out<T> {
    waiting: VecDeque<Row<T>>,
    counts: Counts,
}

impl<T> Out<T> {
    /// A row that became a record.
    pub fn record(&mut self, record: T) {
        self.counts.record();
        self.waiting.push_back(Row::Record(record));
    }

    /// A row that became a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.counts.problem();
        self.tell(problem);
    }

    /// A row that became a problem with several faults; at least one.
    pub fn faults(&mut self, place: &Place, faults: Vec<Fault>) {
        self.counts.problem();
        self.tell_all(place, faults);
    }

    /// A row that was skipped by a named rule.
    pub fn skip(&mut self, place: Place, rule: &'static str) {
        self.counts.skip();
        self.waiting.push_back(Row::Skipped { place, rule });
    }

    /// A problem that is no row: of the header, or of a row that is counted elsewhere.
    pub fn tell(&mut self, problem: Problem) {
        self.waiting.push_back(Row::Problem(problem));
    }

    /// Problems of a row that is counted elsewhere.
    pub fn tell_all(&mut self, place: &Place, faults: Vec<Fault>) {
        let problems = faults.into_iter().map(|fault| Problem::new(place.clone(), fault.code, fault.message, fault.hint));
        self.waiting.extend(problems.map(Row::Problem));
    }

    /// A row of which the problem is told already, such as another cell of one bad row.
    pub fn count_problem(&mut self) {
        self.counts.problem();
    }
}

/// The rows of a file of one format, streaming.
#[derive(Debug)]
pub struct Table<R, F: Format> {
    reader: Reader<R>,
    format: F,
    state: State<F::Columns>,
    out: Out<F::Record>,
}

#[derive(Debug)]
enum State<C> {
    /// Nothing was read.
    Before,
    /// The header is searched: the lines passed over, the best header so far.
    Searching(Vec<u32>, Option<Header<C>>),
    /// Rows are read.
    Within(C),
    /// Nothing follows.
    Done,
}

impl<R: BufRead, F: Format> Table<R, F> {
    /// The rows of a file of this name.
    ///
    /// Shape: rows in the order of the file. `Err` only where bytes could not be read; nothing follows it.
    pub fn new(bytes: R, file: &str, format: F) -> Self {
        let out = Out { waiting: VecDeque::new(), counts: Counts::default() };
        Self { reader: Reader::new(bytes, file), format, state: State::Before, out }
    }

    fn step(&mut self) -> io::Result<()> {
        if matches!(self.state, State::Before) {
            self.state = State::Searching(Vec::new(), None);
            if F::SEPARATORS.len() > 1 {
                let separator = separator(&self.format, self.reader.peek()?);
                self.reader.separate_by(separator);
            }
        }
        let file = self.reader.place(0);
        let raw = self.reader.next_row()?;
        let (next, out) = (std::mem::replace(&mut self.state, State::Done), &mut self.out);
        self.state = match (next, raw) {
            (State::Searching(lines, best), None) => {
                end_of_search(&self.format, best, lines.is_empty().then_some(file), out);
                State::Done
            }
            (State::Searching(mut lines, best), Some(Raw::Fault(problem))) => {
                out.tell(problem);
                lines.push(0);
                if F::SEARCHED > lines.len() { State::Searching(lines, best) } else { State::Done }
            }
            (State::Searching(mut lines, best), Some(Raw::Fields(fields))) => {
                let place = Place { line: fields.line(), ..file };
                let header = self.format.header(&fields, &place);
                if let Some(columns) = header.columns {
                    for line in lines {
                        if line == 0 { out.count_problem() } else { out.skip(Place { line, ..place.clone() }, PREAMBLE) }
                    }
                    header.problems.into_iter().for_each(|problem| out.tell(problem));
                    State::Within(columns)
                } else {
                    self.format.before(&fields);
                    lines.push(place.line);
                    let best = best.filter(|best| best.known >= header.known).or(Some(header));
                    if lines.len() < F::SEARCHED {
                        State::Searching(lines, best)
                    } else {
                        end_of_search(&self.format, best, None, out);
                        State::Done
                    }
                }
            }
            (State::Within(columns), Some(Raw::Fault(problem))) => {
                out.problem(problem);
                State::Within(columns)
            }
            (State::Within(columns), Some(Raw::Fields(fields))) => {
                let place = Place { line: fields.line(), ..file };
                if fields.iter().all(str::is_empty) {
                    out.skip(place, EMPTY_ROW);
                } else {
                    self.format.row(&columns, &fields, place, out);
                }
                State::Within(columns)
            }
            (State::Within(_), None) | (State::Before | State::Done, _) => State::Done,
        };
        Ok(())
    }
}

impl<R, F: Format> Table<R, F> {
    /// What became of the rows so far.
    pub fn counts(&self) -> Counts {
        self.out.counts
    }

    /// The format, with what it took note of so far.
    pub fn format(&self) -> &F {
        &self.format
    }
}

impl<R: BufRead, F: Format> Iterator for Table<R, F> {
    type Item = io::Result<Row<F::Record>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.out.waiting.pop_front() {
                return Some(Ok(row));
            }
            if matches!(self.state, State::Done) {
                return None;
            }
            if let Err(error) = self.step() {
                self.state = State::Done;
                return Some(Err(error));
            }
        }
    }
}

/// Tells what is wrong with the row that comes nearest to a header, or that there is none.
fn end_of_search<F: Format>(format: &F, best: Option<Header<F::Columns>>, empty: Option<Place>, out: &mut Out<F::Record>) {
    if let Some(best) = best {
        // Where no column is known the row is no header, and naming each of its columns would say nothing.
        let told = |problem: &Problem| F::SEARCHED == 1 || best.known > 0 || problem.code == Code::MissingColumn;
        best.problems.into_iter().filter(told).for_each(|problem| out.tell(problem));
    } else if let Some(file) = empty {
        out.tell(Problem::new(file, Code::EmptyFile, "the file is empty", format.empty_hint()));
    }
}

/// The separator with which the most columns are known in one of the first rows.
fn separator<F: Format>(format: &F, head: &[u8]) -> u8 {
    let known = |separator: u8| best_header(format, head, separator).map_or(0, |header| header.known);
    let mut best = (F::SEPARATORS[0], known(F::SEPARATORS[0]));
    for separator in &F::SEPARATORS[1..] {
        let known = known(*separator);
        if known > best.1 {
            best = (*separator, known);
        }
    }
    best.0
}

/// The header among the first rows, or the row that comes nearest to one.
pub(crate) fn best_header<F: Format>(format: &F, head: &[u8], separator: u8) -> Option<Header<F::Columns>> {
    let mut reader = Reader::new(head, "");
    reader.separate_by(separator);
    let mut best: Option<Header<F::Columns>> = None;
    for _ in 0..F::SEARCHED {
        // A slice of bytes is always there to be read.
        let Ok(Some(raw)) = reader.next_row() else { break };
        if let Raw::Fields(fields) = raw {
            let place = Place { file: "".into(), line: fields.line() };
            let header = format.header(&fields, &place);
            if header.columns.is_some() {
                return Some(header);
            }
            best = best.filter(|best| best.known >= header.known).or(Some(header));
        }
    }
    best
}
