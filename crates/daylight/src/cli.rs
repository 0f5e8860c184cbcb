//! What can be asked? The command line; one file per command.

mod add;
mod check;
mod clock;
mod completions;
mod explain;
mod holders;
mod init;
mod mine;
mod timeline;
mod trace;

pub(crate) use check::Grades;
pub(crate) use trace::is_gone;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use dossier::Found;
use exposure::Asked;
use model::{Case, Day, EntityId, Floor, PartialDate, Problem};

use crate::report::{Exit, Failure};
use crate::screen::Screen;
use crate::text;

const EXIT_CODES: &str = "\
Begin with:
  daylight trace examples/xinjiang      whose money is in it
  daylight init my-case                 a case of your own

Exit codes:
  0  done
  1  the data has errors, or the folder is no case; what can be used is still shown
  2  wrong usage
  3  the program could not do its work

DAYLIGHT_LOG chooses what is logged to standard error, such as `debug`; NO_COLOR turns colour off.";

/// Makes visible who profits from human-rights abuse, how much, through which chain and on what evidence.
#[derive(Debug, Parser)]
#[command(name = "daylight", version, after_help = EXIT_CODES, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How answers are shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "How it is shown")]
pub(crate) struct Global {
    /// Shape of the answer.
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Columns that a line may have, 60 to 200 [default: those of the terminal, else 80].
    #[arg(long, global = true, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// Whether colour is used; `auto` uses it on a terminal, and not where `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Tell on standard error what is done; twice for more.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The shape of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading.
    Table,
    /// For programs; docs/ has a schema for `trace`, `holders`, `timeline` and `clock`.
    Json,
    /// For spreadsheets: one row per figure, event or problem.
    Csv,
    /// A picture; its table twin is `--format table`.
    Svg,
}

/// The commands that have a picture.
pub(crate) const PICTURES: [&str; 3] = ["holders", "timeline", "clock"];

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Also into a file or a pipe.
    Always,
    /// Never.
    Never,
}

/// What is asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a new case with commented files
    Init(init::Init),
    /// Add files as published: holdings, links, entities; says what became of every row
    Add(Box<add::Add>),
    /// Say everything that is wrong with a case, with file, line and hint
    Check(check::Check),
    /// Show whose money is in it, for everybody or for one holder
    Trace(trace::Trace),
    /// Show everyone with money in one company, over time
    Holders(holders::Holders),
    /// Show claims, answers, listings and holdings on one line of time
    Timeline(timeline::Timeline),
    /// Show what was held before and after the evidence was public
    Clock(clock::Clock),
    /// Take a figure or a claim apart, down to the rows that it came from
    Explain(explain::Explain),
    /// Is my bank, fund or pension in it? How sure, and here is the letter
    Mine(mine::Mine),
    /// Write a completion script for a shell
    Completions(completions::Completions),
}

/// Runs a command.
pub(crate) fn run(command: &Command, screen: &Screen) -> Result<Exit, Failure> {
    match command {
        Command::Init(asked) => init::run(asked, screen),
        Command::Add(asked) => add::run(asked, screen),
        Command::Check(asked) => check::run(asked, screen),
        Command::Trace(asked) => trace::run(asked, screen),
        Command::Holders(asked) => holders::run(asked, screen),
        Command::Timeline(asked) => timeline::run(asked, screen),
        Command::Clock(asked) => clock::run(asked, screen),
        Command::Explain(asked) => explain::run(asked, screen),
        Command::Mine(asked) => mine::run(asked, screen),
        Command::Completions(asked) => completions::run(asked),
    }
}

/// The two days of a question.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// True then: a day, or a month or year, which means its last day [default: the day that the case names].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) as_of: Option<Day>,
    /// Published then [default: everything that the case holds].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) known_at: Option<Day>,
}

impl When {
    fn of(&self, case: &Case) -> Asked {
        Asked { as_of: self.as_of.unwrap_or(case.as_of), known_at: self.known_at.unwrap_or_else(|| case.last_known()) }
    }

    /// The same days as flags, so that a command that is proposed asks the same question.
    fn flags(&self) -> String {
        let flag = |name: &str, day: Option<Day>| day.map(|day| format!(" --{name} {day}")).unwrap_or_default();
        flag("as-of", self.as_of) + &flag("known-at", self.known_at)
    }
}

fn last_day(text: &str) -> Result<Day, String> {
    let date = PartialDate::parse(text).map_err(|error| format!("{error}; write 2019-12-31, 2019-12 or 2019"))?;
    Ok(date.last())
}

/// The least grade that is admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FloorName {
    /// Only what is established.
    Established,
    /// Corroborated or better.
    Corroborated,
    /// Reported or better.
    Reported,
}

impl From<FloorName> for Floor {
    fn from(name: FloorName) -> Self {
        match name {
            FloorName::Established => Self::Established,
            FloorName::Corroborated => Self::Corroborated,
            FloorName::Reported => Self::Reported,
        }
    }
}

impl FloorName {
    /// The same floor as a flag; nothing where it is the default.
    fn flag(self) -> String {
        if self == Self::Reported { String::new() } else { format!(" --floor {}", Floor::from(self)) }
    }
}

/// A case that can be used, with what is wrong in it.
struct Read {
    case: Case,
    problems: Vec<Problem>,
}

/// Reads a case; where nothing of it can be used, says why on standard error and gives nothing.
fn read(dir: &Path, screen: &Screen) -> Result<Option<Read>, Failure> {
    let opened = open(dir)?;
    if opened.case.is_none() {
        screen.note(&text::problems::listed(&opened.problems));
    }
    Ok(opened.case.map(|case| Read { case, problems: opened.problems }))
}

fn open(dir: &Path) -> Result<store::Opened, Failure> {
    let _span = tracing::info_span!("read").entered();
    let opened = store::open(dir).map_err(|source| Failure::Open { case: dir.to_owned(), source })?;
    let claims = opened.case.as_ref().map_or(0, |case| case.claims.len());
    tracing::info!(claims, problems = opened.problems.len(), "the case was read");
    Ok(opened)
}

/// Chooses what is true and known on the days asked for.
fn view(case: &Case, asked: Asked) -> exposure::View<'_> {
    let _span = tracing::info_span!("view").entered();
    exposure::view(case, asked)
}

/// Measures every harm.
fn answer<'v>(view: &'v exposure::View<'v>, problems: Vec<Problem>) -> dossier::Answer<'v> {
    let _span = tracing::info_span!("measure").entered();
    dossier::answer(view, problems)
}

/// The entity of a name, or why it is none.
fn holder(case: &Case, name: &str) -> Result<EntityId, Failure> {
    let printed = |ids: Vec<EntityId>| ids.iter().map(|id| format!("{} ({id})", case.name_of(id.as_str()))).collect();
    match dossier::find(case, name) {
        Found::One(id) => Ok(id),
        Found::Several(ids) => Err(Failure::Ambiguous { name: name.to_owned(), which: printed(ids) }),
        Found::Near(ids) => Err(Failure::NoSuchHolder { name: name.to_owned(), near: printed(ids) }),
        Found::None => Err(Failure::NoSuchHolder { name: name.to_owned(), near: Vec::new() }),
    }
}

/// A command line that can be copied into a shell.
fn command_line(command: &str, case: &Path, rest: &str) -> String {
    format!("daylight {command} {}{rest}", quoted(&case.display().to_string()))
}

/// A word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ',' | ':' | '+' | '@' | '\\');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{word}\"")
    }
}

/// The folder of a case, as every command takes it.
#[derive(Debug, Args)]
pub(crate) struct CaseDir {
    /// The folder of the case.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
}
