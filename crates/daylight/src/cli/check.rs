//! `daylight check CASE`: what is wrong with it?

use clap::Args;

use crate::cli::{CaseDir, When, answer, open, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::{cli, json, sheet, text};

/// Says everything that is wrong.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    case: CaseDir,
    #[command(flatten)]
    when: When,
}

pub(crate) fn run(asked: &Check, screen: &Screen) -> Result<Exit, Failure> {
    let mut opened = open(&asked.case.case)?;
    let mut problems = std::mem::take(&mut opened.problems);
    if let Some(case) = &opened.case {
        // Some things show only when everything is laid together: owners of more than the whole, closed circles.
        let view = view(case, asked.when.of(case));
        problems = dossier::trace(&answer(&view, problems)).problems;
    }
    match screen.format {
        cli::Format::Table => screen.show(&text::problems::checked(&opened, &problems))?,
        cli::Format::Json => screen.show(&json::written(&json::check::Check::new(&opened, &problems))?)?,
        cli::Format::Csv => show_bytes(&sheet::problems(&problems)?)?,
        cli::Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(Exit::of_problems(&problems))
}
