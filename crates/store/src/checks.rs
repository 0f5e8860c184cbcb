//! Does it fit together? What no single table can know: withdrawals, missing links to the harm, money without a rate.

use std::collections::BTreeSet;

use model::{Case, ClaimId, Code, EntityId, LinkKind, Place, Problem, Stance};

use crate::{amounts, covers, responses};

/// Checks a case as a whole, and takes out of it what cannot stand. `joined` are the projects that claims join to a harm;
/// none where that is not known.
pub(crate) fn check(case: &mut Case, joined: Option<&BTreeSet<String>>, problems: &mut Vec<Problem>) {
    drop_self_links(case, problems);
    drop_unusable(case);
    covers::drop_circles(case, problems);
    covers::drop_covered_twice(case, problems);
    drop_unusable(case);
    covers::tell_other_companies(case, problems);
    covers::compare_sums(case, problems);
    amounts::find_missing_rates(case, problems);
    if let Some(joined) = joined {
        find_missing_nexus(case, joined, problems);
    }
    find_withdrawn(case, problems);
}

/// Takes out of covers, ends and responses what refers to claims that were left out.
fn drop_unusable(case: &mut Case) {
    let usable: BTreeSet<ClaimId> = case.claims.keys().cloned().collect();
    for claim in case.claims.values_mut() {
        claim.covers.retain(|id| usable.contains(id));
        claim.ends.retain(|id| usable.contains(id));
    }
    responses::prune(&mut case.responses, |id| usable.contains(id));
}

fn drop_self_links(case: &mut Case, problems: &mut Vec<Problem>) {
    let canonical = case.canonical();
    let one = |id: &EntityId| canonical.get(id).unwrap_or(id).clone();
    let mut dropped = Vec::new();
    for claim in case.claims.values_mut() {
        let Some((kind, object)) = claim.link.clone() else { continue };
        let itself: Vec<EntityId> = claim.subjects.iter().filter(|subject| one(subject) == one(&object)).cloned().collect();
        let Some(first) = itself.first() else { continue };
        let why = if *first == object { String::new() } else { format!(", because it is judged the same as `{object}`") };
        let message = format!("the link `{kind}` joins `{first}` to itself{why}");
        problems.push(Problem::new(claim.place.clone(), Code::SelfLink, message, "correct subject or object; the link is not used"));
        claim.subjects.retain(|subject| !itself.contains(subject));
        if claim.subjects.is_empty() {
            dropped.push(claim.id.clone());
        }
    }
    for id in dropped {
        case.claims.remove(&id);
    }
}

/// Companies joined to a project that nothing joins to a harm: told once for each project, at the first claim.
fn find_missing_nexus(case: &Case, joined: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let canonical = case.canonical();
    let one = |id: &EntityId| canonical.get(id).unwrap_or(id).clone();
    let joined: BTreeSet<EntityId> = joined.iter().filter_map(|id| EntityId::parse(id).ok()).map(|id| one(&id)).collect();
    let mut told: BTreeSet<EntityId> = BTreeSet::new();
    let mut links: Vec<(&Place, &EntityId)> = Vec::new();
    for claim in case.claims.values().filter(|claim| claim.kind().is_some_and(LinkKind::flags)) {
        links.extend(claim.object().map(|object| (&claim.place, object)));
    }
    links.sort();
    for (place, object) in links {
        let project = one(object);
        if joined.contains(&project) || !told.insert(project) {
            continue;
        }
        let message = format!("no claim joins the project `{object}` to a harm");
        let hint = format!("add a claim with `subject = \"{object}\"` and `link = \"part-of\"`; until then its companies are not flagged");
        problems.push(Problem::new(place.clone(), Code::NoNexus, message, hint));
    }
}

fn find_withdrawn(case: &Case, problems: &mut Vec<Problem>) {
    for response in case.responses.iter().filter(|r| r.stance == Stance::Withdraws) {
        let Some(document) = &response.document else { continue };
        for claim in case.claims.values().filter(|claim| response.to.is_empty() || response.to.contains(&claim.id)) {
            for cite in claim.cites.iter().filter(|cite| cite.document == *document) {
                let message = format!("`{}` cites `{document}`, which was withdrawn on {} ({})", claim.id, response.date, response.place);
                let hint = "the citation counts for nothing from that day; look for another source";
                problems.push(Problem::new(cite.place.clone(), Code::WithdrawnDocument, message, hint));
            }
        }
    }
}
