//! Several files are one series, and the ids of their rows and cells stay.

use daylight_store::Opened;
use expect_test::expect;
use model::{ClaimId, SeriesId};

use crate::cases::{holdings, opened, told};

const FIRST: &str = "date,company,quantity\n2018-12-31,hikvision,5\n2018-12-31,dahua,6\n";
const SECOND: &str = "company,quantity\nhikvision,7\n";

/// Two files of one series, in the wrong order; the second report as the table says it.
fn two_files(second_report: &str, second: &str) -> Opened {
    let tables = [
        holdings("of-2019", "positions", second_report, "series = 'fund-positions'"),
        holdings("of-2018", "positions", "{ as_of = '2018-12-31', published = '2019' }", "series = 'fund-positions'"),
    ];
    opened(&tables, &[("of-2018", FIRST), ("of-2019", second)], &[])
}

#[test]
fn the_days_of_several_files_join_to_one_series() {
    expect![[r#"
        of-2019: 1 rows = 1 records + 0 problems + 0 skipped
        of-2018: 2 rows = 2 records + 0 problems + 0 skipped
        series fund-positions: fund beneficial
          2018-12-31 of-2018/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 of-2019/2019-12-31, its silence speaks of ["hikvision", "dahua"]
        of-2018/2: fund holds hikvision, quantity 5, from 2018-12-31; of-2018/2018-12-31 at line 2
        of-2018/3: fund holds dahua, quantity 6, from 2018-12-31; of-2018/2018-12-31 at line 3
        of-2019/2: fund holds hikvision, quantity 7, from 2019-12-31; of-2019/2019-12-31 at line 2
    "#]]
    .assert_eq(&told(&two_files("{ as_of = '2019-12-31', published = '2020' }", SECOND)));
}

#[test]
fn an_extract_says_nothing_by_leaving_out() {
    let extract = two_files("{ as_of = '2019-12-31', published = '2020', complete = false }", SECOND);
    expect![[r#"
        of-2019: 1 rows = 1 records + 0 problems + 0 skipped
        of-2018: 2 rows = 2 records + 0 problems + 0 skipped
        series fund-positions: fund beneficial
          2018-12-31 of-2018/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 of-2019/2019-12-31, its silence speaks of []
        of-2018/2: fund holds hikvision, quantity 5, from 2018-12-31; of-2018/2018-12-31 at line 2
        of-2018/3: fund holds dahua, quantity 6, from 2018-12-31; of-2018/2018-12-31 at line 3
        of-2019/2: fund holds hikvision, quantity 7, from 2019-12-31; of-2019/2019-12-31 at line 2
    "#]]
    .assert_eq(&told(&extract));
}

/// A row that cannot be read may be the one that names a company: nothing is sold by a mistake.
#[test]
fn nor_does_a_report_that_could_not_be_read_whole() {
    let report = "{ as_of = '2019-12-31', published = '2020' }";
    for second in [
        "company,quantity\nhikvision,7\ndahua,\"1.234,50\"\n",
        "company,quantity\nhikvision,7\ndahuaa,6\n",
        "company,quantity\nhikvision,7\ndahua\n",
        "firm,pieces\nhikvision,7\n",
    ] {
        let opened = two_files(report, second);
        let case = opened.case.unwrap();
        let silent: Vec<bool> =
            case.series["fund-positions"].reports.iter().map(|r| r.speaks_by_silence(&case.entities["dahua"].id)).collect();
        assert_eq!(silent, [true, false], "{second}{:#?}", opened.problems);
    }
    let tables = [
        holdings("of-2018", "positions", "{ as_of = '2018-12-31', published = '2019' }", "series = 'fund-positions'"),
        holdings("of-2019", "positions", report, "series = 'fund-positions'"),
    ];
    expect![[r#"
        of-2018: 2 rows = 2 records + 0 problems + 0 skipped
        of-2019: 0 rows = 0 records + 0 problems + 0 skipped
        series fund-positions: fund beneficial
          2018-12-31 of-2018/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 of-2019/2019-12-31, its silence speaks of []
        of-2018/2: fund holds hikvision, quantity 5, from 2018-12-31; of-2018/2018-12-31 at line 2
        of-2018/3: fund holds dahua, quantity 6, from 2018-12-31; of-2018/2018-12-31 at line 3
        data/of-2019.csv: error[unreadable-file]: there is no such file
    "#]]
    .assert_eq(&told(&opened(&tables, &[("of-2018", FIRST)], &[])));
}

#[test]
fn cells_keep_their_ids_wherever_their_columns_stand() {
    let report = "{ as_of = '2018-12-31', published = '2019' }, { as_of = '2019-12-31', published = '2020' }";
    let wide = |text: &str| opened(&[holdings("wide", "wide", report, "")], &[("wide", text)], &[]);
    let one = wide("Date,002415.SZ,002236.SZ,600519.SS\n2018-12-31,1.5,2.5,96\n2019-12-31,3,0,97\n");
    expect![[r#"
        wide: 6 rows = 3 records + 0 problems + 3 skipped
          2 company that the case does not hold
          1 weight of zero
        series wide: fund beneficial
          2018-12-31 wide/2018-12-31, its silence speaks of ["hikvision", "dahua"]
          2019-12-31 wide/2019-12-31, its silence speaks of ["hikvision", "dahua"]
        wide/2/002236.sz: fund holds dahua, weight 2.45-2.55%, from 2018-12-31, security ticker:XSHE:002236; wide/2018-12-31 at line 2, column 002236.SZ, by TICKER XSHE:002236
        wide/2/002415.sz: fund holds hikvision, weight 1.45-1.55%, from 2018-12-31, security ticker:XSHE:002415; wide/2018-12-31 at line 2, column 002415.SZ, by TICKER XSHE:002415
        wide/3/002415.sz: fund holds hikvision, weight 2.5-3.5%, from 2019-12-31, security ticker:XSHE:002415; wide/2019-12-31 at line 3, column 002415.SZ, by TICKER XSHE:002415
    "#]].assert_eq(&told(&one));
    let other = wide("Date,600519.SS,002236.SZ,002415.SZ\n2018-12-31,96,2.5,1.5\n2019-12-31,97,0,3\n");
    assert_eq!(one.case.as_ref().unwrap().claims, other.case.unwrap().claims);
    let id = ClaimId::of_cell(&SeriesId::parse("wide").unwrap(), 3, "002415.sz");
    assert_eq!(one.case.unwrap().claims[&id].cites[0].at, "line 3, column 002415.SZ, by TICKER XSHE:002415");
}
