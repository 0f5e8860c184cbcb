//! How does the knowledge clock read? What was held before and after, one table per change, then every series whole.

use dossier::figures;
use dossier::rows::SeriesEntry;
use dossier::rows::clock::{Clock, ClockRow, Step};
use exposure::clock::Moved;
use model::{Capacity, Floor};

use super::series::{marks, more, series};
use super::table::{self, Column, Row};
use super::trace::{Commands, days_of, next, title};
use super::{Paper, count, notes};

fn what(floor: Floor) -> String {
    format!(
        "What was held on both sides of the day on which a company's part in the harm was first public ({floor}): the last record on or \
         before that day, and the first after it. The whole series and the other grades stand below. A change of value includes that of the \
         price. Nothing here says why somebody held more or less."
    )
}

/// The answer for everybody, or for one holder.
pub(crate) fn page(clock: &Clock, floor: Floor, width: usize, commands: &Commands) -> String {
    let head = &clock.head;
    let mut paper = Paper::new(width);
    let of = clock.holder.as_ref().map_or_else(|| head.title.clone(), |holder| holder.name.clone());
    title(&mut paper, &format!("{of}: before and after"), &days_of(head.as_of, head.known_at, head.all_known));
    if clock.holder.is_some() {
        paper.paragraph(0, &format!("in: {}", head.title));
    }
    paper.blank();
    if clock.rows.is_empty() {
        let whose = clock.holder.as_ref().map(|h| format!(" of {}", h.name)).unwrap_or_default();
        let at = if floor == Floor::Reported { String::new() } else { format!(" ({floor})") };
        paper.paragraph(
            0,
            &format!("No position{whose} in a company whose part in the harm was public{at} is documented. That is not the same as none."),
        );
    } else {
        paper.paragraph(0, &what(floor));
    }
    if clock.left_out > 0 {
        paper.blank();
        let are = if clock.left_out == 1 { "is" } else { "are" };
        paper.paragraph(0, &format!("Floor {floor}: {} {are} left out.", count(clock.left_out, "position")));
    }
    for moved in Moved::ALL {
        summary(&mut paper, clock, moved);
    }
    for row in &clock.rows {
        whole(&mut paper, row);
    }
    next(&mut paper, commands);
    notes::sources(&mut paper, &clock.sources);
    notes::problems(&mut paper, &clock.problems, &commands.check);
    paper.finish()
}

fn heading(moved: Moved) -> &'static str {
    match moved {
        Moved::More => "More after",
        Moved::FirstSeen => "First seen after; no record before",
        Moved::Same => "The same number of shares",
        Moved::Less => "Less after",
        Moved::Sold => "Sold: the next report does not name the company",
        Moved::NotTold => "Held before and after; whether more or less is not told",
        Moved::NoRecordAfter => "No record after",
    }
}

fn summary(paper: &mut Paper, clock: &Clock, moved: Moved) {
    let rows: Vec<Row> = clock.rows.iter().filter(|row| row.moved == moved).map(summary_row).collect();
    if rows.is_empty() {
        return;
    }
    paper.heading(heading(moved));
    let columns = [
        Column::words("holder", 14),
        Column::words("company", 9),
        Column::fixed("public"),
        Column::figure("before"),
        Column::figure("after"),
    ];
    let cells: Vec<&[String]> = rows.iter().map(|row| row.cells.as_slice()).collect();
    if let Some(widths) = table::widths(&columns, &cells, paper.width() - 2) {
        let lines = table::lines(&columns, &rows, &widths, 2, paper.width());
        paper.lines(&lines);
    } else {
        for row in &rows {
            paper.hanging(2, "- ", &format!("{}; {}", row.cells.join(", "), row.under));
        }
    }
}

fn summary_row(row: &ClockRow) -> Row {
    let against = row.against.first();
    let before = against.and_then(|a| a.before).and_then(|at| row.entries.get(at));
    let step = against.and_then(|a| a.steps.first());
    let after = step.and_then(|step| row.entries.get(step.entry));
    let mut under = Vec::new();
    if row.capacity != Capacity::Beneficial {
        under.push(format!("as {}", row.capacity));
    }
    under.extend(row.security.as_ref().map(|security| format!("class {security}")));
    under.extend(row.withdrawn.as_ref().map(|(_, said)| said.text.clone()));
    let on = |entry: Option<&SeriesEntry>| entry.map(|e| format!("{} [{}]", e.day, e.source));
    match (on(before), on(after)) {
        (Some(before), Some(after)) => under.push(format!("on {before} and on {after}")),
        (Some(before), None) => under.push(format!("on {before}")),
        (None, Some(after)) => under.push(format!("on {after}")),
        (None, None) => {}
    }
    under.extend(step.into_iter().flat_map(changes));
    // Never one chosen pair: what came later stands beside it.
    let later = against.into_iter().flat_map(|a| a.steps.iter().skip(1)).filter_map(|step| row.entries.get(step.entry));
    let later: Vec<String> = later.map(|e| format!("{} on {} [{}]", held(e), e.day, e.source)).collect();
    if !later.is_empty() {
        under.push(format!("then {}", later.join(", ")));
    }
    under.extend(row.gone.as_ref().filter(|gone| gone.word != "sold").map(|gone| gone.text.clone()));
    let cells = vec![
        row.holder.name.clone(),
        row.company.name.clone(),
        against.map(|a| a.day.to_string()).unwrap_or_default(),
        before.map_or_else(|| "no record".to_owned(), held),
        after.map_or_else(|| "no record".to_owned(), held),
    ];
    Row { cells, under: under.join("; ") }
}

fn held(entry: &SeriesEntry) -> String {
    match &entry.held {
        None => "none".to_owned(),
        Some(held) => match (held.share, held.quantity, &held.amount) {
            (Some(share), _, _) => share.to_string(),
            (None, Some(quantity), _) => format!("{} shares", figures::shares(quantity)),
            (None, None, Some(amount)) => figures::published(amount),
            (None, None, None) => "unknown".to_owned(),
        },
    }
}

/// The changes of a step: in the part of the company, in shares, in value.
fn changes(step: &Step) -> Vec<String> {
    let compared = &step.compared;
    let mut said = Vec::new();
    said.extend(compared.share.map(|range| format!("part of the company {}", figures::points(range))));
    said.extend(compared.quantity.map(|quantity| {
        if quantity.is_zero() { "number of shares unchanged".to_owned() } else { format!("number of shares {}", figures::signed(quantity)) }
    }));
    said.extend(compared.value.map(|(low, high, currency)| {
        let (low, high) = (figures::signed(low), figures::signed(high));
        let range = if low == high { low } else { format!("{low} to {high}") };
        format!("value {} {range}", currency.code())
    }));
    said
}

/// The whole series, each record compared with the last before the evidence, then the sentences for every grade.
fn whole(paper: &mut Paper, row: &ClockRow) {
    let role = if row.capacity == Capacity::Beneficial { String::new() } else { format!(" ({})", row.capacity) };
    let class = row.security.as_ref().map(|security| format!(", {security}")).unwrap_or_default();
    paper.heading(&format!("{} in {}{class}{role}, every record", row.holder.name, row.company.name));
    let steps: Vec<&Step> = row.against.first().into_iter().flat_map(|against| &against.steps).collect();
    let mut lines = marks(&row.public_since);
    lines.extend(row.withdrawn.as_ref().map(|(day, _)| (*day, format!("  -- evidence withdrawn {day} --"))));
    lines.sort_by_key(|(day, _)| *day);
    series(paper, &row.entries, lines, &|at| {
        let mut said = more(&row.entries[at]);
        let told: Vec<String> = steps.iter().filter(|step| step.entry == at).flat_map(|step| changes(step)).collect();
        if !told.is_empty() {
            said.push(format!("against the last before: {}", told.join(", ")));
        }
        said
    });
    for against in &row.against {
        paper.paragraph(2, &against.summary.text);
    }
}
