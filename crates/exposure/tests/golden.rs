//! Are the answers those of the design's golden worlds, and those that one works out by hand?
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]
#![allow(clippy::disallowed_methods, reason = "the golden worlds lie beside the repository; DAYLIGHT_SHARED says where")]

mod reference;
mod worlds;

use std::path::Path;

use daylight_exposure::world::{HarmLink, Manage, Own, Position, Range};
use model::{Capacity, Floor, Grade, Share};
use serde_json::Value;
use worlds::{Links, close, engine};

/// Of the design's golden worlds, which are printed with eight decimals.
const TOLERANCE: f64 = 1e-6;
/// Of figures worked out by hand here.
const EXACTLY: f64 = 1e-12;

#[test]
fn the_golden_worlds_of_the_design() {
    let Ok(shared) = std::env::var("DAYLIGHT_SHARED") else {
        eprintln!("SKIPPED: the golden worlds were not read, DAYLIGHT_SHARED is not set");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(Path::new(&shared).join("golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no golden world in {shared}/golden");
    let mut wrong = Vec::new();
    for file in &files {
        let golden: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let (links, nodes) = read(&golden);
        for (who, answer) in [("reference", reference::measure(&links.world())), ("engine", engine::measure(&links.world()))] {
            wrong.extend(differences(&golden, &nodes, &answer).into_iter().map(|d| format!("{}: {who}: {d}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    eprintln!("{} golden worlds agree", files.len());
}

fn grade(value: &Value) -> Grade {
    *Grade::ALL.iter().find(|g| Some(g.as_str()) == value.as_str()).unwrap()
}

fn share(value: &Value) -> Share {
    value.as_array().map_or(Share::UNKNOWN, |ends| Share::new(ends[0].as_f64().unwrap(), ends[1].as_f64().unwrap()).unwrap())
}

fn read(golden: &Value) -> (Links, Vec<String>) {
    let list = |key: &str| golden[key].as_array().unwrap().clone();
    let nodes: Vec<String> = list("nodes").iter().map(|n| n.as_str().unwrap().to_owned()).collect();
    let id = |value: &Value| u32::try_from(nodes.iter().position(|n| Some(n.as_str()) == value.as_str()).unwrap()).unwrap();
    let mut links = Links::new(u32::try_from(nodes.len()).unwrap());
    for p in list("positions") {
        let (holder, company, grade) = (id(&p["holder"]), id(&p["issuer"]), grade(&p["grade"]));
        let capacity = Capacity::parse(p["capacity"].as_str().unwrap()).unwrap();
        links.positions.push(Position { holder, company, capacity, value: p["value"].as_f64().map(Range::exact), grade });
        if capacity == Capacity::Beneficial && !p["share"].is_null() {
            links.owns.push(Own { owner: holder, company, share: share(&p["share"]), grade });
        }
    }
    for o in list("owns") {
        links.owns.push(Own { owner: id(&o["from"]), company: id(&o["to"]), share: share(&o["share"]), grade: grade(&o["grade"]) });
    }
    for m in list("manages") {
        links.manages.push(Manage { manager: id(&m["manager"]), fund: id(&m["fund"]), grade: grade(&m["grade"]) });
    }
    for l in list("links_to_harm") {
        let amount = l["amount"].as_f64().map_or(Range::ZERO, Range::exact);
        links.harm_links.push(HarmLink { company: id(&l["company"]), contract: [amount; 3], grade: grade(&l["grade"]) });
    }
    (links, nodes)
}

fn differences(golden: &Value, nodes: &[String], answer: &[reference::Floored; 3]) -> Vec<String> {
    let mut wrong = Vec::new();
    for floor in Floor::ALL {
        let floored = &answer[floor.index()];
        let over_full: Vec<&str> = floored.over_full.iter().map(|c| nodes[usize::try_from(*c).unwrap()].as_str()).collect();
        let mut expected: Vec<&str> = golden["over_full"][floor.as_str()].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        expected.sort_by_key(|name| nodes.iter().position(|n| n == name));
        if over_full != expected {
            wrong.push(format!("{floor}: over-full {over_full:?}, not {expected:?}"));
        }
        for (end, of) in [("low", (|r| r.low) as fn(&Range) -> f64), ("high", |r| r.high)] {
            for (node, row) in nodes.iter().zip(&floored.rows) {
                let row: Vec<f64> = row.iter().map(of).collect();
                let found =
                    [("contracts", row[0]), ("attributed", row[1]), ("stake", row[2]), ("managed", row[3]), ("custody", row[4] + row[5])];
                for (name, value) in found {
                    let wanted = golden["expect"][floor.as_str()][end].get(node).map_or(0.0, |e| e[name].as_f64().unwrap());
                    if !close(value, wanted, TOLERANCE) {
                        wrong.push(format!("{floor} {end} {node} {name}: {value}, not {wanted}"));
                    }
                }
            }
        }
    }
    wrong
}

const ESTABLISHED: Grade = Grade::Established;
const CORROBORATED: Grade = Grade::Corroborated;
const REPORTED: Grade = Grade::Reported;
const UNVERIFIED: Grade = Grade::Unverified;
const NOTHING: (f64, f64) = (0.0, 0.0);

/// Checks one column of engine and reference at one floor, by hand; everybody not named has nothing.
#[track_caller]
fn check(links: &Links, floor: Floor, column: usize, by_hand: &[(usize, (f64, f64))]) {
    for (who, answer) in [("reference", reference::measure(&links.world())), ("engine", engine::measure(&links.world()))] {
        for (entity, row) in answer[floor.index()].rows.iter().enumerate() {
            let (low, high) = by_hand.iter().find(|(e, _)| *e == entity).map_or(NOTHING, |(_, range)| *range);
            let found = row[column];
            assert!(
                close(found.low, low, EXACTLY) && close(found.high, high, EXACTLY),
                "{who}, {floor}, entity {entity}, {}: {found:?}, by hand {low} to {high}",
                reference::NAMES[column]
            );
        }
    }
}

/// Checks what engine and reference say is wrong at one floor.
#[track_caller]
fn check_problems(links: &Links, floor: Floor, over_full: &[u32], closed_circles: &[&[u32]]) {
    for (who, answer) in [("reference", reference::measure(&links.world())), ("engine", engine::measure(&links.world()))] {
        assert_eq!(answer[floor.index()].over_full, over_full, "{who}, {floor}");
        assert_eq!(answer[floor.index()].closed_circles, closed_circles, "{who}, {floor}");
    }
}

const CONTRACTS: usize = 0;
const ATTRIBUTED: usize = 1;
const STAKE: usize = 2;
const MANAGED: usize = 3;
const NOMINEE: usize = 4;
const CUSTODIAN: usize = 5;

fn both(value: f64) -> (f64, f64) {
    (value, value)
}

#[test]
fn a_circle_is_solved_not_cut() {
    // 0 owns half of 1; 1 owns 80% of 2; 2 owns 25% of 1; 2 has a contract of 100.
    let links = Links::new(3).own(0, 1, both(0.5), ESTABLISHED).own(1, 2, both(0.8), ESTABLISHED).own(2, 1, both(0.25), ESTABLISHED).harm(
        2,
        100.0,
        ESTABLISHED,
    );
    // Of 0: x1 = 0.5 + 0.25 x2 and x2 = 0.8 x1, so x1 = 0.5 / 0.8 = 0.625 and x2 = 0.5.
    // Of 1: its own column is removed, 80% stays 80%. Of 2: nothing in itself.
    check(&links, Floor::Established, CONTRACTS, &[(2, both(100.0))]);
    check(&links, Floor::Established, ATTRIBUTED, &[(0, both(50.0)), (1, both(80.0))]);
}

#[test]
fn a_cross_holding_lifts_whoever_stands_outside() {
    // 0 owns 40% of 1 and 1 owns 30% of 0; 2 owns half of 0. 1 is flagged; 0 has 10 in it.
    let links = Links::new(3)
        .own(0, 1, both(0.4), ESTABLISHED)
        .own(1, 0, both(0.3), ESTABLISHED)
        .own(2, 0, both(0.5), ESTABLISHED)
        .position(0, 1, Capacity::Beneficial, Some(10.0), ESTABLISHED)
        .harm(1, 100.0, ESTABLISHED);
    // Of 2: x0 = 0.5 + 0.3 x1 and x1 = 0.4 x0, so x0 = 0.5 / 0.88 and x1 = 0.2 / 0.88.
    check(&links, Floor::Established, ATTRIBUTED, &[(0, both(40.0)), (2, both(20.0 / 0.88))]);
    // 0 has its own 10; 1 has 30% of it through 0; 2 has x0 of it.
    check(&links, Floor::Established, STAKE, &[(0, both(10.0)), (1, both(3.0)), (2, both(5.0 / 0.88))]);
}

#[test]
fn outsiders_have_nothing_in_a_closed_circle() {
    // 0 and 1 own each other wholly; nobody knows what 2 has in 1.
    let links = Links::new(3).own(0, 1, both(1.0), ESTABLISHED).own(1, 0, both(1.0), ESTABLISHED).own(2, 1, (0.0, 1.0), ESTABLISHED).harm(
        1,
        100.0,
        ESTABLISHED,
    );
    // 2: high = min(1, 1 - 1) = 0. 0: the whole of 1. 1: nothing in itself.
    check(&links, Floor::Established, ATTRIBUTED, &[(0, both(100.0))]);
    check_problems(&links, Floor::Established, &[], &[&[0, 1]]);
}

#[test]
fn a_circle_closes_at_the_floor_where_its_last_link_is_known() {
    // 1 is wholly 0's; 0 is 60% 1's and, as is only reported, 40% that of 2, which is wholly 1's.
    // 0.6 + 0.4 and 0.1 + 0.2 + 0.7 do not fill a double exactly: 3 and 4, whose shares nobody knows, still get nothing.
    let links = Links::new(5)
        .own(0, 1, both(1.0), ESTABLISHED)
        .own(1, 0, both(0.6), ESTABLISHED)
        .own(2, 0, both(0.4), REPORTED)
        .own(1, 2, both(1.0), REPORTED)
        .own(3, 0, (0.0, 1.0), REPORTED)
        .own(4, 2, (0.0, 1.0), REPORTED)
        .harm(1, 100.0, ESTABLISHED);
    check_problems(&links, Floor::Corroborated, &[], &[]);
    check(&links, Floor::Corroborated, ATTRIBUTED, &[(0, both(100.0))]);
    check_problems(&links, Floor::Reported, &[], &[&[0, 1, 2]]);
    // Of 2: x0 = 0.4 + 0.6 x1 and x1 = x0, so both are 1.
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, both(100.0)), (2, both(100.0))]);
}

#[test]
fn three_owners_that_fill_a_company_leave_nothing_to_a_fourth() {
    // 0.1 + 0.2 + 0.7 is 1 - 1.1e-16 in doubles; in a circle that crumb would grow to the whole.
    let links = Links::new(5)
        .own(1, 0, both(0.1), ESTABLISHED)
        .own(2, 0, both(0.2), ESTABLISHED)
        .own(3, 0, both(0.7), ESTABLISHED)
        .own(0, 1, both(1.0), ESTABLISHED)
        .own(0, 2, both(1.0), ESTABLISHED)
        .own(0, 3, both(1.0), ESTABLISHED)
        .own(4, 0, both(0.5), REPORTED)
        .harm(0, 100.0, ESTABLISHED);
    for floor in Floor::ALL {
        // Of 1: x0 = 0.1 + 0.2 x2 + 0.7 x3 with x2 = x3 = x0, so x0 = 0.1 / 0.1 = 1; of 2 and 3 alike. Of 4: nothing.
        check(&links, floor, ATTRIBUTED, &[(1, both(100.0)), (2, both(100.0)), (3, both(100.0))]);
        let over_full: &[u32] = if floor == Floor::Reported { &[0] } else { &[] };
        check_problems(&links, floor, over_full, &[&[0, 1, 2, 3]]);
    }
}

#[test]
fn better_grades_are_served_first() {
    // 60% established, 60% and 20% reported: 40% are left for 80%, so each shrinks by half.
    let links = Links::new(4).own(0, 2, both(0.6), ESTABLISHED).own(1, 2, both(0.6), REPORTED).own(3, 2, both(0.2), REPORTED).harm(
        2,
        100.0,
        ESTABLISHED,
    );
    check(&links, Floor::Corroborated, ATTRIBUTED, &[(0, both(60.0))]);
    check_problems(&links, Floor::Corroborated, &[], &[]);
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, both(60.0)), (1, both(30.0)), (3, both(10.0))]);
    check_problems(&links, Floor::Reported, &[2], &[]);
}

#[test]
fn half_a_percent_over_is_no_problem_and_still_shrinks() {
    // 1.004 is not over-full; both shrink by 1.004: 50.2 becomes 50.
    let links = Links::new(3).own(0, 2, both(0.502), REPORTED).own(1, 2, both(0.502), REPORTED).harm(2, 100.0, REPORTED);
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, both(50.0)), (1, both(50.0))]);
    check_problems(&links, Floor::Reported, &[], &[]);
}

#[test]
fn an_unknown_share_is_all_that_others_leave() {
    // Established: 0 may own all of 1. That 2 owns 30% is reported only and takes nothing from it.
    let links = Links::new(3).own(0, 1, (0.0, 1.0), ESTABLISHED).own(2, 1, both(0.3), REPORTED).harm(1, 100.0, ESTABLISHED);
    check(&links, Floor::Established, ATTRIBUTED, &[(0, (0.0, 100.0))]);
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, (0.0, 100.0)), (2, both(30.0))]);
    // Of one grade: 1 - 0.3 are left.
    let links = Links::new(3).own(0, 1, (0.0, 1.0), REPORTED).own(2, 1, both(0.3), REPORTED).harm(1, 100.0, ESTABLISHED);
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, (0.0, 70.0)), (2, both(30.0))]);
}

#[test]
fn weight_above_the_whole_is_not_passed_on() {
    // Two ways from 0 to 3, whose highs add to more than the whole; 3 owns half of 4.
    let links = Links::new(5)
        .own(0, 1, (0.5, 1.0), ESTABLISHED)
        .own(0, 2, (0.5, 1.0), ESTABLISHED)
        .own(1, 3, (0.1, 0.8), ESTABLISHED)
        .own(2, 3, (0.1, 0.9), ESTABLISHED)
        .own(3, 4, both(0.5), ESTABLISHED)
        .harm(3, 100.0, ESTABLISHED)
        .harm(4, 10.0, ESTABLISHED);
    // Of 0, low: x3 = 0.5 * 0.1 * 2 = 0.1, x4 = 0.05; 10 + 0.5. High: x3 = min(1, 0.8 + 0.9) = 1, x4 = 0.5; 100 + 5.
    // Of 1: 0.1 to 0.8 of 100, half of that of 10. Of 2: 0.1 to 0.9. Of 3: half of 10.
    let by_hand = [(0, (10.5, 105.0)), (1, (10.5, 84.0)), (2, (10.5, 94.5)), (3, both(5.0))];
    check(&links, Floor::Established, ATTRIBUTED, &by_hand);
}

#[test]
fn a_circle_that_closes_on_the_highs_alone_is_no_problem_and_fills_up() {
    // Nobody knows what 0 and 1 own of each other; 2 owns 10% of 0. High: x0 = min(1, 0.1 + x1), x1 = x0: full.
    let links = Links::new(3)
        .own(0, 1, (0.0, 1.0), REPORTED)
        .own(1, 0, (0.0, 1.0), REPORTED)
        .own(2, 0, both(0.1), ESTABLISHED)
        .harm(1, 100.0, REPORTED);
    // Of 1's high share in 0: 1 - 0.1 = 0.9, so x0 = 0.1 + 0.9 x1 with x1 = x0 is 1 all the same.
    check(&links, Floor::Reported, ATTRIBUTED, &[(0, (0.0, 100.0)), (2, (0.0, 100.0))]);
    check_problems(&links, Floor::Reported, &[], &[]);
}

#[test]
fn other_peoples_money_at_three_floors() {
    // 2 is flagged, amount unknown. 0 manages fund 1, which has 50 in 2; 0 itself reports 70 as a manager. 4 manages 1 too.
    // 3 votes 40% in 4 itself and, reported, 60% in 5, which votes 20% in 4. 6 keeps 9 and is the nominee of 8.
    let links = Links::new(7)
        .harm(2, 0.0, ESTABLISHED)
        .manage(0, 1, ESTABLISHED)
        .manage(4, 1, CORROBORATED)
        .position(1, 2, Capacity::Beneficial, Some(50.0), CORROBORATED)
        .position(0, 2, Capacity::Manager, Some(70.0), REPORTED)
        .vote(3, 4, 0.4, false, ESTABLISHED)
        .vote(5, 4, 0.2, false, ESTABLISHED)
        .vote(3, 5, 0.6, false, REPORTED)
        .position(6, 2, Capacity::Custodian, Some(9.0), ESTABLISHED)
        .position(6, 2, Capacity::Nominee, Some(8.0), ESTABLISHED)
        .position(6, 2, Capacity::Beneficial, Some(1000.0), UNVERIFIED)
        .position(6, 5, Capacity::Nominee, Some(1000.0), ESTABLISHED);
    check(&links, Floor::Established, MANAGED, &[]);
    check(&links, Floor::Corroborated, MANAGED, &[(0, both(50.0)), (4, both(50.0))]);
    // Per company the larger of funds and own report: 70. And 3 has 60% of 5, with it 60% of 4.
    check(&links, Floor::Reported, MANAGED, &[(0, both(70.0)), (3, both(50.0)), (4, both(50.0))]);
    check(&links, Floor::Reported, STAKE, &[(1, both(50.0))]);
    check(&links, Floor::Established, STAKE, &[]);
    for floor in Floor::ALL {
        check(&links, floor, NOMINEE, &[(6, both(8.0))]);
        check(&links, floor, CUSTODIAN, &[(6, both(9.0))]);
    }
}

#[test]
fn half_of_the_votes_is_no_control_in_whatever_order_they_are_added() {
    // 0 has 10% of the votes in 3; 1 and 2, which a source says it controls, have 20% each. Not more than half.
    let votes = [(0, 0.1), (1, 0.2), (2, 0.2)];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        for (extra, managed) in [(0.0, 0.0), (0.001, 50.0)] {
            let mut links = Links::new(6)
                .harm(5, 0.0, ESTABLISHED)
                .manage(3, 4, ESTABLISHED)
                .position(4, 5, Capacity::Beneficial, Some(50.0), ESTABLISHED)
                .vote(0, 1, 0.0, true, ESTABLISHED)
                .vote(0, 2, 0.0, true, ESTABLISHED);
            for which in order {
                let (holder, share) = votes[which];
                links = links.vote(holder, 3, share + if holder == 0 { extra } else { 0.0 }, false, ESTABLISHED);
            }
            check(&links, Floor::Established, MANAGED, &[(0, both(managed)), (3, both(50.0))]);
        }
    }
}

#[test]
fn what_a_source_says_is_passed_on() {
    // A source says that 0 controls 1, another that 1 controls 2: 0 controls 2 too, as it would by votes.
    let links = Links::new(5)
        .harm(4, 0.0, ESTABLISHED)
        .vote(0, 1, 0.0, true, ESTABLISHED)
        .vote(1, 2, 0.0, true, ESTABLISHED)
        .manage(2, 3, ESTABLISHED)
        .position(3, 4, Capacity::Beneficial, Some(50.0), ESTABLISHED);
    check(&links, Floor::Established, MANAGED, &[(0, both(50.0)), (1, both(50.0)), (2, both(50.0))]);
}

#[test]
fn exactly_half_a_percent_over_is_not_more_in_whatever_order_it_is_added() {
    // 0.532 + 0.068 + 0.4 + 0.005 is 1.005, and in doubles sometimes a little more.
    let owners = [(0, 0.532), (1, 0.005), (2, 0.4), (3, 0.068)];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        for grades in [[ESTABLISHED; 4], [ESTABLISHED, CORROBORATED, CORROBORATED, ESTABLISHED]] {
            let links = order.iter().fold(Links::new(5), |links, &k| links.own(owners[k].0, 4, both(owners[k].1), grades[k]));
            check_problems(&links, Floor::Corroborated, &[], &[]);
        }
    }
}
