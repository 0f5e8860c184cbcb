//! Is my bank in it? An honest answer to a citizen, and the letter that a customer can send.

use std::collections::BTreeSet;

use exposure::history::history;
use exposure::view::Known;
use jiff::ToSpan;
use model::{Claim, ClaimId, Day, EntityId, Grade, Instrument, LinkKind, Response};

use crate::answer::Answer;
use crate::exposures::exposure;
use crate::figure::{Figure, figures};
use crate::figures as figures_text;
use crate::persons;
use crate::plain::one_line;
use crate::rows::{Block, Column, Exposure, Page, Sentence};
use crate::sources::Sources;
use crate::trace::answered_by;
use crate::words;

/// Days that a customer's letter gives for an answer.
const DAYS_TO_ANSWER: i32 = 30;

/// What is documented of one bank, fund or company, and the letter to it where anything reported or better is.
///
/// The letter holds only what concerns its recipient, with its sources; what is unverified stands in the answer,
/// apart, and never in the letter.
pub fn mine(answer: &Answer<'_>, holder: &EntityId, today: Day) -> Page {
    let view = answer.view;
    let holder = view.canonical(holder);
    let name = &persons::name_of(view.case, holder.as_str());
    let mut sources = Sources::of(view);
    let mut blocks = Vec::new();
    let mut letter: Vec<Exposure> = Vec::new();
    for harm in &answer.harms {
        let all = figures(answer, harm);
        // An owner whose positions are told already need not be told that it owns.
        let of = |f: &Figure<'_>| f.holder == *holder;
        let told = |f: &Figure<'_>| all.iter().any(|o| of(o) && o.column == Column::Stake && o.company == f.company && !o.is_gone());
        let mine: Vec<&Figure<'_>> = all.iter().filter(|f| of(f) && (f.column != Column::Attributed || !told(f))).collect();
        for figure in mine {
            let shown = exposure(answer, harm, figure, &mut sources);
            let mut found = finding(answer, &shown);
            found.text.extend(since(answer, &shown, &mut sources).map(|later| format!(" {later}")));
            found.text.push_str(&answers(answer, &shown, holder, &mut sources));
            blocks.push(Block::Paragraph(found));
            letter.push(shown);
        }
    }
    if letter.is_empty() {
        let text = format!(
            "No money of {name} in these companies is documented in this case for {}. That is not the same as none: \
             this case holds what has been published and entered here, and no more.",
            view.asked.as_of
        );
        blocks.insert(0, Block::Paragraph(Sentence { text, claims: Vec::new() }));
    }
    let others = others(answer, holder, &letter);
    if !others.is_empty() {
        blocks.push(Block::Heading("What else is documented".to_owned()));
        for known in &others {
            let mut paragraph = words::statement(view, known.claim, &mut sources).unwrap_or_default();
            for response in view.case.responses_to(&known.claim.id, view.asked.known_at) {
                paragraph.text.push_str(&format!(". {}", words::answered(view, response, &mut sources).text));
            }
            paragraph.text.push('.');
            blocks.push(Block::Paragraph(paragraph));
        }
    }
    let unproven: Vec<_> = view
        .not_established()
        .filter(|k| k.claim.subjects.iter().any(|s| view.canonical(s) == holder))
        .map(|k| (words::unproven(view, k.claim, &mut sources), k.graded.reason.clone()))
        .collect();
    if !unproven.is_empty() {
        blocks.push(Block::Heading("Not established".to_owned()));
        for (mut said, reason) in unproven {
            said.text.push_str(&format!(". Why: {reason}."));
            blocks.push(Block::Paragraph(said));
        }
    }
    let current: Vec<&Exposure> = letter.iter().filter(|e| !is_gone(e)).collect();
    if current.is_empty() {
        let why = if letter.is_empty() {
            "no money of it in these companies, and no part in what they do, is documented"
        } else {
            "what it held is gone"
        };
        blocks.push(Block::Entry("Letter".to_owned(), format!("none: {why}")));
    } else {
        blocks.push(Block::Heading("A letter that you can send as a customer".to_owned()));
        blocks.push(Block::Letter(letter_text(answer, name, &current, &others, today)));
    }
    Page { title: format!("Is {name} in it? {}", view.case.title), blocks, sources: sources.finish() }
}

/// Claims about the holder that count and are in none of its figures, by date.
fn others<'v>(answer: &'v Answer<'v>, holder: &'v EntityId, told: &[Exposure]) -> Vec<&'v Known<'v>> {
    let view = answer.view;
    let told: BTreeSet<&ClaimId> = told.iter().flat_map(|e| &e.chains).flat_map(|c| &c.hops).flat_map(|hop| &hop.claims).collect();
    let mut others: Vec<&Known<'_>> = view
        .known
        .values()
        .filter(|k| k.counts() && !told.contains(&k.claim.id))
        .filter(|k| k.claim.kind() != Some(LinkKind::Holds) || k.claim.instrument != Instrument::Long)
        .filter(|k| k.claim.subjects.iter().any(|s| view.canonical(s) == holder))
        .collect();
    let known: BTreeSet<&ClaimId> = others.iter().map(|k| &k.claim.id).collect();
    others.extend(answered_by(answer, holder).filter(|k| !told.contains(&k.claim.id) && !known.contains(&k.claim.id)));
    others.sort_by_key(|k| (k.start, &k.claim.id));
    others
}

/// What is answered to the claims about the holder on which a figure rests, each answer once.
fn answers(answer: &Answer<'_>, exposure: &Exposure, holder: &EntityId, sources: &mut Sources<'_>) -> String {
    let view = answer.view;
    let mut given: Vec<&Response> = Vec::new();
    for id in exposure.chains.iter().flat_map(|chain| &chain.hops).flat_map(|hop| &hop.claims) {
        let Some(claim) = view.case.claims.get(id) else { continue };
        if claim.subjects.iter().any(|subject| view.canonical(subject) == holder) {
            let answers = view.case.responses_to(id, view.asked.known_at).into_iter();
            given.extend(answers.filter(|response| response.document.is_none()));
        }
    }
    let mut told: Vec<*const Response> = Vec::new();
    given.retain(|response| {
        let first = !told.contains(&std::ptr::from_ref(*response));
        told.push(std::ptr::from_ref(*response));
        first
    });
    given.sort_by_key(|response| response.date.last());
    given.iter().map(|response| format!(" {}.", words::answered(view, response, sources).text)).collect()
}

fn is_gone(exposure: &Exposure) -> bool {
    exposure.flags.iter().any(|f| matches!(f.word, "sold" | "last-seen" | "ended"))
}

/// What a report after the day asked for says: that the company is named no more.
fn since(answer: &Answer<'_>, exposure: &Exposure, sources: &mut Sources<'_>) -> Option<String> {
    let (capacity, on) = (exposure.column.capacity()?, exposure.on?);
    let entries = history(answer.view, &exposure.holder.id, &exposure.company.id, capacity);
    let last = entries.last().filter(|e| e.claim.is_none() && e.day > on)?;
    let mark = sources.number(last.report?, "does not name it", None);
    Some(format!("The report for {} no longer names {} [{mark}].", last.day, exposure.company.name))
}

/// One figure: what its chain says up to the company, in the words of its grade, and what that comes to.
fn finding(answer: &Answer<'_>, exposure: &Exposure) -> Sentence {
    let currency = answer.view.case.currency;
    let amount = match exposure.floors[2] {
        None => "no longer".to_owned(),
        Some(_) if exposure.amount_unknown => "amount unknown".to_owned(),
        Some(range) => figures_text::long(range, currency),
    };
    let kind = match exposure.column {
        Column::Stake => "own money",
        Column::Managed => "other people's money that it manages",
        Column::Nominee => "shares registered in its name",
        Column::Custodian => "shares kept safe for others",
        Column::Finance => "finance",
        Column::Attributed => "its part of the contracts",
        Column::Contracts => "its contracts",
    };
    // The last two hops say what the company does, and what that is part of; the letter has them.
    let hops = exposure.chains.first().map(|c| c.hops.as_slice()).unwrap_or_default();
    let held = &hops[..hops.len().saturating_sub(2)];
    let said = if held.is_empty() { hops } else { held };
    let mut text = said.iter().map(|hop| format!("{}. ", hop.text)).collect::<String>();
    let flags: Vec<&str> = exposure.flags.iter().filter(|f| f.word != "no-copy").map(|f| f.text.as_str()).collect();
    let flags = if flags.is_empty() { String::new() } else { format!("; {}", flags.join("; ")) };
    let on = exposure.on.map(|day| format!(", {day}")).unwrap_or_default();
    text.push_str(&format!("In {}: {kind}, {amount}{on} ({}{flags}).", exposure.company.name, exposure.grade));
    Sentence { text, claims: hops.iter().flat_map(|h| h.claims.iter().cloned()).collect() }
}

fn letter_text(answer: &Answer<'_>, name: &str, exposures: &[&Exposure], others: &[&Known<'_>], today: Day) -> String {
    let view = answer.view;
    // Numbers of the letter's own sources, so that it can be read alone.
    let mut sources = Sources::of(view);
    let mut facts: Vec<String> = Vec::new();
    let mut seen: BTreeSet<&ClaimId> = BTreeSet::new();
    let mut told: Vec<*const Response> = Vec::new();
    // Each answer stands under the first claim that it answers.
    let mut fact = |claim: &Claim, sources: &mut Sources<'_>| -> Vec<String> {
        let mut lines: Vec<String> = words::statement(view, claim, sources).map(|s| format!("- {}.", s.text)).into_iter().collect();
        for response in view.case.responses_to(&claim.id, view.asked.known_at) {
            if !told.contains(&std::ptr::from_ref(response)) {
                told.push(std::ptr::from_ref(response));
                lines.push(format!("- Answered: {}.", words::answered(view, response, sources).text));
            }
        }
        lines
    };
    for exposure in exposures {
        // The best chain to each company: a letter that is read beats a letter that is complete.
        for chain in exposure.chains.iter().filter(|c| c.grade != Grade::Unverified).take(1) {
            for claim in chain.hops.iter().flat_map(|h| &h.claims) {
                if let Some(claim) = view.case.claims.get(claim).filter(|c| seen.insert(&c.id)) {
                    facts.extend(fact(claim, &mut sources));
                }
            }
        }
        facts.extend(since(answer, exposure, &mut sources).map(|later| format!("- {later}")));
    }
    // What else is documented of the recipient, also what speaks for it. What is said of several together would tell it of others.
    for known in others.iter().filter(|known| known.claim.subject().is_some()) {
        facts.extend(fact(known.claim, &mut sources));
    }
    // Only the harms that these figures lead to.
    let harms = view.case.harms.iter().filter(|h| exposures.iter().any(|e| e.harm == h.id));
    let harms: Vec<String> = harms.map(|h| one_line(&h.title)).collect();
    let companies: BTreeSet<&str> = exposures.iter().map(|e| e.company.name.as_str()).filter(|company| *company != name).collect();
    let companies: Vec<&str> = companies.into_iter().collect();
    let itself = exposures.iter().any(|e| e.company.name == name);
    let connection = match (itself, companies.as_slice()) {
        (true, []) => "Published documents speak of you in the matter above.".to_owned(),
        (itself, companies) => {
            let those = if companies.len() == 1 { "that company" } else { "those companies" };
            let also = if itself { ", and speak of you yourself" } else { "" };
            format!("Published documents connect you with {}, and {those} with the matter above{also}.", words::listed(companies))
        }
    };
    let ask = if companies.is_empty() {
        "What will you do about it?"
    } else {
        "What have you asked of the companies, and what will you do if they do not change?"
    };
    let due = today.checked_add(DAYS_TO_ANSWER.days()).unwrap_or(today);
    let mut text = format!(
        "{today}\n\nTo {name}\n\n{}\n\nDear Sir or Madam,\n\nI am a customer of yours. {connection} This is what they say; the numbers lead \
         to the documents listed below.\n\n{}\n",
        harms.join("; "),
        facts.join("\n")
    );
    text.push_str(&format!(
        "\nI ask you, following the UN Guiding Principles on Business and Human Rights (principles 13, 17 and 19):\n\n\
         1. Is this correct, and is it still so? If not, please tell me what is wrong; I will pass your correction on.\n\
         2. What have you done to find out whether your business is linked to this, and what did you find?\n\
         3. {ask}\n\n\
         Please answer by {due}.\n\nYours faithfully,\n\n(your name and address)\n\nSources\n"
    ));
    for source in sources.finish() {
        text.push_str(&format!("[{}] {}{}\n", source.number, source.text, source.url.map(|u| format!(" <{u}>")).unwrap_or_default()));
    }
    text
}
