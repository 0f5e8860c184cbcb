//! How well is it supported? One pure rule from citations to a grade, with its reason in words.
//!
//! The rule is section 4 of the design; [`RULE_VERSION`] is written into every output. It asks two
//! things apart: how reliable the publisher is (once per publisher), and what each citation does for
//! the claim (basis, credibility, seen or read through others). Origins are counted, not articles.

use std::fmt;

use crate::{Basis, Credibility, Reliability};

/// The version of the rule below; it changes whenever the same citations could give another grade.
pub const RULE_VERSION: &str = "1";

/// How well a claim is supported, best first. `Unverified` enters no number, no chain and no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The act itself or the subject's admission was seen.
    Established,
    /// Two independent origins.
    Corroborated,
    /// One origin.
    Reported,
    /// Anything else.
    Unverified,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Self; 4] = [Self::Established, Self::Corroborated, Self::Reported, Self::Unverified];

    /// The word, the same everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::Corroborated => "corroborated",
            Self::Reported => "reported",
            Self::Unverified => "unverified",
        }
    }

    /// The weaker of two: the grade of a chain is that of its weakest link.
    #[must_use]
    pub fn weakest(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether a link of this grade exists at a floor.
    pub fn reaches(self, floor: Floor) -> bool {
        self <= floor.grade()
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The least grade that a result admits. There is no floor for what is unverified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Floor {
    /// Established only.
    Established,
    /// Corroborated or better.
    Corroborated,
    /// Reported or better.
    Reported,
}

impl Floor {
    /// The three floors, strictest first.
    pub const ALL: [Self; 3] = [Self::Established, Self::Corroborated, Self::Reported];

    /// The least grade admitted.
    pub fn grade(self) -> Grade {
        match self {
            Self::Established => Grade::Established,
            Self::Corroborated => Grade::Corroborated,
            Self::Reported => Grade::Reported,
        }
    }

    /// Its place in an array of three, strictest first.
    pub fn index(self) -> usize {
        match self {
            Self::Established => 0,
            Self::Corroborated => 1,
            Self::Reported => 2,
        }
    }

    /// The word, the same everywhere.
    pub fn as_str(self) -> &'static str {
        self.grade().as_str()
    }
}

impl fmt::Display for Floor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One citation as the rule sees it: known by the day asked for, and not withdrawn.
#[derive(Debug, Clone, Copy)]
pub struct Support<'a> {
    /// The finding that the document repeats.
    pub origin: &'a str,
    /// The publisher's printed name.
    pub publisher: &'a str,
    /// The publisher's reliability.
    pub reliability: Reliability,
    /// Credibility after the cap for second hand.
    pub credibility: Credibility,
    /// What the document does for the claim.
    pub basis: Basis,
    /// Whether the document itself was seen, not a copy or an excerpt elsewhere.
    pub original: bool,
    /// Whether an archived copy is kept.
    pub archived: bool,
}

/// A grade with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// Why, in words: "two origins: A, B".
    pub reason: String,
    /// Printed names of the publishers that carry the grade, one per origin, in the order cited.
    pub carried_by: Vec<String>,
    /// The act or admission rests on no archived copy.
    pub no_copy: bool,
}

/// Derives a grade from citations.
///
/// 1. established: an act or admission, credibility 1 or 2, the document itself seen;
/// 2. corroborated: at least two different origins, each reliability A to C, credibility 1 to 3, not commentary;
/// 3. reported: exactly one such origin;
/// 4. unverified: anything else.
///
/// Source: Daylight design, section 4; Admiralty code after NATO AJP-2.1.
pub fn grade(supports: &[Support<'_>]) -> Graded {
    let seen_acts: Vec<&Support<'_>> = supports.iter().filter(|s| is_seen_act(s)).collect();
    if let Some(first) = seen_acts.first() {
        let mut carried_by: Vec<String> = Vec::new();
        for support in &seen_acts {
            if !carried_by.iter().any(|name| name == support.publisher) {
                carried_by.push(support.publisher.to_owned());
            }
        }
        let what = if first.basis == Basis::Act { "the act itself was seen" } else { "the subject's own admission was seen" };
        return Graded {
            grade: Grade::Established,
            reason: format!("{what}: {}", carried_by.join(", ")),
            no_copy: !seen_acts.iter().any(|s| s.archived),
            carried_by,
        };
    }

    let mut origins: Vec<(&str, &str)> = Vec::new();
    for support in supports.iter().filter(|s| counts_as_origin(s)) {
        if !origins.iter().any(|(origin, _)| *origin == support.origin) {
            origins.push((support.origin, support.publisher));
        }
    }
    let carried_by: Vec<String> = origins.iter().map(|(_, publisher)| (*publisher).to_owned()).collect();
    let names = carried_by.join(", ");
    let (grade, reason) = match origins.len() {
        0 => (Grade::Unverified, why_unverified(supports)),
        1 => (Grade::Reported, format!("one origin: {names}")),
        2 => (Grade::Corroborated, format!("two origins: {names}")),
        n => (Grade::Corroborated, format!("{n} origins: {names}")),
    };
    Graded { grade, reason, carried_by, no_copy: false }
}

/// Whether a citation does anything for a grade; commentary and what is too doubtful do not.
pub fn carries(support: &Support<'_>) -> bool {
    is_seen_act(support) || counts_as_origin(support)
}

/// Whether a citation establishes: the act or the subject's admission, seen itself.
pub fn is_seen_act(support: &Support<'_>) -> bool {
    matches!(support.basis, Basis::Act | Basis::Admission) && support.credibility.get() <= 2 && support.original
}

fn counts_as_origin(support: &Support<'_>) -> bool {
    support.basis != Basis::Commentary && support.reliability <= Reliability::C && support.credibility.get() <= 3
}

fn why_unverified(supports: &[Support<'_>]) -> String {
    if supports.is_empty() {
        return "no citation that was published by then and not withdrawn".to_owned();
    }
    let mut reasons: Vec<String> = Vec::new();
    for support in supports {
        let mut weak: Vec<String> = Vec::new();
        if support.basis == Basis::Commentary {
            weak.push("commentary".to_owned());
        }
        if support.reliability > Reliability::C {
            weak.push(format!("reliability {}", support.reliability.as_str()));
        }
        if support.credibility.get() > 3 {
            weak.push(format!("credibility {}", support.credibility.get()));
        }
        let reason = format!("{}: {}", support.publisher, weak.join(", "));
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    format!("no origin that counts ({})", reasons.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// origin, reliability, credibility, basis, original
    type Row<'a> = (&'a str, Reliability, i64, Basis, bool);

    fn check(rows: &[Row<'_>], expected: Grade, reason: &str) {
        let supports: Vec<Support<'_>> = rows
            .iter()
            .map(|(origin, reliability, credibility, basis, original)| Support {
                origin,
                publisher: origin,
                reliability: *reliability,
                credibility: Credibility::new(*credibility).unwrap(),
                basis: *basis,
                original: *original,
                archived: false,
            })
            .collect();
        let graded = grade(&supports);
        assert_eq!((graded.grade, graded.reason.as_str()), (expected, reason), "{rows:?}");
    }

    #[test]
    fn the_table_of_the_rule() {
        use Basis::{Act, Admission, Commentary, Finding, Report};
        use Grade::{Corroborated, Established, Reported, Unverified};
        use Reliability::{A, B, C, D, F};
        check(&[], Unverified, "no citation that was published by then and not withdrawn");
        // An act or admission establishes when the document itself was seen, whoever published it.
        check(&[("a", A, 1, Act, true)], Established, "the act itself was seen: a");
        check(&[("a", F, 2, Act, true)], Established, "the act itself was seen: a");
        check(&[("a", B, 2, Admission, true)], Established, "the subject's own admission was seen: a");
        check(&[("a", A, 1, Act, false)], Reported, "one origin: a");
        check(&[("a", A, 3, Act, true)], Reported, "one origin: a");
        check(&[("a", A, 4, Act, true)], Unverified, "no origin that counts (a: credibility 4)");
        // Findings and reports never establish.
        check(&[("a", A, 1, Finding, true)], Reported, "one origin: a");
        check(&[("a", A, 1, Report, true)], Reported, "one origin: a");
        // Two origins corroborate; two articles of one origin do not.
        check(&[("a", B, 2, Report, true), ("b", C, 3, Report, false)], Corroborated, "two origins: a, b");
        check(&[("a", B, 2, Report, true), ("a", C, 3, Act, false)], Reported, "one origin: a");
        check(&[("a", B, 2, Report, true), ("b", C, 3, Finding, true), ("c", A, 3, Report, true)], Corroborated, "3 origins: a, b, c");
        // Weak seconds do not lift.
        check(&[("a", B, 2, Report, true), ("b", D, 2, Report, true)], Reported, "one origin: a");
        check(&[("a", B, 2, Report, true), ("b", A, 4, Report, true)], Reported, "one origin: a");
        check(&[("a", B, 2, Report, true), ("b", A, 1, Commentary, true)], Reported, "one origin: a");
        // Commentary alone, however many.
        check(
            &[("a", A, 1, Commentary, true), ("b", F, 5, Commentary, true)],
            Unverified,
            "no origin that counts (a: commentary; b: commentary, reliability F, credibility 5)",
        );
    }

    #[test]
    fn the_whole_grid_is_monotone_in_reliability_and_credibility() {
        let support = |reliability, figure, basis, original| Support {
            origin: "a",
            publisher: "a",
            reliability,
            credibility: Credibility::new(figure).unwrap(),
            basis,
            original,
            archived: true,
        };
        for basis in Basis::ALL {
            for original in [true, false] {
                for pair in Reliability::ALL.windows(2) {
                    for figure in 1..=6 {
                        let better = grade(&[support(pair[0], figure, basis, original)]).grade;
                        let worse = grade(&[support(pair[1], figure, basis, original)]).grade;
                        assert!(better <= worse, "{basis:?} {original} {pair:?} {figure}");
                        if figure < 6 {
                            let doubtful = grade(&[support(pair[0], figure + 1, basis, original)]).grade;
                            assert!(better <= doubtful, "{basis:?} {original} {pair:?} {figure}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn no_copy_is_a_flag_of_what_is_established() {
        let mut support = Support {
            origin: "a",
            publisher: "a",
            reliability: Reliability::A,
            credibility: Credibility::new(1).unwrap(),
            basis: Basis::Act,
            original: true,
            archived: false,
        };
        assert!(grade(&[support]).no_copy);
        support.archived = true;
        assert!(!grade(&[support]).no_copy);
    }
}
