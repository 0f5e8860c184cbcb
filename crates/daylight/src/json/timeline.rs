//! How is a line of time written in JSON? docs/timeline.schema.json is made from these types.

use dossier::timeline as rows;
use model::Stance;
use schemars::JsonSchema;
use serde::Serialize;

use super::check::Problem;
use super::{Named, Source, Unproven, floors, grades, ids};

/// The answer of `daylight timeline CASE --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "daylight timeline")]
pub(crate) struct Timeline {
    /// Short name of the case: that of its folder.
    case: String,
    /// Its title.
    title: String,
    /// The entity or harm asked for; null where none was.
    about: Option<Named>,
    /// The kinds asked for; empty for all.
    #[schemars(extend("items" = serde_json::json!({ "type": "string", "enum": kinds() })))]
    kinds: Vec<&'static str>,
    /// Nothing that ended before; null for no bound.
    #[schemars(extend("format" = "date"))]
    from: Option<String>,
    /// Nothing that began after; null for no bound.
    #[schemars(extend("format" = "date"))]
    to: Option<String>,
    /// What may have begun later is left out; null for the whole line.
    #[schemars(extend("format" = "date"))]
    as_of: Option<String>,
    /// Published by this day.
    #[schemars(extend("format" = "date"))]
    known_at: String,
    /// Whether everything that the case holds was published by then.
    all_known: bool,
    /// The least grade admitted.
    #[schemars(extend("enum" = floors()))]
    floor: &'static str,
    /// Version of the grading rule.
    rule_version: &'static str,
    /// Oldest first: by first day, last day, kind and id.
    events: Vec<Event>,
    /// What was said and is not established; never among the events.
    not_established: Vec<Unsettled>,
    /// What the `[n]` in texts stand for.
    sources: Vec<Source>,
    /// What is wrong with the data.
    problems: Vec<Problem>,
}

/// Something that happened, or was said.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Event {
    /// `claim/ID`, `until/ID`, `grade/ID/DAY`, `response/INDEX`, `publication/DOCUMENT`, `series/ID` (its first report) or `sold/ID`
    /// (the last report that names the company); unique.
    id: String,
    #[schemars(extend("enum" = kinds()))]
    kind: &'static str,
    /// As published: a day, a month or a year.
    #[schemars(regex(pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    date: String,
    /// The first day that it can mean.
    #[schemars(extend("format" = "date"))]
    date_from: String,
    /// The last day that it can mean, or, for what goes on, its end.
    #[schemars(extend("format" = "date"))]
    date_to: String,
    /// From when it was public.
    #[schemars(extend("format" = "date"))]
    known: String,
    /// Null for what somebody only said, and for a publication.
    #[schemars(extend("enum" = or_null(grades())))]
    grade: Option<&'static str>,
    /// Its `[n]` stand in `sources`; its words are those that the grade allows.
    text: String,
    /// For an answer or a withdrawal.
    #[schemars(extend("enum" = or_null(stances())))]
    stance: Option<&'static str>,
    /// For an answer or a withdrawal: its place among the responses of the case, counted from 0.
    response: Option<usize>,
    /// Where it stands in the case: `file:line`.
    place: String,
    /// The claims that it rests on, answers or makes public.
    claims: Vec<String>,
    /// The documents behind it.
    documents: Vec<String>,
    /// Of whom it speaks, and who speaks; judgements applied.
    entities: Vec<String>,
    /// What must be known with it, in words.
    marks: Vec<String>,
    /// From what the speaker's words differ.
    differs_from: Vec<Differs>,
}

/// What a speaker, or its group, said or published otherwise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Differs {
    /// `own-words`: the same speaker on another day; `group-words`: another speaker of its group; `own-document`: a document that counts as
    /// its, or its group's, admission; `withdrawn`: it takes back its own document.
    #[schemars(extend("enum" = rules()))]
    rule: &'static str,
    /// Id of the earlier answer, or of the claim that the document supports. It may lie outside of what was asked for.
    event: String,
    document: Option<String>,
    /// As published.
    date: Option<String>,
    text: String,
}

/// Something that is not established, with its dates.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unsettled {
    /// As published; null where only the publication is dated.
    date: Option<String>,
    /// From when it was public.
    #[schemars(extend("format" = "date"))]
    known: String,
    #[serde(flatten)]
    unproven: Unproven,
}

impl Timeline {
    pub(crate) fn new(timeline: &rows::Timeline) -> Self {
        let day = |day: Option<model::Day>| day.map(|day| day.to_string());
        Self {
            case: timeline.case.clone(),
            title: timeline.title.clone(),
            about: timeline.about.as_ref().map(Named::new),
            kinds: timeline.kinds.iter().map(|kind| kind.as_str()).collect(),
            from: day(timeline.from),
            to: day(timeline.to),
            as_of: day(timeline.as_of),
            known_at: timeline.known_at.to_string(),
            all_known: timeline.all_known,
            floor: timeline.floor.as_str(),
            rule_version: timeline.rule_version,
            events: timeline.events.iter().map(Event::new).collect(),
            not_established: timeline.not_established.iter().map(Unsettled::new).collect(),
            sources: timeline.sources.iter().map(Source::new).collect(),
            problems: timeline.problems.iter().map(Problem::new).collect(),
        }
    }
}

impl Event {
    fn new(event: &rows::Event) -> Self {
        let (from, to) = event.days();
        Self {
            id: event.id.clone(),
            kind: event.kind.as_str(),
            date: event.date.to_string(),
            date_from: from.to_string(),
            date_to: to.to_string(),
            known: event.known.to_string(),
            grade: event.grade.map(model::Grade::as_str),
            text: event.sentence.text.clone(),
            stance: event.stance.map(Stance::as_str),
            response: event.response,
            place: event.place.clone(),
            claims: ids(&event.sentence.claims),
            documents: event.documents.iter().map(ToString::to_string).collect(),
            entities: event.entities.iter().map(ToString::to_string).collect(),
            marks: event.marks.clone(),
            differs_from: event.differs.iter().map(Differs::new).collect(),
        }
    }
}

impl Differs {
    fn new(differs: &rows::Differs) -> Self {
        Self {
            rule: differs.rule.as_str(),
            event: differs.event.clone(),
            document: differs.document.as_ref().map(ToString::to_string),
            date: differs.date.map(|date| date.to_string()),
            text: differs.text.clone(),
        }
    }
}

impl Unsettled {
    fn new(unsettled: &rows::Unsettled) -> Self {
        Self {
            date: unsettled.date.map(|date| date.to_string()),
            known: unsettled.known.to_string(),
            unproven: super::unproven(&unsettled.unproven),
        }
    }
}

fn kinds() -> Vec<&'static str> {
    rows::Kind::ALL.iter().map(|kind| kind.as_str()).collect()
}

fn rules() -> Vec<&'static str> {
    rows::Rule::ALL.iter().map(|rule| rule.as_str()).collect()
}

fn stances() -> Vec<&'static str> {
    Stance::ALL.iter().map(|stance| stance.as_str()).collect()
}

fn or_null(words: Vec<&'static str>) -> Vec<Option<&'static str>> {
    words.into_iter().map(Some).chain([None]).collect()
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;

    /// The schema that is published; `UPDATE_EXPECT=1 cargo test -p daylight` writes it anew.
    #[test]
    fn the_published_schema_is_that_of_these_types() {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<super::Timeline>();
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        expect_test::expect_file!["../../../../docs/timeline.schema.json"].assert_eq(&text);
    }
}
