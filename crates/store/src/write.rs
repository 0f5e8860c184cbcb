//! How do we write? Whole files at once: a crash at any moment leaves the old file or the new one, never half of one.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The folder of what is derived, inside the case.
pub const DERIVED: &str = ".daylight";

/// How many names for a temporary file are tried; a second one is needed only where a crash left the first.
const TEMPORARY_NAMES: u32 = 100;

/// What we could not write.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The path names no file.
    #[error("`{}` names no file", path.display())]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// The new file could not be written; the old one stands as it was.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file that was to be replaced.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Replaces a file with new bytes, or writes it where there was none.
///
/// The bytes go to a temporary file in the same folder, are flushed to the disk, and then take the place of the old file;
/// it keeps its permissions. A link is followed: what it leads to is replaced.
///
/// # Errors
/// [`WriteError`]; the old file then stands as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_unless(path, bytes, |_| Ok(()))
}

/// [`replace`] with everything that a reader gives; memory does not grow with it.
///
/// # Errors
/// [`WriteError`], also where the reader fails; the old file then stands as it was.
pub fn replace_from(path: &Path, bytes: &mut dyn Read) -> Result<(), WriteError> {
    written(path, |file| io::copy(bytes, file).map(drop), |_| Ok(()))
}

/// [`replace`], with a step before the rename that a test lets fail.
pub(crate) fn replace_unless(path: &Path, bytes: &[u8], before_rename: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), WriteError> {
    written(path, |file| file.write_all(bytes), before_rename)
}

fn written(
    path: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
    before_rename: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), WriteError> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (Some(name), Some(folder)) = (target.file_name(), target.parent()) else {
        return Err(WriteError::NoFile { path: path.to_owned() });
    };
    // A bare name has an empty parent: the current folder.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let failed = |source| WriteError::Write { path: path.to_owned(), source };
    let (mut file, temporary) = temporary(folder, &name.to_string_lossy()).map_err(failed)?;
    let written = (|| {
        fill(&mut file)?;
        file.flush()?;
        if let Ok(old) = target.metadata() {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        drop(file);
        before_rename(&temporary)?;
        std::fs::rename(&temporary, &target)
    })();
    if let Err(source) = written {
        // Best effort: what is left behind is hidden and read by nobody.
        let _ = std::fs::remove_file(&temporary);
        return Err(failed(source));
    }
    sync_folder(folder).map_err(failed)
}

/// A new file with a hidden name that no reader of cases looks at.
fn temporary(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    for number in 0..TEMPORARY_NAMES {
        let path = folder.join(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, "every name for a temporary file is taken"))
}

/// Makes the rename itself last; only Unix can, and only there it is needed.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Keeps a second writer out of a case for as long as it lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why a case could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else writes to it.
    #[error("another program is writing to `{}`; try again when it is done", case.display())]
    Held {
        /// The case.
        case: PathBuf,
    },
    /// The lock file could not be made.
    #[error("cannot lock `{}`", case.display())]
    Io {
        /// The case.
        case: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Lock {
    /// Locks a case for writing; readers need no lock. The system lets go of it when the program ends, however it ends.
    ///
    /// # Errors
    /// [`LockError::Held`] at once where another has it.
    pub fn acquire(case: &Path) -> Result<Self, LockError> {
        let failed = |source| LockError::Io { case: case.to_owned(), source };
        let folder = case.join(DERIVED);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock")).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held { case: case.to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_file_or_the_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.toml");
        replace(&path, b"old").unwrap();
        let killed = replace_unless(&path, b"new", |temporary| {
            // A reader at this moment, or after a kill, sees the whole old file; the whole new one stands beside it.
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
            assert_eq!(std::fs::read(temporary).unwrap(), b"new");
            Err(io::Error::other("killed"))
        });
        assert!(matches!(killed, Err(WriteError::Write { .. })));
        assert_eq!((std::fs::read(&path).unwrap(), names(dir.path())), (b"old".to_vec(), vec!["a.toml".to_owned()]));
        replace(&path, b"new").unwrap();
        assert_eq!((std::fs::read(&path).unwrap(), names(dir.path())), (b"new".to_vec(), vec!["a.toml".to_owned()]));
    }

    #[test]
    fn what_a_crash_left_behind_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.toml");
        std::fs::write(dir.path().join(format!(".a.toml.{}-0.tmp", std::process::id())), "half").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real"), dir.path().join("link"));
        std::fs::write(&real, "old").unwrap();
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_second_writer_is_kept_out() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::acquire(dir.path()).unwrap();
        let second = Lock::acquire(dir.path()).unwrap_err();
        assert!(matches!(second, LockError::Held { .. }));
        assert!(second.to_string().contains("another program is writing to"));
        drop(first);
        Lock::acquire(dir.path()).unwrap();
    }

    #[test]
    fn a_folder_is_no_file() {
        assert!(replace(Path::new("/"), b"").is_err());
        let dir = tempfile::tempdir().unwrap();
        assert!(replace(dir.path(), b"").is_err());
        assert!(replace(&dir.path().join("none/a.toml"), b"").is_err());
    }
}
