//! `daylight explain CASE ID`: what stands behind it?

use clap::Args;

use crate::cli::{CaseDir, Format, When, answer, read, view};
use crate::report::{Exit, Failure};
use crate::screen::{Screen, show_bytes};
use crate::{json, sheet, text};

/// Takes something apart.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    case: CaseDir,
    /// A figure such as `stake/norges-bank/hikvision`, or the id of a claim, document, entity or publisher.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    when: When,
}

/// Ids this similar (Jaro-Winkler) are proposed.
const NEAR: f64 = 0.8;

/// Most ids that are proposed.
const MOST_NEAR: usize = 3;

pub(crate) fn run(asked: &Explain, screen: &Screen) -> Result<Exit, Failure> {
    let Some(found) = read(&asked.case.case, screen)? else { return Ok(Exit::DataErrors) };
    let errors = Exit::of_problems(&found.problems);
    let view = view(&found.case, asked.when.of(&found.case));
    let answer = answer(&view, found.problems);
    let Some(page) = dossier::explain(&answer, &asked.id) else {
        return Err(Failure::NoSuchId { id: asked.id.clone(), near: near(&asked.id, dossier::explainable(&answer)) });
    };
    match screen.format {
        Format::Table => screen.show(&text::page::page(&page, screen.width))?,
        Format::Json => screen.show(&json::written(&json::page::Page::new(&page))?)?,
        Format::Csv => show_bytes(&sheet::page(&page)?)?,
        Format::Svg => return Err(Failure::NoPicture),
    }
    Ok(errors)
}

fn near(wanted: &str, ids: Vec<String>) -> Vec<String> {
    let mut near: Vec<(f64, String)> = ids
        .into_iter()
        .map(|id| {
            // A part that was typed in full weighs more than letters that happen to be alike.
            let holds = wanted.len() >= 4 && id.contains(wanted);
            (strsim::jaro_winkler(&id, wanted).max(if holds { 0.95 } else { 0.0 }), id)
        })
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().take(MOST_NEAR).map(|(_, id)| id).collect()
}
