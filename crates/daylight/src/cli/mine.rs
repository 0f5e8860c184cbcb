//! `daylight mine CASE NAME`: is my bank in it?

use clap::Args;
use dossier::Found;
use dossier::rows::{Block, Page, Sentence};
use model::{Case, Day, EntityId};

use crate::cli::{CaseDir, Format, When, answer, command_line, last_day, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::{json, outside, sheet, text};

/// Answers a citizen.
#[derive(Debug, Args)]
pub(crate) struct Mine {
    #[command(flatten)]
    case: CaseDir,
    /// Your bank, fund or pension, by name or id.
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    when: When,
    /// The day that the letter bears [default: today].
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    dated: Option<Day>,
}

pub(crate) fn run(asked: &Mine, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let errors = Exit::of_problems(&found.problems);
    let page = match dossier::find(&found.case, &asked.name) {
        Found::One(holder) => {
            let view = view(&found.case, asked.when.of(&found.case));
            let answer = answer(&view, found.problems);
            dossier::mine(&answer, &holder, asked.dated.unwrap_or_else(outside::today))
        }
        Found::Several(ids) => several(&found.case, asked, &ids),
        Found::Near(ids) => nothing(&found.case, asked, &ids),
        Found::None => nothing(&found.case, asked, &[]),
    };
    match screen.format {
        Format::Table => screen.show(&text::page::page(&page, screen.width))?,
        Format::Json => screen.show(&json::written(&json::page::Page::new(&page))?)?,
        Format::Csv => show_bytes(&sheet::page(&page)?)?,
        Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(errors)
}

fn nothing(case: &Case, asked: &Mine, near: &[EntityId]) -> Page {
    let mut blocks = vec![paragraph(format!(
        "Nothing is documented in this case under the name \"{}\". That is not the same as nothing being there: the case holds only what \
         somebody published and an editor entered.",
        asked.name
    ))];
    if near.is_empty() {
        blocks.push(paragraph(format!(
            "Banks and funds often hold through companies with other names. `{}` names everyone who is documented.",
            command_line("trace", &asked.case.case, "")
        )));
    } else {
        blocks.push(paragraph("Names in this case that are written alike; no more than that is meant by naming them:".to_owned()));
        blocks.extend(candidates(case, asked, near));
    }
    Page { title: asked.name.clone(), blocks, sources: Vec::new() }
}

fn several(case: &Case, asked: &Mine, ids: &[EntityId]) -> Page {
    let mut blocks =
        vec![paragraph(format!("Several in this case have the name \"{}\". Ask again with the id of the one you mean:", asked.name))];
    blocks.extend(candidates(case, asked, ids));
    Page { title: asked.name.clone(), blocks, sources: Vec::new() }
}

fn candidates<'a>(case: &'a Case, asked: &'a Mine, ids: &'a [EntityId]) -> impl Iterator<Item = Block> + 'a {
    ids.iter().map(|id| {
        let command = command_line("mine", &asked.case.case, &format!(" {id}{}", asked.when.flags()));
        Block::Entry(case.name_of(id.as_str()).to_owned(), format!("`{command}`"))
    })
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(Sentence { text, claims: Vec::new() })
}
