//! The example case as documentation: no problem is left unexplained, nothing lies about unused, and nobody private is in it.

use std::collections::BTreeSet;

use expect_test::expect;
use model::{Case, DocumentId, EntityId, Grade, Problem, PublisherId, Schema};

use crate::run::root;

fn example() -> (Case, Vec<Problem>) {
    let opened = store::open(&root().join("examples/xinjiang")).unwrap();
    (opened.case.unwrap(), opened.problems)
}

#[test]
fn no_problem_is_left_unexplained() {
    let (_, problems) = example();
    let told: Vec<String> =
        problems.iter().map(|problem| format!("{} {}", problem.code, problem.message.split(',').next().unwrap())).collect();
    // Both are what the case is to show: a point that its author took back, and an advice that was taken back.
    expect![[r#"
        withdrawn-document `ijop-megvii` cites `hrw-2019-05-01`
        withdrawn-document `council-risk` cites `council-recommendation-2020-01-14`
    "#]]
    .assert_eq(&(told.join("\n") + "\n"));
    for problem in &problems {
        let file = std::fs::read_to_string(root().join("examples/xinjiang").join(&*problem.place.file)).unwrap();
        let before: Vec<&str> = file.lines().take(problem.place.line as usize).collect();
        let table = before.iter().rposition(|line| line.trim() == "[[claim]]").unwrap();
        assert!(before[table - 1].starts_with('#'), "{}: no comment explains the claim", problem.place);
    }
}

#[test]
fn every_document_publisher_and_entity_is_used() {
    let (case, _) = example();
    let cited = case.claims.values().flat_map(|claim| claim.cites.iter().map(|cite| cite.document.as_str()));
    let answered = case.responses.iter().flat_map(|answer| answer.cites.iter().map(|passage| passage.document.as_str()));
    let reports = case.series.values().flat_map(|series| series.reports.iter().map(|report| report.document.as_str()));
    let used: BTreeSet<&str> = cited.chain(answered).chain(reports).collect();
    let unused: Vec<&str> = case.documents.keys().map(DocumentId::as_str).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "documents that nothing cites: {unused:?}");

    let publishing = case.documents.values().map(|document| document.publisher.as_str());
    let speaking = case.responses.iter().map(|answer| answer.by.as_str());
    // Rates have a publisher and are no document.
    let used: BTreeSet<&str> = publishing.chain(speaking).chain(["ecb"]).collect();
    let unused: Vec<&str> = case.publishers.keys().map(PublisherId::as_str).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "publishers of nothing: {unused:?}");

    let speaking = case.responses.iter().map(|answer| answer.by.as_str());
    let of_claims = case.claims.values().flat_map(|claim| claim.subjects.iter().chain(claim.object()).map(EntityId::as_str));
    let doing = case.harms.iter().filter_map(|harm| harm.by.as_ref()).map(EntityId::as_str);
    let judged = case.judgements.iter().flat_map(|judgement| [judgement.left.as_str(), judgement.right.as_str()]);
    let used: BTreeSet<&str> = speaking.chain(of_claims).chain(doing).chain(judged).collect();
    let unused: Vec<&str> = case.entities.keys().map(EntityId::as_str).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "entities of which nothing is said: {unused:?}");
}

#[test]
fn persons_stand_in_it_only_by_a_public_role() {
    let (case, _) = example();
    let persons = case.entities.values().filter(|entity| entity.schema == Schema::Person);
    let persons: Vec<String> = persons.map(|person| format!("{}: {}", person.name, person.role.as_deref().unwrap())).collect();
    // Whoever adds a person adds it here too, and is asked whether it must be.
    expect![[r#"
        Zhou Xi: founder of CloudWalk
    "#]]
    .assert_eq(&(persons.join("\n") + "\n"));
}

#[test]
fn how_sure_it_is() {
    let (case, _) = example();
    let grades: Vec<Grade> = case.claims.values().map(|claim| case.graded(claim, case.last_known()).grade).collect();
    let counted: Vec<String> =
        Grade::ALL.iter().map(|grade| format!("{grade}: {}", grades.iter().filter(|found| *found == grade).count())).collect();
    expect![[r#"
        established: 36
        corroborated: 10
        reported: 262
        unverified: 23
    "#]]
    .assert_eq(&(counted.join("\n") + "\n"));
}

#[test]
fn the_county_with_two_names_is_one_project() {
    let (case, _) = example();
    let project = &case.entities["pishan-social-prevention"];
    let names: Vec<&str> = std::iter::once(&project.name).chain(&project.aliases).map(String::as_str).collect();
    assert!(names.iter().any(|name| name.contains("Pishan")) && names.iter().any(|name| name.contains("Guma")), "{names:?}");
    // Three sums of one contract: counted once, as the one that says who won it.
    let supplies = case.claims.values().filter(|claim| claim.object() == Some(&project.id) && claim.amount.is_some());
    assert_eq!(supplies.map(|claim| claim.id.as_str()).collect::<Vec<_>>(), ["hikvision-pishan"]);
}
