//! Is there such a thing? The ids of one namespace, where each stands, and what was perhaps meant.

use std::collections::{BTreeMap, BTreeSet};

use model::{Code, Place, Problem};

/// The ids of one kind of thing.
#[derive(Debug)]
pub(crate) struct Names {
    kind: &'static str,
    unknown: Code,
    ids: BTreeMap<String, Named>,
    /// A file that may define more ids could not be read: an unknown id is then no news.
    pub(crate) incomplete: bool,
    /// Data files that cannot be read: an unknown `SERIES/...` of theirs is no news either.
    pub(crate) unread: BTreeSet<String>,
}

#[derive(Debug)]
struct Named {
    place: Place,
    offset: usize,
}

impl Names {
    /// No ids yet, of things that are called `kind`.
    pub(crate) fn new(kind: &'static str, unknown: Code) -> Self {
        Self { kind, unknown, ids: BTreeMap::new(), incomplete: false, unread: BTreeSet::new() }
    }

    /// Notes that an id is given to what stands at a place and offset; the first to have it keeps it.
    pub(crate) fn define(&mut self, id: &str, place: &Place, offset: usize) {
        self.ids.entry(id.to_owned()).or_insert_with(|| Named { place: place.clone(), offset });
    }

    /// The problem of a thing with an id that an earlier one has.
    pub(crate) fn duplicate(&self, id: &str, place: &Place, offset: usize, at: Place) -> Option<Problem> {
        let first = self.ids.get(id)?;
        let same = first.offset == offset && first.place.file == place.file;
        (!same).then(|| {
            let message = format!("the id `{id}` stands already at {}", first.place);
            Problem::new(at, Code::DuplicateId, message, "give each its own id; the first is used")
        })
    }

    /// The problem of an id that nothing has; `None` where something has it, or may have it.
    pub(crate) fn unknown(&self, id: &str, place: Place) -> Option<Problem> {
        let unread = id.split_once('/').is_some_and(|(series, _)| self.unread.contains(series));
        if self.incomplete || unread || self.ids.contains_key(id) {
            return None;
        }
        let message = format!("no {} has the id `{}`", self.kind, formats::figures::shown(id));
        let hint = match suggest(id, self.ids.keys().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "add one, or write the id of one that the case has".to_owned(),
        };
        Some(Problem::new(place, self.unknown, message, hint))
    }

    /// Whether an id is given in a file.
    pub(crate) fn stands_in(&self, id: &str, file: &str) -> bool {
        self.ids.get(id).is_some_and(|named| &*named.place.file == file)
    }

    /// Every id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }
}

/// Longest word for which a suggestion is looked for.
const MAX_SUGGESTED: usize = 100;

/// What was perhaps meant by a word: the nearest of the candidates, where it is near.
pub(crate) fn suggest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase().replace([' ', '_'], "-");
    if word.is_empty() || word.len() > MAX_SUGGESTED {
        return None;
    }
    let limit = (word.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let plain = candidate.to_lowercase().replace('_', "-");
        // What somebody began to write and left out the end of is near, however long the end is.
        let distance = if plain.starts_with(&word) && word.len() >= 3 {
            1
        } else if plain.len().abs_diff(word.len()) > limit {
            continue;
        } else {
            strsim::damerau_levenshtein(&word, &plain)
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_near() {
        let meant = |word: &str, all: &[&'static str]| suggest(word, all.iter().copied());
        assert_eq!(meant("ipvm-2018-10", &["ipvm-2018-10-02", "ipvm-2019-01-01"]), Some("ipvm-2018-10-02"));
        assert_eq!(meant("Hikvision", &["dahua", "hikvision"]), Some("hikvision"));
        assert_eq!(meant("suplies", &["supplies", "serves"]), Some("supplies"));
        assert_eq!(meant("as of", &["as_of"]), Some("as_of"));
        assert_eq!(meant("x", &["supplies", "serves"]), None);
        assert_eq!(meant("", &["a"]), None);
        assert_eq!(meant("apple", &["hikvision"]), None);
    }
}
