//! What will be written for one file? Its format, its days, its table: everything that fits before anything is written.
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use formats::Row;
use formats::holdings::Layout;
use model::{Capacity, Case, Code, Day, EntityId, Place, Problem, PublisherId, Seen, Series, SeriesId};
use toml_edit::{Array, InlineTable, Table, value};

use super::{AddError, Said, path};
use crate::Format;
use crate::write::{WriteError, replace_from};

/// What will be written for one file.
pub(super) struct Plan {
    pub(super) path: PathBuf,
    /// It lies in the case already.
    inside: bool,
    pub(super) id: String,
    pub(super) file: String,
    format: Format,
    pub(super) days: Vec<Day>,
    /// The days that were said and are of use for it.
    pub(super) asked: BTreeSet<Day>,
    complete: bool,
    table: Table,
    pub(super) notes: Vec<String>,
}

impl Plan {
    /// Looks at a file and at what is said of it; everything that is missing is told at once, and then there is no plan.
    pub(super) fn of(
        dir: &Path,
        path: &Path,
        said: &Said,
        case: &Case,
        files: usize,
        refused: &mut Vec<Problem>,
    ) -> Result<Option<Self>, AddError> {
        let shown = path.display().to_string();
        let before = refused.len();
        let mut refuse = |code, message: String, hint: &str| refused.push(Problem::new(Place::file(&shown), code, message, hint));
        let failed = |source| AddError::Read { path: path.to_owned(), source };
        if let Some((what, hint)) = path::no_file(path) {
            refuse(Code::UnreadableFile, what.to_owned(), hint);
            return Ok(None);
        }
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            refuse(Code::UnreadableFile, "the name of the file is no text".to_owned(), "rename it");
            return Ok(None);
        };
        let Some(format) = format_of(path, said, &mut refuse)? else { return Ok(None) };
        let (inside, file) = path::in_case(dir, path, name);
        if let Some(what) = path::unwritable(&file) {
            refuse(Code::UnreadableFile, what, "rename it: letters, digits, `-`, `_` and `.` do everywhere");
            return Ok(None);
        }
        if let Some(what) = path::bad_folder(dir, &file) {
            refuse(Code::UnreadableFile, what.to_owned(), "make it a folder of the case: files are copied into it");
            return Ok(None);
        }
        if !inside && dir.join(&file).exists() && !path::same_bytes(path, &dir.join(&file)).map_err(failed)? {
            refuse(Code::UnreadableFile, format!("the case has another file `{file}`"), "rename the file that you add");
        }
        let mut plan = Self {
            path: path.to_owned(),
            inside,
            id: String::new(),
            file,
            format,
            days: Vec::new(),
            asked: BTreeSet::new(),
            complete: !said.extract,
            table: Table::new(),
            notes: Vec::new(),
        };
        plan.refuse_foreign(said, refused);
        if let Some(layout) = format.layout() {
            plan.look_for_days(layout, name, said, files, refused)?;
        }
        match plan.named(name, said, files) {
            Some(id) => plan.id = id,
            None => refused.push(plan.problem(
                Code::BadId,
                "the name of the file makes no id".to_owned(),
                "give it one with `--id`: lower-case letters, digits, `-`, `.`, `_`",
            )),
        }
        plan.fill(said, case, refused);
        Ok((refused.len() == before).then_some(plan))
    }

    pub(super) fn problem(&self, code: Code, message: String, hint: &str) -> Problem {
        Problem::new(Place::file(&self.path.display().to_string()), code, message, hint)
    }

    pub(super) fn is_holdings(&self) -> bool {
        self.format.layout().is_some()
    }

    /// What was said and does not belong to a file of this format.
    fn refuse_foreign(&self, said: &Said, refused: &mut Vec<Problem>) {
        let holdings = self.is_holdings();
        for (flag, given, belongs) in [
            ("--series", said.series.is_some(), holdings),
            ("--holder", said.holder.is_some(), holdings),
            ("--capacity", said.capacity.is_some(), holdings),
            ("--date", !said.dates.is_empty(), holdings),
            ("--extract", said.extract, holdings),
            ("--basis", said.basis.is_some(), self.format.has("basis")),
            ("--credibility", said.credibility.is_some(), self.format.has("credibility")),
            ("--published", said.published.is_some(), holdings || self.format.has("published")),
        ] {
            if given && !belongs {
                let message = format!("`{flag}` does not belong to a file of the format `{}`", self.format.as_str());
                refused.push(self.problem(Code::FieldNotAllowed, message, "leave it out, or see whether `--as` is right"));
            }
        }
    }

    /// The days of which the file reports: its rows say them, or its head, or its name, or the user.
    fn look_for_days(&mut self, layout: Layout, name: &str, said: &Said, files: usize, refused: &mut Vec<Problem>) -> Result<(), AddError> {
        let failed = |source| AddError::Read { path: self.path.clone(), source };
        let mut rows = formats::holdings::read(layout, BufReader::new(File::open(&self.path).map_err(failed)?), name);
        let mut dates: BTreeSet<Vec<Day>> = BTreeSet::new();
        for row in rows.by_ref() {
            if let Row::Record(row) = row.map_err(failed)? {
                dates.insert(row.days);
            }
        }
        let sums = crate::data_holdings::sums(&rows.summary());
        dates.remove(&Vec::new());
        for meant in &dates {
            match meant.as_slice() {
                [day] => self.days.push(*day),
                several => {
                    let meant: Vec<Day> = said.dates.iter().copied().filter(|date| several.contains(date)).collect();
                    if let [day] = meant[..] {
                        self.asked.insert(day);
                        self.days.push(day);
                    } else {
                        let listed = several.iter().map(Day::to_string).collect::<Vec<_>>().join(" or ");
                        let message = format!("a date in the file may mean {listed}");
                        refused.push(self.problem(Code::BadDate, message, "say which with `--date`, once for each such date"));
                    }
                }
            }
        }
        if dates.is_empty() {
            let of_name = path::day_of(name, layout);
            let of_user = match said.dates[..] {
                [day] if files == 1 => Some(day),
                _ => None,
            };
            match (of_user, of_name) {
                (Some(day), _) => {
                    self.asked.insert(day);
                    self.days.push(day);
                }
                (None, Some(day)) => {
                    self.notes.push(format!("of {day}, by the name of the file"));
                    self.days.push(day);
                }
                (None, None) => refused.push(self.problem(
                    Code::MissingField,
                    "neither the rows nor the name of the file say of which day it reports".to_owned(),
                    "say it with one `--date`, one file at a time",
                )),
            }
        }
        if self.complete && sums.iter().any(|(_, sum)| crate::data_holdings::is_partial(*sum)) {
            let sums = sums.iter().map(|(_, sum)| format!("{}%", sum.normalize())).collect::<Vec<_>>().join(", ");
            self.complete = false;
            self.notes.push(format!("an extract, because its weights add to {sums}: what it leaves out is not taken for sold"));
        }
        self.days.sort_unstable();
        self.days.dedup();
        // Said, and said by the file as well: no harm.
        self.asked.extend(said.dates.iter().filter(|date| self.days.contains(date)));
        Ok(())
    }

    fn named(&self, name: &str, said: &Said, files: usize) -> Option<String> {
        match (&said.id, &said.series, self.days.as_slice()) {
            (Some(id), ..) if files == 1 => Some(id.clone()),
            (_, Some(series), [day]) => Some(format!("{series}-{day}")),
            _ => path::id_of(name),
        }
    }

    /// Writes the table; what is missing is told.
    fn fill(&mut self, said: &Said, case: &Case, refused: &mut Vec<Problem>) {
        let holdings = self.format.layout().is_some();
        let earlier = said.series.as_ref().and_then(|series| Earlier::of(case, series));
        let mut lacks: Vec<(&str, &str)> = Vec::new();
        let publisher = said.publisher.clone().or_else(|| earlier.as_ref().map(|e| e.publisher.to_string()));
        let title = said.title.clone().or_else(|| earlier.as_ref().map(|e| e.title.clone()));
        let seen = said.seen.or(earlier.as_ref().map(|e| e.seen));
        let holder = said.holder.as_ref().or(earlier.as_ref().map(|e| &e.series.holder));
        let capacity = said.capacity.or(earlier.as_ref().map(|e| e.series.capacity));
        let basis = said.basis.or(earlier.as_ref().map(|e| e.series.basis));
        let credibility = said.credibility.or(earlier.as_ref().map(|e| e.series.credibility));
        let cited = holdings || self.format == Format::Links;
        for (flag, missing, why) in [
            ("--publisher", publisher.is_none(), "who published the file (the id of a publisher)"),
            ("--title", title.is_none(), "what the file is called"),
            ("--seen", seen.is_none(), "in what shape you saw it (original, copy, excerpt or paraphrase)"),
            ("--holder", holdings && holder.is_none(), "whose holdings these are"),
            ("--capacity", holdings && capacity.is_none(), "in which role it holds (beneficial, manager, nominee or custodian)"),
            ("--basis", cited && basis.is_none(), "what the file does for its rows (act, admission, finding, report or commentary)"),
            ("--credibility", cited && credibility.is_none(), "how credible it is (1 to 6)"),
        ] {
            if missing {
                lacks.push((flag, why));
            }
        }
        for (flag, why) in lacks {
            // Said of all files at once, and so told once.
            if refused.iter().any(|told| told.message == format!("nothing says {why}")) {
                continue;
            }
            refused.push(self.problem(
                Code::MissingField,
                format!("nothing says {why}"),
                &format!("add `{flag}`, or `--series` of a file in the case"),
            ));
        }
        if let Some(publisher) = &publisher
            && !case.publishers.contains_key(publisher.as_str())
        {
            let message = format!("no publisher has the id `{publisher}`");
            refused.push(self.problem(Code::UnknownPublisher, message, "add it to `publishers.toml` first, with its reliability and why"));
        }
        self.check_ids(said, refused);
        if let Some(earlier) = &earlier {
            self.fit(said, earlier, refused);
        }
        let table = &mut self.table;
        table.insert("id", value(&self.id));
        if let Some(series) = said.series.as_ref().filter(|series| holdings && **series != self.id) {
            table.insert("series", value(series));
        }
        table.insert("file", value(&self.file));
        table.insert("format", value(self.format.as_str()));
        let url = said.url.clone().or_else(|| earlier.as_ref().and_then(|e| e.url.clone()));
        let via = said.via.clone().or_else(|| earlier.as_ref().and_then(|e| e.via.clone()));
        let mut text = |name: &str, text: Option<String>| text.map(|text| table.insert(name, value(text)));
        text("publisher", publisher);
        text("title", title);
        text("url", url);
        text("published", said.published.filter(|_| !holdings).map(|date| date.to_string()));
        text("retrieved", Some(said.retrieved.to_string()));
        text("seen", seen.map(|seen| seen.as_str().to_owned()));
        text("via", via);
        if cited {
            text("basis", basis.map(|basis| basis.as_str().to_owned()));
            if let Some(credibility) = credibility {
                table.insert("credibility", value(i64::from(credibility.get())));
            }
        }
        if holdings {
            table.insert("holder", value(holder.map_or("", EntityId::as_str)));
            table.insert("capacity", value(capacity.map_or("", Capacity::as_str)));
            let mut reports = Array::new();
            for day in &self.days {
                let mut report = InlineTable::new();
                report.insert("as_of", day.to_string().into());
                if let Some(published) = said.published {
                    report.insert("published", published.to_string().into());
                }
                if !self.complete {
                    report.insert("complete", false.into());
                }
                reports.push(report);
            }
            table.insert("reports", value(reports));
            if said.published.is_none() {
                self.notes.push(format!(
                    "known from {}, the day on which it was retrieved: say with `--published` when it came out",
                    said.retrieved
                ));
            }
        }
    }

    /// Ids that are none.
    fn check_ids(&self, said: &Said, refused: &mut Vec<Problem>) {
        // An empty id was told before.
        for (flag, id) in [("--id", Some(&self.id).filter(|id| !id.is_empty())), ("--series", said.series.as_ref())] {
            if let Some(id) = id
                && SeriesId::parse(id).is_err()
            {
                let message = format!("`{id}` is no id");
                refused.push(self.problem(
                    Code::BadId,
                    message,
                    &format!("give another with `{flag}`: lower-case letters, digits, `-`, `.`, `_`"),
                ));
            }
        }
    }

    /// A file continues a series as its holder's, in its role, as sure as the others, with days that it has not.
    fn fit(&self, said: &Said, earlier: &Earlier<'_>, refused: &mut Vec<Problem>) {
        let series = earlier.series;
        for (flag, differs) in [
            ("--holder", said.holder.as_ref().is_some_and(|holder| *holder != series.holder)),
            ("--capacity", said.capacity.is_some_and(|capacity| capacity != series.capacity)),
            ("--basis", said.basis.is_some_and(|basis| basis != series.basis)),
            ("--credibility", said.credibility.is_some_and(|credibility| credibility != series.credibility)),
        ] {
            if differs {
                let message = format!("`{flag}` says otherwise than the series `{}`", series.id);
                let hint = "leave it out, or begin another `--series`: one series is one reporter's reports on one holder";
                refused.push(self.problem(Code::SeriesDiffers, message, hint));
            }
        }
        for day in self.days.iter().filter(|day| series.reports.iter().any(|report| report.as_of == **day)) {
            let message = format!("the series `{}` has a report of {day} already", series.id);
            refused.push(self.problem(Code::DuplicateId, message, "one series has one report of a day: give the file another `--series`"));
        }
    }

    /// Whether the file is yet to be copied into the case.
    pub(super) fn is_copied(&self, dir: &Path) -> bool {
        !self.inside && dir.join(&self.file).symlink_metadata().is_err()
    }

    /// Copies the file into the case, where it does not stand there, and says where to.
    pub(super) fn copy(&self, dir: &Path) -> Result<Option<PathBuf>, AddError> {
        if !self.is_copied(dir) {
            return Ok(None);
        }
        let target = dir.join(&self.file);
        if let Some(folder) = target.parent() {
            let failed = |source| WriteError::Write { path: folder.to_owned(), source };
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut bytes = File::open(&self.path).map_err(|source| AddError::Read { path: self.path.clone(), source })?;
        replace_from(&target, &mut bytes)?;
        Ok(Some(target))
    }

    /// Says which files of the case hold the same bytes: one report added twice, or a report in which nothing has changed.
    pub(super) fn note_copies(&mut self, dir: &Path, had: &[(String, String)]) -> Result<(), AddError> {
        for (id, file) in had.iter().filter(|(_, file)| *file != self.file) {
            let other = dir.join(file);
            if other.is_file() && path::same_bytes(&self.path, &other).map_err(|source| AddError::Read { path: other, source })? {
                self.notes.push(format!("the same bytes as `{file}` (`{id}`): see whether both are meant"));
            }
        }
        Ok(())
    }

    pub(super) fn table(&self) -> Table {
        self.table.clone()
    }
}

/// What the series that a file continues says of its files.
struct Earlier<'c> {
    series: &'c Series,
    publisher: &'c PublisherId,
    title: String,
    url: Option<String>,
    seen: Seen,
    via: Option<String>,
}

impl<'c> Earlier<'c> {
    fn of(case: &'c Case, series: &str) -> Option<Self> {
        let series = case.series.get(series)?;
        let document = case.documents.get(&series.reports.last()?.document)?;
        let (title, url, via) = (document.title.clone(), document.url.clone(), document.via.clone());
        Some(Self { series, publisher: &document.publisher, title, url, seen: document.seen, via })
    }
}

/// How a file is written: as was said, or as was found.
fn format_of(path: &Path, said: &Said, refuse: &mut impl FnMut(Code, String, &str)) -> Result<Option<Format>, AddError> {
    if said.format.is_some() {
        return Ok(said.format);
    }
    let failed = |source| AddError::Read { path: path.to_owned(), source };
    let found = formats::detect::detect(BufReader::new(File::open(path).map_err(failed)?)).map_err(failed)?;
    let is_table = !matches!(&found, formats::detect::Detected::Unknown { table: false, .. });
    match Format::detected(found) {
        Ok(format) => return Ok(Some(format)),
        Err(why) if is_table => {
            let words = Format::ALL.map(Format::as_str).join(", ");
            let message = format!("it is not known how the file is written: {why}");
            refuse(Code::UnreadableFile, message, &format!("name its columns as docs/case-format.md does, or say it with `--as`: {words}"));
        }
        Err(why) => refuse(Code::UnreadableFile, why, "add a table as CSV in UTF-8"),
    }
    Ok(None)
}
