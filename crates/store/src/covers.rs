//! Do parts and wholes fit? Claims whose amounts are parts of another's.

use std::collections::{BTreeMap, BTreeSet};

use model::money::Decimal;
use model::{Case, ClaimId, Code, Problem};

use crate::amounts::converted;

/// How much the parts may exceed the whole where amounts were converted: rates of different days differ.
const TOLERANCE: Decimal = Decimal::from_parts(101, 0, 0, false, 2);

/// Leaves out claims that cover each other in a circle: nobody knows which is the whole.
pub(crate) fn drop_circles(case: &mut Case, problems: &mut Vec<Problem>) {
    let wholes = case.claims.values().filter(|claim| !claim.covers.is_empty());
    for circle in circles(wholes.map(|claim| (claim.id.clone(), claim.covers.iter().cloned().collect())).collect()) {
        let shown = circle.iter().chain(circle.first()).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" covers ");
        if let Some(claim) = circle.first().and_then(|id| case.claims.get(id)) {
            let hint = "delete the `covers` that is wrong; until then none of these claims is used";
            problems.push(Problem::new(claim.place.clone(), Code::CircularCovers, shown, hint));
        }
        for id in circle {
            case.claims.remove(&id);
        }
    }
}

/// The circles among wholes and their parts, each from its least id; no two have a claim in common, and without them there is none.
fn circles(parts: BTreeMap<ClaimId, BTreeSet<ClaimId>>) -> Vec<Vec<ClaimId>> {
    let mut found = Vec::new();
    let mut wholes = Wholes::of(parts);
    let mut walk = Walk::default();
    // A walk along first parts that goes on where it was before the last circle: each whole is entered once.
    while let Some(at) = wholes.next_of(walk.last()).cloned() {
        if let Some(circle) = walk.enter(at) {
            wholes.remove(circle.clone());
            walk.leave(|id| !wholes.parts.contains_key(id));
            found.push(circle);
        }
    }
    found
}

/// Wholes that lead into circles, each with those of its parts that do too.
#[derive(Debug)]
struct Wholes {
    parts: BTreeMap<ClaimId, BTreeSet<ClaimId>>,
    /// By part: the wholes that cover it.
    covered_by: BTreeMap<ClaimId, Vec<ClaimId>>,
}

impl Wholes {
    fn of(mut parts: BTreeMap<ClaimId, BTreeSet<ClaimId>>) -> Self {
        let ids: BTreeSet<ClaimId> = parts.keys().cloned().collect();
        let mut covered_by: BTreeMap<ClaimId, Vec<ClaimId>> = BTreeMap::new();
        for (whole, parts) in &mut parts {
            parts.retain(|part| ids.contains(part));
            for part in parts.iter() {
                covered_by.entry(part.clone()).or_default().push(whole.clone());
            }
        }
        let mut wholes = Self { parts, covered_by };
        let ends = wholes.parts.iter().filter(|(_, parts)| parts.is_empty()).map(|(id, _)| id.clone()).collect();
        wholes.remove(ends);
        wholes
    }

    /// Takes wholes away, and with them those of which no part is a whole any more: each whole and each part is seen once.
    fn remove(&mut self, mut gone: Vec<ClaimId>) {
        while let Some(id) = gone.pop() {
            self.parts.remove(&id);
            for whole in self.covered_by.remove(&id).unwrap_or_default() {
                if let Some(parts) = self.parts.get_mut(&whole)
                    && parts.remove(&id)
                    && parts.is_empty()
                {
                    gone.push(whole);
                }
            }
        }
    }

    /// The first part of a whole, or the first whole of all.
    fn next_of(&self, whole: Option<&ClaimId>) -> Option<&ClaimId> {
        match whole {
            Some(whole) => self.parts.get(whole)?.first(),
            None => self.parts.keys().next(),
        }
    }
}

/// A walk from whole to part.
#[derive(Debug, Default)]
struct Walk {
    ids: Vec<ClaimId>,
    position: BTreeMap<ClaimId, usize>,
}

impl Walk {
    fn last(&self) -> Option<&ClaimId> {
        self.ids.last()
    }

    /// Goes to a claim; the circle that closes with it, from its least id, which then is walked no more.
    fn enter(&mut self, id: ClaimId) -> Option<Vec<ClaimId>> {
        let Some(begin) = self.position.get(&id).copied() else {
            self.position.insert(id.clone(), self.ids.len());
            self.ids.push(id);
            return None;
        };
        let mut circle = self.ids.split_off(begin);
        for id in &circle {
            self.position.remove(id);
        }
        let least = circle.iter().enumerate().min_by_key(|(_, id)| *id).map_or(0, |(index, _)| index);
        circle.rotate_left(least);
        Some(circle)
    }

    /// Goes back from claims that are gone: what leads to one that is left is left itself.
    fn leave(&mut self, gone: impl Fn(&ClaimId) -> bool) {
        while let Some(id) = self.ids.pop_if(|id| gone(id)) {
            self.position.remove(&id);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Parts = BTreeMap<ClaimId, BTreeSet<ClaimId>>;

    /// The same by the plain way: level by level, and from the start after each circle.
    fn plainly(mut parts: Parts) -> Vec<Vec<ClaimId>> {
        let mut found = Vec::new();
        loop {
            loop {
                let wholes: BTreeSet<ClaimId> = parts.keys().cloned().collect();
                for part in parts.values_mut() {
                    part.retain(|id| wholes.contains(id));
                }
                parts.retain(|_, part| !part.is_empty());
                if parts.len() == wholes.len() {
                    break;
                }
            }
            let Some(start) = parts.keys().next() else { return found };
            let mut walk = vec![start.clone()];
            let mut circle = loop {
                let next = parts[walk.last().unwrap()].first().unwrap().clone();
                match walk.iter().position(|id| *id == next) {
                    Some(begin) => break walk.split_off(begin),
                    None => walk.push(next),
                }
            };
            let least = circle.iter().position(|id| Some(id) == circle.iter().min()).unwrap();
            circle.rotate_left(least);
            parts.retain(|id, _| !circle.contains(id));
            found.push(circle);
        }
    }

    proptest! {
        #[test]
        fn circles_are_those_of_the_plain_way(covers in prop::collection::vec((0..12_u8, 0..12_u8), 0..30)) {
            let mut parts = Parts::new();
            for (whole, part) in covers {
                let id = |n: u8| ClaimId::parse(&format!("c-{n:02}")).unwrap();
                parts.entry(id(whole)).or_default().insert(id(part));
            }
            prop_assert_eq!(circles(parts.clone()), plainly(parts));
        }
    }
}
