//! How does a file come into the case? It is copied into `data/`, and a `[[data]]` table in `case.toml` says what it is.
//!
//! What decides a grade (basis, credibility, in what shape the file was seen) is never guessed: it is asked for, or taken from the
//! series that the file continues. Nothing is written before everything fits.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

mod plan;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use model::{Basis, Capacity, Code, Credibility, Day, EntityId, PartialDate, Problem, Seen, SeriesId};

use self::plan::Plan;
use crate::edit::{EditError, append_tables, appendable};
use crate::write::{Lock, LockError, WriteError};
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
    /// The day of which a file reports, where neither its rows nor its name say it.
    pub date: Option<Day>,
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
    /// The case, or what is to be added, cannot be used; each with what to do.
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

/// Adds files to a case, all or none, and reads the case again.
///
/// # Errors
/// [`AddError`]; the case then stands as it was, but for copies in `data/` that nothing names.
pub fn add(dir: &Path, files: &[PathBuf], said: &Said) -> Result<Outcome, AddError> {
    let opened = open(dir)?;
    let Some(case) = &opened.case else { return Err(AddError::Refused(opened.problems)) };
    let _lock = Lock::acquire(dir)?;
    let mut refused = Vec::new();
    let mut plans: Vec<Plan> = Vec::new();
    let taken: BTreeSet<String> = opened.data.iter().map(|file| file.id.to_string()).collect();
    for path in files {
        if let Some(plan) = Plan::of(dir, path, said, case, files.len(), &mut refused)? {
            if taken.contains(&plan.id) {
                refused.push(plan.problem(Code::DuplicateId, format!("the case has a data file `{}`", plan.id), "give it another `--id`"));
            }
            if let Some(first) =
                plans.iter().find(|p| p.id == plan.id || (said.series.is_some() && plan.days.iter().any(|d| p.days.contains(d))))
            {
                let message = format!("the file is of the same day, or has the same id, as `{}`", first.path.display());
                refused.push(plan.problem(
                    Code::DuplicateId,
                    message,
                    "add one of the two, or each on a line of its own with its `--id` and `--date`",
                ));
            }
            plans.push(plan);
        }
    }
    if !refused.is_empty() {
        return Err(AddError::Refused(refused));
    }
    let case_file = dir.join("case.toml");
    let lines_before = appendable(&case_file, "data")?;
    for plan in &plans {
        plan.copy(dir)?;
    }
    append_tables(&case_file, "data", plans.iter().map(Plan::table).collect())?;
    let added =
        plans.into_iter().filter_map(|p| Some(Added { id: SeriesId::parse(&p.id).ok()?, file: p.file, days: p.days, notes: p.notes }));
    Ok(Outcome { added: added.collect(), opened: open(dir)?, lines_before })
}
