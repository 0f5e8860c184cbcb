//! Who published what? `publishers.toml` and `documents.toml`.

use std::collections::{BTreeMap, BTreeSet};

use model::{Code, Document, DocumentId, PartialDate, Publisher, PublisherId, Reliability, Seen};

use crate::fields::Fields;
use crate::names::Names;

/// Reads a publisher.
pub(crate) fn publisher(mut fields: Fields<'_, '_>, names: &Names) -> Option<Publisher> {
    let place = fields.place();
    let id = fields.id(names, PublisherId::parse);
    let name = fields.required("name").map(str::to_owned);
    let reliability = fields.required_word("reliability", &Reliability::ALL, Reliability::as_str);
    let reason = fields.required("reason").map(str::to_owned);
    fields.finish().then_some(())?;
    Some(Publisher { id: id?, name: name?, reliability: reliability?, reason: reason?, place })
}

/// What documents refer to.
#[derive(Debug)]
pub(crate) struct Shelf<'a> {
    pub(crate) documents: &'a Names,
    pub(crate) publisher_names: &'a Names,
    pub(crate) publishers: &'a BTreeMap<PublisherId, Publisher>,
    pub(crate) archived: &'a BTreeSet<String>,
}

impl Shelf<'_> {
    /// The publisher that a table names; it spoils the table where it cannot be used.
    pub(crate) fn publisher_of(&self, fields: &mut Fields<'_, '_>) -> Option<PublisherId> {
        let (text, _) = fields.reference("publisher", self.publisher_names)?;
        let id = self.publishers.get_key_value(text).map(|(id, _)| id.clone());
        if id.is_none() {
            fields.spoil();
        }
        id
    }

    /// The copy that is kept, if it is: a missing copy costs the document its copy and no more.
    pub(crate) fn archive(&self, fields: &mut Fields<'_, '_>) -> Option<String> {
        let field = fields.get("archive")?;
        let digest = fields.text_of(field)?.to_ascii_lowercase();
        if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            let message = format!("`{}` is no SHA-256", formats::figures::shown(&digest));
            fields.tell_lightly(
                field,
                Code::BadArchive,
                message,
                "write the 64 hex digits; `daylight archive CASE FILE` keeps a copy and shows them",
            );
            return None;
        }
        if !self.archived.contains(&digest) {
            let message = format!("there is no copy `archive/{}...`", digest.get(..12).unwrap_or_default());
            fields.tell_lightly(
                field,
                Code::BadArchive,
                message,
                "put the copy into `archive/` under its SHA-256, with any extension, or leave `archive` out",
            );
            return None;
        }
        Some(digest)
    }
}

/// Reads a document.
pub(crate) fn document(mut fields: Fields<'_, '_>, shelf: &Shelf<'_>) -> Option<Document> {
    let place = fields.place();
    let id = fields.id(shelf.documents, DocumentId::parse);
    let publisher = shelf.publisher_of(&mut fields);
    let kind = fields.required("kind").map(str::to_owned);
    let title = fields.required("title").map(str::to_owned);
    let url = fields.owned("url");
    let dated = fields.published();
    let retrieved = fields.retrieved();
    if !fields.has("published") && !fields.has("retrieved") {
        let message = format!("{} bears no date and was read on no day", fields.label());
        fields.tell_here(Code::UndatedDocument, message, "add `published`, or the day on which it was `retrieved`");
    }
    fields.in_order(dated, retrieved.map(PartialDate::Day), ("published", "retrieved"));
    let origin = fields.owned("origin");
    let seen = fields.required_word("seen", &Seen::ALL, Seen::as_str);
    let via = fields.owned("via");
    let archive = shelf.archive(&mut fields);
    fields.finish().then_some(())?;
    let id = id?;
    Some(Document {
        origin: origin.unwrap_or_else(|| id.to_string()),
        id,
        publisher: publisher?,
        kind: kind?,
        title: title?,
        url,
        published: dated,
        retrieved,
        seen: seen?,
        via,
        archive,
        place,
    })
}
