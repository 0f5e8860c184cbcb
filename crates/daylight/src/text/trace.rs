//! How does the first screen read? What it is about, whose money is in it, what is not established.

use dossier::rows::{HarmTrace, Trace};
use model::Floor;
use textwrap::core::display_width;

use super::exposures::{Length, Look, tables};
use super::notes;
use super::{Paper, count, style};

/// What is shown, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'t> {
    pub(crate) trace: &'t Trace,
    pub(crate) floor: Floor,
    /// Figures that do not reach the floor.
    pub(crate) left_out: usize,
    pub(crate) width: usize,
}

impl Shown<'_> {
    pub(crate) fn look(&self) -> Look {
        let holders = self.trace.holder.is_none();
        let length = if holders { Length::Short } else { Length::Exact };
        Look { floor: self.floor, currency: self.trace.currency, length, holders }
    }
}

/// The answer for everybody.
pub(crate) fn page(shown: &Shown<'_>, commands: &Commands) -> String {
    let trace = shown.trace;
    let mut paper = Paper::new(shown.width);
    title(&mut paper, &trace.title, &days(trace));
    for harm in &trace.harms {
        if trace.harms.len() > 1 {
            paper.heading(&harm.title);
        }
        opening(&mut paper, harm);
        tables(&mut paper, harm, shown.look());
        if !harm.unattributed.is_empty() {
            paper.heading("Given for several companies together");
            for sentence in &harm.unattributed {
                paper.hanging(2, "- ", &notes::sentence(&sentence.text));
            }
        }
    }
    floor_note(&mut paper, shown);
    next(&mut paper, commands);
    notes::not_established(&mut paper, &trace.not_established);
    notes::sources(&mut paper, &trace.sources);
    notes::problems(&mut paper, &trace.problems, &commands.check);
    paper.finish()
}

/// What can be asked next, as command lines.
#[derive(Debug)]
pub(crate) struct Commands {
    /// Label and command.
    pub(crate) next: Vec<(&'static str, String)>,
    /// What lists all problems.
    pub(crate) check: String,
}

/// A title at the left and the days at the right, or under it.
pub(crate) fn title(paper: &mut Paper, text: &str, days: &str) {
    let room = paper.width().checked_sub(display_width(text) + display_width(days));
    if let Some(room) = room.filter(|room| *room >= 3) {
        paper.line(style::TITLE, &format!("{text}{:room$}{days}", ""));
    } else {
        paper.heading(text);
        paper.paragraph(0, days);
    }
}

pub(crate) fn days(trace: &Trace) -> String {
    days_of(trace.as_of, trace.known_at, trace.all_known)
}

/// The two days of an answer.
pub(crate) fn days_of(as_of: model::Day, known_at: model::Day, all_known: bool) -> String {
    let all = if all_known { " (all that the case holds)" } else { "" };
    format!("as of {as_of}, known at {known_at}{all}")
}

fn opening(paper: &mut Paper, harm: &HarmTrace) {
    paper.blank();
    let label = harm.opening.iter().map(|o| display_width(o.label)).max().unwrap_or(0);
    for opening in &harm.opening {
        paper.entry(2, label, opening.label, &opening.sentence.text);
    }
}

/// What the floor leaves out.
pub(crate) fn floor_note(paper: &mut Paper, shown: &Shown<'_>) {
    let none = shown.trace.harms.iter().all(|harm| harm.exposures.is_empty());
    if shown.left_out > 0 {
        paper.blank();
        let better = if shown.floor == Floor::Established { "" } else { " or better" };
        let only = if none { "no figure is" } else { "only what is" };
        let left_out = format!("{} {}", count(shown.left_out, "figure"), if shown.left_out == 1 { "is" } else { "are" });
        let said = if shown.trace.holder.is_none() { " What is said above the tables speaks of all." } else { "" };
        paper.paragraph(0, &format!("Floor {}: {only} {0}{better}; {left_out} left out.{said}", shown.floor));
    }
}

pub(crate) fn next(paper: &mut Paper, commands: &Commands) {
    paper.blank();
    let label = commands.next.iter().map(|(label, _)| label.len() + 1).max().unwrap_or(0);
    for (text, command) in &commands.next {
        // Never wrapped: it is there to be copied.
        paper.line(style::PLAIN, &format!("{:label$} {command}", format!("{text}:")));
    }
}
