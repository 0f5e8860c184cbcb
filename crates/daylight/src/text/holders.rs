//! How does one company's money read? Who holds it on the day, who held it, everything over time, who owns and serves it.

use dossier::figures;
use dossier::rows::holders::{Holders, Position};
use dossier::rows::{Flag, SeriesEntry};
use model::{Capacity, Day, Floor};

use super::notes::{self, sentence};
use super::series::{marks, more, series};
use super::table::{self, Column, Row};
use super::trace::{Commands, days_of, next, title};
use super::{Paper, count};

/// The answer for one company.
pub(crate) fn page(found: &Holders, floor: Floor, width: usize, commands: &Commands) -> String {
    let head = &found.head;
    let mut paper = Paper::new(width);
    title(&mut paper, &format!("Money in {}", found.company.name), &days_of(head.as_of, head.known_at, head.all_known));
    paper.paragraph(0, &format!("in: {}", head.title));
    parts(&mut paper, found);
    nothing(&mut paper, found);
    for capacity in Capacity::ALL {
        summary(&mut paper, found, *capacity);
    }
    others(&mut paper, found);
    if found.left_out > 0 {
        paper.blank();
        let are = if found.left_out == 1 { "is" } else { "are" };
        paper.paragraph(0, &format!("Floor {floor}: {} {are} left out.", count(found.left_out, "record")));
    }
    over_time(&mut paper, found);
    notes::not_established(&mut paper, &found.not_established);
    next(&mut paper, commands);
    notes::sources(&mut paper, &found.sources);
    notes::problems(&mut paper, &found.problems, &commands.check);
    paper.finish()
}

fn nothing(paper: &mut Paper, found: &Holders) {
    if found.positions.is_empty() && found.owners.is_empty() && found.roles.is_empty() && found.apart.is_empty() {
        paper.blank();
        let name = &found.company.name;
        paper.paragraph(0, &format!("No money in {name} is documented here. Nothing documented is not the same as none."));
    }
}

/// What the company is said to have done, and from when that was public.
fn parts(paper: &mut Paper, found: &Holders) {
    if found.parts.is_empty() {
        paper.blank();
        paper.paragraph(0, &format!("No part of {} in the harm is documented on this day.", found.company.name));
    }
    for part in &found.parts {
        paper.heading(&format!("Its part in \"{}\"", part.harm.name));
        paper.paragraph(2, &format!("Public: {}.", public(&part.public_since)));
        for said in &part.said {
            paper.hanging(2, "- ", &sentence(&said.text));
        }
        for answer in &part.answers {
            paper.hanging(2, "Answered: ", &sentence(&answer.text));
        }
    }
}

/// "reported since 2018-07-16, corroborated since 2019-04-12, never established".
pub(crate) fn public(public_since: &[Option<Day>; 3]) -> String {
    let told = |floor: Floor| match public_since[floor.index()] {
        Some(day) => format!("{floor} since {day}"),
        None => format!("not {floor}"),
    };
    let all: Vec<String> = Floor::ALL.into_iter().rev().map(told).collect();
    all.join(", ")
}

fn heading(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Beneficial => "Own money",
        Capacity::Manager => "Managed for others",
        Capacity::Nominee => "Registered holders (nominee): whose shares they are is not documented here",
        Capacity::Custodian => "Kept for others (custodian)",
    }
}

/// What counts on the day, one row per record; what is gone with its last, what is not there yet with its first.
fn summary(paper: &mut Paper, found: &Holders, capacity: Capacity) {
    let positions: Vec<&Position> = found.positions.iter().filter(|p| p.capacity == capacity).collect();
    if positions.is_empty() {
        return;
    }
    paper.heading(heading(capacity));
    let columns =
        [Column::words("holder", 14), Column::figure("value"), Column::figure("share"), Column::fixed("on"), Column::fixed("grade")];
    let mut rows = Vec::new();
    for position in positions {
        rows.extend(position.series.standing(found.head.as_of).into_iter().map(|entry| row(position, entry)));
    }
    let cells: Vec<&[String]> = rows.iter().map(|row| row.cells.as_slice()).collect();
    if let Some(widths) = table::widths(&columns, &cells, paper.width() - 2) {
        let lines = table::lines(&columns, &rows, &widths, 2, paper.width());
        paper.lines(&lines);
    } else {
        for row in &rows {
            let parts: Vec<&str> = row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            paper.hanging(2, "- ", &format!("{}; {}", parts.join(", "), row.under));
        }
    }
}

fn row(position: &Position, entry: &SeriesEntry) -> Row {
    let held = entry.held.as_ref();
    let value = held.and_then(|h| h.amount.as_ref()).map_or_else(|| "unknown".to_owned(), figures::published);
    let share = held.and_then(|h| h.share).map(|s| s.to_string()).unwrap_or_default();
    let mut under = Vec::new();
    under.extend(position.gone.as_ref().map(not_counted).filter(|_| !entry.current));
    under.extend(more(entry));
    under.push(format!("known since {} [{}]", entry.known, entry.source));
    // The column says already that the amount is unknown.
    under.extend(position.flags.iter().filter(|flag| flag.word != "amount-unknown").map(|flag| flag.text.clone()));
    for (manager, said) in &position.managers {
        let mark = said.text.find('[').map(|at| said.text[at..].trim()).unwrap_or_default();
        under.push(format!("managed by {} {mark}", manager.name).trim_end().to_owned());
    }
    let cells = vec![position.holder.name.clone(), value, share, entry.day.to_string(), entry.grade.to_string()];
    Row { cells, under: under.join("; ") }
}

fn not_counted(gone: &Flag) -> String {
    let counted = if gone.word == "later" { "not yet counted" } else { "no longer counted" };
    format!("{counted}: {}", gone.text)
}

fn over_time(paper: &mut Paper, found: &Holders) {
    let mut public_since = [None; 3];
    for floor in Floor::ALL {
        public_since[floor.index()] = found.parts.iter().filter_map(|part| part.public_since[floor.index()]).min();
    }
    for position in &found.positions {
        let role = if position.capacity == Capacity::Beneficial { String::new() } else { format!(" ({})", position.capacity) };
        paper.heading(&format!("{}{role}, every record", position.holder.name));
        let entries = &position.series.entries;
        series(paper, entries, marks(&public_since), &|at| more(&entries[at]));
        if let Some(summary) = &position.series.summary {
            paper.paragraph(2, &summary.text);
        }
    }
}

/// Short positions, owners, lenders and services: sentences with their grade.
fn others(paper: &mut Paper, found: &Holders) {
    let mut section = |title: &str, lines: Vec<(String, &str)>| {
        if !lines.is_empty() {
            paper.heading(title);
            for (lead, text) in lines {
                paper.hanging(2, "- ", &format!("{lead}: {}", sentence(text)));
            }
        }
    };
    let owners = found.owners.iter().map(|o| {
        let share = o.share.map_or_else(|| "share unknown".to_owned(), |share| share.to_string());
        let over = if o.over { ", not on this day" } else { "" };
        (format!("{}, {share}{over}, {}", o.owner.name, o.grade), o.said.text.as_str())
    });
    section("Who owns it, by claims of ownership (the same stake may stand above)", owners.collect());
    let roles = |link: &str| {
        let of = found.roles.iter().filter(|r| r.link == link);
        of.map(|r| {
            let amount = r.amount.as_ref().map_or_else(|| "amount unknown".to_owned(), figures::published);
            let role = r.role.as_ref().map(|role| format!(", \"{role}\"")).unwrap_or_default();
            let amount = if link == "finances" || r.amount.is_some() { format!(", {amount}") } else { String::new() };
            (format!("{}{role}{amount}, {}", r.who.name, r.grade), r.said.text.as_str())
        })
        .collect::<Vec<_>>()
    };
    section("Loans, underwriting and other finance", roles("finances"));
    section("Services to it", roles("serves"));
    let apart = found.apart.iter().map(|a| (format!("{}, {}, {}, {}", a.holder.name, a.instrument, a.day, a.grade), a.said.text.as_str()));
    section("Short positions and derivatives: in no figure", apart.collect());
}
