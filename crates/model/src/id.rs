//! Which thing is meant? One id type per kind of thing, so that a claim is never taken for a document.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest id that a person may write; the longest in the example case has 47 characters.
pub const MAX_ID_LENGTH: usize = 100;

/// An id that is not of the form `a-z`, `0-9`, `-`, `.`, `_`, starting with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id")]
pub struct IdError {
    /// What was written, cut to [`MAX_ID_LENGTH`] characters.
    pub text: String,
}

fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_'))
        && text.len() <= MAX_ID_LENGTH
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads an id as a person writes it: lower-case ASCII letters, digits, `-`, `.` and `_`.
            ///
            /// # Errors
            /// [`IdError`] for any other text.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if is_id(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError { text: text.chars().take(MAX_ID_LENGTH).collect() })
                }
            }

            /// The id as it stands in the case.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// Names an entity or a harm; both live in one namespace, because claims speak of both.
    EntityId
);
id!(
    /// Names a claim; a row of a data file has the id `FILE/LINE`, a cell of a wide one `FILE/LINE/COLUMN`.
    ClaimId
);
id!(
    /// Names a document; a report of a data file has the id `FILE/DATE`, a data file of links `FILE/file`.
    DocumentId
);
id!(
    /// Names a publisher.
    PublisherId
);
id!(
    /// Names a data file, or the series of reports that one or several of them make.
    SeriesId
);

impl ClaimId {
    /// The id of the claim that a row of a data file makes; no written id holds a `/`.
    pub fn of_row(file: &SeriesId, line: u32) -> Self {
        Self(format!("{file}/{line}").into())
    }

    /// The id of the claim that a cell of a row makes, where a row holds many.
    pub fn of_cell(file: &SeriesId, line: u32, column: &str) -> Self {
        Self(format!("{file}/{line}/{column}").into())
    }
}

impl DocumentId {
    /// The id of one dated report inside a data file; no written id holds a `/`.
    pub fn of_report(file: &SeriesId, as_of: crate::Day) -> Self {
        Self(format!("{file}/{as_of}").into())
    }

    /// The id of a data file that is one document; no written id holds a `/`.
    pub fn of_file(file: &SeriesId) -> Self {
        Self(format!("{file}/file").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        for good in ["hikvision", "ipvm-2018-10-02", "3m", "a.b_c"] {
            assert!(EntityId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "Hikvision", "a b", "a/b", "海康", &"a".repeat(101)] {
            assert!(EntityId::parse(bad).is_err(), "{bad}");
        }
    }
}
