//! What does a table say? A reader that hands out the fields of a table and collects everything that is wrong with them.

use std::ops::Range;

use model::{Code, Place, Problem, Severity};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::names::suggest;
use crate::sheets::Kind;
use crate::text::Text;

/// One table being read. Every field that is asked for is a known one; [`Fields::finish`] tells of the others.
#[derive(Debug)]
pub(crate) struct Fields<'a, 'p> {
    text: &'a Text,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    what: &'static str,
    label: String,
    asked: Vec<&'static str>,
    broken: bool,
    problems: &'p mut Vec<Problem>,
}

/// A field that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'static str,
    pub(crate) value: &'a DeValue<'a>,
    span: (usize, usize),
}

impl<'a> Field<'a> {
    /// A value with the name of the field that it belongs to.
    pub(crate) fn of(name: &'static str, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { name, value: value.get_ref(), span: (value.span().start, value.span().end) }
    }

    /// Where it stands, in bytes.
    pub(crate) fn range(self) -> Range<usize> {
        self.span.0..self.span.1
    }
}

impl<'a, 'p> Fields<'a, 'p> {
    /// Starts to read a table; `what` it is stands in messages: "claim".
    pub(crate) fn new(
        text: &'a Text,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        what: &'static str,
        problems: &'p mut Vec<Problem>,
    ) -> Self {
        Self { text, table, span, what, label: format!("the {what}"), asked: Vec::new(), broken: false, problems }
    }

    /// Starts to read a table inside this one.
    pub(crate) fn inner(&mut self, table: &'a DeTable<'a>, span: Range<usize>, what: &'static str) -> Fields<'a, '_> {
        Fields {
            text: self.text,
            table,
            span,
            what,
            label: format!("the {what}"),
            asked: Vec::new(),
            broken: false,
            problems: self.problems,
        }
    }

    /// Where the table starts.
    pub(crate) fn place(&self) -> Place {
        self.text.place(&self.span)
    }

    /// Where the table starts, in bytes: tells two tables on one line apart.
    pub(crate) fn offset(&self) -> usize {
        self.span.start
    }

    /// Where a value stands.
    pub(crate) fn place_of(&self, field: Field<'_>) -> Place {
        self.text.place(&field.range())
    }

    /// Calls the table by its id from here on.
    pub(crate) fn call(&mut self, id: &str) {
        self.label = format!("the {} `{}`", self.what, formats::figures::shown(id));
    }

    /// How messages call the table.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Tells a problem; an error makes the table unusable.
    pub(crate) fn tell(&mut self, problem: Problem) {
        self.broken |= problem.severity() == Severity::Error;
        self.problems.push(problem);
    }

    /// Tells a problem that costs the table no more than one value.
    pub(crate) fn tell_lightly(&mut self, field: Field<'_>, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        let problem = Problem::new(self.place_of(field), code, message, hint);
        self.problems.push(problem);
    }

    /// Makes the table unusable without a word, because the reason is told elsewhere.
    pub(crate) fn spoil(&mut self) {
        self.broken = true;
    }

    /// Tells a problem at a field.
    pub(crate) fn tell_at(&mut self, field: Field<'_>, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.tell(Problem::new(self.place_of(field), code, message, hint));
    }

    /// Tells a problem at the head of the table.
    pub(crate) fn tell_here(&mut self, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.tell(Problem::new(self.place(), code, message, hint));
    }

    /// Tells that a field must be there.
    pub(crate) fn missing(&mut self, name: &str, hint: impl Into<String>) {
        let message = format!("{} has no `{name}`", self.label);
        self.tell_here(Code::MissingField, message, hint);
    }

    /// Tells that a field has a value of another type.
    pub(crate) fn wrong_type(&mut self, field: Field<'_>, expected: &str, hint: impl Into<String>) {
        let message = format!("`{}` is {}, not {expected}", field.name, type_of(field.value));
        self.tell_at(field, Code::WrongType, message, hint);
    }

    /// The value of a field, if it is there.
    pub(crate) fn get(&mut self, name: &'static str) -> Option<Field<'a>> {
        self.asked.push(name);
        let value = self.table.get(name)?;
        Some(Field::of(name, value))
    }

    /// A text that is not empty.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<&'a str> {
        let field = self.get(name)?;
        self.text_of(field)
    }

    /// The text of a field; `None` where it is empty.
    pub(crate) fn text_of(&mut self, field: Field<'a>) -> Option<&'a str> {
        let DeValue::String(text) = field.value else {
            let hint = match field.value {
                DeValue::Array(_) | DeValue::Table(_) => format!("write `{} = \"...\"`", field.name),
                value => format!("put it in quotes: `{} = \"{}\"`", field.name, plain(value)),
            };
            self.wrong_type(field, "a text", hint);
            return None;
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// A text that must be there and not be empty.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<&'a str> {
        let Some(field) = self.get(name) else {
            self.missing(name, format!("add `{name} = \"...\"`"));
            return None;
        };
        let is_text = matches!(field.value, DeValue::String(_));
        let text = self.text_of(field);
        if text.is_none() && is_text {
            let message = format!("{} has an empty `{name}`", self.label);
            self.tell_at(field, Code::MissingField, message, "write something between the quotes");
        }
        text
    }

    /// A text that may be left out, owned.
    pub(crate) fn owned(&mut self, name: &'static str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// `true` or `false`; left out: `false`.
    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        let Some(field) = self.get(name) else { return false };
        if let DeValue::Boolean(flag) = field.value {
            return *flag;
        }
        self.wrong_type(field, "true or false", format!("write `{name} = true` without quotes, or leave it out"));
        false
    }

    /// A list of texts, each with its field; a single text is a list of one.
    pub(crate) fn list(&mut self, name: &'static str) -> Option<Vec<(&'a str, Field<'a>)>> {
        let field = self.get(name)?;
        let DeValue::Array(items) = field.value else {
            return Some(self.text_of(field).map(|text| (text, field)).into_iter().collect());
        };
        let mut list = Vec::new();
        for item in items {
            let item = Field::of(name, item);
            list.extend(self.text_of(item).map(|text| (text, item)));
        }
        Some(list)
    }

    /// The tables of a list, each with its span; `None` where the field is not there.
    pub(crate) fn tables(&mut self, name: &'static str, example: &str) -> Option<Vec<(&'a DeTable<'a>, Range<usize>)>> {
        let field = self.get(name)?;
        let DeValue::Array(items) = field.value else {
            self.wrong_type(field, "a list of tables", format!("write {example}"));
            return Some(Vec::new());
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, item.span())),
                _ => self.wrong_type(Field::of(name, item), "a table", format!("write {example}")),
            }
        }
        Some(tables)
    }

    /// One word of a list.
    pub(crate) fn word<T: Copy>(&mut self, name: &'static str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
        let field = self.get(name)?;
        let text = self.text_of(field)?;
        let found = all.iter().copied().find(|word| as_str(*word) == text);
        if found.is_none() {
            let words = all.iter().map(|word| as_str(*word));
            let listed = words.clone().collect::<Vec<_>>().join(", ");
            let hint = match suggest(text, words) {
                Some(meant) => format!("did you mean `{meant}`? the words are {listed}"),
                None => format!("the words are {listed}"),
            };
            self.tell_at(field, Code::UnknownWord, format!("`{}` is no word for `{name}`", formats::figures::shown(text)), hint);
        }
        found
    }

    /// One word of a list that must be there.
    pub(crate) fn required_word<T: Copy>(&mut self, name: &'static str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
        if !self.has(name) {
            self.asked.push(name);
            let words = all.iter().map(|word| as_str(*word)).collect::<Vec<_>>().join(", ");
            self.missing(name, format!("add `{name}`, one of {words}"));
            return None;
        }
        self.word(name, all, as_str)
    }

    /// Whether a field says anything, right or wrong.
    pub(crate) fn has(&self, name: &str) -> bool {
        !self.is_blank(name)
    }

    /// Whether a field says nothing: it is not there, or an empty text, or a list of nothing but such.
    pub(crate) fn is_blank(&self, name: &str) -> bool {
        let blank = |value: &DeValue<'_>| value.as_str().is_some_and(|text| text.trim().is_empty());
        self.table.get(name).is_none_or(|value| match value.get_ref() {
            DeValue::Array(items) => items.iter().all(|item| blank(item.get_ref())),
            value => blank(value),
        })
    }

    /// Tells of every field that was not asked for; `true` where the table can be used.
    pub(crate) fn finish(self) -> bool {
        let mut sorted = self.asked;
        sorted.sort_unstable();
        sorted.dedup();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if sorted.binary_search(&name).is_ok() {
                continue;
            }
            let elsewhere = self.what == "file" && Kind::ALL.iter().any(|kind| kind.as_str() == name);
            let hint = match suggest(name, sorted.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if elsewhere => format!("write `[[{name}]]` into a file of `claims/` or its own file"),
                None => format!("the fields are {}", sorted.join(", ")),
            };
            let message = format!("`{}` is no field of {} and is not read", formats::figures::shown(name), self.label);
            self.problems.push(Problem::new(self.text.place(&key.span()), Code::UnknownField, message, hint));
        }
        !self.broken
    }
}

/// What a value is, as a message says it.
fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A plain value as it would stand in quotes.
pub(crate) fn plain(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(figure) => figure.to_string(),
        DeValue::Float(figure) => figure.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => "...".to_owned(),
    }
}
