//! What is it about, in six sentences? The harm, who says so, what is answered, the money, the strongest claim, what is not established.

use std::collections::{BTreeMap, BTreeSet};

use exposure::view::Known;
use model::{Claim, EntityId, Floor, LinkKind, Response, Schema, Stance};

use crate::answer::{Answer, MeasuredHarm};
use crate::figure::Figure;
use crate::figures;
use crate::rows::{Column, Opening, Sentence};
use crate::sources::Sources;
use crate::words;

/// Answers to the claims about the harm that are named one by one; the rest is counted.
const MOST_ANSWERS: usize = 6;

pub(crate) fn opening(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figures: &[Figure<'_>], sources: &mut Sources<'_>) -> Vec<Opening> {
    let about = about_harm(answer, harm);
    let entry = |label, sentence| Opening { label, sentence };
    let mut opening = vec![
        entry("The harm", the_harm(answer, harm, &about, sources)),
        entry("Who says so", who_says_so(answer, &about, sources)),
        entry("Answered", answers(answer, harm, &about, sources)),
        entry("Money found", money(answer, figures, sources)),
        entry("Strongest", strongest(answer, harm, sources)),
        entry("Not established", not_established(answer)),
    ];
    for said in &mut opening {
        said.sentence.text = sources.written(&said.sentence.text);
    }
    opening
}

/// Claims that count and speak of the harm itself, best grade first, then by date.
fn about_harm<'v>(answer: &'v Answer<'v>, harm: &MeasuredHarm<'_>) -> Vec<&'v Known<'v>> {
    let mut about: Vec<&Known<'_>> = answer
        .view
        .known
        .values()
        .filter(|k| k.counts() && k.claim.subjects.contains(&harm.view.harm.id) && k.claim.link.is_none())
        .collect();
    about.sort_by_key(|k| (k.grade(), k.start, &k.claim.id));
    about
}

fn the_harm(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, about: &[&Known<'_>], sources: &mut Sources<'_>) -> Sentence {
    let described = &harm.view.harm;
    let summary = described.summary.trim().trim_end_matches('.');
    let mut text = if about.is_empty() {
        format!("No claim about it counts on this day. The editors describe it as: \"{summary}\"")
    } else {
        summary.to_owned()
    };
    let marks = sources.marks(about.iter().flat_map(|k| words::counted(answer.view, k.claim)));
    if !marks.is_empty() {
        text.push_str(&format!(" {marks}"));
    }
    text.push('.');
    let since = described.since.map(|since| format!("since {since}")).unwrap_or_default();
    let details = [described.location.clone(), since].into_iter().filter(|d| !d.is_empty()).collect::<Vec<_>>().join(", ");
    if !details.is_empty() {
        text.push_str(&format!(" Where and when: {details}."));
    }
    if !described.group.is_empty() {
        text.push_str(&format!(" To whom: {}.", described.group));
    }
    Sentence { text, claims: ids(about.iter().map(|k| k.claim)) }
}

fn ids<'c>(claims: impl Iterator<Item = &'c Claim>) -> Vec<model::ClaimId> {
    claims.map(|c| c.id.clone()).collect()
}

fn who_says_so(answer: &Answer<'_>, about: &[&Known<'_>], sources: &mut Sources<'_>) -> Sentence {
    let Some(first) = about.first() else {
        return Sentence { text: "Nobody, as far as was published by then.".to_owned(), claims: Vec::new() };
    };
    let mut sentence = words::statement(answer.view, first.claim, sources).unwrap_or_default();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for known in &about[1..] {
        names.extend(known.graded.carried_by.iter().map(String::as_str));
        sentence.claims.push(known.claim.id.clone());
    }
    for carried in &first.graded.carried_by {
        names.remove(carried.as_str());
    }
    if !names.is_empty() {
        let (more, names) = (about.len() - 1, names.into_iter().collect::<Vec<_>>());
        let marks = sources.marks(about[1..].iter().flat_map(|k| words::counted(answer.view, k.claim)));
        let speak = if names.len() == 1 { "speaks" } else { "speak" };
        sentence.text.push_str(&format!("; {} {speak} of it in {more} more claim{} {marks}", words::listed(&names), plural(more)));
    }
    sentence.text.push('.');
    sentence
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn answers(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, about: &[&Known<'_>], sources: &mut Sources<'_>) -> Sentence {
    let known_at = answer.view.asked.known_at;
    let mut given: Vec<&Response> = Vec::new();
    for known in about {
        for response in answer.view.case.responses_to(&known.claim.id, known_at) {
            if !given.iter().any(|r| std::ptr::eq(*r, response)) {
                given.push(response);
            }
        }
    }
    given.sort_by_key(|r| r.date.last());
    let mut sentence = Sentence::default();
    let mut last_speaker = None;
    let mut parts: Vec<String> = Vec::new();
    for response in given.iter().take(MOST_ANSWERS) {
        let who = words::name(answer.view, &response.by);
        let marks = sources.response_marks(response);
        // A new name is the answer; other answers stand with their claims.
        let name = response.says.as_deref().filter(|_| response.stance == Stance::Relabels).map(|says| format!(": {says}"));
        let did = format!("{} {}{} {marks}", words::did(response), words::when(response.date), name.unwrap_or_default());
        parts.push(if last_speaker == Some(who) { did } else { format!("{who} {did}") });
        last_speaker = Some(who);
        sentence.claims.extend(response.to.iter().cloned());
    }
    sentence.text = parts.join(", ");
    let more = given.len().saturating_sub(MOST_ANSWERS);
    if more > 0 {
        sentence.text.push_str(&format!(", and {more} more"));
    }
    let companies = companies_answers(answer, harm, sources);
    match (sentence.text.is_empty(), companies.is_empty()) {
        (true, true) => "No answer is documented.".clone_into(&mut sentence.text),
        (false, true) => sentence.text.push('.'),
        (empty, false) => {
            let lead = if empty { "Of the companies, " } else { ". Of the companies, " };
            sentence.text.push_str(&format!("{lead}{}.", companies.join(", ")));
        }
    }
    sentence.claims.dedup();
    sentence
}

/// The latest answer of each flagged company to a claim that it supplies, develops or operates.
fn companies_answers(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, sources: &mut Sources<'_>) -> Vec<String> {
    let known_at = answer.view.asked.known_at;
    let mut latest: BTreeMap<&str, &Response> = BTreeMap::new();
    for flagging in &harm.view.flaggings {
        for response in answer.view.case.responses_to(&flagging.claim.id, known_at) {
            let speaker = EntityId::parse(&response.by).ok();
            if speaker.is_none_or(|speaker| *answer.view.canonical(&speaker) != flagging.company) {
                continue;
            }
            let last = latest.entry(words::name(answer.view, &response.by)).or_insert(response);
            if response.date.last() > last.date.last() {
                *last = response;
            }
        }
    }
    let said = latest.into_iter();
    said.map(|(who, r)| format!("{who} {} {} {}", words::did(r), words::when(r.date), sources.response_marks(r))).collect()
}

fn money(answer: &Answer<'_>, all: &[Figure<'_>], sources: &mut Sources<'_>) -> Sentence {
    let case = answer.view.case;
    let now = || all.iter().filter(|f| f.gone.is_none());
    let positions: Vec<&Figure<'_>> = now().filter(|f| matches!(f.column, Column::Stake | Column::Managed)).collect();
    let holders: BTreeSet<&str> = positions.iter().map(|f| f.holder.as_str()).collect();
    let for_others = now().filter(|f| matches!(f.column, Column::Nominee | Column::Custodian)).map(|f| f.holder.as_str());
    let for_others: BTreeSet<&str> = for_others.collect();
    let finance: BTreeSet<&str> = all.iter().filter(|f| f.column == Column::Finance).map(|f| f.holder.as_str()).collect();
    let gone: BTreeSet<&str> = all.iter().filter(|f| f.gone.is_some()).map(|f| f.holder.as_str()).collect();
    let before = match gone.len() {
        0 => String::new(),
        n => format!("; {n} held before, and sold, or were last seen too long ago"),
    };
    if holders.is_empty() && finance.is_empty() && for_others.is_empty() {
        let text = format!("No money in these companies is documented for this day, which is not the same as none{before}.");
        return Sentence { text, claims: Vec::new() };
    }
    let unknown: BTreeSet<&str> = positions.iter().filter(|f| f.amount_unknown).map(|f| f.holder.as_str()).collect();
    let mut text = match holders.len() {
        0 => "no holder on this day".to_owned(),
        n => format!("documented for {n} holder{}", plural(n)),
    };
    if !unknown.is_empty() {
        text.push_str(&format!(" ({} of them with amounts unknown)", unknown.len()));
    }
    let largest = positions.iter().find(|f| f.column == Column::Stake && f.floors[Floor::Reported.index()].is_some_and(|r| r.low > 0.0));
    let mut claims = Vec::new();
    if let Some(figure) = largest {
        let range = figure.floors[Floor::Reported.index()].unwrap_or_default();
        text.push_str(&format!(
            "; the largest stake: {}, {} in {}",
            case.name_of(figure.holder.as_str()),
            figures::short(range, case.currency),
            case.name_of(figure.company.as_str())
        ));
        if let Some(on) = figure.on {
            text.push_str(&format!(" on {on}"));
        }
        let rests_on: Vec<&Claim> = figure.pieces.iter().flat_map(|p| p.claims.iter().copied()).collect();
        let marks = sources.marks(rests_on.iter().flat_map(|c| words::carrying(answer.view, c).map(|(citation, _)| citation)));
        text.push_str(&format!(" {marks}"));
        claims.extend(ids(rests_on.into_iter()));
    }
    if !for_others.is_empty() {
        text.push_str(&format!("; {} in whose name shares are registered or kept", for_others.len()));
    }
    if !finance.is_empty() {
        text.push_str(&format!("; {} with a role in finance", finance.len()));
    }
    text.push_str(&before);
    text.push('.');
    Sentence { text, claims }
}

fn strongest(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, sources: &mut Sources<'_>) -> Sentence {
    let mut links: Vec<_> = harm.view.flaggings.iter().collect();
    let amount = |f: &exposure::view::Flagging<'_>| f.amount.map_or(0.0, |a| a.range.low);
    let together = |f: &exposure::view::Flagging<'_>| f.claim.subject().is_none();
    links.sort_by(|a, b| {
        (a.grade, together(a)).cmp(&(b.grade, together(b))).then(amount(b).total_cmp(&amount(a))).then_with(|| a.claim.id.cmp(&b.claim.id))
    });
    let Some(best) = links.first() else {
        return Sentence { text: "No company's part in it counts on this day.".to_owned(), claims: Vec::new() };
    };
    let mut sentence = words::statement(answer.view, best.claim, sources).unwrap_or_default();
    sentence.text.push_str(&format!(" (claim {}; the link to the harm is {}).", best.claim.id, best.grade));
    sentence.claims.push(best.nexus.id.clone());
    sentence
}

fn not_established(answer: &Answer<'_>) -> Sentence {
    let unproven: Vec<&Claim> = answer.view.not_established().map(|k| k.claim).collect();
    if unproven.is_empty() {
        return Sentence { text: "Nothing in this case is left unverified.".to_owned(), claims: Vec::new() };
    }
    let mut named: Vec<&str> = Vec::new();
    for claim in &unproven {
        for subject in &claim.subjects {
            let body = answer.view.case.entities.get(subject).is_some_and(|e| e.schema != Schema::Project);
            let name = words::name(answer.view, subject.as_str());
            if body && claim.kind() != Some(LinkKind::PartOf) && !named.contains(&name) {
                named.push(name);
            }
        }
    }
    let about = if named.is_empty() { String::new() } else { format!(", about {}", words::listed(&named)) };
    let text = format!("{} claim{}{about}: see below. Nothing of it is in any figure.", unproven.len(), plural(unproven.len()));
    Sentence { text, claims: ids(unproven.into_iter()) }
}
