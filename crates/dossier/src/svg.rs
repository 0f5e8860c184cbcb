//! How is a picture drawn? A page of marks with a title, a description and one stylesheet; every picture has its table.
//!
//! Pictures follow the light or dark of the page that they stand in, print in ink on white, run no script and load nothing.
//! Colour never carries a meaning alone: shapes, labels and tooltips say the same.

mod axis;
pub(crate) mod lanes;

pub(crate) use axis::{TimeAxis, ValueAxis};

use svg::node::element::Element;
use svg::node::{Node as _, Text};

use crate::plain::is_harmful;

/// Plain values before variables: some programs that turn pictures into PDF know no variables. No `>` in it: it would be escaped.
const STYLE: &str = "
.daylight { --paper: #ffffff; --ink: #1b1f24; --faint: #57606a; --grid: #d5dae0; --mark: #1f5a96; --alert: #a3341f; --band: #f4efe3;
  font-family: system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; font-size: 12px; }
@media (prefers-color-scheme: dark) { .daylight { --paper: #14171a; --ink: #e8eaed; --faint: #a0aab4; --grid: #363d45; --mark: #7db4ee;
  --alert: #f0907a; --band: #2a2419; } }
@media print { .daylight { --paper: #ffffff; --ink: #000000; --faint: #444444; --grid: #bbbbbb; --mark: #000000; --alert: #000000;
  --band: #eeeeee; } }
.daylight text { fill: #1b1f24; fill: var(--ink); }
.daylight .title { font-size: 16px; font-weight: bold; }
.daylight .lane { font-weight: bold; }
.daylight text.faint { fill: #57606a; fill: var(--faint); font-size: 11px; }
.daylight text.alert { fill: #a3341f; fill: var(--alert); font-size: 11px; }
.daylight .paper { fill: #ffffff; fill: var(--paper); }
.daylight .band { fill: #f4efe3; fill: var(--band); }
.daylight .grid { stroke: #d5dae0; stroke: var(--grid); stroke-width: 1; }
.daylight .axis { stroke: #57606a; stroke: var(--faint); stroke-width: 1; }
.daylight .alert-line { stroke: #a3341f; stroke: var(--alert); stroke-width: 1.5; stroke-dasharray: 5 3; }
.daylight .track { fill: none; stroke: #1f5a96; stroke: var(--mark); stroke-width: 1.3; stroke-dasharray: 1.5 2.5; }
.daylight .full { fill: #1f5a96; fill: var(--mark); stroke: #ffffff; stroke: var(--paper); stroke-width: 1; }
.daylight .hollow { fill: #ffffff; fill: var(--paper); stroke: #1f5a96; stroke: var(--mark); stroke-width: 1.5; }
.daylight .cross { fill: none; stroke: #1f5a96; stroke: var(--mark); stroke-width: 2; }
";

/// A place in a picture, from its left and upper edge. Units: pixels.
pub(crate) type Point = (f64, f64);

/// Where a text stands by its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A picture while it is drawn; what is added later covers what was added before.
#[derive(Debug)]
pub(crate) struct Picture {
    width: f64,
    title: String,
    described: String,
    marks: Vec<Element>,
}

impl Picture {
    /// An empty picture with a title and a description for those who do not see it.
    pub(crate) fn new(width: f64, title: &str, described: &str) -> Self {
        Self { width, title: title.to_owned(), described: described.to_owned(), marks: Vec::new() }
    }

    /// Draws a mark over what is there.
    pub(crate) fn add(&mut self, mark: Element) {
        self.marks.push(mark);
    }

    /// The bytes of the picture, ending with a line end; the same marks give the same bytes.
    pub(crate) fn finish(self, height: f64) -> String {
        let size = format!("0 0 {} {}", figure(self.width), figure(height));
        let mut page = element(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("class", "daylight"),
                ("role", "img"),
                ("viewBox", &size),
                ("width", &figure(self.width)),
                ("height", &figure(height)),
                ("aria-labelledby", "daylight-title"),
                ("aria-describedby", "daylight-desc"),
            ],
        );
        page.append(worded("title", &[("id", "daylight-title")], &self.title));
        page.append(worded("desc", &[("id", "daylight-desc")], &self.described));
        page.append(worded("style", &[], STYLE));
        page.append(rect("paper", (0.0, 0.0), (self.width, height)));
        for mark in self.marks {
            page.append(mark);
        }
        page.to_string() + "\n"
    }
}

/// A straight line.
pub(crate) fn line(class: &str, from: Point, to: Point) -> Element {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(figure);
    element("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)])
}

/// A filled rectangle of a size.
pub(crate) fn rect(class: &str, at: Point, size: Point) -> Element {
    let [x, y, width, height] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(figure);
    element("rect", &[("class", class), ("x", &x), ("y", &y), ("width", &width), ("height", &height)])
}

/// A circle.
pub(crate) fn circle(class: &str, at: Point, radius: f64) -> Element {
    let [cx, cy, r] = [at.0, at.1, radius].map(figure);
    element("circle", &[("class", class), ("cx", &cx), ("cy", &cy), ("r", &r)])
}

/// A diagonal cross.
pub(crate) fn cross(at: Point, radius: f64) -> Element {
    let [left, top, right, bottom] = [at.0 - radius, at.1 - radius, at.0 + radius, at.1 + radius].map(figure);
    element("path", &[("class", "cross"), ("d", &format!("M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}"))])
}

/// An open line through points.
pub(crate) fn track(points: &[Point]) -> Element {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", figure(*x), figure(*y))).collect();
    element("polyline", &[("class", "track"), ("points", &points.join(" "))])
}

/// A line of text on its base line.
pub(crate) fn text(class: &str, at: Point, anchor: Anchor, words: &str) -> Element {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let [x, y] = [at.0, at.1].map(figure);
    let mut attributes = vec![("x", x.as_str()), ("y", y.as_str()), ("text-anchor", anchor)];
    if !class.is_empty() {
        attributes.push(("class", class));
    }
    worded("text", &attributes, words)
}

/// A mark that says in a tooltip what it stands for.
pub(crate) fn tipped(mark: Element, tip: &str) -> Element {
    let mut group = element("g", &[]);
    group.append(worded("title", &[], tip));
    group.append(mark);
    group
}

/// About how wide a text is. Units: `size` is that of the letters in pixels; so is the answer.
///
/// Fonts differ, so this errs on the wide side.
pub(crate) fn text_width(words: &str, size: f64) -> f64 {
    words.chars().map(letter_width).sum::<f64>() * size
}

/// A text cut to a width, with an ellipsis where something is missing.
pub(crate) fn fitted(words: &str, size: f64, room: f64) -> String {
    if text_width(words, size) <= room {
        return words.to_owned();
    }
    let mut cut = String::new();
    let mut left = room / size - letter_width('\u{2026}');
    for c in words.chars() {
        left -= letter_width(c);
        if left < 0.0 {
            break;
        }
        cut.push(c);
    }
    cut.truncate(cut.trim_end().len());
    cut + "\u{2026}"
}

/// The words in lines of at most a width, broken at spaces.
pub(crate) fn lines(words: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + size * 0.3 <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Parts of the letter size, measured on `DejaVu Sans`, the widest of the usual fonts.
fn letter_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' | ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '\u{2026}' => 1.0,
        'A'..='Z' => 0.72,
        c if c as u32 >= 0x1100 => 1.05,
        _ => 0.63,
    }
}

/// A tenth of a pixel is enough; no minus before zero.
fn figure(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.abs() < 0.05 { "0".to_owned() } else { rounded.to_string() }
}

fn element(name: &str, attributes: &[(&str, &str)]) -> Element {
    let mut element = Element::new(name);
    for (name, value) in attributes {
        element.assign(*name, *value);
    }
    element
}

/// An element around a text. Characters that no XML may hold become the sign for what cannot be shown.
fn worded(name: &str, attributes: &[(&str, &str)], words: &str) -> Element {
    let harmful = |c: char| is_harmful(c) && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
    let words: String = words.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect();
    let mut element = element(name, attributes);
    element.append(Text::new(words));
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_escaped_and_described() {
        let mut picture = Picture::new(100.0, "A & B", "what <is> shown");
        picture.add(tipped(circle("full", (10.0, 20.04), 4.0), "\"x\" \u{1b}[31m\u{61c}\u{2028}"));
        picture.add(text("", (-0.01, 5.0), Anchor::End, "<script>alert(1)</script>"));
        let bytes = picture.finish(50.0);
        let (head, rest) = bytes.split_once("<style>").unwrap();
        let (_, body) = rest.split_once("</style>").unwrap();
        expect_test::expect![[r#"
            <svg aria-describedby="daylight-desc" aria-labelledby="daylight-title" class="daylight" height="50" role="img" viewBox="0 0 100 50" width="100" xmlns="http://www.w3.org/2000/svg">
            <title id="daylight-title">A &amp; B</title>
            <desc id="daylight-desc">what &lt;is&gt; shown</desc>

            <rect class="paper" height="50" width="100" x="0" y="0"/>
            <g>
            <title>"x" �[31m��</title>
            <circle class="full" cx="10" cy="20" r="4"/>
            </g>
            <text text-anchor="end" x="0" y="5">&lt;script&gt;alert(1)&lt;/script&gt;</text>
            </svg>
        "#]]
        .assert_eq(&format!("{head}{body}"));
    }

    #[test]
    fn texts_are_cut_to_their_room() {
        assert_eq!(fitted("Norges Bank", 12.0, 200.0), "Norges Bank");
        let cut = fitted("California State Teachers' Retirement System", 12.0, 100.0);
        assert!(cut.ends_with('\u{2026}') && text_width(&cut, 12.0) <= 100.0, "{cut}");
        assert!(text_width("杭州海康威视", 12.0) > text_width("Norges", 12.0));
        assert!(lines("one two three four", 12.0, 60.0).iter().all(|line| text_width(line, 12.0) <= 60.0));
    }
}
