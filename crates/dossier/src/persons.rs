//! How does an answer speak of persons? By their public role alone; the case keeps their names so that they can be found.

use model::{Case, Entity, Schema};

use crate::plain::one_line;

/// What is printed in place of which names.
#[derive(Debug)]
pub(crate) struct Persons {
    /// What is looked for, longest first, with what is printed; that is the same for names that only contain a person's.
    names: Vec<(String, String)>,
}

impl Persons {
    pub(crate) fn new(case: &Case) -> Self {
        let is_person = |entity: &&Entity| entity.schema == Schema::Person;
        let called = |entity: &Entity| {
            let names = std::iter::once(&entity.name).chain(&entity.aliases);
            names.map(|name| one_line(name)).filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        let persons: Vec<&Entity> = case.entities.values().filter(is_person).collect();
        let mut names: Vec<(String, String)> =
            persons.iter().flat_map(|person| called(person).into_iter().map(|name| (name, role(person)))).collect();
        let mut kept: Vec<String> = persons.iter().filter_map(|person| person.role.as_deref()).map(one_line).collect();
        if !names.is_empty() {
            // The company or foundation that bears somebody's name keeps its own.
            let others = case.entities.values().filter(|entity| !is_person(entity)).flat_map(called);
            kept.extend(others.filter(|other| names.iter().any(|(name, _)| other.contains(name.as_str()) && other != name)));
        }
        names.extend(kept.into_iter().filter(|name| !name.is_empty()).map(|name| (name.clone(), name)));
        names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Self { names }
    }

    /// A text in one line, in which persons stand by their role; only whole words are names.
    pub(crate) fn written(&self, text: &str) -> String {
        let text = one_line(text);
        if !self.names.iter().any(|(name, _)| text.contains(name.as_str())) {
            return text;
        }
        let mut told = String::with_capacity(text.len());
        let (mut before, mut rest) = (None, text.as_str());
        while let Some(c) = rest.chars().next() {
            let here = |name: &str| {
                let after = rest.strip_prefix(name)?;
                (!joined(before, name.chars().next()) && !joined(name.chars().last(), after.chars().next())).then_some(after)
            };
            if let Some((name, shown, after)) = self.names.iter().find_map(|(name, shown)| Some((name, shown, here(name)?))) {
                match shown.strip_prefix('t').filter(|_| told.is_empty() && name != shown) {
                    Some(shown) => told.extend(["T", shown]),
                    None => told.push_str(shown),
                }
                (before, rest) = (name.chars().last(), after);
            } else {
                told.push(c);
                (before, rest) = (Some(c), &rest[c.len_utf8()..]);
            }
        }
        told
    }
}

/// The name of an entity, a harm or a publisher in one line; of a person, the public role.
pub(crate) fn name_of(case: &Case, id: &str) -> String {
    match case.entities.get(id) {
        Some(person) if person.schema == Schema::Person => role(person),
        _ => one_line(case.name_of(id)),
    }
}

fn role(person: &Entity) -> String {
    format!("the {}", one_line(person.role.as_deref().unwrap_or("holder of a public role")))
}

/// Whether two neighbours belong to one word. Scripts that write no spaces can end a word after every sign.
fn joined(one: Option<char>, other: Option<char>) -> bool {
    let mark = |c: char| matches!(c, '\u{300}'..='\u{36f}');
    let letter = |c: char| (c.is_alphanumeric() || c == '_' || mark(c)) && !without_spaces(c);
    one.zip(other).is_some_and(|(one, other)| mark(other) || (letter(one) && letter(other)))
}

fn without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let names =
            [("Alibaba Ali", "Alibaba Ali"), ("mayor of Ali", "mayor of Ali"), ("Ali", "the mayor of Ali"), ("周曦", "the founder")];
        Persons { names: names.map(|(name, shown)| (name.to_owned(), shown.to_owned())).to_vec() }.written(text)
    }

    #[test]
    fn only_whole_words_are_names() {
        for same in ["Alibaba", "Al-Bali", "Ali\u{301}", "xAli", "Ali2", "Alié", "Alibaba Ali sold it"] {
            assert_eq!(written(same), same);
        }
        assert_eq!(written("Ali and Alibaba: Ali's (Ali)."), "The mayor of Ali and Alibaba: the mayor of Ali's (the mayor of Ali).");
        assert_eq!(written("公司由周曦创立"), "公司由the founder创立");
    }

    #[test]
    fn a_role_is_not_replaced_again() {
        let once = written("Ali, said Ali");
        assert_eq!(once, "The mayor of Ali, said the mayor of Ali");
        assert_eq!(written(&once), once);
    }
}
