//! `daylight timeline CASE`: what came when?

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use dossier::timeline::{Kind, Question};
use exposure::Asked;
use model::{Case, Day, EntityId, Floor, PartialDate};

use crate::cli::{CaseDir, FloorName, Format, command_line, holder, last_day, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::{json, sheet, text};

/// Shows claims, answers, listings and holdings on one line of time.
#[derive(Debug, Args)]
#[command(after_long_help = sheet::timeline::COLUMNS)]
pub(crate) struct Timeline {
    #[command(flatten)]
    case: CaseDir,
    /// Only what concerns one entity or harm, by name or id: claims that speak of it, answers by and to it, positions in and of it.
    /// For a harm, also what is said of the projects that are part of it.
    #[arg(long, value_name = "NAME|ID")]
    about: Option<String>,
    /// Only this kind of event; may be given several times, or several with commas.
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<KindName>,
    /// Nothing that ended before: a day, or the first of a month or year.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    from: Option<Day>,
    /// Nothing that began after: a day, or the last of a month or year.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    to: Option<Day>,
    /// True then: what may have begun later is left out [default: the whole line].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    as_of: Option<Day>,
    /// Published then [default: everything that the case holds].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    known_at: Option<Day>,
    /// The least grade that is admitted.
    #[arg(long, value_enum, value_name = "GRADE", default_value_t = FloorName::Reported)]
    floor: FloorName,
    /// Every report of a position by itself, not a series as one event.
    #[arg(long)]
    every_report: bool,
}

/// A kind as it is written on the command line.
#[derive(Debug, Clone, Copy)]
struct KindName(Kind);

impl ValueEnum for KindName {
    fn value_variants<'a>() -> &'a [Self] {
        const NAMES: [KindName; Kind::ALL.len()] = {
            let mut names = [KindName(Kind::Claim); Kind::ALL.len()];
            let mut at = 0;
            while at < names.len() {
                names[at] = KindName(Kind::ALL[at]);
                at += 1;
            }
            names
        };
        &NAMES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()))
    }
}

fn first_day(text: &str) -> Result<Day, String> {
    let date = PartialDate::parse(text).map_err(|error| format!("{error}; write 2019-12-31, 2019-12 or 2019"))?;
    Ok(date.first())
}

pub(crate) fn run(asked: &Timeline, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let about = asked.about.as_ref().map(|name| subject(&found.case, name)).transpose()?;
    let known_at = asked.known_at.unwrap_or_else(|| found.case.last_known());
    let view = view(&found.case, Asked { as_of: asked.as_of.unwrap_or(found.case.as_of), known_at });
    let question = Question {
        about,
        kinds: asked.kind.iter().map(|kind| kind.0).collect(),
        from: asked.from,
        to: asked.to,
        as_of: asked.as_of,
        floor: Floor::from(asked.floor),
        every_report: asked.every_report,
    };
    let timeline = dossier::timeline::timeline(&view, found.problems, &question);
    let check = command_line("check", &asked.case.case, "");
    let _span = tracing::info_span!("show").entered();
    match screen.format {
        Format::Table => screen.show(&text::timeline::page(&timeline, screen.width, &check))?,
        Format::Json => screen.show(&json::written(&json::timeline::Timeline::new(&timeline))?)?,
        Format::Csv => {
            show_bytes(&sheet::timeline::events(&timeline)?)?;
            if !timeline.problems.is_empty() {
                screen.note(&text::problems::counted(&timeline.problems, &check));
            }
        }
        Format::Svg => {
            screen.show(&dossier::timeline::picture(&timeline))?;
            if !timeline.problems.is_empty() {
                screen.note(&text::problems::counted(&timeline.problems, &check));
            }
        }
    }
    Ok(Exit::of_problems(&timeline.problems))
}

/// The harm of an id or title, else the entity of a name.
fn subject(case: &Case, name: &str) -> Result<EntityId, Failure> {
    let same = |title: &str| title.to_lowercase() == name.trim().to_lowercase();
    match case.harms.iter().find(|harm| harm.id.as_str() == name || same(&harm.title)) {
        Some(harm) => Ok(harm.id.clone()),
        None => holder(case, name),
    }
}
