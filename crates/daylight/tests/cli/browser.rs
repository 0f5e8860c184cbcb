//! The pictures in a real browser: well-formed, nothing outside the frame, a tooltip on every mark.
//!
//! `DAYLIGHT_BROWSER` names a Chromium; without it the test says that it was skipped.

use std::path::Path;
use std::process::Command;

use crate::run::daylight;

/// What the page finds out about its picture, written into its own text for the test to read.
const LOOK: &str = r#"
const svg = document.querySelector("svg"), frame = svg.viewBox.baseVal, out = [];
for (const text of svg.querySelectorAll("text")) {
  const box = text.getBBox();
  if (box.x < -0.5 || box.y < -0.5 || box.x + box.width > frame.width + 0.5 || box.y + box.height > frame.height + 0.5)
    out.push("outside: " + text.textContent);
}
out.push(svg.querySelectorAll("text").length > 5 ? "texts" : "no texts");
out.push(svg.querySelectorAll("title").length > 3 ? "tooltips" : "no tooltips");
out.push("role " + svg.getAttribute("role"));
document.querySelector("pre").textContent = out.join("|");
"#;

fn rendered(browser: &str, page: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn pictures_are_whole_in_a_browser() {
    let Some(browser) = std::env::var("DAYLIGHT_BROWSER").ok().filter(|browser| !browser.is_empty()) else {
        eprintln!("SKIPPED: pictures were not looked at, DAYLIGHT_BROWSER is not set");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    for command in [
        &["holders", "examples/xinjiang", "hikvision"][..],
        &["clock", "examples/xinjiang"],
        &["timeline", "examples/xinjiang"],
        &["timeline", "crates/daylight/tests/cases/timeline"],
    ] {
        let svg = daylight(&[command, &["--format", "svg"]].concat()).out;
        // By itself, as a file that is opened: a fault in it would be shown in its place.
        let file = dir.path().join("picture.svg");
        std::fs::write(&file, &svg).unwrap();
        let alone = rendered(&browser, &file);
        assert!(alone.contains("<svg") && !alone.contains("parsererror"), "{command:?}: {alone:.500}");
        // In a page, which can be asked where everything stands.
        let page = dir.path().join("page.html");
        std::fs::write(&page, format!("<!DOCTYPE html><meta charset=utf-8><body>{svg}<pre></pre><script>{LOOK}</script>")).unwrap();
        let seen = rendered(&browser, &page);
        let seen = seen.split("<pre>").nth(1).and_then(|rest| rest.split("</pre>").next()).unwrap_or_default();
        assert_eq!(seen, "texts|tooltips|role img", "{command:?}");
    }
}
