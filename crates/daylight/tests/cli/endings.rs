//! How runs end: the exit codes, and what is said with them.

use std::io::Read as _;
use std::process::Stdio;

use crate::run::{Ran, broken, command, daylight, finish};

fn ends(ran: &Ran, code: i32, said: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(format!("{}{}", ran.out, ran.err).contains(said), "{said:?} is not in:\n{}{}", ran.out, ran.err);
}

#[test]
fn zero_is_done() {
    ends(&daylight(&["trace", "examples/minimal"]), 0, "Own money in these companies");
    ends(&daylight(&["check", "examples/minimal"]), 0, "no problems; 8 claims, 1 response, 7 documents");
    ends(&daylight(&["--version"]), 0, "daylight 0.1.0");
    ends(&daylight(&["mine", "examples/minimal", "nobody at all"]), 0, "Nothing is documented in this case");
}

#[test]
fn one_is_errors_in_the_data() {
    let case = broken("claims/mine.toml", "object = \"example-dam-co\"\ncapacity", "object = \"example-dam-cop\"\ncapacity");
    let path = case.path().to_str().unwrap();
    let check = daylight(&["check", path]);
    ends(&check, 1, "error[unknown-entity]");
    assert!(check.out.contains("did you mean `example-dam-co`"), "{}", check.out);
    assert!(check.out.contains("1 error in 1 file; "), "{}", check.out);
    // What can be used is still shown, with the problem at the end.
    let trace = daylight(&["trace", path]);
    ends(&trace, 1, "Own money in these companies");
    assert!(trace.out.trim_end().ends_with(&format!("daylight check {path}")), "{}", trace.out);
    ends(&daylight(&["explain", path, "dam-contract"]), 1, "Claim dam-contract");
    ends(&daylight(&["mine", path, "Storybook Pension Fund"]), 1, "Storybook Pension Fund");
    let csv = daylight(&["trace", path, "--format", "csv"]);
    ends(&csv, 1, "1 error in 1 file: daylight check");
    assert!(!csv.out.contains("error"), "problems are no rows of figures");
    ends(&daylight(&["trace", path, "--format", "json"]), 1, "unknown-entity");
}

#[test]
fn one_is_a_folder_that_is_no_case() {
    let empty = tempfile::tempdir().unwrap();
    let path = empty.path().to_str().unwrap();
    for arguments in [&["trace", path][..], &["check", path], &["explain", path, "x"], &["mine", path, "x"]] {
        ends(&daylight(arguments), 1, "error[not-a-case]");
    }
    ends(&daylight(&["trace", "no/such/folder"]), 1, "there is no folder `folder`");
}

#[test]
fn two_is_wrong_usage() {
    ends(&daylight(&[]), 2, "Usage: daylight");
    ends(&daylight(&["trace"]), 2, "<CASE>");
    ends(
        &daylight(&["trace", "examples/minimal", "--as-of", "31.12.2019"]),
        2,
        "`31.12.2019` is not a date; write 2019-12-31, 2019-12 or 2019",
    );
    ends(&daylight(&["trace", "examples/minimal", "--floor", "unverified"]), 2, "possible values: established, corroborated, reported");
    ends(&daylight(&["trace", "examples/minimal", "--holder", "Fabel Bank"]), 2, "did you mean Fable Bank (fable-bank)?");
    ends(
        &daylight(&["trace", "examples/minimal", "--holder", "Sparkasse"]),
        2,
        "who is missing from a case may still be involved: nothing documented is not the same as none",
    );
    ends(&daylight(&["explain", "examples/minimal", "stake/fabel-bank/example-dam-co"]), 2, "did you mean stake/fable-bank/example-dam-co");
    ends(&daylight(&["init", "examples/minimal"]), 2, "is a case already");
    let mut filter = command(&["check", "examples/minimal"]);
    filter.env("DAYLIGHT_LOG", "daylight=loud");
    ends(&finish(filter), 2, "`DAYLIGHT_LOG` is not a filter");
}

#[test]
fn a_name_of_several_is_asked_again() {
    let case = broken("entities.toml", "name = \"Castle-in-the-Air Insurance\"", "name = \"Fable Bank\"");
    let path = case.path().to_str().unwrap();
    ends(&daylight(&["trace", path, "--holder", "Fable Bank"]), 2, "Fable Bank (castle-in-the-air), Fable Bank (fable-bank)");
    ends(&daylight(&["mine", path, "Fable Bank"]), 0, "Several in this case have the name \"Fable Bank\"");
    ends(&daylight(&["mine", path, "fable-bank"]), 0, "To Fable Bank");
}

#[cfg(target_os = "linux")]
#[test]
fn three_is_our_fault() {
    let mut full = command(&["trace", "examples/minimal"]);
    full.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    ends(&finish(full), 3, "cannot write the answer");
}

/// `daylight trace CASE | head -1` ends quietly.
#[test]
fn a_closed_pipe_is_no_error() {
    for format in ["table", "json", "csv"] {
        let mut piped = command(&["trace", "examples/xinjiang", "--format", format]);
        let mut child = piped.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(!said.contains("error:"), "{said}");
    }
}

#[test]
fn a_new_case_has_no_problems() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("my case");
    let path = dir.to_str().unwrap();
    let init = daylight(&["init", path]);
    ends(&init, 0, &format!("daylight check \"{path}\""));
    for file in ["case.toml", "publishers.toml", "documents.toml", "entities.toml", "claims/claims.toml"] {
        assert!(init.out.contains(file), "{}", init.out);
        assert!(dir.join(file).is_file(), "{file} is named and not written");
    }
    ends(&daylight(&["check", path]), 0, "no problems");
    ends(&daylight(&["trace", path]), 0, "A new case");
    ends(&daylight(&["init", path]), 2, "is a case already");
}

#[test]
fn shells_can_complete() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        ends(&daylight(&["completions", shell]), 0, "known-at");
    }
}

#[test]
fn what_has_no_picture_says_which_have_one() {
    for arguments in [&["trace", "examples/minimal"][..], &["check", "examples/minimal"], &["explain", "examples/minimal", "dam-contract"]]
    {
        let ran = daylight(&[arguments, &["--format", "svg"]].concat());
        ends(&ran, 2, "`--format svg` draws the answers of");
        assert!(ran.out.is_empty(), "{}", ran.out);
    }
}

/// Four problems: three are told, and how many more there are.
#[test]
fn more_problems_are_counted() {
    let wrong = (0..4).map(|n| format!("wrong{n} = 1\n")).collect::<String>();
    let case = broken("case.toml", "title =", &format!("{wrong}title ="));
    let shown = daylight(&["trace", case.path().to_str().unwrap()]).out;
    assert!(shown.contains("  1 more: daylight check"), "{shown}");
    assert!(!shown.contains("s more"), "{shown}");
}
