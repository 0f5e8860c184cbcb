//! What is said? The `[[claim]]` tables of `claims/`.

use std::collections::BTreeSet;

use model::{Capacity, Citation, Claim, ClaimId, Code, Instrument, Involvement, LinkKind, Schema};
use toml::de::{DeTable, DeValue};

use crate::draft::{Draft, Thing};
use crate::fields::{Field, Fields};

use LinkKind::{Consolidates, Develops, Finances, Holds, Manages, Operates, Owns, PartOf, Supplies};

/// The fields that belong to some links only.
const OF_LINKS: [(&str, &[LinkKind]); 9] = [
    ("amount", &[Holds, Finances, Supplies, Develops, Operates]),
    ("quantity", &[Holds]),
    ("weight", &[Holds]),
    ("share", &[Owns, Holds]),
    ("votes", &[Owns]),
    ("control", &[Owns]),
    ("capacity", &[Holds]),
    ("instrument", &[Holds]),
    ("security", &[Holds]),
];

/// The links in which one figure belongs to one holder.
const OF_ONE: [LinkKind; 4] = [Owns, Holds, Manages, Consolidates];

/// Reads a claim.
pub(crate) fn read(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Claim> {
    let place = fields.place();
    let id = fields.id(&draft.claim_names, ClaimId::parse);
    let kind = fields.word("link", LinkKind::ALL, LinkKind::as_str);
    shape(&mut fields);
    let subjects = subjects(&mut fields, draft, kind);
    let object = fields.get("object").filter(|_| fields.has("object")).and_then(|_| object(&mut fields, draft, kind));
    let says = fields.owned("says");
    let motive = fields.owned("motive");
    let role = fields.owned("role");
    let involvement = fields.word("involvement", Involvement::ALL, Involvement::as_str);
    let amount = fields.amount("amount");
    let quantity = fields.quantity("quantity");
    let weight = fields.share("weight");
    let share = fields.share("share");
    let votes = fields.share("votes");
    let control = fields.flag("control");
    let capacity = if kind == Some(Holds) {
        fields.required_word("capacity", Capacity::ALL, Capacity::as_str)
    } else {
        fields.word("capacity", Capacity::ALL, Capacity::as_str)
    };
    let instrument = fields.word("instrument", Instrument::ALL, Instrument::as_str);
    let security = fields.owned("security");
    not_allowed(&mut fields, kind);
    let date = fields.date("date");
    let until = fields.date("until");
    fields.in_order(date, until, ("date", "until"));
    let modality = fields.owned("modality").unwrap_or_default();
    let covers = draft.claim_list(&mut fields, "covers").unwrap_or_default();
    let ends = draft.claim_list(&mut fields, "ends").unwrap_or_default();
    if !ends.is_empty() && !fields.has("date") {
        fields.missing("date", "add the `date` on which the links of `ends` ended");
    }
    let cites = cites(&mut fields, draft);
    fields.finish().then_some(())?;
    Some(Claim {
        id: id?,
        subjects,
        link: kind.zip(object),
        says,
        motive,
        role,
        involvement,
        amount,
        quantity,
        weight,
        share,
        votes,
        control,
        capacity: capacity.unwrap_or(Capacity::Beneficial),
        instrument: instrument.unwrap_or(Instrument::Long),
        security,
        date,
        until,
        modality,
        covers,
        ends,
        cites,
        series: None,
        place,
    })
}

/// The subjects of a table that says `part-of`, before anything in it is checked.
pub(crate) fn joined(table: &DeTable<'_>) -> Option<Vec<String>> {
    let text = |value: &DeValue<'_>| value.as_str().map(|text| text.trim().to_owned());
    table.get("link").filter(|link| link.get_ref().as_str() == Some(PartOf.as_str()))?;
    Some(match table.get("subject")?.get_ref() {
        DeValue::Array(subjects) => subjects.iter().filter_map(|subject| text(subject.get_ref())).collect(),
        subject => text(subject).into_iter().collect(),
    })
}

/// Either a link with its object, or a statement, or a motive.
fn shape(fields: &mut Fields<'_, '_>) {
    let (link, object, says, motive) = (fields.has("link"), fields.has("object"), fields.has("says"), fields.has("motive"));
    if link && !object {
        fields.missing("object", "add the `object` of the link");
    }
    if object && !link {
        fields.missing("link", "add the `link` that joins subject and object, or leave `object` out and write what is said in `says`");
    }
    if !link && !object && !says && !motive {
        fields.missing("link", "add `link` and `object`, or `says`, or `motive`");
    }
    if motive {
        for name in ["link", "object", "says"] {
            if let Some(field) = fields.get(name) {
                let message = format!("`{name}` does not belong to a claim with a motive");
                fields.tell_at(field, Code::FieldNotAllowed, message, "make it a claim of its own: a motive is a quotation and no link");
            }
        }
    }
}

fn not_allowed(fields: &mut Fields<'_, '_>, kind: Option<LinkKind>) {
    // Where the word is none, nobody knows what belongs to it.
    if kind.is_none() && fields.get("link").is_some() {
        return;
    }
    for (name, links) in OF_LINKS {
        if kind.is_some_and(|kind| links.contains(&kind)) {
            continue;
        }
        if let Some(field) = fields.get(name) {
            let claim = kind.map_or_else(|| "a claim without link".to_owned(), |kind| format!("a claim with the link `{kind}`"));
            let listed = links.iter().map(|link| link.as_str()).collect::<Vec<_>>().join(", ");
            fields.tell_at(field, Code::FieldNotAllowed, format!("`{name}` does not belong to {claim}"), format!("it belongs to {listed}"));
        }
    }
}

fn subjects(fields: &mut Fields<'_, '_>, draft: &Draft, kind: Option<LinkKind>) -> Vec<model::EntityId> {
    let list = fields.list("subject").unwrap_or_default();
    if fields.is_blank("subject") {
        fields.missing("subject", "add `subject = \"...\"` with the id of an entity");
    }
    if list.is_empty() {
        fields.spoil();
    }
    of_one(fields, kind, &list);
    let only_says = fields.has("says") && !fields.has("link") && !fields.has("motive");
    let mut subjects = Vec::new();
    for (text, field) in list {
        match draft.thing(text) {
            Thing::Entity(entity) => {
                if let Err((message, hint)) = subject_of(&Thing::Entity(entity), text, kind) {
                    fields.tell_at(field, Code::WrongType, message, hint);
                }
                if subjects.contains(&entity.id) {
                    continue;
                }
                subjects.push(entity.id.clone());
            }
            Thing::Harm(harm) if only_says => subjects.push(harm.id.clone()),
            Thing::Harm(_) => {
                fields.tell_at(field, Code::WrongType, format!("`{text}` is a harm, and the subject is an entity"), HARM_SAYS);
            }
            Thing::None => unusable(fields, draft, text, field),
        }
    }
    subjects
}

/// Refuses several subjects where each would get the whole stake of all of them.
fn of_one(fields: &mut Fields<'_, '_>, kind: Option<LinkKind>, list: &[(&str, Field<'_>)]) {
    let Some(kind) = kind.filter(|kind| OF_ONE.contains(kind)) else { return };
    let distinct: BTreeSet<&str> = list.iter().map(|(text, _)| *text).collect();
    if distinct.len() < 2 {
        return;
    }
    if let Some(field) = fields.get("subject") {
        let message = format!("`subject` names {} holders, and `{kind}` has one", distinct.len());
        let hint = "write one claim per holder; where the document does not tell them apart, say it in `says` without `link`";
        fields.tell_at(field, Code::WrongType, message, hint);
    }
}

fn object(fields: &mut Fields<'_, '_>, draft: &Draft, kind: Option<LinkKind>) -> Option<model::EntityId> {
    let text = fields.required("object")?;
    let field = fields.get("object")?;
    if matches!(draft.thing(text), Thing::None) {
        unusable(fields, draft, text, field);
        return None;
    }
    let found = object_of(draft.thing(text), text, kind);
    found.map_err(|(message, hint)| fields.tell_at(field, Code::WrongType, message, hint)).ok().flatten()
}

/// What a link of a kind may lead to; what is wrong, and what to do, where it leads elsewhere. `None` for nothing.
pub(crate) fn object_of(thing: Thing<'_>, text: &str, kind: Option<LinkKind>) -> Result<Option<model::EntityId>, (String, String)> {
    match (thing, kind) {
        (Thing::Harm(harm), Some(PartOf) | None) => Ok(Some(harm.id.clone())),
        (Thing::Harm(_), Some(kind)) => Err((
            format!("`{text}` is a harm, and the object of `{kind}` is not"),
            "only `part-of` leads to a harm, from a project".to_owned(),
        )),
        (Thing::Entity(entity), kind) => {
            let needed = match kind {
                Some(PartOf) => Some("a harm"),
                Some(Supplies | Develops | Operates) if entity.schema != Schema::Project => Some("a Project"),
                Some(Owns | Holds | Manages | Finances | Consolidates) if !entity.schema.is_body() => {
                    Some("a body: a company, an organization, a public body")
                }
                _ => None,
            };
            let (Some(needed), Some(kind)) = (needed, kind) else { return Ok(Some(entity.id.clone())) };
            let message = format!("`{text}` is a {}, and the object of `{kind}` is {needed}", entity.schema.as_str());
            Err((message, format!("name {needed}, or choose another link")))
        }
        (Thing::None, _) => Ok(None),
    }
}

/// What a link of a kind may start from; what is wrong, and what to do, where it starts elsewhere.
pub(crate) fn subject_of(thing: &Thing<'_>, text: &str, kind: Option<LinkKind>) -> Result<(), (String, String)> {
    match thing {
        Thing::Entity(entity) if kind == Some(PartOf) && entity.schema != Schema::Project => Err((
            format!("`{text}` is a {}, and the subject of `part-of` is a Project", entity.schema.as_str()),
            "join companies to projects with supplies, develops or operates, and projects to the harm with part-of".to_owned(),
        )),
        Thing::Harm(_) if kind.is_some() => Err((format!("`{text}` is a harm, and the subject is an entity"), HARM_SAYS.to_owned())),
        _ => Ok(()),
    }
}

const HARM_SAYS: &str = "a harm is the subject only of a claim with `says` alone";

/// The links to which a field belongs, where it belongs to some only.
pub(crate) fn links_with(field: &str) -> Option<&'static [LinkKind]> {
    OF_LINKS.iter().find(|(name, _)| *name == field).map(|(_, links)| *links)
}

fn unusable(fields: &mut Fields<'_, '_>, draft: &Draft, text: &str, field: Field<'_>) {
    if fields.refer(text, field, &draft.things) {
        fields.spoil();
    }
}

fn cites(fields: &mut Fields<'_, '_>, draft: &Draft) -> Vec<Citation> {
    const EXAMPLE: &str = "`cites = [{ document = \"...\", at = \"...\", basis = \"report\", credibility = 2 }]`";
    let tables = fields.tables("cites", EXAMPLE);
    if fields.is_blank("cites") {
        let message = format!("{} cites nothing", fields.label());
        fields.tell_here(Code::NoCitation, message, format!("add {EXAMPLE}: nothing is said here without evidence"));
    }
    let mut citations = Vec::new();
    for (table, span) in tables.unwrap_or_default() {
        let mut cite = fields.inner(table, span, "citation");
        let citation = citation(&mut cite, draft);
        if !cite.finish() {
            fields.spoil();
        }
        citations.extend(citation);
    }
    citations
}

fn citation(cite: &mut Fields<'_, '_>, draft: &Draft) -> Option<Citation> {
    let place = cite.place();
    let document = draft.document(cite, "document");
    let at = cite.owned("at");
    if at.is_none() {
        let hint = "add `at`: the page, paragraph or row where a reader finds it";
        cite.tell_here(Code::CitationWithoutPlace, "the citation does not say where in the document", hint);
    }
    let basis = if cite.has("basis") {
        cite.word("basis", &model::Basis::ALL, model::Basis::as_str)
    } else {
        let hint = "add `basis`: act, admission, finding, report or commentary";
        cite.tell_here(Code::CitationWithoutBasis, "the citation does not say what the document does for the claim", hint);
        cite.get("basis").and(None)
    };
    let credibility = cite.credibility();
    let via = cite.owned("via");
    let quote = cite.owned("quote");
    Some(Citation { document: document?, at: at?, basis: basis?, credibility: credibility?, via, quote, place })
}
