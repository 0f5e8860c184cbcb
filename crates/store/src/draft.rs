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
use crate::fs::{Folder, Overlay};
use crate::judgements::Decision;
use crate::matching::Matcher;
use crate::names::{Names, Suggestions};
use crate::sheets::{self, Kind, Sheet, Sheets, define, each};
use crate::text::{self, Parsed, TextFile};
use crate::{DataFile, OpenError, Opened, checks, claims, data_entries, data_files, data_holdings, entities, judgements, responses};

/// What was read so far: every id that was written, and everything that can be used.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) things: Names,
    pub(crate) publisher_names: Names,
    pub(crate) document_names: Names,
    pub(crate) claim_names: Names,
    pub(crate) data_names: Names,
    /// For ids that may be those of entities or of publishers.
    pub(crate) speakers: Suggestions,
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

/// Reads a case folder, as it would be with what is laid over it.
pub(crate) fn open(dir: &Path, over: Overlay) -> Result<Opened, OpenError> {
    let mut problems = Vec::new();
    let mut data = Vec::new();
    let case = read(dir, over, &mut problems, &mut data)?;
    problems.sort();
    problems.dedup();
    Ok(Opened { case, problems, data })
}

fn read(dir: &Path, over: Overlay, problems: &mut Vec<Problem>, data: &mut Vec<DataFile>) -> Result<Option<Case>, OpenError> {
    let folder = match Folder::at(dir) {
        Ok(folder) => folder.under(over),
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
    let mut fields = case_file.top("case", problems);
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
            data_names: Names::new("data file", Code::UnknownReport),
            speakers: Suggestions::default(),
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
        let files = sheets::files(folder, problems)?;
        let mut unread = BTreeSet::new();
        let parsed = sheets::parse(&files, &mut unread, problems);
        let sheets = Sheets::sort(&parsed, problems);
        let harms = [Sheet::new(case_text, top.harms.clone())];
        let of_entities = |(table, _): &&text::Table<'_>| table.get("format").and_then(|f| f.get_ref().as_str()) == Some("entities");
        let entity_files = [Sheet::new(case_text, top.data.iter().filter(of_entities).cloned().collect())];
        let data_files = [Sheet::new(case_text, top.data.iter().filter(|table| !of_entities(table)).cloned().collect())];
        define(&harms, &mut draft.things);
        define(&[Sheet::new(case_text, top.data.clone())], &mut draft.data_names);
        draft.define(&sheets, &unread);

        let found = each(sheets.of(Kind::Publisher), "publisher", problems, |fields| evidence::publisher(fields, &draft.publisher_names));
        draft.publishers = found.into_iter().map(|publisher| (publisher.id.clone(), publisher)).collect();
        let found = each(sheets.of(Kind::Entity), "entity", problems, |fields| entities::read(fields, &draft.things));
        draft.entities = found.into_iter().map(|entity| (entity.id.clone(), entity)).collect();
        let shelf = draft.shelf(&archived);
        let entries = each(&entity_files, "data file", problems, |fields| data_entries::read(fields, &draft, &shelf));
        if entries.len() < top.data.iter().filter(of_entities).count() {
            draft.things.incomplete = true;
        }
        let nobody = Matcher::default();
        for entry in &entries {
            data.push(data_files::read(folder, entry, &nobody, &mut draft, problems)?);
        }
        draft.harms = each(&harms, "harm", problems, |fields| case_file::harm(fields, &draft));

        let shelf = draft.shelf(&archived);
        let found = each(sheets.of(Kind::Document), "document", problems, |fields| evidence::document(fields, &shelf));
        let mut entries = each(&data_files, "data file", problems, |fields| data_entries::read(fields, &draft, &shelf));
        draft.series = data_entries::series(&mut entries, problems);
        draft.documents = found.into_iter().map(|document| (document.id.clone(), document)).collect();
        for id in draft.data_names.iter().filter(|id| entries.iter().all(|entry| entry.id.as_str() != *id)) {
            draft.document_names.unread.insert(id.to_owned());
            draft.claim_names.unread.insert(id.to_owned());
        }
        let matcher = draft.judge(&sheets, top, problems);
        for entry in &entries {
            data.push(data_files::read(folder, entry, &matcher, &mut draft, problems)?);
        }
        data_holdings::tell_proposals(data, problems);
        let order = |file: &DataFile| top.data.iter().position(|(table, _)| data_entries::is(table, &file.id));
        data.sort_by_key(order);

        let found = each(sheets.of(Kind::Claim), "claim", problems, |fields| claims::read(fields, &draft));
        draft.responses = each(sheets.of(Kind::Response), "response", problems, |fields| responses::read(fields, &draft));
        draft.claims.extend(found.into_iter().map(|claim| (claim.id.clone(), claim)));
        Ok(draft)
    }

    /// Reads the judgements, and prepares to meet the companies of the case in foreign files.
    fn judge(&mut self, sheets: &Sheets<'_>, top: &case_file::Top<'_>, problems: &mut Vec<Problem>) -> Matcher {
        let series: BTreeSet<String> = top.data.iter().filter_map(|(table, _)| data_entries::series_of(table)).collect();
        let found = each(sheets.of(Kind::Judgement), "judgement", problems, |fields| judgements::read(fields, self, &series));
        let mut names = Vec::new();
        for decision in found {
            match decision {
                Decision::Entities(judgement) => self.judgements.push(judgement),
                Decision::Name(judgement) => names.push(judgement),
            }
        }
        judgements::settle(&mut self.judgements, problems);
        judgements::settle_names(&mut names, problems);
        Matcher::new(self.entities.values(), &names, model::case::canonical(&self.judgements))
    }

    /// Notes what is written anywhere, before anything refers to it.
    fn define(&mut self, sheets: &Sheets<'_>, unread: &BTreeSet<Kind>) {
        let kinds = [
            (Kind::Entity, &mut self.things),
            (Kind::Publisher, &mut self.publisher_names),
            (Kind::Document, &mut self.document_names),
            (Kind::Claim, &mut self.claim_names),
        ];
        for (kind, names) in kinds {
            define(sheets.of(kind), names);
            names.incomplete = unread.contains(&kind);
        }
        self.joined.extend(sheets.tables(Kind::Claim).filter_map(|(table, _)| claims::joined(table)).flatten());
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
            Thing::None if !self.things.stands_in(text, "case.toml") => fields.spoil(),
            // A harm, also one that is not read yet.
            Thing::Harm(_) | Thing::None => {
                let message = format!("`{text}` is a harm, and `{name}` is an entity");
                fields.tell_at(field, Code::WrongType, message, "name an entity");
            }
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
        let mut listed = BTreeSet::new();
        for (text, field) in fields.list(name)? {
            if !fields.refer(text, field, &self.claim_names) || !listed.insert(text) {
                continue;
            }
            let row = self.claims.get_key_value(text).map(|(id, _)| id.clone());
            match row.or_else(|| ClaimId::parse(text).ok()) {
                Some(id) => claims.push(id),
                None => fields.spoil(),
            }
        }
        Some(claims)
    }
}
