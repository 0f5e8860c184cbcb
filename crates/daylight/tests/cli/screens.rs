//! What people read: the whole screens, at two widths. `UPDATE_EXPECT=1` writes them anew; look at the difference.

use expect_test::expect_file;
use textwrap::core::display_width;

use crate::run::{command, daylight, finish};

const CASES: [&str; 2] = ["minimal", "xinjiang"];

fn check(name: &str, arguments: &[&str]) {
    for width in ["80", "160"] {
        let ran = daylight(&[arguments, &["--width", width]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        expect_file![format!("snapshots/{name}-{width}.txt")].assert_eq(&ran.out);
        let fits = |line: &&str| display_width(line) <= width.parse().unwrap() || line.contains("://") || line.contains("daylight ");
        for line in ran.out.lines() {
            assert!(fits(&line), "{name}: wider than {width}: {line}");
            assert_eq!(line, line.trim_end(), "{name}: blanks at the end");
        }
    }
}

#[test]
fn trace() {
    for case in CASES {
        check(&format!("trace-{case}"), &["trace", &format!("examples/{case}")]);
    }
}

#[test]
fn trace_of_a_later_day_shows_who_sold() {
    check("trace-xinjiang-2021", &["trace", "examples/xinjiang", "--as-of", "2021"]);
}

#[test]
fn trace_of_an_earlier_knowledge() {
    check("trace-xinjiang-known-2018", &["trace", "examples/xinjiang", "--known-at", "2018-12", "--as-of", "2018"]);
}

#[test]
fn trace_at_a_floor() {
    check("trace-xinjiang-corroborated", &["trace", "examples/xinjiang", "--floor", "corroborated"]);
}

#[test]
fn one_holder() {
    check("holder-norges-bank", &["trace", "examples/xinjiang", "--holder", "Norges Bank"]);
    check("holder-storybook", &["trace", "examples/minimal", "--holder", "storybook-pensions"]);
    check("holder-unproven", &["trace", "examples/xinjiang", "--holder", "JPMorgan"]);
}

#[test]
fn explain() {
    check("explain-figure", &["explain", "examples/minimal", "stake/storybook-pensions/example-dam-co"]);
    check("explain-claim", &["explain", "examples/xinjiang", "hikvision-five"]);
    check("explain-publisher", &["explain", "examples/xinjiang", "ipvm"]);
}

#[test]
fn mine() {
    check("mine", &["mine", "examples/minimal", "Fable Bank", "--dated", "2026-11-23"]);
    check("mine-unproven", &["mine", "examples/xinjiang", "JPMorgan", "--dated", "2026-11-23"]);
    check("mine-near", &["mine", "examples/xinjiang", "Norge Bank"]);
    check("mine-unknown", &["mine", "examples/xinjiang", "Sparkasse"]);
}

#[test]
fn help() {
    let ran = daylight(&["--help"]);
    assert_eq!(ran.code, 0);
    expect_file!["snapshots/help.txt"].assert_eq(&ran.out);
}

/// The series of Norges Bank in Hikvision, on the right side of the day on which the evidence was public.
#[test]
fn the_whole_series_stands_beside_the_day_of_the_evidence() {
    let shown = daylight(&["trace", "examples/xinjiang", "--holder", "norges-bank", "--width", "100"]).out;
    let start = shown.find("Norges Bank in Hikvision, every report").unwrap();
    let lines: Vec<&str> = shown[start..].lines().take_while(|line| !line.is_empty()).collect();
    let public = lines.iter().position(|line| line.contains("-- evidence first public (reported)")).unwrap();
    let row = |day: &str, said: &str| {
        let row = lines.iter().position(|line| line.starts_with(&format!("  {day}"))).unwrap();
        assert!(lines[row].contains(said), "{}", lines[row]);
        row
    };
    let order = [
        row("2015-12-31", "0.225-0.235%"),
        row("2016-12-31", "0.265-0.275%"),
        row("2017-12-31", "0.075-0.085%"),
        public,
        row("2018-12-31", "0.315-0.325%"),
        row("2019-12-31", "USD 141,233,203  0.315-0.325%"),
        row("2020-12-31", "none"),
    ];
    assert!(order.is_sorted(), "{order:?} {lines:#?}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let arguments = ["trace", "examples/minimal", "--width", "80"];
    let plain = daylight(&arguments).out;
    assert!(!plain.contains('\u{1b}'), "a pipe is no terminal");
    let painted = daylight(&[&arguments[..], &["--color", "always"]].concat()).out;
    assert!(painted.contains("\u{1b}[1m"));
    assert_eq!(anstream::adapter::strip_str(&painted).to_string(), plain, "colour changes nothing else");
    let mut no_color = command(&arguments);
    no_color.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    assert!(!finish(no_color).out.contains('\u{1b}'), "NO_COLOR wins");
}

#[test]
fn widths_are_kept_within_what_can_be_read() {
    let wide = |width: &str| daylight(&["trace", "examples/minimal", "--width", width]).out;
    assert_eq!(wide("10"), wide("60"));
    assert_eq!(wide("1000"), wide("200"));
    assert_eq!(daylight(&["trace", "examples/minimal"]).out, wide("80"), "80 where there is no terminal");
}

#[test]
fn figures_are_never_cut() {
    for width in 60..=200 {
        let shown = daylight(&["trace", "examples/xinjiang", "--width", &width.to_string()]).out;
        for whole in ["USD 141.2M", "USD 0.9-1bn", "0.315-0.325%", "2019-12-31", "reported"] {
            assert!(shown.contains(whole), "{whole} at {width}");
        }
    }
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    for format in ["table", "json", "csv"] {
        let once = || daylight(&["trace", "examples/xinjiang", "--format", format]).out;
        assert_eq!(once(), once());
    }
}

/// What is logged never says what people search for.
#[test]
fn logs_keep_secrets() {
    let ran = daylight(&["trace", "examples/xinjiang", "--holder", "Norges Bank", "-vvv"]);
    assert!(ran.err.contains("measure"), "{}", ran.err);
    for secret in ["orges", "xinjiang"] {
        assert!(!ran.err.contains(secret), "{}", ran.err);
    }
    let mut by_variable = command(&["mine", "examples/minimal", "Fable Bank"]);
    by_variable.env("DAYLIGHT_LOG", "trace");
    let ran = finish(by_variable);
    assert!(ran.err.contains("read") && !ran.err.contains("Fable"), "{}", ran.err);
}
