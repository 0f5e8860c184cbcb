//! How is it laid out for reading? Lines that fit the width; words and figures come from `dossier`.

pub(crate) mod add;
pub(crate) mod clock;
mod exposures;
pub(crate) mod holder;
pub(crate) mod holders;
mod notes;
pub(crate) mod page;
pub(crate) mod problems;
mod series;
mod table;
pub(crate) mod timeline;
pub(crate) mod trace;

use anstyle::Style;
use dossier::plain::harmless;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, WrapAlgorithm};

/// The few styles; sober, and never the only carrier of a meaning.
pub(crate) mod style {
    use anstyle::{AnsiColor, Style};

    pub(crate) const PLAIN: Style = Style::new();
    pub(crate) const TITLE: Style = Style::new().bold();
    pub(crate) const FAINT: Style = Style::new().dimmed();
    pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
    pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
}

/// Lines of one width, written from top to bottom.
#[derive(Debug)]
pub(crate) struct Paper {
    width: usize,
    text: String,
}

impl Paper {
    pub(crate) fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// An empty line; never two, and none at the top.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it stands, however long.
    pub(crate) fn line(&mut self, style: Style, text: &str) {
        let text = harmless(text);
        let text = text.trim_end();
        if style.is_plain() {
            self.text.push_str(text);
        } else {
            self.text.push_str(&format!("{style}{text}{style:#}"));
        }
        self.text.push('\n');
    }

    /// A heading, with an empty line before it.
    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        for line in wrapped(text, self.width) {
            self.line(style::TITLE, &line);
        }
    }

    /// A paragraph, wrapped.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "", text);
    }

    /// A paragraph that begins with a lead such as `[3] ` or `1. `; its other lines stand under its text.
    pub(crate) fn hanging(&mut self, indent: usize, lead: &str, text: &str) {
        self.styled_hanging(style::PLAIN, indent, lead, text);
    }

    /// As [`Paper::hanging`], in a style.
    pub(crate) fn styled_hanging(&mut self, style: Style, indent: usize, lead: &str, text: &str) {
        let hang = indent + display_width(lead);
        for (number, line) in wrapped(text, self.width.saturating_sub(hang)).into_iter().enumerate() {
            let margin = if number == 0 { format!("{:indent$}{lead}", "") } else { " ".repeat(hang) };
            self.line(style, &format!("{margin}{line}"));
        }
    }

    /// Writes within a narrower width.
    pub(crate) fn narrow(&mut self, width: usize, write: impl FnOnce(&mut Self)) {
        let outside = self.width;
        self.width = width.min(outside);
        write(self);
        self.width = outside;
    }

    /// A label in a column of its own, and what it is.
    pub(crate) fn entry(&mut self, indent: usize, label_width: usize, label: &str, text: &str) {
        let pad = " ".repeat(label_width.saturating_sub(display_width(label)) + 2);
        self.hanging(indent, &format!("{label}{pad}"), text);
    }

    /// Lines that are laid out already.
    pub(crate) fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.line(style::PLAIN, line);
        }
    }

    /// Whether something that is written so far says this.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    /// A letter, each of its lines wrapped to `width`; what begins with a dash, a number or a mark keeps its margin.
    pub(crate) fn letter(&mut self, width: usize, text: &str) {
        let outside = self.width;
        self.width = width.min(outside);
        for line in text.trim_end().lines() {
            let lead = line.find(' ').map_or(0, |space| space + 1);
            let item = line.starts_with("- ") || line.starts_with('[') || line[..lead].trim_end().ends_with('.') && lead <= 4;
            let (lead, rest) = line.split_at(if item { lead } else { 0 });
            if rest.is_empty() {
                self.line(style::PLAIN, lead);
            } else {
                self.hanging(0, lead, rest);
            }
        }
        self.width = outside;
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Wraps at spaces and between ideographs; never inside a figure, a date, a path, or a code with its amount.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    wrapped_words(text, width, false)
}

/// As [`wrapped`], and inside a word that is longer than the width where it must be.
fn wrapped_words(text: &str, width: usize, break_words: bool) -> Vec<String> {
    let options = Options::new(width.max(1)).word_splitter(WordSplitter::NoHyphenation).wrap_algorithm(WrapAlgorithm::FirstFit);
    let options = options.break_words(break_words);
    textwrap::wrap(&glued(text), options).into_iter().map(|line| line.replace(SPACE, " ").replace(JOINER, "")).collect()
}

/// Stands for a space at which no line may break.
const SPACE: char = '\u{a0}';

/// Stands where no line may break; has no width.
const JOINER: char = '\u{2060}';

/// Glues what belongs together: `USD 141.2M`, `[1][2]`, `claims/a.toml:3`, a command between backticks.
fn glued(text: &str) -> String {
    let chars: Vec<char> = harmless(text).chars().collect();
    let is_code = |end: usize| {
        let before = |back: usize| end.checked_sub(back).and_then(|at| chars.get(at));
        (1..=3).all(|back| before(back).is_some_and(char::is_ascii_uppercase)) && !before(4).is_some_and(|c| c.is_alphanumeric())
    };
    let mut glued = String::with_capacity(text.len());
    let mut in_command = false;
    for (at, c) in chars.iter().enumerate() {
        let next = chars.get(at + 1);
        in_command ^= *c == '`';
        match c {
            ' ' if in_command => glued.push(SPACE),
            ' ' if is_code(at) && next.is_some_and(char::is_ascii_digit) => glued.push(SPACE),
            ']' if next == Some(&'[') => glued.extend([*c, JOINER]),
            '/' if next.is_some_and(|c| c.is_alphanumeric()) => glued.extend([*c, JOINER]),
            _ => glued.push(*c),
        }
    }
    glued
}

/// `1 claim`, `12 claims`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        n => match thing.strip_suffix('y') {
            Some(stem) => format!("{n} {stem}ies"),
            None => format!("{n} {thing}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_never_cut() {
        let text = "it held USD 141,233,203 on 2019-12-31, that is 0.315-0.325% [1][2]";
        for width in 1..80 {
            let lines = wrapped(text, width);
            for whole in ["USD 141,233,203", "2019-12-31", "0.315-0.325%", "[1][2]"] {
                assert!(lines.iter().any(|line| line.contains(whole)), "{width}: {lines:?}");
            }
        }
    }

    #[test]
    fn ideographs_wrap_by_their_width() {
        let lines = wrapped("杭州海康威视数字技术股份有限公司", 10);
        assert!(lines.len() > 2 && lines.iter().all(|line| display_width(line) <= 10), "{lines:?}");
    }

    #[test]
    fn a_case_cannot_paint_the_terminal() {
        let mut paper = Paper::new(80);
        paper.paragraph(0, "red \u{1b}[31malert\u{7} \u{202e}desrever");
        assert_eq!(paper.finish(), "red \u{fffd}[31malert\u{fffd} \u{fffd}desrever\n");
    }
}
