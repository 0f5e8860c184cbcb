//! What was held over time? The records of one position, beside the days on which the evidence was public.

use exposure::clock::{Compared, Moved, Sides, sides};
use exposure::history::{Entry, history, public_since};
use exposure::view::Why;
use model::{Capacity, ClaimId, Day, EntityId, Floor, Instrument, LinkKind};

use crate::answer::Answer;
use crate::figures;
use crate::plain::one_line;
use crate::rows::{Flag, Held, PositionSeries, Sentence, SeriesEntry};
use crate::sources::Sources;
use crate::words;

/// The series of one position at a floor, with what it says of the day on which the evidence was first public at it.
pub(crate) fn position_series(
    answer: &Answer<'_>,
    holder: &EntityId,
    company: &EntityId,
    capacity: Capacity,
    floor: Floor,
    sources: &mut Sources<'_>,
) -> PositionSeries {
    let public = public_in_any(answer, company);
    let mut entries = history(answer.view, holder, company, capacity);
    entries.retain(|entry| entry.grade.reaches(floor));
    let summary = public[floor.index()].map(|day| summary(answer, company, &entries, (floor, day, None)));
    let entries = entries.iter().map(|entry| series_entry(answer, entry, sources)).collect();
    PositionSeries { company: answer.named(company), capacity, public_since: public, entries, summary }
}

/// The first day on which a company's part in any harm was public at each floor, strictest first.
pub(crate) fn public_in_any(answer: &Answer<'_>, company: &EntityId) -> [Option<Day>; 3] {
    let mut public = [None; 3];
    for harm in &answer.view.harms {
        earliest(&mut public, public_since(answer.view, harm, company));
    }
    public
}

/// Takes the earlier day at each floor.
pub(crate) fn earliest(public: &mut [Option<Day>; 3], found: [Option<Day>; 3]) {
    for (mine, found) in public.iter_mut().zip(found) {
        *mine = match (*mine, found) {
            (Some(a), Some(b)) => Some(std::cmp::min(a, b)),
            (a, b) => a.or(b),
        };
    }
}

/// Each day on which a floor was reached with the strictest floor that was reached then, by day.
pub(crate) fn reached(public_since: &[Option<Day>; 3]) -> Vec<(Floor, Day)> {
    let mut days: Vec<(Floor, Day)> = Vec::new();
    for floor in Floor::ALL {
        if let Some(day) = public_since[floor.index()].filter(|day| days.iter().all(|(_, known)| known != day)) {
            days.push((floor, day));
        }
    }
    days.sort_by_key(|(_, day)| *day);
    days
}

pub(crate) fn series_entry(answer: &Answer<'_>, entry: &Entry<'_>, sources: &mut Sources<'_>) -> SeriesEntry {
    let (source, held) = if let Some(claim) = entry.claim {
        let source = words::source_of(answer.view, claim, sources).unwrap_or(0);
        let held = Held {
            amount: claim.amount,
            share: claim.share,
            quantity: claim.quantity,
            weight: claim.weight,
            security: claim.security.clone(),
            claim: claim.id.clone(),
            place: claim.place.to_string(),
        };
        (source, Some(held))
    } else {
        (entry.report.map_or(0, |report| sources.number(report, "does not name it", None)), None)
    };
    let current = entry.claim.is_some_and(|claim| answer.view.holdings.iter().any(|h| h.claim.id == claim.id));
    let dated = entry.claim.is_none_or(|claim| claim.date.is_some());
    SeriesEntry { day: entry.day, dated, known: entry.known, held, grade: entry.grade, current, source }
}

/// What was held when a floor was reached, what after, and the change; with the day on which the evidence was withdrawn, if it was.
pub(crate) fn summary(
    answer: &Answer<'_>,
    company: &EntityId,
    entries: &[Entry<'_>],
    (floor, public, withdrawn): (Floor, Day, Option<Day>),
) -> Sentence {
    let sides = sides(entries, public);
    let name = answer.named(company).name;
    let held_before =
        sides.before.map_or_else(|| "no record before".to_owned(), |e| format!("{} at {}, the last record before", shown(e), e.day));
    let within = public_in(answer, company, floor, public);
    let mut text = match withdrawn {
        None => format!("The part of {name} in {within} was first public ({floor}) on {public}: {held_before}"),
        Some(on) => {
            format!("What was said of {name} in {within} was first public ({floor}) on {public} and is withdrawn since {on}: {held_before}")
        }
    };
    let mut claims: Vec<ClaimId> = sides.before.and_then(|e| e.claim).map(|c| c.id.clone()).into_iter().collect();
    if sides.after.is_empty() {
        text.push_str("; no record after.");
    } else {
        let list: Vec<String> = sides.after.iter().map(|e| format!("{} at {}{}", shown(e), e.day, than_before(&sides, e))).collect();
        text.push_str(&format!("; then {}.", list.join(", ")));
        claims.extend(sides.after.iter().filter_map(|e| e.claim).map(|c| c.id.clone()));
    }
    Sentence { text, claims }
}

/// The harm of which a day is the one of first publication: "this" where the case has only one.
fn public_in(answer: &Answer<'_>, company: &EntityId, floor: Floor, public: Day) -> String {
    let harms = &answer.view.harms;
    let first = harms.iter().find(|harm| public_since(answer.view, harm, company)[floor.index()] == Some(public));
    first.filter(|_| harms.len() > 1).map_or_else(|| "this".to_owned(), |harm| format!("\"{}\"", one_line(&harm.harm.title)))
}

fn shown(entry: &Entry<'_>) -> String {
    match entry.claim {
        None => "none".to_owned(),
        Some(claim) => match (claim.share, claim.quantity, &claim.amount) {
            (Some(share), _, _) => share.to_string(),
            (None, Some(quantity), _) => format!("{} shares", figures::shares(quantity)),
            (None, None, Some(amount)) => figures::published(amount),
            (None, None, None) => "an unknown amount".to_owned(),
        },
    }
}

fn than_before(sides: &Sides<'_, '_>, entry: &Entry<'_>) -> String {
    let Compared { moved, share, quantity, .. } = sides.compare(entry);
    let by = quantity.filter(|q| !q.is_zero()).map(|q| format!(", by {} shares", figures::shares(q.abs()))).unwrap_or_default();
    match moved {
        // Of a position that was not there nothing can be more.
        Moved::More if sides.before.is_some_and(|e| e.claim.is_none()) => String::new(),
        Moved::More => format!(" (more{by})"),
        Moved::Less => format!(" (less{by})"),
        Moved::Same => " (the same number of shares)".to_owned(),
        Moved::NotTold if share.is_some() && quantity.is_none() => " (the rounding hides whether more or less)".to_owned(),
        Moved::NotTold if share.is_some() => {
            " (whether more or less is not told: the number of shares and the part of the company do not fit together)".to_owned()
        }
        Moved::NotTold | Moved::FirstSeen | Moved::Sold | Moved::NoRecordAfter => String::new(),
    }
}

/// Why a position does not count on the day asked for at a floor; `None` where it does.
pub(crate) fn gone(answer: &Answer<'_>, (holder, company, capacity): (&EntityId, &EntityId, Capacity), floor: Floor) -> Option<Flag> {
    let view = answer.view;
    let is = |h: &EntityId, c: &EntityId, of: Capacity| h == holder && c == company && of == capacity;
    let mut counted = view.holdings.iter().filter(|h| is(&h.holder, &h.company, h.capacity)).map(|h| h.grade).peekable();
    let gone = view.gone.iter().find(|g| is(&g.holder, &g.company, g.capacity));
    // What a record below the floor says of the day is not said at the floor.
    let below = counted.peek().is_some() || gone.is_some_and(|g| !g.grade.reaches(floor));
    if counted.any(|grade| grade.reaches(floor)) {
        return None;
    }
    if below {
        return Some(Flag { word: "below-floor", text: format!("no record counts on this day at floor {floor}") });
    }
    let (word, text) = match gone.map(|g| g.why) {
        Some(Why::Sold(after, by)) => ("sold", format!("sold between {after} and {by}")),
        Some(Why::LastSeen(day)) => ("last-seen", format!("last seen {day}")),
        Some(Why::Ended(day)) => ("ended", format!("ended by {day}")),
        None => {
            let as_of = view.asked.as_of;
            let begun = view.known.values().filter(|k| k.counts() && k.claim.kind() == Some(LinkKind::Holds) && k.begun(as_of));
            let mut mine = begun.filter(|k| k.claim.instrument == Instrument::Long && k.claim.capacity == capacity);
            let is = |id: Option<&EntityId>, of: &EntityId| id.is_some_and(|id| view.canonical(id) == of);
            if mine.any(|k| is(k.claim.subject(), holder) && is(k.claim.object(), company)) {
                ("superseded", "superseded: a report of the holder speaks for this day".to_owned())
            } else {
                ("later", format!("first seen after {as_of}"))
            }
        }
    };
    Some(Flag { word, text })
}
