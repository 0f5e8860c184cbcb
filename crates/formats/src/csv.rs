//! How are tables of text written? CSV rows of bounded size, each with the line on which it starts.

use std::io::{self, BufRead, ErrorKind};

use csv_core::ReadRecordResult;
use model::{Code, Place, Problem};

/// Longest row, in bytes after unquoting. The longest in the example case has 62, the longest of the European
/// Central Bank's rates 286.
pub const MAX_ROW_BYTES: usize = 1 << 20;

/// Most fields in a row; the European Central Bank's rates have 43.
pub const MAX_FIELDS: usize = 4096;

/// Bytes of a file that are looked at before it is read, to see what separates its fields.
pub const PEEKED: usize = 64 << 10;

const FIRST_OUTPUT: usize = 4 << 10;
const FIRST_FIELDS: usize = 64;

/// One row as it was found.
#[derive(Debug)]
pub enum Raw<'a> {
    /// Its fields.
    Fields(Fields<'a>),
    /// Something that is no row; reading may go on.
    Fault(Problem),
}

/// The unquoted fields of a row.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    line: u32,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    /// The line on which the row starts.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field without the spaces around it.
    pub fn get(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.text.get(start..end).map(str::trim)
    }

    /// Every field, trimmed, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// Reads CSV (RFC 4180, any line end) with memory bounded by [`MAX_ROW_BYTES`].
#[derive(Debug)]
pub struct Reader<R> {
    source: Source<R>,
    core: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    lines: Lines,
    file: Place,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    Done,
}

impl<R: BufRead> Reader<R> {
    /// A reader of a file of this name.
    pub fn new(bytes: R, file: &str) -> Self {
        Self {
            source: Source { inner: bytes, head: Vec::new(), at: 0 },
            core: csv_core::Reader::new(),
            output: vec![0; FIRST_OUTPUT],
            ends: vec![0; FIRST_FIELDS],
            lines: Lines { line: 1, after_cr: false },
            file: Place::file(file),
            state: State::Before,
        }
    }

    /// The first [`PEEKED`] bytes, without a byte order mark; fewer where the file is shorter. Only before the first row.
    ///
    /// # Errors
    /// What the underlying reader could not do.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        self.source.fill_head(PEEKED)?;
        Ok(self.source.head.strip_prefix(&BOM).unwrap_or(&self.source.head))
    }

    /// What separates fields from now on; a comma unless it is said.
    pub fn separate_by(&mut self, separator: u8) {
        self.core = csv_core::ReaderBuilder::new().delimiter(separator).build();
    }

    /// A place in the file.
    pub fn place(&self, line: u32) -> Place {
        Place { line, ..self.file.clone() }
    }

    /// The next row; empty lines are passed over. `None` at the end.
    ///
    /// # Errors
    /// What the underlying reader could not do.
    pub fn next_row(&mut self) -> io::Result<Option<Raw<'_>>> {
        if self.state == State::Before {
            self.state = State::Within;
            if self.source.starts_as_utf16()? {
                self.state = State::Done;
                return Ok(Some(Raw::Fault(utf16(self.place(1)))));
            }
        }
        if self.state == State::Done {
            return Ok(None);
        }
        self.skip_line_ends()?;
        let line = self.lines.line;
        let (mut written, mut fields, mut too_large) = (0, 0, false);
        loop {
            let input = self.source.fill()?;
            let (result, read, more, ended) = self.core.read_record(input, &mut self.output[written..], &mut self.ends[fields..]);
            self.lines.count(&input[..read]);
            self.source.consume(read);
            (written, fields) = (written + more, fields + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => too_large |= !grow(&mut self.output, MAX_ROW_BYTES),
                ReadRecordResult::OutputEndsFull => too_large |= !grow(&mut self.ends, MAX_FIELDS),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => {
                    self.state = State::Done;
                    return Ok(None);
                }
            }
            if too_large {
                // The rest of the row is passed over in the same buffer.
                (written, fields) = (0, 0);
            }
        }
        if too_large {
            return Ok(Some(Raw::Fault(row_too_large(self.place(line)))));
        }
        let ends = &self.ends[..fields];
        match std::str::from_utf8(&self.output[..written]) {
            Ok(text) if ends.iter().all(|end| text.is_char_boundary(*end)) => Ok(Some(Raw::Fields(Fields { line, text, ends }))),
            _ => Ok(Some(Raw::Fault(not_utf8(Place { line, ..self.file.clone() })))),
        }
    }

    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.source.fill()?;
            let skip = input.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let goes_on = skip > 0 && skip == input.len();
            self.lines.count(&input[..skip]);
            self.source.consume(skip);
            if !goes_on {
                return Ok(());
            }
        }
    }
}

/// Doubles a buffer up to a limit; `false` where it stands at the limit already.
fn grow<T: Default + Clone>(buffer: &mut Vec<T>, limit: usize) -> bool {
    let larger = (buffer.len() * 2).min(limit);
    let grows = larger > buffer.len();
    buffer.resize(larger, T::default());
    grows
}

fn row_too_large(place: Place) -> Problem {
    Problem::new(
        place,
        Code::TooLarge,
        format!("a row with more than {MAX_ROW_BYTES} bytes or {MAX_FIELDS} fields"),
        "see whether a quote is opened here that is never closed",
    )
}

fn not_utf8(place: Place) -> Problem {
    Problem::new(place, Code::NotUtf8, "a row that is no UTF-8", "save the file as UTF-8")
}

fn utf16(place: Place) -> Problem {
    Problem::new(place, Code::NotUtf8, "the file is UTF-16", "save it as UTF-8; a spreadsheet calls this \"CSV UTF-8\"")
}

/// Counts lines whatever ends them: LF, CR LF or CR.
#[derive(Debug)]
struct Lines {
    line: u32,
    after_cr: bool,
}

impl Lines {
    fn count(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends_line = *byte == b'\r' || (*byte == b'\n' && !self.after_cr);
            self.line = self.line.saturating_add(u32::from(ends_line));
            self.after_cr = *byte == b'\r';
        }
    }
}

const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// The bytes, with the first looked at for a byte order mark and, where it is asked for, more of them.
#[derive(Debug)]
struct Source<R> {
    inner: R,
    head: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Source<R> {
    fn fill_head(&mut self, limit: usize) -> io::Result<()> {
        while self.head.len() < limit {
            let found = match self.inner.fill_buf() {
                Ok([]) => break,
                Ok(found) => found,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let taken = found.len().min(limit - self.head.len());
            self.head.extend_from_slice(&found[..taken]);
            self.inner.consume(taken);
        }
        Ok(())
    }

    fn starts_as_utf16(&mut self) -> io::Result<bool> {
        self.fill_head(BOM.len())?;
        if self.head.starts_with(&BOM) {
            self.at = BOM.len();
        }
        Ok(self.head.starts_with(&[0xFF, 0xFE]) || self.head.starts_with(&[0xFE, 0xFF]))
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        loop {
            match self.inner.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        // The buffer is filled now; asking again does not read again, and frees the borrow checker of the loop.
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.head.len() {
            self.at += count;
        } else {
            self.inner.consume(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Each row as `line: a|b`, each fault as its code.
    fn rows_of(bytes: impl BufRead) -> Vec<String> {
        let mut reader = Reader::new(bytes, "f.csv");
        let mut found = Vec::new();
        while let Some(raw) = reader.next_row().unwrap() {
            found.push(match raw {
                Raw::Fields(fields) => format!("{}: {}", fields.line(), fields.iter().collect::<Vec<_>>().join("|")),
                Raw::Fault(problem) => format!("{}: {}", problem.place.line, problem.code),
            });
        }
        found
    }

    fn check(bytes: &[u8], expected: &[&str]) {
        assert_eq!(rows_of(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        let mut peeked = Reader::new(bytes, "f.csv");
        assert!(bytes.ends_with(peeked.peek().unwrap()));
        // One byte at a time gives the same rows.
        assert_eq!(rows_of(BufReader::with_capacity(1, bytes)), expected, "byte by byte: {:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        check(b"a,b\nc,d\n", &["1: a|b", "2: c|d"]);
        check(b"a,b\r\nc,d\r\n", &["1: a|b", "2: c|d"]);
        check(b"a,b\rc,d", &["1: a|b", "2: c|d"]);
        check(b"\n\na,b\n\n\nc, d \n", &["3: a|b", "6: c|d"]);
        check(b"\"a\n\nb\",c\r\nd,\"e\r\nf\"\r\ng,h", &["1: a\n\nb|c", "4: d|e\r\nf", "6: g|h"]);
        check(b"", &[]);
        check(b"\n", &[]);
        check(b"a", &["1: a"]);
    }

    #[test]
    fn marks_and_encodings() {
        check(b"\xEF\xBB\xBFa,b\n", &["1: a|b"]);
        check(b"\xFF\xFEa\0,\0b\0", &["1: not-utf8"]);
        check(b"a\n\xE9t\xE9\nb\n", &["1: a", "2: not-utf8", "3: b"]);
        // Two halves of one character in two fields are no text.
        check(b"x\xC3,\xA9\n", &["1: not-utf8"]);
        check("杭州,b\n".as_bytes(), &["1: 杭州|b"]);
    }

    #[test]
    fn what_was_looked_at_is_read_again() {
        let long = "a;b\n".repeat(PEEKED / 3);
        let mut reader = Reader::new(BufReader::with_capacity(7, long.as_bytes()), "f.csv");
        assert_eq!(reader.peek().unwrap().len(), PEEKED);
        reader.separate_by(b';');
        let mut rows = 0;
        while let Some(Raw::Fields(fields)) = reader.next_row().unwrap() {
            assert_eq!(fields.iter().collect::<Vec<_>>(), ["a", "b"]);
            rows += 1;
        }
        assert_eq!(rows, PEEKED / 3);
    }

    #[test]
    fn quotes_and_doubled_quotes() {
        check(b"\"a \"\"b\"\"\",\"1,234.50\"\n", &["1: a \"b\"|1,234.50"]);
        check(b"\"never closed\na,b\n", &["1: never closed\na,b"]);
    }

    #[test]
    fn a_row_of_a_hundred_megabytes_costs_one() {
        let line = io::repeat(b'x').take(100_000_000);
        let bytes = BufReader::new(io::Cursor::new(b"a,b\n1,".to_vec()).chain(line).chain(io::Cursor::new(b"\nc,d\n".to_vec())));
        let mut reader = Reader::new(bytes, "f.csv");
        let mut found = Vec::new();
        while let Some(raw) = reader.next_row().unwrap() {
            found.push(match raw {
                Raw::Fields(fields) => fields.line(),
                Raw::Fault(problem) => {
                    assert_eq!(problem.code, Code::TooLarge);
                    problem.place.line
                }
            });
        }
        assert_eq!(found, [1, 2, 3]);
        assert_eq!(reader.output.len(), MAX_ROW_BYTES);
        let commas = BufReader::new(io::repeat(b',').take(10_000_000));
        assert_eq!(rows_of(commas), ["1: too-large"]);
    }

    use io::Read;
}
