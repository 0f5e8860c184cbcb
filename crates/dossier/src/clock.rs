//! Who had more, the same or less after the evidence was public? Every series against every day on which a grade was reached.
//!
//! Nothing here says why: a position is larger on one day than on another, and between the two the evidence was published.

use std::collections::BTreeMap;

use exposure::clock::{Moved, sides};
use exposure::history::{Entry, Withdrawn, held, history, withdrawn};
use model::{Capacity, Claim, Day, EntityId, Floor};

use crate::answer::Answer;
use crate::rows::Flag;
use crate::rows::clock::{Against, Clock, ClockRow, Step};
use crate::series;
use crate::sources::Sources;
use crate::words;

/// What everybody, or one holder, held on both sides of the days on which the evidence was public.
///
/// Shape: only companies whose part in a harm was public by the day asked for, also where it was withdrawn since. At a floor only
/// the days and the records of that grade or better exist; a position without any is counted as left out.
pub fn clock(answer: &Answer<'_>, holder: Option<&EntityId>, floor: Floor) -> Clock {
    let holder = holder.map(|h| answer.view.canonical(h));
    let mut sources = Sources::of(answer.view);
    let mut rows = Vec::new();
    let mut left_out = 0;
    let fallen = fallen(answer);
    for (company, holders) in held(answer.view) {
        let asked: Vec<_> = holders.iter().filter(|(_, who)| holder.is_none_or(|h| h == who)).collect();
        if asked.is_empty() {
            continue;
        }
        let Some(public) = public(answer, &company, fallen.get(&company), floor, &mut sources) else { continue };
        for (capacity, who) in asked {
            let entries = history(answer.view, who, &company, *capacity);
            for (security, entries) in classes(entries) {
                let entries = at_floor(entries, floor);
                if entries.is_empty() || public.since.iter().all(Option::is_none) {
                    left_out += 1;
                    continue;
                }
                let mut row = row(answer, (who, &company, *capacity), (&public, floor), &entries, &mut sources);
                row.security = security;
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| {
        (a.moved.cmp(&b.moved))
            .then_with(|| added(b).total_cmp(&added(a)))
            .then_with(|| value_after(b).total_cmp(&value_after(a)))
            .then_with(|| {
                (&a.holder.name, &a.company.name, a.capacity, &a.security).cmp(&(&b.holder.name, &b.company.name, b.capacity, &b.security))
            })
    });
    Clock {
        head: answer.head(),
        holder: holder.map(|h| answer.named(h)),
        rows,
        left_out,
        sources: sources.finish(),
        problems: answer.problems.clone(),
    }
}

/// The records that reach a floor; silence of reports before the first of them says nothing.
fn at_floor(entries: Vec<Entry<'_>>, floor: Floor) -> Vec<Entry<'_>> {
    entries.into_iter().filter(|e| e.grade.reaches(floor)).skip_while(|e| e.claim.is_none()).collect()
}

/// When a company's part in any harm was public, at the floor asked for and those above it, and that all of it is withdrawn.
struct Public {
    since: [Option<Day>; 3],
    withdrawn: Option<(Day, Flag)>,
}

/// `None` where the part never was public at any grade. What stands speaks alone; only where nothing does, what was withdrawn.
fn public(
    answer: &Answer<'_>,
    company: &EntityId,
    fallen: Option<&Withdrawn<'_>>,
    floor: Floor,
    sources: &mut Sources<'_>,
) -> Option<Public> {
    let admitted = |mut since: [Option<Day>; 3]| {
        since[floor.index() + 1..].fill(None);
        since
    };
    let since = series::public_in_any(answer, company);
    if since[Floor::Reported.index()].is_some() {
        return Some(Public { since: admitted(since), withdrawn: None });
    }
    let Withdrawn { public_since, on, by } = fallen?;
    let since = admitted(*public_since);
    if since.iter().all(Option::is_none) {
        return Some(Public { since, withdrawn: None });
    }
    let text = format!("the evidence was withdrawn {} {}", words::when(by.date), sources.response_marks(by)).trim_end().to_owned();
    Some(Public { since, withdrawn: Some((*on, Flag { word: "withdrawn", text })) })
}

/// The companies of whose part in any harm nothing is left, by what was withdrawn last.
fn fallen<'a>(answer: &Answer<'a>) -> BTreeMap<EntityId, Withdrawn<'a>> {
    let mut all: BTreeMap<EntityId, Withdrawn<'a>> = BTreeMap::new();
    for (company, one) in answer.view.harms.iter().flat_map(|harm| withdrawn(answer.view, harm)) {
        let Some(known) = all.get_mut(&company) else {
            all.insert(company, one);
            continue;
        };
        series::earliest(&mut known.public_since, one.public_since);
        if known.on < one.on {
            (known.on, known.by) = (one.on, one.by);
        }
    }
    all
}

fn row(
    answer: &Answer<'_>,
    (holder, company, capacity): (&EntityId, &EntityId, Capacity),
    (public, floor): (&Public, Floor),
    entries: &[Entry<'_>],
    sources: &mut Sources<'_>,
) -> ClockRow {
    let number = |wanted: &Entry<'_>| entries.iter().position(|e| std::ptr::eq(e, wanted));
    let against: Vec<Against> = series::reached(&public.since)
        .into_iter()
        .map(|(floor, day)| {
            let sides = sides(entries, day);
            let steps = sides.after.iter().filter_map(|e| Some(Step { entry: number(e)?, compared: sides.compare(e) })).collect();
            let summary = series::summary(answer, company, entries, (floor, day, public.withdrawn.as_ref().map(|(on, _)| *on)));
            Against { floor, day, before: sides.before.and_then(number), steps, summary }
        })
        .collect();
    let first = against.first().and_then(|a| a.steps.first());
    ClockRow {
        holder: answer.named(holder),
        company: answer.named(company),
        capacity,
        security: None,
        public_since: public.since,
        withdrawn: public.withdrawn.clone(),
        moved: first.map_or(Moved::NoRecordAfter, |step| step.compared.moved),
        gone: series::gone(answer, (holder, company, capacity), floor),
        entries: entries.iter().map(|entry| series::series_entry(answer, entry, sources)).collect(),
        against,
    }
}

/// The records of each share class apart, where there are several: classes are not compared with each other.
fn classes(entries: Vec<Entry<'_>>) -> Vec<(Option<String>, Vec<Entry<'_>>)> {
    let class = |claim: &Claim| claim.security.clone();
    let mut found: Vec<Option<String>> = entries.iter().filter_map(|e| e.claim).map(class).collect();
    found.sort();
    found.dedup();
    if found.len() < 2 {
        return vec![(None, entries)];
    }
    let of = |wanted: &Option<String>| entries.iter().filter(|e| e.claim.is_none_or(|c| c.security == *wanted)).cloned().collect();
    found.iter().map(|wanted| (wanted.clone(), of(wanted))).collect()
}

/// The least by which the part of the company grew; nothing where that is not told.
fn added(row: &ClockRow) -> f64 {
    let first = row.against.first().and_then(|a| a.steps.first());
    first.and_then(|step| step.compared.share).filter(|_| row.moved == Moved::More).map_or(0.0, |range| range.low)
}

fn value_after(row: &ClockRow) -> f64 {
    let first = row.against.first().and_then(|a| a.steps.first());
    let held = first.and_then(|step| row.entries.get(step.entry)).and_then(|e| e.held.as_ref());
    held.and_then(|h| h.amount).and_then(|amount| f64::try_from(amount.low()).ok()).unwrap_or(0.0)
}
