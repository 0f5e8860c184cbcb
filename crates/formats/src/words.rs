//! Which word of a list is meant? Exactly one of them, and the hint names them all.

use model::Code;

use crate::figures::{Fault, shown};

/// Reads a word of a list.
///
/// # Errors
/// A [`Fault`] with the code `unknown-word`.
pub fn parse<T: Copy>(column: &str, word: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, Fault> {
    all.iter().copied().find(|w| as_str(*w) == word).ok_or_else(|| Fault {
        code: Code::UnknownWord,
        message: format!("`{}` is no word for `{column}`", shown(word)),
        hint: format!("write one of {}", all.iter().map(|w| as_str(*w)).collect::<Vec<_>>().join(", ")),
    })
}
