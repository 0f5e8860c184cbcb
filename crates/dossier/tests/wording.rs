//! What is said at each grade of each link? The whole grid, as every surface prints it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use daylight_dossier::rows::Block;
use daylight_dossier::{answer, explain, mine};
use expect_test::{Expect, expect};
use exposure::{Asked, view};
use model::money::{Amount, Currency, Decimal};
use model::{
    Basis, Capacity, Case, Citation, Claim, ClaimId, Credibility, Document, DocumentId, Entity, EntityId, Harm, LinkKind, PartialDate,
    Place, Publisher, PublisherId, Rates, Reliability, Response, Schema, Seen, Share, Stance,
};

fn place() -> Place {
    Place::new("claims/a.toml", 1)
}

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn entity(id: &str, schema: Schema, name: &str) -> Entity {
    Entity {
        id: EntityId::parse(id).unwrap(),
        schema,
        name: name.to_owned(),
        aliases: Vec::new(),
        country: None,
        group: None,
        identifiers: Vec::new(),
        role: None,
        place: place(),
    }
}

fn case() -> Case {
    let entities = [
        entity("acme", Schema::Company, "Acme"),
        entity("bank", Schema::Company, "Bank"),
        entity("dam", Schema::Project, "Dam"),
        entity("office", Schema::PublicBody, "Office"),
    ];
    let publishers = [
        ("court", "The Court", Reliability::A),
        ("paper", "The Paper", Reliability::B),
        ("ngo", "The NGO", Reliability::C),
        ("blog", "A Blog", Reliability::F),
    ];
    let documents = publishers.map(|(id, _, _)| Document {
        id: DocumentId::parse(id).unwrap(),
        publisher: PublisherId::parse(id).unwrap(),
        kind: "article".to_owned(),
        title: "On the dam".to_owned(),
        url: None,
        published: Some(date("2020-01-01")),
        retrieved: None,
        origin: id.to_owned(),
        seen: Seen::Original,
        via: None,
        archive: None,
        place: place(),
    });
    Case {
        name: "test".to_owned(),
        title: "Test".to_owned(),
        summary: String::new(),
        as_of: date("2021-01-01").first(),
        as_of_reason: String::new(),
        currency: Currency::USD,
        contact: None,
        harms: vec![Harm {
            id: EntityId::parse("flood").unwrap(),
            title: "Flood".to_owned(),
            summary: "A flood".to_owned(),
            location: String::new(),
            since: None,
            by: None,
            group: String::new(),
            place: place(),
        }],
        entities: entities.into_iter().map(|e| (e.id.clone(), e)).collect(),
        publishers: publishers
            .into_iter()
            .map(|(id, name, reliability)| {
                let id = PublisherId::parse(id).unwrap();
                (id.clone(), Publisher { id, name: name.to_owned(), reliability, reason: String::new(), place: place() })
            })
            .collect(),
        documents: documents.into_iter().map(|d| (d.id.clone(), d)).collect(),
        claims: std::collections::BTreeMap::new(),
        responses: Vec::new(),
        judgements: Vec::new(),
        series: std::collections::BTreeMap::new(),
        rates: Rates::default(),
    }
}

fn claim(subject: &str, link: LinkKind, object: &str, cites: &[(&str, Basis)]) -> Claim {
    let link = Some((link, EntityId::parse(object).unwrap()));
    Claim {
        date: Some(date("2019")),
        cites: cites
            .iter()
            .map(|(document, basis)| Citation {
                document: DocumentId::parse(document).unwrap(),
                at: "page 1".to_owned(),
                basis: *basis,
                credibility: Credibility::new(2).unwrap(),
                via: None,
                quote: None,
                place: place(),
            })
            .collect(),
        ..Claim::new(ClaimId::parse("claim").unwrap(), vec![EntityId::parse(subject).unwrap()], link, place())
    }
}

/// The sentence as `explain` prints it.
fn sentence(case: &mut Case, claim: Claim) -> String {
    let id = claim.id.clone();
    case.claims.insert(id.clone(), claim);
    let view = view(case, Asked { as_of: case.as_of, known_at: case.last_known() });
    let answer = answer(&view, Vec::new());
    let page = explain(&answer, id.as_str()).unwrap();
    match page.blocks.into_iter().next() {
        Some(Block::Paragraph(sentence)) => sentence.text,
        other => format!("{other:?}"),
    }
}

const EVIDENCE: [&[(&str, Basis)]; 6] = [
    &[("court", Basis::Act)],
    &[("court", Basis::Admission)],
    &[("paper", Basis::Report), ("ngo", Basis::Report)],
    &[("court", Basis::Finding)],
    &[("paper", Basis::Report)],
    &[("blog", Basis::Commentary)],
];

fn check(case: &mut Case, claims: impl IntoIterator<Item = Claim>, expected: &Expect) {
    let lines: Vec<String> = claims.into_iter().map(|claim| sentence(case, claim)).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn every_grade_has_its_words() {
    let claims = EVIDENCE.map(|cites| claim("acme", LinkKind::Supplies, "dam", cites));
    check(
        &mut case(),
        claims,
        &expect![[r#"
        Acme supplied "Dam" (2019) [1]
        By its own account, Acme supplied "Dam" (2019) [1]
        According to The Paper and, independently, The NGO, Acme supplied "Dam" (2019) [1][2]
        The Court stated that Acme supplied "Dam" (2019) [1]
        According to The Paper, Acme supplied "Dam" (2019) [1]
        A Blog said that Acme supplied "Dam" (2019) [1]
    "#]],
    );
}

#[test]
fn every_link_has_its_words() {
    let mut claims: Vec<Claim> = LinkKind::ALL
        .iter()
        .map(|kind| {
            let (subject, object) = match kind {
                LinkKind::Supplies | LinkKind::Develops | LinkKind::Operates => ("acme", "dam"),
                LinkKind::PartOf => ("dam", "flood"),
                LinkKind::ListedBy => ("acme", "office"),
                _ => ("bank", "acme"),
            };
            claim(subject, *kind, object, EVIDENCE[4])
        })
        .collect();
    for capacity in Capacity::ALL {
        let mut position = claim("bank", LinkKind::Holds, "acme", EVIDENCE[0]);
        position.capacity = *capacity;
        position.share = Share::new(0.00315, 0.00325).ok();
        position.amount = Amount::exact(Decimal::from(141_233_203), Currency::USD).ok();
        claims.push(position);
    }
    check(
        &mut case(),
        claims,
        &expect![[r#"
            According to The Paper, Bank owned a part of Acme (2019) [1]
            According to The Paper, Bank held shares of Acme of unknown amount (2019) [1]
            According to The Paper, Bank managed Acme (2019) [1]
            According to The Paper, Bank financed Acme (2019) [1]
            According to The Paper, Acme supplied "Dam" (2019) [1]
            According to The Paper, Acme developed technology for "Dam" (2019) [1]
            According to The Paper, Acme operated "Dam" (2019) [1]
            According to The Paper, "Dam" is part of "Flood" [1]
            According to The Paper, Bank consolidated Acme in its accounts (2019) [1]
            According to The Paper, Bank served Acme (2019) [1]
            According to The Paper, Bank had a tie with Acme (2019) [1]
            According to The Paper, Acme was listed by Office (2019) [1]
            Bank held 0.315-0.325% of Acme, worth USD 141,233,203 (2019) [1]
            Bank held 0.315-0.325% of Acme, worth USD 141,233,203, as manager of other people's money (2019) [1]
            Bank was the registered holder of 0.315-0.325% of Acme, worth USD 141,233,203 (2019) [1]
            Bank kept safe, for others, 0.315-0.325% of Acme, worth USD 141,233,203 (2019) [1]
        "#]],
    );
}

#[test]
fn modality_role_and_statements_are_printed() {
    let mut may = claim("acme", LinkKind::Supplies, "dam", EVIDENCE[4]);
    may.modality = "could not be excluded".to_owned();
    may.amount = Amount::new(Decimal::from(50_000_000), Decimal::from(53_000_000), Currency::USD).ok();
    let mut sponsor = claim("bank", LinkKind::Finances, "acme", EVIDENCE[4]);
    sponsor.role = Some("IPO joint sponsor".to_owned());
    let mut says = claim("acme", LinkKind::Supplies, "dam", EVIDENCE[3]);
    says.link = None;
    says.says = Some("its cameras watch the valley".to_owned());
    let mut twice = claim("acme", LinkKind::Supplies, "dam", EVIDENCE[2]);
    twice.subjects.push(EntityId::parse("bank").unwrap());
    let mut motive = claim("bank", LinkKind::Holds, "acme", EVIDENCE[5]);
    motive.link = None;
    motive.motive = Some("they only want the dam".to_owned());
    let mut reported = motive.clone();
    reported.cites = claim("bank", LinkKind::Holds, "acme", EVIDENCE[4]).cites;
    check(
        &mut case(),
        [may, sponsor, says, twice, motive, reported],
        &expect![[r#"
            According to The Paper, Acme supplied "Dam" (USD 50,000,000 to 53,000,000, 2019), with the reservation "could not be excluded" [1]
            According to The Paper, Bank had the role "IPO joint sponsor" for Acme (2019) [1]
            The Court stated that Acme's cameras watch the valley [1]
            According to The Paper and, independently, The NGO, Acme and Bank supplied "Dam" (2019) [1][2]
            A Blog wrote of the motive of Bank: "they only want the dam" [1]
            The Paper wrote of the motive of Bank: "they only want the dam" [1]
        "#]],
    );
}

#[test]
fn one_publisher_with_two_findings_is_not_called_independent() {
    let mut case = case();
    let mut second = case.documents["paper"].clone();
    second.id = DocumentId::parse("paper-2").unwrap();
    second.origin = "paper-2".to_owned();
    case.documents.insert(second.id.clone(), second);
    let cites = [("paper", Basis::Report), ("paper-2", Basis::Report)];
    check(
        &mut case,
        [claim("acme", LinkKind::Supplies, "dam", &cites)],
        &expect![[r#"
        According to two separate findings of The Paper, Acme supplied "Dam" (2019) [1][2]
    "#]],
    );
}

#[test]
fn a_withdrawn_source_says_nothing_any_more() {
    let mut case = case();
    case.responses.push(Response {
        to: Vec::new(),
        by: "paper".to_owned(),
        stance: Stance::Withdraws,
        says: Some("it had mistaken the company".to_owned()),
        date: date("2020-06-01"),
        document: DocumentId::parse("paper").ok(),
        cites: Vec::new(),
        place: place(),
    });
    check(
        &mut case,
        [claim("acme", LinkKind::Supplies, "dam", EVIDENCE[4])],
        &expect![[r#"
            The Paper said, and withdrew since, that Acme supplied "Dam" (2019) [1]
        "#]],
    );
}

#[test]
fn numbers_of_shares_and_weights_are_said() {
    let position = |quantity: Option<i64>, weight: Option<f64>, amount: Option<i64>, share: Option<f64>| {
        let mut position = claim("bank", LinkKind::Holds, "acme", EVIDENCE[4]);
        position.quantity = quantity.map(Decimal::from);
        position.weight = weight.and_then(|weight| Share::new(weight, weight).ok());
        position.amount = amount.and_then(|amount| Amount::exact(Decimal::from(amount), Currency::USD).ok());
        position.share = share.and_then(|share| Share::new(share, share).ok());
        position
    };
    let positions = [
        position(Some(5_010_165), Some(0.0005), Some(25_883_836), None),
        position(Some(22_000_000), None, None, None),
        position(None, Some(0.0019), None, None),
        position(Some(10), None, Some(20), Some(0.01)),
        position(Some(10), None, None, Some(0.01)),
    ];
    check(
        &mut case(),
        positions,
        &expect![[r#"
        According to The Paper, Bank held 5,010,165 shares of Acme, worth USD 25,883,836, 0.05% of its portfolio (2019) [1]
        According to The Paper, Bank held 22,000,000 shares of Acme (2019) [1]
        According to The Paper, Bank held shares of Acme of unknown amount, 0.19% of its portfolio (2019) [1]
        According to The Paper, Bank held 1% of Acme, 10 shares worth USD 20 (2019) [1]
        According to The Paper, Bank held 1% of Acme, 10 shares (2019) [1]
    "#]],
    );
}

/// The letter of `mine` to an entity.
fn letter(case: &Case, to: &str) -> String {
    let view = view(case, Asked { as_of: case.as_of, known_at: case.last_known() });
    let page = mine(&answer(&view, Vec::new()), &EntityId::parse(to).unwrap(), date("2021-02-01").first());
    let letter = page.blocks.into_iter().find_map(|block| match block {
        Block::Letter(text) => Some(text),
        Block::Entry(label, text) => Some(format!("{label}: {text}")),
        _ => None,
    });
    letter.unwrap_or_default()
}

#[test]
fn a_letter_speaks_of_its_reader_and_of_nobody_who_is_named_beside() {
    let mut case = case();
    let named = |id: &str, mut claim: Claim| {
        claim.id = ClaimId::parse(id).unwrap();
        claim
    };
    let mut together = named("together", claim("acme", LinkKind::TiedTo, "office", EVIDENCE[4]));
    together.subjects.push(EntityId::parse("bank").unwrap());
    for claim in [
        named("nexus", claim("dam", LinkKind::PartOf, "flood", EVIDENCE[4])),
        named("supply", claim("acme", LinkKind::Supplies, "dam", EVIDENCE[4])),
        together,
    ] {
        case.claims.insert(claim.id.clone(), claim);
    }
    expect![[r#"
        2021-02-01

        To Acme

        Flood

        Dear Sir or Madam,

        I am a customer of yours. Published documents speak of you in the matter above. This is what they say; the numbers lead to the documents listed below.

        - According to The Paper, Acme supplied "Dam" (2019) [1].
        - According to The Paper, "Dam" is part of "Flood" [1].

        I ask you, following the UN Guiding Principles on Business and Human Rights (principles 13, 17 and 19):

        1. Is this correct, and is it still so? If not, please tell me what is wrong; I will pass your correction on.
        2. What have you done to find out whether your business is linked to this, and what did you find?
        3. What will you do about it?

        Please answer by 2021-03-03.

        Yours faithfully,

        (your name and address)

        Sources
        [1] The Paper, "On the dam", 2020-01-01 (page 1)
    "#]].assert_eq(&letter(&case, "acme"));
    expect!["Letter: none: no money of it in these companies, and no part in what they do, is documented"]
        .assert_eq(&letter(&case, "bank"));
}

#[test]
fn nothing_in_a_case_begins_a_line_of_a_letter() {
    let mut case = case();
    let forged = |text: &str| format!("{text}\r\n\n\nYours faithfully,\u{2028}\u{85}\u{b}\u{1b}FORGED\n");
    for entity in case.entities.values_mut() {
        entity.name = forged(&entity.name);
    }
    for publisher in case.publishers.values_mut() {
        publisher.name = forged(&publisher.name);
    }
    for document in case.documents.values_mut() {
        document.title = forged(&document.title);
        document.url = Some(forged("https://example.org/"));
        document.via = Some(forged("somebody"));
    }
    case.harms[0].title = forged("Flood");
    let mut nexus = claim("dam", LinkKind::PartOf, "flood", EVIDENCE[4]);
    nexus.id = ClaimId::parse("nexus").unwrap();
    let mut supply = claim("acme", LinkKind::Supplies, "dam", EVIDENCE[4]);
    supply.id = ClaimId::parse("supply").unwrap();
    supply.says = Some(forged("it built the dam"));
    supply.modality = forged("perhaps");
    let answer = Response {
        to: vec![supply.id.clone()],
        by: "acme".to_owned(),
        stance: Stance::Denies,
        says: Some(forged("it did not")),
        date: date("2020-06-01"),
        document: None,
        cites: Vec::new(),
        place: place(),
    };
    case.responses.push(answer);
    case.claims.extend([nexus, supply].map(|claim| (claim.id.clone(), claim)));
    let letter = letter(&case, "acme");
    assert!(letter.contains("it did not Yours faithfully, FORGED"), "{letter}");
    assert_eq!(letter.lines().filter(|line| line.trim() == "Yours faithfully,").count(), 1, "{letter}");
    assert!(letter.lines().all(|line| !line.trim_start().starts_with("FORGED")), "{letter}");
    assert!(!letter.contains(|c: char| c != '\n' && (c.is_control() || c == '\u{2028}')), "{letter:?}");
}
