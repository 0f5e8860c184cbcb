//! `daylight completions SHELL`: which words can follow?

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::report::{Exit, Failure};
use crate::screen::show_bytes;

/// Writes a completion script.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(crate) fn run(asked: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Cli::command(), "daylight", &mut script);
    show_bytes(&script)?;
    Ok(Exit::Done)
}
