//! What did the editors decide? `judgements.toml`: same, different, unsure.

use std::collections::BTreeMap;

use model::{Code, EntityId, Judgement, Problem, Verdict};

use crate::draft::Draft;
use crate::fields::Fields;

/// Reads a judgement.
pub(crate) fn read(mut fields: Fields<'_, '_>, draft: &Draft) -> Option<Judgement> {
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
