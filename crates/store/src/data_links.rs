//! Who is joined to whom, by lists that anybody can make? Rows of links become claims, rows of entities become entities.

use std::io::{self, BufRead};

use formats::Row;
use formats::entities::EntityRow;
use formats::links::LinkRow;
use model::{
    Basis, Capacity, Citation, Claim, ClaimId, Code, Credibility, DocumentId, Entity, EntityId, Instrument, LinkKind, Problem, Schema,
};

use crate::claims::{links_with, object_of, subject_of};
use crate::draft::{Draft, Thing};
use crate::{DataFile, entities as written};

/// How every row of a file of links is cited.
#[derive(Debug)]
pub(crate) struct Cited {
    pub(crate) document: DocumentId,
    pub(crate) basis: Basis,
    pub(crate) credibility: Credibility,
}

/// Reads a list of links.
pub(crate) fn links(
    bytes: impl BufRead,
    cited: &Cited,
    data: &mut DataFile,
    draft: &mut Draft,
    problems: &mut Vec<Problem>,
) -> io::Result<()> {
    let mut rows = formats::links::read(bytes, &data.file);
    let mut refused = 0;
    for row in rows.by_ref() {
        match row? {
            Row::Record(row) => {
                let id = ClaimId::of_row(&data.id, row.place.line);
                draft.claim_names.define(id.as_str(), &row.place, 0);
                match claim(&id, row, cited, draft) {
                    Ok(claim) => drop(draft.claims.insert(id, claim)),
                    Err(faults) => {
                        refused += 1;
                        problems.extend(faults);
                    }
                }
            }
            Row::Problem(problem) => {
                draft.claim_names.define(ClaimId::of_row(&data.id, problem.place.line).as_str(), &problem.place, 0);
                problems.push(problem);
            }
            Row::Skipped { rule, .. } => data.skip(rule),
        }
    }
    data.counts = rows.counts();
    data.counts.records -= refused;
    data.counts.problems += refused;
    Ok(())
}

fn claim(id: &ClaimId, row: LinkRow, cited: &Cited, draft: &mut Draft) -> Result<Claim, Vec<Problem>> {
    let place = row.place.clone();
    let mut faults = Vec::new();
    let mut tell = |code, message: String, hint: String| faults.push(Problem::new(place.clone(), code, message, hint));
    let kind = row.link;
    for (name, given) in [
        ("amount", row.amount.is_some()),
        ("quantity", row.quantity.is_some()),
        ("share", row.share.is_some()),
        ("votes", row.votes.is_some()),
        ("control", row.control),
        ("capacity", row.capacity.is_some()),
        ("instrument", row.instrument.is_some()),
        ("security", row.security.is_some()),
    ] {
        if let Some(links) = links_with(name).filter(|links| given && !links.contains(&kind)) {
            let listed = links.iter().map(|link| link.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("`{name}` does not belong to a claim with the link `{kind}`");
            tell(Code::FieldNotAllowed, message, format!("leave the cell empty: it belongs to {listed}"));
        }
    }
    if kind == LinkKind::Holds && row.capacity.is_none() {
        let words = Capacity::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ");
        tell(Code::MissingField, "the row says `holds` and no `capacity`".to_owned(), format!("write one of {words}"));
    }
    if let (Some(date), Some(until)) = (row.date, row.until)
        && until.last() < date.first()
    {
        let message = format!("`until` is {until}, before `date`, which is {date}");
        tell(Code::DatesReversed, message, "exchange the two, or correct one".to_owned());
    }
    if let Err((message, hint)) = subject_of(&draft.thing(&row.subject), &row.subject, Some(kind)) {
        tell(Code::WrongType, message, hint);
    }
    let object = match object_of(draft.thing(&row.object), &row.object, Some(kind)) {
        Ok(object) => object,
        Err((message, hint)) => {
            tell(Code::WrongType, message, hint);
            None
        }
    };
    for text in [&row.subject, &row.object] {
        if matches!(draft.thing(text), Thing::None) {
            faults.extend(unknown(text, &place, draft));
        }
    }
    let subject = match draft.thing(&row.subject) {
        Thing::Entity(entity) => Some(entity.id.clone()),
        Thing::Harm(_) | Thing::None => None,
    };
    let (Some(subject), Some(object)) = (subject, object.filter(|_| faults.is_empty())) else { return Err(faults) };
    if kind == LinkKind::PartOf {
        draft.joined.insert(subject.to_string());
    }
    let cite = Citation {
        document: cited.document.clone(),
        at: row.at.unwrap_or_else(|| format!("line {}", place.line)),
        basis: cited.basis,
        credibility: cited.credibility,
        via: None,
        quote: None,
        place: place.clone(),
    };
    Ok(Claim {
        says: row.says,
        role: row.role,
        amount: row.amount,
        quantity: row.quantity,
        share: row.share,
        votes: row.votes,
        control: row.control,
        capacity: row.capacity.unwrap_or(Capacity::Beneficial),
        instrument: row.instrument.unwrap_or(Instrument::Long),
        security: row.security,
        date: row.date,
        until: row.until,
        modality: row.modality.unwrap_or_default(),
        cites: vec![cite],
        ..Claim::new(id.clone(), vec![subject], Some((kind, object)), place)
    })
}

/// Nothing has the id; where a name was written, whose it is.
fn unknown(text: &str, place: &model::Place, draft: &Draft) -> Option<Problem> {
    let mut problem = draft.things.unknown(text, place.clone())?;
    let plain = crate::matching::normalised(text);
    let named = draft
        .entities
        .values()
        .find(|entity| std::iter::once(&entity.name).chain(&entity.aliases).any(|name| crate::matching::normalised(name) == plain));
    if let Some(entity) = named {
        problem.hint = format!("write the id: did you mean `{}`?", entity.id);
    }
    Some(problem)
}

/// Reads a list of entities.
pub(crate) fn entities(bytes: impl BufRead, data: &mut DataFile, draft: &mut Draft, problems: &mut Vec<Problem>) -> io::Result<()> {
    let mut rows = formats::entities::read(bytes, &data.file);
    let mut refused = 0;
    for row in rows.by_ref() {
        match row? {
            Row::Record(row) => match entity(row, draft) {
                Ok(entity) => drop(draft.entities.insert(entity.id.clone(), entity)),
                Err(faults) => {
                    refused += 1;
                    problems.extend(faults);
                }
            },
            Row::Problem(problem) => {
                // It may be the row of an entity that others refer to.
                draft.things.incomplete |= problem.severity() == model::Severity::Error;
                problems.push(problem);
            }
            Row::Skipped { rule, .. } => data.skip(rule),
        }
    }
    data.counts = rows.counts();
    data.counts.records -= refused;
    data.counts.problems += refused;
    Ok(())
}

fn entity(row: EntityRow, draft: &mut Draft) -> Result<Entity, Vec<Problem>> {
    let place = row.place;
    let mut faults = Vec::new();
    let mut tell = |code, message: String, hint: String| faults.push(Problem::new(place.clone(), code, message, hint));
    let offset = place.line as usize;
    let id = match row.id.as_deref().map(|text| (text, EntityId::parse(text))) {
        None => {
            tell(Code::MissingField, "the row has no `id`".to_owned(), "write an id: lower-case letters, digits, `-`, `.`, `_`".to_owned());
            None
        }
        Some((text, Err(error))) => {
            tell(Code::BadId, error.to_string(), crate::values::id_hint(text));
            None
        }
        Some((text, Ok(id))) => {
            draft.things.define(text, &place, offset);
            faults.extend(draft.things.duplicate(text, &place, offset, place.clone()));
            Some(id)
        }
    };
    let mut tell = |code, message: String, hint: String| faults.push(Problem::new(place.clone(), code, message, hint));
    if row.schema.is_none() {
        let words = Schema::ALL.map(Schema::as_str).join(", ");
        tell(Code::MissingField, "the row has no `schema`".to_owned(), format!("write one of {words}"));
    }
    if row.schema == Some(Schema::Person) && row.role.is_none() {
        let message = format!("`{}` is a person without a public role", formats::figures::shown(&row.name));
        let hint = "add the public `role`; private persons, victims and witnesses stand in no case";
        tell(Code::PrivatePerson, message, hint.to_owned());
    }
    let country = match row.country.as_deref().map(|text| (text, written::country_of(text))) {
        None => None,
        Some((_, Some(country))) => Some(country),
        Some((text, None)) => {
            let message = format!("`{}` is no country code", formats::figures::shown(text));
            tell(Code::UnknownWord, message, "write the two letters of ISO 3166-1: `cn`, `us`, `no`".to_owned());
            None
        }
    };
    let (Some(id), Some(schema), true) = (id, row.schema, faults.is_empty()) else { return Err(faults) };
    let identifiers = row.identifiers.iter().map(|id| (id.scheme().as_str().to_owned(), id.value().to_owned())).collect();
    Ok(Entity { id, schema, name: row.name, aliases: row.aliases, country, group: row.group, identifiers, role: row.role, place })
}
