//! Does the README still tell the truth? Its excerpt is what the program prints, and its walk-through does what it says.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "a test that reads the repository itself")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of the first screen that the README shows.
const LINES: usize = 44;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn daylight(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_daylight")).args(arguments).current_dir(root()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_excerpt_is_what_the_program_prints() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let marker = "<!-- trace examples/xinjiang --width 100 -->\n```text\n";
    let start = readme.find(marker).unwrap() + marker.len();
    let end = start + readme[start..].find("```").unwrap();
    let printed = daylight(&["trace", "examples/xinjiang", "--width", "100"]);
    let excerpt: String = printed.lines().take(LINES).flat_map(|line| [line.trim_end(), "\n"]).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join("README.md"), format!("{}{excerpt}{}", &readme[..start], &readme[end..])).unwrap();
        return;
    }
    assert_eq!(readme[start..end], excerpt, "run with UPDATE_EXPECT=1 to rewrite the README");
}

/// A copy of the minimal case with one text replaced.
fn changed(from: &str, to: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let minimal = root().join("examples/minimal");
    fs::create_dir(copy.path().join("claims")).unwrap();
    for file in ["case.toml", "entities.toml", "claims/mine.toml"] {
        let text = fs::read_to_string(minimal.join(file)).unwrap();
        fs::write(copy.path().join(file), text.replacen(from, to, 1)).unwrap();
    }
    copy
}

#[test]
fn the_walk_through_does_what_it_says() {
    let row = |output: &str, holder: &str| output.lines().find(|l| l.trim_start().starts_with(holder)).unwrap_or_default().to_owned();
    let before = daylight(&["trace", "examples/minimal", "--width", "120"]);
    assert!(row(&before, "Fable Bank").contains("reported"), "{before}");

    let first = "  { document = \"river-watch-2024\", at = \"page 7, copy of the contract\", basis = \"report\", credibility = 2 },\n";
    let second = "  { document = \"daily-example-2024\", at = \"fifth paragraph\", basis = \"report\", credibility = 2 },\n";
    let copy = changed(first, &format!("{first}{second}"));
    let after = daylight(&["trace", copy.path().to_str().unwrap(), "--width", "120"]);
    assert!(row(&after, "Fable Bank").contains("corroborated"), "{after}");

    let copy = changed("object = \"example-dam-co\"", "object = \"example-dam-cop\"");
    let check = daylight(&["check", copy.path().to_str().unwrap()]);
    assert!(check.contains("claims/mine.toml:") && check.contains("did you mean `example-dam-co`"), "{check}");
}
