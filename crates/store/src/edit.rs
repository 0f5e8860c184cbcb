//! How do we edit what people wrote? New tables go to the end of a file; not a byte before them changes.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError};

use crate::write::{WriteError, replace};

/// Why a table could not be added; the file stands as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The file could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is no TOML, so that nobody knows what a table at its end would mean.
    #[error("`{}` is no TOML; mend it first", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: TomlError,
    },
    /// The name stands for something else in the file, such as a list of inline tables.
    #[error("`{name}` in `{}` is written in another way than `[[{name}]]`", path.display())]
    NotAnArray {
        /// The file.
        path: PathBuf,
        /// The array.
        name: String,
    },
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// [`append_tables`] with one table.
///
/// # Errors
/// [`EditError`]; the file then stands as it was.
pub fn append_table(path: &Path, array: &str, table: Table) -> Result<(), EditError> {
    append_tables(path, array, vec![table])
}

/// Adds `[[array]]` with each table to the end of a file, or writes the file where there is none.
///
/// The old text is kept byte for byte; an empty line stands between it and the new table, and the new lines end as the old
/// ones do. The file is replaced as a whole ([`replace`]). Who writes holds the [`crate::write::Lock`].
///
/// # Errors
/// [`EditError`]; the file then stands as it was.
pub fn append_tables(path: &Path, array: &str, tables: Vec<Table>) -> Result<(), EditError> {
    Ok(replace(path, Draft::new(path, array, tables)?.text.as_bytes())?)
}

/// A file with tables at its end that are not written yet.
pub(crate) struct Draft {
    /// The lines that it had before.
    pub(crate) lines_before: u32,
    /// Its whole new text.
    pub(crate) text: String,
}

impl Draft {
    /// What [`append_tables`] would write.
    ///
    /// # Errors
    /// [`EditError`] where [`append_tables`] would fail before it writes.
    pub(crate) fn new(path: &Path, array: &str, tables: Vec<Table>) -> Result<Self, EditError> {
        let old = text_of(path)?;
        let text = appended(path, &old, array, tables)?;
        Ok(Self { lines_before: u32::try_from(old.lines().count()).unwrap_or(u32::MAX), text })
    }
}

/// A field of every table of an array that has it as text, whether the table can be used or not.
///
/// # Errors
/// [`EditError`] where the file cannot be read or is no TOML.
pub(crate) fn field_of_each(path: &Path, array: &str, field: &str) -> Result<Vec<(String, String)>, EditError> {
    let old = text_of(path)?;
    let document = parsed(path, &old)?;
    let text = |table: &Table, field: &str| Some(table.get(field)?.as_str()?.trim().to_owned());
    let tables = document.get(array).and_then(Item::as_array_of_tables).into_iter().flatten();
    Ok(tables.filter_map(|table| Some((text(table, "id").unwrap_or_default(), text(table, field)?))).collect())
}

fn text_of(path: &Path) -> Result<String, EditError> {
    match std::fs::read_to_string(path) {
        Ok(old) => Ok(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(EditError::Read { path: path.to_owned(), source }),
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn parsed(path: &Path, text: &str) -> Result<DocumentMut, EditError> {
    without_mark(text).parse().map_err(|source| EditError::NotToml { path: path.to_owned(), source })
}

fn appended(path: &Path, old: &str, array: &str, added: Vec<Table>) -> Result<String, EditError> {
    let document = parsed(path, old)?;
    if document.get(array).is_some_and(|item| !item.is_array_of_tables()) {
        return Err(EditError::NotAnArray { path: path.to_owned(), name: array.to_owned() });
    }
    let mut tables = ArrayOfTables::new();
    tables.extend(added);
    let mut addition = DocumentMut::new();
    addition.insert(array, Item::ArrayOfTables(tables));

    let line_end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = old.to_owned();
    if !without_mark(old).is_empty() {
        if !old.ends_with('\n') {
            new.push_str(line_end);
        }
        new.push_str(line_end);
    }
    for line in addition.to_string().trim_start().lines() {
        new.push_str(line);
        new.push_str(line_end);
    }
    // Nothing is written that could not be read again.
    parsed(path, &new)?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new();
        table.insert("id", toml_edit::value("b"));
        table.insert("title", toml_edit::value("Say \"it\""));
        table
    }

    fn check(old: &str, added: &str) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("documents.toml");
        std::fs::write(&path, old).unwrap();
        append_table(&path, "document", table()).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{old}{added}"));
    }

    #[test]
    fn not_a_byte_before_changes() {
        let new = "[[document]]\nid = \"b\"\ntitle = 'Say \"it\"'\n";
        check("", new);
        check("# only a comment\n", &format!("\n{new}"));
        check("# head\n\n[[document]]   # why\nid   =  \"a\" # odd  spaces\n\n# tail, no line end", &format!("\n\n{new}"));
        check("[[document]]\nid = 'a'\n\n[[other]]\nx = [ 1,\n  2, # two\n]\n", &format!("\n{new}"));
        check("\u{feff}# BOM\r\n[[document]]\r\nid = 'a'\r\n", &format!("\r\n{}", new.replace('\n', "\r\n")));
    }

    #[test]
    fn what_cannot_be_edited_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("documents.toml");
        for old in ["document = [{ id = 'a' }]\n", "[document]\nid = 'a'\n", "= 5\n", "\u{0}"] {
            std::fs::write(&path, old).unwrap();
            append_table(&path, "document", table()).unwrap_err();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), old);
        }
        std::fs::write(&path, b"\xFF").unwrap();
        assert!(matches!(append_table(&path, "document", table()), Err(EditError::Read { .. })));
    }

    #[test]
    fn a_kill_between_write_and_rename_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("documents.toml");
        let old = "# kept\n[[document]]\nid = 'a'\n";
        std::fs::write(&path, old).unwrap();
        let new = appended(&path, old, "document", vec![table()]).unwrap();
        let killed = crate::write::replace_unless(&path, new.as_bytes(), |_| Err(io::Error::other("killed")));
        assert!(killed.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), old);
    }

    #[test]
    fn a_missing_file_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new.toml");
        append_table(&path, "document", table()).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("[[document]]\n"));
    }
}
