//! Which characters may an answer print? Cases may come from strangers, and so may what stands in their texts.

use std::borrow::Cow;

/// Whether a character could change a terminal, break a line or turn the direction of reading.
pub fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}')
}

/// A text without what is harmful: line ends and tabs become spaces, the rest the sign for what cannot be shown.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let shown = |c| match c {
        '\n' | '\t' => ' ',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    };
    if text.contains(is_harmful) { Cow::Owned(text.chars().map(shown).collect()) } else { Cow::Borrowed(text) }
}

/// A text in one line: white space and control characters, however many, become single spaces.
///
/// What a case says must not begin a line of its own in a letter that somebody signs.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_paints_nothing_and_turns_nothing() {
        assert_eq!(harmless("a\nb\tc"), "a b c");
        for c in "\u{1b}\u{7}\u{9b}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}".chars() {
            assert_eq!(harmless(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
        assert_eq!(harmless("杭州 Société A; B"), "杭州 Société A; B");
    }

    #[test]
    fn a_text_is_one_line() {
        assert_eq!(one_line(" a\r\n\r\n b\u{2028}c\u{85}d\u{1b}\u{1b}e\u{b}\tf "), "a b c d e f");
    }
}
