//! What does section 5 of the design say, written a second time: plainly, slowly, on dense tables?
//!
//! Nothing here is shared with the engine but the words of a [`World`]. Where the design speaks of "the least
//! solution" this file iterates from nothing; where it speaks of pairs this file holds a whole table of pairs.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::needless_range_loop, reason = "tables are read by row and column, as the formulas are written")]

pub(crate) mod case;

use daylight_exposure::world::{Range, World};
use model::{Capacity, Floor, Grade, Share};

/// Below this a share is rounding of a sum that is exactly 1, not a share: 1 - (0.1 + 0.2 + 0.7) is 1.1e-16 in doubles,
/// and in a closed circle any inflow at all, however small, would fill the circle.
const ROUNDING: f64 = 1e-12;

/// Lows above this are `over-full` (design, section 5).
const OVER_FULL: f64 = 1.005;

/// Results of one entity: contracts, attributed, stake, managed, nominee, custodian.
pub(crate) type Row = [Range; 6];

/// Names of a [`Row`]'s parts.
pub(crate) const NAMES: [&str; 6] = ["contracts", "attributed", "stake", "managed", "nominee", "custodian"];

/// Everything at one floor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Floored {
    /// One per entity.
    pub(crate) rows: Vec<Row>,
    /// Companies of which the lows add to too much, ascending.
    pub(crate) over_full: Vec<u32>,
    /// Circles that close on the lows: members ascending, circles by first member.
    pub(crate) closed_circles: Vec<Vec<u32>>,
}

/// The whole answer, strictest floor first.
pub(crate) fn measure(world: &World<'_>) -> [Floored; 3] {
    Floor::ALL.map(|floor| at_floor(world, floor))
}

/// A dense table: `table[owner][company]`.
pub(crate) type Table = Vec<Vec<f64>>;

fn table(n: usize) -> Table {
    vec![vec![0.0; n]; n]
}

fn at(index: u32) -> usize {
    usize::try_from(index).unwrap()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap()
}

fn at_floor(world: &World<'_>, floor: Floor) -> Floored {
    let n = at(world.entities);
    let served = serve(world, floor);
    let (low, high) = (look_through(&served.low), look_through(&served.high));

    let mut flagged = vec![false; n];
    let mut contracts = vec![Range::ZERO; n];
    for link in world.harm_links.iter().filter(|l| l.grade.reaches(floor)) {
        flagged[at(link.company)] = true;
        contracts[at(link.company)] = contracts[at(link.company)].plus(link.contract[floor.index()]);
    }

    // held[capacity][holder][company]
    let mut held = [Capacity::Beneficial, Capacity::Manager, Capacity::Nominee, Capacity::Custodian].map(|capacity| {
        let mut held = vec![vec![Range::ZERO; n]; n];
        for p in world.positions.iter().filter(|p| p.capacity == capacity && p.grade.reaches(floor) && flagged[at(p.company)]) {
            let cell = &mut held[at(p.holder)][at(p.company)];
            *cell = cell.plus(p.value.unwrap_or(Range::ZERO));
        }
        held
    });
    let [beneficial, manager, nominee, custodian] = &mut held;

    let mut manages = vec![vec![false; n]; n];
    for link in world.manages.iter().filter(|m| m.grade.reaches(floor)) {
        manages[at(link.manager)][at(link.fund)] = true;
    }
    let controls = control(world, floor);

    let mut rows = vec![[Range::ZERO; 6]; n];
    for i in 0..n {
        let [contract, attributed, stake, managed, in_nominee, in_custody] = &mut rows[i];
        *contract = contracts[i];
        for c in 0..n {
            attributed.low += low[i][c] * contracts[c].low;
            attributed.high += high[i][c] * contracts[c].high;
            for k in 0..n {
                let (of_low, of_high) = if k == i { (1.0, 1.0) } else { (low[i][k], high[i][k]) };
                stake.low += of_low * beneficial[k][c].low;
                stake.high += of_high * beneficial[k][c].high;
            }
            let mut of_funds = Range::ZERO;
            for f in 0..n {
                let by_i_or_its_own = manages[i][f] || (0..n).any(|y| controls[i][y] && manages[y][f]);
                if f != i && by_i_or_its_own {
                    of_funds = of_funds.plus(beneficial[f][c]);
                }
            }
            *managed = managed.plus(of_funds.or_larger(manager[i][c]));
            *in_nominee = in_nominee.plus(nominee[i][c]);
            *in_custody = in_custody.plus(custodian[i][c]);
        }
    }
    Floored { rows, over_full: served.over_full, closed_circles: closed_circles(&served.low) }
}

/// Shares after better grades were served first.
pub(crate) struct Served {
    pub(crate) low: Table,
    pub(crate) high: Table,
    pub(crate) over_full: Vec<u32>,
}

/// "Per asset, better grades are served first: where the lows of one grade exceed what better grades left, they shrink
/// to it in proportion. Then high = min(high, 1 - the other lows of equal or better grade), never below low."
pub(crate) fn serve(world: &World<'_>, floor: Floor) -> Served {
    let n = at(world.entities);
    // Self-links are dropped; of one pair the first of the best grade counts alone.
    let mut links: Vec<Vec<Option<(Share, Grade)>>> = vec![vec![None; n]; n];
    for own in world.owns.iter().filter(|o| o.owner != o.company && o.grade.reaches(floor)) {
        let cell = &mut links[at(own.company)][at(own.owner)];
        if cell.is_none_or(|(_, grade)| own.grade < grade) {
            *cell = Some((own.share, own.grade));
        }
    }
    let mut served = Served { low: table(n), high: table(n), over_full: Vec::new() };
    for (company, owners) in links.iter().enumerate() {
        let lows_of = |wanted: Grade| -> f64 { owners.iter().flatten().filter(|(_, grade)| *grade == wanted).map(|(s, _)| s.low()).sum() };
        if more_than(Grade::ALL.map(lows_of).iter().sum(), OVER_FULL) {
            served.over_full.push(number(company));
        }
        let mut left = 1.0;
        for grade in Grade::ALL {
            let wanted = lows_of(grade);
            let shrink = if wanted > left { left / wanted } else { 1.0 };
            for (owner, link) in owners.iter().enumerate() {
                if let Some((share, _)) = link.filter(|(_, g)| *g == grade) {
                    served.low[owner][company] = no_rounding(share.low() * shrink);
                }
            }
            left = no_rounding((left - wanted).max(0.0));
        }
        for (owner, link) in owners.iter().enumerate() {
            let Some((share, grade)) = link else { continue };
            let mut others = 0.0;
            for (other, link) in owners.iter().enumerate() {
                if other != owner && link.is_some_and(|(_, g)| g <= *grade) {
                    others += served.low[other][company];
                }
            }
            let low = served.low[owner][company];
            let high = no_rounding(share.high().min(1.0 - others)).max(low);
            served.high[owner][company] = if high - low <= ROUNDING { low } else { high };
        }
    }
    served
}

/// Compares in billionths, so that 0.1 + 0.2 + 0.2 is half and no more, in whichever order it is added.
fn more_than(sum: f64, bound: f64) -> bool {
    (sum * 1e9).round() > (bound * 1e9).round()
}

fn no_rounding(share: f64) -> f64 {
    if share <= ROUNDING { 0.0 } else { share }
}

/// F, row by row.
pub(crate) fn look_through(shares: &Table) -> Table {
    (0..shares.len()).map(|i| least_solution(shares, i)).collect()
}

/// "The least solution of `F[i] = min(1, W[i] + F[i] W)` with column i of W removed", the cap at every step.
///
/// This is the plain iteration from nothing, `x <- min(1, W[i] + x W)`, and no other: only its steps are taken many
/// at once. The iterates never fall, so a company that reached its cap stays there, and between two caps a step is a
/// linear map. That map is squared again and again (1, 2, 4, 8 ... steps). Many steps may be taken at once exactly when
/// after them nobody new lies above 1, for then nobody did on the way. Near closed circles this takes
/// the billions of steps that the plain iteration would need; [`plain`] is the same thing without squaring.
pub(crate) fn least_solution(shares: &Table, i: usize) -> Vec<f64> {
    let n = shares.len();
    let reached = reached_from(shares, i);
    // The state is (x, 1): the last entry carries what i owns itself, and the caps.
    let mut x = vec![0.0; n + 1];
    x[n] = 1.0;
    let mut capped = vec![false; n];
    loop {
        let mut step = table(n + 1);
        step[n][n] = 1.0;
        for j in (0..n).filter(|&j| j != i && reached[j]) {
            if capped[j] {
                step[n][j] = 1.0;
                continue;
            }
            step[n][j] = shares[i][j];
            for k in (0..n).filter(|&k| k != i && reached[k]) {
                step[k][j] = shares[k][j];
            }
        }
        // leaps[k] takes 2^k steps.
        let mut leaps = vec![step.clone()];
        let stays = |x: &[f64]| x[..n].iter().zip(&capped).all(|(x, capped)| *capped || *x <= 1.0 + ROUNDING);
        loop {
            let last = leaps.last().unwrap();
            if !stays(&apply(&x, last)) {
                break;
            }
            let next = multiply(last, last);
            let change = last.iter().flatten().zip(next.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            if change <= 1e-18 || leaps.len() > 100 {
                // Twice as many steps lead to the same place: it is the limit.
                return apply(&x, &next)[..n].to_vec();
            }
            leaps.push(next);
        }
        for leap in leaps.iter().rev() {
            let there = apply(&x, leap);
            if stays(&there) {
                x = there;
            }
        }
        // One step more and somebody is full.
        x = apply(&x, &step);
        let before = capped.clone();
        for j in 0..n {
            if x[j] >= 1.0 - ROUNDING {
                x[j] = 1.0;
                capped[j] = true;
            }
        }
        assert_ne!(before, capped, "of {i}: {x:?} in {shares:?}");
    }
}

/// The iteration of [`least_solution`] word for word, with so many steps.
pub(crate) fn plain(shares: &Table, i: usize, steps: usize) -> Vec<f64> {
    let n = shares.len();
    let mut x = vec![0.0; n];
    for _ in 0..steps {
        let mut next = vec![0.0; n];
        for j in (0..n).filter(|&j| j != i) {
            let through: f64 = (0..n).map(|k| x[k] * shares[k][j]).sum();
            next[j] = (shares[i][j] + through).min(1.0);
        }
        x = next;
    }
    x
}

/// `N = (I - W)^-1` by Gauss and Jordan with the largest pivot; `None` where there is none.
pub(crate) fn neumann(shares: &Table) -> Option<Table> {
    let n = shares.len();
    let mut left: Table = (0..n).map(|r| (0..n).map(|c| f64::from(u8::from(r == c)) - shares[r][c]).collect()).collect();
    let mut right: Table = (0..n).map(|r| (0..n).map(|c| f64::from(u8::from(r == c))).collect()).collect();
    for c in 0..n {
        let pivot = (c..n).max_by(|&a, &b| left[a][c].abs().total_cmp(&left[b][c].abs()))?;
        left.swap(c, pivot);
        right.swap(c, pivot);
        let by = left[c][c];
        if by.abs() < 1e-6 {
            return None;
        }
        for k in 0..n {
            left[c][k] /= by;
            right[c][k] /= by;
        }
        for r in (0..n).filter(|&r| r != c) {
            let by = left[r][c];
            for k in 0..n {
                left[r][k] -= by * left[c][k];
                right[r][k] -= by * right[c][k];
            }
        }
    }
    Some(right)
}

fn reached_from(shares: &Table, i: usize) -> Vec<bool> {
    let n = shares.len();
    let mut reached: Vec<bool> = (0..n).map(|j| j != i && shares[i][j] > 0.0).collect();
    for _ in 0..n {
        for j in (0..n).filter(|&j| j != i) {
            reached[j] = reached[j] || (0..n).any(|k| reached[k] && shares[k][j] > 0.0);
        }
    }
    reached
}

fn apply(x: &[f64], map: &Table) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    for (k, row) in map.iter().enumerate().filter(|(k, _)| x[*k] > 0.0) {
        for (j, m) in row.iter().enumerate() {
            out[j] += x[k] * m;
        }
    }
    out
}

fn multiply(a: &Table, b: &Table) -> Table {
    a.iter().map(|row| apply(row, b)).collect()
}

/// "X controls Y if X, with what it controls, holds more than half of the votes (fixpoint), or a source says so"; what a source
/// says of a company under X is passed on to X. Of
/// parallel votes of one pair the most counts.
pub(crate) fn control(world: &World<'_>, floor: Floor) -> Vec<Vec<bool>> {
    let n = at(world.entities);
    let mut votes = table(n);
    let mut said = vec![vec![false; n]; n];
    for vote in world.votes.iter().filter(|v| v.grade.reaches(floor)) {
        let (x, y) = (at(vote.holder), at(vote.company));
        votes[x][y] = votes[x][y].max(vote.votes);
        said[x][y] |= vote.control;
    }
    let mut controls = vec![vec![false; n]; n];
    for x in 0..n {
        for _ in 0..n {
            for y in (0..n).filter(|&y| y != x) {
                let with_x = |h: usize| h == x || controls[x][h];
                let together: f64 = (0..n).filter(|&h| with_x(h)).map(|h| votes[h][y]).sum();
                let source = (0..n).any(|h| with_x(h) && said[h][y]);
                controls[x][y] = controls[x][y] || source || more_than(together, 0.5);
            }
        }
    }
    controls
}

/// Groups of two or more that own each other along some way and wholly, nobody else having a low share in any of them.
pub(crate) fn closed_circles(low: &Table) -> Vec<Vec<u32>> {
    let n = low.len();
    let reach: Vec<Vec<bool>> = (0..n)
        .map(|i| {
            let mut reach = vec![false; n];
            reach[i] = true;
            for _ in 0..n {
                for j in 0..n {
                    reach[j] = reach[j] || (0..n).any(|k| reach[k] && low[k][j] > 0.0);
                }
            }
            reach
        })
        .collect();
    let mut circles: Vec<Vec<u32>> = Vec::new();
    for i in 0..n {
        let members: Vec<usize> = (0..n).filter(|&j| reach[i][j] && reach[j][i]).collect();
        let closed = members.len() > 1 && members.iter().all(|&j| members.iter().map(|&k| low[k][j]).sum::<f64>() >= 1.0 - 1e-9);
        if closed && members[0] == i {
            circles.push(members.into_iter().map(number).collect());
        }
    }
    circles
}
