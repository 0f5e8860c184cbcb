//! Lists of links and of entities are read as claims and entities that somebody wrote.

use std::fmt::Write as _;

use expect_test::expect;

use crate::cases::{list, opened, told};

#[test]
fn rows_of_links_are_claims() {
    let links = "subject;link;object;share;votes;control;value;currency;date;until;role;capacity;at\n\
                 fund;owns;dahua;0.32%;40%;yes;;;2019;;;;page 3\n\
                 dahua;owns;hikvision;;;;;;2018-06;2019-12-31;;;\n\
                 fund;finances;hikvision;;;;1000;USD;2019-01-31;;lender;;\n\
                 fund;holds;hikvision;1%;;;5;EUR;2019-12-31;;;;\n\
                 fund;owns;hikvison;;;;;;;;;;\n\
                 fund;owns;Hikvision;;;;;;;;;;\n\
                 fund;finances;hikvision;5%;;;;;;;;;\n\
                 ;;;;;;;;;;;;\n";
    let opened = opened(&[list("links", "links", "basis = 'report'\ncredibility = 2")], &[("links", links)], &[]);
    expect![[r#"
        links: 8 rows = 3 records + 4 problems + 1 skipped
          1 empty row
        links/2: fund owns dahua, share 0.315-0.325%, votes 39.5-40.5%, control yes, from 2019; links/file at page 3
        links/3: dahua owns hikvision, from 2018-06, until 2019-12-31; links/file at line 3
        links/4: fund finances hikvision, amount USD 1000, from 2019-01-31, role lender; links/file at line 4
        data/links.csv:5: error[missing-field]: the row says `holds` and no `capacity`
        data/links.csv:6: error[unknown-entity]: no entity or harm has the id `hikvison`
        data/links.csv:7: error[unknown-entity]: no entity or harm has the id `Hikvision`
        data/links.csv:8: error[field-not-allowed]: `share` does not belong to a claim with the link `finances`
    "#]]
    .assert_eq(&told(&opened));
    let claim = &opened.case.as_ref().unwrap().claims["links/2"];
    assert_eq!((claim.cites[0].basis.as_str(), claim.cites[0].credibility.get()), ("report", 2), "as the table says of the file");
    let document = &opened.case.as_ref().unwrap().documents["links/file"];
    assert_eq!((document.origin.as_str(), document.published.unwrap().to_string().as_str()), ("links", "2020-06"));
}

#[test]
fn rows_of_entities_are_entities_and_rows_of_links_know_them() {
    let entities = "id,schema,name,aliases,country,isin,role\n\
                    maker,Company,Maker Co,Maker | 制造,cn,CNE100000PM9,\n\
                    boss,Person,A Boss,,cn,,chair of Maker Co\n\
                    private,Person,Somebody,,,,\n\
                    dahua,Company,Dahua again,,,,\n\
                    lost,Company,Lost Co,,China,,\n";
    let links = "subject,link,object\nfund,owns,maker\nboss,tied-to,maker\nfund,owns,private\n";
    let tables = [list("links", "links", "basis = 'act'\ncredibility = 1"), list("entities", "entities", "")];
    let opened = opened(&tables, &[("entities", entities), ("links", links)], &[]);
    let mut text = told(&opened);
    for entity in opened.case.unwrap().entities.values().filter(|entity| entity.place.file.starts_with("data/")) {
        let (id, name, aliases) = (&entity.id, &entity.name, &entity.aliases);
        writeln!(
            text,
            "{id}: {} {name} {aliases:?} {:?} {:?} {:?}",
            entity.schema.as_str(),
            entity.country,
            entity.identifiers,
            entity.role
        )
        .unwrap();
    }
    expect![[r#"
        links: 3 rows = 2 records + 1 problems + 0 skipped
        entities: 5 rows = 2 records + 3 problems + 0 skipped
        links/2: fund owns maker; links/file at line 2
        links/3: boss tied-to maker; links/file at line 3
        data/entities.csv:2: warning[bad-identifier]: `CNE100000PM9` is no ISIN
        data/entities.csv:4: error[private-person]: `Somebody` is a person without a public role
        data/entities.csv:5: error[duplicate-id]: the id `dahua` stands already at entities.toml:9
        data/entities.csv:6: error[unknown-word]: `China` is no country code
        boss: Person A Boss [] Some("cn") [] Some("chair of Maker Co")
        maker: Company Maker Co ["Maker", "制造"] Some("cn") [] None
    "#]]
    .assert_eq(&text);
}
