//! Runs the program in the root of the repository, with no terminal and a clean environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daylight"));
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    for variable in ["DAYLIGHT_LOG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

pub(crate) fn finish(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn daylight(arguments: &[&str]) -> Ran {
    finish(command(arguments))
}

/// A copy of the minimal case with one text replaced.
pub(crate) fn broken(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let minimal = root().join("examples/minimal");
    std::fs::create_dir(copy.path().join("claims")).unwrap();
    for name in ["case.toml", "entities.toml", "claims/mine.toml"] {
        let text = std::fs::read_to_string(minimal.join(name)).unwrap();
        let text = if name == file {
            assert!(text.contains(from), "{file} no longer says {from}");
            text.replacen(from, to, 1)
        } else {
            text
        };
        std::fs::write(copy.path().join(name), text).unwrap();
    }
    copy
}
