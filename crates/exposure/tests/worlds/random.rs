//! Random worlds: small, and full of what makes the maths hard.

use daylight_exposure::world::{HarmLink, Manage, Own, Position, Range, Vote};
use model::{Capacity, Grade, Share};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::Links;

/// What proptest runs unless `PROPTEST_CASES` says otherwise.
const PROPTEST_CASES: u32 = 256;

/// At least so many cases, more where `PROPTEST_CASES` asks for more. The same ones every time, so that a commit that
/// passed passes again, unless `PROPTEST_RNG_SEED` or `PROPTEST_CASES` is set.
pub(crate) fn config(cases: u32) -> Config {
    let asked = Config::default();
    let soak = asked.cases != PROPTEST_CASES || asked.rng_seed != RngSeed::Random;
    Config {
        cases: asked.cases.max(cases),
        rng_seed: if soak { asked.rng_seed } else { RngSeed::Fixed(20_260_501) },
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..asked
    }
}

fn grade() -> impl Strategy<Value = Grade> {
    prop_oneof![4 => Just(Grade::Established), 3 => Just(Grade::Corroborated), 3 => Just(Grade::Reported), 1 => Just(Grade::Unverified)]
}

/// Shares in thousandths, as published: companies fill up exactly, and sums fall on 0.5, 1 and 1.005.
fn share() -> impl Strategy<Value = Share> {
    let of = |low: u32, high: u32| Share::new(f64::from(low) / 1000.0, f64::from(high) / 1000.0).unwrap();
    prop_oneof![
        4 => (0..=1000_u32).prop_map(move |a| of(a, a)),
        3 => (0..=100_u32).prop_map(move |a| of(a, a)),
        3 => (0..=10_u32).prop_map(move |a| of(a * 100, a * 100)),
        2 => (0..=1000_u32, 0..=1000_u32).prop_map(move |(a, b)| of(a.min(b), a.max(b))),
        1 => (0..=1000_u32).prop_map(move |a| of(a, 1000)),
        2 => Just(Share::UNKNOWN),
        2 => Just(of(1000, 1000)),
        1 => Just(of(0, 0)),
    ]
}

fn range() -> impl Strategy<Value = Range> {
    prop_oneof![
        3 => (0..10_000_u32).prop_map(|v| Range::exact(f64::from(v) / 10.0)),
        1 => (0..10_000_u32, 0..10_000_u32).prop_map(|(a, b)| Range { low: f64::from(a.min(b)), high: f64::from(a.max(b)) }),
        1 => Just(Range::exact(53_200_000_000.0)),
    ]
}

fn capacity() -> impl Strategy<Value = Capacity> {
    prop_oneof![
        4 => Just(Capacity::Beneficial),
        1 => Just(Capacity::Manager),
        1 => Just(Capacity::Nominee),
        1 => Just(Capacity::Custodian)
    ]
}

/// What a contract adds never falls from a stricter floor to a laxer one, nor is its low above its high.
fn contract() -> impl Strategy<Value = [Range; 3]> {
    prop_oneof![
        4 => range().prop_map(|r| [r; 3]),
        2 => (range(), range(), range()).prop_map(|(a, b, c)| [a, a.plus(b), a.plus(b).plus(c)]),
        1 => Just([Range::ZERO; 3]),
    ]
}

/// Members own each other along a ring and wholly, each in up to three parts that add to exactly 1 in decimals, not in doubles.
fn closed_circle(entities: u32) -> impl Strategy<Value = Vec<Own>> {
    let parts = prop_oneof![
        Just(vec![10]),
        Just(vec![1, 2, 7]),
        Just(vec![3, 3, 4]),
        Just(vec![6, 4]),
        // Not quite closed, and more than closed.
        Just(vec![9]),
        Just(vec![8, 1]),
        Just(vec![8, 7]),
    ];
    (0..entities, 2..=4_u32, prop::collection::vec((parts, grade()), 4)).prop_map(move |(first, size, parts)| {
        let size = size.min(entities);
        let mut owns = Vec::new();
        for member in 0..size {
            let (parts, grade) = &parts[usize::try_from(member).unwrap()];
            for (k, tenths) in (1..).zip(parts) {
                let (owner, company) = ((first + (member + k) % size) % entities, (first + member) % entities);
                let share = Share::new(f64::from(*tenths) / 10.0, f64::from(*tenths) / 10.0).unwrap();
                owns.push(Own { owner, company, share, grade: *grade });
            }
        }
        owns
    })
}

/// A world of so many entities at most.
pub(crate) fn links(most: u32) -> impl Strategy<Value = Links> {
    (2..=most).prop_flat_map(|n| {
        let many = usize::try_from(n).unwrap();
        let circles = prop_oneof![2 => Just(Vec::new()).boxed(), 1 => prop::collection::vec(closed_circle(n), 1..=2).boxed()];
        let own = (0..n, 0..n, share(), grade()).prop_map(|(owner, company, share, grade)| Own { owner, company, share, grade });
        let position = (0..n, 0..n, capacity(), prop::option::weighted(0.8, range()), grade())
            .prop_map(|(holder, company, capacity, value, grade)| Position { holder, company, capacity, value, grade });
        let manage = (0..n, 0..n, grade()).prop_map(|(manager, fund, grade)| Manage { manager, fund, grade });
        let vote = (0..n, 0..n, 0..=20_u32, prop::bool::weighted(0.1), grade()).prop_map(|(holder, company, votes, control, grade)| Vote {
            holder,
            company,
            votes: f64::from(votes) / 20.0,
            control,
            grade,
        });
        let harm = (0..n, contract(), grade()).prop_map(|(company, contract, grade)| HarmLink { company, contract, grade });
        (
            circles,
            prop::collection::vec(own, 0..=3 * many),
            prop::collection::vec(position, 0..=2 * many),
            prop::collection::vec(manage, 0..=many),
            prop::collection::vec(vote, 0..=2 * many),
            prop::collection::vec(harm, 0..=4),
        )
            .prop_map(move |(circles, owns, positions, manages, votes, harm_links)| Links {
                entities: n,
                // Circles first: of two links of one pair and grade the first counts.
                owns: circles.into_iter().flatten().chain(owns).collect(),
                positions,
                manages,
                votes,
                harm_links,
            })
    })
}
