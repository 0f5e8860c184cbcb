//! `daylight holders CASE COMPANY`: who has money in it?

use clap::Args;
use dossier::rows::holders::Holders as Rows;
use model::Floor;

use crate::cli::{CaseDir, FloorName, Format, When, answer, command_line, holder, quoted, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::sheet::series;
use crate::text::trace::Commands;
use crate::{json, text};

/// Shows everyone with money in one company.
#[derive(Debug, Args)]
#[command(after_long_help = series::HOLDERS_COLUMNS)]
pub(crate) struct Holders {
    #[command(flatten)]
    case: CaseDir,
    /// The company, by name or id.
    #[arg(value_name = "COMPANY")]
    company: String,
    #[command(flatten)]
    when: When,
    /// The least grade that is admitted.
    #[arg(long, value_enum, value_name = "GRADE", default_value_t = FloorName::Reported)]
    floor: FloorName,
}

pub(crate) fn run(asked: &Holders, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let company = holder(&found.case, &asked.company)?;
    let view = view(&found.case, asked.when.of(&found.case));
    let answer = answer(&view, found.problems);
    let floor = Floor::from(asked.floor);
    let rows = dossier::holders(&answer, &company, floor);
    let _span = tracing::info_span!("show").entered();
    match screen.format {
        Format::Table => screen.show(&text::holders::page(&rows, floor, screen.width, &commands(asked, &rows)))?,
        Format::Json => screen.show(&json::written(&json::holders::Holders::new(&rows, floor))?)?,
        Format::Csv => show_bytes(&series::holders(&rows)?)?,
        Format::Svg => show_bytes(dossier::holders_picture(&rows).as_bytes())?,
    }
    if matches!(screen.format, Format::Csv | Format::Svg) && !rows.problems.is_empty() {
        screen.note(&text::problems::counted(&rows.problems, &commands(asked, &rows).check));
    }
    Ok(Exit::of_problems(&rows.problems))
}

/// What to ask next: the first holder, and what was held before and after.
fn commands(asked: &Holders, rows: &Rows) -> Commands {
    let (case, days) = (&asked.case.case, asked.when.flags());
    let mut next = Vec::new();
    if let Some(first) = rows.positions.first() {
        next.push(("Why", command_line("trace", case, &format!(" --holder {}{days}", quoted(first.holder.id.as_str())))));
        next.push(("Before, after", command_line("clock", case, &(days.clone() + &asked.floor.flag()))));
    }
    Commands { next, check: command_line("check", case, &days) }
}
