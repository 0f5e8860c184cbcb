//! What came when? Claims, answers, listings and holdings on one line of time, oldest first.
//!
//! Partial dates are intervals: they sort by their first day and print as published. What is not established never
//! stands on the line. Where a speaker's words differ from what it, or its group, said on another day, or from its own
//! document, the event is marked by the mechanical rules of `differs`.

mod differs;
mod gather;
mod marks;
mod picture;
mod rows;
mod write;

use std::collections::BTreeSet;

use exposure::View;
use model::{Day, EntityId, Floor, Problem, grade};

pub use picture::picture;
pub use rows::{Differs, Event, Kind, Row, Rule, Timeline, Unsettled};

use crate::persons;
use crate::rows::Named;
use crate::sources::Sources;
use write::Writer;

/// What is asked of the line of time.
#[derive(Debug, Clone)]
pub struct Question {
    /// Only what concerns this entity or harm; of a harm also the projects that are part of it.
    pub about: Option<EntityId>,
    /// Only these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// Nothing that ended before.
    pub from: Option<Day>,
    /// Nothing that began after.
    pub to: Option<Day>,
    /// What is not certainly begun by then is left out; `None` for the whole line.
    pub as_of: Option<Day>,
    /// The least grade admitted.
    pub floor: Floor,
    /// Every report of a position as an event of its own.
    pub every_report: bool,
}

/// The line of time of a view; `found_on_reading` are the problems that reading the case gave.
pub fn timeline(view: &View<'_>, found_on_reading: Vec<Problem>, asked: &Question) -> Timeline {
    let case = view.case;
    let on_line = gather::on_line(view, asked);
    let responses = gather::responses(view, asked, &on_line);
    // Before the question narrows it: a speaker is also compared with others that were not asked for.
    let differing = marks::differing(view, &responses);
    let mut found = gather::gather(view, asked, &on_line, responses);
    found.retain(|f| {
        let (first, last) = (f.date.first(), f.until.unwrap_or(f.date).last());
        (asked.kinds.is_empty() || asked.kinds.contains(&f.kind))
            && asked.from.is_none_or(|from| last >= from)
            && asked.to.is_none_or(|to| first <= to)
    });
    let mut ordered: Vec<(String, gather::Found<'_>)> = found.into_iter().map(|f| (write::id(&f), f)).collect();
    ordered.sort_by(|(a_id, a), (b_id, b)| {
        let order = |f: &gather::Found<'_>| (f.date.first(), f.date.last(), f.kind);
        order(a).cmp(&order(b)).then_with(|| a_id.cmp(b_id))
    });
    let mut sources = Sources::of(view);
    let writer = Writer::new(view, asked.as_of);
    let events: Vec<Event> = ordered.into_iter().map(|(id, f)| writer.event(id, &f, &differing, &mut sources)).collect();
    let not_established = writer.not_established(asked, &mut sources);
    let mut problems = found_on_reading;
    problems.extend(view.problems.iter().cloned());
    problems.sort();
    problems.dedup();
    Timeline {
        case: case.name.clone(),
        title: case.title.clone(),
        about: asked.about.as_ref().map(|id| Named { id: id.clone(), name: persons::name_of(case, id.as_str()) }),
        kinds: asked.kinds.iter().copied().collect::<BTreeSet<Kind>>().into_iter().collect(),
        from: asked.from,
        to: asked.to,
        as_of: asked.as_of,
        known_at: view.asked.known_at,
        all_known: view.asked.known_at >= case.last_known(),
        floor: asked.floor,
        rule_version: grade::RULE_VERSION,
        events,
        not_established,
        sources: sources.finish(),
        problems,
    }
}
