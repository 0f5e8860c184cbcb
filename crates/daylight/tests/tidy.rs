//! Does the house still stand as `ARCHITECTURE.md` says? Dependencies, absences, file sizes, dead paths.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "this test reads the repository itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may know.
const ROOMS: [(&str, &[&str]); 6] = [
    ("model", &[]),
    ("formats", &["model"]),
    ("store", &["model", "formats"]),
    ("exposure", &["model"]),
    ("dossier", &["model", "exposure"]),
    ("daylight", &["model", "formats", "store", "exposure", "dossier"]),
];

/// Rooms that open no file, read no clock, know no network and no async.
const PURE: [&str; 3] = ["model", "exposure", "dossier"];

/// What a pure room's source may not name.
const IMPURE: [&str; 10] =
    ["std::fs", "std::env", "std::net", "std::process", "std::thread", "SystemTime", "Instant::now", "Timestamp::now", "async fn", "tokio"];

/// Lines of a source file, above which it wants a cut; a longer one stands below with its reason.
const LONG: usize = 800;

/// Files over [`LONG`] lines, each with its reason.
const LONG_WITH_REASON: [(&str, &str); 0] = [];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn files(dir: &Path, wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | ".git" | "node_modules") {
            files(&path, wanted, found);
        } else if wanted(&path) {
            found.push(path);
        }
    }
}

fn with_extension(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if dir.is_dir() {
        files(dir, &|p| p.extension().is_some_and(|e| e == extension), &mut found);
    }
    found
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rooms_know_only_those_above_them() {
    let names: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut wrong = Vec::new();
    for (room, may_know) in ROOMS {
        let manifest = fs::read_to_string(root().join("crates").join(room).join("Cargo.toml")).unwrap();
        let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        for line in section.lines().take_while(|line| !line.starts_with('[')) {
            let dependency = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if names.contains_key(dependency) && !may_know.contains(&dependency) {
                wrong.push(format!("crates/{room}/Cargo.toml: {room} may not know {dependency}"));
            }
            if PURE.contains(&room) && matches!(dependency, "serde" | "serde_json" | "tokio" | "clap" | "anyhow") {
                wrong.push(format!("crates/{room}/Cargo.toml: {room} may not know {dependency}"));
            }
        }
    }
    let on_disk: Vec<String> =
        fs::read_dir(root().join("crates")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    wrong.extend(on_disk.iter().filter(|c| !names.contains_key(c.as_str())).map(|c| format!("crates/{c} is no room of ROOMS")));
    assert_none(&wrong);
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for room in PURE {
        for path in with_extension(&root().join("crates").join(room).join("src"), "rs") {
            for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                wrong.extend(
                    IMPURE.iter().filter(|word| line.contains(**word)).map(|word| format!("{}:{}: {word}", path.display(), number + 1)),
                );
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn only_the_door_prints() {
    let mut wrong = Vec::new();
    for (room, _) in ROOMS.iter().filter(|(room, _)| *room != "daylight") {
        for path in with_extension(&root().join("crates").join(room).join("src"), "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let prints = ["println!", "eprintln!", "print!(", "dbg!(", "stdout()", "stderr()"];
            wrong.extend(prints.iter().filter(|p| text.contains(**p)).map(|p| format!("{}: {p}", path.display())));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_module_says_its_question() {
    let mut wrong = Vec::new();
    for (room, _) in ROOMS {
        for path in with_extension(&root().join("crates").join(room).join("src"), "rs") {
            let text = fs::read_to_string(&path).unwrap();
            if !text.starts_with("//!") {
                wrong.push(format!("{}: does not begin with the question that it answers", path.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn files_stay_short() {
    let mut wrong = Vec::new();
    for path in with_extension(&root().join("crates"), "rs") {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if lines > LONG && !LONG_WITH_REASON.iter().any(|(file, _)| *file == shown) {
            wrong.push(format!("{shown}: {lines} lines want a cut, or a reason in LONG_WITH_REASON"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn documents_name_no_dead_path() {
    let mut wrong = Vec::new();
    for path in with_extension(&root(), "md") {
        let text = fs::read_to_string(&path).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for candidate in quoted.filter(|c| is_path(c)) {
            if !root().join(candidate).exists() {
                wrong.push(format!("{}: `{candidate}` is not there", path.display()));
            }
        }
        for link in linked.filter(|l| !l.contains("://") && !l.starts_with('#') && !l.starts_with("mailto:")) {
            let target = link.split('#').next().unwrap_or_default();
            if !path.parent().unwrap().join(target).exists() {
                wrong.push(format!("{}: ({link}) is not there", path.display()));
            }
        }
    }
    assert_none(&wrong);
}

/// Whether a quoted text is a path of this repository: it begins with one of its folders and has no placeholder.
fn is_path(text: &str) -> bool {
    let begins = ["crates/", "docs/", "examples/", ".ci/"].iter().any(|folder| text.starts_with(folder));
    begins && !text.contains(['<', '*', ' ', '{'])
}

#[test]
fn manifests_say_why_each_library_is_there() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let explained = section.lines().filter(|l| l.contains(" = ") && !l.contains("path =")).filter(|l| l.contains('#')).count();
    let libraries = section.lines().filter(|l| l.contains(" = ") && !l.contains("path =")).count();
    assert_eq!(explained, libraries, "every library in Cargo.toml carries its reason beside it");
}
