//! Do engine and reference agree on any world, and does the engine keep the promises of the design?
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod reference;
mod worlds;

use daylight_exposure::world::{Own, World};
use model::{Grade, Share};
use proptest::prelude::*;
use worlds::random::{config, links};
use worlds::{Links, close, engine, same};

/// Of equal answers reached along different ways. A circle in which thousandths leak loses up to six digits of sixteen.
const TOLERANCE: f64 = 1e-9;

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn engine_and_reference_agree(links in links(7)) {
        let world = links.world();
        prop_assert_eq!(compared(&world), Ok(()));
    }

    #[test]
    fn low_never_exceeds_high(links in links(8)) {
        for floor in engine::measure(&links.world()) {
            for (entity, row) in floor.rows.iter().enumerate() {
                for (name, range) in reference::NAMES.iter().zip(row) {
                    prop_assert!(range.low >= 0.0 && range.high.is_finite(), "entity {}, {}: {:?}", entity, name, range);
                    prop_assert!(range.low <= range.high, "entity {}, {}: {:?}", entity, name, range);
                }
            }
        }
    }

    #[test]
    fn a_laxer_floor_never_lowers_a_result(links in links(8)) {
        let floors = engine::measure(&links.world());
        for pair in floors.windows(2) {
            for (entity, (strict, lax)) in pair[0].rows.iter().zip(&pair[1].rows).enumerate() {
                for ((name, strict), lax) in reference::NAMES.iter().zip(strict).zip(lax) {
                    let lower = |strict: f64, lax: f64| strict > lax && !close(strict, lax, TOLERANCE);
                    let message = format!("entity {entity}, {name}: {strict:?}, then {lax:?}");
                    prop_assert!(!lower(strict.low, lax.low) && !lower(strict.high, lax.high), "{}", message);
                }
            }
            prop_assert!(pair[0].over_full.iter().all(|c| pair[1].over_full.contains(c)));
        }
    }

    #[test]
    fn what_is_unverified_counts_for_nothing(links in links(8)) {
        let mut without = links.clone();
        without.owns.retain(|l| l.grade != Grade::Unverified);
        without.positions.retain(|l| l.grade != Grade::Unverified);
        without.manages.retain(|l| l.grade != Grade::Unverified);
        without.votes.retain(|l| l.grade != Grade::Unverified);
        without.harm_links.retain(|l| l.grade != Grade::Unverified);
        prop_assert_eq!(engine::measure(&links.world()), engine::measure(&without.world()));
    }

    #[test]
    fn numbers_and_order_mean_nothing((links, numbers, shuffled) in links(8).prop_flat_map(|links| {
        let numbers = Just((0..links.entities).collect::<Vec<u32>>()).prop_shuffle();
        let shuffled = shuffled(&links);
        (Just(links), numbers, shuffled)
    })) {
        let other = renumbered(&shuffled, &numbers);
        let expected = engine::measure(&links.world());
        let mut found = engine::measure(&other.world());
        for floor in &mut found {
            floor.rows = numbers.iter().map(|n| floor.rows[usize::try_from(*n).unwrap()]).collect();
            let old = |new: u32| u32::try_from(numbers.iter().position(|n| *n == new).unwrap()).unwrap();
            for list in floor.closed_circles.iter_mut().chain([&mut floor.over_full]) {
                prop_assert!(list.is_sorted());
                for number in list.iter_mut() {
                    *number = old(*number);
                }
                list.sort_unstable();
            }
            floor.closed_circles.sort();
        }
        prop_assert_eq!(same(&expected, &found, TOLERANCE), Ok(()));
    }

    /// The reference stands on its own feet: squared steps are plain steps, and without caps the answer is the closed formula.
    #[test]
    fn the_reference_is_the_plain_iteration(links in links(6)) {
        for floor in model::Floor::ALL {
            let served = reference::serve(&links.world(), floor);
            for shares in [served.low, served.high] {
                let columns_leak = (0..shares.len()).all(|c| shares.iter().map(|row| row[c]).sum::<f64>() <= 0.95);
                let inverse = if columns_leak { reference::neumann(&shares) } else { None };
                for i in 0..shares.len() {
                    let solved = reference::least_solution(&shares, i);
                    let plain = reference::plain(&shares, i, 3_000);
                    let one_more = reference::plain(&shares, i, 3_001);
                    let settled = plain.iter().zip(&one_more).all(|(a, b)| (a - b).abs() < 1e-14);
                    for j in 0..shares.len() {
                        prop_assert!(plain[j] <= solved[j] + 1e-12, "{} {}: {} is less than {}", i, j, solved[j], plain[j]);
                        prop_assert!(!settled || (plain[j] - solved[j]).abs() < 1e-9, "{} {}: {}, not {}", i, j, solved[j], plain[j]);
                        if let Some(n) = inverse.as_ref().filter(|_| i != j) {
                            let formula = n[i][j] / n[i][i];
                            prop_assert!((formula - solved[j]).abs() < 1e-9, "{} {}: {}, not {}", i, j, solved[j], formula);
                        }
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// Fewer and larger, for the ways along which small ones cannot go.
    #[test]
    fn engine_and_reference_agree_on_larger_worlds(links in links(14)) {
        let world = links.world();
        prop_assert_eq!(compared(&world), Ok(()));
    }
}

/// Lays the engine's answer beside the reference's.
fn compared(world: &World<'_>) -> Result<(), String> {
    same(&engine::measure(world), &reference::measure(world), TOLERANCE)
}

/// The same links in another order; of one pair the first still comes first.
fn shuffled(links: &Links) -> impl Strategy<Value = Links> + use<> {
    let links = links.clone();
    (
        Just((0..links.owns.len()).collect::<Vec<usize>>()).prop_shuffle(),
        Just(links.positions.clone()).prop_shuffle(),
        Just(links.manages.clone()).prop_shuffle(),
        Just(links.votes.clone()).prop_shuffle(),
        Just(links.harm_links.clone()).prop_shuffle(),
    )
        .prop_map(move |(order, positions, manages, votes, harm_links)| {
            let mut owns = Vec::new();
            for &place in &order {
                // The place of a pair's k-th link takes the pair's k-th link.
                let pair = |k: usize| (links.owns[k].owner, links.owns[k].company);
                let seen = owns.iter().filter(|o: &&Own| (o.owner, o.company) == pair(place)).count();
                let next = (0..links.owns.len()).filter(|&k| pair(k) == pair(place)).nth(seen).unwrap();
                owns.push(links.owns[next]);
            }
            Links { entities: links.entities, owns, positions, manages, votes, harm_links }
        })
}

fn renumbered(links: &Links, numbers: &[u32]) -> Links {
    let new = |old: u32| numbers[usize::try_from(old).unwrap()];
    let mut links = links.clone();
    for own in &mut links.owns {
        (own.owner, own.company) = (new(own.owner), new(own.company));
    }
    for position in &mut links.positions {
        (position.holder, position.company) = (new(position.holder), new(position.company));
    }
    for manage in &mut links.manages {
        (manage.manager, manage.fund) = (new(manage.manager), new(manage.fund));
    }
    for vote in &mut links.votes {
        (vote.holder, vote.company) = (new(vote.holder), new(vote.company));
    }
    for link in &mut links.harm_links {
        link.company = new(link.company);
    }
    links
}

#[test]
fn a_world_without_anything_has_nothing() {
    let nothing = World { entities: 0, owns: &[], positions: &[], manages: &[], votes: &[], harm_links: &[] };
    assert_eq!(engine::measure(&nothing), reference::measure(&nothing));
    let strangers = Links::new(3).own(0, 1, (Share::UNKNOWN.low(), Share::UNKNOWN.high()), Grade::Established);
    assert_eq!(engine::measure(&strangers.world()), reference::measure(&strangers.world()));
}
