//! What is the case about? `case.toml`: the head, the harms and the data files.

use formats::figures;
use model::{Code, Currency, Day, EntityId, Harm};

use crate::draft::Draft;
use crate::fields::Fields;
use crate::text::Table;
use crate::values::integer;

/// The version of the format that this program reads and writes.
pub(crate) const FORMAT: i64 = 1;

/// The top of `case.toml`.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) as_of: Day,
    pub(crate) as_of_reason: String,
    pub(crate) currency: Currency,
    pub(crate) contact: Option<String>,
}

/// The top of the file, with its tables.
#[derive(Debug)]
pub(crate) struct Top<'a> {
    /// None where the case cannot be used; problems say why.
    pub(crate) head: Option<Head>,
    pub(crate) harms: Vec<Table<'a>>,
    pub(crate) data: Vec<Table<'a>>,
}

/// Whether the file is of a format that we read; told where it is not.
pub(crate) fn is_our_format(fields: &mut Fields<'_, '_>) -> bool {
    let Some(field) = fields.get("format") else {
        fields.missing("format", format!("add `format = {FORMAT}` as the first line"));
        return false;
    };
    match integer(field.value) {
        Some(FORMAT) => return true,
        Some(version) => {
            let message = format!("the case has the format {version}, and this program reads {FORMAT}");
            let hint = if version > FORMAT { "use a newer Daylight" } else { "write `format = 1`" };
            fields.tell_at(field, Code::UnsupportedFormat, message, hint);
        }
        None => fields.wrong_type(field, "an integer", format!("write `format = {FORMAT}` without quotes")),
    }
    false
}

/// Reads the top of a file of our format.
pub(crate) fn top<'a>(mut fields: Fields<'a, '_>) -> Top<'a> {
    let title = fields.required("title").map(str::to_owned);
    let summary = fields.owned("summary").unwrap_or_default();
    let as_of = fields.required_day("as_of");
    let as_of_reason = fields.owned("as_of_reason").unwrap_or_default();
    let currency = fields.required("currency").and_then(|text| {
        let field = fields.get("currency")?;
        fields.take(field, figures::currency(text))
    });
    let contact = fields.owned("contact");
    let harms = fields.tables("harm", "`[[harm]]`").unwrap_or_default();
    if fields.is_blank("harm") {
        fields.missing("harm", "add `[[harm]]` with `id`, `title` and `summary`: what is done");
    }
    let data = fields.tables("data", "`[[data]]`").unwrap_or_default();
    fields.finish();
    let head = (|| Some(Head { title: title?, summary, as_of: as_of?, as_of_reason, currency: currency?, contact }))();
    Top { head, harms, data }
}

/// Reads a harm. A fault in an optional field costs that field, so that no case falls for it.
pub(crate) fn harm(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Harm> {
    let place = fields.place();
    let id = fields.id(&draft.things, EntityId::parse);
    let title = fields.required("title").map(str::to_owned);
    let summary = fields.required("summary").map(str::to_owned);
    let location = fields.owned("location").unwrap_or_default();
    let since = fields.date("since");
    let by = fields.get("by").filter(|_| fields.has("by")).and_then(|_| draft.entity(&mut fields, "by"));
    let group = fields.owned("group").unwrap_or_default();
    fields.finish();
    Some(Harm { id: id?, title: title?, summary: summary?, location, since, by, group, place })
}
