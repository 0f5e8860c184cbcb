//! How does a file come into the case? It is copied into `data/`, and a `[[data]]` table in `case.toml` says what it is.
//!
//! What decides a grade (basis, credibility, in what shape the file was seen) is never guessed: it is asked for, or taken from the
//! series that the file continues. The case is read once more as it would be with the new files, and nothing is written before
//! everything fits.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

mod path;
mod plan;
mod trial;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use model::{Basis, Capacity, Code, Credibility, Day, EntityId, PartialDate, Problem, Seen, SeriesId};

use self::plan::Plan;
use crate::edit::{Draft, EditError, field_of_each};
use crate::write::{Lock, LockError, WriteError, replace};
use crate::{Format, OpenError, Opened, open};

/// What is said of the files that are to be added; what is left out is taken from the series that they continue.
#[derive(Debug, Clone)]
pub struct Said {
    /// How the files are written, where it shall not be detected.
    pub format: Option<Format>,
    /// The id of the file in the case; only for one file.
    pub id: Option<String>,
    /// The series that the files are reports of.
    pub series: Option<String>,
    /// Who published them.
    pub publisher: Option<String>,
    /// Whose holdings they are.
    pub holder: Option<EntityId>,
    /// In which role it holds.
    pub capacity: Option<Capacity>,
    /// What a file does for its rows.
    pub basis: Option<Basis>,
    /// How credible the files are.
    pub credibility: Option<Credibility>,
    /// In what shape they were seen.
    pub seen: Option<Seen>,
    /// Through whom, where not the publisher.
    pub via: Option<String>,
    /// What they are called.
    pub title: Option<String>,
    /// Where they can be found.
    pub url: Option<String>,
    /// The day of which a file reports, where neither its rows nor its name say it; or which of two days a date in it means. Each
    /// must be of use for a file.
    pub dates: Vec<Day>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When it was retrieved.
    pub retrieved: Day,
    /// The files name only a part of what is held.
    pub extract: bool,
}

/// A file that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its id in the case.
    pub id: SeriesId,
    /// Its path inside the case.
    pub file: String,
    /// The days of which it reports, and how they were found.
    pub days: Vec<Day>,
    /// What was decided for the user, to be looked at.
    pub notes: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The files, in their order.
    pub added: Vec<Added>,
    /// The case as it stands now, with its problems.
    pub opened: Opened,
    /// The lines that `case.toml` had before: the new tables stand below.
    pub lines_before: u32,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The case cannot be used; each problem with what to do.
    #[error("the case cannot be used")]
    NoCase(Vec<Problem>),
    /// What is to be added cannot be used; each problem with what to do.
    #[error("nothing was added")]
    Refused(Vec<Problem>),
    /// The case could not be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another program writes to the case.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A file could not be copied.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// `case.toml` could not be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// Adds files to a case, all or none, and reads the case with them.
///
/// # Errors
/// [`AddError`]; the case then stands as it was.
pub fn add(dir: &Path, files: &[PathBuf], said: &Said) -> Result<Outcome, AddError> {
    let case_file = dir.join("case.toml");
    if !case_file.is_file() {
        // A lock leaves a folder behind: none in a folder that is no case.
        return Err(AddError::NoCase(open(dir)?.problems));
    }
    let _lock = Lock::acquire(dir)?;
    let before = open(dir)?;
    let Some(case) = &before.case else { return Err(AddError::NoCase(before.problems)) };
    let mut refused = Vec::new();
    let mut plans: Vec<Plan> = Vec::new();
    for path in files {
        plans.extend(Plan::of(dir, path, said, case, files.len(), &mut refused)?);
    }
    let whole = plans.len() == files.len();
    let had = field_of_each(&case_file, "data", "file")?;
    refuse_what_meets(&plans, said, &had, &mut refused);
    for plan in &mut plans {
        plan.note_copies(dir, &had)?;
    }
    if whole {
        refuse_what_is_idle(files, &plans, said, &mut refused);
    }
    if !refused.is_empty() {
        return Err(AddError::Refused(refused));
    }
    let draft = Draft::new(&case_file, "data", plans.iter().map(Plan::table).collect())?;
    let opened = trial::read(dir, &plans, &draft)?;
    let mut copied = Vec::new();
    let written = plans.iter().try_for_each(|plan| {
        copied.extend(plan.copy(dir)?);
        Ok::<_, AddError>(())
    });
    if let Err(error) = written.and_then(|()| Ok(replace(&case_file, draft.text.as_bytes())?)) {
        // Best effort: a copy that nothing names is in nobody's way.
        for path in copied {
            let _ = std::fs::remove_file(path);
        }
        return Err(error);
    }
    let added =
        plans.into_iter().filter_map(|p| Some(Added { id: SeriesId::parse(&p.id).ok()?, file: p.file, days: p.days, notes: p.notes }));
    Ok(Outcome { added: added.collect(), opened, lines_before: draft.lines_before })
}

/// Files that would stand in each other's way, or that the case has already: by id, by place, by the day of one series.
fn refuse_what_meets(plans: &[Plan], said: &Said, had: &[(String, String)], refused: &mut Vec<Problem>) {
    for (at, plan) in plans.iter().enumerate() {
        let mut refuse = |message: String, hint: &str| refused.push(plan.problem(Code::DuplicateId, message, hint));
        if let Some((id, file)) = had.iter().find(|(_, file)| file.to_lowercase() == plan.file.to_lowercase()) {
            let hint = "one file is read once; correct its table in `case.toml`, or rename the file that you add";
            refuse(format!("the case reads `{file}` already, as `{id}`"), hint);
        } else if had.iter().any(|(id, _)| *id == plan.id) {
            refuse(format!("the case has a data file `{}`", plan.id), "give it another `--id`");
        }
        let earlier = plans.get(..at).unwrap_or_default();
        if let Some(first) = earlier.iter().find(|p| p.file.to_lowercase() == plan.file.to_lowercase()) {
            let message = format!("it would stand where `{}` does: `{}`", first.path.display(), plan.file);
            refuse(message, "name each file once, and rename one of two that have the same name");
        } else if let Some(first) =
            earlier.iter().find(|p| p.id == plan.id || (said.series.is_some() && plan.days.iter().any(|day| p.days.contains(day))))
        {
            let message = format!("the file is of the same day, or has the same id, as `{}`", first.path.display());
            refuse(message, "add one of the two, or each on a line of its own with its `--id` and `--date`");
        }
    }
}

/// What was said and is of no use for any file: it was meant to be.
fn refuse_what_is_idle(files: &[PathBuf], plans: &[Plan], said: &Said, refused: &mut Vec<Problem>) {
    let Some(first) = plans.first() else { return };
    if said.id.is_some() && files.len() > 1 {
        let message = format!("`--id` names one file, and these are {}", files.len());
        refused.push(first.problem(Code::FieldNotAllowed, message, "leave it out, or add the files one at a time"));
    }
    let used: BTreeSet<Day> = plans.iter().flat_map(|plan| plan.asked.iter().copied()).collect();
    let is_holdings = plans.iter().any(Plan::is_holdings);
    for day in said.dates.iter().filter(|day| is_holdings && !used.contains(day)) {
        let days = plans.iter().flat_map(|plan| &plan.days).collect::<BTreeSet<_>>();
        let days = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let message = format!("`--date {day}` says nothing: by what stands in it, the report is of {days}");
        refused.push(first.problem(Code::FieldNotAllowed, message, "leave it out; a date that is wrong is corrected in the file"));
    }
}
