//! Is there such a thing? The ids of one namespace, where each stands, and what was perhaps meant.

use std::cell::RefCell;
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
    suggestions: Suggestions,
}

#[derive(Debug)]
struct Named {
    place: Place,
    offset: usize,
}

impl Names {
    /// No ids yet, of things that are called `kind`.
    pub(crate) fn new(kind: &'static str, unknown: Code) -> Self {
        Self { kind, unknown, ids: BTreeMap::new(), incomplete: false, unread: BTreeSet::new(), suggestions: Suggestions::default() }
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

    /// Whether something has an id, or may have it.
    pub(crate) fn may_have(&self, id: &str) -> bool {
        let unread = id.split_once('/').is_some_and(|(series, _)| self.unread.contains(series));
        self.incomplete || unread || self.ids.contains_key(id)
    }

    /// The problem of an id that nothing has; `None` where something has it, or may have it.
    pub(crate) fn unknown(&self, id: &str, place: Place) -> Option<Problem> {
        if self.may_have(id) {
            return None;
        }
        let message = format!("no {} has the id `{}`", self.kind, formats::figures::shown(id));
        let hint = match self.suggestions.meant(id, || suggest(id, self.iter()).map(str::to_owned)) {
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

/// How many words of one kind a suggestion is looked for. Each is compared with every candidate; where so many are unknown, a
/// file is missing or was renamed, and nobody mistyped.
const MAX_SUGGESTIONS: usize = 50;

/// What was perhaps meant by the first unknown words of one kind; a word that comes again is not looked for again.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    found: RefCell<BTreeMap<String, Option<String>>>,
}

impl Suggestions {
    /// What was perhaps meant by a word; `look` is called only for the first words.
    pub(crate) fn meant(&self, word: &str, look: impl FnOnce() -> Option<String>) -> Option<String> {
        let mut found = self.found.borrow_mut();
        if let Some(meant) = found.get(word) {
            return meant.clone();
        }
        if found.len() >= MAX_SUGGESTIONS {
            return None;
        }
        found.entry(word.to_owned()).or_insert_with(look).clone()
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
    // How far a candidate may be: less with each that is found, so that most are passed over without a comparison.
    let mut limit = (word.chars().count() / 3).max(1);
    let letters = Letters::of(&word);
    let mut best = None;
    for candidate in candidates {
        let plain = candidate.to_lowercase().replace('_', "-");
        // What somebody began to write and left out the end of is near, however long the end is.
        let distance = if plain.starts_with(&word) && word.len() >= 3 {
            1
        } else if plain.len().abs_diff(word.len()) > limit || letters.least_distance(&plain) > limit {
            continue;
        } else {
            strsim::damerau_levenshtein(&word, &plain)
        };
        if distance <= limit {
            best = Some(candidate);
            let Some(nearer) = distance.checked_sub(1) else { break };
            limit = nearer;
        }
    }
    best
}

/// How often each letter stands in a word; letters that are alike in their last bits are counted as one.
#[derive(Debug)]
struct Letters([i16; 64]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self([0; 64]);
        letters.count(word, 1);
        letters
    }

    fn count(&mut self, word: &str, by: i16) {
        for letter in word.chars() {
            if let Some(count) = self.0.get_mut(letter as usize % 64) {
                *count = count.saturating_add(by);
            }
        }
    }

    /// How many changes lead to another word at least: each adds, takes away or replaces one letter at most.
    fn least_distance(&self, other: &str) -> usize {
        let mut left = Self(self.0);
        left.count(other, -1);
        let over = left.0.iter().filter(|count| **count > 0).map(|count| usize::from(count.unsigned_abs())).sum::<usize>();
        let under = left.0.iter().filter(|count| **count < 0).map(|count| usize::from(count.unsigned_abs())).sum();
        over.max(under)
    }
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
        // The nearest, and the first of those that are equally near.
        assert_eq!(meant("suplies", &["supplier", "supplies", "suppliez"]), Some("supplies"));
        assert_eq!(meant("paper-3", &["paper-1", "paper-2"]), Some("paper-1"));
        assert_eq!(meant("ipmv-2018", &["ipvm-2018"]), Some("ipvm-2018"));
    }

    #[test]
    fn letters_never_promise_more_than_the_distance() {
        let words = ["", "a", "ab", "ba", "supplies", "suplies", "serves", "ipvm-2018-10-02", "2018-10-02-ipvm", "制造商", "制造"];
        for (left, right) in words.iter().flat_map(|left| words.map(|right| (*left, right))) {
            assert!(Letters::of(left).least_distance(right) <= strsim::damerau_levenshtein(left, right), "{left} {right}");
        }
    }

    #[test]
    fn suggestions_are_looked_for_a_bounded_number_of_times() {
        let suggestions = Suggestions::default();
        let mut looked = 0;
        for word in (0..3).flat_map(|_| (0..200).map(|n| n.to_string())) {
            let meant = suggestions.meant(&word, || {
                looked += 1;
                Some(word.clone())
            });
            assert!(meant.is_none_or(|meant| meant == word));
        }
        assert_eq!(looked, MAX_SUGGESTIONS);
    }
}
