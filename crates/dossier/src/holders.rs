//! Who has money in one company? Its holders in every capacity, its owners, who finances and serves it.

use exposure::history::{held, public_since};
use exposure::view::{Known, converted};
use model::{Capacity, EntityId, Floor, Instrument, LinkKind};

use crate::answer::Answer;
use crate::persons;
use crate::rows::holders::{Apart, Holders, Owner, Part, Position, Role, owned};
use crate::rows::{Flag, Named, Sentence, Unproven};
use crate::series;
use crate::sources::Sources;
use crate::trace::unproven_row;
use crate::words;

/// Everyone with money in one company, over time; what is unverified stands only under "not established".
pub fn holders(answer: &Answer<'_>, company: &EntityId, floor: Floor) -> Holders {
    let view = answer.view;
    let company = view.canonical(company);
    let mut sources = Sources::of(view);
    let parts = parts(answer, company, &mut sources);
    let mut left_out = 0;
    let mut positions = Vec::new();
    for (capacity, holder) in held(view).remove(company).unwrap_or_default() {
        match position(answer, &holder, company, capacity, floor, &mut sources) {
            Some(position) => positions.push(position),
            None => left_out += 1,
        }
    }
    let value = |p: &Position| last_value(answer, p);
    positions.sort_by(|a, b| {
        (a.capacity, a.gone.is_some())
            .cmp(&(b.capacity, b.gone.is_some()))
            .then_with(|| value(b).total_cmp(&value(a)))
            .then_with(|| (&a.holder.name, &a.holder.id).cmp(&(&b.holder.name, &b.holder.id)))
    });
    let mut found = Holders {
        head: answer.head(),
        company: answer.named(company),
        parts,
        positions,
        apart: Vec::new(),
        owners: Vec::new(),
        roles: Vec::new(),
        left_out,
        not_established: Vec::new(),
        sources: Vec::new(),
        problems: answer.problems.clone(),
    };
    others(answer, company, floor, &mut found, &mut sources);
    found.sources = sources.finish();
    found
}

/// What the company is said to have done, per harm, with the days on which it was public.
fn parts(answer: &Answer<'_>, company: &EntityId, sources: &mut Sources<'_>) -> Vec<Part> {
    let view = answer.view;
    let mut parts = Vec::new();
    for harm in &view.harms {
        let links: Vec<_> = harm.flaggings.iter().filter(|f| f.company == *company).collect();
        if links.is_empty() {
            continue;
        }
        let mut said = Vec::new();
        let mut answers: Vec<Sentence> = Vec::new();
        for link in links {
            said.extend(words::statement(view, link.claim, sources));
            for response in view.case.responses_to(&link.claim.id, view.asked.known_at) {
                let answered = words::answered(view, response, sources);
                // One answer to several claims stands once.
                if !answers.contains(&answered) {
                    answers.push(answered);
                }
            }
        }
        let harm_named = Named { id: harm.harm.id.clone(), name: persons::name_of(view.case, harm.harm.id.as_str()) };
        parts.push(Part { harm: harm_named, public_since: public_since(view, harm, company), said, answers });
    }
    parts
}

fn position(
    answer: &Answer<'_>,
    holder: &EntityId,
    company: &EntityId,
    capacity: Capacity,
    floor: Floor,
    sources: &mut Sources<'_>,
) -> Option<Position> {
    let series = series::position_series(answer, holder, company, capacity, floor, sources);
    let grade = series.standing(answer.view.asked.as_of).first()?.grade;
    let flags = flags(answer, &series, sources);
    let managers = managers(answer, holder, floor, sources);
    Some(Position {
        holder: answer.named(holder),
        capacity,
        gone: series::gone(answer, (holder, company, capacity), floor),
        grade,
        flags,
        managers,
        series,
    })
}

/// What must be known with a position: of the records that count, or else of the last by the day, or the first after it.
fn flags(answer: &Answer<'_>, series: &crate::rows::PositionSeries, sources: &mut Sources<'_>) -> Vec<Flag> {
    let view = answer.view;
    let held: Vec<_> = series.standing(view.asked.as_of).into_iter().filter_map(|e| e.held.as_ref()).collect();
    let known: Vec<&Known<'_>> = held.iter().filter_map(|h| view.known.get(&h.claim)).collect();
    let mut flags = Vec::new();
    if held.iter().any(|h| h.amount.is_none()) {
        flags.push(Flag { word: "amount-unknown", text: "amount unknown".to_owned() });
    }
    let disputed: Vec<&&Known<'_>> = known.iter().filter(|k| k.disputed).collect();
    if !disputed.is_empty() {
        let responses = disputed.iter().flat_map(|k| view.case.responses_to(&k.claim.id, view.asked.known_at));
        let marks: String = responses.filter(|r| r.stance.disputes()).map(|r| sources.response_marks(r)).collect();
        flags.push(Flag { word: "disputed", text: format!("disputed {marks}").trim_end().to_owned() });
    }
    for known in &known {
        if !known.claim.modality.is_empty() {
            flags.push(Flag { word: "modality", text: format!("\"{}\"", known.claim.modality) });
        }
    }
    if known.iter().any(|k| k.graded.no_copy) {
        flags.push(Flag { word: "no-copy", text: "no copy kept".to_owned() });
    }
    flags
}

/// Who manages a holding fund on the day asked for.
fn managers(answer: &Answer<'_>, fund: &EntityId, floor: Floor, sources: &mut Sources<'_>) -> Vec<(Named, Sentence)> {
    let view = answer.view;
    let number = view.number(fund);
    let links = view.manages.iter().zip(&view.management).filter(|(m, _)| Some(m.fund) == number && m.grade.reaches(floor));
    links.filter_map(|(m, claim)| Some((answer.named(&view.nodes[m.manager as usize]), words::statement(view, claim, sources)?))).collect()
}

/// Short positions, owners, roles; and what is not established of any money in the company.
fn others(answer: &Answer<'_>, company: &EntityId, floor: Floor, found: &mut Holders, sources: &mut Sources<'_>) {
    let view = answer.view;
    let money = [LinkKind::Holds, LinkKind::Owns, LinkKind::Finances, LinkKind::Serves];
    let mut about: Vec<&Known<'_>> = view
        .known
        .values()
        .filter(|k| k.claim.kind().is_some_and(|kind| money.contains(&kind)))
        .filter(|k| k.claim.object().is_some_and(|id| view.canonical(id) == company))
        .collect();
    about.sort_by_key(|k| (k.start, &k.claim.id));
    for known in about {
        if !known.counts() {
            let row: Unproven = unproven_row(answer, known, sources);
            found.not_established.push(row);
            continue;
        }
        let claim = known.claim;
        let apart = claim.kind() == Some(LinkKind::Holds);
        if apart && claim.instrument == Instrument::Long {
            continue;
        }
        if !known.grade().reaches(floor) {
            found.left_out += 1;
            continue;
        }
        let (Some(said), Some(subject)) = (words::statement(view, claim, sources), claim.subjects.first()) else { continue };
        let who = Named { id: view.canonical(subject).clone(), name: sources.written(&words::subjects(view, claim)) };
        let grade = known.grade();
        if apart {
            found.apart.push(Apart { holder: who, capacity: claim.capacity, instrument: claim.instrument, day: known.start, grade, said });
        } else if claim.kind() == Some(LinkKind::Owns) {
            let (share, votes) = owned(claim);
            let over = !known.exists(view.asked.as_of);
            found.owners.push(Owner { owner: who, share, votes, since: known.start, over, grade, said });
        } else {
            let link = if claim.kind() == Some(LinkKind::Finances) { "finances" } else { "serves" };
            found.roles.push(Role { who, link, role: claim.role.clone(), amount: claim.amount, since: known.start, grade, said });
        }
    }
    let high = |o: &Owner| o.share.map_or(-1.0, model::Share::high);
    found.owners.sort_by(|a, b| a.over.cmp(&b.over).then_with(|| high(b).total_cmp(&high(a))));
}

/// The value of the record that counts, or of the last, in the case's currency; for sorting alone.
fn last_value(answer: &Answer<'_>, position: &Position) -> f64 {
    let standing = position.series.standing(answer.view.asked.as_of);
    let known = standing.first().and_then(|e| e.held.as_ref()).and_then(|h| answer.view.known.get(&h.claim));
    known.and_then(|k| converted(answer.view.case, k)).map_or(-1.0, |value| value.range.low)
}
