//! How is a figure shown? Its flags, and its chains in words down to the harm.

use std::collections::BTreeSet;

use exposure::history::{Change, change, history, public_since};
use exposure::view::{Flagging, Why};
use model::{Claim, ClaimId, EntityId, Floor, LinkKind, Share};

use crate::answer::{Answer, MeasuredHarm};
use crate::figure::{Figure, MOST_CHAINS, Piece};
use crate::figures;
use crate::rows::{ChainText, Column, Exposure, Flag, Named, Sentence};
use crate::sources::Sources;
use crate::words;

/// Puts a figure into words.
pub(crate) fn exposure(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>, sources: &mut Sources<'_>) -> Exposure {
    let flags = flags(answer, harm, figure, sources);
    let (chains, cut) = chains(answer, harm, figure, sources);
    Exposure {
        id: id_of(answer, harm, figure),
        column: figure.column,
        holder: answer.named(&figure.holder),
        company: answer.named(&figure.company),
        harm: harm.view.harm.id.clone(),
        floors: figure.floors,
        amount_unknown: figure.amount_unknown,
        share: figure.share,
        on: figure.on,
        grade: figure.grade,
        flags,
        chains,
        more_chains: figure.more || cut,
    }
}

/// `COLUMN/HOLDER/COMPANY`, with the harm behind it where the case has several.
pub(crate) fn id_of(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>) -> String {
    let id = format!("{}/{}/{}", figure.column.as_str(), figure.holder, figure.company);
    if answer.harms.len() > 1 { format!("{id}/{}", harm.view.harm.id) } else { id }
}

/// The links to the harm of the figure's company, best first.
pub(crate) fn flaggings<'h>(harm: &'h MeasuredHarm<'_>, company: &EntityId) -> Vec<&'h Flagging<'h>> {
    let mut found: Vec<&Flagging<'_>> = harm.view.flaggings.iter().filter(|f| f.company == *company).collect();
    let amount = |f: &Flagging<'_>| f.contract[Floor::Reported.index()].low;
    found.sort_by(|a, b| a.grade.cmp(&b.grade).then(amount(b).total_cmp(&amount(a))).then_with(|| a.claim.id.cmp(&b.claim.id)));
    found
}

/// Every claim that a figure rests on, in the order of its chains.
pub(crate) fn rests_on(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>) -> Vec<ClaimId> {
    let mut seen = BTreeSet::new();
    let links = flaggings(harm, &figure.company);
    let ends = links.iter().flat_map(|f| [f.claim, f.nexus]);
    let pieces = figure.pieces.iter().flat_map(|piece| piece_claims(answer, harm, piece));
    let gone = figure.gone.iter().map(|g| g.claim);
    gone.chain(pieces).chain(ends).filter(|claim| seen.insert(&claim.id)).map(|claim| claim.id.clone()).collect()
}

fn piece_claims<'v>(answer: &Answer<'v>, harm: &MeasuredHarm<'_>, piece: &Piece<'v>) -> Vec<&'v Claim> {
    let links = piece.path.iter().flat_map(|chain| &chain.links);
    let owned = links.flat_map(|link| answer.view.ownerships[harm.measured.served[*link].index].claims.iter().copied());
    owned.chain(piece.claims.iter().copied()).collect()
}

fn chains(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>, sources: &mut Sources<'_>) -> (Vec<ChainText>, bool) {
    let ends = flaggings(harm, &figure.company);
    let mut texts = Vec::new();
    for piece in &figure.pieces {
        // The first way is followed to every link with the harm, the others to the best.
        let ends = if texts.is_empty() { ends.as_slice() } else { &ends[..ends.len().min(1)] };
        for end in ends {
            if texts.len() == MOST_CHAINS {
                return (texts, true);
            }
            texts.push(chain(answer, harm, figure, piece, end, sources));
        }
    }
    (texts, false)
}

fn chain(
    answer: &Answer<'_>,
    harm: &MeasuredHarm<'_>,
    figure: &Figure<'_>,
    piece: &Piece<'_>,
    end: &Flagging<'_>,
    sources: &mut Sources<'_>,
) -> ChainText {
    let claims = piece_claims(answer, harm, piece);
    let mut hops: Vec<Sentence> = Vec::new();
    for claim in claims.iter().copied().chain([end.claim, end.nexus]) {
        hops.extend(words::statement(answer.view, claim, sources));
    }
    let mut entities: Vec<Named> = vec![answer.named(&figure.holder)];
    let mut pass = |id: &EntityId| {
        let named = answer.named(answer.view.canonical(id));
        if !entities.contains(&named) {
            entities.push(named);
        }
    };
    for claim in claims.iter().copied().chain([end.claim, end.nexus]) {
        claim.object().into_iter().for_each(&mut pass);
    }
    let share = piece.path.as_ref().map(|path| exposure::Range { low: path.low, high: path.high });
    ChainText { hops, entities, grade: piece.grade.weakest(end.grade), share }
}

/// What a reader must know with a figure, in a fixed order.
fn flags(answer: &Answer<'_>, harm: &MeasuredHarm<'_>, figure: &Figure<'_>, sources: &mut Sources<'_>) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut flag = |word: &'static str, text: String| flags.push(Flag { word, text });
    if let Some(gone) = figure.gone {
        let (word, text) = match gone.why {
            Why::Sold(after, by) => ("sold", format!("sold between {after} and {by}")),
            Why::LastSeen(day) => ("last-seen", format!("last seen {day}")),
            Why::Ended(day) => ("ended", format!("ended by {day}")),
        };
        if figure.is_gone() {
            flag(word, text);
            return flags;
        }
        flag("formerly-direct", format!("of its own {text}"));
    }
    if figure.amount_unknown {
        flag("amount-unknown", "amount unknown".to_owned());
    }
    // What is published in place of an amount, of a direct position.
    let direct = figure.pieces.iter().filter(|p| p.path.is_none()).filter_map(|p| p.claims.last());
    for position in direct.filter(|c| c.kind() == Some(LinkKind::Holds) && c.amount.is_none()) {
        if let Some(quantity) = position.quantity {
            flag("shares", format!("{} shares", figures::shares(quantity)));
        }
        if let Some(weight) = position.weight {
            flag("weight", format!("{weight} of its portfolio"));
        }
    }
    let nodes = || figure.pieces.iter().filter_map(|p| p.path.as_ref()).flat_map(|path| path.nodes.iter().copied());
    let links = || figure.pieces.iter().filter_map(|p| p.path.as_ref()).flat_map(|path| path.links.iter().copied());
    if links().any(|link| answer.view.ownerships[harm.measured.served[link].index].share == Share::UNKNOWN) {
        flag("at-least", "at least: a share on the way is unknown".to_owned());
    }
    if let Some((text, word)) = since_public(answer, harm, figure, sources) {
        flag(word, text);
    }
    let overlap = nodes().any(|node| harm.flagged[node as usize] && answer.view.nodes[node as usize] != figure.company);
    if overlap && figure.column != Column::Contracts {
        flag("overlap", "overlap: through another of these companies".to_owned());
    }
    let lowest = &harm.measured.floors[Floor::Reported.index()];
    if nodes().any(|node| lowest.over_full.binary_search(&node).is_ok()) {
        flag("over-full", "over-full: documented owners own more than all of a company on the way".to_owned());
    }
    let in_circle = |node: u32| lowest.closed_circles.iter().any(|circle| circle.contains(&node));
    if nodes().any(in_circle) || answer.view.number(&figure.holder).is_some_and(in_circle) {
        flag("closed-circle", "closed-circle: companies on the way wholly own each other".to_owned());
    }
    let ends = flaggings(harm, &figure.company);
    if !ends.is_empty() && ends.iter().all(|f| f.formerly) {
        flag("formerly", "formerly: the company's part has ended".to_owned());
    }
    let rests_on = rests_on(answer, harm, figure);
    let known = || rests_on.iter().filter_map(|id| answer.view.known.get(id));
    let disputed: Vec<&ClaimId> = known().filter(|k| k.disputed).map(|k| &k.claim.id).collect();
    if !disputed.is_empty() {
        let mut numbers = BTreeSet::new();
        for claim in disputed {
            for response in answer.view.case.responses_to(claim, answer.view.asked.known_at) {
                if response.stance.disputes() {
                    numbers.extend(sources.response_numbers(response));
                }
            }
        }
        let marks: String = numbers.iter().map(|n| format!("[{n}]")).collect();
        let own = figure.pieces.iter().flat_map(|p| &p.claims).any(|c| answer.view.known.get(&c.id).is_some_and(|k| k.disputed));
        let what = if own || figure.column == Column::Contracts { "disputed" } else { "the company's part is disputed" };
        flag("disputed", format!("{what} {marks}").trim_end().to_owned());
    }
    let modal: BTreeSet<&str> = known().map(|k| k.claim.modality.as_str()).filter(|m| !m.is_empty()).collect();
    for modality in modal {
        flag("modality", format!("\"{modality}\""));
    }
    if known().any(|k| k.graded.no_copy) {
        flag("no-copy", "no copy kept".to_owned());
    }
    flags
}

/// Whether a holder has more or less than before the company's part was public, by the shares, with their rounding.
fn since_public(
    answer: &Answer<'_>,
    harm: &MeasuredHarm<'_>,
    figure: &Figure<'_>,
    sources: &mut Sources<'_>,
) -> Option<(String, &'static str)> {
    let capacity = figure.column.capacity()?;
    let now =
        figure.pieces.iter().filter(|p| p.path.is_none()).filter_map(|p| p.claims.last()).find(|c| c.kind() == Some(LinkKind::Holds))?;
    let public = public_since(answer.view, harm.view, &figure.company)[Floor::Reported.index()]?;
    let day = answer.view.known.get(&now.id)?.start;
    if day <= public {
        return None;
    }
    let entries = history(answer.view, &figure.holder, &figure.company, capacity);
    let before = entries.iter().rev().find(|e| e.day <= public && e.claim.is_some())?;
    let claim = before.claim?;
    let source = words::source_of(answer.view, claim, sources);
    let mark = source.map(|n| format!(" [{n}]")).unwrap_or_default();
    match change(claim.share?, now.share?) {
        Change::More => Some((format!("more than at {}{mark}", before.day), "more-than")),
        Change::Less => Some((format!("less than at {}{mark}", before.day), "less-than")),
        Change::NotTold => None,
    }
}
