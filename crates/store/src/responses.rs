//! Who answers what? The `[[response]]` tables of `claims/`.

use model::{ClaimId, Code, DocumentId, Passage, Response, Stance};

use crate::draft::Draft;
use crate::fields::Fields;
use crate::names::suggest;

/// Reads a response.
pub(crate) fn read(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Response> {
    let place = fields.place();
    let to = draft.claim_list(&mut fields, "to");
    let by = speaker(&mut fields, draft);
    let stance = fields.required_word("stance", Stance::ALL, Stance::as_str);
    let date = fields.required_date("date");
    let says = fields.owned("says");
    let document = match (stance, fields.get("document")) {
        (Some(Stance::Withdraws), _) => draft.document(&mut fields, "document"),
        (Some(stance), Some(field)) => {
            let message = format!("`document` does not belong to the stance `{stance}`");
            fields.tell_at(
                field,
                Code::FieldNotAllowed,
                message,
                "it names what is taken back, with `withdraws`; where it can be read stands in `cites`",
            );
            None
        }
        _ => None,
    };
    if let (Some(by), Some(document)) = (&by, &document) {
        own_document(&mut fields, draft, by, document);
    }
    if fields.is_blank("to") {
        // A withdrawal of a whole document answers every claim that cites it.
        if stance.is_some_and(|stance| stance != Stance::Withdraws) {
            fields.missing("to", "add `to = [\"...\"]` with the ids of the claims that are answered");
        }
    } else if to.as_ref().is_none_or(Vec::is_empty) {
        fields.spoil();
    }
    let cites = cites(&mut fields, draft);
    fields.finish().then_some(())?;
    Some(Response { to: to.unwrap_or_default(), by: by?, stance: stance?, says, date: date?, document, cites: cites?, place })
}

/// Nobody takes back what another published: a claim must not fall because those whom it is about say so.
fn own_document(fields: &mut Fields<'_, '_>, draft: &Draft, by: &str, document: &DocumentId) {
    let Some(publisher) = draft.documents.get(document).and_then(|document| draft.publishers.get(&document.publisher)) else { return };
    if by == publisher.id.as_str() || draft.entities.get(by).is_some_and(|entity| entity.name == publisher.name) {
        return;
    }
    let Some(field) = fields.get("by") else { return };
    let message = format!("`{by}` takes back `{document}`, which `{}` published", publisher.id);
    let hint = format!(
        "only its publisher withdraws a document: write `by = \"{}\"`, or a stance such as `denies` or `disputes` without `document`",
        publisher.id
    );
    fields.tell_at(field, Code::WrongType, message, hint);
}

fn speaker(fields: &mut Fields<'_, '_>, draft: &Draft) -> Option<String> {
    let id = fields.required("by")?;
    let field = fields.get("by")?;
    if draft.entities.contains_key(id) || draft.publishers.contains_key(id) {
        return Some(id.to_owned());
    }
    if draft.publisher_names.may_have(id) || draft.things.may_have(id) {
        fields.spoil();
        return None;
    }
    let all = draft.things.iter().chain(draft.publisher_names.iter());
    let hint = match draft.speakers.meant(id, || suggest(id, all).map(str::to_owned)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "add one, or write the id of one that the case has".to_owned(),
    };
    fields.tell_at(field, Code::UnknownEntity, format!("no entity or publisher has the id `{}`", formats::figures::shown(id)), hint);
    None
}

fn cites(fields: &mut Fields<'_, '_>, draft: &Draft) -> Option<Vec<Passage>> {
    const EXAMPLE: &str = "`cites = [{ document = \"...\", at = \"...\" }]`";
    let tables = fields.tables("cites", EXAMPLE);
    if fields.is_blank("cites") {
        let message = format!("{} cites nothing", fields.label());
        fields.tell_here(Code::NoCitation, message, format!("add {EXAMPLE}: where it can be read"));
    }
    let mut passages = Vec::new();
    for (table, span) in tables? {
        let mut cite = fields.inner(table, span, "citation");
        let document = draft.document(&mut cite, "document");
        let at = cite.owned("at");
        if !cite.finish() {
            fields.spoil();
        }
        passages.extend(document.map(|document| Passage { document, at }));
    }
    Some(passages)
}

/// Takes claims that cannot be used out of responses; a response to none but such is left out.
pub(crate) fn prune(responses: &mut Vec<Response>, usable: impl Fn(&ClaimId) -> bool) {
    responses.retain_mut(|response| {
        let answered = !response.to.is_empty();
        response.to.retain(&usable);
        // A withdrawal of single claims must not become one of the whole document.
        !(answered && response.to.is_empty())
    });
}
