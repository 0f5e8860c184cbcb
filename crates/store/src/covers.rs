//! Do parts and wholes fit? Claims whose amounts are parts of another's.

use std::collections::{BTreeMap, BTreeSet};

use model::money::Decimal;
use model::{Case, ClaimId, Code, Problem};

use crate::amounts::converted;

/// How much the parts may exceed the whole where amounts were converted: rates of different days differ.
const TOLERANCE: Decimal = Decimal::from_parts(101, 0, 0, false, 2);

/// Leaves out claims that cover each other in a circle: nobody knows which is the whole.
pub(crate) fn drop_circles(case: &mut Case, problems: &mut Vec<Problem>) {
    let mut parts: BTreeMap<ClaimId, BTreeSet<ClaimId>> =
        case.claims.values().filter(|claim| !claim.covers.is_empty()).map(|c| (c.id.clone(), c.covers.iter().cloned().collect())).collect();
    loop {
        trim(&mut parts);
        let Some(start) = parts.keys().next().cloned() else { return };
        let circle = circle_from(&start, &parts);
        let shown = circle.iter().chain(circle.first()).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" covers ");
        if let Some(claim) = circle.first().and_then(|id| case.claims.get(id)) {
            let hint = "delete the `covers` that is wrong; until then none of these claims is used";
            problems.push(Problem::new(claim.place.clone(), Code::CircularCovers, shown, hint));
        }
        for id in circle {
            case.claims.remove(&id);
            parts.remove(&id);
        }
    }
}

/// Takes away wholes of which no part is a whole, again and again: what is left leads into circles.
fn trim(parts: &mut BTreeMap<ClaimId, BTreeSet<ClaimId>>) {
    loop {
        let wholes: BTreeSet<ClaimId> = parts.keys().cloned().collect();
        for part in parts.values_mut() {
            part.retain(|id| wholes.contains(id));
        }
        let before = parts.len();
        parts.retain(|_, part| !part.is_empty());
        if parts.len() == before {
            return;
        }
    }
}

/// The circle into which a walk along first parts leads, from its least id.
fn circle_from(start: &ClaimId, parts: &BTreeMap<ClaimId, BTreeSet<ClaimId>>) -> Vec<ClaimId> {
    let mut walk: Vec<ClaimId> = Vec::new();
    let mut at = start.clone();
    loop {
        if let Some(begin) = walk.iter().position(|id| *id == at) {
            let mut circle = walk.split_off(begin);
            let least = circle.iter().enumerate().min_by_key(|(_, id)| (*id).clone()).map_or(0, |(index, _)| index);
            circle.rotate_left(least);
            return circle;
        }
        walk.push(at.clone());
        match parts.get(&at).and_then(|part| part.first()) {
            Some(next) => at = next.clone(),
            None => return walk,
        }
    }
}

/// Leaves out a whole that covers a part of an earlier whole: the money would be counted twice.
pub(crate) fn drop_covered_twice(case: &mut Case, problems: &mut Vec<Problem>) {
    let mut wholes: Vec<(&model::Place, &ClaimId, &Vec<ClaimId>)> =
        case.claims.values().filter(|c| !c.covers.is_empty()).map(|c| (&c.place, &c.id, &c.covers)).collect();
    wholes.sort();
    let mut covered: BTreeMap<&ClaimId, &ClaimId> = BTreeMap::new();
    let mut dropped: BTreeSet<ClaimId> = BTreeSet::new();
    for (place, whole, parts) in wholes {
        for part in parts {
            let Some(first) = covered.get(part) else { continue };
            let message = format!("`{whole}` covers `{part}`, which `{first}` covers already");
            let hint = "a part belongs to one whole; let the larger cover the smaller; until then this claim is not used";
            problems.push(Problem::new(place.clone(), Code::CoveredTwice, message, hint));
            dropped.insert(whole.clone());
        }
        if !dropped.contains(whole) {
            covered.extend(parts.iter().map(|part| (part, whole)));
        }
    }
    case.claims.retain(|id, _| !dropped.contains(id));
}

/// Tells of parts that are claims about another company than their whole: they count by themselves, and are not taken off it.
pub(crate) fn tell_other_companies(case: &Case, problems: &mut Vec<Problem>) {
    let canonical = case.canonical();
    let of = |claim: &model::Claim| claim.subject().map(|id| canonical.get(id).unwrap_or(id).clone());
    for whole in case.claims.values().filter(|claim| !claim.covers.is_empty()) {
        let Some(company) = of(whole) else { continue };
        for part in whole.covers.iter().filter_map(|id| case.claims.get(id)).filter(|part| of(part).as_ref() != Some(&company)) {
            let message = format!("`{}` is about `{company}` alone and covers `{}`, which is not", whole.id, part.id);
            let hint = "name all the companies in `subject`, or take the part out; until then it is not taken off the whole";
            problems.push(Problem::new(whole.place.clone(), Code::CoversOther, message, hint));
        }
    }
}

/// Compares each whole with the sum of its parts, as far as both are known in one currency.
pub(crate) fn compare_sums(case: &Case, problems: &mut Vec<Problem>) {
    for whole in case.claims.values().filter(|claim| !claim.covers.is_empty()) {
        let Some(amount) = whole.amount else { continue };
        let mut sum = Decimal::ZERO;
        let mut limit = amount.high();
        for part in whole.covers.iter().filter_map(|id| case.claims.get(id)) {
            let Some(of_part) = part.amount else { continue };
            let Some(low) = converted(case, part, of_part.low(), of_part.currency(), amount.currency()) else { continue };
            sum = sum.saturating_add(low);
            if of_part.currency() != amount.currency() {
                limit = amount.high().saturating_mul(TOLERANCE);
            }
        }
        if sum > limit {
            let code = amount.currency().code();
            let message = format!("the parts of `{}` add to {code} {}, more than its {amount}", whole.id, sum.round_dp(2).normalize());
            let hint = "see whether a part is counted twice, or is no part of this";
            problems.push(Problem::new(whole.place.clone(), Code::PartsExceedWhole, message, hint));
        }
    }
}
