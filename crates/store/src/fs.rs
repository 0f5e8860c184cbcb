//! What stands in the folder? The only place that opens files of a case.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use model::{Code, Place, Problem};

use crate::{MAX_TEXT_BYTES, OpenError};

/// The folder of a case.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// The folder's own name, the short name of the case.
    pub(crate) name: String,
    over: Overlay,
}

/// What stands in a case that has not been written yet: to see what is wrong with it before it is.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    /// The new text of `case.toml`.
    pub(crate) case_file: Option<String>,
    /// The files that will be copied, by their path inside the case.
    pub(crate) files: BTreeMap<String, PathBuf>,
}

/// What was found where a text file may stand.
#[derive(Debug)]
pub(crate) enum Found {
    /// No such file.
    Missing,
    /// Something that cannot be read as text.
    Unusable(Problem),
    /// Its text, without a byte order mark.
    Text(String),
}

impl Folder {
    /// The folder at a path; a problem where there is none.
    pub(crate) fn at(dir: &Path) -> Result<Self, Problem> {
        let shown = dir.file_name().map_or_else(|| dir.display().to_string(), |name| name.to_string_lossy().into_owned());
        let problem =
            |message: String| Problem::new(Place::file("case.toml"), Code::NotACase, message, "`daylight init DIR` writes a new case");
        let root = dir.canonicalize().map_err(|_| problem(format!("there is no folder `{shown}`")))?;
        if !root.is_dir() {
            return Err(problem(format!("`{shown}` is a file, and a case is a folder")));
        }
        let name = root.file_name().map_or_else(|| "case".to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Self { root, name, over: Overlay::default() })
    }

    /// The same folder as it would be with what is laid over it.
    pub(crate) fn under(self, over: Overlay) -> Self {
        Self { over, ..self }
    }

    /// Reads a text file of the case.
    pub(crate) fn text(&self, file: &str) -> Result<Found, OpenError> {
        if let Some(text) = self.over.case_file.as_ref().filter(|_| file == "case.toml") {
            return Ok(decode(file, text.clone().into_bytes()));
        }
        let reader = match self.data(file) {
            Ok(Some(reader)) => reader,
            Ok(None) => return Ok(Found::Missing),
            Err(problem) => return Ok(Found::Unusable(problem)),
        };
        let too_large = || {
            let message = format!("the file has more than {} MiB", MAX_TEXT_BYTES >> 20);
            Problem::new(
                Place::file(file),
                Code::TooLarge,
                message,
                "split it: every `.toml` file in `claims/` is read; tables of figures belong into `data/`",
            )
        };
        let length = reader.get_ref().metadata().map_or(0, |meta| meta.len());
        if length > MAX_TEXT_BYTES {
            return Ok(Found::Unusable(too_large()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        let read = reader.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|source| OpenError::Read { path: self.root.join(file), source })?;
        if bytes.len() as u64 > MAX_TEXT_BYTES {
            return Ok(Found::Unusable(too_large()));
        }
        Ok(decode(file, bytes))
    }

    /// Opens a regular file of the case; `None` where there is none, a problem where it is something else.
    pub(crate) fn data(&self, file: &str) -> Result<Option<BufReader<File>>, Problem> {
        let problem = |message: String, hint: &str| Problem::new(Place::file(file), Code::UnreadableFile, message, hint);
        let opened = |path: &Path| match File::open(path) {
            Ok(file) => Ok(Some(BufReader::new(file))),
            Err(error) => Err(problem(format!("the file cannot be opened: {}", error.kind()), "see who may read it")),
        };
        if let Some(path) = self.over.files.get(file) {
            return opened(path);
        }
        let path = self.root.join(file);
        let real = match path.canonicalize() {
            Ok(real) => real,
            // A link that points at nothing is there, and cannot be read.
            Err(error) if error.kind() == ErrorKind::NotFound && path.symlink_metadata().is_err() => return Ok(None),
            Err(_) => return Err(problem("the file cannot be reached".to_owned(), "see where the link leads, and who may read it")),
        };
        if !real.starts_with(&self.root) {
            return Err(problem("the file is a link that leads out of the case".to_owned(), "copy the file into the case"));
        }
        // Asked before opening: a pipe would wait for a writer that never comes.
        if !real.is_file() {
            return Err(problem("this is no file".to_owned(), "put a regular file here"));
        }
        opened(&real)
    }

    /// The `.toml` files of `claims/`, by name; folders in it are not read.
    pub(crate) fn claims_files(&self) -> Result<Vec<String>, OpenError> {
        let names = self.names("claims")?;
        Ok(names
            .into_iter()
            .filter(|name| Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) && !name.starts_with('.'))
            .filter(|name| !self.root.join("claims").join(name).is_dir())
            .map(|name| format!("claims/{name}"))
            .collect())
    }

    /// The names before the first dot of the files in `archive/`.
    pub(crate) fn archived(&self) -> Result<BTreeSet<String>, OpenError> {
        let names = self.names("archive")?;
        Ok(names.iter().filter_map(|name| name.split('.').next()).map(str::to_ascii_lowercase).collect())
    }

    fn names(&self, folder: &str) -> Result<BTreeSet<String>, OpenError> {
        let path = self.root.join(folder);
        let read = |source| OpenError::Read { path: path.clone(), source };
        let mut names = BTreeSet::new();
        if path.is_dir() {
            for entry in std::fs::read_dir(&path).map_err(read)? {
                names.insert(entry.map_err(read)?.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }
}

/// A path from `case.toml` with `/`, where it stays inside the case.
pub(crate) fn inside(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            _ => return None,
        }
    }
    let plain = !parts.is_empty() && !path.contains(['\\', '\0']) && !path.contains(':');
    plain.then(|| parts.join("/"))
}

fn decode(file: &str, mut bytes: Vec<u8>) -> Found {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Found::Unusable(Problem::new(Place::new(file, 1), Code::NotUtf8, "the file is UTF-16", "save it as UTF-8"));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Found::Text(text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..good).unwrap_or_default();
            let line = before.split(|b| *b == b'\n').count();
            let place = Place::new(file, u32::try_from(line).unwrap_or(u32::MAX));
            Found::Unusable(Problem::new(place, Code::NotUtf8, "the line holds bytes that are no UTF-8", "save the file as UTF-8"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_case() {
        assert_eq!(inside("./data/a.csv").as_deref(), Some("data/a.csv"));
        for bad in ["", ".", "..", "../a.csv", "data/../../a.csv", "/etc/passwd", "data\\a.csv", "C:a.csv", "a\0b"] {
            assert_eq!(inside(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_have_a_line() {
        let Found::Unusable(problem) = decode("a.toml", b"a = 1\nb = \"\xE9\"\n".to_vec()) else { panic!("it is no UTF-8") };
        assert_eq!((problem.place.line, problem.code), (2, Code::NotUtf8));
        assert!(matches!(decode("a.toml", b"\xEF\xBB\xBFa".to_vec()), Found::Text(text) if text == "a"));
    }
}
