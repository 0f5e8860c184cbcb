//! How are problems written in JSON?

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli;

/// The answer of `daylight check CASE --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    /// Short name of the case; null where the folder is none.
    case: Option<String>,
    errors: usize,
    warnings: usize,
    /// How many claims have which grade; null where the folder is no case, and in the answer of `add`.
    grades: Option<Grades>,
    problems: Vec<Problem>,
    /// What became of the rows of each data file; of `add`, of the files that were added.
    data: Vec<DataFile>,
}

/// How many claims have which grade.
#[derive(Debug, Serialize)]
struct Grades {
    established: usize,
    corroborated: usize,
    reported: usize,
    unverified: usize,
    /// Of which nothing was published by the day asked for.
    not_yet_published: usize,
}

/// Something wrong in the data.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Problem {
    /// Path inside the case.
    file: String,
    /// Counted from 1; 0 where the file as a whole is meant.
    line: u32,
    #[schemars(extend("enum" = ["error", "warning"]))]
    severity: &'static str,
    /// What kind of problem: a stable code.
    code: &'static str,
    message: String,
    /// What to do about it.
    hint: String,
}

/// What became of the rows of a data file: `rows = records + problems + skipped`.
#[derive(Debug, Serialize)]
struct DataFile {
    id: String,
    file: String,
    format: &'static str,
    rows: u64,
    records: u64,
    problems: u64,
    skipped: u64,
    /// How many rows each rule passed over; they add to `skipped`.
    rules: std::collections::BTreeMap<&'static str, u64>,
    /// Names that are exactly those of entities and that nobody has judged; counted nowhere.
    proposals: Vec<Proposal>,
}

/// A name that a judgement should decide.
#[derive(Debug, Serialize)]
struct Proposal {
    series: String,
    name: String,
    entity: String,
    /// Somebody was unsure.
    unsure: bool,
    rows: u64,
    file: String,
    line: u32,
}

impl Check {
    pub(crate) fn new(opened: &store::Opened, grades: Option<cli::Grades>, problems: &[model::Problem]) -> Self {
        let of = |severity| problems.iter().filter(|p| p.severity() == severity).count();
        Self {
            case: opened.case.as_ref().map(|case| case.name.clone()),
            errors: of(model::Severity::Error),
            warnings: of(model::Severity::Warning),
            grades: grades.map(Grades::new),
            problems: problems.iter().map(Problem::new).collect(),
            data: opened.data.iter().map(DataFile::new).collect(),
        }
    }
}

impl Check {
    /// Only what concerns files that were added.
    pub(crate) fn of_added(added: &[store::add::Added], opened: &store::Opened, problems: &[model::Problem]) -> Self {
        let mut check = Self::new(opened, None, problems);
        let is_added = |data: &&store::DataFile| added.iter().any(|added| added.id == data.id);
        check.data = opened.data.iter().filter(is_added).map(DataFile::new).collect();
        check
    }
}

impl Grades {
    fn new(grades: cli::Grades) -> Self {
        let cli::Grades { of: [established, corroborated, reported, unverified], unknown: not_yet_published } = grades;
        Self { established, corroborated, reported, unverified, not_yet_published }
    }
}

impl Problem {
    pub(super) fn new(problem: &model::Problem) -> Self {
        Self {
            file: problem.place.file.to_string(),
            line: problem.place.line,
            severity: problem.severity().as_str(),
            code: problem.code.as_str(),
            message: problem.message.clone(),
            hint: problem.hint.clone(),
        }
    }
}

impl DataFile {
    fn new(data: &store::DataFile) -> Self {
        let counts = data.counts;
        Self {
            id: data.id.to_string(),
            file: data.file.clone(),
            format: data.format.as_str(),
            rows: counts.rows,
            records: counts.records,
            problems: counts.problems,
            skipped: counts.skipped,
            rules: data.skipped.clone(),
            proposals: data.proposals.iter().map(Proposal::new).collect(),
        }
    }
}

impl Proposal {
    fn new(proposal: &store::Proposal) -> Self {
        Self {
            series: proposal.series.to_string(),
            name: proposal.name.clone(),
            entity: proposal.company.to_string(),
            unsure: proposal.unsure,
            rows: proposal.rows,
            file: proposal.first.file.to_string(),
            line: proposal.first.line,
        }
    }
}
