//! `daylight check CASE`: what is wrong with it?

use clap::Args;
use model::Grade;

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
    let mut grades = None;
    if let Some(case) = &opened.case {
        // Some things show only when everything is laid together: owners of more than the whole, closed circles.
        let view = view(case, asked.when.of(case));
        grades = Some(Grades::of(&view));
        problems = dossier::trace(&answer(&view, problems)).problems;
    }
    match screen.format {
        cli::Format::Table => screen.show(&text::problems::checked(&opened, grades.as_ref(), &problems))?,
        cli::Format::Json => screen.show(&json::written(&json::check::Check::new(&opened, grades, &problems))?)?,
        cli::Format::Csv => show_bytes(&sheet::problems(&problems)?)?,
        cli::Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(Exit::of_problems(&problems))
}

/// How many claims have which grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grades {
    /// In the order of [`Grade::ALL`].
    pub(crate) of: [usize; Grade::ALL.len()],
    /// Claims of which nothing was published by the day asked for.
    pub(crate) unknown: usize,
}

impl Grades {
    fn of(view: &exposure::View<'_>) -> Self {
        let of = Grade::ALL.map(|grade| view.known.values().filter(|known| known.grade() == grade).count());
        Self { of, unknown: view.case.claims.len() - view.known.len() }
    }
}
