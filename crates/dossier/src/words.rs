//! What may be said? Every generated sentence is locked to the grade of the claim (design, section 4).
//!
//! established: "did", for acts, and "by its own account", for admissions; corroborated: "according to A and,
//! independently, B"; reported: "according to A", or "A stated that" for an authority's finding. What is unverified gets
//! no such sentence: [`unproven`] says who said it, for the one place where it is shown. The program repeats what documents
//! say and who says it; it alleges nothing itself.

use exposure::history::{self, Change};
use exposure::view::{Known, View};
use model::grade::{self, Support, is_seen_act};
use model::{Basis, Citation, Claim, Document, DocumentId, Grade, Instrument, LinkKind, PartialDate, Response, Stance};

use crate::figures;
use crate::rows::Sentence;
use crate::sources::Sources;

/// The sentence of a claim that counts, with its sources; `None` for what is unverified.
pub(crate) fn statement(view: &View<'_>, claim: &Claim, sources: &mut Sources<'_>) -> Option<Sentence> {
    statement_that(view, claim, &clause(view, claim), sources)
}

/// As [`statement`], with another clause about the claim than its own: that it ended, that it went on.
pub(crate) fn statement_that(view: &View<'_>, claim: &Claim, clause: &str, sources: &mut Sources<'_>) -> Option<Sentence> {
    let known = view.known.get(&claim.id).filter(|k| k.counts())?;
    let text = worded(view, known, clause);
    let marks = sources.marks(carrying(view, claim).map(|(citation, _)| citation));
    Some(Sentence { text: sources.written(&format!("{text} {marks}")), claims: vec![claim.id.clone()] })
}

/// Who said what, for "Not established" alone; also what was withdrawn, as that.
pub(crate) fn unproven(view: &View<'_>, claim: &Claim, sources: &mut Sources<'_>) -> Sentence {
    let withdrawn = counted(view, claim).next().is_none();
    let cited: Vec<&Citation> = if withdrawn { published(view, claim).collect() } else { counted(view, claim).collect() };
    let mut publishers: Vec<&str> = Vec::new();
    for document in cited.iter().filter_map(|c| view.case.documents.get(&c.document)) {
        let name = view.case.name_of(document.publisher.as_str());
        if !publishers.contains(&name) {
            publishers.push(name);
        }
    }
    let said = if withdrawn { "said, and withdrew since," } else { "said" };
    let text = match &claim.motive {
        Some(motive) => of_the_motive(view, claim, &publishers, motive),
        None => format!("{} {said} that {}", listed(&publishers), with_modality(clause(view, claim), &claim.modality)),
    };
    let marks = sources.marks(cited);
    Sentence { text: sources.written(&format!("{text} {marks}")), claims: vec![claim.id.clone()] }
}

/// A motive is only ever quoted, with who says so.
fn of_the_motive(view: &View<'_>, claim: &Claim, names: &[&str], motive: &str) -> String {
    format!("{} wrote of the motive of {}: \"{motive}\"", listed(names), subjects(view, claim))
}

/// The answer that somebody gave, with its source.
pub(crate) fn answered(view: &View<'_>, response: &Response, sources: &mut Sources<'_>) -> Sentence {
    let who = name(view, &response.by);
    let did = verb(response.stance);
    let marks = sources.response_marks(response);
    let text = match &response.says {
        // What is said for itself is no answer that agrees.
        Some(says) if response.stance == Stance::Asserts => format!("{who} said {} that {says} {marks}", when(response.date)),
        Some(says) => format!("{who} {did} {}, saying that {says} {marks}", when(response.date)),
        None => format!("{who} {did} {} {marks}", when(response.date)),
    };
    Sentence { text: sources.written(&text), claims: response.to.clone() }
}

/// "on 2019-10-08" for a day, "in 2019-10" for a month, "in 2019" for a year.
pub(crate) fn when(date: PartialDate) -> String {
    match date {
        PartialDate::Day(_) => format!("on {date}"),
        PartialDate::Month(_) | PartialDate::Year(_) => format!("in {date}"),
    }
}

/// What an answer did to the claim, in the fewest words: who only says something of its own neither agrees nor denies.
pub(crate) fn did(response: &Response) -> &'static str {
    if response.stance == Stance::Asserts && response.says.is_some() { "made a statement" } else { verb(response.stance) }
}

/// What a stance did to the claim that is answered.
pub(crate) fn verb(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "said the same",
        Stance::Denies => "denied it",
        Stance::Disputes => "disputed it",
        Stance::PartlyAdmits => "admitted a part",
        Stance::Relabels => "gave it another name",
        Stance::Corrects => "corrected it",
        Stance::Commits => "made a commitment",
        Stance::Withdraws => "withdrew it",
        Stance::NoComment => "declined to comment",
        Stance::NoReply => "did not reply",
        Stance::NotReached => "could not be reached",
    }
}

/// The citations of a claim that count: published by the day asked for, and not withdrawn.
pub(crate) fn counted<'c>(view: &'c View<'_>, claim: &'c Claim) -> impl Iterator<Item = &'c Citation> {
    published(view, claim).filter(|c| view.case.withdrawn(&claim.id, &c.document, view.asked.known_at).is_none())
}

/// The number of the source that carries a claim: the first of those that do something for its grade.
pub(crate) fn source_of(view: &View<'_>, claim: &Claim, sources: &mut Sources<'_>) -> Option<usize> {
    let cited = carrying(view, claim).map(|(citation, _)| citation).next()?;
    Some(sources.number(&cited.document, &cited.at, cited.via.as_deref()))
}

/// The citations that do something for the grade: a weblog that repeats a register is no source of what the register says.
pub(crate) fn carrying<'c>(view: &'c View<'_>, claim: &'c Claim) -> impl Iterator<Item = (&'c Citation, Support<'c>)> {
    let supports = claim.cites.iter().filter_map(|c| Some((c, view.case.support(claim, c, view.asked.known_at)?)));
    supports.filter(|(_, support)| grade::carries(support))
}

/// The citations of a claim that were published by the day asked for, also withdrawn ones.
pub(crate) fn published<'c>(view: &'c View<'_>, claim: &'c Claim) -> impl Iterator<Item = &'c Citation> {
    claim.cites.iter().filter(|citation| {
        let document = view.case.documents.get(&citation.document);
        document.and_then(Document::known).is_some_and(|day| day <= view.asked.known_at)
    })
}

fn worded(view: &View<'_>, known: &Known<'_>, clause: &str) -> String {
    let clause = with_modality(clause.to_owned(), &known.claim.modality);
    let names: Vec<&str> = known.graded.carried_by.iter().map(String::as_str).collect();
    if let Some(motive) = &known.claim.motive {
        return of_the_motive(view, known.claim, &names, motive);
    }
    match known.grade() {
        Grade::Established => {
            let act = carrying(view, known.claim).any(|(citation, support)| citation.basis == Basis::Act && is_seen_act(&support));
            if act { capitalised(&clause) } else { format!("By its own account, {clause}") }
        }
        Grade::Corroborated => format!("According to {}, {clause}", independently(&names)),
        Grade::Reported => {
            let only_findings = carrying(view, known.claim).all(|(citation, _)| citation.basis == Basis::Finding);
            let name = names.first().copied().unwrap_or_default();
            if only_findings { format!("{name} stated that {clause}") } else { format!("According to {name}, {clause}") }
        }
        Grade::Unverified => String::new(),
    }
}

/// "A and, independently, B"; two findings of one publisher are named as that.
fn independently(names: &[&str]) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name);
        }
    }
    match distinct.as_slice() {
        [] => String::new(),
        [one] => format!("{} separate findings of {one}", count_word(names.len())),
        [first, rest @ ..] => format!("{first} and, independently, {}", listed(rest)),
    }
}

fn count_word(count: usize) -> String {
    match count {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        n => n.to_string(),
    }
}

/// "A", "A and B", "A, B and C".
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn with_modality(clause: String, modality: &str) -> String {
    // A reservation that the clause says already is not said again.
    if modality.is_empty() || clause.contains(modality) { clause } else { format!("{clause}, with the reservation \"{modality}\"") }
}

/// The name of an entity, of those judged the same that of the one that stands for them; or of a publisher.
pub(crate) fn name<'v>(view: &'v View<'_>, id: &'v str) -> &'v str {
    let entity = view.case.entities.get_key_value(id).map(|(id, _)| view.canonical(id).as_str());
    view.case.name_of(entity.unwrap_or(id))
}

pub(crate) fn subjects(view: &View<'_>, claim: &Claim) -> String {
    let mut names: Vec<&str> = Vec::new();
    for subject in &claim.subjects {
        // Two that are judged the same are named as one.
        let name = name(view, subject.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    listed(&names)
}

/// A leading "it" or "its" of a statement stands for its subject, so that every sentence can be read alone.
fn named_subject(says: &str, who: &str) -> String {
    if who == ITSELF {
        says.to_owned()
    } else if let Some(rest) = says.strip_prefix("it ") {
        format!("{who} {rest}")
    } else if let Some(rest) = says.strip_prefix("its ") {
        format!("{who}'s {rest}")
    } else {
        says.to_owned()
    }
}

/// A clause about a claim: in the words that the editors gave it, so that a verb of ours never says more than the source;
/// else in fixed words for its link. Then how much, and when.
pub(crate) fn clause(view: &View<'_>, claim: &Claim) -> String {
    let core = core(view, claim);
    let Some((kind, _)) = &claim.link else { return core };
    let mut details = Vec::new();
    if let Some(amount) = claim.amount.as_ref().filter(|_| *kind != LinkKind::Holds) {
        details.push(figures::published(amount));
    }
    if let Some(date) = claim.date.filter(|_| *kind != LinkKind::PartOf) {
        details.push(match claim.until.filter(|until| *until != date) {
            Some(until) => format!("{date} to {until}"),
            None => date.to_string(),
        });
    }
    if *kind == LinkKind::Holds && claim.says.is_some() && claim.capacity != model::Capacity::Beneficial {
        // The editors' words need not say in which role; the reader must know it.
        details.push(format!("as {}", claim.capacity));
    }
    if details.is_empty() { core } else { format!("{core} ({})", details.join(", ")) }
}

/// That a link lasted until a date.
pub(crate) fn lasted(view: &View<'_>, claim: &Claim, until: PartialDate) -> String {
    format!("{}, until {until}", core(view, claim))
}

/// A clause without figure and date.
pub(crate) fn core(view: &View<'_>, claim: &Claim) -> String {
    let by = sole_source(view, claim);
    let named = subjects(view, claim);
    // "According to Acme, it ...": who speaks of itself is not named twice.
    let who = if by == Some(named.as_str()) && claim.kind() != Some(LinkKind::PartOf) { ITSELF.to_owned() } else { named };
    let said = claim.says.as_deref().map(|says| named_subject(says, &who));
    let Some((kind, object)) = &claim.link else {
        return said.or_else(|| claim.motive.clone()).unwrap_or_default();
    };
    let whom = name(view, object.as_str());
    let role = claim.role.as_deref();
    let generated = || match kind {
        LinkKind::Owns => match (claim.share, claim.control) {
            (Some(share), _) => format!("{who} owned {share} of {whom}"),
            (None, true) => format!("{who} controlled {whom}"),
            (None, false) => format!("{who} owned a part of {whom}"),
        },
        LinkKind::Holds => holds(claim, &who, whom),
        LinkKind::Manages => format!("{who} managed {whom}"),
        LinkKind::Finances => in_role(&who, "financed", role, whom),
        LinkKind::Supplies => format!("{who} supplied \"{whom}\""),
        LinkKind::Develops => format!("{who} developed technology for \"{whom}\""),
        LinkKind::Operates => format!("{who} operated \"{whom}\""),
        LinkKind::PartOf => format!("\"{who}\" is part of \"{whom}\""),
        LinkKind::Consolidates => format!("{who} consolidated {whom} in its accounts"),
        LinkKind::Serves => in_role(&who, "served", role, whom),
        LinkKind::TiedTo => format!("{who} had a tie with {whom}{}", role.map(|r| format!(" ({r})")).unwrap_or_default()),
        LinkKind::ListedBy => match role {
            Some(list) if by == Some(whom) => format!("{who} was listed on the {list}"),
            Some(list) => format!("{who} was listed on the {list} by {whom}"),
            None => format!("{who} was listed by {whom}"),
        },
    };
    said.unwrap_or_else(generated)
}

/// How a sentence calls its subject where its source is the subject itself.
const ITSELF: &str = "it";

/// Who alone is named as the source of a claim, where its sentence begins with that name.
fn sole_source<'v>(view: &'v View<'_>, claim: &Claim) -> Option<&'v str> {
    let graded = &view.known.get(&claim.id)?.graded;
    (graded.grade == Grade::Reported).then(|| graded.carried_by.first().map(String::as_str)).flatten()
}

/// The role as documented, in place of a verb that could say more.
fn in_role(who: &str, did: &str, role: Option<&str>, whom: &str) -> String {
    role.map_or_else(|| format!("{who} {did} {whom}"), |role| format!("{who} had the role \"{role}\" for {whom}"))
}

/// A clause that one report carries, in the words of its grade; nothing for what is unverified.
pub(crate) fn reported_by(view: &View<'_>, report: &DocumentId, grade: Option<Grade>, clause: &str) -> String {
    let publisher = view.case.documents.get(report).map_or("", |document| view.case.name_of(document.publisher.as_str()));
    match grade {
        Some(Grade::Established) => capitalised(clause),
        Some(Grade::Corroborated | Grade::Reported) => format!("According to {publisher}, {clause}"),
        Some(Grade::Unverified) | None => String::new(),
    }
}

/// A position over several reports, oldest first: what the first and the last say, and where it rose and fell.
pub(crate) fn held_over(view: &View<'_>, reports: &[&Claim]) -> String {
    let ([first, ..], [.., last]) = (reports, reports) else { return String::new() };
    let on = |claim: &Claim| claim.date.map(|date| date.to_string()).unwrap_or_default();
    let whom = first.object().map_or("", |object| name(view, object.as_str()));
    let held = holds(first, &subjects(view, first), whom);
    let (share, worth) = (last.share.map(|share| share.to_string()), last.amount.as_ref().map(figures::published));
    let at_last = match (share, worth) {
        (Some(share), Some(worth)) => format!("{share}, worth {worth}"),
        (Some(figure), None) | (None, Some(figure)) => figure,
        (None, None) => "an unknown amount".to_owned(),
    };
    let count = reports.len();
    let mut text = format!("{held}, at {}, the first of {count} reports that name it; {at_last}, at {}, the last", on(first), on(last));
    for (change, word) in [(Change::More, "more"), (Change::Less, "less")] {
        let changed = reports.windows(2).filter(|pair| {
            let shares = pair[0].share.zip(pair[1].share);
            shares.is_some_and(|(before, after)| history::change(before, after) == change)
        });
        let days: Vec<String> = changed.map(|pair| on(pair[1])).collect();
        if !days.is_empty() {
            let days: Vec<&str> = days.iter().map(String::as_str).collect();
            text.push_str(&format!("; {word} than the report before at {}", listed(&days)));
        }
    }
    text
}

fn holds(claim: &Claim, who: &str, whom: &str) -> String {
    let shares = claim.quantity.map(|quantity| format!("{} shares", figures::shares(quantity)));
    let what = match (claim.share, &claim.amount, shares) {
        (Some(share), Some(amount), None) => format!("{share} of {whom}, worth {}", figures::published(amount)),
        (Some(share), None, None) => format!("{share} of {whom}"),
        (None, Some(amount), None) => format!("{} in {whom}", figures::published(amount)),
        (None, None, None) => format!("shares of {whom} of unknown amount"),
        (Some(share), Some(amount), Some(shares)) => format!("{share} of {whom}, {shares} worth {}", figures::published(amount)),
        (Some(share), None, Some(shares)) => format!("{share} of {whom}, {shares}"),
        (None, Some(amount), Some(shares)) => format!("{shares} of {whom}, worth {}", figures::published(amount)),
        (None, None, Some(shares)) => format!("{shares} of {whom}"),
    };
    let what = match claim.weight {
        Some(weight) => format!("{what}, {weight} of its portfolio"),
        None => what,
    };
    let what = match claim.instrument {
        Instrument::Long => what,
        Instrument::Short => format!("{what}, sold short"),
        Instrument::Derivative => format!("{what}, as a derivative"),
    };
    match claim.capacity {
        model::Capacity::Beneficial => format!("{who} held {what}"),
        model::Capacity::Manager => format!("{who} held {what}, as manager of other people's money"),
        model::Capacity::Nominee => format!("{who} was the registered holder of {what}"),
        model::Capacity::Custodian => format!("{who} kept safe, for others, {what}"),
    }
}
