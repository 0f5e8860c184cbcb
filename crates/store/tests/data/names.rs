//! A name counts when somebody has judged it, and not before.

use expect_test::{Expect, expect};

use crate::cases::{holdings, judged, opened, told};

const NAME: &str = "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.";

/// A list with the name, judged so; and a list in which it stood a year before, with its ISIN.
fn check(judgements: &[String], expected: &Expect) {
    let reports = "{ as_of = '2018-12-31', published = '2019' }, { as_of = '2019-12-31', published = '2020' }";
    let rows = format!("date;name;isin;quantity\n2018-12-31;Hik;CNE100000PM8;5\n2019-12-31;{NAME};;6\n2019-12-31;Hebei Dahua Co Ltd;;7\n");
    expected.assert_eq(&told(&opened(&[holdings("list", "positions", reports, "")], &[("list", &rows)], judgements)));
}

#[test]
fn a_name_that_nobody_has_judged_is_proposed() {
    check(
        &[],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          1 company that the case does not hold
          1 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure false, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` has the name of `hikvision` and no identifier of it: proposed, not counted
    "#]],
    );
}

#[test]
fn the_same() {
    check(
        &[judged("list", "Hangzhou Hikvision Digital Technology Co Ltd", "hikvision", "same")],
        &expect![[r#"
        list: 3 rows = 2 records + 0 problems + 1 skipped
          1 company that the case does not hold
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["hikvision", "dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        list/3: fund holds hikvision, quantity 6, from 2019-12-31; list/2019-12-31 at line 3, by its name, judged at judgements.toml:1
    "#]],
    );
}

#[test]
fn different() {
    check(
        &[judged("list", NAME, "hikvision", "different")],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          1 company that the case does not hold
          1 name judged to be another company's
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["hikvision", "dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
    "#]],
    );
}

#[test]
fn unsure() {
    check(
        &[judged("list", NAME, "hikvision", "unsure")],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          1 company that the case does not hold
          1 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure true, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` is perhaps `hikvision`: judged unsure, not counted
    "#]],
    );
}

/// Also a name that is not exactly that of an entity can be judged.
#[test]
fn a_name_that_only_comes_near() {
    check(
        &[judged("list", "Hebei Dahua Co Ltd", "dahua", "same")],
        &expect![[r#"
        list: 3 rows = 2 records + 0 problems + 1 skipped
          1 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure false, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        list/4: fund holds dahua, quantity 7, from 2019-12-31; list/2019-12-31 at line 4, by its name, judged at judgements.toml:1
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` has the name of `hikvision` and no identifier of it: proposed, not counted
    "#]],
    );
    check(
        &[judged("list", "Hebei Dahua Co Ltd", "dahua", "unsure")],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          2 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure false, 1 rows, [2019-12-31]
          proposed: Hebei Dahua Co Ltd is dahua, unsure true, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of []
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` has the name of `hikvision` and no identifier of it: proposed, not counted
        data/list.csv:4: warning[name-only]: `Hebei Dahua Co Ltd` is perhaps `dahua`: judged unsure, not counted
    "#]],
    );
}

#[test]
fn two_judgements_that_contradict_each_other() {
    check(
        &[judged("list", NAME, "hikvision", "same"), judged("list", NAME, "hikvision", "different")],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          1 company that the case does not hold
          1 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure true, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` is perhaps `hikvision`: judged unsure, not counted
        judgements.toml:8: error[judgement-conflict]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` is judged different to be `hikvision` here and same at judgements.toml:1
    "#]],
    );
}

/// A name that only comes near is neither taken nor passed over: the position of dahua is not sold by it.
#[test]
fn two_judgements_of_a_near_name_that_contradict_each_other() {
    let judgements = ["same", "different"].map(|verdict| judged("list", "Hebei Dahua Co Ltd", "dahua", verdict));
    check(
        &judgements,
        &expect![[r#"
            list: 3 rows = 1 records + 0 problems + 2 skipped
              2 name that nobody has judged
              proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure false, 1 rows, [2019-12-31]
              proposed: Hebei Dahua Co Ltd is dahua, unsure true, 1 rows, [2019-12-31]
            series list: fund beneficial
              2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
              2019-12-31 list/2019-12-31, its silence speaks of []
            list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
            data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` has the name of `hikvision` and no identifier of it: proposed, not counted
            data/list.csv:4: warning[name-only]: `Hebei Dahua Co Ltd` is perhaps `dahua`: judged unsure, not counted
            judgements.toml:8: error[judgement-conflict]: `Hebei Dahua Co Ltd` is judged different to be `dahua` here and same at judgements.toml:1
        "#]],
    );
}

#[test]
fn two_companies_of_one_name() {
    check(
        &[judged("list", NAME, "hikvision", "same"), judged("list", NAME, "dahua", "same")],
        &expect![[r#"
        list: 3 rows = 1 records + 1 problems + 1 skipped
          1 company that the case does not hold
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of []
          2019-12-31 list/2019-12-31, its silence speaks of []
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: error[match-conflict]: the row's identifiers and name belong to `dahua` and `hikvision`
    "#]],
    );
}

#[test]
fn a_judgement_of_another_series_decides_nothing() {
    check(
        &[judged("lists", NAME, "hikvision", "same")],
        &expect![[r#"
        list: 3 rows = 1 records + 0 problems + 2 skipped
          1 company that the case does not hold
          1 name that nobody has judged
          proposed: HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD. is hikvision, unsure false, 1 rows, [2019-12-31]
        series list: fund beneficial
          2018-12-31 list/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 list/2019-12-31, its silence speaks of ["dahua"]
        list/2: fund holds hikvision, quantity 5, from 2018-12-31, security isin:CNE100000PM8; list/2018-12-31 at line 2, by ISIN CNE100000PM8
        data/list.csv:3: warning[name-only]: `HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.` has the name of `hikvision` and no identifier of it: proposed, not counted
        judgements.toml:2: error[unknown-report]: no data file makes the series `lists`
    "#]],
    );
}
