//! Only this room prints: no other crate writes to a terminal, reads a clock or asks the environment.

use std::path::{Path, PathBuf};

use crate::run::root;

const PRINTS: [&str; 8] = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!", "stdout()", "stderr()", "io::stdin"];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_other_room_prints() {
    for room in std::fs::read_dir(root().join("crates")).unwrap() {
        let room = room.unwrap().path();
        if room.ends_with("daylight") || !room.join("src").is_dir() {
            continue;
        }
        let mut files = Vec::new();
        sources(&room.join("src"), &mut files);
        assert!(!files.is_empty(), "{}", room.display());
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                let printed = PRINTS.iter().find(|word| line.contains(*word));
                assert_eq!(printed, None, "{}:{}", file.display(), number + 1);
            }
        }
    }
}

/// Here only one file writes to standard output and standard error, and one knows the clock and the environment.
#[test]
fn one_door_each() {
    let mut files = Vec::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&src, &mut files);
    for (words, door) in [
        (&["io::stdout().lock", "io::stderr().lock", "println!"][..], "screen.rs"),
        (&["env::var", "Timestamp::now", "terminal_size::"], "outside.rs"),
    ] {
        for file in files.iter().filter(|file| !file.ends_with(door)) {
            let text = std::fs::read_to_string(file).unwrap();
            for word in words {
                assert!(!text.contains(word), "{} has {word}", file.display());
            }
        }
    }
}
