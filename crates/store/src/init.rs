//! How does a case begin? A folder of commented files that is a valid case from its first moment.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::io;
use std::path::{Path, PathBuf};

use crate::write::{WriteError, replace};

/// The files of a new case, in the order in which they are written; `case.toml` is the last, so that a folder that has
/// one is whole.
const FILES: [(&str, &str); 10] = [
    (".gitignore", include_str!("new_case/gitignore")),
    ("README.md", include_str!("new_case/README.md")),
    ("data/README.md", include_str!("new_case/data.md")),
    ("archive/README.md", include_str!("new_case/archive.md")),
    ("entities.toml", include_str!("new_case/entities.toml")),
    ("publishers.toml", include_str!("new_case/publishers.toml")),
    ("documents.toml", include_str!("new_case/documents.toml")),
    ("claims/claims.toml", include_str!("new_case/claims.toml")),
    ("judgements.toml", include_str!("new_case/judgements.toml")),
    ("case.toml", include_str!("new_case/case.toml")),
];

/// Why no case was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is a case already.
    #[error("`{}` is a case already", dir.display())]
    IsACase {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds something else.
    #[error("`{}` is not empty; name a new folder", dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// The path is a file.
    #[error("`{}` is a file; name a new folder", dir.display())]
    IsAFile {
        /// The path.
        dir: PathBuf,
    },
    /// A folder could not be made or looked into.
    #[error("cannot make the folder `{}`", dir.display())]
    Folder {
        /// The folder.
        dir: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Writes a new case into a folder that does not exist yet or is empty.
///
/// # Errors
/// [`InitError`]; an existing case or a folder with anything in it is never touched.
pub fn init(dir: &Path) -> Result<(), InitError> {
    let failed = |source| InitError::Folder { dir: dir.to_owned(), source };
    if dir.join("case.toml").symlink_metadata().is_ok() {
        return Err(InitError::IsACase { dir: dir.to_owned() });
    }
    if dir.is_file() {
        return Err(InitError::IsAFile { dir: dir.to_owned() });
    }
    if dir.is_dir() && std::fs::read_dir(dir).map_err(failed)?.next().is_some() {
        return Err(InitError::NotEmpty { dir: dir.to_owned() });
    }
    for folder in ["claims", "data", "archive"] {
        std::fs::create_dir_all(dir.join(folder)).map_err(failed)?;
    }
    for (file, text) in FILES {
        replace(&dir.join(file), text.as_bytes())?;
    }
    Ok(())
}
