//! Where does it appear? Standard output and standard error; nothing else in the program prints.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use crate::cli::Format;
use crate::report::Failure;
use crate::text::style;

/// How answers are to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    /// The shape of the answer.
    pub(crate) format: Format,
    /// Columns that a line may have.
    pub(crate) width: usize,
    /// Whether colour is wanted; by itself only a terminal shows it.
    pub(crate) color: ColorChoice,
}

impl Screen {
    /// Writes an answer to standard output, whole and at once.
    pub(crate) fn show(&self, answer: &str) -> Result<(), Failure> {
        let mut out = AutoStream::new(io::stdout().lock(), self.color);
        out.write_all(answer.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Writes an error to standard error; where even that fails, nobody is left to tell.
    pub(crate) fn complain(&self, text: &str) {
        let mut out = AutoStream::new(io::stderr().lock(), self.color);
        let _ = writeln!(out, "{}error{}: {text}", style::ERROR, style::ERROR.render_reset());
    }

    /// Writes a note beside an answer to standard error.
    pub(crate) fn note(&self, text: &str) {
        let mut out = AutoStream::new(io::stderr().lock(), self.color);
        let _ = out.write_all(text.as_bytes());
    }

    /// Whether standard error shows colour.
    pub(crate) fn colors_stderr(&self) -> bool {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }
}

/// Writes bytes that are no text for a terminal, such as CSV, to standard output.
pub(crate) fn show_bytes(answer: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(answer)?;
    out.flush()?;
    Ok(())
}
