//! What do we keep? The case folder, read with positions and written atomically.
//!
//! [`open`] reads a case (`docs/case-format.md`) and hands out what can be used together with everything
//! that is wrong, each [`Problem`] with its file and line. Bad data is never an `Err`: that is kept for what we
//! ourselves could not do. What has an error in it is left out, and what refers to it is left out with it,
//! without a second message.
//!
//! [`mod@write`] replaces a file so that a crash leaves the old one or the new one, [`edit`] adds tables without touching
//! the text around them, [`mod@init`] writes a new case.

pub mod add;
mod amounts;
mod case_file;
mod checks;
mod claims;
mod covers;
mod data_entries;
mod data_files;
mod data_holdings;
mod data_links;
mod draft;
pub mod edit;
mod entities;
mod evidence;
mod fields;
mod fs;
pub mod init;
mod judgements;
mod matching;
mod names;
mod responses;
mod sheets;
mod text;
mod values;
pub mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use formats::Counts;
use model::{Case, Day, EntityId, Place, Problem, SeriesId};

pub use data_entries::Format;
pub use data_holdings::{NOT_IN_THE_CASE, RULES};
pub use init::init;

/// Largest text file of a case, in bytes; the largest of the example case has 27 KiB.
pub const MAX_TEXT_BYTES: u64 = 16 << 20;

/// A case as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Everything that can be used; none where the folder is no case, or `case.toml` cannot be used.
    pub case: Option<Case>,
    /// Everything that is wrong, by file, line and code.
    pub problems: Vec<Problem>,
    /// What became of the rows of each data file, in the order of `case.toml`.
    pub data: Vec<DataFile>,
}

/// What became of the rows of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The id of the file.
    pub id: SeriesId,
    /// Its path inside the case, with `/`.
    pub file: String,
    /// How it is written.
    pub format: Format,
    /// How many rows became what; for wide files and rates, cells.
    pub counts: Counts,
    /// How many rows each rule passed over; they add to `counts.skipped`.
    pub skipped: BTreeMap<&'static str, u64>,
    /// Names that are exactly those of entities, and that nobody has judged: proposed, counted nowhere.
    pub proposals: Vec<Proposal>,
}

/// A name in a data file that is exactly that of an entity; a judgement decides whether it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// In which series of reports it stands.
    pub series: SeriesId,
    /// The name as printed.
    pub name: String,
    /// Whose name it is.
    pub company: EntityId,
    /// Somebody was unsure.
    pub unsure: bool,
    /// How many rows have it.
    pub rows: u64,
    /// The days of the reports in which it stands.
    pub days: Vec<Day>,
    /// The first of the rows.
    pub first: Place,
}

/// What we could not do while a case was read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file or folder that was there could not be read to its end.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Reads a case folder.
///
/// Shape: problems are sorted by file, line and code; the same folder gives the same answer.
///
/// # Errors
/// [`OpenError`] where a file could be opened but not be read; everything else is a [`Problem`].
///
/// # Example
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// let case = folder.path().join("my-case");
/// daylight_store::init(&case)?;
/// let opened = daylight_store::open(&case)?;
/// assert!(opened.problems.is_empty());
/// assert_eq!(opened.case.map(|case| case.name).as_deref(), Some("my-case"));
/// # Ok(())
/// # }
/// ```
pub fn open(dir: &Path) -> Result<Opened, OpenError> {
    draft::open(dir, fs::Overlay::default())
}
