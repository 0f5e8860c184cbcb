//! How is it laid out for reading? Lines that fit the width; words and figures come from `dossier`.

mod exposures;
pub(crate) mod holder;
mod notes;
pub(crate) mod page;
pub(crate) mod problems;
mod table;
pub(crate) mod trace;

use std::borrow::Cow;

use anstyle::Style;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

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

    /// A text that is sent as it stands.
    pub(crate) fn verbatim(&mut self, text: &str) {
        for line in text.trim_end().lines() {
            self.line(style::PLAIN, line);
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Wraps at spaces and between ideographs; never inside a figure, a date or a code with its amount.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.max(1)).word_splitter(WordSplitter::NoHyphenation).break_words(false);
    textwrap::wrap(&glued(text), options).into_iter().map(|line| line.replace(GLUE, " ")).collect()
}

/// Stands for a space at which no line may break.
const GLUE: char = '\u{a0}';

/// Glues a currency code to its amount: `USD 141.2M` is one word.
fn glued(text: &str) -> String {
    let text = harmless(text);
    let chars: Vec<char> = text.chars().collect();
    let is_code = |end: usize| {
        let before = |back: usize| end.checked_sub(back).and_then(|at| chars.get(at));
        (1..=3).all(|back| before(back).is_some_and(char::is_ascii_uppercase)) && !before(4).is_some_and(|c| c.is_alphanumeric())
    };
    let glue = |at: usize| chars[at] == ' ' && is_code(at) && chars.get(at + 1).is_some_and(char::is_ascii_digit);
    (0..chars.len()).map(|at| if glue(at) { GLUE } else { chars[at] }).collect()
}

/// Takes from a text what could change the terminal or the direction of reading; cases may come from strangers.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    if text.contains(harmful) {
        Cow::Owned(text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else if harmful(c) { '\u{fffd}' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
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
            for whole in ["USD 141,233,203", "2019-12-31", "0.315-0.325%"] {
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
