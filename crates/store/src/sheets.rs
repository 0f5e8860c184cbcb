//! Which tables stand in which file? Every file of a case but `case.toml`, its tables sorted by kind.

use std::collections::{BTreeMap, BTreeSet};

use model::Problem;

use crate::OpenError;
use crate::fields::Fields;
use crate::fs::Folder;
use crate::names::Names;
use crate::text::{self, Parsed, Table, Text, TextFile};

/// The kinds of tables that a case has beside those of `case.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Entity,
    Publisher,
    Document,
    Judgement,
    Claim,
    Response,
}

impl Kind {
    /// Every kind: a small case is easier to read in one file.
    pub(crate) const ALL: [Self; 6] = [Self::Entity, Self::Publisher, Self::Document, Self::Judgement, Self::Claim, Self::Response];

    /// The name of its array in files, and what messages call one of its tables.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Publisher => "publisher",
            Self::Document => "document",
            Self::Judgement => "judgement",
            Self::Claim => "claim",
            Self::Response => "response",
        }
    }
}

/// The files that are for one kind each.
const OWN_FILES: [(&str, &[Kind]); 4] = [
    ("entities.toml", &[Kind::Entity]),
    ("publishers.toml", &[Kind::Publisher]),
    ("documents.toml", &[Kind::Document]),
    ("judgements.toml", &[Kind::Judgement]),
];

/// A text file and the kinds of tables that are looked for in it.
#[derive(Debug)]
pub(crate) struct File {
    content: TextFile,
    kinds: &'static [Kind],
}

/// Reads the text files of a case, those of one kind before those of `claims/`.
pub(crate) fn files(folder: &Folder, problems: &mut Vec<Problem>) -> Result<Vec<File>, OpenError> {
    let mut files = Vec::new();
    for (name, kinds) in OWN_FILES {
        files.push(File { content: text::read(folder, name, problems)?, kinds });
    }
    for name in folder.claims_files()? {
        files.push(File { content: text::read(folder, &name, problems)?, kinds: &Kind::ALL });
    }
    Ok(files)
}

/// Parses files; `unread` gets the kinds of which tables are likely to stand in what could not be read.
pub(crate) fn parse<'a>(files: &'a [File], unread: &mut BTreeSet<Kind>, problems: &mut Vec<Problem>) -> Vec<Parsed<'a>> {
    let mut found = Vec::new();
    for file in files {
        match file.content.parse(problems) {
            Ok(parsed) => found.extend(parsed),
            Err(text::Unread) => unread.extend(file.kinds),
        }
    }
    found
}

/// The tables of one kind in one file.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    text: &'a Text,
    tables: Vec<Table<'a>>,
}

impl<'a> Sheet<'a> {
    /// Tables of a file.
    pub(crate) fn new(text: &'a Text, tables: Vec<Table<'a>>) -> Self {
        Self { text, tables }
    }
}

/// The tables of a case by kind; of each kind in the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Sheets<'a> {
    by_kind: BTreeMap<Kind, Vec<Sheet<'a>>>,
}

impl<'a> Sheets<'a> {
    /// Sorts the tables of files; what else stands in them is told.
    pub(crate) fn sort(files: &'a [Parsed<'a>], problems: &mut Vec<Problem>) -> Self {
        let mut sheets = Self::default();
        for file in files {
            let mut fields = file.top("file", problems);
            // A table is read wherever it stands: a claim in `documents.toml` is no less a claim.
            for kind in Kind::ALL {
                let tables = fields.tables(kind.as_str(), &format!("`[[{}]]`", kind.as_str())).unwrap_or_default();
                sheets.by_kind.entry(kind).or_default().push(Sheet::new(file.text, tables));
            }
            fields.finish();
        }
        sheets
    }

    /// The sheets of one kind.
    pub(crate) fn of(&self, kind: Kind) -> &[Sheet<'a>] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Every table of one kind.
    pub(crate) fn tables(&self, kind: Kind) -> impl Iterator<Item = &Table<'a>> {
        self.of(kind).iter().flat_map(|sheet| &sheet.tables)
    }
}

/// Notes the ids of tables before any of them is read, so that they may refer to each other.
pub(crate) fn define(sheets: &[Sheet<'_>], names: &mut Names) {
    for sheet in sheets {
        for (table, span) in &sheet.tables {
            if let Some(id) = table.get("id").and_then(|id| id.get_ref().as_str()) {
                names.define(id.trim(), &sheet.text.place(span), span.start);
            }
        }
    }
}

/// Reads each table; `what` it is stands in messages.
pub(crate) fn each<'a, T>(
    sheets: &'a [Sheet<'a>],
    what: &'static str,
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(Fields<'_, '_>) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for sheet in sheets {
        for (table, span) in &sheet.tables {
            found.extend(read(Fields::new(sheet.text, table, span.clone(), what, problems)));
        }
    }
    found
}
