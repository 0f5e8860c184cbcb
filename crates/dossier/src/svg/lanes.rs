//! How does money over time look? One lane per position, the days of the evidence across it, the table as its twin.
//!
//! A lane never runs through what is unknown: a record without an amount is hollow, a report that no longer names the
//! company is a cross, and between records more than 400 days apart there is no line.

use exposure::view::POSITION_DAYS;
use model::date::days_between;
use model::{Capacity, Currency, Day};

use crate::figures;
use crate::rows::clock::Clock;
use crate::rows::holders::{Head, Holders, Part};
use crate::rows::{Held, SeriesEntry};
use crate::series::reached;
use crate::svg::{Anchor, Picture, TimeAxis, ValueAxis, circle, cross, fitted, line, lines, rect, text, text_width, tipped, track};

/// Sizes in pixels.
const WIDTH: f64 = 960.0;
const MARGIN: f64 = 16.0;
const PLOT_LEFT: f64 = 290.0;
const PLOT_RIGHT: f64 = 940.0;
const LANE: f64 = 84.0;
/// Room above the largest value of a lane, for the label of the evidence.
const LANE_HEAD: f64 = 26.0;
const LANE_FOOT: f64 = 12.0;
const LETTER: f64 = 12.0;
const SMALL: f64 = 11.0;
/// Bold letters are wider.
const BOLD: f64 = 1.08;

/// One position as it is drawn.
#[derive(Debug)]
struct Lane<'r> {
    name: String,
    under: String,
    entries: Vec<&'r SeriesEntry>,
    /// Lines across the lane, by day.
    evidence: Vec<Evidence>,
    /// From when to when the evidence was public: shaded; to the end where it still is.
    shaded: Option<(Day, Option<Day>)>,
}

/// A dashed line on a day of the evidence.
#[derive(Debug, Clone)]
struct Evidence {
    day: Day,
    label: String,
    tip: String,
}

/// A line on each day on which a grade was reached.
fn grades(public_since: &[Option<Day>; 3]) -> Vec<Evidence> {
    let line = |(floor, day)| {
        let tip = format!("The company's part in the harm was first public ({floor}) on {day}");
        Evidence { day, label: format!("{floor} {day}"), tip }
    };
    reached(public_since).into_iter().map(line).collect()
}

/// A line per harm on the day on which the company's part in it was first public, numbered; and what the numbers stand for.
fn harms(parts: &[&Part]) -> (Vec<Evidence>, Vec<String>) {
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut key = Vec::new();
    for (number, part) in (1..).zip(parts) {
        let reached = reached(&part.public_since);
        let since: Vec<String> = reached.iter().map(|(floor, day)| format!("{floor} since {day}")).collect();
        key.push(format!("{number}: part in \"{}\" public: {}", part.harm.name, since.join(", ")));
        let Some((floor, day)) = reached.first().copied() else { continue };
        let tip = format!("{number}: the company's part in \"{}\" was first public ({floor}) on {day}", part.harm.name);
        // Lines of one day are one line.
        if let Some(same) = evidence.iter_mut().find(|e| e.day == day) {
            same.label.push_str(&format!(", {number}"));
            same.tip.push_str(&format!("; {tip}"));
        } else {
            evidence.push(Evidence { day, label: number.to_string(), tip });
        }
    }
    evidence.sort_by_key(|e| e.day);
    (evidence, key)
}

/// Everyone with money in one company: a lane per holder and capacity, in the order of the table.
///
/// Shape: the days of all grades of the one harm in which the company's part was public; of several harms a line each.
pub fn holders(holders: &Holders) -> String {
    let public: Vec<&Part> = holders.parts.iter().filter(|part| part.public_since.iter().any(Option::is_some)).collect();
    let (evidence, key) = match public.as_slice() {
        [] => (Vec::new(), Vec::new()),
        [one] => (grades(&one.public_since), Vec::new()),
        several => harms(several),
    };
    let lanes: Vec<Lane<'_>> = holders
        .positions
        .iter()
        .map(|position| Lane {
            name: position.holder.name.clone(),
            under: with_gone(role(position.capacity), position.gone.as_ref().map(|g| g.text.as_str())),
            entries: position.series.entries.iter().collect(),
            evidence: evidence.clone(),
            shaded: None,
        })
        .collect();
    drawn(&format!("Money in {} over time", holders.company.name), &holders.head, &lanes, &key, false)
}

/// The knowledge clock: the lanes in the order of the table, what came after the evidence was public shaded.
pub fn clock(clock: &Clock) -> String {
    let title = match &clock.holder {
        Some(holder) => format!("{} before and after the evidence was public", holder.name),
        None => "Before and after the evidence was public".to_owned(),
    };
    let lanes: Vec<Lane<'_>> = clock
        .rows
        .iter()
        .map(|row| {
            let class = row.security.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
            let withdrawn = row.withdrawn.as_ref().map(|(day, _)| *day);
            let gone = row.gone.iter().chain(row.withdrawn.iter().map(|(_, said)| said)).map(|flag| flag.text.as_str());
            let gone: Vec<&str> = gone.collect();
            Lane {
                name: row.holder.name.clone(),
                under: with_gone(
                    &format!("in {}{class}, {}", row.company.name, role(row.capacity)),
                    Some(gone.join("; ").as_str()).filter(|text| !text.is_empty()),
                ),
                entries: row.entries.iter().collect(),
                evidence: grades(&row.public_since).into_iter().chain(withdrawn.map(withdrawal)).collect(),
                shaded: reached(&row.public_since).first().map(|(_, day)| (*day, withdrawn)),
            }
        })
        .collect();
    drawn(&title, &clock.head, &lanes, &[], true)
}

fn withdrawal(day: Day) -> Evidence {
    let tip = format!("The evidence was withdrawn: nothing of it counts since {day}");
    Evidence { day, label: format!("withdrawn {day}"), tip }
}

fn role(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Beneficial => "own money",
        Capacity::Manager => "managed for others",
        Capacity::Nominee => "registered for others",
        Capacity::Custodian => "kept for others",
    }
}

fn with_gone(role: &str, gone: Option<&str>) -> String {
    gone.map_or_else(|| role.to_owned(), |gone| format!("{role}; {gone}"))
}

fn drawn(title: &str, head: &Head, lanes: &[Lane<'_>], key: &[String], shaded: bool) -> String {
    let days = format!("{}; as of {}, known at {}", head.title, head.as_of, head.known_at);
    let described = format!(
        "{days}. {} lanes, one per position; filled: as published on that day; hollow: held, its figure unknown or of another kind than the lane measures; cross: the report no longer \
         names the company; dotted: the last report stands until the next, what was held in between is not documented; dashed: the evidence was public at a grade. Every figure stands in the table of the same command.",
        lanes.len()
    );
    let mut picture = Picture::new(WIDTH, title, &described);
    let mut y = MARGIN + 14.0;
    picture.add(text("title", (MARGIN, y), Anchor::Start, &fitted(title, 16.0, WIDTH - 2.0 * MARGIN)));
    y += 20.0;
    picture.add(text("faint", (MARGIN, y), Anchor::Start, &fitted(&days, SMALL, WIDTH - 2.0 * MARGIN)));
    y = legend(&mut picture, y + 20.0, shaded);
    for line in key {
        y += 14.0;
        picture.add(text("alert", (MARGIN, y), Anchor::Start, &fitted(line, SMALL, WIDTH - 2.0 * MARGIN)));
    }
    let all = lanes.iter().flat_map(|lane| lane.entries.iter().map(|e| e.day).chain(lane.evidence.iter().map(|e| e.day)));
    let Some(axis) = TimeAxis::new(all, PLOT_LEFT, PLOT_RIGHT) else {
        picture.add(text("", (MARGIN, y + 20.0), Anchor::Start, "Nothing is documented. That is not the same as none."));
        return picture.finish(y + 40.0);
    };
    let top = y + 22.0;
    let bottom = top + f64::from(u32::try_from(lanes.len()).unwrap_or(u32::MAX)) * LANE;
    let ticks = axis.ticks();
    for (at, (lane, lane_top)) in lanes.iter().zip(std::iter::successors(Some(top), |y| Some(y + LANE))).enumerate() {
        if let Some((from, to)) = lane.shaded {
            let x = axis.x(from);
            let end = to.map_or(PLOT_RIGHT, |day| axis.x(day));
            picture.add(rect("band", (x, lane_top), (end - x, LANE)));
        }
        for (day, _) in &ticks {
            picture.add(line("grid", (axis.x(*day), lane_top), (axis.x(*day), lane_top + LANE)));
        }
        picture.add(line("grid", (MARGIN, lane_top + LANE), (PLOT_RIGHT, lane_top + LANE)));
        evidence(&mut picture, lane, &axis, lane_top, shaded || at == 0 || !key.is_empty());
        drawn_lane(&mut picture, lane, &axis, lane_top, shaded);
    }
    for (day, label) in &ticks {
        for (y, end) in [(top - 6.0, top), (bottom + 16.0, bottom)] {
            picture.add(text("faint", (axis.x(*day), y), Anchor::Middle, label));
            picture.add(line("axis", (axis.x(*day), end - 3.0), (axis.x(*day), end + 3.0)));
        }
    }
    picture.add(line("axis", (PLOT_LEFT, top), (PLOT_RIGHT, top)));
    picture.add(line("axis", (PLOT_LEFT, bottom), (PLOT_RIGHT, bottom)));
    picture.finish(bottom + 30.0)
}

/// What the marks mean; gives the line below.
fn legend(picture: &mut Picture, y: f64, shaded: bool) -> f64 {
    let mut x = MARGIN + 6.0;
    let words =
        ["as published on that day", "held, no figure to draw", "no longer named by the report", "between reports", "evidence public"];
    for (at, said) in words.into_iter().enumerate() {
        let middle = (x, y - 4.0);
        picture.add(match at {
            0 => circle("full", middle, 4.5),
            1 => circle("hollow", middle, 4.0),
            2 => cross(middle, 4.0),
            3 => track(&[(x - 7.0, y - 4.0), (x + 7.0, y - 4.0)]),
            _ => line("alert-line", (x, y - 12.0), (x, y + 3.0)),
        });
        picture.add(text("faint", (x + 10.0, y), Anchor::Start, said));
        x += 10.0 + text_width(said, SMALL) + 24.0;
    }
    if shaded {
        picture.add(rect("band", (x - 6.0, y - 11.0), (14.0, 14.0)));
        picture.add(text("faint", (x + 14.0, y), Anchor::Start, "after it"));
    }
    y + 8.0
}

/// A dashed line on each day of the evidence, with its label where there is room beside the one before.
fn evidence(picture: &mut Picture, lane: &Lane<'_>, axis: &TimeAxis, top: f64, labelled: bool) {
    let mut free = PLOT_LEFT;
    let mut row = 0.0;
    for Evidence { day, label, tip } in &lane.evidence {
        let x = axis.x(*day);
        picture.add(tipped(line("alert-line", (x, top), (x, top + LANE)), tip));
        if !labelled {
            continue;
        }
        let width = text_width(label, SMALL) + 4.0;
        row = if x < free { row + 12.0 } else { 0.0 };
        free = x + width + 6.0;
        let (at, anchor) = if x + width > PLOT_RIGHT { (x - 4.0, Anchor::End) } else { (x + 4.0, Anchor::Start) };
        picture.add(text("alert", (at, top + 11.0 + row), anchor, label));
    }
}

/// What a lane measures: what most of its records publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Value(Currency),
    Share,
    Quantity,
}

impl Measure {
    /// `parts`: the part of the company before its value, which moves with the price too.
    fn of(entries: &[&SeriesEntry], parts: bool) -> Option<Self> {
        let held = || entries.iter().filter_map(|e| e.held.as_ref());
        let mut measures: Vec<Self> = Vec::new();
        for currency in held().filter_map(|h| h.amount).map(|a| a.currency()) {
            if !measures.contains(&Self::Value(currency)) {
                measures.push(Self::Value(currency));
            }
        }
        measures.extend([Self::Share, Self::Quantity]);
        if parts {
            measures.rotate_right(2);
        }
        let told = |measure: &Self| held().filter(|h| measure.range(h).is_some()).count();
        // Of several that are told as often the first.
        measures.into_iter().rev().max_by_key(told).filter(|m| told(m) > 0)
    }

    fn range(self, held: &Held) -> Option<(f64, f64)> {
        match self {
            Self::Value(currency) => {
                let amount = held.amount.filter(|a| a.currency() == currency)?;
                Some((f64::try_from(amount.low()).ok()?, f64::try_from(amount.high()).ok()?))
            }
            Self::Share => held.share.filter(|s| *s != model::Share::UNKNOWN).map(|s| (s.low(), s.high())),
            Self::Quantity => held.quantity.and_then(|q| f64::try_from(q).ok()).map(|q| (q, q)),
        }
    }

    fn shown(self, most: f64) -> String {
        match self {
            Self::Value(currency) => format!("value, up to {}", figures::short(exposure::Range::exact(most), currency)),
            Self::Share => format!("share of the company, up to {}", figures::percent(exposure::Range::exact(most))),
            Self::Quantity => format!("number of shares, up to {}", figures::number(most)),
        }
    }
}

fn drawn_lane(picture: &mut Picture, lane: &Lane<'_>, axis: &TimeAxis, top: f64, parts: bool) {
    let room = PLOT_LEFT - MARGIN - 12.0;
    let measure = Measure::of(&lane.entries, parts);
    let range = |entry: &SeriesEntry| entry.held.as_ref().and_then(|h| measure?.range(h));
    let highs = lane.entries.iter().filter_map(|e| range(e)).map(|(_, high)| high);
    let values = ValueAxis::new(highs, top + LANE_HEAD, top + LANE - LANE_FOOT);
    let name = lines(&lane.name, LETTER * BOLD, room);
    for (words, y) in name.iter().take(2).zip([top + 20.0, top + 34.0]) {
        picture.add(text("lane", (MARGIN, y), Anchor::Start, &fitted(words, LETTER * BOLD, room)));
    }
    let first = if name.len() > 1 { top + 49.0 } else { top + 35.0 };
    let said = measure.map_or_else(|| "no amount published".to_owned(), |m| m.shown(values.most()));
    let under = lines(&lane.under, SMALL, room).into_iter().take(2).chain([said]);
    for (at, words) in under.enumerate() {
        let y = first + 13.0 * f64::from(u32::try_from(at).unwrap_or(0));
        picture.add(text("faint", (MARGIN, y), Anchor::Start, &fitted(&words, SMALL, room)));
    }
    let middle = |(low, high): (f64, f64)| values.y(f64::midpoint(low, high));
    for pair in lane.entries.windows(2) {
        // A step: what a report says holds until the next.
        if let (Some(from), Some(to)) = (range(pair[0]), range(pair[1]))
            && (1..=POSITION_DAYS).contains(&days_between(pair[0].day, pair[1].day))
        {
            let (left, right) = (axis.x(pair[0].day), axis.x(pair[1].day));
            picture.add(track(&[(left, middle(from)), (right, middle(from)), (right, middle(to))]));
        }
    }
    for entry in &lane.entries {
        let x = axis.x(entry.day);
        let floor = values.y(0.0);
        let mark = match (&entry.held, range(entry)) {
            (None, _) => cross((x, floor), 5.0),
            (Some(_), None) => circle("hollow", (x, floor), 4.5),
            (Some(_), Some(both)) => {
                let (low, high) = (values.y(both.0), values.y(both.1));
                if low - high > 1.0 {
                    picture.add(line("axis", (x, low), (x, high)));
                }
                circle("full", (x, middle(both)), 5.0)
            }
        };
        picture.add(tipped(mark, &tip(&lane.name, entry)));
    }
}

/// Figure, date, grade and source of a mark.
fn tip(name: &str, entry: &SeriesEntry) -> String {
    let source = if entry.source == 0 { String::new() } else { format!(", source [{}]", entry.source) };
    let figure = entry.held.as_ref().map_or_else(
        || "no longer named".to_owned(),
        |held| {
            let amount = held.amount.as_ref().map_or_else(|| "amount unknown".to_owned(), figures::published);
            let share = held.share.map(|s| format!(", {s}")).unwrap_or_default();
            let quantity = held.quantity.map(|q| format!(", {} shares", figures::shares(q))).unwrap_or_default();
            format!("{amount}{share}{quantity}")
        },
    );
    format!("{name} on {}: {figure}; {}, published {}{source}", entry.day, entry.grade, entry.known)
}
