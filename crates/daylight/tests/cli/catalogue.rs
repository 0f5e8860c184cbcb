//! The error catalogue of what only the maths can see: a case per code in `errors/CODE/`, with what `check` says of it in
//! `expected.txt`. The other codes stand in `crates/store/tests/errors`. `UPDATE_EXPECT=1` writes the texts anew.

use std::path::Path;

use crate::run::daylight;

#[test]
fn every_entry_says_what_it_said() {
    let errors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut entries: Vec<_> = std::fs::read_dir(&errors).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let codes: Vec<&str> = entries.iter().map(|dir| dir.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(codes, ["closed-circle", "over-full", "values-differ"]);
    for (dir, code) in entries.iter().zip(codes) {
        let ran = daylight(&["check", dir.to_str().unwrap()]);
        assert!(ran.out.contains(&format!("[{code}]")), "{code} is not told:\n{}{}", ran.out, ran.err);
        expect_test::expect_file![dir.join("expected.txt")].assert_eq(&ran.out);
        // Warnings: everything is used, and somebody should look at it.
        assert_eq!(ran.code, 0);
        assert_eq!(daylight(&["trace", dir.to_str().unwrap()]).code, 0);
    }
}
