//! Who holds what, by the files that holders publish? Each row that meets a company of the case becomes a claim.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use formats::Row;
use formats::holdings::{HoldingRow, Summary};
use model::money::Decimal;
use model::{Citation, Claim, ClaimId, Code, Day, DocumentId, EntityId, LinkKind, PartialDate, Place, Problem, SeriesId};

use crate::data_entries::{Entry, Part};
use crate::draft::{Draft, Thing};
use crate::matching::{Matcher, Met, normalised};
use crate::names::{Suggestions, suggest};
use crate::{DataFile, Proposal};

/// The rule for a row of a company that the case does not hold.
pub const NOT_IN_THE_CASE: &str = "company that the case does not hold";

/// The rule for a row that meets a company by nothing but its name.
const NAME_ONLY: &str = "name that nobody has judged";

/// The rule for a row whose name is judged to be another company's.
const ANOTHER_COMPANY: &str = "name judged to be another company's";

/// The rule for a row that says again what an earlier one says.
const REPEATED: &str = "row that repeats an earlier one";

/// Every rule by which a row that was understood is passed over, because of its company or of an earlier row.
pub const RULES: [&str; 4] = [NOT_IN_THE_CASE, NAME_ONLY, ANOTHER_COMPANY, REPEATED];

/// How far the weights of a whole report may be from 100, in percent: iShares' rounded weights add to 100.08% and 99.67%.
const WEIGHTS_TOLERANCE: Decimal = Decimal::ONE;

/// Where rows go.
pub(crate) struct Into<'i> {
    pub(crate) matcher: &'i Matcher,
    pub(crate) draft: &'i mut Draft,
    pub(crate) problems: &'i mut Vec<Problem>,
}

/// Reads the holdings of a file.
pub(crate) fn read(bytes: impl BufRead, entry: &Entry, part: &Part, data: &mut DataFile, into: &mut Into<'_>) -> io::Result<()> {
    let Some(layout) = entry.format.layout() else { return Ok(()) };
    let mut rows = formats::holdings::read(layout, bytes, &entry.file);
    let mut reading =
        Reading { entry, part, days: Suggestions::default(), earlier: BTreeMap::new(), proposals: BTreeMap::new(), lost: Lost::default() };
    for row in rows.by_ref() {
        match row? {
            Row::Record(row) => reading.record(row, data, into),
            Row::Problem(problem) => {
                // What refers to the row is left out with it, without a word.
                into.draft.claim_names.define(ClaimId::of_row(&entry.id, problem.place.line).as_str(), &problem.place, 0);
                into.problems.push(problem);
            }
            Row::Skipped { rule, .. } => data.skip(rule),
        }
    }
    data.counts = rows.counts();
    data.counts.records -= reading.lost.refused + reading.lost.skipped;
    data.counts.problems += reading.lost.refused;
    data.counts.skipped += reading.lost.skipped;
    reading.tell_weights(&sums(&rows.summary()), into.problems);
    reading.note_proposals(data, into);
    Ok(())
}

/// Records of the reader that the case cannot use.
#[derive(Default)]
struct Lost {
    refused: u64,
    skipped: u64,
}

struct Reading<'r> {
    entry: &'r Entry,
    part: &'r Part,
    days: Suggestions,
    /// Where each row that counts stands, by everything that it says.
    earlier: BTreeMap<String, Place>,
    proposals: BTreeMap<(String, EntityId), Proposal>,
    lost: Lost,
}

impl Reading<'_> {
    fn record(&mut self, row: HoldingRow, data: &mut DataFile, into: &mut Into<'_>) {
        let id = self.id_of(&row);
        let (company, how) = match self.company(&row, into) {
            Ok(found) => found,
            Err(Unmet::Skipped(rule)) => {
                self.lost.skipped += 1;
                return data.skip(rule);
            }
            Err(Unmet::Refused(problems)) => return self.refuse(&id, &row, problems, into),
        };
        let day = match self.day(&row) {
            Ok(day) => day,
            Err(problem) => return self.refuse(&id, &row, vec![*problem], into),
        };
        let key = key(&row, day, &company, self.part);
        if let Some(first) = self.earlier.get(&key) {
            let message = format!("the row says again what line {} says", first.line);
            into.problems.push(Problem::new(row.place, Code::DuplicateRow, message, "delete one of the two; it is counted once"));
            self.lost.skipped += 1;
            return data.skip(REPEATED);
        }
        self.earlier.insert(key, row.place.clone());
        into.draft.claim_names.define(id.as_str(), &row.place, 0);
        into.draft.claims.insert(id.clone(), self.claim(id, row, day, company, &how));
    }

    fn id_of(&self, row: &HoldingRow) -> ClaimId {
        match &row.at {
            Some(column) => {
                ClaimId::of_cell(&self.entry.id, row.place.line, &column.strip_prefix("column ").unwrap_or(column).to_lowercase())
            }
            None => ClaimId::of_row(&self.entry.id, row.place.line),
        }
    }

    fn refuse(&mut self, id: &ClaimId, row: &HoldingRow, problems: Vec<Problem>, into: &mut Into<'_>) {
        into.draft.claim_names.define(id.as_str(), &row.place, 0);
        into.problems.extend(problems);
        self.lost.refused += 1;
    }

    /// The company of a row, and by what it was met.
    fn company(&mut self, row: &HoldingRow, into: &Into<'_>) -> Result<(EntityId, String), Unmet> {
        if let Some(written) = &row.company {
            let found = body(written, &row.place, into.draft).map(|id| (id, String::new()));
            return found.map_err(|mut problems| {
                problems.extend(self.day(row).err().map(|problem| *problem));
                Unmet::Refused(problems)
            });
        }
        let identifiers: Vec<(&str, &str)> = row.identifiers.iter().map(|id| (id.scheme().as_str(), id.value())).collect();
        let series = &self.part.series;
        match into.matcher.meet(series, row.name.as_deref(), &identifiers) {
            Met::Company(id, how) => Ok((id, how)),
            Met::Nobody => Err(Unmet::Skipped(NOT_IN_THE_CASE)),
            Met::Different => Err(Unmet::Skipped(ANOTHER_COMPANY)),
            Met::Proposed(companies, unsure) => {
                let name = row.name.clone().unwrap_or_default();
                let days: Vec<Day> = self.day(row).into_iter().collect();
                for company in companies {
                    let proposal = self.proposals.entry((normalised(&name), company.clone())).or_insert_with(|| Proposal {
                        series: series.clone(),
                        name: name.clone(),
                        company,
                        unsure,
                        rows: 0,
                        days: Vec::new(),
                        first: row.place.clone(),
                    });
                    proposal.rows += 1;
                    proposal.days.extend(&days);
                }
                Err(Unmet::Skipped(NAME_ONLY))
            }
            Met::Conflict(companies) => {
                let listed = companies.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" and ");
                let message = format!("the row's identifiers and name belong to {listed}");
                let hint = "correct the identifiers in `entities.toml` or the judgement; one row is one company's";
                Err(Unmet::Refused(vec![Problem::new(row.place.clone(), Code::MatchConflict, message, hint)]))
            }
        }
    }

    /// The day of a row: that of the one report of the file, or that which its date can mean.
    fn day(&self, row: &HoldingRow) -> Result<Day, Box<Problem>> {
        let reports = &self.part.reports;
        let problem = |code, message: String, hint: String| Err(Box::new(Problem::new(row.place.clone(), code, message, hint)));
        if row.days.is_empty() {
            return match reports.as_slice() {
                [report] => Ok(report.as_of),
                several => problem(
                    Code::UnknownReport,
                    format!("the row bears no date, and `{}` has {} reports", self.entry.id, several.len()),
                    "give each report a file of its own, or add a column `date`".to_owned(),
                ),
            };
        }
        let meant: Vec<Day> = reports.iter().map(|report| report.as_of).filter(|day| row.days.contains(day)).collect();
        match (meant.as_slice(), row.days.as_slice()) {
            ([day], _) => Ok(*day),
            ([], days) => {
                let written = days.iter().map(Day::to_string).collect::<Vec<_>>().join(" or ");
                let near = self.days.meant(&written, || {
                    let days: Vec<String> = reports.iter().map(|report| report.as_of.to_string()).collect();
                    suggest(&written, days.iter().map(String::as_str)).map(str::to_owned)
                });
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`? else add the day to `reports` in `case.toml`"),
                    None => "add the day to `reports` in `case.toml`, or correct the date".to_owned(),
                };
                problem(Code::UnknownReport, format!("`{}` has no report of {written}", self.entry.id), hint)
            }
            (days, _) => problem(
                Code::BadDate,
                format!("the date may mean {}", days.iter().map(Day::to_string).collect::<Vec<_>>().join(" or ")),
                "write the date as `2019-12-31`: `reports` in `case.toml` has both".to_owned(),
            ),
        }
    }

    fn claim(&self, id: ClaimId, row: HoldingRow, day: Day, company: EntityId, how: &str) -> Claim {
        let column = row.at.as_ref().map(|column| format!(", {column}")).unwrap_or_default();
        let how = if how.is_empty() { String::new() } else { format!(", {how}") };
        let cite = Citation {
            document: DocumentId::of_report(&self.entry.id, day),
            at: format!("line {}{column}{how}", row.place.line),
            basis: self.part.basis,
            credibility: self.part.credibility,
            via: None,
            quote: None,
            place: row.place.clone(),
        };
        Claim {
            amount: row.amount,
            quantity: row.quantity,
            weight: row.weight,
            share: row.share,
            votes: row.votes,
            capacity: row.capacity.unwrap_or(self.part.capacity),
            instrument: row.instrument,
            security: row.security,
            date: Some(PartialDate::Day(day)),
            cites: vec![cite],
            series: Some(self.part.series.clone()),
            ..Claim::new(id, vec![self.part.holder.clone()], Some((LinkKind::Holds, company)), row.place)
        }
    }

    /// A report whose weights do not add to the whole does not name everything.
    fn tell_weights(&self, sums: &[(Vec<Day>, Decimal)], problems: &mut Vec<Problem>) {
        for report in self.part.reports.iter().filter(|report| report.complete) {
            let of_day = |days: &[Day]| days.contains(&report.as_of) || (days.is_empty() && self.part.reports.len() == 1);
            let Some((_, sum)) = sums.iter().find(|(days, sum)| of_day(days) && is_partial(*sum)) else { continue };
            let message = format!("the weights of {} in `{}` add to {}%", report.as_of, self.entry.file, sum.normalize());
            let hint = "where the file names only a part of the holdings, write `complete = false` into the report: what it leaves out is then \
                        not taken for sold";
            problems.push(Problem::new(report.place.clone(), Code::WeightsIncomplete, message, hint));
        }
    }

    /// Keeps each name, and notes that the reports say nothing of these companies by leaving them out.
    fn note_proposals(self, data: &mut DataFile, into: &mut Into<'_>) {
        for ((_, company), mut proposal) in self.proposals {
            proposal.days.sort_unstable();
            proposal.days.dedup();
            if let Some(series) = into.draft.series.get_mut(&self.part.series) {
                let reports = series.reports.iter_mut().filter(|report| proposal.days.contains(&report.as_of));
                reports.for_each(|report| {
                    report.undecided.insert(company.clone());
                });
            }
            data.proposals.push(proposal);
        }
    }
}

/// The sum of the weights of each date, cash and the like with them; units: percent. Only where weights were published.
pub(crate) fn sums(summary: &Summary) -> Vec<(Vec<Day>, Decimal)> {
    let sums = summary.weights.iter().map(|weights| (weights.days.clone(), weights.records + weights.skipped));
    sums.filter(|(_, sum)| !sum.is_zero()).collect()
}

/// Whether weights add to so much less or more than the whole that something is missing.
pub(crate) fn is_partial(sum: Decimal) -> bool {
    (sum - Decimal::ONE_HUNDRED).abs() > WEIGHTS_TOLERANCE
}

/// Why a row meets no company.
enum Unmet {
    Skipped(&'static str),
    Refused(Vec<Problem>),
}

/// The body that a row names by its id.
fn body(written: &str, place: &Place, draft: &Draft) -> Result<EntityId, Vec<Problem>> {
    let wrong = |what: &str| {
        let message = format!("`{written}` is a {what}, and positions are held in companies");
        vec![Problem::new(place.clone(), Code::WrongType, message, "write the id of the company; a share class stands in `security`")]
    };
    match draft.thing(written) {
        Thing::Entity(entity) if entity.schema.is_body() => Ok(entity.id.clone()),
        Thing::Entity(entity) => Err(wrong(entity.schema.as_str())),
        Thing::Harm(_) => Err(wrong("harm")),
        Thing::None => Err(draft.things.unknown(written, place.clone()).into_iter().collect()),
    }
}

/// Everything that a row says, as one text: however it writes a figure, and whether it repeats what the series says.
fn key(row: &HoldingRow, day: Day, company: &EntityId, part: &Part) -> String {
    let amount = row.amount.map(|amount| amount.to_string());
    let capacity = row.capacity.unwrap_or(part.capacity);
    let (share, weight, quantity) = (row.share, row.weight, row.quantity.map(|quantity| quantity.normalize()));
    format!("{day}|{company}|{amount:?}|{share:?}|{weight:?}|{quantity:?}|{capacity}|{}|{:?}", row.instrument, row.security)
}

/// Tells of each name once, in however many files of a series it stands.
pub(crate) fn tell_proposals(files: &[DataFile], problems: &mut Vec<Problem>) {
    let mut by_name: BTreeMap<(SeriesId, String, EntityId), Proposal> = BTreeMap::new();
    for proposal in files.iter().flat_map(|file| &file.proposals) {
        let key = (proposal.series.clone(), normalised(&proposal.name), proposal.company.clone());
        by_name
            .entry(key)
            .and_modify(|known| {
                known.rows += proposal.rows;
                known.unsure |= proposal.unsure;
            })
            .or_insert_with(|| proposal.clone());
    }
    problems.extend(by_name.values().map(Proposal::problem));
}

impl Proposal {
    /// What somebody should decide.
    fn problem(&self) -> Problem {
        let Self { series, name, company, unsure, rows, .. } = self;
        let shown = formats::figures::shown(name);
        let rows = if *rows == 1 { String::new() } else { format!(" in {rows} rows") };
        let message = if *unsure {
            format!("`{shown}`{rows} is perhaps `{company}`: judged unsure, not counted")
        } else {
            format!("`{shown}`{rows} has the name of `{company}` and no identifier of it: proposed, not counted")
        };
        let name = toml_edit::Value::from(name.as_str());
        let hint = format!(
            "decide in `judgements.toml`: `[[judgement]]` with `left = {{ series = \"{series}\", name = {} }}`, `right = \"{company}\"`, \
             `verdict = \"same\"` or `\"different\"`, and the `reason`",
            name.to_string().trim()
        );
        Problem::new(self.first.clone(), Code::NameOnly, message, hint)
    }
}
