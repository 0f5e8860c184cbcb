//! Who answers what? The `[[response]]` tables of `claims/`.

use model::{ClaimId, Code, Passage, Response, Stance};

use crate::draft::Draft;
use crate::fields::Fields;

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

fn speaker(fields: &mut Fields<'_, '_>, draft: &Draft) -> Option<String> {
    let id = fields.required("by")?;
    let field = fields.get("by")?;
    if draft.entities.contains_key(id) || draft.publishers.contains_key(id) {
        return Some(id.to_owned());
    }
    if draft.publisher_names.unknown(id, fields.place_of(field)).is_none() {
        fields.spoil();
        return None;
    }
    match draft.things.unknown(id, fields.place_of(field)) {
        Some(mut problem) => {
            let all = draft.things.iter().chain(draft.publisher_names.iter());
            if let Some(meant) = crate::names::suggest(id, all) {
                problem.hint = format!("did you mean `{meant}`?");
            }
            problem.message = format!("no entity or publisher has the id `{}`", formats::figures::shown(id));
            fields.tell(problem);
        }
        None => fields.spoil(),
    }
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
