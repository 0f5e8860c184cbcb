//! Whose money is in it? The whole answer of `trace`, for everybody or for one holder.

use std::collections::BTreeSet;

use exposure::view::Known;
use model::{Capacity, Claim, ClaimId, EntityId, Floor, Instrument, LinkKind, grade};

use crate::answer::{Answer, MeasuredHarm};
use crate::exposures::exposure;
use crate::figure::{Figure, figures};
use crate::figures as figures_text;
use crate::opening::opening;
use crate::rows::{HarmTrace, HolderPart, PositionSeries, Sentence, Trace, Unproven};
use crate::series::position_series;
use crate::sources::Sources;
use crate::words;

/// Whose money is in it, for everybody.
pub fn trace(answer: &Answer<'_>) -> Trace {
    written(answer, None)
}

/// Whose money is in it, for one holder: its figures with their chains, its positions over time, what is said of it.
pub fn trace_holder(answer: &Answer<'_>, holder: &EntityId) -> Trace {
    written(answer, Some(answer.view.canonical(holder)))
}

fn written(answer: &Answer<'_>, holder: Option<&EntityId>) -> Trace {
    let view = answer.view;
    let case = view.case;
    let mut sources = Sources::of(answer.view);
    let mut harms = Vec::new();
    for harm in &answer.harms {
        let all = figures(answer, harm);
        let opening = opening(answer, harm, &all, &mut sources);
        let shown: Vec<&Figure<'_>> = all.iter().filter(|f| holder.is_none_or(|h| f.holder == *h)).collect();
        harms.push(HarmTrace {
            id: harm.view.harm.id.clone(),
            title: harm.view.harm.title.clone(),
            opening,
            exposures: shown.into_iter().map(|figure| exposure(answer, harm, figure, &mut sources)).collect(),
            unattributed: if holder.is_none() { unattributed(answer, harm, &mut sources) } else { Vec::new() },
        });
    }
    let told: BTreeSet<&ClaimId> = harms
        .iter()
        .flat_map(|h| h.exposures.iter().flat_map(|e| e.chains.iter().flat_map(|c| c.hops.iter().flat_map(|hop| &hop.claims))))
        .collect();
    let holder = holder.map(|id| holder_part(answer, id, &told, &mut sources));
    let not_established = unproven(answer, holder.as_ref().map(|h| &h.holder.id), &mut sources);
    Trace {
        case: case.name.clone(),
        title: case.title.clone(),
        as_of: view.asked.as_of,
        known_at: view.asked.known_at,
        all_known: view.asked.known_at >= case.last_known(),
        currency: case.currency,
        rule_version: grade::RULE_VERSION,
        harms,
        not_established,
        sources: sources.finish(),
        problems: answer.problems.clone(),
        holder,
    }
}

fn unattributed(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, sources: &mut Sources<'_>) -> Vec<Sentence> {
    let together = harm.view.unattributed.iter();
    together
        .filter_map(|whole| {
            let mut sentence = words::statement(answer.view, whole.claim, sources)?;
            let rest = figures_text::short(whole.rest[Floor::Reported.index()], answer.view.case.currency);
            sentence.text.push_str(&format!("; beyond the contracts counted above this leaves {rest} that belongs to none of them alone."));
            Some(sentence)
        })
        .collect()
}

/// Claims that count and that an entity answers.
pub(crate) fn answered_by<'v>(answer: &'v Answer<'_>, entity: &'v EntityId) -> impl Iterator<Item = &'v Known<'v>> {
    let view = answer.view;
    let answers = move |response: &model::Response| {
        EntityId::parse(&response.by).is_ok_and(|by| view.canonical(&by) == entity) && response.document.is_none()
    };
    view.known.values().filter(move |k| k.counts() && view.case.responses_to(&k.claim.id, view.asked.known_at).into_iter().any(answers))
}

fn speaks_of(answer: &Answer<'_>, claim: &Claim, entity: &EntityId) -> bool {
    let is = |id: &EntityId| answer.view.canonical(id) == entity;
    claim.subjects.iter().any(is) || claim.object().is_some_and(is)
}

fn unproven(answer: &Answer<'_>, holder: Option<&EntityId>, sources: &mut Sources<'_>) -> Vec<Unproven> {
    let view = answer.view;
    let about = |k: &&Known<'_>| holder.is_none_or(|h| speaks_of(answer, k.claim, h));
    view.not_established().filter(about).map(|known| unproven_row(answer, known, sources)).collect()
}

/// What was said and is not established, with what is answered.
pub(crate) fn unproven_row(answer: &Answer<'_>, known: &Known<'_>, sources: &mut Sources<'_>) -> Unproven {
    let view = answer.view;
    let responses = view.case.responses_to(&known.claim.id, view.asked.known_at);
    Unproven {
        claim: known.claim.id.clone(),
        said: words::unproven(view, known.claim, sources),
        reason: known.graded.reason.clone(),
        responses: responses.into_iter().map(|r| words::answered(view, r, sources)).collect(),
    }
}

fn holder_part(answer: &Answer<'_>, holder: &EntityId, told: &BTreeSet<&ClaimId>, sources: &mut Sources<'_>) -> HolderPart {
    let view = answer.view;
    let mut held: Vec<(EntityId, Capacity)> = view
        .known
        .values()
        .filter(|k| k.counts() && k.claim.kind() == Some(LinkKind::Holds))
        .filter(|k| k.claim.subject().is_some_and(|s| view.canonical(s) == holder))
        .filter_map(|k| Some((view.canonical(k.claim.object()?).clone(), k.claim.capacity)))
        .collect();
    held.sort();
    held.dedup();
    let mut series: Vec<PositionSeries> =
        held.into_iter().map(|(company, capacity)| position_series(answer, holder, &company, capacity, Floor::Reported, sources)).collect();
    // Companies that are linked to a harm come first.
    series.sort_by_key(|s| (s.public_since[2].is_none(), s.company.name.clone(), s.capacity));
    let mut said = Vec::new();
    let mut others: Vec<&Known<'_>> = view
        .known
        .values()
        .filter(|k| k.counts() && speaks_of(answer, k.claim, holder))
        // Short positions and derivatives stand apart from the series, and in no figure; a position of the series only with its answers.
        .filter(|k| {
            let in_series = k.claim.kind() == Some(LinkKind::Holds) && k.claim.instrument == Instrument::Long;
            let answered = !view.case.responses_to(&k.claim.id, view.asked.known_at).is_empty();
            answered || !(in_series || told.contains(&k.claim.id))
        })
        .collect();
    // What the holder says to claims that do not name it, such as that a project of its own is part of the harm.
    others.extend(answered_by(answer, holder).filter(|k| !speaks_of(answer, k.claim, holder)));
    others.sort_by_key(|k| (k.start, &k.claim.id));
    for known in others {
        said.extend(words::statement(view, known.claim, sources));
        for response in view.case.responses_to(&known.claim.id, view.asked.known_at) {
            let mut answered = words::answered(view, response, sources);
            answered.text.insert_str(0, "  ");
            said.push(answered);
        }
    }
    HolderPart { holder: answer.named(holder), series, said }
}
