//! Can amounts be converted? Rates that the sums of a case need and do not have.

use std::collections::BTreeMap;

use model::money::Decimal;
use model::{Case, Claim, Code, Currency, LinkKind, PartialDate, Place, Problem, SeriesId};

/// The date at whose rate an amount of a claim is converted: its own, else that of its first publication.
pub(crate) fn date_of_money(case: &Case, claim: &Claim) -> Option<PartialDate> {
    let published = || claim.cites.iter().filter_map(|cite| case.documents.get(&cite.document)?.known()).min();
    claim.date.or_else(|| published().map(PartialDate::Day))
}

/// A figure of a claim in another currency; `None` without a rate.
pub(crate) fn converted(case: &Case, claim: &Claim, figure: Decimal, from: Currency, to: Currency) -> Option<Decimal> {
    if from == to {
        return Some(figure);
    }
    let rate = case.rates.rate(from, to, date_of_money(case, claim)?).ok()?;
    figure.checked_mul(rate.factor)
}

/// Tells of amounts that no rate converts to the currency of the case: each claim, and each data file once for each
/// currency. The claim stays, with its amount as published; sums count it as unknown.
pub(crate) fn find_missing_rates(case: &Case, problems: &mut Vec<Problem>) {
    let mut of_files: BTreeMap<(&SeriesId, &str), (&Place, String, u64)> = BTreeMap::new();
    for claim in case.claims.values() {
        let summed = matches!(
            claim.kind(),
            Some(LinkKind::Holds | LinkKind::Finances | LinkKind::Supplies | LinkKind::Develops | LinkKind::Operates)
        );
        let Some(amount) = claim.amount.filter(|_| summed) else { continue };
        let Some(date) = date_of_money(case, claim) else { continue };
        let Err(missing) = case.rates.rate(amount.currency(), case.currency, date) else { continue };
        let Some(series) = &claim.series else {
            let message = format!("`{}`: {missing}", claim.id);
            problems.push(Problem::new(claim.place.clone(), Code::MissingRate, message, hint(case)));
            continue;
        };
        let seen = of_files.entry((series, amount.currency().code())).or_insert((&claim.place, missing.to_string(), 0));
        if claim.place < *seen.0 {
            (seen.0, seen.1) = (&claim.place, missing.to_string());
        }
        seen.2 += 1;
    }
    for (place, message, rows) in of_files.into_values() {
        let others = match rows - 1 {
            0 => String::new(),
            1 => ", nor for 1 more row of this file".to_owned(),
            more => format!(", nor for {more} more rows of this file"),
        };
        problems.push(Problem::new(place.clone(), Code::MissingRate, format!("{message}{others}"), hint(case)));
    }
}

fn hint(case: &Case) -> &'static str {
    if case.rates.is_empty() {
        "add a `[[data]]` file with `format = \"ecb-rates\"`; until then the amount counts as unknown"
    } else {
        "add the days or the column to the file of rates; until then the amount counts as unknown"
    }
}
