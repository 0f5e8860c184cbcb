//! How is the line of time drawn? Five lanes, in each a row for everyone who acts or speaks, years from left to right.
//!
//! A day is a point, a partial date a bar over the days that it can mean, what goes on a line between two points. An answer
//! that differs is joined to what it differs from. What is not established, and changes of grade, are not drawn.

use std::collections::BTreeMap;

use ::svg::node::element::Element;
use ::svg::node::{Node as _, Text};
use model::{Day, Floor, Grade};

use super::differs::rejects;
use super::{Event, Kind, Rule, Timeline};
use crate::svg::{Anchor, Picture, Point, TimeAxis, circle, cross, fitted, line, lines, rect, text, text_width, tipped, track};

/// Width of the whole, as of a page that is printed in landscape.
const WIDTH: f64 = 1280.0;

/// Where the years begin; what stands left of it names the rows.
const LEFT: f64 = 240.0;

/// Where the years end.
const RIGHT: f64 = WIDTH - 20.0;

/// Height of a line of events.
const LINE: f64 = 17.0;

/// Letters of labels.
const SMALL: f64 = 11.0;

/// The longest label; the whole sentence is in the tooltip and in the table.
const LABEL: f64 = 480.0;

/// Where the right has as much room, labels stand there.
const ENOUGH: f64 = 330.0;

/// Radius of a point.
const POINT: f64 = 4.5;

/// Lanes from top to bottom, each with its kinds.
const LANES: [(&str, &[Kind]); 5] = [
    ("The harm, and what is said of it", &[Kind::Claim, Kind::Publication]),
    ("Answers", &[Kind::Answer, Kind::Withdrawal]),
    ("Suppliers and contracts", &[Kind::Contract, Kind::Exit]),
    ("Listings", &[Kind::Listing, Kind::Removal]),
    ("Money", &[Kind::Position, Kind::Ownership, Kind::Finance]),
];

/// An event with its place in a row.
struct Placed<'t> {
    event: &'t Event,
    /// The first and the last day, in pixels.
    from: f64,
    to: f64,
    /// The line of its row, counted from 0.
    line: usize,
    label: Label,
}

/// What stands beside a mark.
struct Label {
    /// From what it differs, before what it says.
    alert: String,
    text: String,
    /// Left of the mark where there is no room at the right.
    left: bool,
}

/// Everything of one row.
struct Drawn<'t> {
    who: &'t str,
    events: Vec<Placed<'t>>,
    lines: usize,
}

/// The picture of a line of time as SVG; its table twin says the same and more.
pub fn picture(timeline: &Timeline) -> String {
    let drawn = |event: &&Event| LANES.iter().any(|(_, kinds)| kinds.contains(&event.kind));
    let events: Vec<&Event> = timeline.events.iter().filter(drawn).collect();
    let described =
        format!("{} events in five lanes, oldest at the left. The same in words: daylight timeline, --format table.", events.len());
    let mut picture = Picture::new(WIDTH, &timeline.title, &described);
    let mut y = head(&mut picture, timeline);
    let days = events.iter().flat_map(|event| <[Day; 2]>::from(event.days()));
    let Some(axis) = TimeAxis::new(days, LEFT, RIGHT) else {
        picture.add(text(
            "",
            (20.0, y + 10.0),
            Anchor::Start,
            "Nothing that counts is dated so, which is not the same as nothing having happened.",
        ));
        return picture.finish(y + 30.0);
    };
    let lanes: Vec<(&str, Vec<Drawn<'_>>)> = LANES
        .iter()
        .map(|(title, kinds)| (*title, rows(&axis, events.iter().copied().filter(|event| kinds.contains(&event.kind)))))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let height: f64 = lanes.iter().map(|(_, rows)| LANE + rows.iter().map(row_height).sum::<f64>()).sum();
    years(&mut picture, &axis, y, y + height + 8.0);
    let mut places: BTreeMap<&str, Point> = BTreeMap::new();
    for (title, rows) in &lanes {
        y += LANE;
        picture.add(rect("band", (10.0, y - 18.0), (RIGHT - 10.0, 20.0)));
        picture.add(text("lane", (16.0, y - 4.0), Anchor::Start, title));
        for row in rows {
            let name = fitted(row.who, SMALL, LEFT);
            picture.add(tipped(text("faint", (20.0, y + LINE - 2.0), Anchor::Start, &name), row.who));
            for placed in &row.events {
                let middle = y + LINE * (f64::from(u32::try_from(placed.line).unwrap_or(0)) + 0.5) + 2.0;
                places.insert(&placed.event.id, (placed.from, middle));
                event(&mut picture, placed, middle);
            }
            y += row_height(row);
            picture.add(line("grid", (20.0, y - 1.0), (RIGHT, y - 1.0)));
        }
    }
    for event in &events {
        for differs in &event.differs {
            if let (Some(earlier), Some(later)) = (places.get(differs.event.as_str()), places.get(event.id.as_str())) {
                picture.add(tipped(arc(*earlier, *later), &differs.text));
            }
        }
    }
    picture.finish(y + 34.0)
}

/// Room for the title of a lane.
const LANE: f64 = 30.0;

fn row_height(row: &Drawn<'_>) -> f64 {
    LINE * f64::from(u32::try_from(row.lines).unwrap_or(1)) + 4.0
}

/// Title, what was asked for, and what the marks mean; gives where the rest begins.
fn head(picture: &mut Picture, timeline: &Timeline) -> f64 {
    picture.add(text("title", (16.0, 26.0), Anchor::Start, &timeline.title));
    let mut asked = Vec::new();
    asked.extend(timeline.about.as_ref().map(|about| format!("about {}", about.name)));
    asked.push(format!("known at {}", timeline.known_at));
    asked.extend(timeline.as_of.map(|day| format!("as of {day}")));
    if timeline.floor != Floor::Reported {
        asked.push(format!("floor {}", timeline.floor));
    }
    asked.push("what is not established is left out; who says what, and where, stands in the table".to_owned());
    let mut y = 44.0;
    for row in lines(&asked.join("; "), SMALL, WIDTH - 40.0) {
        picture.add(text("faint", (16.0, y), Anchor::Start, &row));
        y += 15.0;
    }
    let mut x = 22.0;
    let marks: [(Element, &str); 6] = [
        (circle("full", (0.0, 0.0), POINT), "established or corroborated"),
        (circle("hollow", (0.0, 0.0), POINT), "reported, or only said"),
        (cross((0.0, 0.0), POINT - 1.0), "denied or disputed"),
        (rect("hollow", (-10.0, -3.5), (20.0, 7.0)), "some day within"),
        (track(&[(-10.0, 0.0), (10.0, 0.0)]), "all the time between"),
        (line("alert-line", (-10.0, 0.0), (10.0, 0.0)), "differs from"),
    ];
    for (mut mark, meaning) in marks {
        mark.get_attributes_mut().insert("transform".to_owned(), format!("translate({x} {y})").into());
        picture.add(mark);
        picture.add(text("faint", (x + 14.0, y + 4.0), Anchor::Start, meaning));
        x += 44.0 + text_width(meaning, SMALL);
    }
    y + 34.0
}

/// Whole years where there are several, else months.
fn years(picture: &mut Picture, axis: &TimeAxis, top: f64, bottom: f64) {
    let mut ticks = axis.ticks();
    let january = |day: &Day| day.month() == 1;
    if ticks.iter().filter(|(day, _)| january(day)).count() > 2 {
        ticks.retain(|(day, _)| january(day));
        for (day, label) in &mut ticks {
            *label = day.year().to_string();
        }
    }
    for (day, label) in ticks {
        let x = axis.x(day);
        picture.add(line("grid", (x, top), (x, bottom)));
        picture.add(text("faint", (x, top - 4.0), Anchor::Middle, &label));
        picture.add(text("faint", (x, bottom + 14.0), Anchor::Middle, &label));
    }
}

/// The rows of a lane: harms before others, then by the first event of the group, then of the row; in each as few lines as labels allow.
fn rows<'t>(axis: &TimeAxis, events: impl Iterator<Item = &'t Event>) -> Vec<Drawn<'t>> {
    let mut by_who: BTreeMap<&str, Vec<&'t Event>> = BTreeMap::new();
    for event in events {
        by_who.entry(&event.row.who).or_default().push(event);
    }
    let group = |events: &[&'t Event]| events.first().and_then(|event| event.row.group.as_deref());
    let first = |events: &[&'t Event]| events.iter().map(|event| event.days()).min();
    let mut groups: BTreeMap<&str, Option<(Day, Day)>> = BTreeMap::new();
    for events in by_who.values() {
        if let Some(group) = group(events) {
            let earliest = groups.entry(group).or_insert_with(|| first(events));
            *earliest = (*earliest).min(first(events));
        }
    }
    let mut rows: Vec<(&str, Vec<&'t Event>)> = by_who.into_iter().collect();
    rows.sort_by_key(|(who, events)| {
        let of_group = group(events).and_then(|group| groups.get(group).copied()).unwrap_or_else(|| first(events));
        let of_harm = events.first().is_some_and(|event| event.row.of_harm);
        (!of_harm, of_group, group(events), first(events), *who)
    });
    rows.into_iter().map(|(who, events)| row(axis, who, events)).collect()
}

fn row<'t>(axis: &TimeAxis, who: &'t str, mut events: Vec<&'t Event>) -> Drawn<'t> {
    // Oldest first; `until` events stand where they end.
    events.sort_by_key(|event| (event.days(), &event.id));
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for event in events {
        let (first, last) = event.days();
        let (from, to) = (axis.x(first), axis.x(last));
        let label = label(event, from, to);
        let width = 8.0 + text_width(&label.alert, SMALL) + text_width(&label.text, SMALL);
        let (begin, end) = if label.left { (from - width, to + POINT) } else { (from - POINT, to + width) };
        let free = ends.iter().position(|taken| *taken + 6.0 <= begin);
        let line = free.unwrap_or(ends.len());
        if line == ends.len() {
            ends.push(end);
        } else {
            ends[line] = end;
        }
        placed.push(Placed { event, from, to, line, label });
    }
    Drawn { who, events: placed, lines: ends.len().max(1) }
}

/// In few words; at the left of its mark where the right has less room. A reservation is never cut off.
fn label(event: &Event, from: f64, to: f64) -> Label {
    let dates = |rule: Rule| -> Vec<String> {
        let of_rule = event.differs.iter().filter(|differs| differs.rule == rule);
        of_rule.map(|differs| differs.date.map_or_else(|| "no date".to_owned(), |date| date.to_string())).collect()
    };
    // That something was withdrawn the label itself says.
    let rules = [(Rule::OwnWords, "its words"), (Rule::GroupWords, "its group's words"), (Rule::OwnDocument, "a document")];
    let differs = rules.map(|(rule, what)| (what, dates(rule))).into_iter().filter(|(_, dates)| !dates.is_empty());
    let alert: String = differs.map(|(what, dates)| format!("differs from {what} of {}; ", dates.join(", "))).collect();
    let (right, left) = (RIGHT - to - 10.0, from - LEFT - 10.0);
    let at_left = right < ENOUGH && left > right;
    let room = if at_left { left } else { right }.min(LABEL);
    let alert = fitted(&alert, SMALL, room);
    let rest = room - text_width(&alert, SMALL);
    let mut text = fitted(&event.row.label, SMALL, rest);
    if event.row.whole && text != event.row.label {
        text = fitted("with a reservation: see the table", SMALL, rest);
    }
    Label { alert, text, left: at_left }
}

fn event(picture: &mut Picture, placed: &Placed<'_>, y: f64) {
    for mark in marks(placed, y) {
        picture.add(tipped(mark, &tip(placed.event)));
    }
    let Label { alert, text: words, left } = &placed.label;
    let (at, anchor) = if *left { (placed.from - 8.0, Anchor::End) } else { (placed.to + 8.0, Anchor::Start) };
    let mut label = text("faint", (at, y + 4.0), anchor, words);
    if !alert.is_empty() {
        // Plain colour before the variable, as in the stylesheet. A space at the end of an element may be dropped: `dx` stands for it.
        let mut lead = Element::new("tspan");
        lead.get_attributes_mut().insert("fill".to_owned(), "#a3341f".into());
        lead.get_attributes_mut().insert("style".to_owned(), "fill: var(--alert)".into());
        lead.append(Text::new(alert.trim_end()));
        let mut rest = Element::new("tspan");
        rest.get_attributes_mut().insert("dx".to_owned(), "4".into());
        rest.get_children_mut().append(label.get_children_mut());
        label.append(lead);
        label.append(rest);
    }
    picture.add(label);
}

fn marks(placed: &Placed<'_>, y: f64) -> Vec<Element> {
    let event = placed.event;
    let class = match event.grade {
        Some(Grade::Established | Grade::Corroborated) => "full",
        _ => "hollow",
    };
    let Placed { from, to, .. } = *placed;
    let goes_on = event.until.is_some_and(|until| until != event.date);
    if goes_on {
        let ends = [from, to].map(|x| circle(class, (x, y), POINT - 1.0));
        return std::iter::once(track(&[(from, y), (to, y)])).chain(ends).collect();
    }
    if event.date.first() != event.date.last() {
        let bar = rect(class, (from, y - 3.5), ((to - from).max(2.0 * POINT), 7.0));
        let rejected = event.stance.is_some_and(rejects).then(|| cross((f64::midpoint(from, to), y), POINT - 1.0));
        return std::iter::once(bar).chain(rejected).collect();
    }
    match event.stance {
        Some(stance) if rejects(stance) => vec![cross((from, y), POINT - 1.0)],
        _ => vec![circle(class, (from, y), POINT)],
    }
}

/// Date, sentence with the numbers of its sources, grade.
fn tip(event: &Event) -> String {
    let date = match event.until.filter(|until| *until != event.date) {
        Some(until) => format!("{} to {until}", event.date),
        None => event.date.to_string(),
    };
    let grade = event.grade.map(|grade| format!(" ({grade})")).unwrap_or_default();
    let differs: String = event.differs.iter().map(|differs| format!("\n{}", differs.text)).collect();
    format!("{date}: {}{grade}{differs}", event.sentence.text)
}

/// A thin arc from what was said before: down or up to below the later mark's line, along under its labels, and up to the mark.
fn arc(earlier: Point, later: Point) -> Element {
    let gutter = later.1 + LINE / 2.0;
    let down = if earlier.1 <= gutter { 1.0 } else { -1.0 };
    let (start, turn) = (earlier.1 + down * POINT, gutter - down * CORNER);
    let curve = format!(
        "M{x:.1} {start:.1}L{x:.1} {turn:.1}Q{x:.1} {gutter:.1} {right:.1} {gutter:.1}L{end:.1} {gutter:.1}Q{to:.1} {gutter:.1} {to:.1} {arrive:.1}",
        x = earlier.0,
        right = earlier.0 + CORNER,
        end = later.0 - CORNER,
        to = later.0,
        arrive = later.1 + POINT,
    );
    let mut path = Element::new("path");
    path.get_attributes_mut().insert("class".to_owned(), "alert-line".into());
    path.get_attributes_mut().insert("fill".to_owned(), "none".into());
    path.get_attributes_mut().insert("d".to_owned(), curve.into());
    path
}

/// Radius of the corners of an arc.
const CORNER: f64 = 4.0;
