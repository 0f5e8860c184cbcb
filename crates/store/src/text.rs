//! What does a text file hold, and on which line? TOML with the place of every value, and all syntax errors at once.

use std::ops::Range;
use std::sync::Arc;

use model::{Code, Place, Problem};
use toml::de::DeTable;

use crate::OpenError;
use crate::fields::Fields;
use crate::fs::{Folder, Found};

/// Most syntax errors told of one file; what follows is the echo of the first.
const MAX_SYNTAX_ERRORS: usize = 20;

/// The text of a file and where its lines start.
#[derive(Debug)]
pub(crate) struct Text {
    file: Arc<str>,
    content: String,
    line_starts: Vec<usize>,
}

/// A text file of the case: its text, or that it is missing or of no use.
#[derive(Debug)]
pub(crate) enum TextFile {
    /// There is none: the same as an empty one.
    Missing,
    /// There is one, and its problem was told; what it should hold is not known.
    Unusable,
    /// Its text.
    Text(Text),
}

/// Reads a text file of the case and tells why it cannot be.
pub(crate) fn read(folder: &Folder, file: &str, problems: &mut Vec<Problem>) -> Result<TextFile, OpenError> {
    Ok(match folder.text(file)? {
        Found::Missing => TextFile::Missing,
        Found::Unusable(problem) => {
            problems.push(problem);
            TextFile::Unusable
        }
        Found::Text(content) => TextFile::Text(Text::new(file, content)),
    })
}

impl Text {
    pub(crate) fn new(file: &str, content: String) -> Self {
        let line_starts = std::iter::once(0).chain(content.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), content, line_starts }
    }

    /// Whether nothing stands in it, not even a comment.
    pub(crate) fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
    }

    /// The place of the text as a whole.
    pub(crate) fn whole(&self) -> Place {
        Place { file: Arc::clone(&self.file), line: 0 }
    }

    /// The place of a span.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= span.start);
        Place { file: Arc::clone(&self.file), line: u32::try_from(line).unwrap_or(u32::MAX) }
    }

    /// The table of the whole file; `None` where the text is no TOML, with every syntax error told.
    ///
    /// What a parser makes of a broken text is a guess, and nobody is accused on a guess: none of it is used.
    pub(crate) fn table(&self, problems: &mut Vec<Problem>) -> Option<DeTable<'_>> {
        let (table, errors) = DeTable::parse_recoverable(&self.content);
        if errors.is_empty() {
            return Some(table.into_inner());
        }
        for error in errors.iter().take(MAX_SYNTAX_ERRORS) {
            let place = error.span().map_or_else(|| self.whole(), |span| self.place(&span));
            let message = error.message().trim().replace('\n', ", ");
            problems.push(Problem::new(place, Code::TomlSyntax, message, syntax_hint(error.message())));
        }
        None
    }
}

/// A table of a file and its span.
pub(crate) type Table<'a> = (&'a DeTable<'a>, Range<usize>);

/// A text file that is TOML.
#[derive(Debug)]
pub(crate) struct Parsed<'a> {
    pub(crate) text: &'a Text,
    root: DeTable<'a>,
}

/// What a file says is not known; the reason was told.
#[derive(Debug)]
pub(crate) struct Unread;

impl TextFile {
    /// The file as TOML; `None` where there is no file.
    pub(crate) fn parse(&self, problems: &mut Vec<Problem>) -> Result<Option<Parsed<'_>>, Unread> {
        let text = match self {
            Self::Missing => return Ok(None),
            Self::Unusable => return Err(Unread),
            Self::Text(text) => text,
        };
        if text.is_blank() {
            let hint = "write something into it, or delete it";
            problems.push(Problem::new(text.whole(), Code::EmptyFile, "the file is empty", hint));
        }
        text.table(problems).map(|root| Some(Parsed { text, root })).ok_or(Unread)
    }
}

impl<'a> Parsed<'a> {
    /// A text and its table.
    pub(crate) fn new(text: &'a Text, root: DeTable<'a>) -> Self {
        Self { text, root }
    }

    /// The top of the file; `what` it is stands in messages.
    pub(crate) fn top<'p>(&'a self, what: &'static str, problems: &'p mut Vec<Problem>) -> Fields<'a, 'p> {
        Fields::new(self.text, &self.root, 0..0, what, problems)
    }
}

fn syntax_hint(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "delete one of the two, or start a new table with `[[...]]`"
    } else if message.contains("string") || message.contains("quote") {
        "text stands in double quotes; write `\\\"` for a quote inside, or use `'...'`"
    } else {
        "nothing of this file is used until it is mended; see https://toml.io for the syntax"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let text = Text::new("a.toml", "a\nb\n\nc".to_owned());
        let lines: Vec<u32> = [0, 1, 2, 4, 5, 99].map(|at| text.place(&(at..at)).line).into();
        assert_eq!(lines, [1, 1, 2, 3, 4, 4]);
    }
}
