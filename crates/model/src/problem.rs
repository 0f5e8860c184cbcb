//! What is wrong with the data? Problems are collected and shown, never thrown away.

use std::fmt;
use std::sync::Arc;

/// Where something stands: a file of the case, and a line in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path inside the case folder, with `/`.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 where the file as a whole is meant.
    pub line: u32,
}

impl Place {
    /// A line of a file.
    pub fn new(file: &str, line: u32) -> Self {
        Self { file: file.into(), line }
    }

    /// A file as a whole.
    pub fn file(file: &str) -> Self {
        Self::new(file, 0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}", self.file, self.line) }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The thing named cannot be used; exit code 1.
    Error,
    /// It is used, and somebody should look at it.
    Warning,
}

impl Severity {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $severity:ident;)+) => {
        /// What kind of problem it is: a stable code with one entry in the error catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every code, for the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as printed; it never changes its meaning.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// How bad such a problem is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The folder holds no `case.toml`.
    NotACase = "not-a-case", Error;
    /// A file that the case needs or names is not there or cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// `format` names a version that this program does not read.
    UnsupportedFormat = "unsupported-format", Error;
    /// A file or a row is larger than any that a person or a register writes.
    TooLarge = "too-large", Error;
    /// Bytes that are no UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// Text that is no TOML.
    TomlSyntax = "toml-syntax", Error;
    /// A file without content where content is needed.
    EmptyFile = "empty-file", Warning;
    /// A field that must be there is not.
    MissingField = "missing-field", Error;
    /// A field that the format does not know.
    UnknownField = "unknown-field", Warning;
    /// A field that does not belong to this kind of claim.
    FieldNotAllowed = "field-not-allowed", Error;
    /// A value of another type than the field has.
    WrongType = "wrong-type", Error;
    /// A word that is not in the list of the field.
    UnknownWord = "unknown-word", Error;
    /// A text that is no id.
    BadId = "bad-id", Error;
    /// Two things of one kind with one id.
    DuplicateId = "duplicate-id", Error;
    /// No entity or harm has the id.
    UnknownEntity = "unknown-entity", Error;
    /// No document has the id.
    UnknownDocument = "unknown-document", Error;
    /// No publisher has the id.
    UnknownPublisher = "unknown-publisher", Error;
    /// No claim has the id.
    UnknownClaim = "unknown-claim", Error;
    /// A text that is no date.
    BadDate = "bad-date", Error;
    /// An end before its beginning.
    DatesReversed = "dates-reversed", Error;
    /// A text that is no share between 0 and 100%.
    BadShare = "bad-share", Error;
    /// A figure that is no amount.
    BadAmount = "bad-amount", Error;
    /// A code that is no ISO 4217 currency.
    UnknownCurrency = "unknown-currency", Error;
    /// No exchange rate for an amount's currency and date.
    MissingRate = "missing-rate", Error;
    /// A text that is no SHA-256, or a copy in `archive/` that is missing.
    BadArchive = "bad-archive", Error;
    /// A document with neither a date of publication nor a day on which it was read.
    UndatedDocument = "undated-document", Error;
    /// A claim without citation.
    NoCitation = "no-citation", Error;
    /// A citation that does not say what the document does for the claim.
    CitationWithoutBasis = "citation-without-basis", Error;
    /// A citation that does not say where in the document.
    CitationWithoutPlace = "citation-without-place", Error;
    /// A claim that cites a withdrawn document.
    WithdrawnDocument = "withdrawn-document", Warning;
    /// Claims that cover each other in a circle.
    CircularCovers = "circular-covers", Error;
    /// A part that two aggregates cover.
    CoveredTwice = "covered-twice", Error;
    /// A whole of one company that covers a claim about another.
    CoversOther = "covers-other", Warning;
    /// Parts that add to more than the whole that covers them.
    PartsExceedWhole = "parts-exceed-whole", Warning;
    /// A link to a project that no claim joins to a harm.
    NoNexus = "no-nexus", Warning;
    /// A person without a public role.
    PrivatePerson = "private-person", Error;
    /// Judgements that contradict each other.
    JudgementConflict = "judgement-conflict", Error;
    /// A link from something to itself.
    SelfLink = "self-link", Warning;
    /// Owners whose shares add to more than the whole.
    OverFull = "over-full", Warning;
    /// Companies that wholly own each other, with no owner outside.
    ClosedCircle = "closed-circle", Warning;
    /// Two records of one holding that differ by more than 1%.
    ValuesDiffer = "values-differ", Warning;
    /// A data file without a column that its format needs.
    MissingColumn = "missing-column", Error;
    /// A column that the format does not know.
    UnknownColumn = "unknown-column", Warning;
    /// A row that is no record, with the reason in the message.
    BadRow = "bad-row", Error;
    /// A row that says again what an earlier row says.
    DuplicateRow = "duplicate-row", Warning;
    /// An identifier of wrong form or with a wrong check digit; what else the row says is used.
    BadIdentifier = "bad-identifier", Warning;
    /// A row of a date for which the series has no report.
    UnknownReport = "unknown-report", Error;
    /// A data file that does not fit to the first file of its series.
    SeriesDiffers = "series-differs", Error;
    /// A name in a data file that is exactly that of an entity, and that nobody has judged.
    NameOnly = "name-only", Warning;
    /// A row whose identifiers and name speak of several companies.
    MatchConflict = "match-conflict", Error;
    /// Weights of a report that do not add to the whole.
    WeightsIncomplete = "weights-incomplete", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something wrong in the data: place, code, message, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What kind.
    pub code: Code,
    /// What is wrong, in one clause without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// A problem; every problem has a hint. What is quoted from a file in them stays on one line, so that it cannot pass for another problem.
    pub fn new(place: Place, code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place, code, message: on_one_line(message.into()), hint: on_one_line(hint.into()) }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

fn on_one_line(text: String) -> String {
    if text.contains(char::is_control) { text.replace(char::is_control, " ") } else { text }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: {}", self.place, self.severity().as_str(), self.code, self.message)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_line_end_begins_no_second_problem() {
        let problem =
            Problem::new(Place::new("a.toml", 3), Code::BadId, "`x\na.toml:1: error[bad-id]: forged` is no id", "write\u{1b}[31m it");
        assert_eq!(problem.to_string(), "a.toml:3: error[bad-id]: `x a.toml:1: error[bad-id]: forged` is no id\n  hint: write [31m it");
    }
}
