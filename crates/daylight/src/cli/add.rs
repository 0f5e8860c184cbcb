//! `daylight add CASE FILE...`: how do published holdings come into the case?

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::{Basis, Capacity, Credibility, Day, PartialDate, Seen};
use store::add::{AddError, Outcome, Said};

use crate::cli::{CaseDir, Format, command_line, holder, last_day};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::{json, outside, sheet, text};

/// Registers files as published, reads them, and says what became of every row.
///
/// A file is copied into `data/` and named in `case.toml`; how it is written is detected. Positions meet the companies of the case by
/// identifier (ISIN, ticker and market, LEI, ...). What meets one by its name alone is proposed, never counted, until
/// `judgements.toml` says whether it is the same. A file that continues a series needs no more than `--series`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Add {
    #[command(flatten)]
    case: CaseDir,
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How the files are written [default: detected].
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    written_as: Option<FileFormat>,
    /// The id of the file in the case [default: made of the series and the day, or of the name of the file].
    #[arg(long)]
    id: Option<String>,
    /// The series of reports that the files continue or begin; left out: a series of its own.
    #[arg(long, value_name = "ID")]
    series: Option<String>,
    /// Who published them: the id of a publisher.
    #[arg(long, value_name = "ID")]
    publisher: Option<String>,
    /// Whose holdings they are.
    #[arg(long, value_name = "NAME|ID")]
    holder: Option<String>,
    /// In which role it holds.
    #[arg(long, value_parser = word(Capacity::ALL, Capacity::as_str))]
    capacity: Option<Capacity>,
    /// What a file does for its rows; a filed or self-published position is an act.
    #[arg(long, value_parser = word(&Basis::ALL, Basis::as_str))]
    basis: Option<Basis>,
    /// How credible it is: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
    #[arg(long, value_name = "1-6", value_parser = credibility)]
    credibility: Option<Credibility>,
    /// In what shape you saw it.
    #[arg(long, value_parser = word(&Seen::ALL, Seen::as_str))]
    seen: Option<Seen>,
    /// Through whom, where not from the publisher.
    #[arg(long, value_name = "WHO")]
    via: Option<String>,
    /// What it is called.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Where it can be found.
    #[arg(long)]
    url: Option<String>,
    /// The day of which it reports, where neither its rows nor its head nor its name say it; or, again and again, which day each
    /// date means that may mean two.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    date: Vec<Day>,
    /// When it was published: a day, a month or a year.
    #[arg(long, value_name = "DATE", value_parser = partial)]
    published: Option<PartialDate>,
    /// When you retrieved it [default: today].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    retrieved: Option<Day>,
    /// It names only a part of what is held: what it leaves out is not taken for sold.
    #[arg(long)]
    extract: bool,
}

const EXAMPLES: &str = "\
Examples:
  daylight add my-case EQ_2019_Country.csv --series norges-bank --holder norges-bank --capacity beneficial \\
      --publisher norges-bank --title \"Equity holdings\" --basis act --credibility 1 --seen original --published 2020-02-27
  daylight add my-case EQ_2020_Country.csv --series norges-bank --published 2021";

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// A CSV of positions that anybody can make.
    Positions,
    /// Norges Bank's yearly list.
    Nbim,
    /// The holdings of a fund as iShares publishes them.
    Ishares,
    /// A row per day and a column per ticker, with weights.
    Wide,
    /// A CSV of entities.
    Entities,
    /// A CSV of links.
    Links,
    /// The European Central Bank's reference rates.
    EcbRates,
}

impl From<FileFormat> for store::Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Positions => Self::Positions,
            FileFormat::Nbim => Self::Nbim,
            FileFormat::Ishares => Self::Ishares,
            FileFormat::Wide => Self::Wide,
            FileFormat::Entities => Self::Entities,
            FileFormat::Links => Self::Links,
            FileFormat::EcbRates => Self::EcbRates,
        }
    }
}

pub(crate) fn run(asked: &Add, screen: &Screen) -> Result<Exit, Failure> {
    if screen.format == Format::Svg {
        // Before anything is written.
        return Err(Failure::NoPicture);
    }
    let dir = &asked.case.case;
    let holder = match &asked.holder {
        None => None,
        Some(name) => {
            let Some(found) = super::read(dir, screen)? else { return Ok(Exit::DataErrors) };
            Some(holder(&found.case, name)?)
        }
    };
    let said = Said {
        format: asked.written_as.map(Into::into),
        id: asked.id.clone(),
        series: asked.series.clone(),
        publisher: asked.publisher.clone(),
        holder,
        capacity: asked.capacity,
        basis: asked.basis,
        credibility: asked.credibility,
        seen: asked.seen,
        via: asked.via.clone(),
        title: asked.title.clone(),
        url: asked.url.clone(),
        dates: asked.date.clone(),
        published: asked.published,
        retrieved: asked.retrieved.unwrap_or_else(outside::today),
        extract: asked.extract,
    };
    let Outcome { added, opened, lines_before } = match store::add::add(dir, &asked.files, &said) {
        Ok(done) => done,
        Err(AddError::NoCase(problems)) => {
            screen.note(&text::problems::listed(&problems));
            return Ok(Exit::DataErrors);
        }
        Err(AddError::Refused(problems)) => {
            screen.note(&text::problems::listed(&problems));
            return Err(Failure::NotAdded);
        }
        Err(error) => return Err(Failure::Add(error)),
    };
    // What is wrong with the files, and with what was written of them at the end of `case.toml`.
    let is_added = |file: &str| added.iter().any(|added| added.file == file);
    let written = |problem: &model::Problem| &*problem.place.file == "case.toml" && problem.place.line > lines_before;
    let problems: Vec<model::Problem> =
        opened.problems.iter().filter(|problem| is_added(&problem.place.file) || written(problem)).cloned().collect();
    match screen.format {
        Format::Table => screen.show(&text::add::page(&added, &opened, &problems, screen.width, &command_line("check", dir, "")))?,
        Format::Json => screen.show(&json::written(&json::check::Check::of_added(&added, &opened, &problems))?)?,
        Format::Csv => show_bytes(&sheet::problems(&problems)?)?,
        Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(Exit::of_problems(&problems))
}

/// A word of the case format on the command line.
fn word<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    as_str: fn(T) -> &'static str,
) -> impl clap::builder::TypedValueParser<Value = T> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    let words = PossibleValuesParser::new(all.iter().map(|word| as_str(*word)));
    words.try_map(move |text| all.iter().copied().find(|word| as_str(*word) == text).ok_or("no such word"))
}

fn credibility(text: &str) -> Result<Credibility, String> {
    text.parse().ok().and_then(Credibility::new).ok_or_else(|| "write a figure from 1 to 6".to_owned())
}

fn partial(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).map_err(|error| format!("{error}; write 2019-12-31, 2019-12 or 2019"))
}
