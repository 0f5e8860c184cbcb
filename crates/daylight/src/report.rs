//! How does it end? Every failure with its cause and a hint, and the one table from failure to exit code.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use store::add::AddError;
use store::edit::EditError;
use store::init::InitError;

use crate::cli::PICTURES;
use crate::screen::Screen;

/// How a run ends, as shells see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done.
    Done,
    /// 1: the data has errors, or the folder is no case.
    DataErrors,
    /// 2: wrong usage; clap's own refusals have the same code.
    Usage,
    /// 3: we could not do our work.
    Fault,
}

impl Exit {
    /// Done, or that the data has errors.
    pub(crate) fn of_problems(problems: &[model::Problem]) -> Self {
        if problems.iter().any(|p| p.severity() == model::Severity::Error) { Self::DataErrors } else { Self::Done }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::DataErrors => 1,
            Exit::Usage => 2,
            Exit::Fault => 3,
        })
    }
}

/// Why a command did not give its answer. What is wrong in the data is no failure but part of the answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A holder that the case does not know.
    #[error("nothing in this case has the name or id `{name}`")]
    NoSuchHolder {
        /// What was asked for.
        name: String,
        /// What comes near, as printed.
        near: Vec<String>,
    },
    /// A name that several have.
    #[error("several have the name `{name}`: {}", which.join(", "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Who has it, as printed.
        which: Vec<String>,
    },
    /// An id that nothing in the case has.
    #[error("nothing in this case has the id `{id}`")]
    NoSuchId {
        /// What was asked for.
        id: String,
        /// Ids that come near.
        near: Vec<String>,
    },
    /// The answer is asked for as a picture and has none.
    #[error("this command has no picture")]
    NoPicture,
    /// `DAYLIGHT_LOG` is no filter.
    #[error("`DAYLIGHT_LOG` is not a filter such as `debug` or `daylight=debug`: {reason}")]
    BadFilter {
        /// What is wrong with it.
        reason: String,
    },
    /// What was to be added, or the case, cannot be used; why is told before.
    #[error("nothing was added")]
    NotAdded,
    /// Files could not be added.
    #[error("nothing was added")]
    Add(#[source] AddError),
    /// A new case could not be written.
    #[error(transparent)]
    Init(#[from] InitError),
    /// The case could not be read to its end.
    #[error("cannot read the case `{}`", case.display())]
    Open {
        /// The folder.
        case: PathBuf,
        /// Why.
        #[source]
        source: store::OpenError,
    },
    /// The answer could not be written.
    #[error("cannot write the answer")]
    Output(#[from] io::Error),
    /// The answer could not be put into JSON.
    #[error("cannot put the answer into JSON")]
    Json(#[from] serde_json::Error),
    /// The answer could not be put into CSV.
    #[error("cannot put the answer into CSV")]
    Csv(#[from] csv::Error),
}

impl Failure {
    /// The one table: which failure ends with which code.
    fn exit(&self) -> Exit {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::NoSuchHolder { .. }
            | Self::Ambiguous { .. }
            | Self::NoSuchId { .. }
            | Self::NoPicture
            | Self::BadFilter { .. }
            | Self::NotAdded
            | Self::Init(InitError::IsACase { .. } | InitError::NotEmpty { .. } | InitError::IsAFile { .. }) => Exit::Usage,
            // What somebody wrote stands in the way, and somebody can mend it.
            Self::Add(AddError::Edit(EditError::NotToml { .. } | EditError::NotAnArray { .. })) => Exit::DataErrors,
            Self::Add(_) | Self::Init(_) | Self::Open { .. } | Self::Output(_) | Self::Json(_) | Self::Csv(_) => Exit::Fault,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoSuchHolder { near, .. } | Self::NoSuchId { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", near.join(", ")))
            }
            Self::NoSuchHolder { .. } => {
                Some("`daylight trace CASE` names every holder; who is missing from a case may still be involved: nothing documented is not the same as none".into())
            }
            Self::NoSuchId { .. } => Some("`daylight trace CASE --format json` gives the ids of all figures and claims".into()),
            Self::NoPicture => Some(format!("`--format svg` draws the answers of {}", PICTURES.join(", "))),
            Self::Ambiguous { .. } => Some("ask again with one of the ids".into()),
            Self::Open { .. } | Self::Output(_) => Some("see whether the disk is there, has room, and may be read and written".into()),
            Self::Json(_) | Self::Csv(_) => Some("this is a fault of the program; please report it with the command that you gave".into()),
            Self::NotAdded => Some("mend what is told above; the case stands as it was".into()),
            Self::Add(AddError::Edit(EditError::NotAnArray { name, .. })) => {
                Some(format!("write each of them as a table `[[{name}]]` of its own; the case stands as it was"))
            }
            Self::Add(_) => Some("the case stands as it was; see who may write to it, and whether the disk has room".into()),
            Self::BadFilter { .. } | Self::Init(_) => None,
        }
    }
}

/// Says how it ended, where that is not by itself clear, and gives the exit code.
pub(crate) fn end(ended: Result<Exit, Failure>, screen: &Screen) -> Exit {
    let failure = match ended {
        Ok(exit) => return exit,
        Err(failure) => failure,
    };
    let exit = failure.exit();
    if exit == Exit::Done {
        return exit;
    }
    let mut text = failure.to_string();
    let mut cause = std::error::Error::source(&failure);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    if let Some(hint) = failure.hint() {
        text.push_str(&format!("\n  hint: {hint}"));
    }
    screen.complain(&text);
    exit
}
