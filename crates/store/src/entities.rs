//! Who and what do claims speak of? `entities.toml`.

use formats::identifiers::{Identifier, Scheme};
use model::{Code, Entity, EntityId, Schema};
use toml::de::DeValue;

use crate::fields::Fields;
use crate::names::Names;

/// Reads an entity. A fault in an optional field costs that field, so that no claim falls for a country code.
pub(crate) fn read(mut fields: Fields<'_, '_>, things: &Names) -> Option<Entity> {
    let place = fields.place();
    let id = fields.id(things, EntityId::parse);
    let schema = fields.required_word("schema", &Schema::ALL, Schema::as_str);
    let name = fields.required("name").map(str::to_owned);
    let aliases = fields.list("aliases").unwrap_or_default().into_iter().map(|(alias, _)| alias.to_owned()).collect();
    let country = country(&mut fields);
    let group = fields.owned("group");
    let role = fields.owned("role");
    let identifiers = identifiers(&mut fields);
    let private = schema == Some(Schema::Person) && role.is_none();
    if private {
        let message = format!("{} is a person without a public role", fields.label());
        fields.tell_here(Code::PrivatePerson, message, "add the public `role`; private persons, victims and witnesses stand in no case");
    }
    fields.finish();
    Some(Entity { id: id?, schema: schema?, name: name?, aliases, country, group, identifiers, role, place }).filter(|_| !private)
}

/// An ISO 3166-1 code in either case, as a case writes it.
pub(crate) fn country_of(text: &str) -> Option<String> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_lowercase())
}

fn country(fields: &mut Fields<'_, '_>) -> Option<String> {
    let field = fields.get("country")?;
    let text = fields.text_of(field)?;
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(text.to_owned());
    }
    let hint = if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        format!("did you mean `{}`?", text.to_ascii_lowercase())
    } else {
        "write the two letters of ISO 3166-1 in lower case: `cn`, `us`, `no`".to_owned()
    };
    fields.tell_at(field, Code::UnknownWord, format!("`{}` is no country code", formats::figures::shown(text)), hint);
    None
}

fn identifiers(fields: &mut Fields<'_, '_>) -> Vec<(String, String)> {
    const EXAMPLE: &str = "write `identifiers = { lei = \"...\", isin = [\"...\", \"...\"] }`";
    let Some(field) = fields.get("identifiers") else { return Vec::new() };
    let DeValue::Table(table) = field.value else {
        fields.wrong_type(field, "a table", EXAMPLE);
        return Vec::new();
    };
    let mut found = Vec::new();
    for (scheme, value) in table {
        let at = crate::fields::Field::of("identifiers", value);
        let values = match at.value {
            DeValue::Array(values) => values.iter().map(|value| crate::fields::Field::of("identifiers", value)).collect(),
            _ => vec![at],
        };
        for value in values {
            if let Some(identifier) = fields.text_of(value).and_then(|text| identifier(fields, value, scheme.get_ref(), text)) {
                found.push((value.range().start, scheme.get_ref().to_string(), identifier));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, scheme, identifier)| (scheme, identifier)).collect()
}

/// An identifier, with its check digit proved where its scheme has one; what is wrong costs the entity that identifier and no more.
fn identifier(fields: &mut Fields<'_, '_>, value: crate::fields::Field<'_>, scheme: &str, text: &str) -> Option<String> {
    let Some(known) = Scheme::parse(&scheme.to_ascii_lowercase()) else { return Some(text.to_owned()) };
    match Identifier::parse(known, text) {
        Ok(identifier) => identifier.map(|identifier| identifier.value().to_owned()),
        Err(fault) => {
            fields.tell_lightly(value, fault.code, fault.message, fault.hint);
            None
        }
    }
}
