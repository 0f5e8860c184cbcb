//! What did the editors decide? `judgements.toml`: same, different, unsure.

use std::collections::{BTreeMap, BTreeSet};

use model::{Code, EntityId, Judgement, Problem, SeriesId, Verdict};
use toml::de::DeValue;

use crate::draft::Draft;
use crate::fields::Fields;
use crate::matching::NameJudgement;

/// A decision on two entities, or on a name in a data file.
#[derive(Debug)]
pub(crate) enum Decision {
    Entities(Judgement),
    Name(NameJudgement),
}

/// Reads a judgement; `series` are the series of reports that the case has.
pub(crate) fn read(mut fields: Fields<'_, '_>, draft: &Draft, series: &BTreeSet<String>) -> Option<Decision> {
    let of_name = fields.get("left").is_some_and(|left| matches!(left.value, DeValue::Table(_)));
    if of_name { name(fields, draft, series).map(Decision::Name) } else { entities(fields, draft).map(Decision::Entities) }
}

fn entities(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Judgement> {
    let place = fields.place();
    let left = draft.entity(&mut fields, "left");
    let right = draft.entity(&mut fields, "right");
    let verdict = fields.required_word("verdict", Verdict::ALL, Verdict::as_str);
    let reason = fields.required("reason").map(str::to_owned);
    let date = fields.date("date");
    let itself = left.is_some() && left == right;
    if itself && let Some(left) = &left {
        fields.tell_here(Code::SelfLink, format!("`{left}` is judged against itself"), "name two entities, or delete the judgement");
    }
    fields.finish().then_some(())?;
    Some(Judgement { left: left?, right: right?, verdict: verdict?, reason: reason?, date, place }).filter(|_| !itself)
}

/// `left = { series = "...", name = "..." }`: whether a name in the rows of a series is that of a company.
fn name(mut fields: Fields<'_, '_>, draft: &Draft, series: &BTreeSet<String>) -> Option<NameJudgement> {
    let place = fields.place();
    let field = fields.get("left")?;
    let DeValue::Table(table) = field.value else { return None };
    let mut left = fields.inner(table, field.range(), "name");
    let of_series = left.required("series").and_then(|text| {
        let at = left.get("series")?;
        if !series.contains(text) {
            let hint = match crate::names::suggest(text, series.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write the `series` of a data file, or its `id` where it has none".to_owned(),
            };
            left.tell_at(at, Code::UnknownReport, format!("no data file makes the series `{}`", formats::figures::shown(text)), hint);
        }
        SeriesId::parse(text).ok()
    });
    let name = left.required("name").map(str::to_owned);
    if !left.finish() {
        fields.spoil();
    }
    let company = draft.body(&mut fields, "right");
    let verdict = fields.required_word("verdict", Verdict::ALL, Verdict::as_str);
    fields.required("reason");
    fields.date("date");
    fields.finish().then_some(())?;
    Some(NameJudgement { series: of_series?, name: name?, company: company?, verdict: verdict?, place })
}

/// Tells of judgements that contradict each other, and leaves out every `same` of a cluster in which one does: two
/// entities wrongly made one are the worst mistake, two left apart are seen at once.
pub(crate) fn settle(judgements: &mut Vec<Judgement>, problems: &mut Vec<Problem>) {
    let mut cluster: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for judgement in judgements.iter().filter(|j| j.verdict == Verdict::Same) {
        let (left, right) = (head(&cluster, &judgement.left), head(&cluster, &judgement.right));
        if left != right {
            cluster.insert(right, left);
        }
    }
    let mut broken: Vec<EntityId> = Vec::new();
    for judgement in judgements.iter().filter(|j| j.verdict != Verdict::Same) {
        let (left, right) = (&judgement.left, &judgement.right);
        if head(&cluster, left) != head(&cluster, right) {
            continue;
        }
        let pair = |j: &&Judgement| (j.left == *left && j.right == *right) || (j.left == *right && j.right == *left);
        let how = match judgements.iter().filter(|j| j.verdict == Verdict::Same).find(pair) {
            Some(same) => format!("judged the same at {}", same.place),
            None => "joined as the same through others".to_owned(),
        };
        let message = format!("`{left}` and `{right}` are judged {} here and {how}", judgement.verdict);
        let hint = "decide which holds and delete the other; until then none of them is joined";
        problems.push(Problem::new(judgement.place.clone(), Code::JudgementConflict, message, hint));
        broken.push(head(&cluster, left));
    }
    judgements.retain(|j| j.verdict != Verdict::Same || !broken.contains(&head(&cluster, &j.left)));
}

fn head(cluster: &BTreeMap<EntityId, EntityId>, id: &EntityId) -> EntityId {
    let mut at = id;
    while let Some(up) = cluster.get(at) {
        at = up;
    }
    at.clone()
}

/// Tells of decisions on names that contradict each other, and takes them for unsure: the name then counts nowhere, and nothing is
/// sold by it.
pub(crate) fn settle_names(judgements: &mut Vec<NameJudgement>, problems: &mut Vec<Problem>) {
    let about = |j: &NameJudgement| (j.series.clone(), crate::matching::normalised(&j.name), j.company.clone());
    let mut first: BTreeMap<_, &NameJudgement> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    for judgement in &*judgements {
        let earlier = *first.entry(about(judgement)).or_insert(judgement);
        if earlier.verdict != judgement.verdict {
            let message = format!(
                "`{}` is judged {} to be `{}` here and {} at {}",
                formats::figures::shown(&judgement.name),
                judgement.verdict,
                judgement.company,
                earlier.verdict,
                earlier.place
            );
            let hint = "decide which holds and delete the other; until then the name counts nowhere";
            problems.push(Problem::new(judgement.place.clone(), Code::JudgementConflict, message, hint));
            broken.insert(about(judgement));
        }
    }
    for judgement in judgements.iter_mut().filter(|judgement| broken.contains(&about(judgement))) {
        judgement.verdict = Verdict::Unsure;
    }
}
