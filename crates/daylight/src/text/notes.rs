//! What stands at the end of an answer? What is not established, where it says so, what is wrong with the data.

use dossier::rows::{Source, Unproven};
use model::Problem;

use super::{Paper, count, problems, style};

/// Problems that an answer names; `check` names all.
const MOST_PROBLEMS: usize = 3;

/// What was said and is not established, each with the reason and with what is answered.
pub(crate) fn not_established(paper: &mut Paper, claims: &[Unproven]) {
    if claims.is_empty() {
        return;
    }
    paper.heading("Not established");
    paper.paragraph(2, "Said, but not supported well enough: in no figure, no chain and no letter.");
    for claim in claims {
        paper.hanging(2, "- ", &sentence(&claim.said.text));
        paper.styled_hanging(style::FAINT, 4, "", &format!("Why: {}.  Claim {}.", claim.reason, claim.claim));
        for response in &claim.responses {
            paper.hanging(4, "Answered: ", &sentence(&response.text));
        }
    }
}

/// The sources, by number.
pub(crate) fn sources(paper: &mut Paper, sources: &[Source]) {
    if sources.is_empty() {
        return;
    }
    paper.heading("Sources");
    let widest = sources.last().map_or(1, |source| source.number.to_string().len());
    for source in sources {
        let lead = format!("{:>1$} ", format!("[{}]", source.number), widest + 2);
        paper.hanging(2, &lead, &source.text);
        if let Some(url) = &source.url {
            paper.line(style::FAINT, &format!("{:1$}{url}", "", widest + 5));
        }
    }
}

/// How much is wrong with the data, and the first of it.
pub(crate) fn problems(paper: &mut Paper, found: &[Problem], check: &str) {
    if found.is_empty() {
        return;
    }
    paper.heading(&format!("Problems in the data: {}", problems::tally(found)));
    // Errors first: they say what is missing above.
    let mut first: Vec<&Problem> = found.iter().collect();
    first.sort_by_key(|problem| problem.severity());
    for problem in first.iter().take(MOST_PROBLEMS) {
        for (number, line) in problem.to_string().lines().enumerate() {
            if number == 0 {
                paper.hanging(2, "- ", line);
            } else {
                paper.paragraph(6, line.trim_start());
            }
        }
    }
    let more = found.len().saturating_sub(MOST_PROBLEMS);
    let rest = if more > 0 { format!("{} more: {check}", count(more, "problem").replace(" problem", "")) } else { format!("Details: {check}") };
    paper.line(style::PLAIN, &format!("  {rest}"));
}

/// A text that ends like a sentence; marks in brackets may stand behind the full stop's place.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
