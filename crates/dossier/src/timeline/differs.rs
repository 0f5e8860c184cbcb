//! Whose words differ from whose? Mechanical rules over who said what, to what, and when; no rule reads a text.
//!
//! 1. One speaker rejects (`denies`, `disputes`) something on one day and takes it as a fact under whatever name (`asserts`,
//!    `partly-admits`, `relabels`, `commits`) on another: the later answer differs from the first and from the latest of the
//!    earlier ones. Where the speaker has no such answer of its own, those of its group are compared.
//! 2. A speaker rejects a claim for which a document of its own counts as an admission.
//! 3. A body takes back its own document.
//!
//! Answers speak of the same thing if they answer one claim, claims of one subject, link and object, or claims without a link
//! about one harm. Days of which it is not certain that one comes after the other are not compared.

use std::collections::BTreeSet;

use model::{Claim, ClaimId, EntityId, LinkKind, PartialDate, Stance};

/// What an answer speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// A claim.
    Claim(ClaimId),
    /// A subject, its link and the object.
    Link(EntityId, LinkKind, EntityId),
    /// A harm.
    Harm(EntityId),
}

/// The topics of a claim; `canonical` applies the judgements. A motive is quoted, and no statement about a harm.
pub(super) fn topics(claim: &Claim, canonical: impl Fn(&EntityId) -> EntityId, is_harm: impl Fn(&EntityId) -> bool) -> Vec<Topic> {
    let mut topics = vec![Topic::Claim(claim.id.clone())];
    if claim.motive.is_none() {
        topics.extend(wider(&claim.subjects, claim.link.as_ref(), canonical, is_harm));
    }
    topics
}

/// What other claims may speak of too. Two statements about one company can speak of anything; about a harm they speak of the harm.
fn wider(
    subjects: &[EntityId],
    link: Option<&(LinkKind, EntityId)>,
    canonical: impl Fn(&EntityId) -> EntityId,
    is_harm: impl Fn(&EntityId) -> bool,
) -> Vec<Topic> {
    let of = |subject: &EntityId| match link {
        Some((kind, object)) => Some(Topic::Link(canonical(subject), *kind, canonical(object))),
        None => is_harm(subject).then(|| Topic::Harm(subject.clone())),
    };
    subjects.iter().filter_map(of).collect()
}

/// An answer, as the rules see it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Who, judgements applied.
    pub(super) speaker: String,
    /// The group, in which others may have spoken.
    pub(super) group: Option<String>,
    /// How.
    pub(super) stance: Stance,
    /// When.
    pub(super) date: PartialDate,
    /// Of what.
    pub(super) topics: BTreeSet<Topic>,
}

/// Whether a stance says that it is not so.
pub(super) fn rejects(stance: Stance) -> bool {
    matches!(stance, Stance::Denies | Stance::Disputes)
}

/// Whether a stance takes it as a fact, in whole or in part or under another name.
fn takes_as_fact(stance: Stance) -> bool {
    matches!(stance, Stance::Asserts | Stance::PartlyAdmits | Stance::Relabels | Stance::Commits)
}

/// Whether two stances to one thing cannot both stand.
fn opposed(one: Stance, other: Stance) -> bool {
    (rejects(one) && takes_as_fact(other)) || (takes_as_fact(one) && rejects(other))
}

/// From which earlier answers each answer differs, by rule 1.
///
/// Shape: one list per answer: the first and the latest of the speaker itself, else the first and the latest of each other
/// speaker of its group, by date; empty where none differs. Quadratic in the answers of a case, which people write.
pub(super) fn differing(said: &[Said]) -> Vec<Vec<usize>> {
    said.iter()
        .map(|later| {
            let earlier = || {
                said.iter().enumerate().filter(|(_, earlier)| {
                    earlier.date.last() < later.date.first()
                        && opposed(earlier.stance, later.stance)
                        && !earlier.topics.is_disjoint(&later.topics)
                })
            };
            let ends_of = |speaker: &str| {
                let by_date = || earlier().filter(|(_, e)| e.speaker == speaker).map(|(at, e)| (e.date.last(), at));
                let ends: BTreeSet<_> = by_date().min().into_iter().chain(by_date().max()).collect();
                ends
            };
            let mut found = ends_of(&later.speaker);
            if found.is_empty() && later.group.is_some() {
                let of_group = earlier().filter(|(_, e)| e.group == later.group).map(|(_, e)| e.speaker.as_str());
                let speakers: BTreeSet<&str> = of_group.collect();
                found.extend(speakers.into_iter().flat_map(ends_of));
            }
            found.into_iter().map(|(_, at)| at).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `"speaker/group stance date topic,topic"` per answer; gives `"later<-earlier"` pairs.
    fn check(answers: &[&str], expected: &str) {
        let said: Vec<Said> = answers
            .iter()
            .map(|line| {
                let words: Vec<&str> = line.split(' ').collect();
                let (speaker, group) = words[0].split_once('/').unwrap_or((words[0], ""));
                Said {
                    speaker: speaker.to_owned(),
                    group: (!group.is_empty()).then(|| group.to_owned()),
                    stance: Stance::parse(words[1]).unwrap(),
                    date: PartialDate::parse(words[2]).unwrap(),
                    topics: words[3].split(',').map(|t| Topic::Claim(ClaimId::parse(t).unwrap())).collect(),
                }
            })
            .collect();
        let pairs: Vec<String> = differing(&said)
            .iter()
            .enumerate()
            .flat_map(|(later, from)| from.iter().map(move |earlier| format!("{later}<-{earlier}")))
            .collect();
        assert_eq!(pairs.join(" "), expected, "{answers:?}");
    }

    #[test]
    fn every_pair_of_stances() {
        let rejecting = ["denies", "disputes"];
        let taking = ["asserts", "partly-admits", "relabels", "commits"];
        for one in Stance::ALL {
            for other in Stance::ALL {
                let (a, b) = (one.as_str(), other.as_str());
                let differs = (rejecting.contains(&a) && taking.contains(&b)) || (taking.contains(&a) && rejecting.contains(&b));
                check(&[&format!("x {a} 2018 c"), &format!("x {b} 2019 c")], if differs { "1<-0" } else { "" });
            }
        }
    }

    #[test]
    fn only_of_the_same_thing_by_the_same_speaker() {
        check(&["x denies 2018 c", "x relabels 2019 d"], "");
        check(&["x denies 2018 c", "y relabels 2019 c"], "");
        check(&["x denies 2018 c,d", "x relabels 2019 d,e"], "1<-0");
    }

    #[test]
    fn only_of_days_that_are_certainly_others() {
        check(&["x denies 2018-10 c", "x relabels 2018-10-20 c"], "");
        check(&["x denies 2018 c", "x relabels 2018-10 c"], "");
        check(&["x denies 2018-09 c", "x relabels 2018-10-01 c"], "1<-0");
        // The order of the file does not matter.
        check(&["x relabels 2019 c", "x denies 2018 c"], "0<-1");
    }

    #[test]
    fn the_first_and_the_latest_of_its_own_before_the_group() {
        check(&["x denies 2015 c", "x denies 2017 c", "x denies 2016 c", "x commits 2018 c"], "3<-0 3<-1");
        check(&["x/g denies 2017 c", "y/g relabels 2018 c"], "1<-0");
        check(&["x/g denies 2017 c", "z/g disputes 2016 c", "y/g relabels 2018 c"], "2<-1 2<-0");
        check(&["x/g denies 2016 c", "y/g denies 2017 c", "x/g relabels 2018 c"], "2<-0");
        check(&["x/g denies 2016 c", "y/h relabels 2018 c"], "");
    }

    #[test]
    fn a_series_of_positions() {
        check(
            &["state denies 2018-08-13 c", "state relabels 2018-10 c", "state relabels 2019-08-16 c", "state denies 2022-09-01 c"],
            "1<-0 2<-0 3<-1 3<-2",
        );
    }

    #[test]
    fn wider_topics() {
        let id = |text: &str| EntityId::parse(text).unwrap();
        let of = |subjects: &[&str], link: Option<(LinkKind, EntityId)>| {
            let subjects: Vec<EntityId> = subjects.iter().map(|s| id(s)).collect();
            wider(&subjects, link.as_ref(), |e| if e.as_str() == "b" { id("a") } else { e.clone() }, |e| e.as_str() == "harm")
        };
        assert_eq!(of(&["a", "harm"], None), [Topic::Harm(id("harm"))]);
        let supplied = |whom: &str| of(&[whom], Some((LinkKind::Supplies, id("project"))));
        assert_eq!(supplied("b"), supplied("a"), "judged the same");
        assert_ne!(supplied("c"), supplied("a"));
    }
}
