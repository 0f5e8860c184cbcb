//! What stands at the end of an answer? What is not established, where it says so, what is wrong with the data.

use dossier::rows::{Source, Unproven};
use model::Problem;

use super::{Paper, problems, style};

/// Problems that an answer names; `check` names all.
const MOST_PROBLEMS: usize = 3;

/// What was said and is not established, by the reason, with what is answered.
pub(crate) fn not_established(paper: &mut Paper, claims: &[Unproven]) {
    if claims.is_empty() {
        return;
    }
    paper.heading("Not established");
    paper.paragraph(2, "Said, but not supported well enough: in no figure, no chain and no letter.");
    let mut reasons: Vec<&str> = Vec::new();
    for claim in claims {
        if !reasons.contains(&claim.reason.as_str()) {
            reasons.push(&claim.reason);
        }
    }
    for reason in reasons {
        paper.blank();
        paper.styled_hanging(style::FAINT, 2, "", &format!("Because: {reason}"));
        for claim in claims.iter().filter(|claim| claim.reason == reason) {
            paper.hanging(2, "- ", &format!("{} ({})", sentence(&claim.said.text), claim.claim));
            for response in &claim.responses {
                paper.hanging(4, "Answered: ", &sentence(&response.text));
            }
        }
    }
}

/// The sources that the lines above name, by number.
pub(crate) fn sources(paper: &mut Paper, sources: &[Source]) {
    let named: Vec<&Source> = sources.iter().filter(|source| paper.says(&format!("[{}]", source.number))).collect();
    let Some(last) = named.last() else { return };
    let widest = last.number.to_string().len() + 2;
    paper.heading("Sources");
    for source in named {
        let lead = format!("{:>widest$} ", format!("[{}]", source.number));
        paper.hanging(2, &lead, &source.text);
        if let Some(url) = &source.url {
            paper.line(style::FAINT, &format!("{:1$}{url}", "", widest + 3));
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
    let rest = if more > 0 { format!("{more} more: {check}") } else { format!("Details: {check}") };
    paper.line(style::PLAIN, &format!("  {rest}"));
}

/// A text that ends like a sentence; marks in brackets may stand behind the full stop's place.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
