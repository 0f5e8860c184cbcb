//! `daylight init DIR`: how does a case begin?

use std::path::PathBuf;

use clap::Args;

use crate::cli::command_line;
use crate::report::{Exit, Failure};
use crate::screen::Screen;
use crate::text::{Paper, style};

/// Writes a new case.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder to make; an existing one must be empty.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// What to do next, file by file; a test holds the names against what is written.
const NEXT: [(&str, &str); 5] = [
    ("case.toml", "say what the case is about: title, harm, the day on which results are given"),
    ("publishers.toml", "who published what you cite, how reliable, and why"),
    ("documents.toml", "what they published: title, address, date"),
    ("entities.toml", "the companies, funds and bodies that the documents speak of; no victims, no private persons"),
    ("claims/claims.toml", "what is said, by whom, where exactly; and what those who are named answer"),
];

pub(crate) fn run(asked: &Init, screen: &Screen) -> Result<Exit, Failure> {
    store::init(&asked.dir)?;
    let mut paper = Paper::new(screen.width);
    paper.paragraph(
        0,
        &format!("A new case stands in {}. Its files are plain text with comments; fill them in this order:", asked.dir.display()),
    );
    paper.blank();
    let label = NEXT.iter().map(|(file, _)| file.len()).max().unwrap_or(0);
    for (file, what) in NEXT {
        paper.entry(2, label, file, what);
    }
    paper.blank();
    // Never wrapped: they are there to be copied.
    paper.line(style::PLAIN, &format!("What is wrong with it:  {}", command_line("check", &asked.dir, "")));
    paper.line(style::PLAIN, &format!("Whose money is in it:   {}", command_line("trace", &asked.dir, "")));
    screen.show(&paper.finish())?;
    Ok(Exit::Done)
}
