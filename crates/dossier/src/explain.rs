//! What stands behind it? A figure, a claim, a document or an entity, taken apart down to the rows it came from.

use exposure::known::converted;
use exposure::view::Known;
use model::{Claim, ClaimId, Document, EntityId, Floor, LinkKind};

use crate::answer::{Answer, MeasuredHarm};
use crate::exposures::{exposure, flaggings, id_of, rests_on};
use crate::figure::{Figure, figures};
use crate::figures as figures_text;
use crate::rows::{Block, Column, Page, Sentence};
use crate::sources::{Sources, describe};
use crate::words;

/// Takes apart what an id names: a figure (`stake/HOLDER/COMPANY`), a claim, a document, an entity or a publisher;
/// `None` where nothing has the id.
pub fn explain(answer: &Answer<'_>, id: &str) -> Option<Page> {
    let mut sources = Sources::of(answer.view);
    let mut page = explain_figure(answer, id, &mut sources)
        .or_else(|| explain_claim(answer, id, &mut sources))
        .or_else(|| explain_document(answer, id))
        .or_else(|| explain_entity(answer, id, &mut sources))
        .or_else(|| explain_publisher(answer, id))?;
    page.sources = sources.finish();
    Some(page)
}

/// Every id that [`explain`] knows, for "did you mean".
pub fn explainable(answer: &Answer<'_>) -> Vec<String> {
    let case = answer.view.case;
    let mut ids: Vec<String> = Vec::new();
    for harm in &answer.harms {
        ids.extend(figures(answer, harm).iter().map(|figure| id_of(answer, harm, figure)));
    }
    ids.extend(case.claims.keys().map(ToString::to_string));
    ids.extend(case.documents.keys().map(ToString::to_string));
    ids.extend(case.entities.keys().map(ToString::to_string));
    ids.extend(case.publishers.keys().map(ToString::to_string));
    ids
}

fn entry(label: &str, text: impl Into<String>) -> Block {
    Block::Entry(label.to_owned(), text.into())
}

fn explain_figure(answer: &Answer<'_>, id: &str, sources: &mut Sources<'_>) -> Option<Page> {
    answer.harms.iter().find_map(|harm| {
        let all = figures(answer, harm);
        let figure = all.iter().find(|figure| id_of(answer, harm, figure) == id)?;
        Some(figure_page(answer, harm, figure, sources))
    })
}

fn figure_page(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>, sources: &mut Sources<'_>) -> Page {
    let view = answer.view;
    let shown = exposure(answer, harm, figure, sources);
    let mut blocks = vec![entry("What it is", what_it_is(figure.column))];
    let rows = Floor::ALL.map(|floor| {
        let range = figure.floors[floor.index()];
        vec![floor.to_string(), range.map_or_else(|| "nothing".to_owned(), |r| figures_text::long(r, view.case.currency))]
    });
    blocks.push(Block::Table { head: vec!["at floor".to_owned(), "figure".to_owned()], rows: rows.to_vec() });
    if let Some(share) = shown.share {
        blocks.push(entry("Share", figures_text::percent(share)));
    }
    if let Some(managed) = &figure.managed {
        blocks.push(entry("Positions of its funds", figures_text::long(managed.of_funds, view.case.currency)));
        let own = managed.own_report.map_or_else(|| "none".to_owned(), |r| figures_text::long(r, view.case.currency));
        blocks.push(entry("Its own report as a manager", format!("{own}; the larger counts")));
    }
    if !shown.flags.is_empty() {
        let flags: Vec<&str> = shown.flags.iter().map(|f| f.text.as_str()).collect();
        blocks.push(entry("What to know", flags.join("; ")));
    }
    blocks.push(Block::Heading("Rests on".to_owned()));
    blocks.push(records(answer, rests_on(answer, harm, figure).iter().filter_map(|claim| view.case.claims.get(claim))));
    let support = support(answer, &rests_on(answer, harm, figure));
    if !support.is_empty() {
        blocks.push(entry("Says it too", format!("{}; counted once", support.join(", "))));
    }
    if matches!(figure.column, Column::Contracts | Column::Attributed) {
        blocks.push(Block::Heading(format!("Contracts of {}", shown.company.name)));
        let rows = flaggings(harm, &figure.company).into_iter().map(|f| {
            vec![
                f.claim.id.to_string(),
                f.claim.amount.as_ref().map_or_else(|| "unknown".to_owned(), figures_text::published),
                figures_text::long(in_order(f.contract[Floor::Reported.index()]), view.case.currency),
                f.grade.to_string(),
            ]
        });
        let head = ["claim", "as published", "adds beyond its parts", "grade"].map(str::to_owned).to_vec();
        blocks.push(Block::Table { head, rows: rows.collect() });
    }
    for (number, chain) in shown.chains.iter().enumerate() {
        blocks.push(Block::Heading(format!("Chain {}, {}", number + 1, chain.grade)));
        for (hop, sentence) in chain.hops.iter().enumerate() {
            blocks.push(entry(&format!("{}", hop + 1), sentence.text.clone()));
        }
    }
    let title = format!("{} in {} ({})", shown.holder.name, shown.company.name, shown.id);
    Page { title, blocks, sources: Vec::new() }
}

/// Other records of the stakes that a figure rests on.
fn support(answer: &Answer<'_>, rests_on: &[ClaimId]) -> Vec<String> {
    let view = answer.view;
    let holdings = view.holdings.iter().filter(|h| rests_on.contains(&h.claim.id)).flat_map(|h| &h.support);
    let owned = view.ownerships.iter().filter(|o| o.claims.iter().any(|c| rests_on.contains(&c.id))).flat_map(|o| &o.support);
    let mut ids: Vec<String> = holdings.chain(owned).filter(|id| !rests_on.contains(id)).map(ToString::to_string).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// What a whole adds beyond its parts lies crosswise between the ends.
fn in_order(range: exposure::Range) -> exposure::Range {
    exposure::Range { low: range.low.min(range.high), high: range.low.max(range.high) }
}

fn what_it_is(column: Column) -> &'static str {
    match column {
        Column::Stake => "positions for its own account, and its part of the positions of what it owns",
        Column::Managed => "other people's money: positions of the funds that it, or what it controls, manages; no look-through",
        Column::Nominee => "shares registered in its name for others; whose they are is not documented here",
        Column::Custodian => "shares that it keeps safe for others",
        Column::Finance => "loans, underwriting and roles in an issue of shares, as documented",
        Column::Attributed => {
            "its part of the company, times the company's contracts linked to the harm: attributed contract value, neither revenue nor profit"
        }
        Column::Contracts => "the company's contracts linked to the harm; a signed contract counts from its signing and stays",
    }
}

/// Claims with their rows: amount as published, rate, date, grade, and where each stands.
fn records<'c>(answer: &Answer<'_>, claims: impl Iterator<Item = &'c Claim>) -> Block {
    let view = answer.view;
    let rows = claims.filter_map(|claim| view.known.get(&claim.id)).map(|known| {
        let claim = known.claim;
        let amount = claim.amount.as_ref().map_or_else(String::new, figures_text::published);
        let rate = match converted(view.case, known) {
            Some(c) if c.rate.of != model::rates::RateDate::None => {
                format!("x {} (ECB, {})", c.rate.factor.round_dp(6).normalize(), c.rate.of)
            }
            _ => String::new(),
        };
        let share = claim.share.map(|s| s.to_string()).unwrap_or_default();
        let figure = [amount, rate, share].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        let says = words::clause(view, claim);
        let says = if known.counts() { says } else { format!("not established: \"{says}\"") };
        vec![claim.id.to_string(), says, figure, known.grade().to_string(), claim.place.to_string()]
    });
    let head = ["claim", "says", "as published", "grade", "stands in"].map(str::to_owned).to_vec();
    Block::Table { head, rows: rows.collect() }
}

fn explain_claim(answer: &Answer<'_>, id: &str, sources: &mut Sources<'_>) -> Option<Page> {
    let view = answer.view;
    let claim = view.case.claims.get(id)?;
    let mut blocks = Vec::new();
    let known = view.known.get(&claim.id);
    match known {
        Some(known) if known.counts() => blocks.extend(words::statement(view, claim, sources).map(Block::Paragraph)),
        Some(_) => blocks.push(Block::Paragraph(words::unproven(view, claim, sources))),
        None => {
            // What the claim says was not known then.
            let text = format!("Nothing of this was published by {}.", view.asked.known_at);
            blocks.push(Block::Paragraph(Sentence { text, claims: Vec::new() }));
            blocks.push(entry("Stands in", claim.place.to_string()));
            return Some(Page { title: format!("Claim {}", claim.id), blocks, sources: Vec::new() });
        }
    }
    blocks.extend(claim_entries(answer, claim, known, sources));
    blocks.push(Block::Heading("Citations".to_owned()));
    blocks.push(citations(answer, claim));
    let responses = view.case.responses_to(&claim.id, view.asked.known_at);
    if !responses.is_empty() {
        blocks.push(Block::Heading("Answered".to_owned()));
        blocks.extend(responses.into_iter().map(|r| Block::Paragraph(words::answered(view, r, sources))));
    }
    let used = used_by(answer, &claim.id);
    if !used.is_empty() {
        blocks.push(Block::Heading("Figures that rest on it".to_owned()));
        blocks.push(Block::Table { head: vec!["figure".to_owned()], rows: used.into_iter().map(|id| vec![id]).collect() });
    }
    Some(Page { title: format!("Claim {}", claim.id), blocks, sources: Vec::new() })
}

fn claim_entries(answer: &Answer<'_>, claim: &Claim, known: Option<&Known<'_>>, sources: &Sources<'_>) -> Vec<Block> {
    let view = answer.view;
    let mut blocks = Vec::new();
    if let Some(known) = known {
        blocks.push(entry("Grade", format!("{}: {}", known.grade(), known.graded.reason)));
        if known.graded.no_copy {
            blocks.push(entry("Flag", "no archived copy is kept of the act"));
        }
    }
    let history = view.case.grade_history(claim);
    let history: Vec<String> =
        history.iter().filter(|(day, _)| *day <= view.asked.known_at).map(|(day, grade)| format!("{grade} from {day}")).collect();
    blocks.push(entry("Over time", if history.is_empty() { "never published".to_owned() } else { history.join(", then ") }));
    if let Some((kind, object)) = &claim.link {
        let link = format!("{} {kind} {}", words::subjects(view, claim), words::name(view, object.as_str()));
        blocks.push(entry("Link", sources.written(&link)));
    }
    if let Some(known) = known
        && let Some(amount) = &claim.amount
    {
        let converted = converted(view.case, known).map_or_else(
            || ", and no rate for its date".to_owned(),
            |c| match c.rate.of {
                model::rates::RateDate::None => String::new(),
                of => format!(
                    " = {} at {} (European Central Bank, {of})",
                    figures_text::long(c.range, view.case.currency),
                    c.rate.factor.round_dp(6).normalize()
                ),
            },
        );
        blocks.push(entry("Amount", format!("{}{converted}", figures_text::published(amount))));
    }
    if !claim.covers.is_empty() {
        let parts: Vec<&str> = claim.covers.iter().map(ClaimId::as_str).collect();
        blocks.push(entry("Covers", parts.join(", ")));
    }
    if let Some((day, by)) = known.and_then(|k| k.ended) {
        blocks.push(entry("Ended", format!("on {day}, by claim {by}")));
    }
    if let Some(involvement) = claim.involvement {
        blocks.push(entry("Involvement", format!("{involvement} (UN Guiding Principles)")));
    }
    blocks.push(entry("Stands in", claim.place.to_string()));
    blocks
}

fn citations(answer: &Answer<'_>, claim: &Claim) -> Block {
    let view = answer.view;
    let rows = words::published(view, claim).filter_map(|citation| {
        let document = view.case.documents.get(&citation.document)?;
        let publisher = view.case.publishers.get(&document.publisher)?;
        let stated = citation.credibility.get();
        let effective = citation.effective_credibility(document).get();
        let credibility = if stated == effective { stated.to_string() } else { format!("{effective} (judged {stated}; second hand)") };
        let withdrawn = view.case.withdrawn(&claim.id, &document.id, view.asked.known_at);
        let state = match (withdrawn, document.known()) {
            (Some(response), _) => format!("withdrawn {}", response.date),
            (None, Some(day)) => format!("since {day}"),
            (None, None) => "undated".to_owned(),
        };
        Some(vec![
            describe(view.case, document, &citation.at, citation.via.as_deref()),
            citation.basis.as_str().to_owned(),
            format!("{} ({})", publisher.reliability.as_str(), publisher.name),
            credibility,
            document.origin.clone(),
            state,
        ])
    });
    let head = ["document", "basis", "reliability", "credibility", "origin", "counts"].map(str::to_owned).to_vec();
    Block::Table { head, rows: rows.collect() }
}

fn used_by(answer: &Answer<'_>, claim: &ClaimId) -> Vec<String> {
    let mut used = Vec::new();
    for harm in &answer.harms {
        let all = figures(answer, harm);
        let resting = all.iter().filter(|f| rests_on(answer, harm, f).contains(claim));
        used.extend(resting.map(|figure| id_of(answer, harm, figure)));
    }
    used
}

fn explain_document(answer: &Answer<'_>, id: &str) -> Option<Page> {
    let view = answer.view;
    let document = view.case.documents.get(id)?;
    if document.known().is_some_and(|day| day > view.asked.known_at) {
        let text = format!("It was not published by {}.", view.asked.known_at);
        let blocks = vec![Block::Paragraph(Sentence { text, claims: Vec::new() })];
        return Some(Page { title: format!("Document {}", document.id), blocks, sources: Vec::new() });
    }
    let mut blocks = vec![entry("Document", describe(view.case, document, "", None)), entry("Kind", document.kind.clone())];
    blocks.extend(document.url.clone().map(|url| entry("URL", url)));
    blocks.extend(
        view.case
            .publishers
            .get(&document.publisher)
            .map(|p| entry("Publisher", format!("{}, reliability {}: {}", p.name, p.reliability.as_str(), p.reason))),
    );
    blocks.push(entry("Origin", document.origin.clone()));
    blocks.push(entry("Known", document.known().map_or_else(|| "undated".to_owned(), |day| format!("from {day}"))));
    blocks.push(entry("Archived copy", document.archive.clone().unwrap_or_else(|| "none".to_owned())));
    blocks.push(entry("Stands in", document.place.to_string()));
    blocks.push(Block::Heading("Claims that cite it".to_owned()));
    let claims = view.case.claims.values().filter(|c| c.cites.iter().any(|cite| cite.document == document.id));
    blocks.push(records(answer, claims));
    Some(Page { title: format!("Document {}", document.id), blocks, sources: Vec::new() })
}

fn explain_entity(answer: &Answer<'_>, id: &str, sources: &mut Sources<'_>) -> Option<Page> {
    let view = answer.view;
    let entity = view.case.entities.get(id)?;
    let is = |other: &EntityId| view.canonical(other) == view.canonical(&entity.id);
    let mut blocks = vec![entry("Is a", entity.schema.as_str())];
    if !entity.aliases.is_empty() {
        blocks.push(entry("Also named", entity.aliases.join("; ")));
    }
    blocks.extend(entity.group.clone().map(|group| entry("Group", group)));
    blocks.extend(entity.country.clone().map(|c| entry("Country", c)));
    blocks.extend(entity.role.clone().map(|r| entry("Public role", r)));
    blocks.extend(entity.identifiers.iter().map(|(scheme, value)| entry(scheme, value.clone())));
    if view.canonical(&entity.id) != &entity.id {
        blocks.push(entry("Judged the same as", view.canonical(&entity.id).to_string()));
    }
    blocks.push(entry("Stands in", entity.place.to_string()));
    blocks.push(Block::Heading("Claims that speak of it".to_owned()));
    let mut claims: Vec<&Known<'_>> = view
        .known
        .values()
        .filter(|k| (k.claim.subjects.iter().any(is) || k.claim.object().is_some_and(is)) && k.claim.series.is_none())
        .collect();
    claims.sort_by_key(|k| (k.start, &k.claim.id));
    for known in claims {
        let sentence = words::statement(view, known.claim, sources).unwrap_or_else(|| words::unproven(view, known.claim, sources));
        blocks.push(entry(&format!("{} ({})", known.claim.id, known.grade()), sentence.text));
    }
    let positions = view.known.values().filter(|k| k.claim.kind() == Some(LinkKind::Holds) && k.claim.series.is_some());
    let rows = positions.filter(|k| k.claim.subjects.iter().any(is) || k.claim.object().is_some_and(is)).count();
    if rows > 0 {
        blocks.push(entry("In data files", format!("{rows} positions")));
    }
    Some(Page { title: format!("{} ({})", entity.name, entity.id), blocks, sources: Vec::new() })
}

fn explain_publisher(answer: &Answer<'_>, id: &str) -> Option<Page> {
    let case = answer.view.case;
    let publisher = case.publishers.get(id)?;
    let known = |d: &&Document| d.known().is_none_or(|day| day <= answer.view.asked.known_at);
    let documents = case.documents.values().filter(|d| d.publisher == publisher.id).filter(known);
    let rows =
        documents.map(|d: &Document| vec![d.id.to_string(), d.published.map(|p| p.to_string()).unwrap_or_default(), d.title.clone()]);
    let blocks = vec![
        entry("Reliability", format!("{} (Admiralty code): {}", publisher.reliability.as_str(), publisher.reason)),
        entry("Stands in", publisher.place.to_string()),
        Block::Heading("Documents".to_owned()),
        Block::Table { head: ["document", "published", "title"].map(str::to_owned).to_vec(), rows: rows.collect() },
    ];
    Some(Page { title: format!("Publisher {}", publisher.name), blocks, sources: Vec::new() })
}
