//! Do engine and reference read the same out of any case, on any day and as known on any day?
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod reference;
mod worlds;

use std::collections::BTreeMap;

use daylight_exposure::world::Range;
use model::{Case, EntityId, Floor, Grade};
use proptest::prelude::*;
use reference::case::{Answer, Asked, answers};
use reference::{NAMES, Row};
use worlds::cases::{Random, Silent, asked_case, contract_case, later_filing, silent_about};
use worlds::random::config;
use worlds::{close, engine};

const TOLERANCE: f64 = 1e-9;
const NOTHING: [Row; 3] = [[Range::ZERO; 6]; 3];

/// The engine's answers in the reference's shape.
fn of_engine(case: &Case, asked: Asked) -> BTreeMap<EntityId, Answer> {
    let view = daylight_exposure::view::view(case, daylight_exposure::view::Asked { as_of: asked.as_of, known_at: asked.known_at });
    let mut answers = BTreeMap::new();
    for harm in &view.harms {
        let measured = engine::measure(&view.world(harm));
        let name = |number: &u32| view.nodes[usize::try_from(*number).unwrap()].clone();
        let mut answer = Answer::default();
        for (k, id) in view.nodes.iter().enumerate() {
            answer.rows.insert(id.clone(), [0, 1, 2].map(|floor: usize| measured[floor].rows[k]));
        }
        for floor in Floor::ALL {
            let (at, found) = (floor.index(), &measured[floor.index()]);
            answer.unattributed[at] = harm.unattributed_at(floor);
            answer.over_full[at] = found.over_full.iter().map(name).collect();
            answer.closed_circles[at] = found.closed_circles.iter().map(|c| c.iter().map(name).collect()).collect();
        }
        answers.insert(harm.harm.id.clone(), answer);
    }
    answers
}

fn same(left: &BTreeMap<EntityId, Answer>, right: &BTreeMap<EntityId, Answer>) -> Result<(), String> {
    let near = |l: Range, r: Range| close(l.low, r.low, TOLERANCE) && close(l.high, r.high, TOLERANCE);
    if !left.keys().eq(right.keys()) {
        return Err(format!("harms {:?} against {:?}", left.keys(), right.keys()));
    }
    for ((harm, left), right) in left.iter().zip(right.values()) {
        for floor in Floor::ALL {
            let at = floor.index();
            for id in left.rows.keys().chain(right.rows.keys()) {
                let row = |answer: &Answer| answer.rows.get(id).unwrap_or(&NOTHING)[at];
                for ((name, l), r) in NAMES.iter().zip(row(left)).zip(row(right)) {
                    if !near(l, r) {
                        return Err(format!("{harm}, {floor}, {id}, {name}: {l:?} against {r:?}"));
                    }
                }
            }
            let (l, r) = (left.unattributed[at], right.unattributed[at]);
            if !near(l, r) {
                return Err(format!("{harm}, {floor}, unattributed: {l:?} against {r:?}"));
            }
            if left.over_full[at] != right.over_full[at] {
                return Err(format!("{harm}, {floor}: over-full {:?} against {:?}", left.over_full[at], right.over_full[at]));
            }
            if left.closed_circles[at] != right.closed_circles[at] {
                return Err(format!("{harm}, {floor}: closed {:?} against {:?}", left.closed_circles[at], right.closed_circles[at]));
            }
        }
    }
    Ok(())
}

const CONTRACTS: usize = 0;
const STAKE: usize = 2;

/// Drops claims and every mention of them; every id in a case resolves.
fn keep_claims(case: &mut Case, keep: impl Fn(&Case, &model::Claim) -> bool) {
    let before = case.clone();
    case.claims.retain(|_, claim| keep(&before, claim));
    let there: Vec<model::ClaimId> = case.claims.keys().cloned().collect();
    for claim in case.claims.values_mut() {
        claim.covers.retain(|id| there.contains(id));
        claim.ends.retain(|id| there.contains(id));
    }
    // A withdrawal of single claims that are gone must not become one of the whole document.
    case.responses.retain_mut(|response| {
        let whole = response.to.is_empty();
        response.to.retain(|id| there.contains(id));
        whole || !response.to.is_empty()
    });
}

proptest! {
    #![proptest_config(config(8_000))]

    #[test]
    fn engine_and_reference_agree(Random { case, asked } in asked_case()) {
        prop_assert_eq!(same(&of_engine(&case, asked), &answers(&case, asked)), Ok(()));
    }

    /// What is said to be sold was held on the one day, and by the other a report shows that nothing is left.
    #[test]
    fn what_is_sold_is_none_in_its_history(Random { case, asked } in asked_case()) {
        use daylight_exposure::view::Why;
        let view = daylight_exposure::view::view(&case, daylight_exposure::view::Asked { as_of: asked.as_of, known_at: asked.known_at });
        for gone in &view.gone {
            let Why::Sold(after, by) = gone.why else { continue };
            let history = daylight_exposure::history::history(&view, &gone.holder, &gone.company, gone.capacity);
            prop_assert!(after < by);
            prop_assert!(history.iter().any(|e| e.day == after && e.claim.is_some_and(|c| c.id == gone.claim.id)), "{history:?}");
            if gone.claim.series.is_none() {
                // A report of another grade in between is no answer to the record; what answers it is no worse supported.
                prop_assert!(history.iter().any(|e| e.day == by && e.claim.is_none() && e.grade <= gone.grade), "{history:?}");
            }
        }
    }

    #[test]
    fn low_never_exceeds_high(Random { case, asked } in asked_case()) {
        for (harm, answer) in of_engine(&case, asked) {
            for (id, floors) in &answer.rows {
                for (name, range) in NAMES.iter().cycle().zip(floors.as_flattened()) {
                    prop_assert!(range.low >= 0.0 && range.low <= range.high, "{} {} {}: {:?}", harm, id, name, range);
                }
            }
            for range in answer.unattributed {
                prop_assert!(range.low >= 0.0 && range.low <= range.high, "{} unattributed: {:?}", harm, range);
            }
        }
    }

    #[test]
    fn a_laxer_floor_never_lowers_a_result(Random { case, asked } in asked_case()) {
        for (harm, answer) in of_engine(&case, asked) {
            for (id, floors) in &answer.rows {
                for pair in floors.windows(2) {
                    for ((name, strict), lax) in NAMES.iter().zip(&pair[0]).zip(&pair[1]) {
                        let lower = |strict: f64, lax: f64| strict > lax && !close(strict, lax, TOLERANCE);
                        let message = format!("{harm} {id} {name}: {strict:?}, then {lax:?}");
                        prop_assert!(!lower(strict.low, lax.low) && !lower(strict.high, lax.high), "{}", message);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_unverified_counts_for_nothing(Random { case, asked } in asked_case()) {
        let mut without = case.clone();
        keep_claims(&mut without, |case, claim| case.graded(claim, asked.known_at).grade != Grade::Unverified);
        prop_assert_eq!(same(&of_engine(&case, asked), &of_engine(&without, asked)), Ok(()));
    }

    /// What was published, or withdrawn, after the day asked for changes nothing.
    #[test]
    fn nobody_knows_what_is_not_yet_published(Random { case, asked } in asked_case()) {
        let mut then = case.clone();
        then.responses.retain(|r| r.date.last() <= asked.known_at);
        then.documents.retain(|_, d| d.known().is_some_and(|day| day <= asked.known_at));
        let there: Vec<model::DocumentId> = then.documents.keys().cloned().collect();
        then.responses.retain(|r| r.document.as_ref().is_none_or(|d| there.contains(d)));
        for claim in then.claims.values_mut() {
            claim.cites.retain(|c| there.contains(&c.document));
        }
        for series in then.series.values_mut() {
            series.reports.retain(|r| there.contains(&r.document));
        }
        keep_claims(&mut then, |_, claim| !claim.cites.is_empty());
        prop_assert_eq!(same(&of_engine(&case, asked), &of_engine(&then, asked)), Ok(()));
    }
}

/// Supplies to the project of the foundation: id, subjects, amount, covers.
fn supplies(contracts: &[(&str, &[&str], i64, &[&str])], same: &[(&str, &str)]) -> (Case, Asked) {
    let day = model::PartialDate::parse("2019-12-31").unwrap().last();
    (contract_case(contracts, same), Asked { as_of: day, known_at: day })
}

#[track_caller]
fn check_contracts(engine_too: bool, (case, asked): &(Case, Asked), by_hand: &[(&str, f64)], unattributed: f64) {
    let engine = engine_too.then(|| ("engine", of_engine(case, *asked)));
    for (who, answers) in engine.into_iter().chain([("reference", answers(case, *asked))]) {
        let answer = &answers[&EntityId::parse("h0").unwrap()];
        for (id, rows) in &answer.rows {
            let expected = by_hand.iter().find(|(e, _)| *e == id.as_str()).map_or(0.0, |(_, value)| *value);
            assert_eq!(rows[0][CONTRACTS], Range::exact(expected), "{who}: contracts of {id}");
        }
        assert_eq!(answer.unattributed[0], Range::exact(unattributed), "{who}: unattributed");
    }
}

#[test]
fn parts_count_and_the_rest_goes_to_the_subject() {
    // 100, of which 60 is written down apart: 60 + 40. A whole that is less than its parts counts as they do.
    check_contracts(true, &supplies(&[("a", &["c1"], 60, &[]), ("b", &["c1"], 100, &["a"])], &[]), &[("c1", 100.0)], 0.0);
    check_contracts(true, &supplies(&[("a", &["c1"], 1000, &[]), ("b", &["c1"], 10, &["a"])], &[]), &[("c1", 1000.0)], 0.0);
    // 100 of two together, of which 60 is one's: 40 are nobody's alone.
    check_contracts(true, &supplies(&[("a", &["c1"], 60, &[]), ("b", &["c1", "c2"], 100, &["a"])], &[]), &[("c1", 60.0)], 40.0);
}

/// It is a problem of the case (`covers-other`): subtracting would let a laxer floor lower a result.
#[test]
fn a_part_of_another_company_is_not_taken_off() {
    check_contracts(true, &supplies(&[("a", &["c2"], 60, &[]), ("b", &["c1"], 100, &["a"])], &[]), &[("c1", 100.0), ("c2", 60.0)], 0.0);
}

#[test]
fn subjects_judged_the_same_are_one() {
    check_contracts(true, &supplies(&[("a", &["c1", "c2"], 10, &[])], &[("c1", "c2")]), &[("c1", 10.0)], 0.0);
}

#[test]
fn an_act_published_later_decides_nothing_yet() {
    let Random { case, asked } = later_filing();
    // Both records are established by d5; only the second by an act that is known. It wins: 20.
    for (who, answers) in [("engine", of_engine(&case, asked)), ("reference", answers(&case, asked))] {
        let rows = &answers[&EntityId::parse("h0").unwrap()].rows[&EntityId::parse("f1").unwrap()];
        assert_eq!(rows[0][STAKE], Range::exact(20.0), "{who}");
    }
}

/// The stake of f1 after a report that does not name c0, and what became of the position.
#[track_caller]
fn check_silence(silent: &Silent<'_>, stake: f64, gone: &[&str]) {
    let Random { case, asked } = silent_about(silent);
    let number = |id: &str| EntityId::parse(id).unwrap();
    for (who, answers) in [("engine", of_engine(&case, asked)), ("reference", answers(&case, asked))] {
        let rows = &answers[&number("h0")].rows[&number("f1")];
        assert_eq!(rows.map(|row| row[STAKE]), [Range::exact(stake); 3], "{who}");
    }
    let view = daylight_exposure::view::view(&case, daylight_exposure::view::Asked { as_of: asked.as_of, known_at: asked.known_at });
    let told: Vec<String> = view.gone.iter().map(|gone| format!("{} {} {:?}", gone.holder, gone.company, gone.why)).collect();
    assert_eq!(told, gone);
}

#[test]
fn only_a_whole_and_decided_report_sells_by_silence() {
    let sold = ["f1 c0 Sold(2018-12-31, 2019-06-30)"];
    let silent = |complete, undecided, same| Silent { complete, undecided, same };
    check_silence(&silent(true, &[], &[]), 0.0, &sold);
    // An extract, and a name that is perhaps the company's.
    check_silence(&silent(false, &[], &[]), 10.0, &[]);
    check_silence(&silent(true, &["c0"], &[]), 10.0, &[]);
    // A name that is perhaps another's: it is sold, unless the two are judged the same.
    check_silence(&silent(true, &["c1"], &[]), 0.0, &sold);
    check_silence(&silent(true, &["c1"], &[("c1", "c0")]), 10.0, &[]);
}
