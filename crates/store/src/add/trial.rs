//! What would the case be with the new files? It is read as it would be, and what cannot be used is refused before it is written.

use std::path::Path;

use model::{Code, Place, Problem, Severity};

use super::AddError;
use super::plan::Plan;
use crate::draft;
use crate::edit::Draft;
use crate::fs::Overlay;
use crate::{DataFile, Opened};

/// Most problems told of one file of which nothing can be used: its rows have all the same one.
const MAX_TOLD: usize = 10;

/// Reads the case with the new tables and files, and refuses tables with errors, and files of which no row can be used.
pub(super) fn read(dir: &Path, plans: &[Plan], draft: &Draft) -> Result<Opened, AddError> {
    let copied = plans.iter().filter(|plan| plan.is_copied(dir)).map(|plan| (plan.file.clone(), plan.path.clone())).collect();
    let opened = draft::open(dir, Overlay { case_file: Some(draft.text.clone()), files: copied })?;
    let mut refused = Vec::new();
    for problem in opened.problems.iter().filter(|problem| problem.severity() == Severity::Error) {
        let of_table = (&*problem.place.file == "case.toml").then(|| table_at(draft, problem.place.line)).flatten();
        let plan = match of_table {
            Some(at) => plans.get(at),
            None => plans.iter().find(|plan| problem.place.line == 0 && *problem.place.file == *plan.file),
        };
        refused.extend(plan.map(|plan| plan.problem(problem.code, problem.message.clone(), &problem.hint)));
    }
    for plan in plans {
        let data = opened.data.iter().find(|data| data.id.as_str() == plan.id && data.file == plan.file);
        if let Some(data) = data.filter(|data| data.counts.rows == data.counts.problems) {
            refused.extend(of_no_use(plan, data, &opened.problems));
        }
    }
    if refused.is_empty() { Ok(opened) } else { Err(AddError::Refused(refused)) }
}

/// Which of the new tables a line belongs to.
fn table_at(draft: &Draft, line: u32) -> Option<usize> {
    let before = usize::try_from(draft.lines_before).ok()?;
    let new = usize::try_from(line).ok()?.checked_sub(before)?;
    let heads = draft.text.lines().skip(before).take(new).filter(|text| text.trim() == "[[data]]").count();
    heads.checked_sub(1)
}

/// Why no row of a file can be used.
fn of_no_use(plan: &Plan, data: &DataFile, problems: &[Problem]) -> Vec<Problem> {
    let shown = plan.path.display().to_string();
    let of_file = problems.iter().filter(|problem| *problem.place.file == *plan.file && problem.severity() == Severity::Error);
    let mut told: Vec<Problem> = of_file
        .take(MAX_TOLD)
        .map(|problem| Problem { place: Place::new(&shown, problem.place.line), ..problem.clone() })
        .filter(|problem| problem.place.line > 0)
        .collect();
    let format = data.format.as_str();
    if data.counts.rows == 0 {
        let hint = "see whether it is the right file, and whether `--as` is right";
        told.push(plan.problem(Code::BadRow, format!("read as `{format}`, the file holds no row"), hint));
    } else {
        let message = format!("read as `{format}`, none of its {} rows can be used", data.counts.rows);
        told.push(plan.problem(Code::BadRow, message, "see whether `--as` is right, and mend what is told"));
    }
    told
}
