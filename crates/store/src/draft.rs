//! How does a folder become a case? File by file, in the order in which they refer to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::{
    Case, Claim, ClaimId, Code, Document, DocumentId, Entity, EntityId, Harm, Judgement, Place, Problem, Publisher, PublisherId, Rates,
    Response, Series, SeriesId,
};

use crate::case_file::{self, Head};
use crate::evidence::{self, Shelf};
use crate::fields::Fields;
use crate::fs::Folder;
use crate::names::Names;
use crate::text::{self, Parsed, Table, TextFile, define};
use crate::{DataFile, OpenError, Opened, checks, claims, data_files, entities, judgements, responses};

/// What was read so far: every id that was written, and everything that can be used.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) things: Names,
    pub(crate) publisher_names: Names,
    pub(crate) document_names: Names,
    pub(crate) claim_names: Names,
    pub(crate) series_names: Names,
    pub(crate) harms: Vec<Harm>,
    pub(crate) entities: BTreeMap<EntityId, Entity>,
    pub(crate) publishers: BTreeMap<PublisherId, Publisher>,
    pub(crate) documents: BTreeMap<DocumentId, Document>,
    pub(crate) claims: BTreeMap<ClaimId, Claim>,
    pub(crate) responses: Vec<Response>,
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) series: BTreeMap<SeriesId, Series>,
    pub(crate) rates: Rates,
    /// The subjects of every `part-of` that was written, whether its claim can be used or not.
    pub(crate) joined: BTreeSet<String>,
}

/// What an id of the namespace of entities and harms stands for.
#[derive(Debug)]
pub(crate) enum Thing<'a> {
    Entity(&'a Entity),
    Harm(&'a Harm),
    /// Nothing that can be used.
    None,
}

/// Reads a case folder.
pub(crate) fn open(dir: &Path) -> Result<Opened, OpenError> {
    let mut problems = Vec::new();
    let mut data = Vec::new();
    let case = read(dir, &mut problems, &mut data)?;
    problems.sort();
    problems.dedup();
    Ok(Opened { case, problems, data })
}

fn read(dir: &Path, problems: &mut Vec<Problem>, data: &mut Vec<DataFile>) -> Result<Option<Case>, OpenError> {
    let folder = match Folder::at(dir) {
        Ok(folder) => folder,
        Err(problem) => {
            problems.push(problem);
            return Ok(None);
        }
    };
    let case_text = match text::read(&folder, "case.toml", problems)? {
        TextFile::Text(text) => text,
        TextFile::Unusable => return Ok(None),
        TextFile::Missing => {
            let message = format!("`{}` holds no `case.toml`", folder.name);
            let hint = "`daylight init DIR` writes a new case";
            problems.push(Problem::new(Place::file("case.toml"), Code::NotACase, message, hint));
            return Ok(None);
        }
    };
    let Some(case_table) = case_text.table(problems) else { return Ok(None) };
    let case_file = Parsed::new(&case_text, case_table);
    let mut fields = case_file.top(problems);
    if !case_file::is_our_format(&mut fields) {
        return Ok(None);
    }
    let top = case_file::top(fields);
    let draft = Draft::read(&folder, &case_text, &top, problems, data)?;
    Ok(top.head.and_then(|head| draft.into_case(head, folder.name, problems)))
}

impl Draft {
    fn new() -> Self {
        Self {
            things: Names::new("entity or harm", Code::UnknownEntity),
            publisher_names: Names::new("publisher", Code::UnknownPublisher),
            document_names: Names::new("document", Code::UnknownDocument),
            claim_names: Names::new("claim", Code::UnknownClaim),
            series_names: Names::new("data file", Code::UnknownReport),
            harms: Vec::new(),
            entities: BTreeMap::new(),
            publishers: BTreeMap::new(),
            documents: BTreeMap::new(),
            claims: BTreeMap::new(),
            responses: Vec::new(),
            judgements: Vec::new(),
            series: BTreeMap::new(),
            rates: Rates::default(),
            joined: BTreeSet::new(),
        }
    }

    fn read(
        folder: &Folder,
        case_text: &text::Text,
        top: &case_file::Top<'_>,
        problems: &mut Vec<Problem>,
        data: &mut Vec<DataFile>,
    ) -> Result<Self, OpenError> {
        let mut draft = Self::new();
        let archived = folder.archived()?;

        let file = text::read(folder, "publishers.toml", problems)?;
        if let Some(parsed) = file.parse(&mut draft.publisher_names, problems) {
            let [tables] = parsed.arrays(["publisher"], problems);
            define(parsed.text, &tables, &mut draft.publisher_names);
            let found = each(parsed.text, &tables, "publisher", problems, |fields| evidence::publisher(fields, &draft.publisher_names));
            draft.publishers = found.into_iter().map(|publisher| (publisher.id.clone(), publisher)).collect();
        }

        define(case_text, &top.harms, &mut draft.things);
        let file = text::read(folder, "entities.toml", problems)?;
        if let Some(parsed) = file.parse(&mut draft.things, problems) {
            let [tables] = parsed.arrays(["entity"], problems);
            define(parsed.text, &tables, &mut draft.things);
            let found = each(parsed.text, &tables, "entity", problems, |fields| entities::read(fields, &draft.things));
            draft.entities = found.into_iter().map(|entity| (entity.id.clone(), entity)).collect();
        }
        draft.harms = each(case_text, &top.harms, "harm", problems, |fields| case_file::harm(fields, &draft));

        let file = text::read(folder, "documents.toml", problems)?;
        if let Some(parsed) = file.parse(&mut draft.document_names, problems) {
            let [tables] = parsed.arrays(["document"], problems);
            define(parsed.text, &tables, &mut draft.document_names);
            let shelf = draft.shelf(&archived);
            let found = each(parsed.text, &tables, "document", problems, |fields| evidence::document(fields, &shelf));
            draft.documents = found.into_iter().map(|document| (document.id.clone(), document)).collect();
        }

        define(case_text, &top.data, &mut draft.series_names);
        let shelf = draft.shelf(&archived);
        let entries = each(case_text, &top.data, "data file", problems, |fields| case_file::data(fields, &draft, &shelf));
        for id in draft.series_names.iter().filter(|id| entries.iter().all(|entry| entry.id.as_str() != *id)) {
            draft.document_names.unread.insert(id.to_owned());
            draft.claim_names.unread.insert(id.to_owned());
        }
        for entry in entries {
            data.push(data_files::read(folder, entry, &mut draft, problems)?);
        }

        let mut files = Vec::new();
        for name in folder.claims_files()? {
            files.push(text::read(folder, &name, problems)?);
        }
        draft.read_claims(&files, problems);

        let file = text::read(folder, "judgements.toml", problems)?;
        if let Some(parsed) = file.parse(&mut Names::new("judgement", Code::UnknownEntity), problems) {
            let [tables] = parsed.arrays(["judgement"], problems);
            draft.judgements = each(parsed.text, &tables, "judgement", problems, |fields| judgements::read(fields, &draft));
            judgements::settle(&mut draft.judgements, problems);
        }
        Ok(draft)
    }

    fn read_claims(&mut self, files: &[TextFile], problems: &mut Vec<Problem>) {
        let parsed: Vec<Parsed<'_>> = files.iter().filter_map(|file| file.parse(&mut self.claim_names, problems)).collect();
        let arrays: Vec<[Vec<Table<'_>>; 2]> = parsed.iter().map(|file| file.arrays(["claim", "response"], problems)).collect();
        for (file, [claims, _]) in parsed.iter().zip(&arrays) {
            define(file.text, claims, &mut self.claim_names);
            self.joined.extend(claims.iter().filter_map(|(table, _)| claims::joined(table)).flatten());
        }
        let mut found = Vec::new();
        for (file, [claims, _]) in parsed.iter().zip(&arrays) {
            found.extend(each(file.text, claims, "claim", problems, |fields| claims::read(fields, self)));
        }
        for (file, [_, responses]) in parsed.iter().zip(&arrays) {
            let found = each(file.text, responses, "response", problems, |fields| responses::read(fields, self));
            self.responses.extend(found);
        }
        self.claims.extend(found.into_iter().map(|claim| (claim.id.clone(), claim)));
    }

    fn into_case(self, head: Head, name: String, problems: &mut Vec<Problem>) -> Option<Case> {
        if self.harms.is_empty() {
            return None;
        }
        // Where files could not be read, the links to the harm may stand in them.
        let joined = (!self.claim_names.incomplete && !self.things.incomplete).then_some(self.joined);
        let mut case = Case {
            name,
            title: head.title,
            summary: head.summary,
            as_of: head.as_of,
            as_of_reason: head.as_of_reason,
            currency: head.currency,
            contact: head.contact,
            harms: self.harms,
            entities: self.entities,
            publishers: self.publishers,
            documents: self.documents,
            claims: self.claims,
            responses: self.responses,
            judgements: self.judgements,
            series: self.series,
            rates: self.rates,
        };
        checks::check(&mut case, joined.as_ref(), problems);
        Some(case)
    }

    fn shelf<'a>(&'a self, archived: &'a BTreeSet<String>) -> Shelf<'a> {
        Shelf { documents: &self.document_names, publisher_names: &self.publisher_names, publishers: &self.publishers, archived }
    }

    /// What an id stands for.
    pub(crate) fn thing(&self, id: &str) -> Thing<'_> {
        if let Some(entity) = self.entities.get(id) {
            return Thing::Entity(entity);
        }
        self.harms.iter().find(|harm| harm.id.as_str() == id).map_or(Thing::None, Thing::Harm)
    }

    /// The entity that a field names; it spoils the table where it cannot be used.
    pub(crate) fn entity(&self, fields: &mut Fields<'_, '_>, name: &'static str) -> Option<EntityId> {
        let (text, field) = fields.reference(name, &self.things)?;
        match self.thing(text) {
            Thing::Entity(entity) => return Some(entity.id.clone()),
            Thing::Harm(_) => {
                let message = format!("`{text}` is a harm, and `{name}` is an entity");
                fields.tell_at(field, Code::WrongType, message, "name an entity");
            }
            Thing::None => fields.spoil(),
        }
        None
    }

    /// The body that a field names: somebody who can hold money.
    pub(crate) fn body(&self, fields: &mut Fields<'_, '_>, name: &'static str) -> Option<EntityId> {
        let id = self.entity(fields, name)?;
        let schema = self.entities.get(&id).map(|entity| entity.schema)?;
        if !schema.is_body() {
            let field = fields.get(name)?;
            let message = format!("`{id}` is a {}, which holds nothing", schema.as_str());
            fields.tell_at(field, Code::WrongType, message, format!("name a body as `{name}`: a company, an organization, a public body"));
        }
        Some(id)
    }

    /// The document that a field names; it spoils the table where it cannot be used.
    pub(crate) fn document(&self, fields: &mut Fields<'_, '_>, name: &'static str) -> Option<DocumentId> {
        let (text, _) = fields.reference(name, &self.document_names)?;
        let id = self.documents.get_key_value(text).map(|(id, _)| id.clone());
        if id.is_none() {
            fields.spoil();
        }
        id
    }

    /// The claims that a field lists, rows of data files among them; some may turn out to be of no use.
    pub(crate) fn claim_list(&self, fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Vec<ClaimId>> {
        let mut claims = Vec::new();
        for (text, field) in fields.list(name)? {
            if !fields.refer(text, field, &self.claim_names) {
                continue;
            }
            let row = self.claims.get_key_value(text).map(|(id, _)| id.clone());
            match row.or_else(|| ClaimId::parse(text).ok()) {
                Some(id) if !claims.contains(&id) => claims.push(id),
                Some(_) => {}
                None => fields.spoil(),
            }
        }
        Some(claims)
    }
}

/// Reads each table of an array.
fn each<'a, T>(
    text: &'a text::Text,
    tables: &'a [Table<'a>],
    what: &'static str,
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(Fields<'_, '_>) -> Option<T>,
) -> Vec<T> {
    tables.iter().filter_map(|(table, span)| read(Fields::new(text, table, span.clone(), what, problems))).collect()
}
