//! How fast is the engine? Random graphs of 10,000 and 100,000 entities, three floors and both ends in one pass, with the
//! share of time per stage; then the hard case, 10,000 entities of which 400 own each other in one circle, links chosen at
//! random. `cargo bench -p daylight-exposure`; figures are medians, in milliseconds of wall time.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    missing_docs,
    reason = "a benchmark measures time and prints it; its counts are small"
)]

use std::time::{Duration, Instant};

use daylight_exposure::measure::{Stage, measure_in_stages};
use daylight_exposure::world::{HarmLink, Manage, Own, Position, Range, World};
use model::{Capacity, Grade, Share};

/// Runs per size; the median is given.
const RUNS: usize = 21;

const STAGES: [(Stage, &str); 5] =
    [(Stage::Serve, "serve"), (Stage::Restrict, "restrict"), (Stage::Low, "low"), (Stage::High, "high"), (Stage::Rest, "rest")];

fn main() {
    println!("entities    links  positions  circles  flagged  planted |   total ms | share of time per stage");
    for (entities, circle) in [(10_000_u32, 0), (100_000, 0), (10_000, 400)] {
        let graph = Graph::random(entities, circle, 7);
        let world = graph.world();
        let mut runs: Vec<(Duration, [Duration; 5])> = (0..RUNS).map(|_| timed(&world)).collect();
        runs.sort_by_key(|(total, _)| *total);
        let (total, stages) = runs[RUNS / 2];
        let shares: Vec<String> = STAGES
            .iter()
            .zip(stages)
            .map(|((_, name), spent)| format!("{name} {:.0}%", 100.0 * spent.as_secs_f64() / total.as_secs_f64()))
            .collect();
        println!(
            "{entities:>8} {:>8} {:>10} {:>8} {:>8} {circle:>8} | {:>10.2} | {}",
            graph.owns.len(),
            graph.positions.len(),
            graph.circles,
            graph.harm_links.len(),
            total.as_secs_f64() * 1e3,
            shares.join(", ")
        );
    }
}

fn timed(world: &World<'_>) -> (Duration, [Duration; 5]) {
    let mut spent = [Duration::ZERO; 5];
    let start = Instant::now();
    let mut last = start;
    let measured = measure_in_stages(world, |stage| {
        let now = Instant::now();
        if let Some(at) = STAGES.iter().position(|(s, _)| *s == stage) {
            spent[at] += now - last;
        }
        last = now;
    });
    let total = start.elapsed();
    std::hint::black_box(measured);
    (total, spent)
}

/// A seeded heavy-tailed graph: few holders own parts of many, most companies have one or two owners, some own each other.
struct Graph {
    entities: u32,
    owns: Vec<Own>,
    positions: Vec<Position>,
    manages: Vec<Manage>,
    harm_links: Vec<HarmLink>,
    circles: usize,
}

impl Graph {
    /// The last `circle` entities own each other along a ring and two more links each, so that taking one out links others.
    fn random(entities: u32, circle: u32, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut owns = Vec::new();
        let mut circles = 0;
        for company in 1..entities {
            let first = entities - circle;
            if company >= first {
                let before = first + (company - first + circle - 1) % circle;
                for owner in [before, first + random.below(circle), first + random.below(circle)] {
                    let share = 0.05 + 0.25 * random.unit();
                    let share = Share::new(share, share).unwrap_or(Share::UNKNOWN);
                    owns.push(Own { owner, company, share, grade: Grade::Established });
                }
                continue;
            }
            // Owners have smaller numbers, most of them very small ones: no circle arises by chance.
            let mut left = 1.0;
            for _ in 0..=random.below(2) {
                let owner = random.heavy(company);
                let share = left * (0.05 + 0.6 * random.unit());
                left -= share;
                let unknown = random.below(20) == 0;
                let share = if unknown { Share::UNKNOWN } else { Share::new(share, share).unwrap_or(Share::UNKNOWN) };
                owns.push(Own { owner, company, share, grade: random.grade() });
            }
            // One company in two hundred owns a little of one of its owners.
            if random.below(200) == 0 {
                let up = random.heavy(company);
                if let Ok(share) = Share::new(0.02, 0.02) {
                    owns.push(Own { owner: company, company: up, share, grade: random.grade() });
                    circles += 1;
                }
            }
        }
        let funds = entities / 250;
        let fund_of = |fund: u32| entities - circle - 1 - fund;
        let mut positions = Vec::new();
        for fund in 0..funds {
            for _ in 0..400 {
                let value = Some(Range::exact(1e4 + 1e7 * random.unit() * random.unit()));
                let company = random.below(entities);
                let capacity = if random.below(10) == 0 { Capacity::Nominee } else { Capacity::Beneficial };
                positions.push(Position { holder: fund_of(fund), company, capacity, value, grade: random.grade() });
            }
        }
        let manages = (0..funds).map(|fund| Manage { manager: fund / 10, fund: fund_of(fund), grade: Grade::Established }).collect();
        let harm_links = (0..entities / 200)
            .map(|_| {
                let amount = Range::exact(1e6 + 1e8 * random.unit());
                HarmLink { company: random.below(entities), contract: [amount; 3], grade: random.grade() }
            })
            .collect();
        Self { entities, owns, positions, manages, harm_links, circles }
    }

    fn world(&self) -> World<'_> {
        World {
            entities: self.entities,
            owns: &self.owns,
            positions: &self.positions,
            manages: &self.manages,
            votes: &[],
            harm_links: &self.harm_links,
        }
    }
}

/// `SplitMix64` (Steele, Lea and Flood 2014): small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end.max(1))) as u32
    }

    /// Below `end`, small numbers far more often.
    fn heavy(&mut self, end: u32) -> u32 {
        let unit = self.unit();
        ((f64::from(end) * unit * unit * unit) as u32).min(end - 1)
    }

    fn grade(&mut self) -> Grade {
        match self.below(10) {
            0..5 => Grade::Established,
            5..7 => Grade::Corroborated,
            7..9 => Grade::Reported,
            _ => Grade::Unverified,
        }
    }
}
