//! `daylight clock CASE`: who held more, the same or less after the evidence was public?

use clap::Args;
use dossier::rows::clock::Clock as Rows;
use model::Floor;

use crate::cli::{CaseDir, FloorName, Format, When, answer, command_line, holder, quoted, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::sheet::series;
use crate::text::trace::Commands;
use crate::{json, text};

/// Shows what was held on both sides of the days on which the evidence was public.
#[derive(Debug, Args)]
#[command(after_long_help = series::CLOCK_COLUMNS)]
pub(crate) struct Clock {
    #[command(flatten)]
    case: CaseDir,
    /// One holder, by name or id.
    #[arg(long, value_name = "NAME|ID")]
    holder: Option<String>,
    #[command(flatten)]
    when: When,
    /// The least grade that is admitted: of the evidence and of the records.
    #[arg(long, value_enum, value_name = "GRADE", default_value_t = FloorName::Reported)]
    floor: FloorName,
}

pub(crate) fn run(asked: &Clock, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let holder = asked.holder.as_ref().map(|name| holder(&found.case, name)).transpose()?;
    let view = view(&found.case, asked.when.of(&found.case));
    let answer = answer(&view, found.problems);
    let floor = Floor::from(asked.floor);
    let rows = dossier::clock(&answer, holder.as_ref(), floor);
    let _span = tracing::info_span!("show").entered();
    match screen.format {
        Format::Table => screen.show(&text::clock::page(&rows, floor, screen.width, &commands(asked, &rows)))?,
        Format::Json => screen.show(&json::written(&json::clock::Clock::new(&rows, floor))?)?,
        Format::Csv => show_bytes(&series::clock(&rows)?)?,
        Format::Svg => show_bytes(dossier::clock_picture(&rows).as_bytes())?,
    }
    if matches!(screen.format, Format::Csv | Format::Svg) && !rows.problems.is_empty() {
        screen.note(&text::problems::counted(&rows.problems, &commands(asked, &rows).check));
    }
    Ok(Exit::of_problems(&rows.problems))
}

/// What to ask next: everyone in the first company.
fn commands(asked: &Clock, rows: &Rows) -> Commands {
    let (case, days) = (&asked.case.case, asked.when.flags());
    let floor = asked.floor.flag();
    let holders = |company: &str| command_line("holders", case, &format!(" {}{days}{floor}", quoted(company)));
    let first = rows.rows.first().map(|row| ("Company", holders(row.company.id.as_str())));
    Commands { next: first.into_iter().collect(), check: command_line("check", case, &days) }
}
