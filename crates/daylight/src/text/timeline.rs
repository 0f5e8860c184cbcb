//! How does the line of time read? By year, oldest first; what is not established at the end.

use std::collections::BTreeMap;

use dossier::timeline::{Event, Timeline, Unsettled};
use textwrap::core::display_width;

use super::table::{self, Column, Row};
use super::trace::title;
use super::{Paper, count, notes, style};

/// From this width on the sentence stands beside its date; below, it has the whole line under it.
const WIDE: usize = 100;

/// More events than a reader takes in at once: then it is said what they are.
const MANY: usize = 40;

/// The least width of the sentence.
const LEAST: usize = 40;

/// The whole answer.
pub(crate) fn page(timeline: &Timeline, width: usize, check: &str) -> String {
    let mut paper = Paper::new(width);
    let all = if timeline.all_known { " (all that the case holds)" } else { "" };
    let as_of = timeline.as_of.map(|day| format!("as of {day}, ")).unwrap_or_default();
    title(&mut paper, &timeline.title, &format!("{as_of}known at {}{all}", timeline.known_at));
    if let Some(asked) = asked_for(timeline) {
        paper.paragraph(0, &asked);
    }
    if timeline.events.len() > MANY {
        paper.paragraph(0, &of_each_kind(timeline));
    }
    if timeline.events.is_empty() {
        paper.blank();
        paper.paragraph(0, "Nothing that counts is dated so, which is not the same as nothing having happened.");
    } else if width >= WIDE {
        beside(&mut paper, &timeline.events);
    } else {
        below(&mut paper, &timeline.events);
    }
    not_established(&mut paper, &timeline.not_established);
    notes::sources(&mut paper, &timeline.sources);
    notes::problems(&mut paper, &timeline.problems, check);
    paper.finish()
}

/// "331 events: 104 answer, 80 position": what a long line of time holds, and how to shorten it.
fn of_each_kind(timeline: &Timeline) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &timeline.events {
        *kinds.entry(event.kind.as_str()).or_default() += 1;
    }
    let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(kind, events)| (std::cmp::Reverse(*events), *kind));
    let told: Vec<String> = kinds.iter().map(|(kind, events)| format!("{events} {kind}")).collect();
    let all = count(timeline.events.len(), "event");
    format!("{all}: {}. `--about`, `--kind`, `--from` and `--to` choose among them.", told.join(", "))
}

/// What was asked for beyond everything.
fn asked_for(timeline: &Timeline) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(about) = &timeline.about {
        parts.push(format!("about {}", about.name));
    }
    if !timeline.kinds.is_empty() {
        let kinds: Vec<&str> = timeline.kinds.iter().map(|kind| kind.as_str()).collect();
        parts.push(format!("only {}", kinds.join(", ")));
    }
    parts.extend(timeline.from.map(|day| format!("from {day}")));
    parts.extend(timeline.to.map(|day| format!("to {day}")));
    if timeline.floor != model::Floor::Reported {
        parts.push(format!("floor {}", timeline.floor));
    }
    (!parts.is_empty()).then(|| format!("{}: {}", count(timeline.events.len(), "event"), parts.join("; ")))
}

fn date(event: &Event) -> String {
    match event.until.filter(|until| *until != event.date) {
        Some(until) => format!("{} to {until}", event.date),
        None => event.date.to_string(),
    }
}

/// An answer is neither better nor worse supported: it was said.
fn grade(event: &Event) -> &'static str {
    match (event.grade, event.stance) {
        (Some(grade), _) => grade.as_str(),
        (None, Some(_)) => "said",
        (None, None) => "",
    }
}

/// What must be known with an event; what differs first, for it is what readers look for.
fn under(event: &Event) -> Vec<String> {
    let differs = event.differs.iter().map(|differs| format!("* {}", differs.text));
    let marks = event.marks.join("; ");
    differs.chain((!marks.is_empty()).then_some(marks)).collect()
}

fn by_year(events: &[Event]) -> impl Iterator<Item = (i16, &[Event])> {
    let year = |event: &Event| event.date.first().year();
    events.chunk_by(move |a, b| year(a) == year(b)).filter_map(move |chunk| Some((year(chunk.first()?), chunk)))
}

fn beside(paper: &mut Paper, events: &[Event]) {
    let columns = [Column::words("date", 10), Column::fixed("what"), Column::words("said or done", LEAST), Column::fixed("grade")];
    let cells =
        |event: &Event| vec![date(event), event.kind.as_str().to_owned(), notes::sentence(&event.sentence.text), grade(event).to_owned()];
    let rows: Vec<Vec<String>> = events.iter().map(cells).collect();
    let what = rows.iter().map(|row| display_width(&row[1])).max().unwrap_or(0);
    let grades = rows.iter().map(|row| display_width(&row[3])).max().unwrap_or(0);
    // Fixed by hand: the sentence takes all that the short columns leave.
    let fixed = 2 + DATE + what + grades + 3 * table::GAP;
    let widths = [DATE, what, paper.width().saturating_sub(fixed).min(WIDEST), grades];
    for (year, events) in by_year(events) {
        paper.heading(&year.to_string());
        for event in events {
            paper.lines(&table::row_lines(&columns, &Row { cells: cells(event), under: String::new() }, &widths, 2, paper.width()));
            let margin = 2 + DATE + what + 2 * table::GAP;
            for mark in under(event) {
                marked(paper, margin, &mark, widths[2]);
            }
        }
    }
}

/// Columns of a date; longer ones stand in two lines.
const DATE: usize = 13;

/// Wider sentences are hard to follow.
const WIDEST: usize = 110;

fn marked(paper: &mut Paper, margin: usize, mark: &str, width: usize) {
    let (lead, text) = mark.strip_prefix("* ").map_or(("", mark), |text| ("* ", text));
    let style = if lead.is_empty() { style::FAINT } else { style::PLAIN };
    paper.narrow(margin + width, |paper| paper.styled_hanging(style, margin, lead, text));
}

fn below(paper: &mut Paper, events: &[Event]) {
    for (year, events) in by_year(events) {
        paper.heading(&year.to_string());
        for event in events {
            let parts = [date(event), event.kind.as_str().to_owned(), grade(event).to_owned()];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            paper.line(style::PLAIN, &format!("  {}", parts.join(", ")));
            paper.paragraph(4, &notes::sentence(&event.sentence.text));
            let width = paper.width() - 4;
            for mark in under(event) {
                marked(paper, 4, &mark, width);
            }
        }
    }
}

fn not_established(paper: &mut Paper, claims: &[Unsettled]) {
    if claims.is_empty() {
        return;
    }
    paper.heading("Not established");
    paper.paragraph(2, "Said, but not supported well enough: not on the line above, in no figure, no chain and no letter.");
    paper.blank();
    for claim in claims {
        let date = claim.date.map_or_else(|| claim.known.to_string(), |date| date.to_string());
        let unproven = &claim.unproven;
        paper.hanging(2, &format!("{date:10}  "), &format!("{} ({})", notes::sentence(&unproven.said.text), unproven.claim));
        paper.styled_hanging(style::FAINT, 14, "", &format!("public since {}; {}", claim.known, unproven.reason));
        for response in &unproven.responses {
            paper.hanging(14, "Answered: ", &notes::sentence(&response.text));
        }
    }
}
