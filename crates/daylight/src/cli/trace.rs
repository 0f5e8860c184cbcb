//! `daylight trace CASE`: whose money is in it?

use clap::Args;
use dossier::rows;
use model::Floor;

use crate::cli::{CaseDir, FloorName, Format, When, answer, command_line, holder, quoted, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::text::trace::{Commands, Shown};
use crate::{json, sheet, text};

/// Shows whose money is in it.
#[derive(Debug, Args)]
#[command(after_long_help = sheet::TRACE_COLUMNS)]
pub(crate) struct Trace {
    #[command(flatten)]
    case: CaseDir,
    /// One holder, by name or id: its figures with their chains, its positions over time, what is said of it.
    #[arg(long, value_name = "NAME|ID")]
    holder: Option<String>,
    #[command(flatten)]
    when: When,
    /// The least grade that is admitted.
    #[arg(long, value_enum, value_name = "GRADE", default_value_t = FloorName::Reported)]
    floor: FloorName,
}

pub(crate) fn run(asked: &Trace, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let holder = asked.holder.as_ref().map(|name| holder(&found.case, name)).transpose()?;
    let view = view(&found.case, asked.when.of(&found.case));
    let answer = answer(&view, found.problems);
    let mut trace = match &holder {
        Some(holder) => dossier::trace_holder(&answer, holder),
        None => dossier::trace(&answer),
    };
    let floor = Floor::from(asked.floor);
    let left_out = admit(&mut trace, floor);
    let _span = tracing::info_span!("show").entered();
    match screen.format {
        Format::Table => {
            let shown = Shown { trace: &trace, floor, left_out, width: screen.width };
            let commands = commands(asked, &trace);
            screen.show(&if holder.is_some() { text::holder::page(&shown, &commands) } else { text::trace::page(&shown, &commands) })?;
        }
        Format::Json => screen.show(&json::written(&json::Trace::new(&trace, floor))?)?,
        Format::Csv => {
            show_bytes(&sheet::trace(&trace)?)?;
            if !trace.problems.is_empty() {
                screen.note(&text::problems::counted(&trace.problems, &commands(asked, &trace).check));
            }
        }
        Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(Exit::of_problems(&trace.problems))
}

/// Leaves the figures that exist at a floor, in the order of their lows there, with the chains that reach it; gives how many fell away.
fn admit(trace: &mut rows::Trace, floor: Floor) -> usize {
    let mut left_out = 0;
    for harm in &mut trace.harms {
        let before = harm.exposures.len();
        harm.exposures.retain(|row| row.at(floor).is_some() || (is_gone(row) && row.grade.reaches(floor)));
        left_out += before - harm.exposures.len();
        for row in &mut harm.exposures {
            row.chains.retain(|chain| chain.grade.reaches(floor));
            if floor != Floor::Reported {
                // The row now speaks of the figure at the floor, and that is at least so well supported.
                row.grade = row.grade.min(floor.grade());
            }
        }
        if floor != Floor::Reported {
            let low = |row: &rows::Exposure| row.at(floor).map_or(0.0, |range| range.low);
            let last = |row: &rows::Exposure| (is_gone(row), row.at(floor).is_some_and(|range| range.high <= 0.0));
            harm.exposures.sort_by(|a, b| (a.column, last(a)).cmp(&(b.column, last(b))).then(low(b).total_cmp(&low(a))));
        }
    }
    left_out
}

/// Whether a position is no longer there: sold, ended, or not seen any more.
pub(crate) fn is_gone(row: &rows::Exposure) -> bool {
    row.flags.iter().any(|flag| matches!(flag.word, "sold" | "last-seen" | "ended"))
}

/// What to ask next: the chains of the first holder, and the first figure taken apart.
fn commands(asked: &Trace, trace: &rows::Trace) -> Commands {
    let (case, days) = (&asked.case.case, asked.when.flags());
    let mut next = Vec::new();
    if let Some(first) = trace.harms.iter().flat_map(|harm| &harm.exposures).next() {
        if trace.holder.is_none() {
            next.push(("Why", command_line("trace", case, &format!(" --holder {}{days}", quoted(&first.holder.name)))));
        }
        next.push(("Explain", command_line("explain", case, &format!(" {}{days}", quoted(&first.id)))));
    }
    Commands { next, check: command_line("check", case, &days) }
}
